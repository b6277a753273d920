//! Events in a few sentences, for the columns that hold words. They say what was reported and by how many, never what happened.

use super::behind::Behind;
use crate::views::IncidentView;
use trucewatch_model::{Account, Ceasefire, ClaimRef, Disagreement, Incident};

/// One paragraph on an incident.
pub(super) fn incident(incident: &Incident, behind: &Behind) -> String {
    let mut parts = vec![format!("Reported: {}.", incident.title.trim_end_matches('.'))];
    let mut list = |head: &str, words: String| {
        if !words.is_empty() {
            parts.push(format!("{head}: {words}."));
        }
    };
    list("Means", accounts(&incident.method, |method| method.replace('_', " ")));
    list("Said to have attacked", accounts(&incident.attackers, |party| party.name.clone()));
    list("Said not to have", accounts(&incident.denied, |party| party.name.clone()));
    list("Said to be hit", accounts(&incident.targets, |target| target.clone()));
    list("Killed", IncidentView::range(&incident.killed).unwrap_or_default());
    list("Injured", IncidentView::range(&incident.injured).unwrap_or_default());
    list("Accounts differ on", differ(&incident.disagreements));
    parts.extend(incident.claims.first().and_then(|member| words(&member.claim, behind)));
    parts.join(" ")
}

/// One paragraph on a ceasefire.
pub(super) fn ceasefire(ceasefire: &Ceasefire, behind: &Behind) -> String {
    let mut parts = vec![format!("Reported: {}.", ceasefire.title.trim_end_matches('.'))];
    let mut list = |head: &str, words: String| {
        if !words.is_empty() {
            parts.push(format!("{head}: {words}."));
        }
    };
    list("Declared by", accounts(&ceasefire.declared_by, |party| party.name.clone()));
    list("Area", accounts(&ceasefire.area, |place| place.name.clone()));
    list("Outcome as sources tell it", accounts(&ceasefire.outcome, |outcome| outcome.word().replace('_', " ")));
    list("Accounts differ on", differ(&ceasefire.disagreements));
    parts.extend(ceasefire.claims.first().and_then(|member| words(&member.claim, behind)));
    parts.join(" ")
}

/// "airstrike (2 sources), shelling (1 source)"; the number only where there is more than one answer.
pub(super) fn accounts<T>(accounts: &[Account<T>], word: impl Fn(&T) -> String) -> String {
    let one = |account: &Account<T>| {
        let word = word(&account.value);
        let sources = account.sources;
        if accounts.len() == 1 {
            word
        } else {
            format!("{word} ({sources} source{})", if sources == 1 { "" } else { "s" })
        }
    };
    accounts.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// What accounts differ on: "killed, method".
pub(super) fn differ(disagreements: &[Disagreement]) -> String {
    disagreements.iter().map(|disagreement| disagreement.about.as_str()).collect::<Vec<_>>().join(", ")
}

/// The words of a claim with who says them where: `"..." (a teacher, Aleppo Lens, 2016-10-20, al-1#c2)`.
pub(super) fn words(claim: &ClaimRef, behind: &Behind) -> Option<String> {
    let quote = behind.quote(claim)?;
    let whose = [quote.speaker, quote.outlet, quote.published.map(|at| at.date().to_string()), Some(claim.to_string())];
    Some(format!("\"{}\" ({})", quote.words, whose.into_iter().flatten().collect::<Vec<_>>().join(", ")))
}
