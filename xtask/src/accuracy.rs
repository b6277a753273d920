//! How well the reader reads: readings of the coded reports and corpora that may lie beside the checkout, scored by the
//! scorers there, and held against the floors of `bench/accuracy.toml`. What a score means is the scorers' affair.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use trucewatch::ingest::{Defaults, Format, Ingest, Known, Origin, Raw, in_order};
use trucewatch::{Options, codebook, json};

/// How far below what was measured a figure may fall, in points: a change of a word list moves single claims.
const TOLERANCE: f64 = 1.0;

/// Where the figures are kept.
const RECORD: &str = "bench/accuracy.toml";

/// The kinds that are too rare to be measured one by one.
const RARE: [&str; 4] = ["control", "movement", "aid", "corridor"];

/// What is kept of past measuring.
#[derive(Default, Serialize, Deserialize)]
struct Record {
    about: String,
    figure: Vec<Figure>,
}

/// One figure, in percent.
#[derive(Clone, Serialize, Deserialize)]
struct Figure {
    name: String,
    measured: f64,
    floor: f64,
    bar: f64,
    /// Whether the reader learned from the same texts, so that it says little about texts that it has not seen.
    learned: bool,
}

/// Measures against what lies in `shared` and compares with the record; with `keep`, writes the record anew.
///
/// # Errors
/// Where a figure fell below its floor, or a scorer failed.
pub fn check(shared: &Path, keep: bool) -> io::Result<()> {
    if !shared.join("gold").is_dir() || !shared.join("score/score.py").is_file() {
        println!("accuracy: skipped, there are no coded reports in {}", shared.display());
        return Ok(());
    }
    let figures = measured(shared)?;
    let known: Record = match std::fs::read_to_string(RECORD) {
        Ok(text) => toml::from_str(&text).map_err(io::Error::other)?,
        Err(_) => Record::default(),
    };
    let mut fallen = Vec::new();
    println!("{:<44} {:>8} {:>6} {:>5}", "", "measured", "floor", "bar");
    for figure in &figures {
        let floor = known.figure.iter().find(|other| other.name == figure.name).map_or(0.0, |other| other.floor);
        let below = figure.measured < floor;
        let note = match (below, figure.learned) {
            (true, _) => "FELL BELOW ITS FLOOR",
            (false, true) => "(learned from the same texts)",
            (false, false) => "",
        };
        println!("{:<44} {:>8.1} {floor:>6.1} {:>5.0} {note}", figure.name, figure.measured, figure.bar);
        if below {
            fallen.push(figure.name.clone());
        }
    }
    for lost in known.figure.iter().filter(|known| figures.iter().all(|figure| figure.name != known.name)) {
        println!("{:<44} not measured: its texts are not there", lost.name);
    }
    if keep {
        return write(figures);
    }
    if fallen.is_empty() {
        return Ok(());
    }
    Err(io::Error::other(format!(
        "accuracy fell: {}; `cargo xtask accuracy --record` where that is meant",
        fallen.join(", ")
    )))
}

fn write(figures: Vec<Figure>) -> io::Result<()> {
    let about = "What `cargo xtask accuracy` measured, in percent, and the floor below which a figure fails the checks. \
        `learned` marks texts that the reader learned from (the composed reports, and the places of lgl): such a figure \
        guards against breaking things and is no estimate for reports not seen. Written by `cargo xtask accuracy --record`.";
    let text = toml::to_string_pretty(&Record { about: about.into(), figure: figures }).map_err(io::Error::other)?;
    std::fs::create_dir_all("bench")?;
    std::fs::write(RECORD, text)
}

fn measured(shared: &Path) -> io::Result<Vec<Figure>> {
    let scratch = std::env::temp_dir().join(format!("trucewatch-accuracy-{}", std::process::id()));
    std::fs::create_dir_all(&scratch)?;
    let figures = Bench { shared, scratch: &scratch, plain: ingest(false), marked: ingest(true) }.figures();
    std::fs::remove_dir_all(&scratch)?;
    figures
}

fn ingest(annotations: bool) -> Ingest {
    Ingest::new(&codebook::builtin(), Options { annotations }, Defaults::default())
}

/// Reads the corpora and calls the scorers.
struct Bench<'a> {
    shared: &'a Path,
    scratch: &'a Path,
    plain: Ingest,
    marked: Ingest,
}

