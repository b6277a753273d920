//! Inputs cut into reports: one a line for JSON lines, one a file for texts and pages.

use super::{
    Failure, Format, Input, Known, Origin, Raw,
    files::{self, Files},
    syndication,
    unpack::{Bytes, read_head, unpack},
    wacz::Wacz,
    warc::Warc,
};
use flate2::read::MultiGzDecoder;
use std::{
    fs::File,
    io::{self, BufRead, BufReader, Cursor, Read},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
};

/// How far reading has come; may be looked at from another thread.
#[derive(Debug, Default)]
pub struct Progress {
    /// Bytes read so far, packed as they lie in the files.
    pub bytes: AtomicU64,
    /// Records of web archives that are no reports: pictures, scripts, requests, redirects.
    pub passed_over: AtomicU64,
}

/// All reports of the inputs, one after the other.
pub struct Feed {
    files: Files,
    format: Format,
    largest: usize,
    progress: Arc<Progress>,
    open: Option<Reports>,
}

/// A file of several reports that is being read.
enum Reports {
    Lines(Lines),
    Warc(Warc),
    Wacz(Wacz),
    Items(std::vec::IntoIter<Raw>),
}

impl Iterator for Reports {
    type Item = Result<Raw, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Reports::Lines(lines) => lines.next(),
            Reports::Warc(warc) => warc.next(),
            Reports::Wacz(wacz) => wacz.next(),
            Reports::Items(items) => items.next().map(Ok),
        }
    }
}

impl Feed {
    /// The reports of `inputs`. A report of more than `largest` bytes is a failure, so that memory stays bounded.
    pub fn new(inputs: Vec<Input>, format: Format, largest: usize, progress: Arc<Progress>) -> Self {
        Feed { files: Files::new(inputs), format, largest, progress, open: None }
    }

    /// Opens one input: a file of several reports is left open, any other is read whole.
    fn open(&mut self, input: Input) -> Option<Result<Raw, Failure>> {
        let (origin, bytes): (Origin, Bytes) = match &input {
            Input::Stdin => (Origin { file: "-".into(), line: None }, Box::new(io::stdin())),
            Input::Path(path) => match File::open(path) {
                Ok(file) => (files::origin(path), Box::new(file)),
                Err(error) => return Some(Err(files::unreadable(path, &error))),
            },
        };
        let counted = Counted { inner: bytes, progress: Arc::clone(&self.progress) };
        match self.start(&origin, &input, Box::new(counted)) {
            Ok(raw) => raw.map(Ok),
            Err(Ailment::Stream { packing, error }) => Some(Err(broken(origin, packing, &error, 0))),
            Err(Ailment::Content(failure)) => Some(Err(failure)),
        }
    }

    fn start(&mut self, origin: &Origin, input: &Input, mut packed: Bytes) -> Result<Option<Raw>, Ailment> {
        let unpacked = |error| Ailment::Stream { packing: None, error };
        if self.format == Format::Auto {
            let head = read_head(&mut packed, 4096).map_err(unpacked)?;
            if let Input::Path(path) = input
                && head.starts_with(b"PK\x03\x04")
                && let Some(wacz) = Wacz::open(path, self.largest, &self.progress).map_err(Ailment::Content)?
            {
                self.open = Some(Reports::Wacz(wacz));
                return Ok(None);
            }
            let gzip = head.starts_with(&[0x1F, 0x8B]);
            let is_warc = is_warc(&head, gzip);
            packed = Box::new(Cursor::new(head).chain(packed));
            if is_warc {
                let (file, progress) = (Arc::clone(&origin.file), Arc::clone(&self.progress));
                self.open = Some(Reports::Warc(Warc::new(packed, gzip, file, self.largest, progress)));
                return Ok(None);
            }
        }
        let (mut plain, packing) = unpack(packed).map_err(unpacked)?;
        let ail = |error| Ailment::Stream { packing, error };
        let head = read_head(&mut plain, 512).map_err(ail)?;
        let format = match self.format {
            Format::Auto => match input {
                Input::Path(path) => format_by_name(path).unwrap_or_else(|| format_by_head(&head)),
                Input::Stdin => format_by_head(&head),
            },
            format => format,
        };
        let is_feed = self.format == Format::Auto && syndication::is_feed(&head);
        let whole = Cursor::new(head).chain(plain);
        if format == Format::Jsonl {
            let source = BufReader::with_capacity(1 << 16, Box::new(whole) as Bytes);
            let lines = Lines { source, origin: origin.clone(), packing, line: 0, largest: self.largest, ended: false };
            self.open = Some(Reports::Lines(lines));
            return Ok(None);
        }
        let mut bytes = Vec::new();
        whole.take(self.largest as u64 + 1).read_to_end(&mut bytes).map_err(ail)?;
        if bytes.len() > self.largest {
            return Err(ail(io::Error::new(io::ErrorKind::FileTooLarge, too_large(self.largest))));
        }
        if is_feed {
            let items = syndication::reports(&bytes, origin).map_err(Ailment::Content)?;
            self.open = Some(Reports::Items(items.into_iter()));
            return Ok(None);
        }
        // Nothing at all on a pipe is no report: a filter over an empty share of a stream writes nothing.
        let nothing = bytes.is_empty() && *input == Input::Stdin;
        Ok((!nothing).then(|| Raw { origin: origin.clone(), bytes, format, known: Known::default() }))
    }
}

