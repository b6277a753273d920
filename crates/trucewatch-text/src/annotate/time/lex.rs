//! Text to lexemes: runs of letters, runs of digits, single signs. The time grammar reads the raw text and not the parser's
//! tokens, since those cut "Nov.", "10:30" and "mid-July" by other needs and are missing where a text was not parsed.

use super::words::{Senses, Sign, Words};
use std::ops::Range;
use trucewatch_model::Span;

/// What a lexeme is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LexKind {
    /// Letters.
    Word,
    /// ASCII digits.
    Number,
    /// One character of another kind.
    Mark(char),
    /// What lies beyond the text's ends.
    Nothing,
}

/// One lexeme.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lexeme {
    pub(super) span: Span,
    pub(super) kind: LexKind,
    pub(super) senses: Senses,
    /// The number of a run of digits, 0 where it is too long.
    pub(super) number: u32,
    /// Whether it follows the lexeme before without a blank.
    pub(super) glued: bool,
    /// Whether it begins a sentence, as far as signs and blank lines tell.
    pub(super) opens: bool,
    /// Whether it begins with a capital letter.
    pub(super) capital: bool,
}

const NOTHING: Lexeme = Lexeme {
    span: Span { start: 0, end: 0 },
    kind: LexKind::Nothing,
    senses: Senses::NONE,
    number: 0,
    glued: false,
    opens: true,
    capital: false,
};

/// A text as lexemes.
pub(super) struct Line<'t> {
    pub(super) text: &'t str,
    lexemes: Vec<Lexeme>,
}

impl<'t> Line<'t> {
    pub(super) fn new(text: &'t str, words: &Words) -> Self {
        Line::part(text, 0..text.len(), words)
    }

    /// The lexemes of a range of bytes only; their spans still count from the start of the text.
    pub(super) fn part(text: &'t str, range: Range<usize>, words: &Words) -> Self {
        let (offset, part) = (range.start, text.get(range).unwrap_or_default());
        let mut lexemes: Vec<Lexeme> = Vec::with_capacity(part.len() / 5 + 1);
        let mut lower = String::new();
        let mut chars = part.char_indices().map(|(at, c)| (at + offset, c)).peekable();
        let (mut blank_lines, mut glued, mut stop) = (2, false, true);
        while let Some((start, first)) = chars.next() {
            if first.is_whitespace() {
                blank_lines += u8::from(first == '\n').min(u8::MAX - blank_lines);
                glued = false;
                continue;
            }
            let mut end = start + first.len_utf8();
            let mut kind = LexKind::Mark(first);
            let same: Option<fn(char) -> bool> = if first.is_ascii_digit() {
                kind = LexKind::Number;
                Some(|c| c.is_ascii_digit())
            } else if first.is_alphabetic() {
                kind = LexKind::Word;
                Some(char::is_alphabetic)
            } else {
                None
            };
            if let Some(same) = same {
                while let Some((at, next)) = chars.next_if(|&(_, next)| same(next)) {
                    end = at + next.len_utf8();
                }
            }
            let body = &text[start..end];
            let senses = match kind {
                LexKind::Word => {
                    lower.clear();
                    lower.extend(body.chars().flat_map(char::to_lowercase));
                    words.senses(&lower)
                }
                _ => Senses::NONE,
            };
            let word_after_stop =
                stop && !glued && (first.is_uppercase() || first.is_ascii_digit() || kind != LexKind::Word);
            lexemes.push(Lexeme {
                span: Span::new(start, end),
                kind,
                senses,
                number: if kind == LexKind::Number { body.parse().unwrap_or(0) } else { 0 },
                glued,
                opens: blank_lines > 1 || word_after_stop,
                capital: first.is_uppercase(),
            });
            // A full stop behind a short form ("Nov.", "p.m.", "U.S.") ends no sentence.
            stop = match kind {
                LexKind::Mark('!' | '?') => true,
                LexKind::Mark('.') => {
                    lexemes.len() < 2 || {
                        let before = &lexemes[lexemes.len() - 2];
                        before.span.len() > 1 && !before.senses.short
                    }
                }
                LexKind::Mark('"' | '\'' | '”' | '’' | ')') => stop && glued,
                _ => false,
            };
            glued = true;
            blank_lines = 0;
        }
        Line { text, lexemes }
    }

    pub(super) fn len(&self) -> usize {
        self.lexemes.len()
    }

    /// The lexeme at `at`, or nothing beyond the ends (`usize::MAX` stands before the first).
    pub(super) fn at(&self, at: usize) -> &Lexeme {
        self.lexemes.get(at).unwrap_or(&NOTHING)
    }

    /// The lexeme before `at`.
    pub(super) fn before(&self, at: usize) -> &Lexeme {
        self.at(at.wrapping_sub(1))
    }

    /// Whether the word at `at` plays a part.
    pub(super) fn is(&self, at: usize, sign: Sign) -> bool {
        self.at(at).senses.is(sign)
    }

    /// Whether the sign at `at` is `mark`.
    pub(super) fn mark(&self, at: usize, mark: char) -> bool {
        self.at(at).kind == LexKind::Mark(mark)
    }

    /// The words of one lexeme.
    pub(super) fn word(&self, at: usize) -> &'t str {
        self.at(at).span.of(self.text)
    }

    /// The lexeme that begins at or behind a byte.
    pub(super) fn find(&self, byte: usize) -> usize {
        self.lexemes.partition_point(|lexeme| lexeme.span.start < byte)
    }

    /// The span from the first lexeme to the one before `end`.
    pub(super) fn span(&self, first: usize, end: usize) -> Span {
        self.at(first).span.cover(self.at(end - 1).span)
    }
}
