//! Breakdowns: "including three children", "five of them women", "seven children among them", "among the dead were two medics".

use super::context::Context;
use super::found::{Finds, Found};
use super::list::{list_ending, list_starting};
use super::phrase::{Phrase, phrase_starting};
use trucewatch_model::{Count, Tag, Victims};

/// A part of a number of people.
#[derive(Clone, Debug)]
pub struct Part {
    /// First token, marker included.
    pub first: usize,
    /// One past the last token.
    pub end: usize,
    /// Who; `None` for "two of them critically".
    pub phrase: Option<Phrase>,
    /// Index of its number expression.
    pub number: Option<usize>,
    /// How many.
    pub count: Count,
}

/// How far behind the people a breakdown is looked for.
const REACH: usize = 22;

/// The breakdown that ends right before `end`, and where the people that it breaks down end.
pub fn part_before(cx: &Context<'_, '_>, end: usize, floor: usize) -> Option<(Vec<Part>, usize)> {
    if let Some(marker) = cx.marker_to(end, &["among"]) {
        let list = list_ending(cx, marker, floor);
        let first = list.first()?.first;
        return Some((parts_of(&list, None, end), first));
    }
    let list = list_ending(cx, end, floor);
    let first = list.first()?.first;
    if let Some(marker) = cx.marker_to(first, &["share"]) {
        let number = marker.checked_sub(1).and_then(|at| cx.number_at[at])?;
        let start = cx.text.tokens_in(cx.text.numbers[number].span).start;
        let count = cx.text.numbers[number].count;
        if !is_worth_telling(cx, &list[0], count) {
            return Some((Vec::new(), start));
        }
        let mut parts = parts_of(&list, Some(start), end);
        (parts[0].number, parts[0].count) = (Some(number), count);
        return Some((parts, start));
    }
    let marker = cx.marker_to(first, &["before", "among"]).filter(|&marker| marker > floor)?;
    Some((parts_of(&list, Some(marker), end), marker))
}

/// The breakdown behind people or their predicate, up to the next word of harm.
pub fn parts_after(cx: &Context<'_, '_>, from: usize, ceiling: usize) -> Vec<Part> {
    let mut at = from;
    while at < ceiling.min(from + REACH) {
        if cx.harm(at).is_some() || cx.tag(at) == Tag::Stop || cx.word(at) == ";" {
            break;
        }
        if let Some(behind) = cx.marker_from(at, &["before", "among"]) {
            let list = list_starting(cx, behind, ceiling);
            let people = list.first().is_some_and(|phrase| {
                phrase.is_surely_people(cx) && cx.tag(phrase.head) != Tag::Prp && cx.word(phrase.head) != "one"
            });
            if people {
                return parts_of(&list, Some(at), 0);
            }
        }
        if let Some(part) = share_from(cx, at, ceiling) {
            return vec![part];
        }
        if cx.number_at[at].is_some()
            && matches!(cx.word(at.wrapping_sub(1)), "," | "-" | "--" | "–" | "—" | "(")
            && let Some(phrase) = phrase_starting(cx, at, ceiling)
            && let Some(end) = cx.marker_from(phrase.end, &["among"])
        {
            return parts_of(&[phrase], None, end);
        }
        let others = cx.number_at[at].is_some() && cx.tag(at.wrapping_sub(1)) == Tag::Cc;
        if others && phrase_starting(cx, at, ceiling).is_some_and(|phrase| phrase.is_surely_people(cx)) {
            break;
        }
        at += 1;
    }
    Vec::new()
}

/// "five of them children", "one of whom was a woman", "two of them critically".
fn share_from(cx: &Context<'_, '_>, at: usize, ceiling: usize) -> Option<Part> {
    let number = cx.number_at[at]?;
    let tokens = cx.text.tokens_in(cx.text.numbers[number].span);
    if tokens.start != at {
        return None;
    }
    let mut next = cx.marker_from(tokens.end, &["share"])?;
    let count = cx.text.numbers[number].count;
    while next < ceiling && (cx.is_auxiliary(next) || cx.word(next) == ",") {
        next += 1;
    }
    let phrase = phrase_starting(cx, next, ceiling);
    let phrase = phrase.filter(|phrase| phrase.is_surely_people(cx) && is_worth_telling(cx, phrase, count));
    match phrase {
        Some(phrase) => Some(Part { first: at, end: phrase.end, phrase: Some(phrase), number: Some(number), count }),
        None if count.min.is_some() && (cx.tag(next) == Tag::Rb || cx.word(next) == "in") => {
            Some(Part { first: at, end: next + 1, phrase: None, number: Some(number), count })
        }
        None => None,
    }
}

