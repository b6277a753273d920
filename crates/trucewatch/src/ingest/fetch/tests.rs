//! Against a server of a few lines on this machine.

use super::*;
use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
};

/// Serves answers written out by `answer` from the request line and headers; notes the request lines.
struct Server {
    url: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start(answer: impl Fn(&str, &str) -> Vec<u8> + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let noted = Arc::clone(&requests);
        // Ends with the test's process; a connection serves one request.
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let _ = serve(stream.unwrap(), &answer, &noted);
            }
        });
        Server { url, requests }
    }

    fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

fn serve(
    mut stream: TcpStream,
    answer: &impl Fn(&str, &str) -> Vec<u8>,
    noted: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines().map_while(Result::ok);
    let first = lines.next().unwrap_or_default();
    let head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    noted.lock().unwrap().push(path.clone());
    stream.write_all(&answer(&path, &head.join("\n").to_lowercase()))
}

fn answer(status: &str, headers: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n{body}", body.len())
        .into_bytes()
}

/// A fetcher whose clock stands still but for its sleeping, and what it slept.
fn fetcher(manners: Manners) -> (Fetcher, Arc<Mutex<Vec<Duration>>>) {
    let slept = Arc::new(Mutex::new(Vec::new()));
    let start = Instant::now();
    let (for_now, for_sleep) = (Arc::clone(&slept), Arc::clone(&slept));
    let now = move || start + for_now.lock().unwrap().iter().sum::<Duration>();
    let sleep = move |time| for_sleep.lock().unwrap().push(time);
    (Fetcher::with_clock(manners, |_| None, now, sleep).unwrap(), slept)
}

fn page(fetched: Result<Fetched, Failure>) -> Page {
    match fetched {
        Ok(Fetched::Page(page)) => page,
        other => panic!("no page: {other:?}"),
    }
}

#[test]
fn a_page_is_kept_as_it_came_and_not_fetched_again_unchanged() {
    let server = Server::start(|path, head| match path {
        "/robots.txt" => answer("404 Not Found", "", ""),
        _ if head.contains("if-none-match: \"v1\"") => answer("304 Not Modified", "", ""),
        _ => {
            answer("200 OK", "Content-Type: text/html; charset=windows-1252\r\nETag: \"v1\"\r\n", "<p>Truce holds</p>")
        }
    });
    let (mut fetcher, _) = fetcher(Manners::default());
    let url = format!("{}/news", server.url);
    let page = page(fetcher.fetch(&url, None));
    assert_eq!((page.url.as_str(), page.bytes.as_slice()), (url.as_str(), &b"<p>Truce holds</p>"[..]));
    assert_eq!(page.content_type.as_deref(), Some("text/html; charset=windows-1252"));
    assert_eq!(fetcher.fetch(&url, Some(&page.seen)), Ok(Fetched::Unchanged));
    assert_eq!(server.requests(), ["/robots.txt", "/news", "/news"]);
    let raw = page.into_raw();
    assert_eq!((raw.format, raw.known.charset.as_deref()), (Format::Html, Some("windows-1252")));
}

#[test]
fn robots_are_heeded_and_who_asks_is_told() {
    let server = Server::start(|path, head| match path {
        "/robots.txt" => answer("200 OK", "", "User-agent: *\nDisallow: /closed\n"),
        _ => {
            assert!(head.contains("user-agent: trucewatch/") && head.contains("(+http"));
            answer("200 OK", "", "x")
        }
    });
    let (mut fetcher, _) = fetcher(Manners::default());
    let error = fetcher.fetch(&format!("{}/closed/1", server.url), None).unwrap_err();
    assert!(error.to_string().contains("robots.txt does not allow") && error.advice.is_some());
    page(fetcher.fetch(&format!("{}/open", server.url), None));
    assert_eq!(server.requests(), ["/robots.txt", "/open"]);
}

#[test]
fn a_site_whose_rules_cannot_be_had_is_let_alone() {
    let server = Server::start(|_, _| answer("500 Internal Server Error", "", ""));
    let (mut fetcher, _) = fetcher(Manners::default());
    assert!(fetcher.fetch(&format!("{}/news", server.url), None).unwrap_err().to_string().contains("unknown"));
    assert_eq!(server.requests(), ["/robots.txt"]);
}

