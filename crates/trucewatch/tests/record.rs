//! The record: what is added is kept once, events follow from entries and judgements alone, and linking a piece at a time comes
//! to what linking everything at once comes to.

use serde_json::{Value, json};
use std::{
    fs,
    path::{Path, PathBuf},
};
use trucewatch::{
    Options, codebook,
    ingest::{Defaults, Format, Ingest, Known, Origin, Raw},
    link::{Linker, Reported},
    model::{ClaimRef, Events, Side},
    record::{Addition, EventId, Record, Said, Summary, ledger::Mode},
    views::Names,
};

/// A fresh folder of this test's own.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("record").join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

fn open(path: &Path) -> Record {
    Record::open_or_create(path, codebook::builtin()).unwrap()
}

fn raw(line: &Value) -> Raw {
    let origin = Origin { file: "reports.jsonl".into(), line: Some(1) };
    Raw { origin, bytes: line.to_string().into_bytes(), format: Format::Jsonl, known: Known::default() }
}

fn add(record: &mut Record, lines: &[Value]) -> (Summary, Vec<Addition>) {
    let ingest = Ingest::new(&codebook::builtin(), Options::default(), Defaults::default());
    let mut told = Vec::new();
    let summary =
        record.add(lines.iter().map(|line| Ok(raw(line))), &ingest, 2, |addition| told.push(addition)).unwrap();
    (summary, told)
}

fn report(id: &str, day: &str, source: &str, text: &str) -> Value {
    json!({"id": id, "published": day, "source": source, "text": text})
}

/// Invented reports about one town: a truce that two tell of, one attack in several words, another a day later.
fn reports() -> Vec<Value> {
    let lines = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples/rastan-reports.jsonl")).unwrap();
    let mut all: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    all.extend([
        report("a1", "2016-12-02", "Coast Wire", "An airstrike hit the market of Maarat al-Numan on Thursday, killing 12 people, medics said."),
        report("a2", "2016-12-02", "Hill Radio", "At least 10 people were killed on Thursday when warplanes bombed the market in Maarat al-Numan, rescuers said."),
        report("a3", "2016-12-03", "Coast Wire", "An airstrike hit the market of Maarat al-Numan on Friday, killing 11 people, medics said."),
        report("b1", "2014-08-05", "Gate Post", "Israel and Hamas agreed to a 72-hour ceasefire that began at 8 a.m. on Tuesday. Egypt mediated it."),
        report("b2", "2014-08-06", "Harbour News", "The three-day ceasefire between Israel and Hamas that took effect on Tuesday was holding on Wednesday, Egyptian mediators said."),
        report("b3", "2014-08-08", "Gate Post", "Hamas fired rockets at Ashkelon on Friday after the 72-hour ceasefire with Israel expired, the Israeli army said. Nobody was hurt."),
    ]);
    all
}

fn in_orders(lines: &[Value]) -> Vec<Vec<Value>> {
    let mut orders = vec![lines.to_vec(), lines.iter().rev().cloned().collect()];
    for seed in 1..4_u64 {
        let mut order = lines.to_vec();
        let mut state = seed;
        for at in (1..order.len()).rev() {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            order.swap(at, (state >> 33) as usize % (at + 1));
        }
        orders.push(order);
    }
    orders
}

/// The events of a record, as linking all of its reports at once makes them. Copies are told in other words there.
fn at_once(record: &Record) -> Events {
    let reports: Vec<Reported> = record
        .reports()
        .map(|card| card.unwrap())
        .map(|card| Reported { reading: record.report(&card.id).unwrap().reading, id: card.id, copy_of: card.copy_of })
        .collect();
    Linker::new(&codebook::builtin()).link(&reports, &record.judgements().unwrap())
}

fn events(record: &Record) -> Value {
    comparable(record.events().unwrap())
}

