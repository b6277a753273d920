//! Who says what.

use crate::Annotated;
use trucewatch_codebook::Data;
use trucewatch_model::Statement;

/// Finds statements.
pub struct Attributor {}

impl Attributor {
    /// An attributor that knows the codebook's cue words.
    pub fn new(_codebook: &Data) -> Self {
        Attributor {}
    }

    /// The statements of a text, in the order in which their first words stand.
    pub fn attribute(&self, _text: &Annotated<'_>) -> Vec<Statement> {
        Vec::new()
    }
}
