//! How things look to people: a reading on a screen, errors, progress. What is shown is decided here and in the modules
//! below, what is true of a text never.

pub mod claims;
mod dossier;
mod explain;
mod flow;
mod lists;
mod progress;
mod screen;
pub mod words;

pub use dossier::{dossier, incident};
pub use explain::Explanation;
pub use lists::{ceasefires, claim_lines, incidents, report, stats, verified};
pub use progress::Progress;
pub use screen::Screen;

/// Prints an error on standard error: what and where, then what to do.
pub fn say_error(what: &str, advice: Option<&str>) {
    eprintln!("trucewatch: {}", flow::harmless(what));
    if let Some(advice) = advice {
        eprintln!("  help: {}", flow::harmless(advice));
    }
}
