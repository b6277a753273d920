//! The tables of a ledger: its versions in order, bringing an older file up to date, and whether a file has exactly the tables
//! that its version has.

use rusqlite::{Connection, TransactionBehavior};
use std::collections::BTreeMap;

/// Marks a SQLite file as a ledger: "TWLG".
pub(crate) const APPLICATION_ID: i64 = 0x5457_4c47;

/// Step `n` brings format `n` to `n + 1`. Steps that were released are never changed.
const STEPS: &[&str] = &[include_str!("schema/1.sql")];

/// The newest format.
pub(crate) const FORMAT: i64 = STEPS.len() as i64;

/// The file's format; 0 for a file without tables.
pub(crate) fn format(db: &Connection) -> rusqlite::Result<i64> {
    db.query_row("PRAGMA user_version", [], |row| row.get(0))
}

/// Brings the file up to date: all steps or none. Whoever comes second finds nothing left to do.
pub(crate) fn migrate(db: &mut Connection) -> rusqlite::Result<()> {
    let steps = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let format = format(&steps)?;
    if !(0..FORMAT).contains(&format) {
        return Ok(());
    }
    for step in &STEPS[format as usize..] {
        steps.execute_batch(step)?;
    }
    steps.pragma_update(None, "application_id", APPLICATION_ID)?;
    steps.pragma_update(None, "user_version", FORMAT)?;
    steps.commit()
}

/// The first table, index or trigger that is not as the newest format has it: its name and what is wrong.
pub(crate) fn difference(db: &Connection) -> rusqlite::Result<Option<(String, &'static str)>> {
    let mut fresh = Connection::open_in_memory()?;
    migrate(&mut fresh)?;
    let (mut found, expected) = (parts(db)?, parts(&fresh)?);
    for (name, part) in expected {
        match found.remove(&name) {
            None => return Ok(Some((name, "is missing"))),
            Some(it) if it != part => return Ok(Some((name, "is not as this format has it"))),
            Some(_) => {}
        }
    }
    Ok(found.into_keys().next().map(|name| (name, "does not belong here")))
}

/// Every table, index and trigger by name: its type, its table, and the words it was made with.
type Parts = BTreeMap<String, (String, String, Option<String>)>;

fn parts(db: &Connection) -> rusqlite::Result<Parts> {
    db.prepare("SELECT name, type, tbl_name, sql FROM sqlite_schema")?
        .query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?, row.get(3)?))))?
        .collect()
}
