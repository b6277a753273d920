//! ETH/PRIO Civil Conflict Ceasefire Dataset: one row per actor and ceasefire. An extension is a ceasefire of its own there,
//! linked to the one that it prolongs, which then "ended" by being followed (4). `validate` checks files of this format.

mod columns;
mod validate;

pub use validate::{Problem, validate};

use super::describe::{self, words};
use super::losses::Losses;
use super::table::{Row, Table};
use super::{Open, Record, Shown, place};
use columns::COLUMNS;
use jiff::Span;
use std::io;
use trucewatch_model::{Account, Ceasefire, Extension, Moment, Outcome, Party, Purpose, Side, Term};

pub(super) fn write(record: &Record<'_>, losses: &mut Losses, open: Open<'_>) -> io::Result<()> {
    let mut table = Table::new("eth-prio.csv", open("eth-prio.csv")?, COLUMNS, losses)?;
    let mut number = 0;
    record.ceasefires(losses, |shown, losses| {
        number += 1;
        let first = number;
        rows(
            &mut table,
            declared(&shown, record, losses, first),
            &parties(&shown.event),
            record,
            losses,
            &shown.event.id,
        )?;
        let last = shown.event.extensions.len();
        for (at, extension) in shown.event.extensions.iter().enumerate() {
            let row = extended(&shown, extension, record, number, at + 1 == last);
            number += 1;
            rows(&mut table, row, &extension.by, record, losses, &shown.event.id)?;
        }
        Ok(())
    })?;
    table.finish(losses)
}

fn parties(ceasefire: &Ceasefire) -> Vec<Party> {
    ceasefire.declared_by.iter().map(|account| account.value.clone()).collect()
}

/// One row per actor; a ceasefire of which nobody says who declared it has one row without.
fn rows(
    table: &mut Table,
    mut row: Row,
    parties: &[Party],
    record: &Record<'_>,
    losses: &mut Losses,
    event: &str,
) -> io::Result<()> {
    for party in parties {
        row.set("id", table.rows() + 1);
        row.set("ucdp_actor_id", -1);
        row.text("actor_name", Some(&party.name));
        if let Some((id, of_state)) = record.ucdp_actor(party) {
            row.set("ucdp_actor_id", id);
            if of_state {
                losses.judged("ucdp_actor_id", "an army or office is coded as the government it belongs to", event);
            }
        }
        table.write(&row)?;
    }
    if parties.is_empty() {
        losses.judged("actor_name", "nobody is said to have declared it: one row without an actor", event);
        row.set("id", table.rows() + 1);
        table.write(&row)?;
    }
    Ok(())
}

/// The row of a ceasefire, without its actor.
fn declared(shown: &Shown<Ceasefire>, record: &Record<'_>, losses: &mut Losses, number: usize) -> Row {
    let (ceasefire, behind) = (&shown.event, &shown.behind);
    let id = ceasefire.id.as_str();
    let mut row = Row::new(COLUMNS);
    common(&mut row, ceasefire, record, number);
    if let Some(side) = ceasefire.side {
        row.set("side", side_code(side));
        losses.judged("side", "counted from who is said to have declared it", id);
    }
    date(&mut row, "cf_dec", ceasefire.declared_on.first().map(|account| account.value));
    date(&mut row, "cf_effect", ceasefire.effective_from.first().map(|account| account.value));
    for (column, term) in [("cf_dec", &ceasefire.declared_on), ("cf_effect", &ceasefire.effective_from)] {
        if term.len() > 1 {
            losses.judged(column, "accounts differ: the best supported one was taken", id);
        }
    }
    if let Some(days) = fixed_days(ceasefire) {
        row.set("fixed_time", days);
        if ceasefire.duration.is_empty() {
            losses.judged("fixed_time", "counted from the first day and the announced end", id);
        }
    }
    if !ceasefire.duration.is_empty() || !ceasefire.until.is_empty() {
        row.set("fixed", 1);
    }
    purposes(&mut row, shown, losses);
    if !ceasefire.mediators.is_empty() {
        row.set("mediator_nego", 1);
        let names = ceasefire.mediators.iter().map(|account| account.value.name.as_str());
        row.text("mediator_send", Some(names.collect::<Vec<_>>().join(", ")));
        losses.judged("mediator_send", "who mediates is said; whether they were sent is not", id);
    }
    outcome(&mut row, ceasefire, losses);
    let onset = ceasefire.declared_on.first().map(|account| &account.claims);
    let onset = onset.or(ceasefire.declared_by.first().map(|account| &account.claims));
    row.text("evidence_onset", onset.and_then(|claims| words(claims.first()?, behind)));
    let end = ceasefire.outcome.first().and_then(|account| words(account.claims.first()?, behind));
    row.text("evidence_end", end);
    row.text("comment", Some(format!("{id}. {}", describe::ceasefire(ceasefire, behind))));
    row
}

