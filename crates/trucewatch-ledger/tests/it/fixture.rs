//! A ledger of every released format still opens, and says what it said then.

use crate::{Folder, filled, open};
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use std::fs::File;
use std::path::{Path, PathBuf};
use trucewatch_ledger::{Kind, Ledger, Mode};

/// The head that the file had when it was made.
const HEAD_1: &str = "b4a0ef9ba3f5f99f1fbd4814d366369fa546b59a6432e650cb1e6c567963b84b";

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

#[test]
fn format_1_opens_and_verifies() {
    let folder = Folder::new();
    let path = folder.file("a.trucewatch");
    let packed = File::open(fixture("ledger-v1.trucewatch.gz")).expect("it is there");
    let mut file = File::create(&path).expect("made");
    std::io::copy(&mut GzDecoder::new(packed), &mut file).expect("unpacked");
    let ledger = open(&path);
    let verified = ledger.verify(Some(HEAD_1)).expect("it verifies");
    assert_eq!((verified.head.seq, verified.expected, verified.reports, verified.derived), (5, Some(5), 2, 2));
    assert_eq!(ledger.entries(Some(Kind::Judgement), 0).count(), 1);
    assert_eq!(ledger.count_found("هدنه marisan").expect("searched"), 2);
    let entry = ledger.latest_reading("r0001").expect("read").expect("there");
    assert!(entry.body.starts_with(b"{\"title\": \"Pause in Marisan, day 1\""));

    let mut ledger = Ledger::open(&path, Mode::ReadWrite).expect("it opens");
    crate::add(&mut ledger, 2).expect("it grows");
    ledger.verify(Some(HEAD_1)).expect("it verifies");
}

/// Made once per format, by the program that first wrote it:
/// `cargo test -p trucewatch-ledger make_fixture -- --ignored --nocapture`.
#[test]
#[ignore = "makes the file that the test above reads"]
fn make_fixture() {
    let folder = Folder::new();
    let path = folder.file("a.trucewatch");
    filled(&path, 2);
    let target = File::create(fixture("ledger-v1.trucewatch.gz")).expect("made");
    let mut packed = GzEncoder::new(target, Compression::best());
    std::io::copy(&mut File::open(&path).expect("there"), &mut packed).expect("packed");
    packed.finish().expect("packed");
    println!("HEAD_1 {}", open(&path).head().expect("made").hash);
}
