//! The codebook's words as `link` looks for them: whole words in text that is in lower case, without parsing. Which words mean
//! what stands in `codebook/lexicon/en/record_*.toml`.

use std::collections::BTreeMap;
use trucewatch_codebook::Data;

/// The words of one concept by class.
#[derive(Clone, Debug, Default)]
pub(super) struct Words(BTreeMap<String, Vec<String>>);

impl Words {
    pub(super) fn new(codebook: &Data, concept: &str) -> Self {
        let lower = |word: &String| {
            let word = word.rsplit_once('/').map_or(word.as_str(), |(word, _)| word);
            plain(word)
        };
        let classes = codebook.lexicon.get(concept).map(|concept| &concept.words);
        let read =
            classes.into_iter().flatten().map(|(class, words)| (class.clone(), words.iter().map(lower).collect()));
        Words(read.collect())
    }

    /// Whether a word of `class` stands in `text`, which is `plain`.
    pub(super) fn has(&self, class: &str, text: &str) -> bool {
        self.0.get(class).is_some_and(|words| words.iter().any(|word| stands_in(text, word)))
    }

    /// Whether `word` is itself a word of `class`.
    pub(super) fn is(&self, class: &str, word: &str) -> bool {
        self.0.get(class).is_some_and(|words| words.iter().any(|known| known == word))
    }

    /// The classes of which a word stands in `text`.
    pub(super) fn classes<'w>(&'w self, text: &'w str) -> impl Iterator<Item = &'w str> + 'w {
        self.0
            .iter()
            .filter(move |(_, words)| words.iter().any(|word| stands_in(text, word)))
            .map(|(class, _)| class.as_str())
    }

    /// The class of which `word` is a word.
    pub(super) fn class_of(&self, word: &str) -> Option<&str> {
        self.0.iter().find(|(_, words)| words.iter().any(|known| known == word)).map(|(class, _)| class.as_str())
    }

    /// Every class with its words.
    pub(super) fn each(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.0.iter().map(|(class, words)| (class.as_str(), words.as_slice()))
    }
}

/// Text in lower case with single blanks between words, and no other signs than hyphens and colons inside words.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        let c = if c == '’' { '\'' } else { c };
        if c.is_alphanumeric() || matches!(c, '-' | ':' | '\'') {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Whether `word` stands in `text` as whole words.
pub(super) fn stands_in(text: &str, word: &str) -> bool {
    let mut from = 0;
    while let Some(at) = text[from..].find(word) {
        let (start, end) = (from + at, from + at + word.len());
        let open = text[..start].chars().next_back().is_none_or(|c| c == ' ');
        let close = text[end..].chars().next().is_none_or(|c| matches!(c, ' ' | '\''));
        if open && close {
            return true;
        }
        from = start + text[start..].chars().next().map_or(1, char::len_utf8);
    }
    false
}

/// Where the sentences of a text begin: line ends, and closing signs before a capital, a digit or a quotation mark. Rough: `link`
/// asks only how far apart two claims stand.
pub(super) fn sentence_starts(text: &str) -> Vec<usize> {
    let mut starts = vec![0];
    let mut last_word = String::new();
    let mut after_stop = false;
    let mut blank = false;
    for (at, c) in text.char_indices() {
        match c {
            '\n' => {
                after_stop = true;
                blank = true;
                last_word.clear();
            }
            c if c.is_whitespace() => blank = true,
            '.' | '!' | '?' => {
                // "Nov." and "Dr." end no sentence, nor do initials.
                let short = last_word.chars().count() <= 4 && last_word.chars().next().is_some_and(char::is_uppercase);
                after_stop = c != '.' || !(short && last_word.len() != 4 || last_word.contains('.'));
                blank = false;
                last_word.push(c);
            }
            '"' | '”' | '’' | ')' if after_stop && !blank => {}
            c => {
                let opens = c.is_uppercase() || c.is_numeric() || matches!(c, '"' | '“' | '‘' | '(' | '•' | '«');
                if after_stop && blank && opens {
                    starts.push(at);
                }
                if blank {
                    last_word.clear();
                }
                after_stop = false;
                blank = false;
                last_word.push(c);
            }
        }
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whole() {
        let text = plain("It “ran out” on\n Sunday; the Taliban’s truce.");
        assert_eq!(text, "it ran out on sunday the taliban's truce");
        assert!(stands_in(&text, "ran out") && stands_in(&text, "taliban") && !stands_in(&text, "un"));
    }

    #[test]
    fn sentences_end_at_stops_and_lines_but_not_at_titles_and_months() {
        let text = "Truce holds\n\nDr. Hamid spoke on Nov. 3. “It holds.” He left";
        let starts = sentence_starts(text);
        let cut: Vec<&str> = starts.iter().map(|&at| text[at..].split(' ').next().unwrap()).collect();
        assert_eq!(cut, ["Truce", "Dr.", "“It", "He"]);
    }
}
