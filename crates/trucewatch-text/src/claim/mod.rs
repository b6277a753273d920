//! What is claimed: rules over the parse make drafts, the annotators of each kind fill in what one line of a rule cannot say,
//! and time, place, parties and speaker are attached to every draft alike.

mod anaphora;
pub mod attach;
mod casualties;
mod ceasefire;
mod draft;
pub mod judge;
pub mod modality;
mod movement;
mod rule;
pub mod slot;
mod span;
#[cfg(test)]
mod tests;

pub use draft::Draft;

use crate::Annotated;
use crate::terms::{Lexicon, Terms};
use anaphora::Anaphora;
use attach::{Attacher, Scene, Subject};
use judge::{Feature, Judge};
use modality::ModalityReader;
use rule::Rules;
use std::collections::HashMap;
use trucewatch_codebook::Data;
use trucewatch_model::{Claim, Content, Kind, Modality, Span, Statement};

/// Finds claims.
pub struct Claimant {
    lexicon: Lexicon,
    rules: Rules,
    modality: ModalityReader,
    attacher: Attacher,
    judge: Judge,
    means: Option<u16>,
    anaphora: Anaphora,
    casualties: casualties::CasualtyReader,
    ceasefires: ceasefire::CeasefireReader,
}

/// How many drafts the judge sees beside each other. Each is compared with all others; no report has as many, but a file
/// that is none may have any number.
const MOST_TOGETHER: usize = 512;

/// A draft with what the judge needs to know of it.
pub struct Candidate {
    /// The draft.
    pub draft: Draft,
    /// Its words.
    pub span: Span,
    /// How it is told, as the syntax has it.
    pub modality: Modality,
    /// What its predicate depends on.
    pub governor: Option<usize>,
    /// What the judge sees.
    pub features: Vec<Feature>,
}

impl Claimant {
    /// A claimant that knows the codebook's rules.
    pub fn new(codebook: &Data) -> Self {
        let lexicon = Lexicon::new(codebook);
        Claimant {
            rules: Rules::new(codebook, &lexicon),
            modality: ModalityReader::new(&lexicon),
            attacher: Attacher::new(codebook),
            judge: Judge::builtin(),
            means: lexicon.concept("attack_means"),
            anaphora: Anaphora::new(&lexicon),
            casualties: casualties::CasualtyReader::new(&lexicon),
            ceasefires: ceasefire::CeasefireReader::new(&lexicon),
            lexicon,
        }
    }

    /// The claims of a text, in the order in which they stand.
    pub fn extract_claims(&self, text: &Annotated<'_>, statements: &[Statement]) -> Vec<Claim> {
        let terms = self.terms_of(text);
        let candidates = self.judged(self.candidates_of(text, &terms, statements));
        self.finish(text, &terms, statements, candidates)
    }

    /// Everything that may be a claim, before it is judged: what the judge learns from.
    pub fn candidates(&self, text: &Annotated<'_>, statements: &[Statement]) -> Vec<Candidate> {
        let terms = self.terms_of(text);
        self.candidates_of(text, &terms, statements)
    }

