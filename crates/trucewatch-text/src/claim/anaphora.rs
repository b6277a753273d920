//! Lets pronouns and bare nouns stand for the ceasefire or corridor that the text has just spoken of: "it came into force",
//! "the deal", "which they rejected".

use crate::Annotated;
use crate::terms::{Lexicon, Term, Terms};
use trucewatch_model::Tag;

/// How many sentences back a pronoun reaches.
const REACH: usize = 1;

/// Knows which words are weak names and which are pronouns.
pub struct Anaphora {
    topics: Vec<Topic>,
    anaphors: Option<u16>,
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
        Anaphora { topics, anaphors: lexicon.concept("anaphors") }
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
            let mut last_seen: Option<usize> = None;
            for (nth, sentence) in text.sentences.iter().enumerate() {
                for at in sentence.first..sentence.last {
                    if terms.of(at, topic.concept).is_some() {
                        last_seen = Some(nth);
                        continue;
                    }
                    let within = last_seen.is_some_and(|seen| nth - seen <= REACH);
                    let pronoun = self.anaphors.is_some_and(|concept| terms.of(at, concept).is_some());
                    let stands_alone = !matches!(text.tokens[at].tag, Tag::In | Tag::Rb)
                        && !text.children[at].iter().any(|&child| text.tokens[child].tag.is_noun());
                    if within && pronoun && stands_alone {
                        let class = *topic.weak.last().unwrap_or(&topic.strong);
                        terms.add(at, Term { concept: topic.concept, class, tokens: at..at + 1 });
                    }
                }
            }
        }
    }
}
