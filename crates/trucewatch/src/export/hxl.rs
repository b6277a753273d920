//! Humanitarian Exchange Language: ceasefires and incidents in one table, with the row of hashtags under the header.

use super::describe;
use super::losses::Losses;
use super::table::{Column, Row, Table, known};
use super::{Open, Record, Shown, place};
use std::io;
use trucewatch_model::{Ceasefire, EventPlace, Incident, Moment, Party, Term, Toll};

const COLUMNS: &[Column] = &[
    known("Date", ""),
    known("Start", ""),
    known("End", ""),
    known("Event type", ""),
    known("First group", ""),
    known("Second group", ""),
    known("Admin 1", ""),
    known("Location", ""),
    known("Latitude", ""),
    known("Longitude", ""),
    known("Description", ""),
    known("Killed, at least", ""),
    known("Injured, at least", ""),
    known("Source", ""),
    known("Country", ""),
];

/// The hashtag of each column.
const TAGS: [&str; 15] = [
    "#date+occurred",
    "#date+start",
    "#date+end",
    "#event+type",
    "#group+name+first",
    "#group+name+second",
    "#adm1+name",
    "#loc+name",
    "#geo+lat",
    "#geo+lon",
    "#description",
    "#affected+killed",
    "#affected+injured",
    "#meta+source",
    "#country+code",
];

pub(super) fn write(record: &Record<'_>, losses: &mut Losses, open: Open<'_>) -> io::Result<()> {
    let mut table = Table::new("hxl.csv", open("hxl.csv")?, COLUMNS, losses)?;
    table.header(TAGS)?;
    record.ceasefires(losses, |shown, losses| table.write(&ceasefire(&shown, record, losses)))?;
    record.incidents(losses, |shown, losses| table.write(&incident(&shown, record, losses)))?;
    table.finish(losses)
}

fn ceasefire(shown: &Shown<Ceasefire>, record: &Record<'_>, losses: &mut Losses) -> Row {
    let (ceasefire, behind) = (&shown.event, &shown.behind);
    let id = ceasefire.id.as_str();
    let mut row = Row::new(COLUMNS);
    row.set("Event type", "ceasefire (reported)");
    let mut day = |column: &'static str, term: &Term<Moment>| {
        if let Some(account) = term.first() {
            row.set(column, account.value.date());
        }
        if term.len() > 1 {
            losses.judged(column, "accounts differ: the best supported one was taken", id);
        }
    };
    day("Date", &ceasefire.declared_on);
    day("Start", &ceasefire.effective_from);
    day("End", if ceasefire.ended_on.is_empty() { &ceasefire.until } else { &ceasefire.ended_on });
    if ceasefire.ended_on.is_empty() && !ceasefire.until.is_empty() {
        losses.judged("End", "the announced end, as no report tells the real one", id);
    }
    groups(&mut row, ceasefire.declared_by.iter().map(|account| &account.value), losses, id);
    location(&mut row, place::first(&ceasefire.area), ceasefire.area.len(), record, losses, id);
    row.text("Description", Some(describe::ceasefire(ceasefire, behind)));
    row.text("Source", Some(behind.outlets().join("; ")));
    row
}

fn incident(shown: &Shown<Incident>, record: &Record<'_>, losses: &mut Losses) -> Row {
    let (incident, behind) = (&shown.event, &shown.behind);
    let id = incident.id.as_str();
    let mut row = Row::new(COLUMNS);
    let method = incident.method.first().map_or("incident", |account| account.value.as_str());
    row.text("Event type", Some(format!("{method} (reported)")));
    if incident.method.len() > 1 {
        losses.judged("Event type", "the means are disputed: those with the most sources were taken", id);
    }
    let days = incident.on.iter().map(|account| account.value.date());
    match (days.clone().min(), days.max()) {
        (Some(first), Some(last)) if first == last => row.set("Date", first),
        (Some(first), Some(last)) => {
            row.set("Start", first);
            row.set("End", last);
            losses.judged("Date", "accounts differ: the first and last day stand as start and end", id);
        }
        _ => {}
    }
    groups(&mut row, incident.attackers.iter().map(|account| &account.value), losses, id);
    location(&mut row, place::first(&incident.places), incident.places.len(), record, losses, id);
    row.text("Description", Some(describe::incident(incident, behind)));
    toll(&mut row, "Killed, at least", &incident.killed, losses, id);
    toll(&mut row, "Injured, at least", &incident.injured, losses, id);
    row.text("Source", Some(behind.outlets().join("; ")));
    row
}

fn groups<'a>(row: &mut Row, mut parties: impl Iterator<Item = &'a Party>, losses: &mut Losses, id: &str) {
    row.text("First group", parties.next().map(|party| &party.name));
    row.text("Second group", parties.next().map(|party| &party.name));
    if parties.next().is_some() {
        losses.judged("Second group", "there are more than two groups: told in the description", id);
    }
}

fn toll(row: &mut Row, column: &'static str, toll: &Toll, losses: &mut Losses, id: &str) {
    if let Some(low) = toll.low {
        row.set(column, low);
        if toll.high != Some(low) {
            losses.judged(column, "accounts make a range: its lower end was taken", id);
        }
    }
}

fn location(
    row: &mut Row,
    place: Option<&EventPlace>,
    many: usize,
    record: &Record<'_>,
    losses: &mut Losses,
    id: &str,
) {
    let Some(place) = place else { return };
    if many > 1 {
        losses.judged("Location", "several places are told: the first was taken", id);
    }
    row.text("Admin 1", record.places.division(place));
    row.text("Location", Some(&place.name));
    row.text("Country", record.places.country(place).map(|country| country.alpha3));
    match place::point(place) {
        Some((latitude, longitude)) if place::is_a_spot(place) => {
            row.set("Latitude", latitude);
            row.set("Longitude", longitude);
        }
        Some(_) => losses.judged("Latitude", "empty: the place is an area, which no point stands for", id),
        None => {}
    }
}
