//! Adding reports: each is kept once, as it came and as it was read; copies of one text are told from it; and a report that was
//! read with other knowledge before is read again, the earlier reading staying where it is.

use super::{
    Error, Record,
    card::{InShort, ReportBody, day_number, days_of},
    fingerprint, report_id,
    same_text::tell_copies,
};
use crate::copies::{Signature, Signer};
use crate::ingest::{Failure, Format, Ingest, Raw, in_order};
use crate::json;
use std::{ops::ControlFlow, path::PathBuf};
use trucewatch_ledger::{Batch, Derived, Digest, Kind, Ledger, Mode, NewEntry, Report};
use trucewatch_model::{Document, Moment, Notice, Reading};
use trucewatch_text::{Options, Reader};

/// Reports that are written together. More are quicker, fewer are acknowledged sooner.
const BATCH: usize = 64;

/// Bytes that are written together, if these are reached first.
const BATCH_BYTES: usize = 16 << 20;

/// What became of one report.
#[derive(Debug)]
pub enum Addition {
    /// It is new, and on the disk.
    New {
        /// Its id.
        id: String,
        /// The report whose text it carries.
        copy_of: Option<String>,
        /// How many copies there are more than before: also where it is the first of them that was published.
        copies: usize,
        /// What could not be read of it.
        notices: Vec<Notice>,
    },
    /// It was there already, and was read again with newer knowledge.
    Reread {
        /// Its id.
        id: String,
    },
    /// It was there already.
    Known {
        /// Its id.
        id: String,
    },
    /// It could not be read.
    Failed(Failure),
}

/// What a run of adding came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Reports that were not there.
    pub new: u64,
    /// Reports more that carry another report's text.
    pub copies: u64,
    /// Reports that were there, byte for byte or in substance.
    pub known: u64,
    /// Known reports that were read again.
    pub reread: u64,
    /// Reports that could not be read.
    pub failed: u64,
    /// Notices of what could not be read, over all new reports.
    pub notices: u64,
}

/// A report on its way in.
enum Item {
    Raw(Raw),
    Known(String),
    Failed(Failure),
}

/// A report read and ready to be written.
struct Fresh {
    id: String,
    raw: Vec<u8>,
    origin: String,
    reading: Reading,
    body: Vec<u8>,
    signature: Signature,
    format: Format,
}

/// Which reports came in as which bytes, asked while they come.
struct Gate {
    ledger: Option<Ledger>,
    made_with: String,
}

/// Kinds of derived rows that adding makes.
pub(super) mod rows {
    /// Bytes that came in: key their hash, body report and fingerprint of the reading.
    pub const SEEN: &str = "seen";
    /// What copies are told by.
    pub const SIGNATURE: &str = "signature";
    /// The reading of a report in short: its claims.
    pub const CLAIMS: &str = "claims";
    /// A report's own id: key own id, a NUL and the report's id.
    pub const OWN_ID: &str = "own-id";
    /// Reports that wait to be linked: key their day and id, body their id.
    pub const WAITING: &str = "waiting";
}

impl Gate {
    fn pass(&self, raw: Result<Raw, Failure>) -> Item {
        match raw {
            Err(failure) => Item::Failed(failure),
            Ok(raw) => match self.known(&raw) {
                Some(id) => Item::Known(id),
                None => Item::Raw(raw),
            },
        }
    }

    /// The report that these bytes are, if it was read with what we read with. Trouble here is trouble when writing, and told there.
    fn known(&self, raw: &Raw) -> Option<String> {
        let seen = self
            .ledger
            .as_ref()?
            .derived_get(rows::SEEN, &seen_key(Digest::of(&raw.bytes), &format!("{:?}", raw.format)))
            .ok()??;
        let body = String::from_utf8(seen.body).ok()?;
        let (id, made_with) = body.split_once('\n')?;
        (made_with == self.made_with).then(|| id.to_owned())
    }
}

/// The same bytes mean another report where they are taken for another format.
pub(super) fn seen_key(bytes: Digest, format: &str) -> String {
    format!("{bytes}:{format}")
}

