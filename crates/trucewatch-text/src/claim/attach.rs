//! Attaches to a claim what every kind has: the statement it stands in, its time, its places, its parties.

use super::slot;
use crate::Annotated;
use crate::terms::{Lexicon, Terms};
use trucewatch_model::{ActorRef, ClaimPlace, ClaimTime, Dep, Precision, Role, Span, Statement, Tag, TimeKind};

/// Attaches time, places and parties.
pub struct Attacher {
    cues: Option<u16>,
}

impl Attacher {
    /// An attacher that knows which verbs are verbs of saying.
    pub fn new(lexicon: &Lexicon) -> Self {
        Attacher { cues: lexicon.concept("cue_verbs") }
    }

    /// When: the time expression that hangs on the predicate or on a verb above it, those of saying left out.
    pub fn time_of(&self, text: &Annotated<'_>, terms: &Terms, head: usize) -> Option<ClaimTime> {
        let sentence = &text.sentences[text.sentence_of(head)];
        let clauses = self.clauses_above(text, terms, head);
        let mut best: Option<(usize, usize, usize)> = None;
        for (at, time) in text.times.iter().enumerate() {
            if !sentence.span.overlaps(time.span)
                || time.kind == TimeKind::Set
                || time.start.is_none() && time.end.is_none()
            {
                continue;
            }
            let tokens = text.tokens_in(time.span);
            if tokens.is_empty() {
                continue;
            }
            let top = top_of(text, tokens.clone());
            let Some(rank) = self.hangs_on(text, terms, top, &clauses) else { continue };
            let candidate = (rank, top.abs_diff(head), at);
            if best.is_none_or(|best| candidate < best) {
                best = Some(candidate);
            }
        }
        let time = &text.times[best?.2];
        Some(ClaimTime { text: text.words(time.span).to_owned(), start: time.start, end: time.end })
    }

    /// The predicate and the predicates above it that share its time, nearest first.
    fn clauses_above(&self, text: &Annotated<'_>, terms: &Terms, head: usize) -> Vec<usize> {
        let mut clauses = vec![head];
        let mut at = head;
        for _ in 0..8 {
            let token = &text.tokens[at];
            if token.head == at || matches!(token.dep, Dep::Relcl | Dep::Advcl | Dep::Parataxis) {
                break;
            }
            at = token.head;
            if self.is_cue(text, terms, at) {
                break;
            }
            clauses.push(at);
        }
        clauses
    }

    /// How far up the predicate's own chain a time's governor stands; `None` where it hangs on something else.
    fn hangs_on(&self, text: &Annotated<'_>, terms: &Terms, top: usize, clauses: &[usize]) -> Option<usize> {
        let mut at = text.tokens[top].head;
        for _ in 0..8 {
            if let Some(rank) = clauses.iter().position(|&clause| clause == at) {
                return Some(rank);
            }
            if self.is_cue(text, terms, at) || text.tokens[at].head == at {
                return None;
            }
            if slot::is_verbal(text, at) && !clauses.contains(&at) && text.tokens[at].dep != Dep::Xcomp {
                return None;
            }
            at = text.tokens[at].head;
        }
        None
    }

    fn is_cue(&self, text: &Annotated<'_>, terms: &Terms, token: usize) -> bool {
        text.tokens[token].tag.is_verb() && self.cues.is_some_and(|cues| terms.of(token, cues).is_some())
    }

    /// Where: the place names of the claim's words, then those of its clause, most specific first.
    pub fn places_of(&self, text: &Annotated<'_>, head: usize, span: Span) -> Vec<ClaimPlace> {
        let sentence = &text.sentences[text.sentence_of(head)];
        let mut found: Vec<(u8, Span, ClaimPlace)> = Vec::new();
        for toponym in text.toponyms.iter().filter(|toponym| sentence.span.contains(toponym.span)) {
            let inside = span.contains(toponym.span);
            let after =
                toponym.span.start >= span.end && text.tokens_in(Span::new(span.end, toponym.span.start)).len() <= 6;
            if inside || after {
                let grain = toponym.place.as_ref().map_or(2, |place| grain(place.precision));
                let place = ClaimPlace {
                    text: text.words(toponym.span).to_owned(),
                    span: toponym.span,
                    place: toponym.place.clone(),
                };
                found.push((grain, toponym.span, place));
            }
        }
        found.sort_by_key(|(grain, span, _)| (*grain, *span));
        found.into_iter().map(|(_, _, place)| place).collect()
    }

    /// Who: the noun phrases at the heads, without articles.
    pub fn actors_of(&self, text: &Annotated<'_>, actors: &[(Role, usize)]) -> Vec<ActorRef> {
        actors
            .iter()
            .map(|&(role, head)| {
                let span = phrase(text, head);
                let id = text.mentions.iter().find(|mention| span.overlaps(mention.span)).and_then(|m| m.actor.clone());
                ActorRef { role, text: text.words(span).to_owned(), id }
            })
            .collect()
    }
}

/// The innermost statement that a claim's words stand in.
pub fn statement_of(statements: &[Statement], trigger: Span) -> Option<usize> {
    statements
        .iter()
        .enumerate()
        .filter_map(|(at, statement)| {
            let content = statement.content.iter().find(|content| content.contains(trigger))?;
            Some((content.len(), std::cmp::Reverse(at)))
        })
        .min()
        .map(|(_, std::cmp::Reverse(at))| at)
}

/// The token of an expression that the others depend on.
fn top_of(text: &Annotated<'_>, tokens: std::ops::Range<usize>) -> usize {
    tokens
        .clone()
        .find(|&at| !tokens.contains(&text.tokens[at].head) || text.tokens[at].head == at)
        .unwrap_or(tokens.start)
}

/// A noun phrase without its article, clauses and coordinated nouns.
fn phrase(text: &Annotated<'_>, head: usize) -> Span {
    let mut first = head;
    let mut last = head;
    let mut open = vec![head];
    while let Some(at) = open.pop() {
        first = first.min(at);
        last = last.max(at);
        open.extend(text.children[at].iter().copied().filter(|&child| {
            let token = &text.tokens[child];
            let dropped = matches!(
                token.dep,
                Dep::Det
                    | Dep::Predet
                    | Dep::Relcl
                    | Dep::Conj
                    | Dep::Cc
                    | Dep::Punct
                    | Dep::Appos
                    | Dep::Advcl
                    | Dep::Preconj
            );
            !dropped || token.dep == Dep::Punct && token.tag == Tag::Hyph
        }));
    }
    text.tokens[first].span.cover(text.tokens[last].span)
}

fn grain(precision: Precision) -> u8 {
    match precision {
        Precision::Point | Precision::Neighbourhood => 0,
        Precision::Settlement => 1,
        Precision::District => 2,
        Precision::Province => 3,
        Precision::Country => 4,
        Precision::Region => 5,
    }
}
