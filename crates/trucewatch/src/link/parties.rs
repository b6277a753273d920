//! Who is meant by the words of a claim: the codebook's party, its side (the party that it belongs to in the end), or nobody who
//! can be told from others ("both sides", "militants").

use std::collections::HashMap;
use trucewatch_codebook::Data;
use trucewatch_codebook::gazetteer::fold;
use trucewatch_model::Party;

use super::words::{Words, plain, stands_in};

/// A party with the side that it is of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Side {
    /// As it is shown.
    pub party: Party,
    /// The same for all parties of one side: the id of the uppermost party, else the words.
    pub root: String,
    /// Whether the words fit more than one side: "militants", "gunmen", "both sides".
    pub vague: bool,
}

#[derive(Clone, Debug)]
struct Bearer {
    theatre: usize,
    party: usize,
    called_by: Option<String>,
}

/// Looks parties up.
#[derive(Debug)]
pub(super) struct Parties {
    theatres: Vec<Vec<trucewatch_codebook::Party>>,
    names_of: Vec<String>,
    countries: Vec<Vec<String>>,
    by_name: HashMap<String, Vec<Bearer>>,
    by_id: HashMap<String, (usize, usize)>,
    states: HashMap<String, String>,
    country_names: HashMap<String, String>,
    small: Words,
    spellings: Words,
}

impl Parties {
    pub(super) fn new(codebook: &Data) -> Self {
        let mut by_name: HashMap<String, Vec<Bearer>> = HashMap::new();
        let mut by_id = HashMap::new();
        for (theatre, file) in codebook.theatres.iter().enumerate() {
            for (party, entry) in file.parties.iter().enumerate() {
                by_id.entry(entry.id.clone()).or_insert((theatre, party));
                let mut add = |name: &str, called_by: Option<String>| {
                    by_name.entry(key(name)).or_default().push(Bearer { theatre, party, called_by });
                };
                entry.names.iter().chain([&entry.name]).for_each(|name| add(name, None));
                for called in &entry.called {
                    called.names.iter().for_each(|name| add(name, Some(called.by.clone())));
                }
            }
        }
        for (theatre, file) in codebook.theatres.iter().enumerate() {
            for person in &file.people {
                let Some(&(_, party)) = by_id.get(&person.party).filter(|(of, _)| *of == theatre) else { continue };
                for name in person.names.iter().chain([&person.name]) {
                    by_name.entry(key(name)).or_default().push(Bearer { theatre, party, called_by: None });
                }
            }
        }
        let mut states = HashMap::new();
        for concept in ["countries", "capitals", "nationalities"] {
            for (code, names) in Words::new(codebook, concept).each() {
                for name in names {
                    states.entry(key(name)).or_insert_with(|| code.to_owned());
                }
            }
        }
        Parties {
            names_of: codebook.theatres.iter().map(|file| file.theatre.clone()).collect(),
            countries: codebook.theatres.iter().map(|file| file.countries.clone()).collect(),
            theatres: codebook.theatres.iter().map(|file| file.parties.clone()).collect(),
            by_name,
            by_id,
            country_names: Words::new(codebook, "countries")
                .each()
                .filter_map(|(code, names)| Some((code.to_owned(), title_case(names.first()?))))
                .collect(),
            states,
            small: Words::new(codebook, "record_words"),
            spellings: Words::new(codebook, "record_spellings"),
        }
    }

    /// The war that a report is about: the one whose countries and parties it names most. `None` where it names none.
    pub(super) fn theatre(&self, text: &str, mentioned: &[&str], countries: &[String]) -> Option<usize> {
        let text = plain(text);
        let mut named: HashMap<&str, usize> = HashMap::new();
        for (name, code) in &self.states {
            if stands_in(&text, name) {
                *named.entry(code.as_str()).or_default() += text.matches(name.as_str()).count();
            }
        }
        countries.iter().for_each(|code| *named.entry(code.as_str()).or_default() += 2);
        let mut score = vec![0.0f32; self.theatres.len()];
        for (theatre, codes) in self.countries.iter().enumerate() {
            // A war of many countries is not about each of them.
            let share = codes.iter().filter_map(|code| named.get(code.as_str())).sum::<usize>() as f32;
            score[theatre] += share / (codes.len().max(1) as f32).sqrt();
        }
        for words in mentioned {
            let mut of: Vec<usize> =
                self.by_name.get(&key(words)).into_iter().flatten().map(|bearer| bearer.theatre).collect();
            of.dedup();
            of.iter().for_each(|&theatre| score[theatre] += 1.5 / of.len() as f32);
        }
        let best = (0..score.len())
            .filter(|&theatre| !self.countries[theatre].is_empty())
            .max_by(|&a, &b| score[a].total_cmp(&score[b]).then(b.cmp(&a)))?;
        (score[best] > 0.0).then_some(best)
    }

