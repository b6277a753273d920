//! What the judge sees of a draft: its words, its place in the parse, what stands around it in the sentence and in the report.

use super::linear::{Feature, OfKind};
use super::words::{classes, word};
use super::{attack, telling, truce};
use crate::Annotated;
use crate::claim::{Draft, slot};
use crate::terms::{Lexicon, Terms};
use trucewatch_model::{Dep, Kind, Modality, Span, Statement};

/// What is known of a report's drafts together.
pub struct Context<'a> {
    /// The report.
    pub text: &'a Annotated<'a>,
    /// Who says what in it.
    pub statements: &'a [Statement],
    /// The codebook's words in it.
    pub terms: &'a Terms,
    /// The codebook's words.
    pub lexicon: &'a Lexicon,
    /// All drafts, in the order of their predicates.
    pub drafts: &'a [Draft],
    /// The words of each draft.
    pub spans: &'a [Span],
    /// How each draft is told, as the syntax has it.
    pub modalities: &'a [Modality],
    /// The concept of what attacks are carried out with.
    pub means: Option<u16>,
}

/// The features of draft `at`.
pub fn features(context: &Context<'_>, at: usize) -> Vec<Feature> {
    let Context { text, drafts, spans, modalities, .. } = context;
    let draft = &drafts[at];
    let head = draft.head;
    let token = &text.tokens[head];
    let kind = draft.content.kind().word();
    let kind_type = draft.content.type_word();
    let mut out = OfKind::new(kind, 160);
    let mut add = |parts: &[&str]| out.add(parts);
    let trigger = text.words(draft.trigger).to_lowercase();
    add(&["bias"]);
    add(&["type", kind_type]);
    add(&["rule", &draft.rule]);
    add(&["rule-type", &draft.rule, kind_type]);
    let own = word(context, head);
    add(&["lemma", own]);
    add(&["trigger", &trigger]);
    add(&["tag", token.tag.word()]);
    add(&["dep", token.dep.word()]);
    add(&["rule-dep", &draft.rule, token.dep.word()]);
    add(&["modality", modalities[at].word()]);
    let governor = slot::governor(text, head);
    let governor_lemma = governor.map_or("-", |governor| word(context, governor));
    add(&["governor", governor_lemma]);
    add(&["lemma-governor", own, governor_lemma]);
    let direct = if token.head == head { "-" } else { word(context, token.head) };
    add(&["head", direct, token.dep.word()]);
    for &child in &text.children[head] {
        let here = &text.tokens[child];
        add(&["child", here.dep.word()]);
        if matches!(
            here.dep,
            Dep::Det
                | Dep::Aux
                | Dep::Amod
                | Dep::Compound
                | Dep::Prep
                | Dep::Neg
                | Dep::Mark
                | Dep::Poss
                | Dep::Dobj
                | Dep::Nsubj
                | Dep::Nsubjpass
                | Dep::Advmod
                | Dep::Nummod
                | Dep::Prt
        ) {
            add(&["child-word", here.dep.word(), word(context, child)]);
        }
        if here.dep == Dep::Prep
            && let Some(object) = text.child(child, Dep::Pobj)
        {
            add(&["prep-object", &here.lemma, word(context, object)]);
            for (concept, class) in classes(context, object) {
                add(&["prep-class", &here.lemma, concept, class]);
            }
            add(&["prep-place", &here.lemma, yes(is_place(text, object))]);
        }
    }
    let sentence_at = text.sentence_of(head);
    let sentence = &text.sentences[sentence_at];
    let token_at = |offset: i64| {
        let other = usize::try_from(head as i64 + offset).ok()?;
        (sentence.first..sentence.last).contains(&other).then_some(other)
    };
    let lemma_at = |offset: i64| token_at(offset).map_or("-", |token| word(context, token));
    let tag_at = |offset: i64| token_at(offset).map_or("-", |token| text.tokens[token].tag.word());
    for (name, offset) in [("before2", -2), ("before", -1), ("after", 1), ("after2", 2)] {
        add(&[name, lemma_at(offset)]);
    }
    add(&["title", yes(sentence_at == 0), yes(sentence_at == 1)]);
    add(&[
        "agents",
        yes(draft.actors.iter().any(|(role, _)| matches!(role.word(), "attacker" | "by" | "accused" | "perpetrator"))),
    ]);
    add(&[
        "targets",
        yes(draft.actors.iter().any(|(role, _)| matches!(role.word(), "target" | "from" | "to" | "with"))),
    ]);
    for (role, actor) in &draft.actors {
        add(&["actor", role.word(), word(context, *actor)]);
        for (concept, class) in classes(context, *actor) {
            add(&["actor-class", role.word(), concept, class]);
        }
        if let Some(mention) = text.mention_at(text.tokens[*actor].span) {
            add(&["actor-category", role.word(), mention.category.word()]);
        }
    }
    add(&["length", size(spans[at].len())]);
    add(&["arguments", yes(spans[at].len() > draft.trigger.len() + 4)]);
    add(&["place-inside", yes(text.toponyms.iter().any(|toponym| spans[at].contains(toponym.span)))]);
    add(&["time-inside", yes(text.times.iter().any(|time| time.span.overlaps(spans[at])))]);

    // What other drafts of the sentence and the report say.
    let mut same_kind_before = 0;
    let mut in_sentence = 0;
    for (other, draft_other) in drafts.iter().enumerate() {
        if other == at {
            continue;
        }
        let same_sentence = draft_other.head >= sentence.first && draft_other.head < sentence.last;
        let same_kind = draft_other.content.kind() == draft.content.kind();
        if same_sentence {
            in_sentence += 1;
            let relation = if draft_other.head < head { "left" } else { "right" };
            add(&["beside", draft_other.content.kind().word(), draft_other.content.type_word(), relation]);
            if spans[other].contains(draft.trigger) {
                add(&["inside", draft_other.content.kind().word(), &draft_other.rule]);
            }
            if spans[at].contains(draft_other.trigger) {
                add(&["holds", draft_other.content.kind().word(), &draft_other.rule]);
            }
        }
        if same_kind && draft_other.head < head {
            same_kind_before += 1;
            if draft_other.content.type_word() == kind_type && text.tokens[draft_other.head].lemma == token.lemma {
                add(&["told-before", yes(same_sentence)]);
            }
        }
    }
    add(&["in-sentence", small(in_sentence)]);
    add(&["before", small(same_kind_before)]);
    add(&["report-density", small(drafts.len() * 4 / text.sentences.len().max(1))]);
    add(&["report-kinds", small(kinds_in(drafts))]);
    add(&["tags", tag_at(-1), tag_at(1)]);
    add(&["tags2", tag_at(-2), tag_at(-1), tag_at(1), tag_at(2)]);
    add(&["lemma-before", own, lemma_at(-1)]);
    add(&["lemma-after", own, lemma_at(1)]);
    add(&["around", lemma_at(-1), lemma_at(1)]);
    add(&["before-both", lemma_at(-2), lemma_at(-1)]);
    add(&["after-both", lemma_at(1), lemma_at(2)]);
    add(&["lemma-dep", own, token.dep.word()]);
    add(&["governor-dep", governor_lemma, token.dep.word()]);
    let above = governor.and_then(|governor| slot::governor(text, governor));
    add(&["above", above.map_or("-", |above| word(context, above))]);
    let words = sentence.last - sentence.first;
    let verbless = !(sentence.first..sentence.last).any(|at| slot::is_verbal(text, at));
    add(&["sentence", small(words / 6), yes(verbless)]);
    add(&["last", small(text.sentences.len() - 1 - sentence_at)]);
    add(&["capital", yes(text.words(token.span).starts_with(char::is_uppercase)), yes(head == sentence.first)]);
    add(&["in-name", yes(text.mentions.iter().any(|mention| mention.span.overlaps(token.span)))]);
    add(&["in-place", yes(is_place(text, head))]);
    for offset in [-4, -3, -2, -1, 1, 2, 3, 4] {
        let side = if offset < 0 { "left" } else { "right" };
        for (concept, class) in token_at(offset).into_iter().flat_map(|other| classes(context, other)) {
            add(&["near-class", side, concept, class]);
        }
    }
    for hint in telling::hints(context, at) {
        add(&["telling", &hint]);
    }
    if draft.content.kind() == Kind::Attack {
        for hint in attack::method_hints(context, at) {
            add(&["hint", &hint]);
            add(&["hint-lemma", &hint, own]);
            add(&["hint-rule", &hint, &draft.rule]);
        }
        for relation in attack::kin(context, at) {
            add(&["kin", &relation]);
        }
    }
    if draft.content.kind() == Kind::Ceasefire {
        for hint in truce::hints(context, at) {
            add(&["truce", &hint]);
            add(&["truce-rule", &hint, &draft.rule]);
        }
    }
    out.features
}

fn kinds_in(drafts: &[Draft]) -> usize {
    Kind::ALL.iter().filter(|kind| drafts.iter().any(|draft| draft.content.kind() == **kind)).count()
}

fn is_place(text: &Annotated<'_>, token: usize) -> bool {
    text.toponyms.iter().any(|toponym| toponym.span.overlaps(text.tokens[token].span))
}

pub(in crate::claim) fn yes(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}

fn small(count: usize) -> &'static str {
    ["0", "1", "2", "3", "4", "5", "6+"][count.min(6)]
}

fn size(bytes: usize) -> &'static str {
    match bytes {
        0..12 => "word",
        12..30 => "phrase",
        30..80 => "clause",
        _ => "long",
    }
}
