//! What the judge sees of ceasefires besides: whether a truce is named in the draft's words, in its sentence, before, and how far
//! off. "Violation", "comply" and "it" tell of a truce only near one.

use super::features::{Context, yes};
use crate::Annotated;
use std::collections::BTreeSet;
use trucewatch_model::{Dep, Tag};

/// So many sentences back the name of a truce is looked for.
const REACH: usize = 8;

/// How draft `at` stands to the truces that the report names: names of features, each said once.
pub fn hints(context: &Context<'_>, at: usize) -> BTreeSet<String> {
    let Context { text, drafts, spans, terms, lexicon, .. } = context;
    let mut hints = BTreeSet::new();
    let Some(truce) = lexicon.concept("truce_terms") else { return hints };
    let draft = &drafts[at];
    let class = |token: usize| terms.of(token, truce).map(|term| lexicon.class_name(truce, term.class));
    let strong = |token: usize| class(token) == Some("strong");

    let near = |token: &usize| token.abs_diff(draft.head);
    let used = || [draft.head].into_iter().chain(draft.used.iter().copied()).find(|&token| class(token).is_some());
    let own = used().or_else(|| text.tokens_in(spans[at]).filter(|&token| class(token).is_some()).min_by_key(near));
    let name =
        own.map_or("none", |token| if is_pronoun(text, token) { "pronoun" } else { class(token).unwrap_or("-") });

    let here = text.sentence_of(draft.head);
    let names_one = |sentence: usize| {
        let sentence = &text.sentences[sentence];
        (sentence.first..sentence.last).any(strong)
    };
    let back = match (here.saturating_sub(REACH)..=here).rev().find(|&sentence| names_one(sentence)) {
        Some(sentence) => ["here", "1", "2", "3", "3"].get(here - sentence).copied().unwrap_or("far"),
        None => "none",
    };
    let title = yes((0..text.sentences.len().min(2)).any(names_one));
    hints.insert(format!("own:{name}"));
    hints.insert(format!("back:{back}"));
    hints.insert(format!("title:{title}"));
    hints.insert(format!("own-back:{name}:{back}"));
    hints.insert(format!("own-title:{name}:{title}"));
    hints.insert(format!("back-title:{back}:{title}"));
    if let Some(token) = own {
        let opens = text.children_by(token, &[Dep::Det, Dep::Poss]).next();
        let opens = opens.map_or("-", |child| text.tokens[child].lemma.as_str());
        hints.insert(format!("opens:{name}:{opens}"));
        hints.insert(format!("stands:{name}:{}", text.tokens[token].dep.word()));
        if name == "pronoun" {
            let verb = &text.tokens[text.tokens[token].head];
            hints.insert(format!("pronoun:{}:{}", text.tokens[token].lemma, verb.dep.word()));
            hints.insert(format!("pronoun:{}:{}", text.tokens[token].lemma, verb.lemma));
        }
    }
    hints
}

fn is_pronoun(text: &Annotated<'_>, token: usize) -> bool {
    !matches!(text.tokens[token].tag, Tag::Jj | Tag::Cd)
        && !text.tokens[token].tag.is_noun()
        && !text.tokens[token].tag.is_verb()
}
