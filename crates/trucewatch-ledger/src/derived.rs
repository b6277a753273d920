//! Derived rows: whatever callers make of the entries and want to find again by key, by day or by cell. They are not chained,
//! since they can be made again at any time; each carries a checksum, so that damage is noticed and a rebuild can be asked for.

use crate::digest::Fields;
use crate::entry::Head;
use crate::error::Error;
use crate::ledger::Ledger;
use crate::pack::{pack, unpack};
use crate::read::PAGE;
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::collections::BTreeMap;
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
    /// Further numbers under which it is found, see [`Ledger::derived_under`]: of a text, hashes of its runs of words.
    pub numbers: Vec<u64>,
    /// What it says.
    pub body: Vec<u8>,
}

pub(crate) const COLUMNS: &str = "kind, key, day_from, day_to, cell, numbers, size, packing, body";

pub(crate) fn derived_of(row: &Row<'_>) -> rusqlite::Result<Derived> {
    let days: (Option<i64>, Option<i64>) = (row.get(2)?, row.get(3)?);
    Ok(Derived {
        kind: row.get(0)?,
        key: row.get(1)?,
        days: days.0.zip(days.1),
        cell: row.get(4)?,
        numbers: unpack_numbers(row.get_ref(5)?.as_blob()?),
        body: unpack(row, 6)?,
    })
}

impl Derived {
    pub(crate) fn checksum(&self) -> [u8; 8] {
        Fields::of("trucewatch derived 1")
            .text(&self.kind)
            .text(&self.key)
            .option(self.days, |fields, (from, to)| fields.number(from).number(to))
            .option(self.cell, Fields::number)
            .bytes(&pack_numbers(&self.numbers))
            .bytes(&self.body)
            .digest()
            .checksum()
    }
}

/// Eight bytes each, big-endian, in rising order and none twice.
pub(crate) fn pack_numbers(numbers: &[u64]) -> Vec<u8> {
    let mut numbers = numbers.to_vec();
    numbers.sort_unstable();
    numbers.dedup();
    numbers.iter().flat_map(|number| number.to_be_bytes()).collect()
}

fn unpack_numbers(bytes: &[u8]) -> Vec<u64> {
    bytes.as_chunks::<8>().0.iter().map(|number| u64::from_be_bytes(*number)).collect()
}

pub(crate) fn put(db: &Connection, row: &Derived) -> rusqlite::Result<()> {
    remove_numbers(db, &row.kind, &row.key)?;
    let packed = pack(&row.body);
    let (from, to) = row.days.unzip();
    let numbers = pack_numbers(&row.numbers);
    let id: i64 = db
        .prepare_cached(
            "INSERT INTO derived (kind, key, day_from, day_to, cell, numbers, size, packing, body, checksum)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
         ON CONFLICT (kind, key) DO UPDATE SET day_from = ?3, day_to = ?4, cell = ?5, numbers = ?6, size = ?7, packing = ?8,
             body = ?9, checksum = ?10
         RETURNING id",
        )?
        .query_row(
            params![
                row.kind,
                row.key,
                from,
                to,
                row.cell,
                numbers,
                packed.size,
                packed.packing,
                packed.bytes,
                row.checksum()
            ],
            |row| row.get(0),
        )?;
    let mut add = db.prepare_cached("INSERT INTO derived_number (number, id) VALUES (?1, ?2)")?;
    for number in unpack_numbers(&numbers) {
        add.execute(params![number.cast_signed(), id])?;
    }
    Ok(())
}

/// Takes away the numbers of a row that is about to go or to be replaced.
fn remove_numbers(db: &Connection, kind: &str, key: &str) -> rusqlite::Result<()> {
    let found: Option<(i64, Vec<u8>)> = db
        .prepare_cached("SELECT id, numbers FROM derived WHERE kind = ?1 AND key = ?2")?
        .query_row([kind, key], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((id, numbers)) = found else { return Ok(()) };
    let mut remove = db.prepare_cached("DELETE FROM derived_number WHERE number = ?1 AND id = ?2")?;
    for number in unpack_numbers(&numbers) {
        remove.execute(params![number.cast_signed(), id])?;
    }
    Ok(())
}

pub(crate) fn delete(db: &Connection, kind: &str, key: &str) -> rusqlite::Result<bool> {
    remove_numbers(db, kind, key)?;
    Ok(db.prepare_cached("DELETE FROM derived WHERE kind = ?1 AND key = ?2")?.execute([kind, key])? > 0)
}

pub(crate) fn clear(db: &Connection, kind: &str) -> rusqlite::Result<usize> {
    db.prepare_cached("DELETE FROM derived_number WHERE id IN (SELECT id FROM derived WHERE kind = ?1)")?
        .execute([kind])?;
    db.prepare_cached("DELETE FROM derived WHERE kind = ?1")?.execute([kind])
}

pub(crate) fn set_head(db: &Connection, head: Head) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT OR REPLACE INTO derived_head (one, seq, hash) VALUES (1, ?1, ?2)")?
        .execute(params![head.seq, head.hash])?;
    Ok(())
}

pub(crate) fn clear_head(db: &Connection) -> rusqlite::Result<()> {
    db.execute("DELETE FROM derived_head", [])?;
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
            let mut query = self.db.prepare_cached(&sql)?;
            let mut rows = query.query([&kind, place])?;
            let mut page: Vec<Derived> = Vec::new();
            while let Some(row) = rows.next()? {
                // Rows behind the last that is wanted are not unpacked.
                if !row.get_ref(1)?.as_str()?.starts_with(&begins) {
                    break;
                }
                page.push(derived_of(row)?);
            }
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

    /// The rows of a kind that are found under any of these numbers, each with under how many, most first. A number under
    /// which more than `common` rows are found tells nothing and is passed over.
    pub fn derived_under(&self, kind: &str, numbers: &[u64], common: usize) -> Result<Vec<(String, usize)>, Error> {
        let read = || -> rusqlite::Result<Vec<(String, usize)>> {
            let mut shared = BTreeMap::<i64, usize>::new();
            let mut query = self.db.prepare_cached("SELECT id FROM derived_number WHERE number = ?1 LIMIT ?2")?;
            let most = i64::try_from(common).unwrap_or(i64::MAX).saturating_add(1);
            for number in unpack_numbers(&pack_numbers(numbers)) {
                let ids: Vec<i64> = query
                    .query_map(params![number.cast_signed(), most], |row| row.get(0))?
                    .collect::<Result<_, _>>()?;
                if ids.len() <= common {
                    ids.iter().for_each(|id| *shared.entry(*id).or_default() += 1);
                }
            }
            let mut name = self.db.prepare_cached("SELECT key FROM derived WHERE id = ?1 AND kind = ?2")?;
            let mut found = Vec::new();
            for (id, count) in shared {
                if let Some(key) = name.query_row(params![id, kind], |row| row.get(0)).optional()? {
                    found.push((key, count));
                }
            }
            found.sort_by(|(a, shared_a): &(String, usize), (b, shared_b)| {
                shared_b.cmp(shared_a).then_with(|| a.cmp(b))
            });
            Ok(found)
        };
        read().map_err(|e| self.error(e))
    }

    /// The entry up to which derived rows are made; `None` before the first time.
    pub fn derived_head(&self) -> Result<Option<Head>, Error> {
        self.db
            .query_row("SELECT seq, hash FROM derived_head", [], |row| Ok(Head { seq: row.get(0)?, hash: row.get(1)? }))
            .optional()
            .map_err(|e| self.error(e))
    }
}
