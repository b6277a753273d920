//! What a ledger refuses, in which words, and what it survives.

use crate::{Folder, add, filled, open, report};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;
use trucewatch_ledger::{Cause, Error, Kind, Ledger, Mode};

fn error(result: Result<Ledger, Error>) -> Error {
    match result {
        Ok(ledger) => panic!("{} opened", ledger.path().display()),
        Err(error) => {
            assert!(error.to_string().starts_with(&error.path.display().to_string()), "{error} names the file");
            error
        }
    }
}

/// Opens the file as a program that knows nothing of ledgers would.
fn sqlite(path: &Path, sql: &str) {
    let db = rusqlite::Connection::open(path).expect("opened");
    db.execute_batch(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
}

#[test]
fn entries_and_stored_bytes_cannot_be_changed_or_deleted() {
    let folder = Folder::new();
    let path = folder.file("a.trucewatch");
    filled(&path, 2);
    let db = rusqlite::Connection::open(&path).expect("opened");
    for sql in ["UPDATE entry SET at = ''", "DELETE FROM entry", "UPDATE blob SET bytes = x''", "DELETE FROM blob"] {
        let refused = db.execute_batch(sql).expect_err(sql).to_string();
        assert!(refused.contains("never"), "{sql}: {refused}");
    }
}

#[test]
fn whoever_drops_the_triggers_is_found_out() {
    let folder = Folder::new();
    let path = folder.file("a.trucewatch");
    let changes = [
        ("UPDATE entry SET subject = 'r9999' WHERE seq = 7", "entry 7 (report r9999"),
        ("UPDATE entry SET made_with = NULL WHERE seq = 8", "entry 8 (reading r0003"),
        ("UPDATE entry SET size = 1, packing = 0, body = x'00' WHERE seq = 3", "entry 3 (report r0001"),
        ("UPDATE entry SET body = x'00' WHERE seq = 8", "entry 8 (reading r0003), its body"),
        (
            "UPDATE entry SET hash = zeroblob(32) WHERE seq = 5",
            "entry 5 (report r0002, 2026-03-01T10:00:00Z): its field hash was",
        ),
        (
            "UPDATE entry SET prev = zeroblob(32) WHERE seq = 5",
            "entry 5 (report r0002, 2026-03-01T10:00:00Z): its field prev",
        ),
        (
            "DELETE FROM entry WHERE seq = 9",
            "entry 10 (reading r0004, 2026-03-01T10:00:00Z): the entry before it has number 8",
        ),
        ("DELETE FROM blob WHERE id = 4", "entry 7 (r0003): the bytes that belong to it are missing"),
        ("UPDATE blob SET hash = zeroblob(32) WHERE id = 4", "stored bytes 0000"),
        ("UPDATE blob SET size = 3, packing = 0, bytes = x'616263' WHERE id = 4", "of entry 7 (r0003)"),
        ("UPDATE report SET title = 'Peace' WHERE id = 'r0002'", "listed report r0002 (of entry 5)"),
        ("DELETE FROM report WHERE id = 'r0002'", "entry 5 (report r0002)"),
        ("UPDATE derived SET body = x'78', size = 1, packing = 0 WHERE key = 'r0003#c1'", "derived row claim/r0003#c1"),
        ("UPDATE derived SET cell = 9 WHERE key = 'r0003#c1'", "derived row claim/r0003#c1"),
        ("UPDATE derived_head SET seq = 4", "derived rows: they say they are made from entry 4"),
        ("INSERT INTO search (rowid, text) VALUES (99, 'peace')", "the search index: it holds words of entry 99"),
        ("DELETE FROM search WHERE rowid = 5", "the search index, report r0002"),
        ("UPDATE search_docsize SET sz = x'010101' WHERE id = 5", "the search index, report r0002"),
        ("SELECT 1", "table, index or trigger blob_no_delete"),
    ];
    for (change, place) in changes {
        let _ = fs::remove_file(&path);
        filled(&path, 8);
        let drop = "DROP TRIGGER entry_no_update; DROP TRIGGER entry_no_delete; DROP TRIGGER blob_no_update; DROP TRIGGER blob_no_delete;";
        let restore = include_str!("../../src/schema/1.sql").lines().filter(|line| line.starts_with("CREATE TRIGGER"));
        let restore = if change == "SELECT 1" { String::new() } else { restore.collect() };
        sqlite(&path, "PRAGMA ignore_check_constraints = 1");
        sqlite(&path, &format!("{drop}{change};{restore}"));
        let fault = open(&path).verify(None).expect_err(change);
        assert!(fault.to_string().contains(place), "{change}: {fault}");
    }
}

#[test]
fn a_ledger_that_was_cut_off_or_written_anew_is_told_by_a_head_noted_elsewhere() {
    let folder = Folder::new();
    let path = folder.file("a.trucewatch");
    filled(&path, 3);
    let head = open(&path).head().expect("head").hash.to_string();
    assert_eq!(open(&path).verify(Some(&head)).expect("sound").expected, Some(7));
    fs::remove_file(&path).expect("removed");
    filled(&path, 2);
    let fault = open(&path).verify(Some(&head)).expect_err("another ledger");
    assert!(fault.to_string().contains(&head), "{fault}");
    let fault = open(&path).verify(Some("beef")).expect_err("no hash");
    assert!(fault.to_string().contains("`beef` is no hash"), "{fault}");
}

#[test]
fn a_second_writer_waits_and_is_told_and_readers_never_wait() {
    let folder = Folder::new();
    let path = folder.file("a.trucewatch");
    filled(&path, 3);
    let mut first = Ledger::open(&path, Mode::ReadWrite).expect("opened");
    let mut second = Ledger::open(&path, Mode::ReadWrite).expect("opened");
    let mut batch = first.begin().expect("begun");
    batch.append(&report("r9", b"", b"")).expect("appended");

    second.set_wait(Duration::from_millis(1)).expect("set");
    let told = second.append(&[report("r8", b"", b"")]).expect_err("busy");
    assert!(matches!(told.cause, Cause::Busy) && told.to_string().contains("another process writes"), "{told}");
    assert!(told.to_string().starts_with(&path.display().to_string()), "{told}");
    let reader = open(&path);
    assert_eq!(reader.verify(None).expect("sound").head.seq, 7, "what is not committed is not there");

    second.set_wait(Duration::from_secs(60)).expect("set");
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| second.append(&[report("r8", b"", b"")]));
        batch.commit().expect("committed");
        assert_eq!(waiting.join().expect("no panic").expect("its turn came")[0].seq, 9);
    });
    assert_eq!(reader.verify(None).expect("sound").head.seq, 9);
}

