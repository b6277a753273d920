//! What `link` makes of the claims of many reports: ceasefires and incidents, each with everything that was said of it. An event
//! is never a fact: it is the set of claims that speak of one thing, and every value in it names the claims that give it.

use crate::{Ceasefire, ClaimPlace, Moment, Precision};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::fmt;

/// Names one claim of one report. Written `REPORT#c3`, as the public JSON counts claims: from 1.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClaimRef {
    /// Id of the report.
    pub report: String,
    /// Index of the claim in the report's reading, from 0.
    pub claim: usize,
}

impl ClaimRef {
    /// Reads `REPORT#c3`; `None` for anything else.
    pub fn parse(text: &str) -> Option<ClaimRef> {
        let (report, claim) = text.rsplit_once("#c")?;
        let number: usize = claim.parse().ok()?;
        (!report.is_empty() && number > 0).then(|| ClaimRef { report: report.to_owned(), claim: number - 1 })
    }
}

impl fmt::Display for ClaimRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#c{}", self.report, self.claim + 1)
    }
}

impl Serialize for ClaimRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ClaimRef {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        ClaimRef::parse(&text).ok_or_else(|| D::Error::custom(format!("{text}: no claim reference")))
    }
}

/// A party, office or group of people, as the record names it over all reports.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Party {
    /// The codebook's id, where it knows the party.
    pub id: Option<String>,
    /// The codebook's name for it, else the words of the reports.
    pub name: String,
}

/// One value with every claim that gives it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Account<T> {
    /// What is said.
    pub value: T,
    /// Who says it: speakers, or the outlet where the reporter says it. Sorted, each once.
    pub by: Vec<String>,
    /// The claims that say it, in order of publication.
    pub claims: Vec<ClaimRef>,
    /// How many independent sources stand behind it: copies of one text, and repetitions of one speaker, count once.
    pub sources: usize,
}

/// A term for which only one value can be right; accounts differ. The best supported account first; empty where nobody says it.
pub type Term<T> = Vec<Account<T>>;

/// A claim's place in an event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// Which claim.
    pub claim: ClaimRef,
    /// Why it was joined, in one line: "same day, same town, both airstrike".
    pub why: String,
}

/// Two things that were near enough to be compared and were kept apart, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Refusal {
    /// One claim (the one that stands for its side).
    pub a: ClaimRef,
    /// The other.
    pub b: ClaimRef,
    /// Why they are not one: "a day apart", "different towns".
    pub why: String,
    /// 0 to 1: how near they were to being joined. Doubtful ones are what a person should look at.
    pub nearness: f32,
}

/// A place of an event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EventPlace {
    /// The gazetteer's id, where it is resolved.
    pub id: Option<String>,
    /// The gazetteer's name, else the words of the reports.
    pub name: String,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// WGS 84 degrees.
    #[serde(serialize_with = "crate::geo::serialize_degrees")]
    pub lat: Option<f32>,
    /// WGS 84 degrees.
    #[serde(serialize_with = "crate::geo::serialize_degrees")]
    pub lon: Option<f32>,
    /// How exactly the coordinates stand for it.
    pub precision: Option<Precision>,
}

impl From<&ClaimPlace> for EventPlace {
    fn from(claimed: &ClaimPlace) -> Self {
        let place = claimed.place.as_deref();
        EventPlace {
            id: place.map(|place| place.id.clone()),
            name: place.map_or_else(|| claimed.text.clone(), |place| place.name.clone()),
            country: place.and_then(|place| place.country.clone()),
            lat: place.map(|place| place.lat),
            lon: place.map(|place| place.lon),
            precision: place.map(|place| place.precision),
        }
    }
}

/// One attack or other violent happening over all reports, with its toll.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Incident {
    /// `in-` and hex, from the earliest claim of it: the same on every machine.
    pub id: String,
    /// A line that names it: "Airstrike on Sakhour, Aleppo, 20 October 2016".
    pub title: String,
    /// The means; several accounts where they are disputed.
    pub method: Term<String>,
    /// The day.
    pub on: Term<Moment>,
    /// Where, most specific and best supported first.
    pub places: Vec<Account<EventPlace>>,
    /// Who is said to have attacked; one account per party.
    pub attackers: Vec<Account<Party>>,
    /// What is said to have been hit.
    pub targets: Vec<Account<String>>,
    /// Who is said not to have attacked.
    pub denied: Vec<Account<Party>>,
    /// Dead.
    pub killed: Toll,
    /// Injured.
    pub injured: Toll,
    /// Other measures (harmed, missing, abducted, ...), by `Measure`'s word.
    pub other_tolls: Vec<(String, Toll)>,
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

/// A range over independent sources. Not a total, and never an average.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Toll {
    /// The lowest figure for the whole incident that a source still stands by.
    pub low: Option<u64>,
    /// The highest; `None` with a `low` where the highest account has no upper bound and is the only one.
    pub high: Option<u64>,
    /// Every figure: whole-incident accounts first.
    pub accounts: Vec<Account<TollFigure>>,
}

/// One figure of a toll.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TollFigure {
    /// At least.
    pub min: Option<u64>,
    /// At most.
    pub max: Option<u64>,
    /// Whom it counts, as written: "children".
    pub group: Option<String>,
    /// `Victims`' word.
    pub victims: String,
    /// Part of another figure, not the whole.
    pub part: bool,
    /// Over several days or a named period: kept out of the range.
    pub cumulative: bool,
    /// Withdrawn or replaced later by the same source: kept out of the range.
    pub superseded: bool,
}

/// A question to which reports give answers that cannot all be right.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Disagreement {
    /// What about: "killed", "attacker", "method", "corridor Castello road", "who violated", "date", ...
    pub about: String,
    /// The answers; at least two.
    pub sides: Vec<Account<String>>,
}

crate::words::words! {
    /// How one claim stands to another of the same event.
    RelationKind {
        /// The same words, or the same text carried by another outlet.
        Copy = "copy",
        /// Says the same, and more of it.
        Refines = "refines",
        /// A later figure of the same source that replaces the earlier.
        Updates = "updates",
        /// Cannot be right together.
        Contradicts = "contradicts",
    }
}

/// One claim's relation to another: `from` refines, updates, contradicts or copies `to`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Relation {
    /// The later or fuller one.
    pub from: ClaimRef,
    /// The one it speaks to.
    pub to: ClaimRef,
    /// How.
    pub kind: RelationKind,
    /// Why, in one line.
    pub why: String,
}

/// Reports that carry one source's text, the earliest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CopyGroup {
    /// Ids of the reports.
    pub reports: Vec<String>,
    /// Why, in one line: "0.93 of the word triples are shared".
    pub why: String,
}

/// Everything that is derived from the claims of all reports.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Events {
    /// In order of beginning, then id.
    pub ceasefires: Vec<Ceasefire>,
    /// In order of day, then id.
    pub incidents: Vec<Incident>,
    /// Reports that count once.
    pub copies: Vec<CopyGroup>,
    /// Between claims of one event.
    pub relations: Vec<Relation>,
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Moment::parse(&text).ok_or_else(|| D::Error::custom(format!("{text}: no date")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claim_references_survive_writing_and_reading() {
        let claim = ClaimRef { report: "comp/set#1".into(), claim: 2 };
        assert_eq!(claim.to_string(), "comp/set#1#c3");
        assert_eq!(ClaimRef::parse("comp/set#1#c3"), Some(claim));
        for wrong in ["", "#c1", "r#c0", "r#cx", "r"] {
            assert_eq!(ClaimRef::parse(wrong), None, "{wrong}");
        }
    }
}
