//! Outlets and parties: who publishes, who copies whom, who is quoted, who is named, and who disagrees with whom.

use crate::web::{
    layout::{Room, Site},
    pages::search::counted,
    parts::{self, date},
};
use maud::{Markup, html};
use trucewatch::model::Moment;
use trucewatch::record::Voices;

/// Rows of a table; what is rarer is counted only.
const ROWS: usize = 50;

/// The page.
pub fn page(site: &Site, voices: &Voices) -> Markup {
    let main = html! {
        h1 { "Outlets and parties" }
        p.lead { "Who speaks in this record. Counts are of reports and claims, not of what happened." }
        @if voices.outlets.is_empty() {
            section.empty { h2 { "Nobody yet" } p { "The record holds no reports." } }
        } @else {
            (outlets(site, voices)) (quoted(site, voices)) (parties(site, voices)) (disputes(voices))
        }
    };
    site.page(Room::Outlets, "Outlets and parties", &main)
}

fn outlets(site: &Site, voices: &Voices) -> Markup {
    html! {
        section id="outlets" {
            h2 { "Who publishes" }
            table {
                thead { tr {
                    th scope="col" { "Outlet" } th scope="col" { "Reports" } th scope="col" { "First" } th scope="col" { "Last" }
                    th scope="col" { "Carries the text of" }
                } }
                tbody {
                    @for outlet in voices.outlets.iter().take(ROWS) {
                        tr {
                            th scope="row" { bdi { (outlet.name.as_deref().unwrap_or("outlet not known")) } }
                            td.number {
                                @match &outlet.name { Some(name) => (counted(site, "outlet", name, outlet.reports)), None => (outlet.reports) }
                            }
                            td { (day(outlet.first)) }
                            td { (day(outlet.last)) }
                            td {
                                @for (at, (name, reports)) in outlet.carries.iter().take(5).enumerate() {
                                    @if at > 0 { ", " }
                                    bdi { (name) } " " span.count { (reports) }
                                }
                                @if outlet.carries.len() > 5 { " and " (outlet.carries.len() - 5) " more" }
                            }
                        }
                    }
                }
            }
            (rest(voices.outlets.len(), "outlets"))
        }
    }
}

fn quoted(site: &Site, voices: &Voices) -> Markup {
    html! {
        @if !voices.speakers.is_empty() {
            section id="quoted" {
                h2 { "Whose words are carried" }
                p.why { "Claims that reports give to a source, by kind of source. Private people are not named." }
                @for quoted in &voices.speakers {
                    details open[voices.speakers.len() < 4] {
                        summary { (quoted.category.word().replace('_', " ")) " " span.count { (parts::counted(quoted.claims, "claim")) } }
                        table { tbody { @for (name, claims) in &quoted.names {
                            tr { th scope="row" { bdi { (name) } } td.number { (counted(site, "speaker", name, *claims)) } }
                        } } }
                    }
                }
            }
        }
    }
}

fn parties(site: &Site, voices: &Voices) -> Markup {
    html! {
        @if !voices.parties.is_empty() {
            section id="parties" {
                h2 { "Parties that claims name" }
                table {
                    thead { tr { th scope="col" { "Party" } th scope="col" { "Claims" } } }
                    tbody { @for party in voices.parties.iter().take(ROWS) {
                        tr { th scope="row" { bdi { (party.name) } } td.number { (counted(site, "party", &party.id, party.claims)) } }
                    } }
                }
                (rest(voices.parties.len(), "parties"))
            }
        }
    }
}

fn disputes(voices: &Voices) -> Markup {
    html! {
        @if !voices.disputes.is_empty() {
            section id="disagree" {
                h2 { "Who disagrees with whom" }
                p.why { "Questions of one event on which the two gave different answers." }
                table {
                    thead { tr { th scope="col" { "One" } th scope="col" { "Other" } th scope="col" { "Questions" } th scope="col" { "About" } } }
                    tbody { @for dispute in voices.disputes.iter().take(ROWS) {
                        tr {
                            th scope="row" { bdi { (dispute.one) } }
                            td { bdi { (dispute.other) } }
                            td.number { (dispute.questions) }
                            td { (dispute.about.join(", ").replace('_', " ")) }
                        }
                    } }
                }
                (rest(voices.disputes.len(), "pairs"))
            }
        }
    }
}

fn rest(all: usize, what: &str) -> Markup {
    html! { @if all > ROWS { p.unknown { "And " (all - ROWS) " " (what) " more." } } }
}

fn day(at: Option<Moment>) -> Markup {
    html! { @match at { Some(at) => (date(at)), None => span.unknown { "not known" } } }
}
