//! Looking for claims, and at what waits for review and who speaks.

use super::{
    access::Viewer,
    pages::{self, review, search},
    server::{App, Failure, page},
    wanted::Wanted,
};
use axum::{
    extract::{Query, State},
    response::Html,
};
use serde::Deserialize;
use trucewatch::model::Verdict;
use trucewatch::record::{Error, Record};

/// Claims that are looked for.
pub async fn search(State(shared): App, viewer: Viewer, Query(wanted): Query<Wanted>) -> Result<Html<String>, Failure> {
    page(shared, viewer, move |desk, site| {
        if wanted.is_empty() {
            return Ok(search::page(site, &wanted, None));
        }
        let lines = desk.read(|record| record.claims(&wanted.query(search::LINES + 1)))?;
        Ok(search::page(site, &wanted, Some(&lines)))
    })
    .await
}

/// Where the queue begins.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Place {
    first: usize,
}

/// What waits for review.
pub async fn review(State(shared): App, viewer: Viewer, Query(place): Query<Place>) -> Result<Html<String>, Failure> {
    page(shared, viewer, move |desk, site| {
        let doubts = desk.doubts()?;
        // What stood here may have been answered meanwhile.
        let first = place.first.min(doubts.len().saturating_sub(1)) / review::QUESTIONS * review::QUESTIONS;
        desk.read(|record| {
            let on_page = doubts.iter().skip(first).take(review::QUESTIONS);
            let asked: Vec<review::Asked<'_>> = on_page
                .map(|doubt| {
                    let claims = review::claims_of(&doubt.question).into_iter().map(|claim| record.claim_line(claim));
                    Ok(review::Asked { doubt, claims: claims.collect::<Result<_, Error>>()? })
                })
                .collect::<Result<_, Error>>()?;
            Ok(review::page(site, &asked, first, doubts.len(), last_judgement(record)?.as_ref()))
        })
    })
    .await
}

/// The judgement that was made last, of those that stand.
fn last_judgement(record: &Record) -> Result<Option<trucewatch::model::Judgement>, Error> {
    let all = record.judgements()?;
    let last = trucewatch::link::standing(&all).last().map(|judgement| (*judgement).clone());
    Ok(last.filter(|judgement| !matches!(judgement.verdict, Verdict::Undo { .. })))
}

/// Who publishes, who is quoted, who disagrees.
pub async fn outlets(State(shared): App, viewer: Viewer) -> Result<Html<String>, Failure> {
    page(shared, viewer, |desk, site| Ok(pages::outlets::page(site, &*desk.voices()?))).await
}
