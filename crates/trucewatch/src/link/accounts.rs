//! Values with who gives them: the accounts of a term, counted over independent sources.

use super::telling::{Telling, Told};
use jiff::civil::Date;
use std::collections::BTreeSet;
use trucewatch_model::{Account, ClaimRef};

/// One claim in its telling, in order of publication over all reports of an event.
#[derive(Clone, Copy)]
pub(super) struct Voice<'t> {
    pub telling: &'t Telling,
    pub told: &'t Told,
}

/// All claims of an event's tellings, in order of publication, report and text.
pub(super) fn voices<'t>(tellings: &[&'t Telling]) -> Vec<Voice<'t>> {
    let mut out: Vec<Voice> =
        tellings.iter().flat_map(|telling| telling.told.iter().map(|told| Voice { telling, told })).collect();
    out.sort_by_key(|voice| order(voice));
    out
}

/// By publication, report, and place in the text; reports without a date come last.
pub(super) fn order<'t>(voice: &Voice<'t>) -> (Date, &'t str, usize, usize) {
    let published = voice.telling.published.unwrap_or(Date::MAX);
    (published, &voice.telling.report, voice.told.span.start, voice.told.claim.claim)
}

/// One account of `value` from the claims that give it.
pub(super) fn account<T>(value: T, voices: &[Voice]) -> Account<T> {
    let by: BTreeSet<String> = voices.iter().map(|voice| voice.told.by.clone()).collect();
    let sources: BTreeSet<&str> = voices.iter().map(|voice| voice.told.source.as_str()).collect();
    Account { value, by: by.into_iter().collect(), claims: claims(voices), sources: sources.len() }
}

/// The claims, each once, in their order.
pub(super) fn claims(voices: &[Voice]) -> Vec<ClaimRef> {
    let mut out: Vec<ClaimRef> = Vec::new();
    for voice in voices {
        if !out.contains(&voice.told.claim) {
            out.push(voice.told.claim.clone());
        }
    }
    out
}

/// Accounts by value: claims that give the same value stand together. The best supported first, then the earlier.
pub(super) fn term<'t, T: Clone>(
    given: impl IntoIterator<Item = (T, Voice<'t>)>,
    same: impl Fn(&T, &T) -> bool,
) -> Vec<Account<T>> {
    let mut groups: Vec<(T, Vec<Voice<'t>>)> = Vec::new();
    for (value, voice) in given {
        match groups.iter_mut().find(|(known, _)| same(known, &value)) {
            Some((_, voices)) => voices.push(voice),
            None => groups.push((value, vec![voice])),
        }
    }
    let mut accounts: Vec<Account<T>> = groups.into_iter().map(|(value, voices)| account(value, &voices)).collect();
    // Stable: of equally supported values the one that was told first stays first.
    accounts.sort_by_key(|account| std::cmp::Reverse((account.sources, account.claims.len())));
    accounts
}
