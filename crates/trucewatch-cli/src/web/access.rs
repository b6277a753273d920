//! Who may see and do what. Without accounts everybody who reaches the machine's own loopback address may do everything; what is
//! checked then is that a request that changes something comes from these pages and not from another site.

use super::server::{Failure, Shared};
use axum::{
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::{convert::Infallible, sync::Arc};
use trucewatch::views::Names;

/// What a person may do; each may what those before may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Look, without names of private people.
    Reader,
    /// Judge, add, and ask for names.
    Reviewer,
    /// Manage accounts.
    Admin,
}

/// Who looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Viewer {
    /// By name, where it is known.
    pub person: Option<String>,
    /// What they may.
    pub role: Role,
    /// Whether they asked for the names of private people, and may see them.
    pub names: Names,
}

/// The cookie in which a browser without accounts keeps who judges.
const PERSON: &str = "person";
/// The cookie of a person who asked for names.
const NAMES: &str = "names";

/// Lets a request through with its [`Viewer`], or answers it.
pub async fn admit(State(shared): State<Arc<Shared>>, mut request: Request, next: Next) -> Response {
    if !shared.access.knows_host(request.headers()) {
        return Failure::new(
            StatusCode::MISDIRECTED_REQUEST,
            "Not this host",
            "The address names another host than the one that this record is opened under.",
        )
        .into_response();
    }
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if changes && !is_from_here(request.headers()) {
        let what = "The request comes from another site. Open the page here and try again.";
        return Failure::new(StatusCode::FORBIDDEN, "Refused", what).into_response();
    }
    let viewer = Viewer {
        person: cookie(request.headers(), PERSON).or_else(|| shared.access.person.clone()),
        role: Role::Admin,
        names: if cookie(request.headers(), NAMES).is_some() { Names::Full } else { Names::Redacted },
    };
    request.extensions_mut().insert(viewer);
    next.run(request).await
}

/// What the server was told about who may come.
#[derive(Clone, Debug, Default)]
pub struct Access {
    /// Who judges, where a browser does not say.
    pub person: Option<String>,
}

impl Access {
    /// Whether the `Host` of a request is one that this server goes by. A page of another site whose name was made to lead
    /// here would have that site's.
    fn knows_host(&self, headers: &HeaderMap) -> bool {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        let name = host.rsplit_once(':').map_or(host, |(name, port)| if port.ends_with(']') { host } else { name });
        matches!(name, "localhost" | "127.0.0.1" | "[::1]")
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
        let nobody = Viewer { person: None, role: Role::Reader, names: Names::Redacted };
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
    fn cookies_are_found_among_others() {
        let all = headers(&[("cookie", "a=1; person=Rana%20K; b=")]);
        assert_eq!(cookie(&all, "person").as_deref(), Some("Rana K"));
        assert_eq!(cookie(&all, "b"), None);
        assert_eq!(cookie(&all, "c"), None);
    }
}
