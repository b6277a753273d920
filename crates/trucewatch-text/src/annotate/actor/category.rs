//! What a noun phrase says of who it stands for: its category as a speaker, whether it can be a side, whether it is
//! civilians or combatants. Works on names that are marked already and on the nouns of the codebook.

use super::nouns::{Nouns, Sense};
use crate::Annotated;
use std::ops::Range;
use trucewatch_model::{Category, Span, Victims};

/// What a word of a phrase says.
#[derive(Clone, Copy, Debug, PartialEq)]
enum What {
    Sense(Sense),
    Named(Category),
}

/// A stretch of a phrase between prepositions, commas and conjunctions.
#[derive(Debug)]
struct Part {
    link: Link,
    items: Vec<What>,
}

/// How a part is joined to the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Link {
    /// It is the first, or an apposition to it.
    Same,
    /// "of", "for", "by": what the part before belongs to.
    Of,
    /// "in", "at", "from": where it is, or what it belongs to.
    In,
    /// "and", "or".
    And,
    /// A relative clause or participle.
    Clause,
}

impl Part {
    fn is_only_state(&self) -> bool {
        self.items.iter().all(|item| matches!(item, What::Sense(Sense::State | Sense::Nation)))
    }
}

impl Nouns {
    /// The category of the source or party that a noun phrase stands for. `Category::Unknown` where nothing tells.
    pub fn category_of(&self, text: &Annotated<'_>, phrase: Span) -> Category {
        self.known_category_of(text, phrase).unwrap_or_else(|| match is_person(text, phrase) {
            // Nothing is told of somebody with a name: a private person.
            true => Category::Civilian,
            false => Category::Unknown,
        })
    }

    /// The same, and `None` where no word of the phrase is known.
    pub fn known_category_of(&self, text: &Annotated<'_>, phrase: Span) -> Option<Category> {
        let parts = self.parts(text, phrase);
        decide(&parts).or_else(|| {
            let nation = parts.iter().flat_map(|part| &part.items).any(|item| *item == What::Sense(Sense::Nation));
            nation.then_some(Category::Government)
        })
    }

    /// Whether a noun phrase can be a side: a named party, a state, an army or armed group, a machine of theirs
    /// ("warplanes"), or a mere adjective of nationality or party ("Russian", "rebel").
    pub fn is_party(&self, text: &Annotated<'_>, phrase: Span) -> bool {
        let parts = self.parts(text, phrase);
        let tokens = text.tokens_in(phrase);
        let side = |category| {
            matches!(category, Category::Government | Category::Military | Category::ArmedGroup | Category::Political)
        };
        match parts.first().and_then(|part| part.items.last()).copied() {
            Some(What::Sense(Sense::Kind(category)) | What::Named(category)) if side(category) => return true,
            Some(What::Sense(Sense::State | Sense::Nation)) => return true,
            _ => {}
        }
        tokens.clone().any(|token| self.arms.at(text, token, tokens.end).is_some()) || decide(&parts).is_some_and(side)
    }

    /// What the people are that a noun phrase counts ("three soldiers", "women and children", "members of their
    /// families"). `None` where it has no noun for people.
    pub fn victims_of(&self, text: &Annotated<'_>, phrase: Span) -> Option<Victims> {
        let tokens = text.tokens_in(phrase);
        let mut found: Option<Victims> = None;
        let mut token = tokens.start;
        // Words of one part: the last one is the head. A part after "and" adds its people, one after "of" explains them.
        let mut part: Option<Victims> = None;
        let mut link = Link::Same;
        while token < tokens.end {
            if let Some(next) = link_at(text, token) {
                found = join(found, link, part);
                if next == Link::Clause && found.is_some() {
                    return found;
                }
                (link, part) = (next, None);
                token += 1;
                continue;
            }
            match self.people.at(text, token, tokens.end) {
                Some((&class, len)) => {
                    // "rebel leader", "civilian victims": an unknown noun takes what its modifier says.
                    part = Some(if class == Victims::Unknown { part.unwrap_or(class) } else { class });
                    token += len;
                }
                None => {
                    // "Palestinians" are people of whom nothing more is said.
                    if self.nation_of(text, token).is_some() && text.tokens[token].tag.is_noun() {
                        part = part.or(Some(Victims::Unknown));
                    }
                    let armed = text.mentions.iter().any(|mention| {
                        mention.span.contains(text.tokens[token].span)
                            && matches!(mention.category, Category::ArmedGroup | Category::Military)
                    });
                    if armed {
                        part = Some(Victims::Combatant);
                    }
                    token += 1;
                }
            }
        }
        join(found, link, part)
    }

