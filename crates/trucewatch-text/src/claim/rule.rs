//! Rules: the codebook's rule files, compiled, and matched against the predicates of a text.

use super::slot::{self, slot};
use crate::Annotated;
use crate::terms::{Lexicon, Terms};
use std::collections::HashMap;
use trucewatch_codebook::{Data, Rule};
use trucewatch_model::{
    AidAction, AttackMethod, CeasefireAction, Content, ControlAction, CorridorAction, Count, Kind, Measure, Modality,
    MovementAction, Role, Tag, Victims,
};

/// The codebook's rules, compiled.
pub struct Rules {
    rules: Vec<Compiled>,
    by_trigger: HashMap<(u16, Option<u16>), Vec<usize>>,
    /// Bare lemmas by their first word, with the words that must follow it ("pull out").
    by_lemma: HashMap<String, Vec<(Vec<String>, usize)>>,
    world: World,
}

/// What tells places and parties from other nouns.
struct World {
    ground: Option<u16>,
    people: Option<u16>,
    partitives: Option<u16>,
}

impl World {
    /// The tokens and, of "thousands of civilians", the civilians too.
    fn meant(&self, text: &Annotated<'_>, terms: &Terms, mut found: Vec<usize>) -> Vec<usize> {
        for at in 0..found.len() {
            if self.partitives.is_some_and(|concept| terms.of(found[at], concept).is_some()) {
                found.extend(slot(text, found[at], "of"));
            }
        }
        found
    }

    fn is_place(&self, text: &Annotated<'_>, terms: &Terms, token: usize) -> bool {
        let span = text.tokens[token].span;
        text.toponym_at(span).is_some() || self.ground.is_some_and(|concept| terms.of(token, concept).is_some())
    }

    fn is_party(&self, text: &Annotated<'_>, terms: &Terms, token: usize) -> bool {
        let span = text.tokens[token].span;
        text.mention_at(span).is_some()
            || self.people.is_some_and(|concept| terms.of(token, concept).is_some())
            || matches!(text.tokens[token].tag, Tag::Prp | Tag::Wp)
            || text.tokens[token].tag.is_proper() && !self.is_place(text, terms, token)
    }
}

struct Compiled {
    id: String,
    kind: Kind,
    type_source: TypeSource,
    pos: Position,
    conditions: Vec<Condition>,
    roles: Vec<(Role, Vec<String>)>,
    modality: Option<Modality>,
    rank: i32,
    predicate: String,
}

enum TypeSource {
    Word(String),
    Trigger,
    Slot(String),
}

#[derive(PartialEq, Eq)]
enum Position {
    Verb,
    Noun,
    Any,
}

/// What must, or must not, stand in a slot.
struct Condition {
    path: String,
    any_of: Vec<Wanted>,
    none_of: Vec<Wanted>,
}

enum Wanted {
    Some,
    Nothing,
    Lemma(String),
    Concept(u16, Option<u16>),
    /// A place name, or a common noun for ground.
    Place,
    /// A party or people: a mention that the annotators marked, a name, or a common noun for people.
    Party,
}

/// A rule that fired.
pub struct Firing {
    /// The rule's id.
    pub rule: String,
    /// The predicate.
    pub head: usize,
    /// Other tokens that the rule used up: the noun of "launched an attack".
    pub used: Vec<usize>,
    /// What it claims, its counts and windows not yet filled in.
    pub content: Content,
    /// Who takes part: role and the token that heads the words.
    pub actors: Vec<(Role, usize)>,
    /// The modality that the rule asks for.
    pub modality: Option<Modality>,
    /// The rule's rank.
    pub rank: i32,
}

impl Rules {
    /// Compiles the codebook's rules. A rule that names an unknown concept, kind, slot or type is left out here;
    /// `trucewatch codebook check` says so.
    pub fn new(codebook: &Data, lexicon: &Lexicon) -> Self {
        let mut rules = Rules {
            rules: Vec::new(),
            by_trigger: HashMap::new(),
            by_lemma: HashMap::new(),
            world: World {
                ground: lexicon.concept("ground_nouns"),
                people: lexicon.concept("people"),
                partitives: lexicon.concept("partitives"),
            },
        };
        for source in &codebook.rules {
            let Some(compiled) = compile(source, lexicon) else { continue };
            let at = rules.rules.len();
            for trigger in &source.trigger {
                match wanted(trigger, lexicon) {
                    Some(Wanted::Concept(concept, class)) => {
                        rules.by_trigger.entry((concept, class)).or_default().push(at)
                    }
                    Some(Wanted::Lemma(lemma)) => {
                        let mut words = lemma.split_whitespace().map(str::to_owned);
                        let Some(first) = words.next() else { continue };
                        rules.by_lemma.entry(first).or_default().push((words.collect(), at));
                    }
                    _ => {}
                }
            }
            rules.rules.push(compiled);
        }
        rules
    }

