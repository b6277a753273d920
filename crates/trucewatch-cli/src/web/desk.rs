//! The record, held open for many readers and one writer. Every call blocks; the server makes them off its own threads.

use super::catalog::Catalog;
use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};
use trucewatch::{
    codebook::Data,
    record::{
        Error, Record, Voices,
        ledger::{Head, Mode},
    },
    views::Doubt,
};

/// Doubts that are kept for review; the others wait until these are answered.
const DOUBTS: usize = 500;

/// Something that follows from the events, and is made anew when they change.
struct Kept<T>(Mutex<Option<(Option<Head>, Arc<T>)>>);

impl<T> Kept<T> {
    fn get(&self, record: &Record, make: impl FnOnce() -> Result<T, Error>) -> Result<Arc<T>, Error> {
        let head = record.ledger().derived_head()?;
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &*kept {
            Some((of, value)) if *of == head => Ok(value.clone()),
            _ => {
                let value = Arc::new(make()?);
                *kept = Some((head, value.clone()));
                Ok(value)
            }
        }
    }
}

/// A record in use.
pub struct Desk {
    path: PathBuf,
    codebook: Arc<Data>,
    /// Readers that nobody uses at the moment.
    idle: Mutex<Vec<Record>>,
    writer: Mutex<Option<Record>>,
    catalog: Mutex<Option<Arc<Catalog>>>,
    doubts: Kept<Vec<Doubt>>,
    voices: Kept<Voices>,
}

impl Desk {
    /// Opens the record in a file, and makes an empty one where no file is.
    ///
    /// # Errors
    /// As [`Record::open_or_create`].
    pub fn open(path: PathBuf, codebook: impl Into<Arc<Data>>) -> Result<Self, Error> {
        let codebook = codebook.into();
        if !path.exists() {
            Record::open_or_create(&path, codebook.clone())?;
        }
        let reader = Record::open(&path, Mode::ReadOnly, codebook.clone())?;
        Ok(Desk {
            path,
            codebook,
            idle: Mutex::new(vec![reader]),
            writer: Mutex::new(None),
            catalog: Mutex::new(None),
            doubts: Kept(Mutex::new(None)),
            voices: Kept(Mutex::new(None)),
        })
    }

    /// The record's file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The codebook that the record is read with.
    pub fn codebook(&self) -> &Arc<Data> {
        &self.codebook
    }

    /// Reads in the record. Any number may read at once, also while somebody writes.
    ///
    /// # Errors
    /// Those of `read`, and of opening another reader.
    pub fn read<T>(&self, read: impl FnOnce(&Record) -> Result<T, Error>) -> Result<T, Error> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let record = match idle {
            Some(record) => record,
            None => Record::open(&self.path, Mode::ReadOnly, self.codebook.clone())?,
        };
        let done = read(&record);
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(record);
        done
    }

    /// Writes in the record; one after the other.
    ///
    /// # Errors
    /// Those of `write`, and where another process is writing.
    pub fn write<T>(&self, write: impl FnOnce(&mut Record) -> Result<T, Error>) -> Result<T, Error> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let record = match &mut *writer {
            Some(record) => record,
            none => none.insert(Record::open(&self.path, Mode::ReadWrite, self.codebook.clone())?),
        };
        write(record)
    }

    /// All events in short, as they are now.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn catalog(&self) -> Result<Arc<Catalog>, Error> {
        self.read(|record| {
            let head = record.ledger().derived_head()?;
            let mut kept = self.catalog.lock().unwrap_or_else(PoisonError::into_inner);
            match &*kept {
                Some(catalog) if catalog.head == head => Ok(catalog.clone()),
                _ => {
                    let catalog = Arc::new(Catalog::new(record, head)?);
                    *kept = Some(catalog.clone());
                    Ok(catalog)
                }
            }
        })
    }

    /// What a person should look at, the gravest first, as it is now.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn doubts(&self) -> Result<Arc<Vec<Doubt>>, Error> {
        self.read(|record| self.doubts.get(record, || record.doubts(DOUBTS)))
    }

    /// Who speaks, as it is now.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn voices(&self) -> Result<Arc<Voices>, Error> {
        self.read(|record| self.voices.get(record, || record.voices()))
    }
}
