//! Noun phrases of people, read off the surface: the one that ends before a place and the one that begins at it. Headlines and
//! figures without nouns ("four killed, 12 wounded") parse badly, so tags and numbers decide, not relations.

use super::context::Context;
use trucewatch_model::{Count, Dep, Tag, Victims};

/// People as a phrase names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// First token.
    pub first: usize,
    /// One past the last token.
    pub end: usize,
    /// The noun, or the number where there is none.
    pub head: usize,
    /// Index of its number expression.
    pub number: Option<usize>,
    /// How many.
    pub count: Count,
}

impl Phrase {
    /// Whether it has a noun of its own: "12" alone has none, "12 others" stands for one told before.
    pub fn has_noun(&self, cx: &Context<'_, '_>) -> bool {
        cx.number_at[self.head].is_none()
            && !matches!(cx.word(self.head), "other" | "others" | "more" | "another" | "those")
    }

    /// Whether it is told by whose people they are: "his wife", "members of their families".
    pub fn is_theirs(&self, cx: &Context<'_, '_>) -> bool {
        self.end > self.first + 1 && (self.first..self.end).any(|at| matches!(cx.word(at), "his" | "her" | "their"))
    }

    fn is_thing(&self, cx: &Context<'_, '_>) -> bool {
        cx.is_thing(self.head)
    }

    /// Whether it can name people: a singular that is no known noun for people cannot.
    pub fn is_people(&self, cx: &Context<'_, '_>) -> bool {
        let unknown = cx.tag(self.head) == Tag::Nn && cx.people(self.head).is_none() && self.number.is_none();
        !self.is_thing(cx) && !unknown
    }

    /// Whether its noun is a known noun for people, a proper name, or a bare number or pronoun.
    pub fn is_surely_people(&self, cx: &Context<'_, '_>) -> bool {
        let titled = cx.tag(self.head).is_proper() && (self.first..self.end).any(|at| cx.people(at).is_some());
        titled
            || self.is_theirs(cx) && !self.is_thing(cx)
            || cx.people(self.head).is_some()
            || !self.has_noun(cx)
            || matches!(cx.tag(self.head), Tag::Prp)
            || self.is_nationals(cx)
    }

    /// "12 Israelis".
    fn is_nationals(&self, cx: &Context<'_, '_>) -> bool {
        cx.tag(self.head) == Tag::Nnps && self.number.is_some()
    }

    /// Whether it begins with "a" or "an".
    pub fn is_indefinite(&self, cx: &Context<'_, '_>) -> bool {
        matches!(cx.word(self.first), "a" | "an" | "another" | "one")
    }

    /// What kind of people it names, as far as its noun says.
    pub fn victims(&self, cx: &Context<'_, '_>) -> Victims {
        let own = |at: usize| cx.people(at).filter(|kind| *kind != Victims::Unknown);
        let kinds: Vec<Victims> = (self.first..self.end).filter(|&at| cx.tag(at).is_noun()).filter_map(own).collect();
        // "gunmen and members of their families"
        let several = (self.first..self.end).any(|at| cx.tag(at) == Tag::Cc) || self.is_theirs(cx);
        if several && kinds.contains(&Victims::Civilian) && kinds.contains(&Victims::Combatant) {
            return Victims::Mixed;
        }
        if let Some(kind) = own(self.head) {
            return kind;
        }
        // "Hezbollah members", "members of the medical staff": what the noun leaves open another word may say.
        (self.first..self.end).rev().find_map(own).unwrap_or(Victims::Unknown)
    }

    /// The noun with its modifiers, without number and article, as it is written.
    pub fn group(&self, cx: &Context<'_, '_>) -> Option<String> {
        let mut first = self.first;
        while first < self.end && first < self.head {
            let counts = cx.number_at[first].is_some() || matches!(cx.tag(first), Tag::Dt | Tag::Pdt | Tag::PrpPoss);
            if !counts && !matches!(cx.word(first), "of" | "other" | "more" | "another") {
                break;
            }
            first += 1;
        }
        if !cx.tag(self.head).is_noun() {
            return None;
        }
        let span = cx.text.tokens[first].span.cover(cx.text.tokens[self.end - 1].span);
        Some(cx.text.words(span).to_owned())
    }
}

