//! What a ledger keeps and finds again.

use crate::{AT, Folder, add, filled, open, reading, report};
use std::path::Path;
use trucewatch_ledger::{Cause, Derived, Digest, Found, Head, Kind, Ledger, Mode, NewEntry, Report};

#[test]
fn what_was_appended_is_read_again() {
    let folder = Folder::new();
    let path = folder.file("a.trucewatch");
    let mut ledger = Ledger::create(&path).expect("made");
    let raw = "The pause holds. ".repeat(100);
    let appended = ledger
        .append(&[
            report("r1", b"{\"id\": \"r1\"}", raw.as_bytes()),
            reading("r1", "book-1", b"old"),
            reading("r1", "book-2", b"new"),
        ])
        .expect("appended");
    drop(ledger);

    let ledger = open(&path);
    let all: Vec<_> = ledger.entries(None, 0).map(|entry| entry.expect("readable")).collect();
    assert_eq!(all, appended);
    assert_eq!(ledger.entry(2).expect("read"), Some(appended[1].clone()));
    assert_eq!(ledger.entry(4).expect("read"), None);
    assert_eq!(ledger.latest_reading("r1").expect("read").map(|e| e.body), Some(b"new".to_vec()));
    assert_eq!(ledger.reading_of("r1", "book-1").expect("read").map(|e| e.body), Some(b"old".to_vec()));
    assert_eq!(ledger.reading_of("r1", "book-3").expect("read"), None);
    let hash = appended[0].blob.expect("it has bytes");
    assert_eq!(ledger.blob(hash).expect("read").as_deref(), Some(raw.as_bytes()));
    assert!(ledger.has_blob(hash).expect("asked") && !ledger.has_blob(Digest::ZERO).expect("asked"));
    assert!(ledger.has_report("r1").expect("asked") && !ledger.has_report("r2").expect("asked"));
    assert_eq!(ledger.judgements().count(), 0);
}

#[test]
fn each_entry_carries_the_hash_of_the_one_before() {
    let folder = Folder::new();
    let mut ledger = Ledger::create(folder.file("a.trucewatch")).expect("made");
    assert_eq!(ledger.head().expect("head"), Head { seq: 0, hash: Digest::ZERO });
    let one = ledger.append(&[report("r1", b"1", b"x")]).expect("appended").remove(0);
    let two = ledger.append(&[report("r2", b"2", b"x")]).expect("appended").remove(0);
    assert_eq!((one.prev, two.prev), (Digest::ZERO, one.hash));
    assert_eq!(ledger.head().expect("head"), Head { seq: 2, hash: two.hash });
    let verified = ledger.verify(Some(&one.hash.to_string())).expect("sound");
    assert_eq!((verified.head.seq, verified.expected, verified.blobs), (2, Some(1), 1));
}

/// The encoding of docs/ledger.md, written down byte by byte. It never changes for format 1.
#[test]
fn the_hash_is_over_what_the_documentation_says() {
    let folder = Folder::new();
    let mut ledger = Ledger::create(folder.file("a.trucewatch")).expect("made");
    let entry = ledger.append(&[reading("r1", "b", b"body")]).expect("appended").remove(0);
    let mut bytes = Vec::new();
    let mut field = |field: &[u8]| {
        bytes.extend((field.len() as u64).to_be_bytes());
        bytes.extend(field);
    };
    field(b"trucewatch entry 1");
    field(&[0, 0, 0, 0, 0, 0, 0, 1]);
    [b"reading".as_slice(), b"r1", b"b", AT.as_bytes()].into_iter().for_each(&mut field);
    bytes.extend([0xff; 8]);
    for last in [[0; 32].as_slice(), b"body"] {
        bytes.extend((last.len() as u64).to_be_bytes());
        bytes.extend(last);
    }
    assert_eq!(entry.hash, Digest::of(&bytes));
}

#[test]
fn a_report_is_added_once_and_a_failed_batch_leaves_nothing() {
    let folder = Folder::new();
    let mut ledger = Ledger::create(folder.file("a.trucewatch")).expect("made");
    ledger.append(&[report("r1", b"", b"x")]).expect("appended");
    let again = ledger.append(&[report("r2", b"", b"y"), report("r1", b"", b"x")]).expect_err("known");
    assert!(matches!(&again.cause, Cause::Known(id) if id == "r1"), "{again}");
    assert_eq!(ledger.head().expect("head").seq, 1);
    assert!(!ledger.has_report("r2").expect("asked") && !ledger.has_blob(Digest::of(b"y")).expect("asked"));
    let mut batch = ledger.begin().expect("begun");
    batch.append(&report("r3", b"", b"z")).expect("appended");
    assert!(batch.has_report("r3").expect("asked"), "a batch sees itself");
    drop(batch);
    assert!(!ledger.has_report("r3").expect("asked"));
    ledger.verify(None).expect("sound");
}

