//! A linear model over hashed features: a table of small integers that is learned once (`cargo xtask train`) and shipped.

/// Number of weights in a table. Features are hashed into it; collisions cost less than a dictionary would.
pub const TABLE: usize = 1 << 18;

/// A feature of a candidate, hashed.
pub type Feature = u32;

/// FNV-1a over the parts of a feature, a separator between them.
pub fn feature(parts: &[&str]) -> Feature {
    go_on(START, parts)
}

const START: Feature = 0x811c_9dc5;

fn go_on(mut hash: Feature, parts: &[&str]) -> Feature {
    for part in parts {
        for byte in part.bytes().chain([0x1f]) {
            hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    }
    hash
}

/// Features of something of one kind: each counts for all kinds, and once more for its own.
pub struct OfKind {
    kind: Feature,
    /// The features so far.
    pub features: Vec<Feature>,
}

impl OfKind {
    /// None yet, with room for `about` calls of `add`.
    pub fn new(kind: &str, about: usize) -> Self {
        OfKind { kind: feature(&[kind]), features: Vec::with_capacity(2 * about) }
    }

    /// Adds a feature, for all kinds and for this one.
    pub fn add(&mut self, parts: &[&str]) {
        self.features.extend([feature(parts), go_on(self.kind, parts)]);
    }
}

/// Where the weight of a feature for an outcome lies in the table.
pub fn slot_of(feature: Feature, outcome: u32) -> usize {
    let mixed = (feature ^ outcome.wrapping_mul(0x9e37_79b9)).wrapping_mul(0x85eb_ca6b);
    (mixed ^ (mixed >> 15)) as usize & (TABLE - 1)
}

/// The shipped weights: one signed byte each, to be multiplied by `scale`.
pub struct Linear {
    scale: f32,
    weights: &'static [u8],
}

impl Linear {
    /// Reads weights as `to_bytes` writes them. `None` where the bytes are no such table.
    pub fn from_bytes(bytes: &'static [u8]) -> Option<Self> {
        let (scale, weights) = bytes.split_first_chunk::<4>()?;
        (weights.len() == TABLE).then_some(Linear { scale: f32::from_le_bytes(*scale), weights })
    }

    /// The bytes of a learned table: the scale, then one byte a weight.
    pub fn to_bytes(weights: &[f32]) -> Vec<u8> {
        let largest = weights.iter().fold(0f32, |most, weight| most.max(weight.abs())).max(1e-6);
        let scale = largest / 127.0;
        let mut bytes = scale.to_le_bytes().to_vec();
        bytes.extend(weights.iter().map(|weight| (weight / scale).round() as i8 as u8));
        bytes
    }

    /// The score of an outcome: the sum of its features' weights.
    pub fn score(&self, features: &[Feature], outcome: u32) -> f32 {
        let sum: i32 = features.iter().map(|&f| i32::from(self.weights[slot_of(f, outcome)] as i8)).sum();
        sum as f32 * self.scale
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_survive_writing_within_half_a_step() {
        let mut weights = vec![0f32; TABLE];
        let wanted = feature(&["trigger", "shell"]);
        weights[slot_of(wanted, 1)] = 2.0;
        weights[slot_of(feature(&["x"]), 7)] = -0.5;
        let bytes: &'static [u8] = Linear::to_bytes(&weights).leak();
        let linear = Linear::from_bytes(bytes).unwrap();
        assert!((linear.score(&[wanted], 1) - 2.0).abs() < 0.01);
        assert_eq!(linear.score(&[wanted], 2), 0.0);
    }

    #[test]
    fn what_is_of_a_kind_is_the_feature_with_the_kind_before_it() {
        let mut own = OfKind::new("attack", 1);
        own.add(&["lemma", "shell"]);
        assert_eq!(own.features, [feature(&["lemma", "shell"]), feature(&["attack", "lemma", "shell"])]);
    }

    #[test]
    fn parts_do_not_run_together() {
        assert_ne!(feature(&["ab", "c"]), feature(&["a", "bc"]));
    }
}