/// What became of it: the word of sources as a code.
fn outcome(row: &mut Row, ceasefire: &Ceasefire, losses: &mut Losses) {
    let id = ceasefire.id.as_str();
    let told = ceasefire.outcome.first().map(|account| account.value);
    if ceasefire.outcome.len() > 1 {
        losses.judged("ended", "sources differ: the best supported one was taken", id);
    }
    let followed = !ceasefire.extensions.is_empty() && told != Some(Outcome::NeverBegan);
    let outcome = if followed { Some(Outcome::Extended) } else { told };
    if followed && told != Some(Outcome::Extended) {
        losses.judged("ended", "its extension has a row of its own, which has the outcome", id);
    }
    let announced = ceasefire.until.first().map(|account| account.value);
    let ended = if followed { None } else { ceasefire.ended_on.first().map(|account| account.value) };
    set_outcome(row, outcome, ended, announced);
    if outcome.is_some_and(|outcome| outcome != Outcome::Announced) {
        losses.judged("ended", "from what sources say became of it, which is no finding of ours", id);
    }
    if ended.is_none() && announced.is_some() && matches!(outcome, Some(Outcome::Expired | Outcome::Extended)) {
        losses.judged("end", "the announced end stands for the day on which it ran out or was prolonged", id);
    }
}

fn set_outcome(row: &mut Row, outcome: Option<Outcome>, ended: Option<Moment>, announced: Option<Moment>) {
    let (code, end) = match outcome {
        None | Some(Outcome::Announced) => (-1, ended),
        Some(Outcome::Holding) => (0, None),
        Some(Outcome::Expired) => (1, ended.or(announced)),
        Some(Outcome::Collapsed) => (2, ended),
        Some(Outcome::NeverBegan) => (3, None),
        Some(Outcome::Extended) => (4, ended.or(announced)),
    };
    row.set("ended", code);
    date(row, "end", end);
    // The data set has zeros where there is no end, and where there was no beginning.
    if matches!(outcome, Some(Outcome::Holding | Outcome::NeverBegan)) {
        none(row, "end");
    }
    if outcome == Some(Outcome::NeverBegan) {
        none(row, "cf_effect");
    }
}

/// The row of an extension, without its actor: linked to the row before it.
fn extended(shown: &Shown<Ceasefire>, extension: &Extension, record: &Record<'_>, before: usize, last: bool) -> Row {
    let (ceasefire, behind) = (&shown.event, &shown.behind);
    let mut row = Row::new(COLUMNS);
    common(&mut row, ceasefire, record, before + 1);
    row.set("link", 1);
    row.set("link_id1", before);
    row.set("p_unclear", 1);
    if let Some(side) = extension.side {
        row.set("side", side_code(side));
    }
    date(&mut row, "cf_dec", extension.declared_on);
    let until = extension.until.first().map(|account| account.value);
    if !extension.until.is_empty() || !extension.duration.is_empty() {
        row.set("fixed", 1);
    }
    if let Some(days) = extension.duration.first().and_then(|account| days(&account.value)) {
        row.set("fixed_time", days);
    }
    let told = ceasefire.outcome.first().map(|account| account.value).filter(|&outcome| outcome != Outcome::Extended);
    let ended = ceasefire.ended_on.first().map(|account| account.value);
    match last {
        true => set_outcome(&mut row, told, ended, until),
        false => set_outcome(&mut row, Some(Outcome::Extended), None, until),
    }
    row.text("evidence_onset", extension.claims.first().and_then(|claim| words(claim, behind)));
    row.text("comment", Some(format!("{}. Reported: an extension of: {}", ceasefire.id, ceasefire.title)));
    row
}

