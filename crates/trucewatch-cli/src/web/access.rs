//! Who may see and do what. Without accounts everybody who reaches the machine's own loopback address may do everything; with
//! them people sign in. Either way a request that changes something must come from these pages and not from another site.

use super::{
    accounts::Accounts,
    pages::login,
    server::{Failure, Shared, off_thread, site_for},
    sessions::Sessions,
};
use axum::{
    Form,
    extract::{ConnectInfo, FromRequestParts, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{Html, IntoResponse, Redirect, Response},
};
use serde::{Deserialize, Serialize};
use std::{
    convert::Infallible,
    net::{IpAddr, SocketAddr},
    path::PathBuf,
    sync::Arc,
    time::Instant,
};
use trucewatch::record::Error;
use trucewatch::views::Names;

/// What a person may do; each may what those before may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Look, without names of private people.
    Reader,
    /// Judge, add, and ask for names.
    Reviewer,
    /// Manage accounts.
    Admin,
}

impl Role {
    /// For people.
    pub fn word(self) -> &'static str {
        match self {
            Role::Reader => "reader",
            Role::Reviewer => "reviewer",
            Role::Admin => "admin",
        }
    }
}

/// Who looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Viewer {
    /// By name, where it is known.
    pub person: Option<String>,
    /// What they may.
    pub role: Role,
    /// Whether they asked for the names of private people.
    pub names: Names,
    /// Whether they signed in.
    pub signed_in: bool,
}

impl Viewer {
    /// Whether names of private people are shown: to those who may see them, and asked.
    pub fn sees(&self) -> Names {
        if self.role >= Role::Reviewer { self.names } else { Names::Redacted }
    }
}

/// The cookie in which a browser without accounts keeps who judges.
pub const PERSON: &str = "person";
/// The cookie of a person who asked for names.
const NAMES: &str = "names";

/// What the server was told about who may come.
#[derive(Default)]
pub struct Access {
    /// Who judges, where there are no accounts and a browser does not say.
    pub person: Option<String>,
    /// The file of accounts; with it people must sign in.
    pub accounts: Option<PathBuf>,
    /// Browsers reach the server by https.
    pub secure: bool,
    /// A proxy stands before the server and says from where requests come.
    pub behind_proxy: bool,
    sessions: Sessions,
}

impl Access {
    /// Everybody who reaches the server may do everything; `person` judges where a browser does not say who.
    pub fn open(person: Option<String>) -> Self {
        Access { person, ..Access::default() }
    }

    /// People sign in. `secure`: by https; `behind_proxy`: a proxy stands before the server.
    pub fn by_accounts(accounts: PathBuf, secure: bool, behind_proxy: bool) -> Self {
        Access { accounts: Some(accounts), secure, behind_proxy, ..Access::default() }
    }

    /// Whether the `Host` of a request is one that this server goes by. A page of another site whose name was made to lead
    /// here would have that site's. Where people sign in their cookies do that service.
    fn knows_host(&self, headers: &HeaderMap) -> bool {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        let name = host.rsplit_once(':').map_or(host, |(name, port)| if port.ends_with(']') { host } else { name });
        self.accounts.is_some() || matches!(name, "localhost" | "127.0.0.1" | "[::1]")
    }

    /// The session cookie's name: with https browsers take it from nobody but this very host.
    fn session_cookie(&self) -> &'static str {
        if self.secure { "__Host-session" } else { "session" }
    }

    /// Who sends a request; `None` where they must sign in first.
    fn viewer(&self, headers: &HeaderMap) -> Option<Viewer> {
        let names = if cookie(headers, NAMES).is_some() { Names::Full } else { Names::Redacted };
        let Some(path) = &self.accounts else {
            let person = cookie(headers, PERSON).or_else(|| self.person.clone());
            return Some(Viewer { person, role: Role::Admin, names, signed_in: false });
        };
        let session = self.sessions.find(&cookie(headers, self.session_cookie())?, Instant::now())?;
        // Who lost the account meanwhile, or part of what it allowed, has lost it now.
        let role = Accounts::load(path).ok()?.iter().find(|account| account.name == session.name)?.role;
        Some(Viewer { person: Some(session.name), role, names, signed_in: true })
    }

    /// `Set-Cookie` for this server alone; an empty value takes the cookie away.
    pub fn set_cookie(&self, name: &str, value: &str) -> Option<(HeaderName, HeaderValue)> {
        let secure = if self.secure { "; Secure" } else { "" };
        let end = if value.is_empty() { "; Max-Age=0" } else { "" };
        let value: String = url::form_urlencoded::byte_serialize(value.as_bytes()).collect();
        let line = format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict{secure}{end}");
        Some((header::SET_COOKIE, HeaderValue::from_str(&line).ok()?))
    }

    /// From where a request comes.
    fn address(&self, headers: &HeaderMap, peer: SocketAddr) -> IpAddr {
        let told = headers.get("x-forwarded-for").and_then(|value| value.to_str().ok());
        // The last one is what the proxy itself saw.
        let last = told.and_then(|told| told.rsplit(',').next()?.trim().parse().ok());
        last.filter(|_| self.behind_proxy).unwrap_or(peer.ip())
    }
}