impl Record {
    /// Adds reports as `feed` brings them, reading on `threads` threads; `tell` hears of each, of new ones when they are on the
    /// disk. Events are brought up to date at the end.
    ///
    /// # Errors
    /// Where the ledger cannot be written. Everything that `tell` heard of is kept.
    pub fn add(
        &mut self,
        feed: impl Iterator<Item = Result<Raw, Failure>> + Send,
        ingest: &Ingest,
        threads: usize,
        mut tell: impl FnMut(Addition),
    ) -> Result<Summary, Error> {
        let made_with = fingerprint(&self.codebook);
        let gate = Gate { ledger: self.second_reader(), made_with: made_with.clone() };
        let signer = Signer::new(&self.codebook);
        let mut summary = Summary::default();
        let mut waiting: Vec<Fresh> = Vec::new();
        let mut bytes = 0;
        let mut outcome = Ok(());
        let items = feed.map(move |raw| gate.pass(raw));
        let work = |item| read_item(item, ingest, &signer);
        in_order(items, threads, work, |done| {
            match done {
                Ok(fresh) => {
                    bytes += fresh.raw.len() + fresh.body.len();
                    waiting.push(fresh);
                }
                Err(addition) => summary.count(addition, &mut tell),
            }
            if waiting.len() >= BATCH || bytes >= BATCH_BYTES {
                bytes = 0;
                outcome = self.write(&mut waiting, &made_with, &mut summary, &mut tell);
            }
            if outcome.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        outcome?;
        self.write(&mut waiting, &made_with, &mut summary, &mut tell)?;
        self.catch_up()?;
        Ok(summary)
    }

    /// A second connection, for asking while this one writes.
    fn second_reader(&self) -> Option<Ledger> {
        let path: PathBuf = self.ledger.path().to_owned();
        Ledger::open(path, Mode::ReadOnly).ok()
    }

    fn write(
        &mut self,
        waiting: &mut Vec<Fresh>,
        made_with: &str,
        summary: &mut Summary,
        tell: &mut impl FnMut(Addition),
    ) -> Result<(), Error> {
        if waiting.is_empty() {
            return Ok(());
        }
        let at = now();
        let mut batch = self.ledger.begin()?;
        let mut told = Vec::with_capacity(waiting.len());
        for fresh in waiting.drain(..) {
            told.push(write_one(&mut batch, fresh, made_with, &at)?);
        }
        batch.commit()?;
        for addition in told {
            summary.count(addition, tell);
        }
        Ok(())
    }
}

/// The time of day for entries: RFC 3339 UTC, to the second.
pub(super) fn now() -> String {
    let now = jiff::Timestamp::now();
    jiff::Timestamp::from_second(now.as_second()).unwrap_or(now).to_string()
}

impl Summary {
    fn count(&mut self, addition: Addition, tell: &mut impl FnMut(Addition)) {
        match &addition {
            Addition::New { copies, notices, .. } => {
                self.new += 1;
                self.copies += *copies as u64;
                self.notices += notices.len() as u64;
            }
            Addition::Known { .. } => self.known += 1,
            Addition::Reread { .. } => self.reread += 1,
            Addition::Failed(_) => self.failed += 1,
        }
        tell(addition);
    }
}

fn read_item(item: Item, ingest: &Ingest, signer: &Signer) -> Result<Fresh, Addition> {
    let raw = match item {
        Item::Raw(raw) => raw,
        Item::Known(id) => return Err(Addition::Known { id }),
        Item::Failed(failure) => return Err(Addition::Failed(failure)),
    };
    let (bytes, origin, format) = (raw.bytes.clone(), raw.origin.to_string(), raw.format);
    let reading = ingest.read(raw).map_err(Addition::Failed)?;
    Ok(Fresh {
        id: report_id(&reading.document),
        raw: bytes,
        origin,
        body: json::reading(&reading, false).to_string().into_bytes(),
        signature: signer.sign(&reading.document.text),
        format,
        reading,
    })
}

/// Writes a report, or what is new of it, into the batch.
fn write_one(batch: &mut Batch<'_>, fresh: Fresh, made_with: &str, at: &str) -> Result<Addition, Error> {
    let Fresh { id, raw, origin, reading, body, signature, format } = fresh;
    let seen = seen_key(Digest::of(&raw), &format!("{format:?}"));
    batch.derived_put(&plain(rows::SEEN, &seen, format!("{id}\n{made_with}").into_bytes()))?;
    let is_new = !batch.has_report(&id)?;
    if !is_new && batch.reading_of(&id, made_with)?.is_some() {
        return Ok(Addition::Known { id });
    }
    if is_new {
        let card = ReportBody::new(&reading, origin, format);
        let card = serde_json::to_vec(&card).unwrap_or_default();
        let entry = NewEntry { kind: Kind::Report, subject: &id, made_with: None, at, body: &card, blob: Some(&raw) };
        batch.append(&entry)?;
        let own = own_key(Some(&reading.document.id), &id);
        batch.derived_put(&plain(rows::OWN_ID, &own, id.clone().into_bytes()))?;
    }
    let entry = NewEntry { kind: Kind::Reading, subject: &id, made_with: Some(made_with), at, body: &body, blob: None };
    batch.append(&entry)?;
    list(batch, &id, &reading)?;
    wait(batch, &id)?;
    if !is_new {
        return Ok(Addition::Reread { id });
    }
    let (copy_of, copies) = tell_copies(batch, &id, &reading, &signature)?;
    Ok(Addition::New { id, copy_of, copies, notices: reading.notices })
}

/// Lists a report, and makes it and its claims findable.
pub(super) fn list(batch: &mut Batch<'_>, id: &str, reading: &Reading) -> Result<(), Error> {
    let document = &reading.document;
    let copy_of = batch.report(id)?.and_then(|report| report.copy_of);
    batch.put_report(&Report {
        id: id.to_owned(),
        published: document.published.map(|at| at.to_string()),
        source: document.source.clone(),
        title: document.title.clone(),
        url: document.url.clone(),
        copy_of,
    })?;
    let short = InShort::new(id, reading);
    let words: Vec<&str> = short.claims.iter().flat_map(|card| [card.kind.word(), card.type_word.as_str()]).collect();
    batch.index_report(id, document.title.as_deref().unwrap_or_default(), &document.text, &words.join(" "))?;
    batch.derived_put(&Derived {
        days: days_of(&short.claims, document.published),
        ..plain(rows::CLAIMS, id, serde_json::to_vec(&short).unwrap_or_default())
    })?;
    Ok(())
}

/// A report's own id before its id in the record: several reports may have the same own id.
pub(super) fn own_key(own_id: Option<&str>, id: &str) -> String {
    format!("{}\0{id}", own_id.unwrap_or_default())
}

/// Notes that a report is to be linked: reports of neighbouring days together, since they have most to do with one another.
pub(super) fn wait(batch: &mut Batch<'_>, id: &str) -> Result<(), Error> {
    let published = batch.report(id)?.and_then(|report| report.published);
    let day = published.as_deref().and_then(Moment::parse).map_or(0, day_number);
    let key = format!("{:08} {id}", day + 10_000_000);
    batch.derived_put(&plain(rows::WAITING, &key, id.as_bytes().to_vec()))?;
    Ok(())
}

pub(super) fn plain(kind: &str, key: &str, body: Vec<u8>) -> Derived {
    Derived { kind: kind.to_owned(), key: key.to_owned(), body, ..Derived::default() }
}

impl Record {
    /// Reads every report again from its bytes, where its newest reading was made with other knowledge; gives how many were.
    /// Earlier readings stay.
    ///
    /// # Errors
    /// Where the ledger cannot be read or written.
    pub fn reread(&mut self, threads: usize) -> Result<u64, Error> {
        let made_with = fingerprint(&self.codebook);
        let reader = Reader::new(&self.codebook, Options::default());
        let mut old = Vec::new();
        for id in self.report_ids()? {
            if self.ledger.reading_of(&id, &made_with)?.is_none() {
                old.push(id);
            }
        }
        let mut count = 0;
        for ids in old.chunks(BATCH) {
            let documents: Vec<Document> =
                ids.iter().map(|id| Ok(self.reading(id)?.document)).collect::<Result<_, Error>>()?;
            let mut readings = Vec::with_capacity(ids.len());
            in_order(
                documents.into_iter(),
                threads,
                |document| reader.read(document),
                |reading| {
                    readings.push(reading);
                    ControlFlow::Continue(())
                },
            );
            let at = now();
            let mut batch = self.ledger.begin()?;
            for (id, reading) in ids.iter().zip(&readings) {
                let body = json::reading(reading, false).to_string();
                let (made_with, body) = (Some(made_with.as_str()), body.as_bytes());
                batch.append(&NewEntry { kind: Kind::Reading, subject: id, made_with, at: &at, body, blob: None })?;
                list(&mut batch, id, reading)?;
                wait(&mut batch, id)?;
                count += 1;
            }
            batch.commit()?;
        }
        Ok(count)
    }
}
