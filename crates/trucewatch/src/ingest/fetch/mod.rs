//! Pages and feeds by their address, politely: only addresses that the caller names, what `robots.txt` allows, one request to
//! a host at a time with a pause between, nothing twice that has not changed. A page is kept as it came. What is fetched and
//! when, and where it is kept, is left to the caller; no other part of trucewatch uses the network.

mod proxy;
mod robots;

use super::{
    Failure, Format, Known, Origin, Raw,
    http::{MediaType, read_up_to},
};
use robots::Robots;
use std::{
    collections::HashMap,
    time::{Duration, Instant},
};
use ureq::{
    Agent,
    http::{HeaderMap, StatusCode, header},
    tls::{PemItem, RootCerts, TlsConfig, parse_pem},
};
use url::Url;

/// The name that sites call us by in `robots.txt`.
const NAME: &str = "trucewatch";
/// Most of a `robots.txt` that is read, as the standard has it.
const LARGEST_ROBOTS: usize = 500 << 10;

/// How pages are fetched.
#[derive(Clone, Debug, PartialEq)]
pub struct Manners {
    /// The least pause between two requests to one host. A site's `Crawl-delay` may make it longer.
    pub pause: Duration,
    /// How long one request may take, from the first connection to the last byte.
    pub timeout: Duration,
    /// Most bytes of a page, unpacked.
    pub largest: usize,
    /// Most redirections that are followed.
    pub redirects: usize,
}

impl Default for Manners {
    /// Two seconds between requests, a minute for each, 16 MiB, five redirections.
    fn default() -> Self {
        Manners { pause: Duration::from_secs(2), timeout: Duration::from_secs(60), largest: 16 << 20, redirects: 5 }
    }
}

/// What to tell a server so that it sends a page again only where it has changed; kept by the caller from one fetch for the
/// next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// The `ETag` of the page as it was.
    pub etag: Option<String>,
    /// Its `Last-Modified`.
    pub last_modified: Option<String>,
}

/// What came of a fetch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fetched {
    /// The page.
    Page(Page),
    /// The page is as it was when the caller saw it.
    Unchanged,
}

/// A page as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Where it was found in the end.
    pub url: String,
    /// What the server says it is: `Content-Type`, whole.
    pub content_type: Option<String>,
    /// Its bytes, unpacked where the server packed them for the way, otherwise untouched.
    pub bytes: Vec<u8>,
    /// To be given with the next fetch of the same address.
    pub seen: Seen,
}

impl Page {
    /// The page as a report that can be read.
    pub fn into_raw(self) -> Raw {
        let media_type = MediaType::parse(self.content_type.as_deref().unwrap_or_default());
        let known = Known { url: Some(self.url.clone()), charset: media_type.charset.clone(), ..Known::default() };
        let origin = Origin { file: self.url.into(), line: None };
        // Servers send pages as plain text, and text as anything: only HTML is taken at its word.
        let format = media_type.format().filter(|format| *format == Format::Html).unwrap_or_default();
        Raw { origin, bytes: self.bytes, format, known }
    }
}

/// Fetches pages one after the other. Remembers, as long as it lives, when each host was last asked and what it allows.
pub struct Fetcher {
    agent: Agent,
    manners: Manners,
    environment: fn(&str) -> Option<String>,
    now: Box<dyn FnMut() -> Instant + Send>,
    sleep: Box<dyn FnMut(Duration) + Send>,
    asked: HashMap<String, Instant>,
    robots: HashMap<String, Result<Robots, String>>,
}

/// An answer, whatever it says.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    bytes: Result<Vec<u8>, String>,
}

impl Answer {
    fn field(&self, name: header::HeaderName) -> Option<String> {
        self.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
    }
}

impl Fetcher {
    /// A fetcher that heeds `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY` and `SSL_CERT_FILE` (PEM; instead of the
    /// roots that Mozilla trusts) of the environment.
    ///
    /// # Errors
    /// Where `SSL_CERT_FILE` cannot be read.
    pub fn new(manners: Manners) -> Result<Self, Failure> {
        Self::with_clock(manners, |name| std::env::var(name).ok(), Instant::now, std::thread::sleep)
    }

