//! The 49 columns of the UCDP Georeferenced Event Dataset, one row per incident with a day and reported deaths. Conflicts, dyads
//! and kinds of violence are that data set's judgements and stay unknown.

use super::describe;
use super::losses::Losses;
use super::table::{Column, Row, Table, known, unknown};
use super::{Open, Record, Shown, place};
use jiff::civil::Date;
use std::io;
use trucewatch_model::{AttackMethod, Incident, Precision, Toll, Victims};

const CONFLICT: &str = "which conflict and dyad it belongs to is UCDP's judgement";
const SIDE: &str = "deaths are not told by the sides of a dyad";
const COUNTRY: &str = "the country's Gleditsch and Ward number is not in the codebook";

#[rustfmt::skip]
const COLUMNS: &[Column] = &[
    known("id", ""),
    known("relid", ""),
    known("year", ""),
    unknown("active_year", "", "whether a conflict was active needs all deaths of a year"),
    unknown("code_status", "", "UCDP's own mark"),
    unknown("type_of_violence", "-1", "state-based, non-state or one-sided is UCDP's judgement"),
    unknown("conflict_dset_id", "-1", CONFLICT),
    unknown("conflict_new_id", "-1", CONFLICT),
    unknown("conflict_name", "", CONFLICT),
    unknown("dyad_dset_id", "-1", CONFLICT),
    unknown("dyad_new_id", "-1", CONFLICT),
    unknown("dyad_name", "", CONFLICT),
    unknown("side_a_dset_id", "-1", "UCDP's numbers before 2017 are not in the codebook"),
    known("side_a_new_id", "-1"),
    known("side_a", ""),
    unknown("side_b_dset_id", "-1", "UCDP's numbers before 2017 are not in the codebook"),
    known("side_b_new_id", "-1"),
    known("side_b", ""),
    known("number_of_sources", "-1"),
    known("source_article", ""),
    known("source_office", ""),
    known("source_date", ""),
    known("source_headline", ""),
    known("source_original", ""),
    known("where_prec", "-1"),
    known("where_coordinates", ""),
    known("where_description", ""),
    known("adm_1", ""),
    known("adm_2", ""),
    known("latitude", ""),
    known("longitude", ""),
    known("geom_wkt", ""),
    known("priogrid_gid", ""),
    known("country", ""),
    unknown("country_id", "-1", COUNTRY),
    unknown("region", "", "UCDP's own division of the world"),
    unknown("event_clarity", "-1", "how clear UCDP's coders find it"),
    known("date_prec", "-1"),
    known("date_start", ""),
    known("date_end", ""),
    unknown("deaths_a", "-1", SIDE),
    unknown("deaths_b", "-1", SIDE),
    known("deaths_civilians", "-1"),
    unknown("deaths_unknown", "-1", SIDE),
    known("best", "-1"),
    known("high", "-1"),
    known("low", "-1"),
    unknown("gwnoa", "-1", COUNTRY),
    unknown("gwnob", "-1", COUNTRY),
];

pub(super) fn write(record: &Record<'_>, losses: &mut Losses, open: Open<'_>) -> io::Result<()> {
    let mut table = Table::new("ucdp-ged.csv", open("ucdp-ged.csv")?, COLUMNS, losses)?;
    for ceasefire in &record.source.events.ceasefires {
        losses.left_out("ceasefires", "UCDP GED has deadly events: export them as eth-prio", &ceasefire.id);
    }
    record.incidents(losses, |shown, losses| {
        let id = &shown.event.id;
        if shown.event.killed.low.max(shown.event.killed.high).unwrap_or(0) == 0 {
            losses.left_out("incidents", "no report gives a number of dead: UCDP GED begins at one", id);
            return Ok(());
        }
        match row(&shown, record, losses, table.rows()) {
            Some(row) => table.write(&row),
            None => {
                losses.left_out("incidents", "no report says on which day", id);
                Ok(())
            }
        }
    })?;
    table.finish(losses)
}

/// `None` where it has no day.
fn row(shown: &Shown<Incident>, record: &Record<'_>, losses: &mut Losses, before: usize) -> Option<Row> {
    let (incident, behind) = (&shown.event, &shown.behind);
    let id = incident.id.as_str();
    let mut row = Row::new(COLUMNS);
    row.set("id", number(id).unwrap_or(before as u64 + 1));
    row.set("relid", id);
    days(&mut row, incident, losses)?;
    sides(&mut row, incident, record, losses);
    row.set("number_of_sources", behind.sources);
    row.text("source_article", Some(behind.citations().collect::<Vec<_>>().join("; ")));
    row.text("source_office", Some(behind.outlets().join("; ")));
    let dates = behind.cards().filter_map(|card| Some(card.published?.date().to_string()));
    row.text("source_date", Some(dates.collect::<Vec<_>>().join("; ")));
    let titles = behind.cards().filter_map(|card| card.title.clone());
    row.text("source_headline", Some(titles.collect::<Vec<_>>().join("; ")));
    row.text("source_original", Some(originals(&incident.killed).join("; ")));
    location(&mut row, shown, record, losses);
    deaths(&mut row, incident, losses);
    Some(row)
}

/// The first twelve hex digits of an id as a number, which spreadsheets still keep exactly.
fn number(id: &str) -> Option<u64> {
    let hex = id.rsplit_once('-').map_or(id, |(_, hex)| hex);
    u64::from_str_radix(hex.get(..hex.len().min(12))?, 16).ok()
}

