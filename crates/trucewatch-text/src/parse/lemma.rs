//! Dictionary forms, by spaCy's English tables and rules; in lower case throughout, names included.

use crate::tables;
use std::collections::HashMap;
use trucewatch_model::Tag;

/// Forms that the rules below get wrong.
static TABLE: &str = include_str!("../../weights/lemmas.tsv");

const NOUN: &[(&str, &str)] = &[
    ("s", ""),
    ("ses", "s"),
    ("ves", "f"),
    ("xes", "x"),
    ("zes", "z"),
    ("ches", "ch"),
    ("shes", "sh"),
    ("men", "man"),
    ("ies", "y"),
];
const VERB: &[(&str, &str)] =
    &[("s", ""), ("ies", "y"), ("es", "e"), ("es", ""), ("ed", "e"), ("ed", ""), ("ing", "e"), ("ing", "")];
const ADJECTIVE: &[(&str, &str)] = &[("er", ""), ("est", ""), ("er", "e"), ("est", "e")];

/// Lemmas found lately; the table is searched where it lies, which costs more than remembering.
#[derive(Default)]
pub(super) struct Memory {
    found: HashMap<(Tag, Box<str>), String>,
}

/// About half a megabyte.
const MOST_WORDS: usize = 8192;

impl Memory {
    /// The dictionary form of a word with this part of speech.
    pub fn lemma(&mut self, word: &str, tag: Tag) -> String {
        if self.found.len() > MOST_WORDS {
            self.found.clear();
        }
        self.found.entry((tag, word.into())).or_insert_with(|| lemma(word, tag)).clone()
    }
}

fn lemma(word: &str, tag: Tag) -> String {
    let lower = word.to_lowercase();
    let mut key = String::with_capacity(lower.len() + 6);
    for first in [tag.word(), "*"] {
        key.clear();
        key.extend([first, " ", &lower]);
        if let Some(found) = tables::find(TABLE, &key) {
            return found.to_owned();
        }
    }
    let (class, rules) = match tag {
        Tag::Nns | Tag::Nnps => ("noun", NOUN),
        Tag::Vbd | Tag::Vbg | Tag::Vbn | Tag::Vbz => ("verb", VERB),
        Tag::Jjr | Tag::Jjs => ("adj", ADJECTIVE),
        Tag::Rb | Tag::Rbr | Tag::Rbs => ("adv", &[][..]),
        Tag::OpenQuote | Tag::CloseQuote => return plain_quotes(&lower),
        _ => return lower,
    };
    key.clear();
    key.extend([class, " ", &lower]);
    if let Some(found) = tables::find(TABLE, &key) {
        return found.to_owned();
    }
    let stem = |&(old, new): &(&str, &str)| {
        lower.strip_suffix(old).filter(|stem| !stem.is_empty() || !new.is_empty()).map(|stem| format!("{stem}{new}"))
    };
    rules.iter().find_map(stem).unwrap_or(lower)
}

fn plain_quotes(word: &str) -> String {
    word.replace(['“', '”'], "\"").replace(['‘', '’'], "'")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflected_forms_have_dictionary_forms() {
        for (word, tag, expected) in [
            ("were", Tag::Vbd, "be"),
            ("strikes", Tag::Nns, "strike"),
            ("shelled", Tag::Vbn, "shell"),
            ("bombing", Tag::Vbg, "bomb"),
            ("casualties", Tag::Nns, "casualty"),
            ("Rebels", Tag::Nnps, "rebel"),
            ("men", Tag::Nns, "man"),
            ("'s", Tag::Vbz, "be"),
            ("heavier", Tag::Jjr, "heavy"),
            ("n't", Tag::Rb, "not"),
            ("Aleppo", Tag::Nnp, "aleppo"),
        ] {
            assert_eq!(lemma(word, tag), expected, "{word}");
        }
    }
}
