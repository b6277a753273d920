//! Headlines With Capitals: the network takes every capitalised word for a name, so in such sentences common words are shown to
//! it in small letters; of a HEADLINE ALL IN CAPITALS the names are shown to it as Names. A word is common where the rest of the text mostly writes it small, or where the codebook has it and
//! the text does not show it to be a name. Spans and words of the text stay as they are.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};
use trucewatch_codebook::Data;
use trucewatch_model::{Sentence, Span, Token};

/// Longer sentences are prose, whatever their capitals.
const MOST_TOKENS: usize = 40;
/// Shorter words are small in many headlines ("of", "with").
const LONG_WORD: usize = 4;
/// That many of five long words must have capitals.
const CAPITALS_OF_FIVE: usize = 4;
const FEWEST_LONG_WORDS: usize = 3;
/// Words of grammar, which the codebook need not have, and which are small in a headline that is not all capitals.
const SMALL_WORDS: [&str; 41] = [
    "a", "an", "the", "in", "on", "at", "of", "to", "by", "for", "as", "and", "or", "but", "with", "from", "into",
    "over", "near", "amid", "after", "before", "is", "are", "be", "been", "was", "were", "has", "have", "had", "will",
    "not", "no", "its", "his", "her", "their", "than", "that", "this",
];

/// Stems of words that are common wherever they stand.
pub(super) struct CommonWords(HashSet<String>);

impl CommonWords {
    /// All single words of the codebook's lexicon.
    pub fn new(codebook: &Data) -> Self {
        let words = codebook.lexicon.values().flat_map(|concept| concept.words.values().flatten());
        let single = words.map(|word| word.split_once('/').map_or(word.as_str(), |(word, _)| word));
        CommonWords(
            single
                .filter(|word| word.bytes().all(|b| b.is_ascii_lowercase()))
                .map(|word| stem(word).into_owned())
                .collect(),
        )
    }

    /// How a text writes its words, where it has a headline at all.
    pub fn usage(&self, text: &str, sentences: &[Sentence], tokens: &[Token]) -> Option<Usage> {
        let spans = |sentence: &Sentence| tokens[sentence.first..sentence.last].iter().map(|token| token.span);
        let headline: Vec<bool> = sentences.iter().map(|sentence| is_headline(text, spans(sentence))).collect();
        if !headline.contains(&true) {
            return None;
        }
        let mut counts: HashMap<String, i32> = HashMap::new();
        for (sentence, _) in sentences.iter().zip(&headline).filter(|(_, headline)| !**headline) {
            for (at, span) in spans(sentence).enumerate() {
                let word = span.of(text);
                match word.chars().next() {
                    Some(c) if c.is_lowercase() => *counts.entry(stem(word).into_owned()).or_default() += 1,
                    Some(c) if c.is_uppercase() && at > 0 => *counts.entry(stem(word).into_owned()).or_default() -= 1,
                    _ => {}
                }
            }
        }
        let shouted = |sentence: &Sentence| spans(sentence).all(|span| !span.of(text).contains(char::is_lowercase));
        let shouted = sentences.iter().zip(&headline).map(|(sentence, is)| *is && shouted(sentence)).collect();
        Some(Usage { headline, shouted, counts })
    }
}

/// Which sentences of a text are headlines, and how its prose writes its words.
pub(super) struct Usage {
    headline: Vec<bool>,
    /// Which of them are all in capitals.
    shouted: Vec<bool>,
    /// Stem to how often it has a small letter, less how often a capital within a sentence.
    counts: HashMap<String, i32>,
}

impl Usage {
    /// A word of the sentence with this number as it is shown to the network.
    pub fn shown<'w>(&self, sentence: usize, word: &'w str, common: &CommonWords) -> Cow<'w, str> {
        let mut letters = word.chars();
        let capital = letters.next().is_some_and(char::is_uppercase);
        if self.shouted[sentence] && capital {
            return self.hushed(word, common);
        }
        if !self.headline[sentence] || !capital || !letters.clone().any(char::is_lowercase) {
            return Cow::Borrowed(word);
        }
        let stem = stem(word);
        match self.counts.get(stem.as_ref()) {
            Some(0) | None if common.0.contains(stem.as_ref()) => Cow::Owned(word.to_lowercase()),
            Some(1..) => Cow::Owned(word.to_lowercase()),
            _ => Cow::Borrowed(word),
        }
    }
}

