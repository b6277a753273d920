//! `Entry`: one line of the record, and the hash that chains it to the one before. Where entries are kept is left to others.

use crate::digest::{Digest, Fields};
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A report came in. Its subject is the report's id; a ledger has one such entry per report.
    Report,
    /// A report was read. Its subject is the report's id.
    Reading,
    /// A person said something about claims or events. Its subject is the judgement's id.
    Judgement,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 3] = [Kind::Report, Kind::Reading, Kind::Judgement];

    /// As it is written on disk.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Report => "report",
            Kind::Reading => "reading",
            Kind::Judgement => "judgement",
        }
    }
}

impl ToSql for Kind {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.word().into())
    }
}

impl FromSql for Kind {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Kind> {
        let word = value.as_str()?;
        Kind::ALL.into_iter().find(|kind| kind.word() == word).ok_or(FromSqlError::InvalidType)
    }
}

/// What is to be appended.
#[derive(Clone, Copy, Debug)]
pub struct NewEntry<'a> {
    /// What it is.
    pub kind: Kind,
    /// What it is about: see [`Kind`].
    pub subject: &'a str,
    /// What made it, where that may change: of a reading, the hash of the codebook.
    pub made_with: Option<&'a str>,
    /// When, RFC 3339 UTC. Kept as given: clocks go wrong, and `seq` orders.
    pub at: &'a str,
    /// What it says; up to 1 GB.
    pub body: &'a [u8],
    /// Bytes that belong to it and are kept once however often they come: of a report, the file as it came. Up to 1 GB.
    pub blob: Option<&'a [u8]>,
}

/// A line of the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its place: 1, 2, 3 and so on without a gap.
    pub seq: i64,
    /// What it is.
    pub kind: Kind,
    /// What it is about: see [`Kind`].
    pub subject: String,
    /// What made it.
    pub made_with: Option<String>,
    /// When, as the caller said.
    pub at: String,
    /// What it says.
    pub body: Vec<u8>,
    /// The hash of the bytes that belong to it: [`crate::Ledger::blob`] has them.
    pub blob: Option<Digest>,
    /// The hash of the entry before; [`Digest::ZERO`] for the first.
    pub prev: Digest,
    /// The hash over all of the above.
    pub hash: Digest,
}

impl Entry {
    /// The hash that the fields should have.
    pub(crate) fn compute_hash(&self) -> Digest {
        Fields::of("trucewatch entry 1")
            .number(self.seq)
            .text(self.kind.word())
            .text(&self.subject)
            .option(self.made_with.as_deref(), Fields::text)
            .text(&self.at)
            .option(self.blob.as_ref().map(Digest::as_bytes), |fields, hash| fields.bytes(hash))
            .bytes(self.prev.as_bytes())
            .bytes(&self.body)
            .digest()
    }
}

/// The newest entry: whoever notes its hash elsewhere can tell later that everything up to it is as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Number of the entry; 0 for an empty ledger.
    pub seq: i64,
    /// Its hash; [`Digest::ZERO`] for an empty ledger.
    pub hash: Digest,
}
