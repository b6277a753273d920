//! A ceasefire's dossier: terms, stances, corridors, what was reported inside the window, tolls, disagreements, timeline, outcome;
//! every line with who says it and in which words.

use crate::print::words;
use crate::web::{
    draw::{self, Spot, What},
    layout::{Room, Site},
    links::Target,
    parts::{Sources, counted, date, place},
};
use maud::{Markup, html};
use trucewatch::model::{Ceasefire, Moment, Placement};
use trucewatch::views::{Dossier, IncidentView};

/// The page. `head` is the hash of the newest entry, for the citation.
pub fn page(site: &Site, dossier: &Dossier, head: &str) -> Markup {
    let ceasefire = &dossier.ceasefire;
    let from = Sources { site, reports: &dossier.reports, quotes: &dossier.quotes };
    let copies = dossier.reports.iter().filter(|report| report.copy_of.is_some()).count();
    let main = html! {
        article.dossier {
            header {
                p.kicker { "Ceasefire " code { (ceasefire.id) } }
                h1 { bdi { (ceasefire.title) } }
                p.lead {
                    (counted(dossier.reports.len(), "report"))
                    @if copies > 0 { ", " (copies) " of them copied from another" }
                    ". What is said, not what is so."
                    @if !ceasefire.judged.is_empty() { " " (counted(ceasefire.judged.len(), "judgement")) " of people bear on it." }
                }
                nav.jump aria-label="Parts of the dossier" {
                    @for (id, name, there) in parts_of(dossier) { @if there { a href={ "#" (id) } { (name) } } }
                }
            }
            section id="terms" { h2 { "Terms" } (terms(&from, ceasefire)) }
            (stances(&from, ceasefire))
            (corridors(&from, ceasefire))
            (draw::small_map(site, &spots(dossier), "Area, corridors and what was reported; the tables have the same"))
            (inside(&from, dossier))
            (tolls(&from, dossier))
            (violations(&from, ceasefire))
            @if !ceasefire.disagreements.is_empty() {
                section id="differ" { h2 { "Where the accounts differ" } (from.disagreements(&ceasefire.disagreements)) }
            }
            (timeline(dossier))
            (outcome(&from, ceasefire))
            section id="reports" {
                h2 { "Reports" }
                (from.reports())
                (from.apart(&ceasefire.apart))
            }
            (citation(dossier, head))
        }
    };
    site.page(Room::Record, &ceasefire.title, &main)
}

/// What of it stands on a map: its area, its corridors, and the first known place of each incident.
fn spots(dossier: &Dossier) -> Vec<Spot<'_>> {
    let ceasefire = &dossier.ceasefire;
    let area = ceasefire.area.iter().map(|account| (&account.value, What::Ceasefire));
    let corridors = ceasefire.corridors.iter().filter_map(|corridor| Some((corridor.place.as_ref()?, What::Corridor)));
    let terms = area.chain(corridors).map(|(place, what)| Spot { place, what, title: &place.name, target: None });
    let incidents = dossier.incidents.iter().filter_map(|incident| {
        let place = incident.places.iter().map(|account| &account.value).find(|place| place.lat.is_some())?;
        let target = Some(Target::Incident(&incident.id));
        Some(Spot { place, what: What::Incident, title: &incident.title, target })
    });
    terms.chain(incidents).filter(|spot| spot.at().is_some()).collect()
}

fn parts_of(dossier: &Dossier) -> [(&'static str, &'static str, bool); 9] {
    let ceasefire = &dossier.ceasefire;
    [
        ("terms", "Terms", true),
        ("stances", "Stances", !ceasefire.stances.is_empty()),
        ("corridors", "Corridors", !ceasefire.corridors.is_empty()),
        ("inside", "Reported inside", !ceasefire.incidents.is_empty()),
        ("tolls", "Tolls", dossier.incidents.iter().any(has_toll)),
        ("differ", "Disagreements", !ceasefire.disagreements.is_empty()),
        ("timeline", "Timeline", !dossier.timeline.is_empty()),
        ("outcome", "Outcome", !ceasefire.outcome.is_empty() || !ceasefire.ended_on.is_empty()),
        ("reports", "Reports", true),
    ]
}

