//! A record that is made again: with another codebook, by another version, out of what a loss has left.

use super::fixture::{add, assert_same, at_once, comparable, events, folder, lists, open, raw, reports};
use std::fs;
use trucewatch::{
    Options, codebook,
    ingest::{Defaults, Ingest},
    record::{Record, Said, ledger::Mode},
};

#[test]
fn another_codebook_adds_a_reading_and_keeps_the_old() {
    let dir = folder("reread");
    let path = dir.join("a.tw");
    let lines = reports();
    add(&mut open(&path), &lines);
    let own = dir.join("codebook");
    fs::create_dir(&own).unwrap();
    fs::write(
        own.join("outlets.toml"),
        "[[outlet]]\nname = \"Valley Post\"\naffiliation = \"independent\"\nsource = \"https://valleypost.example\"\n",
    )
    .unwrap();
    let newer = codebook::with_overlay(&own).unwrap();
    let mut record = Record::open_or_create(&path, newer.clone()).unwrap();
    let ingest = Ingest::new(&newer, Options::default(), Defaults::default());
    let summary = record.add(lines.iter().map(|line| Ok(raw(line))), &ingest, 1, |_| ()).unwrap();
    assert_eq!((summary.new, summary.reread, summary.known), (0, lines.len() as u64, 0));
    let id = record.report("b1").unwrap().card.id;
    let readings = record.ledger().entries(Some(trucewatch::record::ledger::Kind::Reading), 0);
    assert_eq!(readings.filter(|entry| entry.as_ref().unwrap().subject == id).count(), 2);
    assert_eq!(record.reread(1).unwrap(), 0);
    let mut back = open(&path);
    assert_eq!(back.reread(1).unwrap(), 0, "a reading made with the first codebook is there");
    back.rebuild().unwrap();
    assert_same(&events(&back), &comparable(at_once(&back)), "rebuilt");
}

#[test]
fn what_is_derived_can_be_lost_and_made_again() {
    let dir = folder("rebuild");
    let path = dir.join("a.tw");
    let mut record = open(&path);
    add(&mut record, &reports());
    record.judge(Said::Same("a1#c1".into(), "a3#c1".into()), "Rana", None).unwrap();
    let (before, lists_before, head) = (events(&record), lists(&record), record.ledger().head().unwrap());
    let of_reports = ["seen", "signature", "claims", "own-id", "telling", "strand"];
    let of_events = ["ceasefire", "incident", "ceasefire_line", "incident_line", "frame", "bearings", "relations"];
    for kind in of_reports.into_iter().chain(of_events) {
        let mut ledger = trucewatch::record::ledger::Ledger::open(&path, Mode::ReadWrite).unwrap();
        let mut batch = ledger.begin().unwrap();
        assert!(batch.derived_clear(kind).unwrap() > 0, "{kind}");
        batch.commit().unwrap();
        drop(ledger);
        assert_eq!(record.rebuild().unwrap(), None);
        assert_same(&events(&record), &before, kind);
        assert_eq!(lists(&record), lists_before, "{kind}");
    }
    let (known, _) = add(&mut record, &reports());
    assert_eq!((known.new, record.ledger().head().unwrap()), (0, head));
    record.ledger().verify(None).unwrap();
    let copy = dir.join("copy.tw");
    record.ledger().backup(&copy).unwrap();
    assert_same(&events(&open(&copy)), &before, "backed up");
    assert!(record.ledger().backup(&copy).unwrap_err().to_string().contains("left as it is"));
}

#[test]
fn a_ledger_of_an_earlier_form_is_made_anew() {
    use trucewatch::record::ledger::{Derived, Ledger};
    let dir = folder("earlier");
    let path = dir.join("a.tw");
    let mut record = open(&path);
    add(&mut record, &reports());
    let (before, lists_before) = (events(&record), lists(&record));
    assert!(!record.lags().unwrap());
    drop(record);
    let mut ledger = Ledger::open(&path, Mode::ReadWrite).unwrap();
    let mut batch = ledger.begin().unwrap();
    for kind in ["ceasefire_line", "incident_line", "frame", "bearings"] {
        batch.derived_clear(kind).unwrap();
    }
    let (kind, key) = ("linked-with".to_owned(), "linked-with".to_owned());
    batch.derived_put(&Derived { kind, key, body: b"0.1.0+0123456789abcdef".to_vec(), ..Derived::default() }).unwrap();
    batch.commit().unwrap();
    drop(ledger);
    let mut record = open(&path);
    assert!(record.lags().unwrap() && record.is_outdated().unwrap());
    record.catch_up().unwrap();
    assert!(!record.lags().unwrap());
    assert_same(&events(&record), &before, "made anew");
    assert_eq!(lists(&record), lists_before);
}

#[test]
fn a_full_disk_loses_nothing_that_was_told() {
    use trucewatch::record::ledger::{Cause, Ledger, NewEntry};
    let dir = folder("full");
    let path = dir.join("a.tw");
    let mut record = open(&path);
    add(&mut record, &reports());
    let before = events(&record);
    drop(record);
    let mut ledger = Ledger::open(&path, Mode::ReadWrite).unwrap();
    ledger.limit_size(fs::metadata(&path).unwrap().len()).unwrap();
    // Noise, so that packing makes it no smaller.
    let mut state = 1_u64;
    let mut noise = || {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 56) as u8
    };
    let body: Vec<u8> = (0..4 << 20).map(|_| noise()).collect();
    let kind = trucewatch::record::ledger::Kind::Report;
    let entry = NewEntry { kind, subject: "big", made_with: None, at: "2026-01-01T00:00:00Z", body: &body, blob: None };
    assert!(ledger.append(&[entry]).is_err_and(|error| matches!(error.cause, Cause::Full)));
    drop(ledger);
    let record = open(&path);
    record.ledger().verify(None).unwrap();
    assert_same(&events(&record), &before, "after it");
}
