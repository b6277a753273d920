//! Harm told by a verb or a state: "killed 12", "12 were killed", "12 dead", "died". Which side the people stand on is read off the
//! surface first: left of a passive or state, right of an active verb, bounded by the word of harm before and after.

use super::breakdown::{add_parts, parts_after};
use super::context::{Context, Harm, How};
use super::found::{Finds, Found};
use super::list::{has_object, is_taken, list_starting};
use super::phrase::{Phrase, phrase_ending, phrase_starting};
use super::victims::class_of;
use trucewatch_model::{Dep, Measure, Tag};

/// Reads the harm that token `at` tells, its people no further left than `floor`. Returns where the next may begin.
pub fn read_predicate(
    cx: &Context<'_, '_>,
    at: usize,
    harm: Harm,
    floor: usize,
    ceiling: usize,
    finds: &mut Finds,
) -> usize {
    if let Some(after) = read_attribute(cx, at, harm, floor, ceiling, finds) {
        return after;
    }
    let group = group_before(cx, harm.first, floor);
    let partner = partner_of(cx, harm, ceiling);
    let end = partner.map_or(harm.end, |partner| partner.end);
    let active = match harm.how {
        How::State | How::Intransitive => false,
        How::Transitive => is_active(cx, at, harm, &group, end, ceiling),
    };
    let (list, parts, first, mixed) = if active {
        let list = list_starting(cx, skip_adverbs(cx, end), ceiling);
        let first = subject_start(cx, at, floor).unwrap_or(group.start.min(harm.first));
        (list, Vec::new(), first, false)
    } else {
        let left =
            super::left::people_before(cx, at, group.start, floor, !group.passive && harm.how != How::Intransitive);
        let first = left.list.first().map_or(harm.first, |phrase| phrase.first);
        (left.list, left.parts, first, left.mixed)
    };
    let fits = |phrase: &Phrase| {
        let people = if harm.people_only { phrase.is_told_as_people(cx) } else { phrase.is_people(cx) };
        people && !(harm.people_only && harm.measure == Measure::Harmed && phrase.number.is_none())
    };
    let mut list: Vec<Phrase> = list.into_iter().filter(fits).collect();
    let homes = |from: usize| (from..ceiling.min(from + 6)).any(|at| cx.lemma(at) == "home");
    if list.is_empty() || harm.home_only && !homes(if active { list[list.len() - 1].end } else { end }) {
        return end;
    }
    if !active && list.len() == 1 {
        take_total(cx, &mut list[0], end, ceiling);
    }
    // "among those killed", "one of those killed": the breakdown reads them.
    let first_of_list = list[0].first;
    if !active && list[0].count.min.is_none() && list[0].number.is_none() && is_share(cx, first_of_list)
        || !active && list[0].number.is_some() && cx.word(list[0].end - 1) == "those"
    {
        return end;
    }
    let mut main = None;
    for (nth, phrase) in list.iter().enumerate() {
        let (from, to) = match (active, nth) {
            (true, 0) => (first, phrase.end),
            (true, _) => (phrase.first, phrase.end),
            (false, _) => (phrase.first, end),
        };
        let figure = phrase.count.min.or(phrase.count.max).is_some_and(|least| least > 2) && phrase.number.is_some();
        let measures = match partner {
            Some(partner) if partner.measure != harm.measure && !figure => {
                vec![(harm, from, to), (partner, partner.first, to)]
            }
            Some(partner) if partner.measure != harm.measure => {
                vec![(Harm { measure: Measure::Harmed, ..harm }, from, to)]
            }
            _ => vec![(harm, from, to)],
        };
        for (index, (harm, from, to)) in measures.into_iter().enumerate() {
            let mut phrase = phrase.clone();
            if index > 0 {
                phrase.number = None;
            }
            let victims = class_of(cx, &phrase, finds, mixed);
            let found = Found {
                measure: harm.measure,
                head: at,
                trigger: at,
                first: from,
                end: to.max(from + 1),
                count: phrase.count,
                phrase: Some(phrase),
                victims,
                part_of: None,
                modality: None,
                rule: if active { "casualties/active" } else { "casualties/passive" },
            };
            let added = finds.add(found);
            main = main.or(added);
        }
    }
    let Some(main) = main else { return end };
    let after = if active { list[list.len() - 1].end } else { end };
    let mut parts = parts;
    parts.extend(parts_after(cx, after, ceiling));
    let floor = parts.iter().map(|part| part.end).max().unwrap_or(after).max(after);
    add_parts(cx, main, parts, finds);
    floor
}

