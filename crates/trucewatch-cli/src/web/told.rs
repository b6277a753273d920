//! What a report's page shows, taken together from the record.

use trucewatch::export::Redactor;
use trucewatch::model::{ClaimRef, Judgement};
use trucewatch::record::{Error, EventId, Record, ReportView};
use trucewatch::views::Names;

/// A report with everything that bears on its claims.
pub struct Told {
    /// The report and its reading.
    pub view: ReportView,
    /// Takes the names of private people out of its words.
    pub redactor: Redactor,
    /// The judgements that stand, on any of its claims.
    pub judgements: Vec<Judgement>,
    /// The events of each claim.
    pub events: Vec<Vec<EventId>>,
}

impl Told {
    /// What is known of a report.
    ///
    /// # Errors
    /// As [`Record::report`].
    pub fn of(record: &Record, id: &str, names: Names) -> Result<Told, Error> {
        let view = record.report(id)?;
        let claim = |claim| ClaimRef { report: view.card.id.clone(), claim };
        let events = (0..view.reading.claims.len()).map(|at| record.events_with(&claim(at)));
        Ok(Told {
            events: events.collect::<Result<_, _>>()?,
            redactor: record.redactor(&view.reading, names),
            judgements: record.judgements_on(&view.card.id)?,
            view,
        })
    }
}
