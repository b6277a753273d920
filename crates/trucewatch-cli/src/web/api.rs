//! The record as JSON, under `/api/v1`: the same JSON as the command line's. `/api/v1/openapi.json` describes it.

use super::{
    access::{Role, Viewer},
    filter::Filter,
    server::{App, Failure, Shared, off_thread},
};
use axum::{
    Json, Router,
    extract::{
        Path, Query, State,
        rejection::{JsonRejection, QueryRejection},
    },
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::get,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::sync::Arc;
use trucewatch::{
    json,
    model::{Kind, Modality, Moment},
    record::{ClaimQuery, Error, Said, judgement_json},
    views::Names,
};
use utoipa::{IntoParams, OpenApi, ToSchema};

/// Most items that one answer holds.
const MOST: usize = 1000;

/// Every address of the API.
pub fn router() -> Router<Arc<Shared>> {
    Router::new()
        .route("/ceasefires", get(ceasefires))
        .route("/ceasefires/{id}", get(ceasefire))
        .route("/incidents", get(incidents))
        .route("/incidents/{id}", get(incident))
        .route("/claims", get(claims))
        .route("/reports/{id}", get(report))
        .route("/judgements", get(judgements).post(judge))
        .route("/head", get(head))
        .route("/openapi.json", get(description))
        .fallback(nowhere)
}

#[derive(OpenApi)]
#[openapi(
    info(title = "trucewatch", description = "What reports say about ceasefires and what was reported around them."),
    servers((url = "/api/v1")),
    paths(ceasefires, ceasefire, incidents, incident, claims, report, judgements, judge, head),
    components(schemas(Sent, Wrong))
)]
struct Description;

async fn description() -> Json<utoipa::openapi::OpenApi> {
    Json(Description::openapi())
}

/// An answer that is an error.
#[derive(Serialize, ToSchema)]
struct Wrong {
    /// What is wrong, in words.
    error: String,
}

/// A failure told as JSON.
struct Refused(StatusCode, String);

impl From<Failure> for Refused {
    fn from(failure: Failure) -> Self {
        Refused(failure.status, failure.what)
    }
}

impl From<QueryRejection> for Refused {
    fn from(rejection: QueryRejection) -> Self {
        Refused(StatusCode::BAD_REQUEST, rejection.body_text())
    }
}

impl From<JsonRejection> for Refused {
    fn from(rejection: JsonRejection) -> Self {
        Refused(rejection.status(), rejection.body_text())
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        (self.0, Json(Wrong { error: self.1 })).into_response()
    }
}

type Answer = Result<Json<Value>, Refused>;

async fn nowhere() -> Refused {
    Refused(StatusCode::NOT_FOUND, "there is no such address; see /api/v1/openapi.json".into())
}

/// Which part of a list.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
struct Part {
    /// Number of the first item, from 0.
    first: usize,
    /// At most so many items, 1000 at most.
    #[param(minimum = 1, maximum = 1000)]
    limit: usize,
}

impl Default for Part {
    fn default() -> Self {
        Part { first: 0, limit: 100 }
    }
}

impl Part {
    /// The part of a list, with how long the whole is.
    fn of<T: Serialize>(&self, all: &[T]) -> Value {
        let items: Vec<&T> = all.iter().skip(self.first).take(self.limit.min(MOST)).collect();
        json!({"total": all.len(), "first": self.first, "items": items})
    }
}

async fn work(make: impl FnOnce() -> Result<Value, Error> + Send + 'static) -> Answer {
    Ok(Json(off_thread(make).await?))
}

fn value(of: &impl Serialize) -> Result<Value, Error> {
    serde_json::to_value(of).map_err(|error| Error::Entry { subject: "the answer".into(), what: error.to_string() })
}

/// Ceasefires in order of beginning, in short.
#[utoipa::path(get, path = "/ceasefires", params(Filter, Part), responses(
    (status = 200, description = "A part of the list: total, first, items", body = Object),
    (status = 400, description = "A parameter is wrong", body = Wrong)))]
async fn ceasefires(
    State(shared): App,
    filter: Result<Query<Filter>, QueryRejection>,
    part: Result<Query<Part>, QueryRejection>,
) -> Answer {
    let (Query(filter), Query(part)) = (filter?, part?);
    work(move || Ok(part.of(&shared.desk.catalog()?.select(&filter).ceasefires))).await
}

/// Incidents in order of day, in short.
#[utoipa::path(get, path = "/incidents", params(Filter, Part), responses(
    (status = 200, description = "A part of the list: total, first, items", body = Object),
    (status = 400, description = "A parameter is wrong", body = Wrong)))]
async fn incidents(
    State(shared): App,
    filter: Result<Query<Filter>, QueryRejection>,
    part: Result<Query<Part>, QueryRejection>,
) -> Answer {
    let (Query(filter), Query(part)) = (filter?, part?);
    work(move || Ok(part.of(&shared.desk.catalog()?.select(&filter).incidents))).await
}