/// The phrase whose last token stands right before `end`, no further left than `floor`.
pub fn phrase_ending(cx: &Context<'_, '_>, end: usize, floor: usize) -> Option<Phrase> {
    let last = end.checked_sub(1).filter(|&last| last >= floor)?;
    let nominal = cx.is_nominal(last)
        || cx.number_at[last].is_some()
        || cx.tag(last) == Tag::Prp
        || matches!(cx.word(last), "others" | "those" | "all" | "more" | "other");
    if !nominal || cx.timed[last] || matches!(cx.word(last), "there" | "it" | "himself" | "themselves") {
        return None;
    }
    let mut first = end;
    let mut number = None;
    let mut head = last;
    while first > floor {
        let at = first - 1;
        if let Some(found) = cx.number_at[at] {
            // "three of the 17 soldiers": the first number counts.
            if number.is_some() && cx.word(first) != "of" {
                break;
            }
            number = Some(found);
            first = cx.text.tokens_in(cx.text.numbers[found].span).start.max(floor);
            while first > floor
                && matches!(
                    cx.word(first - 1),
                    "the" | "another" | "other" | "these" | "all" | "further" | "additional" | "extra"
                )
            {
                first -= 1;
            }
            if first > floor && cx.word(first - 1) == "of" && first > floor + 1 && cx.number_at[first - 2].is_some() {
                first -= 1;
                continue;
            }
            break;
        }
        let compound = first < end && (cx.is_hyphenated(at) || at > floor && cx.is_hyphenated(at - 1));
        if cx.timed[at] && !compound || (cx.harm(at).is_some() && !is_attribute(cx, at, end)) {
            break;
        }
        if first == end && at == last && matches!(cx.word(at), "others" | "all" | "those") || compound {
            first = at;
            continue;
        }
        match cx.tag(at) {
            _ if cx.is_nominal(at) => {
                // "people SANA said": a name after a plural noun begins something else.
                if first < end && cx.tag(at) == Tag::Nns && cx.tag(first).is_proper() {
                    break;
                }
                first = at;
            }
            Tag::Jj | Tag::Jjr | Tag::Jjs | Tag::Pos | Tag::Hyph | Tag::Vbn | Tag::Vbg | Tag::Afx if first < end => {
                if matches!(cx.tag(at), Tag::Vbn | Tag::Vbg) && !is_attribute(cx, at, end) {
                    break;
                }
                first = at;
            }
            Tag::Jjr | Tag::Jj | Tag::Nns if first == end => first = at,
            // "no military or civilian deaths"
            Tag::Cc if first < end && at > floor && cx.tag(first) == Tag::Jj && cx.tag(at - 1) == Tag::Jj => first = at,
            Tag::Prp if first == end => {
                first = at;
                break;
            }
            Tag::Dt | Tag::PrpPoss | Tag::Pdt => {
                first = at;
                if cx.tag(at) == Tag::PrpPoss || cx.word(at.wrapping_sub(1)) != "all" {
                    break;
                }
            }
            Tag::In if cx.word(at) == "of" && first < end && at > floor => {
                let before = at - 1;
                let quantity = cx.number_at[before].is_some() || matches!(cx.word(before), "some" | "most" | "all");
                if !(quantity || cx.tag(before).is_noun() && cx.people(before).is_some()) {
                    break;
                }
                if !quantity {
                    head = before;
                }
                first = at;
            }
            _ => break,
        }
    }
    while first < last && matches!(cx.tag(first), Tag::Pos | Tag::Hyph) {
        first += 1;
    }
    (first < end).then(|| finish(cx, first, end, head, number))
}