fn has_toll(incident: &trucewatch::model::Incident) -> bool {
    !incident.killed.accounts.is_empty() || !incident.injured.accounts.is_empty()
}

fn terms(from: &Sources<'_>, ceasefire: &Ceasefire) -> Markup {
    let day = |at: &Moment| date(*at);
    let text = |text: &String| html! { bdi { (text) } };
    html! {
        table.accounts {
            thead {
                tr { th scope="col" { "Term" } th scope="col" { "Value" } th scope="col" { "Said by" } th scope="col" { "In words" } }
            }
            tbody {
                (from.accounts("Declared by", &ceasefire.declared_by, |party| html! { bdi { (party.name) } }))
                tr {
                    th scope="row" { "Sides" }
                    td.value colspan="3" {
                        @match ceasefire.side { Some(side) => (side.word()), None => span.unknown { "not said" } }
                    }
                }
                (from.accounts("Declared on", &ceasefire.declared_on, day))
                (from.accounts("Takes effect", &ceasefire.effective_from, day))
                (from.accounts("Until", &ceasefire.until, day))
                (from.accounts("Duration", &ceasefire.duration, |iso| html! { (words::duration(iso)) }))
                (from.accounts("Daily from", &ceasefire.daily_from, text))
                (from.accounts("Daily to", &ceasefire.daily_to, text))
                (from.accounts("Area", &ceasefire.area, place))
                (from.accounts("Purpose", &ceasefire.purpose, |purpose| html! { (purpose.word().replace('_', " ")) }))
                (from.accounts("Mediated by", &ceasefire.mediators, |party| html! { bdi { (party.name) } }))
            }
        }
        @for extension in &ceasefire.extensions {
            section.extension {
                h3 {
                    "Extension"
                    @if !extension.by.is_empty() {
                        " by " bdi { (extension.by.iter().map(|party| party.name.as_str()).collect::<Vec<_>>().join(", ")) }
                    }
                }
                p {
                    @for until in &extension.until { "until " (date(until.value)) " " }
                    @for party in &extension.refused_by { "refused by " bdi { (party.name) } " " }
                }
                (from.quotes(&extension.claims))
            }
        }
    }
}

