//! Expressions of time: found by a grammar over the raw text, resolved against the report's date. The words are the codebook's
//! `time_*` concepts. What a claim makes of an expression and its preposition is `claim`, the terms of a truce are `window`.

mod claim;
mod grammar;
mod holiday;
mod lex;
mod meaning;
mod period;
mod reference;
mod resolve;
mod tense;
#[cfg(test)]
mod tests;
mod window;
mod words;

pub use claim::TimeOfClaim;
pub use reference::ReferenceDates;

use crate::Annotated;
use grammar::Grammar;
use lex::Line;
use meaning::{Found, Meaning};
use resolve::Context;
use tense::{Tense, tense_around};
use trucewatch_codebook::Data;
use trucewatch_model::{ClaimTime, Moment, Span, TimeExpr};
use words::Words;

/// Finds and resolves expressions of time.
pub struct TimeTagger {
    words: Words,
}

impl TimeTagger {
    /// A tagger that knows the codebook's words of time.
    pub fn new(codebook: &Data) -> Self {
        TimeTagger { words: Words::new(codebook) }
    }

    /// The expressions of a text, in order, without overlaps, and the dates that the report bears. Tenses are read from the
    /// parse where there is one.
    pub fn tag(&self, text: &Annotated<'_>) -> (Vec<TimeExpr>, ReferenceDates) {
        let (line, found) = self.read(text);
        let dates = reference::reference_dates(text, &line, &found);
        let mut context = Context { reference: dates.reference(), ..Context::default() };
        let times = found
            .iter()
            .map(|found| {
                let span = line.span(found.first, found.end);
                let tense = if needs_tense(&found.meaning) {
                    tense_around(text, &line, found.first, found.end)
                } else {
                    Tense::Unknown
                };
                let resolved = context.resolve(found, tense, span.start);
                TimeExpr { span, kind: resolved.kind, value: resolved.value, start: resolved.start, end: resolved.end }
            })
            .collect();
        (times, dates)
    }

    fn read<'t>(&self, text: &Annotated<'t>) -> (Line<'t>, Vec<Found>) {
        let line = Line::new(&text.document.text, &self.words);
        let found = Grammar { line: &line, words: &self.words }.read_all();
        (line, found)
    }
}

/// The day that the report's "today" is: printed in its own text, else of publication; `None` where it has neither.
pub fn reference_date(text: &Annotated<'_>) -> Option<jiff::civil::Date> {
    text.dates.reference()
}

/// A claim's time with the words of a span.
fn claim_bounds(text: &Annotated<'_>, span: Span, start: Option<Moment>, end: Option<Moment>) -> ClaimTime {
    ClaimTime { text: text.words(span).to_owned(), start, end }
}

/// Whether the tense can change what is meant.
fn needs_tense(meaning: &Meaning) -> bool {
    use meaning::Year;
    matches!(
        meaning,
        Meaning::Day { year: Year::Open, .. }
            | Meaning::Weekday { .. }
            | Meaning::Month { .. }
            | Meaning::Season { .. }
            | Meaning::Quarter { .. }
            | Meaning::Half { .. }
            | Meaning::Spoken(_)
            | Meaning::Holiday { .. }
    )
}
