//! The list of reports: what is shown and looked up of each without opening its entry. Derived from the report's entry by the
//! caller, and kept in step with the entries: a listed report is one that was appended, and the other way round.

use crate::digest::Fields;
use crate::error::Error;
use crate::ledger::Ledger;
use crate::read::PAGE;
use crate::search::Words;
use rusqlite::{Connection, OptionalExtension, Row, params};

/// What is listed of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Its id: the subject of its entries.
    pub id: String,
    /// When it was published, as far as is known: `2016-09-12` or an RFC 3339 time.
    pub published: Option<String>,
    /// Who published it.
    pub source: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// Where it stands.
    pub url: Option<String>,
    /// Id of the report whose text it carries.
    pub copy_of: Option<String>,
}

/// What an id, or the beginning of one, stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// No report.
    None,
    /// This one.
    One(Report),
    /// Several: the ids of the first ten.
    Many(Vec<String>),
}

const COLUMNS: &str = "id, published, source, title, url, copy_of";

fn report_of(row: &Row<'_>) -> rusqlite::Result<Report> {
    Ok(Report {
        id: row.get(0)?,
        published: row.get(1)?,
        source: row.get(2)?,
        title: row.get(3)?,
        url: row.get(4)?,
        copy_of: row.get(5)?,
    })
}

impl Report {
    pub(crate) fn checksum(&self, seq: i64, words: Words) -> [u8; 8] {
        let text = |field: &Option<String>, fields: Fields| fields.option(field.as_deref(), Fields::text);
        let mut fields = Fields::of("trucewatch report 1").number(seq).text(&self.id);
        for field in [&self.published, &self.source, &self.title, &self.url, &self.copy_of] {
            fields = text(field, fields);
        }
        fields.number(words.count).number(words.sum).digest().checksum()
    }

    pub(crate) fn write(&self, db: &Connection, seq: i64, words: Words) -> rusqlite::Result<()> {
        db.prepare_cached(
            "INSERT INTO report (seq, id, published, source, title, url, copy_of, words_count, words_sum, checksum)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
             ON CONFLICT (seq) DO UPDATE SET published = ?3, source = ?4, title = ?5, url = ?6, copy_of = ?7,
                 words_count = ?8, words_sum = ?9, checksum = ?10",
        )?
        .execute(params![
            seq,
            self.id,
            self.published,
            self.source,
            self.title,
            self.url,
            self.copy_of,
            words.count,
            words.sum,
            self.checksum(seq, words)
        ])?;
        Ok(())
    }
}

/// One row as it is stored: for checking.
pub(crate) struct Listed {
    pub(crate) seq: i64,
    pub(crate) report: Report,
    pub(crate) words: Words,
    pub(crate) checksum: Vec<u8>,
}

impl Ledger {
    /// Whether this report is there.
    pub fn has_report(&self, id: &str) -> Result<bool, Error> {
        self.db
            .prepare_cached("SELECT 1 FROM report WHERE id = ?1")
            .and_then(|mut query| query.exists([id]))
            .map_err(|e| self.error(e))
    }

    /// The report with this id.
    pub fn report(&self, id: &str) -> Result<Option<Report>, Error> {
        self.db
            .prepare_cached(&format!("SELECT {COLUMNS} FROM report WHERE id = ?1"))
            .and_then(|mut query| query.query_row([id], report_of).optional())
            .map_err(|e| self.error(e))
    }

    /// The report with this id, else the one whose id begins so.
    pub fn find_report(&self, beginning: &str) -> Result<Found, Error> {
        if let Some(report) = self.report(beginning)? {
            return Ok(Found::One(report));
        }
        let mut found: Vec<Report> = self
            .db
            .prepare_cached(&format!("SELECT {COLUMNS} FROM report WHERE id >= ?1 ORDER BY id LIMIT 10"))
            .and_then(|mut query| query.query_map([beginning], report_of)?.collect())
            .map_err(|e| self.error(e))?;
        found.retain(|report| report.id.starts_with(beginning));
        Ok(match found.len() {
            0 => Found::None,
            1 => Found::One(found.remove(0)),
            _ => Found::Many(found.into_iter().map(|report| report.id).collect()),
        })
    }

    /// The reports that carry this one's text.
    pub fn copies_of(&self, id: &str) -> Result<Vec<Report>, Error> {
        self.db
            .prepare_cached(&format!("SELECT {COLUMNS} FROM report WHERE copy_of = ?1 ORDER BY seq"))
            .and_then(|mut query| query.query_map([id], report_of)?.collect())
            .map_err(|e| self.error(e))
    }

    /// All reports in the order in which they came; a few at a time.
    pub fn reports(&self) -> impl Iterator<Item = Result<Report, Error>> {
        self.report_rows().map(|row| row.map(|row| row.report))
    }

    pub(crate) fn report_rows(&self) -> impl Iterator<Item = Result<Listed, Error>> {
        let sql = format!(
            "SELECT {COLUMNS}, seq, words_count, words_sum, checksum FROM report WHERE seq > ?1 ORDER BY seq LIMIT {PAGE}"
        );
        self.in_pages(i64::MIN, move |after| {
            let page: rusqlite::Result<Vec<Listed>> = self
                .db
                .prepare_cached(&sql)?
                .query_map([after], |row| {
                    let words = Words { count: row.get(7)?, sum: row.get(8)? };
                    Ok(Listed { seq: row.get(6)?, report: report_of(row)?, words, checksum: row.get(9)? })
                })?
                .collect();
            let page = page?;
            let last = page.last().map_or(*after, |row| row.seq);
            Ok((page, last))
        })
    }

    /// Number of the report's entry, and what the search index holds of it.
    pub(crate) fn listing(&self, id: &str) -> Result<Option<(i64, Words)>, Error> {
        let of = |row: &Row<'_>| Ok((row.get(0)?, Words { count: row.get(1)?, sum: row.get(2)? }));
        self.db
            .prepare_cached("SELECT seq, words_count, words_sum FROM report WHERE id = ?1")
            .and_then(|mut query| query.query_row([id], of).optional())
            .map_err(|e| self.error(e))
    }
}
