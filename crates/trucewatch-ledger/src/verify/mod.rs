//! Verifying: walks everything that the file holds and names the first thing that is wrong, and what to do about it.
//! `chain` looks at entries and stored bytes, `derived` at the list of reports and derived rows, `index` at the search index,
//! `file` at the file itself.

mod chain;
mod derived;
mod file;
mod index;

use crate::entry::Head;
use crate::error::Error;
use crate::ledger::Ledger;
use std::fmt;

/// What was checked, where nothing was wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The newest entry. Noted elsewhere, it proves later that nothing up to it was touched.
    pub head: Head,
    /// Number of the entry whose hash was expected, if one was.
    pub expected: Option<i64>,
    /// Stored bytes: how many pieces.
    pub blobs: u64,
    /// Listed reports.
    pub reports: u64,
    /// Derived rows.
    pub derived: u64,
    /// Words in the search index.
    pub words: u64,
}

/// The first thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where: "entry 12 (reading of r3f9)", "derived row ceasefire/cf1", "the file".
    pub place: String,
    /// What is wrong there.
    pub what: String,
    /// What to do.
    pub remedy: Remedy,
}

/// What to do about a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Entries or stored bytes are wrong: only a backup has them.
    Restore,
    /// Only what is derived is wrong: it can be made again, here or after [`Ledger::salvage`] in a new file.
    Rebuild,
    /// The ledger is sound in itself, but another one than was expected.
    Compare,
    /// It could not be checked; the fault says why.
    Retry,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let remedy = match self.remedy {
            Remedy::Restore => "Keep this file, and go on with a backup that verifies",
            Remedy::Rebuild => {
                "Entries and stored bytes are sound; `rebuild` makes the rest again, in a new file if this one cannot be mended"
            }
            Remedy::Compare => "Compare with a backup from when the hash was noted",
            Remedy::Retry => "Verify again when that is mended",
        };
        write!(f, "{}: {}. {remedy}", self.place, self.what)
    }
}

impl std::error::Error for Fault {}

/// What a check of one part finds.
type Check<T> = Result<T, Fault>;

fn fault<T>(place: impl Into<String>, what: impl Into<String>, remedy: Remedy) -> Check<T> {
    Err(Fault { place: place.into(), what: what.into(), remedy })
}

/// An error met while checking, as the fault of the place where it was met.
fn met(place: impl Into<String>, error: Error, remedy: Remedy) -> Fault {
    use crate::error::Cause::{Busy, Damaged, Full, ReadOnly};
    let (what, remedy) = match error.cause {
        Damaged(what) => (what, remedy),
        cause @ (Busy | Full | ReadOnly) => (Error { path: error.path, cause }.to_string(), Remedy::Retry),
        cause => (Error { path: error.path, cause }.to_string(), remedy),
    };
    Fault { place: place.into(), what, remedy }
}

impl Ledger {
    /// Checks everything: each entry against its hash and the one before, stored bytes against theirs, the list of reports against
    /// the entries, derived rows and the search index against their checksums, and the pages of the file. `expected_head` is
    /// a head that was noted elsewhere: some entry must have this hash, else the ledger was cut off or written anew.
    ///
    /// Others may read and write meanwhile; what they add is not looked at.
    pub fn verify(&self, expected_head: Option<&str>) -> Result<Verified, Fault> {
        let outside = self.db.is_autocommit();
        if outside {
            self.execute("BEGIN")?;
        }
        let verified = self.verify_all(expected_head);
        if outside {
            self.execute("ROLLBACK")?;
        }
        verified
    }

    fn execute(&self, sql: &str) -> Check<()> {
        self.db.execute_batch(sql).map_err(|e| met("the file", self.error(e), Remedy::Restore))
    }

    fn verify_all(&self, expected_head: Option<&str>) -> Check<Verified> {
        file::check_header(self)?;
        file::check_schema(self)?;
        let (head, expected) = chain::check_entries(self, expected_head)?;
        let blobs = chain::check_blobs(self)?;
        let reports = derived::check_reports(self)?;
        let derived = derived::check_rows(self, head)?;
        let words = index::check_index(self)?;
        file::check_pages(self)?;
        Ok(Verified { head, expected, blobs, reports, derived, words })
    }
}
