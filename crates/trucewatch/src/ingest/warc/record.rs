//! One record of a web archive: its own headers and its content, whole or not at all.

use super::super::http::MediaType;
use std::io::{self, BufRead, Read};

/// Longest line and most bytes of a record's own headers.
const LONGEST_LINE: usize = 16 << 10;
const LARGEST_HEAD: usize = 64 << 10;

/// What is between a response's headers and its end, beside the page.
const ROOM_FOR_HEADERS: usize = 64 << 10;

pub(super) enum Entry {
    Record(Record),
    /// A record that brings no page: what the crawler was told, asked, saw before.
    Other,
    /// A record that is whole but larger than a report may be.
    TooLarge,
}

/// A record that may hold a page.
pub(super) struct Record {
    pub url: Option<String>,
    /// When it was fetched.
    pub date: Option<String>,
    /// Of the content; `application/http` where that is a response with headers of its own.
    pub media_type: MediaType,
    pub body: Vec<u8>,
}

/// What is wrong with a record.
pub(super) struct Broken(pub String);

impl From<io::Error> for Broken {
    fn from(error: io::Error) -> Self {
        Broken(match error.kind() {
            io::ErrorKind::UnexpectedEof => "the archive ends within it".into(),
            _ => error.to_string(),
        })
    }
}

/// Reads the next record; `None` at the end of the stream. `begun` where its first line was read already.
pub(super) fn read(input: &mut impl BufRead, begun: bool, largest: usize) -> Result<Option<Entry>, Broken> {
    if !begun && !at_version(input)? {
        return Ok(None);
    }
    let head = read_head(input)?;
    let field = |name: &str| {
        let found = head.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    };
    let length = field("Content-Length").ok_or_else(|| Broken("it does not say how long it is".into()))?;
    let length: u64 = length.parse().map_err(|_| Broken(format!("its length is `{length}`")))?;
    let is_wanted = matches!(field("WARC-Type"), Some("response" | "resource" | "conversion"));
    let fits = length <= (largest + ROOM_FOR_HEADERS) as u64;
    let mut body = Vec::new();
    let content = &mut input.take(length);
    let read =
        if is_wanted && fits { content.read_to_end(&mut body)? as u64 } else { io::copy(content, &mut io::sink())? };
    if read < length {
        return Err(Broken("the archive ends within it".into()));
    }
    if !is_wanted {
        return Ok(Some(Entry::Other));
    }
    let media_type = MediaType::parse(field("Content-Type").unwrap_or_default());
    if !fits {
        return Ok(Some(if media_type.is_page() { Entry::TooLarge } else { Entry::Other }));
    }
    let url = field("WARC-Target-URI").map(|url| url.trim_matches(['<', '>']).to_owned());
    Ok(Some(Entry::Record(Record { url, date: field("WARC-Date").map(str::to_owned), media_type, body })))
}

/// Passes over a line and says whether it begins a record; `None` at the end of the stream.
pub(super) fn skip_line(input: &mut impl BufRead) -> io::Result<Option<bool>> {
    Ok(read_line(input)?.map(|line| is_version(&line)))
}

/// Reads the first line of a record, and the blank lines before it; false at the end of the stream.
fn at_version(input: &mut impl BufRead) -> Result<bool, Broken> {
    while let Some(line) = read_line(input)? {
        match line.as_slice() {
            line if is_version(line) => return Ok(true),
            [] => {}
            _ => return Err(Broken("no record begins here".into())),
        }
    }
    Ok(false)
}

fn is_version(line: &[u8]) -> bool {
    line.starts_with(b"WARC/1.") || line.starts_with(b"WARC/0.")
}

/// The header fields up to the blank line. A line that begins with a blank goes on with the one before.
fn read_head(input: &mut impl BufRead) -> Result<Vec<(String, String)>, Broken> {
    let (mut head, mut size): (Vec<(String, String)>, usize) = (Vec::new(), 0);
    loop {
        let line = read_line(input)?.ok_or_else(|| Broken("the archive ends within its headers".into()))?;
        size += line.len();
        if line.is_empty() {
            return Ok(head);
        }
        if size > LARGEST_HEAD {
            return Err(Broken("its headers do not end".into()));
        }
        let text = String::from_utf8_lossy(&line);
        match (text.split_once(':'), head.last_mut()) {
            (_, Some((_, value))) if text.starts_with([' ', '\t']) => *value += text.trim_end(),
            (Some((name, value)), _) => head.push((name.trim().to_owned(), value.trim().to_owned())),
            (None, _) => return Err(Broken("its headers cannot be read".into())),
        }
    }
}

/// A line without its end; what is longer than a line may be is read and dropped. `None` at the end of the stream.
fn read_line(input: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    if input.take(LONGEST_LINE as u64).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if !line.ends_with(b"\n") {
        skip_rest_of_line(input)?;
    }
    let end = line.iter().rposition(|byte| !matches!(byte, b'\r' | b'\n')).map_or(0, |last| last + 1);
    line.truncate(end);
    Ok(Some(line))
}

fn skip_rest_of_line(input: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = input.fill_buf()?;
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let used = end.map_or(buffer.len(), |at| at + 1);
        input.consume(used);
        if end.is_some() || used == 0 {
            return Ok(());
        }
    }
}
