//! Places of claims as they are compared: resolved where the reading did not, and how two of them lie to each other.

use super::words::Words;
use std::collections::HashMap;
use std::sync::Arc;
use trucewatch_codebook::Data;
use trucewatch_codebook::gazetteer::{Class, Gazetteer, Naming, fold};
use trucewatch_model::{ClaimPlace, EventPlace, Place, PlaceRef, Precision, geo::distance_km};

/// A place of a claim.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Site {
    /// As written.
    pub text: String,
    /// What it was resolved to.
    pub place: Option<PlaceRef>,
    /// First-order division (`SY.09`), where it is known.
    pub division: Option<String>,
    /// Whether its name stands in another sentence than the claim, so that it is less sure to be the claim's.
    pub carried: bool,
}

/// How two places lie to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Lie {
    /// The same.
    Same,
    /// One lies in the other.
    Within,
    /// Side by side: parts of one town, neighbouring villages.
    Near,
    /// One is in no gazetteer: a village or spot that can lie in the other.
    Unknown,
    /// Both are in no gazetteer, and the names differ.
    Strange,
    /// Elsewhere.
    Apart,
}

impl Site {
    /// How it is shown.
    pub fn event_place(&self) -> EventPlace {
        let mut shown = EventPlace::from(&ClaimPlace {
            text: self.text.clone(),
            span: Default::default(),
            place: self.place.clone(),
        });
        if self.place.is_none() {
            shown.name = self.text.clone();
        }
        shown
    }

    /// What is the same for the same place.
    pub(super) fn key(&self) -> String {
        self.place.as_ref().map_or_else(|| skeleton(&self.text), |place| place.id.clone())
    }

    pub(super) fn precision(&self) -> Option<Precision> {
        self.place.as_ref().map(|place| place.precision)
    }

    /// Whether it is a town or smaller; what is in no gazetteer is taken to be small.
    pub(super) fn is_local(&self) -> bool {
        self.precision()
            .is_none_or(|p| matches!(p, Precision::Point | Precision::Neighbourhood | Precision::Settlement))
    }

    /// How it lies to another.
    pub(super) fn lies_to(&self, other: &Site) -> Lie {
        let (Some(a), Some(b)) = (&self.place, &other.place) else {
            let (a, b) = (skeleton(&self.text), skeleton(&other.text));
            return match a == b {
                true => Lie::Same,
                false if has_words(&a, &b) || has_words(&b, &a) => Lie::Within,
                false if self.place.is_some() || other.place.is_some() => Lie::Unknown,
                false => Lie::Strange,
            };
        };
        if a.id == b.id
            || (a.country == b.country && a.precision == b.precision && skeleton(&a.name) == skeleton(&b.name))
        {
            return Lie::Same;
        }
        if a.country != b.country && a.country.is_some() && b.country.is_some() {
            return Lie::Apart;
        }
        let (small, large, fine) = match a.precision <= b.precision {
            true => (a, b, self),
            false => (b, a, other),
        };
        let coarse = if std::ptr::eq(fine, self) { other } else { self };
        let km = distance_km((small.lat, small.lon), (large.lat, large.lon));
        let within = match large.precision {
            Precision::Country | Precision::Region => small.country == large.country || km < 300.0,
            Precision::Province if small.precision == Precision::Province => false,
            Precision::Province => match (&fine.division, &coarse.division) {
                (Some(a), Some(b)) => a == b,
                _ => km < 70.0,
            },
            Precision::District => km < 25.0 && small.precision != Precision::District,
            Precision::Settlement => match small.precision {
                Precision::Settlement => false,
                _ => km < 15.0,
            },
            Precision::Neighbourhood | Precision::Point => false,
        };
        let near = match large.precision {
            Precision::Settlement => km < 12.0,
            Precision::Neighbourhood | Precision::Point => km < 2.5,
            _ => false,
        };
        if within {
            Lie::Within
        } else if near {
            Lie::Near
        } else {
            Lie::Apart
        }
    }
}

/// The closest that two lists of places come; `None` where one is empty. That known ones lie apart counts for more than that another
/// could lie anywhere; what stands in another sentence keeps nothing apart.
pub(super) fn closest(a: &[Site], b: &[Site]) -> Option<Lie> {
    let pairs = || a.iter().flat_map(|a| b.iter().map(move |b| (a.lies_to(b), a.carried || b.carried)));
    let apart = pairs().any(|(lie, carried)| lie == Lie::Apart && !carried);
    let closest = pairs().map(|(lie, _)| lie).min()?;
    Some(match () {
        () if closest <= Lie::Near => closest,
        () if apart => Lie::Apart,
        () => closest.min(Lie::Unknown),
    })
}

fn has_words(long: &str, short: &str) -> bool {
    !short.is_empty() && super::words::stands_in(long, short)
}

/// A name without what differs between spellings: accents, articles, vowels and doubled letters.
pub(super) fn skeleton(name: &str) -> String {
    let folded: String = fold(name).collect();
    let words =
        folded.split(' ').filter(|word| !matches!(*word, "al" | "el" | "the" | "ash" | "as" | "at" | "an" | "ar"));
    let bones = words.map(|word| {
        let mut out = String::new();
        for (nth, c) in word.chars().enumerate() {
            let vowel = matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'w');
            if (nth == 0 || !vowel) && !out.ends_with(c) {
                out.push(c);
            }
        }
        out
    });
    bones.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Looks place names up where a reading gives none.
#[derive(Debug)]
pub(super) struct Places {
    words: Words,
    own: HashMap<String, Vec<(PlaceRef, Option<String>)>>,
}

