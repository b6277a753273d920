//! Adding reports: the forms, and what became of what was given.

use crate::web::{
    jobs::{Job, Outcome, Progressed},
    layout::{Room, Site},
    links::Target,
    parts::counted,
};
use maud::{Markup, html};
use std::sync::Arc;

/// The forms, and the jobs so far.
pub fn page(site: &Site, jobs: &[Arc<Job>]) -> Markup {
    let main = html! {
        h1 { "Add reports" }
        @if site.may_judge { (forms()) } @else { p.lead { "Readers look; reviewers add." } }
        @if !jobs.is_empty() && site.may_judge {
            section {
                h2 { "So far" }
                ul.events {
                    @for job in jobs {
                        li {
                            a href={ "/add/jobs/" (job.id) } { bdi { (named(job)) } }
                            p.facts { span { (state(&job.progress.borrow())) } }
                        }
                    }
                }
            }
        }
    };
    site.page(Room::Add, "Add reports", &main)
}

fn forms() -> Markup {
    let about = html! {
        label { "Outlet, where the report does not say it" input name="outlet" maxlength="200" dir="auto"; }
        label { "Published, where the report does not say it" input type="date" name="published"; }
    };
    html! {
        p.lead { "Each report is kept once, as it came and as it is read. Read are pages, texts, JSON lines, web archives and feeds." }
        div.giving {
            form.drop method="post" action="/add" enctype="multipart/form-data" data-largest=(crate::web::adding::LARGEST) {
                h2 { "Files" }
                label { "Choose files, or drop them here; 64 MB at once" input type="file" name="file" multiple required; }
                p.trouble role="alert" hidden {}
                (about)
                button type="submit" { "Add the files" }
            }
            form method="post" action="/add" enctype="multipart/form-data" {
                h2 { "A text" }
                label { "Headline" input name="title" maxlength="500" dir="auto"; }
                label { "Text" textarea name="text" rows="8" required dir="auto" {} }
                (about)
                button type="submit" { "Add the text" }
            }
            form method="post" action="/add" enctype="multipart/form-data" {
                h2 { "An address" }
                label { "Of a page or a feed" input type="url" name="address" required placeholder="https://"; }
                (about)
                button type="submit" { "Fetch and add" }
                p.why { "Fetched once and politely, as the site's robots.txt allows." }
            }
        }
    }
}

fn named(job: &Job) -> String {
    match job.what.as_slice() {
        [one] => one.clone(),
        [one, others @ ..] => format!("{one} and {} more", others.len()),
        [] => format!("Job {}", job.id),
    }
}

fn state(progress: &Progressed) -> String {
    let summary = &progress.summary;
    let begun = match (progress.begun, progress.finished) {
        (false, _) => return "waits for its turn".to_owned(),
        (true, false) => "is being read",
        (true, true) => "done",
    };
    let mut parts = vec![begun.to_owned(), format!("{} new", summary.new)];
    let counts = [
        (summary.copies, "copies among them"),
        (summary.known, "known"),
        (summary.reread, "read again"),
        (summary.failed, "failed"),
        (progress.unchanged as u64, "not changed since they were fetched"),
    ];
    parts.extend(counts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")));
    parts.join(", ")
}

/// The page of a job.
pub fn job(site: &Site, job: &Job) -> Markup {
    let progress = job.progress.borrow().clone();
    let events = (!progress.finished).then(|| format!("/add/jobs/{}/events", job.id));
    let main = html! {
        p.kicker { a href=(site.to(Target::Add)) { "Add reports" } }
        h1 { bdi { (named(job)) } }
        div data-events=[events] { (self::progress(site, job, &progress)) }
    };
    site.page(Room::Add, "Adding", &main)
}

/// The part of it that changes.
pub fn progress(site: &Site, job: &Job, progress: &Progressed) -> Markup {
    let all = &progress.summary;
    let told = all.new + all.known + all.reread + all.failed;
    html! {
        p.lead role="status" { (state(progress)) "." }
        @if !progress.finished { noscript { p { a href={ "/add/jobs/" (job.id) } { "Load again to see how far it is" } } } }
        @if let Some(error) = &progress.error {
            section.empty { h2 { "It broke off" } p { (error) } p { "What is listed below is in the record." } }
        }
        @if progress.finished && told == 0 && progress.error.is_none() {
            p.unknown { "There was no report in it." }
        }
        // The newest on top, so that one can watch it being read.
        ul.events { @for outcome in progress.outcomes.iter().rev() { li { (self::outcome(site, outcome)) } } }
        @if told > progress.outcomes.len() as u64 {
            p.unknown { "And " (counted((told - progress.outcomes.len() as u64) as usize, "report")) " more." }
        }
        @if progress.finished && all.new > 0 { p { a.button href=(site.to(Target::Overview)) { "To the record" } } }
    }
}

fn outcome(site: &Site, outcome: &Outcome) -> Markup {
    html! {
        @match outcome {
            Outcome::New(id, copy_of, notices) => {
                "New: " a href=(site.to(Target::Report(id, None))) { (id) }
                @if let Some(of) = copy_of { ", carries the text of " a href=(site.to(Target::Report(of, None))) { (of) } }
                @for notice in notices { p.why { (notice) } }
            },
            Outcome::Known(id) => { "Known: " a href=(site.to(Target::Report(id, None))) { (id) } },
            Outcome::Failed(what, advice) => {
                span.no { "Failed: " } bdi { (what) }
                @if let Some(advice) = advice { p.why { (advice) } }
            },
        }
    }
}
