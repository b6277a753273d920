//! A dossier's strip of days: the ceasefire's window with its daily hours, and what was reported in and out of it.

use super::{
    axis::Axis,
    percent,
    range::{Sum, round, scale},
};
use crate::web::{layout::Site, links::Target, parts::counted};
use jiff::{
    ToSpan,
    civil::{Date, Time},
};
use maud::{Markup, html};
use std::collections::BTreeMap;
use trucewatch::model::{Account, Incident, Moment, Placement};
use trucewatch::views::{Dossier, IncidentView};

/// Days before and after the window of which incidents are drawn.
const REACH: i64 = 14;
/// From one mark to the one below.
const PITCH: f64 = 16.0;
/// Marks of one day that are drawn below each other.
const STACK: usize = 6;
/// A row's name.
const NAME: f64 = 20.0;
/// Of the 24 hours.
const HOURS: f64 = 120.0;
/// Of the tolls.
const TOLLS: f64 = 50.0;

/// The ceasefire's days, as the best supported accounts have them.
struct Window {
    from: Option<Date>,
    until: Option<Date>,
    hours: Option<(Time, Time)>,
}

/// An incident with its day.
struct Mark<'a> {
    incident: &'a Incident,
    placement: &'a Placement,
    on: Moment,
}

/// The strip. Nothing where no day is known.
pub fn strip(site: &Site, dossier: &Dossier) -> Markup {
    let window = Window::new(dossier);
    let marks = marks(dossier);
    let Some(axis) = axis(&window, &marks) else { return html! {} };
    let (drawn, far): (Vec<_>, Vec<_>) = marks.into_iter().partition(|mark| axis.holds(mark.on.date()));
    let (timed, untimed): (Vec<_>, Vec<_>) = drawn.iter().partition(|mark| matches!(mark.on, Moment::Minute(_)));
    let stacks = stacks(&untimed);
    let stacked = stacks.values().map(|stack| stack.len().min(STACK + 1)).max().unwrap_or(0);
    let has_hours = window.hours.is_some() || !timed.is_empty();
    let tolls = tolls(&drawn);
    let rows = if has_hours { NAME + HOURS } else { 0.0 };
    let dead = rows + NAME + stacked.max(1) as f64 * PITCH;
    let foot = dead + if tolls.is_empty() { 4.0 } else { NAME + TOLLS };
    html! {
        figure.drawn {
            svg.days role="group" aria-labelledby="strip-title strip-about" width="100%" height=(round(foot + 20.0)) {
                title id="strip-title" { "The window, day by day, from " (axis.first) " to " (axis.last) }
                desc id="strip-about" { "Shaded: the window as said. Marks: incidents reported; each is a link, and stands in the table below." }
                (draw_window(axis, &window, has_hours, foot))
                (axis.labels(foot + 4.0, foot))
                @if has_hours {
                    text.name x="0" y="13" { "Hour of the day" }
                    @for hour in [0, 6, 12, 18, 24] {
                        @let y = round(at_hour(f64::from(hour)));
                        line.hour x1="0" x2="100%" y1=(y) y2=(y) {}
                        // Midnight would stand in the names of the rows.
                        @if hour % 24 != 0 { text.hour x="0" dx="2" y=(y - 2.0) { (hour) ":00" } }
                    }
                    @for mark in &timed { (draw_mark(site, axis, mark, at_hour(hour_of(mark.on)))) }
                }
                text.name x="0" y=(round(rows + 13.0)) { @if has_hours { "No hour said" } @else { "Incidents reported" } }
                @for (day, stack) in &stacks {
                    @for (at, mark) in stack.iter().take(STACK).enumerate() {
                        (draw_mark(site, axis, mark, rows + NAME + (at as f64 + 0.5) * PITCH))
                    }
                    @if stack.len() > STACK {
                        text.more x=(percent(middle(axis, *day))) y=(rows + NAME + (STACK as f64 + 0.8) * PITCH) { "+" (stack.len() - STACK) }
                    }
                }
                @if !tolls.is_empty() {
                    @let most = tolls.values().map(|sum| sum.high.max(sum.low)).max().unwrap_or(0);
                    text.name x="0" y=(round(dead + 13.0)) { "Dead reported, lowest to highest" }
                    (scale(foot - 4.0, TOLLS - 12.0, most))
                    @for (day, sum) in &tolls {
                        @let (x, width) = (axis.at(*day), axis.after(*day) - axis.at(*day));
                        g {
                            title { (day) ": " (sum.line()) }
                            (sum.upright(x + width * 0.3, width * 0.4, foot - 4.0, TOLLS - 12.0, most))
                        }
                    }
                }
            }
            figcaption.key { (key(dossier, &window, far.len())) }
        }
    }
}

