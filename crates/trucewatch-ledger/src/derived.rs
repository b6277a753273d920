//! Derived rows: whatever callers make of the entries and want to find again by key, by day or by cell. They are not chained,
//! since they can be made again at any time; each carries a checksum, so that damage is noticed and a rebuild can be asked for.

use crate::digest::Fields;
use crate::entry::Head;
use crate::error::Error;
use crate::ledger::Ledger;
use crate::pack::{pack, unpack};
use crate::read::PAGE;
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::ops::RangeInclusive;

/// A derived row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Derived {
    /// What it is ("ceasefire", "claim"): a table of its own, in effect.
    pub kind: String,
    /// Its name within its kind.
    pub key: String,
    /// The days it is about, both included, counted from any day that the caller keeps to; in order.
    pub days: Option<(i64, i64)>,
    /// Where it is, as a number that the caller makes: a square of the map, a hash of a name.
    pub cell: Option<i64>,
    /// What it says.
    pub body: Vec<u8>,
}

pub(crate) const COLUMNS: &str = "kind, key, day_from, day_to, cell, size, packing, body";

pub(crate) fn derived_of(row: &Row<'_>) -> rusqlite::Result<Derived> {
    let days: (Option<i64>, Option<i64>) = (row.get(2)?, row.get(3)?);
    Ok(Derived {
        kind: row.get(0)?,
        key: row.get(1)?,
        days: days.0.zip(days.1),
        cell: row.get(4)?,
        body: unpack(row, 5)?,
    })
}

impl Derived {
    pub(crate) fn checksum(&self) -> [u8; 8] {
        Fields::of("trucewatch derived 1")
            .text(&self.kind)
            .text(&self.key)
            .option(self.days, |fields, (from, to)| fields.number(from).number(to))
            .option(self.cell, Fields::number)
            .bytes(&self.body)
            .digest()
            .checksum()
    }
}

pub(crate) fn put(db: &Connection, row: &Derived) -> rusqlite::Result<()> {
    let packed = pack(&row.body);
    let (from, to) = row.days.unzip();
    db.prepare_cached(
        "INSERT INTO derived (kind, key, day_from, day_to, cell, size, packing, body, checksum)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         ON CONFLICT (kind, key) DO UPDATE SET day_from = ?3, day_to = ?4, cell = ?5, size = ?6, packing = ?7, body = ?8,
             checksum = ?9",
    )?
    .execute(params![row.kind, row.key, from, to, row.cell, packed.size, packed.packing, packed.bytes, row.checksum()])?;
    Ok(())
}

pub(crate) fn delete(db: &Connection, kind: &str, key: &str) -> rusqlite::Result<bool> {
    Ok(db.prepare_cached("DELETE FROM derived WHERE kind = ?1 AND key = ?2")?.execute([kind, key])? > 0)
}

pub(crate) fn clear(db: &Connection, kind: &str) -> rusqlite::Result<usize> {
    db.prepare_cached("DELETE FROM derived WHERE kind = ?1")?.execute([kind])
}

pub(crate) fn set_head(db: &Connection, head: Head) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT OR REPLACE INTO derived_head (one, seq, hash) VALUES (1, ?1, ?2)")?
        .execute(params![head.seq, head.hash])?;
    Ok(())
}

impl Ledger {
    /// The derived row of this kind and key.
    pub fn derived_get(&self, kind: &str, key: &str) -> Result<Option<Derived>, Error> {
        self.db
            .prepare_cached(&format!("SELECT {COLUMNS} FROM derived WHERE kind = ?1 AND key = ?2"))
            .and_then(|mut query| query.query_row([kind, key], derived_of).optional())
            .map_err(|e| self.error(e))
    }

    /// The derived rows of a kind whose key begins with `prefix` (all, if it is empty), by key; a few at a time.
    pub fn derived_scan(&self, kind: &str, prefix: &str) -> impl Iterator<Item = Result<Derived, Error>> {
        let (kind, prefix) = (kind.to_owned(), prefix.to_owned());
        let begins = prefix.clone();
        // The first page begins at the prefix itself, every other one behind the last key.
        self.in_pages((prefix, true), move |(place, included)| {
            let than = if *included { ">=" } else { ">" };
            let sql =
                format!("SELECT {COLUMNS} FROM derived WHERE kind = ?1 AND key {than} ?2 ORDER BY key LIMIT {PAGE}");
            let page: rusqlite::Result<Vec<Derived>> =
                self.db.prepare_cached(&sql)?.query_map([&kind, place], derived_of)?.collect();
            let mut page = page?;
            page.truncate(page.partition_point(|row| row.key.starts_with(&begins)));
            let last = page.last().map_or_else(|| place.clone(), |row| row.key.clone());
            Ok((page, (last, false)))
        })
    }

    /// The derived rows of a kind that share a day with `days`, and lie in `cell` if one is given; by first day, then key.
    pub fn derived_range(
        &self,
        kind: &str,
        days: RangeInclusive<i64>,
        cell: Option<i64>,
    ) -> Result<Vec<Derived>, Error> {
        let within = if cell.is_some() { "cell = ?4" } else { "?4 IS NULL AND day_from IS NOT NULL" };
        let sql = format!(
            "SELECT {COLUMNS} FROM derived WHERE kind = ?1 AND {within} AND day_from <= ?3 AND day_to >= ?2
             ORDER BY day_from, key"
        );
        self.db
            .prepare_cached(&sql)
            .and_then(|mut query| query.query_map(params![kind, days.start(), days.end(), cell], derived_of)?.collect())
            .map_err(|e| self.error(e))
    }

    /// The entry up to which derived rows are made; `None` before the first time.
    pub fn derived_head(&self) -> Result<Option<Head>, Error> {
        self.db
            .query_row("SELECT seq, hash FROM derived_head", [], |row| Ok(Head { seq: row.get(0)?, hash: row.get(1)? }))
            .optional()
            .map_err(|e| self.error(e))
    }
}
