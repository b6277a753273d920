//! Web archives (WARC, plain or gzip): the pages in them, record by record. A record that is broken is told with its place and
//! passed over; what is no page (pictures, scripts, requests, redirects) is counted. Single records are `record`, the
//! responses in them `http`, the zip around a WACZ `wacz`.

mod record;

use super::{
    Failure, Known, Origin, Progress, Raw,
    http::{MediaType, Message, is_robots_file},
    stream::too_large,
    unpack::Bytes,
};
use flate2::bufread::GzDecoder;
use record::{Broken, Entry, Record};
use std::{
    io::{self, BufRead, BufReader, Read},
    sync::{Arc, atomic::Ordering::Relaxed},
};

/// What a packed record may grow to whatever its size when packed, in bytes; beyond it, `MOST_GROWTH` is looked at.
pub(super) const HARMLESS_GROWTH: u64 = 256 << 20;
/// How many times its size when packed a record may have. Text packs to a tenth or so.
pub(super) const MOST_GROWTH: u64 = 200;

/// The reports of one archive.
pub(super) struct Warc {
    layer: Layer,
    file: Arc<str>,
    largest: usize,
    progress: Arc<Progress>,
    /// Nothing good was read since the last break, which was told.
    lost: bool,
}

/// Where reading stands.
enum Layer {
    /// With where a record began whose first line was read already.
    Plain {
        input: Position,
        begun: Option<u64>,
    },
    /// Between the members of a gzip file; as a rule each holds one record.
    Between(Position),
    Within(BufReader<Member>),
    End,
}

impl Warc {
    /// The archive in `bytes`, which begin with a record, or with a gzip member that does.
    pub(super) fn new(bytes: Bytes, gzip: bool, file: Arc<str>, largest: usize, progress: Arc<Progress>) -> Self {
        let input = Position { pushed_back: &[], inner: BufReader::with_capacity(1 << 16, bytes), at: 0 };
        let layer = if gzip { Layer::Between(input) } else { Layer::Plain { input, begun: None } };
        Warc { layer, file, largest, progress, lost: false }
    }

    /// Goes on from where reading stands to the next record's end: where it began, and what came of it.
    fn step(&mut self) -> Option<(u64, Result<Entry, Broken>)> {
        loop {
            match std::mem::replace(&mut self.layer, Layer::End) {
                Layer::End => return None,
                Layer::Plain { mut input, begun } => {
                    input.skip_blank_lines();
                    let at = begun.unwrap_or(input.at);
                    let result = record::read(&mut input, begun.is_some(), self.largest).transpose()?;
                    let begun = if result.is_err() { input.skip_to_record() } else { None };
                    if begun.is_some() || result.is_ok() {
                        self.layer = Layer::Plain { input, begun };
                    }
                    return Some((at, result));
                }
                Layer::Between(mut input) => {
                    if matches!(input.fill_buf(), Ok([]) | Err(_)) {
                        return None;
                    }
                    let start = input.at;
                    let member = Member { decoder: GzDecoder::new(input), start, unpacked: 0 };
                    self.layer = Layer::Within(BufReader::with_capacity(1 << 15, member));
                }
                Layer::Within(mut input) => {
                    let at = input.get_ref().start;
                    match record::read(&mut input, false, self.largest) {
                        Ok(None) => self.layer = Layer::Between(input.into_inner().decoder.into_inner()),
                        Ok(Some(entry)) => {
                            self.layer = Layer::Within(input);
                            return Some((at, Ok(entry)));
                        }
                        Err(broken) => {
                            let mut packed = input.into_inner().decoder.into_inner();
                            if packed.skip_to_member(at) {
                                self.layer = Layer::Between(packed);
                            }
                            return Some((at, Err(broken)));
                        }
                    }
                }
            }
        }
    }

    fn origin(&self, at: u64) -> Origin {
        Origin { file: format!("{}@{at}", self.file).into(), line: None }
    }

