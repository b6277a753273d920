//! The record on disk: an append-only ledger of reports, readings and judgements in one file. Each entry carries the hash of
//! the one before, so that nothing can be changed, dropped or slipped in without [`Ledger::verify`] naming it. Beside the
//! entries lie what is derived from them: a list of reports, a full-text index, and rows of any kind that callers make.
//!
//! Bodies are bytes: what they say, which language they are in and how events come out of them is left to others.
//! The format on disk is in `docs/ledger.md`.

mod backup;
mod batch;
mod derived;
mod digest;
mod entry;
mod error;
mod fold;
mod ledger;
mod pack;
mod read;
mod report;
mod salvage;
mod schema;
mod search;
mod stats;
mod verify;

pub use batch::Batch;
pub use derived::Derived;
pub use digest::Digest;
pub use entry::{Entry, Head, Kind, NewEntry};
pub use error::{Cause, Error};
pub use ledger::{Ledger, Mode};
pub use report::{Found, Report};
pub use search::Hit;
pub use stats::Stats;
pub use verify::{Fault, Remedy, Verified};
