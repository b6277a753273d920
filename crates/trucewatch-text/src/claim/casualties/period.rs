//! Whether a count covers more than one day: "since Monday", "over the past week", "the war has killed".

use super::context::Context;
use super::found::Found;
use trucewatch_model::Dep;

/// Whether the words around a find say that it covers several days or a named period.
pub fn is_cumulative(cx: &Context<'_, '_>, found: &Found) -> bool {
    let text = cx.text;
    let sentence = &text.sentences[text.sentence_of(found.head)];
    // What stands in another clause tells of something else: from the start of this one up to the next stop or semicolon.
    let clause = found.first.saturating_sub(6).max(sentence.first)..(found.end + 14).min(sentence.last);
    let lead = clause.clone().any(|at| cx.is_period(at, "lead"));
    let long = text.times.iter().any(|time| {
        let tokens = text.tokens_in(time.span);
        let days = time.start.zip(time.end).is_some_and(|(start, end)| start.date() != end.date());
        days && tokens.start >= clause.start && tokens.end <= clause.end && tokens.start + 10 > found.first
    });
    let war = text.children_by(found.head, &[Dep::Nsubj]).any(|subject| cx.is_period(subject, "war"));
    lead || war || long
}
