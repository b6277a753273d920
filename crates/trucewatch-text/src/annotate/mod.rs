//! Marks what a text's words are before anything is claimed of them: numbers, times, places, parties.

pub mod actor;
pub mod number;
pub mod place;
pub mod time;

use crate::Annotated;
use actor::ActorAnnotator;
use number::Numbers;
use place::PlaceAnnotator;
use time::TimeTagger;
use trucewatch_codebook::Data;

/// The annotators with their knowledge.
pub struct Annotators {
    actors: ActorAnnotator,
    numbers: Numbers,
    places: PlaceAnnotator,
    times: TimeTagger,
}

impl Annotators {
    /// Annotators that know what `codebook` knows.
    pub fn new(codebook: &Data) -> Self {
        Annotators {
            actors: ActorAnnotator::new(codebook),
            numbers: Numbers::new(codebook),
            places: PlaceAnnotator::new(codebook),
            times: TimeTagger::new(codebook),
        }
    }

    /// Fills `times`, `mentions`, `toponyms` and `numbers`.
    pub fn annotate(&self, text: &mut Annotated<'_>) {
        (text.times, text.dates) = self.times.tag(text);
        self.actors.annotate(text);
        self.places.annotate(text);
        self.numbers.annotate(text);
    }
}
