//! `trucewatch add`: reports into the record, each kept once.

use super::{Setting, Trouble, inputs, record::RecordArgs};
use crate::print::{self, Progress};
use clap::Args as ClapArgs;
use std::{
    collections::BTreeMap,
    io::{self, IsTerminal, Write},
    num::NonZero,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
    thread,
};
use trucewatch::{
    Options,
    ingest::{
        self, Defaults, Feed, Format, Ingest, Input,
        fetch::{Fetcher, Manners},
    },
    record::{Addition, Harvest, Record, Summary},
};

#[derive(ClapArgs)]
pub struct Args {
    /// Reports: texts, saved HTML pages, JSON lines, WARC and WACZ archives, feeds, folders of them, addresses of pages and
    /// feeds (https://...); `-` for standard input
    #[arg(value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    #[command(flatten)]
    record: RecordArgs,
    /// Date of publication of reports that do not say it, as 2016-10-21
    #[arg(long, value_name = "DATE")]
    published: Option<String>,
    /// Outlet of reports that do not say it
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Threads that read [default: one for each core]
    #[arg(long, value_name = "N")]
    threads: Option<NonZero<usize>>,
    /// Largest report that is read, in megabytes
    #[arg(long, value_name = "MB", default_value = "16")]
    max_record: NonZero<u16>,
    /// Print the id of each report on standard output as soon as it is on the disk
    #[arg(long)]
    list: bool,
    /// Print each notice (no date, not English, ...) on standard error, not only how many there were
    #[arg(long)]
    notices: bool,
}

pub fn run(args: Args, setting: &Setting) -> Result<ExitCode, Trouble> {
    super::check_published(args.published.as_deref())?;
    let (addresses, files): (Vec<PathBuf>, Vec<PathBuf>) = args.inputs.into_iter().partition(|input| is_address(input));
    let inputs = if addresses.is_empty() { inputs(files)? } else { files.into_iter().map(Input::Path).collect() };
    let addresses: Vec<String> = addresses.iter().map(|address| address.to_string_lossy().into_owned()).collect();
    let codebook = setting.load_codebook()?;
    let defaults = Defaults { published: args.published, source: args.source };
    let ingest = Ingest::new(&codebook, Options::default(), defaults);
    let mut record = Record::open_or_create(&args.record.ledger, codebook)?;
    let mut harvest = Harvest::default();
    if !addresses.is_empty() {
        let mut fetcher = Fetcher::new(Manners::default()).map_err(super::of_failure)?;
        harvest = record.fetch(&addresses, &mut fetcher)?;
    }
    let progress = Arc::new(ingest::Progress::default());
    let mut line = io::stderr().is_terminal().then(|| Progress::new(Arc::clone(&progress), &inputs));
    let feed = Feed::new(inputs, Format::Auto, usize::from(args.max_record.get()) << 20, progress);
    let threads = args.threads.or_else(|| thread::available_parallelism().ok()).map_or(1, NonZero::get);

    let mut told = Told { list: args.list, each_notice: args.notices, ..Told::default() };
    let feed = harvest.reports.into_iter().chain(feed);
    let added = record.add(feed, &ingest, threads, |addition| {
        if let Some(line) = &mut line {
            line.clear();
        }
        told.take(&addition);
        if let Some(line) = &mut line {
            line.show(told.kept, told.failed);
        }
    });
    if let Some(line) = &mut line {
        line.clear();
    }
    let summary = added?;
    record.remember_fetched(&harvest.seen)?;
    say(&summary, &told, &args.record);
    Ok(if summary.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn is_address(input: &Path) -> bool {
    input.to_str().is_some_and(|text| text.starts_with("http://") || text.starts_with("https://"))
}

/// What was told of single reports.
#[derive(Default)]
struct Told {
    list: bool,
    each_notice: bool,
    kept: u64,
    failed: u64,
    notices: BTreeMap<&'static str, u64>,
}

impl Told {
    fn take(&mut self, addition: &Addition) {
        match addition {
            Addition::New { id, notices, .. } => {
                self.kept += 1;
                for notice in notices {
                    *self.notices.entry(notice.code).or_default() += 1;
                    if self.each_notice {
                        eprintln!("{id}: {}: {}", notice.code, notice.message);
                    }
                }
                self.say_id(id);
            }
            Addition::Known { id } | Addition::Reread { id } => {
                self.kept += 1;
                self.say_id(id);
            }
            Addition::Failed(failure) => {
                self.failed += 1;
                print::say_error(&failure.to_string(), failure.advice.as_deref());
            }
        }
    }

    fn say_id(&self, id: &str) {
        if self.list {
            // Whoever reads the list may have gone; the reports are kept all the same.
            let mut out = io::stdout().lock();
            let _ = writeln!(out, "{id}").and_then(|()| out.flush());
        }
    }
}

fn say(summary: &Summary, told: &Told, record: &RecordArgs) {
    let Summary { new, copies, known, reread, failed, .. } = *summary;
    let mut parts = vec![format!("{new} new")];
    for (count, word) in [(copies, "of them copies"), (known, "known"), (reread, "read again"), (failed, "failed")] {
        if count > 0 {
            parts.push(format!("{count} {word}"));
        }
    }
    eprintln!("trucewatch: {}: {}", record.ledger.display(), parts.join(", "));
    if !told.notices.is_empty() && !told.each_notice {
        let counts: Vec<String> = told.notices.iter().map(|(code, count)| format!("{code} {count}")).collect();
        eprintln!("trucewatch: notices: {} (--notices shows each)", counts.join(", "));
    }
}
