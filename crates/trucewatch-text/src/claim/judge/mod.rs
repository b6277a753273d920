//! The judge: a learned linear layer over the rules' drafts. Rules find what may be a claim; the judge, which has read the
//! coded reports, says which are, and of which type where the words leave it open. Its weights are learned by
//! `cargo xtask train` from reports coded by hand; no text of theirs is in them.

mod attack;
mod features;
mod linear;
mod telling;
mod truce;
mod words;

pub(in crate::claim) use features::yes;
pub use features::{Context, features};
pub use linear::{Feature, Linear, OfKind, TABLE, feature, slot_of};

use super::Draft;
use super::rule::content_of;
use trucewatch_model::{Content, Kind, Modality, Span};

/// Outcome under which "is a claim" is learned; the types follow it.
pub const ACCEPT: u32 = 0;

/// The learned weights.
pub(crate) static WEIGHTS: &[u8] = include_bytes!("../../../weights/judge.bin");

/// Says which drafts are claims.
pub struct Judge {
    linear: Option<Linear>,
}

impl Judge {
    /// The judge that the program carries.
    pub fn builtin() -> Self {
        Judge { linear: Linear::from_bytes(WEIGHTS) }
    }

    /// How sure it is that a draft is a claim, 0 to 1.
    pub fn confidence(&self, features: &[Feature]) -> f32 {
        self.linear.as_ref().map_or(1.0, |linear| 1.0 / (1.0 + (-linear.score(features, ACCEPT)).exp()))
    }

    /// The likeliest type of a draft's kind.
    pub fn settle_type(&self, draft: &mut Draft, features: &[Feature]) {
        let Some(linear) = &self.linear else { return };
        let kind = draft.content.kind();
        let word = likeliest_type(kind, draft.content.type_word(), |outcome| linear.score(features, outcome));
        if word != draft.content.type_word()
            && let Some(content) = content_of(kind, word)
        {
            retype(&mut draft.content, content);
        }
    }

    /// The likeliest modality.
    pub fn settle_modality(&self, kind: Kind, read: Modality, features: &[Feature]) -> Modality {
        let Some(linear) = &self.linear else { return read };
        likeliest_modality(kind, read, |outcome| linear.score(features, outcome))
    }
}

/// What the rule says of the type, in units of the learned scores: rare types are read rightly by rules and seldom seen in
/// learning. A rule that reads an attack as `other` says only that its word does not tell.
pub fn rule_weight(kind: Kind, read: &str) -> f32 {
    match kind {
        Kind::Attack if read == "other" => 0.0,
        Kind::Attack | Kind::Corridor | Kind::Ceasefire | Kind::Casualties => 2.5,
        Kind::Control | Kind::Movement | Kind::Aid => 4.0,
    }
}

/// What the syntax says of modality, in the same units ("no raids were reported"). Ceasefires are left out: the same syntax
/// plans an attack and declares a truce.
pub fn syntax_weight(kind: Kind) -> f32 {
    if kind == Kind::Ceasefire { 0.0 } else { 2.0 }
}

/// Outcomes under which is learned how far the rule's type, and the syntax's modality, are to be trusted. Unlike the types
/// themselves these are learned from drafts of all types, so they reach the rare ones.
pub const TRUST_TYPE: u32 = 1;
/// See [`TRUST_TYPE`].
pub const TRUST_MODALITY: u32 = 2;

