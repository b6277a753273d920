//! The record: what is added is kept once, events follow from entries and judgements alone, and linking a piece at a time comes
//! to what linking everything at once comes to.

mod again;
mod fixture;
mod views;

use fixture::{add, assert_same, at_once, comparable, events, folder, in_orders, lists, open, report, reports};
use serde_json::{Value, json};
use std::{fs, path::Path};
use trucewatch::{
    model::ClaimRef,
    record::{Record, Said},
};

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
    let mut expected: Option<(Value, Value)> = None;
    for (nth, order) in in_orders(&lines).iter().enumerate() {
        let dir = folder(&format!("order-{nth}"));
        let mut record = open(&dir.join("a.tw"));
        for piece in order.chunks(nth + 1) {
            add(&mut record, piece);
            assert_same(&events(&record), &comparable(at_once(&record)), "a piece more");
        }
        let found = (events(&record), lists(&record));
        let (events_then, lists_then) = expected.get_or_insert(found.clone());
        assert_same(&found.0, events_then, "another order");
        assert_eq!(&found.1, lists_then, "another order");
        record.rebuild().unwrap();
        assert_same(&events(&record), &found.0, "rebuilt");
        assert_eq!(lists(&record), found.1, "rebuilt");
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
    let (before, lists_before) = (events(&record), lists(&record));
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
        assert_eq!(lists(&record), lists_before, "undone {said:?}");
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
