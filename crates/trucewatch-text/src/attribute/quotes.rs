//! Quotation marks: which stretches of a text stand inside them, also where a mark was lost. Whose words they are is not
//! told here.

use trucewatch_model::Span;

/// A stretch between quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quote {
    /// With the marks.
    pub outer: Span,
    /// Between the marks.
    pub inner: Span,
    /// Whether its closing mark is there. Without one `inner` ends with the paragraph or at the next opening mark.
    pub closed: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Side {
    Open,
    Close,
    Either,
}

/// The quotations of a text, in order. A mark that closes nothing is left out.
pub fn find_quotes(text: &str) -> Vec<Quote> {
    let mut quotes = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        pair(text, start, start + line.len(), &mut quotes);
        start += line.len();
    }
    quotes
}

/// Whether a character can be a quotation mark, or part of one.
pub fn is_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '`' | '\'' | '‘' | '’')
}

fn pair(text: &str, start: usize, end: usize, quotes: &mut Vec<Quote>) {
    let line = text[start..end].trim_end();
    let mut open: Option<(usize, usize)> = None;
    let close_lost = |open: (usize, usize), at: usize| Quote {
        outer: Span::new(open.0, at),
        inner: Span::new(open.1, at),
        closed: false,
    };
    for (at, length, side) in marks(line) {
        let (from, to) = (start + at, start + at + length);
        match (open, side) {
            (None, Side::Open | Side::Either) => open = Some((from, to)),
            (None, Side::Close) => {}
            (Some(begun), Side::Open) => {
                quotes.push(close_lost(begun, from));
                open = Some((from, to));
            }
            (Some(begun), _) => {
                quotes.push(Quote { outer: Span::new(begun.0, to), inner: Span::new(begun.1, from), closed: true });
                open = None;
            }
        }
    }
    if let Some(begun) = open {
        quotes.push(close_lost(begun, start + line.len()));
    }
}

/// Double marks and the marks that stand for them, with their length in bytes and the side they can be.
fn marks(line: &str) -> Vec<(usize, usize, Side)> {
    let mut found = Vec::new();
    let mut skip_to = 0;
    for (at, c) in line.char_indices() {
        if at < skip_to {
            continue;
        }
        let rest = &line[at..];
        let (length, side) = match c {
            '“' | '«' | '„' => (c.len_utf8(), Side::Open),
            '”' | '»' => (c.len_utf8(), Side::Close),
            '`' if rest.starts_with("``") => (2, Side::Open),
            '\'' if rest.starts_with("''") => (2, Side::Close),
            '"' => {
                let length = rest.bytes().take_while(|&b| b == b'"').count();
                (length, straight(line, at, length))
            }
            _ => continue,
        };
        skip_to = at + length;
        found.push((at, length, side));
    }
    found
}

/// A straight mark opens after a blank and before a word, and closes the other way round.
fn straight(line: &str, at: usize, length: usize) -> Side {
    let before = line[..at].chars().next_back();
    let after = line[at + length..].chars().next();
    let free = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '-' | '—' | '–'));
    match (free(before), free(after)) {
        (true, false) => Side::Open,
        (false, true) => Side::Close,
        (false, false) if after.is_some_and(|c| matches!(c, ',' | '.' | ';' | ':' | '?' | '!' | ')' | ']')) => {
            Side::Close
        }
        _ => Side::Either,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inner(text: &str) -> Vec<(&str, bool)> {
        find_quotes(text).iter().map(|quote| (quote.inner.of(text), quote.closed)).collect()
    }

    #[test]
    fn marks_of_all_kinds_are_paired() {
        assert_eq!(inner("\"The road is shut,\" he said."), [("The road is shut,", true)]);
        assert_eq!(
            inner("``We are ready,'' he said, “and we wait.”"),
            [("We are ready,", true), ("and we wait.", true)]
        );
    }

    #[test]
    fn a_lost_mark_ends_its_quotation_at_the_next_one_or_with_the_paragraph() {
        assert_eq!(
            inner("\"It was calm said a driver. \"Now it is not\"."),
            [("It was calm said a driver. ", false), ("Now it is not", true)]
        );
        assert_eq!(inner("\"One.\n\"Two.\""), [("One.", false), ("Two.", true)]);
        assert_eq!(inner("It was calm\" he said."), []);
    }
}