fn days(row: &mut Row, incident: &Incident, losses: &mut Losses) -> Option<()> {
    let days = incident.on.iter().map(|account| account.value.date());
    let (first, last): (Date, Date) = (days.clone().min()?, days.max()?);
    row.set("year", first.year());
    row.set("date_start", first);
    row.set("date_end", last);
    let span = first.until(last).map_or(0, |span| span.get_days());
    // 1 the day, 2 within 2 to 6 days, 3 a week, 4 a month, 5 more.
    let precision = match span + 1 {
        ..=1 => 1,
        2..=6 => 2,
        7 => 3,
        8..=31 => 4,
        _ => 5,
    };
    row.set("date_prec", precision);
    if precision > 1 {
        losses.judged("date_start", "accounts differ: the first and the last day were taken", &incident.id);
    }
    Some(())
}

fn sides(row: &mut Row, incident: &Incident, record: &Record<'_>, losses: &mut Losses) {
    let id = incident.id.as_str();
    let clash = incident.method.first().is_some_and(|account| account.value == AttackMethod::Clash.word());
    let mut attackers = incident.attackers.iter().map(|account| &account.value);
    if let Some(party) = attackers.next() {
        row.text("side_a", Some(&party.name));
        row.set("side_a_new_id", record.ucdp_actor(party).map_or(-1, |(id, _)| i64::from(id)));
        losses.judged("side_a", "who is said to have attacked, not who holds the government", id);
    }
    if let Some(party) = attackers.next().filter(|_| clash) {
        row.text("side_b", Some(&party.name));
        row.set("side_b_new_id", record.ucdp_actor(party).map_or(-1, |(id, _)| i64::from(id)));
    } else {
        losses.judged("side_b", "empty: no second side is told", id);
    }
    if incident.method.len() > 1 {
        losses.judged("(none)", "the means are disputed, and the format has no column for them", id);
    }
    if incident.attackers.len() > 1 && !clash || incident.attackers.len() > 2 {
        losses.judged("side_a", "several are said to have attacked: the best supported was taken", id);
    }
}

/// Who gives the figures.
fn originals(toll: &Toll) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in toll.accounts.iter().flat_map(|account| &account.by) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

fn location(row: &mut Row, shown: &Shown<Incident>, record: &Record<'_>, losses: &mut Losses) {
    let incident = &shown.event;
    let id = incident.id.as_str();
    let Some(place) = place::first(&incident.places) else { return };
    row.text("where_description", Some(describe::accounts(&incident.places, |place| place.name.clone())));
    row.text("where_coordinates", Some(&place.name));
    row.text("country", record.places.country(place).map(|country| country.name));
    row.text("adm_1", record.places.division(place));
    if place.precision == Some(Precision::District) {
        row.text("adm_2", Some(&place.name));
    }
    if incident.places.len() > 1 {
        losses.judged("where_coordinates", "several places are told: the most exact and best supported was taken", id);
    }
    // 1 exact, 3 second-order division, 4 first-order division, 6 country.
    let precision = match place.precision {
        Some(Precision::Point | Precision::Neighbourhood | Precision::Settlement) => 1,
        Some(Precision::District) => 3,
        Some(Precision::Province) => 4,
        Some(Precision::Country) => 6,
        Some(Precision::Region) | None => {
            losses.judged("where_prec", "-1: no gazetteer has the place, or it is larger than a country", id);
            return;
        }
    };
    let Some(point) = place::point(place) else { return };
    row.set("where_prec", precision);
    row.set("latitude", point.0);
    row.set("longitude", point.1);
    row.set("geom_wkt", format!("POINT ({} {})", point.1, point.0));
    row.set("priogrid_gid", place::prio_grid(point));
    if precision > 1 {
        losses.judged("latitude", "a point stands for an area, as where_prec says", id);
    }
}

/// `best` is one account's figure, never an average: that of the most sources, of equals the lowest.
fn deaths(row: &mut Row, incident: &Incident, losses: &mut Losses) {
    let (id, toll) = (incident.id.as_str(), &incident.killed);
    let whole = || {
        toll.accounts.iter().filter(|account| {
            let figure = &account.value;
            !figure.part && !figure.cumulative && !figure.superseded && figure.min.or(figure.max).is_some()
        })
    };
    let figure =
        |account: &trucewatch_model::Account<trucewatch_model::TollFigure>| account.value.min.or(account.value.max);
    let best = whole().min_by_key(|account| (std::cmp::Reverse(account.sources), figure(account)));
    if let Some(low) = toll.low {
        row.set("low", low);
    }
    match toll.high {
        Some(high) => row.set("high", high),
        None => losses.judged("high", "-1: a source says \"at least\", and nobody a most", id),
    }
    let Some(best) = best.and_then(figure) else { return };
    row.set("best", best);
    if toll.low != toll.high {
        losses.judged("best", "accounts differ: the figure with the most sources was taken, of equals the lowest", id);
    }
    if toll.accounts.iter().any(|account| account.value.cumulative) {
        losses.judged("best", "figures over several days are told too and are not in it", id);
    }
    if whole().all(|account| account.value.victims == Victims::Civilian.word()) {
        row.set("deaths_civilians", best);
        losses.judged("deaths_civilians", "every account calls all the dead civilians", id);
    }
}
