//! Tests of reading web archives, damaged ones included.

use super::super::{Feed, Input};
use super::*;
use flate2::{Compression, write::GzEncoder};
use std::{io::Write, path::PathBuf};

fn record(kind: &str, url: &str, media_type: &str, content: &str) -> Vec<u8> {
    let length = content.len();
    format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2016-10-22T08:00:00Z\r\nContent-Type: {media_type}\r\n\
         Content-Length: {length}\r\n\r\n{content}\r\n\r\n"
    )
    .into_bytes()
}

fn response(url: &str, headers: &str, body: &str) -> Vec<u8> {
    record("response", url, "application/http; msgtype=response", &format!("HTTP/1.1 {headers}\r\n\r\n{body}"))
}

fn page(name: &str) -> Vec<u8> {
    let url = format!("https://post.example/{name}");
    response(&url, "200 OK\r\nContent-Type: text/html; charset=utf-8", &format!("<p>Truce {name} holds.</p>"))
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

/// A file that goes away with the test.
struct Temporary(PathBuf);

impl Temporary {
    fn new(name: &str, bytes: &[u8]) -> Self {
        let path = std::env::temp_dir().join(format!("trucewatch-{}-{name}", std::process::id()));
        std::fs::write(&path, bytes).unwrap();
        Temporary(path)
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// What comes of a file: bytes of the reports or the failures' words, and how many records were passed over.
fn read(name: &str, bytes: &[u8]) -> (Vec<Result<String, String>>, u64) {
    let file = Temporary::new(name, bytes);
    let progress = Arc::new(Progress::default());
    let feed = Feed::new(vec![Input::Path(file.0.clone())], Default::default(), 1000, Arc::clone(&progress));
    let path = file.0.to_string_lossy().into_owned();
    let reports = feed
        .map(|report| match report {
            Ok(raw) => Ok(String::from_utf8_lossy(&raw.bytes).into_owned()),
            Err(failure) => Err(failure.to_string().replace(&path, "FILE")),
        })
        .collect();
    (reports, progress.passed_over.load(Relaxed))
}

fn good(names: &[&str]) -> Vec<Result<String, String>> {
    names.iter().map(|name| Ok(format!("<p>Truce {name} holds.</p>"))).collect()
}

#[test]
fn pages_come_with_their_address_encoding_and_date_and_the_rest_is_counted() {
    let records = [
        record("warcinfo", "", "application/warc-fields", "software: x"),
        record("request", "https://post.example/1", "application/http; msgtype=request", "GET /1 HTTP/1.1\r\n\r\n"),
        page("1"),
        response("https://post.example/a.png", "200 OK\r\nContent-Type: image/png", "\u{1}\u{2}"),
        response("https://post.example/old", "301 Moved\r\nContent-Type: text/html\r\nLocation: /1", "<p>moved</p>"),
        response("https://post.example/robots.txt", "200 OK\r\nContent-Type: text/plain", "User-agent: *"),
    ];
    let file = Temporary::new("crawl.warc", &records.concat());
    let progress = Arc::new(Progress::default());
    let mut feed = Feed::new(vec![Input::Path(file.0.clone())], Default::default(), 1000, Arc::clone(&progress));
    let raw = feed.next().unwrap().unwrap();
    assert_eq!(raw.origin.to_string(), format!("{}@{}", file.0.display(), records[0].len() + records[1].len()));
    assert_eq!(raw.known.url.as_deref(), Some("https://post.example/1"));
    assert_eq!(raw.known.charset.as_deref(), Some("utf-8"));
    assert_eq!(raw.known.retrieved.as_deref(), Some("2016-10-22T08:00:00Z"));
    assert_eq!(feed.next(), None);
    assert_eq!(progress.passed_over.load(Relaxed), 5);
}

#[test]
fn one_member_a_record_or_one_for_all_and_packed_chunked_pages() {
    let members = [gzip(&page("1")), gzip(&page("2"))].concat();
    assert_eq!(read("members.warc.gz", &members).0, good(&["1", "2"]));
    assert_eq!(read("whole.warc.gz", &gzip(&[page("1"), page("2")].concat())).0, good(&["1", "2"]));
    let body = gzip(b"<p>Truce 3 holds.</p>");
    let mut content =
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
            .to_vec();
    content.extend(format!("{:x}\r\n", body.len()).bytes().chain(body).chain(*b"\r\n0\r\n\r\n"));
    let mut packed = format!(
        "WARC/1.1\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n",
        content.len()
    )
    .into_bytes();
    packed.extend(content);
    assert_eq!(read("packed.warc", &packed).0, good(&["3"]));
}

#[test]
fn a_broken_record_is_named_by_its_place_and_the_next_is_read() {
    let first = page("1");
    let nameless = b"WARC/1.0\r\nWARC-Type: response\r\n\r\nwhatever\r\n\r\n".to_vec();
    let (reports, _) = read("broken.warc", &[first.clone(), nameless, page("2")].concat());
    let failure = format!("FILE@{}: the record is broken: it does not say how long it is", first.len());
    assert_eq!(reports, [good(&["1"]), vec![Err(failure)], good(&["2"])].concat());

    let (good_member, mut bad) = (gzip(&page("1")), gzip(&page("x")));
    let middle = bad.len() / 2;
    bad[middle..middle + 8].fill(0xFF);
    let (reports, _) = read("broken.warc.gz", &[good_member.clone(), bad, gzip(&page("2"))].concat());
    assert_eq!((reports.len(), &reports[0], &reports[2]), (3, &good(&["1"])[0], &good(&["2"])[0]));
    assert!(reports[1].as_ref().unwrap_err().starts_with(&format!("FILE@{}: the record is broken", good_member.len())));
}

#[test]
fn an_archive_that_breaks_off_gives_what_was_there() {
    for (name, bytes) in
        [("cut.warc", [page("1"), page("2")].concat()), ("cut.warc.gz", [gzip(&page("1")), gzip(&page("2"))].concat())]
    {
        let (reports, _) = read(name, &bytes[..bytes.len() - 20]);
        assert_eq!((reports.len(), &reports[..1]), (2, &good(&["1"])[..]), "{name}");
        assert!(reports[1].as_ref().unwrap_err().contains("the record is broken"), "{reports:?}");
    }
}

#[test]
fn what_is_too_large_or_too_packed_is_passed_over() {
    let large = response("https://post.example/l", "200 OK\r\nContent-Type: text/html", &"x".repeat(100_000));
    let (reports, _) = read("large.warc", &[large, page("1")].concat());
    assert!(reports[0].as_ref().unwrap_err().contains("larger than"));
    assert_eq!(reports[1..], good(&["1"]));
    let mut brotli =
        response("https://post.example/b", "200 OK\r\nContent-Type: text/html\r\nContent-Encoding: br", "packed");
    brotli.iter_mut().rev().nth(5).into_iter().for_each(|byte| *byte = 0xFF);
    let (reports, _) = read("brotli.warc", &[brotli, page("1")].concat());
    assert!(reports[0].as_ref().unwrap_err().contains("https://post.example/b: the page is packed with brotli"));
    assert_eq!(reports[1..], good(&["1"]));
    let lines = [b"WARC/1.0\r\n".to_vec(), vec![b'x'; 1 << 20], b"\r\n\r\n".to_vec(), page("1")].concat();
    let (reports, _) = read("lines.warc", &lines);
    assert_eq!((reports.len(), &reports[1..]), (2, &good(&["1"])[..]));
}

#[test]
fn the_archives_in_a_wacz_are_read_and_other_zips_are_not() {
    let zip = |name: &str, files: &[(&str, Vec<u8>, bool)]| {
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (path, bytes, packed) in files {
            let method = if *packed { zip::CompressionMethod::Deflated } else { zip::CompressionMethod::Stored };
            writer.start_file(*path, zip::write::SimpleFileOptions::default().compression_method(method)).unwrap();
            writer.write_all(bytes).unwrap();
        }
        read(name, &writer.finish().unwrap().into_inner()).0
    };
    let archives = [
        ("datapackage.json", b"{}".to_vec(), true),
        ("archive/a.warc.gz", [gzip(&page("1")), gzip(&page("2"))].concat(), false),
        ("archive/b.warc", page("3"), true),
    ];
    assert_eq!(zip("a.wacz", &archives), good(&["1", "2", "3"]));
    assert!(zip("a.docx", &[("word/document.xml", b"<w/>".to_vec(), true)])[0].as_ref().unwrap().starts_with("PK"));
    let (reports, _) = read("cut.wacz", b"PK\x03\x04 and then nothing of a zip");
    assert!(reports[0].as_ref().unwrap_err().contains("cannot be read"));
}

proptest::proptest! {
    /// Damage costs records, never the run: reading ends, and the pages before the damage are there.
    #[test]
    fn damage_anywhere_is_survived(at in 0usize..800, with: Vec<u8>, cut: bool, packed: bool) {
        let pages = [page("1"), page("2"), page("3")];
        let mut bytes = if packed { pages.map(|page| gzip(&page)) } else { pages }.concat();
        let first = if packed { gzip(&page("1")) } else { page("1") }.len();
        let at = at.min(bytes.len());
        let end = if cut { bytes.len() } else { (at + with.len()).min(bytes.len()) };
        bytes.splice(at..end, with);
        let progress = Arc::new(Progress::default());
        let warc = Warc::new(Box::new(io::Cursor::new(bytes)), packed, "x".into(), 1000, progress);
        let reports: Vec<_> = warc.take(1000).collect();
        proptest::prop_assert!(reports.len() < 1000);
        if at >= first {
            let bytes = reports[0].as_ref().map(|raw| raw.bytes.as_slice());
            proptest::prop_assert_eq!(bytes, Ok(&b"<p>Truce 1 holds.</p>"[..]));
        }
    }
}