#[test]
fn clocks_that_go_back_are_tolerated() {
    let folder = Folder::new();
    let mut ledger = Ledger::create(folder.file("a.trucewatch")).expect("made");
    for at in ["2026-03-01T10:00:00Z", "1999-12-31T23:59:59Z", "not a time"] {
        let entry = NewEntry { kind: Kind::Judgement, subject: at, made_with: None, at, body: b"", blob: None };
        ledger.append(&[entry]).expect("appended");
    }
    let order: Vec<_> = ledger.judgements().map(|e| e.expect("readable").subject).collect();
    assert_eq!(order, ["2026-03-01T10:00:00Z", "1999-12-31T23:59:59Z", "not a time"]);
    ledger.verify(None).expect("sound");
}

#[test]
fn reports_are_found_by_the_beginning_of_their_id() {
    let folder = Folder::new();
    let mut ledger = Ledger::create(folder.file("a.trucewatch")).expect("made");
    let ids = ["r3f9a", "r3f9b", "r4%_", "r", "häuser"];
    for id in ids {
        ledger.append(&[report(id, b"", b"")]).expect("appended");
    }
    let found = |beginning: &str| ledger.find_report(beginning).expect("looked up");
    let one = |id: &str| Found::One(Report { id: id.into(), ..Report::default() });
    assert_eq!(found("r3f9a"), one("r3f9a"));
    assert_eq!(found("r3f9"), Found::Many(vec!["r3f9a".into(), "r3f9b".into()]));
    assert_eq!(found("r"), one("r"), "a whole id is no beginning");
    assert_eq!(found("r4"), one("r4%_"));
    assert_eq!(found("h"), one("häuser"));
    assert_eq!(found("%"), Found::None);
}

#[test]
fn copies_are_listed_with_their_source() {
    let folder = Folder::new();
    let path = folder.file("a.trucewatch");
    filled(&path, 10);
    let ledger = open(&path);
    let copies: Vec<_> = ledger.copies_of("r0003").expect("listed").into_iter().map(|report| report.id).collect();
    assert_eq!(copies, ["r0004"]);
    let all: Vec<_> = ledger.reports().map(|report| report.expect("listed").id).collect();
    assert_eq!(all.len(), 10);
    assert_eq!(ledger.stats().expect("counted").copies, 2);
}

#[test]
fn derived_rows_are_found_by_key_day_and_cell() {
    let folder = Folder::new();
    let path = folder.file("a.trucewatch");
    filled(&path, 150);
    let mut ledger = Ledger::open(&path, Mode::ReadWrite).expect("opened");
    let keys = |rows: Vec<Derived>| rows.into_iter().map(|row| row.key).collect::<Vec<_>>();
    assert_eq!(ledger.derived_scan("claim", "").count(), 150);
    let scanned: Result<Vec<_>, _> = ledger.derived_scan("claim", "r010").collect();
    assert_eq!(keys(scanned.expect("read")), (100..110).map(|n| format!("r{n:04}#c1")).collect::<Vec<_>>());
    let range = |cell| keys(ledger.derived_range("claim", 10..=11, cell).expect("read"));
    assert_eq!(range(None), ["r0008#c1", "r0009#c1", "r0010#c1", "r0011#c1"]);
    assert_eq!(range(Some(0)), ["r0009#c1"]);
    assert_eq!(ledger.derived_head().expect("read").map(|head| head.seq), Some(300));

    let mut batch = ledger.begin().expect("begun");
    let row = Derived {
        kind: "note".into(),
        key: "k".into(),
        days: None,
        cell: None,
        numbers: vec![7, 9],
        body: b"one".to_vec(),
    };
    batch.derived_put(&row).expect("put");
    batch.derived_put(&Derived { body: b"two".to_vec(), ..row.clone() }).expect("put again");
    assert!(batch.derived_delete("claim", "r0009#c1").expect("deleted"));
    assert!(!batch.derived_delete("claim", "r0009#c1").expect("nothing there"));
    batch.commit().expect("committed");
    assert_eq!(ledger.derived_get("note", "k").expect("read").map(|row| row.body), Some(b"two".to_vec()));
    assert_eq!(ledger.derived_get("claim", "r0009#c1").expect("read"), None);
    ledger.verify(None).expect("sound");
    let mut batch = ledger.begin().expect("begun");
    assert_eq!(batch.derived_clear("claim").expect("cleared"), 149);
    batch.commit().expect("committed");
    ledger.verify(None).expect("sound");
}