#[test]
fn requests_to_one_host_are_apart_as_long_as_it_asks() {
    let server = Server::start(|path, _| match path {
        "/robots.txt" => answer("200 OK", "", "User-agent: trucewatch\nCrawl-delay: 7\n"),
        _ => answer("200 OK", "", "x"),
    });
    let (mut fetcher, slept) = fetcher(Manners { pause: Duration::from_secs(2), ..Manners::default() });
    for name in ["a", "b"] {
        page(fetcher.fetch(&format!("{}/{name}", server.url), None));
    }
    assert_eq!(*slept.lock().unwrap(), [Duration::from_secs(7), Duration::from_secs(7)]);
}

#[test]
fn redirections_are_followed_within_bounds_and_asked_for_at_the_other_host() {
    let other = Server::start(|path, _| match path {
        "/robots.txt" => answer("200 OK", "", "User-agent: *\nDisallow: /closed\n"),
        _ => answer("200 OK", "", "there"),
    });
    let to = other.url.clone();
    let server = Server::start(move |path, _| match path {
        "/robots.txt" => answer("404 Not Found", "", ""),
        "/moved" => answer("301 Moved Permanently", "Location: /here\r\n", ""),
        "/away" => answer("302 Found", &format!("Location: {to}/there\r\n"), ""),
        "/into-closed" => answer("302 Found", &format!("Location: {to}/closed\r\n"), ""),
        "/file" => answer("302 Found", "Location: file:///etc/passwd\r\n", ""),
        "/circle" => answer("302 Found", "Location: /circle\r\n", ""),
        _ => answer("200 OK", "", "here"),
    });
    let (mut fetcher, _) = fetcher(Manners::default());
    let mut fetch = |path: &str| fetcher.fetch(&format!("{}{path}", server.url), None);
    let moved = page(fetch("/moved"));
    assert_eq!((moved.url, moved.bytes), (format!("{}/here", server.url), b"here".to_vec()));
    assert_eq!(page(fetch("/away")).bytes, b"there");
    assert!(fetch("/into-closed").unwrap_err().to_string().contains("robots.txt does not allow"));
    assert!(fetch("/file").unwrap_err().to_string().contains("no address of a page"));
    assert!(fetch("/circle").unwrap_err().to_string().contains("more than 5 redirections"));
}

#[test]
fn what_goes_wrong_is_named_with_the_address_and_what_to_do() {
    let server = Server::start(|path, _| match path {
        "/robots.txt" => answer("404 Not Found", "", ""),
        "/gone" => answer("410 Gone", "", ""),
        "/secret" => answer("403 Forbidden", "", ""),
        "/busy" => answer("503 Service Unavailable", "Retry-After: 120\r\n", ""),
        "/large" => answer("200 OK", "", &"x".repeat(2000)),
        "/short" => b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort".to_vec(),
        "/endless" => {
            let chunks = "3e8\r\n".to_owned() + &"x".repeat(1000) + "\r\n";
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_owned() + &chunks.repeat(50)).into_bytes()
        }
        "/badgzip" => answer("200 OK", "Content-Encoding: gzip\r\n", "this is no gzip"),
        _ => b"nonsense\r\n\r\n".to_vec(),
    });
    let (mut fetcher, _) = fetcher(Manners { largest: 1000, ..Manners::default() });
    for (path, what) in [
        ("/gone", "no such page"),
        ("/secret", "does not give it out"),
        ("/busy", "Retry-After: 120"),
        ("/large", "larger than"),
        ("/endless", "larger than"),
        ("/short", "breaks off"),
        ("/badgzip", "damaged"),
        ("/nonsense", ""),
    ] {
        let url = format!("{}{path}", server.url);
        let error = fetcher.fetch(&url, None).unwrap_err();
        let text = error.to_string();
        assert!(text.starts_with(&url) && text.contains(what) && error.advice.is_some(), "{path}: {text}");
    }
    for url in ["news", "ftp://post.example/", "https://", ""] {
        assert!(fetcher.fetch(url, None).is_err(), "{url}");
    }
}

#[test]
fn a_file_without_certificates_is_told() {
    let environment =
        |name: &str| (name == "SSL_CERT_FILE").then(|| concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml").into());
    let Err(failure) = Fetcher::with_clock(Manners::default(), environment, Instant::now, |_| ()) else {
        panic!("taken")
    };
    assert!(failure.to_string().contains("no certificate"));
}
