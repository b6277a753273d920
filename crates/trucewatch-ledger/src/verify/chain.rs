//! Checks entries and stored bytes: what cannot be made again.

use super::{Check, Fault, Remedy, fault, met};
use crate::digest::Digest;
use crate::entry::{Entry, Head};
use crate::ledger::Ledger;
use crate::pack::unpack;

fn place_of(entry: &Entry) -> String {
    format!("entry {} ({} {}, {})", entry.seq, entry.kind.word(), entry.subject, entry.at)
}

/// Walks the chain from the first entry; gives the head and the number of the entry with the expected hash.
pub(super) fn check_entries(ledger: &Ledger, expected: Option<&str>) -> Check<(Head, Option<i64>)> {
    let expected = match expected.map(|text| (text, Digest::parse(text))) {
        Some((text, None)) => {
            return fault("the expected head", format!("`{text}` is no hash: 64 hexadecimal digits"), Remedy::Compare);
        }
        Some((_, digest)) => digest,
        None => None,
    };
    let mut head = Head { seq: 0, hash: Digest::ZERO };
    let mut found = expected.filter(|digest| *digest == Digest::ZERO).map(|_| 0);
    let mut walk = Walk { ledger, after: 0 };
    while let Some(entry) = walk.next()? {
        check_entry(&entry, head, ledger)?;
        head = Head { seq: entry.seq, hash: entry.hash };
        if expected == Some(entry.hash) {
            found = Some(entry.seq);
        }
    }
    match expected {
        Some(digest) if found.is_none() => fault(
            "the chain",
            format!("none of its {} entries has the expected hash {digest}: it was cut off, or written anew", head.seq),
            Remedy::Compare,
        ),
        _ => Ok((head, found)),
    }
}

/// Entries one by one, so that a damaged one is known by its number.
struct Walk<'a> {
    ledger: &'a Ledger,
    after: i64,
}

impl Walk<'_> {
    fn next(&mut self) -> Check<Option<Entry>> {
        let read = || -> rusqlite::Result<Option<Entry>> {
            let sql = format!("SELECT {} FROM entry WHERE seq > ?1 ORDER BY seq LIMIT 1", crate::read::COLUMNS);
            let mut query = self.ledger.db.prepare_cached(&sql)?;
            let mut rows = query.query([self.after])?;
            rows.next()?.map(crate::read::entry_of).transpose()
        };
        let entry = read().map_err(|e| self.unreadable(e))?;
        if let Some(entry) = &entry {
            self.after = entry.seq;
        }
        Ok(entry)
    }

    /// Names the entry that cannot be read, as far as the rest of it can be.
    fn unreadable(&self, error: rusqlite::Error) -> Fault {
        let field = match &error {
            rusqlite::Error::FromSqlConversionFailure(column, ..) | rusqlite::Error::InvalidColumnType(column, ..) => {
                crate::read::COLUMNS.split(", ").nth(*column).unwrap_or("body")
            }
            _ => "body",
        };
        let named = self.ledger.db.query_row(
            "SELECT seq, kind, subject FROM entry WHERE seq > ?1 ORDER BY seq LIMIT 1",
            [self.after],
            |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?)),
        );
        let place = match named {
            Ok((seq, kind, subject)) => format!("entry {seq} ({kind} {subject}), its {field}"),
            Err(_) => format!("entry {}", self.after + 1),
        };
        met(place, self.ledger.error(error), Remedy::Restore)
    }
}

fn check_entry(entry: &Entry, before: Head, ledger: &Ledger) -> Check<()> {
    let place = place_of(entry);
    if entry.seq != before.seq + 1 {
        return fault(
            place,
            format!("the entry before it has number {}: some are missing", before.seq),
            Remedy::Restore,
        );
    }
    if entry.prev != before.hash {
        return fault(
            place,
            format!("its field prev is {}, and the entry before has the hash {}", entry.prev, before.hash),
            Remedy::Restore,
        );
    }
    let hash = entry.compute_hash();
    if hash != entry.hash {
        // The next entry repeats the hash: it tells whether the hash was changed or what it is of.
        let repeated = ledger.entry(entry.seq + 1).ok().flatten().map(|next| next.prev);
        let what = match repeated {
            Some(prev) if prev == hash => {
                format!("its field hash was changed: it is {} and must be {hash}", entry.hash)
            }
            _ => format!(
                "its fields (kind, subject, made_with, at, blob or body) are not what they were: their hash is {hash}, recorded is {}",
                entry.hash
            ),
        };
        return fault(place, what, Remedy::Restore);
    }
    Ok(())
}

/// Number and hash of stored bytes, and they themselves, if they can be unpacked.
type Stored = (i64, Digest, rusqlite::Result<Vec<u8>>);

/// Checks every piece of stored bytes, and that none is missing.
pub(super) fn check_blobs(ledger: &Ledger) -> Check<u64> {
    let mut after = i64::MIN;
    let mut count = 0;
    let read = |after: i64| -> rusqlite::Result<Option<Stored>> {
        let sql = "SELECT id, hash, size, packing, bytes FROM blob WHERE id > ?1 ORDER BY id LIMIT 1";
        let mut query = ledger.db.prepare_cached(sql)?;
        let mut rows = query.query([after])?;
        rows.next()?.map(|row| Ok((row.get(0)?, row.get(1)?, unpack(row, 2)))).transpose()
    };
    while let Some((id, hash, bytes)) =
        read(after).map_err(|e| met(format!("stored bytes after number {after}"), ledger.error(e), Remedy::Restore))?
    {
        let place = || format!("stored bytes {hash}{}", user_of(ledger, hash));
        let bytes = bytes.map_err(|e| met(place(), ledger.error(e), Remedy::Restore))?;
        if Digest::of(&bytes) != hash {
            return fault(place(), "they are not what they were: their hash is another", Remedy::Restore);
        }
        (after, count) = (id, count + 1);
    }
    let missing = "SELECT seq, subject FROM entry
                   WHERE blob IS NOT NULL AND NOT EXISTS (SELECT 1 FROM blob WHERE blob.hash = entry.blob) LIMIT 1";
    let mut query = ledger.db.prepare(missing).map_err(|e| met("stored bytes", ledger.error(e), Remedy::Restore))?;
    let mut rows = query
        .query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))
        .map_err(|e| met("stored bytes", ledger.error(e), Remedy::Restore))?;
    match rows.next().transpose().map_err(|e| met("stored bytes", ledger.error(e), Remedy::Restore))? {
        Some((seq, subject)) => {
            fault(format!("entry {seq} ({subject})"), "the bytes that belong to it are missing", Remedy::Restore)
        }
        None => Ok(count),
    }
}

/// " of entry 12 (r3f9)", where it can be told.
fn user_of(ledger: &Ledger, hash: Digest) -> String {
    ledger
        .db
        .query_row("SELECT seq, subject FROM entry WHERE blob = ?1", [hash], |row| {
            Ok(format!(" of entry {} ({})", row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
        })
        .unwrap_or_default()
}
