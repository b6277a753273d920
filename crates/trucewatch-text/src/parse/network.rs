//! The layers of the network: tokens to vectors, vectors to scores. Which tokens and which transitions is the others' business.

use super::{
    features::{Attributes, rows},
    weights::Arrays,
};
use matrixmultiply::sgemm;

/// Width of every token vector.
pub(super) const WIDTH: usize = 96;
const PIECES: usize = 3;
const WIDE: usize = WIDTH * PIECES;
/// Rows of nothing between two sentences: as many as there are convolutions, so that none looks into the next sentence.
const GAP: usize = 4;
/// Width of the hidden layer under the transitions.
const HIDDEN: usize = 64;
const HALVES: usize = 2 * HIDDEN;

/// `out += left * right`, all row-major; the rows of `left` may overlap.
fn multiply(left: &[f32], stride: usize, count: usize, inner: usize, right: &[f32], out: &mut [f32]) {
    let columns = right.len() / inner;
    assert!(right.len() == inner * columns && out.len() == count * columns);
    assert!(count == 0 || (count - 1) * stride + inner <= left.len());
    // SAFETY: the lines above keep every access inside the three slices.
    unsafe {
        sgemm(
            count,
            inner,
            columns,
            1.0,
            left.as_ptr(),
            stride as isize,
            1,
            right.as_ptr(),
            columns as isize,
            1,
            1.0,
            out.as_mut_ptr(),
            columns as isize,
            1,
        );
    }
}

fn spread(bias: &[f32], count: usize, out: &mut Vec<f32>) {
    out.clear();
    for _ in 0..count {
        out.extend_from_slice(bias);
    }
}

/// Weights and bias.
pub(super) struct Dense {
    weights: Vec<f32>,
    bias: Vec<f32>,
}

impl Dense {
    pub fn read(arrays: &mut Arrays) -> Self {
        Dense { weights: arrays.next(), bias: arrays.next() }
    }

    /// A row of scores for each vector.
    pub fn scores(&self, vectors: &[f32], out: &mut Vec<f32>) {
        let inner = self.weights.len() / self.bias.len();
        let count = vectors.len() / inner;
        spread(&self.bias, count, out);
        multiply(vectors, inner, count, inner, &self.weights, out);
    }
}

/// A dense layer, the largest of three pieces, then normalised.
struct Maxout {
    dense: Dense,
    gain: Vec<f32>,
    shift: Vec<f32>,
}

impl Maxout {
    fn read(arrays: &mut Arrays) -> Self {
        Maxout { dense: Dense::read(arrays), gain: arrays.next(), shift: arrays.next() }
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
    mix: Maxout,
    convolutions: Vec<Maxout>,
}

impl Encoder {
    pub fn read(arrays: &mut Arrays, tables: usize) -> Self {
        Encoder {
            tables: (0..tables).map(|_| arrays.next()).collect(),
            mix: Maxout::read(arrays),
            convolutions: (0..GAP).map(|_| Maxout::read(arrays)).collect(),
        }
    }

    /// The vectors of the tokens of all sentences, one after the other.
    pub fn encode(&self, sentences: &[Vec<Attributes>], out: &mut Vec<f32>) {
        let tokens: usize = sentences.iter().map(Vec::len).sum();
        let embedded = self.embed(sentences.iter().flatten(), tokens);
        let rows = tokens + GAP * (sentences.len() + 1);
        // One row of nothing more at both ends, for the windows of the first and the last row.
        let mut states = vec![0.0; (rows + 2) * WIDTH];
        let mut sums = Vec::new();
        self.mix.sum(&embedded, embedded.len() / tokens.max(1), tokens, &mut sums);
        let places = || {
            let mut next = 1;
            sentences.iter().flat_map(move |sentence| {
                let first = next + GAP;
                next = first + sentence.len();
                first..next
            })
        };
        for (place, sums) in places().zip(sums.chunks_exact(WIDE)) {
            self.mix
                .activate(sums, (&mut states[place * WIDTH..(place + 1) * WIDTH]).try_into().expect("of that width"));
        }
        let mut fresh = [0.0; WIDTH];
        for convolution in &self.convolutions {
            convolution.sum(&states, WIDTH, rows, &mut sums);
            for (state, sums) in states[WIDTH..].chunks_exact_mut(WIDTH).zip(sums.chunks_exact(WIDE)) {
                convolution.activate(sums, &mut fresh);
                for (value, more) in state.iter_mut().zip(&fresh) {
                    *value += more;
                }
            }
        }
        out.clear();
        for place in places() {
            out.extend_from_slice(&states[place * WIDTH..(place + 1) * WIDTH]);
        }
    }

    fn embed<'a>(&self, tokens: impl Iterator<Item = &'a Attributes>, count: usize) -> Vec<f32> {
        let width = self.tables.len() * WIDTH;
        let mut out = vec![0.0; count * width];
        for (token, row) in tokens.zip(out.chunks_exact_mut(width)) {
            for (table, cell) in row.chunks_exact_mut(WIDTH).enumerate() {
                let vectors = &self.tables[table];
                for place in rows(token[table], 8 + table as u32) {
                    let start = place as usize % (vectors.len() / WIDTH) * WIDTH;
                    for (value, more) in cell.iter_mut().zip(&vectors[start..start + WIDTH]) {
                        *value += more;
                    }
                }
            }
        }
        out
    }
}

impl Maxout {
    /// The sums of the three pieces for `count` rows of `vectors`, each `stride` after the last.
    fn sum(&self, vectors: &[f32], stride: usize, count: usize, out: &mut Vec<f32>) {
        spread(&self.dense.bias, count, out);
        multiply(vectors, stride, count, self.dense.weights.len() / WIDE, &self.dense.weights, out);
    }
}

/// What scores transitions: each of `slots` places in the state adds what its token gives to a hidden layer.
pub(super) struct Scorer {
    project: Dense,
    lower: Vec<f32>,
    bias: Vec<f32>,
    missing: Vec<f32>,
    upper: Dense,
    slots: usize,
}

impl Scorer {
    pub fn read(arrays: &mut Arrays, slots: usize) -> Self {
        Scorer {
            project: Dense::read(arrays),
            lower: arrays.next(),
            bias: arrays.next(),
            missing: arrays.next(),
            upper: Dense::read(arrays),
            slots,
        }
    }

    /// What each token gives in each place, computed once for a sentence.
    pub fn prepare(&self, vectors: &[f32], scratch: &mut Vec<f32>, out: &mut Vec<f32>) {
        self.project.scores(vectors, scratch);
        let count = scratch.len() / HIDDEN;
        out.clear();
        out.resize(count * self.slots * HALVES, 0.0);
        multiply(scratch, HIDDEN, count, HIDDEN, &self.lower, out);
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
        scores.copy_from_slice(&self.upper.bias);
        for (halves, row) in sums.as_chunks::<2>().0.iter().zip(self.upper.weights.chunks_exact(scores.len())) {
            let hidden = halves[0].max(halves[1]);
            for (score, weight) in scores.iter_mut().zip(row) {
                *score += hidden * weight;
            }
        }
    }
}