fn comparable(mut events: Events) -> Value {
    events.copies.clear();
    events.ceasefires.sort_by(|a, b| a.id.cmp(&b.id));
    events.incidents.sort_by(|a, b| a.id.cmp(&b.id));
    serde_json::to_value(events).unwrap()
}

fn assert_same(a: &Value, b: &Value, what: &str) {
    for kind in ["ceasefires", "incidents", "relations"] {
        let (a, b) = (a[kind].as_array().unwrap(), b[kind].as_array().unwrap());
        let ids = |all: &[Value]| all.iter().map(|one| one["id"].as_str().map(str::to_owned)).collect::<Vec<_>>();
        assert_eq!(ids(a), ids(b), "{what}: {kind}");
        if let Some(place) = difference(&json!(a), &json!(b)) {
            panic!("{what}: {kind}{place}");
        }
    }
}

/// Where two values differ first, and in what.
fn difference(a: &Value, b: &Value) -> Option<String> {
    match (a, b) {
        (Value::Object(x), Value::Object(y)) if x.len() == y.len() => {
            x.iter().find_map(|(name, a)| difference(a, &b[name]).map(|place| format!(".{name}{place}")))
        }
        (Value::Array(x), Value::Array(y)) if x.len() == y.len() => {
            x.iter().zip(y).enumerate().find_map(|(n, (a, b))| difference(a, b).map(|place| format!("[{n}]{place}")))
        }
        _ => (a != b).then(|| format!(": {a} and {b}")),
    }
}

#[test]
fn reports_are_kept_once_in_whatever_file_they_come() {
    let dir = folder("once");
    let mut record = open(&dir.join("a.tw"));
    let lines = reports();
    let (first, _) = add(&mut record, &lines);
    assert_eq!((first.new, first.known, first.copies, first.failed), (lines.len() as u64, 0, 0, 0));
    let (before, head) = (events(&record), record.ledger().head().unwrap());
    let (again, _) = add(&mut record, &lines);
    assert_eq!((again.new, again.known), (0, lines.len() as u64));
    // Other bytes of the same report: fields in another order, and one more.
    let turned: Vec<Value> = lines
        .iter()
        .map(|line| {
            let fields = line.as_object().unwrap().iter().rev().map(|(name, value)| (name.clone(), value.clone()));
            Value::Object(fields.chain([("extra".to_owned(), json!(1))]).collect())
        })
        .collect();
    let (turned, _) = add(&mut record, &turned);
    assert_eq!((turned.new, turned.known), (0, lines.len() as u64));
    assert_same(&events(&record), &before, "known");
    assert_eq!(record.ledger().head().unwrap(), head);
    record.ledger().verify(None).unwrap();
}

#[test]
fn the_sample_reports_give_the_pause_and_the_shelling() {
    let dir = folder("sample");
    let mut record = open(&dir.join("a.tw"));
    add(&mut record, &reports()[..5]);
    let pause = record.ceasefires().unwrap().into_iter().find(|line| line.reports >= 3).unwrap();
    assert_eq!(pause.from.map(|at| at.date().to_string()).as_deref(), Some("2016-12-01"));
    assert_eq!(pause.side, Some(Side::Unilateral));
    let dossier = serde_json::to_value(record.dossier(&pause.id, Names::Redacted).unwrap()).unwrap();
    assert!(dossier.to_string().contains("2016-12-02"), "the shelling at the bridge is set against it");
    let shelling = record.incidents().unwrap().into_iter().filter(|line| line.reports >= 2 && line.on.is_some());
    assert!(shelling.into_iter().any(|line| line.on.unwrap().date().to_string() == "2016-12-02"));
}

const WIRE: &str = "The army and the rebels of the valley agreed on Monday to stop shooting for three days, said mediator Ana Roth, \
    who had gone back and forth between the two camps since the bridge at Orlo was blown up 12 days ago. Trucks with flour are to \
    pass the northern gate in the morning, and the wounded are to be taken out by the same road in the afternoon.";
const MORE: &str = " The mayor of Orlo asked both sides to let the water works be mended, which have stood still since the winter \
    because nobody dares to go near the pumps on the eastern bank of the river.";

