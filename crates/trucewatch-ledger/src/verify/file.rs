//! Checks the file itself: the first hundred bytes, the tables it has, and its pages.

use super::{Check, Remedy, fault, met};
use crate::ledger::{Ledger, log_of};
use crate::schema;
use std::fs::File;
use std::io::Read;

/// The bytes of the header that never change, as (from, bytes, name). Counters and the number of pages are left to SQLite.
const FIXED: &[(usize, &[u8], &str)] = &[
    (0, b"SQLite format 3\0", "magic"),
    (16, &[0x40, 0x00], "page size"),
    (18, &[2, 2, 0, 64, 32, 32], "write and read version, reserved space and payload fractions"),
    (44, &[0, 0, 0, 4], "schema format"),
    (52, &[0, 0, 0, 0, 0, 0, 0, 1], "vacuum and text encoding"),
    (64, &[0, 0, 0, 0], "incremental vacuum"),
    (68, &0x5457_4c47_u32.to_be_bytes(), "application id"),
    (72, &[0; 20], "reserved bytes"),
];

pub(super) fn check_header(ledger: &Ledger) -> Check<()> {
    // While the log holds pages, the file's own first page may not be the one that counts.
    if log_of(&ledger.path).metadata().is_ok_and(|log| log.len() > 0) {
        return Ok(());
    }
    let mut header = [0; 100];
    File::open(&ledger.path)
        .and_then(|mut file| file.read_exact(&mut header))
        .map_err(|e| met("the file's header", crate::Error::io(&ledger.path, e), Remedy::Restore))?;
    for (from, bytes, name) in FIXED {
        if header[*from..*from + bytes.len()] != **bytes {
            return fault("the file's header", format!("{name} (from byte {from}) is damaged"), Remedy::Restore);
        }
    }
    Ok(())
}

pub(super) fn check_schema(ledger: &Ledger) -> Check<()> {
    let different = schema::difference(&ledger.db).map_err(|e| met("the tables", ledger.error(e), Remedy::Restore))?;
    match different {
        Some((name, what)) => fault(format!("table, index or trigger {name}"), what, Remedy::Restore),
        None => Ok(()),
    }
}

/// SQLite's own check of pages, indexes and the search index. It comes last: every entry and all stored bytes were read and are
/// sound, so that a new file can be made of them whatever it finds.
pub(super) fn check_pages(ledger: &Ledger) -> Check<()> {
    let result: rusqlite::Result<String> = ledger.db.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0));
    match result {
        Ok(ok) if ok == "ok" => Ok(()),
        Ok(what) => fault("the file's pages", what.replace('\n', " "), Remedy::Rebuild),
        Err(error) => Err(met("the file's pages", ledger.error(error), Remedy::Rebuild)),
    }
}
