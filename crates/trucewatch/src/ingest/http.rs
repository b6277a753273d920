//! What HTTP says of a page: its type and encoding, and a whole response as archives keep it. Fetching is `fetch`.

use super::{Format, stream::too_large, unpack::unpack};
use flate2::read::{DeflateDecoder, ZlibDecoder};
use std::io::{Cursor, Read};

/// A media type, `text/html; charset=utf-8`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct MediaType {
    /// Without parameters, in lower case.
    pub name: String,
    pub charset: Option<String>,
}

impl MediaType {
    pub(super) fn parse(text: &str) -> Self {
        let mut parts = text.split(';');
        let name = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
        let charset = parts.find_map(|part| {
            let (key, value) = part.split_once('=')?;
            key.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches(['"', '\'']).to_owned())
        });
        MediaType { name, charset: charset.filter(|charset| !charset.is_empty()) }
    }

    /// A response with headers of its own.
    pub(super) fn is_http(&self) -> bool {
        self.name == "application/http"
    }

    /// How a page of this type is read; `None` for what is no page.
    pub(super) fn format(&self) -> Option<Format> {
        match self.name.as_str() {
            "text/html" | "application/xhtml+xml" => Some(Format::Html),
            "text/plain" => Some(Format::Text),
            _ => None,
        }
    }

    pub(super) fn is_page(&self) -> bool {
        self.is_http() || self.format().is_some()
    }
}

/// Whether an address is that of a site's rules for robots, which archives keep beside the pages.
pub(super) fn is_robots_file(url: &str) -> bool {
    url.split(['?', '#']).next().is_some_and(|path| path.ends_with("/robots.txt"))
}

/// A response as it went over the wire.
pub(super) struct Message<'a> {
    pub status: u16,
    head: Vec<(&'a str, &'a str)>,
    body: &'a [u8],
}

impl<'a> Message<'a> {
    /// `None` where the bytes are no response.
    pub(super) fn parse(bytes: &'a [u8]) -> Option<Self> {
        let (end, gap) =
            find(bytes, b"\r\n\r\n").map(|at| (at, 4)).or_else(|| find(bytes, b"\n\n").map(|at| (at, 2)))?;
        let text = std::str::from_utf8(&bytes[..end]).ok()?;
        let mut lines = text.lines();
        let mut first = lines.next()?.split_ascii_whitespace();
        let status = first.next().filter(|version| version.starts_with("HTTP/")).and_then(|_| first.next())?;
        let head = lines.filter_map(|line| line.split_once(':')).map(|(name, value)| (name.trim(), value.trim()));
        Some(Message { status: status.parse().ok()?, head: head.collect(), body: &bytes[end + gap..] })
    }

    fn field(&self, name: &str) -> Option<&'a str> {
        self.head.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
    }

    /// What the response says the body is.
    pub(super) fn media_type(&self) -> MediaType {
        MediaType::parse(self.field("Content-Type").unwrap_or_default())
    }

    /// The body as the page it was, no larger than `largest` bytes. Archivers keep headers even where they have undone what
    /// the headers tell of, so what does not look packed is taken as it is.
    pub(super) fn body(&self, largest: usize) -> Result<Vec<u8>, String> {
        let is_chunked =
            self.field("Transfer-Encoding").is_some_and(|value| value.to_ascii_lowercase().contains("chunked"));
        let joined = if is_chunked { join_chunks(self.body) } else { None };
        let body = joined.as_deref().unwrap_or(self.body).to_vec();
        let packing = self.field("Content-Encoding").unwrap_or_default().to_ascii_lowercase();
        match packing.trim() {
            "br" if std::str::from_utf8(&body).is_err() => {
                Err("the page is packed with brotli, which is not read".into())
            }
            "deflate" => read_up_to(ZlibDecoder::new(&body[..]), largest)
                .or_else(|_| read_up_to(DeflateDecoder::new(&body[..]), largest))
                .or_else(|_| read_up_to(&body[..], largest)),
            "gzip" | "x-gzip" | "zstd" => {
                let (plain, _) = unpack(Box::new(Cursor::new(body))).map_err(|error| error.to_string())?;
                read_up_to(plain, largest)
            }
            _ => read_up_to(&body[..], largest),
        }
    }
}

/// Reads a stream to its end; more than `largest` bytes are an error.
pub(super) fn read_up_to(stream: impl Read, largest: usize) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let read = stream.take(largest as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|error| format!("the page breaks off or is damaged ({error})"))?;
    if bytes.len() > largest { Err(too_large(largest)) } else { Ok(bytes) }
}

/// The chunks of a body put together; `None` where they are not chunks. Chunks that break off give what was there.
fn join_chunks(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::with_capacity(rest.len());
    loop {
        let Some(end) = find(rest, b"\n") else { return (!body.is_empty()).then_some(body) };
        let line = std::str::from_utf8(&rest[..end]).ok()?;
        let size = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
        rest = &rest[end + 1..];
        if size == 0 {
            return Some(body);
        }
        body.extend_from_slice(&rest[..size.min(rest.len())]);
        let Some(behind) = rest.get(size..) else { return Some(body) };
        rest = behind.strip_prefix(b"\r\n").or_else(|| behind.strip_prefix(b"\n")).unwrap_or(behind);
    }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(message: &[u8]) -> Result<String, String> {
        Message::parse(message).unwrap().body(100).map(|bytes| String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn media_types_tell_how_a_page_is_read() {
        let html = MediaType::parse("Text/HTML; Charset=\"windows-1256\"");
        assert_eq!((html.format(), html.charset.as_deref()), (Some(Format::Html), Some("windows-1256")));
        assert_eq!(MediaType::parse("image/png").format(), None);
        assert_eq!(MediaType::parse("").format(), None);
    }

    #[test]
    fn chunks_are_joined_whole_broken_off_or_undone_already() {
        let with = |body: &str| format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{body}").into_bytes();
        assert_eq!(body(&with("6\r\ntruce \r\n5;x=1\r\nholds\r\n0\r\n\r\n")).unwrap(), "truce holds");
        assert_eq!(body(&with("6\r\ntruce \r\nff\r\nhol")).unwrap(), "truce hol");
        assert_eq!(body(&with("<p>truce</p>\n")).unwrap(), "<p>truce</p>\n");
        assert_eq!(body(&with("ffffffffffffffff\r\ntruce")).unwrap(), "truce");
    }

    #[test]
    fn a_page_that_grows_without_end_is_an_error() {
        let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        std::io::copy(&mut std::io::repeat(0).take(1 << 20), &mut packer).unwrap();
        let mut message = b"HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\n\r\n".to_vec();
        message.extend(packer.finish().unwrap());
        assert!(body(&message).is_err());
    }

    #[test]
    fn what_is_no_response_is_none() {
        assert!(Message::parse(b"SSH-2.0\r\n\r\n").is_none());
        assert!(Message::parse(b"HTTP/1.1").is_none());
        assert!(Message::parse(b"").is_none());
    }
}
