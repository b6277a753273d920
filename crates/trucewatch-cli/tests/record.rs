//! The record's commands as they are called: what they print, their exit codes, and what is left when the program is killed.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

const SAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples");

fn command(ledger: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_trucewatch"));
    command.args(args).env("TRUCEWATCH_LEDGER", ledger).env_remove("TRUCEWATCH_PERSON").stdin(Stdio::null());
    command
}

fn trucewatch(ledger: &Path, args: &[&str]) -> Output {
    command(ledger, args).output().expect("the program was built")
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// What a command prints that must go well.
fn said(ledger: &Path, args: &[&str]) -> String {
    let output = trucewatch(ledger, args);
    assert!(output.status.success(), "{args:?}: {}", err(&output));
    out(&output)
}

/// What a command complains of that must end with this code.
fn refused(ledger: &Path, args: &[&str], code: i32) -> String {
    let output = trucewatch(ledger, args);
    assert_eq!(output.status.code(), Some(code), "{args:?}: {}{}", out(&output), err(&output));
    err(&output)
}

/// A fresh folder of this test's own.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("record").join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

/// A filled file of JSON lines: short reports of one day each.
fn lines(path: &Path, name: &str, count: usize) -> String {
    let towns = ["Aleppo", "Homs", "Hama", "Idlib"];
    let line = |n: usize| {
        let (town, day) = (towns[n % 4], n % 27 + 1);
        format!(
            "{{\"id\": \"{name}{n}\", \"published\": \"2016-10-{day:02}\", \"source\": \"{name}\", \"text\": \"A strike on \
             {town} killed {} people, medics {name}{n} said.\"}}\n",
            n + 2
        )
    };
    let file = path.join(format!("{name}.jsonl"));
    fs::write(&file, (0..count).map(line).collect::<String>()).unwrap();
    file.to_str().unwrap().to_owned()
}

#[test]
fn the_samples_go_in_and_come_out() {
    let dir = folder("samples");
    let ledger = dir.join("a.tw");
    let added = trucewatch(&ledger, &["add", SAMPLES]);
    assert!(err(&added).contains("6 new"), "{}", err(&added));
    let again = trucewatch(&ledger, &["add", SAMPLES]);
    assert!(err(&again).contains("0 new, 6 known"), "{}", err(&again));
    assert_eq!((added.status.code(), again.status.code()), (Some(0), Some(0)));
    let ceasefires: serde_json::Value =
        serde_json::from_str(&said(&ledger, &["ceasefires", "--format", "json"])).unwrap();
    let pause = ceasefires.as_array().unwrap().iter().max_by_key(|line| line["reports"].as_u64()).unwrap();
    let id = pause["id"].as_str().unwrap();
    assert!(pause["from"].as_str().unwrap().starts_with("2016-12-01"), "{pause}");
    let dossier = said(&ledger, &["show", id]);
    assert_eq!(said(&ledger, &["show", &id[..7]]), dossier);
    assert!(dossier.contains("Rastan"), "{dossier}");
    assert!(said(&ledger, &["incidents"]).contains("in-"));
    assert!(said(&ledger, &["report", "levant-courier-1202"]).contains("Levant Courier"));
    assert!(said(&ledger, &["claims", "--kind", "ceasefire", "--place", "rastan"]).contains("Rastan"));
    assert!(said(&ledger, &["verify"]).contains("12"), "six reports and six readings");
    let head = said(&ledger, &["head"]);
    let hash = head.split_whitespace().nth(1).unwrap();
    said(&ledger, &["verify", "--head", hash]);
    refused(&ledger, &["verify", "--head", &hash.replace(|c: char| c.is_ascii_digit(), "0")], 1);
    let copy = dir.join("copy.tw");
    said(&ledger, &["backup", copy.to_str().unwrap()]);
    assert_eq!(said(&copy, &["show", id]), dossier);
    refused(&ledger, &["backup", copy.to_str().unwrap()], 2);
    said(&ledger, &["rebuild"]);
    assert_eq!(said(&ledger, &["show", id]), dossier);
}

#[test]
fn private_people_are_shown_by_role_unless_asked_for() {
    let dir = folder("private");
    let ledger = dir.join("a.tw");
    said(&ledger, &["add", SAMPLES]);
    let ceasefires: serde_json::Value =
        serde_json::from_str(&said(&ledger, &["ceasefires", "--format", "json"])).unwrap();
    let pause = ceasefires.as_array().unwrap().iter().max_by_key(|line| line["reports"].as_u64()).unwrap();
    let id = pause["id"].as_str().unwrap();
    for format in ["text", "json"] {
        let shown = said(&ledger, &["show", id, "--format", format]);
        assert!(!shown.contains("Samir") && shown.contains("a teacher in the town"), "{format}: {shown}");
        assert!(shown.contains("Abu Yazan"), "a commander keeps his name");
    }
    assert!(said(&ledger, &["show", id, "--unredacted"]).contains("Samir al-Dahhan"));
}

#[test]
fn judgements_are_made_listed_and_undone() {
    let dir = folder("judge");
    let ledger = dir.join("a.tw");
    said(&ledger, &["add", SAMPLES]);
    let before = said(&ledger, &["incidents", "--format", "json"]);
    let claims = said(&ledger, &["claims", "--kind", "attack", "--format", "jsonl"]);
    let claim: serde_json::Value = serde_json::from_str(claims.lines().next().unwrap()).unwrap();
    let claim = claim["claim"].as_str().unwrap();
    assert!(refused(&ledger, &["judge", "reject", claim], 2).contains("--by NAME"));
    let id = said(&ledger, &["judge", "reject", claim, "--by", "Rana", "--reason", "not in the text"]);
    assert!(said(&ledger, &["judge", "list"]).contains("not in the text"));
    assert_ne!(said(&ledger, &["incidents", "--format", "json"]), before);
    said(&ledger, &["judge", "undo", id.trim(), "--by", "Rana"]);
    assert_eq!(said(&ledger, &["incidents", "--format", "json"]), before);
    assert!(
        refused(&ledger, &["judge", "correct", claim, "colour", "red", "--by", "Rana"], 2)
            .contains("cannot be corrected")
    );
    assert!(
        refused(&ledger, &["judge", "same", claim, "in-ffffffff", "--by", "Rana"], 2).contains("no event in-ffffffff")
    );
}

#[test]
fn what_cannot_be_done_is_told() {
    let dir = folder("wrong");
    let ledger = dir.join("a.tw");
    assert!(refused(&ledger, &["ceasefires"], 2).contains("there is no such ledger"));
    assert!(refused(&dir.join("no/such/a.tw"), &["add", SAMPLES], 2).contains("no such folder"));
    said(&ledger, &["add", SAMPLES]);
    let file = |name: &str, bytes: &[u8]| {
        fs::write(dir.join(name), bytes).unwrap();
        dir.join(name).to_str().unwrap().to_owned()
    };
    assert!(
        refused(&ledger, &["add", &file("missing", b"").replace("missing", "misssing")], 1).contains("no such file")
    );
    let empty = trucewatch(&ledger, &["add", &file("empty.txt", b"")]);
    assert!(empty.status.success() && err(&empty).contains("notices: empty 1"), "{}", err(&empty));
    assert!(refused(&ledger, &["add", &file("binary.txt", &[0, 159, 146, 150, 0, 1, 2, 3])], 1).contains("binary.txt"));
    let broken = file("broken.jsonl", b"{\"id\": \"x\", \"text\": \"A truce began in Homs.\"}\n{\"id\": \n");
    let told = refused(&ledger, &["add", &broken], 1);
    assert!(told.contains("broken.jsonl:2") && told.contains("1 new"), "{told}");
    assert!(refused(Path::new(&broken), &["ceasefires"], 2).contains("no trucewatch ledger"));
    assert!(refused(Path::new(&broken), &["add", SAMPLES], 2).contains("no trucewatch ledger"));
    assert!(refused(&ledger, &["show", "cf-00000000"], 2).contains("there is no event cf-00000000"));
    assert!(refused(&ledger, &["show", "in-"], 2).contains("may be more than one event: in-"));
    assert!(refused(&ledger, &["report", "nobody"], 2).contains("there is no report nobody"));
    assert!(refused(&ledger, &["report", "r"], 2).contains("may be more than one report: r"));
    assert!(refused(&ledger, &["claims", "--from", "soon"], 2).contains("2016-10-21"));
    said(&ledger, &["verify"]);
}

#[cfg(unix)]
#[test]
fn a_ledger_that_may_not_be_written_can_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let dir = folder("locked");
    let ledger = dir.join("a.tw");
    said(&ledger, &["add", SAMPLES]);
    let ceasefires = said(&ledger, &["ceasefires"]);
    fs::set_permissions(&ledger, fs::Permissions::from_mode(0o444)).unwrap();
    if fs::OpenOptions::new().append(true).open(&ledger).is_ok() {
        eprintln!("skipped: this user may write everything");
        return;
    }
    fs::set_permissions(&dir, fs::Permissions::from_mode(0o555)).unwrap();
    let read = trucewatch(&ledger, &["ceasefires"]);
    let added = trucewatch(&ledger, &["add", SAMPLES]);
    fs::set_permissions(&dir, fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(out(&read), ceasefires, "{}", err(&read));
    assert_eq!(added.status.code(), Some(2));
    assert!(err(&added).contains("may not be written"), "{}", err(&added));
}

#[test]
fn two_that_add_at_once_wait_for_one_another() {
    let dir = folder("two");
    let ledger = dir.join("a.tw");
    let (one, two) = (lines(&dir, "one", 150), lines(&dir, "two", 150));
    said(&ledger, &["add", SAMPLES]);
    let children: Vec<_> = [one, two]
        .iter()
        .map(|file| command(&ledger, &["add", file]).stderr(Stdio::piped()).spawn().unwrap())
        .collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success() && err(&output).contains("150 new"), "{}", err(&output));
    }
    said(&ledger, &["verify"]);
    let events = |ledger: &Path| ["ceasefires", "incidents"].map(|list| said(ledger, &[list, "--format", "json"]));
    let together = events(&ledger);
    assert!(said(&ledger, &["stats"]).contains("306"));
    said(&ledger, &["rebuild"]);
    assert_eq!(events(&ledger), together);
}

