//! Attaches to a claim what every kind has: the statement it stands in, its time, its places, its parties.

mod around;
mod place;
mod scene;
mod when;
mod who;

pub use around::{Around, Open, Taken, settle};
use place::place_options;
pub use scene::{Scene, Subject};
use when::time_options;
pub use who::actors_of;

use super::judge::{Feature, Linear};
use super::slot::with_conjuncts;
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

/// A time or place that a claim may take; `value` is `None` for "the text does not say".
pub struct Choice<T> {
    /// What the claim would take.
    pub value: Option<T>,
    /// What speaks for it and against it.
    pub features: Vec<Feature>,
}

/// Attaches time, places and parties. Of the times and places that a claim may take it picks the likeliest by a learned
/// linear model (`cargo xtask train`).
pub struct Attacher {
    linear: Option<Linear>,
    tagger: TimeTagger,
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

    /// When and where each of a report's claims is said to have happened, in their order: the likeliest time, and the
    /// likeliest place with the wider ones that are named with it.
    pub fn attach(&self, scene: &Scene<'_>, claims: &[Subject<'_>]) -> Vec<(Option<ClaimTime>, Vec<ClaimPlace>)> {
        let open: Vec<Open> = claims.iter().map(|subject| Open::new(scene, subject)).collect();
        let score = |features: &[Feature], outcome: u32| {
            self.linear.as_ref().map_or(0.0, |linear| linear.score(features, outcome))
        };
        let taken = settle(&open, &score);
        let attached = open.into_iter().zip(taken).map(|(mut open, taken)| {
            let time = open.times.swap_remove(taken.time).value;
            let first = open.places.swap_remove(taken.place).value;
            (time, first.map_or_else(Vec::new, |first| with_beside(scene, with_wider(scene, first))))
        });
        attached.collect()
    }
}

/// A place with the wider ones that are named right behind it.
fn with_wider(scene: &Scene<'_>, first: ClaimPlace) -> Vec<ClaimPlace> {
    let from = scene.text.toponyms.partition_point(|toponym| toponym.span.start < first.span.end);
    let mut found = vec![first];
    for (at, toponym) in scene.text.toponyms.iter().enumerate().skip(from) {
        let last = &found[found.len() - 1];
        if toponym.span.start > last.span.end + 6 {
            break;
        }
        let finer = place::finer(last.place.as_ref().map(|p| p.precision), toponym.place.as_ref().map(|p| p.precision));
        if finer && let Some(wide) = claim_place_span(scene.text, at) {
            found.push(ClaimPlace {
                text: scene.text.words(wide).to_owned(),
                span: wide,
                place: toponym.place.clone(),
            });
        }
    }
    found
}

/// Places with those that are coordinated with the first: "in Aleppo and Idlib".
fn with_beside(scene: &Scene<'_>, mut found: Vec<ClaimPlace>) -> Vec<ClaimPlace> {
    let text = scene.text;
    let Some(head) = text.tokens_in(found[0].span).last() else { return found };
    for token in with_conjuncts(text, head) {
        let at = text.toponyms.iter().position(|toponym| toponym.span.contains(text.tokens[token].span));
        let Some((at, span)) = at.and_then(|at| claim_place_span(text, at).map(|span| (at, span))) else { continue };
        if found.iter().all(|known| !known.span.overlaps(span)) {
            let place = text.toponyms[at].place.clone();
            found.push(ClaimPlace { text: text.words(span).to_owned(), span, place });
        }
    }
    found
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