/// "Two medics were among the dead", "among the dead were 20 children", "four of the dead were civilians", "some of the injured
/// are in a critical condition": parts of a number told elsewhere.
pub fn read_share(cx: &Context<'_, '_>, at: usize, floor: usize, ceiling: usize, finds: &mut Finds) {
    let among = matches!(cx.word(at), "among" | "amongst");
    let of = cx.word(at) == "of"
        && at > floor
        && cx.number_at[at - 1].is_some()
        && matches!(cx.word(at + 1), "the" | "those");
    if !among && !of {
        return;
    }
    let Some((measure, told)) = (at + 1..ceiling.min(at + 8)).find_map(|next| Some((cx.any_harm(next)?, next))) else {
        return;
    };
    if of && told > at + 2 {
        return;
    }
    // A noun may follow: "some of the injured civilians".
    let mut end = told + 1;
    while end < ceiling && cx.tag(end).is_noun() && of {
        end += 1;
    }
    let is = (end..ceiling.min(end + 2)).any(|next| cx.lemma(next) == "be");
    let behind = (end..ceiling).find(|&next| !cx.is_auxiliary(next)).filter(|_| is);
    let people = |list: Vec<Phrase>| -> Vec<Phrase> {
        list.into_iter().filter(|phrase| phrase.is_surely_people(cx) || cx.tag(phrase.first).is_proper()).collect()
    };
    let mut parts = Vec::new();
    if of {
        let number = cx.number_at[at - 1];
        let start = number.map_or(at, |number| cx.text.tokens_in(cx.text.numbers[number].span).start);
        let count = number.map_or(Count::untold(), |number| cx.text.numbers[number].count);
        let phrase = behind.and_then(|behind| people(list_starting(cx, behind, ceiling)).into_iter().next());
        let told_of = phrase.is_some()
            || count.min.is_some() && (count.max.is_none() || is && measure == trucewatch_model::Measure::Injured);
        if told_of {
            let end = phrase.as_ref().map_or(end, |phrase| phrase.end);
            parts.push(Part { first: start, end, phrase, number, count });
        }
    } else {
        let mut before = at;
        while before > floor && (cx.is_auxiliary(before - 1) || cx.tag(before - 1) == Tag::Rb) {
            before -= 1;
        }
        parts = parts_of(&people(list_ending(cx, before, floor)), None, told + 1);
        if let (true, Some(behind)) = (parts.is_empty(), behind) {
            parts = parts_of(&people(list_starting(cx, behind, ceiling)), Some(at), 0);
        }
    }
    let within = |found: &&(usize, &Found)| (at..=told).contains(&found.1.head);
    let wholes =
        || finds.all.iter().enumerate().filter(|(_, found)| found.measure == measure && found.part_of.is_none());
    let whole = wholes().collect::<Vec<_>>().iter().find(within).map(|&(whole, _)| whole);
    let whole = whole.or_else(|| wholes().filter(|(_, found)| found.end <= at).map(|(whole, _)| whole).next_back());
    if let Some(whole) = whole {
        add_parts(cx, whole, parts, finds);
        return;
    }
    for part in parts {
        let victims = part.phrase.as_ref().map_or(Victims::Unknown, |phrase| phrase.victims(cx));
        finds.add(Found {
            measure,
            head: told,
            trigger: told,
            first: part.first,
            end: part.end,
            phrase: part.phrase.map(|phrase| Phrase { number: part.number.or(phrase.number), ..phrase }),
            count: part.count,
            victims,
            part_of: None,
            modality: None,
            rule: "casualties/share",
        });
    }
}

/// "Most of them civilians" says what the war did, "most of them women" neither a number nor a side.
fn is_worth_telling(cx: &Context<'_, '_>, phrase: &Phrase, count: Count) -> bool {
    count.min.is_some() || cx.lemma(phrase.head) == "civilian" || cx.people(phrase.head) == Some(Victims::Combatant)
}

/// Adds the parts of a find.
pub fn add_parts(cx: &Context<'_, '_>, whole: usize, parts: Vec<Part>, finds: &mut Finds) {
    for part in parts {
        let main = finds.all[whole].clone();
        let own = part.phrase.as_ref().map_or(Victims::Unknown, |phrase| phrase.victims(cx));
        let victims = if part.phrase.as_ref().is_none_or(|phrase| !phrase.has_noun(cx)) { main.victims } else { own };
        // A plain number of people of whom some are told to be fighters, or civilians, is of both kinds.
        let head = part.phrase.as_ref().map_or("", |phrase| cx.lemma(phrase.head));
        if main.victims == Victims::Unknown && (own == Victims::Combatant || head == "civilian") {
            finds.all[whole].victims = Victims::Mixed;
        }
        let phrase = part.phrase.map(|phrase| Phrase { number: part.number.or(phrase.number), ..phrase });
        let trigger = phrase.as_ref().map_or(part.first, |phrase| phrase.head);
        finds.add(Found {
            measure: main.measure,
            head: if cx.text.sentence_of(main.head) == cx.text.sentence_of(part.first) { main.head } else { trigger },
            trigger,
            first: part.first,
            end: part.end,
            phrase,
            count: part.count,
            victims,
            part_of: Some(whole),
            modality: None,
            rule: "casualties/part",
        });
    }
}

/// The phrases of a list as parts: the first begins with its marker.
fn parts_of(list: &[Phrase], first: Option<usize>, end: usize) -> Vec<Part> {
    list.iter()
        .enumerate()
        .map(|(nth, phrase)| Part {
            first: first.filter(|_| nth == 0).unwrap_or(phrase.first),
            end: if nth + 1 == list.len() { phrase.end.max(end) } else { phrase.end },
            number: phrase.number,
            count: phrase.count,
            phrase: Some(phrase.clone()),
        })
        .collect()
}
