//! What a person should look at, ten at a time, the gravest first, with the words of both sides.

use crate::web::{
    controls,
    layout::{Room, Site},
    links::Target,
    parts::{claim_line, counted},
};
use maud::{Markup, html};
use trucewatch::model::{ClaimRef, Judgement};
use trucewatch::record::ClaimLine;
use trucewatch::views::{Doubt, Question};

/// Questions on one page.
pub const QUESTIONS: usize = 10;

/// A doubt with the claims it is about.
pub struct Asked<'a> {
    /// The doubt.
    pub doubt: &'a Doubt,
    /// One claim or two; `None` where it is not in the record any more.
    pub claims: Vec<Option<ClaimLine>>,
}

/// The claims that a question is about.
pub fn claims_of(question: &Question) -> Vec<&ClaimRef> {
    match question {
        Question::Reading(claim) => vec![claim],
        Question::Apart(a, b) | Question::Joined(a, b) => vec![a, b],
    }
}

/// The page: the questions from number `first` on, of `of`; `last` is the judgement that was made last.
pub fn page(site: &Site, asked: &[Asked<'_>], first: usize, of: usize, last: Option<&Judgement>) -> Markup {
    let back = format!("/review?first={first}");
    let main = html! {
        h1 { "Review" }
        @if asked.is_empty() {
            section.empty {
                h2 { "Nothing waits" }
                p { "No claim, figure or pair of claims is in doubt that nobody has judged. More comes with more reports." }
            }
        } @else {
            p.lead { (counted(of, "question")) ", the gravest first: how unsure the record is, times how much hangs on it." }
        }
        @if site.may_judge { (controls::form(site, &back)) }
        @if let Some(last) = last { div.claim { "Last: " (controls::judgement(site, last)) } }
        @if site.may_judge && !asked.is_empty() {
            (controls::keys(&[
                ("n or →", "next question"), ("←", "question before"), ("c", "confirm"), ("r", "reject"),
                ("e", "correct, on the report's page"), ("s", "same"), ("d", "different"), ("u", "cannot tell"),
                ("?", "show or hide the keys"),
            ]))
        }
        ol.questions data-queue="" start=(first + 1) {
            @for (at, asked) in asked.iter().enumerate() { (question(site, at + 1, asked)) }
        }
        @if of > QUESTIONS {
            nav.pager aria-label="Pages of the queue" {
                @if first > 0 { a rel="prev" href={ "/review?first=" (first.saturating_sub(QUESTIONS)) } { "Graver" } }
                span { (first + 1) " to " (of.min(first + QUESTIONS)) " of " (of) }
                @if first + QUESTIONS < of { a rel="next" href={ "/review?first=" (first + QUESTIONS) } { "Less grave" } }
            }
        }
    };
    site.page(Room::Review, "Review", &main)
}

fn question(site: &Site, number: usize, asked: &Asked<'_>) -> Markup {
    let Doubt { question, why, event, title, .. } = asked.doubt;
    let target = if event.starts_with("cf-") { Target::Ceasefire(event) } else { Target::Incident(event) };
    let (what, verdicts) = match question {
        Question::Reading(claim) => (
            "Is this read right?",
            html! {
                (controls::of_claim(claim))
                a.button.verdict data-key="e" href=(site.to(Target::Report(&claim.report, Some(claim.claim)))) { "Correct" }
            },
        ),
        Question::Apart(a, b) | Question::Joined(a, b) => ("Do these speak of one event?", controls::of_pair(a, b)),
    };
    html! {
        li.claim data-claim=(number) tabindex="-1" {
            h2 { (what) }
            p.why { bdi { (why) } }
            div.sides {
                @for line in &asked.claims {
                    div.side {
                        @match line {
                            Some(line) => (claim_line(site, line)),
                            None => p.unknown { "The report's words are not at hand." },
                        }
                    }
                }
            }
            @if site.may_judge { div.verdicts { (verdicts) } }
            p.by { "It bears on " a href=(site.to(target)) { bdi { (title) } } "." }
        }
    }
}
