//! `Ledger`: opening and making the file, and what must hold before anything is read from it or written to it.

use crate::batch::Batch;
use crate::digest::Digest;
use crate::entry::{Entry, Head, NewEntry};
use crate::error::{Cause, Error};
use crate::schema;
use rusqlite::{Connection, OpenFlags, OptionalExtension};
use std::fs::{File, OpenOptions};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What a ledger is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Reading and appending. One process at a time writes; the others wait.
    ReadWrite,
    /// Reading. It waits for nobody, and nobody waits for it.
    ReadOnly,
}

/// An open ledger. Use one per thread: they may be open on the same file.
#[derive(Debug)]
pub struct Ledger {
    pub(crate) db: Connection,
    pub(crate) path: PathBuf,
    mode: Mode,
}

/// How long a second writer waits for the first unless told otherwise.
const WAIT: Duration = Duration::from_secs(30);

/// Memory for pages of a ledger that is written, in KiB.
const CACHE_KIB: i64 = 65536;

/// Bytes of a page. Bodies are a few kilobytes: several fit a page of 16, and little of it stays empty.
pub(crate) const PAGE_SIZE: u64 = 16384;

impl Ledger {
    /// Makes an empty ledger where no file is.
    pub fn create(path: impl AsRef<Path>) -> Result<Ledger, Error> {
        let path = path.as_ref();
        OpenOptions::new().write(true).create_new(true).open(path).map_err(|e| match e.kind() {
            std::io::ErrorKind::NotFound => {
                Error::new(path, Cause::Other("there is no such folder; make it first".into()))
            }
            _ => Error::io(path, e),
        })?;
        Ledger::open(path, Mode::ReadWrite)
    }

    /// Opens a ledger. A file of an older format, and an empty one (making it was interrupted), is brought up to date if it may be
    /// written.
    pub fn open(path: impl AsRef<Path>, mode: Mode) -> Result<Ledger, Error> {
        let path = path.as_ref();
        check_magic(path)?;
        let mut db = connect(path, mode).map_err(|e| Error::sqlite(path, e))?;
        // What SQLite cannot make sense of before anything was asked of it is damage.
        let sqlite = |e| match Error::sqlite(path, e) {
            Error { path, cause: Cause::Other(what) } => Error { path, cause: Cause::Damaged(what) },
            error => error,
        };
        let format = schema::format(&db).map_err(sqlite)?;
        let id: i64 = db.query_row("PRAGMA application_id", [], |row| row.get(0)).map_err(sqlite)?;
        let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).map_err(sqlite)?;
        let empty = (id, format, tables) == (0, 0, 0);
        if id != schema::APPLICATION_ID && !empty {
            return Err(Error::new(path, Cause::NotALedger("it is a SQLite database of something else".into())));
        }
        if !(0..=schema::FORMAT).contains(&format) {
            return Err(Error::new(path, Cause::Newer { format, known: schema::FORMAT }));
        }
        match mode {
            Mode::ReadWrite if db.is_readonly("main").map_err(sqlite)? => {
                return Err(Error::new(path, Cause::ReadOnly));
            }
            Mode::ReadWrite => {
                prepare_writing(&mut db, format).map_err(sqlite)?;
                if empty {
                    sync_folder(path).map_err(|e| Error::io(path, e))?;
                }
            }
            Mode::ReadOnly if empty => {
                return Err(Error::new(path, Cause::NotALedger("it is empty: making it was interrupted".into())));
            }
            Mode::ReadOnly if format < schema::FORMAT => return Err(Error::new(path, Cause::Older { format })),
            Mode::ReadOnly => {}
        }
        Ok(Ledger { db, path: path.to_owned(), mode })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How long to wait for another process that writes before saying so. 30 seconds unless set.
    pub fn set_wait(&mut self, wait: Duration) -> Result<(), Error> {
        self.db.busy_timeout(wait).map_err(|e| self.error(e))
    }

