//! `Ceasefire`: one truce over all reports, with every account of its terms, the stances to it, its corridors and what was
//! reported inside its window.

use crate::{Account, ClaimRef, CorridorAction, Disagreement, EventPlace, Member, Moment, Party, Refusal, Term};
use serde::{Deserialize, Serialize};

crate::words::words! {
    /// How many parties declare a ceasefire.
    Side {
        /// One.
        Unilateral = "unilateral",
        /// Two.
        Bilateral = "bilateral",
        /// More.
        Multilateral = "multilateral",
    }
}

crate::words::words! {
    /// What a ceasefire is said to be for.
    Purpose {
        /// Aid, evacuation, leaving.
        Humanitarian = "humanitarian",
        /// Talks, a settlement, a withdrawal of forces.
        PeaceProcess = "peace_process",
        /// A feast.
        Holiday = "holiday",
        /// A vote.
        Election = "election",
        /// Anything else that is said.
        Other = "other",
    }
}

crate::words::words! {
    /// What sources say became of a ceasefire; never a verdict of the record.
    Outcome {
        /// Announced, and not said to have begun.
        Announced = "announced",
        /// Said to hold, or simply not said to have ended.
        Holding = "holding",
        /// It ran out.
        Expired = "expired",
        /// It was prolonged.
        Extended = "extended",
        /// Said to be broken, cancelled or over before its time.
        Collapsed = "collapsed",
        /// Never began.
        NeverBegan = "never_began",
    }
}

crate::words::words! {
    /// A party's stance to a ceasefire.
    Stance {
        /// Announced it, alone or with others.
        Declared = "declared",
        /// Took it on.
        Accepted = "accepted",
        /// Refused it, or gave it up.
        Rejected = "rejected",
        /// Said it keeps it, or supports it.
        Backed = "backed",
        /// Said to have given no answer.
        Silent = "silent",
    }
}

/// One ceasefire, pause or truce over all reports.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ceasefire {
    /// `cf-` and hex, from the earliest claim that founds it: the same on every machine.
    pub id: String,
    /// A line that names it: "Aleppo pause, 20 October 2016".
    pub title: String,
    /// Who declared or agreed it; one account per party.
    pub declared_by: Vec<Account<Party>>,
    /// Who mediates it; one account per party.
    pub mediators: Vec<Account<Party>>,
    /// From `declared_by`, and what claims say (`unilateral`).
    pub side: Option<Side>,
    /// The day of the announcement.
    pub declared_on: Term<Moment>,
    /// Its beginning.
    pub effective_from: Term<Moment>,
    /// Its end as announced, inclusive.
    pub until: Term<Moment>,
    /// ISO 8601.
    pub duration: Term<String>,
    /// The daily hour of beginning, as written or `HH:MM`.
    pub daily_from: Term<String>,
    /// The daily hour of ending.
    pub daily_to: Term<String>,
    /// The area covered; one account per place.
    pub area: Vec<Account<EventPlace>>,
    /// What it is for.
    pub purpose: Term<Purpose>,
    /// What became of it.
    pub outcome: Term<Outcome>,
    /// When it ended, as far as it is said.
    pub ended_on: Term<Moment>,
    /// What a party did or said of it, in order of time.
    pub stances: Vec<PartyStance>,
    /// Prolongations, also one-sided ones.
    pub extensions: Vec<Extension>,
    /// Corridors promised under it.
    pub corridors: Vec<Corridor>,
    /// Violations as sources count them: "19 times".
    pub violations: Vec<Account<ViolationCount>>,
    /// Incidents set against its window, area and parties.
    pub incidents: Vec<Placement>,
    /// Where the accounts of it differ.
    pub disagreements: Vec<Disagreement>,
    /// All claims of it, in order of publication.
    pub claims: Vec<Member>,
    /// Near ones that were kept apart.
    pub apart: Vec<Refusal>,
    /// Ids of the judgements that bear on its claims.
    #[serde(default)]
    pub judged: Vec<String>,
}

/// A party's stance at one time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PartyStance {
    /// Whose.
    pub party: Party,
    /// Which.
    pub stance: Stance,
    /// When, where it is said or the day of the report gives it.
    pub on: Option<Moment>,
    /// Whether it is a stance to an extension and not to the ceasefire itself.
    pub of_extension: bool,
    /// The claims that tell it.
    pub claims: Vec<ClaimRef>,
}

/// A prolongation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Extension {
    /// By whom.
    pub by: Vec<Party>,
    /// One side's or both's.
    pub side: Option<Side>,
    /// When it was announced.
    pub declared_on: Option<Moment>,
    /// Its end.
    pub until: Term<Moment>,
    /// ISO 8601.
    pub duration: Term<String>,
    /// Who refused it.
    pub refused_by: Vec<Party>,
    /// The claims that tell it.
    pub claims: Vec<ClaimRef>,
}

/// One corridor with what each source says of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Corridor {
    /// The road, crossing or place it is named after; `None` where reports only speak of "the corridors".
    pub place: Option<EventPlace>,
    /// What is said of it; one account per action.
    pub accounts: Vec<Account<CorridorAction>>,
}

/// How often a side is said to have violated a ceasefire.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ViolationCount {
    /// Who is said to have; `None` where nobody is named.
    pub accused: Option<Party>,
    /// How often, where a number is given.
    pub times: Option<u64>,
    /// The count as written: "19 times".
    pub text: Option<String>,
}

/// An incident set against a ceasefire's window, area and parties. `None` is "unknown", and `why` says why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Placement {
    /// Id of the incident.
    pub incident: String,
    /// Whether it lies in the window.
    pub in_window: Option<bool>,
    /// Whether it lies in the area.
    pub in_area: Option<bool>,
    /// Whether a named attacker is bound by the ceasefire.
    pub bound_party: Option<bool>,
    /// The reason of each, in one line.
    pub why: String,
}
