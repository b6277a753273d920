//! The commands, one file each, and what they share: the codebook that was asked for, and troubles that end a command.

pub mod accounts;
pub mod add;
pub mod codebook;
pub mod explain;
pub mod export;
pub mod judge;
pub mod publish;
pub mod read;
pub mod record;
pub mod serve;
pub mod watch;

use clap::ColorChoice;
use std::{
    fmt, io,
    io::{IsTerminal, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};
use trucewatch::codebook as book;
use trucewatch::ingest::Input;

/// What applies to every command.
pub struct Setting {
    /// The user's own codebook folder.
    pub codebook: Option<PathBuf>,
    /// When to use colours.
    pub color: ColorChoice,
}

/// A trouble that ends the command: nothing at all can be done.
#[derive(Debug)]
pub struct Trouble {
    what: String,
    /// What to do about it.
    pub advice: Option<String>,
}

impl Trouble {
    pub fn new(what: impl Into<String>, advice: impl Into<String>) -> Self {
        Trouble { what: what.into(), advice: Some(advice.into()) }
    }

    fn of_codebook(dir: &Path, errors: &[book::DataError]) -> Self {
        let mut list: Vec<String> = errors.iter().take(10).map(|error| format!("\n  {error}")).collect();
        if errors.len() > list.len() {
            list.push(format!("\n  and {} more", errors.len() - list.len()));
        }
        let what = format!("the codebook in {} is not in order:{}", dir.display(), list.concat());
        Trouble::new(what, format!("mend it and look again with `trucewatch codebook check {}`", dir.display()))
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Trouble { what: error.to_string(), advice: None }
    }
}

impl From<trucewatch::record::Error> for Trouble {
    fn from(error: trucewatch::record::Error) -> Self {
        Trouble { what: error.to_string(), advice: None }
    }
}

fn of_failure(failure: trucewatch::ingest::Failure) -> Trouble {
    Trouble { what: failure.to_string(), advice: failure.advice }
}

/// What is to be read: the files, or standard input where none is given and something is piped in.
fn inputs(files: Vec<PathBuf>) -> Result<Vec<Input>, Trouble> {
    if files.is_empty() {
        if io::stdin().is_terminal() {
            return Err(Trouble::new("nothing to read", "give files or folders, or pipe reports in"));
        }
        return Ok(vec![Input::Stdin]);
    }
    Ok(files.into_iter().map(|file| if file.as_os_str() == "-" { Input::Stdin } else { Input::Path(file) }).collect())
}

fn check_published(published: Option<&str>) -> Result<(), Trouble> {
    match published {
        Some(text) if trucewatch::text::extract::parse_published(text).is_none() => {
            Err(Trouble::new(format!("--published {text}: no date"), "write it as 2016-10-21"))
        }
        _ => Ok(()),
    }
}

/// Writes to standard output; a reader that has gone is no trouble.
fn put(text: &str) -> Result<ExitCode, Trouble> {
    match io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(ExitCode::SUCCESS),
    }
}

impl Setting {
    /// The built-in codebook, with the user's own laid over it where there is one.
    pub fn load_codebook(&self) -> Result<book::Data, Trouble> {
        let Some(dir) = &self.codebook else { return Ok(book::builtin()) };
        if !dir.is_dir() {
            return Err(Trouble::new(
                format!("--codebook {}: there is no such folder", dir.display()),
                "a codebook folder holds actors/, places/, lexicon/, rules/ or outlets.toml",
            ));
        }
        let errors = book::check(dir);
        if !errors.is_empty() {
            return Err(Trouble::of_codebook(dir, &errors));
        }
        book::with_overlay(dir).map_err(|errors| Trouble::of_codebook(dir, &errors))
    }

    /// Whether text on standard output may be coloured.
    pub fn colored(&self) -> bool {
        match self.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => {
                let unwanted = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
                let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
                io::stdout().is_terminal() && !unwanted("NO_COLOR") && !dumb
            }
        }
    }
}
