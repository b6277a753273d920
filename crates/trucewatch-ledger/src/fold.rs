//! Folding: a text as the words that search compares. Both what is indexed and what is asked go through here, so that `Homs` finds
//! `HOMS`, `Jarabulus` finds `Jarābulus`, and an Arabic word is found however its alef, ya, ta marbuta and vowel signs are
//! written. What the words mean is left to others.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Longer words are cut here; nobody types them.
const LONGEST_WORD: usize = 64;

/// The folded words of a text, one space between them.
pub(crate) fn fold(text: &str) -> String {
    let mut words = Words { folded: String::with_capacity(text.len()), open: 0 };
    for c in text.chars() {
        if c.is_ascii() {
            words.push(c.to_ascii_lowercase());
        } else {
            decompose_compatible(c, |part| part.to_lowercase().for_each(|c| words.push(c)));
        }
    }
    words.folded.truncate(words.folded.trim_end().len());
    words.folded
}

struct Words {
    folded: String,
    /// Characters of the word under way.
    open: usize,
}

impl Words {
    fn push(&mut self, c: char) {
        match c {
            'a'..='z' | '0'..='9' => self.letter(c),
            _ if c.is_ascii() => self.end(),
            // Accents, vowel signs and the like; tatweel, soft hyphens and joiners stand inside words and say nothing.
            '\u{300}'..='\u{36f}'
            | '\u{591}'..='\u{5c7}'
            | '\u{610}'..='\u{61a}'
            | '\u{64b}'..='\u{65f}'
            | '\u{670}' => {}
            '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e8}' | '\u{6ea}'..='\u{6ed}' | '\u{8d3}'..='\u{8ff}' => {}
            '\u{640}'
            | '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{feff}' => {}
            // Decomposing has made every other alef the plain one.
            'ٱ' => self.letter('ا'),
            'ى' | 'ی' => self.letter('ي'),
            'ة' => self.letter('ه'),
            'ک' => self.letter('ك'),
            'ı' => self.letter('i'),
            '\u{660}'..='\u{669}' => self.letter(digit(c, 0x660)),
            '\u{6f0}'..='\u{6f9}' => self.letter(digit(c, 0x6f0)),
            _ if c.is_alphanumeric() || is_combining_mark(c) => self.letter(c),
            _ => self.end(),
        }
    }

    fn letter(&mut self, c: char) {
        if self.open < LONGEST_WORD {
            self.folded.push(c);
        }
        self.open += 1;
    }

    fn end(&mut self) {
        if self.open > 0 {
            self.folded.push(' ');
            self.open = 0;
        }
    }
}

fn digit(c: char, zero: u32) -> char {
    char::from_digit(c as u32 - zero, 10).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_punctuation_do_not_count() {
        assert_eq!(
            fold("  Fighters in Jarābulus, HOMS & al-Bāb; 48-hour  «Trêve»."),
            "fighters in jarabulus homs al bab 48 hour treve"
        );
        assert_eq!(fold("Kılıç İdlib"), "kilic idlib");
        assert_eq!(fold("…—!"), "");
    }

    #[test]
    fn arabic_is_one_however_it_is_written() {
        for (one, other) in [
            ("أحمد إدلب آمن", "احمد ادلب امن"),
            ("هدنة", "هدنه"),
            ("مستشفى", "مستشفي"),
            ("هُدْنَةٌ", "هدنة"),
            ("هـــدنـــة", "هدنة"),
            ("ﻫﺪﻧﺔ", "هدنة"),
            ("٢٠١٦", "2016"),
            ("مؤتمر مسئول", "موتمر مسيول"),
            ("کاک", "كاك"),
        ] {
            assert_eq!(fold(one), fold(other), "{one} {other}");
        }
        assert_eq!(fold("وقف إطلاق النار، فورا"), "وقف اطلاق النار فورا");
    }

    #[test]
    fn other_scripts_keep_their_signs_and_long_words_end() {
        assert_eq!(fold("перемирие Україна"), "перемирие украіна");
        assert_eq!(fold("မြန်မာ"), "မြန်မာ");
        assert_eq!(fold(&"x".repeat(5000)).len(), LONGEST_WORD);
    }
}
