//! From entries to events: what follows from reports, readings and judgements, kept beside the ledger so that it is there when
//! asked for. All of it can be thrown away and made again.

use super::{
    Error, Record,
    add::{list, rows, tell_copies},
};
use crate::{
    copies::Signer,
    link::{self, Reported},
};
use serde::{Serialize, de::DeserializeOwned};
use trucewatch_ledger::{Batch, Derived, Kind as EntryKind};
use trucewatch_model::{ClaimRef, Events, Moment};

/// Kinds of derived rows that linking makes.
pub(super) mod events {
    /// A ceasefire as JSON, by id.
    pub const CEASEFIRE: &str = "ceasefire";
    /// An incident as JSON, by id.
    pub const INCIDENT: &str = "incident";
}
