//! Marks what a text's words are before anything is claimed of them: numbers, times, places, parties.

pub mod actor;
pub mod number;
pub mod time;

use crate::Annotated;
use actor::ActorAnnotator;
use number::Numbers;
use time::TimeTagger;
use trucewatch_codebook::Data;

/// The annotators with their knowledge.
pub struct Annotators {
    actors: ActorAnnotator,
    numbers: Numbers,
    times: TimeTagger,
}

impl Annotators {
    /// Annotators that know what `codebook` knows.
    pub fn new(codebook: &Data) -> Self {
        Annotators {
            actors: ActorAnnotator::new(codebook),
            numbers: Numbers::new(codebook),
            times: TimeTagger::new(codebook),
        }
    }

    /// Fills `numbers`, `times`, `toponyms` and `mentions`.
    pub fn annotate(&self, text: &mut Annotated<'_>) {
        text.times = self.times.tag(text);
        self.actors.annotate(text);
        self.numbers.annotate(text);
    }
}
