//! Commands that look at the record: lists, dossiers, claims, reports, its figures and its soundness.

use super::{Setting, Trouble, put};
use crate::print::{self, Screen};
use clap::{Args as ClapArgs, ValueEnum};
use serde::Serialize;
use std::{
    io::{self, IsTerminal},
    num::NonZero,
    path::PathBuf,
    process::ExitCode,
};
use trucewatch::{
    json,
    model::{Kind, Modality, Moment},
    record::{ClaimQuery, EventId, Record, Within, ledger::Mode},
    views::Names,
};

/// Which record.
#[derive(ClapArgs)]
pub struct RecordArgs {
    /// The file that holds the record
    #[arg(long, value_name = "FILE", env = "TRUCEWATCH_LEDGER", default_value = "record.trucewatch")]
    pub ledger: PathBuf,
}

impl RecordArgs {
    /// The record, opened for reading.
    pub fn read(&self, setting: &Setting) -> Result<Record, Trouble> {
        let mut record = Record::open(&self.ledger, Mode::ReadOnly, setting.load_codebook()?)?;
        if record.is_outdated()? {
            eprintln!("trucewatch: {}: events are made anew for this version", self.ledger.display());
            // Where it may not be written it is read as it is.
            match self.write(setting).and_then(|mut record| Ok(record.catch_up()?)) {
                Ok(()) => record = Record::open(&self.ledger, Mode::ReadOnly, setting.load_codebook()?)?,
                Err(trouble) => print::say_error(&trouble.to_string(), None),
            }
        }
        if record.lags()? {
            print::say_error(
                "events are not up to date with the entries; an `add` or `judge` was broken off",
                Some("run `trucewatch rebuild`, or add anything"),
            );
        }
        Ok(record)
    }

    /// The record, opened for writing.
    pub fn write(&self, setting: &Setting) -> Result<Record, Trouble> {
        Ok(Record::open(&self.ledger, Mode::ReadWrite, setting.load_codebook()?)?)
    }
}

/// How a command prints.
#[derive(ClapArgs)]
pub struct PrintArgs {
    /// How to print [default: text]
    #[arg(long, value_enum, default_value = "text")]
    format: Output,
    /// Columns of printed text [default: the terminal's]
    #[arg(long, value_name = "N")]
    width: Option<NonZero<u16>>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Output {
    /// For people
    Text,
    /// Indented JSON
    Json,
    /// A line of JSON for each item
    Jsonl,
}

impl PrintArgs {
    fn screen(&self, setting: &Setting) -> Screen {
        Screen::new(setting.colored(), self.width.map(|width| width.get().into()))
    }

    /// One thing, as text or JSON.
    fn one(&self, value: &impl Serialize, text: impl FnOnce() -> String) -> Result<ExitCode, Trouble> {
        put(&match self.format {
            Output::Text => text(),
            Output::Json => indented(value)?,
            Output::Jsonl => a_line(value)?,
        })
    }

