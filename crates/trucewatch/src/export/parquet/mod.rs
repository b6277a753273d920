//! Apache Parquet: a table of every claim, and one of the incidents. Columns are nullable: null is "not said".

mod file;

use super::losses::Losses;
use super::{Open, Record, Shown, delay, describe, place, redact::Redactor};
use crate::json::Offsets;
use crate::views::{Names, Quote, ReportCard, speaker_label};
use file::{Cell, File, Kind};
use std::collections::HashMap;
use std::io;
use trucewatch_model::{
    Account, Claim, ClaimPlace, ClaimRef, Content, EventPlace, Incident, Precision, Reading, geo::degrees,
};

const CLAIMS: &[(&str, Kind)] = &[
    ("claim", Kind::Text),
    ("report", Kind::Text),
    ("event", Kind::Text),
    ("outlet", Kind::Text),
    ("published", Kind::Text),
    ("kind", Kind::Text),
    ("type", Kind::Text),
    ("modality", Kind::Text),
    ("speaker", Kind::Text),
    ("speaker_category", Kind::Text),
    ("words", Kind::Text),
    ("start", Kind::Int),
    ("end", Kind::Int),
    ("time_text", Kind::Text),
    ("time_start", Kind::Text),
    ("time_end", Kind::Text),
    ("place", Kind::Text),
    ("place_id", Kind::Text),
    ("country", Kind::Text),
    ("lat", Kind::Real),
    ("lon", Kind::Real),
    ("precision", Kind::Text),
    ("actors", Kind::Text),
    ("count_min", Kind::Int),
    ("count_max", Kind::Int),
    ("count_exact", Kind::Bool),
    ("victims", Kind::Text),
    ("group", Kind::Text),
    ("cumulative", Kind::Bool),
    ("rule", Kind::Text),
    ("confidence", Kind::Real),
];

const INCIDENTS: &[(&str, Kind)] = &[
    ("incident", Kind::Text),
    ("title", Kind::Text),
    ("day_first", Kind::Date),
    ("day_last", Kind::Date),
    ("method", Kind::Text),
    ("other_methods", Kind::Text),
    ("place", Kind::Text),
    ("place_id", Kind::Text),
    ("admin1", Kind::Text),
    ("country", Kind::Text),
    ("lat", Kind::Real),
    ("lon", Kind::Real),
    ("precision", Kind::Text),
    ("attackers_named", Kind::Text),
    ("said_not_to_have", Kind::Text),
    ("targets", Kind::Text),
    ("killed_low", Kind::Int),
    ("killed_high", Kind::Int),
    ("injured_low", Kind::Int),
    ("injured_high", Kind::Int),
    ("independent_sources", Kind::Int),
    ("claims", Kind::Text),
    ("disagreements", Kind::Text),
];

pub(super) fn write(record: &Record<'_>, losses: &mut Losses, open: Open<'_>) -> io::Result<()> {
    let events = record.source.events;
    let of_ceasefires = events.ceasefires.iter().map(|event| (&event.id, &event.claims));
    let of_incidents = events.incidents.iter().map(|event| (&event.id, &event.claims));
    let members = of_ceasefires.chain(of_incidents);
    let joined: HashMap<&ClaimRef, &str> =
        members.flat_map(|(id, claims)| claims.iter().map(|member| (&member.claim, id.as_str()))).collect();

    let mut claims = File::new("claims.parquet", open("claims.parquet")?, CLAIMS)?;
    for id in record.source.reports {
        let Some((card, reading)) = (record.source.report)(id) else { continue };
        if delay::report_too_young(card.published, record.options) {
            losses.left_out("reports", "younger than the publication delay, or without a date", id);
            continue;
        }
        let mut redactor = Redactor::new(record.options.names);
        redactor.learn(&reading, &record.places, &record.people);
        let offsets = Offsets::new(&reading.document.text);
        for (at, claim) in reading.claims.iter().enumerate() {
            let reference = ClaimRef { report: id.clone(), claim: at };
            let event = joined.get(&reference).copied();
            claims.write(claim_row(
                claim,
                &reference,
                event,
                (&card, &reading),
                &redactor,
                &offsets,
                record.options.names,
            ))?;
        }
    }
    claims.finish(losses)?;

    let mut incidents = File::new("incidents.parquet", open("incidents.parquet")?, INCIDENTS)?;
    record.incidents(losses, |shown, losses| incidents.write(incident_row(&shown, record, losses)))?;
    incidents.finish(losses)
}

