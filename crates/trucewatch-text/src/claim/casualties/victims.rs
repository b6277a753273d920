//! What kind of people were harmed, as far as the words say. "Others" and bare figures take the kind of those told before.

use super::context::Context;
use super::found::Finds;
use super::phrase::Phrase;
use trucewatch_model::Victims;

/// The kind of people a phrase names; `mixed` where words beside it say that they were mostly of one kind.
pub fn class_of(cx: &Context<'_, '_>, phrase: &Phrase, finds: &Finds, mixed: bool) -> Victims {
    let own = phrase.victims(cx);
    if mixed && own == Victims::Unknown {
        return Victims::Mixed;
    }
    if phrase.has_noun(cx) || phrase.count.max == Some(0) {
        return own;
    }
    let sentence = cx.text.sentence_of(phrase.first);
    let others = matches!(cx.word(phrase.head), "others" | "other");
    let before = finds.all.iter().rev().find(|found| found.part_of.is_none());
    match before {
        Some(found)
            if (cx.text.sentence_of(found.head) == sentence
                || others && cx.text.sentence_of(found.head) + 1 == sentence)
                && found.victims != Victims::Mixed =>
        {
            found.victims
        }
        _ => own,
    }
}
