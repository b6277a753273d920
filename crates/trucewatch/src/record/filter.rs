//! Which claims are wanted: by kind, words, party, place, days and outlet.

use super::card::{ClaimCard, day_number};
use trucewatch_model::{Kind, Moment, geo::distance_km};

/// Within so many kilometres of a point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Within {
    /// WGS 84 degrees.
    pub lat: f32,
    /// WGS 84 degrees.
    pub lon: f32,
    /// Kilometres, as the crow flies.
    pub km: f32,
}

/// Which claims are wanted. What is `None` or empty does not narrow.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClaimQuery {
    /// Words of the report, "phrases", beginnings*.
    pub words: String,
    /// The kind.
    pub kind: Option<Kind>,
    /// Action, method or measure.
    pub type_word: Option<String>,
    /// `Modality`'s word.
    pub modality: Option<String>,
    /// Part of a party's name as written, or its id.
    pub party: Option<String>,
    /// Part of a place's name.
    pub place: Option<String>,
    /// Around a point.
    pub within: Option<Within>,
    /// First day of the happening, or of publication where no day is told.
    pub from: Option<Moment>,
    /// Last day.
    pub until: Option<Moment>,
    /// Part of what says who says it.
    pub speaker: Option<String>,
    /// Part of the outlet's name.
    pub outlet: Option<String>,
    /// Only claims of events on which accounts differ.
    pub disputed: bool,
    /// Leaves out so many first.
    pub offset: usize,
    /// At most so many.
    pub limit: usize,
}

/// Whether a text holds what is wanted, whatever the case; where nothing is wanted, yes.
pub(super) fn contains(text: Option<&str>, wanted: Option<&str>) -> bool {
    let Some(wanted) = wanted else { return true };
    text.is_some_and(|text| text.to_lowercase().contains(&wanted.to_lowercase()))
}

impl ClaimQuery {
    pub(super) fn takes(&self, claim: &ClaimCard, published: Option<Moment>) -> bool {
        self.kind.is_none_or(|kind| kind == claim.kind)
            && self.type_word.as_deref().is_none_or(|word| word == claim.type_word)
            && self.modality.as_deref().is_none_or(|word| word == claim.modality.word())
            && self.party.as_deref().is_none_or(|wanted| {
                claim
                    .parties
                    .iter()
                    .any(|party| party.id.as_deref() == Some(wanted) || contains(Some(&party.text), Some(wanted)))
            })
            && self.place.as_deref().is_none_or(|wanted| {
                let named = |text: Option<&str>| contains(text, Some(wanted));
                claim.places.iter().any(|place| named(Some(&place.text)) || named(place.name.as_deref()))
            })
            && contains(claim.speaker.as_deref(), self.speaker.as_deref())
            && self.within.is_none_or(|within| {
                claim.places.iter().filter_map(|place| place.point).any(|point| within.holds(point))
            })
            && self.in_days(claim, published)
    }

    fn in_days(&self, claim: &ClaimCard, published: Option<Moment>) -> bool {
        if self.from.is_none() && self.until.is_none() {
            return true;
        }
        let first = claim.start.or(claim.end).or(published).map(day_number);
        let last = claim.end.or(claim.start).or(published).map(day_number);
        let (Some(first), Some(last)) = (first, last) else { return false };
        self.from.is_none_or(|from| last >= day_number(from))
            && self.until.is_none_or(|until| first <= day_number(until))
    }
}

impl Within {
    fn holds(&self, point: (f32, f32)) -> bool {
        distance_km((self.lat, self.lon), point) <= self.km
    }
}
