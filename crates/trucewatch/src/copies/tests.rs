//! Tests of near-copies: what is one text, and what only looks like it.

use super::*;

const WIRE: &str = "Both camps halt fire in Orlo valley\n\n\
    ORLO, May 4 (Crest) - The army and the Valley Front agreed on Monday to halt fire for three days, the mediator Ana Roth \
    told reporters at the bridge.\n\n\
    The truce is to begin at 6 a.m. on Wednesday and covers the town of Orlo and 14 villages around it, she said.\n\n\
    \"Nobody has won anything here,\" said Roth, who had gone back and forth between the camps for 12 days.\n\n\
    Shelling killed nine people in the market of Sella on Sunday, according to Doctor Emil Haas of the town's clinic. The army \
    denied that it had fired.\n\n\
    Some 2,300 people have fled the valley since the fighting began in March, by the count of the Lowland Red Cross.";

fn sign(text: &str) -> Signature {
    Signer::new(&trucewatch_codebook::builtin()).sign(text)
}

fn copies(a: &str, b: &str) -> bool {
    let (a, b) = (sign(a), sign(b));
    let found = are_copies(&a, &b, Some(1));
    assert_eq!(found, are_copies(&b, &a, Some(1)), "the order must not matter");
    found.is_some()
}

#[test]
fn another_headline_house_style_and_a_raised_toll_are_a_copy() {
    let paper = WIRE
        .replace("Both camps halt fire in Orlo valley", "Three days of quiet")
        .replace("May 4 (Crest) -", "May 5 —")
        .replace(['"'], "”")
        .replace("2,300", "2300")
        .replace("nine people", "eleven people")
        .replace("told reporters", "told a crowd of reporters");
    assert!(copies(WIRE, &paper));
}

#[test]
fn cut_paragraphs_and_a_new_lead_are_a_copy() {
    let paragraphs: Vec<&str> = WIRE.split("\n\n").collect();
    let cut = [&paragraphs[..3], &paragraphs[4..5]].concat().join("\n\n");
    assert!(copies(WIRE, &cut));
    let lead =
        "Guns may fall silent in the Orlo valley this week after long talks at the bridge that few had hoped for.";
    let new_lead = [&["Quiet ahead", lead], &paragraphs[2..]].concat().join("\n\n");
    assert!(copies(WIRE, &new_lead));
}

#[test]
fn the_same_mould_on_another_day_is_no_copy() {
    let bulletin = |day: &str, killed: &str, wounded: &str, hours: &str| {
        format!(
            "The mission counted {killed} violations in the valley on {day}. Mortar fire was heard {wounded} times near the \
             bridge at Orlo, where observers stayed {hours} hours. The mission reminds all sides that the agreement obliges \
             them to pull heavy weapons back behind the line and to let observers pass without delay."
        )
    };
    assert!(copies(&bulletin("Monday", "19", "seven", "six"), &bulletin("Monday", "19", "7", "six")));
    assert!(!copies(&bulletin("Monday", "19", "seven", "six"), &bulletin("Tuesday", "31", "two", "four")));
    assert!(!copies(&bulletin("Monday", "19", "seven", "six"), &bulletin("Friday", "143", "seven", "six")));
}

#[test]
fn background_in_common_is_no_copy() {
    let background = WIRE.split("\n\n").skip(4).collect::<Vec<_>>().join("\n\n");
    let other = format!(
        "A convoy with flour and medicines reached the camp of Tarn on Thursday, the first in two months. Guards had turned \
         three convoys back at the ford because of papers that they said were missing. Forty lorries are still waiting in \
         the port, and nobody at the ministry would say when they may leave for the camp, or by which of the roads.\n\n\
         {background}"
    );
    assert!(!copies(WIRE, &other));
}

/// Whether two texts are compared at all where reports are kept: they have two keys in common.
fn may_be_copies(a: &Signature, b: &Signature) -> bool {
    let theirs = b.keys();
    a.keys().iter().filter(|key| theirs.contains(key)).count() >= 2
}

#[test]
fn copies_are_found_by_keys_and_others_are_not() {
    let paragraphs: Vec<&str> = WIRE.split("\n\n").collect();
    let wire = sign(WIRE);
    assert!(may_be_copies(&wire, &sign(&paragraphs[1..4].join("\n\n"))));
    let festival = "The harvest festival of Tarn drew thousands who danced until the morning on the old ferry pier.";
    assert!(!may_be_copies(&wire, &sign(festival)));
}

#[test]
fn a_signature_comes_back_from_its_bytes() {
    let signature = sign(WIRE);
    assert_eq!(Signature::from_bytes(&signature.to_bytes()), Some(signature.clone()));
    assert_eq!(Signature::from_bytes(&signature.to_bytes()[1..]), None);
    assert!(sign("").is_empty() && are_copies(&sign(""), &sign(""), None).is_none());
}

/// The composed reports and which of them are copies are part of the development material, not of the repository.
#[test]
fn the_composed_sets_have_their_copies_and_no_others() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/gold/composed");
    let Ok(entries) = std::fs::read_dir(&folder) else { return eprintln!("skipped: no {}", folder.display()) };
    let (mut expected, mut texts) = (Vec::new(), Vec::new());
    for path in entries.map(|entry| entry.unwrap().path()) {
        let (name, content) = (path.to_string_lossy().into_owned(), std::fs::read_to_string(&path).unwrap());
        if name.ends_with(".record.json") {
            let record: serde_json::Value = serde_json::from_str(&content).unwrap();
            for pair in record["copies"].as_array().into_iter().flatten() {
                expected.push([&pair[0], &pair[1]].map(|id| id.as_str().unwrap().to_owned()));
            }
        } else if name.ends_with(".reports.jsonl") {
            let reports = content.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
            texts.extend(
                reports
                    .map(|report| (report["id"].as_str().unwrap().to_owned(), sign(report["text"].as_str().unwrap()))),
            );
        }
    }
    texts.sort_by(|a, b| a.0.cmp(&b.0));
    expected.sort();
    let mut found = Vec::new();
    for (nth, (id, signature)) in texts.iter().enumerate() {
        for (other_id, other) in &texts[..nth] {
            if may_be_copies(other, signature) && are_copies(other, signature, None).is_some() {
                found.push([other_id.clone(), id.clone()]);
            }
        }
    }
    found.sort();
    assert_eq!(found, expected);
}