    /// A fetcher with an environment and clock of the caller's.
    ///
    /// # Errors
    /// As `new`.
    pub fn with_clock(
        manners: Manners,
        environment: fn(&str) -> Option<String>,
        now: impl FnMut() -> Instant + Send + 'static,
        sleep: impl FnMut(Duration) + Send + 'static,
    ) -> Result<Self, Failure> {
        let mut config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(manners.timeout))
            .proxy(None)
            .user_agent(concat!("trucewatch/", env!("CARGO_PKG_VERSION"), " (+", env!("CARGO_PKG_REPOSITORY"), ")"))
            .accept(
                "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, text/plain, */*;q=0.5",
            );
        if let Some(path) = environment("SSL_CERT_FILE") {
            config = config.tls_config(TlsConfig::builder().root_certs(roots(&path)?).build());
        }
        Ok(Fetcher {
            agent: config.build().new_agent(),
            manners,
            environment,
            now: Box::new(now),
            sleep: Box::new(sleep),
            asked: HashMap::new(),
            robots: HashMap::new(),
        })
    }

    /// Fetches the page at `url`, or finds that it is as it was when `seen`. May sleep, so as not to press its host.
    ///
    /// # Errors
    /// What came in the way, the address, and what to do.
    pub fn fetch(&mut self, url: &str, seen: Option<&Seen>) -> Result<Fetched, Failure> {
        let fail = |what: String, advice: &str| Failure::new(origin(url), what).advise(advice);
        let mut at = parse(url).map_err(|what| fail(what, "give the whole address, with https://"))?;
        for _ in 0..=self.manners.redirects {
            self.check_robots(&at).map_err(|what| fail(what, "save the page with a browser and give the file"))?;
            let answer = self.ask(&at, seen, self.manners.largest);
            let answer = answer
                .map_err(|what| fail(what, "check the address and the connection (HTTPS_PROXY, SSL_CERT_FILE)"))?;
            if answer.status == StatusCode::NOT_MODIFIED && seen.is_some() {
                return Ok(Fetched::Unchanged);
            }
            if let Some(next) =
                redirection(&answer, &at).map_err(|what| fail(what, "give the address it should lead to"))?
            {
                at = next;
                continue;
            }
            if answer.status != StatusCode::OK && answer.status != StatusCode::NON_AUTHORITATIVE_INFORMATION {
                let (what, advice) = refusal(&answer);
                return Err(fail(what, advice));
            }
            let seen = Seen { etag: answer.field(header::ETAG), last_modified: answer.field(header::LAST_MODIFIED) };
            let content_type = answer.field(header::CONTENT_TYPE);
            let bytes = answer.bytes.map_err(|what| fail(what, "save the page with a browser and give the file"))?;
            return Ok(Fetched::Page(Page { url: at.into(), content_type, bytes, seen }));
        }
        let what = format!("more than {} redirections, the last to {at}", self.manners.redirects);
        Err(fail(what, "open it in a browser and give the address it ends at"))
    }

    /// Whether the site's `robots.txt` allows the page; asked for once for each site.
    fn check_robots(&mut self, url: &Url) -> Result<(), String> {
        let site = url.origin().ascii_serialization();
        let robots = match self.robots.get(&site) {
            Some(known) => known.clone(),
            None => {
                let robots = self.ask_robots(url);
                self.robots.insert(site.clone(), robots.clone());
                robots
            }
        };
        match robots?.allows(&url[url::Position::BeforePath..url::Position::AfterQuery]) {
            true => Ok(()),
            false => Err(format!("{site}/robots.txt does not allow programs to fetch it")),
        }
    }

    /// A site without rules allows everything; of one that cannot say at the moment they are unknown, and it is let alone.
    fn ask_robots(&mut self, url: &Url) -> Result<Robots, String> {
        let mut at = url.join("/robots.txt").map_err(|error| error.to_string())?;
        for _ in 0..=self.manners.redirects {
            let answer = self.ask(&at, None, LARGEST_ROBOTS)?;
            match redirection(&answer, &at) {
                Ok(Some(next)) => at = next,
                _ if answer.status.is_success() => {
                    // Rules that break off, or are longer than the standard has anybody read, are unknown too.
                    let text = answer.bytes.map_err(|what| format!("{at}: {what}"))?;
                    return Ok(Robots::parse(&String::from_utf8_lossy(&text), NAME));
                }
                _ if answer.status.is_server_error() || answer.status == StatusCode::TOO_MANY_REQUESTS => {
                    return Err(format!(
                        "{at} cannot be had now ({}), so what may be fetched is unknown",
                        answer.status
                    ));
                }
                _ => return Ok(Robots::default()),
            }
        }
        Ok(Robots::default())
    }

    /// One request, after the pause that its host is due.
    fn ask(&mut self, url: &Url, seen: Option<&Seen>, largest: usize) -> Result<Answer, String> {
        self.wait(url);
        let mut request = self.agent.get(url.as_str());
        for (name, value) in seen
            .into_iter()
            .flat_map(|seen| [(header::IF_NONE_MATCH, &seen.etag), (header::IF_MODIFIED_SINCE, &seen.last_modified)])
        {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        let proxy = proxy::of(url, self.environment)?;
        let answer = request.config().proxy(proxy).build().call().map_err(|error| explain(&error))?;
        let (head, body) = answer.into_parts();
        let bytes = read_up_to(body.into_with_config().limit(u64::MAX).reader(), largest);
        Ok(Answer { status: head.status, headers: head.headers, bytes })
    }

    fn wait(&mut self, url: &Url) {
        let host = url.host_str().unwrap_or_default().to_owned();
        let asked_for = self.robots.get(&url.origin().ascii_serialization());
        let asked_for = asked_for.and_then(|robots| robots.as_ref().ok()?.delay).unwrap_or_default();
        let pause = self.manners.pause.max(asked_for);
        let now = (self.now)();
        if let Some(asked) = self.asked.get(&host) {
            let left = pause.saturating_sub(now.saturating_duration_since(*asked));
            if !left.is_zero() {
                (self.sleep)(left);
            }
        }
        let now = (self.now)();
        self.asked.insert(host, now);
    }
}