/// What a ceasefire and its extensions have in common.
fn common(row: &mut Row, ceasefire: &Ceasefire, record: &Record<'_>, number: usize) {
    row.set("cf_id", number);
    row.set("uniq_id", number);
    let country = place::first(&ceasefire.area).and_then(|place| record.places.country(place));
    row.text("location", country.map(|country| country.name));
}

fn purposes(row: &mut Row, shown: &Shown<Ceasefire>, losses: &mut Losses) {
    let told: &Term<Purpose> = &shown.event.purpose;
    for account in told {
        let column = match account.value {
            Purpose::Humanitarian => "p_humanitarian",
            Purpose::PeaceProcess => "p_peaceprocess",
            Purpose::Holiday => "p_holiday",
            Purpose::Election => "p_election",
            Purpose::Other => "p_other",
        };
        row.set(column, 1);
        if account.value == Purpose::Other {
            let evidence = account.claims.first().and_then(|claim| words(claim, &shown.behind));
            row.text("p_other_comment", Some(evidence.as_deref().unwrap_or("other")));
        }
    }
    row.set("p_unclear", u8::from(told.is_empty()));
    if !told.is_empty() {
        losses.judged("p_*", "0 says that no report names this purpose", &shown.event.id);
    }
}

fn side_code(side: Side) -> u8 {
    match side {
        Side::Unilateral => 1,
        Side::Bilateral => 2,
        Side::Multilateral => 3,
    }
}

/// Sets the three columns of a date; `None` leaves them at -1.
fn date(row: &mut Row, column: &str, at: Option<Moment>) {
    if let Some(date) = at.map(Moment::date) {
        row.set(&format!("{column}_yr"), date.year());
        row.set(&format!("{column}_month"), date.month());
        row.set(&format!("{column}_day"), date.day());
    }
}

fn none(row: &mut Row, column: &str) {
    for part in ["yr", "month", "day"] {
        row.set(&format!("{column}_{part}"), 0);
    }
}

/// How many days it was to last, the first and the last counted.
fn fixed_days(ceasefire: &Ceasefire) -> Option<i64> {
    let first = |term: &Term<Moment>| term.first().map(|account: &Account<Moment>| account.value.date());
    let told = ceasefire.duration.first().and_then(|account| days(&account.value));
    told.or_else(|| {
        let (from, until) = (first(&ceasefire.effective_from)?, first(&ceasefire.until)?);
        let days = i64::from(from.until(until).ok()?.get_days()) + 1;
        (days > 0).then_some(days)
    })
}

/// Whole days of an ISO 8601 duration, a part of a day as one; months are 30 days and years 360, as the data set counts.
fn days(duration: &str) -> Option<i64> {
    let span: Span = duration.parse().ok()?;
    let days = i64::from(span.get_years()) * 360
        + i64::from(span.get_months()) * 30
        + i64::from(span.get_weeks()) * 7
        + i64::from(span.get_days());
    let minutes = i64::from(span.get_hours()) * 60 + span.get_minutes();
    let days = days + (minutes.max(0) + 24 * 60 - 1) / (24 * 60);
    (days > 0).then_some(days)
}

#[cfg(test)]
mod tests {
    use super::days;

    #[test]
    fn durations_are_counted_in_days_as_the_data_set_does() {
        for (duration, expected) in
            [("P3D", 3), ("PT48H", 2), ("PT36H", 2), ("PT3H", 1), ("P2W", 14), ("P1M", 30), ("P6M", 180), ("P1Y", 360)]
        {
            assert_eq!(days(duration), Some(expected), "{duration}");
        }
        for wrong in ["", "three days", "PT0S", "P-1D"] {
            assert_eq!(days(wrong), None, "{wrong}");
        }
    }
}
