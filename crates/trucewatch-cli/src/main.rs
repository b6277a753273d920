//! trucewatch in the terminal: arguments, and which command they mean. What the commands do is in `commands`, how a reading
//! looks to people in `print`.

mod commands;
mod print;

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
        Command::Codebook(command) => commands::codebook::run(command, &setting),
    };
    done.unwrap_or_else(|trouble| {
        print::say_error(&trouble.to_string(), trouble.advice.as_deref());
        ExitCode::from(2)
    })
}
