//! Names of private people and exact spots, taken out of words and of events. A private person who is quoted becomes the role
//! (`views::speaker_label`), a spot (a crossing, a road, a corridor) the settlement it lies in, a hospital or shelter loses
//! its name. What stands in for words that a report has is put in square brackets.
//!
//! It finds the names that the reading knows (speakers, places), and people among the harmed whose given name is a common one.
//! A private person who is neither is not found.

mod people;
mod spots;

pub(super) use people::People;

use super::place::Places;
use crate::views::Names;
use serde_json::{Map, Value};
use trucewatch_codebook::Data;
use trucewatch_model::{Category, Claim, ClaimPlace, Kind, Precision, Reading, Span};

/// What is put where nothing coarser is known.
const HIDDEN: &str = "a spot that is not shown";
/// Fields that hold ids and references, which are left as they are.
const REFERENCES: [&str; 9] = ["id", "claim", "claims", "incident", "report", "a", "b", "url", "judged"];

/// Takes names out of words.
#[derive(Clone, Debug, Default)]
pub struct Redactor {
    off: bool,
    /// What is replaced, and by what; the longest first.
    swaps: Vec<(String, String)>,
}

impl Redactor {
    pub(super) fn new(names: Names) -> Self {
        Redactor { off: names == Names::Full, swaps: Vec::new() }
    }

    /// The names of private people in one report; exact spots keep theirs.
    pub fn of_people(names: Names, reading: &Reading, codebook: &Data) -> Self {
        let mut redactor = Redactor::new(names);
        if !redactor.off {
            redactor.learn_people(reading, &People::new(codebook));
            redactor.sort();
        }
        redactor
    }

    /// Learns the names that one report must not give.
    pub(super) fn learn(&mut self, reading: &Reading, places: &Places<'_>, people: &People<'_>) {
        if self.off {
            return;
        }
        self.learn_people(reading, people);
        for claim in &reading.claims {
            for place in claim.places.iter().filter(|place| is_exact(claim, place)) {
                let stand_in = stand_in(claim, place, places);
                self.swap(&place.text, &stand_in);
                if let Some(resolved) = &place.place {
                    self.swap(&resolved.name, &stand_in);
                }
            }
        }
        for toponym in &reading.toponyms {
            if let Some(place) = toponym.place.as_ref().filter(|place| place.precision == Precision::Point) {
                let stand_in = spot_in(places.within(&place.id));
                self.swap(toponym.span.of(&reading.document.text), &stand_in);
                self.swap(&place.name, &stand_in);
            }
        }
        self.sort();
    }

    fn learn_people(&mut self, reading: &Reading, people: &People<'_>) {
        for speaker in reading.statements.iter().filter_map(|statement| statement.speaker.as_ref()) {
            if speaker.category == Category::Civilian {
                people.quoted(speaker, reading).iter().for_each(|(name, role)| self.swap(name, role));
            }
        }
        for claim in &reading.claims {
            people.harmed(claim, reading).into_iter().for_each(|(name, stand_in)| self.swap(name, stand_in));
        }
    }

    fn swap(&mut self, name: &str, stand_in: &str) {
        if !name.is_empty() && self.swaps.iter().all(|(known, _)| known != name) {
            self.swaps.push((name.to_owned(), format!("[{stand_in}]")));
        }
    }

    /// Learns what another knows.
    pub(super) fn join(&mut self, other: &Redactor) {
        other.swaps.iter().for_each(|swap| {
            if self.swaps.iter().all(|(known, _)| *known != swap.0) {
                self.swaps.push(swap.clone());
            }
        });
        self.sort();
    }

    /// The longest first, so that a full name goes before its parts.
    fn sort(&mut self) {
        self.swaps.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
    }

    /// Where names stand in the words, and what stands in for each, in order.
    pub fn found_in(&self, words: &str) -> Vec<(Span, &str)> {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(rest) = words.get(at..).filter(|rest| !rest.is_empty() && !self.swaps.is_empty()) {
            let begins = words[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric());
            let name = self.swaps.iter().filter(|_| begins).find(|(name, _)| {
                rest.strip_prefix(name.as_str())
                    .is_some_and(|after| after.chars().next().is_none_or(|next| !next.is_alphanumeric()))
            });
            if let Some((name, stand_in)) = name {
                found.push((Span::new(at, at + name.len()), stand_in.as_str()));
                at += name.len();
            } else {
                at += rest.chars().next().map_or(1, char::len_utf8);
            }
        }
        found
    }

    /// The words with the stand-ins in place of the names.
    pub fn without_names(&self, words: &str) -> String {
        let mut out = String::with_capacity(words.len());
        let mut at = 0;
        for (span, stand_in) in self.found_in(words) {
            out.push_str(&words[at..span.start]);
            out.push_str(stand_in);
            at = span.end;
        }
        out.push_str(&words[at..]);
        out
    }

    /// The words without the names, of spots too.
    pub(super) fn clean(&self, words: &str) -> String {
        if self.off { words.to_owned() } else { spots::unnamed(&self.without_names(words)) }
    }
}

/// Whether a claim's place is an exact spot: known as one, or the unresolved name of a corridor.
fn is_exact(claim: &Claim, place: &ClaimPlace) -> bool {
    match &place.place {
        Some(resolved) => resolved.precision == Precision::Point,
        None => claim.content.kind() == Kind::Corridor,
    }
}

