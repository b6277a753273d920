//! What the judge sees of a draft: its words, its place in the parse, what stands around it in the sentence and in the report.

use super::linear::{Feature, feature};
use crate::Annotated;
use crate::claim::{Draft, slot};
use crate::terms::{Lexicon, Terms};
use trucewatch_model::{Content, Dep, Kind, Modality, Span};

/// What is known of a report's drafts together.
pub struct Context<'a> {
    /// The report.
    pub text: &'a Annotated<'a>,
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
    let mut out = Vec::with_capacity(96);
    let mut add = |parts: &[&str]| {
        out.push(feature(parts));
        let mut own = vec![kind];
        own.extend_from_slice(parts);
        out.push(feature(&own));
    };
    let trigger = text.words(draft.trigger).to_lowercase();
    add(&["bias"]);
    add(&["type", kind_type]);
    add(&["rule", &draft.rule]);
    add(&["rule-type", &draft.rule, kind_type]);
    add(&["lemma", &token.lemma]);
    add(&["trigger", &trigger]);
    add(&["tag", token.tag.word()]);
    add(&["dep", token.dep.word()]);
    add(&["rule-dep", &draft.rule, token.dep.word()]);
    add(&["modality", modalities[at].word()]);
    let governor = slot::governor(text, head);
    let governor_lemma = governor.map_or("-", |governor| text.tokens[governor].lemma.as_str());
    add(&["governor", governor_lemma]);
    add(&["lemma-governor", &token.lemma, governor_lemma]);
    let direct = if token.head == head { "-" } else { text.tokens[token.head].lemma.as_str() };
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
            add(&["child-word", here.dep.word(), &here.lemma]);
        }
        if here.dep == Dep::Prep {
            if let Some(object) = text.child(child, Dep::Pobj) {
                add(&["prep-object", &here.lemma, &text.tokens[object].lemma]);
                add(&["prep-place", &here.lemma, yes(is_place(text, object))]);
            }
        }
    }
    let sentence_at = text.sentence_of(head);
    let sentence = &text.sentences[sentence_at];
    for (name, offset) in [("before2", -2i64), ("before", -1), ("after", 1), ("after2", 2)] {
        let other = head as i64 + offset;
        let inside = other >= sentence.first as i64 && other < sentence.last as i64;
        let word = if inside { text.tokens[other as usize].lemma.as_str() } else { "-" };
        add(&[name, word]);
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
        add(&["actor", role.word(), &text.tokens[*actor].lemma]);
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
    if draft.content.kind() == Kind::Attack {
        for hint in method_hints(context, at) {
            add(&["hint", &hint]);
            add(&["hint-lemma", &hint, &token.lemma]);
            add(&["hint-rule", &hint, &draft.rule]);
        }
    }
    out
}

/// Which means the report gives for an attack: in its own clause, and at the nearest attacks whose means is stated.
fn method_hints(context: &Context<'_>, at: usize) -> Vec<String> {
    let Context { text, terms, lexicon, drafts, spans, means, .. } = context;
    let head = drafts[at].head;
    let mut hints = Vec::new();
    let mut class_of = |token: usize, name: &str, hints: &mut Vec<String>| {
        if let Some(term) = means.and_then(|concept| terms.of(token, concept)) {
            hints.push(format!("{name}:{}", lexicon.class_name(term.concept, term.class)));
        }
    };
    let inside = text.tokens_in(spans[at]);
    for token in inside.clone() {
        if token != head {
            class_of(token, "clause", &mut hints);
        }
    }
    for (role, actor) in &drafts[at].actors {
        class_of(*actor, role.word(), &mut hints);
    }
    let sentence = &text.sentences[text.sentence_of(head)];
    for token in sentence.first..sentence.last {
        if !inside.contains(&token) {
            class_of(token, "sentence", &mut hints);
        }
    }
    let stated = |draft: &Draft| matches!(&draft.content, Content::Attack { method } if !matches!(method.word(), "other" | "clash" | "abduction"));
    let before = drafts.iter().filter(|d| d.head < head && stated(d)).max_by_key(|d| d.head);
    let after = drafts.iter().filter(|d| d.head > head && stated(d)).min_by_key(|d| d.head);
    for (name, found) in [("previous", before), ("next", after)] {
        match found {
            Some(found) => {
                let near = text.sentence_of(found.head).abs_diff(text.sentence_of(head));
                hints.push(format!("{name}:{}", found.content.type_word()));
                hints.push(format!("{name}:{}:{}", found.content.type_word(), near.min(3)));
            }
            None => hints.push(format!("{name}:none")),
        }
    }
    if let (Some(before), Some(after)) = (before, after) {
        hints.push(format!("both:{}:{}", before.content.type_word(), after.content.type_word()));
    }
    let mut counts: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    for draft in drafts.iter().filter(|draft| stated(draft)) {
        *counts.entry(draft.content.type_word()).or_default() += 1;
    }
    if let Some((most, _)) = counts.iter().max_by_key(|(_, count)| **count) {
        hints.push(format!("most:{most}"));
        hints.push(format!("only:{most}:{}", yes(counts.len() == 1)));
    }
    hints.sort();
    hints.dedup();
    hints
}

fn kinds_in(drafts: &[Draft]) -> usize {
    Kind::ALL.iter().filter(|kind| drafts.iter().any(|draft| draft.content.kind() == **kind)).count()
}

fn is_place(text: &Annotated<'_>, token: usize) -> bool {
    text.toponyms.iter().any(|toponym| toponym.span.overlaps(text.tokens[token].span))
}

fn yes(value: bool) -> &'static str {
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