    fn parts(&self, text: &Annotated<'_>, phrase: Span) -> Vec<Part> {
        let tokens = text.tokens_in(phrase);
        let mut parts = vec![Part { link: Link::Same, items: Vec::new() }];
        let mut token = tokens.start;
        while token < tokens.end {
            let (what, len) = match self.item_at(text, token, tokens.end) {
                Some(found) => found,
                None => {
                    if let Some(link) = link_at(text, token) {
                        parts.push(Part { link, items: Vec::new() });
                    }
                    token += 1;
                    continue;
                }
            };
            let side = is_side_remark(text, token, token + len, &tokens);
            if let Some(part) = parts.last_mut().filter(|_| !side) {
                part.items.push(what);
            }
            token += len;
        }
        parts
    }

    /// What stands at a token: a marked name, or a noun of the codebook; with the number of its tokens.
    fn item_at(&self, text: &Annotated<'_>, token: usize, end: usize) -> Option<(What, usize)> {
        let span = text.tokens[token].span;
        let at = text.mentions.partition_point(|mention| mention.span.end <= span.start);
        let mention = text.mentions.get(at).filter(|mention| mention.span.overlaps(span));
        let noun = self.senses.at(text, token, end).map(|(sense, len)| (*sense, len));
        let Some(mention) = mention else { return noun.map(|(sense, len)| (What::Sense(sense), len)) };
        let len = text.tokens_in(mention.span).end.min(end) - token;
        match noun {
            Some((sense @ (Sense::State | Sense::Nation), own)) if own >= len => Some((What::Sense(sense), own)),
            Some((sense, own)) if mention.actor.is_none() => Some((What::Sense(sense), own)),
            Some((sense, own)) if own > len => Some((What::Sense(sense), own)),
            _ if mention.span.start < span.start => Some((What::Named(mention.category), 1)),
            _ => Some((What::Named(mention.category), len.max(1))),
        }
    }
}

/// The category that a phrase's parts give.
fn decide(parts: &[Part]) -> Option<Category> {
    let (head, rest) = parts.split_first()?;
    let known = head.items.iter().rposition(|item| *item != What::Sense(Sense::Nation));
    let Some(last) = known else {
        // Nothing in a name, nor in "much of": what follows may say who it is.
        let next = rest.iter().position(|part| part.link != Link::In || !part.is_only_state())?;
        return decide(&rest[next..]);
    };
    let left = || head.items[..last].iter().rev().copied();
    match head.items[last] {
        What::Named(category) => Some(category),
        What::Sense(Sense::State | Sense::Nation) => Some(Category::Government),
        What::Sense(Sense::Kind(category)) => {
            // "rebel foreign minister", "Taliban police": offices of those who are no state.
            let armed = left().any(|what| {
                matches!(what, What::Sense(Sense::Kind(Category::ArmedGroup)) | What::Named(Category::ArmedGroup))
            });
            let office = matches!(category, Category::Government | Category::Military);
            Some(if armed && office { Category::ArmedGroup } else { category })
        }
        What::Sense(Sense::Title(default)) => {
            let kinds = || {
                left().filter_map(|what| match what {
                    What::Sense(Sense::Kind(category)) | What::Named(category) => Some(category),
                    _ => None,
                })
            };
            let weaker = || {
                left().find_map(|what| match what {
                    What::Sense(Sense::Title(category)) if category != Category::Unknown => Some(category),
                    _ => None,
                })
            };
            // "the UK special representative" is no mediator, "a source in Moscow" no government.
            let state = left().any(|what| matches!(what, What::Sense(Sense::State | Sense::Nation)));
            let envoy = state && default == Category::International;
            kinds()
                .find(|category| *category != Category::Civilian)
                .or(envoy.then_some(Category::Government))
                .or_else(|| complement(rest))
                .or_else(|| kinds().next())
                .or_else(weaker)
                .or((default != Category::Unknown).then_some(default))
                .or_else(|| apposition(rest))
                .or(Some(Category::Unknown))
        }
    }
}

