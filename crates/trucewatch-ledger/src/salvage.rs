//! Getting out of a damaged file what is sound. Entries and stored bytes make the same chain wherever they are appended in the same
//! order; so a file whose derived parts or pages are damaged is copied, entry by entry, to a new one.

use crate::batch::Batch;
use crate::entry::{Entry, NewEntry};
use crate::error::{Cause, Error};
use crate::ledger::Ledger;
use std::path::Path;

/// How many entries become true together.
const BATCH: usize = 500;

impl Ledger {
    /// Makes a new ledger with all entries and stored bytes of this one, and the same head. Its reports are listed by their ids
    /// only, and what is derived is left to be made again. Stops with an error at the first entry that is not sound; those before
    /// it are in the new file.
    pub fn salvage(&self, to: impl AsRef<Path>) -> Result<Ledger, Error> {
        let mut copy = Ledger::create(to)?;
        let mut entries = self.entries_one_by_one().peekable();
        while entries.peek().is_some() {
            let mut batch = copy.begin()?;
            let copied = entries.by_ref().take(BATCH).try_for_each(|entry| self.copy_entry(&entry?, &mut batch));
            batch.commit()?;
            copied?;
        }
        drop(entries);
        let (copied, head) = (copy.head()?, self.head()?);
        if copied != head {
            let what = format!("entry {} is missing, and {} is the last", copied.seq + 1, head.seq);
            return Err(Error::new(self.path(), Cause::Damaged(what)));
        }
        Ok(copy)
    }

    /// Entries until there is no next, or one that cannot be read: a page of [`Ledger::entries`] would lose the sound ones before it.
    fn entries_one_by_one(&self) -> impl Iterator<Item = Result<Entry, Error>> {
        let mut seq = 0;
        std::iter::from_fn(move || {
            seq += 1;
            self.entry(seq).transpose()
        })
        .fuse()
    }

    fn copy_entry(&self, entry: &Entry, batch: &mut Batch<'_>) -> Result<(), Error> {
        let damaged = |what: &str| Error::new(self.path(), Cause::Damaged(format!("entry {} {what}", entry.seq)));
        let blob = match entry.blob {
            Some(hash) => Some(self.blob(hash)?.ok_or_else(|| damaged("misses the bytes that belong to it"))?),
            None => None,
        };
        // Hashed before it is written: a batch has no way back for a single entry.
        let sound = entry.prev == batch.head()?.hash && entry.hash == entry.compute_hash();
        if !sound || blob.as_deref().map(crate::Digest::of) != entry.blob {
            return Err(damaged("is not what it was"));
        }
        batch.append(&NewEntry {
            kind: entry.kind,
            subject: &entry.subject,
            made_with: entry.made_with.as_deref(),
            at: &entry.at,
            body: &entry.body,
            blob: blob.as_deref(),
        })?;
        Ok(())
    }
}
