//! A linear model over hashed features: a name for each feature is hashed into a table of small integers.

/// A table of learned weights.
#[derive(Clone)]
pub struct Weights {
    cells: Vec<i8>,
    scale: f32,
}

/// Bits of a feature's hash that are kept.
pub const BITS: u32 = 18;

impl Weights {
    /// Reads a table: the scale as f32, then one signed byte per cell. Of a table of another size every weight is 0.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        match bytes.split_first_chunk::<4>() {
            Some((scale, cells)) if cells.len() == 1 << BITS => {
                Weights { scale: f32::from_le_bytes(*scale), cells: cells.iter().map(|&cell| cell as i8).collect() }
            }
            _ => Weights { scale: 0.0, cells: vec![0; 1 << BITS] },
        }
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
        features.iter().map(|&feature| f32::from(self.cells[feature as usize])).sum::<f32>() * self.scale
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
