//! Requests and answers: which address leads to which page, and what every answer carries.

use super::{
    access::{self, Access, Role, Viewer},
    adding, api, assets,
    catalog::Catalog,
    desk::Desk,
    filter::Filter,
    jobs::Jobs,
    judging,
    layout::Site,
    links::Links,
    looking,
    pages::{self, trouble},
    told::Told,
};
use axum::{
    Router,
    extract::{DefaultBodyLimit, Path, Query, Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};
use maud::Markup;
use serde::Deserialize;
use std::{future::Future, io, net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};
use trucewatch::codebook::Data;
use trucewatch::record::{Error, Record};

/// What all requests share.
pub struct Shared {
    /// The record.
    pub desk: Desk,
    /// Who may come.
    pub access: Access,
    /// What is being added.
    pub jobs: Jobs,
}

impl Shared {
    /// Opens the record in a file.
    ///
    /// # Errors
    /// As [`Desk::open`].
    pub fn open(ledger: PathBuf, codebook: Data, access: Access) -> Result<Self, Error> {
        Ok(Shared { desk: Desk::open(ledger, codebook)?, access, jobs: Jobs::default() })
    }
}

impl AsRef<Desk> for Shared {
    fn as_ref(&self) -> &Desk {
        &self.desk
    }
}

/// How the handlers get it.
pub type App = State<Arc<Shared>>;

/// The certificate and key that browsers are shown.
pub type Tls = axum_server::tls_rustls::RustlsConfig;

/// Answers requests on `listener` until `stop` is done, and those under way after it.
///
/// # Errors
/// Where the listener fails.
pub async fn serve(
    listener: std::net::TcpListener,
    tls: Option<Tls>,
    shared: Shared,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let app = router(shared).into_make_service_with_connect_info::<SocketAddr>();
    let handle = axum_server::Handle::new();
    let stopper = handle.clone();
    tokio::spawn(async move {
        stop.await;
        stopper.graceful_shutdown(Some(GRACE));
    });
    match tls {
        Some(tls) => axum_server::from_tcp_rustls(listener, tls)?.handle(handle).serve(app).await,
        None => axum_server::from_tcp(listener)?.handle(handle).serve(app).await,
    }
}

/// How long answers under way may take once the server is to stop.
const GRACE: Duration = Duration::from_secs(5);

/// Every address and what answers it.
pub fn router(shared: Shared) -> Router {
    let shared = Arc::new(shared);
    Router::new()
        .route("/", get(overview))
        .route("/ceasefires/{id}", get(ceasefire))
        .route("/incidents/{id}", get(incident))
        .route("/reports/{id}", get(report))
        .route("/judge", post(judging::judge))
        .route("/review", get(looking::review))
        .route("/search", get(looking::search))
        .route("/outlets", get(looking::outlets))
        .route("/add", get(adding::page).post(adding::give).layer(DefaultBodyLimit::max(adding::LARGEST)))
        .route("/add/jobs/{id}", get(adding::job))
        .route("/add/jobs/{id}/events", get(adding::events))
        .route("/about", get(about))
        .route("/assets/{name}", get(asset))
        .route("/login", get(access::login_page).post(access::login))
        .route("/logout", post(access::logout))
        .route("/names", post(access::show_names))
        .nest("/api/v1", api::router())
        .fallback(nowhere)
        .layer(middleware::from_fn_with_state(shared.clone(), access::admit))
        .layer(middleware::from_fn(harden))
        .with_state(shared)
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
    set(header::REFERRER_POLICY, "same-origin");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(header::CACHE_CONTROL, "private, no-cache");
    response
}

/// A page that cannot be shown, and why.
pub struct Failure {
    /// As HTTP has it.
    pub status: StatusCode,
    title: &'static str,
    /// In words.
    pub what: String,
}

impl Failure {
    /// A failure in words for people.
    pub fn new(status: StatusCode, title: &'static str, what: impl Into<String>) -> Self {
        Failure { status, title, what: what.into() }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let (status, title) = match &error {
            Error::Id { .. } => (StatusCode::NOT_FOUND, "Not found"),
            Error::Judgement(_) => (StatusCode::UNPROCESSABLE_ENTITY, "This cannot be taken"),
            _ => (StatusCode::INTERNAL_SERVER_ERROR, "The record cannot be read"),
        };
        Failure::new(status, title, error.to_string())
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let nobody = Site::for_everybody(Links::Served);
        (self.status, Html(trouble::page(&nobody, self.title, &self.what).into_string())).into_response()
    }
}

/// The site as a viewer sees it.
pub fn site_for(viewer: &Viewer) -> Site {
    let may_judge = viewer.role >= Role::Reviewer;
    Site {
        links: Links::Served,
        names: viewer.sees(),
        person: viewer.person.clone(),
        may_judge,
        signed_in: viewer.signed_in,
    }
}

/// Does something off the server's own threads, since the record blocks.
pub async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Failure> {
    let broken = |error: tokio::task::JoinError| {
        Failure::new(StatusCode::INTERNAL_SERVER_ERROR, "The page cannot be made", error.to_string())
    };
    Ok(tokio::task::spawn_blocking(work).await.map_err(broken)??)
}

/// A page for a viewer, made off the server's own threads.
pub async fn page(
    shared: Arc<Shared>,
    viewer: Viewer,
    make: impl FnOnce(&Desk, &Site) -> Result<Markup, Error> + Send + 'static,
) -> Result<Html<String>, Failure> {
    let made = off_thread(move || make(&shared.desk, &site_for(&viewer))).await?;
    Ok(Html(made.into_string()))
}

/// Where a list begins.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Paging {
    first: usize,
}

async fn overview(
    State(shared): App,
    viewer: Viewer,
    Query(filter): Query<Filter>,
    Query(paging): Query<Paging>,
) -> Result<Html<String>, Failure> {
    page(shared, viewer, move |desk, site| {
        let catalog: Arc<Catalog> = desk.catalog()?;
        Ok(pages::overview::page(site, &catalog, &filter, paging.first))
    })
    .await
}

async fn ceasefire(State(shared): App, viewer: Viewer, Path(id): Path<String>) -> Result<Html<String>, Failure> {
    page(shared, viewer, move |desk, site| {
        desk.read(|record: &Record| {
            let dossier = record.dossier(&id, site.names)?;
            let head = record.ledger().head()?.hash.to_string();
            Ok(pages::ceasefire::page(site, &dossier, &head))
        })
    })
    .await
}

async fn incident(State(shared): App, viewer: Viewer, Path(id): Path<String>) -> Result<Html<String>, Failure> {
    page(shared, viewer, move |desk, site| {
        desk.read(|record| Ok(pages::incident::page(site, &record.incident(&id, site.names)?)))
    })
    .await
}

async fn report(State(shared): App, viewer: Viewer, Path(id): Path<String>) -> Result<Html<String>, Failure> {
    page(shared, viewer, move |desk, site| {
        desk.read(|record| Ok(pages::report::page(site, &Told::of(record, &id, site.names)?)))
    })
    .await
}

async fn about(State(shared): App, viewer: Viewer) -> Result<Html<String>, Failure> {
    page(shared, viewer, |_, site| Ok(pages::about::page(site))).await
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
