//! Asking the record: lists of ceasefires and incidents, dossiers, reports, claims by words and filters.

use super::{
    Error, Record,
    add::rows,
    card::{ClaimCard, InShort, ReportBody, day_number},
    derive::{EventId, events},
    filter::{ClaimQuery, contains},
    lines::{CeasefireLine, IncidentLine},
};
use crate::{
    json,
    views::{Cited, Dossier, IncidentView, Names, ReportCard},
};
use serde::Serialize;
use trucewatch_ledger::{Derived, Error as LedgerError, Found, Hit, Kind as EntryKind, Ledger, Report};
use trucewatch_model::{ClaimRef, Incident, Moment, Reading};

/// A claim in a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClaimLine {
    /// The claim in short.
    #[serde(flatten)]
    pub card: ClaimCard,
    /// Who published it.
    pub outlet: Option<String>,
    /// When.
    pub published: Option<Moment>,
    /// The events it belongs to.
    pub events: Vec<String>,
}

/// One report with its reading.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportView {
    /// As lists name it.
    pub card: ReportCard,
    /// Where it came from: file and line.
    pub origin: String,
    /// When it was added, RFC 3339 UTC.
    pub added: String,
    /// The newest reading.
    pub reading: Reading,
    /// What made the newest reading.
    pub made_with: String,
    /// The reports that carry its text.
    pub copies: Vec<String>,
}

/// Derived rows, one after the other.
type Rows<'r> = Box<dyn Iterator<Item = Result<Derived, LedgerError>> + 'r>;

/// Reports that the full-text search may give before filters are laid over them.
const REPORTS_SEARCHED: usize = 10_000;