#[test]
fn reports_are_searched_in_every_spelling_and_no_query_is_an_error() {
    let folder = Folder::new();
    let mut ledger = Ledger::create(folder.file("a.trucewatch")).expect("made");
    let texts = [
        ("r1", "Truce in Marisān", "Both sides accepted the pause in al-Dar."),
        ("r2", "Shelling", "Shells broke the truce, and the pause in shelling ended."),
        ("r3", "هُدنة في إدلب", "وقف إطلاق النار في المدينة"),
    ];
    for (id, title, text) in texts {
        let mut batch = ledger.begin().expect("begun");
        batch.append(&report(id, b"", text.as_bytes())).expect("appended");
        batch.index_report(id, title, text, "").expect("indexed");
        batch.commit().expect("committed");
    }
    let found = |query: &str| -> Vec<String> {
        let hits = ledger.search(query, 10, 0).unwrap_or_else(|error| panic!("{query}: {error}"));
        assert_eq!(ledger.count_found(query).expect("counted"), hits.len(), "{query}");
        hits.into_iter().map(|hit| hit.report).collect()
    };
    assert_eq!(found("truce"), ["r1", "r2"], "the headline weighs more");
    assert_eq!(found("MARISAN pause"), ["r1"]);
    assert_eq!(found("\"broke the truce\""), ["r2"]);
    assert_eq!(found("\"truce the broke\""), [""; 0]);
    assert_eq!(found("shel*"), ["r2"]);
    assert_eq!(found("shel"), [""; 0]);
    assert_eq!(found("al-dar"), ["r1"]);
    assert_eq!(found("هدنه ادلب"), ["r3"]);
    assert_eq!(ledger.search("truce", 1, 1).expect("searched").len(), 1);
    let many = "pause ".repeat(3000);
    for query in [
        "", "*", "\"", "\"\"*", "a AND", "NOT", "NEAR(", "col:x", "(", "truce -", "^", "{a b}:c", "\0", "a\0b",
        "'; --", &many,
    ] {
        found(query);
    }

    let mut batch = ledger.begin().expect("begun");
    batch.index_report("r2", "Quiet", "Nothing fell.", "").expect("indexed again");
    batch.commit().expect("committed");
    assert_eq!(ledger.search("shells", 10, 0).expect("searched"), []);
    assert_eq!(ledger.search("quiet", 10, 0).expect("searched").len(), 1);
    ledger.verify(None).expect("sound");
}

#[test]
fn a_backup_is_the_same_ledger_and_never_overwrites() {
    let folder = Folder::new();
    let path = folder.file("a.trucewatch");
    filled(&path, 20);
    let mut ledger = Ledger::open(&path, Mode::ReadWrite).expect("opened");
    add(&mut ledger, 20).expect("added while open");
    let copy = folder.file("copy.trucewatch");
    let verified = ledger.backup(&copy).expect("backed up");
    assert_eq!(verified.head, ledger.head().expect("head"));
    assert_eq!(crate::dump(&open(&copy)).expect("read"), crate::dump(&open(&path)).expect("read"));
    let before = std::fs::read(&copy).expect("read");
    let refused = ledger.backup(&copy).expect_err("it exists");
    assert!(matches!(refused.cause, Cause::Exists), "{refused}");
    assert_eq!(std::fs::read(&copy).expect("read"), before);
    assert!(refused.to_string().starts_with(&copy.display().to_string()), "{refused}");
    let nowhere = ledger.backup(Path::new("/nowhere/at/all")).expect_err("no such folder");
    assert!(nowhere.to_string().contains("/nowhere/at/all"), "{nowhere}");
    let mut copied = Ledger::open(&copy, Mode::ReadWrite).expect("a backup is a ledger");
    add(&mut copied, 21).expect("and grows");
}

#[test]
fn what_is_sound_is_salvaged_from_a_damaged_file() {
    let folder = Folder::new();
    let path = folder.file("a.trucewatch");
    filled(&path, 20);
    let head = open(&path).head().expect("head");
    let db = rusqlite::Connection::open(&path).expect("opened");
    db.execute_batch("DROP TABLE search; DELETE FROM report; UPDATE derived SET body = x'00'")
        .expect("derived parts spoiled");
    let fault = open(&path).verify(None).expect_err("noticed");
    assert_eq!(fault.remedy, trucewatch_ledger::Remedy::Restore, "a missing table is no mere derived row: {fault}");
    let salvaged = open(&path).salvage(folder.file("b.trucewatch")).expect("salvaged");
    assert_eq!(salvaged.verify(None).expect("sound").head, head);
    assert!(salvaged.has_report("r0007").expect("asked") && salvaged.derived_head().expect("asked").is_none());

    db.execute_batch("DROP TRIGGER entry_no_delete; DELETE FROM entry WHERE seq = 15").expect("an entry taken out");
    let stopped = open(&path).salvage(folder.file("d.trucewatch")).expect_err("not whole");
    assert!(stopped.to_string().contains("entry 15 is missing"), "{stopped}");
    db.execute_batch("DROP TRIGGER entry_no_update; UPDATE entry SET subject = 'x' WHERE seq = 9")
        .expect("an entry spoiled");
    let stopped = open(&path).salvage(folder.file("c.trucewatch")).expect_err("not sound");
    assert!(stopped.to_string().contains("entry 9 is not what it was"), "{stopped}");
    assert_eq!(open(&folder.file("c.trucewatch")).verify(None).expect("sound").head.seq, 8);
}

#[test]
fn nothing_is_left_beside_a_closed_ledger() {
    let folder = Folder::new();
    let path = folder.file("a.trucewatch");
    filled(&path, 5);
    open(&path).verify(None).expect("sound");
    open(&path).backup(folder.file("b.trucewatch")).expect("backed up");
    let mut names: Vec<_> = std::fs::read_dir(&folder.0)
        .expect("listed")
        .map(|file| file.expect("listed").file_name().into_string().expect("a name"))
        .collect();
    names.sort();
    assert_eq!(names, ["a.trucewatch", "b.trucewatch"]);
}
