//! A linear model over hashed features: a name for each feature is hashed into a table of small integers.

use std::borrow::Cow;

/// A table of learned weights. Its length is a power of two; of a feature's hash as many bits are used.
#[derive(Clone)]
pub struct Weights {
    cells: Cow<'static, [u8]>,
    scale: f32,
}

/// Bits of a feature's hash that are kept.
pub const BITS: u32 = 18;

impl Weights {
    /// Reads a table: the scale as f32, then one signed byte per cell. A table of another size weighs nothing.
    pub fn from_bytes(bytes: impl Into<Cow<'static, [u8]>>) -> Self {
        let bytes = bytes.into();
        let cells = bytes.len().saturating_sub(4);
        if !cells.is_power_of_two() {
            return Weights { cells: Cow::Borrowed(&[0; 5]), scale: 0.0 };
        }
        let scale = f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
        Weights { cells: bytes, scale }
    }

    /// Rounds learned weights into a table that `from_bytes` reads.
    pub fn to_bytes(learned: &[f32]) -> Vec<u8> {
        let most = learned.iter().fold(1e-6_f32, |most, weight| most.max(weight.abs()));
        let scale = most / 127.0;
        let mut out = scale.to_le_bytes().to_vec();
        out.extend(learned.iter().map(|weight| (weight / scale).round() as i8 as u8));
        out
    }

    /// The sum of the weights of some features.
    pub fn score(&self, features: &[u32]) -> f32 {
        let cells = &self.cells[4..];
        let mask = cells.len() - 1;
        features.iter().map(|&feature| f32::from(cells[feature as usize & mask] as i8)).sum::<f32>() * self.scale
    }
}

/// Collects the features of one thing.
#[derive(Default)]
pub struct Features {
    /// Their places in the table.
    pub cells: Vec<u32>,
}

impl Features {
    /// Adds the feature `template` with its values.
    pub fn add(&mut self, template: &str, values: &[&str]) {
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        let mut eat = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        template.bytes().for_each(&mut eat);
        for value in values {
            eat(0xff);
            value.bytes().for_each(&mut eat);
        }
        hash ^= hash >> 29;
        self.cells.push((hash.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - BITS)) as u32);
    }
}
