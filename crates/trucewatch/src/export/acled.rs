//! The columns of the Armed Conflict Location and Event Data (since 2023), one row per incident with a day. Which side an actor
//! stands on, and whether civilians were aimed at, are that data set's judgements and stay empty.

use super::describe;
use super::losses::Losses;
use super::table::{Column, Row, Table, known, unknown};
use super::{Open, Record, Shown, place};
use std::io;
use trucewatch_model::{AttackMethod, Incident, Precision, Victims};

const ACTOR: &str = "reports do not say what ACLED tells apart: state forces at home or abroad, rebels or militias";

#[rustfmt::skip]
const COLUMNS: &[Column] = &[
    known("event_id_cnty", ""),
    known("event_date", ""),
    known("year", ""),
    known("time_precision", ""),
    known("disorder_type", ""),
    known("event_type", ""),
    known("sub_event_type", ""),
    known("actor1", ""),
    known("assoc_actor_1", ""),
    unknown("inter1", "", ACTOR),
    known("actor2", ""),
    unknown("assoc_actor_2", "", "whose side a second actor's allies are on is not read"),
    unknown("inter2", "", ACTOR),
    unknown("interaction", "", ACTOR),
    unknown("civilian_targeting", "", "whether civilians were the main target is a judgement"),
    known("iso", ""),
    unknown("region", "", "ACLED's own division of the world"),
    known("country", ""),
    known("admin1", ""),
    known("admin2", ""),
    unknown("admin3", "", "third-order divisions are not in the codebook"),
    known("location", ""),
    known("latitude", ""),
    known("longitude", ""),
    known("geo_precision", ""),
    known("source", ""),
    unknown("source_scale", "", "how far an outlet reaches is not in the codebook"),
    known("notes", ""),
    known("fatalities", ""),
    unknown("tags", "", "ACLED's own marks"),
    unknown("timestamp", "", "when ACLED put it up"),
];

pub(super) fn write(record: &Record<'_>, losses: &mut Losses, open: Open<'_>) -> io::Result<()> {
    let mut table = Table::new("acled.csv", open("acled.csv")?, COLUMNS, losses)?;
    for ceasefire in &record.source.events.ceasefires {
        losses.left_out("ceasefires", "ACLED has events, not terms: export them as eth-prio", &ceasefire.id);
    }
    record.incidents(losses, |shown, losses| match row(&shown, record, losses) {
        Some(row) => table.write(&row),
        None => {
            losses.left_out("incidents", "no report says on which day", &shown.event.id);
            Ok(())
        }
    })?;
    table.finish(losses)
}

/// `None` where it has no day.
fn row(shown: &Shown<Incident>, record: &Record<'_>, losses: &mut Losses) -> Option<Row> {
    let (incident, behind) = (&shown.event, &shown.behind);
    let id = incident.id.as_str();
    let day = incident.on.first()?.value.date();
    let mut row = Row::new(COLUMNS);
    row.set("event_id_cnty", id);
    row.set("event_date", day);
    row.set("year", day.year());
    let days = incident.on.iter().map(|account| account.value.date());
    // 1 the day, 2 the week: accounts that differ by days leave the week.
    row.set("time_precision", if days.clone().all(|other| other == day) { 1 } else { 2 });
    if days.clone().any(|other| other != day) {
        losses.judged("event_date", "accounts differ: the best supported day was taken", id);
    }
    kind(&mut row, incident, losses);
    actors(&mut row, incident, losses);
    location(&mut row, incident, record, losses);
    row.text("source", Some(behind.outlets().join("; ")));
    row.text("notes", Some(describe::incident(incident, behind)));
    if let Some(low) = incident.killed.low {
        row.set("fatalities", low);
        if incident.killed.high != Some(low) {
            losses.judged("fatalities", "accounts make a range: its lower end was taken, as ACLED does", id);
        }
    } else {
        losses.judged("fatalities", "empty: no report gives a number, which is not 0", id);
    }
    Some(row)
}

