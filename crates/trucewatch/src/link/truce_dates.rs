//! The days of a ceasefire from the claims of all its tellings: announced, begun, to end, ended. What only a day is told of by one
//! source and an hour by another is one account; an end that nobody names follows from beginning and length.

use super::accounts::{Voice, account, term};
use super::telling::duration_days;
use super::truce_event::founds;
use jiff::civil::Date;
use trucewatch_model::{Account, CeasefireAction, Modality, Moment, Outcome, Term};

/// The announcement's day; where no claim names it, the day of the saying, else that of the first report that tells it as news.
pub(super) fn declared_on(truce: &[Voice], begins: &Option<Date>) -> Term<Moment> {
    let said = truce.iter().filter(|v| founds(v.told)).filter_map(|v| {
        let day = v.told.day().or_else(|| v.told.said_on.filter(|_| v.told.start.is_none()))?;
        // A ceasefire that is already on when it is agreed is agreed again.
        (begins.is_none_or(|begin| day <= begin)).then_some((Moment::Day(day), *v))
    });
    let mut days = term(said, |a, b| a == b);
    days.sort_by_key(|account| account.value.date());
    if days.is_empty() {
        let first = truce.iter().find(|v| founds(v.told) && v.told.start.is_none());
        let news = first
            .and_then(|v| Some((v.telling.published?, *v)))
            .filter(|(day, _)| begins.is_none_or(|begin| *day <= begin));
        days.extend(news.map(|(day, voice)| account(Moment::Day(day), &[voice])));
    }
    days
}

pub(super) fn effective_from<'t>(truce: &[Voice<'t>]) -> Term<Moment> {
    term(truce.iter().filter(|v| v.told.stands()).filter_map(|v| Some((v.told.begins()?, *v))), |a, b| a == b)
        .into_iter()
        .fold(Vec::new(), finer)
}

/// Accounts of a day stand with the account of an hour of that day: they do not differ.
fn finer(mut kept: Term<Moment>, next: Account<Moment>) -> Term<Moment> {
    let same_day = kept.iter_mut().find(|known| {
        known.value.date() == next.value.date()
            && (matches!(known.value, Moment::Day(_)) || matches!(next.value, Moment::Day(_)))
    });
    match same_day {
        Some(known) => {
            if matches!(known.value, Moment::Day(_)) {
                known.value = next.value;
            }
            known.claims.extend(next.claims);
            known.claims.sort();
            known.claims.dedup();
            known.by.extend(next.by);
            known.by.sort();
            known.by.dedup();
            known.sources = known.sources.max(next.sources);
        }
        None => kept.push(next),
    }
    kept
}

/// The first day with the daily hour.
pub(super) fn with_hour(mut begin: Term<Moment>, hours: &Term<String>) -> Term<Moment> {
    for account in &mut begin {
        if let (Moment::Day(day), Some(hour)) = (account.value, hours.first())
            && let Some(at) = Moment::parse(&format!("{day}T{}", hour.value))
        {
            account.value = at;
            account.claims.extend(hour.claims.iter().cloned());
        }
    }
    begin
}

/// The end as announced; where nobody names it, beginning and length together do.
pub(super) fn until<'t>(
    truce: &[Voice<'t>],
    begin: &Term<Moment>,
    duration: &Term<String>,
    daily_to: &Term<String>,
) -> Term<Moment> {
    let said = truce.iter().filter(|v| v.told.stands()).filter_map(|v| Some((v.told.finishes()?, *v)));
    let mut ends = term(said, |a, b| a == b).into_iter().fold(Vec::new(), finer);
    // An end that was told as reached, on time, has the hour.
    for account in &mut ends {
        let reached = truce
            .iter()
            .filter(|v| v.told.action() == Some(CeasefireAction::Ended))
            .filter_map(|v| v.told.start)
            .find(|at| at.date() == account.value.date() && matches!(at, Moment::Minute(_)));
        if let (Moment::Day(_), Some(at)) = (account.value, reached) {
            account.value = at;
        }
    }
    if ends.is_empty()
        && let (Some(from), Some(length)) = (begin.first(), duration.first())
        && let Some(value) = end_of(from.value, &length.value, daily_to)
    {
        let mut derived = from.clone();
        derived.value = value;
        derived.claims.extend(length.claims.iter().cloned());
        derived.by.extend(length.by.iter().cloned());
        derived.claims.sort();
        derived.claims.dedup();
        derived.by.sort();
        derived.by.dedup();
        ends.push(derived);
    }
    with_hour_of_begin(with_hour(ends, daily_to), begin, duration)
}

fn end_of(from: Moment, length: &str, daily_to: &Term<String>) -> Option<Moment> {
    let days = duration_days(length)?;
    let minutes = (days * 1440.0).round() as i64;
    Some(match from {
        Moment::Minute(at) if daily_to.is_empty() => {
            Moment::Minute(at.checked_add(jiff::Span::new().minutes(minutes)).ok()?)
        }
        _ => Moment::Day(from.date().checked_add(jiff::Span::new().days((days.ceil() as i64 - 1).max(0))).ok()?),
    })
}

/// Whole days from an hour of the first day end at that hour of the last.
fn with_hour_of_begin(mut ends: Term<Moment>, begin: &Term<Moment>, duration: &Term<String>) -> Term<Moment> {
    if let (Some(Account { value: Moment::Minute(at), .. }), Some(days)) =
        (begin.first(), duration.first().and_then(|d| duration_days(&d.value)))
    {
        for end in &mut ends {
            let exact = at.checked_add(jiff::Span::new().minutes((days * 1440.0).round() as i64)).ok();
            if let (Moment::Day(day), Some(exact)) = (end.value, exact)
                && exact.date() == day
            {
                end.value = Moment::Minute(exact);
            }
        }
    }
    ends
}

pub(super) fn ended_on(truce: &[Voice], until: &Term<Moment>) -> Term<Moment> {
    use CeasefireAction::*;
    let over = truce
        .iter()
        .filter(|v| v.told.modality == Modality::Reported && matches!(v.told.action(), Some(Ended | Suspended)));
    // What is told as over on a day to come is only planned.
    let over = over.filter(|v| {
        v.told.start.or(v.told.end).zip(v.telling.published).is_none_or(|(at, published)| at.date() <= published)
    });
    let mut days = term(over.filter_map(|v| Some((v.told.start.or(v.told.end)?, *v))), |a, b| a == b)
        .into_iter()
        .fold(Vec::new(), finer);
    days.sort_by_key(|account| std::cmp::Reverse(account.sources));
    if days.is_empty()
        && truce.iter().any(|v| {
            v.told.modality == Modality::Reported
                && v.told.hints.outcome == Some(Outcome::Expired)
                && v.told.action() == Some(Ended)
        })
    {
        days.extend(until.first().cloned());
    }
    days
}