impl Bench<'_> {
    fn figures(&self) -> io::Result<Vec<Figure>> {
        let mut out = Vec::new();
        let mut add = |name: &str, measured: f64, bar: f64, learned: bool| {
            let measured = (measured * 10.0).round() / 10.0;
            out.push(Figure {
                name: name.into(),
                measured,
                floor: ((measured - TOLERANCE) * 10.0).round() / 10.0,
                bar,
                learned,
            });
        };
        let gold = self.shared.join("gold");
        let dev = self.claims(&[gold.join("dev.jsonl")], &[gold.join("dev.reports.jsonl")])?;
        for (level, bar) in [("typed", 78.0), ("exact", 70.0), ("full", 55.0)] {
            add(&format!("dev: claims, {level} F1"), f1(&dev["claims"][level]), bar, false);
        }
        add("dev: ceasefires, typed F1", f1(&dev["kinds"]["ceasefire"]["typed"]), 65.0, false);
        add("dev: casualties, exact F1", f1(&dev["kinds"]["casualties"]["exact"]), 78.0, false);
        add("dev: statements, attributed F1", f1(&dev["statements"]["attributed"]), 82.0, false);
        let (texts, coded) = composed(&gold.join("composed"))?;
        if !coded.is_empty() {
            let composed = self.claims(&coded, &texts)?;
            add("composed: ceasefires, typed F1", f1(&composed["kinds"]["ceasefire"]["typed"]), 65.0, true);
            add("dev and composed: rare kinds, typed F1", together(&[&dev, &composed]), 60.0, true);
        }
        let data = self.shared.join("data");
        for (name, bar) in [("timebank", 80.0), ("aquaint", 74.0)] {
            if let Some(out) = self.layer("time", &data.join(format!("time/{name}.jsonl")))? {
                add(&format!("{name}: time values, F1"), last_number(&out, "value"), bar, false);
            }
        }
        if let Some(out) = self.layer("places", &data.join("places/lgl.jsonl"))? {
            add("lgl: places, strict F1", last_number(&out, "strict"), 68.0, true);
            add("lgl: places within 161 km", last_number(&out, "acc@161km"), 60.0, true);
        }
        if let Some(out) = self.layer("attribution", &data.join("attribution/polnear-dev.jsonl"))? {
            add("polnear-dev: content and source, F1", last_number(&out, "all"), 48.0, false);
            add("polnear-dev: quoted, F1", last_number(&out, "quoted"), 62.0, false);
        }
        Ok(out)
    }

    /// What the scorer of claims says of the reports in `texts`.
    fn claims(&self, coded: &[PathBuf], texts: &[PathBuf]) -> io::Result<Value> {
        let gold = self.scratch.join("gold.jsonl");
        let mut all = String::new();
        for path in coded {
            all.push_str(std::fs::read_to_string(path)?.trim_end());
            all.push('\n');
        }
        std::fs::write(&gold, all)?;
        let readings = self.read(&self.plain, texts, false)?;
        let out = python(&[self.shared.join("score/score.py"), gold, readings, "--json".into()])?;
        serde_json::from_str(&out).map_err(io::Error::other)
    }

    /// What the scorer of a layer says of a corpus, where that is there.
    fn layer(&self, layer: &str, corpus: &Path) -> io::Result<Option<String>> {
        if !corpus.is_file() {
            return Ok(None);
        }
        let readings = self.read(&self.marked, &[corpus.to_path_buf()], true)?;
        let scorer = self.shared.join("score/score_layers.py");
        python(&[scorer, layer.into(), corpus.to_path_buf(), readings]).map(Some)
    }

    fn read(&self, ingest: &Ingest, texts: &[PathBuf], annotations: bool) -> io::Result<PathBuf> {
        let mut reports = Vec::new();
        for path in texts {
            let file: Arc<str> = path.display().to_string().into();
            for (at, line) in std::fs::read_to_string(path)?.lines().enumerate() {
                let origin = Origin { file: file.clone(), line: Some(at as u64 + 1) };
                reports.push(Raw {
                    origin,
                    bytes: line.as_bytes().to_vec(),
                    format: Format::Jsonl,
                    known: Known::default(),
                });
            }
        }
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let mut out = String::new();
        let work = |raw| ingest.read(raw).ok().map(|reading| json::reading(&reading, annotations).to_string());
        in_order(reports.into_iter(), threads, work, |reading| {
            // What was not read counts as missing with the scorers.
            out.extend(reading.into_iter().chain(["\n".to_owned()]));
            ControlFlow::Continue(())
        });
        let path = self.scratch.join("readings.jsonl");
        std::fs::write(&path, out)?;
        Ok(path)
    }
}

/// The texts and the codings of the composed wars.
fn composed(folder: &Path) -> io::Result<(Vec<PathBuf>, Vec<PathBuf>)> {
    if !folder.is_dir() {
        return Ok(Default::default());
    }
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "jsonl"));
    paths.sort();
    Ok(paths.into_iter().partition(|path| path.to_string_lossy().ends_with(".reports.jsonl")))
}

fn python(words: &[PathBuf]) -> io::Result<String> {
    let out = Command::new("python3").args(words).output()?;
    if !out.status.success() {
        return Err(io::Error::other(format!("{}: {}", words[0].display(), String::from_utf8_lossy(&out.stderr))));
    }
    Ok(String::from_utf8_lossy(&out.stdout).into_owned())
}

fn f1(score: &Value) -> f64 {
    100.0 * score["f1"].as_f64().unwrap_or(0.0)
}

/// F1 of the rare kinds over several sets.
fn together(sets: &[&Value]) -> f64 {
    let mut sums: BTreeMap<&str, f64> = BTreeMap::new();
    for set in sets {
        for kind in RARE {
            for part in ["right", "gold", "read"] {
                *sums.entry(part).or_default() += set["kinds"][kind]["typed"][part].as_f64().unwrap_or(0.0);
            }
        }
    }
    200.0 * sums["right"] / (sums["gold"] + sums["read"]).max(1.0)
}

/// The last number of the line that starts with `name`.
fn last_number(out: &str, name: &str) -> f64 {
    out.lines()
        .find(|line| line.starts_with(name))
        .and_then(|line| line.split_whitespace().rev().find_map(|word| word.parse().ok()))
        .unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scorers_print_their_figure_last() {
        let out =
            "time: 2 documents\nstrict  P 1.0 R 2.0 F1 3.5\nacc@161km of all 12 gold places with coordinates: 44.0\n";
        assert_eq!(
            (last_number(out, "strict"), last_number(out, "acc@161km"), last_number(out, "none")),
            (3.5, 44.0, 0.0)
        );
    }

    #[test]
    fn rare_kinds_are_summed_before_they_are_divided() {
        let set = serde_json::json!({"kinds": {"aid": {"typed": {"right": 1, "gold": 2, "read": 2}}}});
        assert_eq!(together(&[&set, &set]), 50.0);
    }
}
