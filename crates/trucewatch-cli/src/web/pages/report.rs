//! A report: its text with what it says marked in it, and beside it every claim. A published site has no text, which is others',
//! but the words of each claim and where the report can be found.

use crate::print::{claims, words};
use crate::web::{
    controls,
    layout::{Room, Site},
    links::Target,
    marked::{self, Mark},
    parts::{counted, date},
    told::Told,
};
use maud::{Markup, html};
use serde_json::Value;
use trucewatch::model::{Claim, ClaimMark, ClaimPlace, ClaimRef, Span};
use trucewatch::record::{EventId, marks};
use trucewatch::views::speaker_label;

/// The page.
pub fn page(site: &Site, told: &Told) -> Markup {
    let page = Page { site, told, back: format!("/reports/{}", told.view.card.id) };
    let title = told.redactor.without_names(told.view.card.title.as_deref().unwrap_or("Report without a title"));
    let served = site.links.is_served();
    let claims = &told.view.reading.claims;
    let main = html! {
        article.report {
            header {
                p.kicker { "Report " code { (told.view.card.id) } }
                h1 dir="auto" { (title) }
                (page.facts())
            }
            div.reading[served] {
                @if served { section.marked aria-label="Text" { (page.text()) } }
                aside.margin aria-label="Claims" {
                    h2 { (counted(claims.len(), "claim")) }
                    @if claims.is_empty() { p.unknown { "Nothing in this report was read as a claim." } }
                    @if site.may_judge && !claims.is_empty() {
                        (controls::form(site, &page.back))
                        (controls::keys(&[
                            ("n or →", "next claim"), ("←", "claim before"), ("c", "confirm"), ("r", "reject"),
                            ("e", "correct"), ("z", "undo"), ("?", "show or hide the keys"),
                        ]))
                    }
                    @let json = site.may_judge.then(|| trucewatch::json::reading(&told.view.reading, false));
                    @for (at, claim) in claims.iter().enumerate() {
                        (page.claim(at, claim, json.as_ref().map(|json| &json["claims"][at])))
                    }
                }
            }
        }
    };
    site.page(Room::Record, &title, &main)
}

struct Page<'a> {
    site: &'a Site,
    told: &'a Told,
    back: String,
}

