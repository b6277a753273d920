//! People whom the text itself introduces by their office ("Interior Minister Hamid Karam", "Karam, a resident of ..."):
//! the bare surname, wherever it stands, is of the same category.

use super::nouns::Nouns;
use super::words::fold;
use crate::Annotated;
use std::collections::HashMap;
use std::ops::Range;
use trucewatch_model::{ActorMention, Category, Tag};

/// Longest name, in tokens.
const LONGEST: usize = 7;

/// Marks the names of people whose office the text tells.
/// `named` are the surnames of people whom the codebook knows.
pub(super) fn bearers_of_office(
    nouns: &Nouns,
    text: &Annotated<'_>,
    named: Vec<(String, Category)>,
) -> Vec<ActorMention> {
    let mut known: HashMap<String, Category> = named.into_iter().collect();
    let mut learn = |name: Range<usize>, category: Category| {
        let surname = surname(text, name.end - 1);
        if category != Category::Unknown && surname.chars().count() > 2 {
            known.entry(surname).or_insert(category);
        }
    };
    for mention in &text.mentions {
        // "Interior Minister Hamid Karam": the name stands right behind the office.
        let tokens = text.tokens_in(mention.span);
        let name = name_from(text, tokens.end);
        if !name.is_empty() && mention.actor.is_none() {
            learn(name, mention.category);
        }
    }
    for sentence in &text.sentences {
        let mut token = sentence.first;
        while token < sentence.last {
            let name = name_from(text, token);
            if name.is_empty() {
                token += 1;
                continue;
            }
            token = name.end;
            // "Hamid Karam, the interior minister": an apposition tells the office.
            let apposed = text.tokens.get(name.end).is_some_and(|_| matches!(text.word(name.end), "," | "("));
            if name.len() > 1 && apposed {
                let end = (name.end + 9).min(sentence.last);
                let clause = (name.end + 1..end).find(|&at| text.tokens[at].tag.is_verb() || text.word(at) == ",");
                let behind = text.tokens[name.end].span.cover(text.tokens[clause.unwrap_or(end) - 1].span);
                if let Some(category) = nouns.known_category_of(text, behind) {
                    learn(name, category);
                }
            }
        }
    }
    let mut found = Vec::new();
    let mut token = 0;
    while token < text.tokens.len() {
        let name = name_from(text, token);
        if name.is_empty() {
            token += 1;
            continue;
        }
        token = name.end;
        let surname = surname(text, name.end - 1);
        let category = known.get(&surname).or_else(|| known.get(surname.strip_suffix('s').unwrap_or(&surname)));
        if let Some(&category) = category {
            let span = text.tokens[name.start].span.cover(text.tokens[name.end - 1].span);
            found.push(ActorMention { span, actor: None, category });
        }
    }
    found
}

/// A surname as names are compared.
pub(super) fn surname(text: &Annotated<'_>, token: usize) -> String {
    fold(&text.word(token).to_lowercase())
}

/// The proper nouns from a token on that no mention covers, "al-", "bin", "de" between them included.
fn name_from(text: &Annotated<'_>, first: usize) -> Range<usize> {
    let mut end = first;
    let mut last_name = first;
    while end < text.tokens.len() && end - first < LONGEST {
        let token = &text.tokens[end];
        let word = text.word(end);
        let capital = word.starts_with(char::is_uppercase);
        let proper = capital && (token.tag.is_proper() || token.tag == Tag::Xx);
        let particle =
            matches!(word, "-" | "al" | "el" | "bin" | "ibn" | "abu" | "de" | "van" | "der" | "ul" | "ould" | "ag");
        let covered = text.mentions.get(text.mentions.partition_point(|mention| mention.span.end <= token.span.start));
        if covered.is_some_and(|mention| mention.span.overlaps(token.span))
            || !(proper || particle)
            || first == end && word == "-"
        {
            break;
        }
        end += 1;
        if proper {
            last_name = end;
        }
        // A name does not run on over the end of its sentence.
        if text.sentence_of(end) != text.sentence_of(first) {
            break;
        }
    }
    first..last_name
}
