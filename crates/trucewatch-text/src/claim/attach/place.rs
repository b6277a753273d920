//! Where: the places that a claim may take, and what speaks for each.

use super::scene::{Scene, Subject, far, few};
use crate::annotate::place::claim_place_span;
use crate::claim::judge::{Feature, feature, yes};
use trucewatch_model::{ClaimPlace, Precision};

/// A place that a claim may take; `place` is `None` for "the text does not say".
pub struct PlaceOption {
    /// The place.
    pub place: Option<ClaimPlace>,
    /// What speaks for it and against it.
    pub features: Vec<Feature>,
}

/// Every place named up to the end of the claim's sentence, each at its nearest mention, and none.
pub fn place_options(
    scene: &Scene<'_>,
    subject: &Subject<'_>,
    previous: Option<&(usize, ClaimPlace)>,
) -> Vec<PlaceOption> {
    let text = scene.text;
    let draft = &subject.candidate.draft;
    let kind = draft.content.kind().word();
    let head = draft.head;
    let sentence = &text.sentences[subject.sentence];
    let mut nearest: Vec<(String, usize, usize)> = Vec::new();
    for (at, toponym) in text.toponyms.iter().enumerate() {
        if toponym.span.start >= sentence.span.end {
            break;
        }
        let Some(wide) = claim_place_span(text, at) else { continue };
        let name = text.words(wide).to_lowercase();
        match nearest.iter_mut().find(|(known, ..)| *known == name) {
            Some((_, mention, count)) => {
                *count += 1;
                // Of two mentions in the sentence the one nearer to the predicate stands for the place.
                let distance = |at: usize| text.tokens_in(text.toponyms[at].span).start.abs_diff(head);
                if !sentence.span.contains(text.toponyms[*mention].span) || distance(at) < distance(*mention) {
                    *mention = at;
                }
            }
            None => nearest.push((name, at, 1)),
        }
    }
    let here = nearest.iter().filter(|(_, at, _)| sentence.span.contains(text.toponyms[*at].span)).count();
    let before = previous.map(|(_, place)| place);
    let gap = previous.map_or(9, |(at, _)| subject.sentence.saturating_sub(*at));
    let most = nearest.iter().map(|(_, _, count)| *count).max().unwrap_or(0);

    let mut none = Vec::new();
    let mut add = |parts: &[&str]| none.push(feature(parts));
    add(&["no-place"]);
    add(&["no-place", kind, draft.content.type_word()]);
    add(&["no-place", "rule", &draft.rule]);
    add(&["no-place", "here", few(here)]);
    add(&["no-place", kind, "here", few(here)]);
    add(&["no-place", "before", yes(before.is_some()), few(gap)]);
    add(&["no-place", "known", few(nearest.len())]);
    add(&["no-place", "modality", subject.candidate.modality.word()]);
    add(&["no-place", "lemma", &text.tokens[head].lemma]);
    add(&["no-place", "title", yes(subject.sentence == 0)]);
    let mut options = vec![PlaceOption { place: None, features: none }];

    for (order, (name, at, count)) in nearest.iter().enumerate() {
        let toponym = &text.toponyms[*at];
        let Some(wide) = claim_place_span(text, *at) else { continue };
        let tokens = text.tokens_in(wide);
        let sentence_of = text.sentence_of(tokens.start);
        let apart = subject.sentence.saturating_sub(sentence_of);
        let same = apart == 0;
        let relation = if same { scene.relation(wide, head) } else { format!("apart{}", few(apart)) };
        let side = if tokens.start < head { "left" } else { "right" };
        let lead = tokens.start.checked_sub(1).map_or("-", |token| text.tokens[token].lemma.as_str());
        let lead2 = tokens.start.checked_sub(2).map_or("-", |token| text.tokens[token].lemma.as_str());
        let precision = toponym.place.as_ref().map_or("unknown", |place| place.precision.word());
        let in_speaker =
            scene.statements.iter().any(|s| s.speaker.as_ref().is_some_and(|who| who.span.contains(toponym.span)));
        let is_actor = draft.actors.iter().any(|(_, actor)| tokens.contains(actor));
        let role = draft.actors.iter().find(|(_, actor)| tokens.contains(actor)).map_or("-", |(role, _)| role.word());
        let is_before = before.is_some_and(|place| place.text.to_lowercase() == *name);
        let between = scene.heads_between(tokens.start, head);
        let nested = nearest.iter().any(|(_, other, _)| {
            let other = &text.toponyms[*other];
            let near = other.span.end <= toponym.span.start && toponym.span.start - other.span.end < 12;
            near && finer(other.place.as_ref().map(|p| p.precision), toponym.place.as_ref().map(|p| p.precision))
        });
        let mut features = Vec::with_capacity(64);
        let mut add = |parts: &[&str]| {
            features.push(feature(parts));
            let mut own = vec![kind];
            own.extend_from_slice(parts);
            features.push(feature(&own));
        };
        add(&["apart", few(apart)]);
        add(&["apart", few(apart), "here", few(here)]);
        add(&["relation", &relation]);
        add(&["relation", &relation, side]);
        add(&["relation", &relation, precision]);
        add(&["side", side, far(tokens.start.abs_diff(head)), yes(same)]);
        add(&["inside", yes(subject.candidate.span.contains(toponym.span)), precision]);
        add(&["lead", lead, yes(same)]);
        add(&["lead2", lead2, lead]);
        add(&["lead-relation", lead, &relation]);
        add(&["precision", precision, few(apart)]);
        add(&["speaker", yes(in_speaker)]);
        add(&["actor", yes(is_actor), role, precision]);
        let recency =
            nearest.iter().filter(|(_, other, _)| text.toponyms[*other].span.start > toponym.span.start).count();
        add(&["recency", few(recency), few(apart), precision]);
        add(&["recency", few(recency), "here", few(here)]);
        add(&["is-before", yes(is_before), few(gap)]);
        add(&["is-before", yes(is_before), few(gap), "here", few(here)]);
        add(&["between", few(between), side, yes(same)]);
        add(&["count", few(*count), yes(*count == most)]);
        add(&["most", yes(*count == most), precision, few(apart)]);
        add(&["order", few(order), precision]);
        add(&["title", yes(sentence_of == 0), few(apart), precision]);
        add(&["nested", yes(nested)]);
        add(&["rule", &draft.rule, few(apart)]);
        let place = ClaimPlace { text: text.words(wide).to_owned(), span: wide, place: toponym.place.clone() };
        options.push(PlaceOption { place: Some(place), features });
    }
    options
}

/// Whether a place is more exact than another.
pub fn finer(a: Option<Precision>, b: Option<Precision>) -> bool {
    matches!((a, b), (Some(a), Some(b)) if a < b)
}
