//! The layers of the network: tokens to vectors, vectors to scores. Which tokens and which transitions is the others' business.

use super::{
    features::{Attributes, Word, rows},
    matrix::Matrix,
    weights::Arrays,
};
use std::collections::{HashMap, hash_map::Entry};

/// Width of every token vector.
pub(super) const WIDTH: usize = 96;
const PIECES: usize = 3;
const WIDE: usize = WIDTH * PIECES;
/// Rows of nothing between two sentences: as many as there are convolutions, so that none looks into the next sentence.
const GAP: usize = 4;
/// Width of the hidden layer under the transitions.
const HIDDEN: usize = 64;
const HALVES: usize = 2 * HIDDEN;

/// The largest of three pieces, then normalised.
struct Peak {
    gain: Vec<f32>,
    shift: Vec<f32>,
}

impl Peak {
    fn read(arrays: &mut Arrays) -> Self {
        Peak { gain: arrays.next(), shift: arrays.next() }
    }

    /// One output row from the sums of its three pieces.
    fn activate(&self, sums: &[f32], out: &mut [f32; WIDTH]) {
        for (value, pieces) in out.iter_mut().zip(sums.as_chunks::<PIECES>().0) {
            *value = pieces[0].max(pieces[1]).max(pieces[2]);
        }
        let mean = out.iter().sum::<f32>() / WIDTH as f32;
        let variance = out.iter().map(|value| (value - mean) * (value - mean)).sum::<f32>() / WIDTH as f32 + 1e-8;
        let scale = 1.0 / variance.sqrt();
        for ((value, gain), shift) in out.iter_mut().zip(&self.gain).zip(&self.shift) {
            *value = (*value - mean) * scale * gain + shift;
        }
    }
}

/// Tokens to vectors: hashed embeddings, then four convolutions over a token and its neighbours.
pub(super) struct Encoder {
    tables: Vec<Vec<f32>>,
    mix: (Matrix, Peak),
    /// The first convolution in three parts: what a token gives to its right neighbour, to itself and to its left neighbour.
    parts: Matrix,
    bias: Vec<f32>,
    first: Peak,
    later: Vec<(Matrix, Peak)>,
}

/// What is the same wherever a word stands, of the words seen lately; one for each thread.
#[derive(Default)]
pub(super) struct Memory {
    places: HashMap<u64, usize>,
    /// For each word its vector and its three parts in the first convolution.
    rows: Vec<f32>,
}

impl Memory {
    /// Whether the word with this key need not be computed again.
    pub fn knows(&self, key: u64) -> bool {
        self.places.len() <= MOST_WORDS && self.places.contains_key(&key)
    }
}

const ROW: usize = WIDTH + 3 * WIDE;
/// 3,840 bytes each: 15 MiB.
const MOST_WORDS: usize = 4096;

impl Encoder {
    pub fn read(arrays: &mut Arrays, tables: usize) -> Self {
        let tables = (0..tables).map(|_| arrays.next()).collect();
        let mix = (read_matrix(arrays), Peak::read(arrays));
        let (window, bias) = (arrays.next(), arrays.next());
        // From three stacked blocks of rows to three blocks side by side.
        let parts = (0..WIDTH).flat_map(|row| (0..3).map(move |part| (part * WIDTH + row) * WIDE));
        let parts: Vec<f32> = parts.flat_map(|start| &window[start..start + WIDE]).copied().collect();
        let parts = Matrix::new(&parts, &[0.0; 3 * WIDE]);
        let first = Peak::read(arrays);
        let later = (1..GAP).map(|_| (read_matrix(arrays), Peak::read(arrays))).collect();
        Encoder { tables, mix, parts, bias, first, later }
    }

    /// The vectors of the tokens of all sentences, one after the other.
    pub fn encode(&self, sentences: &[Vec<Word>], memory: &mut Memory, out: &mut Vec<f32>) {
        self.remember(sentences, memory);
        let rows = sentences.iter().map(Vec::len).sum::<usize>() + GAP * (sentences.len() + 1);
        // One row of nothing more at both ends, for the windows of the first and the last row.
        let mut states = vec![0.0; (rows + 2) * WIDTH];
        let mut sums = self.bias.repeat(rows + 2);
        for (place, word) in places(sentences).zip(sentences.iter().flatten()) {
            let known = &memory.rows[memory.places[&word.key] * ROW..][..ROW];
            let (vector, parts) = known.split_at(WIDTH);
            states[place * WIDTH..(place + 1) * WIDTH].copy_from_slice(vector);
            // The left part of the window weighs the neighbour before, so it goes to the row behind.
            for (part, row) in parts.chunks_exact(WIDE).zip([place + 1, place, place - 1]) {
                add(&mut sums[row * WIDE..(row + 1) * WIDE], part);
            }
        }
        self.first.add_to(&mut states[WIDTH..], &sums[WIDE..], rows);
        for (matrix, peak) in &self.later {
            matrix.multiply(&states, WIDTH, rows, &mut sums);
            peak.add_to(&mut states[WIDTH..], &sums, rows);
        }
        out.clear();
        for place in places(sentences) {
            out.extend_from_slice(&states[place * WIDTH..(place + 1) * WIDTH]);
        }
    }

