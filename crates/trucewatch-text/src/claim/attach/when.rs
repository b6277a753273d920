//! When: the times that a claim may take, and what speaks for each.

use super::scene::{Scene, Subject, far, few};
use crate::claim::judge::{Feature, feature, yes};
use trucewatch_model::{ClaimTime, Span};

/// A time that a claim may take; `time` is `None` for "the text does not say".
pub struct TimeOption {
    /// The time.
    pub time: Option<ClaimTime>,
    /// What speaks for it and against it.
    pub features: Vec<Feature>,
}

/// The times of the claim's sentence and of the one before, the time of the claim before, and none.
pub fn time_options(
    scene: &Scene<'_>,
    subject: &Subject<'_>,
    previous: Option<&(usize, Option<ClaimTime>)>,
) -> Vec<TimeOption> {
    let text = scene.text;
    let draft = &subject.candidate.draft;
    let kind = draft.content.kind().word();
    let head = draft.head;
    let sentence = &text.sentences[subject.sentence];
    let from = subject.sentence.saturating_sub(1);
    let reach = Span::new(text.sentences[from].span.start, sentence.span.end);
    let found: Vec<usize> = (0..text.times.len())
        .filter(|&at| !scene.times[at].is_empty() && reach.contains(text.times[at].span))
        .collect();
    let here = found.iter().filter(|&&at| sentence.span.contains(text.times[at].span)).count();
    let before = previous.and_then(|(_, time)| time.as_ref());
    let gap = previous.map_or(9, |(at, _)| subject.sentence.saturating_sub(*at));
    let mut options: Vec<TimeOption> = Vec::new();

    let mut none = Vec::new();
    let mut add = |parts: &[&str]| none.push(feature(parts));
    add(&["none"]);
    add(&["none", kind, draft.content.type_word()]);
    add(&["none", "rule", &draft.rule]);
    add(&["none", "modality", subject.candidate.modality.word()]);
    add(&["none", "here", few(here)]);
    add(&["none", "reach", few(found.len())]);
    add(&["none", "before", yes(before.is_some()), few(gap)]);
    add(&["none", "here", few(here), "before", yes(before.is_some()), few(gap)]);
    add(&["none", "lemma", &text.tokens[head].lemma]);
    add(&["none", "title", yes(subject.sentence == 0)]);
    options.push(TimeOption { time: None, features: none });

    let readings = found.iter().flat_map(|&at| scene.times[at].iter().map(move |of_claim| (at, of_claim)));
    for (at, of_claim) in readings {
        let expression = &text.times[at];
        let tokens = text.tokens_in(expression.span);
        let same = sentence.span.contains(expression.span);
        let mut features = Vec::with_capacity(40);
        let side = if tokens.start < head { "left" } else { "right" };
        let distance = tokens.start.abs_diff(head);
        let relation = if same { scene.relation(of_claim.span, head) } else { "sentence-before".to_owned() };
        let lead = of_claim.span.start.lt(&expression.span.start).then(|| {
            let words = text.words(of_claim.span);
            words.split_whitespace().next().unwrap_or_default().to_lowercase()
        });
        let lead = lead.unwrap_or_default();
        let between = scene.heads_between(tokens.start, head);
        let in_cue = scene.statements.iter().any(|statement| {
            statement.content.iter().any(|content| content.contains(draft.trigger))
                && !statement.content.iter().any(|content| content.contains(expression.span))
        });
        let is_before = before.is_some_and(|time| time.start == of_claim.time.start && time.end == of_claim.time.end);
        let header = tokens.start > 0 && lead.is_empty() && from == 0 && expression.value.len() == 10;
        let mut add = |parts: &[&str]| {
            features.push(feature(parts));
            let mut own = vec![kind];
            own.extend_from_slice(parts);
            features.push(feature(&own));
        };
        let holds = of_claim.span.contains(draft.trigger);
        let wide = of_claim.span.len() > expression.span.len() + 12;
        add(&["same", yes(same)]);
        add(&["holds", yes(holds), "wide", yes(wide)]);
        add(&["wide", yes(wide), &relation]);
        add(&["same", yes(same), "here", few(here)]);
        add(&["relation", &relation]);
        add(&["relation", &relation, side]);
        add(&["side", side, far(distance), yes(same)]);
        add(&["inside", yes(subject.candidate.span.contains(expression.span))]);
        add(&["lead", &lead, yes(same)]);
        add(&["timex", expression.kind.word(), yes(same)]);
        add(&["value", shape(&expression.value), yes(same)]);
        add(&["between", few(between), yes(same)]);
        add(&["between", few(between), side, &relation]);
        add(&["cue", yes(in_cue), yes(same)]);
        add(&["cue", yes(in_cue), &relation]);
        add(&["is-before", yes(is_before), few(gap)]);
        add(&["header", yes(header)]);
        add(&["modality", subject.candidate.modality.word(), shape(&expression.value)]);
        add(&["rule", &draft.rule, yes(same)]);
        add(&["title", yes(subject.sentence <= 1), yes(same)]);
        add(&["bounds", yes(of_claim.time.start.is_some()), yes(of_claim.time.end.is_some())]);
        options.push(TimeOption { time: Some(of_claim.time.clone()), features });
    }

    if let Some(time) = before {
        let already = options
            .iter()
            .any(|option| option.time.as_ref().is_some_and(|other| other.start == time.start && other.end == time.end));
        if !already {
            let mut features = Vec::new();
            for parts in [
                vec!["inherit"],
                vec!["inherit", few(gap)],
                vec!["inherit", kind, few(gap)],
                vec!["inherit", &draft.rule, few(gap)],
                vec!["inherit", "here", few(here)],
            ] {
                features.push(feature(&parts));
            }
            options.push(TimeOption { time: Some(time.clone()), features });
        }
    }
    options
}

/// What a TIMEX3 value looks like: a day, a month, a year, a length, a word.
fn shape(value: &str) -> &'static str {
    match (value.as_bytes().first(), value.len()) {
        (Some(b'P'), _) if value.ends_with("_REF") => "reference",
        (Some(b'P'), _) => "length",
        (Some(b'0'..=b'9'), 4) => "year",
        (Some(b'0'..=b'9'), 7) => "month",
        (Some(b'0'..=b'9'), 10) => "day",
        (Some(b'0'..=b'9'), _) => "hour",
        _ => "other",
    }
}
