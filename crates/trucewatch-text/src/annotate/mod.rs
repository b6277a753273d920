//! Marks what a text's words are before anything is claimed of them: numbers, times, places, parties.

pub mod actor;
pub mod place;

use crate::Annotated;
use actor::ActorAnnotator;
use place::PlaceAnnotator;
use trucewatch_codebook::Data;

/// The annotators with their knowledge.
pub struct Annotators {
    actors: ActorAnnotator,
    places: PlaceAnnotator,
}

impl Annotators {
    /// Annotators that know what `codebook` knows.
    pub fn new(codebook: &Data) -> Self {
        Annotators { actors: ActorAnnotator::new(codebook), places: PlaceAnnotator::new(codebook) }
    }

    /// Fills `numbers`, `times`, `toponyms` and `mentions`.
    pub fn annotate(&self, text: &mut Annotated<'_>) {
        self.actors.annotate(text);
        self.places.annotate(text);
    }
}
