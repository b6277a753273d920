//! What keeping the record costs: adding beside reading alone, at the beginning of a record and at its end, the time of a
//! dossier, memory. The reports are the corpora over and over, each time with other places, figures and years, so that they are
//! neither known nor copies, and each year has about as many.

use crate::bench::{Cost, Figures, cost};
use serde_json::Value;
use std::{io, path::Path, process::Command};

/// Where the record's figures begin in the file of results.
pub const SECTION: &str = "[record]";

/// Towns that take one another's place. Their names are in every gazetteer.
const TOWNS: [&str; 24] = [
    "Aleppo",
    "Homs",
    "Hama",
    "Idlib",
    "Daraa",
    "Raqqa",
    "Palmyra",
    "Douma",
    "Rastan",
    "Manbij",
    "Azaz",
    "Afrin",
    "Kobani",
    "Jarabulus",
    "Quneitra",
    "Latakia",
    "Tartus",
    "Damascus",
    "Hasakah",
    "Qamishli",
    "Saraqib",
    "Khan Shaykhun",
    "Zabadani",
    "Madaya",
];

/// Years between one round of the corpora and the next.
const YEARS: i16 = 1;

/// Dossiers that are timed.
const DOSSIERS: usize = 20;

/// Measures a record of `count` reports and writes its section.
///
/// # Errors
/// Where the program cannot be run, or files cannot be written.
pub fn run(program: &Path, shared: &Path, count: usize, scratch: &Path, out: &mut Figures) -> io::Result<()> {
    let Some(corpora) = corpora(shared) else {
        println!("{} is not there: the record is not measured", shared.display());
        return Ok(());
    };
    let parts = [(0, count / 10), (count / 10, count - count / 10), (count - count / 10, count)];
    let mut files = Vec::new();
    for (nth, (from, to)) in parts.into_iter().enumerate() {
        let file = scratch.join(format!("part-{nth}.jsonl"));
        let lines: String = (from..to).map(|at| varied(&corpora, at).to_string() + "\n").collect();
        std::fs::write(&file, lines)?;
        files.push(file);
    }
    let ledger = scratch.join("bench.tw");
    let with = |args: &[&str]| -> io::Result<Cost> {
        let mut command = Command::new(program);
        cost(command.args(args).env("TRUCEWATCH_LEDGER", &ledger))
    };
    let mut read = Vec::new();
    let mut added = Vec::new();
    for file in &files {
        let file = file.to_string_lossy();
        read.push(with(&["read", "--threads", "1", &file])?);
        added.push(with(&["add", "--threads", "1", &file])?);
    }
    let sum = |costs: &[Cost]| costs.iter().map(|cost| cost.cpu_s).sum::<f64>();
    let ids =
        Command::new(program).args(["ceasefires", "--format", "jsonl"]).env("TRUCEWATCH_LEDGER", &ledger).output()?;
    let mut lines: Vec<Value> =
        ids.stdout.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect();
    lines.sort_by_key(|line| std::cmp::Reverse(line["reports"].as_u64()));
    // The largest, which cost most, and as many of the others.
    let step = (lines.len() / DOSSIERS).max(1);
    let chosen = lines.iter().take(DOSSIERS).chain(lines.iter().step_by(step));
    // Starting the program is measured by itself.
    let starts: io::Result<Vec<f64>> = (0..DOSSIERS).map(|_| Ok(with(&["head"])?.cpu_s * 1000.0)).collect();
    let start = starts?.iter().sum::<f64>() / DOSSIERS as f64;
    let mut shown: Vec<f64> = Vec::new();
    for line in chosen {
        shown.push(with(&["show", line["id"].as_str().unwrap_or_default()])?.cpu_s * 1000.0 - start);
    }
    shown.sort_by(f64::total_cmp);
    let per = |seconds: f64, reports: usize| seconds * 1000.0 / reports.max(1) as f64;
    let (first, last) = (per(added[0].cpu_s, parts[0].1), per(added[2].cpu_s, count - parts[2].0));
    let (first_read, last_read) = (per(read[0].cpu_s, parts[0].1), per(read[2].cpu_s, count - parts[2].0));
    out.section(SECTION)?;
    out.line("reports", count as f64, "-")?;
    out.line("ceasefires", lines.len() as f64, "-")?;
    out.line("read_cpu_ms_per_report", per(sum(&read), count), "-")?;
    out.line("add_cpu_ms_per_report", per(sum(&added), count), "-")?;
    out.line("add_times_read", sum(&added) / sum(&read), "1.5")?;
    out.line("add_cpu_ms_first_tenth", first, "-")?;
    out.line("add_cpu_ms_last_tenth", last, "-")?;
    out.line("last_times_first", (last / last_read) / (first / first_read), "1.33")?;
    out.line("add_memory_mb", added.iter().map(|cost| cost.memory_mb).fold(0.0, f64::max), "under 500")?;
    out.line("dossier_median_ms", shown.get(shown.len() / 2).copied().unwrap_or(f64::NAN), "under 50")?;
    out.line("dossier_slowest_ms", shown.last().copied().unwrap_or(f64::NAN), "under 50")?;
    out.line("ledger_mb", std::fs::metadata(&ledger)?.len() as f64 / 1e6, "-")
}

fn corpora(shared: &Path) -> Option<Vec<Value>> {
    let mut all = Vec::new();
    for name in ["fa-kes", "wire", "aleppo-pause"] {
        let text = std::fs::read_to_string(shared.join(format!("data/reports/{name}.jsonl"))).ok()?;
        all.extend(text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()));
    }
    Some(all)
}

/// The report number `at`: in the first round as it is, in each later one with other places, figures and years.
fn varied(corpora: &[Value], at: usize) -> Value {
    let (round, mut report) = (at / corpora.len(), corpora[at % corpora.len()].clone());
    let years = i16::try_from(round).unwrap_or(i16::MAX).saturating_mul(YEARS);
    report["id"] = format!("{}/{round}", report["id"].as_str().unwrap_or_default()).into();
    for field in ["title", "text"] {
        if let Some(text) = report[field].as_str() {
            report[field] = reworded(text, round, years).into();
        }
    }
    let published = report["published"].as_str().and_then(|day| day.get(..10)?.parse::<jiff::civil::Date>().ok());
    if let Some(day) = published {
        report["published"] = day.saturating_add(jiff::Span::new().years(years)).to_string().into();
    }
    report
}

fn reworded(text: &str, round: usize, years: i16) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let boundary = !out.chars().next_back().is_some_and(char::is_alphanumeric);
        let town = TOWNS.iter().position(|town| boundary && rest.starts_with(town));
        if let Some(town) = town {
            out.push_str(TOWNS[(town + round) % TOWNS.len()]);
            rest = &rest[TOWNS[town].len()..];
        } else if boundary && first.is_ascii_digit() {
            let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let number: u64 = rest[..digits].parse().unwrap_or(0);
            let more = if (1900..2100).contains(&number) { years.unsigned_abs().into() } else { round as u64 % 7 };
            match number {
                0 => out.push_str(&rest[..digits]),
                // Days of months stay days of months.
                1..=28 => out.push_str(&((number - 1 + more) % 28 + 1).to_string()),
                _ => out.push_str(&number.saturating_add(more).to_string()),
            }
            rest = &rest[digits..];
        } else {
            out.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    out
}
