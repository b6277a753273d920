//! `trucewatch read`: reports in, readings out, one after the other in the order of the input.

use super::{Setting, Trouble, inputs};
use crate::print::{self, Progress, Screen};
use clap::{Args as ClapArgs, ValueEnum};
use std::{
    collections::BTreeMap,
    io::{self, IsTerminal, Write},
    num::NonZero,
    ops::ControlFlow,
    path::PathBuf,
    process::ExitCode,
    sync::Arc,
    thread,
};
use trucewatch::ingest::{self, Defaults, Failure, Feed, Ingest, in_order};
use trucewatch::model::{Notice, Reading};
use trucewatch::{Options, json};

#[derive(ClapArgs)]
pub struct Args {
    /// Reports: texts, saved HTML pages, JSON lines (also gzip, zstd), folders of them; `-` for standard input
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// How to print [default: text on a terminal, jsonl elsewhere]
    #[arg(long, value_enum)]
    format: Option<Output>,
    /// With json and jsonl: also every time expression and place name of the text
    #[arg(long)]
    annotations: bool,
    /// Date of publication of reports that do not say it, as 2016-10-21
    #[arg(long, value_name = "DATE")]
    published: Option<String>,
    /// Outlet of reports that do not say it
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// What the input is, where it cannot be seen from names and first bytes
    #[arg(long, value_enum, default_value = "auto")]
    input: Kind,
    /// Threads that read [default: one for each core]
    #[arg(long, value_name = "N")]
    threads: Option<NonZero<usize>>,
    /// Largest report that is read, in megabytes
    #[arg(long, value_name = "MB", default_value = "16")]
    max_record: NonZero<u16>,
    /// Columns of printed text [default: the terminal's]
    #[arg(long, value_name = "N")]
    width: Option<NonZero<u16>>,
    /// Print each notice (no date, not English, ...) on standard error, not only how many there were
    #[arg(long)]
    notices: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Output {
    /// For people, one report on one screen
    Text,
    /// Indented JSON, one reading after the other
    Json,
    /// One reading a line
    Jsonl,
}

#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    Auto,
    Jsonl,
    Text,
    Html,
}

pub fn run(args: Args, setting: &Setting) -> Result<ExitCode, Trouble> {
    super::check_published(args.published.as_deref())?;
    let on_terminal = io::stdout().is_terminal();
    let output = args.format.unwrap_or(if on_terminal { Output::Text } else { Output::Jsonl });
    let inputs = inputs(args.files)?;
    let defaults = Defaults { published: args.published, source: args.source };
    let options = Options { annotations: args.annotations && output != Output::Text };
    // Never dropped: the program ends when reading does, and taking a million small pieces apart would only delay that.
    let ingest = std::mem::ManuallyDrop::new(Ingest::new(&setting.load_codebook()?, options, defaults));
    let screen = Screen::new(setting.colored(), args.width.map(|width| width.get().into()));

    let progress = Arc::new(ingest::Progress::default());
    let shows_progress = !on_terminal && io::stderr().is_terminal();
    let mut line = shows_progress.then(|| Progress::new(Arc::clone(&progress), &inputs));
    let format = match args.input {
        Kind::Auto => ingest::Format::Auto,
        Kind::Jsonl => ingest::Format::Jsonl,
        Kind::Text => ingest::Format::Text,
        Kind::Html => ingest::Format::Html,
    };
    let feed = Feed::new(inputs, format, usize::from(args.max_record.get()) << 20, progress);
    let threads = args.threads.or_else(|| thread::available_parallelism().ok()).map_or(1, NonZero::get);

    let work = |raw: Result<_, Failure>| {
        let reading = ingest.read(raw?)?;
        let text = match output {
            Output::Text => screen.reading(&reading),
            Output::Json => format!("{:#}\n", json::reading(&reading, options.annotations)),
            Output::Jsonl => format!("{}\n", json::reading(&reading, options.annotations)),
        };
        let Reading { document, notices, .. } = reading;
        Ok(Done { id: document.id, text, notices })
    };
    let mut tally = Tally::default();
    let mut out = io::stdout().lock();
    let mut written = Ok(());
    in_order(feed, threads, work, |done: Result<Done, Failure>| {
        if let Some(line) = &mut line {
            line.clear();
        }
        written = tally.take(done, args.notices, output, &mut out);
        if written.is_err() {
            // Whoever read our output has gone (`head`), or the disk is full: standard input may wait for ever, so that
            // the run cannot be ended in good order.
            quit(written.as_ref().err());
            return ControlFlow::Break(());
        }
        if let Some(line) = &mut line {
            line.show(tally.readings, tally.failures);
        }
        ControlFlow::Continue(())
    });
    if let Some(line) = &mut line {
        line.clear();
    }
    written?;
    tally.say_notices(args.notices || output == Output::Text);
    Ok(if tally.failures == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Ends the process when nothing more can be written: quietly where the reader has closed the pipe.
fn quit(error: Option<&io::Error>) {
    match error {
        Some(error) if error.kind() == io::ErrorKind::BrokenPipe => std::process::exit(0),
        Some(error) => {
            print::say_error(&format!("cannot write: {error}"), Some("the readings so far are complete lines"));
            std::process::exit(2)
        }
        None => {}
    }
}

/// One report read and made ready to print.
struct Done {
    id: String,
    text: String,
    notices: Vec<Notice>,
}

/// What a run has come to so far.
#[derive(Default)]
struct Tally {
    readings: u64,
    failures: u64,
    notices: BTreeMap<&'static str, u64>,
}

impl Tally {
    fn take(
        &mut self,
        done: Result<Done, Failure>,
        each: bool,
        output: Output,
        out: &mut impl Write,
    ) -> io::Result<()> {
        match done {
            Ok(done) => {
                if output == Output::Text && self.readings > 0 {
                    writeln!(out)?;
                }
                self.readings += 1;
                for notice in &done.notices {
                    *self.notices.entry(notice.code).or_default() += 1;
                    if each {
                        eprintln!("{}: {}: {}", done.id, notice.code, notice.message);
                    }
                }
                out.write_all(done.text.as_bytes())?;
                // A filter's readings are passed on as they come.
                out.flush()
            }
            Err(failure) => {
                self.failures += 1;
                print::say_error(&failure.to_string(), failure.advice.as_deref());
                Ok(())
            }
        }
    }

    fn say_notices(&self, already_said: bool) {
        if !self.notices.is_empty() && !already_said {
            let counts: Vec<String> = self.notices.iter().map(|(code, count)| format!("{code} {count}")).collect();
            eprintln!("trucewatch: notices: {} (--notices shows each)", counts.join(", "));
        }
    }
}
