//! The lexicon of what people and bodies are called when they are not named: heads, titles, people, arms. What a whole
//! phrase means is `category`.

use crate::Annotated;
use std::collections::HashMap;
use trucewatch_codebook::Data;
use trucewatch_model::{Category, Tag, Victims};

/// What a noun says of the party that it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sense {
    /// What kind it is.
    Kind(Category),
    /// It speaks for what modifies it; the category where nothing does.
    Title(Category),
    /// A state or its capital.
    State,
    /// Of a nationality.
    Nation,
}

/// The nouns of parties and people, as the codebook has them.
pub struct Nouns {
    pub(super) senses: Lexicon<Sense>,
    pub(super) people: Lexicon<Victims>,
    pub(super) arms: Lexicon<()>,
    nations: Lexicon<String>,
}

impl Nouns {
    /// The nouns of `codebook`.
    pub fn new(codebook: &Data) -> Self {
        let mut nouns = Nouns {
            senses: Lexicon::default(),
            people: Lexicon::default(),
            arms: Lexicon::default(),
            nations: Lexicon::default(),
        };
        let classes = |concept: &str| codebook.lexicon.get(concept).map(|concept| &concept.words).into_iter().flatten();
        for (class, words) in classes("actor_heads") {
            nouns.senses.add(words, Sense::Kind(Category::from_word(class).unwrap_or(Category::Unknown)));
        }
        for (class, words) in classes("actor_titles") {
            nouns.senses.add(words, Sense::Title(Category::from_word(class).unwrap_or(Category::Unknown)));
        }
        for concept in ["countries", "capitals"] {
            for (_, words) in classes(concept) {
                nouns.senses.add(words, Sense::State);
            }
        }
        for (iso, words) in classes("nationalities") {
            nouns.senses.add(words, Sense::Nation);
            nouns.nations.add(words, iso.clone());
        }
        for (class, words) in classes("people") {
            nouns.people.add(words, Victims::from_word(class).unwrap_or(Victims::Unknown));
        }
        for (_, words) in classes("actor_arms") {
            nouns.arms.add(words, ());
        }
        nouns
    }

    /// ISO 3166-1 alpha-2 code of the nationality that a token names ("Russian" is `RU`), as adjective or noun.
    pub fn nation_of(&self, text: &Annotated<'_>, token: usize) -> Option<&str> {
        self.nations.at(text, token, text.tokens.len()).map(|(iso, _)| iso.as_str())
    }
}

/// Words of one or more tokens, each with what it means.
pub(super) struct Lexicon<T> {
    by_first: HashMap<String, Vec<Entry<T>>>,
}

struct Entry<T> {
    words: Vec<String>,
    noun_only: bool,
    means: T,
}

impl<T> Default for Lexicon<T> {
    fn default() -> Self {
        Lexicon { by_first: HashMap::new() }
    }
}

impl<T: Clone> Lexicon<T> {
    fn add(&mut self, list: &[String], means: T) {
        for written in list {
            let bare = written.split('/').next().unwrap_or_default();
            let mut words: Vec<String> = Vec::new();
            for part in bare.split(' ') {
                for (at, piece) in part.split('-').enumerate() {
                    if at > 0 {
                        words.push("-".to_owned());
                    }
                    words.push(piece.to_owned());
                }
            }
            let first = words[0].to_lowercase();
            let entries = self.by_first.entry(first).or_default();
            entries.push(Entry { words, noun_only: written.ends_with("/n"), means: means.clone() });
            entries.sort_by_key(|entry| std::cmp::Reverse(entry.words.len()));
        }
    }

    /// The longest entry that begins at a token and ends before `end`, with the number of its tokens.
    pub(super) fn at(&self, text: &Annotated<'_>, token: usize, end: usize) -> Option<(&T, usize)> {
        let lower = text.word(token).to_lowercase();
        let forms = [text.tokens[token].lemma.as_str(), lower.as_str(), singular(&lower)];
        let entries = forms.iter().filter_map(|form| self.by_first.get(*form)).flatten();
        let fitting = entries.filter(|entry| {
            token + entry.words.len() <= end
                && (!entry.noun_only || is_noun(text.tokens[token + entry.words.len() - 1].tag))
                && entry.words.iter().enumerate().all(|(at, word)| is_form(text, token + at, word))
        });
        fitting.max_by_key(|entry| entry.words.len()).map(|entry| (&entry.means, entry.words.len()))
    }
}

pub(super) fn is_noun(tag: Tag) -> bool {
    tag.is_noun() || tag == Tag::Xx
}

/// Whether a token is a form of a word. A word with a capital wants one: "Turkey", "US".
fn is_form(text: &Annotated<'_>, token: usize, word: &str) -> bool {
    let written = text.word(token);
    if word.starts_with(char::is_uppercase) {
        return written == word || written.len() > 3 && singular(written) == word;
    }
    let lower = written.to_lowercase();
    text.tokens[token].lemma == word || lower == word || singular(&lower) == word
}

fn singular(word: &str) -> &str {
    word.strip_suffix('s').filter(|bare| bare.len() > 2 && !bare.ends_with('s')).unwrap_or(word)
}
