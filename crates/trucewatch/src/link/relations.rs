//! How the claims of one event stand to one another over its reports.

use super::accounts::voices;
use super::places::Lie;
use super::telling::{Telling, Told};
use trucewatch_model::{Content, Count, Modality, Relation, RelationKind};

/// How the claims of one event stand to one another: the same words in a copy, a later figure
/// of the same source, a closer telling by another, a denial.
pub(super) fn relations(own: &[&Telling]) -> Vec<Relation> {
    let mut out = Vec::new();
    let all = voices(own);
    for (nth, later) in all.iter().enumerate() {
        for earlier in &all[..nth] {
            if earlier.told.kind() != later.told.kind()
                || earlier.told.claim == later.told.claim
                || earlier.told.claim.report == later.told.claim.report
            {
                continue;
            }
            let kind = if earlier.telling.root == later.telling.root && earlier.told.words == later.told.words {
                Some((RelationKind::Copy, "the same words in a copy of the same text"))
            } else if let (
                Content::Casualties { measure: a, count: x, part_of: None, .. },
                Content::Casualties { measure: b, count: y, part_of: None, .. },
            ) = (&earlier.told.content, &later.told.content)
                && a == b
                && x.min.is_some()
                && y.min.is_some()
                && earlier.told.modality == Modality::Reported
                && later.told.modality == Modality::Reported
            {
                match (earlier.told.source == later.told.source, x == y) {
                    (true, false) => Some((RelationKind::Updates, "a later figure of the same source")),
                    (false, false) if narrows(x, y) => {
                        Some((RelationKind::Refines, "a closer figure, within the bounds of the other"))
                    }
                    (false, false) if x.max.is_some() && y.max.is_some() => {
                        Some((RelationKind::Contradicts, "another figure for the same harm"))
                    }
                    _ => None,
                }
            } else if later.told.modality == Modality::Denied
                && earlier.told.modality == Modality::Reported
                && matches!(later.told.content, Content::Attack { .. })
            {
                Some((RelationKind::Contradicts, "denies it"))
            } else {
                refines(earlier.told, later.told).map(|why| (RelationKind::Refines, why))
            };
            out.extend(kind.map(|(kind, why)| Relation {
                from: later.told.claim.clone(),
                to: earlier.told.claim.clone(),
                kind,
                why: why.to_owned(),
            }));
        }
    }
    out
}

/// Whether the second count lies within the bounds of the first and is closer.
fn narrows(wide: &Count, close: &Count) -> bool {
    let above = |count: &Count| count.min.unwrap_or(0);
    let below = |count: &Count| count.max.unwrap_or(u64::MAX);
    above(close) >= above(wide) && below(close) <= below(wide) && (close.min, close.max) != (wide.min, wide.max)
}

/// What a later telling of the same attack says more exactly, and nothing less exactly: where in the place, or at which hour of the
/// day.
fn refines(earlier: &Told, later: &Told) -> Option<&'static str> {
    let same = earlier.method()? == later.method()?
        && earlier.modality == Modality::Reported
        && later.modality == Modality::Reported;
    let (whole, part) = (earlier.places.first()?, later.places.first()?);
    let finer = part.lies_to(whole) == Lie::Within && part.precision()? < whole.precision()?;
    let as_fine = part.lies_to(whole) == Lie::Same;
    let hour = later.minute().is_some() && earlier.minute().is_none() && earlier.day() == later.day();
    match () {
        () if !same => None,
        () if finer && (earlier.minute().is_none() || later.minute().is_some()) => Some("names the place more closely"),
        () if as_fine && hour => Some("names the hour"),
        () => None,
    }
}
