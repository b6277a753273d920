//! Backing a ledger up while others use it. The copy is checked before it gets its name.

use crate::error::{Cause, Error};
use crate::ledger::{Ledger, Mode};
use crate::verify::Verified;
use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};
use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};

impl Ledger {
    /// Copies the ledger as it is now to a file that does not exist yet, checks the copy whole, and only then gives it its
    /// name. The copy may be opened like any ledger. An interrupted backup leaves `TO.part` and an empty `TO`.
    pub fn backup(&self, to: impl AsRef<Path>) -> Result<Verified, Error> {
        let to = to.as_ref();
        // Taking the name first: whoever else wants it is told, and nothing is written over.
        OpenOptions::new().write(true).create_new(true).open(to).map_err(|e| Error::io(to, e))?;
        let part = part_of(to);
        let copied = self.copy_to(&part).and_then(|verified| {
            fs::rename(&part, to).map_err(|e| Error::io(to, e))?;
            Ok(verified)
        });
        if copied.is_err() {
            // The error that is told is the one that stopped the backup.
            let _ = fs::remove_file(&part);
            let _ = fs::remove_file(to);
        }
        copied
    }

    fn copy_to(&self, part: &Path) -> Result<Verified, Error> {
        OpenOptions::new().write(true).create_new(true).open(part).map_err(|e| Error::io(part, e))?;
        let copy = || -> rusqlite::Result<StepResult> {
            let mut target = Connection::open(part)?;
            // All in one step: the copy is of one moment, and others who write are not kept waiting by it.
            let done = Backup::new(&self.db, &mut target)?.step(-1)?;
            target.close().map_err(|(_, error)| error)?;
            Ok(done)
        };
        match copy().map_err(|e| Error::sqlite(part, e))? {
            StepResult::Done => {}
            _ => return Err(Error::new(&self.path, Cause::Busy)),
        }
        let copy = Ledger::open(part, Mode::ReadOnly)?;
        copy.verify(None).map_err(|fault| Error::new(part, Cause::Damaged(fault.to_string())))
    }
}

fn part_of(to: &Path) -> PathBuf {
    let mut name = to.as_os_str().to_owned();
    name.push(".part");
    name.into()
}
