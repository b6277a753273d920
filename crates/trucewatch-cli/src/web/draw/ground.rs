//! The ground of a map: land and borders of Natural Earth, simplified to what can be seen, and countries' names.
//!
//! They are packed in `assets/base-map.bin`: `TWMAP1\n`, then numbers (zigzag, seven bits a byte, the lowest first). Arcs: their
//! count; of each the count of its points, and these in hundredths of a degree, each as steps from the point before. Countries: their
//! count; of each the length of its name and the name, the count of its rings, and of each ring the count of its arcs and these by
//! their index, its bits turned (`!index`) where the arc runs backwards. `cargo xtask base-map` writes it.

use super::{
    percent,
    view::{HEIGHT, View, WIDTH},
};
use maud::{Markup, html};
use std::{fmt::Write, sync::LazyLock};

static COUNTRIES: LazyLock<Vec<Country>> =
    LazyLock::new(|| Packed(include_bytes!("../assets/base-map.bin")).countries().unwrap_or_default());

/// Points nearer than this, in units, are one.
const FINEST: f64 = 2.0;

/// Twice the area, in units, of the smallest island that is drawn.
const SMALLEST: f64 = 6.0;

type Point = (f64, f64);

struct Country {
    name: String,
    /// Of longitude and latitude, closed, holes among them.
    rings: Vec<Vec<Point>>,
}

/// Land and borders, filling the map.
pub fn land(view: &View) -> Markup {
    let paths: Vec<String> =
        COUNTRIES.iter().map(|country| country.path(view)).filter(|path| !path.is_empty()).collect();
    html! {
        svg.land viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } width="100%" height="100%" aria-hidden="true" {
            @for path in paths { path d=(path) {} }
        }
    }
}

/// The names of countries that have room for them.
pub fn names(view: &View) -> Markup {
    html! {
        g.names aria-hidden="true" {
            @for (country, (x, y)) in COUNTRIES.iter().filter_map(|country| Some((country, country.label(view)?))) {
                text x=(percent(x / WIDTH * 100.0)) y=(percent(y / HEIGHT * 100.0)) { (country.name) }
            }
        }
    }
}

impl Country {
    /// Its rings as far as they are in view, as an SVG path.
    fn path(&self, view: &View) -> String {
        let mut path = String::new();
        for ring in self.clipped(view) {
            let mut last = (0, 0);
            for (at, (x, y)) in ring.iter().enumerate() {
                let point = (x.round() as i64, y.round() as i64);
                let _ = match at {
                    0 => write!(path, "M{} {}l", point.0, point.1),
                    _ => write!(path, "{} {} ", point.0 - last.0, point.1 - last.1),
                };
                last = point;
            }
            path.push('z');
        }
        path
    }

    /// Where its name stands, if there is room.
    fn label(&self, view: &View) -> Option<Point> {
        let ring = self.clipped(view).into_iter().max_by(|a, b| area(a).abs().total_cmp(&area(b).abs()))?;
        let ends = |axis: fn(&Point) -> f64| {
            ring.iter().map(axis).fold((f64::MAX, f64::MIN), |(low, high), at| (low.min(at), high.max(at)))
        };
        let ((left, right), (upper, lower)) = (ends(|point| point.0), ends(|point| point.1));
        let wide = self.name.chars().count() as f64 * 9.0;
        let (x, y) = centre(&ring)?;
        let inside = (wide / 2.0..WIDTH - wide / 2.0).contains(&x) && (15.0..HEIGHT - 15.0).contains(&y);
        (inside && right - left > wide && lower - upper > 40.0).then_some((x, y))
    }

    fn clipped(&self, view: &View) -> Vec<Vec<Point>> {
        self.rings.iter().filter_map(|ring| clipped(ring, view)).collect()
    }
}

/// A ring as far as it is in view, without points that fall together; `None` where nothing can be seen of it.
fn clipped(ring: &[Point], view: &View) -> Option<Vec<Point>> {
    let mut points: Vec<Point> = Vec::new();
    for (lon, lat) in ring {
        let (x, y) = view.at(*lat, *lon);
        if points.last().is_none_or(|last: &Point| (x - last.0).hypot(y - last.1) >= FINEST) {
            points.push((x, y));
        }
    }
    if EDGES.iter().any(|edge| points.iter().all(|point| within(edge, *point) < 0.0)) {
        return None;
    }
    for edge in &EDGES {
        points = cut(&points, edge);
    }
    (points.len() > 2 && area(&points).abs() > SMALLEST).then_some(points)
}

/// The edges of a map, a little out of sight, so that no line is seen along them.
const EDGES: [(f64, f64, f64); 4] =
    [(1.0, 0.0, 4.0), (-1.0, 0.0, WIDTH + 4.0), (0.0, 1.0, 4.0), (0.0, -1.0, HEIGHT + 4.0)];

/// How far a point lies within an edge; below nought beyond it.
fn within(edge: &(f64, f64, f64), point: Point) -> f64 {
    edge.0 * point.0 + edge.1 * point.1 + edge.2
}