#[test]
fn copies_count_once_and_the_fuller_text_of_a_day_is_the_original() {
    let full =
        json!({"id": "full", "published": "2016-12-02T18:30:00Z", "source": "Wire", "text": format!("{WIRE}{MORE}")});
    let cut = report("cut", "2016-12-02", "Paper", WIRE);
    let late = report("late", "2016-12-03", "Weekly", &format!("{WIRE}{MORE} (With agencies.)"));
    for (nth, order) in in_orders(&[full, cut, late]).iter().enumerate() {
        let dir = folder(&format!("copies-{nth}"));
        let mut record = open(&dir.join("a.tw"));
        let (summary, _) = add(&mut record, order);
        assert_eq!((summary.new, summary.copies), (3, 2));
        let original = record.report("full").unwrap();
        assert_eq!(original.card.copy_of, None, "order {nth}");
        assert_eq!(original.copies.len(), 2, "order {nth}");
        assert_same(&events(&record), &comparable(at_once(&record)), "copies");
    }
}

#[test]
fn events_are_the_same_for_any_order_and_any_pieces() {
    let lines = reports();
    let mut expected: Option<Value> = None;
    for (nth, order) in in_orders(&lines).iter().enumerate() {
        let dir = folder(&format!("order-{nth}"));
        let mut record = open(&dir.join("a.tw"));
        for piece in order.chunks(nth + 1) {
            add(&mut record, piece);
            assert_same(&events(&record), &comparable(at_once(&record)), "a piece more");
        }
        let found = events(&record);
        assert_same(&found, expected.get_or_insert(found.clone()), "another order");
        record.rebuild().unwrap();
        assert_same(&events(&record), &found, "rebuilt");
        record.ledger().verify(None).unwrap();
    }
}

fn claim_of(record: &Record, own: &str, kind: &str) -> String {
    let view = record.report(own).unwrap();
    let at = view.reading.claims.iter().position(|claim| claim.content.kind().word() == kind).unwrap();
    ClaimRef { report: view.card.id, claim: at }.to_string()
}

#[test]
fn judgements_change_the_events_and_undoing_restores_them() {
    let dir = folder("judged");
    let mut record = open(&dir.join("a.tw"));
    add(&mut record, &reports());
    let before = events(&record);
    let claim = |own: &str, kind: &str| claim_of(&record, own, kind);
    let (one, two, other) = (claim("a1", "attack"), claim("a2", "attack"), claim("a3", "attack"));
    let truce = claim("b1", "ceasefire");
    let sayings = [
        Said::Same(one.clone(), other.clone()),
        Said::Different(one.clone(), two.clone()),
        Said::Unsure(one.clone(), two),
        Said::Reject(one.clone()),
        Said::Reject(truce.clone()),
        Said::Correct { claim: other.clone(), field: "modality".into(), value: "denied".into() },
        Said::Confirm(truce),
    ];
    let mut undone = Vec::new();
    for said in sayings {
        let judgement = record.judge(said.clone(), "Rana", Some("a test")).unwrap();
        let under = events(&record);
        assert!(under != before, "{said:?} changes nothing");
        assert!(under.to_string().contains(&judgement.id) || matches!(said, Said::Reject(_)), "{said:?}: it says so");
        assert_same(&under, &comparable(at_once(&record)), "judged");
        undone.push(record.judge(Said::Undo(judgement.id), "Rana", None).unwrap());
        assert_same(&events(&record), &before, &format!("undone {said:?}"));
    }
    // Undoing the undoing brings the first back: two attacks are one again.
    record.judge(Said::Undo(undone[0].id.clone()), "Rana", None).unwrap();
    assert!(events(&record) != before);
    assert_same(&events(&record), &comparable(at_once(&record)), "undone twice");
    let ids = |id: &str| record.find_event(id).unwrap();
    assert_eq!(ids(&one), ids(&other));
    record.ledger().verify(None).unwrap();
}

