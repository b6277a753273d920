//! Requests and answers: which address leads to which page, and what every answer carries.

use super::{
    assets,
    catalog::Catalog,
    desk::Desk,
    filter::Filter,
    layout::Site,
    links::Links,
    pages::{self, trouble},
};
use axum::{
    Router,
    extract::{Path, Query, Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use maud::Markup;
use serde::Deserialize;
use std::{future::Future, io, net::SocketAddr, path::PathBuf, sync::Arc};
use trucewatch::codebook::Data;
use trucewatch::record::{Error, Record};
use trucewatch::views::Names;

/// What all requests share.
pub struct Shared {
    /// The record.
    pub desk: Desk,
}

impl Shared {
    /// Opens the record in a file.
    ///
    /// # Errors
    /// As [`Desk::open`].
    pub fn open(ledger: PathBuf, codebook: Data) -> Result<Self, Error> {
        Ok(Shared { desk: Desk::open(ledger, codebook)? })
    }
}

/// How the handlers get it.
pub type App = State<Arc<Shared>>;

/// Answers requests on `listener` until `stop` is done.
///
/// # Errors
/// Where the listener fails.
pub async fn serve(
    listener: tokio::net::TcpListener,
    shared: Shared,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    axum::serve(listener, router(shared).into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(stop)
        .await
}

/// Every address and what answers it.
pub fn router(shared: Shared) -> Router {
    Router::new()
        .route("/", get(overview))
        .route("/ceasefires/{id}", get(ceasefire))
        .route("/incidents/{id}", get(incident))
        .route("/about", get(about))
        .route("/assets/{name}", get(asset))
        .fallback(nowhere)
        .layer(middleware::from_fn(harden))
        .with_state(Arc::new(shared))
}

/// Pages load nothing from anywhere else, run no script but their own file, and stand in nobody's frame.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

async fn harden(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set(header::CONTENT_SECURITY_POLICY, POLICY);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "no-referrer");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(header::CACHE_CONTROL, "private, no-cache");
    response
}

/// A page that cannot be shown, and why.
pub struct Failure {
    status: StatusCode,
    title: &'static str,
    what: String,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let (status, title) = match &error {
            Error::Id { .. } => (StatusCode::NOT_FOUND, "Not found"),
            Error::Judgement(_) => (StatusCode::UNPROCESSABLE_ENTITY, "This cannot be taken"),
            _ => (StatusCode::INTERNAL_SERVER_ERROR, "The record cannot be read"),
        };
        Failure { status, title, what: error.to_string() }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        (self.status, Html(trouble::page(&site(), self.title, &self.what).into_string())).into_response()
    }
}

fn site() -> Site {
    Site { links: Links::Served, names: Names::Redacted, person: None }
}

/// A page made off the server's own threads, since reading the record blocks.
async fn page(
    shared: Arc<Shared>,
    make: impl FnOnce(&Desk, &Site) -> Result<Markup, Error> + Send + 'static,
) -> Result<Html<String>, Failure> {
    let made = tokio::task::spawn_blocking(move || make(&shared.desk, &site())).await;
    let broken = |error: tokio::task::JoinError| Failure {
        status: StatusCode::INTERNAL_SERVER_ERROR,
        title: "The page cannot be made",
        what: error.to_string(),
    };
    Ok(Html(made.map_err(broken)??.into_string()))
}

/// Where a list begins.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Paging {
    first: usize,
}

async fn overview(
    State(shared): App,
    Query(filter): Query<Filter>,
    Query(paging): Query<Paging>,
) -> Result<Html<String>, Failure> {
    page(shared, move |desk, site| {
        let catalog: Arc<Catalog> = desk.catalog()?;
        Ok(pages::overview::page(site, &catalog, &filter, paging.first))
    })
    .await
}

async fn ceasefire(State(shared): App, Path(id): Path<String>) -> Result<Html<String>, Failure> {
    page(shared, move |desk, site| {
        desk.read(|record: &Record| {
            let dossier = record.dossier(&id, site.names)?;
            let head = record.ledger().head()?.hash.to_string();
            Ok(pages::ceasefire::page(site, &dossier, &head))
        })
    })
    .await
}

async fn incident(State(shared): App, Path(id): Path<String>) -> Result<Html<String>, Failure> {
    page(shared, move |desk, site| {
        desk.read(|record| Ok(pages::incident::page(site, &record.incident(&id, site.names)?)))
    })
    .await
}

async fn about(State(shared): App) -> Result<Html<String>, Failure> {
    page(shared, |_, site| Ok(pages::about::page(site))).await
}

async fn asset(Path(name): Path<String>) -> Response {
    match assets::ALL.iter().find(|asset| asset.name == name) {
        Some(asset) => ([(header::CONTENT_TYPE, asset.kind)], asset.bytes).into_response(),
        None => nowhere().await.into_response(),
    }
}

async fn nowhere() -> Failure {
    Failure { status: StatusCode::NOT_FOUND, title: "Not found", what: "There is no such page.".into() }
}
