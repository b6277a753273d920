//! The publication delay: what is younger than it, or spoken of by a younger report, stays at home.

use super::{Options, behind::Behind};
use jiff::civil::Date;
use trucewatch_model::{Account, Ceasefire, Incident, Moment};

/// Whether an event with these days and reports has to wait. One without any date has: nothing shows that it is old.
pub(super) fn too_young(days: Vec<Date>, behind: &Behind, options: &Options) -> bool {
    let Some(last_day) = options.last_day else { return false };
    let published = behind.cards().filter_map(|card| Some(card.published?.date()));
    days.into_iter().chain(published).max().is_none_or(|latest| latest > last_day)
}

/// Whether a report has to wait; one without a date has.
pub(super) fn report_too_young(published: Option<Moment>, options: &Options) -> bool {
    options.last_day.is_some_and(|last_day| published.is_none_or(|at| at.date() > last_day))
}

/// The days on which things of it are said to have happened. Its announced end is none of them.
pub(super) fn ceasefire_days(ceasefire: &Ceasefire) -> Vec<Date> {
    let terms = [&ceasefire.declared_on, &ceasefire.effective_from, &ceasefire.ended_on];
    let stances = ceasefire.stances.iter().filter_map(|stance| stance.on);
    let extensions = ceasefire.extensions.iter().filter_map(|extension| extension.declared_on);
    let rest = stances.chain(extensions).map(Moment::date);
    terms.into_iter().flat_map(|term| dates(term)).chain(rest).collect()
}

/// The days that its accounts give.
pub(super) fn incident_days(incident: &Incident) -> Vec<Date> {
    dates(&incident.on).collect()
}

fn dates(accounts: &[Account<Moment>]) -> impl Iterator<Item = Date> {
    accounts.iter().map(|account| account.value.date())
}
