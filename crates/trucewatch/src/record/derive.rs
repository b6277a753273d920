//! From entries to events: what follows from reports, readings and judgements, kept beside the ledger so that it is there when
//! asked for. All of it can be thrown away and made again.

use super::{
    Error, Record,
    add::{list, own_key, plain, rows, seen_key, tell_copies},
    card::ReportBody,
};
use crate::{
    copies::Signer,
    link::{Linker, Reported},
};
use serde::{Serialize, de::DeserializeOwned};
use trucewatch_ledger::{Batch, Derived};
use trucewatch_model::{Ceasefire, ClaimRef, Events, Incident, Moment};

/// Kinds of derived rows that linking makes.
pub(super) mod events {
    /// A ceasefire as JSON, by id.
    pub const CEASEFIRE: &str = "ceasefire";
    /// An incident as JSON, by id.
    pub const INCIDENT: &str = "incident";
}

impl Record {
    /// Whether entries were added of which the events know nothing yet.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn lags(&self) -> Result<bool, Error> {
        let head = self.ledger.head()?;
        Ok(head.seq > 0 && self.ledger.derived_head()? != Some(head))
    }

    /// Brings the events up to date with the entries.
    ///
    /// # Errors
    /// Where the ledger cannot be read or written.
    pub fn catch_up(&mut self) -> Result<(), Error> {
        if !self.lags()? {
            return Ok(());
        }
        let events = self.link()?;
        let mut batch = self.ledger.begin()?;
        put_events(&mut batch, &events)?;
        batch.set_derived_head()?;
        batch.commit()?;
        Ok(())
    }

    /// Throws away everything that is derived and makes it again.
    ///
    /// # Errors
    /// Where the ledger cannot be read or written.
    pub fn rebuild(&mut self) -> Result<(), Error> {
        let signer = Signer::new(&self.codebook);
        let ids = self.report_ids()?;
        let mut batch = self.ledger.begin()?;
        for kind in [rows::SEEN, rows::SIGNATURE, rows::CLAIMS, rows::OWN_ID, events::CEASEFIRE, events::INCIDENT] {
            batch.derived_clear(kind)?;
        }
        for id in ids {
            let reading = super::query::reading_in(&batch, &id)?;
            list(&mut batch, &id, &reading)?;
            remember_bytes(&mut batch, &id)?;
            tell_copies(&mut batch, &id, &reading, &signer.sign(&reading.document.text))?;
        }
        batch.commit()?;
        let events = self.link()?;
        let mut batch = self.ledger.begin()?;
        put_events(&mut batch, &events)?;
        batch.set_derived_head()?;
        batch.commit()?;
        Ok(())
    }

    /// The events of all reports under all judgements, from nothing.
    fn link(&self) -> Result<Events, Error> {
        let mut reports = Vec::new();
        for id in self.report_ids()? {
            let copy_of = self.ledger.report(&id)?.and_then(|report| report.copy_of);
            reports.push(Reported { reading: self.reading(&id)?, id, copy_of });
        }
        Ok(Linker::new(&self.codebook).link(&reports, &self.judgements()?))
    }

    /// The ids of all reports, in the order in which they came.
    pub(super) fn report_ids(&self) -> Result<Vec<String>, Error> {
        self.ledger.reports().map(|report| Ok(report?.id)).collect()
    }

    /// All events of a kind, by id.
    pub(super) fn events_of<T: DeserializeOwned>(&self, kind: &str) -> impl Iterator<Item = Result<T, Error>> {
        self.ledger.derived_scan(kind, "").map(|row| event_in(&row?))
    }

    /// The event that an id, or the beginning of one, leads to.
    pub(super) fn event<T: DeserializeOwned>(&self, kind: &str, id: &str, sought: &'static str) -> Result<T, Error> {
        let found: Vec<Derived> = self.ledger.derived_scan(kind, id).take(10).collect::<Result<_, _>>()?;
        match found.as_slice() {
            [one] => event_in(one),
            _ => Err(Error::Id {
                given: id.to_owned(),
                candidates: found.into_iter().map(|row| row.key).collect(),
                sought,
            }),
        }
    }

    /// The claim that founds an event: the earliest.
    pub(super) fn founding_claim(&self, id: &str) -> Result<ClaimRef, Error> {
        let member = if id.starts_with("in-") {
            self.event::<Incident>(events::INCIDENT, id, "incident")?.claims.into_iter().next()
        } else {
            self.event::<Ceasefire>(events::CEASEFIRE, id, "ceasefire")?.claims.into_iter().next()
        };
        let nothing = || Error::Entry { subject: id.to_owned(), what: "the event has no claim; run `rebuild`".into() };
        member.map(|member| member.claim).ok_or_else(nothing)
    }
}

fn event_in<T: DeserializeOwned>(row: &Derived) -> Result<T, Error> {
    serde_json::from_slice(&row.body)
        .map_err(|error| Error::Entry { subject: row.key.clone(), what: format!("{error}; run `rebuild`") })
}

/// Notes as which bytes a report came in, so that they are known when they come again.
fn remember_bytes(batch: &mut Batch<'_>, id: &str) -> Result<(), Error> {
    let (Some(entry), Some(reading)) = (batch.report_entry(id)?, batch.latest_reading(id)?) else { return Ok(()) };
    let (Some(bytes), Ok(body)) = (entry.blob, serde_json::from_slice::<ReportBody>(&entry.body)) else { return Ok(()) };
    let made_with = reading.made_with.unwrap_or_default();
    batch.derived_put(&plain(rows::OWN_ID, &own_key(body.own_id.as_deref(), id), id.to_owned().into_bytes()))?;
    batch.derived_put(&plain(rows::SEEN, &seen_key(bytes, &body.format), format!("{id}\n{made_with}").into_bytes()))?;
    Ok(())
}

fn put_events(batch: &mut Batch<'_>, events: &Events) -> Result<(), Error> {
    batch.derived_clear(events::CEASEFIRE)?;
    batch.derived_clear(events::INCIDENT)?;
    for ceasefire in &events.ceasefires {
        let first = ceasefire.effective_from.iter().chain(&ceasefire.declared_on).map(|account| account.value);
        put_event(batch, events::CEASEFIRE, &ceasefire.id, first.min_by_key(|at| at.date()), ceasefire)?;
    }
    for incident in &events.incidents {
        let on = incident.on.first().map(|account| account.value);
        put_event(batch, events::INCIDENT, &incident.id, on, incident)?;
    }
    Ok(())
}

fn put_event(
    batch: &mut Batch<'_>,
    kind: &str,
    id: &str,
    on: Option<Moment>,
    event: &impl Serialize,
) -> Result<(), Error> {
    let body = serde_json::to_vec(event)
        .map_err(|error| Error::Entry { subject: id.to_owned(), what: error.to_string() })?;
    let day = on.map(super::card::day_number);
    batch.derived_put(&Derived { days: day.map(|day| (day, day)), ..plain(kind, id, body) })?;
    Ok(())
}