    /// What attaching looks at, for claims that are known already: what it learns from.
    pub fn scene<'a>(&self, text: &'a Annotated<'a>, statements: &'a [Statement], claims: &[&Candidate]) -> Scene<'a> {
        let terms = self.terms_of(text);
        Scene::new(text, &terms, &self.lexicon, statements, self.attacher.claim_times(text), claims)
    }

    fn candidates_of(&self, text: &Annotated<'_>, terms: &Terms, statements: &[Statement]) -> Vec<Candidate> {
        let drafts = self.drafts(text, terms);
        let spans: Vec<Span> =
            drafts.iter().map(|draft| draft.span.unwrap_or_else(|| span::claim_span(text, draft.head))).collect();
        let modalities: Vec<Modality> = drafts
            .iter()
            .map(|draft| draft.modality.unwrap_or_else(|| self.modality.read(text, terms, &self.lexicon, draft.head)))
            .collect();
        let mut features: Vec<Vec<Feature>> = Vec::with_capacity(drafts.len());
        let blocks =
            drafts.chunks(MOST_TOGETHER).zip(spans.chunks(MOST_TOGETHER)).zip(modalities.chunks(MOST_TOGETHER));
        for ((drafts, spans), modalities) in blocks {
            let context = judge::Context {
                text,
                statements,
                terms,
                lexicon: &self.lexicon,
                drafts,
                spans,
                modalities,
                means: self.means,
            };
            features.extend((0..drafts.len()).map(|at| judge::features(&context, at)));
        }
        drafts
            .into_iter()
            .zip(spans)
            .zip(modalities)
            .zip(features)
            .map(|(((draft, span), modality), features)| Candidate {
                governor: slot::governor(text, draft.head),
                draft,
                span,
                modality,
                features,
            })
            .collect()
    }

    /// The candidates that the judge takes for claims, with the types that it settles.
    fn judged(&self, candidates: Vec<Candidate>) -> Vec<(Candidate, f32)> {
        let mut judged: Vec<(Candidate, f32)> = Vec::with_capacity(candidates.len());
        for mut candidate in candidates {
            let confidence = self.judge.confidence(&candidate.features);
            let kind = candidate.draft.content.kind();
            if confidence >= judge::threshold(kind) && judge::settles(kind) {
                self.judge.settle_type(&mut candidate.draft, &candidate.features);
                candidate.modality = self.judge.settle_modality(kind, candidate.modality, &candidate.features);
            }
            judged.push((candidate, confidence));
        }
        let accepted = accepted(&judged);
        let mut place_of: Vec<Option<usize>> = Vec::with_capacity(judged.len());
        let mut kept: Vec<(Candidate, f32)> = Vec::new();
        for (one, accepted) in judged.into_iter().zip(accepted) {
            place_of.push(accepted.then_some(kept.len()));
            if accepted {
                kept.push(one);
            }
        }
        for (candidate, _) in &mut kept {
            if let Content::Casualties { part_of, .. } = &mut candidate.draft.content {
                *part_of = part_of.and_then(|whole| place_of[whole]);
            }
        }
        kept
    }

    fn terms_of(&self, text: &Annotated<'_>) -> Terms {
        let mut terms = self.lexicon.find(text);
        self.anaphora.settle(text, &mut terms);
        terms
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
        let mut drafts = without_repeats(drafts);
        let before = drafts.len();
        for mut draft in self.casualties.drafts(text, terms, &self.lexicon) {
            if let Content::Casualties { part_of: Some(whole), .. } = &mut draft.content {
                *whole += before;
            }
            drafts.push(draft);
        }
        drafts
    }

    fn finish(
        &self,
        text: &Annotated<'_>,
        terms: &Terms,
        statements: &[Statement],
        candidates: Vec<(Candidate, f32)>,
    ) -> Vec<Claim> {
        let mut order: Vec<usize> = (0..candidates.len()).collect();
        order.sort_by_key(|&at| {
            let candidate = &candidates[at].0;
            (candidate.span.start, std::cmp::Reverse(candidate.span.end), candidate.draft.trigger)
        });
        let mut place_of = vec![0; candidates.len()];
        for (new, &old) in order.iter().enumerate() {
            place_of[old] = new;
        }
        let all: Vec<&Candidate> = candidates.iter().map(|(candidate, _)| candidate).collect();
        let times = self.attacher.claim_times(text);
        let scene = Scene::new(text, terms, &self.lexicon, statements, times, &all);
        let subjects: Vec<Subject> = order.iter().map(|&at| scene.subject(&candidates[at].0)).collect();
        let attached = self.attacher.attach(&scene, &subjects);
        let mut claims: Vec<Claim> = Vec::with_capacity(candidates.len());
        for ((&at, subject), (time, places)) in order.iter().zip(&subjects).zip(attached) {
            let (candidate, confidence) = &candidates[at];
            let draft = &candidate.draft;
            let mut content = draft.content.clone();
            if let Content::Casualties { part_of, .. } = &mut content {
                *part_of = part_of.map(|whole| place_of[whole]);
            }
            if let Content::Ceasefire { action, unilateral, window } = &mut content {
                let (reader, tagger) = (&self.ceasefires, self.attacher.tagger());
                *unilateral = reader.unilateral(text, terms, subject, *action);
                *window = reader.window(&scene, terms, tagger, subject, *action, time.as_ref());
            }
            movement::complete(text, draft, &mut content);
            claims.push(Claim {
                span: candidate.span,
                trigger: draft.trigger,
                modality: candidate.modality,
                statement: subject.statement,
                time,
                places,
                actors: attach::actors_of(&scene, subject, &draft.actors),
                content,
                rule: draft.rule.clone(),
                confidence: *confidence,
            });
        }
        claims
    }
}

/// Which judged candidates stand: those sure enough, of rivals the surer.
fn accepted(judged: &[(Candidate, f32)]) -> Vec<bool> {
    let sure: Vec<usize> =
        (0..judged.len()).filter(|&at| judged[at].1 >= judge::threshold(judged[at].0.draft.content.kind())).collect();
    let rivals: Vec<judge::Rival> = sure
        .iter()
        .map(|&at| {
            let (candidate, confidence) = &judged[at];
            judge::Rival {
                kind: candidate.draft.content.kind(),
                kind_type: candidate.draft.content.type_word(),
                span: candidate.span,
                trigger: candidate.draft.trigger,
                head: candidate.draft.head,
                governor: candidate.governor,
                confidence: *confidence,
            }
        })
        .collect();
    let mut accepted = vec![false; judged.len()];
    for (&at, stands) in sure.iter().zip(judge::settle_rivals(&rivals)) {
        accepted[at] = stands;
    }
    accepted
}

/// Leaves out drafts whose predicate another draft of the same kind used up, and the lower of two of one kind that share
/// their predicate.
fn without_repeats(drafts: Vec<Draft>) -> Vec<Draft> {
    let mut used: HashMap<(Kind, usize), Vec<(i32, usize)>> = HashMap::new();
    for draft in &drafts {
        for &token in &draft.used {
            used.entry((draft.content.kind(), token)).or_default().push((draft.rank, draft.head));
        }
    }
    let mut kept: Vec<Draft> = Vec::new();
    let mut kept_at: HashMap<(Kind, usize), usize> = HashMap::new();
    for draft in drafts {
        let key = (draft.content.kind(), draft.head);
        let users = used.get(&key).map_or(&[][..], Vec::as_slice);
        if users.iter().any(|&(rank, head)| head != draft.head && rank >= draft.rank) {
            continue;
        }
        match kept_at.get(&key).map(|&at| &mut kept[at]) {
            Some(other) if other.rank < draft.rank => *other = draft,
            Some(_) => {}
            None => {
                kept_at.insert(key, kept.len());
                kept.push(draft);
            }
        }
    }
    kept
}
