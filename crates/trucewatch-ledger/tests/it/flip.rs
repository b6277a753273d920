//! A byte of the file that is not what it was is noticed, or else it is one that nothing is kept in.

use crate::{Folder, dump, filled};
use std::fs;
use std::panic::catch_unwind;
use trucewatch_ledger::{Ledger, Mode};

/// Pseudo-random places, the same in every run; `LEDGER_FLIPS` asks for more of them.
const FLIPS: u64 = 400;

enum Outcome {
    Noticed(String),
    Unused,
    Unnoticed,
}

#[test]
fn a_flipped_byte_is_noticed_wherever_it_carries_something() {
    let folder = Folder::new();
    let sound = folder.file("sound.trucewatch");
    filled(&sound, 120);
    let bytes = fs::read(&sound).expect("read");
    let content = dump(&crate::open(&sound)).expect("read");
    let path = folder.file("flipped.trucewatch");
    let flips = std::env::var("LEDGER_FLIPS").ok().and_then(|n| n.parse().ok()).unwrap_or(FLIPS);
    let (mut noticed, mut unused) = (0, 0);
    let mut x = 0x2545_f491_4f6c_dd1d_u64;
    for n in 0..flips {
        x = x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // The first pages and the header are small and matter most.
        let among = match n % 8 {
            0 => 100,
            1 => 16384,
            _ => bytes.len() as u64,
        };
        let (place, mask) = (((x >> 20) % among) as usize, 1_u8 << (x >> 60 & 7));
        let mut flipped = bytes.clone();
        flipped[place] ^= mask;
        fs::write(&path, flipped).expect("written");
        let outcome = catch_unwind(|| outcome(&path, &content))
            .unwrap_or_else(|_| panic!("panic at byte {place}, mask {mask:#x}"));
        match outcome {
            Outcome::Noticed(message) => {
                assert!(message.len() > 20, "byte {place}: {message}");
                if std::env::var_os("LEDGER_FLIPS").is_some() {
                    println!("{place} {message}");
                }
                noticed += 1;
            }
            Outcome::Unused => unused += 1,
            Outcome::Unnoticed => {
                panic!("byte {place} (page {}), mask {mask:#x}: the content is another, unnoticed", place / 16384 + 1)
            }
        }
    }
    println!("{} bytes: of {flips} flips, {noticed} noticed, {unused} in unused bytes", bytes.len());
    assert!(noticed * 2 > flips, "of {flips} flips, {noticed} were noticed and {unused} were in unused bytes");
}

fn outcome(path: &std::path::Path, content: &str) -> Outcome {
    let ledger = match Ledger::open(path, Mode::ReadOnly) {
        Ok(ledger) => ledger,
        Err(error) => return Outcome::Noticed(error.to_string()),
    };
    match ledger.verify(None) {
        Err(fault) => Outcome::Noticed(fault.to_string()),
        Ok(_) if dump(&ledger).is_ok_and(|dumped| dumped == content) => Outcome::Unused,
        Ok(_) => Outcome::Unnoticed,
    }
}
