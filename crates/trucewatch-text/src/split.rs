//! Text to sentences and tokens: where a sentence ends. How words are cut into tokens is `tokenize`; the words that decide are
//! in the codebook (`abbreviations`).

mod furniture;

use crate::tokenize::tokenize;
use furniture::{glued_stop, is_crosshead, is_dateline, is_list_number, repeated_title};
use std::collections::{HashMap, HashSet};
use trucewatch_codebook::Data;
use trucewatch_model::{Dep, Document, Sentence, Span, Tag, Token};

/// Sentences with more tokens are cut, so that tables and lists without any full stop are parsed in bounded pieces.
const MOST_TOKENS: usize = 200;
/// Lines longer than this are paragraphs of their own and not wrapped by hand.
const WIDEST_WRAP: usize = 120;

/// Splits documents; made once from the codebook.
pub struct Splitter {
    abbreviations: HashMap<String, Class>,
    openers: HashSet<String>,
    after_time: HashSet<String>,
    said: HashSet<String>,
}

/// What may follow an abbreviation.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Name,
    Figure,
    More,
    Time,
    End,
}

impl Splitter {
    /// A splitter that knows the codebook's abbreviations.
    pub fn new(codebook: &Data) -> Self {
        let words = |class: &str| {
            let concept = codebook.lexicon.get("abbreviations");
            concept.and_then(|concept| concept.words.get(class)).into_iter().flatten().cloned()
        };
        let classes = [
            ("before_name", Class::Name),
            ("before_figure", Class::Figure),
            ("within", Class::More),
            ("of_time", Class::Time),
            ("at_end", Class::End),
        ];
        Splitter {
            abbreviations: classes
                .iter()
                .flat_map(|&(name, class)| words(name).map(move |word| (word, class)))
                .collect(),
            openers: words("openers").collect(),
            after_time: words("after_time").collect(),
            said: words("said").collect(),
        }
    }

    /// Splits a document into sentences and tokens. Tokens are unparsed: `Tag::Xx`, `Dep::Dep`, their own heads.
    pub fn split_sentences(&self, document: &Document) -> (Vec<Sentence>, Vec<Token>) {
        let text = &document.text;
        let (mut sentences, mut tokens, mut spans) = (Vec::new(), Vec::new(), Vec::new());
        for span in self.sentence_spans(document) {
            spans.clear();
            tokenize(text, span, &mut spans);
            let mut rest = spans.as_slice();
            while let (Some(from), Some(_)) = (rest.first(), rest.last()) {
                let (piece, more) = rest.split_at(cut(text, rest));
                let (first, to) = (tokens.len(), piece[piece.len() - 1].end);
                for &span in piece {
                    let head = tokens.len();
                    tokens.push(Token { span, lemma: String::new(), tag: Tag::Xx, head, dep: Dep::Dep });
                }
                sentences.push(Sentence { span: Span::new(from.start, to), first, last: tokens.len(), parsed: false });
                rest = more;
            }
        }
        (sentences, tokens)
    }

    /// The sentences of a document, in order, without white space around them.
    fn sentence_spans(&self, document: &Document) -> Vec<Span> {
        let text = &document.text;
        let chunks = chunks(text);
        let width = wrap_width(text);
        let titles = repeated_title(document);
        let mut ends = Vec::new();
        // The first words of the sentence and of the paragraph.
        let (mut first, mut paragraph) = (0, 0);
        for (at, &chunk) in chunks.iter().enumerate() {
            if at > 0 && titles.iter().any(|title| title.start == chunk.start) {
                ends.push(chunk.start);
                first = at;
            }
            let word = chunk.of(text);
            if let Some(glued) = glued_stop(word) {
                ends.push(chunk.start + glued);
                first = at;
            }
            let Some(&next) = chunks.get(at + 1) else { break };
            let gap = Gap::between(text, chunk, next, width);
            let closes_title = || titles.iter().any(|title| chunk.start < title.end && title.end <= chunk.end);
            let begins =
                |from: usize| is_dateline(text, &chunks[from..=at]) || is_crosshead(text, &chunks[from..=at + 1]);
            if gap.is_border(text, chunk, next)
                || closes_title()
                || begins(first.max(paragraph))
                || !(at == first && is_list_number(word)) && self.is_end(word, text, &chunks[at + 1..])
            {
                ends.push(next.start);
                first = at + 1;
            }
            if gap.ends_paragraph {
                paragraph = at + 1;
            }
        }
        ends.push(text.len());
        let starts = std::iter::once(0).chain(ends.iter().copied());
        starts
            .zip(&ends)
            .map(|(start, &end)| trim(text, Span::new(start, end)))
            .filter(|span| !span.is_empty())
            .collect()
    }

