//! trucewatch in the terminal: arguments, and which command they mean. What the commands do is in `commands`, how a reading
//! looks to people in `print`, how the record looks in a browser in `web`.

mod commands;
mod print;
mod web;

use clap::{ColorChoice, Parser, Subcommand};
use std::{path::PathBuf, process::ExitCode};

/// Reads conflict reports, and tells who said what about ceasefires, corridors, attacks, casualties, control, movement and
/// aid, with the words that say it.
#[derive(Parser)]
#[command(name = "trucewatch", version, max_term_width = 100)]
struct Cli {
    /// Folder with your own actors, places, outlets, words and rules, laid over the built-in codebook
    #[arg(long, global = true, value_name = "DIR")]
    codebook: Option<PathBuf>,
    /// When to use colours; NO_COLOR is respected
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: ColorChoice,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Read reports and print what they say
    Read(commands::read::Args),
    /// Show every stage of reading one report, and for a claim the rule and the words that made it
    Explain(commands::explain::Args),
    /// Add reports to the record
    Add(commands::add::Args),
    /// List the ceasefires of the record
    Ceasefires(commands::record::ListArgs),
    /// List the incidents of the record
    Incidents(commands::record::ListArgs),
    /// Show everything that is said of one ceasefire or incident
    Show(commands::record::ShowArgs),
    /// Find claims by words, kind, party, place, dates, outlet
    Claims(commands::record::ClaimsArgs),
    /// Show one report of the record with its reading
    Report(commands::record::ReportArgs),
    /// Say that claims or events are the same, different, right or wrong
    Judge(commands::judge::Args),
    /// Write the record in the field's formats: ETH/PRIO, UCDP GED, ACLED, HXL, GeoJSON, Parquet, JSONL, annotations
    Export(commands::export::Args),
    /// Open the record in a browser
    Serve(commands::serve::Args),
    /// Say who may sign in where the record is opened to others
    Accounts(commands::accounts::Args),
    /// Write the record as a site of plain files
    Publish(commands::publish::Args),
    /// Ask feeds and pages again and again, and add what is new
    Watch(commands::watch::Args),
    /// Check the record: chain, stored bytes, everything derived
    Verify(commands::record::VerifyArgs),
    /// Print number and hash of the newest entry, to be noted elsewhere
    Head(commands::record::OnlyRecord),
    /// Copy the record while it is in use
    Backup(commands::record::BackupArgs),
    /// Make the events anew from the entries
    Rebuild(commands::record::RebuildArgs),
    /// Print the record's figures
    Stats(commands::record::OnlyRecord),
    /// Check or extend the codebook
    #[command(subcommand)]
    Codebook(commands::codebook::Command),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let setting = commands::Setting { codebook: cli.codebook, color: cli.color };
    let done = match cli.command {
        Command::Read(args) => commands::read::run(args, &setting),
        Command::Explain(args) => commands::explain::run(args, &setting),
        Command::Add(args) => commands::add::run(args, &setting),
        Command::Ceasefires(args) => commands::record::ceasefires(args, &setting),
        Command::Incidents(args) => commands::record::incidents(args, &setting),
        Command::Show(args) => commands::record::show(args, &setting),
        Command::Claims(args) => commands::record::claims(args, &setting),
        Command::Report(args) => commands::record::report(args, &setting),
        Command::Judge(args) => commands::judge::run(args, &setting),
        Command::Export(args) => commands::export::run(args, &setting),
        Command::Serve(args) => commands::serve::run(args, &setting),
        Command::Accounts(args) => commands::accounts::run(args, &setting),
        Command::Publish(args) => commands::publish::run(args, &setting),
        Command::Watch(args) => commands::watch::run(args, &setting),
        Command::Verify(args) => commands::record::verify(args, &setting),
        Command::Head(args) => commands::record::head(args, &setting),
        Command::Backup(args) => commands::record::backup(args, &setting),
        Command::Rebuild(args) => commands::record::rebuild(args, &setting),
        Command::Stats(args) => commands::record::stats(args, &setting),
        Command::Codebook(command) => commands::codebook::run(command, &setting),
    };
    done.unwrap_or_else(|trouble| {
        print::say_error(&trouble.to_string(), trouble.advice.as_deref());
        ExitCode::from(2)
    })
}
