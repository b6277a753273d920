//! What the judge sees of attacks besides: which means the report gives for a strike or raid that states none, and how the
//! drafts of one sentence hang together, since noun and verb often tell one attack.

use super::features::Context;
use crate::Annotated;
use crate::claim::{Draft, slot};
use std::collections::{BTreeMap, BTreeSet};
use trucewatch_model::{Content, Dep, Role};

/// How far a chain of heads is followed from one draft to another.
const REACH: usize = 5;

/// The attack that a draft tells, seen from the rest of the report: names of features, each said once.
pub fn method_hints(context: &Context<'_>, at: usize) -> BTreeSet<String> {
    let mut hints = near_means(context, at);
    let Context { text, drafts, .. } = context;
    let head = drafts[at].head;
    let definite = is_definite(text, head);
    let before = drafts.iter().filter(|d| d.head < head && stated(d)).max_by_key(|d| d.head);
    let after = drafts.iter().filter(|d| d.head > head && stated(d)).min_by_key(|d| d.head);
    for (name, found) in [("previous", before), ("next", after)] {
        match found {
            Some(found) => {
                let method = found.content.type_word();
                let near = text.sentence_of(found.head).abs_diff(text.sentence_of(head)).min(3);
                hints.insert(format!("{name}:{method}"));
                hints.insert(format!("{name}:{method}:{near}"));
                hints.insert(format!("{name}:{method}:definite:{definite}"));
            }
            None => {
                hints.insert(format!("{name}:none"));
            }
        }
    }
    if let (Some(before), Some(after)) = (before, after) {
        hints.insert(format!("both:{}:{}", before.content.type_word(), after.content.type_word()));
    }
    same_parties(context, at, &mut hints);
    whole_report(context, &mut hints);
    hints
}

/// Words for means in the draft's own clause, in its roles, and elsewhere in the sentence.
fn near_means(context: &Context<'_>, at: usize) -> BTreeSet<String> {
    let Context { text, drafts, spans, .. } = context;
    let head = drafts[at].head;
    let mut hints = BTreeSet::new();
    let mut hint = |token: usize, name: &str| {
        if let Some(class) = means_of(context, token) {
            hints.insert(format!("{name}:{class}"));
        }
    };
    let inside = text.tokens_in(spans[at]);
    inside.clone().filter(|&token| token != head).for_each(|token| hint(token, "clause"));
    for (role, actor) in &drafts[at].actors {
        hint(*actor, role.word());
        for &child in &text.children[*actor] {
            hint(child, role.word());
        }
    }
    for &child in &text.children[head] {
        hint(child, text.tokens[child].dep.word());
        for &below in &text.children[child] {
            hint(below, &format!("{}:{}", text.tokens[child].lemma, text.tokens[below].dep.word()));
        }
    }
    if let Some(governor) = slot::governor(text, head) {
        hint(governor, "governor");
        for &sister in &text.children[governor] {
            hint(sister, &format!("governor:{}", text.tokens[sister].dep.word()));
        }
    }
    let sentence = &text.sentences[text.sentence_of(head)];
    (sentence.first..sentence.last).filter(|token| !inside.contains(token)).for_each(|token| hint(token, "sentence"));
    hints
}

/// Attacks of stated means elsewhere by the same attacker, on the same target, or named by the same word.
fn same_parties(context: &Context<'_>, at: usize, hints: &mut BTreeSet<String>) {
    let Context { text, drafts, .. } = context;
    let draft = &drafts[at];
    let lemma = |token: usize| text.tokens[token].lemma.as_str();
    for other in drafts.iter().filter(|other| other.head != draft.head && stated(other)) {
        let method = other.content.type_word();
        for (role, actor) in &draft.actors {
            if other.actors.iter().any(|(r, a)| r == role && lemma(*a) == lemma(*actor)) {
                hints.insert(format!("same-{}:{method}", role.word()));
            }
        }
        if text.sentence_of(other.head) <= 1 {
            hints.insert(format!("title:{method}"));
        }
    }
    for (role, actor) in &draft.actors {
        if *role == Role::Attacker
            && let Some(mention) = text.mentions.iter().find(|mention| mention.span.overlaps(text.tokens[*actor].span))
        {
            hints.insert(format!("by-category:{}", mention.category.word()));
            if let Some(name) = &mention.actor {
                hints.insert(format!("by-party:{name}"));
            }
        }
    }
}

