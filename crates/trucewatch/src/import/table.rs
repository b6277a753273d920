//! Tables as text: commas, semicolons or tabs between the cells, with the line that each row begins on.

use super::ImportError;
use std::path::{Path, PathBuf};

/// A table in memory.
pub struct Table {
    /// The file it was read from.
    pub path: PathBuf,
    /// Its rows, a header among them.
    pub rows: Vec<Row>,
}

/// One row.
pub struct Row {
    /// Line that it begins on, from 1.
    pub line: usize,
    /// Its cells without surrounding blanks.
    pub cells: Vec<String>,
}

impl Table {
    /// Reads a table.
    pub fn read(path: &Path) -> Result<Self, ImportError> {
        let error = |line, message: String| ImportError { file: path.to_owned(), line, message };
        let bytes = std::fs::read(path).map_err(|e| error(0, format!("cannot read: {e}")))?;
        if bytes.starts_with(b"PK") {
            return Err(error(0, "this is a ZIP or Excel file: unpack it, or save the sheet as CSV (UTF-8)".into()));
        }
        let text = String::from_utf8(bytes).map_err(|e| {
            let line = e.as_bytes()[..e.utf8_error().valid_up_to()].iter().filter(|&&b| b == b'\n').count() + 1;
            error(line, "not UTF-8: save the table as CSV (UTF-8)".into())
        })?;
        let text = text.trim_start_matches('\u{feff}');
        let head = text.lines().next().unwrap_or_default();
        if head.is_empty() {
            return Err(error(1, "the table is empty".into()));
        }
        let count = |c: char| head.matches(c).count();
        // GeoNames puts bare quotation marks into its cells, and never quotes one.
        let rows = if count('\t') > 0 {
            text.lines()
                .zip(1..)
                .map(|(line, at)| Row { line: at, cells: line.split('\t').map(tidy).collect() })
                .collect()
        } else {
            quoted(text, if count(';') > count(',') { ';' } else { ',' }).map_err(|line| {
                error(line, "a quotation mark is opened and never closed: close it, or double it inside a cell".into())
            })?
        };
        Ok(Table { path: path.to_owned(), rows })
    }

    /// An error in a line of the table.
    pub fn error(&self, line: usize, message: String) -> ImportError {
        ImportError { file: self.path.clone(), line, message }
    }

    /// The index of the first of some columns that the header has.
    pub fn column(&self, names: &[&str]) -> Option<usize> {
        let header = &self.rows.first()?.cells;
        names.iter().find_map(|name| header.iter().position(|cell| cell.eq_ignore_ascii_case(name)))
    }

    /// The file's name without its ending, for files that are made from it.
    pub fn stem(&self) -> String {
        super::short_name(&self.path.file_stem().unwrap_or_default().to_string_lossy().replace(['_', '.'], "-"))
    }
}

impl Row {
    /// A cell; empty where the row is short or has no such column.
    pub fn cell(&self, column: Option<usize>) -> &str {
        column.and_then(|column| self.cells.get(column)).map_or("", String::as_str)
    }
}

fn tidy(cell: &str) -> String {
    cell.trim().to_owned()
}

/// Rows with cells in quotation marks, as RFC 4180 has them; an error is the line where an open quotation began.
fn quoted(text: &str, between: char) -> Result<Vec<Row>, usize> {
    let (mut rows, mut cells, mut cell) = (Vec::new(), Vec::new(), String::new());
    let (mut line, mut begun, mut open) = (1, 1, None);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if open.is_some() && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' if open.is_some() => open = None,
            '"' if cell.trim().is_empty() => open = Some(line),
            '\n' if open.is_none() => {
                cells.push(tidy(&cell));
                cell.clear();
                if cells.iter().any(|cell| !cell.is_empty()) {
                    rows.push(Row { line: begun, cells: std::mem::take(&mut cells) });
                }
                cells.clear();
                begun = line + 1;
            }
            c if c == between && open.is_none() => {
                cells.push(tidy(&cell));
                cell.clear();
            }
            c => cell.push(c),
        }
        line += usize::from(c == '\n');
    }
    if let Some(line) = open {
        return Err(line);
    }
    cells.push(tidy(&cell));
    if cells.iter().any(|cell| !cell.is_empty()) {
        rows.push(Row { line: begun, cells });
    }
    Ok(rows)
}