/// Lets a request through with its [`Viewer`], or answers it.
pub async fn admit(State(shared): State<Arc<Shared>>, mut request: Request, next: Next) -> Response {
    let headers = request.headers();
    if !shared.access.knows_host(headers) {
        let what = "The address names another host than the one that this record is opened under.";
        return Failure::new(StatusCode::MISDIRECTED_REQUEST, "Not this host", what).into_response();
    }
    let looks = matches!(*request.method(), Method::GET | Method::HEAD);
    if !looks && !is_from_here(headers) {
        let what = "The request comes from another site. Open the page here and try again.";
        return Failure::new(StatusCode::FORBIDDEN, "Refused", what).into_response();
    }
    let path = request.uri().path();
    let open = path == "/login" || path.starts_with("/assets/");
    match shared.access.viewer(headers) {
        Some(viewer) => {
            request.extensions_mut().insert(viewer);
        }
        None if open => {}
        None if looks && !path.starts_with("/api/") => return Redirect::to("/login").into_response(),
        None => return Failure::new(StatusCode::UNAUTHORIZED, "Sign in first", "Nobody is signed in.").into_response(),
    }
    next.run(request).await
}

/// What is sent to sign in.
#[derive(Deserialize)]
pub struct Credentials {
    name: String,
    password: String,
}

/// The page to sign in.
pub async fn login_page(viewer: Viewer) -> Html<String> {
    Html(login::page(&site_for(&viewer), None).into_string())
}

/// Signs a person in under a new token, whatever token the browser had before.
pub async fn login(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    viewer: Viewer,
    headers: HeaderMap,
    Form(sent): Form<Credentials>,
) -> Result<Response, Failure> {
    let access = &shared.access;
    let Some(path) = access.accounts.clone() else { return Ok(Redirect::to("/").into_response()) };
    let (from, now) = (access.address(&headers, peer), Instant::now());
    let again = |status, wrong: &str| (status, Html(login::page(&site_for(&viewer), Some(wrong)).into_string()));
    if !access.sessions.may_try(from, now) {
        let wrong = "Too many wrong passwords. Try again in a quarter of an hour.";
        return Ok(again(StatusCode::TOO_MANY_REQUESTS, wrong).into_response());
    }
    // Counted before the password is looked at, so that many tries at once count too.
    access.sessions.failed(from, now);
    let account = off_thread(move || {
        let unreadable = |error: std::io::Error| Error::Judgement(error.to_string());
        Ok(Accounts::load(&path).map_err(unreadable)?.check(&sent.name, &sent.password).cloned())
    });
    let Some(account) = account.await? else {
        return Ok(again(StatusCode::FORBIDDEN, "Name or password is wrong.").into_response());
    };
    access.sessions.forgive(from);
    if let Some(token) = cookie(&headers, access.session_cookie()) {
        access.sessions.close(&token);
    }
    let token = access
        .sessions
        .open(&account.name, now)
        .map_err(|error| Failure::new(StatusCode::INTERNAL_SERVER_ERROR, "Nobody can sign in", error.to_string()))?;
    let mut response = Redirect::to("/").into_response();
    response.headers_mut().extend(access.set_cookie(access.session_cookie(), &token));
    Ok(response)
}

/// Signs a person out.
pub async fn logout(State(shared): State<Arc<Shared>>, headers: HeaderMap) -> Response {
    let access = &shared.access;
    if let Some(token) = cookie(&headers, access.session_cookie()) {
        access.sessions.close(&token);
    }
    let mut response = Redirect::to("/").into_response();
    for name in [access.session_cookie(), NAMES] {
        if let Some((name, value)) = access.set_cookie(name, "") {
            response.headers_mut().append(name, value);
        }
    }
    response
}

/// Whether names are wanted.
#[derive(Deserialize)]
pub struct Wanted {
    names: String,
}

