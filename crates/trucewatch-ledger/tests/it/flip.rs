//! A byte of the file that is not what it was is noticed, or else it is one that nothing is kept in.

use crate::{Folder, dump, filled, open};
use rusqlite::{Connection, types::Value};
use std::fs;
use std::panic::catch_unwind;
use std::path::Path;
use trucewatch_ledger::{Digest, Ledger, Mode};

/// Pseudo-random places, the same in every run; `LEDGER_FLIPS` asks for more of them.
const FLIPS: u64 = 400;

enum Outcome {
    Noticed(String),
    Unused,
    Unnoticed,
}

#[test]
fn a_flipped_byte_is_noticed_wherever_it_carries_something() {
    let folder = Folder::new();
    let sound = folder.file("sound.trucewatch");
    filled(&sound, 120);
    let bytes = fs::read(&sound).expect("read");
    let content = content_of(&sound, &open(&sound)).expect("read");
    let path = folder.file("flipped.trucewatch");
    let flips = std::env::var("LEDGER_FLIPS").ok().and_then(|n| n.parse().ok()).unwrap_or(FLIPS);
    let (mut noticed, mut unused) = (0, 0);
    let mut x = 0x2545_f491_4f6c_dd1d_u64;
    for n in 0..flips {
        x = x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // The first pages and the header are small and matter most.
        let among = match n % 8 {
            0 => 100,
            1 => 16384,
            _ => bytes.len() as u64,
        };
        let (place, mask) = (((x >> 20) % among) as usize, 1_u8 << (x >> 60 & 7));
        let mut flipped = bytes.clone();
        flipped[place] ^= mask;
        fs::write(&path, flipped).expect("written");
        let outcome = catch_unwind(|| outcome(&path, &content))
            .unwrap_or_else(|_| panic!("panic at byte {place}, mask {mask:#x}"));
        match outcome {
            Outcome::Noticed(message) => {
                assert!(message.len() > 20, "byte {place}: {message}");
                if std::env::var_os("LEDGER_FLIPS").is_some() {
                    println!("{place} {message}");
                }
                noticed += 1;
            }
            Outcome::Unused => unused += 1,
            Outcome::Unnoticed => {
                panic!("byte {place} (page {}), mask {mask:#x}: the content is another, unnoticed", place / 16384 + 1)
            }
        }
    }
    println!("{} bytes: of {flips} flips, {noticed} noticed, {unused} in unused bytes", bytes.len());
    assert!(noticed * 2 > flips, "of {flips} flips, {noticed} were noticed and {unused} were in unused bytes");
}

fn outcome(path: &Path, content: &str) -> Outcome {
    let ledger = match Ledger::open(path, Mode::ReadOnly) {
        Ok(ledger) => ledger,
        Err(error) => return Outcome::Noticed(error.to_string()),
    };
    match ledger.verify(None) {
        Err(fault) => Outcome::Noticed(fault.to_string()),
        Ok(_) if content_of(path, &ledger).as_deref() == Ok(content) => Outcome::Unused,
        Ok(_) => Outcome::Unnoticed,
    }
}

/// Everything that is in the file: what the ledger answers, every value of every table, and every word of the search index with its
/// places. The index's own blocks are not compared as bytes: they have flags that SQLite writes and does not read.
fn content_of(path: &Path, ledger: &Ledger) -> Result<String, String> {
    let answers = dump(ledger).map_err(|e| e.to_string())?;
    let values = || -> rusqlite::Result<Vec<Value>> {
        let db = Connection::open(path)?;
        let mut tables =
            db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('search', 'search_data') ORDER BY name")?;
        let names: Vec<String> = tables.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        db.execute_batch("CREATE VIRTUAL TABLE temp.word USING fts5vocab(main, search, instance)")?;
        let mut values = Vec::new();
        for name in names.iter().map(String::as_str).chain(["sqlite_schema", "temp.word"]) {
            let mut query = db.prepare(&format!("SELECT * FROM {name}"))?;
            let columns = query.column_count();
            let mut rows = query.query([])?;
            while let Some(row) = rows.next()? {
                for column in 0..columns {
                    values.push(row.get(column)?);
                }
            }
        }
        Ok(values)
    };
    let values = values().map_err(|e| e.to_string())?;
    Ok(format!("{answers}{}", Digest::of(format!("{values:?}").as_bytes())))
}