impl Places {
    pub(super) fn new(codebook: &Data) -> Self {
        let mut own: HashMap<String, Vec<(PlaceRef, Option<String>)>> = HashMap::new();
        for area in &codebook.areas {
            for place in &area.places {
                let known = Arc::new(Place {
                    id: place.id.clone(),
                    name: place.name.clone(),
                    country: Some(place.country.as_ref().unwrap_or(&area.country).clone()).filter(|code| code != "XX"),
                    lat: place.lat,
                    lon: place.lon,
                    precision: Precision::from_word(&place.precision).unwrap_or(Precision::Region),
                });
                for name in place.names.iter().chain([&place.name]) {
                    let entry = own.entry(fold(name).collect()).or_default();
                    if entry.iter().all(|(at, _)| at.id != known.id) {
                        entry.push((known.clone(), place.within.clone()));
                    }
                }
            }
        }
        Places { own, words: Words::new(codebook, "place_words") }
    }

    /// The place of a claim; one that the reading did not resolve is looked for in `countries`, then anywhere if only one bears
    /// the name there.
    pub(super) fn site(&self, text: &str, place: Option<&PlaceRef>, countries: &[String]) -> Site {
        let found = match place {
            Some(place) => Some((place.clone(), self.division_of(place))),
            None => self.candidates(text).iter().find_map(|name| self.look_up(name, countries)),
        };
        let (place, division) = found.map_or((None, None), |(place, division)| (Some(place), division));
        Site { text: text.to_owned(), place, division, carried: false }
    }

    /// The name, then without directions and kinds of place: "northern Aleppo", "Hama countryside", "Ghazni city".
    fn candidates(&self, text: &str) -> Vec<String> {
        let mut words: Vec<&str> = text.split_whitespace().collect();
        let mut tried = vec![words.join(" ")];
        let is = |class: &str, word: &str| self.words.is(class, &word.to_lowercase());
        while words.len() > 1 {
            let (first, last) = (words[0], words[words.len() - 1]);
            if is("kind", last)
                || is("direction", last)
                || is("behind", last)
                || is("between", last)
                || last.eq_ignore_ascii_case("zone")
            {
                words.pop();
            } else if is("direction", first) || is("kind", first) || is("inside", first) {
                words.remove(0);
            } else {
                break;
            }
            tried.push(words.join(" "));
        }
        tried
    }

    fn division_of(&self, place: &Place) -> Option<String> {
        if let Some(known) = self.own.get(&fold(&place.name).collect::<String>())
            && let Some((_, within)) = known.iter().find(|(at, _)| at.id == place.id)
        {
            let country = place.country.clone().into_iter().collect::<Vec<_>>();
            return within
                .as_ref()
                .and_then(|within| self.look_up(within, &country))
                .and_then(|(_, division)| division);
        }
        let entries = Gazetteer::builtin().lookup(&place.name);
        let entry = entries.iter().find(|(entry, _)| entry.id() == place.id)?.0;
        (!entry.division.is_empty()).then(|| format!("{}.{}", entry.country, entry.division))
    }

    /// The country of the place that bears a name, where nothing else is known: of the codebook's own places, else of the most
    /// populous.
    pub(super) fn likely_country(&self, name: &str) -> Option<String> {
        let own = self.own.get(&fold(name).collect::<String>()).and_then(|own| own.first()?.0.country.clone());
        let listed = || {
            let entries = Gazetteer::builtin().lookup(name);
            entries.iter().find(|(_, how)| *how != Naming::Nationality).map(|(entry, _)| entry.country.to_owned())
        };
        own.or_else(listed)
    }

    fn look_up(&self, name: &str, countries: &[String]) -> Option<(PlaceRef, Option<String>)> {
        let here = |code: Option<&str>| code.is_some_and(|code| countries.iter().any(|known| known == code));
        let key: String = fold(name).collect();
        if let Some(own) = self.own.get(&key)
            && let Some((place, _)) = own.iter().find(|(place, _)| here(place.country.as_deref()))
        {
            return Some((place.clone(), self.division_of(place)));
        }
        let entries: Vec<_> =
            Gazetteer::builtin().lookup(name).into_iter().filter(|(_, how)| *how != Naming::Nationality).collect();
        // A town is meant before the province that bears its name.
        let rank = |class: Class| match class {
            Class::Country => 0,
            Class::Settlement => 1,
            Class::Division => 2,
            Class::District => 3,
        };
        let mut local: Vec<_> = entries.iter().filter(|(entry, _)| here(Some(entry.country))).collect();
        local.sort_by_key(|(entry, _)| rank(entry.class));
        let foreign = || entries.iter().find(|(entry, _)| entry.class == Class::Country || entry.population > 100_000);
        let (entry, _) = local.first().copied().or_else(foreign)?;
        let division = (!entry.division.is_empty()).then(|| format!("{}.{}", entry.country, entry.division));
        Some((Arc::new(entry.place()), division))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lie(a: &str, b: &str, country: &str) -> Lie {
        let places = Places::new(&trucewatch_codebook::builtin());
        let here = [country.to_owned()];
        places.site(a, None, &here).lies_to(&places.site(b, None, &here))
    }

    #[test]
    fn spellings_are_one_place_and_towns_lie_in_their_province() {
        assert_eq!(lie("Maarat al-Numan", "Maarrat al-Nu’man", "SY"), Lie::Same);
        assert_eq!(lie("Aleppo", "Syria", "SY"), Lie::Within);
        assert_eq!(lie("Aleppo", "Homs", "SY"), Lie::Apart);
        assert_eq!(lie("Zzyzq", "Qwkk", "SY"), Lie::Strange);
        assert_eq!(lie("Zzyzq market", "Zzyzq", "SY"), Lie::Within);
    }
}
