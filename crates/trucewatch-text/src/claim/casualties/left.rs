//! The people left of a passive or a state of harm, seen past what stands between: breakdowns, relative pronouns, places.

use super::breakdown::{Part, part_before};
use super::context::Context;
use super::list::list_ending;
use super::phrase::{Phrase, phrase_ending, phrase_starting};
use trucewatch_model::{Dep, Tag};

/// The people before a predicate.
#[derive(Default)]
pub struct Left {
    /// Those who were harmed.
    pub list: Vec<Phrase>,
    /// What breaks them down.
    pub parts: Vec<Part>,
    /// Whether words between say that they were mostly of a kind.
    pub mixed: bool,
}

/// How many stretches between people and predicate are looked past.
const MAX_STEPS: usize = 5;

/// The people before `end`, where the verb group of `verb` begins. An `adjacent` participle describes what stands right before it.
pub fn people_before(cx: &Context<'_, '_>, verb: usize, end: usize, floor: usize, mut adjacent: bool) -> Left {
    let mut left = Left::default();
    let mut end = end;
    let mut spare: Option<Vec<Phrase>> = None;
    for _ in 0..MAX_STEPS {
        end = skip_back(cx, end, floor);
        if matches!(cx.tag(end.wrapping_sub(1)), Tag::Wp | Tag::Wdt) && end > floor + 1 {
            end = skip_back(cx, end - 1, floor);
            adjacent = true;
        }
        if let Some((parts, before)) = part_before(cx, end, floor) {
            left.parts.extend(parts);
            end = before;
            continue;
        }
        // "dozens of wounded": a quantity right before its "of".
        if adjacent && cx.word(end.wrapping_sub(1)) == "of" && end > floor + 1 && cx.number_at[end - 2].is_some() {
            end -= 1;
        }
        let list = list_ending(cx, end, floor);
        let Some(first) = list.first().map(|phrase| phrase.first) else { break };
        let before = first.wrapping_sub(1);
        if first > floor && matches!(cx.word(before), "mostly" | "mainly" | "all" | "chiefly" | "largely") {
            left.mixed = true;
            end = if cx.word(before.wrapping_sub(1)) == "nearly" { before - 1 } else { before };
            continue;
        }
        if cx.word(first) == "all" && first > floor && matches!(cx.word(before), "nearly" | "almost") {
            left.mixed = true;
            end = before;
            continue;
        }
        let prepositional = first > floor
            && matches!(cx.tag(before), Tag::In)
            && !matches!(
                cx.word(before),
                "that"
                    | "as"
                    | "after"
                    | "while"
                    | "because"
                    | "when"
                    | "if"
                    | "though"
                    | "although"
                    | "before"
                    | "since"
                    | "until"
            );
        if prepositional && !adjacent {
            spare.get_or_insert(list);
            end = before;
            continue;
        }
        // "Those who tried to leave the camp were killed": the parse sees past the clause between.
        let sure = list[list.len() - 1].is_surely_people(cx);
        let subject =
            if sure { None } else { by_syntax(cx, verb, floor).filter(|subject| subject.is_surely_people(cx)) };
        left.list = subject.map_or(list, |subject| vec![subject]);
        if adjacent {
            left.list.iter_mut().for_each(|phrase| take_inner(cx, phrase));
        }
        return left;
    }
    left.list = by_syntax(cx, verb, floor)
        .map(|phrase| vec![phrase])
        .or(spare.filter(|list| list[0].number.is_some()))
        .unwrap_or_default();
    left
}

/// What the parse says is the subject, or the noun that the participle describes.
fn by_syntax(cx: &Context<'_, '_>, verb: usize, floor: usize) -> Option<Phrase> {
    let text = cx.text;
    let mut at = verb;
    let subject = loop {
        if let Some(subject) = text.children_by(at, &[Dep::Nsubjpass, Dep::Nsubj]).find(|&subject| subject < verb) {
            break subject;
        }
        let token = &text.tokens[at];
        match token.dep {
            Dep::Acl | Dep::Relcl => break token.head,
            Dep::Conj | Dep::Xcomp if token.head < at => at = token.head,
            _ => return None,
        }
    };
    if subject < floor || cx.harm(subject).is_some() {
        return None;
    }
    let first = text
        .children_by(subject, &[Dep::Det, Dep::Nummod, Dep::Amod, Dep::Compound, Dep::Poss])
        .min()
        .unwrap_or(subject)
        .min(subject);
    let found = phrase_starting(cx, first.max(floor), verb).filter(|phrase| phrase.end > subject);
    found.or_else(|| phrase_ending(cx, subject + 1, floor))
}

/// "one of three men killed": a participle right behind its noun is told of all three.
fn take_inner(cx: &Context<'_, '_>, phrase: &mut Phrase) {
    let numbers = &cx.text.numbers;
    let inner = (phrase.first + 1..phrase.head).rev().find_map(|at| cx.number_at[at]);
    if let Some(inner) = inner.filter(|&inner| phrase.number.is_some_and(|outer| outer < inner)) {
        let start = cx.text.tokens_in(numbers[inner].span).start;
        *phrase = Phrase { first: start, number: Some(inner), count: numbers[inner].count, ..phrase.clone() };
    }
}

/// Past commas, dashes, brackets and adverbs.
fn skip_back(cx: &Context<'_, '_>, mut end: usize, floor: usize) -> usize {
    while end > floor
        && (matches!(
            cx.tag(end - 1),
            Tag::Comma
                | Tag::Colon
                | Tag::Hyph
                | Tag::OpenBracket
                | Tag::CloseBracket
                | Tag::CloseQuote
                | Tag::OpenQuote
                | Tag::Rb
                | Tag::Space
        ) || cx.timed[end - 1])
        && cx.number_at[end - 1].is_none()
    {
        end -= 1;
    }
    end
}