    /// Whether a sentence ends between a word and those that follow.
    fn is_end(&self, word: &str, text: &str, following: &[Span]) -> bool {
        let next = following.first().map_or("", |next| next.of(text));
        let core = word.trim_end_matches(is_closing);
        let Some(stop) = core.chars().next_back().filter(|c| matches!(c, '.' | '!' | '?' | '…' | '。' | '؟'))
        else {
            return false;
        };
        let opens_bracket = next.starts_with('(');
        let opening = next.trim_start_matches(|c: char| !c.is_alphanumeric());
        let goes_on = opening.chars().next().is_some_and(char::is_lowercase);
        if goes_on {
            return false;
        }
        if stop != '.' && core.len() < word.len() {
            // "Who broke it?" Karam asked.
            return !following
                .iter()
                .skip(1)
                .take(3)
                .any(|word| self.said.contains(word.of(text).trim_end_matches(['.', ','])));
        }
        if stop != '.' || core.ends_with("..") || core.len() < word.len() {
            return true;
        }
        let word = core.trim_start_matches(is_opening).trim_end_matches('.');
        let initials = word.split('.').all(|part| part.chars().count() <= 1 && part.chars().all(char::is_alphabetic));
        let class = match self.abbreviations.get(&word.to_lowercase()) {
            // "P. Harun" is no page.
            Some(&class) if !(initials && word.chars().all(char::is_uppercase)) => class,
            _ if initials => Class::End,
            _ => return true,
        };
        let next = opening.trim_end_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        match class {
            Class::Name | Class::More => false,
            Class::Figure => !next.starts_with(|c: char| c.is_numeric()),
            Class::Time | Class::End if opens_bracket => false,
            Class::Time => !self.after_time.contains(&next),
            Class::End => self.openers.contains(&next),
        }
    }
}

fn is_closing(c: char) -> bool {
    matches!(c, '"' | '”' | '\'' | '’' | ')' | ']' | '»' | '*')
}

fn is_opening(c: char) -> bool {
    matches!(c, '"' | '“' | '\'' | '‘' | '(' | '[' | '«' | '*' | '-' | '—' | '–')
}

/// The words between white space.
fn chunks(text: &str) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::with_capacity(text.len() / 6);
    let mut start = None;
    for (at, c) in text.char_indices() {
        match (c.is_whitespace(), start) {
            (false, None) => start = Some(at),
            (true, Some(first)) => {
                out.push(Span::new(first, at));
                start = None;
            }
            _ => {}
        }
    }
    out.extend(start.map(|first| Span::new(first, text.len())));
    out
}

fn trim(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let start = span.start + (words.len() - words.trim_start().len());
    Span::new(start, start + words.trim().len())
}

/// The white space between two words.
struct Gap {
    ends_paragraph: bool,
    /// A line ends, or a tab stands between, and not because the next word had no room.
    ends_line: bool,
}

impl Gap {
    fn between(text: &str, chunk: Span, next: Span, width: Option<usize>) -> Self {
        let blank = &text[chunk.end..next.start];
        if blank == " " {
            return Gap { ends_paragraph: false, ends_line: false };
        }
        let lines = blank.matches(['\n', '\u{2029}']).count();
        let line_start = text[..chunk.end].rfind('\n').map_or(0, |at| at + 1);
        let wrapped = width.is_some_and(|width| chunk.end - line_start + 1 + next.len() > width);
        Gap { ends_paragraph: lines > 1, ends_line: blank.contains('\t') || lines > 0 && !wrapped }
    }

    /// Whether nothing reads on over it.
    fn is_border(&self, text: &str, chunk: Span, next: Span) -> bool {
        let goes_on = || next.of(text).starts_with(char::is_lowercase) || chunk.of(text).ends_with(',');
        self.ends_paragraph || self.ends_line && !goes_on()
    }
}

/// How wide a text is that was wrapped by hand; `None` for a text whose lines are paragraphs.
fn wrap_width(text: &str) -> Option<usize> {
    let widest = text.lines().map(|line| line.trim_end().len()).max()?;
    (40..=WIDEST_WRAP).contains(&widest).then_some(widest)
}

