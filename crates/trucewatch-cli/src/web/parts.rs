//! Pieces that several pages show: values with who says them, quotes with the report behind them, dates, ranges.

use super::{draw, layout::Site, links::Target};
use crate::print::words;
use maud::{Markup, html};
use trucewatch::model::{Account, ClaimRef, Disagreement, EventPlace, Modality, Moment, Refusal, Toll};
use trucewatch::record::ClaimLine;
use trucewatch::views::{IncidentView, Quotes, ReportCard};

/// Quotes shown for one account; the rest stand behind a switch.
const QUOTES_SHOWN: usize = 3;

/// The reports and quotes behind a page.
pub struct Sources<'a> {
    /// Where the page stands.
    pub site: &'a Site,
    /// Cited by their number, from 1.
    pub reports: &'a [ReportCard],
    /// The words of claims.
    pub quotes: &'a Quotes,
}

impl Sources<'_> {
    /// The number of a report in the page's list.
    fn number(&self, report: &str) -> usize {
        self.reports.iter().position(|card| card.id == report).map_or(0, |at| at + 1)
    }

    /// A claim's words, who says them, and the report they stand in.
    pub fn quote(&self, claim: &ClaimRef) -> Markup {
        self.same_words(&[claim])
    }

    /// Claims in the same words, as copies of a report have them: the words once, with every report they stand in.
    fn same_words(&self, claims: &[&ClaimRef]) -> Markup {
        let Some((claim, others)) = claims.split_first() else { return Markup::default() };
        html! {
            blockquote.quote {
                @match self.quotes.get(claim) {
                    None => p.unknown { "The report's words are not at hand." },
                    Some(quote) => {
                        p {
                            @if quote.modality != "reported" { span.modality { (quote.modality.replace('_', " ")) } " " }
                            q dir="auto" { (quote.words) }
                        }
                        footer {
                            @if let Some(speaker) = &quote.speaker { bdi { (speaker) } ", in " }
                            bdi { (quote.outlet.as_deref().unwrap_or("outlet not known")) }
                            @if let Some(at) = quote.published { ", " (date(at)) }
                            " " (self.citation(claim))
                            @if !others.is_empty() { " the same in" @for other in others { " " (self.citation(other)) } }
                        }
                    }
                }
            }
        }
    }

    /// The number of a claim's report, as a link to the words.
    fn citation(&self, claim: &ClaimRef) -> Markup {
        let link = self.site.to(Target::Report(&claim.report, Some(claim.claim)));
        html! { a href=(link) { "[" (self.number(&claim.report)) "]" span.sr { " claim " (claim.claim + 1) } } }
    }

    /// The words of several claims.
    pub fn quotes(&self, claims: &[ClaimRef]) -> Markup {
        let mut alike: Vec<Vec<&ClaimRef>> = Vec::new();
        let words = |claim: &ClaimRef| {
            self.quotes.get(claim).map(|quote| (&quote.words, quote.modality, quote.speaker.is_some()))
        };
        for claim in claims {
            match alike.iter_mut().find(|known| words(known[0]).is_some() && words(known[0]) == words(claim)) {
                Some(known) => known.push(claim),
                None => alike.push(vec![claim]),
            }
        }
        let (shown, more) = alike.split_at(alike.len().min(QUOTES_SHOWN));
        html! {
            @for claims in shown { (self.same_words(claims)) }
            @if !more.is_empty() {
                details { summary { (more.len()) " more" } @for claims in more { (self.same_words(claims)) } }
            }
        }
    }

    /// Every account of one question: a row of a table each, the question beside the first.
    pub fn accounts<T>(&self, name: &str, accounts: &[Account<T>], value: impl Fn(&T) -> Markup) -> Markup {
        html! {
            @for (at, account) in accounts.iter().enumerate() {
                tr {
                    @if at == 0 { th scope="rowgroup" rowspan=(accounts.len()) { (name) } }
                    td.value { (value(&account.value)) }
                    td.by {
                        bdi { (account.by.join("; ")) }
                        @if account.sources > 1 { " " span.count { (account.sources) " sources" } }
                    }
                    td.words { (self.quotes(&account.claims)) }
                }
            }
        }
    }

    /// Questions on which the accounts differ, the answers side by side.
    pub fn disagreements(&self, disagreements: &[Disagreement]) -> Markup {
        html! {
            @for disagreement in disagreements {
                section.disagreement {
                    h3 { bdi { (disagreement.about.replace('_', " ")) } }
                    div.sides {
                        @for side in &disagreement.sides {
                            div.side {
                                p.value { bdi { (side.value.replace('_', " ")) } }
                                p.by { bdi { (side.by.join("; ")) } }
                                (self.quotes(&side.claims))
                            }
                        }
                    }
                }
            }
        }
    }

    /// A toll with every figure of it.
    pub fn toll(&self, name: &str, toll: &Toll) -> Markup {
        let range = IncidentView::range(toll).unwrap_or_else(|| "no figure for the whole".into());
        let most = draw::most(toll.accounts.iter().map(|account| &account.value));
        html! {
            h3 { (name) ": " (range) }
            table.accounts {
                thead { tr { th scope="col" { "Said by" } th scope="col" { "Figure" } th scope="col" { "In words" } } }
                tbody {
                    @for account in &toll.accounts {
                        tr.set-aside[account.value.superseded || account.value.cumulative || account.value.part] {
                            td.by { bdi { (account.by.join("; ")) } }
                            td.value {
                                (words::figure(&account.value))
                                // A single figure has nothing to be set beside.
                                @if toll.accounts.len() > 1 { (draw::toll_bar(&account.value, most)) }
                            }
                            td.words { (self.quotes(&account.claims)) }
                        }
                    }
                }
            }
        }
    }

    /// Near things that were kept apart, and why.
    pub fn apart(&self, refusals: &[Refusal]) -> Markup {
        html! {
            @if !refusals.is_empty() {
                details.apart {
                    summary { "Near, and kept apart (" (refusals.len()) ")" }
                    ul {
                        @for refusal in refusals {
                            li {
                                a href=(self.site.to(Target::Report(&refusal.a.report, Some(refusal.a.claim)))) { (refusal.a) }
                                " and "
                                a href=(self.site.to(Target::Report(&refusal.b.report, Some(refusal.b.claim)))) { (refusal.b) }
                                ": " (refusal.why)
                            }
                        }
                    }
                }
            }
        }
    }

    /// The reports behind the page, numbered as they are cited.
    pub fn reports(&self) -> Markup {
        html! {
            ol.reports {
                @for report in self.reports {
                    li {
                        a href=(self.site.to(Target::Report(&report.id, None))) {
                            bdi { (report.title.as_deref().unwrap_or("no title")) }
                        }
                        ", " bdi { (report.outlet.as_deref().unwrap_or("outlet not known")) }
                        ", " @match report.published { Some(at) => (date(at)), None => "date not known" }
                        @if let Some(of) = &report.copy_of {
                            " " span.count { "carries the text of " a href=(self.site.to(Target::Report(of, None))) { (of) } }
                        }
                    }
                }
            }
        }
    }
}

