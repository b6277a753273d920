//! Scores the events that `link` makes against kept records: sets of `NAME.jsonl` (coded readings), `NAME.reports.jsonl` and
//! `NAME.record.json` in one folder. From the coded claims, or with `--own` from our own reading of the reports.

use serde_json::Value;
use std::collections::HashMap;
use std::io;
use std::path::Path;
use trucewatch::link::{Linker, Names, Reported};
use trucewatch::model::{ClaimRef, Document, Events, Moment};
use trucewatch::score::{self, readings, records};
use trucewatch::{Options, Reader, codebook};

pub fn run(folder: &Path, args: &[&str]) -> io::Result<()> {
    let (own, misses, dump) = (args.contains(&"--own"), args.contains(&"--misses"), args.contains(&"--events"));
    let mut sets: Vec<String> = args.iter().filter(|arg| !arg.starts_with('-')).map(|arg| (*arg).to_owned()).collect();
    if sets.is_empty() {
        let files =
            std::fs::read_dir(folder).map_err(|error| io::Error::other(format!("{}: {error}", folder.display())))?;
        let names = files.filter_map(|file| file.ok()?.file_name().into_string().ok());
        sets = names.filter_map(|name| name.strip_suffix(".record.json").map(str::to_owned)).collect();
        sets.sort();
    }
    let data = codebook::builtin();
    let linker = Linker::new(&data);
    let reader = own.then(|| Reader::new(&data, Options::default()));
    let mut total = records::RecordScore::default();
    for set in &sets {
        let open = |end: &str| {
            let path = folder.join(format!("{set}{end}"));
            std::fs::read_to_string(&path).map_err(|error| io::Error::other(format!("{}: {error}", path.display())))
        };
        let record: Value = serde_json::from_str(&open(".record.json")?)
            .map_err(|error| io::Error::other(format!("{set}.record.json: {error}")))?;
        let coded = score::coded_reports(&open(".jsonl")?, &open(".reports.jsonl")?)
            .map_err(|error| io::Error::other(format!("{set}: {error}")))?;
        let mut reports = match &reader {
            Some(reader) => coded
                .iter()
                .map(|coded| Reported { reading: reader.read(coded.reading.document.clone()), ..coded.clone() })
                .collect(),
            None => coded.clone(),
        };
        mark_copies(&mut reports, &record);
        let events = linker.link(&reports, &[]);
        let renames = renames(&coded, &reports);
        let rename = |claim: &ClaimRef| renames.get(claim).cloned();
        let score = records::score(&record, &events, &Names::new(&linker), &rename);
        print(set, &score);
        if misses {
            score.misses.iter().for_each(|line| println!("    {line}"));
        }
        if dump {
            show(&events, &reports, true);
        }
        total = total.and(score);
    }
    if sets.len() > 1 {
        print("all", &total);
        for (term, tally) in total.terms.iter().chain(&total.further) {
            println!("    {term:16} {} of {}", tally.right, tally.coded);
        }
    }
    Ok(())
}

/// Reads the reports of JSONL files and lists the ceasefires that come of them, with their claims.
pub fn list(files: &[&str]) -> io::Result<()> {
    let data = codebook::builtin();
    let (linker, reader) = (Linker::new(&data), Reader::new(&data, Options::default()));
    let mut reports = Vec::new();
    for file in files {
        for line in std::fs::read_to_string(file)?.lines().filter(|line| !line.trim().is_empty()) {
            let record: Value = serde_json::from_str(line)?;
            let text = |field: &str| record[field].as_str().map(str::to_owned);
            let document = Document {
                id: text("id").unwrap_or_default(),
                title: text("title"),
                text: text("text").unwrap_or_default(),
                published: text("published").and_then(|day| Moment::parse(&day)),
                source: text("source"),
                url: text("url"),
                language: None,
            };
            reports.push(Reported { id: document.id.clone(), reading: reader.read(document), copy_of: None });
        }
    }
    let began = std::time::Instant::now();
    let events = linker.link(&reports, &[]);
    println!(
        "{} reports, {} ceasefires, {} incidents, linked in {:.2?}",
        reports.len(),
        events.ceasefires.len(),
        events.incidents.len(),
        began.elapsed()
    );
    show(&events, &reports, false);
    Ok(())
}

/// Copies are found when reports come in; here the record tells them.
fn mark_copies(reports: &mut [Reported], record: &Value) {
    for group in record["copies"].as_array().into_iter().flatten() {
        let ids: Vec<&str> = group.as_array().into_iter().flatten().filter_map(|id| id.as_str()).collect();
        for report in reports.iter_mut().filter(|report| ids.iter().skip(1).any(|id| *id == report.id)) {
            report.copy_of = ids.first().map(|id| (*id).to_owned());
        }
    }
}

fn renames(coded: &[Reported], own: &[Reported]) -> HashMap<ClaimRef, String> {
    let pairs = coded.iter().zip(own).flat_map(|(coded, own)| {
        readings::matching(&coded.reading, &own.reading).into_iter().map(|(gold, at)| {
            let name = |claim: usize| ClaimRef { report: coded.id.clone(), claim };
            (name(at), name(gold).to_string())
        })
    });
    pairs.collect()
}

fn print(set: &str, score: &records::RecordScore) {
    let terms = score.all_terms();
    println!(
        "{set:20} ceasefires {}/{} (made {})  terms {}/{} {:5.1} %  pairs F1 {:5.1} (p {:5.1} r {:5.1})  tolls {}/{}  disagreements {}/{} (made {})  copies {}/{}",
        score.ceasefires.right,
        score.ceasefires.coded,
        score.ceasefires.read,
        terms.right,
        terms.coded,
        100.0 * terms.recall(),
        100.0 * score.pairs.f1(),
        100.0 * score.pairs.precision(),
        100.0 * score.pairs.recall(),
        score.tolls.right,
        score.tolls.coded,
        score.disagreements.right,
        score.disagreements.coded,
        score.disagreements.read,
        score.copies.right,
        score.copies.coded,
    );
}

fn show(events: &Events, reports: &[Reported], all: bool) {
    let words = |claim: &ClaimRef| {
        let report = reports.iter().find(|report| report.id == claim.report);
        report.map_or("", |report| report.reading.claims[claim.claim].span.of(&report.reading.document.text)).to_owned()
    };
    let apart = events.ceasefires.iter().flat_map(|c| &c.apart).chain(events.incidents.iter().flat_map(|i| &i.apart));
    for refusal in apart.filter(|_| all) {
        println!(
            "  apart {:.2} {} [{}] {} [{}]: {}",
            refusal.nearness,
            refusal.a,
            words(&refusal.a),
            refusal.b,
            words(&refusal.b),
            refusal.why
        );
    }
    let lists = events
        .ceasefires
        .iter()
        .map(|c| (&c.id, &c.title, &c.claims))
        .chain(events.incidents.iter().filter(|_| all).map(|i| (&i.id, &i.title, &i.claims)));
    for (id, title, claims) in lists {
        println!("  {id} {title}");
        for member in claims {
            println!("      {} [{}] {}", member.claim, member.why, words(&member.claim));
        }
    }
}
