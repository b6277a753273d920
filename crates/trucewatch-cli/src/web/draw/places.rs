//! The overview's map with the list of its places: what a filter leaves, where it is said to be.

use super::map::{drawing, key};
use crate::web::{
    catalog::Selection,
    filter::{Filter, Frame},
    layout::Site,
    links::Target,
    parts::counted,
};
use maud::{Markup, html};
use std::collections::BTreeMap;
use trucewatch::model::EventPlace;

/// Places in the list.
const LISTED: usize = 100;
/// Events named for each of them, where no address can narrow to it.
const EVENTS: usize = 10;
/// From so many on, what lies far from most is left out of the first view.
const MANY: usize = 20;

/// What stands on a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// Its area.
    Ceasefire,
    /// The place it is named after.
    Corridor,
    /// Where it is said to have been.
    Incident,
}

/// An event, or a part of one, at its place.
#[derive(Clone, Copy, Debug)]
pub struct Spot<'a> {
    /// Where.
    pub place: &'a EventPlace,
    /// What.
    pub what: What,
    /// As people know it.
    pub title: &'a str,
    /// Its page.
    pub target: Option<Target<'a>>,
}

impl Spot<'_> {
    /// Latitude and longitude.
    pub fn at(&self) -> Option<(f32, f32)> {
        self.place.lat.zip(self.place.lon)
    }
}

/// "2 ceasefires, 12 incidents".
pub fn counts(spots: &[&Spot<'_>]) -> String {
    let count = |what| spots.iter().filter(|spot| spot.what == what).count();
    let words = [(What::Ceasefire, "ceasefire"), (What::Corridor, "corridor"), (What::Incident, "incident")];
    let told = words.into_iter().map(|(what, word)| (count(what), word)).filter(|(count, _)| *count > 0);
    told.map(|(count, word)| counted(count, word)).collect::<Vec<_>>().join(", ")
}

/// Every event that the filter leaves, at the first of its places that is known (and in the frame). Nothing where none is.
pub fn places_map(site: &Site, selection: &Selection<'_>, filter: &Filter) -> Markup {
    let set = Frame::parse(&filter.frame);
    let spots = spots(selection, set);
    let Some(whole) = Frame::of(spots.iter().filter_map(Spot::at)) else { return html! {} };
    let frame = set.unwrap_or_else(|| middle(&spots).unwrap_or(whole).wider(1.2).at_least(1.0));
    let nowhere = selection.ceasefires.len() + selection.incidents.len() - spots.len();
    let outside = spots.iter().filter_map(Spot::at).filter(|(lat, lon)| !frame.holds(*lat, *lon)).count();
    let address =
        |frame: String| format!("{}?{}", site.to(Target::Overview), Filter { frame, ..filter.clone() }.query());
    html! {
        section.drawn id="map" {
            h2 { "Map" }
            div.pan { (drawing(site, &spots, frame, site.links.is_served().then_some(filter), "Map of what was reported; the list below has the same")) }
            p.key {
                (key())
                @if outside > 0 { " " (counted(outside, "event")) " further away." }
                @if nowhere > 0 { " " (counted(nowhere, "event")) " of no known place." }
            }
            @if site.links.is_served() {
                p.key.jump {
                    a href=(address(frame.wider(2.0).to_string())) { "Wider" }
                    @if outside > 0 { a href=(address(whole.wider(1.2).at_least(1.0).to_string())) { "All of it" } }
                    @if set.is_some() { a href=(address(String::new())) { "Forget the frame" } }
                }
            }
            (list(site, &spots, &address))
        }
    }
}

fn spots<'a>(selection: &Selection<'a>, frame: Option<Frame>) -> Vec<Spot<'a>> {
    let known = |places: &'a [EventPlace]| {
        let holds = |place: &&EventPlace| {
            place.lat.zip(place.lon).is_some_and(|(lat, lon)| frame.is_none_or(|frame| frame.holds(lat, lon)))
        };
        places.iter().find(holds)
    };
    let ceasefires = selection.ceasefires.iter().filter_map(|line| {
        let target = Some(Target::Ceasefire(&line.id));
        Some(Spot { place: known(&line.places)?, what: What::Ceasefire, title: &line.title, target })
    });
    let incidents = selection.incidents.iter().filter_map(|line| {
        let target = Some(Target::Incident(&line.id));
        Some(Spot { place: known(&line.places)?, what: What::Incident, title: &line.title, target })
    });
    ceasefires.chain(incidents).collect()
}

/// Where most are: without the outermost in each direction.
fn middle(spots: &[Spot<'_>]) -> Option<Frame> {
    if spots.len() < MANY {
        return None;
    }
    let ends = |degrees: fn((f32, f32)) -> f32| {
        let mut all: Vec<f32> = spots.iter().filter_map(Spot::at).map(degrees).collect();
        all.sort_by(f32::total_cmp);
        let left_out = all.len() / MANY;
        Some((*all.get(left_out)?, *all.get(all.len() - 1 - left_out)?))
    };
    let ((south, north), (west, east)) = (ends(|at| at.0)?, ends(|at| at.1)?);
    Some(Frame { west, south, east, north })
}

fn list(site: &Site, spots: &[Spot<'_>], address: &impl Fn(String) -> String) -> Markup {
    let mut places = BTreeMap::<(&str, Option<&str>), Vec<&Spot<'_>>>::new();
    for spot in spots {
        places.entry((&spot.place.name, spot.place.country.as_deref())).or_default().push(spot);
    }
    let mut places: Vec<Vec<&Spot<'_>>> = places.into_values().collect();
    places.sort_by_key(|spots| std::cmp::Reverse(spots.len()));
    let around = |spot: &Spot<'_>| Frame::of(spot.at()).map(|frame| frame.at_least(0.1).to_string());
    html! {
        details {
            summary { "The same as a list" }
            ul.places {
                @for spots in places.iter().take(LISTED) {
                    @let place = spots[0].place;
                    li {
                        @match around(spots[0]).filter(|_| site.links.is_served()) {
                            Some(frame) => a href=(address(frame)) { bdi { (place.name) } },
                            None => bdi { (place.name) },
                        }
                        @if let Some(precision) = place.precision { " " span.count { (precision.word()) } }
                        ": " (counts(spots))
                        @if !site.links.is_served() {
                            ul {
                                @for spot in spots.iter().take(EVENTS) {
                                    li { @if let Some(target) = spot.target { a href=(site.to(target)) { bdi { (spot.title) } } } }
                                }
                                @if spots.len() > EVENTS { li { "and " (spots.len() - EVENTS) " more" } }
                            }
                        }
                    }
                }
            }
            @if places.len() > LISTED { p { "And " (counted(places.len() - LISTED, "place")) " with fewer." } }
        }
    }
}
