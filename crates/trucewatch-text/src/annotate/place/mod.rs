//! Place names: which words are one, and which place is meant. Learned linear models over the gazetteer, the words around
//! and the rest of the document; both are trained by `cargo xtask train-places`. What of the words around belongs to the
//! place of a claim ("northern", "province") is `wide`.

mod atlas;
mod candidate;
pub mod learn;
mod lexicon;
mod recognise;
mod resolve;
mod weights;
mod wide;

pub use weights::{BITS, Weights};

use crate::Annotated;
use atlas::{Atlas, Meaning};
use candidate::Finder;
use lexicon::PlaceWords;
use resolve::Name;
use std::collections::HashMap;
use trucewatch_codebook::Data;
use trucewatch_codebook::gazetteer::Naming;
use trucewatch_model::{Document, Span, Toponym};
use wide::wide_span;

pub(crate) static NAMES: &[u8] = include_bytes!("../../../weights/place_names.bin");
pub(crate) static MEANINGS: &[u8] = include_bytes!("../../../weights/place_meanings.bin");

/// A candidate is a name where its score is above this; 0 would be even odds.
const THRESHOLD: f32 = -0.2;

/// Finds and resolves place names.
pub struct PlaceAnnotator {
    atlas: Atlas,
    words: PlaceWords,
    names: Weights,
    meanings: Weights,
    /// Country of an outlet by domain and name, in lower case.
    homes: HashMap<String, String>,
}

impl PlaceAnnotator {
    /// An annotator that knows the places, words and outlets of `codebook`.
    pub fn new(codebook: &Data) -> Self {
        let mut homes = HashMap::new();
        for outlet in &codebook.outlets {
            if let Some(country) = &outlet.country {
                let names = outlet.domains.iter().chain(&outlet.names).chain([&outlet.name]);
                homes.extend(names.map(|name| (name.to_lowercase(), country.clone())));
            }
        }
        PlaceAnnotator {
            atlas: Atlas::new(codebook),
            words: PlaceWords::new(codebook),
            names: Weights::from_bytes(NAMES),
            meanings: Weights::from_bytes(MEANINGS),
            homes,
        }
    }

    /// Fills `toponyms`.
    pub fn annotate(&self, text: &mut Annotated<'_>) {
        let mut finder = Finder::new(&self.atlas, &self.words);
        let candidates = finder.candidates(text);
        let scores = recognise::scores(&recognise::features(text, &candidates, &self.words), &self.names);
        let chosen = recognise::choose(&candidates, &scores, THRESHOLD);
        let names = resolve::names(text, &candidates, &chosen, &self.words, &mut finder);
        let best = self.resolve(&names, text.document);
        let mut toponyms: Vec<Toponym> = Vec::with_capacity(chosen.len());
        for (name, best) in names.iter().zip(best) {
            let nationality = best.is_some_and(|meaning| meaning.naming == Naming::Nationality);
            for &mention in &name.mentions {
                let candidate = &candidates[chosen[mention]];
                let span = candidate.span(text);
                let asked = resolve::asked_class(text, candidate, &self.words);
                toponyms.push(Toponym {
                    span,
                    wide: wide_span(text, span, nationality, &self.words),
                    place: best.map(|best| resolve::refine(name, best, asked).place()),
                });
            }
        }
        toponyms.sort_by_key(|toponym| toponym.span);
        text.toponyms = toponyms;
    }

    /// The likeliest meaning of each name.
    fn resolve<'n>(&self, names: &'n [Name], document: &Document) -> Vec<Option<&'n Meaning>> {
        let home = self.home(document);
        let mut likely = resolve::by_size(names);
        for _ in 0..2 {
            likely = resolve::by_context(names, &likely, &self.meanings, home.as_deref());
        }
        let best = names.iter().zip(&likely).map(|(name, likely)| {
            let best = (0..likely.len()).max_by(|&a, &b| likely[a].total_cmp(&likely[b]).then(b.cmp(&a)));
            best.map(|best| &name.meanings[best])
        });
        best.collect()
    }

    /// The country that the document's outlet is at home in: as the codebook knows it, else by its domain.
    fn home(&self, document: &Document) -> Option<String> {
        let source = document.source.as_deref()?.trim_start_matches("www.").to_lowercase();
        self.homes.get(&source).cloned().or_else(|| {
            let end = source.rsplit_once('.')?.1;
            match end {
                "uk" => Some("GB".to_owned()),
                _ => (end.len() == 2 && end.bytes().all(|b| b.is_ascii_lowercase())).then(|| end.to_uppercase()),
            }
        })
    }
}

/// The words that stand for a toponym in a claim: the name with direction and kind of place ("northern Aleppo", "Idlib
/// province"); `None` for a nationality.
pub fn claim_place_span(text: &Annotated<'_>, toponym: usize) -> Option<Span> {
    text.toponyms.get(toponym)?.wide
}

/// The names that a candidate is found under when its own words are in no gazetteer: without direction, kind and article.
fn other_spellings<'n>(name: &'n str, words: &PlaceWords) -> Vec<&'n str> {
    let mut found = Vec::new();
    if let Some((first, rest)) = name.split_once([' ', '-'])
        && (words.direction(first) || words.article(first) || words.kind(first))
    {
        found.push(rest);
    }
    if let Some((rest, last)) = name.rsplit_once(' ')
        && words.kind(last)
    {
        found.push(rest);
    }
    found
}

#[cfg(test)]
mod tests;
