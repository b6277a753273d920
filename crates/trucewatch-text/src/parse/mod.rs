//! The syntactic parse: parts of speech, dependencies and dictionary forms, by the network of spaCy's en_core_web_sm in plain
//! arithmetic. Sentences and tokens come from `split`.

mod entities;
mod features;
mod headline;
mod lemma;
mod matrix;
mod network;
mod transitions;
mod weights;

use crate::Annotated;
use entities::Recogniser;
use features::Word;
use headline::CommonWords;
use matrix::Matrix;
use network::{Encoder, Scorer, WIDTH};
use std::{borrow::Cow, cell::RefCell, sync::OnceLock};
use transitions::{Arc, Move};
use trucewatch_codebook::Data;
use trucewatch_model::{Dep, Sentence, Span, Tag, Token};
use weights::Arrays;

static LABELS: &str = include_str!("../../weights/labels.tsv");

/// The parser's network with its weights.
pub struct Parser {
    encoder: Encoder,
    tagger: Matrix,
    scorer: Scorer,
    tags: Vec<Tag>,
    moves: Vec<Move>,
    /// Read when first asked for: it is half of all weights.
    recogniser: OnceLock<Recogniser>,
    common: CommonWords,
}

impl Parser {
    /// The network that the program carries, with the codebook's words for reading headlines.
    pub fn new(codebook: &Data) -> Self {
        let mut arrays = Arrays::start();
        let mut labels = LABELS.lines().map(|line| line.split('\t'));
        let mut next = || labels.next().into_iter().flatten();
        Parser {
            encoder: Encoder::read(&mut arrays, 6),
            tagger: network::read_matrix(&mut arrays),
            scorer: Scorer::read(&mut arrays, transitions::SLOTS),
            tags: next().map(|name| Tag::from_word(name).unwrap_or(Tag::Xx)).collect(),
            moves: next().map(Move::from_name).collect(),
            recogniser: OnceLock::new(),
            common: CommonWords::new(codebook),
        }
    }

    /// Fills tag, lemma, head and dep of all tokens; where `everything` is asked for, marks named entities too. Divides sentences where the parse finds that one
    /// ends and the text has no full stop.
    pub fn parse(&self, text: &mut Annotated<'_>, everything: bool) {
        SEEN.with_borrow_mut(|seen| self.parse_with(text, everything, seen));
    }

    fn parse_with(&self, text: &mut Annotated<'_>, everything: bool, seen: &mut Seen) {
        let source = &text.document.text;
        let mut words: Vec<Vec<Word>> = Vec::new();
        let knows = |key: u64| seen.words.knows(key) && (!everything || seen.names.knows(key));
        let mut spans: Vec<Span> = Vec::new();
        let usage = self.common.usage(source, &text.sentences, &text.tokens);
        for (number, sentence) in text.sentences.iter().enumerate() {
            spans.clear();
            spans.extend(text.tokens[sentence.first..sentence.last].iter().map(|token| token.span));
            let shown =
                |word| usage.as_ref().map_or(Cow::Borrowed(word), |usage| usage.shown(number, word, &self.common));
            words.push((0..spans.len()).map(|at| Word::new(source, &spans, at, shown, knows)).collect());
        }
        let (mut vectors, mut scores, mut scratch, mut prepared) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        self.encoder.encode(&words, &mut seen.words, &mut vectors);
        self.tagger.multiply(&vectors, WIDTH, vectors.len() / WIDTH, &mut scores);
        let mut done = 0;
        let mut sentences = Vec::with_capacity(text.sentences.len());
        for sentence in &text.sentences {
            let length = sentence.last - sentence.first;
            self.scorer.prepare(&vectors[done * WIDTH..(done + length) * WIDTH], &mut scratch, &mut prepared);
            let mut arcs = transitions::parse(&self.moves, &self.scorer, &prepared, length);
            transitions::lift(&mut arcs);
            let tokens = &mut text.tokens[sentence.first..sentence.last];
            let rows = scores[done * self.tagger.width()..].chunks_exact(self.tagger.width());
            for ((token, arc), row) in tokens.iter_mut().zip(&arcs).zip(rows) {
                token.tag = self.tags[highest(&row[..self.tags.len()])];
                token.dep = arc.label;
                token.head = sentence.first + arc.head;
                token.lemma = seen.lemmas.lemma(token.span.of(source), token.tag);
            }
            divide(source, sentence, &mut text.tokens, &arcs, &mut sentences);
            done += length;
        }
        text.sentences = sentences;
        if everything {
            let recogniser = self.recogniser.get_or_init(read_recogniser);
            text.entities = recogniser.recognise(&words, &text.sentences, &text.tokens, &mut seen.names);
        }
        text.index_children();
    }
}

fn read_recogniser() -> Recogniser {
    const BEFORE: usize = 6 + 5 * 4 + 2 + 7;
    let mut arrays = Arrays::start();
    arrays.skip(BEFORE);
    Recogniser::read(&mut arrays, LABELS.lines().nth(2).into_iter().flat_map(|line| line.split('\t')))
}

/// Cuts a sentence where the parse begins a new one and the word looks like the start of one. Of each sentence that comes out
/// the roots after the first hang below it, so that it is one tree.
fn divide(source: &str, sentence: &Sentence, tokens: &mut [Token], arcs: &[Arc], out: &mut Vec<Sentence>) {
    let opens = |at: usize| {
        let word = tokens[sentence.first + at].span.of(source);
        let hyphen = tokens[sentence.first + at - 1].span.of(source).ends_with('-');
        !hyphen && word.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || matches!(c, '"' | '“'))
    };
    let mut borders: Vec<usize> = (1..arcs.len()).filter(|&at| arcs[at].starts && opens(at)).collect();
    borders.push(arcs.len());
    let mut first = 0;
    for border in borders {
        let (start, last) = (sentence.first + first, sentence.first + border);
        let mut roots = (start..last).filter(|&at| tokens[at].head == at);
        if let Some(root) = roots.next() {
            for later in roots.collect::<Vec<_>>() {
                tokens[later].head = root;
                tokens[later].dep = Dep::Parataxis;
            }
        }
        let span = tokens[start].span.cover(tokens[last - 1].span);
        out.push(Sentence { span, first: start, last, parsed: true });
        first = border;
    }
}

/// What a thread keeps from one text for the next. It changes how fast is read, never what.
#[derive(Default)]
struct Seen {
    words: network::Memory,
    names: network::Memory,
    lemmas: lemma::Memory,
}

thread_local! {
    static SEEN: RefCell<Seen> = RefCell::default();
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
