//! `trucewatch codebook`: check a folder of codebook data.

use super::Trouble;
use clap::Subcommand;
use std::{path::PathBuf, process::ExitCode};
use trucewatch::codebook as book;

#[derive(Subcommand)]
pub enum Command {
    /// Check the data files of a folder; without one, the built-in codebook
    Check {
        /// The folder
        dir: Option<PathBuf>,
    },
}

pub fn run(command: Command) -> Result<ExitCode, Trouble> {
    match command {
        Command::Check { dir } => check(dir),
    }
}

fn check(dir: Option<PathBuf>) -> Result<ExitCode, Trouble> {
    let Some(dir) = dir else {
        println!("the built-in codebook: {}", summary(&book::builtin()));
        return Ok(ExitCode::SUCCESS);
    };
    if !dir.is_dir() {
        let advice = "give the folder that holds actors/, places/, lexicon/, rules/ or outlets.toml";
        return Err(Trouble::new(format!("{}: there is no such folder", dir.display()), advice));
    }
    let errors = book::check(&dir);
    if !errors.is_empty() {
        for error in &errors {
            eprintln!("{error}");
        }
        eprintln!(
            "trucewatch: {}: {} to mend",
            dir.display(),
            if errors.len() == 1 { "1 error".into() } else { format!("{} errors", errors.len()) }
        );
        return Ok(ExitCode::FAILURE);
    }
    let data = book::with_overlay(&dir).map_err(|errors| super::Trouble::of_codebook(&dir, &errors))?;
    println!("{}: in order; laid over the built-in codebook: {}", dir.display(), summary(&data));
    Ok(ExitCode::SUCCESS)
}

fn summary(data: &book::Data) -> String {
    let parties: usize = data.theatres.iter().map(|theatre| theatre.parties.len()).sum();
    let people: usize = data.theatres.iter().map(|theatre| theatre.people.len()).sum();
    let places: usize = data.areas.iter().map(|area| area.places.len()).sum();
    format!(
        "{} rules, {} concepts, {parties} parties and {people} people of {} theatres, {places} places of {} areas, {} outlets",
        data.rules.len(),
        data.lexicon.len(),
        data.theatres.len(),
        data.areas.len(),
        data.outlets.len()
    )
}
