//! Killing the program that appends, at any moment: what it acknowledged is there afterwards.
#![cfg(unix)]

use crate::{Folder, add};
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use trucewatch_ledger::{Ledger, Mode};

const ROUNDS: u64 = 200;

#[test]
fn what_was_acknowledged_survives_being_killed_at_any_moment() {
    let folder = Folder::new();
    let mut killed_at = Vec::new();
    for round in 0..ROUNDS {
        // Ten rounds share a ledger, so that a killed one is gone on with.
        let path = folder.file(&format!("{}.trucewatch", round / 10));
        let mut child = Command::new(std::env::current_exe().expect("this program"))
            .args(["--exact", "kill::appends_until_killed", "--ignored", "--nocapture"])
            .env("LEDGER_TO_FILL", &path)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("a child");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines().map_while(Result::ok);
        // No clock: so many acknowledgements are read, and a little work is done, before the blow falls.
        let chance = round.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
        let wanted = (chance % 12) as usize;
        let heard = |line: String| line.strip_prefix("ack ").map(str::to_owned);
        let mut acknowledged: Vec<String> = lines.by_ref().filter_map(heard).take(wanted).collect();
        std::hint::black_box((0..(chance >> 8) % 2_000_000).fold(round, |a, b| a.wrapping_mul(31) ^ b));
        child.kill().expect("killed");
        child.wait().expect("gone");
        acknowledged.extend(lines.filter_map(heard));
        killed_at.push(acknowledged.len());

        let Ok(ledger) = Ledger::open(&path, Mode::ReadWrite) else {
            assert!(acknowledged.is_empty() && !path.exists(), "round {round}: it does not open");
            continue;
        };
        ledger.verify(None).unwrap_or_else(|fault| panic!("round {round}: {fault}"));
        for id in acknowledged {
            let entry = ledger.latest_reading(&id).expect("readable");
            assert!(entry.is_some(), "round {round}: {id} was acknowledged and is gone");
            assert!(ledger.derived_get("claim", &format!("{id}#c1")).expect("readable").is_some(), "{id} is whole");
        }
    }
    assert!(killed_at.contains(&0) && killed_at.iter().any(|n| *n > 5), "{killed_at:?}");
}

#[test]
#[ignore = "run and killed by the test above"]
fn appends_until_killed() {
    let Some(path) = std::env::var_os("LEDGER_TO_FILL") else { return };
    let path = std::path::Path::new(&path);
    let mut ledger = Ledger::open(path, Mode::ReadWrite).or_else(|_| Ledger::create(path)).expect("a ledger");
    let mut out = std::io::stdout();
    let first = ledger.stats().expect("counted").reports as usize;
    for n in first.. {
        let entries = add(&mut ledger, n).expect("added");
        writeln!(out, "\nack {}", entries[0].subject).and_then(|()| out.flush()).expect("told");
    }
}
