//! A report as dossiers cite it: its card, and the words of each of its claims.

use super::{Names, Quote, ReportCard, speaker_label};
use std::collections::BTreeMap;
use trucewatch_model::{Category, ClaimRef, Reading};

/// A report with the words of its claims.
#[derive(Clone, Debug, PartialEq)]
pub struct Cited {
    /// The report.
    pub card: ReportCard,
    /// The words of every claim, in the order of the reading.
    pub quotes: Vec<Quote>,
    /// Private people as the report names them, and what they are shown as; none where names are shown in full.
    pub private: BTreeMap<String, String>,
}

impl Cited {
    /// A report that was read.
    pub fn new(card: ReportCard, reading: &Reading, names: Names) -> Self {
        let claim = |claim| ClaimRef { report: card.id.clone(), claim };
        let quotes = (0..reading.claims.len()).filter_map(|at| Quote::of(&claim(at), reading, names)).collect();
        let private = if names == Names::Redacted { private_people(reading) } else { BTreeMap::new() };
        Cited { card, quotes, private }
    }
}

/// Private people who speak in a report, by the names it has for them, with what they are shown as.
pub fn private_people(reading: &Reading) -> BTreeMap<String, String> {
    let speakers = reading.statements.iter().filter_map(|statement| statement.speaker.as_ref());
    let private = speakers.filter(|speaker| speaker.category == Category::Civilian);
    let named = private.flat_map(|speaker| {
        let label = speaker_label(speaker, Names::Redacted);
        [Some(&speaker.text), speaker.refers_to.as_ref()]
            .into_iter()
            .flatten()
            .map(move |name| (name.clone(), label.clone()))
    });
    named.filter(|(name, label)| name != label).collect()
}