fn claim_row(
    claim: &Claim,
    reference: &ClaimRef,
    event: Option<&str>,
    (card, reading): (&ReportCard, &Reading),
    redactor: &Redactor,
    offsets: &Offsets,
    names: Names,
) -> Vec<Cell> {
    let clean = |words: &str| redactor.clean(words);
    let quote = Quote::of(reference, reading, names);
    let statement = claim.statement.and_then(|at| reading.statements.get(at));
    let speaker = statement.and_then(|statement| statement.speaker.as_ref());
    let span = offsets.span(claim.span);
    let place = claim.places.first();
    // An exact spot is shown by the words that stand for it, without its point.
    let exact = |place: &&ClaimPlace| {
        names == Names::Redacted && place.place.as_ref().is_some_and(|p| p.precision == Precision::Point)
    };
    let resolved = place.filter(|place| !exact(place)).and_then(|place| place.place.as_deref());
    let actors = claim.actors.iter().map(|actor| format!("{}: {}", actor.role.word(), clean(&actor.text)));
    let (mut count, mut victims, mut group, mut cumulative) = (None, None, None, None);
    match &claim.content {
        Content::Casualties { count: told, victims: whom, group: words, cumulative: days, .. } => {
            (count, victims, cumulative) = (Some(*told), Some(whom.word()), Some(*days));
            group = words.as_deref().map(clean);
        }
        Content::Movement { count: told, .. } => count = *told,
        _ => {}
    }
    let time = claim.time.as_ref();
    vec![
        Cell::text(Some(reference)),
        Cell::text(Some(&reference.report)),
        Cell::text(event),
        Cell::text(card.outlet.as_ref()),
        Cell::text(card.published),
        Cell::text(Some(claim.content.kind().word())),
        Cell::text(Some(claim.content.type_word())),
        Cell::text(Some(claim.modality.word())),
        Cell::text(speaker.map(|speaker| clean(&speaker_label(speaker, names)))),
        Cell::text(speaker.map(|speaker| speaker.category.word())),
        Cell::text(quote.map(|quote| clean(&quote.words))),
        Cell::Int(span[0].as_i64()),
        Cell::Int(span[1].as_i64()),
        Cell::text(time.map(|time| &time.text)),
        Cell::text(time.and_then(|time| time.start)),
        Cell::text(time.and_then(|time| time.end)),
        Cell::text(place.map(|place| clean(resolved.map_or(&place.text, |resolved| &resolved.name)))),
        Cell::text(resolved.map(|place| &place.id)),
        Cell::text(resolved.and_then(|place| place.country.as_ref())),
        Cell::Real(resolved.map(|place| degrees(place.lat))),
        Cell::Real(resolved.map(|place| degrees(place.lon))),
        Cell::text(resolved.map(|place| place.precision.word())),
        Cell::list(actors),
        Cell::count(count.and_then(|count| count.min)),
        Cell::count(count.and_then(|count| count.max)),
        Cell::Bool(count.map(|count| count.exact)),
        Cell::text(victims),
        Cell::text(group),
        Cell::Bool(cumulative),
        Cell::text(Some(&claim.rule)),
        Cell::Real(Some((f64::from(claim.confidence) * 100.0).round() / 100.0)),
    ]
}

fn incident_row(shown: &Shown<Incident>, record: &Record<'_>, losses: &mut Losses) -> Vec<Cell> {
    let (incident, behind) = (&shown.event, &shown.behind);
    let days = || incident.on.iter().map(|account| account.value.date());
    let place: Option<&EventPlace> = place::first(&incident.places);
    if incident.places.len() > 1 {
        losses.judged("place", "several places are told: the most exact and best supported was taken", &incident.id);
    }
    if incident.method.len() > 1 {
        losses.judged("method", "the means are disputed: those with the most sources were taken", &incident.id);
    }
    if incident.killed.low != incident.killed.high || incident.injured.low != incident.injured.high {
        losses.judged(
            "killed, injured",
            "accounts differ: their range, and not which source gives which end",
            &incident.id,
        );
    }
    let value = |accounts: &[Account<String>]| accounts.iter().map(|account| account.value.clone()).collect::<Vec<_>>();
    vec![
        Cell::text(Some(&incident.id)),
        Cell::text(Some(&incident.title)),
        Cell::Date(days().min()),
        Cell::Date(days().max()),
        Cell::text(incident.method.first().map(|account| &account.value)),
        Cell::list(value(&incident.method).into_iter().skip(1)),
        Cell::text(place.map(|place| &place.name)),
        Cell::text(place.and_then(|place| place.id.as_ref())),
        Cell::text(place.and_then(|place| record.places.division(place))),
        Cell::text(place.and_then(|place| place.country.as_ref())),
        Cell::Real(place.and_then(|place| place.lat).map(degrees)),
        Cell::Real(place.and_then(|place| place.lon).map(degrees)),
        Cell::text(place.and_then(|place| place.precision).map(Precision::word)),
        Cell::list(incident.attackers.iter().map(|account| account.value.name.clone())),
        Cell::list(incident.denied.iter().map(|account| account.value.name.clone())),
        Cell::list(value(&incident.targets)),
        Cell::count(incident.killed.low),
        Cell::count(incident.killed.high),
        Cell::count(incident.injured.low),
        Cell::count(incident.injured.high),
        Cell::count(Some(behind.sources as u64)),
        Cell::list(incident.claims.iter().map(|member| member.claim.to_string())),
        Cell::text(Some(describe::differ(&incident.disagreements)).filter(|words| !words.is_empty())),
    ]
}
