//! The September 2016 truce and the October pause in Aleppo, from reports read by ourselves: two dossiers, each with its reports.
//! Skips, and says so, where the reports are not at hand.

use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use trucewatch::link::{Linker, Reported};
use trucewatch::model::{Ceasefire, Document, Moment, Side};
use trucewatch::{Options, Reader, codebook};

fn read(file: &Path, reader: &Reader, autumn: bool) -> Vec<Reported> {
    let text = std::fs::read_to_string(file).unwrap();
    let records = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    // The weeks around both; the whole collection takes a minute to read.
    let near = |record: &Value| {
        !autumn || record["published"].as_str().is_some_and(|day| ("2016-09".."2016-12").contains(&day))
    };
    records
        .filter(near)
        .map(|record| {
            let field = |name: &str| record[name].as_str().map(str::to_owned);
            let document = Document {
                id: field("id").unwrap(),
                title: field("title"),
                text: field("text").unwrap(),
                published: field("published").and_then(|day| Moment::parse(&day)),
                source: field("source"),
                url: None,
                language: None,
            };
            Reported { id: document.id.clone(), reading: reader.read(document), copy_of: None }
        })
        .collect()
}

fn reports(event: &Ceasefire) -> BTreeSet<&str> {
    event.claims.iter().map(|member| member.claim.report.as_str()).collect()
}

#[test]
fn september_truce_and_october_pause_are_two_dossiers() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/reports");
    if !folder.join("fa-kes.jsonl").exists() {
        eprintln!("skipped: {} is not there", folder.display());
        return;
    }
    let data = codebook::builtin();
    let reader = Reader::new(&data, Options::default());
    let mut all = read(&folder.join("fa-kes.jsonl"), &reader, true);
    all.extend(read(&folder.join("aleppo-pause.jsonl"), &reader, false));
    let events = Linker::new(&data).link(&all, &[]);
    let begun = |month: &str| -> Vec<&Ceasefire> {
        let in_month = |event: &&Ceasefire| {
            event.effective_from.first().is_some_and(|account| account.value.to_string().starts_with(month))
        };
        events.ceasefires.iter().filter(in_month).collect()
    };
    let (september, october) = (begun("2016-09"), begun("2016-10"));
    let (september, october) = (
        september.into_iter().max_by_key(|event| reports(event).len()).expect("a ceasefire of September"),
        october.into_iter().max_by_key(|event| reports(event).len()).expect("a ceasefire of October"),
    );
    assert_eq!(september.effective_from[0].value.date().to_string(), "2016-09-12");
    assert_eq!(october.effective_from[0].value.date().to_string(), "2016-10-20");
    assert_eq!(october.duration[0].value, "P3D");
    assert_eq!(october.side, Some(Side::Unilateral));
    assert!(
        reports(september).len() >= 4 && reports(october).len() >= 3,
        "{:?} {:?}",
        reports(september),
        reports(october)
    );
    assert!(reports(october).contains("seed/aleppo-pause"));
}
