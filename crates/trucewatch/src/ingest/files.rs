//! The files of the inputs, folder by folder, in the order of their names; and what to say of those that are not there.

use super::{Failure, Input, Origin};
use std::{
    collections::VecDeque,
    fs, io,
    path::{Path, PathBuf},
};
use trucewatch_codebook::nearest_name;

/// The files still to be read. Folders are opened when their turn comes, so that a tree of any size takes no memory.
pub(super) struct Files {
    waiting: VecDeque<Entry>,
}

struct Entry {
    input: Input,
    /// Whether the user named it, and it did not turn up in a folder.
    named: bool,
}

impl Files {
    pub(super) fn new(inputs: Vec<Input>) -> Self {
        Files { waiting: inputs.into_iter().map(|input| Entry { input, named: true }).collect() }
    }

    /// Puts the entries of a folder in its place.
    fn open_folder(&mut self, folder: &Path) -> io::Result<()> {
        let mut paths: Vec<PathBuf> =
            fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<_>>()?;
        paths.sort();
        paths.retain(|path| !is_hidden(path) && !is_page_s_own_folder(path));
        for path in paths.into_iter().rev() {
            self.waiting.push_front(Entry { input: Input::Path(path), named: false });
        }
        Ok(())
    }
}

impl Iterator for Files {
    type Item = Result<Input, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        while let Some(Entry { input, named }) = self.waiting.pop_front() {
            let Input::Path(path) = &input else { return Some(Ok(input)) };
            // A link to a folder is followed only where the user named it: links in folders can go in circles.
            let is_folder = if named { path.is_dir() } else { path.is_dir() && !path.is_symlink() };
            if is_folder {
                match self.open_folder(&path.clone()) {
                    Ok(()) => continue,
                    Err(error) => return Some(Err(unreadable(path, &error))),
                }
            }
            if path.is_dir() {
                continue;
            }
            return Some(Ok(input));
        }
        None
    }
}

pub(super) fn origin(path: &Path) -> Origin {
    Origin { file: path.to_string_lossy().into(), line: None }
}

/// Says why a file cannot be opened, where it was looked for, and which one may have been meant.
pub(super) fn unreadable(path: &Path, error: &io::Error) -> Failure {
    let failure = |what: &str| Failure::new(origin(path), what);
    match error.kind() {
        io::ErrorKind::NotFound => {
            let tried = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
            let mut advice = format!("looked for {}", tried.display());
            match nearest(&tried) {
                Some(near) => advice += &format!("; did you mean {}?", near.display()),
                None if tried.parent().is_some_and(|folder| !folder.is_dir()) => {
                    advice += &format!("; there is no folder {}", tried.parent().unwrap_or(path).display());
                }
                None => {}
            }
            failure("no such file or folder").advise(advice)
        }
        io::ErrorKind::PermissionDenied => failure("may not be read").advise("see its permissions with `ls -l`"),
        _ => failure(&error.to_string()),
    }
}

/// The file of the same folder whose name is most like the one that is not there.
fn nearest(path: &Path) -> Option<PathBuf> {
    let wanted = path.file_name()?.to_str()?;
    let entries = fs::read_dir(path.parent()?).ok()?.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let names: Vec<String> = entries.collect();
    nearest_name(wanted, names.iter().map(String::as_str)).map(|name| path.with_file_name(name))
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'))
}

/// Browsers save `page.html` with a folder `page_files` of its pictures and scripts.
fn is_page_s_own_folder(path: &Path) -> bool {
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else { return false };
    let Some(page) = name.strip_suffix("_files") else { return false };
    path.is_dir() && ["html", "htm"].iter().any(|end| path.with_file_name(format!("{page}.{end}")).is_file())
}