/// The phrase that begins at `start` and ends before `ceiling`.
pub fn phrase_starting(cx: &Context<'_, '_>, start: usize, ceiling: usize) -> Option<Phrase> {
    let mut at = start;
    let mut number = None;
    let mut head = None;
    while at < ceiling {
        if let Some(found) = cx.number_at[at] {
            let inner = number.is_some() && head.is_none() && matches!(cx.word(at - 1), "the" | "of");
            if (number.is_some() || head.is_some()) && !inner {
                break;
            }
            number = number.or(Some(found));
            at = cx.text.tokens_in(cx.text.numbers[found].span).end.min(ceiling);
            if cx.word(at) == "of" && at + 1 < ceiling {
                at += 1;
            }
            continue;
        }
        let tag = cx.tag(at);
        if head.is_none() && cx.is_hyphenated(at) {
            at += 2;
            continue;
        }
        let compound = at >= start + 2 && cx.is_hyphenated(at - 2);
        if cx.timed[at] && !compound || cx.harm(at).is_some() && !is_attribute(cx, at, ceiling) {
            break;
        }
        let described = matches!(cx.tag(at + 1), Tag::Jj | Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps)
            && !cx.timed[at + 1]
            && cx.harm(at + 1).is_none();
        if matches!(cx.word(at), "other" | "more") && described && head.is_none() {
            at += 1;
            continue;
        }
        if cx.tag(at) == Tag::OpenBracket
            && cx.tag(at + 2) == Tag::CloseBracket
            && head.is_some()
            && cx.tag(at + 3).is_noun()
        {
            at += 3;
            continue;
        }
        if cx.is_nominal(at) || matches!(cx.word(at), "others" | "other" | "more") {
            if head.is_some_and(|head| cx.tag(head) == Tag::Nns) && cx.tag(at).is_proper() {
                break;
            }
            head = Some(at);
            at += 1;
            continue;
        }
        match tag {
            Tag::Prp if head.is_none() && at == start && !matches!(cx.word(at), "it" | "itself") => {
                return Some(finish(cx, start, at + 1, at, number));
            }
            Tag::Prp if number.is_some() && head.is_none() => return Some(finish(cx, start, at + 1, at, number)),
            Tag::Dt | Tag::Pdt | Tag::PrpPoss if head.is_none() => at += 1,
            Tag::Jj | Tag::Jjr | Tag::Jjs | Tag::Vbn | Tag::Vbg | Tag::Afx
                if head.is_none() || cx.tag(at + 1).is_noun() && cx.word(at - 1) == "-" =>
            {
                if matches!(tag, Tag::Vbn | Tag::Vbg) && !is_attribute(cx, at, ceiling) {
                    break;
                }
                at += 1;
            }
            Tag::Pos | Tag::Hyph if head.is_some() || number.is_some() || at > start => {
                if cx.word(at) == "-" && cx.text.tokens[at].span.start > cx.text.tokens[at - 1].span.end {
                    break;
                }
                head = None;
                at += 1;
            }
            Tag::In if cx.word(at) == "of" && head.is_some_and(|head| cx.people(head).is_some()) => {
                let Some(more) = phrase_starting(cx, at + 1, ceiling) else { break };
                return Some(finish(cx, start, more.end, head.unwrap_or(start), number));
            }
            _ => break,
        }
    }
    if head.is_none() && number.is_none() && matches!(cx.word(start), "another" | "those") {
        return Some(finish(cx, start, start + 1, start, None));
    }
    let head = head.or_else(|| number.map(|number| cx.text.tokens_in(cx.text.numbers[number].span).end - 1))?;
    let end = if cx.number_at[head].is_some() { head + 1 } else { at.max(head + 1) };
    Some(finish(cx, start, end.min(ceiling), head, number))
}

/// Whether a participle or adjective stands before the noun that it describes.
fn is_attribute(cx: &Context<'_, '_>, at: usize, end: usize) -> bool {
    if at + 1 < end && cx.number_at[at + 1].is_some() {
        return false;
    }
    let noun = (at + 1..end.min(at + 4)).find(|&next| cx.tag(next).is_noun());
    // "One Killed Others Injured": what a further word of harm tells of is not described by the first.
    noun.is_some_and(|noun| cx.word(noun) != "others" && cx.harm(noun + 1).is_none()) && cx.dep(at) == Dep::Amod
}

fn finish(cx: &Context<'_, '_>, first: usize, end: usize, head: usize, number: Option<usize>) -> Phrase {
    let count = number.map_or_else(|| bare_count(cx, first, head), |number| cx.text.numbers[number].count);
    Phrase { first, end, head, number, count }
}

/// How many a phrase without a number names.
fn bare_count(cx: &Context<'_, '_>, first: usize, head: usize) -> Count {
    match cx.word(head) {
        "he" | "she" | "him" | "her" | "i" | "me" => return Count::exactly(1),
        "those" => return Count::untold(),
        "another" => return Count::exactly(1),
        "they" | "them" | "we" | "us" | "all" | "others" | "people" | "police" | "staff" | "personnel" | "crew"
        | "more" | "troops" => {
            return Count::at_least(2);
        }
        _ => {}
    }
    if matches!(cx.word(first), "a" | "an" | "another") {
        return Count::exactly(1);
    }
    match cx.tag(head) {
        Tag::Nns | Tag::Nnps => Count::at_least(2),
        Tag::Nnp if cx.lemma(head) != cx.word(head) && cx.word(head).ends_with('s') => Count::at_least(2),
        _ => Count::exactly(1),
    }
}