/// What stands for a claim's exact place: where the codebook puts it, else another place of the claim that is no spot.
fn stand_in(claim: &Claim, place: &ClaimPlace, places: &Places<'_>) -> String {
    let by_hand = place.place.as_ref().and_then(|resolved| places.within(&resolved.id));
    let beside = claim.places.iter().filter_map(|other| other.place.as_ref());
    let beside = beside.filter(|other| other.precision != Precision::Point).map(|other| other.name.as_str()).next();
    spot_in(by_hand.or(beside))
}

fn spot_in(name: Option<&str>) -> String {
    name.map_or_else(|| HIDDEN.to_owned(), |name| format!("a spot in {name}"))
}

/// Cleans every word of an event in its JSON, and puts a settlement in the place of each exact spot.
pub(super) fn event(value: &mut Value, redactor: &Redactor, places: &Places<'_>) {
    let settlement = settlement(value);
    walk(value, redactor, places, settlement.as_ref());
}

/// The first place of an event that is a settlement or a part of one.
fn settlement(value: &Value) -> Option<Map<String, Value>> {
    match value {
        Value::Object(map) if is_place(map) => {
            matches!(map["precision"].as_str(), Some("settlement" | "neighbourhood")).then(|| map.clone())
        }
        Value::Object(map) => map.values().find_map(settlement),
        Value::Array(list) => list.iter().find_map(settlement),
        _ => None,
    }
}

fn is_place(map: &Map<String, Value>) -> bool {
    ["lat", "lon", "precision", "name"].iter().all(|key| map.contains_key(*key))
}

fn walk(value: &mut Value, redactor: &Redactor, places: &Places<'_>, settlement: Option<&Map<String, Value>>) {
    match value {
        Value::Object(map) => {
            if is_place(map) && map["precision"] == "point" {
                hide(map, places, settlement);
                return;
            }
            // A corridor that no gazetteer knows is named after its road.
            if map.contains_key("accounts")
                && let Some(Value::Object(place)) = map.get_mut("place")
                && place.get("precision").is_none_or(Value::is_null)
            {
                hide(place, places, settlement);
            }
            let words = map.iter_mut().filter(|(key, _)| !REFERENCES.contains(&key.as_str()));
            words.for_each(|(_, value)| walk(value, redactor, places, settlement));
        }
        Value::Array(list) => list.iter_mut().for_each(|value| walk(value, redactor, places, settlement)),
        Value::String(words) => *words = redactor.clean(words),
        _ => {}
    }
}

/// Puts the settlement that a spot lies in into its place; where it is not known, words without a point.
fn hide(place: &mut Map<String, Value>, places: &Places<'_>, settlement: Option<&Map<String, Value>>) {
    let within = place.get("id").and_then(Value::as_str).and_then(|id| places.within(id));
    if let (Some(within), Some(settlement)) = (within, settlement)
        && settlement["name"] == within
    {
        *place = settlement.clone();
        return;
    }
    let near = settlement.and_then(|settlement| settlement["name"].as_str());
    let name = match (within, near) {
        (Some(within), _) => format!("a spot in {within}"),
        (None, Some(near)) => format!("a spot near {near}"),
        (None, None) => HIDDEN.to_owned(),
    };
    for (key, value) in place.iter_mut() {
        match key.as_str() {
            "name" => *value = Value::from(name.clone()),
            "country" => {}
            _ => *value = Value::Null,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_replaced_whole_the_longest_first() {
        let mut redactor = Redactor::new(Names::Redacted);
        for name in ["Samir", "al-Dahhan", "Samir al-Dahhan"] {
            redactor.swap(name, "a teacher");
        }
        redactor.sort();
        assert_eq!(redactor.clean("Samir al-Dahhan fled"), "[a teacher] fled");
        assert_eq!(redactor.clean("they said Samir's house and Samira"), "they said [a teacher]'s house and Samira");
        assert_eq!(redactor.clean("al-Dahhan, too"), "[a teacher], too");
        assert_eq!(redactor.found_in("i Samir"), [(Span::new(2, 7), "[a teacher]")]);
        assert!(Redactor::new(Names::Full).found_in("Samir").is_empty());
    }

    #[test]
    fn a_crossing_becomes_the_place_it_lies_in_and_an_unknown_road_has_no_point() {
        let data = trucewatch_codebook::builtin();
        let places = Places::new(&data);
        let mut corridor = serde_json::json!({
            "area": [{"value": {"id": "x", "name": "Aleppo", "country": "SY", "lat": 36.2, "lon": 37.1, "precision": "settlement"}}],
            "corridors": [{
                "place": {"id": null, "name": "Castello road", "country": null, "lat": null, "lon": null, "precision": null},
                "accounts": [],
            }],
            "places": [{"id": "tw:none", "name": "A gate", "country": "SY", "lat": 36.1, "lon": 37.2, "precision": "point"}],
        });
        event(&mut corridor, &Redactor::new(Names::Redacted), &places);
        assert_eq!(corridor["corridors"][0]["place"]["name"], "a spot near Aleppo");
        assert_eq!(corridor["places"][0]["name"], "a spot near Aleppo");
        assert_eq!(corridor["places"][0]["lat"], Value::Null);
        assert_eq!(corridor["area"][0]["value"]["lat"], 36.2);
    }
}