#[test]
fn what_was_listed_survives_being_killed_at_any_moment() {
    const ROUNDS: u64 = 200;
    let dir = folder("killed");
    let file = lines(&dir, "many", 300);
    let mut killed_at = Vec::new();
    for round in 0..ROUNDS {
        // Four rounds share a ledger, so that a killed one is gone on with.
        let ledger = dir.join(format!("{}.tw", round / 4));
        let mut child = command(&ledger, &["add", "--list", "--threads", "1", &file])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut listed = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        // No clock: so many ids are read, and a little work is done, before the blow falls.
        let chance = round.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 24;
        let mut ids: Vec<String> = listed.by_ref().take((chance % 320) as usize).collect();
        std::hint::black_box((0..(chance >> 8) % 4_000_000).fold(round, |a, b| a.wrapping_mul(31) ^ b));
        child.kill().unwrap();
        child.wait().unwrap();
        ids.extend(listed);
        killed_at.push(ids.len());
        if !ledger.exists() {
            assert!(ids.is_empty(), "round {round}");
            continue;
        }
        let verified = trucewatch(&ledger, &["verify"]);
        let unborn = ids.is_empty() && err(&verified).contains("making it was interrupted");
        assert!(verified.status.success() || unborn, "round {round}: {}", err(&verified));
        if unborn {
            continue;
        }
        let record = trucewatch::record::Record::open(
            &ledger,
            trucewatch::record::ledger::Mode::ReadOnly,
            trucewatch::codebook::builtin(),
        )
        .unwrap();
        for id in ids {
            assert!(record.report(&id).is_ok(), "round {round}: {id} was listed and is gone");
        }
    }
    assert!(killed_at.contains(&0) && killed_at.iter().any(|n| (1..300).contains(n)), "{killed_at:?}");
    // Whatever was broken off is made good by adding again, and comes to the same everywhere.
    let mut whole: Option<String> = None;
    for nth in [0, 7, 23, 49] {
        let ledger = dir.join(format!("{nth}.tw"));
        said(&ledger, &["add", &file]);
        said(&ledger, &["verify"]);
        let incidents = said(&ledger, &["incidents", "--format", "json"]);
        assert_eq!(&incidents, whole.get_or_insert(incidents.clone()), "ledger {nth}");
    }
}
