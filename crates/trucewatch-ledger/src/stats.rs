//! `Stats`: how much a ledger holds, for people.

use crate::entry::{Head, Kind};
use crate::error::Error;
use crate::ledger::Ledger;
use std::collections::BTreeMap;

/// How much a ledger holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stats {
    /// Entries of each kind.
    pub entries: BTreeMap<Kind, u64>,
    /// Reports.
    pub reports: u64,
    /// Of the reports, those that carry another's text.
    pub copies: u64,
    /// Stored bytes: how many pieces.
    pub blobs: u64,
    /// Their size unpacked, in bytes.
    pub blob_size: u64,
    /// The size of all bodies unpacked, in bytes.
    pub body_size: u64,
    /// Derived rows of each kind.
    pub derived: BTreeMap<String, u64>,
    /// Size of the file in bytes, without what is still in its log.
    pub file_size: u64,
    /// The newest entry.
    pub head: Head,
    /// The entry up to which derived rows are made.
    pub derived_head: Option<Head>,
}

impl Ledger {
    /// Counts what the ledger holds.
    pub fn stats(&self) -> Result<Stats, Error> {
        let numbers = |sql: &str| -> rusqlite::Result<(u64, u64)> {
            self.db.query_row(sql, [], |row| Ok((row.get::<_, i64>(0)? as u64, row.get::<_, i64>(1)? as u64)))
        };
        let count = || -> rusqlite::Result<Stats> {
            let mut entries = self.db.prepare("SELECT kind, count(*) FROM entry GROUP BY kind")?;
            let mut derived = self.db.prepare("SELECT kind, count(*) FROM derived GROUP BY kind")?;
            let (blobs, blob_size) = numbers("SELECT count(*), coalesce(sum(size), 0) FROM blob")?;
            Ok(Stats {
                entries: entries
                    .query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)? as u64)))?
                    .collect::<Result<_, _>>()?,
                reports: numbers("SELECT count(*), 0 FROM report")?.0,
                copies: numbers("SELECT count(*), 0 FROM report WHERE copy_of IS NOT NULL")?.0,
                blobs,
                blob_size,
                body_size: numbers("SELECT coalesce(sum(size), 0), 0 FROM entry")?.0,
                derived: derived
                    .query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)? as u64)))?
                    .collect::<Result<_, _>>()?,
                file_size: numbers("SELECT page_count * page_size, 0 FROM pragma_page_count, pragma_page_size")?.0,
                head: Head { seq: 0, hash: crate::Digest::ZERO },
                derived_head: None,
            })
        };
        let stats = count().map_err(|e| self.error(e))?;
        Ok(Stats { head: self.head()?, derived_head: self.derived_head()?, ..stats })
    }
}
