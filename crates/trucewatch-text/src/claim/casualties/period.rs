//! Whether a count covers more than one day: "since Monday", "over the past week", "the war has killed".

use super::context::Context;
use super::found::Found;
use trucewatch_model::{Dep, TimeExpr};

/// For each find whether its words, those of its whole, or those of the figure before it in the sentence say that it covers
/// several days or a named period.
pub fn cumulative(cx: &Context<'_, '_>, finds: &[Found]) -> Vec<bool> {
    let mut out: Vec<bool> = Vec::with_capacity(finds.len());
    for (at, found) in finds.iter().enumerate() {
        let whole = found.part_of.and_then(|whole| out.get(whole).copied()).unwrap_or(false);
        // "killing 44 and wounding 150 since Monday": what follows in the coordination goes on with the period.
        let before = at.checked_sub(1).map(|before| &finds[before]);
        let joined = before.is_some_and(|before| before.end <= found.first && before.end + 4 > found.first);
        let goes_on =
            joined && cx.text.sentence_of(found.first) == cx.text.sentence_of(finds[at - 1].first) && out[at - 1];
        out.push(whole || goes_on || is_cumulative(cx, found));
    }
    out
}

fn is_cumulative(cx: &Context<'_, '_>, found: &Found) -> bool {
    let text = cx.text;
    let sentence = &text.sentences[text.sentence_of(found.head)];
    // What stands far off tells of something else.
    let near = found.first.saturating_sub(6).max(sentence.first)..(found.end + 14).min(sentence.last);
    let lead = near.clone().any(|at| cx.is_period(at, "lead"));
    let long = text.times.iter().any(|time| {
        let tokens = text.tokens_in(time.span);
        is_long(time) && tokens.start >= near.start && tokens.end <= near.end
    });
    let war = near.clone().any(|at| {
        let subject = text.tokens[at].dep == Dep::Nsubj && text.tokens[at].head == found.head;
        let place = text.tokens[at].dep == Dep::Pobj && at >= found.first && at < found.end + 6;
        cx.is_period(at, "war") && (subject || place)
    });
    lead || war || long
}

/// Several days that are no calendar month or year: those tell when, not for how long.
fn is_long(time: &TimeExpr) -> bool {
    let calendar = time.value.len() <= 7 && time.value.starts_with(|first: char| first.is_ascii_digit());
    !calendar && time.start.zip(time.end).is_some_and(|(start, end)| start.date() != end.date())
}