#[test]
fn judgements_need_a_person_a_target_and_a_value_that_fits() {
    let dir = folder("judging");
    let mut record = open(&dir.join("a.tw"));
    add(&mut record, &reports());
    let head = record.ledger().head().unwrap();
    let mut refused = |said: Said, by: &str| record.judge(said, by, None).unwrap_err().to_string();
    let correct =
        |field: &str, value: &str| Said::Correct { claim: "a1#c1".into(), field: field.into(), value: value.into() };
    assert!(refused(Said::Confirm("a1#c1".into()), " ").contains("name"));
    assert!(refused(Said::Confirm("zz#c1".into()), "Rana").contains("no report zz"));
    assert!(refused(Said::Confirm("a1#c99".into()), "Rana").contains("no claim a1#c99"));
    assert!(refused(Said::Confirm("cf-zz".into()), "Rana").contains("no event cf-zz"));
    assert!(refused(Said::Same("a1#c1".into(), "a1#c1".into()), "Rana").contains("one and the same"));
    assert!(refused(correct("colour", "red"), "Rana").contains("colour cannot be corrected"));
    assert!(refused(correct("modality", "surely"), "Rana").contains("surely"));
    assert!(refused(Said::Undo("j-0".into()), "Rana").contains("no judgement j-0"));
    assert!(refused(Said::Confirm("r".into()), "Rana").contains('r'));
    assert_eq!(record.ledger().head().unwrap(), head);
}

#[test]
fn ids_noted_early_stay_good() {
    let dir = folder("ids");
    let mut record = open(&dir.join("a.tw"));
    let lines = reports();
    let by_id = |id: &str| lines.iter().find(|line| line["id"] == id).unwrap().clone();
    add(&mut record, &[by_id("b2")]);
    let noted = record.ceasefires().unwrap()[0].id.clone();
    add(&mut record, &[by_id("b1")]);
    let ceasefires = record.ceasefires().unwrap();
    assert_eq!(ceasefires.len(), 1);
    assert_ne!(ceasefires[0].id, noted, "an earlier report founds it now");
    let now = EventId::Ceasefire(ceasefires[0].id.clone());
    assert_eq!(record.find_event(&noted).unwrap(), now);
    assert_eq!(record.find_event(&ceasefires[0].id[..6]).unwrap(), now);
    assert_eq!(record.find_event("b1#c1").unwrap(), now);
    for unknown in ["", "cf-12345678", "cf-zz", "b1#c77", "nonsense"] {
        assert!(record.find_event(unknown).is_err(), "{unknown}");
    }
    let unclear = record.report("r").unwrap_err().to_string();
    assert!(unclear.contains("may be more than one") && unclear.matches(", ").count() == 1, "{unclear}");
}

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
    let (before, head) = (events(&record), record.ledger().head().unwrap());
    for kind in ["seen", "signature", "claims", "own-id", "telling", "strand", "relations", "ceasefire", "incident"] {
        let mut ledger = trucewatch::record::ledger::Ledger::open(&path, Mode::ReadWrite).unwrap();
        let mut batch = ledger.begin().unwrap();
        assert!(batch.derived_clear(kind).unwrap() > 0, "{kind}");
        batch.commit().unwrap();
        drop(ledger);
        assert_eq!(record.rebuild().unwrap(), None);
        assert_same(&events(&record), &before, kind);
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

#[test]
fn real_reports_link_in_pieces_as_they_link_at_once() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/reports");
    let Ok(text) = fs::read_to_string(shared.join("fa-kes.jsonl")) else {
        eprintln!("skipped: {} is not there", shared.display());
        return;
    };
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let dir = folder("real");
    let mut record = open(&dir.join("a.tw"));
    let order = &in_orders(&lines)[2];
    for piece in order.chunks(60) {
        add(&mut record, piece);
        assert_same(&events(&record), &comparable(at_once(&record)), "a piece more");
    }
}
