//! Records of invented reports, and what of them is compared.

use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};
use trucewatch::{
    Options, codebook,
    ingest::{Defaults, Format, Ingest, Known, Origin, Raw},
    link::{Linker, Reported},
    model::{Events, Member},
    record::{Addition, Record, Summary},
};

/// A fresh folder of this test's own.
pub fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("record").join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

pub fn open(path: &Path) -> Record {
    Record::open_or_create(path, codebook::builtin()).unwrap()
}

pub fn raw(line: &Value) -> Raw {
    let origin = Origin { file: "reports.jsonl".into(), line: Some(1) };
    Raw { origin, bytes: line.to_string().into_bytes(), format: Format::Jsonl, known: Known::default() }
}

pub fn add(record: &mut Record, lines: &[Value]) -> (Summary, Vec<Addition>) {
    let ingest = Ingest::new(&codebook::builtin(), Options::default(), Defaults::default());
    let mut told = Vec::new();
    let summary =
        record.add(lines.iter().map(|line| Ok(raw(line))), &ingest, 2, |addition| told.push(addition)).unwrap();
    (summary, told)
}

pub fn report(id: &str, day: &str, source: &str, text: &str) -> Value {
    json!({"id": id, "published": day, "source": source, "text": text})
}

/// Invented reports about one town: a truce that two tell of, one attack in several words, another a day later.
pub fn reports() -> Vec<Value> {
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

pub fn in_orders(lines: &[Value]) -> Vec<Vec<Value>> {
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
pub fn at_once(record: &Record) -> Events {
    let reports: Vec<Reported> = record
        .reports()
        .map(|card| card.unwrap())
        .map(|card| Reported { reading: record.report(&card.id).unwrap().reading, id: card.id, copy_of: card.copy_of })
        .collect();
    Linker::new(&codebook::builtin()).link(&reports, &record.judgements().unwrap())
}

pub fn events(record: &Record) -> Value {
    comparable(record.events().unwrap())
}

/// The lists of events, which are kept beside them; each line must say what its event and the reports behind it say.
pub fn lists(record: &Record) -> Value {
    let (ceasefires, incidents) = (record.ceasefires().unwrap(), record.incidents().unwrap());
    let events = record.events().unwrap();
    assert_eq!((ceasefires.len(), incidents.len()), (events.ceasefires.len(), events.incidents.len()));
    let behind = |claims: &[Member]| {
        let (mut reports, mut outlets, mut modalities) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for Member { claim, .. } in claims {
            let view = record.report(&claim.report).unwrap();
            modalities.insert(view.reading.claims[claim.claim].modality.word().to_owned());
            outlets.extend(view.card.outlet);
            reports.insert(claim.report.clone());
        }
        (reports.len(), Vec::from_iter(outlets), Vec::from_iter(modalities))
    };
    for event in &events.ceasefires {
        let line = ceasefires.iter().find(|line| line.id == event.id).unwrap();
        assert_eq!((line.reports, line.outlets.clone(), line.modalities.clone()), behind(&event.claims));
        assert_eq!((&line.title, line.places.len()), (&event.title, event.area.len()));
    }
    for event in &events.incidents {
        let line = incidents.iter().find(|line| line.id == event.id).unwrap();
        assert_eq!((line.reports, line.outlets.clone(), line.modalities.clone()), behind(&event.claims));
        assert_eq!((&line.title, line.killed_range), (&event.title, (event.killed.low, event.killed.high)));
    }
    json!([ceasefires, incidents])
}

pub fn comparable(mut events: Events) -> Value {
    events.copies.clear();
    events.ceasefires.sort_by(|a, b| a.id.cmp(&b.id));
    events.incidents.sort_by(|a, b| a.id.cmp(&b.id));
    serde_json::to_value(events).unwrap()
}

pub fn assert_same(a: &Value, b: &Value, what: &str) {
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
pub fn difference(a: &Value, b: &Value) -> Option<String> {
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
