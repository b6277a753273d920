//! What trucewatch knows, as data: words, rules, parties, places, outlets. No algorithms: reading a text is
//! `trucewatch-text`. The data files lie beside this crate's `src/`; they are packed at build time, and a user's own folder
//! of the same layout can be laid over them.

mod check;
mod data;
mod export;
pub mod gazetteer;
mod source;

pub use check::{check, nearest_name};
pub use data::{Area, Called, Concept, Data, Outlet, Party, Person, Rule, Theatre, WarPlace};
pub use export::{Country, countries, exact_spots};
pub use source::DataError;

use std::path::Path;

static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/codebook.bin"));

/// The codebook that the program carries.
pub fn builtin() -> Data {
    postcard::from_bytes(PACKED).expect("packed by the build script from the same types")
}

/// The built-in codebook with the files of `dir` laid over it: a concept or rule of the same name replaces the built-in
/// one, theatres, areas and outlets are added and come first.
///
/// # Errors
/// Every file of `dir` that cannot be read or parsed, with the line.
pub fn with_overlay(dir: &Path) -> Result<Data, Vec<DataError>> {
    let (mut over, errors) = source::load(dir);
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut data = builtin();
    data.lexicon.extend(over.lexicon);
    data.rules.retain(|rule| over.rules.iter().all(|own| own.id != rule.id));
    data.rules.append(&mut over.rules);
    over.theatres.append(&mut data.theatres);
    over.areas.append(&mut data.areas);
    over.outlets.append(&mut data.outlets);
    data.theatres = over.theatres;
    data.areas = over.areas;
    data.outlets = over.outlets;
    Ok(data)
}