impl Record {
    /// All ceasefires, in order of beginning.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn ceasefires(&self) -> Result<Vec<CeasefireLine>, Error> {
        let mut lines: Vec<CeasefireLine> = self.events_of(events::CEASEFIRE_LINE).collect::<Result<_, Error>>()?;
        lines.sort_by_cached_key(|line| (line.from.is_none(), line.from.map(|at| at.to_string()), line.id.clone()));
        Ok(lines)
    }

    /// All incidents, in order of day.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn incidents(&self) -> Result<Vec<IncidentLine>, Error> {
        let mut lines: Vec<IncidentLine> = self.events_of(events::INCIDENT_LINE).collect::<Result<_, Error>>()?;
        lines.sort_by_cached_key(|line| (line.on.is_none(), line.on.map(|at| at.to_string()), line.id.clone()));
        Ok(lines)
    }

    /// The dossier of a ceasefire, by its id or the beginning of it.
    ///
    /// # Errors
    /// Where there is no such ceasefire, or the ledger cannot be read.
    pub fn dossier(&self, id: &str, names: Names) -> Result<Dossier, Error> {
        let ceasefire = self.placed(self.event(events::CEASEFIRE, id, "ceasefire")?)?;
        let mut incidents = Vec::with_capacity(ceasefire.incidents.len());
        for placement in &ceasefire.incidents {
            incidents.push(self.event(events::INCIDENT, &placement.incident, "incident")?);
        }
        Ok(Dossier::new(ceasefire, incidents, |report| self.cited(report, names)))
    }

    /// The page of an incident, by its id or the beginning of it.
    ///
    /// # Errors
    /// Where there is no such incident, or the ledger cannot be read.
    pub fn incident(&self, id: &str, names: Names) -> Result<IncidentView, Error> {
        let incident: Incident = self.event(events::INCIDENT, id, "incident")?;
        Ok(IncidentView::new(incident, |report| self.cited(report, names)))
    }

    /// A report, by its id, the beginning of it, or the id that it had in its own file.
    ///
    /// # Errors
    /// Where there is no such report, or the ledger cannot be read.
    pub fn report(&self, id: &str) -> Result<ReportView, Error> {
        let id = self.report_named(id)?;
        let listed = self.listed(&id)?;
        let missing = || Error::Entry { subject: id.clone(), what: "it has no entry".into() };
        let entry = self.ledger.report_entry(&id)?.ok_or_else(missing)?;
        let body: ReportBody = serde_json::from_slice(&entry.body)
            .map_err(|error| Error::Entry { subject: id.clone(), what: error.to_string() })?;
        let reading = self.ledger.latest_reading(&id)?.ok_or_else(missing)?;
        Ok(ReportView {
            copies: self.ledger.copies_of(&id)?.into_iter().map(|report| report.id).collect(),
            card: card_of(listed),
            origin: body.origin,
            added: entry.at,
            made_with: reading.made_with.clone().unwrap_or_default(),
            reading: self.reading(&id)?,
        })
    }

    /// All reports, in the order in which they came.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn reports(&self) -> impl Iterator<Item = Result<ReportCard, Error>> {
        self.ledger.entries(Some(EntryKind::Report), 0).map(|entry| Ok(card_of(self.listed(&entry?.subject)?)))
    }

    /// Claims by words and filters: with words, those of the reports that fit best first; else by report.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn claims(&self, query: &ClaimQuery) -> Result<Vec<ClaimLine>, Error> {
        let mut out = Vec::new();
        let mut passed = 0;
        for row in self.claims_of_reports(query)? {
            let row = row?;
            let listed = self.listed(&row.key)?;
            if !contains(listed.source.as_deref(), query.outlet.as_deref()) {
                continue;
            }
            let short: InShort = super::derive::event_in(&row)?;
            let card = card_of(listed);
            for claim in short.claims.into_iter().filter(|claim| query.takes(claim, card.published)) {
                // What is left out needs its events only to be known as disputed.
                let skipped = passed < query.offset;
                let events = if skipped && !query.disputed { Vec::new() } else { self.events_with(&claim.claim)? };
                let mut ids = Vec::with_capacity(events.len());
                for event in events {
                    if !query.disputed || self.is_disputed(&event)? {
                        ids.push(event.id().to_owned());
                    }
                }
                if query.disputed && ids.is_empty() {
                    continue;
                }
                if skipped {
                    passed += 1;
                    continue;
                }
                out.push(line_of(claim, &card, ids));
                if out.len() == query.limit {
                    return Ok(out);
                }
            }
        }
        Ok(out)
    }

    /// The claims of a report in short; `None` where it is not listed.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn cards(&self, report: &str) -> Result<Option<Vec<ClaimCard>>, Error> {
        let row = self.ledger.derived_get(rows::CLAIMS, report)?;
        row.map(|row| Ok(super::derive::event_in::<InShort>(&row)?.claims)).transpose()
    }

    /// A claim as lists name it; `None` where it is not in the record.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn claim_line(&self, claim: &ClaimRef) -> Result<Option<ClaimLine>, Error> {
        let card = self.cards(&claim.report)?.and_then(|cards| cards.into_iter().nth(claim.claim));
        let Some(card) = card else { return Ok(None) };
        let events = self.events_with(claim)?.iter().map(|event| event.id().to_owned()).collect();
        Ok(Some(line_of(card, &card_of(self.listed(&claim.report)?), events)))
    }

    /// The rows of the reports in which to look, one after the other as they are asked for.
    fn claims_of_reports(&self, query: &ClaimQuery) -> Result<Rows<'_>, Error> {
        if !query.words.trim().is_empty() {
            let hits = self.ledger.search(&query.words, REPORTS_SEARCHED, 0)?;
            let row = |hit: Hit| self.ledger.derived_get(rows::CLAIMS, &hit.report).transpose();
            return Ok(Box::new(hits.into_iter().filter_map(row)));
        }
        if query.from.is_some() || query.until.is_some() {
            let first = query.from.map_or(i64::MIN, day_number);
            let last = query.until.map_or(i64::MAX, day_number);
            let found = self.ledger.derived_range(rows::CLAIMS, first..=last, None)?;
            return Ok(Box::new(found.into_iter().map(Ok)));
        }
        Ok(Box::new(self.ledger.derived_scan(rows::CLAIMS, "")))
    }

    /// Whether accounts differ on an event.
    fn is_disputed(&self, event: &EventId) -> Result<bool, Error> {
        let disagreements = match event {
            EventId::Ceasefire(id) => {
                self.event::<CeasefireLine>(events::CEASEFIRE_LINE, id, "ceasefire")?.disagreements
            }
            EventId::Incident(id) => self.event::<IncidentLine>(events::INCIDENT_LINE, id, "incident")?.disagreements,
        };
        Ok(disagreements > 0)
    }

    /// The id of the report that a person means.
    pub(super) fn report_named(&self, given: &str) -> Result<String, Error> {
        match self.ledger.find_report(given)? {
            Found::One(report) => Ok(report.id),
            Found::Many(candidates) => Err(Error::Id { given: given.to_owned(), candidates, sought: "report" }),
            Found::None => {
                let beginning = format!("{given}\0");
                let own = self.ledger.derived_scan(rows::OWN_ID, &beginning);
                let found: Vec<String> = own
                    .map(|row| Ok(String::from_utf8_lossy(&row?.body).into_owned()))
                    .collect::<Result<_, Error>>()?;
                match found.as_slice() {
                    [one] => Ok(one.clone()),
                    _ => Err(Error::Id { given: given.to_owned(), candidates: found, sought: "report" }),
                }
            }
        }
    }

    fn listed(&self, id: &str) -> Result<Report, Error> {
        let report = self.ledger.report(id)?;
        report.ok_or_else(|| Error::Entry {
            subject: id.to_owned(),
            what: "the report is not listed; run `rebuild`".into(),
        })
    }

    /// The newest reading of a report.
    pub(super) fn reading(&self, id: &str) -> Result<Reading, Error> {
        reading_in(&self.ledger, id)
    }

    /// A report as dossiers cite it. Only for names in full its reading is opened.
    fn cited(&self, id: &str, names: Names) -> Option<Cited> {
        if names == Names::Full {
            let (card, reading) = self.card_and_reading(id)?;
            return Some(Cited::new(card, &reading, names));
        }
        let row = self.ledger.derived_get(rows::CLAIMS, id).ok()??;
        let short: InShort = super::derive::event_in(&row).ok()?;
        Some(short.cited(card_of(self.listed(id).ok()?)))
    }

    pub(super) fn card_and_reading(&self, id: &str) -> Option<(ReportCard, Reading)> {
        Some((card_of(self.listed(id).ok()?), self.reading(id).ok()?))
    }
}

fn line_of(card: ClaimCard, report: &ReportCard, events: Vec<String>) -> ClaimLine {
    ClaimLine { card, outlet: report.outlet.clone(), published: report.published, events }
}

/// The newest reading of a report in a ledger.
pub(super) fn reading_in(ledger: &Ledger, id: &str) -> Result<Reading, Error> {
    let wrong = |what: String| Error::Entry { subject: id.to_owned(), what };
    let entry = ledger.latest_reading(id)?.ok_or_else(|| wrong("it was never read".into()))?;
    let value = serde_json::from_slice(&entry.body).map_err(|error| wrong(error.to_string()))?;
    json::parse_reading(&value).map_err(|error| wrong(error.to_string()))
}

/// The list's row as a card.
pub(super) fn card_of(report: Report) -> ReportCard {
    ReportCard {
        published: report.published.as_deref().and_then(Moment::parse),
        id: report.id,
        title: report.title,
        outlet: report.source,
        url: report.url,
        copy_of: report.copy_of,
    }
}