/// What the marks mean, and what is not drawn.
fn key(dossier: &Dossier, window: &Window, far: usize) -> Markup {
    let said = |accounts: &[Account<String>]| accounts.first().map(|account| account.value.clone());
    let hours = [said(&dossier.ceasefire.daily_from), said(&dossier.ceasefire.daily_to)];
    html! {
        "Shaded: the window as most sources have it. "
        (legend("in")) " in the window, "
        (legend("out")) " outside of window or area, "
        (legend("unsure")) " not known. "
        @if window.from.is_none() || window.until.is_none() { "A dashed end: nobody says when. " }
        @if window.hours.is_none() && hours.iter().any(Option::is_some) {
            "Its daily hours (" bdi { (hours.into_iter().flatten().collect::<Vec<_>>().join(" to ")) } ") are told in words and not drawn. "
        }
        @if far > 0 { (counted(far, "incident")) " further off " (if far == 1 { "is" } else { "are" }) " not drawn." }
    }
}

fn legend(class: &str) -> Markup {
    html! { svg.sign width="14" height="14" viewBox="-7 -7 14 14" aria-hidden="true" { (shape(class)) } }
}

impl Window {
    fn new(dossier: &Dossier) -> Self {
        let ceasefire = &dossier.ceasefire;
        let day = |terms: [&[Account<Moment>]; 2]| {
            terms.into_iter().find_map(|term| term.first()).map(|account| account.value.date())
        };
        let hour = |term: &[Account<String>]| term.first().and_then(|account| hour(&account.value));
        Window {
            from: day([&ceasefire.effective_from, &ceasefire.declared_on]),
            until: day([&ceasefire.ended_on, &ceasefire.until]),
            hours: hour(&ceasefire.daily_from).zip(hour(&ceasefire.daily_to)),
        }
    }
}

/// "08:00"; hours told in words have no place on a clock.
fn hour(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once(':')?;
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

fn marks(dossier: &Dossier) -> Vec<Mark<'_>> {
    let placements = dossier.ceasefire.incidents.iter();
    let incident = |placement: &Placement| dossier.incidents.iter().find(|one| one.id == placement.incident);
    placements
        .filter_map(|placement| {
            let incident = incident(placement)?;
            Some(Mark { incident, placement, on: incident.on.first()?.value })
        })
        .collect()
}

