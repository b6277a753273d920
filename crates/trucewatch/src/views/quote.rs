//! The words behind a line of the record: what a claim's clause says, who says it, in which report.

use super::{Names, speaker_label};
use serde::Serialize;
use std::collections::BTreeMap;
use trucewatch_model::{ClaimRef, Moment, Reading};

/// One claim's words and where they stand.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Quote {
    /// The claim.
    pub claim: ClaimRef,
    /// The clause, as written.
    pub words: String,
    /// Who says it; `None` where the reporter does.
    pub speaker: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// When.
    pub published: Option<Moment>,
    /// Kind and type: "casualties killed".
    pub what: String,
    /// `Modality`'s word.
    pub modality: &'static str,
}

/// Quotes by claim.
pub type Quotes = BTreeMap<ClaimRef, Quote>;

impl Quote {
    /// The quote of a claim; `None` where the reading has no such claim.
    pub fn of(claim: &ClaimRef, reading: &Reading, names: Names) -> Option<Quote> {
        let found = reading.claims.get(claim.claim)?;
        let speaker = found.statement.and_then(|at| reading.statements.get(at));
        let speaker = speaker.map(|statement| match &statement.speaker {
            Some(speaker) => speaker_label(speaker, names),
            None => "a source that is not named".to_owned(),
        });
        Some(Quote {
            claim: claim.clone(),
            words: found.span.of(&reading.document.text).split_whitespace().collect::<Vec<_>>().join(" "),
            speaker,
            outlet: reading.document.source.clone(),
            published: reading.document.published,
            what: format!("{} {}", found.content.kind().word(), found.content.type_word()),
            modality: found.modality.word(),
        })
    }
}
