//! Names of events: an id from the claim that founds it, the same on every machine; and dates as titles show them.

use super::accounts::Voice;
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use trucewatch_model::{ClaimRef, Content, Span};

/// The id of the event that `voices`, in order of publication, speak of.
pub(super) fn event_id(prefix: &str, voices: &[Voice]) -> String {
    let founding = voices
        .iter()
        .find(|voice| matches!((prefix, &voice.told.content), ("cf", Content::Ceasefire { .. }) | ("in", _)))
        .or(voices.first());
    founding.map_or_else(
        || format!("{prefix}-00000000"),
        |voice| claim_id(prefix, &voice.told.claim, voice.told.span, &voice.told.content),
    )
}

/// The id that an event founded by this claim has.
pub(super) fn claim_id(prefix: &str, claim: &ClaimRef, span: Span, content: &Content) -> String {
    let name = format!("{}\u{0}{}\u{0}{}\u{0}{}", claim.report, span.start, span.end, content.kind().word());
    let hash = Sha256::digest(name.as_bytes());
    let hex: String = hash.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    format!("{prefix}-{hex}")
}

/// "20 October 2016".
pub(super) fn long_date(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}