#[test]
fn files_that_are_no_ledger_are_told_apart() {
    let folder = Folder::new();
    let path = folder.file("a.trucewatch");
    for mode in [Mode::ReadOnly, Mode::ReadWrite] {
        assert!(matches!(error(Ledger::open(&path, mode)).cause, Cause::Missing));
        for content in ["x", "A report, and no ledger.", "SQLite format 4\0"] {
            fs::write(&path, content).expect("written");
            let not = error(Ledger::open(&path, mode));
            assert!(matches!(not.cause, Cause::NotALedger(_)), "{not}");
            assert_eq!(fs::read_to_string(&path).expect("read"), content, "it is left as it is");
        }
        fs::remove_file(&path).expect("removed");
        sqlite(&path, "CREATE TABLE song (name TEXT)");
        let not = error(Ledger::open(&path, mode));
        assert!(not.to_string().contains("something else"), "{not}");
        fs::remove_file(&path).expect("removed");
    }
    assert!(matches!(error(Ledger::open(&folder.0, Mode::ReadOnly)).cause, Cause::Other(_) | Cause::NotALedger(_)));
    let nowhere = error(Ledger::create(folder.file("no/such/folder/a")));
    assert!(nowhere.to_string().contains("no such folder"), "{nowhere}");
    filled(&path, 1);
    assert!(matches!(error(Ledger::create(&path)).cause, Cause::Exists));
}

#[test]
fn an_interrupted_beginning_is_finished() {
    let folder = Folder::new();
    let path = folder.file("a.trucewatch");
    fs::write(&path, "").expect("written");
    assert!(error(Ledger::open(&path, Mode::ReadOnly)).to_string().contains("interrupted"));
    sqlite(&path, "PRAGMA journal_mode = WAL");
    let mut ledger = Ledger::open(&path, Mode::ReadWrite).expect("finished");
    add(&mut ledger, 0).expect("added");
    ledger.verify(None).expect("sound");
}

