//! The place of a claim as the codebook wants it: the name with the words beside it that belong to it, "northern Aleppo",
//! "Qaterji neighbourhood", "Idlib province", "north of Baghdad".

use super::lexicon::PlaceWords;
use crate::Annotated;
use trucewatch_model::Span;

/// The words of a name with direction and kind of place around it.
pub fn wide_span(text: &Annotated<'_>, name: Span, words: &PlaceWords) -> Span {
    let tokens = text.tokens_in(name);
    let (mut start, mut end) = (tokens.start, tokens.end);
    let sentence = &text.sentences[text.sentence_of(start)];
    let word = |at: usize| text.word(at);
    let same_line =
        |a: usize, b: usize| !text.document.text[text.tokens[a].span.end..text.tokens[b].span.start].contains('\n');
    if end < sentence.last && words.kind(word(end)) && same_line(end - 1, end) {
        end += 1;
    }
    while start > sentence.first && words.direction(word(start - 1)) && same_line(start - 1, start) {
        start -= 1;
    }
    // "northern countryside of Hama province", "north of Baghdad", "village of Shalaf"
    if start >= sentence.first + 2 && word(start - 1) == "of" {
        let kind = start - 2;
        let directed = kind > sentence.first && words.direction(word(kind - 1));
        if words.direction(word(kind)) || word(kind) == "countryside" {
            start = if directed { kind - 1 } else { kind };
        }
    }
    text.tokens[start].span.cover(text.tokens[end - 1].span)
}
