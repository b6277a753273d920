//! The nouns of trucewatch. Every other crate speaks in these; none of them knows how text is read, where it is
//! kept or how it is shown. What each domain word means is in the project's `CODEBOOK`-derived GLOSSARY.md.

mod annotation;
mod ceasefire;
mod claim;
mod count;
mod document;
mod event;
pub mod geo;
mod judgement;
mod reading;
mod span;
mod statement;
mod syntax;
mod time;
mod words;

pub use annotation::{ActorMention, Place, PlaceRef, Precision, TimeExpr, TimeKind, Toponym};
pub use ceasefire::{
    Ceasefire, Corridor, Extension, Outcome, PartyStance, Placement, Purpose, Side, Stance, ViolationCount,
};
pub use claim::{
    ActorRef, AidAction, AttackMethod, CeasefireAction, Claim, ClaimPlace, ClaimTime, Content, ControlAction,
    CorridorAction, Kind, Measure, Modality, MovementAction, Role, Victims, Window,
};
pub use count::Count;
pub use document::Document;
pub use event::{
    Account, ClaimRef, CopyGroup, Disagreement, EventPlace, Events, Incident, Member, Party, Refusal, Relation,
    RelationKind, Term, Toll, TollFigure,
};
pub use judgement::{ClaimMark, Judgement, Verdict};
pub use reading::{Notice, Reading};
pub use span::Span;
pub use statement::{Category, Cue, Mode, Speaker, Statement};
pub use syntax::{Dep, Sentence, Tag, Token};
pub use time::Moment;
