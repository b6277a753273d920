//! Incidents set against a ceasefire: in its window, in its area, by a party that is bound. What cannot be told stays unknown,
//! with the reason.

use super::places::{Lie, Site, closest};
use super::telling::{Telling, duration_days};
use jiff::civil::Date;
use trucewatch_model::{Ceasefire, Incident, Moment, Placement};

/// What of a ceasefire an incident is held against.
pub(super) struct Frame {
    from: Option<Moment>,
    to: Option<Moment>,
    /// The last day on which a report speaks of it.
    heard: Option<Date>,
    sites: Vec<Site>,
    whole_country: bool,
    scene: Option<String>,
    bound: Vec<String>,
}

/// The frame of a ceasefire, built from its tellings.
pub(super) fn frame(ceasefire: &Ceasefire, tellings: &[&Telling]) -> Frame {
    let told = || tellings.iter().flat_map(|telling| telling.told.iter().map(move |told| (telling, told)));
    let ids: Vec<&str> = ceasefire.area.iter().map(|account| account.value.name.as_str()).collect();
    let sites = told()
        .flat_map(|(_, told)| &told.places)
        .chain(tellings.iter().filter_map(|t| t.country_site.as_ref()))
        .filter(|site| ids.contains(&site.event_place().name.as_str()))
        .cloned()
        .collect();
    let bound = told()
        .flat_map(|(_, told)| &told.sides)
        .filter(|(_, side)| !side.vague && ceasefire.declared_by.iter().any(|account| account.value == side.party))
        .map(|(_, side)| side.root.clone())
        .collect();
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
        sites,
        whole_country: told().any(|(_, told)| told.hints.whole_country),
        scene: tellings.iter().find_map(|telling| telling.scene().map(str::to_owned)),
        bound,
    }
}

/// Days before and after a window in which an incident is still of interest to its dossier.
const AROUND: i32 = 3;

/// Days after the last word on a ceasefire whose end nobody tells: what happens later is not set against it.
const UNHEARD: i32 = 30;

impl Frame {
    /// First and last day on which an incident is of interest.
    pub(super) fn around(&self) -> Option<(Date, Date)> {
        let from = self.from?.date();
        let (last, more) = match (self.to, self.heard) {
            (Some(to), _) => (to.date(), AROUND),
            (None, Some(heard)) => (heard.max(from), UNHEARD),
            (None, None) => (from, UNHEARD),
        };
        let first = from.saturating_sub(jiff::Span::new().days(AROUND));
        Some((first, last.saturating_add(jiff::Span::new().days(more))))
    }
}

/// The placement of an incident, where it lies near enough to the ceasefire to be looked at.
pub(super) fn place(frame: &Frame, incident: &Incident, tellings: &[&Telling]) -> Option<Placement> {
    if tellings.iter().all(|telling| telling.scene() != frame.scene.as_deref()) {
        return None;
    }
    let told = told_or_dated(incident, tellings);
    let (first, last) = days(incident, tellings)?;
    let (from, to) = frame.around()?;
    if last < from || first > to {
        return None;
    }
    let (in_window, when) = window(frame, incident.on.first().map(|account| account.value), told);
    let (in_area, place) = area(frame, tellings);
    let (bound_party, who) = bound(frame, tellings);
    Some(Placement {
        incident: incident.id.clone(),
        in_window,
        in_area,
        bound_party,
        why: format!("{when}; {place}; {who}"),
    })
}

/// First and last day of an incident: as told, else when it was first published.
pub(super) fn days(incident: &Incident, tellings: &[&Telling]) -> Option<(Date, Date)> {
    let published = || tellings.iter().filter_map(|telling| telling.published).min().map(|day| (day, day));
    told_or_dated(incident, tellings).or_else(published)
}

fn told_or_dated(incident: &Incident, tellings: &[&Telling]) -> Option<(Date, Date)> {
    let on = incident.on.first().map(|account| account.value.date());
    on.map(|day| (day, day)).or_else(|| told_days(tellings))
}

fn told_days(tellings: &[&Telling]) -> Option<(Date, Date)> {
    tellings
        .iter()
        .flat_map(|telling| &telling.told)
        .filter_map(|told| told.days())
        .min_by_key(|(from, to)| ((*to - *from).get_days(), *from))
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

fn area(frame: &Frame, tellings: &[&Telling]) -> (Option<bool>, String) {
    if frame.whole_country {
        return (Some(true), "the whole country is covered".to_owned());
    }
    let sites: Vec<Site> =
        tellings.iter().flat_map(|telling| &telling.told).flat_map(|told| told.places.iter().cloned()).collect();
    match closest(&frame.sites, &sites) {
        Some(Lie::Same | Lie::Within) => (Some(true), "in the area".to_owned()),
        Some(Lie::Near) => (None, "beside the area".to_owned()),
        Some(Lie::Apart) => (Some(false), "outside the area".to_owned()),
        Some(Lie::Strange | Lie::Unknown) => (None, "a place that is not in the gazetteer".to_owned()),
        None if frame.sites.is_empty() => (None, "no area is told".to_owned()),
        None => (None, "no place is told".to_owned()),
    }
}

fn bound(frame: &Frame, tellings: &[&Telling]) -> (Option<bool>, String) {
    use trucewatch_model::{Modality, Role};
    let named = tellings
        .iter()
        .flat_map(|telling| &telling.told)
        .filter(|told| told.modality == Modality::Reported)
        .flat_map(|told| told.in_role(Role::Attacker).chain(told.in_role(Role::Perpetrator)));
    let named: Vec<_> = named.filter(|side| !side.vague).collect();
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
