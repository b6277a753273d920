//! The record: a ledger of reports, readings and judgements, and the events that follow from them. This room brings reading,
//! ledger and `link` together; each of them knows nothing of the others.

mod add;
mod card;
mod derive;
mod export;
mod fetch;
mod filter;
mod judge;
mod lines;
mod query;
mod queue;
mod same_text;
mod voices;
mod weave;

pub use add::{Addition, Summary};
pub use card::ClaimCard;
pub use derive::EventId;
pub use export::today;
pub use fetch::Harvest;
pub use filter::{ClaimQuery, Within};
pub use judge::{Said, Target, marks, to_json as judgement_json};
pub use lines::{CeasefireLine, IncidentLine};
pub use query::{ClaimLine, ReportView};
pub use voices::{Dispute, Outlet, PartyNamed, Quoted, Voices};

use crate::link::Linker;
use sha2::{Digest as _, Sha256};
use std::sync::Arc;
use std::{fmt, path::Path};
use trucewatch_codebook::Data;
use trucewatch_ledger::{Ledger, Mode};
use trucewatch_model::Document;

pub use trucewatch_ledger as ledger;

/// An open record.
pub struct Record {
    ledger: Ledger,
    codebook: Arc<Data>,
    /// Made when it is first needed.
    linker: Option<Linker>,
}

/// What went wrong, in words that say where and what to do.
#[derive(Debug)]
pub enum Error {
    /// The ledger's file.
    Ledger(ledger::Error),
    /// An entry holds what this program cannot make sense of.
    Entry {
        /// What it is about.
        subject: String,
        /// What is wrong.
        what: String,
    },
    /// An id that nothing, or more than one thing, has.
    Id {
        /// As given.
        given: String,
        /// What could be meant; empty where nothing is.
        candidates: Vec<String>,
        /// What was looked for: "report", "ceasefire", ...
        sought: &'static str,
    },
    /// A judgement that cannot be taken; why.
    Judgement(String),
}

impl Record {
    /// Opens the record in the file `path`, for writing or only for reading.
    ///
    /// # Errors
    /// As [`Ledger::open`].
    pub fn open(path: &Path, mode: Mode, codebook: impl Into<Arc<Data>>) -> Result<Self, Error> {
        Ok(Record { ledger: Ledger::open(path, mode)?, codebook: codebook.into(), linker: None })
    }

    /// Opens the record for writing, and makes an empty one where no file is.
    ///
    /// # Errors
    /// As [`Ledger::create`] and [`Ledger::open`].
    pub fn open_or_create(path: &Path, codebook: impl Into<Arc<Data>>) -> Result<Self, Error> {
        let ledger = if path.exists() { Ledger::open(path, Mode::ReadWrite)? } else { Ledger::create(path)? };
        Ok(Record { ledger, codebook: codebook.into(), linker: None })
    }

    /// The ledger underneath: its chain, backup, figures.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }
}

/// A report's id: `r` and 12 hex digits, of what the report says and who published it when. The same on every machine, and the
/// same for the same report in another file.
pub fn report_id(document: &Document) -> String {
    let mut hash = Sha256::new();
    let published = document.published.map(|at| at.to_string());
    for field in [document.source.as_deref(), published.as_deref(), document.title.as_deref(), Some(&document.text)] {
        let field = field.unwrap_or_default();
        hash.update((field.len() as u64).to_be_bytes());
        hash.update(field);
    }
    let hex: String = hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    format!("r{hex}")
}

/// What made a reading: the program's version, and a hash of the codebook and of the learned layers. A reading made with
/// something else may differ.
pub fn fingerprint(codebook: &Data) -> String {
    let mut hash = Sha256::new();
    hash.update(serde_json::to_vec(codebook).unwrap_or_default());
    for layer in trucewatch_text::learned_layers() {
        hash.update((layer.len() as u64).to_be_bytes());
        hash.update(layer);
    }
    let hex: String = hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("{}+{hex}", env!("CARGO_PKG_VERSION"))
}

impl From<ledger::Error> for Error {
    fn from(error: ledger::Error) -> Self {
        Error::Ledger(error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Ledger(error) => error.fmt(f),
            Error::Entry { subject, what } => write!(f, "the entry of {subject} cannot be read: {what}"),
            Error::Id { given, candidates, sought } if candidates.is_empty() => {
                write!(f, "there is no {sought} {given}")
            }
            Error::Id { given, candidates, sought } => {
                write!(f, "{given} may be more than one {sought}: {}", candidates.join(", "))
            }
            Error::Judgement(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for Error {}
