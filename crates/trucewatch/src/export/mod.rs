//! The record in the column sets and formats of the field, with a report beside each of what the format cannot say. Redacted
//! unless told otherwise: private people by role, exact spots by their settlement. Every value is what sources reported.
//!
//! Each format is a module that writes one event after the other, so that memory does not grow with the record. Which columns
//! come from which fields is told in `docs/exports.md`. Opening files is the caller's affair.

mod acled;
mod annotations;
mod behind;
mod delay;
mod describe;
pub mod eth_prio;
mod geojson;
mod hxl;
mod jsonl;
mod losses;
mod parquet;
mod place;
mod redact;
mod table;
mod ucdp_ged;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

pub use losses::{Losses, Told, Unknown};
pub use redact::Redactor;

use crate::views::{Names, ReportCard};
use behind::Behind;
use jiff::{ToSpan, civil::Date};
use place::Places;
use redact::People;
use serde::{Serialize, de::DeserializeOwned};
use std::collections::HashMap;
use std::io::{self, Write};
use trucewatch_codebook::Data;
use trucewatch_model::{Ceasefire, Events, Incident, Member, Party, Reading};

/// What an export can be written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// ETH/PRIO Civil Conflict Ceasefire Dataset: one row per actor and ceasefire.
    EthPrio,
    /// UCDP Georeferenced Event Dataset: incidents with reported deaths.
    UcdpGed,
    /// Armed Conflict Location and Event Data: incidents.
    Acled,
    /// Humanitarian Exchange Language: ceasefires and incidents under a row of hashtags.
    Hxl,
    /// RFC 7946.
    GeoJson,
    /// Apache Parquet: a table of claims and one of incidents.
    Parquet,
    /// Dossiers and incidents, one JSON object a line.
    Jsonl,
    /// W3C Web Annotations, one per claim.
    Annotations,
}

impl Format {
    /// Every format, in the order of the documentation.
    pub const ALL: [Format; 8] = [
        Format::EthPrio,
        Format::UcdpGed,
        Format::Acled,
        Format::Hxl,
        Format::GeoJson,
        Format::Parquet,
        Format::Jsonl,
        Format::Annotations,
    ];

    /// Its word on the command line; also the first part of the names of its files.
    pub fn word(self) -> &'static str {
        match self {
            Format::EthPrio => "eth-prio",
            Format::UcdpGed => "ucdp-ged",
            Format::Acled => "acled",
            Format::Hxl => "hxl",
            Format::GeoJson => "geojson",
            Format::Parquet => "parquet",
            Format::Jsonl => "jsonl",
            Format::Annotations => "annotations",
        }
    }

    /// The format of a word; `None` where there is no such format.
    pub fn from_word(word: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.word() == word)
    }

    /// The files it is made of, the report of losses apart.
    pub fn files(self) -> &'static [&'static str] {
        match self {
            Format::EthPrio => &["eth-prio.csv"],
            Format::UcdpGed => &["ucdp-ged.csv"],
            Format::Acled => &["acled.csv"],
            Format::Hxl => &["hxl.csv"],
            Format::GeoJson => &["geojson.geojson"],
            Format::Parquet => &["claims.parquet", "incidents.parquet"],
            Format::Jsonl => &["jsonl.jsonl"],
            Format::Annotations => &["annotations.jsonld"],
        }
    }
}

/// What is exported.
pub struct Source<'a> {
    /// The events of the record.
    pub events: &'a Events,
    /// Ids of all reports, in the order in which their claims are to be written.
    pub reports: &'a [String],
    /// Gives a report's card and reading by its id; `None` where there is no such report.
    pub report: &'a dyn Fn(&str) -> Option<(ReportCard, Reading)>,
    /// Ids and names of parties and places.
    pub codebook: &'a Data,
}

/// How it is exported. The default is redacted and without delay.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Whether private people and exact spots are named. `Full` puts people in danger when it is passed on.
    pub names: Names,
    /// Nothing of a later day goes out: neither events nor reports, nor events that a later report speaks of.
    pub last_day: Option<Date>,
}

impl Options {
    /// Leaves out what is younger than `days` before `today`.
    pub fn delayed(mut self, today: Date, days: u32) -> Self {
        self.last_day = Some(today.checked_sub(i64::from(days).days()).unwrap_or(Date::MIN));
        self
    }
}

/// Opens a file of the export for writing by its name.
pub type Open<'o> = &'o mut dyn FnMut(&str) -> io::Result<Box<dyn Write + Send>>;

