//! What a person sees where there is nothing to see.

use crate::web::{
    layout::{Room, Site},
    links::Target,
};
use maud::{Markup, html};

/// A page that says what is wrong, and what to do.
pub fn page(site: &Site, title: &str, what: &str) -> Markup {
    let main = html! {
        h1 { (title) }
        p { (what) }
        p { a href=(site.to(Target::Overview)) { "To the record" } }
    };
    site.page(Room::Record, title, &main)
}
