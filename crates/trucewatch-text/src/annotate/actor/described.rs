//! Marks those who are described and not named: "rebel sources", "hospital officials", "the interior ministry".

use super::category::is_preposition;
use super::nouns::{Nouns, Sense, is_noun};
use crate::Annotated;
use std::ops::Range;
use trucewatch_model::{ActorMention, Category};

/// How far behind its noun a complement is looked for, in tokens.
const COMPLEMENT: usize = 12;

/// Runs of nouns that say what somebody is, between the names that are marked already.
pub(super) fn described(nouns: &Nouns, text: &Annotated<'_>) -> Vec<ActorMention> {
    let mut found = Vec::new();
    for sentence in &text.sentences {
        let mut token = sentence.first;
        while token < sentence.last {
            let run = run_from(nouns, text, token..sentence.last);
            if run.is_empty() {
                token += 1;
                continue;
            }
            let behind = match is_preposition(text, run.end, sentence.last) {
                true => sentence.last.min(run.end + COMPLEMENT),
                false => run.end,
            };
            let first = with_modifiers(nouns, text, run.start, sentence.first);
            let phrase = text.tokens[first].span.cover(text.tokens[behind - 1].span);
            found.push(ActorMention {
                span: text.tokens[run.start].span.cover(text.tokens[run.end - 1].span),
                actor: None,
                category: nouns.known_category_of(text, phrase).unwrap_or(Category::Unknown),
            });
            token = run.end;
        }
    }
    found
}

/// The known nouns that stand together from the first token on; empty where it is none, or no noun is among them.
fn run_from(nouns: &Nouns, text: &Annotated<'_>, within: Range<usize>) -> Range<usize> {
    let mut end = within.start;
    let mut has_noun = false;
    while end < within.end && !is_named(text, end) {
        match nouns.senses.at(text, end, within.end) {
            Some((Sense::Kind(_) | Sense::Title(_), len)) => {
                has_noun |= text.tokens[end..end + len].iter().any(|token| is_noun(token.tag));
                end += len;
            }
            _ => break,
        }
    }
    within.start..if has_noun { end } else { within.start }
}

/// The first of the names and nationalities that stand right before a noun.
fn with_modifiers(nouns: &Nouns, text: &Annotated<'_>, noun: usize, sentence: usize) -> usize {
    let mut first = noun;
    while first > sentence {
        let before = first - 1;
        let possessive = matches!(text.word(before), "'s" | "’s" | "'" | "’" | "-");
        if !possessive && !is_named(text, before) && nouns.nation_of(text, before).is_none() {
            break;
        }
        first = before;
    }
    first
}

fn is_named(text: &Annotated<'_>, token: usize) -> bool {
    let span = text.tokens[token].span;
    let at = text.mentions.partition_point(|mention| mention.span.end <= span.start);
    text.mentions.get(at).is_some_and(|mention| mention.span.overlaps(span))
}