/// A ceasefire's dossier.
#[utoipa::path(get, path = "/ceasefires/{id}", params(("id" = String, Path, description = "cf-..., or the beginning of it")), responses(
    (status = 200, description = "The dossier, as `show --format json` prints it", body = Object),
    (status = 404, description = "There is none", body = Wrong)))]
async fn ceasefire(State(shared): App, viewer: Viewer, Path(id): Path<String>) -> Answer {
    work(move || shared.desk.read(|record| value(&record.dossier(&id, viewer.sees())?))).await
}

/// An incident with everything that was said of it.
#[utoipa::path(get, path = "/incidents/{id}", params(("id" = String, Path, description = "in-..., or the beginning of it")), responses(
    (status = 200, description = "The incident, as `show --format json` prints it", body = Object),
    (status = 404, description = "There is none", body = Wrong)))]
async fn incident(State(shared): App, viewer: Viewer, Path(id): Path<String>) -> Answer {
    work(move || shared.desk.read(|record| value(&record.incident(&id, viewer.sees())?))).await
}

/// Which claims.
#[derive(Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
struct Wanted {
    /// Words of the report, "phrases", beginnings*.
    words: String,
    /// ceasefire, corridor, attack, casualties, control, movement or aid.
    kind: Option<String>,
    /// The action, method or measure.
    r#type: Option<String>,
    /// reported, planned, called_for, denied or hypothetical.
    modality: Option<String>,
    /// Part of a party's name, or its id.
    party: Option<String>,
    /// Part of a place's name.
    place: Option<String>,
    /// First day, YYYY-MM-DD.
    from: Option<String>,
    /// Last day.
    until: Option<String>,
    /// Part of the outlet's name.
    outlet: Option<String>,
    /// Only claims of events on which accounts differ.
    disputed: bool,
    /// At most so many, 1000 at most; 100 where it is not given.
    limit: Option<usize>,
}

impl TryFrom<Wanted> for ClaimQuery {
    type Error = String;

    fn try_from(wanted: Wanted) -> Result<Self, String> {
        let day = |text: Option<String>| match text {
            Some(text) => Moment::parse(&text).map(Some).ok_or(format!("{text}: no day; write it as 2016-10-21")),
            None => Ok(None),
        };
        let kind = match wanted.kind {
            Some(word) => Some(Kind::from_word(&word).ok_or(format!("{word}: no kind of claim"))?),
            None => None,
        };
        if let Some(word) = &wanted.modality
            && Modality::from_word(word).is_none()
        {
            return Err(format!("{word}: no modality"));
        }
        Ok(ClaimQuery {
            words: wanted.words,
            kind,
            type_word: wanted.r#type,
            modality: wanted.modality,
            party: wanted.party,
            place: wanted.place,
            from: day(wanted.from)?,
            until: day(wanted.until)?,
            outlet: wanted.outlet,
            disputed: wanted.disputed,
            limit: wanted.limit.unwrap_or(100).clamp(1, MOST),
            ..ClaimQuery::default()
        })
    }
}

/// Claims by words and filters.
#[utoipa::path(get, path = "/claims", params(Wanted), responses(
    (status = 200, description = "The claims, as `claims --format json` prints them", body = Object),
    (status = 400, description = "A parameter is wrong", body = Wrong)))]
async fn claims(State(shared): App, wanted: Result<Query<Wanted>, QueryRejection>) -> Answer {
    let Query(wanted) = wanted?;
    let query = ClaimQuery::try_from(wanted).map_err(|wrong| Refused(StatusCode::BAD_REQUEST, wrong))?;
    work(move || shared.desk.read(|record| value(&record.claims(&query)?))).await
}

/// One report: what is known of it, and its reading where the viewer may see names, since texts name private people.
#[utoipa::path(get, path = "/reports/{id}", params(("id" = String, Path, description = "r..., the beginning of it, or the id it had in its own file")), responses(
    (status = 200, description = "The report; `reading` as `report --format json` prints it", body = Object),
    (status = 404, description = "There is none", body = Wrong)))]
async fn report(State(shared): App, viewer: Viewer, Path(id): Path<String>) -> Answer {
    work(move || {
        let view = shared.desk.read(|record| record.report(&id))?;
        let reading = (viewer.sees() == Names::Full).then(|| json::reading(&view.reading, false));
        Ok(json!({
            "report": value(&view.card)?,
            "origin": view.origin,
            "added": view.added,
            "made_with": view.made_with,
            "copies": view.copies,
            "reading": reading,
        }))
    })
    .await
}

/// All judgements in the order in which they were made.
#[utoipa::path(get, path = "/judgements", params(Part), responses(
    (status = 200, description = "A part of the list: total, first, items", body = Object),
    (status = 400, description = "A parameter is wrong", body = Wrong)))]
