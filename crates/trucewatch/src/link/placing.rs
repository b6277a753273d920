//! Incidents set against a ceasefire: in its window, in its area, by a party that is bound. What cannot be told stays unknown,
//! with the reason. What is needed of either is gathered once, in its `Frame` and its `Bearings`, so that a record can keep them
//! and need not look at the tellings again.

use super::parties::Side;
use super::places::{Lie, Site, closest};
use super::telling::{Telling, Told, duration_days};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use trucewatch_model::{Ceasefire, Incident, Modality, Moment, Placement, Role};

/// What of a ceasefire an incident is held against.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    from: Option<Moment>,
    to: Option<Moment>,
    /// The last day on which a report speaks of it.
    heard: Option<Date>,
    sites: Vec<Site>,
    whole_country: bool,
    scene: Option<String>,
    bound: Vec<String>,
}

/// What of an incident is held against a ceasefire.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bearings {
    incident: String,
    /// The wars, or countries, of its tellings.
    scenes: BTreeSet<Option<String>>,
    /// The day, or the minute, by the best supported account.
    on: Option<Moment>,
    /// First and last day as they are told.
    told: Option<(Date, Date)>,
    /// The day on which it was first published.
    published: Option<Date>,
    sites: Vec<Site>,
    /// Who is reported to have attacked, in the order of the tellings.
    attackers: Vec<Side>,
}

impl Bearings {
    /// The bearings of an incident, gathered from its tellings.
    pub fn new(incident: &Incident, tellings: &[&Telling]) -> Self {
        let told = || tellings.iter().flat_map(|telling| &telling.told);
        let on = incident.on.first().map(|account| account.value);
        let reported = told().filter(|told| told.modality == Modality::Reported);
        let named = reported.flat_map(|told| told.in_role(Role::Attacker).chain(told.in_role(Role::Perpetrator)));
        Bearings {
            incident: incident.id.clone(),
            scenes: tellings.iter().map(|telling| telling.scene().map(str::to_owned)).collect(),
            on,
            told: on.map(|on| (on.date(), on.date())).or_else(|| told_days(told())),
            published: tellings.iter().filter_map(|telling| telling.published).min(),
            sites: each_once(told().flat_map(|told| &told.places)),
            attackers: each_once(named.filter(|side| !side.vague)),
        }
    }

    /// First and last day: as told, else when it was first published.
    pub fn days(&self) -> Option<(Date, Date)> {
        self.told.or(self.published.map(|day| (day, day)))
    }
}

/// Every value once, where it comes first.
fn each_once<'a, T: Clone + PartialEq + 'a>(values: impl Iterator<Item = &'a T>) -> Vec<T> {
    let mut out: Vec<T> = Vec::new();
    for value in values {
        if !out.contains(value) {
            out.push(value.clone());
        }
    }
    out
}

/// Days before and after a window in which an incident is still of interest to its dossier.
const AROUND: i32 = 3;

/// Days after the last word on a ceasefire whose end nobody tells: what happens later is not set against it.
const UNHEARD: i32 = 30;

impl Frame {
    /// The frame of a ceasefire, built from its tellings.
    pub fn new(ceasefire: &Ceasefire, tellings: &[&Telling]) -> Self {
        let told = || tellings.iter().flat_map(|telling| telling.told.iter().map(move |told| (telling, told)));
        let ids: Vec<&str> = ceasefire.area.iter().map(|account| account.value.name.as_str()).collect();
        let sites = told()
            .flat_map(|(_, told)| &told.places)
            .chain(tellings.iter().filter_map(|t| t.country_site.as_ref()))
            .filter(|site| ids.contains(&site.event_place().name.as_str()));
        let bound = told()
            .flat_map(|(_, told)| &told.sides)
            .filter(|(_, side)| !side.vague && ceasefire.declared_by.iter().any(|account| account.value == side.party))
            .map(|(_, side)| &side.root);
        let by_length = ceasefire.effective_from.first().zip(ceasefire.duration.first()).and_then(|(from, length)| {
            from.value.date().checked_add(jiff::Span::new().days(duration_days(&length.value)?.ceil() as i64)).ok()
        });
        let heard = tellings.iter().filter_map(|telling| telling.published).max();
        Frame {
            heard,
            from: ceasefire.effective_from.first().map(|account| account.value),
            to: ceasefire
                .ended_on
                .first()
                .or(ceasefire.until.first())
                .map(|account| account.value)
                .or(by_length.map(Moment::Day)),
            sites: each_once(sites),
            whole_country: told().any(|(_, told)| told.hints.whole_country),
            scene: tellings.iter().find_map(|telling| telling.scene().map(str::to_owned)),
            bound: each_once(bound),
        }
    }

