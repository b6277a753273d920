//! Reads the codebook's data files from a folder. Shared by the build, which packs the built-in ones, and by the program,
//! which lays a user's own folder over them.

use crate::data::{Area, Concept, Data, Outlet, Rule, Theatre};
use serde::{Deserialize, de::DeserializeOwned};
use std::{fmt, fs, path::Path, path::PathBuf};

/// What is wrong with a data file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataError {
    /// The file.
    pub file: PathBuf,
    /// Line, from 1; 0 where the file as a whole is meant.
    pub line: usize,
    /// What is wrong and what to do.
    pub message: String,
}

impl fmt::Display for DataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file.display(), self.line, self.message)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Outlets {
    #[serde(default, rename = "outlet")]
    outlets: Vec<Outlet>,
}

/// Reads all data files below `root`. Files that cannot be read are left out and named in the errors.
pub fn load(root: &Path) -> (Data, Vec<DataError>) {
    let mut data = Data::default();
    let mut errors = Vec::new();
    for file in toml_files(&root.join("lexicon/en")) {
        if let Some(concept) = parse::<Concept>(&file, &mut errors) {
            data.lexicon.insert(stem(&file), concept);
        }
    }
    for file in toml_files(&root.join("actors")) {
        data.theatres.extend(parse::<Theatre>(&file, &mut errors));
    }
    for file in toml_files(&root.join("places")) {
        data.areas.extend(parse::<Area>(&file, &mut errors));
    }
    for folder in folders(&root.join("rules/en")) {
        for file in toml_files(&folder) {
            if let Some(mut rule) = parse::<Rule>(&file, &mut errors) {
                rule.id = format!("{}/{}", stem(&folder), stem(&file));
                data.rules.push(rule);
            }
        }
    }
    let outlets = root.join("outlets.toml");
    if outlets.is_file() {
        data.outlets.extend(parse::<Outlets>(&outlets, &mut errors).map(|file| file.outlets).unwrap_or_default());
    }
    (data, errors)
}

fn parse<T: DeserializeOwned>(file: &Path, errors: &mut Vec<DataError>) -> Option<T> {
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) => {
            errors.push(DataError { file: file.to_owned(), line: 0, message: error.to_string() });
            return None;
        }
    };
    match toml::from_str(&text) {
        Ok(value) => Some(value),
        Err(error) => {
            let at = error.span().map_or(0, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
            errors.push(DataError { file: file.to_owned(), line: at, message: error.message().to_owned() });
            None
        }
    }
}

pub fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// The entries of a folder in the order of their names, so that the same files give the same codebook everywhere.
pub fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    paths
}

pub fn toml_files(folder: &Path) -> Vec<PathBuf> {
    entries(folder).into_iter().filter(|path| path.extension().is_some_and(|end| end == "toml")).collect()
}

pub fn folders(folder: &Path) -> Vec<PathBuf> {
    entries(folder).into_iter().filter(|path| path.is_dir()).collect()
}