impl Iterator for Feed {
    type Item = Result<Raw, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(report) = self.open.as_mut().and_then(Iterator::next) {
                return Some(report);
            }
            self.open = None;
            match self.files.next()? {
                Err(failure) => return Some(Err(failure)),
                Ok(input) => {
                    if let Some(report) = self.open(input) {
                        return Some(report);
                    }
                }
            }
        }
    }
}

/// Whether the first bytes of a file are those of a web archive.
fn is_warc(head: &[u8], gzip: bool) -> bool {
    if !gzip {
        return head.starts_with(b"WARC/");
    }
    let mut first = [0; 5];
    MultiGzDecoder::new(head).read_exact(&mut first).is_ok() && first == *b"WARC/"
}

/// What went wrong with an input.
enum Ailment {
    /// Its bytes cannot be had.
    Stream { packing: Option<&'static str>, error: io::Error },
    /// They can, and are not what they seem to be.
    Content(Failure),
}

fn broken(origin: Origin, packing: Option<&str>, error: &io::Error, after_line: u64) -> Failure {
    if error.kind() == io::ErrorKind::FileTooLarge {
        return Failure::new(origin, error.to_string()).advise("raise the limit with --max-record");
    }
    let read =
        if after_line > 0 { format!(" after line {after_line}; the lines before it were read") } else { String::new() };
    match packing {
        Some(packing) => Failure::new(origin, format!("the {packing} stream breaks off or is damaged{read} ({error})"))
            .advise(format!("test it with `{packing} -t FILE`, or fetch the file again")),
        None => Failure::new(origin, format!("cannot be read{read}: {error}")),
    }
}

pub(super) fn too_large(largest: usize) -> String {
    format!("the report is larger than {} MB", largest.div_ceil(1 << 20))
}

/// A line without its end; `None` for one that is too long.
type Line = Option<Vec<u8>>;

/// JSON lines.
struct Lines {
    source: BufReader<Bytes>,
    origin: Origin,
    packing: Option<&'static str>,
    line: u64,
    largest: usize,
    ended: bool,
}

impl Lines {
    /// The next line that is not blank. A stream that breaks off ends with a failure.
    fn next(&mut self) -> Option<Result<Raw, Failure>> {
        while !self.ended {
            self.line += 1;
            let origin = Origin { line: Some(self.line), ..self.origin.clone() };
            match self.read_line() {
                Ok(None) => return None,
                Ok(Some(None)) => {
                    let failure = Failure::new(origin, too_large(self.largest));
                    return Some(Err(failure.advise("raise the limit with --max-record")));
                }
                Ok(Some(Some(bytes))) if bytes.iter().all(u8::is_ascii_whitespace) => {}
                Ok(Some(Some(bytes))) => {
                    return Some(Ok(Raw { origin, bytes, format: Format::Jsonl, known: Known::default() }));
                }
                Err(error) => {
                    self.ended = true;
                    return Some(Err(broken(self.origin.clone(), self.packing, &error, self.line - 1)));
                }
            }
        }
        None
    }

