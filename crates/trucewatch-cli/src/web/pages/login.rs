//! Signing in.

use crate::web::layout::{Room, Site};
use maud::{Markup, html};

/// The page; `wrong` says why the last try failed.
pub fn page(site: &Site, wrong: Option<&str>) -> Markup {
    let main = html! {
        h1 { "Sign in" }
        @if let Some(wrong) = wrong { p.modality role="alert" { (wrong) } }
        form.stacked method="post" action="/login" {
            label { "Name" input name="name" autocomplete="username" required autofocus; }
            label { "Password" input name="password" type="password" autocomplete="current-password" required; }
            div.actions { button type="submit" { "Sign in" } }
        }
    };
    site.page(Room::Record, "Sign in", &main)
}
