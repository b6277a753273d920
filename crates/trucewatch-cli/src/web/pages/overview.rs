//! The overview: every ceasefire and incident that the filter leaves.

use crate::web::{
    catalog::{Catalog, Choice, Selection},
    draw,
    filter::Filter,
    layout::{Room, Site},
    links::Target,
    parts::{counted, date},
};
use maud::{Markup, html};
use trucewatch::record::{CeasefireLine, IncidentLine};

/// Lines of a list on one page.
pub const LINES: usize = 100;

/// The page; its lists begin with their line number `first`, from 0.
pub fn page(site: &Site, catalog: &Catalog, filter: &Filter, first: usize) -> Markup {
    let selection = catalog.select(filter);
    let main = html! {
        h1 { "Ceasefires and what was reported around them" }
        @if catalog.reports == 0 { (empty(site)) } @else {
            p.lead {
                (counted(catalog.reports, "report")) ", " (counted(catalog.ceasefires.len(), "ceasefire")) ", "
                (counted(catalog.incidents.len(), "incident")) "."
            }
            @if site.links.is_served() { (filters(site, catalog, filter)) }
            (draw::timeline(site, &selection, filter))
            (draw::places_map(site, &selection, filter))
            (lists(site, &selection, filter, first))
        }
    };
    site.page(Room::Record, "Record", &main)
}

fn empty(site: &Site) -> Markup {
    html! {
        section.empty {
            h2 { "Nothing is here yet" }
            p { "The record holds no reports. Add some: pages, articles, agency copy, statements of the sides." }
            @if site.links.is_served() { p { a.button href=(site.to(Target::Add)) { "Add reports" } } }
        }
    }
}

fn filters(site: &Site, catalog: &Catalog, filter: &Filter) -> Markup {
    let choices = &catalog.choices;
    html! {
        form.filters method="get" action=(site.to(Target::Overview)) {
            (choose("theatre", "Theatre", &choices.theatres, &filter.theatre))
            (choose("party", "Party", &choices.parties, &filter.party))
            (choose("kind", "Kind", &choices.kinds, &filter.kind))
            (choose("outlet", "Outlet", &choices.outlets, &filter.outlet))
            (choose("modality", "Told as", &choices.modalities, &filter.modality))
            label { "From" input type="date" name="from" value=(filter.from); }
            label { "Until" input type="date" name="until" value=(filter.until); }
            @if !filter.frame.is_empty() { input type="hidden" name="frame" value=(filter.frame); }
            div.actions {
                button type="submit" { "Show" }
                @if filter.set().next().is_some() { a href=(site.to(Target::Overview)) { "Show all" } }
            }
        }
    }
}

fn choose(field: &str, name: &str, choices: &[Choice], chosen: &str) -> Markup {
    html! {
        label {
            (name)
            select name=(field) {
                option value="" { "all" }
                @for choice in choices {
                    option value=(choice.value) selected[choice.value == chosen] {
                        (choice.name.replace('_', " ")) " (" (choice.events) ")"
                    }
                }
            }
        }
    }
}

fn lists(site: &Site, selection: &Selection<'_>, filter: &Filter, first: usize) -> Markup {
    let (ceasefires, incidents) = (&selection.ceasefires, &selection.incidents);
    html! {
        section {
            h2 { "Ceasefires " span.count { (ceasefires.len()) } }
            @if ceasefires.is_empty() { p.unknown { "None that the filter leaves." } }
            ul.events { @for line in ceasefires.iter().skip(first).take(LINES) { li { (ceasefire(site, line)) } } }
        }
        section {
            h2 { "Incidents " span.count { (incidents.len()) } }
            @if incidents.is_empty() { p.unknown { "None that the filter leaves." } }
            ul.events { @for line in incidents.iter().skip(first).take(LINES) { li { (incident(site, line)) } } }
        }
        (pager(site, filter, first, ceasefires.len().max(incidents.len())))
    }
}

fn pager(site: &Site, filter: &Filter, first: usize, of: usize) -> Markup {
    let to = |first: usize| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(filter.set()).append_pair("first", &first.to_string());
        format!("{}?{}", site.to(Target::Overview), query.finish())
    };
    html! {
        @if of > LINES && site.links.is_served() {
            nav.pager aria-label="Pages of the lists" {
                @if first > 0 { a rel="prev" href=(to(first.saturating_sub(LINES))) { "Earlier" } }
                span { (first + 1) " to " (of.min(first + LINES)) " of " (of) }
                @if first + LINES < of { a rel="next" href=(to(first + LINES)) { "Later" } }
            }
        }
    }
}

fn ceasefire(site: &Site, line: &CeasefireLine) -> Markup {
    html! {
        a href=(site.to(Target::Ceasefire(&line.id))) { bdi { (line.title) } }
        p.facts {
            @if let Some(from) = line.from { span { (date(from)) } }
            @if let Some(until) = line.until { span { "to " (date(until)) } }
            @if !line.declared_by.is_empty() { span { "declared by " bdi { (line.declared_by.join(", ")) } } }
            @if let Some(side) = line.side { span { (side.word()) } }
            @if let Some(outcome) = line.outcome { span { "said to be " (outcome.word().replace('_', " ")) } }
            span { (counted(line.reports, "report")) }
            @if line.disagreements > 0 { span.differ { (counted(line.disagreements, "disagreement")) } }
        }
    }
}

fn incident(site: &Site, line: &IncidentLine) -> Markup {
    html! {
        a href=(site.to(Target::Incident(&line.id))) { bdi { (line.title) } }
        p.facts {
            @if let Some(killed) = &line.killed { span { "killed " (killed) } }
            @if let Some(injured) = &line.injured { span { "injured " (injured) } }
            span { (counted(line.reports, "report")) }
            @if line.disagreements > 0 { span.differ { (counted(line.disagreements, "disagreement")) } }
        }
    }
}
