//! What an export cannot say, told beside it: columns the record knows nothing of, judgements that a code hides, events that
//! were left out. Written as `<format>.losses.json` for programs and `<format>.losses.txt` for people.

use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// At most so many events are named under one heading; their number is always told.
const NAMED: usize = 50;

/// What one export lost.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Losses {
    /// `losses/1`; raised when a field changes its meaning or goes.
    pub schema: &'static str,
    /// Which format.
    pub format: &'static str,
    /// How everything in it is to be read.
    pub reading: &'static str,
    /// Whether names of private people and exact spots were taken out.
    pub redacted: bool,
    /// Events and reports of later days were left out, where a publication delay was set.
    pub last_day: Option<String>,
    /// Rows, features, lines or annotations by file.
    pub files: BTreeMap<String, usize>,
    /// Columns that the record cannot know.
    pub unknown: Vec<Unknown>,
    /// Judgements of ours that a code hides, by column and then by what was done.
    pub judgements: Vec<Told>,
    /// What is not in the export at all.
    pub left_out: Vec<Told>,
}

/// A column that says nothing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Unknown {
    /// Its name.
    pub column: &'static str,
    /// What stands in every row: `-1`, or nothing.
    pub value: &'static str,
    /// Why.
    pub why: &'static str,
}

/// Something that was done to events, and to which.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Told {
    /// The column or field.
    pub about: &'static str,
    /// What was done.
    pub what: &'static str,
    /// To how many events.
    pub count: usize,
    /// Their ids, the first 50.
    pub events: Vec<String>,
}

impl Losses {
    pub(super) fn new(format: &'static str, redacted: bool, last_day: Option<String>) -> Self {
        Losses {
            schema: "losses/1",
            format,
            reading: "Everything in it is what sources reported. Nothing in it says that something happened; counts are not totals.",
            redacted,
            last_day,
            files: BTreeMap::new(),
            unknown: Vec::new(),
            judgements: Vec::new(),
            left_out: Vec::new(),
        }
    }

    /// A code of `column` hides something of `event`.
    pub(super) fn judged(&mut self, column: &'static str, what: &'static str, event: &str) {
        tell(&mut self.judgements, column, what, event);
    }

    /// `event` is not in the export.
    pub(super) fn left_out(&mut self, about: &'static str, what: &'static str, event: &str) {
        tell(&mut self.left_out, about, what, event);
    }

    pub(super) fn wrote(&mut self, file: &str, rows: usize) {
        self.files.insert(file.to_owned(), rows);
    }

    /// The report for people.
    ///
    /// # Errors
    /// What `out` gives.
    pub fn write_text(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "What the {} export cannot say\n\n{}\n", self.format, self.reading)?;
        writeln!(out, "{}\n", self.redaction())?;
        if let Some(day) = &self.last_day {
            writeln!(out, "Published with a delay: nothing of a later day than {day}.\n")?;
        }
        for (file, rows) in &self.files {
            writeln!(out, "{file}: {rows}")?;
        }
        if !self.unknown.is_empty() {
            writeln!(out, "\nColumns that the record cannot know:")?;
        }
        for columns in self.unknown.chunk_by(|a, b| (a.why, a.value) == (b.why, b.value)) {
            let names = match columns {
                [first, .., last] if columns.len() > 4 => format!("{} to {}", first.column, last.column),
                _ => columns.iter().map(|column| column.column).collect::<Vec<_>>().join(", "),
            };
            let value = if columns[0].value.is_empty() { "empty" } else { columns[0].value };
            writeln!(out, "  {names} (always {value}): {}", columns[0].why)?;
        }
        for (title, told) in [("Judgements that a code hides", &self.judgements), ("Left out", &self.left_out)] {
            if !told.is_empty() {
                writeln!(out, "\n{title}:")?;
            }
            for told in told {
                let more = if told.count > told.events.len() { ", ..." } else { "" };
                let events = told.events.join(", ");
                writeln!(out, "  {}: {} [{}: {events}{more}]", told.about, told.what, told.count)?;
            }
        }
        Ok(())
    }

    fn redaction(&self) -> &'static str {
        if self.redacted {
            "Redacted: private people who are quoted stand by role, exact spots (corridors, shelters, hospitals) by their \
             settlement. A private person \
             who is neither quoted nor counted among the harmed is not found."
        } else {
            "UNREDACTED: it names private people who spoke to reporters and exact spots of corridors, shelters and \
             hospitals. Passing it on can put them in danger."
        }
    }
}

fn tell(list: &mut Vec<Told>, about: &'static str, what: &'static str, event: &str) {
    let at = list.iter().position(|told| told.about == about && told.what == what).unwrap_or_else(|| {
        list.push(Told { about, what, count: 0, events: Vec::new() });
        list.len() - 1
    });
    let told = &mut list[at];
    if told.events.last().is_some_and(|last| last == event) {
        return;
    }
    told.count += 1;
    if told.events.len() < NAMED {
        told.events.push(event.to_owned());
    }
}