fn stances(from: &Sources<'_>, ceasefire: &Ceasefire) -> Markup {
    html! {
        @if !ceasefire.stances.is_empty() {
            section id="stances" {
                h2 { "Stances" }
                table.accounts {
                    thead {
                        tr { th scope="col" { "Party" } th scope="col" { "Stance" } th scope="col" { "Day" } th scope="col" { "In words" } }
                    }
                    tbody {
                        @for stance in &ceasefire.stances {
                            tr {
                                th scope="row" { bdi { (stance.party.name) } }
                                td.value {
                                    (stance.stance.word())
                                    @if stance.of_extension { " the extension" }
                                }
                                td { @match stance.on { Some(on) => (date(on)), None => span.unknown { "not said" } } }
                                td.words { (from.quotes(&stance.claims)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn corridors(from: &Sources<'_>, ceasefire: &Ceasefire) -> Markup {
    html! {
        @if !ceasefire.corridors.is_empty() {
            section id="corridors" {
                h2 { "Corridors" }
                @for corridor in &ceasefire.corridors {
                    h3 { @match &corridor.place { Some(named) => (place(named)), None => "Place not said" } }
                    table.accounts {
                        thead { tr { th scope="col" { "Said to be" } th scope="col" { "Said by" } th scope="col" { "In words" } } }
                        tbody {
                            @for account in &corridor.accounts {
                                tr {
                                    td.value { (account.value.word()) }
                                    td.by { bdi { (account.by.join("; ")) } }
                                    td.words { (from.quotes(&account.claims)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn inside(from: &Sources<'_>, dossier: &Dossier) -> Markup {
    let placements = &dossier.ceasefire.incidents;
    let incident = |placement: &Placement| dossier.incidents.iter().find(|one| one.id == placement.incident);
    html! {
        @if !placements.is_empty() {
            section id="inside" {
                h2 { "What was reported, set against window, area and parties" }
                (draw::strip(from.site, dossier))
                table.incidents {
                    thead {
                        tr {
                            th scope="col" { "Incident" } th scope="col" { "Killed" } th scope="col" { "Injured" }
                            th scope="col" { "In the window" } th scope="col" { "In the area" } th scope="col" { "By a party it binds" }
                        }
                    }
                    tbody {
                        @for (placement, incident) in placements.iter().filter_map(|one| Some((one, incident(one)?))) {
                            tr.outside[placement.in_window == Some(false) || placement.in_area == Some(false)] {
                                th scope="row" {
                                    a href=(from.site.to(Target::Incident(&incident.id))) { bdi { (incident.title) } }
                                    p.why { (placement.why) }
                                }
                                td.number { (IncidentView::range(&incident.killed).unwrap_or_default()) }
                                td.number { (IncidentView::range(&incident.injured).unwrap_or_default()) }
                                td { (known(placement.in_window)) }
                                td { (known(placement.in_area)) }
                                td { (known(placement.bound_party)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// "yes", "no", "not known": never by colour alone.
fn known(value: Option<bool>) -> Markup {
    match value {
        Some(true) => html! { span.yes { "yes" } },
        Some(false) => html! { span.no { "no" } },
        None => html! { span.unknown { "not known" } },
    }
}

fn tolls(from: &Sources<'_>, dossier: &Dossier) -> Markup {
    html! {
        @if dossier.incidents.iter().any(has_toll) {
            section id="tolls" {
                h2 { "Tolls, by incident and source" }
                @for incident in dossier.incidents.iter().filter(|incident| has_toll(incident)) {
                    section.toll {
                        h3 { a href=(from.site.to(Target::Incident(&incident.id))) { bdi { (incident.title) } } }
                        @if !incident.killed.accounts.is_empty() { (from.toll("Killed", &incident.killed)) }
                        @if !incident.injured.accounts.is_empty() { (from.toll("Injured", &incident.injured)) }
                    }
                }
            }
        }
    }
}

fn violations(from: &Sources<'_>, ceasefire: &Ceasefire) -> Markup {
    html! {
        @if !ceasefire.violations.is_empty() {
            section {
                h2 { "Violations, as sources count them" }
                table.accounts {
                    thead {
                        tr { th scope="col" { "Question" } th scope="col" { "Accused" } th scope="col" { "Said by" } th scope="col" { "In words" } }
                    }
                    tbody {
                        (from.accounts("Accused", &ceasefire.violations, |count| html! {
                            bdi { (count.accused.as_ref().map_or("nobody named", |party| party.name.as_str())) }
                            @if let Some(text) = count.text.clone().or(count.times.map(|times| format!("{times} times"))) { ": " (text) }
                        }))
                    }
                }
            }
        }
    }
}

fn timeline(dossier: &Dossier) -> Markup {
    html! {
        @if !dossier.timeline.is_empty() {
            section id="timeline" {
                h2 { "Timeline" }
                ol.timeline {
                    @for happening in &dossier.timeline { li { (date(happening.on)) " " bdi { (happening.what) } } }
                }
            }
        }
    }
}

fn outcome(from: &Sources<'_>, ceasefire: &Ceasefire) -> Markup {
    html! {
        @if !ceasefire.outcome.is_empty() || !ceasefire.ended_on.is_empty() {
            section id="outcome" {
                h2 { "Outcome, in the words of sources" }
                table.accounts {
                    thead {
                        tr { th scope="col" { "Question" } th scope="col" { "Answer" } th scope="col" { "Said by" } th scope="col" { "In words" } }
                    }
                    tbody {
                        (from.accounts("Said to be", &ceasefire.outcome, |outcome| html! { (outcome.word().replace('_', " ")) }))
                        (from.accounts("Ended on", &ceasefire.ended_on, |at| date(*at)))
                    }
                }
            }
        }
    }
}

/// One line that names the dossier and the state of the record it was made from.
fn citation(dossier: &Dossier, head: &str) -> Markup {
    let ceasefire = &dossier.ceasefire;
    let line = format!(
        "“{}”, {}, record of reported ceasefires over {}, entry {head}. trucewatch {}.",
        ceasefire.title,
        ceasefire.id,
        counted(dossier.reports.len(), "report"),
        env!("CARGO_PKG_VERSION")
    );
    html! {
        section.citation id="cite" {
            h2 { "To cite" }
            p { span data-copy-text="" { (line) } }
            button type="button" data-copy="" hidden { "Copy as citation" }
        }
    }
}