    /// A list of things, as text or JSON.
    fn list<T: Serialize>(&self, values: &[T], text: impl FnOnce() -> String) -> Result<ExitCode, Trouble> {
        put(&match self.format {
            Output::Text => text(),
            Output::Json => indented(&values)?,
            Output::Jsonl => values.iter().map(a_line).collect::<Result<_, Trouble>>()?,
        })
    }
}

fn indented(value: &impl Serialize) -> Result<String, Trouble> {
    serde_json::to_string_pretty(value).map(|text| text + "\n").map_err(no_json)
}

fn a_line(value: &impl Serialize) -> Result<String, Trouble> {
    serde_json::to_string(value).map(|text| text + "\n").map_err(no_json)
}

fn no_json(error: serde_json::Error) -> Trouble {
    Trouble::new(error.to_string(), "please report it")
}

#[derive(ClapArgs)]
pub struct ListArgs {
    #[command(flatten)]
    record: RecordArgs,
    #[command(flatten)]
    print: PrintArgs,
}

pub fn ceasefires(args: ListArgs, setting: &Setting) -> Result<ExitCode, Trouble> {
    let lines = args.record.read(setting)?.ceasefires()?;
    args.print.list(&lines, || print::ceasefires(&lines, &args.print.screen(setting)))
}

pub fn incidents(args: ListArgs, setting: &Setting) -> Result<ExitCode, Trouble> {
    let lines = args.record.read(setting)?.incidents()?;
    args.print.list(&lines, || print::incidents(&lines, &args.print.screen(setting)))
}

#[derive(ClapArgs)]
pub struct ShowArgs {
    /// A ceasefire (cf-...) or an incident (in-...), the beginning of its id, or a claim of it (REPORT#c3)
    id: String,
    /// Show names of private people, not their role
    #[arg(long)]
    unredacted: bool,
    #[command(flatten)]
    record: RecordArgs,
    #[command(flatten)]
    print: PrintArgs,
}

pub fn show(args: ShowArgs, setting: &Setting) -> Result<ExitCode, Trouble> {
    let record = args.record.read(setting)?;
    let names = if args.unredacted { Names::Full } else { Names::Redacted };
    let screen = args.print.screen(setting);
    match record.find_event(&args.id)? {
        EventId::Incident(id) => {
            let view = record.incident(&id, names)?;
            args.print.one(&view, || print::incident(&view, &screen))
        }
        EventId::Ceasefire(id) => {
            let dossier = record.dossier(&id, names)?;
            args.print.one(&dossier, || print::dossier(&dossier, &screen))
        }
    }
}

#[derive(ClapArgs)]
pub struct ReportArgs {
    /// The report: its id, the beginning of it, or the id it had in its own file
    id: String,
    #[command(flatten)]
    record: RecordArgs,
    #[command(flatten)]
    print: PrintArgs,
}

pub fn report(args: ReportArgs, setting: &Setting) -> Result<ExitCode, Trouble> {
    let view = args.record.read(setting)?.report(&args.id)?;
    let reading = json::reading(&view.reading, false);
    args.print.one(&reading, || print::report(&view, &args.print.screen(setting)))
}

#[derive(ClapArgs)]
pub struct ClaimsArgs {
    /// Words of the report, "phrases" and beginnings*; none for all claims
    #[arg(value_name = "QUERY")]
    words: Vec<String>,
    /// ceasefire, corridor, attack, casualties, control, movement or aid
    #[arg(long, value_parser = kind)]
    kind: Option<Kind>,
    /// The action, method or measure: violated, airstrike, killed, ...
    #[arg(long = "type", value_name = "WORD")]
    type_word: Option<String>,
    /// reported, planned, called_for, denied or hypothetical
    #[arg(long, value_parser = modality)]
    modality: Option<Modality>,
    /// Part of a party's name, or its id
    #[arg(long)]
    party: Option<String>,
    /// Part of a place's name
    #[arg(long)]
    place: Option<String>,
    /// Around a point: LAT,LON,KM
    #[arg(long, value_parser = within, allow_hyphen_values = true, value_name = "LAT,LON,KM")]
    near: Option<Within>,
    /// First day of the happening; of publication where none is told
    #[arg(long, value_parser = day, value_name = "DATE")]
    from: Option<Moment>,
    /// Last day
    #[arg(long, value_parser = day, value_name = "DATE")]
    until: Option<Moment>,
    /// Part of the outlet's name
    #[arg(long)]
    outlet: Option<String>,
    /// Only claims of events on which accounts differ
    #[arg(long)]
    disputed: bool,
    /// Leave out so many first: the pages before
    #[arg(long, default_value = "0", value_name = "N")]
    offset: usize,
    /// At most so many
    #[arg(long, default_value = "200", value_name = "N")]
    limit: NonZero<usize>,
    #[command(flatten)]
    record: RecordArgs,
    #[command(flatten)]
    print: PrintArgs,
}

pub fn claims(args: ClaimsArgs, setting: &Setting) -> Result<ExitCode, Trouble> {
    let query = ClaimQuery {
        words: args.words.join(" "),
        kind: args.kind,
        type_word: args.type_word,
        modality: args.modality.map(|modality| modality.word().to_owned()),
        party: args.party,
        place: args.place,
        within: args.near,
        from: args.from,
        until: args.until,
        speaker: None,
        outlet: args.outlet,
        disputed: args.disputed,
        offset: args.offset,
        limit: args.limit.get(),
    };
    let lines = args.record.read(setting)?.claims(&query)?;
    args.print.list(&lines, || print::claim_lines(&lines, &args.print.screen(setting)))
}

fn kind(word: &str) -> Result<Kind, String> {
    one_of(word, Kind::ALL, Kind::word)
}

fn modality(word: &str) -> Result<Modality, String> {
    one_of(word, Modality::ALL, Modality::word)
}

fn one_of<T: Copy>(given: &str, all: &[T], word: impl Fn(T) -> &'static str) -> Result<T, String> {
    let found = all.iter().copied().find(|value| word(*value) == given);
    found.ok_or_else(|| format!("one of {}", all.iter().map(|value| word(*value)).collect::<Vec<_>>().join(", ")))
}

fn day(text: &str) -> Result<Moment, String> {
    Moment::parse(text).ok_or_else(|| "write it as 2016-10-21".to_owned())
}

fn within(text: &str) -> Result<Within, String> {
    let numbers: Option<Vec<f32>> = text.split(',').map(|part| part.trim().parse().ok()).collect();
    match numbers.as_deref() {
        Some([lat, lon, km]) if lat.abs() <= 90.0 && lon.abs() <= 180.0 && *km > 0.0 => {
            Ok(Within { lat: *lat, lon: *lon, km: *km })
        }
        _ => Err("latitude, longitude and kilometres, as 36.2,37.16,10".to_owned()),
    }
}

#[derive(ClapArgs)]
pub struct VerifyArgs {
    /// The head that was noted elsewhere: the entries up to it must be those that it stands for
    #[arg(long, value_name = "HASH")]
    head: Option<String>,
    #[command(flatten)]
    record: RecordArgs,
}

pub fn verify(args: VerifyArgs, setting: &Setting) -> Result<ExitCode, Trouble> {
    let record = Record::open(&args.record.ledger, Mode::ReadOnly, setting.load_codebook()?)?;
    match record.ledger().verify(args.head.as_deref()) {
        Ok(sound) => put(&format!("{}\n", print::verified(&sound))),
        Err(fault) => {
            print::say_error(&fault.to_string(), None);
            Ok(ExitCode::FAILURE)
        }
    }
}

#[derive(ClapArgs)]
pub struct OnlyRecord {
    #[command(flatten)]
    record: RecordArgs,
}

pub fn head(args: OnlyRecord, setting: &Setting) -> Result<ExitCode, Trouble> {
    let record = Record::open(&args.record.ledger, Mode::ReadOnly, setting.load_codebook()?)?;
    let head = record.ledger().head().map_err(trucewatch::record::Error::from)?;
    put(&format!("{} {}\n", head.seq, head.hash))
}

pub fn stats(args: OnlyRecord, setting: &Setting) -> Result<ExitCode, Trouble> {
    let record = args.record.read(setting)?;
    let stats = record.ledger().stats().map_err(trucewatch::record::Error::from)?;
    put(&print::stats(&stats, record.ceasefires()?.len(), record.incidents()?.len()))
}

#[derive(ClapArgs)]
pub struct BackupArgs {
    /// Where to; the file must not be there yet
    to: PathBuf,
    #[command(flatten)]
    record: RecordArgs,
}

pub fn backup(args: BackupArgs, setting: &Setting) -> Result<ExitCode, Trouble> {
    let record = Record::open(&args.record.ledger, Mode::ReadOnly, setting.load_codebook()?)?;
    let sound = record.ledger().backup(&args.to).map_err(trucewatch::record::Error::from)?;
    put(&format!("{}: {}\n", args.to.display(), print::verified(&sound)))
}

#[derive(ClapArgs)]
pub struct RebuildArgs {
    /// Read every report again with the codebook of now; earlier readings are kept
    #[arg(long)]
    reread: bool,
    #[command(flatten)]
    record: RecordArgs,
}

pub fn rebuild(args: RebuildArgs, setting: &Setting) -> Result<ExitCode, Trouble> {
    let mut record = args.record.write(setting)?;
    if args.reread {
        let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
        let reread = record.reread(threads)?;
        eprintln!("trucewatch: {reread} reports read again");
    }
    if let Some(damaged) = record.rebuild()? {
        eprintln!("trucewatch: the ledger was written anew; the damaged file is kept as {}", damaged.display());
    }
    if io::stderr().is_terminal() {
        eprintln!("trucewatch: {}: events made anew", args.record.ledger.display());
    }
    Ok(ExitCode::SUCCESS)
}
