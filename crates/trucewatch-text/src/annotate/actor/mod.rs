//! Marks who a text speaks of: parties and people that the codebook names, and those that are only described ("rebel
//! sources", "a hospital official"). Who is quoted is `attribute`; what they did is `claim`.

mod category;
mod described;
mod focus;
mod names;
mod nouns;
mod persons;
mod words;

pub use nouns::Nouns;

use crate::Annotated;
use focus::Theatres;
use names::Names;
use trucewatch_codebook::Data;
use trucewatch_model::ActorMention;

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

    /// Fills `mentions`, in order and without overlaps. Reads `toponyms`, to know which countries the text is about.
    pub fn annotate(&self, text: &mut Annotated<'_>) {
        text.mentions = self.named(text);
        let described = described::described(&self.nouns, text);
        merge(&mut text.mentions, described);
        let persons = persons::bearers_of_office(&self.nouns, text);
        merge(&mut text.mentions, persons);
    }

    fn named(&self, text: &Annotated<'_>) -> Vec<ActorMention> {
        let hits = self.names.find(&text.document.text);
        let mut countries: Vec<&str> =
            text.toponyms.iter().filter_map(|toponym| toponym.place.as_ref()?.country.as_deref()).collect();
        countries.extend(hits.iter().flat_map(|hit| hit.bearers).filter_map(|bearer| bearer.country.as_deref()));
        countries.extend((0..text.tokens.len()).filter_map(|token| self.nouns.nation_of(text, token)));
        let focus = self.theatres.focus(text.document, &hits, &countries);
        let chosen = hits.iter().filter_map(|hit| {
            let bearer = focus.choose(hit.bearers)?;
            let actor = Some(bearer.party.clone()).filter(|id| !id.is_empty());
            Some(ActorMention { span: hit.span, actor, category: bearer.category })
        });
        chosen.collect()
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