async fn judgements(State(shared): App, part: Result<Query<Part>, QueryRejection>) -> Answer {
    let Query(part) = part?;
    work(move || {
        let all = shared.desk.read(|record| record.judgements())?;
        Ok(part.of(&all.iter().map(judgement_json).collect::<Vec<_>>()))
    })
    .await
}

/// A judgement, as it is sent.
#[derive(Deserialize, ToSchema)]
#[schema(as = Said)]
#[serde(tag = "verdict", rename_all = "lowercase")]
enum Sent {
    /// Two claims (REPORT#c3) or events are one.
    Same { a: String, b: String, by: Option<String>, reason: Option<String> },
    /// They are not.
    Different { a: String, b: String, by: Option<String>, reason: Option<String> },
    /// It cannot be told.
    Unsure { a: String, b: String, by: Option<String>, reason: Option<String> },
    /// A claim is read right.
    Confirm { claim: String, by: Option<String>, reason: Option<String> },
    /// A claim is not in the text.
    Reject { claim: String, by: Option<String>, reason: Option<String> },
    /// A field of a claim is read wrong; its right value as JSON, or plain text.
    Correct { claim: String, field: String, value: String, by: Option<String>, reason: Option<String> },
    /// An earlier judgement no longer counts.
    Undo { judgement: String, by: Option<String>, reason: Option<String> },
}

impl Sent {
    /// What is said, by whom, and why.
    fn parts(self) -> (Said, Option<String>, Option<String>) {
        match self {
            Sent::Same { a, b, by, reason } => (Said::Same(a, b), by, reason),
            Sent::Different { a, b, by, reason } => (Said::Different(a, b), by, reason),
            Sent::Unsure { a, b, by, reason } => (Said::Unsure(a, b), by, reason),
            Sent::Confirm { claim, by, reason } => (Said::Confirm(claim), by, reason),
            Sent::Reject { claim, by, reason } => (Said::Reject(claim), by, reason),
            Sent::Correct { claim, field, value, by, reason } => (Said::Correct { claim, field, value }, by, reason),
            Sent::Undo { judgement, by, reason } => (Said::Undo(judgement), by, reason),
        }
    }
}

/// Takes a judgement. Who is signed in judges under the own name; `by` counts only where there are no accounts.
#[utoipa::path(post, path = "/judgements", request_body = Sent, responses(
    (status = 201, description = "The judgement, as it is kept", body = Object),
    (status = 400, description = "The body is no JSON", body = Wrong),
    (status = 403, description = "Only reviewers judge", body = Wrong),
    (status = 404, description = "A claim or judgement is not known", body = Wrong),
    (status = 415, description = "The body is not said to be JSON", body = Wrong),
    (status = 422, description = "The judgement cannot be taken", body = Wrong)))]
async fn judge(
    State(shared): App,
    viewer: Viewer,
    sent: Result<Json<Sent>, JsonRejection>,
) -> Result<(StatusCode, Json<Value>), Refused> {
    if viewer.role < Role::Reviewer {
        return Err(Refused(StatusCode::FORBIDDEN, "only reviewers judge".into()));
    }
    let (said, by, reason) = sent?.0.parts();
    let by = if viewer.signed_in { viewer.person } else { by.or(viewer.person) };
    let Json(kept) = work(move || {
        let by = by.unwrap_or_default();
        let judgement = shared.desk.write(|record| record.judge(said, &by, reason.as_deref()))?;
        Ok(judgement_json(&judgement))
    })
    .await?;
    Ok((StatusCode::CREATED, Json(kept)))
}

/// Number and hash of the newest entry.
#[utoipa::path(get, path = "/head", responses((status = 200, description = "seq and hash", body = Object)))]
async fn head(State(shared): App) -> Answer {
    work(move || {
        shared.desk.read(|record| {
            let head = record.ledger().head()?;
            Ok(json!({"seq": head.seq, "hash": head.hash.to_string()}))
        })
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_is_described() {
        let described = serde_json::to_value(Description::openapi()).unwrap();
        let mut paths: Vec<&str> = described["paths"].as_object().unwrap().keys().map(String::as_str).collect();
        paths.sort_unstable();
        let source = include_str!("api.rs");
        let routed = source.lines().filter_map(|line| line.trim().strip_prefix(".route(\"")?.split('"').next());
        let mut routed: Vec<&str> = routed.filter(|path| *path != "/openapi.json").collect();
        routed.sort_unstable();
        assert_eq!(paths, routed);
    }

    #[test]
    fn wrong_days_and_kinds_are_told() {
        let wanted = Wanted { from: Some("yesterday".into()), ..Wanted::default() };
        assert!(ClaimQuery::try_from(wanted).unwrap_err().contains("yesterday"));
        let wanted = Wanted { kind: Some("rumour".into()), ..Wanted::default() };
        assert!(ClaimQuery::try_from(wanted).unwrap_err().contains("rumour"));
    }
}
