//! Marks what a text's words are before anything is claimed of them: numbers, times, places, parties.

use crate::Annotated;
use trucewatch_codebook::Data;

/// The annotators with their knowledge.
pub struct Annotators {}

impl Annotators {
    /// Annotators that know what `codebook` knows.
    pub fn new(_codebook: &Data) -> Self {
        Annotators {}
    }

    /// Fills `numbers`, `times`, `toponyms` and `mentions`.
    pub fn annotate(&self, _text: &mut Annotated<'_>) {}
}
