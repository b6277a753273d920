//! Finds the codebook's words in a text: which tokens head a word of which concept. Words are looked up by lemma, by the word
//! as written and by the word without a plural ending, since headlines and names are often tagged so that their lemma is
//! no use.

use crate::Annotated;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use trucewatch_codebook::{Concept, Data};
use trucewatch_model::Tag;

/// The codebook's concepts, compiled for look-up.
pub struct Lexicon {
    concepts: Vec<(String, Vec<String>)>,
    by_first: HashMap<String, Vec<Entry>>,
}

struct Entry {
    rest: Vec<String>,
    pos: Option<Pos>,
    concept: u16,
    class: u16,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Pos {
    Verb,
    Noun,
    Adjective,
    Adverb,
}

/// A word of a concept in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Index of the concept in the lexicon.
    pub concept: u16,
    /// Index of the class in the concept.
    pub class: u16,
    /// Its tokens.
    pub tokens: Range<usize>,
}

/// The terms of one text, by the token that heads them.
pub struct Terms {
    by_head: Vec<Vec<Term>>,
}

impl Lexicon {
    /// Compiles the codebook's concepts.
    pub fn new(codebook: &Data) -> Self {
        Self::of(&codebook.lexicon)
    }

    fn of(source: &BTreeMap<String, Concept>) -> Self {
        let mut concepts = Vec::new();
        let mut by_first: HashMap<String, Vec<Entry>> = HashMap::new();
        for (name, concept) in source {
            let mut classes = Vec::new();
            for (class, words) in &concept.words {
                for word in words {
                    let (word, pos) = split_pos(word);
                    let mut keys = tokenize_word(word);
                    if keys.is_empty() {
                        continue;
                    }
                    let first = keys.remove(0);
                    let entry = Entry { rest: keys, pos, concept: concepts.len() as u16, class: classes.len() as u16 };
                    by_first.entry(first).or_default().push(entry);
                }
                classes.push(class.clone());
            }
            concepts.push((name.clone(), classes));
        }
        Lexicon { concepts, by_first }
    }

    /// Index of a concept.
    pub fn concept(&self, name: &str) -> Option<u16> {
        self.concepts.iter().position(|(known, _)| known == name).map(|at| at as u16)
    }

    /// Index of a class in a concept.
    pub fn class(&self, concept: u16, name: &str) -> Option<u16> {
        let classes = &self.concepts.get(concept as usize)?.1;
        classes.iter().position(|known| known == name).map(|at| at as u16)
    }

    /// The name of a concept.
    pub fn name(&self, concept: u16) -> &str {
        &self.concepts[concept as usize].0
    }

    /// The name of a class.
    pub fn class_name(&self, concept: u16, class: u16) -> &str {
        &self.concepts[concept as usize].1[class as usize]
    }

    /// All terms of a text. Of two terms of one concept that overlap the longer stands.
    pub fn find(&self, text: &Annotated<'_>) -> Terms {
        let keys: Vec<[String; 3]> = (0..text.tokens.len()).map(|at| keys_of(text, at)).collect();
        let mut by_head: Vec<Vec<Term>> = vec![Vec::new(); text.tokens.len()];
        for sentence in &text.sentences {
            let mut covered: HashMap<u16, usize> = HashMap::new();
            for at in sentence.first..sentence.last {
                let mut found: Vec<(Term, Option<Pos>)> = Vec::new();
                for (nth, key) in keys[at].iter().enumerate() {
                    if keys[at][..nth].contains(key) {
                        continue;
                    }
                    for entry in self.by_first.get(key.as_str()).into_iter().flatten() {
                        let end = at + 1 + entry.rest.len();
                        let fits = end <= sentence.last
                            && entry.rest.iter().zip(at + 1..end).all(|(word, token)| keys[token].contains(word));
                        if fits {
                            let term = Term { concept: entry.concept, class: entry.class, tokens: at..end };
                            found.push((term, entry.pos));
                        }
                    }
                }
                found.sort_by_key(|(term, _)| (term.concept, std::cmp::Reverse(term.tokens.len()), term.class));
                for (term, pos) in found {
                    let head = head_of(text, &term.tokens, pos);
                    let free = covered.get(&term.concept).is_none_or(|&end| end <= at);
                    if free && pos.is_none_or(|pos| has_pos(text.tokens[head].tag, pos)) {
                        covered.insert(term.concept, term.tokens.end);
                        by_head[head].push(term);
                    }
                }
            }
        }
        Terms { by_head }
    }
}