    /// The next line, `None` at the end of the file. What is too long is passed over and not kept.
    fn read_line(&mut self) -> io::Result<Option<Line>> {
        let mut line = Vec::new();
        let mut too_long = false;
        loop {
            let chunk = match self.source.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                chunk => chunk?,
            };
            if chunk.is_empty() {
                let found = !line.is_empty() || too_long;
                return Ok(found.then(|| (!too_long).then_some(line)));
            }
            let end = chunk.iter().position(|byte| *byte == b'\n');
            let part = &chunk[..end.unwrap_or(chunk.len())];
            if !too_long && line.len() + part.len() <= self.largest {
                line.extend_from_slice(part);
            } else {
                too_long = true;
                line = Vec::new();
            }
            let used = part.len() + usize::from(end.is_some());
            self.source.consume(used);
            if end.is_some() {
                return Ok(Some((!too_long).then_some(line)));
            }
        }
    }
}

/// What a file's name says, the endings of packed files left aside.
fn format_by_name(path: &Path) -> Option<Format> {
    let name = path.file_name()?.to_str()?.to_lowercase();
    let name = [".gz", ".zst", ".zstd"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name);
    match name.rsplit_once('.')?.1 {
        "jsonl" | "ndjson" | "json" => Some(Format::Jsonl),
        "html" | "htm" | "xhtml" => Some(Format::Html),
        _ => None,
    }
}

/// JSON lines begin with an object; whether the rest is text or page is seen when it is read.
fn format_by_head(head: &[u8]) -> Format {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let start = head.trim_ascii_start();
    let object = start.strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
    match object {
        // RTF begins with a brace as well.
        Some(inside) if !inside.starts_with(b"\\rtf") => Format::Jsonl,
        _ => Format::Auto,
    }
}

/// Counts what is read of the packed bytes.
struct Counted {
    inner: Bytes,
    progress: Arc<Progress>,
}

impl Read for Counted {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(out)?;
        self.progress.bytes.fetch_add(read as u64, Relaxed);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &'static str, largest: usize) -> Vec<Result<(u64, String), String>> {
        let source = BufReader::with_capacity(4, Box::new(Cursor::new(text)) as Bytes);
        let origin = Origin { file: "x".into(), line: None };
        let mut lines = Lines { source, origin, packing: None, line: 0, largest, ended: false };
        std::iter::from_fn(|| lines.next())
            .map(|line| match line {
                Ok(raw) => Ok((raw.origin.line.unwrap(), String::from_utf8(raw.bytes).unwrap())),
                Err(failure) => Err(failure.to_string()),
            })
            .collect()
    }

    #[test]
    fn blank_lines_count_but_are_no_records() {
        assert_eq!(lines("a\n\n \nb", 9), [Ok((1, "a".into())), Ok((4, "b".into()))]);
    }

    #[test]
    fn a_line_that_is_too_long_is_passed_over_and_named() {
        assert_eq!(
            lines("a\nbbbbbbbbbbbbbbbbbbbb\nc\n", 9),
            [Ok((1, "a".into())), Err("x:2: the report is larger than 1 MB".into()), Ok((3, "c".into()))]
        );
    }

    #[test]
    fn names_and_first_bytes_tell_the_format() {
        assert_eq!(format_by_name(Path::new("a/reports.jsonl.gz")), Some(Format::Jsonl));
        assert_eq!(format_by_name(Path::new("page.HTM")), Some(Format::Html));
        assert_eq!(format_by_name(Path::new("report")), None);
        assert_eq!(format_by_head(b" \n{\"id\""), Format::Jsonl);
        assert_eq!(format_by_head(b"{\\rtf1"), Format::Auto);
        assert_eq!(format_by_head(b"Truce"), Format::Auto);
    }
}