    pub(super) fn countries_of(&self, theatre: usize) -> &[String] {
        &self.countries[theatre]
    }

    pub(super) fn name_of(&self, theatre: usize) -> &str {
        &self.names_of[theatre]
    }

    /// The theatre that a party's id is of.
    pub(super) fn theatre_of_id(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).map(|(theatre, _)| *theatre)
    }

    /// A name of a country.
    pub(super) fn country_name(&self, code: &str) -> Option<String> {
        self.country_names.get(code).cloned()
    }

    /// The country that is named most among a theatre's.
    pub(super) fn main_country(&self, text: &str, theatre: usize) -> Option<&String> {
        let text = plain(text);
        let count = |code: &str| -> usize {
            let names = self.states.iter().filter(|(_, of)| *of == code);
            names.map(|(name, _)| if stands_in(&text, name) { text.matches(name.as_str()).count() } else { 0 }).sum()
        };
        let codes = &self.countries[theatre];
        codes.iter().enumerate().max_by_key(|(nth, code)| (count(code), usize::MAX - nth)).map(|(_, code)| code)
    }

    /// Who is meant by `text`, in a report about `theatre`, said by `speaker`; `id` is what the reading resolved it to.
    pub(super) fn side(&self, text: &str, id: Option<&str>, theatre: Option<usize>, speaker: Option<&Side>) -> Side {
        if let Some(at) = id.and_then(|id| self.by_id.get(id)) {
            return self.known(*at);
        }
        let clean = self.spelled_out(clean(text));
        if self.small.is("everyone", &clean) {
            return Side { party: unnamed(text), root: "?everyone".to_owned(), vague: true };
        }
        if let Some(found) = self.find(&clean, theatre, speaker) {
            return found;
        }
        let first = clean.split(' ').next().unwrap_or_default();
        let own = self.small.is("ourselves", first) || self.small.is("ourselves", &clean);
        if let Some(speaker) = speaker.filter(|_| own) {
            return speaker.clone();
        }
        Side { party: unnamed(text), root: format!("?{clean}"), vague: true }
    }

    /// Headline spellings as full words; a name that is one as a whole, too ("U.S.").
    fn spelled_out(&self, clean: String) -> String {
        if let Some(full) = self.spellings.class_of(&clean) {
            return full.to_owned();
        }
        let words =
            clean.split(' ').map(|word| self.spellings.class_of(word).filter(|_| word.len() > 2).unwrap_or(word));
        words.collect::<Vec<_>>().join(" ")
    }

    /// The party that the longest run of words names; of equally long ones the first.
    fn find(&self, clean: &str, theatre: Option<usize>, speaker: Option<&Side>) -> Option<Side> {
        let words: Vec<&str> = clean.split(' ').filter(|word| !word.is_empty()).collect();
        for len in (1..=words.len().min(7)).rev() {
            for start in 0..=words.len() - len {
                let written = words[start..start + len].join(" ");
                // "The Taliban's truce" is the Taliban's; "People's Republic" is a name.
                for name in [Some(written.as_str()), written.strip_suffix("'s")].into_iter().flatten() {
                    let key = key(name);
                    let party = self.by_name.get(&key).and_then(|bearers| self.choose(bearers, theatre, speaker, len));
                    if let Some(at) = party {
                        return Some(self.known(at));
                    }
                    // "The Russians" are the state as "Russian" is.
                    let one_of_them = key.strip_suffix('s').and_then(|one| self.states.get(one));
                    if let Some(code) = self.states.get(&key).or(one_of_them) {
                        return Some(self.state(code, name, theatre));
                    }
                }
            }
        }
        None
    }

    fn choose(
        &self,
        bearers: &[Bearer],
        theatre: Option<usize>,
        speaker: Option<&Side>,
        len: usize,
    ) -> Option<(usize, usize)> {
        let called_by_speaker = |bearer: &&Bearer| {
            bearer
                .called_by
                .as_ref()
                .is_some_and(|by| speaker.is_some_and(|speaker| self.root_of_id(by) == speaker.root))
        };
        let of_theatre = |bearer: &&Bearer| Some(bearer.theatre) == theatre;
        let own = |bearer: &&Bearer| bearer.called_by.is_none();
        let at = |bearer: &Bearer| (bearer.theatre, bearer.party);
        bearers
            .iter()
            .find(|bearer| of_theatre(bearer) && own(bearer))
            .map(at)
            .or_else(|| bearers.iter().find(|bearer| of_theatre(bearer) && called_by_speaker(bearer)).map(at))
            // A nickname that one side alone has in this war.
            .or_else(|| {
                let mut named = bearers.iter().filter(|bearer| of_theatre(bearer));
                let first = at(named.next()?);
                let root = |at: (usize, usize)| self.root_of_id(&self.theatres[at.0][at.1].id);
                named.all(|other| root(at(other)) == root(first)).then_some(first)
            })
            // A name of another war is meant where it is long enough to be nobody else's.
            .or_else(|| {
                let mut others = bearers.iter().filter(own);
                let first = others.next()?;
                let international = self.countries[first.theatre].is_empty();
                let unique = others.all(|other| other.theatre == first.theatre);
                (international || (unique && len > 1)).then(|| at(first))
            })
    }

    fn known(&self, (theatre, party): (usize, usize)) -> Side {
        let party = &self.theatres[theatre][party];
        Side {
            party: Party { id: Some(party.id.clone()), name: party.name.clone() },
            root: self.root_of_id(&party.id),
            vague: false,
        }
    }

    /// Climbs to the uppermost party. Bounded, since a user's codebook may run in a circle.
    fn root_of_id(&self, id: &str) -> String {
        let mut id = id;
        for _ in 0..8 {
            let Some(&(theatre, party)) = self.by_id.get(id) else { break };
            match &self.theatres[theatre][party].parent {
                Some(parent) if self.by_id.contains_key(parent) => id = parent,
                _ => break,
            }
        }
        id.to_owned()
    }

    /// The government of a country, as the war's file has it.
    fn state(&self, code: &str, name: &str, theatre: Option<usize>) -> Side {
        let here = theatre.filter(|&theatre| self.countries[theatre].iter().any(|own| own == code));
        if let Some(theatre) = here
            && let Some(party) =
                self.theatres[theatre].iter().position(|party| party.category == "government" && party.parent.is_none())
            && self.countries[theatre].first().is_some_and(|first| first == code)
        {
            return self.known((theatre, party));
        }
        let names = self.states.iter().filter(|(_, of)| *of == code).map(|(name, _)| name);
        let mut known: Vec<_> = names
            .flat_map(|name| self.by_name.get(name).into_iter().flatten())
            .filter(|b| b.called_by.is_none())
            .collect();
        known.sort_by_key(|bearer| {
            (Some(bearer.theatre) != theatre, !self.countries[bearer.theatre].is_empty(), bearer.theatre, bearer.party)
        });
        match known.first() {
            Some(bearer) => self.known((bearer.theatre, bearer.party)),
            None => {
                Side { party: Party { id: None, name: title_case(name) }, root: format!("state:{code}"), vague: false }
            }
        }
    }
}

fn unnamed(text: &str) -> Party {
    Party { id: None, name: text.trim().to_owned() }
}

fn key(name: &str) -> String {
    fold(name.strip_prefix("the ").unwrap_or(name)).collect()
}

/// Without articles, distancing words, quotation marks and what stands in brackets.
fn clean(text: &str) -> String {
    let open = text.split('(').next().unwrap_or(text);
    let open = if open.trim().is_empty() { text } else { open };
    let words = plain(open);
    let kept = words.split(' ').filter(|word| !matches!(*word, "the" | "a" | "an" | "so-called" | "of"));
    let kept: Vec<&str> = kept.collect();
    // "of" matters inside a name: it is put back where the whole name is known with it.
    match words.contains(" of ") {
        true => words
            .split(' ')
            .filter(|word| !matches!(*word, "the" | "a" | "an" | "so-called"))
            .collect::<Vec<_>>()
            .join(" "),
        false => kept.join(" "),
    }
}

fn title_case(name: &str) -> String {
    let upper = |word: &str| {
        let mut chars = word.chars();
        chars.next().map(|first| first.to_uppercase().chain(chars).collect::<String>()).unwrap_or_default()
    };
    name.split(' ').map(upper).collect::<Vec<_>>().join(" ")
}