/// "the number of soldiers killed at 12", "the number injured topped 2,200": the figure stands behind.
pub fn take_total(cx: &Context<'_, '_>, phrase: &mut Phrase, end: usize, ceiling: usize) {
    let named = (phrase.first..phrase.end).any(|at| cx.word(at) == "number") && cx.word(phrase.first) == "the";
    let figure = (end..ceiling.min(end + 8))
        .find(|&at| cx.number_at[at].is_some() && (cx.is_toll_lead(at) || cx.is_toll_lead(at - 1)));
    if let (true, Some(number)) = (named, figure.and_then(|at| cx.number_at[at])) {
        phrase.number = Some(number);
        phrase.count = cx.text.numbers[number].count;
    } else if named && phrase.number.is_none() {
        phrase.count = trucewatch_model::Count::at_least(2);
    }
}

/// "a wounded child", "eight dead civilians", "two kidnapped soldiers": only where they are counted or singled out.
fn read_attribute(
    cx: &Context<'_, '_>,
    at: usize,
    harm: Harm,
    floor: usize,
    ceiling: usize,
    finds: &mut Finds,
) -> Option<usize> {
    let token = &cx.text.tokens[at];
    let attribute = matches!(token.tag, Tag::Jj | Tag::Vbn | Tag::Vbd)
        && token.dep == Dep::Amod
        && token.head > at
        && token.head < ceiling;
    if !attribute || harm.how == How::Intransitive {
        return None;
    }
    let right = phrase_starting(cx, at, ceiling)?;
    let mut whole = phrase_ending(cx, right.end, floor)?;
    take_total(cx, &mut whole, right.end, ceiling);
    let people = cx.people(whole.head).is_some() || cx.tag(whole.head).is_proper();
    if !people || whole.first > at {
        return None;
    }
    if whole.number.is_none() && !whole.is_indefinite(cx) && cx.tag(whole.head) != Tag::Nnp {
        return Some(whole.end);
    }
    let victims = class_of(cx, &whole, finds, false);
    finds.add(Found {
        measure: harm.measure,
        head: whole.head,
        trigger: at,
        first: whole.first,
        end: whole.end,
        count: whole.count,
        victims,
        phrase: Some(whole.clone()),
        part_of: None,
        modality: None,
        rule: "casualties/attribute",
    });
    Some(whole.end)
}

fn is_share(cx: &Context<'_, '_>, first: usize) -> bool {
    let before = first.wrapping_sub(1);
    matches!(cx.word(before), "among" | "amongst")
        || cx.word(before) == "of" && first > 1 && cx.number_at[first - 2].is_some()
}

/// The auxiliaries, linking verbs and adverbs right before a verb.
struct Group {
    start: usize,
    passive: bool,
    auxiliary: bool,
}

fn group_before(cx: &Context<'_, '_>, at: usize, floor: usize) -> Group {
    let mut group = Group { start: at, passive: false, auxiliary: false };
    let mut nearest = true;
    while group.start > floor {
        let before = group.start - 1;
        let link = cx.is_link(before);
        let auxiliary = cx.is_auxiliary(before);
        if link || auxiliary {
            group.auxiliary = true;
            // Of "are believed to have killed" the nearest decides.
            group.passive |= nearest && (matches!(cx.lemma(before), "be" | "get") || link && !auxiliary);
            nearest = false;
        } else if !(matches!(cx.tag(before), Tag::Rb | Tag::Rbr | Tag::To)
            || cx.dep(before) == Dep::Neg
            || cx.word(before) == "all")
        {
            break;
        }
        group.start = before;
    }
    group
}