    /// All rules that fire on the predicate at `head`, best first for each kind.
    pub fn fire(&self, text: &Annotated<'_>, terms: &Terms, lexicon: &Lexicon, head: usize) -> Vec<Firing> {
        let mut fired: Vec<Firing> = Vec::new();
        let verbal = slot::is_verbal(text, head);
        let mut candidates: Vec<(usize, Option<String>)> = Vec::new();
        for term in terms.at(head) {
            let class = lexicon.class_name(term.concept, term.class).to_owned();
            for key in [(term.concept, None), (term.concept, Some(term.class))] {
                candidates.extend(self.by_trigger.get(&key).into_iter().flatten().map(|&at| (at, Some(class.clone()))));
            }
        }
        if let Some(found) = self.by_lemma.get(text.tokens[head].lemma.as_str()) {
            let follows = |words: &[String]| {
                words
                    .iter()
                    .enumerate()
                    .all(|(nth, word)| text.tokens.get(head + 1 + nth).is_some_and(|token| token.lemma == *word))
            };
            candidates.extend(found.iter().filter(|(words, _)| follows(words)).map(|(_, at)| (*at, None)));
        }
        for (at, class) in candidates {
            let rule = &self.rules[at];
            if rule.pos == Position::Verb && !verbal || rule.pos == Position::Noun && verbal {
                continue;
            }
            let Some((used, classes)) = rule.matched(text, terms, lexicon, &self.world, head) else { continue };
            let word = match &rule.type_source {
                TypeSource::Word(word) => Some(word.clone()),
                TypeSource::Trigger => class,
                TypeSource::Slot(path) => classes.get(path.as_str()).cloned(),
            };
            let Some(content) = word.and_then(|word| content_of(rule.kind, &word)) else { continue };
            let mut actors = Vec::new();
            for (role, paths) in &rule.roles {
                if let Some(found) = paths.iter().map(|path| slot(text, head, path)).find(|found| !found.is_empty()) {
                    actors.extend(found.into_iter().map(|token| (*role, token)));
                }
            }
            let mut used = used;
            let predicate =
                if rule.predicate.is_empty() { None } else { slot(text, head, &rule.predicate).first().copied() };
            if predicate.is_some() {
                used.push(head);
            }
            fired.push(Firing {
                rule: rule.id.clone(),
                head: predicate.unwrap_or(head),
                used,
                content,
                actors,
                modality: rule.modality,
                rank: rule.rank,
            });
        }
        fired.sort_by_key(|firing| std::cmp::Reverse(firing.rank));
        fired
    }
}

impl Compiled {
    /// The tokens that the conditions used, and the class found in each slot; `None` where a condition fails.
    fn matched(
        &self,
        text: &Annotated<'_>,
        terms: &Terms,
        lexicon: &Lexicon,
        world: &World,
        head: usize,
    ) -> Option<(Vec<usize>, HashMap<&str, String>)> {
        let mut used = Vec::new();
        let mut classes = HashMap::new();
        for condition in &self.conditions {
            let found = world.meant(text, terms, slot(text, head, &condition.path));
            if condition.none_of.iter().any(|wanted| wanted.find(text, terms, world, &found).is_some()) {
                return None;
            }
            if condition.any_of.is_empty() {
                continue;
            }
            let (token, term) = condition.any_of.iter().find_map(|wanted| wanted.find(text, terms, world, &found))?;
            if let Some((concept, class)) = term {
                classes.insert(condition.path.as_str(), lexicon.class_name(concept, class).to_owned());
                used.extend(token);
            }
        }
        Some((used, classes))
    }
}

/// A token that fits, and the term that it heads.
type Found = (Option<usize>, Option<(u16, u16)>);

