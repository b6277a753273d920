//! Reading entries and stored bytes: by subject, or one after the other without holding them all.

use crate::digest::Digest;
use crate::entry::{Entry, Kind};
use crate::error::Error;
use crate::ledger::Ledger;
use crate::pack::unpack;
use rusqlite::{OptionalExtension, Params, Row, params};

/// The columns that [`entry_of`] reads.
pub(crate) const COLUMNS: &str = "seq, kind, subject, made_with, at, blob, prev, hash, size, packing, body";

pub(crate) fn entry_of(row: &Row<'_>) -> rusqlite::Result<Entry> {
    Ok(Entry {
        seq: row.get(0)?,
        kind: row.get(1)?,
        subject: row.get(2)?,
        made_with: row.get(3)?,
        at: row.get(4)?,
        blob: row.get(5)?,
        prev: row.get(6)?,
        hash: row.get(7)?,
        body: unpack(row, 8)?,
    })
}

/// How many rows an iterator holds at a time.
pub(crate) const PAGE: usize = 64;

impl Ledger {
    /// The entry with this number.
    pub fn entry(&self, seq: i64) -> Result<Option<Entry>, Error> {
        self.one_entry("seq = ?1", params![seq])
    }

    /// The newest reading of a report.
    pub fn latest_reading(&self, report: &str) -> Result<Option<Entry>, Error> {
        self.one_entry("subject = ?1 AND kind = 'reading'", params![report])
    }

    /// The newest reading of a report that was made with this.
    pub fn reading_of(&self, report: &str, made_with: &str) -> Result<Option<Entry>, Error> {
        self.one_entry("subject = ?1 AND kind = 'reading' AND made_with = ?2", params![report, made_with])
    }

    /// The entry by which a report came in.
    pub fn report_entry(&self, report: &str) -> Result<Option<Entry>, Error> {
        self.one_entry("subject = ?1 AND kind = 'report'", params![report])
    }

    fn one_entry(&self, which: &str, params: impl Params) -> Result<Option<Entry>, Error> {
        self.db
            .prepare_cached(&format!("SELECT {COLUMNS} FROM entry WHERE {which} ORDER BY seq DESC LIMIT 1"))
            .and_then(|mut query| query.query_row(params, entry_of).optional())
            .map_err(|e| self.error(e))
    }

    /// The entries after a number (0 for all) in their order, of one kind or of all; a few at a time, whatever their number. Entries
    /// that are appended meanwhile come too.
    pub fn entries(&self, kind: Option<Kind>, after: i64) -> impl Iterator<Item = Result<Entry, Error>> {
        let which = if kind.is_some() { "kind = ?2 AND" } else { "?2 IS NULL AND" };
        let sql = format!("SELECT {COLUMNS} FROM entry WHERE {which} seq > ?1 ORDER BY seq LIMIT {PAGE}");
        self.in_pages(after, move |after| {
            let page: rusqlite::Result<Vec<Entry>> =
                self.db.prepare_cached(&sql)?.query_map(params![after, kind], entry_of)?.collect();
            let page = page?;
            let last = page.last().map_or(*after, |entry| entry.seq);
            Ok((page, last))
        })
    }

    /// All judgements in their order.
    pub fn judgements(&self) -> impl Iterator<Item = Result<Entry, Error>> {
        self.entries(Some(Kind::Judgement), 0)
    }

    /// Iterates over pages of rows: `page` gives those after a place, and the place of the last. Ends with a short page or an error.
    pub(crate) fn in_pages<T, Place>(
        &self,
        mut place: Place,
        page: impl Fn(&Place) -> rusqlite::Result<(Vec<T>, Place)>,
    ) -> impl Iterator<Item = Result<T, Error>> {
        let mut rows = Vec::new().into_iter();
        let mut ended = false;
        std::iter::from_fn(move || {
            if rows.len() == 0 && !ended {
                match page(&place) {
                    Ok((next, last)) => {
                        ended = next.len() < PAGE;
                        (rows, place) = (next.into_iter(), last);
                    }
                    Err(error) => {
                        ended = true;
                        return Some(Err(self.error(error)));
                    }
                }
            }
            rows.next().map(Ok)
        })
    }

    /// Whether these bytes are kept.
    pub fn has_blob(&self, hash: Digest) -> Result<bool, Error> {
        self.holds_blob(hash).map_err(|e| self.error(e))
    }

    pub(crate) fn holds_blob(&self, hash: Digest) -> rusqlite::Result<bool> {
        self.db.prepare_cached("SELECT 1 FROM blob WHERE hash = ?1")?.exists([hash])
    }

    /// The bytes with this hash.
    pub fn blob(&self, hash: Digest) -> Result<Option<Vec<u8>>, Error> {
        self.db
            .prepare_cached("SELECT size, packing, bytes FROM blob WHERE hash = ?1")
            .and_then(|mut query| query.query_row([hash], |row| unpack(row, 0)).optional())
            .map_err(|e| self.error(e))
    }
}
