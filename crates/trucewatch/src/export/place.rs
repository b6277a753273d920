//! What exports say of places beyond the event's own: names and numbers of countries, the division a place lies in, the
//! settlement that stands for an exact spot, the codes of how exactly it is known.

use std::collections::HashMap;
use trucewatch_codebook::gazetteer::{Class, Gazetteer};
use trucewatch_codebook::{Country, Data, WarPlace, countries};
use trucewatch_model::{Account, EventPlace, Precision, geo::degrees};

pub(super) struct Places<'a> {
    countries: HashMap<&'static str, Country>,
    /// Country and division code to the division's name.
    divisions: HashMap<(&'static str, &'static str), String>,
    by_hand: HashMap<&'a str, (&'a WarPlace, &'a str)>,
}

impl<'a> Places<'a> {
    pub(super) fn new(codebook: &'a Data) -> Self {
        let divisions = Gazetteer::builtin().divisions().map(|entry| ((entry.country, entry.division), entry.name()));
        let by_hand = codebook.areas.iter().flat_map(|area| {
            area.places
                .iter()
                .map(|place| (place.id.as_str(), (place, place.country.as_ref().unwrap_or(&area.country).as_str())))
        });
        Places {
            countries: countries().map(|country| (country.alpha2, country)).collect(),
            divisions: divisions.collect(),
            by_hand: by_hand.collect(),
        }
    }

    /// The country of a place, by ISO 3166-1.
    pub(super) fn country(&self, place: &EventPlace) -> Option<&Country> {
        self.countries.get(place.country.as_deref()?)
    }

    /// The name of the first-order division that a place lies in, or is.
    pub(super) fn division(&self, place: &EventPlace) -> Option<String> {
        if place.precision == Some(Precision::Province) {
            return Some(place.name.clone());
        }
        let id = place.id.as_deref()?;
        if let Some((by_hand, country)) = self.by_hand.get(id) {
            let within = by_hand.within.as_deref()?;
            // "Helmand province" is Helmand in the gazetteer.
            let bare = within.rsplit_once(' ').filter(|(_, kind)| kind.starts_with(char::is_lowercase));
            let mut meanings = Gazetteer::builtin().lookup(within);
            meanings.extend(bare.into_iter().flat_map(|(name, _)| Gazetteer::builtin().lookup(name)));
            let mut meanings = meanings.iter().map(|(entry, _)| entry).filter(|entry| entry.country == *country);
            let entry = meanings.clone().find(|entry| entry.class == Class::Settlement).or_else(|| meanings.next())?;
            return self.divisions.get(&(entry.country, entry.division)).cloned();
        }
        let meanings = Gazetteer::builtin().lookup(&place.name);
        let (entry, _) = meanings.iter().find(|(entry, _)| entry.id() == id)?;
        (entry.class != Class::Country).then(|| self.divisions.get(&(entry.country, entry.division)).cloned())?
    }

    /// The settlement or area that the codebook puts a spot in.
    pub(super) fn within(&self, id: &str) -> Option<&str> {
        self.by_hand.get(id)?.0.within.as_deref()
    }
}

/// The best supported place of those that are most exactly known: accounts come in that order.
pub(super) fn first(places: &[Account<EventPlace>]) -> Option<&EventPlace> {
    places.first().map(|account| &account.value)
}

/// Latitude and longitude, where there are both.
pub(super) fn point(place: &EventPlace) -> Option<(f64, f64)> {
    Some((degrees(place.lat?), degrees(place.lon?)))
}

/// Whether a place is small enough for its point to stand for it on a map.
pub(super) fn is_a_spot(place: &EventPlace) -> bool {
    matches!(place.precision, Some(Precision::Point | Precision::Neighbourhood | Precision::Settlement))
}

/// The cell of the PRIO-GRID (half a degree, counted from the south-west) that a point lies in.
pub(super) fn prio_grid((lat, lon): (f64, f64)) -> u32 {
    let row = ((lat + 90.0) * 2.0).floor().clamp(0.0, 359.0) as u32;
    let column = ((lon + 180.0) * 2.0).floor().clamp(0.0, 719.0) as u32;
    row * 720 + column + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grid_is_counted_as_prio_counts_it() {
        // Kabul is in cell 179779 of the published grid.
        assert_eq!(prio_grid((34.51667, 69.18333)), 179_779);
        assert_eq!(prio_grid((-90.0, -180.0)), 1);
        assert_eq!(prio_grid((90.0, 180.0)), 259_200);
    }

    #[test]
    fn a_place_leads_to_its_division_and_country() {
        let data = trucewatch_codebook::builtin();
        let places = Places::new(&data);
        let aleppo = EventPlace {
            id: Some("geonames:170063".into()),
            name: "Aleppo".into(),
            country: Some("SY".into()),
            lat: Some(36.2),
            lon: Some(37.16),
            precision: Some(Precision::Settlement),
        };
        assert_eq!(places.division(&aleppo).as_deref(), Some("Aleppo"));
        assert_eq!(places.country(&aleppo).unwrap().alpha3, "SYR");
        let sakhour = EventPlace { id: Some("tw:aleppo/sakhour".into()), name: "Sakhour".into(), ..aleppo };
        assert_eq!(places.division(&sakhour).as_deref(), Some("Aleppo"));
    }
}
