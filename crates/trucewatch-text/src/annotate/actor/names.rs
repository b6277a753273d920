//! The names of parties, people and states in a text. Which of several bearers of a name is meant is `focus`.

use super::words::{Case, Word, words};
use std::collections::HashMap;
use trucewatch_codebook::Data;
use trucewatch_model::{Category, Span};

/// Who can bear a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bearer {
    /// Index of the theatre; `None` for a state or outlet that is known by name only.
    pub theatre: Option<usize>,
    /// Id of the party; empty for a state or outlet that is known by name only.
    pub party: String,
    /// What kind of party it is.
    pub category: Category,
    /// First and last year in which it bore the name.
    pub years: (i16, i16),
    /// ISO code where the name is that of a state, its capital or its people.
    pub country: Option<String>,
    /// Whether the name means it only in reports of its own war: "the army", "SLA".
    pub local: bool,
    /// Id of the party in whose reports alone the name means it.
    pub called_by: Option<String>,
    /// Whether it is the name of a person.
    pub person: bool,
}

/// A name with everybody who can bear it, and how each of them writes it.
#[derive(Debug)]
struct Name {
    keys: Vec<String>,
    bearers: Vec<(Case, Bearer)>,
}

/// Every name, by the first word; the longest come first.
#[derive(Debug, Default)]
pub(super) struct Names {
    by_first: HashMap<String, Vec<Name>>,
}

impl Names {
    pub(super) fn new(codebook: &Data) -> Self {
        let mut names = Names::default();
        for (theatre, file) in codebook.theatres.iter().enumerate() {
            for party in &file.parties {
                let bearer = |name: &str, called_by: Option<String>| Bearer {
                    theatre: Some(theatre),
                    party: party.id.clone(),
                    category: Category::from_word(&party.category).unwrap_or(Category::Unknown),
                    years: years(&party.from, &party.until),
                    country: None,
                    local: is_local(name),
                    called_by,
                    person: false,
                };
                for name in std::iter::once(&party.name).chain(&party.names) {
                    names.add(name, bearer(name, None));
                }
                for called in &party.called {
                    for name in &called.names {
                        names.add(name, bearer(name, Some(called.by.clone())));
                    }
                }
            }
            for person in &file.people {
                let party = file.parties.iter().find(|party| party.id == person.party);
                let party =
                    party.or_else(|| codebook.theatres.iter().flat_map(|t| &t.parties).find(|p| p.id == person.party));
                let category = party.and_then(|party| Category::from_word(&party.category));
                for name in std::iter::once(&person.name).chain(&person.names) {
                    let bearer = Bearer {
                        theatre: Some(theatre),
                        party: person.party.clone(),
                        category: category.unwrap_or(Category::Unknown),
                        years: years(&person.from, &person.until),
                        country: None,
                        local: is_local(name) || !name.contains(' '),
                        called_by: None,
                        person: true,
                    };
                    names.add(name, bearer);
                }
            }
        }
        for outlet in &codebook.outlets {
            for name in std::iter::once(&outlet.name).chain(&outlet.names) {
                names.add(name, nameless(Category::Media, None));
            }
        }
        for concept in ["countries", "capitals"] {
            for (iso, list) in codebook.lexicon.get(concept).map(|concept| &concept.words).into_iter().flatten() {
                for name in list {
                    names.add(name, nameless(Category::Government, Some(iso.clone())));
                }
            }
        }
        for list in names.by_first.values_mut() {
            list.sort_by_key(|name| std::cmp::Reverse(name.keys.len()));
        }
        names
    }

    fn add(&mut self, name: &str, bearer: Bearer) {
        let list = words(name.strip_prefix("the ").unwrap_or(name));
        let Some(first) = list.first() else { return };
        let case = match list.len() {
            1 => first.case,
            _ if first.case == Case::Lower => Case::Lower,
            _ => Case::Capital,
        };
        let keys: Vec<String> = list.iter().map(|word| word.key.clone()).collect();
        let same_first = self.by_first.entry(keys[0].clone()).or_default();
        match same_first.iter_mut().find(|name| name.keys == keys) {
            Some(name) => {
                if !name.bearers.iter().any(|(_, known)| *known == bearer) {
                    name.bearers.push((case, bearer));
                }
            }
            None => same_first.push(Name { keys, bearers: vec![(case, bearer)] }),
        }
    }

