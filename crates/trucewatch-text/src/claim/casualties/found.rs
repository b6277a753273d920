//! `Found`: harm as it was read, before it becomes a draft; and the list of what was found in a text so far.

use super::phrase::Phrase;
use trucewatch_model::{Count, Measure, Modality, Victims};

/// Harm as it was read.
#[derive(Clone, Debug)]
pub struct Found {
    /// Which harm.
    pub measure: Measure,
    /// The predicate that time, place and modality are found from.
    pub head: usize,
    /// Token that gave it away: the predicate, or the part's own noun.
    pub trigger: usize,
    /// First token of the clause.
    pub first: usize,
    /// One past its last token.
    pub end: usize,
    /// Whom it names.
    pub phrase: Option<Phrase>,
    /// How many.
    pub count: Count,
    /// What kind of people.
    pub victims: Victims,
    /// Index of what this is a part of.
    pub part_of: Option<usize>,
    /// How it is told, where the construction decides.
    pub modality: Option<Modality>,
    /// Name of the reading.
    pub rule: &'static str,
}

/// What was found in a text so far.
#[derive(Default)]
pub struct Finds {
    /// In the order of reading.
    pub all: Vec<Found>,
    numbers: Vec<(usize, usize)>,
}

impl Finds {
    /// Whether a number already counts harm.
    pub fn has_used(&self, number: usize) -> bool {
        self.numbers.iter().any(|&(used, _)| used == number)
    }

    /// Keeps what fits; a part whose whole goes loses its link to it.
    pub fn retain(&mut self, fits: impl Fn(&Found) -> bool) {
        let kept: Vec<bool> = self.all.iter().map(fits).collect();
        let place = |whole: usize| kept[whole].then(|| kept[..whole].iter().filter(|kept| **kept).count());
        for found in &mut self.all {
            found.part_of = found.part_of.and_then(place);
        }
        let mut next = kept.iter();
        self.all.retain(|_| next.next().copied().unwrap_or(false));
    }

    /// Adds a find and returns its index. A number that already counts harm makes no second one.
    pub fn add(&mut self, found: Found) -> Option<usize> {
        if let Some(number) = found.phrase.as_ref().and_then(|phrase| phrase.number) {
            if self.has_used(number) {
                return None;
            }
            self.numbers.push((number, self.all.len()));
        }
        self.all.push(found);
        Some(self.all.len() - 1)
    }
}