/// Which means the report speaks of most.
fn whole_report(context: &Context<'_>, hints: &mut BTreeSet<String>) {
    let mut told: BTreeMap<&str, usize> = BTreeMap::new();
    for draft in context.drafts.iter().filter(|draft| stated(draft)) {
        *told.entry(draft.content.type_word()).or_default() += 1;
    }
    let mut named: BTreeMap<&str, usize> = BTreeMap::new();
    for class in (0..context.text.tokens.len()).filter_map(|token| means_of(context, token)) {
        *named.entry(class).or_default() += 1;
    }
    for (name, counts) in [("most", &told), ("named", &named)] {
        match counts.iter().max_by_key(|(_, count)| **count) {
            Some((most, _)) => {
                hints.insert(format!("{name}:{most}"));
                hints.insert(format!("only-{name}:{most}:{}", counts.len() == 1));
            }
            None => {
                hints.insert(format!("{name}:none"));
            }
        }
        hints.extend(counts.keys().map(|class| format!("any-{name}:{class}")));
    }
}

/// How a draft hangs together with the other attacks of its sentence, and whether it only points back at one.
pub fn kin(context: &Context<'_>, at: usize) -> BTreeSet<String> {
    let Context { text, drafts, spans, .. } = context;
    let draft = &drafts[at];
    let sentence = text.sentence_of(draft.head);
    let mut found = BTreeSet::new();
    let mut told_before = "no";
    for (nth, other) in drafts.iter().enumerate() {
        if other.content.kind() != draft.content.kind() || nth == at {
            continue;
        }
        let there = text.sentence_of(other.head);
        if there != sentence {
            if there < sentence {
                told_before = "yes";
            }
            continue;
        }
        let same = other.content.type_word() == draft.content.type_word();
        let way = match (path(text, draft.head, other.head), path(text, other.head, draft.head)) {
            (Some(up), _) => format!("below:{up}"),
            (_, Some(down)) => format!("above:{down}"),
            _ => "apart".to_owned(),
        };
        found.insert(format!("{way}:{same}"));
        found.insert(format!("{way}:{}", other.rule));
        found.insert(format!("{way}:{}", text.tokens[other.head].lemma));
        found.insert(format!("{way}:{}:{}", draft.rule, other.rule));
        if spans[nth] == spans[at] {
            found.insert(format!("one-span:{}:{}", draft.rule, other.rule));
        }
    }
    let definite = is_definite(text, draft.head);
    let bare = text.children[draft.head].iter().all(|&child| matches!(text.tokens[child].dep, Dep::Det | Dep::Punct));
    found.insert(format!("back:{definite}:{told_before}"));
    found.insert(format!("back:{definite}:{told_before}:{bare}"));
    found.insert(format!("back:{definite}:{told_before}:{bare}:{}", draft.rule));
    found.insert(format!("back:{definite}:{told_before}:{bare}:{}", draft.content.type_word()));
    found.insert(format!("back:{definite}:{bare}:{}", text.tokens[draft.head].dep.word()));
    found
}

/// The way up from one token to another, by relations and prepositions.
fn path(text: &Annotated<'_>, from: usize, to: usize) -> Option<String> {
    let mut way = String::new();
    let mut at = from;
    for _ in 0..REACH {
        let token = &text.tokens[at];
        if token.head == at {
            return None;
        }
        way.push_str(if token.dep == Dep::Prep { &token.lemma } else { token.dep.word() });
        way.push('>');
        at = token.head;
        if at == to {
            return Some(way);
        }
    }
    None
}

/// How a noun is introduced: "the", "its", "this", "a", or nothing.
fn is_definite<'a>(text: &'a Annotated<'_>, head: usize) -> &'a str {
    text.children_by(head, &[Dep::Det, Dep::Poss]).next().map_or("-", |child| match text.tokens[child].dep {
        Dep::Det => text.tokens[child].lemma.as_str(),
        _ => "poss",
    })
}

fn stated(draft: &Draft) -> bool {
    matches!(&draft.content, Content::Attack { method } if !matches!(method.word(), "other" | "clash" | "abduction"))
}

fn means_of<'a>(context: &Context<'a>, token: usize) -> Option<&'a str> {
    let term = context.means.and_then(|concept| context.terms.of(token, concept))?;
    Some(context.lexicon.class_name(term.concept, term.class))
}