    /// The names of a text, without overlaps: at each place the longest of whose bearers one is picked.
    pub(super) fn find<'n, T>(
        &'n self,
        text: &str,
        words: &[Word],
        pick: impl Fn(&[&'n Bearer]) -> Option<T>,
    ) -> Vec<(Span, T)> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let picked = self.fitting(&words[at..]).find_map(|(name, bearers)| Some((name, pick(&bearers)?)));
            let Some((name, value)) = picked else {
                at += 1;
                continue;
            };
            let last = &words[at + name.keys.len() - 1];
            let span = Span::new(words[at].article, last.span.end);
            found.push((without_plain_s(text, span, last, name), value));
            at += name.keys.len();
        }
        found
    }

    /// The names that begin at the first word, the longest first, with those who can bear them as they are written.
    fn fitting<'n>(&'n self, words: &[Word]) -> impl Iterator<Item = (&'n Name, Vec<&'n Bearer>)> {
        let first = &words[0];
        let exact = self.by_first.get(&first.key).into_iter().flatten();
        // "Syrias army", "the Houthis": the last word may carry an `s` that is not the name's.
        let bare = first.key.strip_suffix('s').and_then(|key| self.by_first.get(key)).into_iter().flatten();
        exact.chain(bare.filter(|name| name.keys.len() == 1)).filter_map(move |name| {
            let len = name.keys.len();
            let there = len <= words.len()
                && words[1..len].iter().all(|word| word.joined)
                && name.keys[..len - 1].iter().zip(words).all(|(key, word)| *key == word.key)
                && same_last(&name.keys[len - 1], &words[len - 1]);
            let bearers: Vec<&Bearer> = match there {
                true => name.bearers.iter().filter(|(case, _)| fits(*case, first)).map(|(_, bearer)| bearer).collect(),
                false => Vec::new(),
            };
            (!bearers.is_empty()).then_some((name, bearers))
        })
    }
}

fn same_last(key: &str, word: &Word) -> bool {
    *key == word.key || word.case != Case::Acronym && word.key.strip_suffix('s').is_some_and(|bare| bare == key)
}

fn fits(case: Case, word: &Word) -> bool {
    match case {
        Case::Lower => true,
        Case::Capital => word.case != Case::Lower || word.article < word.span.start,
        Case::Acronym => word.case == Case::Acronym,
    }
}

/// Takes the `s` of a lost apostrophe ("Syrias army") out of the span of a state's or person's name.
fn without_plain_s(text: &str, span: Span, last: &Word, name: &Name) -> Span {
    let lost = name.keys.last().is_some_and(|key| *key != last.key)
        && name.bearers.iter().any(|(_, bearer)| bearer.country.is_some() || bearer.person)
        && text[..span.end].ends_with('s');
    Span::new(span.start, span.end - usize::from(lost))
}

/// Somebody whom the codebook has no party for: a state, an outlet.
fn nameless(category: Category, country: Option<String>) -> Bearer {
    Bearer {
        theatre: None,
        party: String::new(),
        category,
        years: (i16::MIN, i16::MAX),
        country,
        local: false,
        called_by: None,
        person: false,
    }
}

/// Words without a capital ("the army") and short acronyms are borne by many; they mean a party only in its own war.
fn is_local(name: &str) -> bool {
    let capitals = name.chars().all(|c| !c.is_alphabetic() || c.is_uppercase());
    !name.chars().any(char::is_uppercase) || capitals && name.chars().count() <= 5
}

fn years(from: &Option<String>, until: &Option<String>) -> (i16, i16) {
    let year = |date: &Option<String>| date.as_deref().and_then(|date| date.get(..4)?.parse().ok());
    (year(from).unwrap_or(i16::MIN), year(until).unwrap_or(i16::MAX))
}
