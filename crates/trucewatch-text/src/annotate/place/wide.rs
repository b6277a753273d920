//! The place of a claim as the codebook wants it: the name with the words beside it that belong to it, "northern Aleppo",
//! "Qaterji neighbourhood", "north of Baghdad", "eastern countryside of Hama province".

use super::lexicon::PlaceWords;
use crate::Annotated;
use trucewatch_model::Span;

/// The words of a name with direction and kind of place around it; `None` for a nationality, unless the words are such as
/// "the Lebanese border".
pub fn wide_span(text: &Annotated<'_>, name: Span, nationality: bool, words: &PlaceWords) -> Option<Span> {
    let tokens = text.tokens_in(name);
    let sentence = &text.sentences[text.sentence_of(tokens.start)];
    let (mut start, mut end) = (tokens.start, tokens.end);
    // The word at a place of the sentence, empty beyond its ends and across lines.
    let word = |at: Option<usize>| {
        let Some(at) = at.filter(|at| (sentence.first..sentence.last).contains(at)) else { return "" };
        let gap = match at < tokens.start {
            true => Span::new(text.tokens[at].span.end, name.start),
            false => Span::new(name.end, text.tokens[at].span.start),
        };
        if text.words(gap).contains('\n') { "" } else { text.word(at) }
    };
    let before = |steps: usize, start: usize| word(start.checked_sub(steps));

    if nationality && !words.reach(word(Some(end))) {
        return None;
    }
    let kind_at = |at: usize| {
        let kind = word(Some(at));
        // "the West Bank city of Hebron" speaks of another place, "X and Y neighbourhoods" of two.
        let shared = kind.ends_with('s') && matches!(before(1, start), "and" | "or" | ",");
        words.kind(kind) && word(Some(at + 1)) != "of" && !shared
    };
    if kind_at(end) {
        end += 1;
    } else if (words.between(word(Some(end))) || words.direction(word(Some(end)))) && kind_at(end + 1) {
        end += 2;
    }
    // "southern Narathiwat province" lies in the south of the country: the direction is no part of the name.
    let bare = end == tokens.end;
    while bare && words.direction(before(1, start)) {
        start -= 1;
    }
    if before(1, start) == "of" {
        if before(2, start).eq_ignore_ascii_case("countryside") {
            start -= 2;
            while words.direction(before(1, start)) {
                start -= 1;
            }
        } else if bare && words.direction(before(2, start)) {
            start -= 2;
        }
    }
    Some(text.tokens[start].span.cover(text.tokens[end - 1].span))
}
