//! Headlines that name their source: "Truce holds: monitor", "Army: road is open", "Mayor Vows to Rebuild".

use super::cues::Cues;
use super::draft::{Draft, span_of};
use super::subject::trim_tokens;
use crate::Annotated;
use std::ops::Range;

/// The statement that a headline makes. Sentences that are no headline make none here.
pub fn read(text: &Annotated<'_>, cues: &Cues, at: usize) -> Option<Draft> {
    let sentence = &text.sentences[at];
    let whole = text.document.text.as_str();
    let line_start =
        whole[..sentence.span.start].trim_end_matches([' ', '\t']).ends_with('\n') || sentence.span.start == 0;
    let line_end = whole[sentence.span.end..].trim_start_matches([' ', '\t']).starts_with('\n');
    if !(line_start && line_end)
        || text.words(sentence.span).ends_with(['.', '"', '”'])
        || sentence.last - sentence.first > 30
        || at > 3
    {
        return None;
    }
    let words = trim_tokens(text, sentence.first..sentence.last);
    let (speaker, cue, content) = split_at_colon(text, cues, &words)
        .or_else(|| {
            let mut parts = words.clone().collect::<Vec<_>>();
            parts.retain(|&at| text.word(at) == ";");
            let ends = parts.iter().copied().chain([words.end]);
            let starts = [words.start].into_iter().chain(parts.iter().map(|at| at + 1));
            starts.zip(ends).find_map(|(start, end)| split_at_verb(text, cues, &(start..end)))
        })
        .or_else(|| split_at_end(text, cues, &words))?;
    let speaker = span_of(text, trim_tokens(text, speaker))?;
    let content = span_of(text, trim_tokens(text, content))?;
    let cue = cue.and_then(|cue| span_of(text, cue..cue + 1));
    Some(Draft {
        sentence: at,
        speaker: Some(speaker),
        cue,
        frame: cue.unwrap_or(speaker),
        content: vec![content],
        passed_on: false,
        quotable: false,
    })
}

type Parts = (Range<usize>, Option<usize>, Range<usize>);

fn names_source(text: &Annotated<'_>, cues: &Cues, words: Range<usize>) -> bool {
    let words = trim_tokens(text, words);
    if words.is_empty() || words.len() > 5 {
        return false;
    }
    let last = text.word(words.end - 1).to_lowercase();
    let pair =
        if words.len() > 1 { format!("{} {last}", text.word(words.end - 2).to_lowercase()) } else { last.clone() };
    cues.is("headline", &last) || cues.is("headline", &pair)
}

/// A source behind or before a colon or dash.
fn split_at_colon(text: &Annotated<'_>, cues: &Cues, words: &Range<usize>) -> Option<Parts> {
    let sign = |&at: &usize| matches!(text.word(at), ":" | "-" | "–" | "—" | "--");
    let last = words.clone().rev().find(sign)?;
    if names_source(text, cues, last + 1..words.end) {
        return Some((last + 1..words.end, Some(last), words.start..last));
    }
    let first = words.clone().find(sign)?;
    (text.word(first) == ":" && names_source(text, cues, words.start..first)).then_some((
        words.start..first,
        Some(first),
        first + 1..words.end,
    ))
}

/// A verb of saying that the parser took for a name: capitalised in the third person.
fn split_at_verb(text: &Annotated<'_>, cues: &Cues, words: &Range<usize>) -> Option<Parts> {
    let says = |&at: &usize| {
        let word = text.word(at).to_lowercase();
        let lemma = word.strip_suffix('s').unwrap_or_default();
        at > words.start && at - words.start < 10 && cues.is_headline_verb(lemma)
    };
    let verb = words.clone().find(says)?;
    if verb + 1 >= words.end {
        let comma = words.clone().rev().find(|&at| text.word(at) == ",")?;
        return Some((comma + 1..verb, Some(verb), words.start..comma));
    }
    Some((words.start..verb, Some(verb), verb + 1..words.end))
}

/// A source at the very end whose colon was lost, in texts that lost their commas too.
fn split_at_end(text: &Annotated<'_>, cues: &Cues, words: &Range<usize>) -> Option<Parts> {
    let last = words.end.checked_sub(1)?;
    let pair = format!("{} {}", text.word(last.max(1) - 1), text.word(last)).to_lowercase();
    let last = if cues.is("headline", &pair) { last - 1 } else { last };
    (text.commas_lost() && words.len() > 4 && names_source(text, cues, last..words.end)).then_some((
        last..words.end,
        None,
        words.start..last,
    ))
}
