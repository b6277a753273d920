//! Maps: where events are said to be, over land and borders. Near ones are drawn together with their count. What is known only by its
//! district, province or country is a ring around the middle, never a point.

use super::{
    ground, percent,
    places::{Spot, What, counts},
    view::{HEIGHT, View, WIDTH},
};
use crate::web::{
    filter::{Filter, Frame},
    layout::Site,
    links::Target,
};
use maud::{Markup, html};
use std::collections::BTreeMap;
use trucewatch::model::{EventPlace, Precision};

/// Within a square so wide events are drawn together.
const CELL: f64 = 64.0;
/// Clusters nearer than this are one.
const NEAR: f64 = 48.0;
/// An area that reaches no further than this is no larger than the mark itself.
const FAR: f64 = 24.0;
/// Up to so many clusters have their place's name beside them.
const NAMED: usize = 10;
/// Most clusters, the fullest.
const MOST: usize = 120;
/// The narrowest frame, in degrees.
const NARROWEST: f32 = 0.3;

/// Events that are drawn as one.
struct Cluster<'a> {
    spots: Vec<&'a Spot<'a>>,
    /// In units.
    x: f64,
    y: f64,
    /// How many units the ring is wide, where only an area is known.
    ring: Option<f64>,
    /// What holds all of it.
    frame: Frame,
}

