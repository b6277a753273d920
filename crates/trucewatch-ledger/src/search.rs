//! Full-text search over reports. The index holds folded words and where they stand, not the texts. What people type is never an
//! error: words, "phrases" and beginnings* are understood, and everything else is taken for words.

use crate::error::Error;
use crate::fold::fold;
use crate::ledger::Ledger;
use rusqlite::{Connection, params};

/// A report that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Its id.
    pub report: String,
    /// How well it fits (BM25, where a word of the headline counts as five of the text): more is better.
    pub score: f64,
}

/// What the index holds of one report: how many words, and a sum over each word and its place. Lets `verify` compare the index with
/// what was put into it, since the texts are not kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Words {
    pub(crate) count: i64,
    pub(crate) sum: i64,
}

/// The index's columns in their order.
pub(crate) const COLUMNS: [&str; 3] = ["title", "text", "words"];

impl Words {
    /// Counts in a word of a column.
    pub(crate) fn add(&mut self, column: usize, place: i64, word: &str) {
        // FNV-1a over column, place and word.
        let place = place.to_be_bytes();
        let bytes = std::iter::once(column as u8).chain(place).chain(word.bytes());
        let hash =
            bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        self.count += 1;
        self.sum = self.sum.wrapping_add(hash as i64);
    }
}

/// Puts a report's texts into the index, in place of those before.
pub(crate) fn put(db: &Connection, seq: i64, before: Words, texts: [&str; 3]) -> rusqlite::Result<Words> {
    if before.count > 0 {
        db.prepare_cached("DELETE FROM search WHERE rowid = ?1")?.execute([seq])?;
    }
    let folded = texts.map(fold);
    let mut words = Words::default();
    for (column, text) in folded.iter().enumerate() {
        for (place, word) in text.split(' ').filter(|word| !word.is_empty()).enumerate() {
            words.add(column, place as i64, word);
        }
    }
    if words.count > 0 {
        let [title, text, further] = folded;
        db.prepare_cached("INSERT INTO search (rowid, title, text, words) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![seq, title, text, further])?;
    }
    Ok(words)
}

/// More words than these are not looked for.
const MOST_TERMS: usize = 64;

/// What people type as FTS5 has it: every term quoted, all of them wanted. `None` where there is no word in it.
fn parse(query: &str) -> Option<String> {
    let mut terms = Vec::new();
    let mut rest = query;
    while let Some(start) = rest.find(|c: char| !c.is_whitespace()) {
        rest = &rest[start..];
        let is_quote = |c: char| matches!(c, '"' | '“' | '”' | '„');
        let (term, prefix);
        if let Some(quoted) = rest.strip_prefix(is_quote) {
            let end = quoted.find(is_quote).unwrap_or(quoted.len());
            let behind = quoted[end..].trim_start_matches(is_quote);
            (term, prefix, rest) = (&quoted[..end], behind.starts_with('*'), behind.trim_start_matches('*'));
        } else {
            let end = rest.find(|c: char| c.is_whitespace() || is_quote(c)).unwrap_or(rest.len());
            (term, prefix, rest) = (&rest[..end], rest[..end].ends_with('*'), &rest[end..]);
        }
        let folded = fold(term);
        if !folded.is_empty() && terms.len() < MOST_TERMS {
            terms.push(format!("\"{folded}\"{}", if prefix { "*" } else { "" }));
        }
    }
    (!terms.is_empty()).then(|| terms.join(" AND "))
}

impl Ledger {
    /// The reports that hold all words of the query, best first, the earlier added first among equals. `"two words"` must stand
    /// together, `shel*` is any word that begins so. A query without a word finds nothing.
    pub fn search(&self, query: &str, limit: usize, offset: usize) -> Result<Vec<Hit>, Error> {
        let Some(terms) = parse(query) else { return Ok(Vec::new()) };
        let bound = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        self.db
            .prepare_cached(
                "SELECT report.id, -found.score
                 FROM (SELECT rowid, bm25(search, 5.0, 1.0, 1.0) AS score FROM search WHERE search MATCH ?1
                       ORDER BY score, rowid LIMIT ?2 OFFSET ?3) AS found
                 JOIN report ON report.seq = found.rowid ORDER BY found.score, found.rowid",
            )
            .and_then(|mut find| {
                find.query_map(params![terms, bound(limit), bound(offset)], |row| {
                    Ok(Hit { report: row.get(0)?, score: row.get(1)? })
                })?
                .collect()
            })
            .map_err(|e| self.error(e))
    }

    /// How many reports hold all words of the query.
    pub fn count_found(&self, query: &str) -> Result<usize, Error> {
        let Some(terms) = parse(query) else { return Ok(0) };
        self.db
            .prepare_cached("SELECT count(*) FROM search WHERE search MATCH ?1")
            .and_then(|mut count| count.query_row([terms], |row| row.get::<_, i64>(0)))
            .map(|count| count as usize)
            .map_err(|e| self.error(e))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_words_phrases_and_beginnings() {
        for (query, terms) in [
            ("Aleppo truce", Some("\"aleppo\" AND \"truce\"")),
            ("\"humanitarian pause\" shel*", Some("\"humanitarian pause\" AND \"shel\"*")),
            ("al-Bab", Some("\"al bab\"")),
            ("“open quote", Some("\"open quote\"")),
            ("a\"b c\"* d", Some("\"a\" AND \"b c\"* AND \"d\"")),
            (
                "NEAR(a b) OR NOT -c title:x ^y",
                Some("\"near a\" AND \"b\" AND \"or\" AND \"not\" AND \"c\" AND \"title x\" AND \"y\""),
            ),
            ("\"\" * ** \" ( ) '", None),
            ("", None),
        ] {
            assert_eq!(parse(query).as_deref(), terms, "{query}");
        }
    }
}
