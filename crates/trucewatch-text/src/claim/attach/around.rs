//! What the claims around a claim take speaks for its own time and place: claims of one sentence, and of one happening told
//! over several, mostly share both. Every claim first chooses after the one before it, then once more with the one behind
//! it in view.

use super::place::{finer, precision_of};
use super::scene::{Scene, Subject, few};
use super::{Choice, PLACE, TIME, place_options, time_options};
use crate::claim::judge::{Feature, OfKind, feature, yes};
use std::collections::HashMap;
use trucewatch_model::{ClaimPlace, ClaimTime};

/// A claim whose time and place are open.
pub struct Open {
    sentence: usize,
    head: usize,
    governor: Option<usize>,
    kind: &'static str,
    rule: String,
    tense: &'static str,
    /// The times that it may take.
    pub times: Vec<Choice<ClaimTime>>,
    /// The places that it may take.
    pub places: Vec<Choice<ClaimPlace>>,
    /// Their names in lower case.
    names: Vec<Option<String>>,
}

/// What a claim took: indexes of its options.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Of its times.
    pub time: usize,
    /// Of its places.
    pub place: usize,
}

/// A claim among the others of its report.
#[derive(Default)]
pub struct Around<'a> {
    before: Option<(&'a Open, Taken)>,
    after: Option<(&'a Open, Taken)>,
    /// The last claim before that took a place.
    placed: Option<(&'a Open, Taken)>,
    /// How many claims before took each place, by its name in lower case, and how many the most taken.
    places: HashMap<&'a str, usize>,
    most: usize,
}

impl Open {
    /// What a claim may take.
    pub fn new(scene: &Scene<'_>, subject: &Subject<'_>) -> Self {
        let draft = &subject.candidate.draft;
        let places = place_options(scene, subject);
        let name = |choice: &Choice<ClaimPlace>| choice.value.as_ref().map(|place| place.text.to_lowercase());
        Open {
            sentence: subject.sentence,
            head: draft.head,
            governor: subject.candidate.governor,
            kind: draft.content.kind().word(),
            rule: draft.rule.clone(),
            tense: scene.tense(draft.head),
            times: time_options(scene, subject),
            names: places.iter().map(name).collect(),
            places,
        }
    }

    fn time(&self, taken: Taken) -> Option<&ClaimTime> {
        self.times.get(taken.time)?.value.as_ref()
    }

    fn place(&self, taken: Taken) -> Option<&ClaimPlace> {
        self.places.get(taken.place)?.value.as_ref()
    }

    fn name(&self, taken: Taken) -> Option<&str> {
        self.names.get(taken.place)?.as_deref()
    }

    /// How another claim stands to this one: in the parse where they share a sentence, else how many sentences off.
    fn relation(&self, other: &Open) -> &'static str {
        match self.sentence.abs_diff(other.sentence) {
            0 if self.head == other.head => "one",
            0 if self.governor == Some(other.head) => "above",
            0 if other.governor == Some(self.head) => "below",
            0 if self.governor.is_some() && self.governor == other.governor => "beside",
            0 => "same",
            1 => "next",
            _ => "off",
        }
    }
}

impl<'a> Around<'a> {
    /// The next claim of the report, with the one behind it where that has chosen before.
    pub fn step(&mut self, last: Option<(&'a Open, Taken)>, after: Option<(&'a Open, Taken)>) {
        if let Some((open, taken)) = last
            && let Some(name) = open.name(taken)
        {
            let count = self.places.entry(name).or_default();
            *count += 1;
            self.most = self.most.max(*count);
            self.placed = Some((open, taken));
        }
        self.before = last;
        self.after = after;
    }

    /// What speaks for a claim's time at an index, from around it.
    pub fn speaks_for_time(&self, open: &Open, at: usize) -> Vec<Feature> {
        let mut features = Vec::new();
        let time = open.times[at].value.as_ref();
        let bounds = |time: Option<&ClaimTime>| time.map(|time| (time.start, time.end));
        for (side, neighbour) in [("before", self.before), ("after", self.after)] {
            let Some((other, taken)) = neighbour else {
                features.push(feature(&[side, "nobody", yes(time.is_some())]));
                continue;
            };
            let theirs = other.time(taken);
            let relation = open.relation(other);
            let is = match (bounds(time) == bounds(theirs), time.is_some(), theirs.is_some()) {
                (true, true, _) => "same",
                (true, false, _) => "both none",
                (false, false, _) => "none for some",
                (false, true, false) => "some for none",
                (false, true, true) => "another",
            };
            let here = few(open.times.len() - 1);
            let mut add = |parts: &[&str]| features.push(feature(parts));
            add(&[side, is, relation]);
            add(&[side, is, relation, open.kind]);
            add(&[side, is, relation, open.kind, other.kind]);
            add(&[side, is, relation, &open.rule]);
            add(&[side, is, relation, here]);
            add(&[side, is, relation, open.tense, yes(open.kind == other.kind)]);
        }
        features
    }

    /// What speaks for a claim's place at an index, from around it and from how long its time lasts.
    pub fn speaks_for_place(&self, open: &Open, at: usize, taken: Taken) -> Vec<Feature> {
        let mut features = OfKind::new(open.kind, 16);
        let mut add = |parts: &[&str]| features.add(parts);
        let place = open.places[at].value.as_ref();
        let name = open.names[at].as_deref();
        let precision = |place: &ClaimPlace| place.place.as_ref().map(|place| place.precision);
        let length = length(open.time(taken));
        let gap = few(self.placed.map_or(9, |(placed, _)| open.sentence.saturating_sub(placed.sentence)));
        match place {
            None => {
                add(&["no-place", "before", yes(self.placed.is_some()), gap]);
                add(&["no-place", "length", length]);
            }
            Some(place) => {
                let lower = name.unwrap_or_default();
                let exact = precision_of(precision(place));
                let is = self.placed.is_some_and(|(placed, taken)| placed.name(taken) == name);
                let count = self.places.get(lower).copied().unwrap_or(0);
                add(&["is-before", yes(is), gap]);
                add(&["taken", few(count), yes(is)]);
                add(&["taken most", yes(count > 0 && count == self.most), exact]);
                add(&["length", length, exact]);
                let than = self.placed.and_then(|(open, taken)| open.place(taken)).map_or("-", |placed| {
                    let (ours, theirs) = (precision(place), precision(placed));
                    if finer(ours, theirs) {
                        "finer"
                    } else if finer(theirs, ours) {
                        "wider"
                    } else {
                        "like"
                    }
                });
                add(&["than", than, yes(is), gap]);
            }
        }
        for (side, neighbour) in [("before", self.before), ("after", self.after)] {
            let Some((other, taken)) = neighbour else { continue };
            let theirs = other.place(taken);
            let relation = open.relation(other);
            let is = match (place, theirs) {
                (None, None) => "both none",
                (None, Some(_)) => "none for some",
                (Some(_), None) => "some for none",
                (Some(_), Some(_)) if name == other.name(taken) => "same",
                _ => "another",
            };
            add(&[side, is, relation]);
            add(&[side, is, relation, other.kind]);
            add(&[side, is, relation, &open.rule]);
            add(&[side, is, relation, open.tense, yes(open.kind == other.kind)]);
        }
        features.features
    }
}

/// What each of a report's claims takes, in their order, as `score` weighs features.
pub fn settle(claims: &[Open], score: &dyn Fn(&[Feature], u32) -> f32) -> Vec<Taken> {
    let mut taken = vec![Taken::default(); claims.len()];
    let own: Vec<(Vec<f32>, Vec<f32>)> = claims
        .iter()
        .map(|open| {
            let times = open.times.iter().map(|choice| score(&choice.features, TIME));
            let places = open.places.iter().map(|choice| score(&choice.features, PLACE));
            (times.collect(), places.collect())
        })
        .collect();
    for again in [false, true] {
        let mut around = Around::default();
        for at in 0..claims.len() {
            let last = at.checked_sub(1).map(|last| (&claims[last], taken[last]));
            let after = claims.get(at + 1).filter(|_| again).map(|after| (after, taken[at + 1]));
            around.step(last, after);
            let open = &claims[at];
            taken[at].time =
                best(open.times.len(), |nth| own[at].0[nth] + score(&around.speaks_for_time(open, nth), TIME));
            let so_far = taken[at];
            taken[at].place = best(open.places.len(), |nth| {
                own[at].1[nth] + score(&around.speaks_for_place(open, nth, so_far), PLACE)
            });
        }
    }
    taken
}

/// The index with the highest score; the first of equals.
fn best(of: usize, score: impl Fn(usize) -> f32) -> usize {
    let scores = (0..of).map(score).enumerate();
    scores.fold((f32::MIN, 0), |best, (at, score)| if score > best.0 { (score, at) } else { best }).1
}

/// How long a time lasts, as a short word.
fn length(time: Option<&ClaimTime>) -> &'static str {
    let Some(time) = time else { return "none" };
    let Some((start, end)) = time.start.zip(time.end) else { return "open" };
    match (end.date() - start.date()).get_days() {
        ..=3 => "days",
        4..=40 => "weeks",
        41..=360 => "months",
        _ => "years",
    }
}