/// Whether the words from `first` up to `end` only qualify what follows: "Damascus-based", "US-backed", "anti-coalition".
fn is_side_remark(text: &Annotated<'_>, first: usize, end: usize, within: &Range<usize>) -> bool {
    let before = |back: usize| first.checked_sub(back).filter(|at| within.contains(at)).map(|at| text.word(at));
    let led =
        within.contains(&(end + 1)) && text.word(end) == "-" && !text.word(end + 1).starts_with(char::is_uppercase);
    let against = before(1) == Some("-")
        && before(2).is_some_and(|prefix| matches!(prefix.to_lowercase().as_str(), "anti" | "pro" | "non"));
    led || against
}

/// Whether a phrase, its appositions apart, ends in the name of a person as far as its letters tell.
fn is_person(text: &Annotated<'_>, phrase: Span) -> bool {
    let tokens = text.tokens_in(phrase);
    let end = tokens.clone().find(|&token| link_at(text, token).is_some()).unwrap_or(tokens.end);
    let is_name = |token: usize| {
        let word = text.word(token);
        let shouted = word.len() > 1 && word.chars().all(char::is_uppercase);
        word.starts_with(char::is_uppercase) && !shouted && text.tokens[token].tag.is_noun()
    };
    let organised = text.entities.iter().any(|entity| entity.span.overlaps(phrase) && entity.label == "ORG");
    let names = (tokens.start..end).rev().take_while(|&token| is_name(token)).count();
    !organised && (names >= 2 || names == 1 && tokens.start + 1 == end && text.tokens[tokens.start].tag.is_proper())
}

/// What the parts after "of", "for", "at" say.
fn complement(rest: &[Part]) -> Option<Category> {
    for (at, part) in rest.iter().enumerate() {
        match part.link {
            Link::Of | Link::In => {
                let only_state =
                    part.items.iter().all(|item| matches!(item, What::Sense(Sense::State | Sense::Nation)));
                if part.items.is_empty() || only_state && part.link == Link::In {
                    continue;
                }
                let found = decide(&rest[at..]).filter(|category| *category != Category::Unknown);
                if found.is_some() {
                    return found;
                }
            }
            _ => return None,
        }
    }
    None
}

fn apposition(rest: &[Part]) -> Option<Category> {
    let next = rest.iter().position(|part| part.link == Link::Same)?;
    decide(&rest[next..])
}

fn link_at(text: &Annotated<'_>, token: usize) -> Option<Link> {
    // Function words of the grammar, not knowledge of the world: they stay in code.
    Some(match text.word(token).to_lowercase().as_str() {
        "," | "(" | ")" | "[" | "]" | "–" | "—" | "--" => Link::Same,
        "of" | "for" | "by" | "with" | "on" | "to" | "behalf" => Link::Of,
        "in" | "at" | "from" | "within" | "inside" | "near" | "around" | "outside" | "across" | "under" | "into" => {
            Link::In
        }
        "and" | "or" | "&" | "as" => Link::And,
        "who" | "which" | "that" | "whose" | "where" | "including" | "known" | "working" | "close" => Link::Clause,
        _ => return None,
    })
}

/// Whether a complement of the noun before begins at a token.
pub(super) fn is_preposition(text: &Annotated<'_>, token: usize, end: usize) -> bool {
    token < end && matches!(link_at(text, token), Some(Link::Of | Link::In))
}

/// Adds the people of one part to those of the parts before it.
fn join(found: Option<Victims>, link: Link, part: Option<Victims>) -> Option<Victims> {
    match (found, part) {
        (None, part) => part,
        (found, None) => found,
        (Some(Victims::Unknown), Some(part)) if link == Link::Of => Some(part),
        (found, Some(_)) if link != Link::And => found,
        (Some(one), Some(other)) if one == other => Some(one),
        (Some(Victims::Unknown), other) => other,
        (Some(one), Some(Victims::Unknown)) => Some(one),
        _ => Some(Victims::Mixed),
    }
}