/// The type with the highest score, that which the rule read favoured. `score` gives the score of an outcome.
pub fn likeliest_type(kind: Kind, read: &'static str, score: impl Fn(u32) -> f32) -> &'static str {
    let favour = rule_weight(kind, read) + score(TRUST_TYPE);
    let weighed = |word| score(outcome_of(kind, word)) + if word == read { favour } else { 0.0 };
    highest(types_of(kind), weighed).unwrap_or(read)
}

/// The modality with the highest score, that which the syntax read favoured. `score` gives the score of an outcome.
pub fn likeliest_modality(kind: Kind, read: Modality, score: impl Fn(u32) -> f32) -> Modality {
    if read == Modality::Denied && kind != Kind::Ceasefire {
        // "no raids": telling what was denied as having happened is the worst error there is.
        return read;
    }
    let favour = syntax_weight(kind) + score(TRUST_MODALITY);
    let weighed = |modality| score(outcome_of_modality(modality)) + if modality == read { favour } else { 0.0 };
    highest(Modality::ALL.iter().copied(), weighed).unwrap_or(read)
}

/// The one that weighs most, the last of equals; each is weighed once.
fn highest<T: Copy>(of: impl IntoIterator<Item = T>, weighed: impl Fn(T) -> f32) -> Option<T> {
    of.into_iter().map(|one| (one, weighed(one))).max_by(|a, b| a.1.total_cmp(&b.1)).map(|(one, _)| one)
}

/// From which confidence on a draft of a kind is a claim: where F1 is highest in cross-validation, which for a rare kind is
/// lower than an even chance.
pub fn threshold(kind: Kind) -> f32 {
    match kind {
        Kind::Ceasefire | Kind::Aid => 0.35,
        Kind::Corridor | Kind::Attack | Kind::Casualties => 0.3,
        Kind::Control | Kind::Movement => 0.25,
    }
}

/// Whether the judge settles type and modality of a kind. The words of harm say by themselves which harm it is.
pub fn settles(kind: Kind) -> bool {
    kind != Kind::Casualties
}

/// A judged draft among others: one happening is often told by a verb and a noun at once, and is one claim.
pub struct Rival {
    /// Its kind.
    pub kind: Kind,
    /// Its type, as settled.
    pub kind_type: &'static str,
    /// Its words.
    pub span: Span,
    /// The words that gave it away.
    pub trigger: Span,
    /// Its predicate.
    pub head: usize,
    /// What its predicate depends on.
    pub governor: Option<usize>,
    /// How sure it is a claim.
    pub confidence: f32,
}

impl Rival {
    /// Whether two drafts tell one happening: each holds the other's trigger. Attacks are told by noun and verb at once more
    /// freely, so there it is enough that one holds the other or depends on it.
    fn tells_the_same_as(&self, other: &Rival) -> bool {
        let same_type = self.kind_type == other.kind_type;
        let (holds, held) = (self.span.contains(other.trigger), other.span.contains(self.trigger));
        let linked = self.governor == Some(other.head) || other.governor == Some(self.head);
        match self.kind {
            kind if kind != other.kind => false,
            Kind::Attack => self.span == other.span || (holds || held) && (same_type || linked) || linked && same_type,
            _ => same_type && (holds && held || self.span == other.span),
        }
    }
}

/// Which of the drafts stand: of those that tell one happening only the surest. Tolls are left alone, since two figures in one
/// clause are two claims.
pub fn settle_rivals(rivals: &[Rival]) -> Vec<bool> {
    let mut order: Vec<usize> = (0..rivals.len()).collect();
    order.sort_by(|&a, &b| rivals[b].confidence.total_cmp(&rivals[a].confidence).then(a.cmp(&b)));
    let mut kept: Vec<bool> = vec![false; rivals.len()];
    for &at in &order {
        let one = &rivals[at];
        let beaten = one.kind != Kind::Casualties
            && (0..rivals.len()).any(|other| kept[other] && rivals[other].tells_the_same_as(one));
        kept[at] = !beaten;
    }
    kept
}

/// Replaces the type and keeps everything else that a content holds.
fn retype(content: &mut Content, new: Content) {
    match (content, new) {
        (Content::Casualties { measure, .. }, Content::Casualties { measure: new, .. }) => *measure = new,
        (Content::Movement { action, .. }, Content::Movement { action: new, .. }) => *action = new,
        (Content::Ceasefire { action, .. }, Content::Ceasefire { action: new, .. }) => *action = new,
        (content, new) => *content = new,
    }
}

/// The words that a kind's type can be.
pub fn types_of(kind: Kind) -> Vec<&'static str> {
    use trucewatch_model as model;
    macro_rules! words {
        ($type:ty) => {
            <$type>::ALL.iter().map(|value| value.word()).collect()
        };
    }
    match kind {
        Kind::Ceasefire => words!(model::CeasefireAction),
        Kind::Corridor => words!(model::CorridorAction),
        Kind::Attack => words!(model::AttackMethod),
        Kind::Casualties => words!(model::Measure),
        Kind::Control => words!(model::ControlAction),
        Kind::Movement => words!(model::MovementAction),
        Kind::Aid => words!(model::AidAction),
    }
}

/// The outcome under which a type is learned.
pub fn outcome_of(kind: Kind, word: &str) -> u32 {
    linear::feature(&["type", kind.word(), word])
}

/// The outcome under which a modality is learned.
pub fn outcome_of_modality(modality: Modality) -> u32 {
    linear::feature(&["modality", modality.word()])
}