/// A claim in a list: what it is, its words, who says it where, and the events it is of.
pub fn claim_line(site: &Site, line: &ClaimLine) -> Markup {
    let card = &line.card;
    let kind = card.kind.word();
    html! {
        blockquote.quote {
            p {
                a.label.(kind) href=(site.to(Target::Report(&card.claim.report, Some(card.claim.claim)))) {
                    (kind) " " (card.type_word.replace('_', " "))
                }
                @if card.modality != Modality::Reported { span.modality { (card.modality.word().replace('_', " ")) } " " }
                q dir="auto" { (card.words) }
            }
            footer {
                @if let Some(speaker) = &card.speaker { bdi { (speaker) } ", in " }
                bdi { (line.outlet.as_deref().unwrap_or("outlet not known")) }
                @if let Some(at) = line.published { ", " (date(at)) }
                @for event in &line.events {
                    @let target = if event.starts_with("cf-") { Target::Ceasefire(event) } else { Target::Incident(event) };
                    " · " a href=(site.to(target)) { (event) }
                }
            }
        }
    }
}

/// A day or minute.
pub fn date(at: Moment) -> Markup {
    let at = at.to_string();
    html! { time datetime=(at) { (at.replace('T', " ")) } }
}

/// A place and how exactly it is known.
pub fn place(place: &EventPlace) -> Markup {
    html! {
        bdi { (place.name) }
        @if let Some(precision) = place.precision { " " span.count { (precision.word()) } }
    }
}

/// "3 reports".
pub fn counted(count: usize, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
}
