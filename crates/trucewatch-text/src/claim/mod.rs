//! What is claimed: rules over the parse make drafts, the annotators of each kind fill in what one line of a rule cannot say,
//! and time, place, parties and speaker are attached to every draft alike.

mod attach;
mod draft;
pub mod modality;
mod rule;
pub mod slot;
mod span;

pub use draft::Draft;

use crate::Annotated;
use crate::terms::{Lexicon, Terms};
use modality::ModalityReader;
use rule::Rules;
use trucewatch_codebook::Data;
use trucewatch_model::{Claim, Content, Kind, Span, Statement};

/// Finds claims.
pub struct Claimant {
    lexicon: Lexicon,
    rules: Rules,
    modality: ModalityReader,
    attacher: attach::Attacher,
}

impl Claimant {
    /// A claimant that knows the codebook's rules.
    pub fn new(codebook: &Data) -> Self {
        let lexicon = Lexicon::new(codebook);
        Claimant {
            rules: Rules::new(codebook, &lexicon),
            modality: ModalityReader::new(&lexicon),
            attacher: attach::Attacher::new(&lexicon),
            lexicon,
        }
    }

    /// The claims of a text, in the order in which they stand.
    pub fn extract_claims(&self, text: &Annotated<'_>, statements: &[Statement]) -> Vec<Claim> {
        let terms = self.lexicon.find(text);
        let drafts = self.drafts(text, &terms);
        self.finish(text, &terms, statements, drafts)
    }

    /// What the rules make of each predicate, without what is told twice.
    fn drafts(&self, text: &Annotated<'_>, terms: &Terms) -> Vec<Draft> {
        let mut drafts: Vec<Draft> = Vec::new();
        for sentence in text.sentences.iter().filter(|sentence| sentence.parsed) {
            for head in sentence.first..sentence.last {
                let mut kinds: Vec<Kind> = Vec::new();
                for firing in self.rules.fire(text, terms, &self.lexicon, head) {
                    let kind = firing.content.kind();
                    if !kinds.contains(&kind) {
                        kinds.push(kind);
                        drafts.push(Draft::of(firing, text.tokens[head].span));
                    }
                }
            }
        }
        without_repeats(drafts)
    }

    fn finish(&self, text: &Annotated<'_>, terms: &Terms, statements: &[Statement], drafts: Vec<Draft>) -> Vec<Claim> {
        let spans: Vec<Span> =
            drafts.iter().map(|draft| draft.span.unwrap_or_else(|| span::claim_span(text, draft.head))).collect();
        let mut order: Vec<usize> = (0..drafts.len()).collect();
        order.sort_by_key(|&at| (spans[at].start, std::cmp::Reverse(spans[at].end), drafts[at].trigger));
        let mut place_of = vec![0; drafts.len()];
        for (new, &old) in order.iter().enumerate() {
            place_of[old] = new;
        }
        let mut claims: Vec<Claim> = Vec::with_capacity(drafts.len());
        for &at in &order {
            let draft = &drafts[at];
            let modality = draft.modality.unwrap_or_else(|| self.modality.read(text, terms, &self.lexicon, draft.head));
            let mut content = draft.content.clone();
            if let Content::Casualties { part_of, .. } = &mut content {
                *part_of = part_of.map(|whole| place_of[whole]);
            }
            claims.push(Claim {
                span: spans[at],
                trigger: draft.trigger,
                modality,
                statement: attach::statement_of(statements, draft.trigger),
                time: self.attacher.time_of(text, terms, draft.head),
                places: self.attacher.places_of(text, draft.head, spans[at]),
                actors: self.attacher.actors_of(text, &draft.actors),
                content,
                rule: draft.rule.clone(),
                confidence: 1.0,
            });
        }
        claims
    }
}

/// Leaves out drafts whose predicate another draft of the same kind used up.
fn without_repeats(drafts: Vec<Draft>) -> Vec<Draft> {
    let used: Vec<(Kind, usize, i32, usize)> = drafts
        .iter()
        .flat_map(|draft| draft.used.iter().map(|&token| (draft.content.kind(), token, draft.rank, draft.head)))
        .collect();
    drafts
        .into_iter()
        .filter(|draft| {
            let kind = draft.content.kind();
            !used.iter().any(|&(k, token, rank, head)| {
                k == kind && token == draft.head && head != draft.head && rank >= draft.rank
            })
        })
        .collect()
}
