//! Finding, among many texts, the few that may be copies of one. In memory; a store keeps the same keys in a table.

use super::Signature;
use std::collections::HashMap;

/// A key that more texts have than this is furniture, and no longer looked up.
const COMMON: usize = 200;

/// The keys of the texts that were added.
#[derive(Clone, Debug, Default)]
pub struct CopyIndex {
    texts: HashMap<u64, Vec<u32>>,
    added: u32,
}

impl CopyIndex {
    /// Adds a text and gives the number it goes by: the first has 0.
    pub fn add(&mut self, signature: &Signature) -> u32 {
        let number = self.added;
        self.added += 1;
        for key in signature.keys() {
            let texts = self.texts.entry(key).or_default();
            if texts.len() <= COMMON {
                texts.push(number);
            }
        }
        number
    }

    /// The texts that may be copies of this one: those with at least two keys in common, most first, then in the order
    /// they were added. Whether they are is for `are_copies` to say.
    pub fn candidates(&self, signature: &Signature) -> Vec<u32> {
        let mut shared: HashMap<u32, u32> = HashMap::new();
        for key in signature.keys() {
            if let Some(texts) = self.texts.get(&key).filter(|texts| texts.len() <= COMMON) {
                texts.iter().for_each(|text| *shared.entry(*text).or_default() += 1);
            }
        }
        let mut found: Vec<(u32, u32)> = shared.into_iter().filter(|(_, keys)| *keys >= 2).collect();
        found.sort_unstable_by_key(|(text, keys)| (std::cmp::Reverse(*keys), *text));
        found.into_iter().map(|(text, _)| text).collect()
    }
}
