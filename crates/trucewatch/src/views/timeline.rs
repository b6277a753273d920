//! A ceasefire's story in order of time: its terms, the parties' stances, what was reported inside its window.

use serde::Serialize;
use trucewatch_model::{Account, Ceasefire, ClaimRef, Incident, Moment, Toll};

/// One line of a timeline.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Happening {
    /// When, as sources say.
    pub on: Moment,
    /// What is said to have happened: "declared", "Syrian army: rejected", "Shelling of Rastan".
    pub what: String,
    /// The event it belongs to, where that is not the ceasefire itself.
    pub event: Option<String>,
    /// The claims that say so.
    pub claims: Vec<ClaimRef>,
}

/// The story of `ceasefire` with those of `incidents` that it places, in order of time. What has no date is left out.
pub fn timeline(ceasefire: &Ceasefire, incidents: &[Incident]) -> Vec<Happening> {
    let mut lines = Vec::new();
    let mut term = |what: &str, accounts: &[Account<Moment>]| {
        for account in accounts {
            lines.push(Happening { on: account.value, what: what.into(), event: None, claims: account.claims.clone() });
        }
    };
    term("declared", &ceasefire.declared_on);
    term("takes effect", &ceasefire.effective_from);
    term("runs out as announced", &ceasefire.until);
    term("ended, as reported", &ceasefire.ended_on);
    for stance in &ceasefire.stances {
        if let Some(on) = stance.on {
            let of = if stance.of_extension { " the extension" } else { "" };
            let what = format!("{}: {}{of}", stance.party.name, stance.stance.word());
            lines.push(Happening { on, what, event: None, claims: stance.claims.clone() });
        }
    }
    for extension in &ceasefire.extensions {
        if let Some(on) = extension.declared_on {
            let by: Vec<&str> = extension.by.iter().map(|party| party.name.as_str()).collect();
            let what = format!("extension declared{}{}", if by.is_empty() { "" } else { " by " }, by.join(", "));
            lines.push(Happening { on, what, event: None, claims: extension.claims.clone() });
        }
    }
    for incident in incidents {
        if let Some(on) = incident.on.first() {
            lines.push(Happening {
                on: on.value,
                what: format!("{}{}", incident.title, toll_words(incident)),
                event: Some(incident.id.clone()),
                claims: on.claims.clone(),
            });
        }
    }
    // Of one day what has an hour comes after what has none, as it is the finer.
    lines.sort_by(|a, b| (a.on.date(), a.on.to_string(), &a.what).cmp(&(b.on.date(), b.on.to_string(), &b.what)));
    lines
}

/// ": killed 3 to 5, injured 9 to 14", or nothing.
fn toll_words(incident: &Incident) -> String {
    let parts: Vec<String> = [("killed", &incident.killed), ("injured", &incident.injured)]
        .into_iter()
        .filter_map(|(word, toll)| Some(format!("{word} {}", range(toll)?)))
        .collect();
    if parts.is_empty() { String::new() } else { format!(": {}", parts.join(", ")) }
}

/// "3 to 5", "at least 12", "4"; `None` where nobody gives a figure.
pub(super) fn range(toll: &Toll) -> Option<String> {
    Some(match (toll.low, toll.high) {
        (None, None) => return None,
        (Some(low), Some(high)) if low == high => low.to_string(),
        (Some(low), Some(high)) => format!("{low} to {high}"),
        (Some(low), None) => format!("at least {low}"),
        (None, Some(high)) => format!("up to {high}"),
    })
}
