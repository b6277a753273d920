//! The record handed to the exporters: all events, and the reports behind them.

use super::{Error, Record};
use crate::export::{Format, Losses, Open, Options, Redactor, Source, export};
use crate::views::Names;
use std::{collections::BTreeMap, io};
use trucewatch_model::{CopyGroup, Events, Reading};

/// The day that it is, UTC.
pub fn today() -> jiff::civil::Date {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date()
}

impl Record {
    /// Writes the record as `format` into the files that `open` opens.
    ///
    /// # Errors
    /// Outside where the record cannot be read, inside where the files cannot be written.
    pub fn export(&self, format: Format, options: &Options, open: Open<'_>) -> Result<io::Result<Losses>, Error> {
        let events = self.events()?;
        let reports = self.report_ids()?;
        let report = |id: &str| self.card_and_reading(id);
        let source = Source { events: &events, reports: &reports, report: &report, codebook: &self.codebook };
        Ok(export(format, &source, options, open))
    }

    /// What takes the names of private people out of what a report says.
    pub fn redactor(&self, reading: &Reading, names: Names) -> Redactor {
        Redactor::of_people(names, reading, &self.codebook)
    }

    /// All events, as they are kept.
    pub fn events(&self) -> Result<Events, Error> {
        let mut copies = BTreeMap::<String, Vec<String>>::new();
        for report in self.ledger.reports() {
            let report = report?;
            if let Some(first) = report.copy_of {
                copies.entry(first).or_default().push(report.id);
            }
        }
        let group = |(first, others): (String, Vec<String>)| CopyGroup {
            reports: std::iter::once(first).chain(others).collect(),
            why: "they carry the same text".into(),
        };
        Ok(Events {
            ceasefires: self
                .events_of(super::derive::events::CEASEFIRE)
                .map(|ceasefire| self.placed(ceasefire?))
                .collect::<Result<_, Error>>()?,
            incidents: self.events_of(super::derive::events::INCIDENT).collect::<Result<_, Error>>()?,
            copies: copies.into_iter().map(group).collect(),
            relations: self.relations()?,
        })
    }
}
