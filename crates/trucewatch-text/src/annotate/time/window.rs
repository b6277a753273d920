//! The terms of a truce in time: how long it is to last, and its daily hours as written.

use super::TimeTagger;
use super::grammar::Grammar;
use super::lex::Line;
use super::meaning::{Bound, Meaning};
use super::resolve::length_value;
use super::words::Sign;
use crate::Annotated;
use std::ops::Range;
use trucewatch_model::{Span, Window};

impl TimeTagger {
    /// The duration and the daily hours that the words of a range of tokens tell, `start` and `end` left open; `None` where
    /// they tell neither. "three days" is `P3D`, "from morning to sunset" is told as written.
    pub fn window(&self, text: &Annotated<'_>, tokens: Range<usize>) -> Option<Window> {
        let (first, last) = (text.tokens.get(tokens.start)?, text.tokens.get(tokens.end.checked_sub(1)?)?);
        self.window_in(text.words(first.span.cover(last.span)))
    }

    /// The same for a stretch of text.
    pub fn window_in(&self, words: &str) -> Option<Window> {
        let line = Line::new(words, &self.words);
        let grammar = Grammar { line: &line, words: &self.words };
        let mut window = Window::default();
        for at in 0..line.len() {
            if window.daily_from.is_none()
                && (line.is(at, Sign::From) || line.is(at, Sign::Between))
                && let Some((from, to)) = daily_hours(&grammar, at + 1)
            {
                window.daily_from = Some(from.of(words).to_owned());
                window.daily_to = Some(to.of(words).to_owned());
            }
            if window.duration.is_none()
                && !line.is(at, Sign::A)
                && let Some(found) = grammar.length(at)
                && let Meaning::Length { amount, unit, bound: Bound::Free, .. } = found.meaning
                && !matches!(amount, super::meaning::Amount::Vague)
                && !measures_else(&line, at, found.end)
            {
                window.duration = length_value(amount, unit);
            }
        }
        (window != Window::default()).then_some(window)
    }
}

/// Whether a length is a distance in time or the measure of something else: "two hours after", "after eleven
/// hours of talks".
fn measures_else(line: &Line<'_>, at: usize, end: usize) -> bool {
    [Sign::After, Sign::In].iter().any(|&sign| line.is(at.wrapping_sub(1), sign))
        || [Sign::After, Sign::Before, Sign::Later, Sign::Ago].iter().any(|&sign| line.is(end, sign))
}

/// "9 a.m. to 6 p.m.", "morning until sunset", "08:00 and 14:00": the two hours.
fn daily_hours(grammar: &Grammar<'_>, at: usize) -> Option<(Span, Span)> {
    let line = grammar.line;
    let hour = |at: usize| -> Option<usize> {
        let part = line.at(at).senses.part.map(|_| at + 1);
        let bare = line.at(at).senses.cardinal.filter(|hour| *hour <= 12).map(|_| at + 1);
        grammar.clock_time(at, true).map(|(_, end)| end).or(part).or(bare)
    };
    let the = |at: usize| at + usize::from(line.is(at, Sign::The));
    let from = the(at);
    let joint = hour(from)?;
    if !(line.is(joint, Sign::To) || line.is(joint, Sign::Until) || line.is(joint, Sign::And)) {
        return None;
    }
    let to = the(joint + 1);
    let end = hour(to)?;
    Some((line.span(from, joint), line.span(to, end)))
}
