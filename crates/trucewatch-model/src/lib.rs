//! The nouns of trucewatch. Every other crate speaks in these; none of them knows how text is read, where it is
//! kept or how it is shown. What each domain word means is in the project's `CODEBOOK`-derived GLOSSARY.md.

mod annotation;
mod claim;
mod count;
mod document;
mod event;
mod judgement;
mod reading;
mod span;
mod statement;
mod syntax;
mod time;
mod words;

pub use annotation::{ActorMention, Place, PlaceRef, Precision, TimeExpr, TimeKind, Toponym};
pub use claim::{
    ActorRef, AidAction, AttackMethod, CeasefireAction, Claim, ClaimPlace, ClaimTime, Content, ControlAction,
    CorridorAction, Kind, Measure, Modality, MovementAction, Role, Victims, Window,
};
pub use count::Count;
pub use document::Document;
pub use event::{
    Account, Ceasefire, ClaimRef, CopyGroup, Corridor, Disagreement, EventPlace, Events, Extension, Incident, Member,
    Outcome, Party, PartyStance, Placement, Purpose, Refusal, Relation, RelationKind, Side, Stance, Term, Toll,
    TollFigure, ViolationCount,
};
pub use judgement::{ClaimMark, Judgement, Verdict};
pub use reading::{Notice, Reading};
pub use span::Span;
pub use statement::{Category, Cue, Mode, Speaker, Statement};
pub use syntax::{Dep, Sentence, Tag, Token};
pub use time::Moment;
