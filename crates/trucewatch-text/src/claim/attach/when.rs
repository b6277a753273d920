//! When: the times that a claim may take, and what speaks for each.

use super::Choice;
use super::scene::{Path, Scene, Subject, far, few};
use crate::Annotated;
use crate::claim::judge::{OfKind, feature, yes};
use crate::claim::slot;
use jiff::civil::Date;
use trucewatch_model::{ClaimTime, Moment, Span};

/// So many times a claim chooses from at most.
const MOST: usize = 40;

/// The times of the claim's sentence and of the one before, and none.
pub fn time_options(scene: &Scene<'_>, subject: &Subject<'_>) -> Vec<Choice<ClaimTime>> {
    let text = scene.text;
    let draft = &subject.candidate.draft;
    let kind = draft.content.kind().word();
    let head = draft.head;
    let sentence = &text.sentences[subject.sentence];
    let from = subject.sentence.saturating_sub(1);
    let reach = Span::new(text.sentences[from].span.start, sentence.span.end);
    let first = text.times.partition_point(|time| time.span.start < reach.start);
    let within = (first..text.times.len()).take_while(|&at| text.times[at].span.start < reach.end);
    let found: Vec<usize> =
        within.filter(|&at| !scene.times[at].is_empty() && reach.contains(text.times[at].span)).take(MOST).collect();
    let here = found.iter().filter(|&&at| sentence.span.contains(text.times[at].span)).count();
    let mut options: Vec<Choice<ClaimTime>> = Vec::new();

    let tense = scene.tense(head);
    let opening = text.tokens[sentence.first].lemma.as_str();
    let today = text.dates.reference();
    let quoted = subject.statement.is_some();
    let mut none = Vec::new();
    let mut add = |parts: &[&str]| none.push(feature(parts));
    add(&["none"]);
    add(&["none", kind, draft.content.type_word()]);
    add(&["none", "rule", &draft.rule]);
    add(&["none", "modality", subject.candidate.modality.word()]);
    add(&["none", "here", few(here)]);
    add(&["none", "reach", few(found.len())]);
    add(&["none", "lemma", &text.tokens[head].lemma]);
    add(&["none", "title", yes(subject.sentence == 0)]);
    add(&["none", "tense", tense]);
    add(&["none", "tense", tense, "here", few(here)]);
    add(&["none", "tense", tense, "reach", few(found.len())]);
    add(&["none", kind, "tense", tense]);
    add(&["none", "quoted", yes(quoted), "here", few(here)]);
    options.push(Choice { value: None, features: none });

    let readings = found.iter().flat_map(|&at| scene.times[at].iter().map(move |of_claim| (at, of_claim)));
    for (at, of_claim) in readings {
        let expression = &text.times[at];
        let tokens = text.tokens_in(expression.span);
        let same = sentence.span.contains(expression.span);
        let mut features = OfKind::new(kind, 60);
        let side = if tokens.start < head { "left" } else { "right" };
        let distance = tokens.start.abs_diff(head);
        let relation = if same { scene.relation(of_claim.span, head) } else { "sentence-before".to_owned() };
        let lead = of_claim.span.start.lt(&expression.span.start).then(|| {
            let words = text.words(of_claim.span);
            words.split_whitespace().next().unwrap_or_default().to_lowercase()
        });
        let lead = lead.unwrap_or_default();
        let between = scene.heads_between(tokens.start, head);
        let in_cue = scene.outside(subject, expression.span);
        let header = tokens.start > 0 && lead.is_empty() && from == 0 && expression.value.len() == 10;
        let mut add = |parts: &[&str]| features.add(parts);
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
        add(&["header", yes(header)]);
        add(&["modality", subject.candidate.modality.word(), shape(&expression.value)]);
        add(&["rule", &draft.rule, yes(same)]);
        add(&["title", yes(subject.sentence <= 1), yes(same)]);
        let path = if same { scene.path(expression.span, head) } else { Path::default() };
        add(&["path", &path.way]);
        add(&["other claim", yes(path.other_claim), yes(same)]);
        add(&["other claim", yes(path.other_claim), &relation]);
        add(&["other claim", yes(path.other_claim), few(between), side]);
        let meets = path.meeting.map_or("-", |at| if at == head { "own" } else { scene.tense(at) });
        add(&["meets", meets, tense]);
        let holder = verb_above(text, tokens.start);
        let own = if holder == Some(head) { "own" } else { yes(same) };
        add(&["holder", holder.map_or("-", |at| text.tokens[at].lemma.as_str()), own]);
        let when = when_of(&of_claim.time, today);
        add(&["when", when, tense]);
        add(&["when", when, tense, yes(same)]);
        add(&["when", when, subject.candidate.modality.word()]);
        add(&["shape", shape(&expression.value), tense, yes(same)]);
        let home = if same { sentence } else { &text.sentences[from] };
        let fronted = tokens.start < home.first + 4;
        let last = tokens.end + 2 >= home.last;
        add(&["fronted", yes(fronted), yes(same), side]);
        add(&["last", yes(last), yes(same)]);
        if !same {
            let said = holder.is_some_and(|at| scene.cues[at]);
            let claimed = holder.is_some_and(|at| scene.heads.binary_search(&at).is_ok());
            add(&["back", "said", yes(said), "claimed", yes(claimed)]);
            add(&["back", "tense", tense, "said", yes(said)]);
            add(&["back", "tense", tense, holder.map_or("-", |at| scene.tense(at))]);
            add(&["back", "fronted", yes(fronted), tense]);
            add(&["back", "here", few(here), tense]);
            add(&["back", "opening", opening]);
            add(&["back", "when", when, "quoted", yes(quoted)]);
            let paragraph = text.words(Span::new(home.span.end, sentence.span.start)).contains('\n');
            add(&["back", "paragraph", yes(paragraph), "title", yes(from == 0)]);
            add(&["back", "only", yes(found.len() == 1)]);
            let later = found.iter().filter(|&&other| other > at).count();
            add(&["back", "later", few(later), when]);
        }
        add(&["bounds", yes(of_claim.time.start.is_some()), yes(of_claim.time.end.is_some())]);
        options.push(Choice { value: Some(of_claim.time.clone()), features: features.features });
    }

    options
}

/// The nearest verb that a token hangs on.
fn verb_above(text: &Annotated<'_>, token: usize) -> Option<usize> {
    let mut at = token;
    for _ in 0..8 {
        let up = text.tokens[at].head;
        if up == at {
            break;
        }
        at = up;
        if slot::is_verbal(text, at) {
            return Some(at);
        }
    }
    None
}

/// Where a time lies from the report's day.
fn when_of(time: &ClaimTime, today: Option<Date>) -> &'static str {
    let Some(today) = today else { return "undated" };
    let (start, end) = (time.start.map(Moment::date), time.end.map(Moment::date));
    match (start, end) {
        (None, None) => "open",
        (Some(start), Some(end)) if start == end => match (today - start).get_days() {
            ..=-1 => "ahead",
            0 => "today",
            1 => "yesterday",
            2..=7 => "week",
            _ => "day",
        },
        (Some(start), _) if start > today => "ahead long",
        (Some(start), Some(end)) if end >= today => match (today - start).get_days() {
            ..=3 => "till now short",
            4..=60 => "till now",
            _ => "till now long",
        },
        (_, Some(end)) if end >= today => "till",
        (Some(_), None) => "from",
        (_, Some(end)) if (today - end).get_days() > 60 => "past long",
        _ => "past",
    }
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