fn origin(url: &str) -> Origin {
    Origin { file: url.into(), line: None }
}

fn parse(url: &str) -> Result<Url, String> {
    let parsed = Url::parse(url).map_err(|error| format!("no address of a page: {error}"))?;
    match parsed.scheme() {
        "http" | "https" if parsed.has_host() => Ok(parsed),
        other => Err(format!("`{other}` is no address of a page")),
    }
}

/// Where an answer sends us, if it does.
fn redirection(answer: &Answer, from: &Url) -> Result<Option<Url>, String> {
    if !matches!(answer.status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let location = answer.field(header::LOCATION).ok_or("it leads elsewhere and does not say where")?;
    let next = from.join(&location).map_err(|error| format!("it leads to `{location}`: {error}"))?;
    parse(next.as_str()).map(Some).map_err(|what| format!("it leads to {next}: {what}"))
}

fn refusal(answer: &Answer) -> (String, &'static str) {
    let status = answer.status;
    match status.as_u16() {
        401 | 402 | 403 | 407 | 451 => {
            (format!("the server does not give it out ({status})"), "save the page with a browser and give the file")
        }
        404 | 410 => {
            (format!("there is no such page ({status})"), "check the address; an archive of the web may have it")
        }
        429 | 503 => {
            let after =
                answer.field(header::RETRY_AFTER).map(|after| format!(", Retry-After: {after}")).unwrap_or_default();
            (format!("the server asks to wait ({status}{after})"), "try again later")
        }
        500.. => (format!("the server has trouble ({status})"), "try again later"),
        _ => (format!("the server answers {status}"), "save the page with a browser and give the file"),
    }
}

/// An error of the connection in words.
fn explain(error: &ureq::Error) -> String {
    match error {
        ureq::Error::HostNotFound => "there is no such host".into(),
        ureq::Error::Timeout(_) => "it took too long".into(),
        ureq::Error::ConnectionFailed => "the host cannot be reached".into(),
        error => error.to_string(),
    }
}

/// The certificates in a PEM file.
fn roots(path: &str) -> Result<RootCerts, Failure> {
    let fail = |what: String| {
        Failure::new(origin(path), what).advise("SSL_CERT_FILE names it; unset it, or let it name a PEM file")
    };
    let pem = std::fs::read(path).map_err(|error| fail(format!("the certificates cannot be read: {error}")))?;
    let certificates = parse_pem(&pem).filter_map(|item| match item {
        Ok(PemItem::Certificate(certificate)) => Some(certificate),
        _ => None,
    });
    let certificates: Vec<_> = certificates.collect();
    if certificates.is_empty() { Err(fail("there is no certificate in it".into())) } else { Ok(certificates.into()) }
}

#[cfg(test)]
mod tests;