/// What of a ring lies within an edge (Sutherland and Hodgman).
fn cut(ring: &[Point], edge: &(f64, f64, f64)) -> Vec<Point> {
    let mut kept = Vec::with_capacity(ring.len());
    for (a, b) in edges(ring) {
        let (from, to) = (within(edge, a), within(edge, b));
        if from >= 0.0 {
            kept.push(a);
        }
        if (from >= 0.0) != (to >= 0.0) {
            let share = from / (from - to);
            kept.push((a.0 + (b.0 - a.0) * share, a.1 + (b.1 - a.1) * share));
        }
    }
    kept
}

/// Twice the area, by its sign the way the ring runs.
fn area(ring: &[Point]) -> f64 {
    edges(ring).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum()
}

fn centre(ring: &[Point]) -> Option<Point> {
    let twice = area(ring);
    let sum = |axis: fn(Point) -> f64| {
        edges(ring).map(|(a, b)| (axis(a) + axis(b)) * (a.0 * b.1 - b.0 * a.1)).sum::<f64>() / (3.0 * twice)
    };
    (twice != 0.0).then(|| (sum(|point| point.0), sum(|point| point.1)))
}

fn edges(ring: &[Point]) -> impl Iterator<Item = (Point, Point)> {
    ring.iter().copied().zip(ring.iter().copied().cycle().skip(1))
}

/// What is left to read of the packed file.
struct Packed<'a>(&'a [u8]);

impl Packed<'_> {
    fn countries(mut self) -> Option<Vec<Country>> {
        self.0 = self.0.strip_prefix(b"TWMAP1\n")?;
        let arcs: Vec<Vec<Point>> = (0..self.number()?).map(|_| self.arc()).collect::<Option<_>>()?;
        (0..self.number()?).map(|_| self.country(&arcs)).collect()
    }

    fn arc(&mut self) -> Option<Vec<Point>> {
        let (mut x, mut y) = (0, 0);
        let mut points = Vec::new();
        for _ in 0..self.number()? {
            (x, y) = (x + self.number()?, y + self.number()?);
            points.push((x as f64 / 100.0, y as f64 / 100.0));
        }
        Some(points)
    }

    fn country(&mut self, arcs: &[Vec<Point>]) -> Option<Country> {
        let length = usize::try_from(self.number()?).ok()?;
        let (name, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        let name = std::str::from_utf8(name).ok()?.to_owned();
        let rings = (0..self.number()?).map(|_| self.ring(arcs)).collect::<Option<_>>()?;
        Some(Country { name, rings })
    }

    fn ring(&mut self, arcs: &[Vec<Point>]) -> Option<Vec<Point>> {
        let mut ring = Vec::new();
        for _ in 0..self.number()? {
            let index = self.number()?;
            let arc = arcs.get(usize::try_from(if index < 0 { !index } else { index }).ok()?)?;
            if index < 0 { ring.extend(arc.iter().rev()) } else { ring.extend(arc) }
        }
        Some(ring)
    }

    fn number(&mut self) -> Option<i64> {
        let (mut number, mut shift) = (0_u64, 0);
        loop {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u64::from(byte & 0x7f) << shift;
            shift += 7;
            if byte & 0x80 == 0 {
                return Some((number >> 1) as i64 ^ -((number & 1) as i64));
            }
            if shift > 63 {
                return None;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::filter::Frame;

    fn country_at(lat: f64, lon: f64) -> Vec<&'static str> {
        let holds = |ring: &Vec<Point>| {
            edges(ring)
                .filter(|(a, b)| (a.1 > lat) != (b.1 > lat) && lon < (b.0 - a.0) * (lat - a.1) / (b.1 - a.1) + a.0)
                .count()
                % 2
                == 1
        };
        let countries =
            COUNTRIES.iter().filter(|country| country.rings.iter().filter(|ring| holds(ring)).count() % 2 == 1);
        countries.map(|country| country.name.as_str()).collect()
    }

    #[test]
    fn towns_lie_in_their_countries_and_the_sea_in_none() {
        assert_eq!(country_at(36.2, 37.15), ["Syria"]);
        assert_eq!(country_at(48.0, 37.8), ["Ukraine"]);
        assert_eq!(country_at(15.35, 44.2), ["Yemen"]);
        // Lesotho is a hole in South Africa.
        assert_eq!(country_at(-29.6, 28.2), ["Lesotho"]);
        assert_eq!(country_at(35.0, 20.0), Vec::<&str>::new());
    }

    #[test]
    fn what_is_drawn_is_small_for_a_town_a_country_and_the_world() {
        for (frame, name) in [
            (Frame { west: 36.6, south: 34.6, east: 36.9, north: 34.8 }, ">Syria<"),
            (Frame { west: 35.0, south: 32.0, east: 43.0, north: 37.5 }, ">Syria<"),
            (Frame { west: -180.0, south: -60.0, east: 180.0, north: 80.0 }, ">Brazil<"),
        ] {
            let view = View::around(frame);
            let drawn = land(&view).into_string();
            assert!((40..60_000).contains(&drawn.len()), "{frame:?}: {} bytes", drawn.len());
            assert!(names(&view).into_string().contains(name), "{frame:?}");
        }
    }

    #[test]
    fn a_file_that_is_cut_off_or_another_is_no_map() {
        let whole: &[u8] = include_bytes!("../assets/base-map.bin");
        assert!(Packed(&whole[..whole.len() - 1]).countries().is_none());
        assert!(Packed(b"something else").countries().is_none());
    }
}
