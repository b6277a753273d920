//! `link` over small invented sets of reports, each a trap: what must be joined, what must stay apart, which terms and tolls come
//! of it. A set is `tests/link/NAME.json`; claims are written shortly, their span is the first place of their words.

use proptest::prelude::*;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::LazyLock;
use trucewatch::json::parse_reading;
use trucewatch::link::{Linker, Names, Reported, Web};
use trucewatch::model::{ClaimMark, ClaimRef, Events, Judgement, Kind, Span, Verdict};

static LINKER: LazyLock<Linker> = LazyLock::new(|| Linker::new(&trucewatch::codebook::builtin()));

/// The full JSON of a claim from its short form.
fn claim(short: &Value, nth: usize, text: &str) -> Value {
    let words = short["words"].as_str().unwrap();
    let at = text.find(words).unwrap_or_else(|| panic!("`{words}` is not in the text"));
    let start = text[..at].chars().count();
    let mut out = json!({
        "id": format!("c{}", nth + 1), "span": [start, start + words.chars().count()], "modality": "reported", "statement": null,
        "time": null, "places": [], "actors": [], "unilateral": null, "window": null, "victims": "unknown", "group": null,
        "part_of": null, "cumulative": false, "count": null,
    });
    for (field, value) in short.as_object().unwrap() {
        match field.as_str() {
            "words" => {}
            "on" => out["time"] = json!({"text": "then", "start": value, "end": value}),
            "at" => out["places"] = value.as_array().unwrap().iter().map(|place| json!({"text": place})).collect(),
            "who" => {
                out["actors"] =
                    value.as_object().unwrap().iter().map(|(role, text)| json!({"role": role, "text": text})).collect()
            }
            "n" => out["count"] = json!({"min": value, "max": value, "exact": true}),
            "window" => {
                let mut window =
                    json!({"start": null, "end": null, "duration": null, "daily_from": null, "daily_to": null});
                value.as_object().unwrap().iter().for_each(|(name, value)| window[name.as_str()] = value.clone());
                out["window"] = window;
            }
            _ => out[field.as_str()] = value.clone(),
        }
    }
    out
}

fn reports(set: &Value) -> Vec<Reported> {
    let reports = set["reports"].as_array().unwrap().iter();
    reports.map(|report| {
        let text = report["text"].as_str().unwrap();
        let short = report["claims"].as_array().unwrap();
        let said: Vec<Value> = report["statements"].as_array().into_iter().flatten().enumerate().map(|(nth, s)| {
            json!({"id": format!("s{}", nth + 1), "speaker": {"text": s["speaker"], "span": [0, 1], "refers_to": null, "category": s["category"]},
                "cue": null, "content": [], "mode": "indirect"})
        }).collect();
        let value = json!({
            "schema": "reading/1", "statements": said,
            "document": {"id": report["id"], "title": null, "text": text, "published": report["published"], "source": report["source"], "url": null, "language": "en"},
            "claims": short.iter().enumerate().map(|(nth, short)| claim(short, nth, text)).collect::<Vec<_>>(),
        });
        let id = report["id"].as_str().unwrap().to_owned();
        let reading = parse_reading(&value).unwrap_or_else(|error| panic!("{id}: {error}"));
        Reported { id, reading, copy_of: report["copy_of"].as_str().map(str::to_owned) }
    }).collect()
}

