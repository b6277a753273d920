//! Looking for claims: by words of their reports, and by what they say. The address holds everything that is asked.

use crate::web::{
    layout::{Room, Site},
    links::Target,
    parts::claim_line,
    wanted::Wanted,
};
use maud::{Markup, html};
use trucewatch::model::{Kind, Modality};
use trucewatch::record::ClaimLine;

/// Claims on one page.
pub const LINES: usize = 25;

/// The page; `lines` has one more than are shown where there are more. `None` where nothing was asked.
pub fn page(site: &Site, wanted: &Wanted, lines: Option<&[ClaimLine]>) -> Markup {
    let main = html! {
        h1 { "Search" }
        (form(wanted))
        @match lines {
            None => p.lead {
                "Words of reports in English or Arabic, “phrases”, and beginnings such as " code { "evacuat*" }
                ". Without words, the other fields are enough."
            },
            Some([]) => section.empty {
                h2 { "No claim is like that" }
                p { "Ask for fewer words, the beginning of a word with an asterisk, or wider days. A report in which nothing was read as a claim is not found here." }
            },
            Some(lines) => {
                ul.events.found { @for line in lines.iter().take(LINES) { li { (claim_line(site, line)) } } }
                (pager(wanted, lines.len()))
            },
        }
    };
    site.page(Room::Search, "Search", &main)
}

fn form(wanted: &Wanted) -> Markup {
    html! {
        form.filters role="search" method="get" action="/search" {
            label.wide { "Words" input type="search" name="words" value=(wanted.words) dir="auto" autofocus[wanted.is_empty()]; }
            (choose("kind", "Kind", Kind::ALL.iter().map(|kind| kind.word()), &wanted.kind))
            label { "Action, means or measure" input name="type" value=(wanted.type_word); }
            (choose("modality", "Told as", Modality::ALL.iter().map(|modality| modality.word()), &wanted.modality))
            label { "Party" input name="party" value=(wanted.party) dir="auto"; }
            label { "Place" input name="place" value=(wanted.place) dir="auto"; }
            label { "Said by" input name="speaker" value=(wanted.speaker) dir="auto"; }
            label { "Outlet" input name="outlet" value=(wanted.outlet) dir="auto"; }
            label { "From" input type="date" name="from" value=(wanted.from); }
            label { "Until" input type="date" name="until" value=(wanted.until); }
            label.check { input type="checkbox" name="disputed" value="yes" checked[!wanted.disputed.is_empty()]; " Only where accounts differ" }
            div.actions {
                button type="submit" { "Search" }
                @if !wanted.is_empty() { a href="/search" { "Start over" } }
            }
        }
    }
}

fn choose<'a>(field: &str, name: &str, words: impl Iterator<Item = &'a str>, chosen: &str) -> Markup {
    html! {
        label {
            (name)
            select name=(field) {
                option value="" { "any" }
                @for word in words { option value=(word) selected[word == chosen] { (word.replace('_', " ")) } }
            }
        }
    }
}

fn pager(wanted: &Wanted, lines: usize) -> Markup {
    html! {
        nav.pager aria-label="Pages of the list" {
            @if wanted.first > 0 { a rel="prev" href=(wanted.address(wanted.first.saturating_sub(LINES))) { "Before" } }
            span { "Claims " (wanted.first + 1) " to " (wanted.first + lines.min(LINES)) }
            @if lines > LINES { a rel="next" href=(wanted.address(wanted.first + LINES)) { "More" } }
        }
    }
}

/// The page of a search to which a count leads.
pub fn counted(site: &Site, field: &str, value: &str, count: usize) -> Markup {
    let query = url::form_urlencoded::Serializer::new(String::new()).append_pair(field, value).finish();
    html! {
        @if site.links.is_served() { a href={ (site.to(Target::Search)) "?" (query) } { (count) } } @else { (count) }
    }
}
