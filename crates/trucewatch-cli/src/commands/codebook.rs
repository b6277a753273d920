//! `trucewatch codebook`: check a folder of codebook data, and bring tables of others into it.

use super::{Setting, Trouble};
use clap::{Subcommand, builder::PossibleValuesParser};
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};
use trucewatch::codebook as book;
use trucewatch::import::{TableKind, import_table};

#[derive(Subcommand)]
pub enum Command {
    /// Check the data files of a folder; without one, the built-in codebook
    Check {
        /// The folder
        dir: Option<PathBuf>,
    },
    /// Bring a table of places or parties into your own codebook folder, which --codebook names
    Import {
        /// The table: a GeoNames dump, OCHA admin units or neighbourhoods as CSV, the UCDP actor list as CSV
        file: PathBuf,
        /// What the table is, where its columns do not tell
        #[arg(long, value_parser = PossibleValuesParser::new(TableKind::ALL.map(|(_, word)| word)))]
        kind: Option<String>,
    },
}

pub fn run(command: Command, setting: &Setting) -> Result<ExitCode, Trouble> {
    match command {
        Command::Check { dir } => check(dir),
        Command::Import { file, kind } => import(&file, kind.as_deref(), setting),
    }
}

fn import(file: &Path, kind: Option<&str>, setting: &Setting) -> Result<ExitCode, Trouble> {
    let Some(folder) = &setting.codebook else {
        let example = format!("trucewatch codebook import {} --codebook my-codebook", file.display());
        return Err(Trouble::new(
            "no codebook folder to import into",
            format!("name one, it is made if need be: {example}"),
        ));
    };
    let summary = import_table(file, kind.and_then(TableKind::from_word), folder).map_err(|error| {
        Trouble::new(error.to_string(), "see `trucewatch codebook import --help` for the tables that are known")
    })?;
    println!("{}: {} entries, read as {}", file.display(), summary.entries, summary.kind.word());
    for written in &summary.files {
        println!("  wrote {}", written.display());
    }
    for (rows, why) in &summary.left_out {
        println!("  left out {rows} rows: {why}");
    }
    Ok(ExitCode::SUCCESS)
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
