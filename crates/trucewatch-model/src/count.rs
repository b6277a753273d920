//! `Count`: how many, as bounds and never as a guess.

/// Bounds of a number of people, both inclusive. "More than 800" is `min` 801 without `max`; "up to 30" is `max` 30 without
/// `min`; "about 50" is 50 to 50, not exact; a number that is not told at all has neither bound.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Count {
    /// At least so many.
    pub min: Option<u64>,
    /// At most so many.
    pub max: Option<u64>,
    /// Whether the text gives the figure as exact.
    pub exact: bool,
}

impl Count {
    /// "12".
    pub fn exactly(n: u64) -> Self {
        Count { min: Some(n), max: Some(n), exact: true }
    }

    /// "about 50".
    pub fn about(n: u64) -> Self {
        Count { min: Some(n), max: Some(n), exact: false }
    }

    /// "at least 12"; "dozens" is at least 24.
    pub fn at_least(n: u64) -> Self {
        Count { min: Some(n), max: None, exact: false }
    }

    /// "up to 30".
    pub fn at_most(n: u64) -> Self {
        Count { min: None, max: Some(n), exact: false }
    }

    /// "20 to 30"; the lower figure first, whichever way the text has them.
    pub fn between(a: u64, b: u64) -> Self {
        Count { min: Some(a.min(b)), max: Some(a.max(b)), exact: false }
    }

    /// Harm is told and no number at all.
    pub fn untold() -> Self {
        Count::default()
    }
}
