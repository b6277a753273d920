//! An incident: every claim of it, the ranges of its tolls, and why its claims are joined.

use crate::web::{
    draw::{self, Spot, What},
    layout::{Room, Site},
    parts::{self, Sources, counted, date},
};
use maud::{Markup, html};
use trucewatch::views::IncidentView;

/// The page.
pub fn page(site: &Site, view: &IncidentView) -> Markup {
    let incident = &view.incident;
    let from = Sources { site, reports: &view.reports, quotes: &view.quotes };
    let (own, copied): (Vec<_>, Vec<_>) = incident.claims.iter().partition(|member| {
        let card = view.reports.iter().find(|report| report.id == member.claim.report);
        card.is_none_or(|report| report.copy_of.is_none())
    });
    let party = |party: &trucewatch::model::Party| html! { bdi { (party.name) } };
    let tolls = [("Killed", &incident.killed), ("Injured", &incident.injured)];
    let others = incident.other_tolls.iter().map(|(word, toll)| (word.as_str(), toll));
    let place = |place| Spot { place, what: What::Incident, title: &place.name, target: None };
    let spots: Vec<Spot<'_>> = incident.places.iter().map(|account| place(&account.value)).collect();
    let main = html! {
        article.incident {
            header {
                p.kicker { "Incident " code { (incident.id) } }
                h1 { bdi { (incident.title) } }
                p.lead { (counted(view.reports.len(), "report")) ". What is said, not what is so." }
            }
            section {
                h2 { "What is said of it" }
                table.accounts {
                    thead {
                        tr { th scope="col" { "Question" } th scope="col" { "Answer" } th scope="col" { "Said by" } th scope="col" { "In words" } }
                    }
                    tbody {
                        (from.accounts("Means", &incident.method, |method| html! { (method.replace('_', " ")) }))
                        (from.accounts("Day", &incident.on, |at| date(*at)))
                        (from.accounts("Place", &incident.places, parts::place))
                        (from.accounts("Named as attacker", &incident.attackers, party))
                        (from.accounts("Said not to be the attacker", &incident.denied, party))
                        (from.accounts("Said to be hit", &incident.targets, |target| html! { bdi { (target) } }))
                    }
                }
            }
            (draw::small_map(site, &spots, "Where it is said to have been; the table above has the same"))
            @for (word, toll) in tolls.into_iter().chain(others) {
                @if !toll.accounts.is_empty() { section { (from.toll(word, toll)) } }
            }
            @if !incident.disagreements.is_empty() {
                section { h2 { "Where the accounts differ" } (from.disagreements(&incident.disagreements)) }
            }
            section {
                h2 { "All claims, and why they are joined" }
                @for member in own { (from.quote(&member.claim)) p.why { (member.why) } }
                @if !copied.is_empty() {
                    details {
                        summary { "In copies of these reports: " (counted(copied.len(), "claim")) }
                        @for member in copied { (from.quote(&member.claim)) p.why { (member.why) } }
                    }
                }
                (from.apart(&incident.apart))
            }
            section { h2 { "Reports" } (from.reports()) }
        }
    };
    site.page(Room::Record, &incident.title, &main)
}
