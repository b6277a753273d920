//! What the project does to itself: gazetteer, base map, weights, training, tidiness.

mod accuracy;
mod base_map;
mod bench;
mod bench_record;
mod gazetteer;
mod score_record;
mod tidy;
mod train;
mod train_places;

use std::path::Path;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let weights = Path::new("crates/trucewatch-text/weights");
    let result = match words[..] {
        ["train"] => train::train(Path::new("../shared/gold"), weights),
        ["train", gold] => train::train(Path::new(gold), weights),
        ["missed", kind] => train::missed(Path::new("../shared/gold"), None, kind),
        ["missed", kind, codebook] => train::missed(Path::new("../shared/gold"), Some(Path::new(codebook)), kind),
        ["misplaced", what] => train::misplaced(Path::new("../shared/gold"), what),
        ["attached"] => train::attached(Path::new("../shared/gold")),
        ["errors", kind] => train::errors(Path::new("../shared/gold"), None, kind),
        ["errors", kind, codebook] => train::errors(Path::new("../shared/gold"), Some(Path::new(codebook)), kind),
        ["try", codebook] => train::try_codebook(Path::new("../shared/gold"), Path::new(codebook)),
        ["train-places", ref reports @ ..] if !reports.is_empty() => {
            train_places::train(&reports.iter().map(Path::new).collect::<Vec<_>>(), weights)
        }
        ["gazetteer", table] => gazetteer::pack(Path::new(table), Path::new("codebook/places/geonames.bin")),
        ["base-map", topology] => {
            base_map::pack(Path::new(topology), Path::new("crates/trucewatch-cli/src/web/assets/base-map.bin"))
        }
        ["accuracy", ref rest @ ..] => {
            let shared = rest.iter().find(|word| !word.starts_with('-')).copied().unwrap_or("../shared");
            accuracy::check(Path::new(shared), rest.contains(&"--record"))
        }
        ["bench", "record"] => bench::run_record(Path::new("../shared"), 10_000),
        ["bench", "record", count] => match count.parse() {
            Ok(count) => bench::run_record(Path::new("../shared"), count),
            Err(_) => Err(std::io::Error::other(format!("{count}: not a number of reports"))),
        },
        ["bench"] => bench::run(Path::new("../shared")),
        ["bench", shared] => bench::run(Path::new(shared)),
        ["score-record", folder, ref rest @ ..] => score_record::run(Path::new(folder), rest),
        ["ceasefires", ref files @ ..] if !files.is_empty() => score_record::list(files),
        ["tidy"] => tidy::check(Path::new(".")),
        _ => {
            eprintln!(
                "usage: cargo xtask tidy                              check what the project asks of its own files"
            );
            eprintln!(
                "       cargo xtask score-record FOLDER [SET...] [--own] [--misses]   score events against kept records"
            );
            eprintln!(
                "       cargo xtask ceasefires REPORTS.jsonl...      the ceasefires that come of reports read by ourselves"
            );
            eprintln!(
                "       cargo xtask accuracy [SHARED] [--record]      score readings, and hold them against the floors"
            );
            eprintln!("       cargo xtask bench [SHARED]                   measure speed, start-up and memory");
            eprintln!(
                "       cargo xtask bench record [REPORTS]            measure only keeping a record of so many reports"
            );
            eprintln!(
                "       cargo xtask train [GOLD]                      learn which drafts are claims from coded reports"
            );
            eprintln!("       cargo xtask missed KIND                      coded claims that no rule sees");
            eprintln!(
                "       cargo xtask attached                         how often times and places are right, cross-validated"
            );
            eprintln!("       cargo xtask misplaced time|place|said        the coded claims where they are not");
            eprintln!(
                "       cargo xtask errors KIND                      what cross-validation reads wrongly of a kind"
            );
            eprintln!(
                "       cargo xtask try CODEBOOK                     cross-validate with another codebook laid over"
            );
            eprintln!("       cargo xtask train-places REPORTS.jsonl...    learn place names from marked reports");
            eprintln!(
                "       cargo xtask gazetteer TABLE.tsv              pack the table that xtask/gazetteer.py wrote"
            );
            eprintln!("       cargo xtask base-map countries-50m.json      pack the outlines that maps are drawn over");
            std::process::exit(2);
        }
    };
    if let Err(error) = result {
        eprintln!("xtask: {error}");
        std::process::exit(1);
    }
}
