//! Every format written, read back by a reader of that format, and looked at.

use super::sample::Sample;
use super::{Format, Options, eth_prio};
use std::path::Path;

fn problems(csv: &[u8]) -> Vec<String> {
    eth_prio::validate(csv).iter().map(ToString::to_string).collect()
}

#[test]
fn the_validator_finds_nothing_in_the_data_set_itself() {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/reference"));
    let Ok(bytes) = std::fs::read(path.join("eth-prio-ceasefires-not-syria.csv")) else {
        eprintln!("skipped: {} is not there", path.display());
        return;
    };
    assert_eq!(problems(&bytes), Vec::<String>::new());
}

#[test]
fn the_validator_finds_nothing_in_our_own_file() {
    let csv = Sample::new().text(Format::EthPrio, &Options::default());
    assert_eq!(problems(csv.as_bytes()), Vec::<String>::new());
}