/// Event and sub-event type, as far as the means settle them.
fn kind(row: &mut Row, incident: &Incident, losses: &mut Losses) {
    let Some(account) = incident.method.first() else { return };
    let id = incident.id.as_str();
    if incident.method.len() > 1 {
        losses.judged("event_type", "the means are disputed: those with the most sources were taken", id);
    }
    let groups = || {
        incident.killed.accounts.iter().chain(&incident.injured.accounts).map(|account| account.value.victims.as_str())
    };
    let all = |victims: Victims| groups().next().is_some() && groups().all(|word| word == victims.word());
    let (event, sub) = match AttackMethod::from_word(&account.value) {
        Some(AttackMethod::Airstrike) => ("Explosions/Remote violence", "Air/drone strike"),
        Some(AttackMethod::Shelling) => ("Explosions/Remote violence", "Shelling/artillery/missile attack"),
        Some(AttackMethod::Chemical) => ("Explosions/Remote violence", "Chemical weapon"),
        Some(AttackMethod::Bombing) => ("Explosions/Remote violence", ""),
        Some(AttackMethod::Clash) => ("Battles", "Armed clash"),
        Some(AttackMethod::GroundAssault) => ("Battles", ""),
        Some(AttackMethod::Abduction) => ("Violence against civilians", "Abduction/forced disappearance"),
        Some(AttackMethod::Shooting) if all(Victims::Combatant) => ("Battles", "Armed clash"),
        Some(AttackMethod::Shooting | AttackMethod::Other) if all(Victims::Civilian) => {
            ("Violence against civilians", "Attack")
        }
        _ => ("", ""),
    };
    if event.is_empty() {
        losses.judged("event_type", "empty: the means do not settle it", id);
        return;
    }
    row.set("event_type", event);
    row.set("disorder_type", "Political violence");
    row.set("sub_event_type", sub);
    if sub.is_empty() {
        losses.judged("sub_event_type", "empty: the means do not settle it", id);
    }
}

/// In a clash the second side is the second actor; else only who is said to have attacked is named.
fn actors(row: &mut Row, incident: &Incident, losses: &mut Losses) {
    let id = incident.id.as_str();
    let clash = incident.method.first().is_some_and(|account| account.value == AttackMethod::Clash.word());
    let mut names = incident.attackers.iter().map(|account| account.value.name.as_str());
    row.text("actor1", names.next());
    if clash {
        row.text("actor2", names.next());
    } else {
        losses.judged("actor2", "empty: who was aimed at is told in notes, in the words of reports", id);
    }
    let others = names.collect::<Vec<_>>().join("; ");
    if !others.is_empty() {
        row.text("assoc_actor_1", Some(others));
        losses.judged("assoc_actor_1", "others who are said to have attacked, with it or instead of it", id);
    }
    if !incident.denied.is_empty() {
        losses.judged("actor1", "somebody is said not to have attacked: told in notes only", id);
    }
}

fn location(row: &mut Row, incident: &Incident, record: &Record<'_>, losses: &mut Losses) {
    let id = incident.id.as_str();
    let Some(place) = place::first(&incident.places) else { return };
    if incident.places.len() > 1 {
        losses.judged("location", "several places are told: the most exact and best supported was taken", id);
    }
    let country = record.places.country(place);
    if let Some(number) = country.and_then(|country| country.number) {
        row.set("iso", number);
    }
    row.text("country", country.map(|country| country.name));
    row.text("admin1", record.places.division(place));
    if place.precision == Some(Precision::District) {
        row.text("admin2", Some(&place.name));
    }
    row.text("location", Some(&place.name));
    let precision = match place.precision {
        Some(Precision::Point | Precision::Neighbourhood | Precision::Settlement) => 1,
        Some(Precision::District) => 2,
        Some(Precision::Province) => 3,
        Some(Precision::Country | Precision::Region) | None => {
            losses.judged("geo_precision", "empty: the place is a country, or no gazetteer has it", id);
            return;
        }
    };
    let Some((latitude, longitude)) = place::point(place) else { return };
    row.set("geo_precision", precision);
    row.set("latitude", latitude);
    row.set("longitude", longitude);
    if precision > 1 {
        losses.judged("latitude", "a point stands for an area, as geo_precision says", id);
    }
}
