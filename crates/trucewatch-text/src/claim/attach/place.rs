//! Where: the places that a claim may take, and what speaks for each.

use super::Choice;
use super::scene::{Path, Scene, Subject, far, few};
use crate::annotate::place::claim_place_span;
use crate::claim::judge::{OfKind, feature, yes};
use crate::claim::slot::with_conjuncts;
use trucewatch_model::{ClaimPlace, Dep, Precision, Span};

/// So many mentions of places before the end of its sentence a claim looks at, besides those at the head of the report.
const IN_VIEW: usize = 40;
/// So many mentions at the head of the report.
const AT_HEAD: usize = 6;

/// A place in view.
struct Named {
    name: String,
    wide: Span,
    /// Index of the mention that stands for it.
    at: usize,
    mentions: usize,
}

/// The places named in view of a claim, each at its nearest mention, in the order in which they come up.
fn in_view(scene: &Scene<'_>, subject: &Subject<'_>) -> Vec<Named> {
    let text = scene.text;
    let head = subject.candidate.draft.head;
    let sentence = text.sentences[subject.sentence].span;
    let end = text.toponyms.partition_point(|toponym| toponym.span.start < sentence.end);
    let recent = end.saturating_sub(IN_VIEW);
    let mut named: Vec<Named> = Vec::new();
    for at in (0..AT_HEAD.min(recent)).chain(recent..end) {
        let Some(wide) = claim_place_span(text, at) else { continue };
        let name = text.words(wide).to_lowercase();
        match named.iter_mut().find(|known| known.name == name) {
            Some(known) => {
                known.mentions += 1;
                // Of two mentions in the sentence the one nearer to the predicate stands for the place.
                let distance = |at: usize| text.tokens_in(text.toponyms[at].span).start.abs_diff(head);
                if !sentence.contains(text.toponyms[known.at].span) || distance(at) < distance(known.at) {
                    (known.at, known.wide) = (at, wide);
                }
            }
            None => named.push(Named { name, wide, at, mentions: 1 }),
        }
    }
    named
}

