//! A statement in the making: spans instead of tokens, still to be fitted to the quotations around it.

use super::cues::Class;
use super::frame::Frame;
use crate::Annotated;
use std::ops::Range;
use trucewatch_model::Span;

/// A statement in the making.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Index of the sentence that holds its cue.
    pub sentence: usize,
    /// The source.
    pub speaker: Option<Span>,
    /// The words of saying.
    pub cue: Option<Span>,
    /// Source and cue where they stand together, else the cue.
    pub frame: Span,
    /// What is said.
    pub content: Vec<Span>,
    /// Whether its words reach the reader through another source of the same sentence.
    pub passed_on: bool,
    /// Whether quotations beside the frame belong to it.
    pub quotable: bool,
}

impl Draft {
    /// The draft of a frame and of the token ranges it says.
    pub fn new(text: &Annotated<'_>, sentence: usize, frame: &Frame, content: &[Range<usize>]) -> Self {
        Draft {
            sentence,
            speaker: frame.speaker.clone().and_then(|words| span_of(text, words)),
            cue: span_of(text, frame.cue_words.clone()),
            frame: span_of(text, frame.extent.clone()).unwrap_or_default(),
            content: content.iter().filter_map(|range| span_of(text, range.clone())).collect(),
            passed_on: frame.passed_on,
            quotable: !frame.passive || frame.cue.is(Class::Cite),
        }
    }

    /// Where its first word stands.
    pub fn start(&self) -> usize {
        let spans = self.content.iter().chain(&self.speaker).chain(&self.cue);
        spans.map(|span| span.start).min().unwrap_or(self.frame.start)
    }

    /// One past its last word.
    pub fn end(&self) -> usize {
        let spans = self.content.iter().chain(&self.speaker).chain(&self.cue);
        spans.map(|span| span.end).max().unwrap_or(self.frame.end)
    }
}

/// The span of a range of tokens; `None` for an empty range.
pub fn span_of(text: &Annotated<'_>, words: Range<usize>) -> Option<Span> {
    (words.start < words.end).then(|| text.tokens[words.start].span.cover(text.tokens[words.end - 1].span))
}
