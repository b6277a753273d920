//! Whom "he", "the group" and "the source" stand for.

use super::cues::Cues;
use super::draft::Draft;
use crate::Annotated;

/// For each draft, in the order of the text, the fullest earlier mention of its speaker.
pub fn resolve(_text: &Annotated<'_>, _cues: &Cues, drafts: &[Draft]) -> Vec<Option<String>> {
    vec![None; drafts.len()]
}
