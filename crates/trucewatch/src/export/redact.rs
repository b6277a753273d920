//! Names of private people and exact spots, taken out of words and of events. A private person who is quoted becomes the role
//! (`views::speaker_label`), a spot (a crossing, a road, a corridor) the settlement it lies in, a hospital or shelter loses
//! its name. What stands in for words that a report has is put in square brackets.
//!
//! It finds the names that the reading knows: speakers and places. It does not find a victim who is named and never quoted.

use super::place::Places;
use crate::views::{Names, speaker_label};
use serde_json::{Map, Value};
use trucewatch_codebook::exact_spots;
use trucewatch_model::{Category, Claim, ClaimPlace, Kind, Precision, Reading, Speaker};

/// What is put where nothing coarser is known.
const HIDDEN: &str = "a spot that is not shown";
/// Fields that hold ids and references, which are left as they are.
const REFERENCES: [&str; 8] = ["id", "claim", "claims", "incident", "report", "a", "b", "url"];
/// Words that begin a name only because a sentence begins with them.
const SMALL_WORDS: [&str; 14] =
    ["the", "a", "an", "in", "at", "on", "near", "from", "to", "of", "and", "this", "that", "one"];

/// Takes names out of words.
#[derive(Clone, Debug, Default)]
pub(super) struct Redactor {
    off: bool,
    /// What is replaced, and by what; the longest first.
    swaps: Vec<(String, String)>,
}

impl Redactor {
    pub(super) fn new(names: Names) -> Self {
        Redactor { off: names == Names::Full, swaps: Vec::new() }
    }

    /// Learns the names that one report must not give.
    pub(super) fn learn(&mut self, reading: &Reading, places: &Places<'_>) {
        if self.off {
            return;
        }
        for speaker in reading.statements.iter().filter_map(|statement| statement.speaker.as_ref()) {
            if speaker.category == Category::Civilian {
                self.learn_person(speaker);
            }
        }
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

    /// The parts of a mention that its role leaves out, and each capitalised word of them.
    fn learn_person(&mut self, speaker: &Speaker) {
        let role = speaker_label(speaker, Names::Redacted);
        for mention in [Some(speaker.text.as_str()), speaker.refers_to.as_deref()].into_iter().flatten() {
            let bare = Speaker { text: mention.to_owned(), refers_to: None, ..speaker.clone() };
            let kept = speaker_label(&bare, Names::Redacted);
            let kept: Vec<&str> = kept.split(", ").collect();
            for name in mention.split(", ").filter(|part| !kept.contains(part)) {
                self.swap(name, &role);
                let words = name.split_whitespace().filter(|word| word.chars().count() > 2);
                for word in words.filter(|word| word.contains(char::is_uppercase)) {
                    self.swap(word, &role);
                }
            }
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

    /// The words without the names.
    pub(super) fn clean(&self, words: &str) -> String {
        if self.off {
            return words.to_owned();
        }
        let mut out = String::with_capacity(words.len());
        let mut at = 0;
        while let Some(rest) = words.get(at..).filter(|rest| !rest.is_empty()) {
            let begins = words[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric());
            let found = self.swaps.iter().filter(|_| begins).find(|(name, _)| {
                rest.strip_prefix(name.as_str())
                    .is_some_and(|after| after.chars().next().is_none_or(|next| !next.is_alphanumeric()))
            });
            if let Some((name, stand_in)) = found {
                out.push_str(stand_in);
                at += name.len();
            } else {
                let next = rest.chars().next().expect("not empty");
                out.push(next);
                at += next.len_utf8();
            }
        }
        unnamed_spots(&out)
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

/// "Al-Quds hospital" as "hospital".
fn unnamed_spots(words: &str) -> String {
    let mut tokens: Vec<&str> = words.split(' ').collect();
    let mut at = 0;
    while at < tokens.len() {
        let len = spot_len(&tokens, at);
        if len > 0 {
            let noun = at + 1 - len;
            let mut from = noun;
            while from > 0 && is_name(tokens[from - 1]) {
                from -= 1;
            }
            tokens.drain(from..noun);
            at -= noun - from;
        }
        at += 1;
    }
    tokens.join(" ")
}

/// How many tokens the longest noun for a spot has that ends here; 0 where none does.
fn spot_len(tokens: &[&str], at: usize) -> usize {
    let same = |token: &str, noun: &str| {
        let token = token.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        token == noun || token.strip_suffix('s') == Some(noun)
    };
    let ends = |noun: &&str| {
        let words: Vec<&str> = noun.split(' ').collect();
        at + 1 >= words.len()
            && words.iter().zip(&tokens[at + 1 - words.len()..]).all(|(noun, token)| same(token, noun))
    };
    exact_spots().filter(ends).map(|noun| noun.split(' ').count()).max().unwrap_or(0)
}

fn is_name(token: &str) -> bool {
    token.contains(char::is_uppercase)
        && !token.ends_with([',', '.', ';', ':', '!', '?', ']', ')'])
        && !SMALL_WORDS.contains(&token.to_lowercase().as_str())
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

/// Puts the settlement, or nothing, in the place of a spot.
fn hide(place: &mut Map<String, Value>, places: &Places<'_>, settlement: Option<&Map<String, Value>>) {
    let within = place.get("id").and_then(Value::as_str).and_then(|id| places.within(id));
    match (within, settlement) {
        (within, Some(settlement)) if within.is_none_or(|name| settlement["name"] == name) => {
            *place = settlement.clone()
        }
        (within, _) => {
            let name = within.unwrap_or(HIDDEN).to_owned();
            let country = place.get("country").cloned().unwrap_or_default();
            for (key, value) in place.iter_mut() {
                *value = match key.as_str() {
                    "name" => Value::from(name.clone()),
                    "country" => country.clone(),
                    _ => Value::Null,
                };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hospitals_and_shelters_lose_their_names() {
        for (words, cleaned) in [
            ("a raid on the Al-Quds hospital in Sukkari", "a raid on the hospital in Sukkari"),
            ("Omar Field Hospital was hit", "Field Hospital was hit"),
            ("The hospital was hit", "The hospital was hit"),
            ("In hospitals, doctors wait", "In hospitals, doctors wait"),
            ("two schools", "two schools"),
            ("the M10 hospital, Aleppo", "the hospital, Aleppo"),
        ] {
            assert_eq!(unnamed_spots(words), cleaned);
        }
    }

    #[test]
    fn names_are_replaced_whole_and_wherever_they_stand() {
        let mut redactor = Redactor::new(Names::Redacted);
        redactor.learn_person(&Speaker {
            text: "al-Dahhan".into(),
            span: Default::default(),
            refers_to: Some("Samir al-Dahhan, a teacher in Rastan".into()),
            category: Category::Civilian,
        });
        redactor.sort();
        assert_eq!(redactor.clean("Samir al-Dahhan fled"), "[a teacher in Rastan] fled");
        assert_eq!(
            redactor.clean("they said Samir's house and Samira"),
            "they said [a teacher in Rastan]'s house and Samira"
        );
        assert_eq!(redactor.clean("al-Dahhan, too"), "[a teacher in Rastan], too");
    }
}