impl Page<'_> {
    fn facts(&self) -> Markup {
        let view = &self.told.view;
        let link = view.card.url.as_deref().filter(|url| url.starts_with("https://") || url.starts_with("http://"));
        html! {
            p.facts {
                span { bdi { (view.card.outlet.as_deref().unwrap_or("outlet not known")) } }
                span { @match view.card.published { Some(at) => (date(at)), None => "date not known" } }
                @if let Some(url) = link { span { a href=(url) rel="noreferrer nofollow external" { "Where it was found" } } }
                @if let Some(of) = &view.card.copy_of {
                    span { "carries the text of " a href=(self.site.to(Target::Report(of, None))) { (of) } }
                }
                @if !view.copies.is_empty() {
                    span {
                        "its text is carried by "
                        @for (at, copy) in view.copies.iter().enumerate() {
                            @if at > 0 { ", " }
                            a href=(self.site.to(Target::Report(copy, None))) { (copy) }
                        }
                    }
                }
                @if self.site.may_judge { span { "from " bdi { (view.origin) } } }
                span { "added " (view.added.get(..10).unwrap_or(&view.added)) }
                span { "read with " code { (view.made_with) } }
            }
        }
    }

    fn text(&self) -> Markup {
        let reading = &self.told.view.reading;
        let mark =
            |(at, claim): (usize, &Claim)| Mark { span: claim.span, number: at + 1, kind: claim.content.kind().word() };
        let said = reading.statements.iter().flat_map(|statement| {
            let by = statement.speaker.as_ref().map(|speaker| speaker_label(speaker, self.site.names));
            let by =
                by.map_or_else(|| "a source that is not named".to_owned(), |by| self.told.redactor.without_names(&by));
            statement
                .content
                .iter()
                .enumerate()
                .map(move |(at, span): (usize, &Span)| marked::Said { span: *span, by: (at == 0).then(|| by.clone()) })
        });
        let marks = reading.claims.iter().enumerate().map(mark).collect();
        let hidden = self.told.redactor.found_in(&reading.document.text);
        marked::text(&reading.document.text, marks, said.collect(), &hidden)
    }

    fn claim(&self, at: usize, claim: &Claim, json: Option<&Value>) -> Markup {
        let (number, kind) = (at + 1, claim.content.kind().word());
        let reading = &self.told.view.reading;
        let reference = ClaimRef { report: self.told.view.card.id.clone(), claim: at };
        let clean = |words: &str| self.told.redactor.without_names(words);
        let served = self.site.links.is_served();
        let rejected = self.told.judgements.iter().rev().find(|judgement| self.is_on(judgement, claim));
        let rejected =
            rejected.is_some_and(|judgement| matches!(judgement.verdict, trucewatch::model::Verdict::Reject(_)));
        let id = if served { format!("m{number}") } else { format!("c{number}") };
        html! {
            article.claim.rejected[rejected] id=(id) data-claim=(number) tabindex="-1" {
                h3 {
                    @if served { a.label.(kind) href={ "#c" (number) } { (kind) " " (number) } }
                    @else { span.label.(kind) { (kind) " " (number) } }
                    " " bdi { (clean(&claims::headline(claim).plain())) }
                }
                @if !served { blockquote.quote { p { q dir="auto" { (clean(claim.span.of(&reading.document.text))) } } } }
                dl {
                    dt { "Told as" } dd { (words::modality(claim.modality)) }
                    @if let Some(time) = &claim.time { dt { "When" } dd { (clean(&words::time(time))) } }
                    @if !claim.places.is_empty() {
                        dt { "Where" }
                        dd { @for (at, place) in claim.places.iter().enumerate() { @if at > 0 { ", " } (place_of(place, clean)) } }
                    }
                    dt { "Said by" } dd { bdi { (clean(&self.speaker(claim))) } }
                    dt { "Confidence" } dd { (format!("{:.2}", claim.confidence)) }
                    @if let Some(events) = self.told.events.get(at).filter(|events| !events.is_empty()) {
                        dt { "Part of" }
                        dd {
                            @for (at, event) in events.iter().enumerate() {
                                @if at > 0 { ", " }
                                a href=(self.site.to(target_of(event))) { (event.id()) }
                            }
                        }
                    }
                }
                @for judgement in self.told.judgements.iter().filter(|judgement| self.is_on(judgement, claim)) {
                    (controls::judgement(self.site, judgement))
                }
                @if let Some(json) = json {
                    div.verdicts { (controls::of_claim(&reference)) }
                    (controls::correction(self.site, &reference, json, &self.back, |value| clean(value) != value))
                }
            }
        }
    }

    /// Who says a claim.
    fn speaker(&self, claim: &Claim) -> String {
        let reading = &self.told.view.reading;
        match claim.statement.and_then(|at| reading.statements.get(at)).map(|statement| &statement.speaker) {
            None => "the report itself".to_owned(),
            Some(None) => "a source that is not named".to_owned(),
            Some(Some(speaker)) => speaker_label(speaker, self.site.names),
        }
    }

    fn is_on(&self, judgement: &trucewatch::model::Judgement, claim: &Claim) -> bool {
        let is = |mark: &ClaimMark| {
            mark.report == self.told.view.card.id && mark.kind == claim.content.kind() && mark.span == claim.span
        };
        marks(&judgement.verdict).any(is)
    }
}

/// Where an event's page stands.
pub fn target_of(event: &EventId) -> Target<'_> {
    match event {
        EventId::Ceasefire(id) => Target::Ceasefire(id),
        EventId::Incident(id) => Target::Incident(id),
    }
}

fn place_of(claimed: &ClaimPlace, clean: impl Fn(&str) -> String) -> Markup {
    html! {
        bdi { (clean(&claimed.text)) }
        @match claimed.place.as_deref() {
            None => { " " span.count { "in no gazetteer" } },
            Some(place) => {
                " " span.count {
                    @if place.name != claimed.text { bdi { (clean(&place.name)) } ", " }
                    @if let Some(country) = &place.country { (country) ", " }
                    (place.precision.word())
                }
            }
        }
    }
}
