//! Words to tokens, as the tokenizer does that the parser's network was trained on (spaCy's English one). Where sentences end
//! is `split`.

mod rules;

pub(crate) use rules::is_address;
use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};
use trucewatch_model::Span;

/// What a chunk that is listed is cut into, each piece with its norm; empty norms are the lexicon's business.
type Pieces = Vec<(&'static str, &'static str)>;

static EXCEPTIONS: LazyLock<HashMap<&'static str, Pieces>> = LazyLock::new(|| {
    let table = include_str!("../../weights/exceptions.tsv");
    let line = |line: &'static str| {
        let mut cells = line.split('\t');
        let chunk = cells.next()?;
        let mut pieces = Vec::new();
        while let (Some(piece), Some(norm)) = (cells.next(), cells.next()) {
            pieces.push((piece, norm));
        }
        Some((chunk, pieces))
    };
    table.lines().filter_map(line).collect()
});

/// Listed chunks that the punctuation rules would cut, so that they have to be put together again.
static TORN: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let torn = |chunk: &&&str| rules::prefix(chunk) > 0 || rules::suffix(chunk) > 0 || rules::infix(chunk, 0).is_some();
    EXCEPTIONS.keys().filter(torn).copied().collect()
});

static LONGEST_TORN: LazyLock<usize> = LazyLock::new(|| TORN.iter().map(|chunk| chunk.len()).max().unwrap_or(0));

/// Chunks of more bytes are cut anywhere: a chunk is gone through again for every sign that comes off it, and no word or
/// address that anybody writes is as long.
const MOST_BYTES: usize = 1024;

/// How a listed chunk is cut, with the norm of each piece.
pub(crate) fn exception(chunk: &str) -> Option<&'static [(&'static str, &'static str)]> {
    EXCEPTIONS.get(chunk).map(Vec::as_slice)
}

/// The tokens of `text[span]`, in order; white space is between tokens, never one.
pub(crate) fn tokenize(text: &str, span: Span, tokens: &mut Vec<Span>) {
    let mut start = None;
    for (at, c) in span.of(text).char_indices() {
        match (c.is_whitespace(), start) {
            (false, None) => start = Some(at),
            (false, Some(first)) if at - first >= MOST_BYTES => {
                cut(text, span.start + first, span.start + at, tokens);
                start = Some(at);
            }
            (true, Some(first)) => {
                cut(text, span.start + first, span.start + at, tokens);
                start = None;
            }
            _ => {}
        }
    }
    if let Some(first) = start {
        cut(text, span.start + first, span.end, tokens);
    }
}

/// Cuts one chunk between blanks.
fn cut(text: &str, mut start: usize, mut end: usize, tokens: &mut Vec<Span>) {
    let first = tokens.len();
    let whole = &text[start..end];
    let mut suffixes = Vec::new();
    // Off with what stands before and behind, until nothing more comes off or what is left is listed.
    while start < end {
        let chunk = &text[start..end];
        if EXCEPTIONS.contains_key(chunk) {
            break;
        }
        let before = rules::prefix(chunk);
        if before > 0 && before < chunk.len() && EXCEPTIONS.contains_key(&chunk[before..]) {
            tokens.push(Span::new(start, start + before));
            start += before;
            break;
        }
        let behind = rules::suffix(&chunk[before..]);
        if behind > 0 && behind < chunk.len() && EXCEPTIONS.contains_key(&chunk[..chunk.len() - behind]) {
            suffixes.push(Span::new(end - behind, end));
            end -= behind;
            break;
        }
        if before + behind == 0 {
            break;
        }
        if before > 0 {
            tokens.push(Span::new(start, start + before));
            start += before;
        }
        if behind > 0 {
            suffixes.push(Span::new(end - behind, end));
            end -= behind;
        }
    }
    if start < end {
        middle(text, start, end, tokens);
    }
    tokens.extend(suffixes.into_iter().rev());
    if tokens.len() > first + 1 && !EXCEPTIONS.contains_key(whole) {
        mend(text, first, tokens);
    }
}

/// Cuts what is left between prefixes and suffixes.
fn middle(text: &str, start: usize, end: usize, tokens: &mut Vec<Span>) {
    let chunk = &text[start..end];
    if let Some(pieces) = exception(chunk) {
        push_pieces(pieces, start, tokens);
        return;
    }
    let mut at = 0;
    if !rules::is_address(chunk) {
        let mut from = 0;
        while let Some((infix, after)) = rules::infix(chunk, from) {
            from = after;
            if infix == 0 {
                continue;
            }
            if infix > at {
                tokens.push(Span::new(start + at, start + infix));
            }
            tokens.push(Span::new(start + infix, start + after));
            at = after;
        }
    }
    if start + at < end {
        tokens.push(Span::new(start + at, end));
    }
}

fn push_pieces(pieces: &[(&str, &str)], mut at: usize, tokens: &mut Vec<Span>) {
    for (piece, _) in pieces {
        tokens.push(Span::new(at, at + piece.len()));
        at += piece.len();
    }
}

/// Puts listed chunks together again that were torn ("(a.m.)-" and the like): from `first` on, the longest at each place.
fn mend(text: &str, first: usize, tokens: &mut Vec<Span>) {
    let torn = tokens.split_off(first);
    let mut at = 0;
    while at < torn.len() {
        let start = torn[at].start;
        let fits = |token: &&Span| token.end - start <= *LONGEST_TORN;
        let count = torn[at..].iter().take_while(fits).count();
        let listed = (1..=count).rev().find(|&n| TORN.contains(&text[start..torn[at + n - 1].end]));
        match listed.and_then(|n| Some((n, exception(&text[start..torn[at + n - 1].end])?))) {
            Some((n, pieces)) => {
                push_pieces(pieces, start, tokens);
                at += n;
            }
            None => {
                tokens.push(torn[at]);
                at += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_blanks_is_cut_before_it_gets_long_and_nothing_is_lost() {
        for text in ["(".repeat(5_000), "“".repeat(5_000), "a".repeat(5_000), format!("{}1a", "(".repeat(5_000))] {
            let mut tokens = Vec::new();
            tokenize(&text, Span::new(0, text.len()), &mut tokens);
            assert!(tokens.iter().all(|token| token.len() < MOST_BYTES + 4));
            assert!(tokens.windows(2).all(|pair| pair[0].end == pair[1].start));
            assert_eq!(tokens.iter().map(|token| token.len()).sum::<usize>(), text.len());
        }
    }
}
