//! What is kept of a report beside its reading: where it came from (in its ledger entry), and its claims in short, so that
//! looking for claims need not open every reading.

use crate::ingest::Format;
use crate::views::{Cited, Names, Quote, ReportCard, private_people, speaker_label};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use trucewatch_model::{ActorRef, Category, Claim, ClaimPlace, ClaimRef, Kind, Modality, Moment, Reading};

/// The body of a report's entry in the ledger. The text itself is in the reading's entry, the bytes as they came in the blob.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportBody {
    /// The record's own id, where it had one.
    pub own_id: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// As in the report.
    pub published: Option<Moment>,
    /// Who published it.
    pub source: Option<String>,
    /// Where it was found.
    pub url: Option<String>,
    /// The file it came from, and the line.
    pub origin: String,
    /// How its bytes were cut: see `seen_key`.
    pub format: String,
}

/// One claim in short.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClaimCard {
    /// Which claim.
    pub claim: ClaimRef,
    /// Its kind.
    pub kind: Kind,
    /// The codebook's word for its action, method or measure.
    pub type_word: String,
    /// How it is told.
    pub modality: Modality,
    /// First day or minute.
    pub start: Option<Moment>,
    /// Last day or minute.
    pub end: Option<Moment>,
    /// Where.
    pub places: Vec<PlaceCard>,
    /// Who, as written, and the codebook's id.
    pub parties: Vec<PartyCard>,
    /// Who says it, by role where it is a private person.
    pub speaker: Option<String>,
    /// What kind of source says it; not in cards of earlier versions.
    #[serde(default)]
    pub category: Option<Category>,
    /// How sure the reading is, 0 to 1; not in cards of earlier versions.
    #[serde(default)]
    pub confidence: Option<f32>,
    /// The clause.
    pub words: String,
}

/// A place in short.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlaceCard {
    /// As written.
    pub text: String,
    /// The gazetteer's name.
    pub name: Option<String>,
    /// WGS 84 degrees.
    #[serde(serialize_with = "trucewatch_model::geo::serialize_point")]
    pub point: Option<(f32, f32)>,
}

/// A party in short.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PartyCard {
    /// `Role`'s word.
    pub role: String,
    /// As written.
    pub text: String,
    /// The codebook's id.
    pub id: Option<String>,
}

impl ReportBody {
    /// What is kept of a report that came from `origin`.
    pub fn new(reading: &Reading, origin: String, format: Format) -> Self {
        let document = &reading.document;
        ReportBody {
            own_id: Some(document.id.clone()),
            title: document.title.clone(),
            published: document.published,
            source: document.source.clone(),
            url: document.url.clone(),
            origin,
            format: format!("{format:?}"),
        }
    }
}

/// What is kept of a reading so that neither lists nor dossiers need open it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InShort {
    /// Every claim, in order.
    pub claims: Vec<ClaimCard>,
    /// Private people as the report names them, and what they are shown as.
    pub private: BTreeMap<String, String>,
}

impl InShort {
    /// The reading of `report` in short.
    pub fn new(report: &str, reading: &Reading) -> Self {
        InShort { claims: claim_cards(report, reading), private: private_people(reading) }
    }

    /// The report as dossiers cite it where private people are shown by role.
    pub fn cited(self, card: ReportCard) -> Cited {
        let quote = |claim: ClaimCard| Quote {
            what: format!("{} {}", claim.kind.word(), claim.type_word),
            claim: claim.claim,
            words: claim.words,
            speaker: claim.speaker,
            outlet: card.outlet.clone(),
            published: card.published,
            modality: claim.modality.word(),
        };
        Cited { quotes: self.claims.into_iter().map(quote).collect(), private: self.private, card }
    }
}

fn claim_cards(report: &str, reading: &Reading) -> Vec<ClaimCard> {
    let card = |(at, claim): (usize, &Claim)| ClaimCard {
        claim: ClaimRef { report: report.to_owned(), claim: at },
        kind: claim.content.kind(),
        type_word: claim.content.type_word().to_owned(),
        modality: claim.modality,
        start: claim.time.as_ref().and_then(|time| time.start),
        end: claim.time.as_ref().and_then(|time| time.end),
        places: claim.places.iter().map(place_card).collect(),
        parties: claim.actors.iter().map(party_card).collect(),
        speaker: claim.statement.and_then(|at| reading.statements.get(at)).map(|statement| {
            let named = statement.speaker.as_ref().map(|speaker| speaker_label(speaker, Names::Redacted));
            named.unwrap_or_else(|| "a source that is not named".to_owned())
        }),
        category: claim.statement.and_then(|at| Some(reading.statements.get(at)?.speaker.as_ref()?.category)),
        confidence: Some(claim.confidence),
        words: claim.span.of(&reading.document.text).split_whitespace().collect::<Vec<_>>().join(" "),
    };
    reading.claims.iter().enumerate().map(card).collect()
}

fn place_card(place: &ClaimPlace) -> PlaceCard {
    PlaceCard {
        text: place.text.clone(),
        name: place.place.as_deref().map(|place| place.name.clone()),
        point: place.place.as_deref().map(|place| (place.lat, place.lon)),
    }
}

fn party_card(actor: &ActorRef) -> PartyCard {
    PartyCard { role: actor.role.word().to_owned(), text: actor.text.clone(), id: actor.id.clone() }
}

/// The days that the claims of a report speak of, as days since 1970-01-01, the day of publication included; `None` where
/// there are none.
pub fn days_of(cards: &[ClaimCard], published: Option<Moment>) -> Option<(i64, i64)> {
    let told = cards.iter().flat_map(|card| [card.start, card.end]).flatten();
    let days = told.chain(published).map(day_number);
    days.fold(None, |range, day| match range {
        None => Some((day, day)),
        Some((first, last)) => Some((first.min(day), last.max(day))),
    })
}

/// Days since 1970-01-01.
pub fn day_number(at: Moment) -> i64 {
    day_of(at.date())
}

/// As [`day_number`].
pub fn day_of(day: Date) -> i64 {
    i64::from(day.since((jiff::Unit::Day, jiff::civil::date(1970, 1, 1))).map_or(0, |span| span.get_days()))
}
