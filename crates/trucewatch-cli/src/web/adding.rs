//! Adding reports: files, a pasted text or an address come in one form, become a job, and its page tells how far it is.

use super::{
    access::{Role, Viewer},
    jobs::{Given, Job},
    pages::add,
    server::{App, Failure, site_for},
};
use axum::{
    extract::{Multipart, Path, State, multipart::MultipartError},
    http::StatusCode,
    response::{
        Html, Redirect,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures_util::stream::{Stream, unfold};
use std::{convert::Infallible, sync::Arc};
use trucewatch::model::Moment;

/// Most bytes of one upload.
pub const LARGEST: usize = 64 << 20;

fn allowed(viewer: &Viewer) -> Result<(), Failure> {
    let what = "Readers look; reviewers add. Ask who runs this record.";
    if viewer.role < Role::Reviewer { Err(Failure::new(StatusCode::FORBIDDEN, "Not allowed", what)) } else { Ok(()) }
}

/// The forms, and the jobs so far.
pub async fn page(State(shared): App, viewer: Viewer) -> Html<String> {
    Html(add::page(&site_for(&viewer), &shared.jobs.all()).into_string())
}

/// Takes what is given and starts a job.
pub async fn give(State(shared): App, viewer: Viewer, form: Multipart) -> Result<Redirect, Failure> {
    allowed(&viewer)?;
    let given = read(form).await.map_err(|error| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Failure::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "Too large",
            "An upload can have 64 MB. Divide it, pack it with gzip, or add it with `trucewatch add FILE`, which has no limit.",
        ),
        status => Failure::new(status, "The upload cannot be read", error.body_text()),
    })?;
    let refuse = |what: &str| Err(Failure::new(StatusCode::UNPROCESSABLE_ENTITY, "This cannot be added", what));
    if given.is_empty() {
        return refuse("Nothing was given: choose a file, paste a text, or name an address.");
    }
    let address = given.address.trim();
    if !address.is_empty() && !["http://", "https://"].iter().any(|scheme| address.starts_with(scheme)) {
        return refuse("An address begins with https:// or http://.");
    }
    if !given.published.trim().is_empty() && Moment::parse(given.published.trim()).is_none() {
        return refuse("Write the date as 2016-10-21.");
    }
    let job = shared.jobs.start(shared.clone(), given);
    Ok(Redirect::to(&format!("/add/jobs/{}", job.id)))
}

async fn read(mut form: Multipart) -> Result<Given, MultipartError> {
    let mut given = Given::default();
    while let Some(field) = form.next_field().await? {
        let name = field.name().unwrap_or_default().to_owned();
        match name.as_str() {
            "file" => {
                // Browsers send one without a name where no file was chosen.
                let file = field.file_name().unwrap_or_default().to_owned();
                let bytes = field.bytes().await?;
                if !file.is_empty() {
                    given.files.push((file, bytes.to_vec()));
                }
            }
            "text" => given.text = field.text().await?,
            "title" => given.title = field.text().await?,
            "address" => given.address = field.text().await?,
            "outlet" => given.outlet = field.text().await?,
            "published" => given.published = field.text().await?,
            _ => {}
        }
    }
    Ok(given)
}

/// How far a job is.
pub async fn job(State(shared): App, viewer: Viewer, Path(id): Path<usize>) -> Result<Html<String>, Failure> {
    let job = find(&shared.jobs, &viewer, id)?;
    Ok(Html(add::job(&site_for(&viewer), &job).into_string()))
}

fn find(jobs: &super::jobs::Jobs, viewer: &Viewer, id: usize) -> Result<Arc<Job>, Failure> {
    allowed(viewer)?;
    let what = "There is no such job. Jobs are forgotten when the server ends; the reports they added are kept.";
    jobs.get(id).ok_or_else(|| Failure::new(StatusCode::NOT_FOUND, "Not found", what))
}

/// The same as it goes on: each event is the part of the page that changes, the last is called "done".
pub async fn events(
    State(shared): App,
    viewer: Viewer,
    Path(id): Path<usize>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Failure> {
    let job = find(&shared.jobs, &viewer, id)?;
    let site = site_for(&viewer);
    let mut changes = job.progress.subscribe();
    changes.mark_changed();
    let stream = unfold(Some(changes), move |changes| {
        let (site, job) = (site.clone(), job.clone());
        async move {
            let mut changes = changes?;
            changes.changed().await.ok()?;
            let progress = changes.borrow_and_update().clone();
            let part = add::progress(&site, &job, &progress).into_string().replace(['\r', '\n'], " ");
            let name = if progress.finished { "done" } else { "progress" };
            Some((Ok(Event::default().event(name).data(part)), (!progress.finished).then_some(changes)))
        }
    });
    Ok(Sse::new(stream).keep_alive(KeepAlive::default()))
}