impl Terms {
    /// The terms that `token` heads.
    pub fn at(&self, token: usize) -> &[Term] {
        &self.by_head[token]
    }

    /// The terms that `token` heads; none outside the text.
    pub fn at_checked(&self, token: usize) -> Option<&[Term]> {
        self.by_head.get(token).map(Vec::as_slice)
    }

    /// Adds a term.
    pub fn add(&mut self, token: usize, term: Term) {
        self.by_head[token].push(term);
    }

    /// Takes all terms of a concept out.
    pub fn remove(&mut self, concept: u16) {
        for terms in &mut self.by_head {
            terms.retain(|term| term.concept != concept);
        }
    }

    /// The term of `concept` that `token` heads.
    pub fn of(&self, token: usize, concept: u16) -> Option<&Term> {
        self.by_head[token].iter().find(|term| term.concept == concept)
    }
}

fn split_pos(word: &str) -> (&str, Option<Pos>) {
    match word.rsplit_once('/') {
        Some((word, "v")) => (word, Some(Pos::Verb)),
        Some((word, "n")) => (word, Some(Pos::Noun)),
        Some((word, "j")) => (word, Some(Pos::Adjective)),
        Some((word, "r")) => (word, Some(Pos::Adverb)),
        _ => (word, None),
    }
}

/// A word of the codebook as the tokenizer would cut it: hyphens between letters stand alone.
fn tokenize_word(word: &str) -> Vec<String> {
    word.split_whitespace()
        .flat_map(|part| {
            let mut out = Vec::new();
            for (at, piece) in part.split('-').enumerate() {
                if at > 0 {
                    out.push("-".to_owned());
                }
                if !piece.is_empty() {
                    out.push(piece.to_lowercase());
                }
            }
            out
        })
        .collect()
}

fn keys_of(text: &Annotated<'_>, token: usize) -> [String; 3] {
    let word = text.word(token).to_lowercase();
    let singular = match word.strip_suffix('s') {
        Some(stem) if stem.len() > 3 && !stem.ends_with('s') => stem.to_owned(),
        _ => word.clone(),
    };
    [text.tokens[token].lemma.clone(), word, singular]
}

/// The token of a term that the others depend on: the first whose head lies outside, verbs before others.
fn head_of(text: &Annotated<'_>, tokens: &Range<usize>, pos: Option<Pos>) -> usize {
    if let Some(pos) = pos
        && let Some(at) = tokens.clone().find(|&at| has_pos(text.tokens[at].tag, pos) && outside(text, at, tokens))
    {
        return at;
    }
    tokens.clone().rev().find(|&at| outside(text, at, tokens)).unwrap_or(tokens.end - 1)
}

fn outside(text: &Annotated<'_>, at: usize, tokens: &Range<usize>) -> bool {
    let head = text.tokens[at].head;
    head == at || !tokens.contains(&head)
}

fn has_pos(tag: Tag, pos: Pos) -> bool {
    match pos {
        Pos::Verb => tag.is_verb(),
        Pos::Noun => tag.is_noun(),
        Pos::Adjective => matches!(tag, Tag::Jj | Tag::Jjr | Tag::Jjs | Tag::Vbn | Tag::Vbg),
        Pos::Adverb => matches!(tag, Tag::Rb | Tag::Rbr | Tag::Rbs | Tag::Rp),
    }
}
