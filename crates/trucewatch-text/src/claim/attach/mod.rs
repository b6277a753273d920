//! Attaches to a claim what every kind has: the statement it stands in, its time, its places, its parties.

mod place;
mod scene;
mod when;
mod who;

pub use place::{PlaceOption, place_options};
pub use scene::{Scene, Subject};
pub use when::{TimeOption, time_options};
pub use who::actors_of;

use super::judge::{Feature, Linear};
use crate::Annotated;
use crate::annotate::place::claim_place_span;
use crate::annotate::time::{TimeOfClaim, TimeTagger};
use trucewatch_codebook::Data;
use trucewatch_model::{ClaimPlace, ClaimTime, Span, Statement};

/// The learned weights.
pub(crate) static WEIGHTS: &[u8] = include_bytes!("../../../weights/attach.bin");

/// Outcomes under which times and places are learned.
pub const TIME: u32 = 1;
/// See `TIME`.
pub const PLACE: u32 = 2;

/// Attaches time, places and parties. Of the times and places that a claim may take it picks the likeliest by a learned
/// linear model (`cargo xtask train`).
pub struct Attacher {
    linear: Option<Linear>,
    tagger: TimeTagger,
}

/// What was attached to the claim before, with the sentence that it stands in: the next claim often takes the same.
#[derive(Default)]
pub struct Memory {
    /// Sentence and time.
    pub time: Option<(usize, Option<ClaimTime>)>,
    /// Sentence and first place of the last claim that had one: a place stays in view until another is named.
    pub place: Option<(usize, ClaimPlace)>,
}

impl Attacher {
    /// An attacher that knows the codebook's words for times.
    pub fn new(codebook: &Data) -> Self {
        Attacher { linear: Linear::from_bytes(WEIGHTS), tagger: TimeTagger::new(codebook) }
    }

    /// Its reader of times.
    pub fn tagger(&self) -> &TimeTagger {
        &self.tagger
    }

    /// For each time expression of a text, what a claim would make of it: the time itself, and the time of a clause with
    /// "since" that it stands in.
    pub fn claim_times(&self, text: &Annotated<'_>) -> Vec<Vec<TimeOfClaim>> {
        (0..text.times.len())
            .map(|at| {
                let readings = [self.tagger.claim_time(text, at), self.tagger.since_clause(text, at)];
                readings.into_iter().flatten().collect()
            })
            .collect()
    }

    /// When.
    pub fn time_of(&self, scene: &Scene<'_>, subject: &Subject<'_>, memory: &mut Memory) -> Option<ClaimTime> {
        let mut options = time_options(scene, subject, memory.time.as_ref());
        let best = self.best(TIME, options.iter().map(|option| option.features.as_slice()));
        let time = options.swap_remove(best).time;
        memory.time = Some((subject.sentence, time.clone()));
        time
    }

    /// Where: the likeliest place, then the wider ones that are named with it.
    pub fn places_of(&self, scene: &Scene<'_>, subject: &Subject<'_>, memory: &mut Memory) -> Vec<ClaimPlace> {
        let mut options = place_options(scene, subject, memory.place.as_ref());
        let best = self.best(PLACE, options.iter().map(|option| option.features.as_slice()));
        let first = options.swap_remove(best).place;
        let Some(first) = first else { return Vec::new() };
        memory.place = Some((subject.sentence, first.clone()));
        let mut found = vec![first];
        for (at, toponym) in scene.text.toponyms.iter().enumerate() {
            let last = &found[found.len() - 1];
            let behind = toponym.span.start.checked_sub(last.span.end).is_some_and(|gap| gap <= 6);
            let finer =
                place::finer(last.place.as_ref().map(|p| p.precision), toponym.place.as_ref().map(|p| p.precision));
            if let (true, true, Some(wide)) = (behind, finer, claim_place_span(scene.text, at)) {
                found.push(ClaimPlace {
                    text: scene.text.words(wide).to_owned(),
                    span: wide,
                    place: toponym.place.clone(),
                });
            }
        }
        found
    }

    /// Index of the option with the highest score; the first of equals.
    fn best<'f>(&self, outcome: u32, options: impl Iterator<Item = &'f [Feature]>) -> usize {
        let Some(linear) = &self.linear else { return 0 };
        let mut best = (f32::MIN, 0);
        for (at, features) in options.enumerate() {
            let score = linear.score(features, outcome);
            if score > best.0 {
                best = (score, at);
            }
        }
        best.1
    }
}

/// The innermost statement that a claim's words stand in.
pub fn statement_of(statements: &[Statement], trigger: Span) -> Option<usize> {
    statements
        .iter()
        .enumerate()
        .filter_map(|(at, statement)| {
            let content = statement.content.iter().find(|content| content.contains(trigger))?;
            Some((content.len(), std::cmp::Reverse(at)))
        })
        .min()
        .map(|(_, std::cmp::Reverse(at))| at)
}
