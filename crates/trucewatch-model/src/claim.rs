//! `Claim`: something that a text says happened, is planned or is demanded.

use crate::{Count, Moment, PlaceRef, Span};
use serde::{Deserialize, Serialize};

/// What one clause of a text says happened, is planned or is demanded. Never a fact: who says it is part of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// The smallest clause that carries it.
    pub span: Span,
    /// The word that gave it away.
    pub trigger: Span,
    /// Whether it is told as having happened.
    pub modality: Modality,
    /// Index of the statement it stands in; `None` where the reporter says it.
    pub statement: Option<usize>,
    /// When, where the text says.
    pub time: Option<ClaimTime>,
    /// Where, most specific first.
    pub places: Vec<ClaimPlace>,
    /// Who.
    pub actors: Vec<ActorRef>,
    /// What.
    pub content: Content,
    /// Id of the rule that read it.
    pub rule: String,
    /// How sure, 0 to 1.
    pub confidence: f32,
}

/// The seven kinds of claim with what only they have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Content {
    /// A truce, ceasefire, pause or cessation of hostilities.
    Ceasefire { action: CeasefireAction, unilateral: Option<bool>, window: Option<Window> },
    /// A humanitarian or exit corridor.
    Corridor { action: CorridorAction },
    /// Violence used.
    Attack { method: AttackMethod },
    /// People harmed.
    Casualties {
        measure: Measure,
        count: Count,
        victims: Victims,
        /// As written: "children".
        group: Option<String>,
        /// Index of the claim whose count this one breaks down.
        part_of: Option<usize>,
        /// Whether the count covers several days or a named period.
        cumulative: bool,
    },
    /// Who holds ground.
    Control { action: ControlAction },
    /// People leaving or coming.
    Movement { action: MovementAction, count: Option<Count>, origin: Option<String>, destination: Option<String> },
    /// Relief, medical help, supplies.
    Aid { action: AidAction },
}

impl Content {
    /// Which of the seven kinds.
    pub fn kind(&self) -> Kind {
        match self {
            Content::Ceasefire { .. } => Kind::Ceasefire,
            Content::Corridor { .. } => Kind::Corridor,
            Content::Attack { .. } => Kind::Attack,
            Content::Casualties { .. } => Kind::Casualties,
            Content::Control { .. } => Kind::Control,
            Content::Movement { .. } => Kind::Movement,
            Content::Aid { .. } => Kind::Aid,
        }
    }

    /// The codebook's word for the action, method or measure.
    pub fn type_word(&self) -> &'static str {
        match self {
            Content::Ceasefire { action, .. } => action.word(),
            Content::Corridor { action } => action.word(),
            Content::Attack { method } => method.word(),
            Content::Casualties { measure, .. } => measure.word(),
            Content::Control { action } => action.word(),
            Content::Movement { action, .. } => action.word(),
            Content::Aid { action } => action.word(),
        }
    }
}

/// When a claim is said to have happened.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimTime {
    /// The words, without "on" and "in".
    pub text: String,
    /// First day or minute, inclusive.
    pub start: Option<Moment>,
    /// Last day or minute, inclusive.
    pub end: Option<Moment>,
}

/// Where a claim is said to have happened.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimPlace {
    /// The name as written.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// What it was resolved to.
    pub place: Option<PlaceRef>,
}

/// Who takes part in a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActorRef {
    /// In which role.
    pub role: Role,
    /// As written, without article; a pronoun is replaced by the fullest earlier mention.
    pub text: String,
    /// The codebook's id of the party.
    pub id: Option<String>,
}

/// How long a ceasefire is to last and at which hours, as far as it is said.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Window {
    /// First day or minute.
    pub start: Option<Moment>,
    /// Last day or minute.
    pub end: Option<Moment>,
    /// The daily hour of beginning, as written: "morning", "08:00".
    pub daily_from: Option<String>,
    /// The daily hour of ending, as written.
    pub daily_to: Option<String>,
    /// ISO 8601 duration: `P3D`, `PT48H`.
    pub duration: Option<String>,
}

crate::words::words! {
    /// The kinds of claim.
    Kind {
        /// A truce, ceasefire, pause.
        Ceasefire = "ceasefire",
        /// A humanitarian or exit corridor.
        Corridor = "corridor",
        /// Violence used.
        Attack = "attack",
        /// People harmed.
        Casualties = "casualties",
        /// Who holds ground.
        Control = "control",
        /// People leaving or coming.
        Movement = "movement",
        /// Relief and supplies.
        Aid = "aid",
    }
}

crate::words::words! {
    /// Whether a claim is told as having happened.
    Modality {
        /// Happened, is happening.
        Reported = "reported",
        /// Announced, threatened, scheduled.
        Planned = "planned",
        /// Proposed, demanded, urged, hoped for.
        CalledFor = "called_for",
        /// Said not to have happened, or refused to be done.
        Denied = "denied",
        /// If, could, may, feared.
        Hypothetical = "hypothetical",
    }
}

