//! How the claims of one event stand to one another over its reports.

use super::accounts::voices;
use super::telling::Telling;
use trucewatch_model::{Content, Modality, Relation, RelationKind};

/// How the claims of one event stand to one another: the same figure told again by a copy, a later one of the same source.
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
                None
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
