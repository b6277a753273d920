//! `Document`: one report as it is read.

use crate::Moment;

/// One report: its clean text, and what is known of it. Spans point into `text`, which is kept exactly as given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// The record's own id where it has one, else the SHA-256 of the text in hex.
    pub id: String,
    /// The headline. It may also stand at the head of `text`.
    pub title: Option<String>,
    /// The text, never changed after extraction.
    pub text: String,
    /// When it was published, as the input says it.
    pub published: Option<Moment>,
    /// The outlet.
    pub source: Option<String>,
    /// Where it was found.
    pub url: Option<String>,
    /// BCP 47, where it was found out.
    pub language: Option<String>,
}
