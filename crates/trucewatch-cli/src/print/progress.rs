//! A line on standard error that tells how far a long run has come.

use std::{
    fs,
    io::{Write, stderr},
    sync::{Arc, atomic::Ordering::Relaxed},
    time::{Duration, Instant},
};
use trucewatch::ingest::{self, Input};

/// The line. It is only made where standard error is a terminal and standard output is not.
pub struct Progress {
    bytes: Arc<ingest::Progress>,
    /// Bytes of all inputs; `None` where one of them is a stream or a folder.
    total: Option<u64>,
    began: Instant,
    shown: Option<Instant>,
}

impl Progress {
    pub fn new(bytes: Arc<ingest::Progress>, inputs: &[Input]) -> Self {
        let size = |input: &Input| match input {
            Input::Path(path) => fs::metadata(path).ok().filter(|meta| meta.is_file()).map(|meta| meta.len()),
            Input::Stdin => None,
        };
        Progress { bytes, total: inputs.iter().map(size).sum(), began: Instant::now(), shown: None }
    }

    /// Shows it anew, a few times a second at most.
    pub fn show(&mut self, readings: u64, failures: u64) {
        if self.shown.is_some_and(|shown| shown.elapsed() < Duration::from_millis(200)) {
            return;
        }
        self.shown = Some(Instant::now());
        let seconds = self.began.elapsed().as_secs_f64().max(0.001);
        let mut line = format!("{readings} reports, {:.0} a second", readings as f64 / seconds);
        if let Some(total) = self.total.filter(|total| *total > 0) {
            line += &format!(", {}%", (self.bytes.bytes.load(Relaxed) * 100 / total).min(100));
        }
        if failures > 0 {
            line += &format!(", {failures} failed");
        }
        // A terminal that has gone is no reason to stop.
        let _ = write!(stderr(), "\r\x1b[K{line}");
    }

    /// Makes room for other output.
    pub fn clear(&mut self) {
        if self.shown.is_some() {
            let _ = write!(stderr(), "\r\x1b[K");
        }
    }
}