fn load(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/link").join(format!("{name}.json"));
    serde_json::from_str(&std::fs::read_to_string(&path).unwrap())
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Id of the event that holds a claim.
fn event_of(events: &Events, claim: &str) -> Option<String> {
    let claim = ClaimRef::parse(claim).unwrap();
    let lists = events.ceasefires.iter().map(|event| (&event.id, &event.claims));
    let all = lists.chain(events.incidents.iter().map(|event| (&event.id, &event.claims)));
    all.into_iter().find(|(_, claims)| claims.iter().any(|member| member.claim == claim)).map(|(id, _)| id.clone())
}

fn words(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().map(|item| item.as_str().unwrap()).collect()
}

fn check(name: &str) {
    let set = load(name);
    let events = LINKER.link(&reports(&set), &[]);
    for group in set["together"].as_array().into_iter().flatten() {
        let ids: Vec<Option<String>> = words(group).iter().map(|claim| event_of(&events, claim)).collect();
        assert!(ids[0].is_some() && ids.iter().all(|id| *id == ids[0]), "{name}: {group} are one event, not {ids:?}");
    }
    for pair in set["apart"].as_array().into_iter().flatten() {
        let pair = words(pair);
        assert_ne!(event_of(&events, pair[0]), event_of(&events, pair[1]), "{name}: {pair:?} are two events");
    }
    for (claim, tolls) in set["tolls"].as_object().into_iter().flatten() {
        let id = event_of(&events, claim).unwrap();
        let event = events.incidents.iter().find(|event| event.id == id).unwrap();
        for (measure, toll) in [("killed", &event.killed), ("injured", &event.injured)] {
            if let Some(range) = tolls.get(measure) {
                assert_eq!(json!([toll.low, toll.high]), *range, "{name}: {measure} of {claim}: {:#?}", toll.accounts);
            }
        }
    }
    for (claim, terms) in set["terms"].as_object().into_iter().flatten() {
        let id = event_of(&events, claim).unwrap_or_else(|| panic!("{name}: {claim} is of no event"));
        let event = serde_json::to_value(events.ceasefires.iter().find(|event| event.id == id).unwrap()).unwrap();
        for (pointer, value) in terms.as_object().unwrap() {
            assert_eq!(
                event.pointer(pointer).unwrap_or(&Value::Null),
                value,
                "{name}: {pointer} of {claim} in {}",
                event["title"]
            );
        }
    }
    for relation in set["relations"].as_array().into_iter().flatten() {
        let told = events.relations.iter().map(|r| [r.from.to_string(), r.kind.word().to_owned(), r.to.to_string()]);
        assert!(
            told.clone().any(|told| told[..] == words(relation)[..]),
            "{name}: no {relation} in {:?}",
            told.collect::<Vec<_>>()
        );
    }
    for about in words(&set["disagreements"]) {
        let told = events
            .ceasefires
            .iter()
            .flat_map(|e| &e.disagreements)
            .chain(events.incidents.iter().flat_map(|e| &e.disagreements));
        let told: Vec<&str> = told.map(|disagreement| disagreement.about.as_str()).collect();
        assert!(told.contains(&about), "{name}: no disagreement about {about}, only {told:?}");
    }
}

macro_rules! sets {
    ($($name:ident)*) => {$(#[test] fn $name() { check(stringify!($name)); })*};
}

sets! { next_day two_towns rising_toll cut_copy extended_truce two_declarations month_later denied_authorship three_in_a_morning named_then_told }

fn everything() -> Vec<Reported> {
    let names = [
        "next_day",
        "two_towns",
        "rising_toll",
        "cut_copy",
        "extended_truce",
        "two_declarations",
        "month_later",
        "denied_authorship",
    ];
    names.iter().flat_map(|name| reports(&load(name))).collect()
}

fn as_json(events: &Events) -> Value {
    serde_json::to_value(events).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Any order, one by one with the events asked for on the way, with reports taken in twice: the same as the whole from nothing.
    #[test]
    fn any_order_one_by_one_equals_the_whole(order in Just((0..everything().len()).collect::<Vec<_>>()).prop_shuffle(), ask in any::<u64>()) {
        let all = everything();
        let whole = as_json(&LINKER.link(&all, &[]));
        let mut web = Web::new(Default::default());
        for (nth, &at) in order.iter().enumerate() {
            let add = |web: &mut Web| web.add(LINKER.gather(&all[at], web.edits()), all[at].copy_of.as_deref(), &LINKER);
            add(&mut web);
            if ask >> (nth % 64) & 1 == 1 {
                web.events(&LINKER);
                add(&mut web);
            }
        }
        prop_assert_eq!(as_json(&web.events(&LINKER)), whole);
    }
}

#[test]
fn a_report_taken_back_leaves_what_there_was_without_it() {
    let all = everything();
    let mut web = Web::new(Default::default());
    for report in &all {
        web.add(LINKER.gather(report, web.edits()), report.copy_of.as_deref(), &LINKER);
    }
    web.events(&LINKER);
    let gone = all
        .iter()
        .position(|report| {
            report.copy_of.is_none() && !all.iter().any(|other| other.copy_of.as_ref() == Some(&report.id))
        })
        .unwrap();
    web.remove(&all[gone].id);
    let rest: Vec<Reported> =
        all.iter().enumerate().filter(|(nth, _)| *nth != gone).map(|(_, report)| report.clone()).collect();
    assert_eq!(as_json(&web.events(&LINKER)), as_json(&LINKER.link(&rest, &[])));
}

fn mark(all: &[Reported], claim: &str) -> ClaimMark {
    let claim = ClaimRef::parse(claim).unwrap();
    let report = all.iter().find(|report| report.id == claim.report).unwrap();
    let read = &report.reading.claims[claim.claim];
    ClaimMark { report: claim.report, kind: read.content.kind(), span: read.span, words: String::new() }
}

fn judgement(id: &str, verdict: Verdict) -> Judgement {
    Judgement {
        id: id.into(),
        by: "an analyst".into(),
        at: format!("2020-01-01T00:00:0{}Z", &id[2..]),
        reason: None,
        verdict,
    }
}

#[test]
fn people_join_part_reject_and_undo() {
    let all = reports(&load("next_day"));
    let (a, b) = ("nd-1#c1", "nd-2#c1");
    let same = judgement("j-1", Verdict::Same(mark(&all, a), mark(&all, b)));
    let joined = LINKER.link(&all, std::slice::from_ref(&same));
    assert_eq!(event_of(&joined, a), event_of(&joined, b));
    let event = joined.incidents.iter().find(|event| Some(&event.id) == event_of(&joined, a).as_ref()).unwrap();
    assert_eq!(event.judged, ["j-1"]);
    let undone = LINKER.link(&all, &[same, judgement("j-2", Verdict::Undo { judgement: "j-1".into() })]);
    assert_eq!(as_json(&undone), as_json(&LINKER.link(&all, &[])));
    let rejected = LINKER.link(&all, &[judgement("j-3", Verdict::Reject(mark(&all, a)))]);
    assert_eq!(event_of(&rejected, a), None);

    let all = reports(&load("rising_toll"));
    let (a, b) = ("rt-1#c1", "rt-2#c1");
    assert_eq!(event_of(&LINKER.link(&all, &[]), a), event_of(&LINKER.link(&all, &[]), b));
    for verdict in [Verdict::Different(mark(&all, a), mark(&all, b)), Verdict::Unsure(mark(&all, a), mark(&all, b))] {
        let parted = LINKER.link(&all, &[judgement("j-4", verdict)]);
        assert_ne!(event_of(&parted, a), event_of(&parted, b));
    }
    let count = Verdict::Correct {
        claim: mark(&all, "rt-2#c2"),
        field: "count".into(),
        value: r#"{"min":30,"max":30,"exact":true}"#.into(),
    };
    let corrected = LINKER.link(&all, &[judgement("j-5", count)]);
    let event = corrected.incidents.iter().find(|event| Some(&event.id) == event_of(&corrected, a).as_ref()).unwrap();
    assert_eq!((event.killed.high, event.judged.len()), (Some(30), 1));
}

#[test]
fn a_judgement_on_words_that_are_not_there_bears_on_nothing() {
    let all = reports(&load("next_day"));
    let nowhere = ClaimMark { report: "no such".into(), kind: Kind::Attack, span: Span::new(0, 9), words: "x".into() };
    let events = LINKER.link(&all, &[judgement("j-1", Verdict::Reject(nowhere))]);
    assert_eq!(as_json(&events), as_json(&LINKER.link(&all, &[])));
}

#[test]
fn names_are_compared_by_what_they_stand_for() {
    let names = Names::new(&LINKER);
    assert!(names.same_duration("PT72H", "P3D") && !names.same_duration("PT24H", "P3D"));
    assert!(names.same_hour("9 a.m.", "09:00") && !names.same_hour("9 p.m.", "09:00"));
}
