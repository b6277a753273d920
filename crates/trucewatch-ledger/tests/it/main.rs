//! A ledger on disk, seen from outside: what it keeps, what it refuses, and what it notices.

mod fault;
mod fixture;
mod flip;
mod keep;
mod kill;
mod property;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use trucewatch_ledger::{Batch, Derived, Digest, Entry, Error, Kind, Ledger, Mode, NewEntry, Report};

/// A folder that is gone after the test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let name = format!("ledger-{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::create_dir_all(&path).expect("a folder for tests");
        Folder(path)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

const AT: &str = "2026-03-01T10:00:00Z";

fn report<'a>(id: &'a str, body: &'a [u8], blob: &'a [u8]) -> NewEntry<'a> {
    NewEntry { kind: Kind::Report, subject: id, made_with: None, at: AT, body, blob: Some(blob) }
}

fn reading<'a>(id: &'a str, made_with: &'a str, body: &'a [u8]) -> NewEntry<'a> {
    NewEntry { kind: Kind::Reading, subject: id, made_with: Some(made_with), at: AT, body, blob: None }
}

/// Text that cannot be packed to nothing.
fn noise(seed: usize, length: usize) -> String {
    let mut x = seed as u64 + 1;
    let mut letter = || {
        x = x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(b'a' + (x >> 59) as u8 % 26)
    };
    (0..length).map(|_| letter()).collect()
}

/// Adds a report with everything that belongs to it, as a program would.
fn put(batch: &mut Batch<'_>, n: usize) -> Result<Vec<Entry>, Error> {
    let id = format!("r{n:04}");
    let title = format!("Pause in Marisan, day {n}");
    let text =
        format!("Shells fell on the old town of Marisan {n} hours after the pause began, residents said. هدنة {n}");
    let raw = format!("<h1>{title}</h1><p>{text}</p>{}", noise(n, n * 37 % 5000));
    let body = format!("{{\"title\": \"{title}\", \"claims\": \"{}\"}}", noise(n + 1, n * 71 % 9000));
    let entries = vec![
        batch.append(&report(&id, b"{}", raw.as_bytes()))?,
        batch.append(&reading(&id, "book-1", body.as_bytes()))?,
    ];
    batch.put_report(&Report {
        id: id.clone(),
        published: Some(format!("2026-02-{:02}", n % 28 + 1)),
        source: Some("Marisan Post".into()),
        title: Some(title.clone()),
        url: None,
        copy_of: (n % 5 == 4).then(|| format!("r{:04}", n - 1)),
    })?;
    batch.index_report(&id, &title, &text, "shells fell")?;
    batch.derived_put(&Derived {
        numbers: vec![3, u64::MAX],
        kind: "claim".into(),
        key: format!("{id}#c1"),
        days: Some((n as i64, n as i64 + 2)),
        cell: Some(n as i64 % 3),
        body: format!("shells fell {n}").into_bytes(),
    })?;
    batch.set_derived_head()?;
    Ok(entries)
}

/// Adds a report in a batch of its own.
fn add(ledger: &mut Ledger, n: usize) -> Result<Vec<Entry>, Error> {
    let mut batch = ledger.begin()?;
    let entries = put(&mut batch, n)?;
    batch.commit()?;
    Ok(entries)
}

/// A closed ledger with `reports` reports and one judgement.
fn filled(path: &Path, reports: usize) {
    let mut ledger = Ledger::create(path).expect("a new ledger");
    let mut batch = ledger.begin().expect("begun");
    for n in 0..reports {
        put(&mut batch, n).expect("a report is added");
    }
    let judgement =
        NewEntry { kind: Kind::Judgement, subject: "j-1", made_with: None, at: AT, body: b"same", blob: None };
    batch.append(&judgement).expect("a judgement is added");
    batch.commit().expect("committed");
}

fn open(path: &Path) -> Ledger {
    Ledger::open(path, Mode::ReadOnly).expect("the ledger opens")
}

/// Everything that can be asked of a ledger, as text.
fn dump(ledger: &Ledger) -> Result<String, Error> {
    use std::fmt::Write;
    let mut out = String::new();
    let mut line = |item: &dyn std::fmt::Debug| writeln!(out, "{item:?}").expect("text can be written to");
    // The hashes stand for the bytes they are of.
    let brief = |e: Entry| (e.seq, e.kind, e.subject, e.made_with, e.at, Digest::of(&e.body), e.blob, e.prev, e.hash);
    for entry in ledger.entries(None, 0) {
        let entry = entry?;
        line(&entry.blob.map(|hash| ledger.blob(hash)).transpose()?.flatten().map(|bytes| Digest::of(&bytes)));
        line(&ledger.latest_reading(&entry.subject)?.map(|reading| reading.seq));
        line(&brief(entry));
    }
    for kind in Kind::ALL {
        line(&ledger.entries(Some(kind), 0).map(|entry| entry.map(brief)).collect::<Result<Vec<_>, _>>()?);
    }
    for report in ledger.reports() {
        let report = report?;
        line(&(ledger.report(&report.id)?, ledger.copies_of(&report.id)?, report));
    }
    for cell in [None, Some(0), Some(1), Some(2)] {
        line(&ledger.derived_range("claim", i64::MIN..=i64::MAX, cell)?);
    }
    line(&ledger.derived_scan("claim", "").collect::<Result<Vec<_>, _>>()?);
    for query in ["shells", "marisan", "\"old town\"", "هدنه", "day", "pau*", "1*", "2*", "nowhere"] {
        line(&ledger.search(query, 1000, 0)?);
    }
    line(&(ledger.head()?, ledger.derived_head()?, ledger.stats()?));
    Ok(out)
}
