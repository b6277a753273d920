//! `Batch`: changes that become true together. Entries are appended, the list of reports, the search index and derived rows
//! follow them in the same commit; a batch that is dropped never was.

use crate::derived::{self, Derived};
use crate::digest::Digest;
use crate::entry::{Entry, Head, Kind, NewEntry};
use crate::error::{Cause, Error};
use crate::ledger::Ledger;
use crate::pack::pack;
use crate::report::Report;
use crate::search::{self, Words};
use rusqlite::params;
use std::ops::Deref;

/// Changes under way. Everything that a [`Ledger`] can be asked can be asked of it, and it answers as if they were made.
#[derive(Debug)]
pub struct Batch<'a> {
    ledger: &'a mut Ledger,
    head: Head,
    committed: bool,
}

impl Deref for Batch<'_> {
    type Target = Ledger;

    fn deref(&self) -> &Ledger {
        self.ledger
    }
}

impl<'a> Batch<'a> {
    pub(crate) fn begin(ledger: &'a mut Ledger) -> Result<Batch<'a>, Error> {
        ledger.db.execute_batch("BEGIN IMMEDIATE").map_err(|e| ledger.error(e))?;
        // From here on dropping it rolls back.
        let mut batch = Batch { ledger, head: Head { seq: 0, hash: Digest::ZERO }, committed: false };
        batch.head = batch.ledger.head()?;
        Ok(batch)
    }

    /// Appends an entry. A report that is there already is refused; a new one is listed under its id, see
    /// [`Batch::put_report`].
    pub fn append(&mut self, new: &NewEntry<'_>) -> Result<Entry, Error> {
        if new.kind == Kind::Report && self.has_report(new.subject)? {
            return Err(Error::new(&self.path, Cause::Known(new.subject.to_owned())));
        }
        let mut entry = Entry {
            seq: self.head.seq + 1,
            kind: new.kind,
            subject: new.subject.to_owned(),
            made_with: new.made_with.map(str::to_owned),
            at: new.at.to_owned(),
            body: new.body.to_owned(),
            blob: new.blob.map(Digest::of),
            prev: self.head.hash,
            hash: Digest::ZERO,
        };
        entry.hash = entry.compute_hash();
        self.insert(&entry, new.blob).map_err(|e| self.error(e))?;
        if new.kind == Kind::Report {
            self.write_report(entry.seq, &Report { id: entry.subject.clone(), ..Report::default() }, Words::default())?;
        }
        self.head = Head { seq: entry.seq, hash: entry.hash };
        Ok(entry)
    }

    fn insert(&self, entry: &Entry, blob: Option<&[u8]>) -> rusqlite::Result<()> {
        if let (Some(bytes), Some(hash)) = (blob, entry.blob)
            && !self.holds_blob(hash)?
        {
            let packed = pack(bytes);
            self.db
                .prepare_cached("INSERT INTO blob (hash, size, packing, bytes) VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![hash, packed.size, packed.packing, packed.bytes])?;
        }
        let packed = pack(&entry.body);
        self.db
            .prepare_cached(
                "INSERT INTO entry (seq, kind, subject, made_with, at, size, packing, body, blob, prev, hash)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?
            .execute(params![
                entry.seq,
                entry.kind,
                entry.subject,
                entry.made_with,
                entry.at,
                packed.size,
                packed.packing,
                packed.bytes,
                entry.blob,
                entry.prev,
                entry.hash
            ])?;
        Ok(())
    }

    /// Lists what is known of a report that was appended. What was listed of it before is replaced.
    pub fn put_report(&mut self, report: &Report) -> Result<(), Error> {
        let (seq, words) = self.listed(&report.id, "listing a report")?;
        self.write_report(seq, report, words)
    }

    /// Makes a report findable by its title, its text and further words (those of its claims). What was there before is replaced.
    pub fn index_report(&mut self, id: &str, title: &str, text: &str, words: &str) -> Result<(), Error> {
        let (seq, before) = self.listed(id, "indexing a report")?;
        let Some(report) = self.report(id)? else {
            return Err(Error::new(&self.path, Cause::Unknown("indexing a report", id.into())));
        };
        let now = search::put(&self.db, seq, before, [title, text, words]).map_err(|e| self.error(e))?;
        self.write_report(seq, &report, now)
    }

    fn write_report(&self, seq: i64, report: &Report, words: Words) -> Result<(), Error> {
        report.write(&self.db, seq, words).map_err(|e| self.error(e))
    }

    fn listed(&self, id: &str, what: &'static str) -> Result<(i64, Words), Error> {
        self.listing(id)?.ok_or_else(|| Error::new(&self.path, Cause::Unknown(what, id.to_owned())))
    }

    /// Writes a derived row; one of the same kind and key is replaced.
    pub fn derived_put(&mut self, row: &Derived) -> Result<(), Error> {
        derived::put(&self.db, row).map_err(|e| self.error(e))
    }

    /// Removes a derived row; says whether there was one.
    pub fn derived_delete(&mut self, kind: &str, key: &str) -> Result<bool, Error> {
        derived::delete(&self.db, kind, key).map_err(|e| self.error(e))
    }

    /// Removes all derived rows of a kind; says how many there were.
    pub fn derived_clear(&mut self, kind: &str) -> Result<usize, Error> {
        derived::clear(&self.db, kind).map_err(|e| self.error(e))
    }

    /// Notes that derived rows are made of all entries up to the newest, those of this batch included.
    pub fn set_derived_head(&mut self) -> Result<(), Error> {
        derived::set_head(&self.db, self.head).map_err(|e| self.error(e))
    }

    /// Notes that derived rows are to be made anew.
    pub fn clear_derived_head(&mut self) -> Result<(), Error> {
        derived::clear_head(&self.db).map_err(|e| self.error(e))
    }

    /// Makes it all true. When this returns, it is on the disk.
    pub fn commit(mut self) -> Result<Head, Error> {
        self.db.execute_batch("COMMIT").map_err(|e| self.error(e))?;
        self.committed = true;
        Ok(self.head)
    }
}

impl Drop for Batch<'_> {
    fn drop(&mut self) {
        // A full disk may have rolled back already; then there is nothing to do and nothing to tell.
        if !self.committed && !self.db.is_autocommit() {
            let _ = self.db.execute_batch("ROLLBACK");
        }
    }
}