    /// The report in a record; `None` where it holds no page.
    fn report(&self, at: u64, record: Record) -> Option<Result<Raw, Failure>> {
        let Record { url, date, media_type, body } = record;
        let known = |media_type: &MediaType| Known {
            url: url.clone(),
            charset: media_type.charset.clone(),
            retrieved: date.clone(),
            ..Known::default()
        };
        let is_robots = url.as_deref().is_some_and(is_robots_file);
        if !media_type.is_http() {
            let format = media_type.format().filter(|_| !is_robots)?;
            return Some(Ok(Raw { origin: self.origin(at), bytes: body, format, known: known(&media_type) }));
        }
        let message = Message::parse(&body).filter(|message| matches!(message.status, 200 | 203) && !is_robots)?;
        let media_type = message.media_type();
        let format = media_type.format()?;
        let name = || url.as_deref().unwrap_or("a page without address").to_owned();
        Some(match message.body(self.largest) {
            Ok(bytes) => Ok(Raw { origin: self.origin(at), bytes, format, known: known(&media_type) }),
            Err(what) => Err(Failure::new(self.origin(at), format!("{}: {what}", name()))
                .advise("the other records were read; save this page by itself if it is needed")),
        })
    }
}

impl Iterator for Warc {
    type Item = Result<Raw, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.step()? {
                (at, Ok(entry)) => {
                    self.lost = false;
                    let report = match entry {
                        Entry::Record(record) => self.report(at, record),
                        Entry::Other => None,
                        Entry::TooLarge => Some(Err(Failure::new(self.origin(at), too_large(self.largest))
                            .advise("raise the limit with --max-record"))),
                    };
                    match report {
                        Some(report) => return Some(report),
                        None => self.progress.passed_over.fetch_add(1, Relaxed),
                    };
                }
                (_, Err(_)) if self.lost => {}
                (at, Err(broken)) => {
                    self.lost = true;
                    let failure = Failure::new(self.origin(at), format!("the record is broken: {}", broken.0));
                    return Some(Err(
                        failure.advise("it was passed over; fetch the archive again if the page is needed")
                    ));
                }
            }
        }
    }
}

/// A stream that knows how far it was read, and takes back the first bytes of a gzip member.
struct Position {
    pushed_back: &'static [u8],
    inner: BufReader<Bytes>,
    at: u64,
}

impl Position {
    fn skip_blank_lines(&mut self) {
        while let Ok([b'\r' | b'\n', ..]) = self.fill_buf() {
            self.consume(1);
        }
    }

    /// Goes on behind the next line that begins a record, and gives its place; `None` at the end of the stream.
    fn skip_to_record(&mut self) -> Option<u64> {
        loop {
            let at = self.at;
            if record::skip_line(self).ok()?? {
                return Some(at);
            }
        }
    }

    /// Goes on to what looks like a gzip member behind the one that began at `broken`; false at the end of the stream.
    fn skip_to_member(&mut self, broken: u64) -> bool {
        const MAGIC: &[u8; 3] = &[0x1F, 0x8B, 8];
        if self.at == broken {
            self.consume(1);
        }
        let mut matched = 0;
        loop {
            let Ok(buffer) = self.fill_buf() else { return false };
            let Some(&byte) = buffer.first() else { return false };
            if matched == 0 {
                // In bulk to the next byte that can begin one.
                let far = buffer.iter().position(|byte| *byte == MAGIC[0]).unwrap_or(buffer.len());
                if far > 0 {
                    self.consume(far);
                    continue;
                }
            }
            matched = if byte == MAGIC[matched] { matched + 1 } else { usize::from(byte == MAGIC[0]) };
            self.consume(1);
            if matched == MAGIC.len() {
                self.pushed_back = MAGIC;
                self.at -= MAGIC.len() as u64;
                return true;
            }
        }
    }
}

impl Read for Position {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(out)?;
        self.consume(read);
        Ok(read)
    }
}

impl BufRead for Position {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.pushed_back.is_empty() { self.inner.fill_buf() } else { Ok(self.pushed_back) }
    }

    fn consume(&mut self, amount: usize) {
        self.at += amount as u64;
        if self.pushed_back.is_empty() {
            self.inner.consume(amount);
        } else {
            self.pushed_back = &self.pushed_back[amount..];
        }
    }
}

/// One gzip member, which may not unpack to anything absurd.
struct Member {
    decoder: GzDecoder<Position>,
    start: u64,
    unpacked: u64,
}

impl Read for Member {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.decoder.read(out)?;
        self.unpacked += read as u64;
        let packed = self.decoder.get_ref().at - self.start;
        if self.unpacked > HARMLESS_GROWTH.max(packed.saturating_mul(MOST_GROWTH)) {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "it unpacks to hundreds of times its size"));
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests;
