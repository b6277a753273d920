//! Lets pronouns and bare nouns stand for the ceasefire or corridor that the text has just spoken of: "it came into force",
//! "the deal", "which they rejected".

use super::slot;
use crate::Annotated;
use crate::terms::{Lexicon, Term, Terms};
use trucewatch_model::Tag;

/// How many sentences back a pronoun reaches.
const REACH: usize = 1;

/// Knows which words are weak names and which are pronouns.
pub struct Anaphora {
    topics: Vec<Topic>,
    anaphors: Option<u16>,
    /// The class of those that stand for several things only.
    several: Option<u16>,
}

/// A thing that is spoken of under full names, weak names and pronouns.
struct Topic {
    concept: u16,
    strong: u16,
    weak: Vec<u16>,
}

impl Anaphora {
    /// Takes the topics from the codebook's concepts with a class `strong`.
    pub fn new(lexicon: &Lexicon) -> Self {
        let topics = ["truce_terms", "corridor_terms"]
            .iter()
            .filter_map(|name| {
                let concept = lexicon.concept(name)?;
                let strong = lexicon.class(concept, "strong")?;
                let weak = ["weak", "deal"].iter().filter_map(|class| lexicon.class(concept, class)).collect();
                Some(Topic { concept, strong, weak })
            })
            .collect();
        let anaphors = lexicon.concept("anaphors");
        Anaphora { topics, anaphors, several: anaphors.and_then(|concept| lexicon.class(concept, "several")) }
    }

    /// Drops weak names from texts that never use a full one, and makes pronouns stand for the last name within reach.
    pub fn settle(&self, text: &Annotated<'_>, terms: &mut Terms) {
        for topic in &self.topics {
            let named = (0..text.tokens.len())
                .any(|at| terms.of(at, topic.concept).is_some_and(|term| term.class == topic.strong));
            // A crossing or a road may be spoken of without the word corridor; "the deal" is no truce without one.
            if !named && topic.weak.len() > 1 {
                terms.remove(topic.concept);
                continue;
            }
            let mut last_seen: Option<Named> = None;
            for (nth, sentence) in text.sentences.iter().enumerate() {
                for at in sentence.first..sentence.last {
                    if terms.of(at, topic.concept).is_some() {
                        let several = matches!(text.tokens[at].tag, Tag::Nns | Tag::Nnps);
                        last_seen = Some(Named { sentence: nth, several });
                        continue;
                    }
                    let Some(last) = last_seen.filter(|last| nth - last.sentence <= REACH) else { continue };
                    let pronoun = self.anaphors.and_then(|concept| terms.of(at, concept));
                    let stands_for_it = pronoun
                        .is_some_and(|pronoun| last.several || Some(pronoun.class) != self.several)
                        && self.relates_to(text, terms, topic, at);
                    let stands_alone = !matches!(text.tokens[at].tag, Tag::In | Tag::Rb)
                        && !text.children[at].iter().any(|&child| text.tokens[child].tag.is_noun());
                    if stands_for_it && stands_alone {
                        let class = *topic.weak.last().unwrap_or(&topic.strong);
                        terms.add(at, Term { concept: topic.concept, class, tokens: at..at + 1 });
                    }
                }
            }
        }
    }

    /// Whether a relative pronoun follows the name; any other pronoun may stand for it.
    fn relates_to(&self, text: &Annotated<'_>, terms: &Terms, topic: &Topic, at: usize) -> bool {
        let noun = slot::resolve_relative(text, at);
        noun == at && !matches!(text.tokens[at].tag, Tag::Wdt | Tag::Wp) || terms.of(noun, topic.concept).is_some()
    }
}

/// The name that pronouns stand for.
#[derive(Clone, Copy)]
struct Named {
    sentence: usize,
    several: bool,
}
