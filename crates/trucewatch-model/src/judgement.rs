//! `Judgement`: what a person says of claims and events. Judgements are a log of their own, never an edit: the record is
//! derived again under them, and each can be undone by another.

use crate::{Kind, Span};

/// Points at a claim so that it is found again after the report was read anew: by where it stands and what it is, not by number.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ClaimMark {
    /// Id of the report.
    pub report: String,
    /// Its kind.
    pub kind: Kind,
    /// Bytes of the report's text.
    pub span: Span,
    /// The words there, for the reader of the log.
    pub words: String,
}

/// What a person says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Two claims (or the events that hold them) speak of one event.
    Same(ClaimMark, ClaimMark),
    /// They do not.
    Different(ClaimMark, ClaimMark),
    /// It cannot be told: they stay apart, and are not asked about again.
    Unsure(ClaimMark, ClaimMark),
    /// The claim is read right.
    Confirm(ClaimMark),
    /// The claim is not in the text.
    Reject(ClaimMark),
    /// One field of the claim is read wrong: the field's name in the public JSON, and its value there.
    Correct {
        /// Which claim.
        claim: ClaimMark,
        /// "modality", "action", "time", "count", ...
        field: String,
        /// JSON.
        value: String,
    },
    /// An earlier judgement no longer counts.
    Undo {
        /// Its id.
        judgement: String,
    },
}

/// A verdict with who gave it, when and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// `j-` and hex: of its content, so the same everywhere.
    pub id: String,
    /// Who.
    pub by: String,
    /// When, RFC 3339 UTC.
    pub at: String,
    /// Why, in the person's own words.
    pub reason: Option<String>,
    /// What.
    pub verdict: Verdict,
}
