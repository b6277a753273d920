//! What people said of claims, applied: rejected claims leave, corrected ones change, "same" and "different" rule over the
//! clustering. Judgements point at words; a claim that was read anew is found again by its kind and its place in the text.

use super::Reported;
use crate::json;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use trucewatch_model::{Claim, ClaimMark, ClaimRef, Judgement, Reading, Verdict};

/// The judgements that stand, resolved to claims.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Edits {
    rejected: BTreeSet<ClaimRef>,
    corrected: BTreeMap<ClaimRef, Vec<(String, String)>>,
    /// Same, or apart, with the id of the judgement.
    pub(super) rulings: Vec<(ClaimRef, ClaimRef, bool, String)>,
    bearing: BTreeMap<ClaimRef, Vec<String>>,
    reports: BTreeSet<String>,
}

/// Resolves the judgements that stand, given in the order in which they were made. One that points at a report or words that are not there bears on nothing.
pub(super) fn edits(reports: &[Reported], judgements: &[Judgement]) -> Edits {
    let by_id: HashMap<&str, &Reading> = reports.iter().map(|report| (report.id.as_str(), &report.reading)).collect();
    let find = |mark: &ClaimMark| find(mark, by_id.get(mark.report.as_str())?);
    let mut out = Edits::default();
    for judgement in standing(judgements) {
        let mut bears = |claims: &[&ClaimRef]| {
            for claim in claims {
                out.bearing.entry((*claim).clone()).or_default().push(judgement.id.clone());
                out.reports.insert(claim.report.clone());
            }
        };
        match &judgement.verdict {
            Verdict::Same(a, b) | Verdict::Different(a, b) | Verdict::Unsure(a, b) => {
                if let (Some(a), Some(b)) = (find(a), find(b)) {
                    bears(&[&a, &b]);
                    // The last word on a pair stands.
                    out.rulings.retain(|(x, y, ..)| !((*x == a && *y == b) || (*x == b && *y == a)));
                    out.rulings.push((a, b, matches!(judgement.verdict, Verdict::Same(..)), judgement.id.clone()));
                }
            }
            Verdict::Confirm(mark) => {
                if let Some(claim) = find(mark) {
                    bears(&[&claim]);
                    out.rejected.remove(&claim);
                }
            }
            Verdict::Reject(mark) => {
                if let Some(claim) = find(mark) {
                    bears(&[&claim]);
                    out.rejected.insert(claim);
                }
            }
            Verdict::Correct { claim, field, value } => {
                if let Some(claim) = find(claim) {
                    bears(&[&claim]);
                    out.corrected.entry(claim).or_default().push((field.clone(), value.clone()));
                }
            }
            Verdict::Undo { .. } => {}
        }
    }
    out
}

/// Those that no standing judgement undoes, in their order. An undo can itself be undone. What undoes what is told by ids and not
/// by the time of day: clocks are set back, and two judgements can be made in one second.
pub fn standing(judgements: &[Judgement]) -> Vec<&Judgement> {
    let mut undone_by: HashMap<&str, Vec<&str>> = HashMap::new();
    for judgement in judgements {
        if let Verdict::Undo { judgement: undone } = &judgement.verdict {
            undone_by.entry(undone).or_default().push(&judgement.id);
        }
    }
    judgements
        .iter()
        .filter(|judgement| !matches!(judgement.verdict, Verdict::Undo { .. }) && stands(&judgement.id, &undone_by, 0))
        .collect()
}

/// A judgement names those that were there before it, so that the chain of undoing ends; one that is made by hand may not.
fn stands(id: &str, undone_by: &HashMap<&str, Vec<&str>>, depth: usize) -> bool {
    const DEEPEST: usize = 1000;
    let undoing = undone_by.get(id).into_iter().flatten();
    depth == DEEPEST || !undoing.into_iter().any(|undo| stands(undo, undone_by, depth + 1))
}

/// The claim of the same kind whose span shares most with the mark.
fn find(mark: &ClaimMark, reading: &Reading) -> Option<ClaimRef> {
    let shared =
        |claim: &Claim| claim.span.end.min(mark.span.end).saturating_sub(claim.span.start.max(mark.span.start));
    let fits = |claim: &Claim| {
        claim.content.kind() == mark.kind && shared(claim) * 2 >= claim.span.len().min(mark.span.len()).max(1)
    };
    let claims = reading.claims.iter().enumerate().filter(|(_, claim)| fits(claim));
    let (claim, _) = claims.max_by_key(|(nth, claim)| (shared(claim), usize::MAX - nth))?;
    Some(ClaimRef { report: mark.report.clone(), claim })
}

impl Edits {
    /// The reports that a judgement bears on.
    pub fn reports(&self) -> &BTreeSet<String> {
        &self.reports
    }

    pub(super) fn is_rejected(&self, claim: &ClaimRef) -> bool {
        self.rejected.contains(claim)
    }

    /// The judgements that bear on any of the claims, each once.
    pub(super) fn bearing<'c>(&self, claims: impl Iterator<Item = &'c ClaimRef>) -> Vec<String> {
        if self.bearing.is_empty() {
            return Vec::new();
        }
        let ids: BTreeSet<&String> = claims.filter_map(|claim| self.bearing.get(claim)).flatten().collect();
        ids.into_iter().cloned().collect()
    }

    /// The reading with its corrected claims; `None` where nothing is corrected. A correction that the format does not allow
    /// changes nothing.
    pub(super) fn corrected(&self, report: &Reported) -> Option<Reading> {
        let own = || self.corrected.iter().filter(|(claim, _)| claim.report == report.id);
        own().next()?;
        let mut value = json::reading(&report.reading, false);
        for (claim, fields) in own() {
            for (field, new) in fields {
                let new = serde_json::from_str(new).unwrap_or_else(|_| serde_json::Value::String(new.clone()));
                let before = value["claims"][claim.claim][field.as_str()].clone();
                value["claims"][claim.claim][field.as_str()] = new;
                if json::parse_reading(&value).is_err() {
                    value["claims"][claim.claim][field.as_str()] = before;
                }
            }
        }
        json::parse_reading(&value).ok()
    }
}
