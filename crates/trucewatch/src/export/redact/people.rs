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
    /// "bishop", "general": part of a name as it is written, and of no use to find somebody by.
    titles: HashSet<&'a str>,
    public: HashSet<&'a str>,
}

impl<'a> People<'a> {
    pub(in crate::export) fn new(codebook: &'a Data) -> Self {
        let given = codebook.lexicon.get("person_names").and_then(|concept| concept.words.get("given"));
        let titles = ["people", "actor_titles"].into_iter().filter_map(|concept| codebook.lexicon.get(concept));
        let titles = titles.flat_map(|concept| concept.words.values().flatten());
        let people = codebook.theatres.iter().flat_map(|theatre| &theatre.people);
        let parties = codebook.theatres.iter().flat_map(|theatre| &theatre.parties);
        let names = people.flat_map(|person| person.names.iter().chain([&person.name]));
        let names = names.chain(parties.flat_map(|party| party.names.iter().chain([&party.name])));
        People {
            given: given.into_iter().flatten().map(String::as_str).collect(),
            titles: titles.map(String::as_str).collect(),
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

    /// What of a private speaker's mentions is a name, and the role that stands for it; the whole name first, then its parts.
    /// Pronouns, descriptions ("The villagers"), parties, titles and places are no names of theirs.
    pub(super) fn quoted(&self, speaker: &Speaker, reading: &Reading) -> Vec<(String, String)> {
        let role = speaker_label(speaker, Names::Redacted);
        let mut names = Vec::new();
        for mention in [Some(speaker.text.as_str()), speaker.refers_to.as_deref()].into_iter().flatten() {
            let alone = Speaker { text: mention.to_owned(), refers_to: None, ..speaker.clone() };
            let kept = speaker_label(&alone, Names::Redacted);
            let kept: Vec<&str> = kept.split(", ").collect();
            let hidden = mention.split(", ").filter(|part| !kept.contains(part) && part.contains(char::is_alphabetic));
            for name in hidden.filter(|name| !is_description(name) && !self.public.contains(name)) {
                let parts = name.split_whitespace().filter(|part| self.identifies(part, reading));
                names.extend([name].into_iter().chain(parts).map(|name| (name.to_owned(), role.clone())));
            }
        }
        names
    }

    /// Whether a part of a name leads to its bearer. Short ones (Abu, Umm, bin) do not, and would hide others.
    fn identifies(&self, part: &str, reading: &Reading) -> bool {
        let toponyms = || reading.toponyms.iter().map(|toponym| toponym.span.of(&reading.document.text));
        part.contains(char::is_uppercase)
            && part.chars().count() > 3
            && !self.titles.contains(part.to_lowercase().as_str())
            && !self.public.contains(part)
            && toponyms().all(|toponym| toponym != part)
    }
}

/// Whether a mention is a pronoun or begins with an article.
fn is_description(mention: &str) -> bool {
    let first = mention.split_whitespace().next().unwrap_or_default().to_lowercase();
    matches!(
        first.as_str(),
        "the" | "a" | "an" | "he" | "she" | "they" | "it" | "we" | "i" | "who" | "one" | "some" | "others"
    )
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

    fn names(text: &str, refers_to: Option<&str>) -> Vec<String> {
        let data = trucewatch_codebook::builtin();
        let speaker = Speaker {
            text: text.into(),
            span: Default::default(),
            refers_to: refers_to.map(str::to_owned),
            category: Category::Civilian,
        };
        let quoted = People::new(&data).quoted(&speaker, &Reading::default());
        quoted.into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn a_quoted_persons_name_and_its_parts_give_way_to_the_role() {
        let found = names("al-Dahhan", Some("Samir al-Dahhan, a teacher in Rastan"));
        assert_eq!(found, ["al-Dahhan", "al-Dahhan", "Samir al-Dahhan", "Samir", "al-Dahhan"]);
        assert_eq!(names("Umm Khaled, 52", None), ["Umm Khaled", "Khaled"]);
        assert_eq!(names("Bishop Ruel Dacay", None), ["Bishop Ruel Dacay", "Ruel", "Dacay"]);
    }

    #[test]
    fn pronouns_descriptions_and_parties_are_nobodys_name() {
        for (text, refers_to) in [("They", Some("Witnesses")), ("The Team", None), ("Taliban", None)] {
            assert_eq!(names(text, refers_to), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn runs_of_capitals_end_with_small_letters_and_commas() {
        let found: Vec<&str> = runs("Ahmad Khalil, 7, and Umm Ali were killed in Saraqib").collect();
        assert_eq!(found, ["Ahmad Khalil", "Umm Ali", "Saraqib"]);
    }
}
