//! What every page has: head, navigation, foot.

use super::links::{Links, Target};
use maud::{DOCTYPE, Markup, html};
use trucewatch::views::Names;

/// Who looks, and from where: what a page needs to know beside its matter.
#[derive(Clone, Debug)]
pub struct Site {
    /// How links are written.
    pub links: Links,
    /// Whether names of private people are shown.
    pub names: Names,
    /// Who looks, by name, where it is known.
    pub person: Option<String>,
    /// Whether they may judge, add, and ask for names of private people.
    pub may_judge: bool,
    /// Whether they signed in.
    pub signed_in: bool,
}

/// The pages of the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// Overview, and the pages of events.
    Record,
    /// See [`Target`].
    Search,
    /// See [`Target`].
    Review,
    /// See [`Target`].
    Outlets,
    /// See [`Target`].
    Add,
    /// See [`Target`].
    About,
}

impl Site {
    /// A site for everybody: no names, nobody signed in.
    pub fn for_everybody(links: Links) -> Self {
        Site { links, names: Names::Redacted, person: None, may_judge: false, signed_in: false }
    }

    /// The link to a page.
    pub fn to(&self, target: Target<'_>) -> String {
        self.links.to(target)
    }

    /// A whole page around `main`.
    pub fn page(&self, room: Room, title: &str, main: &Markup) -> Markup {
        html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { (title) " · trucewatch" }
                    link rel="stylesheet" href=(self.to(Target::Asset("style.css")));
                    link rel="icon" href=(self.to(Target::Asset("icon.svg"))) type="image/svg+xml";
                    script src=(self.to(Target::Asset("page.js"))) defer {}
                }
                body {
                    a.skip href="#main" { "Skip to the content" }
                    header.top {
                        a.brand href=(self.to(Target::Overview)) { "trucewatch" }
                        nav aria-label="Pages" { (self.navigation(room)) }
                    }
                    main id="main" tabindex="-1" { (main) }
                    footer {
                        p {
                            "What reports say, not what happened. Counts are not totals, and what nobody reported is not here. "
                            a href=(self.to(Target::About)) { "About the data" }
                        }
                        (self.person_line())
                    }
                }
            }
        }
    }

    /// Who looks, and what of it can be changed.
    fn person_line(&self) -> Markup {
        let full = self.names == Names::Full;
        html! {
            @if self.may_judge {
                form.inline method="post" action="/names" {
                    @if full { "Names of private people are shown. " } @else { "Private people are shown by what they are, not by name. " }
                    button.plain type="submit" name="names" value=(if full { "" } else { "full" }) {
                        @if full { "Hide names" } @else { "Show names" }
                    }
                }
            }
            @if self.signed_in {
                form.inline method="post" action="/logout" {
                    "Signed in as " bdi { (self.person.as_deref().unwrap_or_default()) } ". "
                    button.plain type="submit" { "Sign out" }
                }
            }
        }
    }

    fn navigation(&self, room: Room) -> Markup {
        let mut rooms = vec![(Room::Record, "Record", Target::Overview)];
        if self.links.is_served() {
            rooms.push((Room::Search, "Search", Target::Search));
            rooms.push((Room::Review, "Review", Target::Review));
        }
        rooms.push((Room::Outlets, "Outlets and parties", Target::Outlets));
        if self.links.is_served() {
            rooms.push((Room::Add, "Add", Target::Add));
        }
        rooms.push((Room::About, "About", Target::About));
        html! {
            ul {
                @for (own, name, target) in rooms {
                    li { a href=(self.to(target)) aria-current=[(own == room).then_some("page")] { (name) } }
                }
            }
        }
    }
}
