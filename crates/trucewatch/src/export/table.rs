//! CSV tables as the fields' data sets have them: a fixed order of columns, what stands in a column that is not known, cells
//! that a spreadsheet does not take for a formula. What goes into the columns is the formats' affair.

use super::losses::{Losses, Unknown};
use std::io::{self, Write};

/// A column of a table.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name in the header.
    pub name: &'static str,
    /// What stands in it where nothing is known: `-1`, `0` or nothing.
    pub default: &'static str,
    /// Why the record can never know it; empty where it can.
    pub unknown: &'static str,
}

/// A column that the record fills where it can.
pub(super) const fn known(name: &'static str, default: &'static str) -> Column {
    Column { name, default, unknown: "" }
}

/// A column that it can never fill.
pub(super) const fn unknown(name: &'static str, default: &'static str, why: &'static str) -> Column {
    Column { name, default, unknown: why }
}

/// One row, every cell at its default until it is set.
pub(super) struct Row {
    columns: &'static [Column],
    cells: Vec<String>,
}

impl Row {
    pub(super) fn new(columns: &'static [Column]) -> Self {
        Row { columns, cells: columns.iter().map(|column| column.default.to_owned()).collect() }
    }

    /// Sets a number or a code.
    pub(super) fn set(&mut self, name: &str, value: impl ToString) {
        let at = self.columns.iter().position(|column| column.name == name);
        debug_assert!(at.is_some_and(|at| self.columns[at].unknown.is_empty()), "{name} is no column that is filled");
        if let Some(at) = at {
            self.cells[at] = value.to_string();
        }
    }

    /// Sets words; `None` leaves the default.
    pub(super) fn text(&mut self, name: &str, words: Option<impl AsRef<str>>) {
        if let Some(words) = words {
            self.set(name, harmless(words.as_ref()));
        }
    }
}

/// A table that is being written, RFC 4180: commas, quotes where needed, CRLF, UTF-8.
pub(super) struct Table {
    file: String,
    writer: csv::Writer<Box<dyn Write + Send>>,
    rows: usize,
}

impl Table {
    /// Writes the header, and tells which columns will never be filled.
    pub(super) fn new(
        file: &str,
        out: Box<dyn Write + Send>,
        columns: &'static [Column],
        losses: &mut Losses,
    ) -> io::Result<Self> {
        let never = columns.iter().filter(|column| !column.unknown.is_empty());
        losses.unknown.extend(never.map(|c| Unknown { column: c.name, value: c.default, why: c.unknown }));
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
        writer.write_record(columns.iter().map(|column| column.name))?;
        Ok(Table { file: file.to_owned(), writer, rows: 0 })
    }

    /// A second header, which is not counted.
    pub(super) fn header(&mut self, cells: impl IntoIterator<Item = &'static str>) -> io::Result<()> {
        Ok(self.writer.write_record(cells)?)
    }

    pub(super) fn write(&mut self, row: &Row) -> io::Result<()> {
        self.rows += 1;
        Ok(self.writer.write_record(&row.cells)?)
    }

    /// How many rows there are.
    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    pub(super) fn finish(mut self, losses: &mut Losses) -> io::Result<()> {
        losses.wrote(&self.file, self.rows);
        self.writer.flush()
    }
}

/// Words as a cell: on one line, and with an apostrophe before what a spreadsheet would run as a formula. Numbers stay.
fn harmless(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let formula = line.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    if formula && line.parse::<f64>().is_err() { format!("'{line}") } else { line }
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn a_formula_becomes_words_and_a_number_stays() {
        for (words, cell) in [
            ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
            ("\t=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("+963 11", "'+963 11"),
            ("-1", "-1"),
            ("a = b", "a = b"),
            ("two\nlines", "two lines"),
            ("جبهة النصرة", "جبهة النصرة"),
        ] {
            assert_eq!(harmless(words), cell);
        }
    }
}