impl Wanted {
    fn find(&self, text: &Annotated<'_>, terms: &Terms, world: &World, found: &[usize]) -> Option<Found> {
        match self {
            Wanted::Some => found.first().map(|&token| (Some(token), None)),
            Wanted::Nothing => found.is_empty().then_some((None, None)),
            Wanted::Lemma(lemma) => {
                found.iter().find(|&&token| text.tokens[token].lemma == *lemma).map(|&token| (Some(token), None))
            }
            Wanted::Place => {
                found.iter().find(|&&token| world.is_place(text, terms, token)).map(|&token| (Some(token), None))
            }
            Wanted::Party => {
                found.iter().find(|&&token| world.is_party(text, terms, token)).map(|&token| (Some(token), None))
            }
            Wanted::Concept(concept, class) => found.iter().find_map(|&token| {
                let term =
                    terms.at(token).iter().find(|t| t.concept == *concept && class.is_none_or(|c| c == t.class))?;
                Some((Some(token), Some((term.concept, term.class))))
            }),
        }
    }
}

fn compile(source: &Rule, lexicon: &Lexicon) -> Option<Compiled> {
    let kind = Kind::from_word(source.id.split('/').next()?)?;
    let type_source = match source.kind_type.strip_prefix('$') {
        Some("trigger") => TypeSource::Trigger,
        Some(path) => TypeSource::Slot(path.to_owned()),
        None => TypeSource::Word(content_of(kind, &source.kind_type).map(|_| source.kind_type.clone())?),
    };
    let conditions = source.when.iter().map(|(path, words)| condition(path, words, lexicon)).collect::<Option<_>>()?;
    let roles = source
        .roles
        .iter()
        .map(|(role, paths)| Some((Role::from_word(role)?, paths.clone())))
        .collect::<Option<_>>()?;
    Some(Compiled {
        id: source.id.clone(),
        kind,
        type_source,
        pos: match source.pos.as_str() {
            "verb" => Position::Verb,
            "noun" => Position::Noun,
            _ => Position::Any,
        },
        conditions,
        roles,
        modality: Modality::from_word(&source.modality),
        rank: source.rank,
        predicate: source.predicate.clone(),
    })
}

fn condition(path: &str, words: &[String], lexicon: &Lexicon) -> Option<Condition> {
    let (mut any_of, mut none_of) = (Vec::new(), Vec::new());
    for word in words {
        match word.strip_prefix('!') {
            Some(word) => none_of.push(wanted(word, lexicon)?),
            None => any_of.push(wanted(word, lexicon)?),
        }
    }
    Some(Condition { path: path.to_owned(), any_of, none_of })
}

fn wanted(word: &str, lexicon: &Lexicon) -> Option<Wanted> {
    Some(match word {
        "some" => Wanted::Some,
        "none" => Wanted::Nothing,
        "place" => Wanted::Place,
        "party" | "person" => Wanted::Party,
        _ => match word.strip_prefix('@') {
            None => Wanted::Lemma(word.to_owned()),
            Some(name) => {
                let (concept, class) = name.split_once(':').map_or((name, None), |(name, class)| (name, Some(class)));
                let concept = lexicon.concept(concept)?;
                let class = match class {
                    Some(class) => Some(lexicon.class(concept, class)?),
                    None => None,
                };
                Wanted::Concept(concept, class)
            }
        },
    })
}

/// An empty claim of a kind and type.
pub fn content_of(kind: Kind, word: &str) -> Option<Content> {
    Some(match kind {
        Kind::Ceasefire => {
            Content::Ceasefire { action: CeasefireAction::from_word(word)?, unilateral: None, window: None }
        }
        Kind::Corridor => Content::Corridor { action: CorridorAction::from_word(word)? },
        Kind::Attack => Content::Attack { method: AttackMethod::from_word(word)? },
        Kind::Casualties => Content::Casualties {
            measure: Measure::from_word(word)?,
            count: Count::untold(),
            victims: Victims::Unknown,
            group: None,
            part_of: None,
            cumulative: false,
        },
        Kind::Control => Content::Control { action: ControlAction::from_word(word)? },
        Kind::Movement => {
            Content::Movement { action: MovementAction::from_word(word)?, count: None, origin: None, destination: None }
        }
        Kind::Aid => Content::Aid { action: AidAction::from_word(word)? },
    })
}
