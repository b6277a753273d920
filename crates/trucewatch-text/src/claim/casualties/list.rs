//! Lists of people: "five soldiers and three civilians", "a woman, her son and four others", to the left and to the right of
//! a place. What is counted together is one phrase ("a man and his wife"), what is counted apart is several.

use super::context::{Context, How};
use super::phrase::{Phrase, phrase_ending, phrase_starting};
use trucewatch_model::{Count, Dep, Tag, Victims};

/// The list that ends right before `end`.
pub fn list_ending(cx: &Context<'_, '_>, end: usize, floor: usize) -> Vec<Phrase> {
    let Some(last) = phrase_ending(cx, end, floor) else { return Vec::new() };
    let mut list = vec![last];
    let mut has_and = false;
    while let Some(joint) = list[0].first.checked_sub(1).filter(|&joint| joint > floor) {
        let and = matches!(cx.word(joint), "and" | "or" | "&");
        if !(and || cx.word(joint) == "," && has_and) {
            break;
        }
        has_and |= and;
        let before = if and && cx.word(joint - 1) == "," { joint - 1 } else { joint };
        let Some(more) = phrase_ending(cx, before, floor) else { break };
        let object = matches!(cx.dep(more.head), Dep::Dobj | Dep::Pobj)
            && matches!(cx.dep(list[0].head), Dep::Nsubj | Dep::Nsubjpass);
        if object && list.len() > 1 {
            list.drain(..list.len() - 1);
        }
        if !more.is_surely_people(cx)
            || object
            || cx.harm_noun(more.head).is_some()
            || !more.has_noun(cx) && list[0].has_noun(cx)
        {
            break;
        }
        list.insert(0, more);
    }
    // "the deaths of five fighters and 12 wounded", "claimed the lives of two women and 11 were hurt": another harm's people.
    let of = list[0].first.checked_sub(2).filter(|&of| of >= floor && cx.tag(of + 1) == Tag::In);
    if list.len() > 1
        && of.is_some_and(|noun| cx.harm_noun(noun).is_some() || matches!(cx.word(noun), "life" | "lives"))
    {
        list.drain(..list.len() - 1);
    }
    together(cx, list)
}

/// The list that begins at `start`. What follows a further item must leave it free: in "killed five and 12 were wounded" the
/// list ends after five.
pub fn list_starting(cx: &Context<'_, '_>, start: usize, ceiling: usize) -> Vec<Phrase> {
    let Some(first) = phrase_starting(cx, start, ceiling) else { return Vec::new() };
    let mut list = vec![first];
    loop {
        let mut at = list[list.len() - 1].end;
        let comma = cx.word(at) == ",";
        at += usize::from(comma);
        let and = matches!(cx.word(at), "and" | "or" | "&");
        at += usize::from(and);
        if !and && !comma || at >= ceiling {
            break;
        }
        let Some(more) = phrase_starting(cx, at, ceiling) else { break };
        let apart = cx.dep(more.head) == Dep::Nsubj || cx.dep(more.head) == Dep::Nsubjpass;
        let share = matches!(cx.word(more.end), "of") && matches!(cx.word(more.end + 1), "them" | "whom" | "these");
        let own =
            more.number.is_some() || more.is_indefinite(cx) || more.is_theirs(cx) || cx.people(more.head).is_some();
        if !more.is_surely_people(cx) || !own || apart && !and || share || is_taken(cx, more.end, ceiling, 4) {
            break;
        }
        if !and && !cx.text.tokens[more.end..ceiling].iter().take(12).any(|token| token.tag == Tag::Cc) {
            break;
        }
        list.push(more);
    }
    together(cx, list)
}

/// Whether the words before `at` are the subject of a passive or state of harm that follows: "12 others (were) wounded".
pub fn is_taken(cx: &Context<'_, '_>, at: usize, ceiling: usize, depth: usize) -> bool {
    let mut verb = at;
    let mut auxiliary = false;
    while verb < ceiling && (cx.is_auxiliary(verb) || matches!(cx.tag(verb), Tag::Rb) || cx.is_link(verb)) {
        auxiliary |= cx.is_auxiliary(verb);
        verb += 1;
    }
    if verb >= ceiling {
        return false;
    }
    let Some(harm) = cx.harm(verb) else {
        return auxiliary || cx.is(verb, "suffer") && cx.tag(verb).is_verb() && cx.tag(verb) != Tag::Vbg;
    };
    match harm.how {
        How::Intransitive => cx.form(verb) != Tag::Vbg,
        How::State => true,
        How::Transitive if auxiliary => true,
        How::Transitive => {
            matches!(cx.form(verb), Tag::Vbn | Tag::Vbd) && !(depth > 0 && has_object(cx, harm.end, ceiling, depth - 1))
        }
    }
}

/// Whether people follow right at `at` and belong to the verb before it.
pub fn has_object(cx: &Context<'_, '_>, at: usize, ceiling: usize, depth: usize) -> bool {
    phrase_starting(cx, at, ceiling).is_some_and(|phrase| {
        let speaks =
            matches!(cx.tag(phrase.end), Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md) && cx.harm(phrase.end).is_none();
        let own = phrase.number.is_some() || phrase.is_surely_people(cx) && !speaks;
        own && !is_taken(cx, phrase.end, ceiling, depth)
    })
}

/// Puts together what is counted together: an item with neither number nor article joins the one before it.
fn together(cx: &Context<'_, '_>, list: Vec<Phrase>) -> Vec<Phrase> {
    let mut out: Vec<Phrase> = Vec::new();
    for phrase in list {
        match out.last_mut() {
            Some(before) if is_counted_with(cx, before, &phrase) => {
                before.end = phrase.end;
                if before.number.is_none() || phrase.count.exact && before.count.exact {
                    before.count = sum(before.count, phrase.count);
                }
            }
            _ => out.push(phrase),
        }
    }
    out
}

/// "a man and his wife", "women and children", "gunmen and members of their families"; but not "civilians and policemen".
fn is_counted_with(cx: &Context<'_, '_>, before: &Phrase, phrase: &Phrase) -> bool {
    let kinds = (before.victims(cx), phrase.victims(cx));
    let apart = matches!(kinds, (Victims::Civilian, Victims::Combatant) | (Victims::Combatant, Victims::Civilian));
    let loose = before.number.is_none_or(|_| before.count.max.is_none());
    phrase.is_theirs(cx) || loose && phrase.number.is_none() && !phrase.is_indefinite(cx) && !apart
}

fn sum(a: Count, b: Count) -> Count {
    match (a.max, b.max) {
        (Some(high), Some(more)) => Count::exactly(high + more),
        _ => Count::at_least(2),
    }
}
