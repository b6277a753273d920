//! Weights of learned models that the program carries. What they mean is known to the code that uses them.

/// Which words are place names; trained by `cargo xtask train-places`.
pub static PLACE_NAMES: &[u8] = include_bytes!("../weights/place_names.bin");
/// Which place a name means; trained by `cargo xtask train-places`.
pub static PLACE_MEANINGS: &[u8] = include_bytes!("../weights/place_meanings.bin");
