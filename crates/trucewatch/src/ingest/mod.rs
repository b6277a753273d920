//! Reports from files, folders and streams: found, unpacked, cut into records and read on all cores, in the order of the
//! input and in constant memory. Pages by their address are `fetch`. A record that cannot be read is a `Failure` among the others; it never ends a run. What
//! a text says is the reader's affair, how it is shown the front end's.

pub mod fetch;
mod files;
mod http;
mod order;
mod record;
mod stream;
mod syndication;
mod unpack;
mod wacz;
mod warc;

pub use order::in_order;
pub use record::{Defaults, Ingest};
pub use stream::{Feed, Progress};
pub use syndication::{FeedItem, feed_items, is_feed};

use std::{fmt, sync::Arc};
use trucewatch_model::Notice;

/// What to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A file, or all files of a folder.
    Path(std::path::PathBuf),
    /// Standard input.
    Stdin,
}

/// How inputs are cut into reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Found out from the file's name and its first bytes. Only then are web archives (WARC, WACZ) and feeds (RSS, Atom)
    /// taken apart.
    #[default]
    Auto,
    /// One report a line, as a JSON object.
    Jsonl,
    /// One report a file, as plain text.
    Text,
    /// One report a file, as an HTML page.
    Html,
}

/// Where a report stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The file's path as given, `-` for standard input; of a record of a web archive `FILE@OFFSET`, the byte of the file
    /// at which the record, or the gzip member it is in, begins; of a fetched page its address.
    pub file: Arc<str>,
    /// The line of a record, from 1; `None` where the file is one report.
    pub line: Option<u64>,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = if &*self.file == "-" { "standard input" } else { &self.file };
        match self.line {
            Some(line) => write!(f, "{name}:{line}"),
            None => write!(f, "{name}"),
        }
    }
}

/// One report as it lies in its file, not yet looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raw {
    /// Where it stands.
    pub origin: Origin,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What they are; never `Auto`'s guess but where the file as a whole is one report.
    pub format: Format,
    /// What is known of it beside its bytes.
    pub known: Known,
}

/// What the archive, feed or server that a report came from says of it. It outweighs what the report says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// The headline.
    pub title: Option<String>,
    /// When it was published, as it is written there.
    pub published: Option<String>,
    /// The outlet.
    pub source: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// The encoding that the server named.
    pub charset: Option<String>,
    /// When it was fetched. Not when it was published: that lies before, nobody knows how long.
    pub retrieved: Option<String>,
    /// What was noticed before it was read.
    pub notices: Vec<Notice>,
}

/// A report that could not be read, or an input that could not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Where it stands.
    pub origin: Origin,
    /// The record's id, where it could be made out.
    pub id: Option<String>,
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub advice: Option<String>,
}

impl Failure {
    pub(crate) fn new(origin: Origin, what: impl Into<String>) -> Self {
        Failure { origin, id: None, what: what.into(), advice: None }
    }

    pub(crate) fn advise(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.origin)?;
        if let Some(id) = &self.id {
            write!(f, " (id {id})")?;
        }
        write!(f, ": {}", self.what)
    }
}
