//! Adding reports in the background, one job after the other, and what became of each so far. A job's uploads lie in a folder of
//! their own beside the record, under numbers: the names that they came with are words to show, never paths.

use super::desk::Desk;
use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    thread,
};
use tokio::sync::watch;
use trucewatch::{
    Options,
    ingest::{
        Defaults, Failure, Feed, Format, Ingest, Input, Known, Origin, Progress, Raw,
        fetch::{Fetcher, Manners},
    },
    record::{Addition, Error, Summary},
};

/// Largest report that is read, in bytes.
const LARGEST: usize = 64 << 20;
/// Reports that are added before a judgement may come in between.
const PIECE: usize = 64;
/// Outcomes that are shown of one job; further ones are counted.
const SHOWN: usize = 500;
/// Jobs that are remembered.
const REMEMBERED: usize = 50;

/// What somebody gives to be added.
#[derive(Debug, Default)]
pub struct Given {
    /// Name and bytes.
    pub files: Vec<(String, Vec<u8>)>,
    /// A text that was pasted.
    pub text: String,
    /// Its headline.
    pub title: String,
    /// The address of a page or feed.
    pub address: String,
    /// Outlet of reports that do not say it.
    pub outlet: String,
    /// Date of reports that do not say it.
    pub published: String,
}

/// What became of one report.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// It is new: its id, the report whose text it carries, what could not be read of it.
    New(String, Option<String>, Vec<String>),
    /// It was there.
    Known(String),
    /// It could not be read: what and why, and what to do.
    Failed(String, Option<String>),
}

/// How far a job is.
#[derive(Clone, Debug, Default)]
pub struct Progressed {
    /// Whether its turn has come.
    pub begun: bool,
    /// Whether it is over.
    pub finished: bool,
    /// What ended it before its time.
    pub error: Option<String>,
    /// How many of each.
    pub summary: Summary,
    /// The first of them.
    pub outcomes: Vec<Outcome>,
    /// Addresses that have not changed since they were last fetched.
    pub unchanged: usize,
}

/// One job.
pub struct Job {
    /// Its number.
    pub id: usize,
    /// What is added, in words.
    pub what: Vec<String>,
    /// How far it is.
    pub progress: watch::Sender<Progressed>,
}

/// All jobs.
#[derive(Default)]
pub struct Jobs {
    list: Mutex<(usize, Vec<Arc<Job>>)>,
    /// Held by the job whose turn it is; handed on in the order of asking.
    turn: Arc<tokio::sync::Mutex<()>>,
}

impl Jobs {
    /// The job of a number.
    pub fn get(&self, id: usize) -> Option<Arc<Job>> {
        self.all().into_iter().find(|job| job.id == id)
    }

    /// The jobs that are remembered, the newest first.
    pub fn all(&self) -> Vec<Arc<Job>> {
        let list = self.list.lock().unwrap_or_else(PoisonError::into_inner);
        list.1.iter().rev().cloned().collect()
    }

    /// Puts a job behind those that wait; gives it.
    pub fn start<S: AsRef<Desk> + Send + Sync + 'static>(&self, desk: Arc<S>, given: Given) -> Arc<Job> {
        let job = {
            let mut list = self.list.lock().unwrap_or_else(PoisonError::into_inner);
            list.0 += 1;
            let job = Arc::new(Job { id: list.0, what: given.words(), progress: watch::Sender::default() });
            list.1.push(job.clone());
            let forgotten = list.1.len().saturating_sub(REMEMBERED);
            list.1.drain(..forgotten);
            job
        };
        let (turn, own) = (self.turn.clone(), job.clone());
        tokio::spawn(async move {
            let _turn = turn.lock().await;
            let worker = own.clone();
            let done = tokio::task::spawn_blocking(move || worker.run((*desk).as_ref(), given)).await;
            let error = match done {
                Ok(Ok(())) => None,
                Ok(Err(error)) => Some(error.to_string()),
                Err(_) => Some("Adding broke off. What is listed here is in the record.".to_owned()),
            };
            own.progress.send_modify(|progress| (progress.finished, progress.error) = (true, error));
        });
        job
    }
}

impl Given {
    /// Whether there is nothing to add.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && self.text.trim().is_empty() && self.address.trim().is_empty()
    }

    fn words(&self) -> Vec<String> {
        let mut words: Vec<String> = self.files.iter().map(|(name, _)| name.clone()).collect();
        words.extend(Some(self.address.trim().to_owned()).filter(|address| !address.is_empty()));
        words.extend((!self.text.trim().is_empty()).then(|| "a pasted text".to_owned()));
        words
    }
}

