//! What the project asks of its own files: every source file says what it is about, none grows beyond what can be read in
//! one go, engines hold no unfinished marks, and dependencies have licences that the policy in `deny.toml` allows.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
    process::Command,
};

/// Most lines of a source file.
const LONGEST: usize = 400;

/// Folders that are not ours to check.
const LEFT_OUT: &[&str] = &["target", ".git", "snapshots"];

/// Checks the project at `root`.
///
/// # Errors
/// Everything that is not as it should be, a line each.
pub fn check(root: &Path) -> io::Result<()> {
    let troubles = troubles(root);
    if troubles.is_empty() { Ok(()) } else { Err(io::Error::other(format!("not tidy\n{}", troubles.join("\n")))) }
}

fn troubles(root: &Path) -> Vec<String> {
    let mut troubles = Vec::new();
    let mut sources = Vec::new();
    collect(root, &mut sources);
    for path in sources {
        let name = path.strip_prefix(root).unwrap_or(&path).display().to_string();
        match fs::read_to_string(&path) {
            Ok(text) => troubles.extend(check_source(&text).into_iter().map(|trouble| format!("{name}: {trouble}"))),
            Err(error) => troubles.push(format!("{name}: {error}")),
        }
    }
    match licences(root) {
        Ok(mut bad) => troubles.append(&mut bad),
        Err(error) => troubles.push(error),
    }
    troubles
}

fn collect(folder: &Path, sources: &mut Vec<PathBuf>) {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    for path in paths {
        let left_out = path.file_name().is_some_and(|name| LEFT_OUT.iter().any(|other| name == *other));
        if path.is_dir() && !left_out {
            collect(&path, sources);
        } else if path.extension().is_some_and(|end| end == "rs") {
            sources.push(path);
        }
    }
}

fn check_source(text: &str) -> Vec<String> {
    let mut troubles = Vec::new();
    if !text.trim_start().trim_start_matches("#![no_main]").trim_start().starts_with("//!") {
        troubles.push("does not open with `//!`: say what the file is about, and what it leaves to others".into());
    }
    let lines = text.lines().count();
    if lines > LONGEST {
        troubles.push(format!("{lines} lines, more than {LONGEST}: it is about more than one thing"));
    }
    // Written apart so that this file does not find itself.
    for mark in [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X:")] {
        if let Some(line) = text.lines().position(|line| line.contains(mark)) {
            troubles.push(format!(
                "line {}: `{mark}`: finish it, or make it a test that says what is wrong today",
                line + 1
            ));
        }
    }
    troubles
}

/// Dependencies whose licence the policy does not allow.
fn licences(root: &Path) -> Result<Vec<String>, String> {
    let policy = fs::read_to_string(root.join("deny.toml")).map_err(|error| format!("deny.toml: {error}"))?;
    let allowed = allowed(&policy);
    let output = Command::new(env!("CARGO"))
        // Only what this machine builds with is there to look at; no test may fetch the rest.
        .args(["metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform", "host-tuple"])
        .current_dir(root)
        .output()
        .map_err(|error| format!("cargo metadata: {error}"))?;
    let metadata: serde_json::Value =
        serde_json::from_slice(&output.stdout).map_err(|_| String::from_utf8_lossy(&output.stderr).into_owned())?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    Ok(packages
        .filter_map(|package| {
            let licence = package["license"].as_str().unwrap_or("");
            let name = format!("{} {}", package["name"].as_str()?, package["version"].as_str()?);
            (!is_allowed(licence, &allowed)).then(|| format!("{name}: the licence `{licence}` is not in deny.toml"))
        })
        .collect())
}

/// The strings of the list `allow` of the policy.
fn allowed(policy: &str) -> BTreeSet<&str> {
    let list = policy.split_once("allow = [").and_then(|(_, rest)| rest.split_once(']')).map_or("", |(list, _)| list);
    list.lines()
        .filter(|line| !line.trim_start().starts_with('#'))
        .flat_map(|line| line.split('"').skip(1).step_by(2))
        .collect()
}

/// Whether an SPDX expression can be met: one side of every `OR`, all sides of every `AND`; exceptions only ever allow more.
fn is_allowed(licence: &str, allowed: &BTreeSet<&str>) -> bool {
    let licence = licence.replace('/', " OR ").replace(['(', ')'], " ");
    let licence = licence.trim();
    !licence.is_empty()
        && licence.split(" AND ").all(|part| {
            part.split(" OR ").any(|name| allowed.contains(name.split(" WITH ").next().unwrap_or(name).trim()))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_project_is_tidy() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the project");
        check(root).unwrap();
    }

    #[test]
    fn one_of_several_licences_is_enough() {
        let allowed = BTreeSet::from(["MIT", "Apache-2.0"]);
        assert!(is_allowed("MIT OR GPL-3.0", &allowed));
        assert!(is_allowed("Unlicense/MIT", &allowed));
        assert!(is_allowed("Apache-2.0 WITH LLVM-exception", &allowed));
        assert!(is_allowed("(MIT OR GPL-2.0) AND Apache-2.0", &allowed));
        assert!(!is_allowed("MIT AND GPL-3.0", &allowed));
        assert!(!is_allowed("", &allowed));
    }

    #[test]
    fn a_file_says_what_it_is_about() {
        assert_eq!(check_source("//! About.\n"), Vec::<String>::new());
        assert_eq!(check_source("fn main() {}\n").len(), 1);
    }
}
