//! Cardinal numbers in digits and words: "1,200", "2000", "twenty-four", "a hundred and twenty", "3.5 million", "two dozen".
//! Approximators and quantities without a figure are left to the module above.

use std::collections::HashMap;
use trucewatch_codebook::Data;

/// A cardinal: the words it takes, and its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cardinal {
    /// One past its last word.
    pub end: usize,
    /// Its value.
    pub value: u64,
    /// Whether it is written in digits alone, without a separator or scale: it may be a year or a label.
    pub bare_digits: bool,
}

/// What is known of number words.
pub struct Cardinals {
    words: HashMap<String, u64>,
    scales: HashMap<String, u64>,
}

impl Cardinals {
    /// The number words of the codebook.
    pub fn new(codebook: &Data) -> Self {
        let table = |concept: &str| {
            let classes = codebook.lexicon.get(concept).into_iter().flat_map(|concept| &concept.words);
            let valued = classes.filter_map(|(class, words)| Some((class.parse::<u64>().ok()?, words)));
            valued.flat_map(|(value, words)| words.iter().map(move |word| (word.clone(), value))).collect()
        };
        Cardinals { words: table("number_words"), scales: table("number_scales") }
    }

    /// The factor of "hundred", "dozen", ...; of an abbreviation none.
    pub fn scale(&self, word: &str) -> Option<u64> {
        self.scales.get(word).filter(|_| word.len() > 3).copied()
    }

    /// The longest cardinal that begins at `at`.
    pub fn at(&self, words: &[String], at: usize) -> Option<Cardinal> {
        let word = words.get(at)?;
        if word.starts_with(|first: char| first.is_ascii_digit()) {
            return self.digits(words, at);
        }
        let article =
            matches!(word.as_str(), "a" | "an") && words.get(at + 1).is_some_and(|next| self.scales.contains_key(next));
        if article { self.words_from(words, at + 1, Some(1)) } else { self.words_from(words, at, None) }
    }

    fn digits(&self, words: &[String], at: usize) -> Option<Cardinal> {
        let word = words[at].as_str();
        let suffix = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == ',' || c == '.');
        let figure = &word[..word.len() - suffix.len()];
        let (mut value, separated) = figure_of(figure)?;
        let mut end = at + 1;
        let mut scaled = false;
        if let Some(&scale) = self.scales.get(suffix) {
            (value, scaled) = (value * scale as f64, true);
        } else if !suffix.is_empty() {
            return None;
        } else if let Some(&scale) = words.get(end).filter(|next| next.len() > 1).and_then(|next| self.scales.get(next))
        {
            (value, scaled, end) = (value * scale as f64, true, end + 1);
        }
        if value.fract() != 0.0 || value > 1e12 {
            return None;
        }
        Some(Cardinal { end, value: value as u64, bare_digits: !scaled && !separated })
    }

    /// Words such as "two hundred and six"; `seed` is the one of "a hundred".
    fn words_from(&self, words: &[String], at: usize, seed: Option<u64>) -> Option<Cardinal> {
        let (mut total, mut current, mut next) = (0u64, seed, at);
        let mut end = at;
        while let Some(word) = words.get(next) {
            if let Some(&value) = self.words.get(word) {
                // "twenty four" goes on, "four six" and "twenty twelve" are two numbers.
                let room = current.is_none_or(|sum| {
                    sum == 0 && total > 0 || sum % 100 == 0 && sum > 0 || sum % 100 >= 20 && sum % 10 == 0 && value < 10
                });
                if !room || (current.is_some() && value == 0) {
                    break;
                }
                current = Some(current.unwrap_or(0) + value);
            } else if let Some(&scale) = self.scales.get(word).filter(|_| word.len() > 1) {
                let Some(sum) = current.or(Some(0).filter(|_| total > 0)) else { break };
                if scale <= 100 {
                    current = Some(sum * scale);
                } else {
                    total = total.checked_add(sum.checked_mul(scale)?)?;
                    current = Some(0);
                }
            } else {
                let goes_on = |word: &String| self.words.get(word).is_some_and(|&value| value > 0);
                let joined = words.get(next + 1).is_some_and(goes_on);
                let sum = current.unwrap_or(0) + total;
                let tens = matches!(word.as_str(), "-" | "‑") && sum % 100 >= 20 && sum % 10 == 0;
                let hundreds = word == "and" && sum >= 100 && sum % 100 == 0;
                if end == next && joined && (tens || hundreds) {
                    next += 1;
                    continue;
                }
                break;
            }
            next += 1;
            end = next;
        }
        (end > at).then_some(Cardinal { end, value: total + current?, bare_digits: false })
    }
}

/// The value of "1,200", "2000", "3.5", and whether it has thousand separators; `None` for "08.30.2016" and the like.
fn figure_of(figure: &str) -> Option<(f64, bool)> {
    let groups: Vec<&str> = figure.split(',').collect();
    let separated = groups.len() > 1;
    if separated && groups[1..].iter().any(|group| group.split('.').next().is_none_or(|whole| whole.len() != 3)) {
        return None;
    }
    Some((groups.concat().parse().ok()?, separated))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Option<(u64, usize)> {
        let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        let found = Cardinals::new(&trucewatch_codebook::builtin()).at(&words, 0)?;
        Some((found.value, found.end))
    }

    #[test]
    fn digits_with_and_without_separators() {
        assert_eq!(value("1,200 people"), Some((1200, 1)));
        assert_eq!(value("2000 people"), Some((2000, 1)));
        assert_eq!(value("3.5 million people"), Some((3_500_000, 2)));
        assert_eq!(value("20k"), Some((20_000, 1)));
        assert_eq!(value("1,20"), None);
        assert_eq!(value("12th"), None);
    }

    #[test]
    fn words_go_on_as_far_as_one_number_does() {
        assert_eq!(value("twenty - four dead"), Some((24, 3)));
        assert_eq!(value("a hundred and twenty people"), Some((120, 4)));
        assert_eq!(value("two hundred thousand and six"), Some((200_006, 5)));
        assert_eq!(value("two thousand five hundred"), Some((2500, 4)));
        assert_eq!(value("two dozen"), Some((24, 2)));
        assert_eq!(value("five and six others"), Some((5, 1)));
        assert_eq!(value("two hundred and the rest"), Some((200, 2)));
        assert_eq!(value("people"), None);
    }
}
