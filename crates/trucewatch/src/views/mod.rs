//! What people are shown of events: a ceasefire with everything that was said of it (`dossier`), the words behind each line
//! (`quote`, by report `cited`), the order of things in time (`timeline`), what a person should look at (`queue`), names of
//! private people taken out (`redact`). How it looks is the front
//! ends' affair.

mod cited;
mod dossier;
mod queue;
mod quote;
mod redact;
mod timeline;

pub use cited::{Cited, private_people};
pub use dossier::{Dossier, IncidentView, ReportCard};
pub use queue::{Answered, Doubt, Question, Queue};
pub use quote::{Quote, Quotes};
pub use redact::{Names, speaker_label};
pub use timeline::{Happening, timeline};