    /// First and last day on which an incident is of interest.
    pub fn around(&self) -> Option<(Date, Date)> {
        let from = self.from?.date();
        let (last, more) = match (self.to, self.heard) {
            (Some(to), _) => (to.date(), AROUND),
            (None, Some(heard)) => (heard.max(from), UNHEARD),
            (None, None) => (from, UNHEARD),
        };
        let first = from.saturating_sub(jiff::Span::new().days(AROUND));
        Some((first, last.saturating_add(jiff::Span::new().days(more))))
    }

    /// The placement of an incident, where it lies near enough to the ceasefire to be looked at.
    pub fn place(&self, incident: &Bearings) -> Option<Placement> {
        if !incident.scenes.contains(&self.scene) {
            return None;
        }
        let (first, last) = incident.days()?;
        let (from, to) = self.around()?;
        if last < from || first > to {
            return None;
        }
        let (in_window, when) = window(self, incident.on, incident.told);
        let (in_area, place) = area(self, &incident.sites);
        let (bound_party, who) = bound(self, &incident.attackers);
        Some(Placement {
            incident: incident.incident.clone(),
            in_window,
            in_area,
            bound_party,
            why: format!("{when}; {place}; {who}"),
        })
    }
}

fn told_days<'t>(told: impl Iterator<Item = &'t Told>) -> Option<(Date, Date)> {
    told.filter_map(Told::days).min_by_key(|(from, to)| ((*to - *from).get_days(), *from))
}

fn window(frame: &Frame, at: Option<Moment>, days: Option<(Date, Date)>) -> (Option<bool>, String) {
    let (Some(from), Some((first, last))) = (frame.from, days) else { return (None, "no day is told".to_owned()) };
    let end = frame.to;
    if let (Some(Moment::Minute(at)), Moment::Minute(from)) = (at, from) {
        let before = at < from;
        let after = end.is_some_and(|end| match end {
            Moment::Minute(end) => at > end,
            Moment::Day(end) => at.date() > end,
        });
        return (
            Some(!before && !after),
            if before {
                "before it began".to_owned()
            } else if after {
                "after it ended".to_owned()
            } else {
                "in the window".to_owned()
            },
        );
    }
    if last < from.date() {
        return (Some(false), "before it began".to_owned());
    }
    if end.is_some_and(|end| first > end.date()) {
        return (Some(false), "after it ended".to_owned());
    }
    let edge_from = first == from.date() && matches!(from, Moment::Minute(_)) && first == last;
    let edge_to = end.is_some_and(|end| first == end.date() && matches!(end, Moment::Minute(_)));
    if edge_from || edge_to {
        return (None, "on the day it began or ended, at no told hour".to_owned());
    }
    let inside = first >= from.date() && end.is_none_or(|end| last <= end.date());
    (
        inside.then_some(true),
        if inside { "in the window".to_owned() } else { "the told days reach beyond the window".to_owned() },
    )
}

fn area(frame: &Frame, sites: &[Site]) -> (Option<bool>, String) {
    if frame.whole_country {
        return (Some(true), "the whole country is covered".to_owned());
    }
    match closest(&frame.sites, sites) {
        Some(Lie::Same | Lie::Within) => (Some(true), "in the area".to_owned()),
        Some(Lie::Near) => (None, "beside the area".to_owned()),
        Some(Lie::Apart) => (Some(false), "outside the area".to_owned()),
        Some(Lie::Strange | Lie::Unknown) => (None, "a place that is not in the gazetteer".to_owned()),
        None if frame.sites.is_empty() => (None, "no area is told".to_owned()),
        None => (None, "no place is told".to_owned()),
    }
}

fn bound(frame: &Frame, named: &[Side]) -> (Option<bool>, String) {
    if named.is_empty() {
        return (None, "no attacker is named that can be told".to_owned());
    }
    if frame.bound.is_empty() {
        return (None, "no declaring party is known".to_owned());
    }
    match named.iter().find(|side| frame.bound.contains(&side.root)) {
        Some(side) => (Some(true), format!("{} is bound, and named as attacker", side.party.name)),
        None => (Some(false), format!("{} is not bound by it", named[0].party.name)),
    }
}