/// Writes the record as `format`, and beside it `<format>.losses.json` and `<format>.losses.txt`.
///
/// # Errors
/// What opening and writing the files gives.
pub fn export(format: Format, source: &Source<'_>, options: &Options, open: Open<'_>) -> io::Result<Losses> {
    let last_day = options.last_day.map(|day| day.to_string());
    let mut losses = Losses::new(format.word(), options.names == Names::Redacted, last_day);
    let record = Record::new(source, options);
    let write = match format {
        Format::EthPrio => eth_prio::write,
        Format::UcdpGed => ucdp_ged::write,
        Format::Acled => acled::write,
        Format::Hxl => hxl::write,
        Format::GeoJson => geojson::write,
        Format::Parquet => parquet::write,
        Format::Jsonl => jsonl::write,
        Format::Annotations => annotations::write,
    };
    write(&record, &mut losses, open)?;
    let mut file = open(&format!("{}.losses.json", format.word()))?;
    serde_json::to_writer_pretty(&mut file, &losses)?;
    file.flush()?;
    let mut file = open(&format!("{}.losses.txt", format.word()))?;
    losses.write_text(&mut file)?;
    file.flush()?;
    Ok(losses)
}

/// The source under the options: what the formats draw from.
struct Record<'a> {
    source: &'a Source<'a>,
    options: &'a Options,
    places: Places<'a>,
    people: People<'a>,
    incidents: HashMap<&'a str, &'a Incident>,
    parties: HashMap<&'a str, &'a trucewatch_codebook::Party>,
    /// A report that carries another's text, to that other.
    roots: HashMap<&'a str, &'a str>,
}

/// An event fit to be shown, with the reports behind it.
struct Shown<E> {
    event: E,
    behind: Behind,
}

impl<'a> Record<'a> {
    fn new(source: &'a Source<'a>, options: &'a Options) -> Self {
        let copies = source.events.copies.iter().filter_map(|group| Some((group, group.reports.first()?)));
        let roots =
            copies.flat_map(|(group, root)| group.reports.iter().map(|id| (id.as_str(), root.as_str()))).collect();
        let parties = source.codebook.theatres.iter().flat_map(|theatre| &theatre.parties);
        Record {
            source,
            options,
            places: Places::new(source.codebook),
            people: People::new(source.codebook),
            incidents: source.events.incidents.iter().map(|incident| (incident.id.as_str(), incident)).collect(),
            parties: parties.map(|party| (party.id.as_str(), party)).collect(),
            roots,
        }
    }

    /// Calls `each` with every ceasefire that may be shown.
    fn ceasefires(
        &self,
        losses: &mut Losses,
        mut each: impl FnMut(Shown<Ceasefire>, &mut Losses) -> io::Result<()>,
    ) -> io::Result<()> {
        for ceasefire in &self.source.events.ceasefires {
            let behind = self.behind(&ceasefire.claims);
            if delay::too_young(delay::ceasefire_days(ceasefire), &behind, self.options) {
                losses.left_out("ceasefires", "younger than the publication delay, or spoken of since", &ceasefire.id);
                continue;
            }
            let mut event = self.shown(ceasefire, &behind)?;
            event.incidents.retain(|placement| self.may_show(&placement.incident));
            each(Shown { event, behind }, losses)?;
        }
        Ok(())
    }

    /// Calls `each` with every incident that may be shown.
    fn incidents(
        &self,
        losses: &mut Losses,
        mut each: impl FnMut(Shown<Incident>, &mut Losses) -> io::Result<()>,
    ) -> io::Result<()> {
        for incident in &self.source.events.incidents {
            let behind = self.behind(&incident.claims);
            if delay::too_young(delay::incident_days(incident), &behind, self.options) {
                losses.left_out("incidents", "younger than the publication delay, or spoken of since", &incident.id);
                continue;
            }
            let event = self.shown(incident, &behind)?;
            each(Shown { event, behind }, losses)?;
        }
        Ok(())
    }

    /// The incident of an id, fit to be shown; `None` where there is none that may be.
    fn incident(&self, id: &str) -> io::Result<Option<Shown<Incident>>> {
        let Some(incident) = self.incidents.get(id).copied() else { return Ok(None) };
        let behind = self.behind(&incident.claims);
        if delay::too_young(delay::incident_days(incident), &behind, self.options) {
            return Ok(None);
        }
        Ok(Some(Shown { event: self.shown(incident, &behind)?, behind }))
    }

    fn may_show(&self, incident: &str) -> bool {
        self.options.last_day.is_none() || matches!(self.incident(incident), Ok(Some(_)))
    }

    /// A party's number in the UCDP actor list, and whether it is that of the government an army or office belongs to.
    fn ucdp_actor(&self, party: &Party) -> Option<(u32, bool)> {
        let party = self.parties.get(party.id.as_deref()?)?;
        if let Some(id) = party.ucdp {
            return Some((id, false));
        }
        let of_state = matches!(party.category.as_str(), "government" | "military");
        let parent = self.parties.get(party.parent.as_deref()?)?;
        (of_state && parent.category == "government").then_some((parent.ucdp?, true))
    }

    fn behind(&self, members: &[Member]) -> Behind {
        Behind::of(members, self)
    }

    /// A copy of the event without names of private people and exact spots.
    fn shown<E: Serialize + DeserializeOwned + Clone>(&self, event: &E, behind: &Behind) -> io::Result<E> {
        if self.options.names == Names::Full {
            return Ok(event.clone());
        }
        let mut value = serde_json::to_value(event)?;
        redact::event(&mut value, &behind.redactor, &self.places);
        Ok(serde_json::from_value(value)?)
    }
}