/// A map of few events: a dossier's, an incident's. Nothing where no place is known.
pub fn small_map(site: &Site, spots: &[Spot<'_>], about: &str) -> Markup {
    match Frame::of(spots.iter().filter_map(Spot::at)) {
        None => html! {},
        Some(frame) => html! {
            figure.drawn.small {
                (drawing(site, spots, frame.wider(1.3).at_least(0.8), None, about))
                figcaption.key { (key()) }
            }
        },
    }
}

/// The map itself. `filter` is what clusters narrow, where they can.
pub(super) fn drawing(site: &Site, spots: &[Spot<'_>], frame: Frame, filter: Option<&Filter>, about: &str) -> Markup {
    let view = View::around(frame);
    let clusters = clusters(&view, spots);
    let named = clusters.len() <= NAMED;
    html! {
        svg.map role="group" aria-label=(about) width="100%" {
            (ground::land(&view))
            (ground::names(&view))
            @for cluster in &clusters {
                @let mark = html! {
                    title { (cluster.title()) }
                    (cluster.mark())
                    @if named { (cluster.name()) }
                };
                @match cluster.link(site, filter) { Some(link) => a href=(link) { (mark) }, None => g { (mark) } }
            }
        }
    }
}

/// What the signs mean.
pub(super) fn key() -> Markup {
    let sign =
        |what| html! { svg.sign width="14" height="14" viewBox="-7 -7 14 14" aria-hidden="true" { (shape(what)) } };
    html! {
        (sign(What::Incident)) " incident, " (sign(What::Ceasefire)) " ceasefire, " (sign(What::Corridor)) " corridor; a number: so many "
        "together. A dashed ring: only the district, province or country is said; its size is no border. Land and borders: Natural Earth, "
        "without taking sides."
    }
}

/// The clusters in view; areas first, so that points lie over them.
fn clusters<'a>(view: &View, spots: &'a [Spot<'a>]) -> Vec<Cluster<'a>> {
    let mut groups = BTreeMap::<(bool, i64, i64), Vec<(&Spot<'_>, f64, f64)>>::new();
    for spot in spots {
        let Some((lat, lon)) = spot.at() else { continue };
        let (x, y) = view.at(f64::from(lat), f64::from(lon));
        if (0.0..=WIDTH).contains(&x) && (0.0..=HEIGHT).contains(&y) {
            let is_point = ring(view, spot.place).is_none();
            // Areas lie together only where they are the same.
            let cell = if is_point { CELL } else { 1.0 };
            let key = (is_point, (x / cell) as i64, (y / cell) as i64);
            groups.entry(key).or_default().push((spot, x, y));
        }
    }
    let mut clusters = merged(groups.into_values().filter_map(|group| Cluster::new(view, &group)).collect());
    if clusters.len() > MOST {
        clusters.sort_by_key(|cluster| std::cmp::Reverse(cluster.spots.len()));
        clusters.truncate(MOST);
        clusters.sort_by_key(|cluster| cluster.ring.is_none());
    }
    clusters
}

/// Squares part what lies near: small clusters go to the larger beside them.
fn merged(mut clusters: Vec<Cluster<'_>>) -> Vec<Cluster<'_>> {
    clusters.sort_by_key(|cluster| (cluster.ring.is_none(), std::cmp::Reverse(cluster.spots.len())));
    let mut merged: Vec<Cluster<'_>> = Vec::new();
    for cluster in clusters {
        let near = |other: &&mut Cluster<'_>| {
            other.ring.is_none() && cluster.ring.is_none() && (other.x - cluster.x).hypot(other.y - cluster.y) < NEAR
        };
        match merged.iter_mut().find(near) {
            Some(other) => {
                other.spots.extend(cluster.spots);
                other.frame = other.frame.with(cluster.frame);
            }
            None => merged.push(cluster),
        }
    }
    merged
}

/// How far a place that is no point reaches from its middle, in units, where that can be seen.
fn ring(view: &View, place: &EventPlace) -> Option<f64> {
    let kilometres = match place.precision? {
        Precision::Point | Precision::Neighbourhood | Precision::Settlement => return None,
        Precision::District => 15.0,
        Precision::Province => 50.0,
        Precision::Country => 150.0,
        Precision::Region => 250.0,
    };
    let reach = view.kilometres(kilometres, f64::from(place.lat?));
    (reach > FAR).then_some(reach.min(HEIGHT * 0.45))
}

/// Whether a place is known by its area only.
fn is_area(place: &EventPlace) -> bool {
    place.precision.is_some_and(|precision| precision >= Precision::District)
}

impl<'a> Cluster<'a> {
    fn new(view: &View, group: &[(&'a Spot<'a>, f64, f64)]) -> Option<Self> {
        let (first, count) = (group.first()?.0, group.len() as f64);
        Some(Cluster {
            spots: group.iter().map(|(spot, ..)| *spot).collect(),
            x: group.iter().map(|(_, x, _)| x).sum::<f64>() / count,
            y: group.iter().map(|(.., y)| y).sum::<f64>() / count,
            ring: ring(view, first.place),
            frame: Frame::of(group.iter().filter_map(|(spot, ..)| spot.at()))?,
        })
    }

    /// The page of a single event, or the overview narrowed to these. `None` where neither leads further.
    fn link(&self, site: &Site, filter: Option<&Filter>) -> Option<String> {
        if let [spot] = self.spots[..] {
            return spot.target.map(|target| site.to(target));
        }
        let filter = filter?;
        let frame = self.frame.wider(1.2).at_least(NARROWEST);
        let is_narrow = Frame::parse(&filter.frame).is_some_and(|now| now.east - now.west <= frame.east - frame.west);
        let query = Filter { frame: frame.to_string(), ..filter.clone() }.query();
        (!is_narrow).then(|| format!("{}?{query}", site.to(Target::Overview)))
    }

    /// "Aleppo", "Aleppo and near".
    fn place(&self) -> String {
        let name = &self.spots[0].place.name;
        let one = self.spots.iter().all(|spot| spot.place.name == *name);
        if one { name.clone() } else { format!("{name} and near") }
    }

    fn title(&self) -> String {
        let place = self.spots[0].place;
        let how = place.precision.filter(|_| is_area(place));
        let how = how.map(|precision| format!(" ({} only)", precision.word())).unwrap_or_default();
        match self.spots[..] {
            [spot] if spot.title == place.name => format!("{}{how}", place.name),
            [spot] => format!("{}: {}{how}", spot.title, place.name),
            _ => format!("{}{how}: {}", self.place(), counts(&self.spots)),
        }
    }

    fn mark(&self) -> Markup {
        let (x, y) = (percent(self.x / WIDTH * 100.0), percent(self.y / HEIGHT * 100.0));
        // Of a circle percents are of the diagonal.
        let diagonal = ((WIDTH * WIDTH + HEIGHT * HEIGHT) / 2.0).sqrt();
        let count = self.spots.len();
        html! {
            @if let Some(ring) = self.ring {
                circle.area cx=(x) cy=(y) r=(percent(ring / diagonal * 100.0)) {}
                svg.count x=(x) y=(percent((self.y - ring) / HEIGHT * 100.0)) overflow="visible" {
                    rect x="-12" y="-9" width="24" height="18" rx="4" {}
                    text y="4" { (count) }
                }
            } @else if count == 1 {
                svg.sign.vague[is_area(self.spots[0].place)] x=(x) y=(y) overflow="visible" { (shape(self.spots[0].what)) }
            } @else {
                svg.count x=(x) y=(y) overflow="visible" {
                    circle r=(if count < 10 { 9 } else if count < 100 { 11 } else { 14 }) {}
                    text y="4" { (count) }
                }
            }
        }
    }

    fn name(&self) -> Markup {
        let up = self.ring.unwrap_or(0.0);
        let before = self.x > WIDTH * 0.7;
        html! {
            text.before[before] x=(percent(self.x / WIDTH * 100.0)) y=(percent((self.y - up) / HEIGHT * 100.0))
                dx=(if before { -16 } else { 16 }) dy="4" { (self.place()) }
        }
    }
}

/// Each kind has a form of its own beside its colour.
fn shape(what: What) -> Markup {
    match what {
        What::Incident => html! { circle.incident r="5" {} },
        What::Ceasefire => html! { path.ceasefire d="M0 -6l6 6l-6 6l-6 -6z" {} },
        What::Corridor => html! { path.corridor d="M0 -6l6 11h-12z" {} },
    }
}

#[cfg(test)]
mod tests;