impl Job {
    fn run(&self, desk: &Desk, given: Given) -> Result<(), Trouble> {
        self.progress.send_modify(|progress| progress.begun = true);
        let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let defaults = Defaults { published: some(&given.published), source: some(&given.outlet) };
        let ingest = Ingest::new(desk.codebook(), Options::default(), defaults);
        let mut seen = Vec::new();
        if let Some(address) = some(&given.address) {
            let mut fetcher = match Fetcher::new(Manners::default()) {
                Ok(fetcher) => fetcher,
                Err(failure) => return Err(Trouble(failure.what)),
            };
            let harvest = desk.read(|record| record.fetch(&[address], &mut fetcher))?;
            self.progress.send_modify(|progress| progress.unchanged = harvest.unchanged);
            seen = harvest.seen;
            self.add(desk, &ingest, harvest.reports.into_iter())?;
        }
        if let Some(text) = some(&given.text) {
            let known = Known { title: some(&given.title), ..Known::default() };
            let origin = Origin { file: "pasted".into(), line: None };
            let raw = Raw { origin, bytes: text.into_bytes(), format: Format::Text, known };
            self.add(desk, &ingest, std::iter::once(Ok(raw)))?;
        }
        if !given.files.is_empty() {
            let uploads = Uploads::new(desk.path(), self.id, given.files)?;
            self.add(desk, &ingest, uploads.reports())?;
        }
        if !seen.is_empty() {
            desk.write(|record| record.remember_fetched(&seen))?;
        }
        Ok(())
    }

    fn add(
        &self,
        desk: &Desk,
        ingest: &Ingest,
        mut reports: impl Iterator<Item = Result<Raw, Failure>>,
    ) -> Result<(), Error> {
        let threads = thread::available_parallelism().map_or(1, usize::from);
        loop {
            let piece: Vec<Result<Raw, Failure>> = reports.by_ref().take(PIECE).collect();
            if piece.is_empty() {
                return Ok(());
            }
            desk.write(|record| record.add(piece.into_iter(), ingest, threads, |addition| self.tell(addition)))?;
        }
    }

    fn tell(&self, addition: Addition) {
        self.progress.send_modify(|progress| {
            let summary = &mut progress.summary;
            let outcome = match addition {
                Addition::New { id, copy_of, copies, notices } => {
                    summary.new += 1;
                    summary.copies += copies as u64;
                    Outcome::New(id, copy_of, notices.into_iter().map(|notice| notice.message).collect())
                }
                Addition::Known { id } => {
                    summary.known += 1;
                    Outcome::Known(id)
                }
                Addition::Reread { id } => {
                    summary.reread += 1;
                    Outcome::Known(id)
                }
                Addition::Failed(failure) => {
                    summary.failed += 1;
                    Outcome::Failed(failure.to_string(), failure.advice)
                }
            };
            if progress.outcomes.len() < SHOWN {
                progress.outcomes.push(outcome);
            }
        });
    }
}

/// What ended a job before its time, in words.
struct Trouble(String);

impl std::fmt::Display for Trouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Trouble(error.to_string())
    }
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Trouble(format!("The upload cannot be kept: {error}"))
    }
}

/// Uploaded files on disk, as long as they are read.
struct Uploads {
    folder: PathBuf,
    /// The path and the name it came with.
    files: Vec<(PathBuf, String)>,
}

impl Uploads {
    fn new(ledger: &Path, job: usize, files: Vec<(String, Vec<u8>)>) -> io::Result<Self> {
        let mut folder = ledger.as_os_str().to_owned();
        folder.push(format!(".adding-{}-{job}", std::process::id()));
        let mut uploads = Uploads { folder: PathBuf::from(folder), files: Vec::new() };
        fs::create_dir(&uploads.folder)?;
        for (at, (name, bytes)) in files.into_iter().enumerate() {
            let path = uploads.folder.join(format!("{at}{}", ending(&name)));
            fs::write(&path, bytes)?;
            uploads.files.push((path, name));
        }
        Ok(uploads)
    }

    /// The reports of the files, each said to come from the name that its file came with.
    fn reports(&self) -> impl Iterator<Item = Result<Raw, Failure>> {
        let inputs = self.files.iter().map(|(path, _)| Input::Path(path.clone())).collect();
        Feed::new(inputs, Format::Auto, LARGEST, Arc::new(Progress::default())).map(|report| match report {
            Ok(raw) => Ok(Raw { origin: self.named(raw.origin), ..raw }),
            Err(failure) => Err(Failure { origin: self.named(failure.origin), ..failure }),
        })
    }

    fn named(&self, origin: Origin) -> Origin {
        let of =
            |(path, name): &(PathBuf, String)| Some(format!("{name}{}", origin.file.strip_prefix(path.to_str()?)?));
        let file = self.files.iter().find_map(of);
        Origin { file: file.map_or(origin.file.clone(), Into::into), line: origin.line }
    }
}

impl Drop for Uploads {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// What of an uploaded name tells the format: an ending of a closed list, or nothing.
fn ending(name: &str) -> String {
    let name = name.to_lowercase();
    let packed = [".gz", ".zstd", ".zst"].into_iter().find(|end| name.ends_with(end)).unwrap_or_default();
    let name = name.strip_suffix(packed).unwrap_or(&name);
    let plain = [".jsonl", ".ndjson", ".json", ".html", ".htm", ".xhtml"].into_iter().find(|end| name.ends_with(end));
    format!("{}{packed}", plain.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::ending;

    #[test]
    fn of_an_uploaded_name_only_a_known_ending_is_used() {
        for (name, kept) in [
            ("Reports.JSONL.gz", ".jsonl.gz"),
            ("page.html", ".html"),
            ("../../etc/passwd", ""),
            ("x.html/../../y", ""),
            ("a\0.zst", ".zst"),
        ] {
            assert_eq!(ending(name), kept, "{name:?}");
        }
    }
}
