//! What of the record is wanted on the overview. It stands in the page's address, so that a view can be shared.

use serde::Deserialize;
use trucewatch::model::{EventPlace, Moment, Party};
use trucewatch::record::{CeasefireLine, IncidentLine};
use utoipa::IntoParams;

/// What is wanted; what is empty does not narrow.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct Filter {
    /// ISO 3166-1 alpha-2 of a country.
    pub theatre: String,
    /// A party's id, or its name where it has none.
    pub party: String,
    /// "ceasefire", or a means of attack.
    pub kind: String,
    /// The name of an outlet.
    pub outlet: String,
    /// `Modality`'s word.
    pub modality: String,
    /// First day, YYYY-MM-DD.
    pub from: String,
    /// Last day.
    pub until: String,
    /// West, south, east, north in degrees, with commas.
    pub frame: String,
}

/// "ceasefire" among the kinds.
pub const CEASEFIRE: &str = "ceasefire";

impl Filter {
    /// The fields that narrow, by name.
    pub fn set(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let all: [(&'static str, &str); 8] = [
            ("theatre", &self.theatre),
            ("party", &self.party),
            ("kind", &self.kind),
            ("outlet", &self.outlet),
            ("modality", &self.modality),
            ("from", &self.from),
            ("until", &self.until),
            ("frame", &self.frame),
        ];
        all.into_iter().filter(|(_, value)| !value.is_empty())
    }

    /// As an address has it: "theatre=SY&from=2016-10-01".
    pub fn query(&self) -> String {
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(self.set()).finish()
    }

    /// Whether a ceasefire is wanted.
    pub fn takes_ceasefire(&self, line: &CeasefireLine) -> bool {
        (self.kind.is_empty() || self.kind == CEASEFIRE)
            && self.takes_sources(&line.outlets, &line.modalities)
            && self.takes_parties(&line.parties)
            && self.takes_places(&line.places)
            && self.takes_days(line.from.or(line.until), line.until.or(line.from))
    }

    /// Whether an incident is wanted.
    pub fn takes_incident(&self, line: &IncidentLine) -> bool {
        (self.kind.is_empty() || line.method.as_deref() == Some(&self.kind))
            && self.takes_sources(&line.outlets, &line.modalities)
            && self.takes_parties(&line.parties)
            && self.takes_places(&line.places)
            && self.takes_days(line.on, line.on)
    }

    fn takes_sources(&self, outlets: &[String], modalities: &[String]) -> bool {
        (self.outlet.is_empty() || outlets.contains(&self.outlet))
            && (self.modality.is_empty() || modalities.contains(&self.modality))
    }

    fn takes_parties(&self, parties: &[Party]) -> bool {
        self.party.is_empty() || parties.iter().any(|party| party_key(party) == self.party)
    }

    fn takes_places(&self, places: &[EventPlace]) -> bool {
        let in_theatre =
            |place: &EventPlace| self.theatre.is_empty() || place.country.as_deref() == Some(&self.theatre);
        let frame = Frame::parse(&self.frame);
        let in_frame = |place: &EventPlace| {
            frame.is_none_or(|frame| place.lat.zip(place.lon).is_some_and(|(lat, lon)| frame.holds(lat, lon)))
        };
        self.theatre.is_empty() && frame.is_none() || places.iter().any(|place| in_theatre(place) && in_frame(place))
    }

    fn takes_days(&self, first: Option<Moment>, last: Option<Moment>) -> bool {
        let (from, until) = (Moment::parse(&self.from), Moment::parse(&self.until));
        if from.is_none() && until.is_none() {
            return true;
        }
        let (Some(first), Some(last)) = (first, last) else { return false };
        from.is_none_or(|from| last.date() >= from.date()) && until.is_none_or(|until| first.date() <= until.date())
    }
}

/// How a party is named in an address.
pub fn party_key(party: &Party) -> &str {
    party.id.as_deref().unwrap_or(&party.name)
}

/// A part of the map, in WGS 84 degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// Western edge.
    pub west: f32,
    /// Southern edge.
    pub south: f32,
    /// Eastern edge.
    pub east: f32,
    /// Northern edge.
    pub north: f32,
}

impl Frame {
    /// Reads "west,south,east,north"; `None` for anything else.
    pub fn parse(text: &str) -> Option<Frame> {
        let numbers: Vec<f32> = text.split(',').map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
        match numbers[..] {
            [west, south, east, north] if west < east && south < north => Some(Frame { west, south, east, north }),
            _ => None,
        }
    }

    /// The smallest that holds some points of latitude and longitude; `None` where there are none.
    pub fn of(points: impl IntoIterator<Item = (f32, f32)>) -> Option<Frame> {
        let point = |(lat, lon)| Frame { west: lon, south: lat, east: lon, north: lat };
        points.into_iter().map(point).reduce(Frame::with)
    }

    /// The smallest that holds both.
    pub fn with(self, other: Frame) -> Frame {
        Frame {
            west: self.west.min(other.west),
            south: self.south.min(other.south),
            east: self.east.max(other.east),
            north: self.north.max(other.north),
        }
    }

    /// So many times as wide and high, around the same middle, and on the globe.
    pub fn wider(self, times: f32) -> Frame {
        let ends = |low: f32, high: f32, most: f32| {
            let (middle, half) = ((low + high) / 2.0, (high - low) / 2.0 * times);
            ((middle - half).max(-most), (middle + half).min(most))
        };
        let ((west, east), (south, north)) = (ends(self.west, self.east, 180.0), ends(self.south, self.north, 90.0));
        Frame { west, south, east, north }
    }

    /// At least so many degrees wide and high.
    pub fn at_least(self, degrees: f32) -> Frame {
        let ends = |low: f32, high: f32| {
            let more = ((degrees - (high - low)) / 2.0).max(0.0);
            (low - more, high + more)
        };
        let ((west, east), (south, north)) = (ends(self.west, self.east), ends(self.south, self.north));
        Frame { west, south, east, north }
    }

    /// Whether a point lies in it.
    pub fn holds(self, lat: f32, lon: f32) -> bool {
        (self.south..=self.north).contains(&lat) && (self.west..=self.east).contains(&lon)
    }
}

impl std::fmt::Display for Frame {
    /// As an address has it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.2},{:.2},{:.2},{:.2}", self.west, self.south, self.east, self.north)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_around_points_holds_them_and_survives_an_address() {
        let frame = Frame::of([(34.9, 36.7), (36.2, 37.1)]).unwrap().wider(1.5).at_least(1.0);
        assert!(frame.holds(34.9, 36.7) && frame.holds(36.2, 37.1) && frame.east - frame.west > 0.99);
        let read = Frame::parse(&frame.to_string()).unwrap();
        assert!((read.west - frame.west).abs() < 0.01 && (read.north - frame.north).abs() < 0.01);
        assert_eq!(Frame::of([]), None);
    }

    #[test]
    fn a_frame_is_four_numbers_in_order() {
        assert!(Frame::parse("36,34,38,36").is_some_and(|frame| frame.holds(34.9, 36.7)));
        for wrong in ["", "36,34,38", "38,34,36,36", "a,b,c,d", "NaN,1,2,3"] {
            assert_eq!(Frame::parse(wrong), None, "{wrong}");
        }
    }
}
