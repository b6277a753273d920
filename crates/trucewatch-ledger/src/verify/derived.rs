//! Checks the list of reports and derived rows: what can be made again.

use super::{Check, Remedy, fault, met};
use crate::derived::{COLUMNS, derived_of};
use crate::entry::Head;
use crate::ledger::Ledger;
use rusqlite::params;

/// Every listed report against its checksum and its entry; then, whether any entry's is not listed.
pub(super) fn check_reports(ledger: &Ledger) -> Check<u64> {
    let mut count = 0;
    let mut last = String::from("the first");
    for row in ledger.report_rows() {
        let row = row.map_err(|e| met(format!("the list of reports, behind {last}"), e, Remedy::Rebuild))?;
        let place = || format!("listed report {} (of entry {})", row.report.id, row.seq);
        if row.checksum != row.report.checksum(row.seq, row.words) {
            return fault(place(), "its fields are not what was written", Remedy::Rebuild);
        }
        let entered = ledger.report_entry_seq(&row.report.id).map_err(|e| met(place(), e, Remedy::Rebuild))?;
        if entered != Some(row.seq) {
            return fault(place(), "it is not the report of this entry", Remedy::Rebuild);
        }
        count += 1;
        last = row.report.id;
    }
    let unlisted =
        "SELECT seq, subject FROM entry WHERE kind = 'report' AND seq NOT IN (SELECT seq FROM report) LIMIT 1";
    let mut query =
        ledger.db.prepare(unlisted).map_err(|e| met("the list of reports", ledger.error(e), Remedy::Rebuild))?;
    let mut rows = query
        .query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))
        .map_err(|e| met("the list of reports", ledger.error(e), Remedy::Rebuild))?;
    match rows.next().transpose().map_err(|e| met("the list of reports", ledger.error(e), Remedy::Rebuild))? {
        Some((seq, id)) => fault(format!("entry {seq} (report {id})"), "the report is not listed", Remedy::Rebuild),
        None => Ok(count),
    }
}

/// Every derived row against its checksum, and the head they are made from against the chain.
pub(super) fn check_rows(ledger: &Ledger, head: Head) -> Check<u64> {
    let mut count = 0;
    let mut numbers = 0;
    let mut after = i64::MIN;
    let sql = format!("SELECT {COLUMNS}, checksum, id FROM derived WHERE id > ?1 ORDER BY id LIMIT 1");
    let mut last = String::from("the first");
    loop {
        let read = || -> rusqlite::Result<_> {
            let mut query = ledger.db.prepare_cached(&sql)?;
            let mut rows = query.query(params![after])?;
            let Some(row) = rows.next()? else { return Ok(None) };
            let name = format!("{}/{}", row.get::<_, String>(0)?, row.get::<_, String>(1)?);
            let checksum: Vec<u8> = row.get(9)?;
            Ok(Some((row.get::<_, i64>(10)?, name, checksum, derived_of(row))))
        };
        let row = read().map_err(|e| met(format!("derived row behind {last}"), ledger.error(e), Remedy::Rebuild))?;
        let Some((id, name, checksum, derived)) = row else { break };
        let place = format!("derived row {name}");
        let derived = derived.map_err(|e| met(&place, ledger.error(e), Remedy::Rebuild))?;
        if checksum != derived.checksum() {
            return fault(place, "it is not what was written", Remedy::Rebuild);
        }
        for number in &derived.numbers {
            let found: rusqlite::Result<bool> = ledger
                .db
                .prepare_cached("SELECT 1 FROM derived_number WHERE number = ?1 AND id = ?2")
                .and_then(|mut query| query.exists(params![number.cast_signed(), id]));
            if !found.map_err(|e| met(&place, ledger.error(e), Remedy::Rebuild))? {
                return fault(place, format!("it is not found under its number {number}"), Remedy::Rebuild);
            }
        }
        numbers += derived.numbers.len() as i64;
        (after, count, last) = (id, count + 1, name);
    }
    let kept: rusqlite::Result<i64> = ledger.db.query_row("SELECT count(*) FROM derived_number", [], |row| row.get(0));
    let kept = kept.map_err(|e| met("the numbers of derived rows", ledger.error(e), Remedy::Rebuild))?;
    if kept != numbers {
        let what = format!("there are {kept}, and the rows have {numbers}");
        return fault("the numbers of derived rows", what, Remedy::Rebuild);
    }
    let derived_head = ledger.derived_head().map_err(|e| met("the head of derived rows", e, Remedy::Rebuild))?;
    if let Some(from) = derived_head {
        let hash = match from.seq {
            0 => Some(crate::Digest::ZERO),
            seq if seq > head.seq => None,
            seq => ledger.entry(seq).map_err(|e| met("the head of derived rows", e, Remedy::Rebuild))?.map(|e| e.hash),
        };
        if hash != Some(from.hash) {
            let what = format!(
                "they say they are made from entry {} with the hash {}, which is not there",
                from.seq, from.hash
            );
            return fault("derived rows", what, Remedy::Rebuild);
        }
    }
    Ok(count)
}

impl Ledger {
    fn report_entry_seq(&self, id: &str) -> Result<Option<i64>, crate::Error> {
        use rusqlite::OptionalExtension;
        self.db
            .prepare_cached("SELECT seq FROM entry WHERE subject = ?1 AND kind = 'report'")
            .and_then(|mut query| query.query_row([id], |row| row.get(0)).optional())
            .map_err(|e| self.error(e))
    }
}