    /// Lets the file grow to about so many bytes and no further: what does not fit is refused as on a full disk.
    pub fn limit_size(&mut self, bytes: u64) -> Result<(), Error> {
        let pages = bytes.div_ceil(PAGE_SIZE).max(1);
        self.db.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(())).map_err(|e| self.error(e))
    }

    /// Begins a batch of changes, which become true together when it is committed. Waits for another writer.
    pub fn begin(&mut self) -> Result<Batch<'_>, Error> {
        match self.mode {
            Mode::ReadWrite => Batch::begin(self),
            Mode::ReadOnly => Err(Error::new(&self.path, Cause::OpenedForReading)),
        }
    }

    /// Appends entries: all or none. When it returns them they are on the disk.
    pub fn append(&mut self, entries: &[NewEntry<'_>]) -> Result<Vec<Entry>, Error> {
        let mut batch = self.begin()?;
        let appended = entries.iter().map(|entry| batch.append(entry)).collect::<Result<_, _>>()?;
        batch.commit()?;
        Ok(appended)
    }

    /// The newest entry's number and hash.
    pub fn head(&self) -> Result<Head, Error> {
        let newest = |row: &rusqlite::Row<'_>| Ok(Head { seq: row.get(0)?, hash: row.get(1)? });
        let head = self
            .db
            .prepare_cached("SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1")
            .and_then(|mut query| query.query_row([], newest).optional())
            .map_err(|e| self.error(e))?;
        Ok(head.unwrap_or(Head { seq: 0, hash: Digest::ZERO }))
    }

    pub(crate) fn error(&self, error: rusqlite::Error) -> Error {
        Error::sqlite(&self.path, error)
    }
}

/// Looks at the first bytes before SQLite does, which would take any file of up to a page for an empty database.
fn check_magic(path: &Path) -> Result<(), Error> {
    let mut start = Vec::new();
    File::open(path).and_then(|file| file.take(16).read_to_end(&mut start)).map_err(|e| match e.kind() {
        std::io::ErrorKind::PermissionDenied => Error::new(path, Cause::Other("the file may not be read".into())),
        _ => Error::io(path, e),
    })?;
    if start.is_empty() || start == b"SQLite format 3\0" {
        return Ok(());
    }
    Err(Error::new(
        path,
        Cause::NotALedger("it does not begin as one; it is another file, or its first page is damaged".into()),
    ))
}

/// The name of a new file must outlive a power cut as its contents do.
fn sync_folder(path: &Path) -> std::io::Result<()> {
    match path.canonicalize()?.parent() {
        // Elsewhere folders cannot be opened, and need not be.
        Some(folder) if cfg!(unix) => File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}

fn connect(path: &Path, mode: Mode) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_NO_MUTEX;
    // Readers, too, open it for writing where they may: who closes it last clears the log away. `begin` keeps them from more.
    let mut db = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    if mode == Mode::ReadOnly && schema::format(&db).is_err() && !log_of(path).exists() {
        // Where nothing may be written, readers cannot say that they read. If nobody has it open, they need not.
        let read_only = flags | OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
        db = Connection::open_with_flags(immutable(path), read_only)?;
    }
    db.busy_timeout(WAIT)?;
    db.set_prepared_statement_cache_capacity(64);
    // Damage is found where it is and not where it leads.
    db.pragma_update(None, "cell_size_check", true)?;
    db.pragma_update(None, "trusted_schema", false)?;
    Ok(db)
}

/// The write-ahead log: what was written and is not in the file yet.
pub(crate) fn log_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    name.into()
}

fn immutable(path: &Path) -> String {
    let escaped: String = path
        .as_os_str()
        .as_encoded_bytes()
        .iter()
        .map(|&b| {
            if b.is_ascii_alphanumeric() || b"/._-".contains(&b) {
                (b as char).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect();
    format!("file:{escaped}?immutable=1")
}

fn prepare_writing(db: &mut Connection, format: i64) -> rusqlite::Result<()> {
    db.pragma_update(None, "page_size", PAGE_SIZE as i64)?;
    db.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    // Ids and hashes come in no order: the pages of their indexes stay at hand while many are added.
    db.pragma_update(None, "cache_size", -CACHE_KIB)?;
    // An acknowledged entry is on the disk and not on its way there.
    db.pragma_update(None, "synchronous", "FULL")?;
    db.query_row("PRAGMA journal_size_limit = 67108864", [], |_| Ok(()))?;
    if format < schema::FORMAT { schema::migrate(db) } else { Ok(()) }
}