#[test]
fn a_newer_format_is_told() {
    let folder = Folder::new();
    let path = folder.file("a.trucewatch");
    filled(&path, 1);
    sqlite(&path, "PRAGMA user_version = 7");
    for mode in [Mode::ReadOnly, Mode::ReadWrite] {
        let newer = error(Ledger::open(&path, mode));
        assert!(matches!(newer.cause, Cause::Newer { format: 7, known: 1 }), "{newer}");
        assert!(newer.to_string().contains("format 7") && newer.to_string().contains("newer trucewatch"), "{newer}");
    }
}

#[test]
fn a_full_disk_loses_nothing_that_was_acknowledged() {
    let folder = Folder::new();
    let path = folder.file("a.trucewatch");
    filled(&path, 5);
    let mut ledger = Ledger::open(&path, Mode::ReadWrite).expect("opened");
    ledger.limit_size(640 << 10).expect("limited");
    let noise = |n: u64| -> Vec<u8> {
        let mut x = n + 1;
        (0..20_000)
            .map(|_| {
                x = x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                (x >> 56) as u8
            })
            .collect()
    };
    let mut acknowledged = Vec::new();
    let full = loop {
        let id = format!("full-{}", acknowledged.len());
        let before = acknowledged.len();
        match ledger.append(&[report(&id, b"", &noise(before as u64))]) {
            Ok(entries) => acknowledged.extend(entries),
            Err(error) => break error,
        }
        assert!(acknowledged.len() < 100, "the disk never fills");
    };
    assert!(matches!(full.cause, Cause::Full) && full.to_string().contains("no space is left"), "{full}");
    assert!(!acknowledged.is_empty());
    assert_eq!(
        ledger.head().expect("head").hash,
        acknowledged[acknowledged.len() - 1].hash,
        "it goes on being readable"
    );
    drop(ledger);
    let ledger = Ledger::open(&path, Mode::ReadWrite).expect("it opens afterwards");
    ledger.verify(None).expect("sound");
    for entry in &acknowledged {
        assert_eq!(ledger.entry(entry.seq).expect("read").as_ref(), Some(entry));
    }
    let mut ledger = ledger;
    ledger.append(&[report("after", b"", &noise(99))]).expect("with space again, it goes on");
}

#[test]
fn reading_only_writes_nothing() {
    let folder = Folder::new();
    let path = folder.file("a.trucewatch");
    filled(&path, 3);
    let mut ledger = open(&path);
    let refused = ledger.append(&[report("r9", b"", b"")]).expect_err("reading only");
    assert!(matches!(refused.cause, Cause::OpenedForReading), "{refused}");
}

/// Permissions do not bind the superuser, under whom many build machines run; so the test is run again as nobody.
#[cfg(unix)]
#[test]
fn a_read_only_file_in_a_read_only_folder_is_read_and_not_written() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    let folder = Folder::new();
    let path = folder.file("a b%.trucewatch");
    filled(&path, 3);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).expect("set");
    fs::set_permissions(&folder.0, fs::Permissions::from_mode(0o555)).expect("set");
    let bound = fs::OpenOptions::new().write(true).open(&path).is_err();
    if bound {
        check_read_only(&path);
    } else {
        let mut again = Command::new(std::env::current_exe().expect("this program"));
        again.args(["--exact", "fault::as_nobody", "--ignored"]).env("LEDGER_READ_ONLY", &path).uid(65534).gid(65534);
        let output = again.output().expect("run as nobody");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        assert!(String::from_utf8_lossy(&output.stdout).contains("1 passed"));
    }
    fs::set_permissions(&folder.0, fs::Permissions::from_mode(0o755)).expect("set");
}

#[test]
#[ignore = "run by the test above as another user"]
fn as_nobody() {
    if let Some(path) = std::env::var_os("LEDGER_READ_ONLY") {
        check_read_only(Path::new(&path));
    }
}

fn check_read_only(path: &Path) {
    let refused = error(Ledger::open(path, Mode::ReadWrite));
    assert!(
        matches!(refused.cause, Cause::ReadOnly) && refused.to_string().contains("may not be written"),
        "{refused}"
    );
    let ledger = open(path);
    assert_eq!(ledger.verify(None).expect("sound").head.seq, 7);
    assert_eq!(ledger.entries(Some(Kind::Reading), 0).count(), 3);
    let folder = path.parent().expect("a folder");
    assert!(matches!(error(Ledger::create(folder.join("new"))).cause, Cause::ReadOnly));
}
