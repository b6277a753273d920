//! The syntactic parse: parts of speech, dependencies and dictionary forms, by the network of spaCy's en_core_web_sm in plain
//! arithmetic. Sentences and tokens come from `split`.

mod features;
mod lemma;
mod network;
mod transitions;
mod weights;

use crate::Annotated;
use network::{Dense, Encoder, Scorer, WIDTH};
use transitions::{Arc, Move};
use trucewatch_model::{Dep, Span, Tag};

static LABELS: &str = include_str!("../../weights/labels.tsv");

/// The parser's network with its weights.
pub struct Parser {
    encoder: Encoder,
    tagger: Dense,
    scorer: Scorer,
    tags: Vec<Tag>,
    moves: Vec<Move>,
}

impl Parser {
    /// The network that the program carries.
    pub fn builtin() -> Self {
        let mut arrays = weights::Arrays::start();
        let mut labels = LABELS.lines().map(|line| line.split('\t'));
        let mut next = || labels.next().into_iter().flatten();
        Parser {
            encoder: Encoder::read(&mut arrays, 6),
            tagger: Dense::read(&mut arrays),
            scorer: Scorer::read(&mut arrays, transitions::SLOTS),
            tags: next().map(|name| Tag::from_word(name).unwrap_or(Tag::Xx)).collect(),
            moves: next().map(Move::from_name).collect(),
        }
    }

    /// Fills tag, lemma, head and dep of the tokens of each sentence that can carry a statement or claim, or of all of them
    /// where `everything` is asked for (which also marks named entities).
    pub fn parse(&self, text: &mut Annotated<'_>, _everything: bool) {
        let source = &text.document.text;
        let mut attributes = Vec::new();
        for sentence in &text.sentences {
            let spans: Vec<Span> = text.tokens[sentence.first..sentence.last].iter().map(|token| token.span).collect();
            attributes.push((0..spans.len()).map(|at| features::attributes(source, &spans, at)).collect::<Vec<_>>());
        }
        let mut vectors = Vec::new();
        self.encoder.encode(&attributes, &mut vectors);
        let mut scores = Vec::new();
        self.tagger.scores(&vectors, &mut scores);
        let (mut scratch, mut prepared) = (Vec::new(), Vec::new());
        let mut done = 0;
        for sentence in &mut text.sentences {
            let length = sentence.last - sentence.first;
            self.scorer.prepare(&vectors[done * WIDTH..(done + length) * WIDTH], &mut scratch, &mut prepared);
            let mut arcs = transitions::parse(&self.moves, &self.scorer, &prepared, length, false);
            transitions::lift(&mut arcs);
            unite(&mut arcs);
            let rows = scores[done * self.tags.len()..].chunks_exact(self.tags.len());
            for ((token, arc), row) in text.tokens[sentence.first..sentence.last].iter_mut().zip(&arcs).zip(rows) {
                token.tag = self.tags[highest(row)];
                token.dep = arc.label;
                token.head = sentence.first + arc.head;
                token.lemma = lemma::lemma(token.span.of(source), token.tag, token.dep);
            }
            sentence.parsed = true;
            done += length;
        }
        text.index_children();
    }
}

/// Hangs all roots after the first below it, so that a sentence is one tree.
fn unite(arcs: &mut [Arc]) {
    let mut roots = (0..arcs.len()).filter(|&at| arcs[at].head == at).collect::<Vec<_>>().into_iter();
    let Some(first) = roots.next() else { return };
    for root in roots {
        arcs[root] = Arc { head: first, label: Dep::Parataxis, lift: None };
    }
}

/// Where the highest score stands; the first of several.
fn highest(scores: &[f32]) -> usize {
    let mut best = 0;
    for (at, score) in scores.iter().enumerate() {
        if *score > scores[best] {
            best = at;
        }
    }
    best
}
