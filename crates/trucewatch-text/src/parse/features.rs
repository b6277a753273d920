//! What the network sees of a token: hashes of its norm, first letter, last three letters and shape, and whether white space
//! follows. All must equal spaCy's, bit for bit, or the embeddings are noise.

use crate::{tables, tokenize};
use std::{borrow::Cow, collections::HashMap, sync::LazyLock};
use trucewatch_model::Span;

/// Norm, prefix, suffix, shape, followed by white space, is white space.
pub(super) type Attributes = [u64; 6];

/// Names that spaCy numbers instead of hashing.
static SYMBOLS: LazyLock<HashMap<&'static str, u64>> = LazyLock::new(|| {
    let line = |line: &'static str| line.split_once('\t').and_then(|(name, id)| Some((name, id.parse().ok()?)));
    include_str!("../../weights/symbols.tsv").lines().filter_map(line).collect()
});

static NORMS: &str = include_str!("../../weights/norms.tsv");

/// A token as the network sees it.
pub(super) struct Word {
    /// The same for two tokens only if all attributes are the same.
    pub key: u64,
    pub attributes: Attributes,
}

impl Word {
    /// The token `at` of a sentence, with its word as `shown` turns it. `known` are the keys whose attributes need not be
    /// filled in.
    pub fn new<'t>(
        text: &'t str,
        tokens: &[Span],
        at: usize,
        shown: impl Fn(&'t str) -> Cow<'t, str>,
        known: impl Fn(u64) -> bool,
    ) -> Self {
        let word = shown(tokens[at].of(text));
        let spaced = tokens.get(at + 1).is_some_and(|next| next.start > tokens[at].end);
        let listed = listed_norm(text, tokens, at).map_or(0, string_id);
        let key = (murmur64(word.as_bytes()) ^ listed.rotate_left(1)) << 1 | spaced as u64;
        let attributes = if known(key) { Attributes::default() } else { attributes(&word, listed, spaced) };
        Word { key, attributes }
    }
}

fn attributes(word: &str, listed: u64, spaced: bool) -> Attributes {
    let norm = if listed == 0 { norm(word) } else { listed };
    let first = word.chars().next().map_or(0, char::len_utf8);
    let third = word.char_indices().rev().nth(2).map_or(0, |(start, _)| start);
    [norm, string_id(&word[..first]), string_id(&word[third..]), string_id(&shape(word)), spaced as u64, 0]
}

/// The norm of a word that is no piece of a listed chunk.
fn norm(word: &str) -> u64 {
    match tables::find(NORMS, &format!("{:016x}", string_id(word))) {
        Some(norm) => string_id(norm),
        None => string_id(&word.to_lowercase()),
    }
}

/// The norm that the tokenizer's list gives to a piece ("wo" in "won't" is "will").
fn listed_norm(text: &str, tokens: &[Span], at: usize) -> Option<&'static str> {
    const MOST_PIECES: usize = 3;
    let glued = |left: usize| tokens[left].end == tokens[left + 1].start;
    let mut first = at;
    while first > 0 && at - first < MOST_PIECES - 1 && glued(first - 1) {
        first -= 1;
    }
    for start in first..=at {
        for end in at..tokens.len().min(start + MOST_PIECES) {
            if end > at && !glued(end - 1) {
                break;
            }
            let Some(pieces) = tokenize::exception(&text[tokens[start].start..tokens[end].end]) else { continue };
            if pieces.len() == end - start + 1 && pieces[at - start].0.len() == tokens[at].len() {
                return Some(pieces[at - start].1).filter(|norm| !norm.is_empty());
            }
        }
    }
    None
}

/// Capitals as X, small letters as x, figures as d, in runs of four at most.
fn shape(word: &str) -> String {
    let mut shape = String::with_capacity(word.len());
    let (mut last, mut run, mut length) = ('\0', 0, 0);
    for c in word.chars() {
        let class = match c {
            c if c.is_alphabetic() => {
                if c.is_uppercase() {
                    'X'
                } else {
                    'x'
                }
            }
            c if c.is_ascii_digit() || !c.is_ascii() && c.is_numeric() => 'd',
            c => c,
        };
        run = if class == last { run + 1 } else { 0 };
        last = class;
        length += 1;
        if run < 4 {
            shape.push(class);
        }
    }
    if length >= 100 { "LONG".to_owned() } else { shape }
}

/// spaCy's id of a string.
fn string_id(text: &str) -> u64 {
    if text.is_empty() {
        return 0;
    }
    match SYMBOLS.get(text) {
        Some(&symbol) => symbol,
        None => murmur64(text.as_bytes()),
    }
}

/// MurmurHash64A with seed 1.
fn murmur64(bytes: &[u8]) -> u64 {
    const M: u64 = 0xc6a4_a793_5bd1_e995;
    let mut hash = 1 ^ (bytes.len() as u64).wrapping_mul(M);
    let (words, tail) = bytes.as_chunks::<8>();
    for word in words {
        let mut k = u64::from_le_bytes(*word).wrapping_mul(M);
        k ^= k >> 47;
        hash = (hash ^ k.wrapping_mul(M)).wrapping_mul(M);
    }
    if !tail.is_empty() {
        for (at, &byte) in tail.iter().enumerate() {
            hash ^= u64::from(byte) << (8 * at);
        }
        hash = hash.wrapping_mul(M);
    }
    hash ^= hash >> 47;
    hash = hash.wrapping_mul(M);
    hash ^ (hash >> 47)
}

/// The four rows of an embedding table that a value falls on, before the modulus: MurmurHash3 with 128 bits.
pub(super) fn rows(value: u64, seed: u32) -> [u32; 4] {
    fn mix(mut k: u64) -> u64 {
        k ^= k >> 33;
        k = k.wrapping_mul(0xff51_afd7_ed55_8ccd);
        k ^= k >> 33;
        k = k.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        k ^ (k >> 33)
    }
    let mut one = value.wrapping_mul(0x87c3_7b91_1142_53d5).rotate_left(31).wrapping_mul(0x4cf5_ad43_2745_937f);
    one ^= u64::from(seed) ^ 8;
    let mut two = u64::from(seed) ^ 8;
    one = one.wrapping_add(two);
    two = two.wrapping_add(one);
    one = mix(one);
    two = mix(two);
    one = one.wrapping_add(two);
    two = two.wrapping_add(one);
    [one as u32, (one >> 32) as u32, two as u32, (two >> 32) as u32]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_spacys() {
        assert_eq!(string_id("ceasefire"), murmur64(b"ceasefire"));
        assert_eq!(string_id("ORG"), 383);
        assert_eq!(string_id(""), 0);
    }

    #[test]
    fn shapes_cut_long_runs() {
        for (word, expected) in
            [("Aleppo", "Xxxxx"), ("U.S.-backed", "X.X.-xxxx"), ("2016", "dddd"), ("1,200,000", "d,ddd,ddd")]
        {
            assert_eq!(shape(word), expected);
        }
    }
}
