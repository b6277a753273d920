//! What training needs to see of the place annotator: the examples that its two models learn from.

use super::candidate::Finder;
use super::{PlaceAnnotator, recognise, resolve};
use crate::Annotated;
use trucewatch_model::Span;

/// A place name in a text that was read by hand.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// Where it stands.
    pub span: Span,
    /// Latitude and longitude, where they are given.
    pub at: Option<(f32, f32)>,
}

pub use super::recognise::LEXICAL;

/// One candidate for a place name.
pub struct NameExample {
    /// Where it stands.
    pub span: Span,
    /// Its features.
    pub cells: Vec<u32>,
    /// Whether it is one.
    pub is_name: bool,
    /// Whether the gazetteer has it.
    pub listed: bool,
}

/// One name with its meanings.
pub struct MeaningExample {
    /// The features of each meaning.
    pub cells: Vec<Vec<u32>>,
    /// Which meanings are right.
    pub right: Vec<bool>,
    /// How often the name stands in the text.
    pub mentions: usize,
}

/// The candidates of a text.
pub fn name_examples(annotator: &PlaceAnnotator, text: &Annotated<'_>, known: &[Known]) -> Vec<NameExample> {
    let candidates = Finder::new(&annotator.atlas, &annotator.words).candidates(text);
    let cells = recognise::features(text, &candidates, &annotator.words);
    let examples = candidates.iter().zip(cells).map(|(candidate, cells)| {
        let span = candidate.span(text);
        let is_name = known.iter().any(|known| known.span == span);
        NameExample { span, cells, is_name, listed: !candidate.meanings.is_empty() }
    });
    examples.collect()
}

/// How far from the known point a meaning may lie to be right.
const NEAR_KM: f32 = 161.0;

/// The names of a text that are known and have a right meaning, as the annotator sees them after `rounds` of resolution.
pub fn meaning_examples(
    annotator: &PlaceAnnotator,
    text: &Annotated<'_>,
    known: &[Known],
    rounds: usize,
) -> Vec<MeaningExample> {
    let mut finder = Finder::new(&annotator.atlas, &annotator.words);
    let candidates = finder.candidates(text);
    let spans: Vec<Span> = candidates.iter().map(|candidate| candidate.span(text)).collect();
    let chosen: Vec<usize> = (0..spans.len()).filter(|&at| known.iter().any(|known| known.span == spans[at])).collect();
    let names = resolve::names(text, &candidates, &chosen, &annotator.words, &mut finder);
    let home = annotator.home(text.document);
    let mut likely = resolve::by_size(&names);
    for _ in 0..rounds {
        likely = resolve::by_context(&names, &likely, &annotator.meanings, home.as_deref());
    }
    let cells = resolve::features(&names, &likely, home.as_deref());
    let mut examples = Vec::new();
    for (name, cells) in names.iter().zip(cells) {
        let span = spans[chosen[name.mentions[0]]];
        let Some(at) = known.iter().find(|known| known.span == span).and_then(|known| known.at) else { continue };
        let right: Vec<bool> = name.meanings.iter().map(|meaning| meaning.distance_km(at.0, at.1) <= NEAR_KM).collect();
        if right.contains(&true) {
            examples.push(MeaningExample { cells, right, mentions: name.mentions.len() });
        }
    }
    examples
}

impl PlaceAnnotator {
    /// The same annotator with other weights.
    pub fn with_weights(mut self, names: super::Weights, meanings: super::Weights) -> Self {
        self.names = names;
        self.meanings = meanings;
        self
    }
}
