//! Packs the data files of this folder into one compact file, so that the program starts without parsing any TOML.

#[path = "src/data.rs"]
mod data;
#[path = "src/source.rs"]
mod source;

use std::{env, fs, path::PathBuf};

fn main() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    for input in ["rules", "lexicon", "actors", "places", "outlets.toml"] {
        println!("cargo::rerun-if-changed={input}");
    }
    let (data, errors) = source::load(&root);
    if !errors.is_empty() {
        for error in &errors {
            println!("cargo::error={error}");
        }
        return;
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it")).join("codebook.bin");
    fs::write(out, postcard::to_stdvec(&data).expect("plain data")).expect("OUT_DIR can be written");
}
