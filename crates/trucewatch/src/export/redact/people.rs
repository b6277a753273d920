//! Names of private people in a report: of those who are quoted, which the reading knows, and of those who are said to have
//! been harmed, as far as their given name is a common one. People whom the codebook has in a public role keep theirs.

use crate::views::{Names, speaker_label};
use std::collections::HashSet;
use trucewatch_codebook::Data;
use trucewatch_model::{Claim, Kind, Reading, Speaker};

/// What stands for somebody who is named among the harmed.
const SOMEBODY: &str = "a person";

/// Whom the codebook knows.
pub(in crate::export) struct People<'a> {
    given: HashSet<&'a str>,
    public: HashSet<&'a str>,
}

impl<'a> People<'a> {
    pub(in crate::export) fn new(codebook: &'a Data) -> Self {
        let given = codebook.lexicon.get("person_names").and_then(|concept| concept.words.get("given"));
        let people = codebook.theatres.iter().flat_map(|theatre| &theatre.people);
        let parties = codebook.theatres.iter().flat_map(|theatre| &theatre.parties);
        let names = people.flat_map(|person| person.names.iter().chain([&person.name]));
        let names = names.chain(parties.flat_map(|party| party.names.iter().chain([&party.name])));
        People {
            given: given.into_iter().flatten().map(String::as_str).collect(),
            public: names.map(String::as_str).collect(),
        }
    }

    /// Names of people who are said to have been harmed: a given name with what follows it in capitals.
    pub(super) fn harmed<'t>(&self, claim: &Claim, reading: &'t Reading) -> Vec<(&'t str, &'static str)> {
        if claim.content.kind() != Kind::Casualties {
            return Vec::new();
        }
        let words = claim.span.of(&reading.document.text);
        let is_given = |word: &str| self.given.contains(word.to_lowercase().as_str());
        let names = runs(words).filter(|name| {
            let mut parts = name.split_whitespace();
            parts.next().is_some_and(is_given) && parts.next().is_some() && !self.public.contains(name)
        });
        names.map(|name| (name, SOMEBODY)).collect()
    }
}

/// What of a private speaker's mentions is a name, and the role that stands for it; the whole name first, then its parts.
pub(super) fn quoted(speaker: &Speaker) -> Vec<(String, String)> {
    let role = speaker_label(speaker, Names::Redacted);
    let mut names = Vec::new();
    for mention in [Some(speaker.text.as_str()), speaker.refers_to.as_deref()].into_iter().flatten() {
        let alone = Speaker { text: mention.to_owned(), refers_to: None, ..speaker.clone() };
        let kept = speaker_label(&alone, Names::Redacted);
        let kept: Vec<&str> = kept.split(", ").collect();
        for name in mention.split(", ").filter(|part| !kept.contains(part)) {
            let parts = name.split_whitespace().filter(|part| part.contains(char::is_uppercase));
            let parts = parts.filter(|part| part.chars().count() > 2);
            names.extend([name].into_iter().chain(parts).map(|name| (name.to_owned(), role.clone())));
        }
    }
    names
}

/// Runs of words with capitals.
fn runs(words: &str) -> impl Iterator<Item = &str> {
    let mut from = None;
    let mut runs = Vec::new();
    let mut at = 0;
    for token in words.split_inclusive(char::is_whitespace) {
        let word = token.trim_end();
        let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        if bare.contains(char::is_uppercase) {
            let start = *from.get_or_insert(at);
            // Punctuation ends a name.
            if bare.len() < word.len() {
                runs.push(&words[start..at + bare.len()]);
                from = None;
            }
        } else if let Some(start) = from.take() {
            runs.push(words[start..at].trim_end());
        }
        at += token.len();
    }
    runs.extend(from.map(|start| &words[start..]));
    runs.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;
    use trucewatch_model::Category;

    #[test]
    fn a_quoted_persons_name_and_its_parts_give_way_to_the_role() {
        let speaker = Speaker {
            text: "al-Dahhan".into(),
            span: Default::default(),
            refers_to: Some("Samir al-Dahhan, a teacher in Rastan".into()),
            category: Category::Civilian,
        };
        let names: Vec<String> = quoted(&speaker).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["al-Dahhan", "al-Dahhan", "Samir al-Dahhan", "Samir", "al-Dahhan"]);
    }

    #[test]
    fn runs_of_capitals_end_with_small_letters_and_commas() {
        let found: Vec<&str> = runs("Ahmad Khalil, 7, and Umm Ali were killed in Saraqib").collect();
        assert_eq!(found, ["Ahmad Khalil", "Umm Ali", "Saraqib"]);
    }
}