/// The window's days, and those of incidents near it.
fn axis(window: &Window, marks: &[Mark<'_>]) -> Option<Axis> {
    let days = || marks.iter().map(|mark| mark.on.date());
    let (from, until) = match (window.from, window.until) {
        (None, None) => (days().min()?, days().max()?),
        // An end that nobody says leaves room for whatever is reported on that side.
        (Some(from), None) => (from, days().max().unwrap_or(from).max(from)),
        (None, Some(until)) => (days().min().unwrap_or(until).min(until), until),
        (Some(from), Some(until)) => (from.min(until), until.max(from)),
    };
    let near = from.saturating_sub(REACH.days())..=until.saturating_add(REACH.days());
    let (first, last) = days()
        .filter(|day| near.contains(day))
        .fold((from, until), |(first, last), day| (first.min(day), last.max(day)));
    Some(Axis { first: first.saturating_sub(1.day()), last: last.saturating_add(1.day()) })
}

fn stacks<'a, 'b>(marks: &[&'b Mark<'a>]) -> BTreeMap<Date, Vec<&'b Mark<'a>>> {
    let mut stacks = BTreeMap::<Date, Vec<_>>::new();
    for mark in marks {
        stacks.entry(mark.on.date()).or_default().push(*mark);
    }
    stacks
}

/// The dead of each day that has figures.
fn tolls(marks: &[Mark<'_>]) -> BTreeMap<Date, Sum> {
    let mut tolls = BTreeMap::<Date, Sum>::new();
    for mark in marks {
        let killed = &mark.incident.killed;
        tolls.entry(mark.on.date()).or_default().add((killed.low, killed.high));
    }
    tolls.retain(|_, sum| sum.told > 0);
    tolls
}

fn draw_window(axis: Axis, window: &Window, has_hours: bool, foot: f64) -> Markup {
    let (Some(first), Some(last)) = (window.from.or(window.until), window.until.or(window.from)) else {
        return html! {};
    };
    let (first, last) = (first.min(last), last.max(first));
    let top = if has_hours { NAME + HOURS } else { 0.0 };
    let (start, end) = (axis.at(first), axis.after(last));
    html! {
        rect.window x=(percent(start)) width=(percent(end - start)) y=(round(top)) height=(round(foot - top)) {}
        @if has_hours {
            @match window.hours {
                Some(hours) => @for day in first.series(1.day()).take_while(|day| *day <= last) {
                    @for (from, to) in spans(hours) {
                        rect.window x=(percent(axis.at(day))) width=(percent(axis.after(day) - axis.at(day)))
                            y=(round(at_hour(from))) height=(round(at_hour(to) - at_hour(from))) {}
                    }
                },
                None => rect.window x=(percent(start)) width=(percent(end - start)) y=(NAME) height=(HOURS) {},
            }
        }
        @for (unsaid, x, aside) in [(window.from.is_none(), start, -14), (window.until.is_none(), end, 14)] {
            @let lines = format!("M0 .5h{aside}M0 {:.1}h{aside}", foot - 0.5);
            @if unsaid { svg.open x=(percent(x)) overflow="visible" { path d=(lines) {} } }
        }
    }
}

/// From hour to hour; over midnight in two parts.
fn spans((from, to): (Time, Time)) -> Vec<(f64, f64)> {
    let clock = |time: Time| f64::from(time.hour()) + f64::from(time.minute()) / 60.0;
    let (from, to) = (clock(from), clock(to));
    if from < to { vec![(from, to)] } else { vec![(0.0, to), (from, 24.0)] }
}

fn at_hour(hour: f64) -> f64 {
    NAME + hour / 24.0 * HOURS
}

fn hour_of(moment: Moment) -> f64 {
    match moment {
        Moment::Day(_) => 0.0,
        Moment::Minute(at) => f64::from(at.hour()) + f64::from(at.minute()) / 60.0,
    }
}

fn middle(axis: Axis, day: Date) -> f64 {
    (axis.at(day) + axis.after(day)) / 2.0
}

fn draw_mark(site: &Site, axis: Axis, mark: &Mark<'_>, y: f64) -> Markup {
    let incident = mark.incident;
    let killed = IncidentView::range(&incident.killed).map(|range| format!("killed {range}. ")).unwrap_or_default();
    let (class, said) = match (mark.placement.in_window, mark.placement.in_area) {
        (Some(false), _) => ("out", "outside of the window"),
        (_, Some(false)) => ("out", "outside of the area"),
        (Some(true), _) => ("in", "in the window"),
        (None, _) => ("unsure", "not known whether in the window"),
    };
    html! {
        a href=(site.to(Target::Incident(&incident.id))) {
            title { (incident.title) ", " (mark.on.to_string().replace('T', " ")) ". " (killed) "Reported " (said) ": " (mark.placement.why) }
            svg.sign x=(percent(middle(axis, mark.on.date()))) y=(round(y)) overflow="visible" { (shape(class)) }
        }
    }
}

/// A mark: each class has a form of its own beside its colour.
fn shape(class: &str) -> Markup {
    let path = match class {
        "in" => "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z",
        "out" => "M-4 -4h8v8h-8z",
        _ => "M0 -6l6 6l-6 6l-6 -6z",
    };
    html! { path class=(class) d=(path) {} }
}

#[cfg(test)]
mod tests;
