//! `Reading`: what was read in one document, and the notices of what was not.

use crate::{Claim, Document, Statement, TimeExpr, Toponym};

/// What was read in one document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The document itself.
    pub document: Document,
    /// Who said what, in the order of the text; `Claim::statement` is an index into it.
    pub statements: Vec<Statement>,
    /// What is said to have happened, in the order of the text.
    pub claims: Vec<Claim>,
    /// Every time expression of the text.
    pub times: Vec<TimeExpr>,
    /// Every place name of the text.
    pub toponyms: Vec<Toponym>,
    /// What could not be read, and why.
    pub notices: Vec<Notice>,
}

/// Something about the document that could not be read or that contradicts itself. Reading goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// A short name, stable over versions: `no-date`, `not-english`, ...
    pub code: &'static str,
    /// What was found, in a sentence.
    pub message: String,
}