crate::words::words! {
    /// What is said of a ceasefire.
    CeasefireAction {
        /// Talks, calls and hopes for one that does not exist yet.
        Proposed = "proposed",
        /// One side announces it.
        Declared = "declared",
        /// Sides agree on it.
        Agreed = "agreed",
        /// A side accepts it.
        Accepted = "accepted",
        /// A side rejects it.
        Rejected = "rejected",
        /// It begins.
        TookEffect = "took_effect",
        /// It is prolonged or widened.
        Extended = "extended",
        /// It is observed.
        Holding = "holding",
        /// It is breached.
        Violated = "violated",
        /// It is suspended.
        Suspended = "suspended",
        /// It is over.
        Ended = "ended",
        /// Something else is said of it: duration, area, terms, monitoring.
        Mentioned = "mentioned",
    }
}

crate::words::words! {
    /// What is said of a corridor.
    CorridorAction {
        /// A route is named or guaranteed.
        Announced = "announced",
        /// It is opened.
        Opened = "opened",
        /// People or aid pass.
        Used = "used",
        /// Nobody passes.
        Unused = "unused",
        /// It is closed or blocked.
        Closed = "closed",
        /// It is attacked.
        Attacked = "attacked",
        /// Something else is said of it.
        Mentioned = "mentioned",
    }
}

crate::words::words! {
    /// By which means violence is used.
    AttackMethod {
        /// Planes, helicopters, drones, barrel bombs, their rockets.
        Airstrike = "airstrike",
        /// Artillery, mortar, rocket, missile, tank fire from the ground.
        Shelling = "shelling",
        /// Planted, car, roadside, suicide, thrown grenade.
        Bombing = "bombing",
        /// Gunfire, sniper, execution by gun.
        Shooting = "shooting",
        /// Offensive, raid on foot, incursion, storming, ambush.
        GroundAssault = "ground_assault",
        /// Two sides fight.
        Clash = "clash",
        /// Poison gas.
        Chemical = "chemical",
        /// Kidnap, hostage taking.
        Abduction = "abduction",
        /// Stabbing, arson, beating, unspecified.
        Other = "other",
    }
}

crate::words::words! {
    /// Which harm is counted.
    Measure {
        /// Killed.
        Killed = "killed",
        /// Injured.
        Injured = "injured",
        /// Neither death nor injury said.
        Harmed = "harmed",
        /// Missing.
        Missing = "missing",
        /// Abducted.
        Abducted = "abducted",
        /// Detained.
        Detained = "detained",
        /// Displaced, with neither origin nor destination.
        Displaced = "displaced",
    }
}

crate::words::words! {
    /// Who was harmed.
    Victims {
        /// Civilians.
        Civilian = "civilian",
        /// Soldiers, fighters, militants, police.
        Combatant = "combatant",
        /// Both.
        Mixed = "mixed",
        /// Not said.
        Unknown = "unknown",
    }
}

crate::words::words! {
    /// What is said of ground.
    ControlAction {
        /// Taken.
        Captured = "captured",
        /// Taken back.
        Recaptured = "recaptured",
        /// Lost.
        Lost = "lost",
        /// Under siege, blockade, encirclement.
        Besieged = "besieged",
        /// The siege ended.
        SiegeLifted = "siege_lifted",
        /// Left by those who held it.
        Withdrew = "withdrew",
        /// Given up.
        Surrendered = "surrendered",
        /// Held.
        Holds = "holds",
        /// Ground gained.
        Advanced = "advanced",
    }
}

crate::words::words! {
    /// What is said of people on the move.
    MovementAction {
        /// Fled.
        Fled = "fled",
        /// Taken out.
        Evacuated = "evacuated",
        /// Came back.
        Returned = "returned",
        /// Cannot leave.
        Trapped = "trapped",
        /// Kept from leaving.
        Prevented = "prevented",
    }
}

crate::words::words! {
    /// What is said of aid.
    AidAction {
        /// Delivered.
        Delivered = "delivered",
        /// Blocked.
        Blocked = "blocked",
        /// Looted.
        Looted = "looted",
        /// Requested.
        Requested = "requested",
        /// Suspended.
        Suspended = "suspended",
        /// Needed.
        Needed = "needed",
    }
}

crate::words::words! {
    /// In which role somebody takes part in a claim.
    Role {
        /// Who does the action.
        By = "by",
        /// The other side.
        With = "with",
        /// Who mediates.
        Mediator = "mediator",
        /// Who is said to violate.
        Accused = "accused",
        /// Whom a corridor is for.
        For = "for",
        /// Who attacks; in a clash both sides.
        Attacker = "attacker",
        /// What is said to be hit, aimed at, stormed or seized.
        Target = "target",
        /// Who harmed.
        Perpetrator = "perpetrator",
        /// From whom ground is taken.
        From = "from",
        /// Who moves.
        Who = "who",
        /// To whom aid goes.
        To = "to",
    }
}
