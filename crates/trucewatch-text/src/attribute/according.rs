//! "According to": what a preposition gives to a source.

use super::draft::{Draft, span_of};
use super::subject::{is_punct, phrase, trim_tokens};
use crate::Annotated;
use trucewatch_model::{Dep, Sentence};

/// The statements that "according to" makes in a sentence.
pub fn read(text: &Annotated<'_>, at: usize, sentence: &Sentence) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for preposition in sentence.first..sentence.last.saturating_sub(2) {
        if text.tokens[preposition].lemma.as_str() != "accord"
            && !text.word(preposition).eq_ignore_ascii_case("according")
        {
            continue;
        }
        let to = preposition + 1;
        if !text.word(to).eq_ignore_ascii_case("to") {
            continue;
        }
        let noun = text.children_by(to, &[Dep::Pobj]).find(|&noun| noun > to).unwrap_or(to + 1);
        let speaker = phrase(text, noun, to);
        let words = trim_tokens(text, to + 1..speaker.end.max(to + 2));
        let leads = (sentence.first..preposition).filter(|&at| !is_punct(text, at)).count() < 3;
        let left = trim_tokens(text, sentence.first..preposition);
        let right = trim_tokens(text, words.end..sentence.last);
        let content = if leads {
            vec![right]
        } else if text.word(words.end.min(sentence.last - 1)) == "," && right.len() > 3 {
            vec![left, right]
        } else {
            vec![left]
        };
        let content = content.into_iter().filter_map(|range| span_of(text, range)).collect();
        let Some(cue) = span_of(text, preposition..to + 1) else { continue };
        let speaker = span_of(text, words);
        let frame = speaker.map_or(cue, |speaker| cue.cover(speaker));
        drafts.push(Draft { sentence: at, speaker, cue: Some(cue), frame, content, passed_on: false, quotable: true });
    }
    drafts
}
