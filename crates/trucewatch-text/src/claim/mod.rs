//! What is claimed.

use crate::Annotated;
use trucewatch_codebook::Data;
use trucewatch_model::{Claim, Statement};

/// Finds claims.
pub struct Claimant {}

impl Claimant {
    /// A claimant that knows the codebook's rules.
    pub fn new(_codebook: &Data) -> Self {
        Claimant {}
    }

    /// The claims of a text, in the order in which they stand.
    pub fn extract_claims(&self, _text: &Annotated<'_>, _statements: &[Statement]) -> Vec<Claim> {
        Vec::new()
    }
}