/// Every place in view, and none.
pub fn place_options(scene: &Scene<'_>, subject: &Subject<'_>) -> Vec<Choice<ClaimPlace>> {
    let text = scene.text;
    let draft = &subject.candidate.draft;
    let kind = draft.content.kind().word();
    let head = draft.head;
    let sentence = &text.sentences[subject.sentence];
    let named = in_view(scene, subject);
    let here = named.iter().filter(|one| sentence.span.contains(text.toponyms[one.at].span)).count();
    let most = named.iter().map(|one| one.mentions).max().unwrap_or(0);
    let tense = scene.tense(head);
    let quoted = subject.statement.is_some();
    let back = scene.points_back(subject.sentence);

    let mut none = Vec::new();
    let mut add = |parts: &[&str]| none.push(feature(parts));
    add(&["no-place"]);
    add(&["no-place", kind, draft.content.type_word()]);
    add(&["no-place", "rule", &draft.rule]);
    add(&["no-place", "here", few(here)]);
    add(&["no-place", kind, "here", few(here)]);
    add(&["no-place", "known", few(named.len())]);
    add(&["no-place", "modality", subject.candidate.modality.word()]);
    add(&["no-place", "modality", subject.candidate.modality.word(), "here", few(here)]);
    add(&["no-place", "lemma", &text.tokens[head].lemma]);
    add(&["no-place", "title", yes(subject.sentence == 0)]);
    add(&["no-place", "tense", tense]);
    add(&["no-place", "tense", tense, "here", few(here)]);
    add(&["no-place", "quoted", yes(quoted), "here", few(here)]);
    add(&["no-place", "back", back, "here", few(here)]);
    let mut options = vec![Choice { value: None, features: none }];

    for (order, one) in named.iter().enumerate() {
        let toponym = &text.toponyms[one.at];
        let tokens = text.tokens_in(one.wide);
        let sentence_of = text.sentence_of(tokens.start);
        let apart = subject.sentence.saturating_sub(sentence_of);
        let same = apart == 0;
        let relation = if same { scene.relation(one.wide, head) } else { format!("apart{}", few(apart)) };
        let side = if tokens.start < head { "left" } else { "right" };
        let lemma = |token: Option<usize>| {
            token.and_then(|token| text.tokens.get(token)).map_or("-", |token| token.lemma.as_str())
        };
        let (lead, lead2) = (lemma(tokens.start.checked_sub(1)), lemma(tokens.start.checked_sub(2)));
        let next = lemma(Some(tokens.end));
        let precision = precision_of(toponym.place.as_ref().map(|place| place.precision));
        let mention = text.mentions.partition_point(|mention| mention.span.end <= toponym.span.start);
        let party = text.mentions.get(mention).is_some_and(|mention| mention.span.overlaps(toponym.span));
        let role = draft.actors.iter().find(|(_, actor)| tokens.contains(actor)).map_or("-", |(role, _)| role.word());
        let between = scene.heads_between(tokens.start, head);
        let nested = named.iter().any(|other| {
            let other = &text.toponyms[other.at];
            let near = other.span.end <= toponym.span.start && toponym.span.start - other.span.end < 12;
            near && finer(other.place.as_ref().map(|p| p.precision), toponym.place.as_ref().map(|p| p.precision))
        });
        let mut features = OfKind::new(kind, 60);
        let mut add = |parts: &[&str]| features.add(parts);
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
        add(&["speaker", yes(scene.of_speaker[one.at])]);
        add(&["actor", yes(role != "-"), role, precision]);
        let recency = named.iter().filter(|other| text.toponyms[other.at].span.start > toponym.span.start).count();
        add(&["recency", few(recency), few(apart), precision]);
        add(&["recency", few(recency), "here", few(here)]);
        add(&["between", few(between), side, yes(same)]);
        add(&["count", few(one.mentions), yes(one.mentions == most)]);
        add(&["most", yes(one.mentions == most), precision, few(apart)]);
        add(&["order", few(order), precision]);
        add(&["title", yes(sentence_of == 0), few(apart), precision]);
        add(&["nested", yes(nested)]);
        add(&["rule", &draft.rule, few(apart)]);

        let top = &text.tokens[tokens.end - 1];
        let governor = text.tokens[top.head].lemma.as_str();
        let dep = top.dep.word();
        add(&["dep", dep, precision]);
        add(&["dep", dep, precision, yes(same)]);
        add(&["dep", dep, governor]);
        add(&["next", next, yes(same)]);
        let larger = scene.in_larger_name(tokens.clone());
        add(&["larger", larger, precision]);
        let beside = with_conjuncts(text, tokens.end - 1).get(1).copied();
        let beside = beside.or((top.dep == Dep::Conj).then_some(top.head)).map(|token| text.tokens[token].span);
        let beside = match beside {
            Some(span) if text.toponym_at(span).is_some() => "place",
            Some(span) if text.mention_at(span).is_some() => "party",
            Some(_) => "other",
            None => "-",
        };
        add(&["beside", beside, precision]);
        add(&["lead-next", lead, next]);
        add(&["party", yes(party), yes(same), precision]);
        add(&["back", back, precision, few(apart)]);
        add(&["tense", tense, few(apart), "here", few(here)]);
        add(&["quoted", yes(quoted), few(apart), "here", few(here)]);
        if same {
            let path = scene.path(one.wide, head);
            let meets = path.meeting.map_or("-", |at| if at == head { "own" } else { scene.tense(at) });
            let outside = scene.outside(subject, toponym.span);
            add(&["path", &path.way]);
            add(&["meets", meets, side]);
            add(&["meets lemma", path.meeting.map_or("-", |at| text.tokens[at].lemma.as_str()), shape(&path)]);
            add(&["other claim", yes(path.other_claim), few(between)]);
            add(&["other claim", yes(path.other_claim), &relation]);
            add(&["outside", yes(outside), precision]);
            add(&["outside", yes(outside), &relation]);
            add(&["shape", shape(&path), lead]);
            let later = named[order + 1..].iter().any(|other| {
                sentence.span.contains(text.toponyms[other.at].span)
                    && finer(
                        text.toponyms[other.at].place.as_ref().map(|p| p.precision),
                        toponym.place.as_ref().map(|p| p.precision),
                    )
            });
            add(&["finer later", yes(later), precision]);
        } else {
            let home = &text.sentences[sentence_of];
            let paragraph = text.words(Span::new(home.span.end, sentence.span.start)).contains('\n');
            add(&["paragraph", yes(paragraph), few(apart)]);
            add(&["away", lead, few(apart)]);
            add(&["away", "tense", tense, precision]);
            add(&["away", "opens", yes(tokens.start < home.first + 3), yes(sentence_of == 0)]);
        }
        let place = ClaimPlace { text: text.words(one.wide).to_owned(), span: one.wide, place: toponym.place.clone() };
        options.push(Choice { value: Some(place), features: features.features });
    }
    options
}

/// A path without what is on its way.
fn shape(path: &Path) -> &str {
    path.way.split_once('^').map_or("apart", |(up, _)| up)
}

/// A precision, as a short word.
pub fn precision_of(precision: Option<Precision>) -> &'static str {
    precision.map_or("unknown", Precision::word)
}

/// Whether a place is more exact than another.
pub fn finer(a: Option<Precision>, b: Option<Precision>) -> bool {
    matches!((a, b), (Some(a), Some(b)) if a < b)
}
