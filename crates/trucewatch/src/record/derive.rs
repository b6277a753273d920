//! From entries to events: what follows from reports, readings and judgements, kept beside the ledger so that it is there when
//! asked for. All of it can be thrown away and made again.

use super::{
    Error, Record,
    add::{list, own_key, plain, rows, seen_key, wait},
    card::{ReportBody, day_of},
    lines::{CeasefireLine, IncidentLine, Sources},
    same_text::tell_copies,
    weave::{STRAND, TELLING},
};
use crate::{
    copies::Signer,
    link::{self, Bearings, Frame, Matter, Telling},
};
use serde::{Serialize, de::DeserializeOwned};
use std::path::PathBuf;
use trucewatch_ledger::{Batch, Cause, Derived, Kind as EntryKind, Ledger, Mode, Report};
use trucewatch_model::{Ceasefire, ClaimRef, Incident};

/// Kinds of derived rows that linking makes of an event; all are found by its id, and go with it.
pub(super) mod events {
    /// A ceasefire as JSON, by id.
    pub const CEASEFIRE: &str = "ceasefire";
    /// An incident as JSON, by id.
    pub const INCIDENT: &str = "incident";
    /// A ceasefire as lists name it.
    pub const CEASEFIRE_LINE: &str = "ceasefire_line";
    /// An incident as lists name it.
    pub const INCIDENT_LINE: &str = "incident_line";
    /// What of a ceasefire incidents are held against.
    pub const FRAME: &str = "frame";
    /// What of an incident is held against ceasefires, by its days.
    pub const BEARINGS: &str = "bearings";
    /// How the claims of an event stand to one another.
    pub const RELATIONS: &str = "relations";
    /// All of them.
    pub const ALL: [&str; 7] = [CEASEFIRE, INCIDENT, CEASEFIRE_LINE, INCIDENT_LINE, FRAME, BEARINGS, RELATIONS];
}