/// Shows names of private people to a person who may see them, or no longer.
pub async fn show_names(
    State(shared): State<Arc<Shared>>,
    viewer: Viewer,
    headers: HeaderMap,
    Form(wanted): Form<Wanted>,
) -> Result<Response, Failure> {
    if viewer.role < Role::Reviewer {
        let what = "Names of private people are shown to reviewers only.";
        return Err(Failure::new(StatusCode::FORBIDDEN, "Refused", what));
    }
    let value = if wanted.names == "full" { "full" } else { "" };
    let mut response = Redirect::to(&came_from(&headers)).into_response();
    response.headers_mut().extend(shared.access.set_cookie(NAMES, value));
    Ok(response)
}

/// The page of this server that a form was sent from; the first page where the browser does not say.
pub fn came_from(headers: &HeaderMap) -> String {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let page = text(header::REFERER).and_then(|referer| url::Url::parse(referer).ok()).filter(|page| {
        let authority = page.host_str().map(|host| match page.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        });
        authority.as_deref() == text(header::HOST)
    });
    match page {
        // A path that begins with two slashes would lead to another host.
        Some(page) if !page.path().starts_with("//") => {
            let query = page.query().map_or(String::new(), |query| format!("?{query}"));
            format!("{}{query}", page.path())
        }
        _ => "/".to_owned(),
    }
}

/// Whether a request was sent by a page of this server: browsers say so.
fn is_from_here(headers: &HeaderMap) -> bool {
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text(header::HeaderName::from_static("sec-fetch-site")) {
        return matches!(site, "same-origin" | "none");
    }
    match (text(header::ORIGIN), text(header::HOST)) {
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, from)| from == host),
        // No browser sends neither.
        (None, _) => true,
        (Some(_), None) => false,
    }
}

/// The value of a cookie.
fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let pairs = all.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let mut own = pairs.filter(|(own, value)| *own == name && !value.is_empty());
    let (_, value) = own.next()?;
    Some(url::form_urlencoded::parse(value.as_bytes()).map(|(key, _)| key.into_owned()).collect())
}

impl<S: Sync> FromRequestParts<S> for Viewer {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let nobody = Viewer { person: None, role: Role::Reader, names: Names::Redacted, signed_in: false };
        Ok(parts.extensions.get::<Viewer>().cloned().unwrap_or(nobody))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(all: &[(&'static str, &str)]) -> HeaderMap {
        all.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect::<HeaderMap>()
    }

    #[test]
    fn a_form_of_another_site_is_refused() {
        assert!(!is_from_here(&headers(&[("sec-fetch-site", "cross-site"), ("host", "localhost:1")])));
        assert!(!is_from_here(&headers(&[("origin", "http://evil.example"), ("host", "localhost:1")])));
        assert!(!is_from_here(&headers(&[("origin", "null"), ("host", "localhost:1")])));
        assert!(is_from_here(&headers(&[("sec-fetch-site", "same-origin"), ("host", "localhost:1")])));
        assert!(is_from_here(&headers(&[("origin", "http://localhost:1"), ("host", "localhost:1")])));
    }

    #[test]
    fn a_name_that_was_made_to_lead_here_is_not_known() {
        let access = Access::default();
        for known in ["localhost:8017", "127.0.0.1:8017", "[::1]:8017", "localhost", "[::1]"] {
            assert!(access.knows_host(&headers(&[("host", known)])), "{known}");
        }
        for other in ["evil.example:8017", "localhost.evil.example", ""] {
            assert!(!access.knows_host(&headers(&[("host", other)])), "{other}");
        }
    }

    #[test]
    fn forms_lead_back_to_pages_of_this_server_only() {
        let from = |referer: &str| came_from(&headers(&[("host", "localhost:1"), ("referer", referer)]));
        assert_eq!(from("http://localhost:1/reports/r1?x=1#c3"), "/reports/r1?x=1");
        assert_eq!(from("http://evil.example/reports/r1"), "/");
        assert_eq!(from("http://localhost:1//evil.example"), "/");
        assert_eq!(from("nonsense"), "/");
    }

    #[test]
    fn a_proxy_is_believed_only_where_one_stands() {
        let peer = SocketAddr::from(([10, 0, 0, 9], 1));
        let told = headers(&[("x-forwarded-for", "1.1.1.1, 2.2.2.2")]);
        assert_eq!(Access::open(None).address(&told, peer), peer.ip());
        let behind = Access::by_accounts(PathBuf::new(), true, true);
        assert_eq!(behind.address(&told, peer), IpAddr::from([2, 2, 2, 2]));
    }

    #[test]
    fn cookies_are_found_among_others() {
        let all = headers(&[("cookie", "a=1; person=Rana%20K; b=")]);
        assert_eq!(cookie(&all, "person").as_deref(), Some("Rana K"));
        assert_eq!(cookie(&all, "b"), None);
        assert_eq!(cookie(&all, "c"), None);
    }
}
