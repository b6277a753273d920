//! What a name can mean: the packed gazetteer and the codebook's own places under one roof. Which meaning is meant is for
//! `resolve`.

use std::collections::HashMap;
use std::sync::Arc;
use trucewatch_codebook::Data;
use trucewatch_codebook::gazetteer::{Class, Entry, Gazetteer, Naming, fold};
use trucewatch_model::{Place, PlaceRef, Precision, geo};

/// Country of places that lie in no one state: a code that ISO 3166 leaves to its users.
const NOWHERE: &str = "XX";

/// One thing that a name can mean.
#[derive(Clone, Debug)]
pub struct Meaning {
    /// Where it is known from.
    pub known: Known,
    /// What it is; `None` for an own place that is none of these.
    pub class: Option<Class>,
    /// Whether the name is its own, another one, or a nationality.
    pub naming: Naming,
    /// ISO 3166-1 alpha-2; empty where it has no state.
    pub country: String,
    /// Code of the first-order division; empty where unknown.
    pub division: String,
    /// WGS 84 degrees.
    pub lat: f32,
    /// WGS 84 degrees.
    pub lon: f32,
    /// 0 where unknown.
    pub population: u64,
}

/// Where a meaning is known from.
#[derive(Clone, Debug)]
pub enum Known {
    /// The packed gazetteer.
    Gazetteer(Entry),
    /// The codebook's `places/`, with the name of what it lies in.
    Own(PlaceRef, Option<String>),
}

impl Meaning {
    /// The place as the reading shows it.
    pub fn place(&self) -> PlaceRef {
        match &self.known {
            Known::Own(place, _) => place.clone(),
            Known::Gazetteer(entry) => Arc::new(entry.place()),
        }
    }

    /// Great-circle distance in kilometres.
    pub fn distance_km(&self, lat: f32, lon: f32) -> f32 {
        geo::distance_km((self.lat, self.lon), (lat, lon))
    }
}

/// A settlement of the codebook and one of the gazetteer that have a name in common and lie closer than this are the same.
const SAME_PLACE_KM: f32 = 6.0;

/// All names with their meanings.
pub struct Atlas {
    gazetteer: Gazetteer,
    own: HashMap<String, Vec<Meaning>>,
}

impl Atlas {
    /// The packed gazetteer and the own places of `codebook`.
    pub fn new(codebook: &Data) -> Self {
        let mut own: HashMap<String, Vec<Meaning>> = HashMap::new();
        for area in &codebook.areas {
            for place in &area.places {
                let country = place.country.as_ref().unwrap_or(&area.country);
                let known = Arc::new(Place {
                    id: place.id.clone(),
                    name: place.name.clone(),
                    country: (country != NOWHERE).then(|| country.clone()),
                    lat: place.lat,
                    lon: place.lon,
                    precision: Precision::from_word(&place.precision).unwrap_or(Precision::Region),
                });
                let mut keys: Vec<(String, Naming)> = vec![(fold(&place.name).collect(), Naming::Own)];
                keys.extend(place.names.iter().map(|name| (fold(name).collect(), Naming::Other)));
                for (key, naming) in keys {
                    let meanings = own.entry(key).or_default();
                    if meanings.iter().all(|meaning| !matches!(&meaning.known, Known::Own(p, _) if p.id == place.id)) {
                        meanings.push(Meaning {
                            class: match known.precision {
                                Precision::Country => Some(Class::Country),
                                Precision::Province => Some(Class::Division),
                                Precision::District => Some(Class::District),
                                Precision::Settlement => Some(Class::Settlement),
                                Precision::Point | Precision::Neighbourhood | Precision::Region => None,
                            },
                            known: Known::Own(known.clone(), place.within.clone()),
                            naming,
                            country: known.country.clone().unwrap_or_default(),
                            division: String::new(),
                            lat: place.lat,
                            lon: place.lon,
                            population: 0,
                        });
                    }
                }
            }
        }
        Atlas { gazetteer: Gazetteer::builtin(), own }
    }

    /// Everything that exactly this name can mean, own places first. A short name counts only as an abbreviation: "US" and
    /// "Ind." are places, "us" and "Ind" are not.
    pub fn meanings(&self, name: &str) -> Vec<Meaning> {
        let key: String = fold(name).collect();
        let short = key.chars().filter(|c| c.is_alphabetic()).count() <= 3;
        let spelled_short = name.contains('.') || !name.chars().any(char::is_lowercase);
        let mut found: Vec<Meaning> = self.own.get(&key).cloned().unwrap_or_default();
        for (entry, naming) in self.gazetteer.lookup(name) {
            // The same place out of both: one entry, so that every mention of it leads to the same id.
            let twin = found.iter_mut().find(|own| {
                matches!(own.known, Known::Own(..))
                    && own.class == Some(entry.class)
                    && own.distance_km(entry.lat, entry.lon) < SAME_PLACE_KM
            });
            if let Some(own) = twin {
                own.division = entry.division.to_owned();
                own.population = own.population.max(entry.population);
                continue;
            }
            let abbreviates = naming == Naming::Other && entry.class <= Class::Division;
            if short && abbreviates != spelled_short {
                continue;
            }
            found.push(Meaning {
                class: Some(entry.class),
                naming,
                country: entry.country.to_owned(),
                division: entry.division.to_owned(),
                lat: entry.lat,
                lon: entry.lon,
                population: entry.population,
                known: Known::Gazetteer(entry),
            });
        }
        found
    }
}
