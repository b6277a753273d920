//! Looks up phrases of one or more words in a list of words: the longest that begins, or ends, at a place. What a phrase
//! means is left to whoever asks.

use std::collections::HashMap;
use trucewatch_codebook::Concept;

/// Phrases with what they stand for, found by their first and by their last word.
pub struct Phrases<T> {
    entries: Vec<(Vec<String>, T)>,
    by_first: HashMap<String, Vec<usize>>,
    by_last: HashMap<String, Vec<usize>>,
}

impl<T: Copy> Phrases<T> {
    /// The phrases of a concept, each with what `meaning` makes of its class; classes without a meaning are left out.
    pub fn of(concept: Option<&Concept>, meaning: impl Fn(&str) -> Option<T>) -> Self {
        let mut phrases = Phrases { entries: Vec::new(), by_first: HashMap::new(), by_last: HashMap::new() };
        for (class, words) in concept.into_iter().flat_map(|concept| &concept.words) {
            let Some(meant) = meaning(class) else { continue };
            for phrase in words {
                phrases.add(phrase.split_whitespace().map(str::to_owned).collect(), meant);
            }
        }
        phrases
    }

    fn add(&mut self, words: Vec<String>, meant: T) {
        let (Some(first), Some(last)) = (words.first(), words.last()) else { return };
        let at = self.entries.len();
        self.by_first.entry(first.clone()).or_default().push(at);
        self.by_last.entry(last.clone()).or_default().push(at);
        self.entries.push((words, meant));
    }

    /// The longest phrase that begins at `at`: how many words, and what it means.
    pub fn beginning(&self, words: &[String], at: usize) -> Option<(usize, T)> {
        let candidates = self.by_first.get(words.get(at)?)?;
        self.longest(candidates, |phrase| words.get(at..at + phrase.len()) == Some(phrase))
    }

    /// The longest phrase that ends before `end`.
    pub fn ending(&self, words: &[String], end: usize) -> Option<(usize, T)> {
        let candidates = self.by_last.get(words.get(end.checked_sub(1)?)?)?;
        self.longest(candidates, |phrase| phrase.len() <= end && words[end - phrase.len()..end] == *phrase)
    }

    fn longest(&self, candidates: &[usize], fits: impl Fn(&[String]) -> bool) -> Option<(usize, T)> {
        let entries = candidates.iter().map(|&at| &self.entries[at]).filter(|(phrase, _)| fits(phrase));
        entries.max_by_key(|(phrase, _)| phrase.len()).map(|(phrase, meant)| (phrase.len(), *meant))
    }
}
