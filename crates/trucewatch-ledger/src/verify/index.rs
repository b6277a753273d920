//! Checks the search index: that it holds of each report exactly the words that were put in, and the lengths that ranking uses.

use super::{Check, Remedy, fault, met};
use crate::ledger::Ledger;
use crate::search::{COLUMNS, Words};
use std::collections::HashMap;

const PLACE: &str = "the search index";

/// What the index says of one report.
#[derive(Default)]
struct Indexed {
    words: Words,
    columns: [i64; COLUMNS.len()],
}

pub(super) fn check_index(ledger: &Ledger) -> Check<u64> {
    let mut indexed = read_words(ledger).map_err(|e| met(PLACE, ledger.error(e), Remedy::Rebuild))?;
    let sizes = read_sizes(ledger).map_err(|e| met(PLACE, ledger.error(e), Remedy::Rebuild))?;
    let mut total = Totals::default();
    for row in ledger.report_rows() {
        let row = row.map_err(|e| met(PLACE, e, Remedy::Rebuild))?;
        let place = || format!("{PLACE}, report {}", row.report.id);
        let found = indexed.remove(&row.seq).unwrap_or_default();
        if found.words != row.words {
            let what =
                format!("it holds {} words, and not the {} that were put in", found.words.count, row.words.count);
            return fault(place(), what, Remedy::Rebuild);
        }
        if row.words.count == 0 {
            continue;
        }
        if sizes.get(&row.seq).map(Vec::as_slice) != Some(&found.columns) {
            return fault(place(), "the recorded lengths of its columns are wrong", Remedy::Rebuild);
        }
        total.rows += 1;
        total.columns.iter_mut().zip(found.columns).for_each(|(sum, count)| *sum += count);
    }
    if let Some(seq) = indexed.keys().min() {
        return fault(PLACE, format!("it holds words of entry {seq}, which is no indexed report"), Remedy::Rebuild);
    }
    if sizes.len() as i64 != total.rows {
        return fault(PLACE, "it records lengths of reports that it does not hold", Remedy::Rebuild);
    }
    let recorded = read_totals(ledger).map_err(|e| met(PLACE, ledger.error(e), Remedy::Rebuild))?;
    if total.rows > 0 && recorded != total {
        return fault(PLACE, "the recorded lengths of all reports together are wrong", Remedy::Rebuild);
    }
    Ok(total.columns.iter().sum::<i64>() as u64)
}

/// Walks every word of the index and where it stands.
fn read_words(ledger: &Ledger) -> rusqlite::Result<HashMap<i64, Indexed>> {
    ledger.db.execute_batch(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_words USING fts5vocab(main, search, instance)",
    )?;
    let mut query = ledger.db.prepare("SELECT doc, term, col, offset FROM temp.search_words")?;
    let mut rows = query.query([])?;
    let mut indexed: HashMap<i64, Indexed> = HashMap::new();
    while let Some(row) = rows.next()? {
        let column = row.get_ref(2)?.as_str()?;
        let column = COLUMNS.iter().position(|name| *name == column).unwrap_or_default();
        let report = indexed.entry(row.get(0)?).or_default();
        report.words.add(column, row.get(3)?, row.get_ref(1)?.as_str()?);
        report.columns[column] += 1;
    }
    Ok(indexed)
}

/// The length of each column of each report, which ranking uses.
fn read_sizes(ledger: &Ledger) -> rusqlite::Result<HashMap<i64, Vec<i64>>> {
    ledger
        .db
        .prepare("SELECT id, sz FROM search_docsize")?
        .query_map([], |row| Ok((row.get(0)?, varints(row.get_ref(1)?.as_blob()?))))?
        .collect()
}

/// How many reports the index holds, and the length of each column over all of them.
#[derive(Default, PartialEq)]
struct Totals {
    rows: i64,
    columns: [i64; COLUMNS.len()],
}

fn read_totals(ledger: &Ledger) -> rusqlite::Result<Totals> {
    ledger.db.query_row("SELECT block FROM search_data WHERE id = 1", [], |row| {
        let numbers = varints(row.get_ref(0)?.as_blob()?);
        let mut totals = Totals::default();
        if let [rows, columns @ ..] = numbers.as_slice()
            && let Ok(columns) = columns.try_into()
        {
            totals = Totals { rows: *rows, columns };
        }
        Ok(totals)
    })
}

/// SQLite's numbers of variable length: seven bits a byte, the highest bit set on all but the last; a ninth byte has eight.
fn varints(bytes: &[u8]) -> Vec<i64> {
    let mut numbers = Vec::new();
    let (mut number, mut length) = (0_u64, 0);
    for &byte in bytes {
        length += 1;
        if length == 9 {
            number = number << 8 | u64::from(byte);
        } else {
            number = number << 7 | u64::from(byte & 0x7f);
        }
        if byte < 0x80 || length == 9 {
            numbers.push(number as i64);
            (number, length) = (0, 0);
        }
    }
    if length > 0 {
        numbers.push(-1);
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn varints_are_read_as_sqlite_writes_them() {
        assert_eq!(varints(&[0, 0x7f, 0x81, 0x00, 0x82, 0x01]), [0, 127, 128, 257]);
        assert_eq!(varints(&[0xff; 9]), [-1]);
        assert_eq!(varints(&[0x81]), [-1], "cut off");
    }
}
