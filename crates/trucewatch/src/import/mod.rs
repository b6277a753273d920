//! Users' own tables into their codebook folder: gazetteers as `places/*.toml`, lists of parties as `actors/*.toml`. The
//! folder is laid over the built-in codebook when reports are read. What a table is, is told from its columns.

mod geonames;
mod ocha;
mod table;
mod ucdp;

use std::path::{Path, PathBuf};
use std::{fmt, fs};
use table::Table;

/// What kind of table is imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableKind {
    /// A dump of GeoNames (`SY.txt`, `cities500.txt`): 19 columns, tabs between them, no header.
    GeoNames,
    /// Administrative units or neighbourhoods of an OCHA Common Operational Dataset, as CSV.
    Ocha,
    /// The UCDP Actor Dataset, as CSV.
    UcdpActors,
}

impl TableKind {
    /// Every kind with the word for it on the command line.
    pub const ALL: [(TableKind, &'static str); 3] =
        [(TableKind::GeoNames, "geonames"), (TableKind::Ocha, "ocha"), (TableKind::UcdpActors, "ucdp-actors")];

    /// The kind of a word; `None` where there is no such word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, name)| *name == word).map(|(kind, _)| *kind)
    }

    /// The word for it on the command line.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, word)| word)
    }
}

/// What was imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// What the table was taken for.
    pub kind: TableKind,
    /// How many places or parties were written.
    pub entries: usize,
    /// The files that were written.
    pub files: Vec<PathBuf>,
    /// Rows that were left out: how many, and why.
    pub left_out: Vec<(usize, &'static str)>,
}

/// Why a table could not be imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportError {
    /// The file.
    pub file: PathBuf,
    /// Line, from 1; 0 where the file as a whole is meant.
    pub line: usize,
    /// What is wrong and what to do.
    pub message: String,
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.file.display(), self.message),
            line => write!(f, "{}:{line}: {}", self.file.display(), self.message),
        }
    }
}

impl std::error::Error for ImportError {}

/// Imports the table `path` into the codebook folder `out_dir`, which is made where it is not there. Without `kind` the
/// table's columns tell what it is. A file of an earlier import of the same table is replaced.
///
/// # Errors
/// The table cannot be read, is of no known kind, lacks a column, or has a row that cannot be; the folder cannot be written.
pub fn import_table(path: &Path, kind: Option<TableKind>, out_dir: &Path) -> Result<Summary, ImportError> {
    let table = Table::read(path)?;
    let kind = match kind.or_else(|| detect(&table)) {
        Some(kind) => kind,
        None => {
            let words: Vec<&str> = TableKind::ALL.iter().map(|(_, word)| *word).collect();
            return Err(table.error(
                1,
                format!("cannot tell what this table is from its columns; say which of {} it is", words.join(", ")),
            ));
        }
    };
    match kind {
        TableKind::GeoNames => geonames::import(&table, out_dir),
        TableKind::Ocha => ocha::import(&table, out_dir),
        TableKind::UcdpActors => ucdp::import(&table, out_dir),
    }
}

fn detect(table: &Table) -> Option<TableKind> {
    let first = table.rows.first()?;
    let has = |name: &str| first.cells.iter().any(|cell| cell.eq_ignore_ascii_case(name));
    if first.cells.len() == 19 && first.cells[0].parse::<u32>().is_ok() {
        Some(TableKind::GeoNames)
    } else if has("ActorId") && has("NameData") {
        Some(TableKind::UcdpActors)
    } else if ocha::recognises(&first.cells) {
        Some(TableKind::Ocha)
    } else {
        None
    }
}

/// Lower-case letters and digits with hyphens between.
fn short_name(name: &str) -> String {
    let mut out = String::new();
    for c in trucewatch_codebook::gazetteer::fold(name) {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_owned()
}

/// Writes one data file below the codebook folder.
fn write(table: &Table, file: &Path, data: &impl serde::Serialize) -> Result<(), ImportError> {
    let failed = |message: String| ImportError { file: file.to_owned(), line: 0, message };
    let head = format!("# Imported from {}.\n\n", table.path.file_name().unwrap_or_default().to_string_lossy());
    let body = toml::to_string(data).map_err(|error| failed(error.to_string()))?;
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(|error| failed(format!("cannot make the folder: {error}")))?;
    }
    fs::write(file, head + &body).map_err(|error| failed(format!("cannot write: {error}")))
}

#[cfg(test)]
mod tests;
