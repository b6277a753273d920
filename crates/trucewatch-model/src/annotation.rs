//! What is marked in a text before anything is claimed of it: times, place names, mentions of parties.

use crate::{Category, Moment, Span};
use std::sync::Arc;

/// An expression of time, as TIMEX3 knows it, with the days that it stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeExpr {
    /// The words.
    pub span: Span,
    /// TIMEX3 type.
    pub kind: TimeKind,
    /// TIMEX3 value: `2016-10-20`, `2016-W42`, `P3D`, `PAST_REF`, ...
    pub value: String,
    /// First day or minute, inclusive; `None` where the text does not bound it.
    pub start: Option<Moment>,
    /// Last day or minute, inclusive.
    pub end: Option<Moment>,
}

crate::words::words! {
    /// TIMEX3 type of a time expression.
    TimeKind {
        /// A calendar time of a day or longer.
        Date = "DATE",
        /// A time within a day.
        Time = "TIME",
        /// A length of time.
        Duration = "DURATION",
        /// Something that recurs.
        Set = "SET",
    }
}

crate::words::words! {
    /// How exactly a place is known.
    Precision {
        /// An exact spot.
        Point = "point",
        /// A part of a settlement.
        Neighbourhood = "neighbourhood",
        /// A village, town or city.
        Settlement = "settlement",
        /// A second-order division, or an area of like size.
        District = "district",
        /// A first-order division.
        Province = "province",
        /// A state.
        Country = "country",
        /// Anything larger, or without borders.
        Region = "region",
    }
}

/// An entry of the gazetteer.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Place {
    /// `geonames:170063`, `tw:aleppo/sakhour`, ...
    pub id: String,
    /// The gazetteer's own name for it.
    pub name: String,
    /// ISO 3166-1 alpha-2; `None` for the sea and what has no state.
    pub country: Option<String>,
    /// WGS 84 degrees.
    pub lat: f32,
    /// WGS 84 degrees.
    pub lon: f32,
    /// How exactly `lat` and `lon` stand for it.
    pub precision: Precision,
}

/// A shared entry of the gazetteer.
pub type PlaceRef = Arc<Place>;

/// A place name in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Toponym {
    /// The name as written.
    pub span: Span,
    /// The name as the place of a happening, with the words beside it that belong to it ("northern Aleppo", "Idlib province");
    /// `None` for a nationality ("Russian"), which names a country but is never where something happens.
    pub wide: Option<Span>,
    /// What it was resolved to; `None` where the gazetteer does not know it.
    pub place: Option<PlaceRef>,
}

/// A mention of a party, an office or a kind of person.
#[derive(Clone, Debug, PartialEq)]
pub struct ActorMention {
    /// The name or noun phrase head that the codebook knows, as written.
    pub span: Span,
    /// The codebook's id of the party, where it is a named one.
    pub actor: Option<String>,
    /// What kind of party it is.
    pub category: Category,
}