    /// Sees to it that `memory` holds all words of these sentences.
    fn remember(&self, sentences: &[Vec<Word>], memory: &mut Memory) {
        if memory.places.len() > MOST_WORDS {
            *memory = Memory::default();
        }
        let first = memory.places.len();
        let mut embedded = Vec::new();
        for word in sentences.iter().flatten() {
            let next = memory.places.len();
            if let Entry::Vacant(place) = memory.places.entry(word.key) {
                place.insert(next);
                self.embed(&word.attributes, &mut embedded);
            }
        }
        let count = memory.places.len() - first;
        let (mut sums, mut parts) = (Vec::new(), Vec::new());
        self.mix.0.multiply(&embedded, self.tables.len() * WIDTH, count, &mut sums);
        let mut vectors = vec![0.0; count * WIDTH];
        for (vector, sums) in vectors.as_chunks_mut().0.iter_mut().zip(sums.chunks_exact(WIDE)) {
            self.mix.1.activate(sums, vector);
        }
        self.parts.multiply(&vectors, WIDTH, count, &mut parts);
        for (vector, parts) in vectors.chunks_exact(WIDTH).zip(parts.chunks_exact(3 * WIDE)) {
            memory.rows.extend_from_slice(vector);
            memory.rows.extend_from_slice(parts);
        }
    }

    fn embed(&self, attributes: &Attributes, out: &mut Vec<f32>) {
        for (at, table) in self.tables.iter().enumerate() {
            let start = out.len();
            out.resize(start + WIDTH, 0.0);
            for place in rows(attributes[at], 8 + at as u32) {
                let row = place as usize % (table.len() / WIDTH) * WIDTH;
                add(&mut out[start..], &table[row..row + WIDTH]);
            }
        }
    }
}

/// The rows of the tokens, with `GAP` rows of nothing around each sentence and one more in front.
fn places(sentences: &[Vec<Word>]) -> impl Iterator<Item = usize> {
    let mut next = 1;
    sentences.iter().flat_map(move |sentence| {
        let first = next + GAP;
        next = first + sentence.len();
        first..next
    })
}

fn add(out: &mut [f32], more: &[f32]) {
    for (value, more) in out.iter_mut().zip(more) {
        *value += more;
    }
}

/// A matrix and its bias.
pub(super) fn read_matrix(arrays: &mut Arrays) -> Matrix {
    let (rows, bias) = (arrays.next(), arrays.next());
    Matrix::new(&rows, &bias)
}

impl Peak {
    /// Adds to each state what its sums give.
    fn add_to(&self, states: &mut [f32], sums: &[f32], count: usize) {
        let mut fresh = [0.0; WIDTH];
        for (state, sums) in states.chunks_exact_mut(WIDTH).zip(sums.chunks_exact(WIDE)).take(count) {
            self.activate(sums, &mut fresh);
            add(state, &fresh);
        }
    }
}

/// What scores transitions: each of `slots` places in the state adds what its token gives to a hidden layer.
pub(super) struct Scorer {
    project: Matrix,
    lower: Matrix,
    bias: Vec<f32>,
    missing: Vec<f32>,
    upper: Vec<f32>,
    upper_bias: Vec<f32>,
    slots: usize,
}

impl Scorer {
    pub fn read(arrays: &mut Arrays, slots: usize) -> Self {
        Scorer {
            project: read_matrix(arrays),
            lower: Matrix::new(&arrays.next(), &vec![0.0; slots * HALVES]),
            bias: arrays.next(),
            missing: arrays.next(),
            upper: arrays.next(),
            upper_bias: arrays.next(),
            slots,
        }
    }

    /// What each token gives in each place, computed once for a sentence.
    pub fn prepare(&self, vectors: &[f32], scratch: &mut Vec<f32>, out: &mut Vec<f32>) {
        let count = vectors.len() / WIDTH;
        self.project.multiply(vectors, WIDTH, count, scratch);
        self.lower.multiply(scratch, HIDDEN, count, out);
    }

    /// Scores of all transitions where the places hold these tokens.
    pub fn score(&self, prepared: &[f32], places: &[Option<usize>], scores: &mut [f32]) {
        let mut sums = [0.0; HALVES];
        sums.copy_from_slice(&self.bias);
        for (slot, place) in places.iter().enumerate() {
            let given = match place {
                Some(token) => &prepared[(token * self.slots + slot) * HALVES..][..HALVES],
                None => &self.missing[slot * HALVES..][..HALVES],
            };
            for (sum, value) in sums.iter_mut().zip(given) {
                *sum += value;
            }
        }
        scores.copy_from_slice(&self.upper_bias);
        for (halves, row) in sums.as_chunks::<2>().0.iter().zip(self.upper.chunks_exact(scores.len())) {
            let hidden = halves[0].max(halves[1]);
            for (score, weight) in scores.iter_mut().zip(row) {
                *score += hidden * weight;
            }
        }
    }
}
