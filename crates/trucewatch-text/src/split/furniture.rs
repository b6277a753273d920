//! What stands among the sentences of a report without being one: headlines printed again, datelines, headings between dashes,
//! numbers of lists, agencies glued to the last full stop.

use crate::tokenize::is_address;
use trucewatch_model::{Document, Span};

/// How many words a dateline has at most ("BEIRUT, Nov. 22 (Agency) -").
const LONGEST_DATELINE: usize = 12;
/// Words that a headline must have before it is looked for in the running text.
const SHORTEST_TITLE: usize = 4;

/// Where the headline stands again in the running text, often without a full stop.
pub(super) fn repeated_title(document: &Document) -> Vec<Span> {
    let first_line = document.text.split_once("\n\n").map(|(line, _)| line);
    let Some(title) = document.title.as_deref().or(first_line).map(str::trim) else { return Vec::new() };
    let words = title.split_whitespace().count();
    if words < SHORTEST_TITLE || title.len() > 300 {
        return Vec::new();
    }
    document.text.match_indices(title).map(|(at, _)| Span::new(at, at + title.len())).collect()
}

fn is_dash(word: &str) -> bool {
    matches!(word, "-" | "–" | "—" | "--")
}

/// Whether these words, the first of a sentence, are a dateline: a place in capitals or an agency in brackets, then a dash.
pub(super) fn is_dateline(text: &str, chunks: &[Span]) -> bool {
    let word = |at: usize| chunks[at].of(text);
    let last = chunks.len() - 1;
    if !(1..LONGEST_DATELINE).contains(&last) || !is_dash(word(last)) {
        return false;
    }
    let shouts =
        |word: &str| word.chars().filter(|c| c.is_uppercase()).count() > 2 && !word.contains(char::is_lowercase);
    shouts(word(0)) || word(last - 1).ends_with(')')
}

/// Whether these words, the first of a sentence but for the last, are a heading between dashes ("- Raids go on -").
pub(super) fn is_crosshead(text: &str, chunks: &[Span]) -> bool {
    let word = |at: usize| chunks[at].of(text);
    let last = chunks.len() - 2;
    (2..LONGEST_DATELINE).contains(&last)
        && is_dash(word(0))
        && is_dash(word(last))
        && word(last + 1).starts_with(char::is_uppercase)
}

/// Whether the first word of a sentence is the number of a list ("2. The sides agree").
pub(super) fn is_list_number(word: &str) -> bool {
    let number = word.strip_suffix('.').unwrap_or_default();
    (1..=2).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit())
}

/// Where a sentence ends within a word, because the blank is missing ("Geneva.At", "2011.--AFP"): after the full stop.
pub(super) fn glued_stop(word: &str) -> Option<usize> {
    let stop = word.find('.').filter(|_| word.len() > 5)?;
    let mut before = word[..stop].chars().rev();
    let after = &word[stop + 1..];
    let small = before.by_ref().take(2).filter(|c| c.is_lowercase()).count() == 2;
    let mut letters = after.trim_start_matches('-').chars();
    let starts = letters.next().is_some_and(char::is_uppercase);
    let ends = after.starts_with('-') || small && letters.next().is_none_or(char::is_lowercase);
    (starts && ends && !is_address(word)).then_some(stop + 1)
}
