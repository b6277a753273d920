//! Whether a file is in the format of the ETH/PRIO data set: header, codes, dates, and what columns say of each other. Days that
//! a month does not have pass, as the data set itself has some.

use super::columns::COLUMNS;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::io::Read;

/// Something in a file that the format does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The row, from 1; 0 is the header.
    pub row: usize,
    /// The column, where it is one column's affair.
    pub column: String,
    /// What was found and what is allowed.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "row {}, {}: {}", self.row, self.column, self.message)
    }
}

/// Columns of words; all others hold whole numbers.
const WORDS: [&str; 12] = [
    "location",
    "actor_name",
    "evidence_onset",
    "evidence_end",
    "comment",
    "coder",
    "fixed_time",
    "p_other_comment",
    "cf_pp",
    "mediator_send",
    "factivia_source",
    "factivia_page",
];

/// Columns of codes, with the lowest and highest; -1 is unclear.
const CODES: [(&str, i64, i64); 23] = [
    ("region", -1, 5),
    ("link", -1, 3),
    ("side", -1, 3),
    ("partial", -1, 1),
    ("written", -1, 2),
    ("fixed", -1, 1),
    ("nsa_frac", -1, 2),
    ("p_humanitarian", 0, 1),
    ("p_peaceprocess", 0, 1),
    ("p_holiday", 0, 1),
    ("p_election", 0, 1),
    ("p_other", 0, 1),
    ("p_unclear", 0, 1),
    ("ceasefire_class", -1, 3),
    ("timing", -1, 3),
    ("mediator_nego", -1, 1),
    ("implement", -1, 1),
    ("enforcement", -1, 3),
    ("ddr", -1, 1),
    ("splinter", -1, 2),
    ("ended", -1, 4),
    ("truce", -1, 1),
    ("recentadditions", -1, 1),
];

/// The codes among `CODES` that have no 0.
const WITHOUT_ZERO: [&str; 3] = ["region", "side", "ceasefire_class"];

/// Reads a file and tells all that is wrong with it; nothing is a file of the format.
pub fn validate(file: impl Read) -> Vec<Problem> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(file);
    let mut checker = Checker::default();
    for (row, record) in reader.records().enumerate() {
        checker.row = row;
        match record {
            Err(error) => checker.tell("", format!("cannot be read: {error}")),
            Ok(cells) if row == 0 => checker.header(&cells),
            Ok(cells) if cells.len() != COLUMNS.len() => {
                checker.tell("", format!("{} cells; a row has {}", cells.len(), COLUMNS.len()));
            }
            Ok(cells) => checker.cells(&cells),
        }
    }
    checker.problems
}

#[derive(Default)]
struct Checker {
    row: usize,
    ids: HashSet<String>,
    /// `uniq_id` to the country of its rows.
    countries: HashMap<String, String>,
    problems: Vec<Problem>,
}

impl Checker {
    fn tell(&mut self, column: &str, message: String) {
        self.problems.push(Problem { row: self.row, column: column.to_owned(), message });
    }

    fn header(&mut self, cells: &csv::StringRecord) {
        for at in 0..cells.len().max(COLUMNS.len()) {
            let (found, expected) = (cells.get(at), COLUMNS.get(at).map(|column| column.name));
            if found != expected {
                let message =
                    format!("found {}, expected {}", found.unwrap_or("no column"), expected.unwrap_or("none"));
                self.tell(expected.or(found).unwrap_or_default(), message);
            }
        }
    }

    fn cells(&mut self, cells: &csv::StringRecord) {
        let get = |name: &str| {
            let at = COLUMNS.iter().position(|column| column.name == name).expect("a column of the format");
            cells.get(at).unwrap_or_default()
        };
        for (column, cell) in COLUMNS.iter().zip(cells) {
            // A number of another data set may be missing.
            let may_be_empty = column.name.starts_with("link_id") || column.name == "ucdp_dyad";
            if !WORDS.contains(&column.name) && cell.parse::<i64>().is_err() && !(may_be_empty && cell.is_empty()) {
                self.tell(column.name, format!("found `{cell}`, expected a whole number"));
            }
        }
        for (column, low, high) in CODES {
            let code: Option<i64> = get(column).parse().ok();
            let zero = code == Some(0) && WITHOUT_ZERO.contains(&column);
            if code.is_some_and(|code| code < low || code > high) || zero {
                self.tell(column, format!("found {}; the codes go from {low} to {high}", get(column)));
            }
        }
        for date in ["cf_dec", "cf_effect", "end"] {
            for (part, low, high) in [("yr", 1900, 2100), ("month", 1, 12), ("day", 1, 31)] {
                let column = format!("{date}_{part}");
                let found: i64 = get(&column).parse().unwrap_or(-1);
                if !matches!(found, -1 | 0) && !(low..=high).contains(&found) {
                    self.tell(&column, format!("found {found}; allowed: {low} to {high}, -1 unclear, 0 none"));
                }
            }
        }
        let number = |name: &str| get(name).parse::<i64>().unwrap_or(-1);
        let expected = if number("cc") < 0 { number("cf_id") } else { number("cc") * 1000 + number("cf_id") };
        if number("uniq_id") != expected {
            self.tell("uniq_id", format!("found {}, expected {expected} from cc and cf_id", get("uniq_id")));
        }
        if (get("p_other") == "1") == (get("p_other_comment") == "0") {
            self.tell("p_other_comment", "has words if and only if p_other is 1, else 0".to_owned());
        }
        if get("mediator_nego") == "0" && get("mediator_send") != "0" {
            self.tell("mediator_send", "is 0 where mediator_nego is".to_owned());
        }
        if !self.ids.insert(get("id").to_owned()) {
            self.tell("id", format!("{} stands in an earlier row", get("id")));
        }
        let location = get("location").to_owned();
        let known = self.countries.entry(get("uniq_id").to_owned()).or_insert_with(|| location.clone()).clone();
        if known != location {
            self.tell("location", format!("found {location}; another row of this ceasefire has {known}"));
        }
    }
}