impl Usage {
    /// A word of a headline that is all in capitals: small where it is common, else as a name; short ones may be letters
    /// that stand for words ("UN").
    fn hushed<'w>(&self, word: &'w str, common: &CommonWords) -> Cow<'w, str> {
        let lower = word.to_lowercase();
        let stem = stem(&lower);
        match self.counts.get(stem.as_ref()) {
            Some(1..) => Cow::Owned(lower),
            Some(0) | None if common.0.contains(stem.as_ref()) || SMALL_WORDS.contains(&lower.as_str()) => {
                Cow::Owned(lower)
            }
            _ if word.len() <= LONG_WORD => Cow::Borrowed(word),
            _ => {
                let first = word.chars().next().map_or(0, char::len_utf8);
                Cow::Owned(format!("{}{}", &word[..first], word[first..].to_lowercase()))
            }
        }
    }
}

fn is_headline(text: &str, spans: impl ExactSizeIterator<Item = Span>) -> bool {
    if spans.len() > MOST_TOKENS {
        return false;
    }
    let (mut long, mut capitals) = (0, 0);
    for word in spans.map(|span| span.of(text)) {
        let first = word.chars().next().filter(|c| c.is_alphabetic());
        if let Some(first) = first.filter(|_| word.len() >= LONG_WORD) {
            long += 1;
            capitals += first.is_uppercase() as usize;
        }
    }
    long >= FEWEST_LONG_WORDS && capitals * 5 >= long * CAPITALS_OF_FIVE
}

/// A word without its ending, enough to see that "kills" and "killed" are one.
fn stem(word: &str) -> Cow<'_, str> {
    let stem =
        ["ing", "ed", "es", "s", "e"].iter().find_map(|ending| word.strip_suffix(ending).filter(|stem| stem.len() > 3));
    let stem = stem.unwrap_or(word);
    if stem.bytes().all(|b| b.is_ascii_lowercase()) { Cow::Borrowed(stem) } else { Cow::Owned(stem.to_lowercase()) }
}

#[cfg(test)]
mod tests {
    use crate::{Annotated, Splitter, parse::Parser};
    use trucewatch_model::{Dep, Document, Tag};

    #[test]
    fn common_words_of_a_headline_are_no_names() {
        let codebook = trucewatch_codebook::builtin();
        let text = "Army Rockets Kill Five Farmers in Marjun\n\nFive farmers were killed by rockets, an army officer in Marjun said.";
        let document = Document { text: text.to_owned(), ..Document::default() };
        let (sentences, tokens) = Splitter::new(&codebook).split_sentences(&document);
        let mut text = Annotated::new(&document, sentences, tokens);
        Parser::new(&codebook).parse(&mut text, false);
        let kill = &text.tokens[2];
        assert_eq!((kill.tag, kill.dep), (Tag::Vbp, Dep::Root));
        assert_eq!((text.word(4), text.tokens[4].lemma.as_str(), text.tokens[4].dep), ("Farmers", "farmer", Dep::Dobj));
        assert_eq!(text.tokens[6].tag, Tag::Nnp);
    }

    #[test]
    fn a_headline_all_in_capitals_is_read_like_any_other() {
        let codebook = trucewatch_codebook::builtin();
        let text = "REBELS REJECT TRUCE AS JETS BOMB MARJUN\n\nThe rebels said so on Monday.";
        let document = Document { text: text.to_owned(), ..Document::default() };
        let (sentences, tokens) = Splitter::new(&codebook).split_sentences(&document);
        let mut text = Annotated::new(&document, sentences, tokens);
        Parser::new(&codebook).parse(&mut text, false);
        let (bomb, marjun) = (&text.tokens[5], &text.tokens[6]);
        assert_eq!((bomb.tag, bomb.dep), (Tag::Vbp, Dep::Advcl));
        assert_eq!((text.word(6), marjun.tag, marjun.dep), ("MARJUN", Tag::Nnp, Dep::Dobj));
    }
}