fn is_active(cx: &Context<'_, '_>, at: usize, harm: Harm, group: &Group, end: usize, ceiling: usize) -> bool {
    match cx.form(at) {
        Tag::Vbg | Tag::Vb | Tag::Vbz | Tag::Vbp => true,
        _ if group.passive => false,
        _ if group.auxiliary => true,
        // "the rebels, who seized ...": the pronoun is the one who does it.
        Tag::Vbd
            if cx.text.children_by(at, &[Dep::Nsubj]).any(|subject| matches!(cx.tag(subject), Tag::Wp | Tag::Wdt)) =>
        {
            true
        }
        Tag::Vbd if has_both(cx, at) && is_free(cx, end, ceiling) => true,
        Tag::Vbd if harm.people_only && cx.text.child(at, Dep::Nsubj).is_some() => true,
        _ => has_object(cx, skip_adverbs(cx, end), ceiling, 3),
    }
}

/// Whether what follows is not taken by another word of harm: "57 civilians killed 150 injured".
fn is_free(cx: &Context<'_, '_>, end: usize, ceiling: usize) -> bool {
    phrase_starting(cx, end, ceiling).is_some_and(|phrase| !is_taken(cx, phrase.end, ceiling, 3))
}

/// Whether the parse gives a verb a subject before and an object behind it.
fn has_both(cx: &Context<'_, '_>, at: usize) -> bool {
    cx.text.child(at, Dep::Nsubj).is_some_and(|subject| subject < at)
        && cx.text.child(at, Dep::Dobj).is_some_and(|object| object > at)
}

/// "killed and injured", "Kills Injures": two verbs of harm in the same form over the same people.
fn partner_of(cx: &Context<'_, '_>, harm: Harm, ceiling: usize) -> Option<Harm> {
    if harm.how != How::Transitive {
        return None;
    }
    let joined = matches!(cx.word(harm.end), "and" | "or" | "," | "&" | "/");
    let next = harm.end + usize::from(joined);
    let partner = (next < ceiling).then(|| cx.harm(next)).flatten()?;
    let form = |at: usize| match cx.form(at) {
        Tag::Vbd => Tag::Vbn,
        Tag::Vbp => Tag::Vb,
        tag => tag,
    };
    (partner.how != How::Intransitive && form(harm.first) == form(next)).then_some(partner)
}

fn skip_adverbs(cx: &Context<'_, '_>, mut at: usize) -> usize {
    while matches!(cx.tag(at), Tag::Rb | Tag::Rp | Tag::OpenQuote) && cx.number_at[at].is_none() {
        at += 1;
    }
    at
}

/// Where the subject of an active verb begins, where the parse gives one that nothing before it used up.
fn subject_start(cx: &Context<'_, '_>, at: usize, floor: usize) -> Option<usize> {
    let subject = cx.text.children_by(at, &[Dep::Nsubj]).find(|&subject| subject < at && subject >= floor)?;
    cx.text.subtree(subject).first().copied().filter(|&first| first >= floor)
}

impl Phrase {
    /// Whether its own words say that it names people: "captured Raqqa" and "captured more" are no detention.
    fn is_told_as_people(&self, cx: &Context<'_, '_>) -> bool {
        let pronoun = matches!(
            cx.word(self.head),
            "him" | "her" | "them" | "he" | "she" | "they" | "me" | "us" | "all" | "others" | "another"
        );
        let bare = self.number.is_some() && !self.has_noun(cx);
        cx.people(self.head).is_some() || pronoun || bare || self.is_surely_people(cx) && self.number.is_some()
    }
}
