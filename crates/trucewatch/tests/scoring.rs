//! The figures for readings are those of the reference scorer. Skips, and says so, where that or Python is not at hand.

use serde_json::Value;
use std::path::Path;
use std::process::Command;
use trucewatch::json;
use trucewatch::model::{Content, Count, Modality};
use trucewatch::score::coded_reports;
use trucewatch::score::readings::{Claims, claims};

#[test]
fn readings_score_as_the_reference_does() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let (scorer, folder) = (shared.join("score/score.py"), shared.join("gold/composed"));
    if !scorer.exists() || Command::new("python3").arg("--version").output().is_err() {
        eprintln!("skipped: {} or python3 is not there", scorer.display());
        return;
    }
    for set in ["eid-afghan", "khartoum-corridors"] {
        let open = |end: &str| std::fs::read_to_string(folder.join(format!("{set}{end}"))).unwrap();
        let coded = coded_reports(&open(".jsonl"), &open(".reports.jsonl")).unwrap();
        let mut total = Claims::default();
        let mut lines = String::new();
        for report in &coded {
            // A reading with every kind of fault: claims left out, spans cut, counts, types and modalities wrong.
            let mut read = report.reading.clone();
            for (nth, claim) in read.claims.iter_mut().enumerate() {
                match (nth % 7, &mut claim.content) {
                    (1, _) => claim.span.end = claim.span.start + claim.span.len() / 3,
                    (2, Content::Casualties { count, .. }) => *count = Count::at_least(1),
                    (3, Content::Attack { method }) => *method = trucewatch::model::AttackMethod::Chemical,
                    (4, _) => claim.modality = Modality::Hypothetical,
                    (5, _) => claim.span.start = claim.span.end,
                    _ => {}
                }
            }
            let found = claims(&report.reading, &read, None);
            total = Claims {
                found: total.found.and(found.found),
                typed: total.typed.and(found.typed),
                exact: total.exact.and(found.exact),
            };
            lines += &format!("{}\n", json::reading(&read, false));
        }
        let file = std::env::temp_dir().join(format!("trucewatch-scoring-{}-{set}.jsonl", std::process::id()));
        std::fs::write(&file, lines).unwrap();
        let out = Command::new("python3")
            .arg(&scorer)
            .arg(folder.join(format!("{set}.jsonl")))
            .arg(&file)
            .arg("--json")
            .output()
            .unwrap();
        std::fs::remove_file(&file).unwrap();
        let reference: Value = serde_json::from_slice(&out.stdout).unwrap();
        for (level, own) in [("found", total.found), ("typed", total.typed), ("exact", total.exact)] {
            let theirs = &reference["claims"][level];
            let number = |field: &str| theirs[field].as_u64().unwrap() as usize;
            assert_eq!(
                (own.coded, own.read, own.right),
                (number("gold"), number("read"), number("right")),
                "{set} {level}"
            );
            assert!((own.f1() - theirs["f1"].as_f64().unwrap()).abs() < 1e-9, "{set} {level}");
        }
        assert!(total.exact.right < total.typed.right && total.typed.right < total.found.right, "the faults show");
    }
}
