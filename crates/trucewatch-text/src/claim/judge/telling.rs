//! How a draft is told: the finite verb that it hangs on, its tense, modals and negation, and who says it.

use super::features::Context;
use super::words::{classes, word};
use crate::claim::slot;
use std::collections::BTreeSet;
use trucewatch_model::{Dep, Tag};

/// How far up the finite verb is looked for.
const REACH: usize = 6;

/// How draft `at` is told: names of features, each said once.
pub fn hints(context: &Context<'_>, at: usize) -> BTreeSet<String> {
    let Context { text, drafts, .. } = context;
    let head = drafts[at].head;
    let mut hints = BTreeSet::new();
    let mut verb = head;
    let mut way = String::new();
    for _ in 0..REACH {
        if slot::is_verbal(text, verb) && is_finite(context, verb) || text.tokens[verb].head == verb {
            break;
        }
        if !way.is_empty() {
            way.push('>');
        }
        way.push_str(text.tokens[verb].dep.word());
        verb = text.tokens[verb].head;
    }
    let form = form(context, verb);
    let verb_word = word(context, verb);
    hints.insert(format!("form:{form}"));
    hints.insert(format!("way:{way}"));
    hints.insert(format!("form-way:{form}:{way}"));
    hints.insert(format!("form-rule:{form}:{}", drafts[at].rule));
    hints.insert(format!("form-type:{form}:{}", drafts[at].content.type_word()));
    if verb != head {
        hints.insert(format!("verb:{verb_word}"));
        for (concept, class) in classes(context, verb) {
            hints.insert(format!("verb-class:{concept}:{class}"));
        }
    }
    let subject = slot::subject(text, verb).first().copied();
    let who = subject.map_or("-", |token| match text.tokens[token].tag {
        Tag::Prp => text.tokens[token].lemma.as_str(),
        _ if text.mention_at(text.tokens[token].span).is_some() => "party",
        _ if text.toponym_at(text.tokens[token].span).is_some() => "place",
        _ => "other",
    });
    hints.insert(format!("who:{who}"));
    hints.insert(format!("who:{who}:{form}"));
    for statement in context.statements {
        if statement.content.iter().any(|span| span.overlaps(text.tokens[head].span)) {
            let cue = statement.cue.as_ref().and_then(|cue| text.tokens_in(cue.span).last());
            let cue = cue.map_or("-", |token| text.tokens[token].lemma.as_str());
            let category = statement.speaker.as_ref().map_or("-", |speaker| speaker.category.word());
            hints.insert(format!("said:{:?}", statement.mode));
            hints.insert(format!("said-by:{category}"));
            hints.insert(format!("cue:{cue}"));
            hints.insert(format!("cue-form:{cue}:{form}"));
        }
    }
    if !hints.iter().any(|hint| hint.starts_with("said:")) {
        hints.insert("said:no".to_owned());
    }
    hints
}

fn is_finite(context: &Context<'_>, verb: usize) -> bool {
    let text = context.text;
    matches!(text.tokens[verb].tag, Tag::Vbd | Tag::Vbz | Tag::Vbp)
        || text
            .children_by(verb, &[Dep::Aux, Dep::Auxpass])
            .any(|aux| matches!(text.tokens[aux].tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md))
}

/// The verb's auxiliaries, modals and negation, and its own tag: `would+be+VBN`.
fn form(context: &Context<'_>, verb: usize) -> String {
    let text = context.text;
    let mut form = String::new();
    for &child in &text.children[verb] {
        let here = &text.tokens[child];
        match here.dep {
            Dep::Aux | Dep::Auxpass => {
                form.push_str(if here.tag == Tag::Md || here.tag == Tag::To { &here.lemma } else { here.tag.word() });
                form.push('+');
            }
            Dep::Neg => form.push_str("not+"),
            _ => {}
        }
    }
    form.push_str(text.tokens[verb].tag.word());
    form
}
