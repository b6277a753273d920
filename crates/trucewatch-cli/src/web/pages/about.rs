//! About the data: what the record is made of, what is counted, what is not, and how sure it is.

use crate::web::layout::{Room, Site};
use maud::{Markup, html};

/// The page.
pub fn page(site: &Site) -> Markup {
    let main = html! {
        article.prose {
            h1 { "About the data" }
            h2 { "What this is" }
            p { "A record of what reports say about ceasefires, pauses and truces: who declared what, for when and where, who took it on, refused or broke it, and what was reported while it was to hold. A program reads the reports; people confirm, reject and correct what it read." }
            h2 { "What is counted" }
            ul {
                li { "A claim is one thing that one report says, with the words that say it, who says it, when and where." }
                li { "A ceasefire or an incident is the set of claims that speak of the same thing. It is never a finding that something happened." }
                li { "A toll is the lowest and the highest figure that independent sources still stand by. Copies of one text, and a speaker who repeats a figure, count once. Figures over several days stand beside the range and not in it." }
                li { "Where accounts cannot all be right, they stand side by side. They are never averaged." }
            }
            h2 { "What is not here" }
            ul {
                li { "What nobody reported, or what no report in this record says. Counts are not totals." }
                li { "Who is to blame. A party is called a violator only in the words of a source." }
                li { "Names of private people. Residents, witnesses and others who hold no office are shown by what they are." }
            }
            h2 { "How sure it is" }
            p { "The program misreads and misses. Every line leads to the words behind it: look there before you rely on it. Places are shown as exactly as the report names them: a town for a town, an area for an area." }
        }
    };
    site.page(Room::About, "About the data", &main)
}
