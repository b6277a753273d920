//! Marks who a text speaks of: parties and people that the codebook names, and those that are only described ("rebel
//! sources", "a hospital official"). Who is quoted is `attribute`; what they did is `claim`.

mod category;
mod described;
mod focus;
mod names;
mod nouns;
mod persons;
#[cfg(test)]
mod tests;
mod words;

pub use nouns::Nouns;

use crate::Annotated;
use focus::Theatres;
use names::{Bearer, Names};
use trucewatch_codebook::Data;
use trucewatch_model::{ActorMention, Category};

/// Marks mentions of parties, offices and kinds of people.
pub struct ActorAnnotator {
    names: Names,
    theatres: Theatres,
    nouns: Nouns,
}

impl ActorAnnotator {
    /// An annotator that knows the codebook's parties, people, states, outlets and nouns.
    pub fn new(codebook: &Data) -> Self {
        ActorAnnotator { names: Names::new(codebook), theatres: Theatres::new(codebook), nouns: Nouns::new(codebook) }
    }

    /// Fills `mentions`, in order and without overlaps.
    pub fn annotate(&self, text: &mut Annotated<'_>) {
        let (named, surnames) = self.named(text);
        text.mentions = named;
        let described = described::described(&self.nouns, text);
        merge(&mut text.mentions, described);
        let persons = persons::bearers_of_office(&self.nouns, text, surnames);
        merge(&mut text.mentions, persons);
    }

    /// Parties, people, states and outlets that the text names, and the surnames of the people.
    fn named(&self, text: &Annotated<'_>) -> (Vec<ActorMention>, Vec<(String, Category)>) {
        let words = words::words(&text.document.text);
        let heard = self.names.find(&text.document.text, &words, |bearers| {
            let known: Vec<&Bearer> = bearers.iter().copied().filter(|bearer| !bearer.local).collect();
            (!known.is_empty()).then_some(known)
        });
        let mut countries: Vec<&str> = Vec::new();
        let mut homes: Vec<usize> = Vec::new();
        for (_, bearers) in &heard {
            countries.extend(bearers.iter().find_map(|bearer| bearer.country.as_deref()));
            let mut theatres = bearers.iter().filter_map(|bearer| bearer.theatre);
            if let Some(home) = theatres.next().filter(|&home| theatres.all(|other| other == home)) {
                homes.push(home);
            }
        }
        countries.extend((0..text.tokens.len()).filter_map(|token| self.nouns.nation_of(text, token)));
        let focus = self.theatres.focus(text.document, &homes, &countries);
        let chosen = self.names.find(&text.document.text, &words, |bearers| focus.choose(bearers));
        let mut surnames = Vec::new();
        let mentions = chosen.into_iter().map(|(span, bearer)| {
            if bearer.person {
                surnames.extend(
                    text.tokens_in(span).next_back().map(|last| (persons::surname(text, last), bearer.category)),
                );
            }
            ActorMention {
                span,
                actor: Some(bearer.party.clone()).filter(|id| !id.is_empty()),
                category: bearer.category,
            }
        });
        (mentions.collect(), surnames)
    }
}

/// Adds marks that overlap none of those that are there.
fn merge(mentions: &mut Vec<ActorMention>, more: Vec<ActorMention>) {
    for mention in more {
        let at = mentions.partition_point(|there| there.span.end <= mention.span.start);
        if mentions.get(at).is_none_or(|there| !there.span.overlaps(mention.span)) {
            mentions.insert(at, mention);
        }
    }
}