impl Record {
    /// Whether entries were added of which the events know nothing yet.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn lags(&self) -> Result<bool, Error> {
        let head = self.ledger.head()?;
        Ok(head.seq > 0 && (self.ledger.derived_head()? != Some(head) || self.is_outdated()?))
    }

    /// Whether another version of the program made what is derived, in a form that this one does not read.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn is_outdated(&self) -> Result<bool, Error> {
        let linked = self.ledger.derived_get(LINKED, LINKED)?;
        Ok(linked.is_some_and(|row| !row.body.starts_with(FORM.as_bytes())))
    }

    /// Brings the events up to date with the entries: what changed is linked anew. Where they were made by another version of the
    /// linking, or with another codebook, all are.
    ///
    /// # Errors
    /// Where the ledger cannot be read or written.
    pub fn catch_up(&mut self) -> Result<(), Error> {
        if !self.lags()? {
            return Ok(());
        }
        let linked_with = [FORM, &super::fingerprint(&self.codebook)].concat().into_bytes();
        let before = self.ledger.derived_get(LINKED, LINKED)?;
        if before.is_none_or(|row| row.body != linked_with) {
            let ids = self.report_ids()?;
            let outdated = self.is_outdated()?;
            let mut batch = self.ledger.begin()?;
            for kind in [TELLING, STRAND].into_iter().chain(events::ALL) {
                batch.derived_clear(kind)?;
            }
            for id in &ids {
                if outdated {
                    let reading = super::query::reading_in(&batch, id)?;
                    list(&mut batch, id, &reading)?;
                }
                wait(&mut batch, id)?;
            }
            batch.derived_put(&plain(LINKED, LINKED, linked_with))?;
            batch.commit()?;
        }
        self.weave()?;
        let mut batch = self.ledger.begin()?;
        // Another process may have added meanwhile: that is for the next time.
        if batch.derived_scan(rows::WAITING, "").next().is_none() {
            batch.set_derived_head()?;
        }
        batch.commit()?;
        Ok(())
    }

    /// Throws away everything that is derived and makes it again. Where the file is so damaged that this cannot be written, all
    /// entries go to a new file, which takes the old one's name; gives the name under which the damaged one is kept then.
    ///
    /// # Errors
    /// Where the ledger cannot be read or written, or its entries themselves are damaged.
    pub fn rebuild(&mut self) -> Result<Option<PathBuf>, Error> {
        match self.derive_all() {
            Err(Error::Ledger(error))
                if matches!(error.cause, Cause::Damaged(_) | Cause::Unknown(..) | Cause::Other(_)) =>
            {
                self.salvage().map(Some)
            }
            done => done.map(|()| None),
        }
    }

    fn derive_all(&mut self) -> Result<(), Error> {
        let signer = Signer::new(&self.codebook);
        let ids: Vec<String> = self
            .ledger
            .entries(Some(EntryKind::Report), 0)
            .map(|entry| Ok(entry?.subject))
            .collect::<Result<_, Error>>()?;
        let mut batch = self.ledger.begin()?;
        for kind in [rows::SEEN, rows::SIGNATURE, rows::CLAIMS, rows::OWN_ID, rows::WAITING, LINKED] {
            batch.derived_clear(kind)?;
        }
        for id in &ids {
            batch.put_report(&Report { id: id.clone(), ..Report::default() })?;
        }
        for id in &ids {
            let reading = super::query::reading_in(&batch, id)?;
            list(&mut batch, id, &reading)?;
            remember_bytes(&mut batch, id)?;
            tell_copies(&mut batch, id, &reading, &signer.sign(&reading.document.text))?;
        }
        batch.derived_put(&plain(LINKED, LINKED, Vec::new()))?;
        batch.clear_derived_head()?;
        batch.commit()?;
        self.catch_up()
    }

    fn salvage(&mut self) -> Result<PathBuf, Error> {
        let beside = |end: &str| {
            let mut name = self.ledger.path().as_os_str().to_owned();
            name.push(end);
            PathBuf::from(name)
        };
        let (path, new, damaged) = (beside(""), beside(".new"), beside(".damaged"));
        let moved = |error: std::io::Error| Error::Entry {
            subject: path.display().to_string(),
            what: format!("the repaired ledger cannot take its place: {error}; it is in {}", new.display()),
        };
        self.ledger = self.ledger.salvage(&new)?;
        self.derive_all()?;
        for end in ["", "-wal", "-shm"] {
            let (from, to) = (format!("{}{end}", path.display()), format!("{}{end}", damaged.display()));
            if std::path::Path::new(&from).exists() {
                std::fs::rename(from, to).map_err(moved)?;
            }
        }
        // Closing the new file folds its log into it.
        self.ledger = Ledger::open(&new, Mode::ReadOnly)?;
        std::fs::rename(&new, &path).map_err(moved)?;
        self.ledger = Ledger::open(&path, Mode::ReadWrite)?;
        Ok(damaged)
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
        if let Some(row) = self.ledger.derived_get(kind, id)? {
            return event_in(&row);
        }
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

    /// The events that a claim is of: the ceasefires, then the incidents.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn events_with(&self, claim: &ClaimRef) -> Result<Vec<EventId>, Error> {
        self.events_under(&[claim_number(claim)])
    }

    fn events_under(&self, numbers: &[u64]) -> Result<Vec<EventId>, Error> {
        let mut found = Vec::new();
        for (kind, of) in KINDS {
            let keys = self.ledger.derived_under(kind, numbers, usize::MAX)?;
            found.extend(keys.into_iter().map(|(key, _)| of(key)));
        }
        Ok(found)
    }

    /// The event that an id, the beginning of one, a claim of it, or an id that one of its claims would give it leads to.
    ///
    /// # Errors
    /// Where there is none, or more than one.
    pub fn find_event(&self, given: &str) -> Result<EventId, Error> {
        let mut found = Vec::new();
        for (kind, of) in KINDS {
            let rows = self.ledger.derived_scan(kind, given).take(if given.is_empty() { 0 } else { 10 });
            for row in rows {
                found.push(of(row?.key));
            }
        }
        if found.is_empty() {
            let numbers = match ClaimRef::parse(given) {
                Some(claim) => {
                    let claim = ClaimRef { report: self.report_named(&claim.report)?, ..claim };
                    vec![claim_number(&claim)]
                }
                None => given.split_once('-').and_then(|(_, hex)| id_number(hex)).into_iter().collect(),
            };
            found = self.events_under(&numbers)?;
            // A claim can be of a ceasefire and of an incident; the ceasefire comes first.
            found.truncate(1);
        }
        match found.as_slice() {
            [one] => Ok(one.clone()),
            _ => Err(Error::Id {
                given: given.to_owned(),
                candidates: found.iter().map(|id| id.id().to_owned()).collect(),
                sought: "event",
            }),
        }
    }

    /// The claim that founds an event: the earliest.
    pub(super) fn founding_claim(&self, given: &str) -> Result<ClaimRef, Error> {
        let id = self.find_event(given)?;
        let member = match &id {
            EventId::Incident(id) => {
                self.event::<Incident>(events::INCIDENT, id, "incident")?.claims.into_iter().next()
            }
            EventId::Ceasefire(id) => {
                self.event::<Ceasefire>(events::CEASEFIRE, id, "ceasefire")?.claims.into_iter().next()
            }
        };
        let nothing =
            || Error::Entry { subject: given.to_owned(), what: "the event has no claim; run `rebuild`".into() };
        member.map(|member| member.claim).ok_or_else(nothing)
    }
}

