//! `Names`: whether what a person wrote in a record and what an event holds are the same party, place, length or hour. Used to
//! score records, and wherever a name is typed in.

use super::Linker;
use super::hours::hour;
use super::places::Lie;
use super::telling::duration_days;
use super::words::plain;
use trucewatch_model::{EventPlace, Party};

/// Compares names by the codebook and the gazetteer.
#[derive(Clone, Copy, Debug)]
pub struct Names<'l>(&'l Linker);

impl<'l> Names<'l> {
    /// By what `linker` knows.
    pub fn new(linker: &'l Linker) -> Self {
        Names(linker)
    }

    /// Whether `written` is a name of `party`, or of another party of its side.
    pub fn same_party(&self, written: &str, party: &Party) -> bool {
        let parties = &self.0.knowledge.parties;
        let theatre = party.id.as_ref().and_then(|id| parties.theatre_of_id(id));
        let own = parties.side(&party.name, party.id.as_deref(), theatre, None);
        let given = parties.side(written, None, theatre, None);
        let (a, b) = (plain(written), plain(&party.name));
        own.root == given.root || a == b || (party.id.is_none() && (a.contains(&b) || b.contains(&a)))
    }

    /// Whether `written` is the place, lies in it or holds it; a country holds only itself.
    pub fn same_place(&self, written: &str, place: &EventPlace) -> bool {
        let places = &self.0.knowledge.places;
        let countries: Vec<String> = place.country.iter().cloned().collect();
        let given = places.site(written, None, &countries);
        let own = match (&place.id, place.lat, place.lon) {
            (Some(id), Some(lat), Some(lon)) => {
                let precision = place.precision;
                let known = trucewatch_model::Place {
                    id: id.clone(),
                    name: place.name.clone(),
                    country: place.country.clone(),
                    lat,
                    lon,
                    precision: precision.unwrap_or(trucewatch_model::Precision::Region),
                };
                places.site(&place.name, Some(&std::sync::Arc::new(known)), &countries)
            }
            _ => places.site(&place.name, None, &countries),
        };
        let country = |site: &super::Site| site.precision() == Some(trucewatch_model::Precision::Country);
        match given.lies_to(&own) {
            Lie::Same => true,
            Lie::Within => country(&given) == country(&own),
            _ => false,
        }
    }

    /// `PT72H` and `P3D`.
    pub fn same_duration(&self, a: &str, b: &str) -> bool {
        match (duration_days(a), duration_days(b)) {
            (Some(a), Some(b)) => (a - b).abs() < 0.01,
            _ => a == b,
        }
    }

    /// "9 a.m." and "09:00".
    pub fn same_hour(&self, a: &str, b: &str) -> bool {
        hour(a, &self.0.knowledge) == hour(b, &self.0.knowledge)
    }
}
