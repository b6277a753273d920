//! `Statement`: a stretch of text given to a source.

use crate::Span;

/// A stretch of text given to a source by a verb or preposition of saying.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Who is quoted; `None` for a passive without a source.
    pub speaker: Option<Speaker>,
    /// The words of saying; `None` where a quotation merely stands beside its source.
    pub cue: Option<Cue>,
    /// What was said, without cue, speaker and quotation marks, in the order of the text.
    pub content: Vec<Span>,
    /// Quoted, told, or both.
    pub mode: Mode,
}

/// Who is quoted.
#[derive(Clone, Debug, PartialEq)]
pub struct Speaker {
    /// The source as written.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// The fullest earlier mention, where `text` is a pronoun or a bare description.
    pub refers_to: Option<String>,
    /// What kind of source it is.
    pub category: Category,
}

/// The words of saying: the finite verb with its auxiliaries and particle, or the preposition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cue {
    /// As written.
    pub text: String,
    /// Where they stand.
    pub span: Span,
}

/// Whether a statement's content stands inside quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// All of it.
    Direct,
    /// None of it.
    Indirect,
    /// Some of it, a quoted word included.
    Mixed,
}

crate::words::words! {
    /// What kind of source or party somebody is.
    Category {
        /// State, ministry, president, official, diplomat.
        Government = "government",
        /// Army, police, security forces, coalition.
        Military = "military",
        /// Rebels, militia, their commanders and offices.
        ArmedGroup = "armed_group",
        /// Party, opposition coalition, negotiator outside a government.
        Political = "political",
        /// UN, EU, OSCE, Red Cross, mediator.
        International = "international",
        /// Observatory, rights or casualty-recording group.
        Monitor = "monitor",
        /// Civil defence, hospital, medic.
        RescueMedical = "rescue_medical",
        /// Agency, broadcaster, reporter.
        Media = "media",
        /// Resident, witness, activist.
        Civilian = "civilian",
        /// "Sources", "it was said".
        Unknown = "unknown",
    }
}