/// The id of an event, and what the event is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventId {
    /// `cf-...`
    Ceasefire(String),
    /// `in-...`
    Incident(String),
}

impl EventId {
    /// The id.
    pub fn id(&self) -> &str {
        match self {
            EventId::Ceasefire(id) | EventId::Incident(id) => id,
        }
    }
}

/// Makes the id of an event of one kind.
type MakeId = fn(String) -> EventId;

/// The kinds of events with what their ids are.
const KINDS: [(&str, MakeId); 2] = [(events::CEASEFIRE, EventId::Ceasefire), (events::INCIDENT, EventId::Incident)];

/// The number under which an event is found by an id that one of its claims would give it.
fn id_number(hex: &str) -> Option<u64> {
    (hex.len() == 8).then(|| u64::from_str_radix(hex, 16).ok()).flatten()
}

/// The number under which an event is found by a claim of it.
fn claim_number(claim: &ClaimRef) -> u64 {
    // Above the numbers of ids, which have 32 bits.
    super::weave::number(&claim.to_string()) | 1 << 63
}

/// Which codebook and program linked the events, behind the form of derived rows.
const LINKED: &str = "linked-with";

/// The form of derived rows. A change to what any of them holds changes its number, and a ledger whose rows have another form
/// makes them anew.
const FORM: &str = "form 2, ";

pub(super) fn event_in<T: DeserializeOwned>(row: &Derived) -> Result<T, Error> {
    serde_json::from_slice(&row.body)
        .map_err(|error| Error::Entry { subject: row.key.clone(), what: format!("{error}; run `rebuild`") })
}

/// Notes as which bytes a report came in, so that they are known when they come again.
fn remember_bytes(batch: &mut Batch<'_>, id: &str) -> Result<(), Error> {
    let (Some(entry), Some(reading)) = (batch.report_entry(id)?, batch.latest_reading(id)?) else { return Ok(()) };
    let (Some(bytes), Ok(body)) = (entry.blob, serde_json::from_slice::<ReportBody>(&entry.body)) else {
        return Ok(());
    };
    let made_with = reading.made_with.unwrap_or_default();
    batch.derived_put(&plain(rows::OWN_ID, &own_key(body.own_id.as_deref(), id), id.to_owned().into_bytes()))?;
    batch.derived_put(&plain(rows::SEEN, &seen_key(bytes, &body.format), format!("{id}\n{made_with}").into_bytes()))?;
    Ok(())
}

/// Keeps a ceasefire, and what is asked of it more often than the whole.
pub(super) fn put_ceasefire(batch: &mut Batch<'_>, event: &Ceasefire, tellings: &[&Telling]) -> Result<(), Error> {
    let claims = event.claims.iter().map(|member| &member.claim);
    let numbers = numbers(link::ids_of(Matter::Ceasefire, tellings.iter().copied()), claims);
    let line = CeasefireLine::new(event, Sources::of(batch, tellings)?);
    put(batch, Derived { numbers, ..plain(events::CEASEFIRE, &event.id, Vec::new()) }, event)?;
    put(batch, plain(events::CEASEFIRE_LINE, &event.id, Vec::new()), &line)?;
    put(batch, plain(events::FRAME, &event.id, Vec::new()), &Frame::new(event, tellings))
}

/// As `put_ceasefire`.
pub(super) fn put_incident(batch: &mut Batch<'_>, event: &Incident, tellings: &[&Telling]) -> Result<(), Error> {
    let claims = event.claims.iter().map(|member| &member.claim);
    let numbers = numbers(link::ids_of(Matter::Incident, tellings.iter().copied()), claims);
    let line = IncidentLine::new(event, Sources::of(batch, tellings)?);
    let bearings = Bearings::new(event, tellings);
    // What is read of a text may end before it begins.
    let days = bearings.days().map(|(a, b)| (day_of(a.min(b)), day_of(a.max(b))));
    put(batch, Derived { numbers, ..plain(events::INCIDENT, &event.id, Vec::new()) }, event)?;
    put(batch, plain(events::INCIDENT_LINE, &event.id, Vec::new()), &line)?;
    put(batch, Derived { days, ..plain(events::BEARINGS, &event.id, Vec::new()) }, &bearings)
}

fn numbers<'c>(ids: Vec<String>, claims: impl Iterator<Item = &'c ClaimRef>) -> Vec<u64> {
    let ids = ids.iter().filter_map(|id| id_number(id.split_once('-')?.1));
    ids.chain(claims.map(claim_number)).collect()
}

fn put(batch: &mut Batch<'_>, row: Derived, value: &impl Serialize) -> Result<(), Error> {
    let body = serde_json::to_vec(value)
        .map_err(|error| Error::Entry { subject: row.key.clone(), what: error.to_string() })?;
    batch.derived_put(&Derived { body, ..row })?;
    Ok(())
}
