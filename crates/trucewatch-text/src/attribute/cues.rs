//! The words of saying and of those who say, looked up in the codebook. What they govern is found in `frame` and `content`.

use crate::Annotated;
use std::collections::{HashMap, HashSet};
use trucewatch_codebook::Data;
use trucewatch_model::Dep;

/// What a word of saying needs to make a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// A clause or a quotation.
    Say,
    /// A clause, a quotation or a noun.
    Report,
    /// A quotation, or a clause that it stands behind or inside.
    Speak,
    /// A clause or an infinitive.
    Intend,
    /// What somebody is to do.
    Urge,
    /// A person and a deed.
    Accuse,
    /// Something and what it is called.
    Label,
    /// A number of victims and what it is put at.
    Toll,
    /// A clause, and a paper for subject.
    Show,
    /// The source of words passed on.
    Cite,
    /// A passive without a source.
    Hold,
    /// No saying at all.
    Never,
}

const CLASSES: &[(&str, Class)] = &[
    ("say", Class::Say),
    ("report", Class::Report),
    ("speak", Class::Speak),
    ("intend", Class::Intend),
    ("urge", Class::Urge),
    ("accuse", Class::Accuse),
    ("label", Class::Label),
    ("toll", Class::Toll),
    ("show", Class::Show),
    ("cite", Class::Cite),
    ("hold", Class::Hold),
    ("never", Class::Never),
];

/// One entry of the list of cue verbs.
#[derive(Clone, Debug)]
struct Entry {
    /// Lemmas that follow the verb: "for", "responsibility".
    rest: Vec<String>,
    class: Class,
}

/// A verb found to be a word of saying.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Its classes; the longest entry's.
    pub classes: Vec<Class>,
    /// Last token of the entry: the verb itself, its particle or its preposition.
    pub last: usize,
}

impl Match {
    /// Whether the verb is in `class`.
    pub fn is(&self, class: Class) -> bool {
        self.classes.contains(&class)
    }
}

/// All that the codebook knows of saying.
pub struct Cues {
    verbs: HashMap<String, Vec<Entry>>,
    words: HashMap<String, HashSet<String>>,
}

impl Cues {
    /// The cue verbs and source nouns of `codebook`; an empty codebook knows none.
    pub fn new(codebook: &Data) -> Self {
        let mut verbs: HashMap<String, Vec<Entry>> = HashMap::new();
        let listed = codebook.lexicon.get("cue_verbs").map(|concept| &concept.words);
        for &(name, class) in CLASSES {
            for phrase in listed.and_then(|words| words.get(name)).into_iter().flatten() {
                let mut words = phrase.split(' ').map(str::to_owned);
                if let Some(verb) = words.next() {
                    verbs.entry(verb).or_default().push(Entry { rest: words.collect(), class });
                }
            }
        }
        let concepts = ["source_nouns", "saying_words"].iter().filter_map(|name| codebook.lexicon.get(*name));
        let classes = concepts.flat_map(|concept| &concept.words);
        let words = classes.map(|(class, words)| (class.clone(), words.iter().cloned().collect()));
        Cues { verbs, words: words.collect() }
    }

    /// Whether `word` stands in a class of the source nouns or of the words that go with saying.
    pub fn is(&self, class: &str, word: &str) -> bool {
        self.words.get(class).is_some_and(|words| words.contains(word))
    }

    /// Whether `lemma` says in a headline, where a plural noun looks like a verb: the list is short.
    pub fn is_headline_verb(&self, lemma: &str) -> bool {
        self.is("headline_verb", lemma)
    }

    /// What the token `verb` is as a word of saying.
    pub fn verb(&self, text: &Annotated<'_>, verb: usize) -> Option<Match> {
        let entries = self.verbs.get(&text.tokens[verb].lemma)?;
        let found: Vec<(usize, usize, Class)> = entries
            .iter()
            .filter_map(|entry| Some((entry.rest.len(), follow(text, verb, &entry.rest)?, entry.class)))
            .collect();
        let longest = found.iter().map(|&(length, ..)| length).max()?;
        if found.iter().any(|&(length, _, class)| length == longest && class == Class::Never) {
            return None;
        }
        let best = found.iter().filter(|&&(length, ..)| length == longest);
        Some(Match { last: best.clone().next()?.1, classes: best.map(|&(.., class)| class).collect() })
    }
}

/// The token at which `rest` ends behind `verb`: each word stands next, or hangs on the one before or on the verb.
fn follow(text: &Annotated<'_>, verb: usize, rest: &[String]) -> Option<usize> {
    let mut last = verb;
    for word in rest {
        let near = |&at: &usize| at > last && at <= last + 8 && text.tokens[at].lemma == *word;
        let hanging = text.children[last].iter().chain(&text.children[verb]).copied();
        let linked = |at: &usize| {
            matches!(
                text.tokens[*at].dep,
                Dep::Prep | Dep::Prt | Dep::Dobj | Dep::Advmod | Dep::Acomp | Dep::Pobj | Dep::Agent | Dep::Dative
            )
        };
        let next = std::iter::once(last + 1).filter(|&at| at < text.tokens.len());
        let hanging = hanging.filter(linked);
        last = next.chain(hanging).find(near).or_else(|| {
            // "make clear", "made it clear": the adjective is the predicate of a small clause.
            let below = text.children[verb]
                .iter()
                .flat_map(|&child| std::iter::once(child).chain(text.children[child].iter().copied()));
            below.filter(|&at| text.tokens[at].dep == Dep::Acomp || text.tokens[at].dep == Dep::Ccomp).find(near)
        })?;
    }
    Some(last)
}
