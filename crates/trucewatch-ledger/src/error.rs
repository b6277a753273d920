//! `Error`: what went wrong with a ledger, which file it is, and what to do.

use rusqlite::ErrorCode;
use std::fmt;
use std::path::{Path, PathBuf};

/// What went wrong. Its text names the file and says what to do.
#[derive(Debug)]
pub struct Error {
    /// The ledger.
    pub path: PathBuf,
    /// What it was.
    pub cause: Cause,
}

/// The ways in which it can go wrong.
#[derive(Debug)]
pub enum Cause {
    /// There is no such file.
    Missing,
    /// There is a file already where a new one was to be made.
    Exists,
    /// The file is something else; what, in words.
    NotALedger(String),
    /// A newer program made it.
    Newer {
        /// Its format.
        format: i64,
        /// The newest one known here.
        known: i64,
    },
    /// It has an older format, and may not be written to bring it up to date.
    Older {
        /// Its format.
        format: i64,
    },
    /// The file or its folder may not be written.
    ReadOnly,
    /// The ledger was opened for reading only.
    OpenedForReading,
    /// Another process writes and did not finish in time.
    Busy,
    /// No space is left. What was acknowledged before is safe.
    Full,
    /// The report is there already: its id.
    Known(String),
    /// Nothing with this id was added: what for, and the id.
    Unknown(&'static str, String),
    /// The file is damaged; where and how, in words.
    Damaged(String),
    /// Something else, in the words of the system or of SQLite.
    Other(String),
}

impl Error {
    pub(crate) fn new(path: &Path, cause: Cause) -> Error {
        Error { path: path.to_owned(), cause }
    }

    pub(crate) fn io(path: &Path, error: std::io::Error) -> Error {
        use std::io::ErrorKind::{AlreadyExists, NotFound, PermissionDenied, ReadOnlyFilesystem, StorageFull};
        let cause = match error.kind() {
            NotFound => Cause::Missing,
            AlreadyExists => Cause::Exists,
            PermissionDenied | ReadOnlyFilesystem => Cause::ReadOnly,
            StorageFull => Cause::Full,
            _ => Cause::Other(error.to_string()),
        };
        Error::new(path, cause)
    }

    pub(crate) fn sqlite(path: &Path, error: rusqlite::Error) -> Error {
        let cause = match &error {
            rusqlite::Error::SqliteFailure(failure, message) => match failure.code {
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Cause::Busy,
                ErrorCode::DiskFull => Cause::Full,
                ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied => Cause::ReadOnly,
                ErrorCode::DatabaseCorrupt => Cause::Damaged(format!(
                    "a page cannot be read ({})",
                    message.as_deref().unwrap_or("malformed").replace('\n', " ")
                )),
                ErrorCode::NotADatabase => {
                    Cause::NotALedger("it is no SQLite database, or its first page is damaged".into())
                }
                _ => Cause::Other(error.to_string()),
            },
            rusqlite::Error::FromSqlConversionFailure(_, _, why) => Cause::Damaged(why.to_string()),
            rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::Utf8Error(..) => Cause::Damaged(error.to_string()),
            _ => Cause::Other(error.to_string()),
        };
        Error::new(path, cause)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.path.display())?;
        match &self.cause {
            Cause::Missing => f.write_str("there is no such ledger"),
            Cause::Exists => f.write_str("a file of this name exists; it is left as it is. Choose another name"),
            Cause::NotALedger(what) => write!(f, "this is no trucewatch ledger: {what}"),
            Cause::Newer { format, known } => write!(
                f,
                "the ledger has format {format}, and this program knows formats up to {known}. Use a newer trucewatch"
            ),
            Cause::Older { format } => {
                write!(f, "the ledger has the older format {format}. Open it once where it may be written, to bring it up to date")
            }
            Cause::ReadOnly => {
                f.write_str("the file or its folder may not be written. Change the permissions, or copy the ledger elsewhere")
            }
            Cause::OpenedForReading => f.write_str("the ledger was opened for reading only"),
            Cause::Busy => f.write_str("another process writes to this ledger. Try again when it is done"),
            Cause::Full => f.write_str(
                "no space is left for the ledger. What was acknowledged is kept, the rest was not added; free space and add it again",
            ),
            Cause::Known(id) => write!(f, "report {id} is in the ledger already"),
            Cause::Unknown(what, id) => write!(f, "{what}: no report {id} is in the ledger"),
            Cause::Damaged(what) => write!(
                f,
                "the ledger is damaged: {what}. Keep the file as it is and verify it; if that does not open it either, go on with a backup"
            ),
            Cause::Other(what) => f.write_str(what),
        }
    }
}

impl std::error::Error for Error {}