/// How many of these tokens make a sentence: all, or where there are too many, up to the last comma or the like within bounds.
fn cut(text: &str, tokens: &[Span]) -> usize {
    if tokens.len() <= MOST_TOKENS {
        return tokens.len();
    }
    let border = |token: &Span| matches!(token.of(text), ";" | ":" | "," | "." | "|");
    tokens[MOST_TOKENS / 2..MOST_TOKENS].iter().rposition(border).map_or(MOST_TOKENS, |at| MOST_TOKENS / 2 + at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences(text: &str) -> Vec<String> {
        let document = Document { text: text.to_owned(), ..Document::default() };
        let (sentences, _) = Splitter::new(&trucewatch_codebook::builtin()).split_sentences(&document);
        sentences.iter().map(|sentence| sentence.span.of(text).to_owned()).collect()
    }

    #[test]
    fn abbreviations_do_not_end_sentences() {
        for text in [
            "Lt. Gen. J. P. Harun of the U.S. Army said on Nov. 3 that No. 5 Brigade would leave at 5 p.m. Friday.",
            "The truce began at 7 p.m. (1600 GMT) in the north, i.e. Idlib.",
            "Talks between the U.S. President and St. Petersburg envoys, Mr. Orlov vs. Col. Daher, went on.",
        ] {
            assert_eq!(sentences(text), [text]);
        }
        assert_eq!(sentences("It was agreed with the U.S. The army left at 5 p.m. Fighters stayed.").len(), 3);
    }

    #[test]
    fn quotes_and_brackets_belong_to_the_sentence_that_they_close() {
        assert_eq!(
            sentences(
                "\"We hold fire.\" Rebels denied it. \"They shot first. We answered,\" he said (on Monday.) Night fell."
            ),
            [
                "\"We hold fire.\"",
                "Rebels denied it.",
                "\"They shot first.",
                "We answered,\" he said (on Monday.)",
                "Night fell."
            ]
        );
        assert_eq!(
            sentences("“Who broke it?” Karam asked. “Nobody!” he said."),
            ["“Who broke it?” Karam asked.", "“Nobody!” he said."]
        );
    }

    #[test]
    fn wrapped_lines_read_on_and_short_lines_do_not() {
        let wrapped = "The army said on Tuesday that its units would observe\nthe pause around the city until Friday. It gave no\nmore details.";
        assert_eq!(sentences(wrapped).len(), 2);
        assert_eq!(
            sentences("Truce holds\nBy our reporter\n\nThe truce held."),
            ["Truce holds", "By our reporter", "The truce held."]
        );
    }

    #[test]
    fn page_furniture_stands_alone() {
        let document = Document {
            title: Some("Truce holds in the north".to_owned()),
            text: "Truce holds in the north\n\n3 May 2016 Truce holds in the north AP The truce held.--AFP".to_owned(),
            ..Document::default()
        };
        let (sentences, _) = Splitter::new(&trucewatch_codebook::builtin()).split_sentences(&document);
        let words: Vec<&str> = sentences.iter().map(|sentence| sentence.span.of(&document.text)).collect();
        let title = "Truce holds in the north";
        assert_eq!(words, [title, "3 May 2016", title, "AP The truce held.", "--AFP"]);
    }

    #[test]
    fn datelines_and_headings_stand_alone() {
        assert_eq!(
            sentences("BEIRUT, Nov. 22 (Agency) - The truce held."),
            ["BEIRUT, Nov. 22 (Agency) -", "The truce held."]
        );
        assert_eq!(
            sentences("It failed. - Raids go on - On Monday jets came."),
            ["It failed.", "- Raids go on -", "On Monday jets came."]
        );
    }

    #[test]
    fn endless_sentences_are_cut() {
        let text = "tents, blankets and ".repeat(500);
        assert!(sentences(&text).len() > 8);
    }

    proptest::proptest! {
        #[test]
        fn any_text_splits_into_tokens_in_order(text in "(?s)([A-Za-z0-9.,'\"()\\-\n\t ]|U\\.S\\. |[éح“”’—\u{a0}😀]|.){0,120}") {
            let document = Document { text, ..Document::default() };
            let (sentences, tokens) = Splitter::new(&trucewatch_codebook::builtin()).split_sentences(&document);
            let mut end = 0;
            for token in &tokens {
                assert!(token.span.start >= end && !token.span.is_empty() && !token.span.of(&document.text).is_empty());
                assert!(!token.span.of(&document.text).contains(char::is_whitespace));
                end = token.span.end;
            }
            let written = document.text.chars().filter(|c| !c.is_whitespace()).map(char::len_utf8).sum::<usize>();
            assert_eq!(tokens.iter().map(|token| token.span.len()).sum::<usize>(), written);
            let mut next = 0;
            for sentence in &sentences {
                assert!(sentence.first == next && sentence.last > next);
                assert_eq!(sentence.span.start, tokens[sentence.first].span.start);
                assert_eq!(sentence.span.end, tokens[sentence.last - 1].span.end);
                next = sentence.last;
            }
            assert_eq!(next, tokens.len());
        }
    }
}
