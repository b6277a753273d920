//! Events against a record that a person kept (`*.record.json`): ceasefires found and their terms, incidents as pairs of claims,
//! disagreements, copies. Claims are named `REPORT#cN`, as the coded readings count them.

use super::readings::Tally;
use crate::link::Names;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use trucewatch_model::{Account, Ceasefire, ClaimRef, Events, Moment, Party};

/// The terms that are scored, in the order in which they are shown.
pub const TERMS: [&str; 10] = [
    "declared_by",
    "declared_on",
    "effective_from",
    "until",
    "duration",
    "daily_from",
    "daily_to",
    "area",
    "side",
    "outcome",
];

/// What a record comes to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RecordScore {
    /// Ceasefires of the record, and those found; `read` counts all that `link` made.
    pub ceasefires: Tally,
    /// By term: how many the record has, and how many are right. A term that the record leaves open is right when it stays open.
    pub terms: BTreeMap<&'static str, Tally>,
    /// Terms outside the bar, told for information: mediators, purpose, ended_on.
    pub further: BTreeMap<&'static str, Tally>,
    /// Pairs of claims of one incident.
    pub pairs: Tally,
    /// Tolls (killed, injured: low and high) of the record's incidents.
    pub tolls: Tally,
    /// Disagreements.
    pub disagreements: Tally,
    /// Pairs of reports that are copies of one text.
    pub copies: Tally,
    /// What is wrong, one line each.
    pub misses: Vec<String>,
}

impl RecordScore {
    /// All terms together: right ones of those that are scored.
    pub fn all_terms(&self) -> Tally {
        self.terms.values().fold(Tally::default(), |sum, tally| sum.and(*tally))
    }

    /// Both together.
    pub fn and(mut self, other: RecordScore) -> RecordScore {
        let add = |own: &mut BTreeMap<&'static str, Tally>, new: BTreeMap<&'static str, Tally>| {
            for (term, tally) in new {
                let sum = own.entry(term).or_default();
                *sum = sum.and(tally);
            }
        };
        add(&mut self.terms, other.terms);
        add(&mut self.further, other.further);
        self.ceasefires = self.ceasefires.and(other.ceasefires);
        self.pairs = self.pairs.and(other.pairs);
        self.tolls = self.tolls.and(other.tolls);
        self.disagreements = self.disagreements.and(other.disagreements);
        self.copies = self.copies.and(other.copies);
        self.misses.extend(other.misses);
        self
    }
}

/// Scores `events` against `record`. `rename` gives the coded claim that a claim of ours stands for, `None` where there is none;
/// claims of coded readings stand for themselves.
pub fn score(
    record: &Value,
    events: &Events,
    names: &Names,
    rename: &dyn Fn(&ClaimRef) -> Option<String>,
) -> RecordScore {
    let mut out = RecordScore::default();
    ceasefires(record, events, names, rename, &mut out);
    incidents(record, events, rename, &mut out);
    disagreements(record, events, rename, &mut out);
    copies(record, events, &mut out);
    out
}

fn list<'v>(value: &'v Value, field: &str) -> impl Iterator<Item = &'v Value> {
    value[field].as_array().into_iter().flatten()
}

fn texts(value: &Value, field: &str) -> Vec<String> {
    list(value, field).filter_map(|item| item.as_str()).map(str::to_owned).collect()
}

/// A ceasefire is found by the event that holds most of its claims; each event finds one.
fn ceasefires(
    record: &Value,
    events: &Events,
    names: &Names,
    rename: &dyn Fn(&ClaimRef) -> Option<String>,
    out: &mut RecordScore,
) {
    let own: Vec<BTreeSet<String>> = events
        .ceasefires
        .iter()
        .map(|event| event.claims.iter().filter_map(|member| rename(&member.claim)).collect())
        .collect();
    let gold: Vec<&Value> = list(record, "ceasefires").collect();
    let mut shared: Vec<(usize, usize, usize)> = Vec::new();
    for (g, event) in gold.iter().enumerate() {
        let claims: BTreeSet<String> = texts(event, "claims").into_iter().collect();
        shared.extend(
            own.iter()
                .enumerate()
                .map(|(o, own)| (claims.intersection(own).count(), g, o))
                .filter(|(count, ..)| *count > 0),
        );
    }
    shared.sort_by_key(|(count, g, o)| (std::cmp::Reverse(*count), *g, *o));
    let mut found: BTreeMap<usize, usize> = BTreeMap::new();
    for (_, g, o) in shared {
        if !found.contains_key(&g) && !found.values().any(|used| *used == o) {
            found.insert(g, o);
        }
    }
    out.ceasefires = Tally { coded: gold.len(), read: events.ceasefires.len(), right: found.len() };
    for (g, event) in gold.iter().enumerate() {
        let own = found.get(&g).map(|o| &events.ceasefires[*o]);
        let id = format!("{} {}", record["set"].as_str().unwrap_or_default(), event["id"].as_str().unwrap_or_default());
        for term in TERMS {
            let right = own.is_some_and(|own| term_is_right(term, &event[term], own, names));
            count(&mut out.terms, term, right);
            if !right {
                out.misses.push(format!(
                    "{id} {term}: {} | {}",
                    event[term],
                    own.map_or_else(|| "not found".to_owned(), |own| shown(term, own))
                ));
            }
        }
        for term in ["mediators", "purpose", "ended_on"] {
            let right = own.is_some_and(|own| term_is_right(term, &event[term], own, names));
            count(&mut out.further, term, right);
            if !right {
                out.misses.push(format!(
                    "{id} ({term}): {} | {}",
                    event[term],
                    own.map_or_else(|| "not found".to_owned(), |own| shown(term, own))
                ));
            }
        }
    }
}

fn count(terms: &mut BTreeMap<&'static str, Tally>, term: &'static str, right: bool) {
    let tally = terms.entry(term).or_default();
    *tally = tally.and(Tally { coded: 1, read: 1, right: usize::from(right) });
}

fn first<T: ToString>(term: &[Account<T>]) -> Option<String> {
    term.first().map(|account| account.value.to_string())
}

fn value_of(term: &str, own: &Ceasefire) -> Option<String> {
    match term {
        "declared_on" => first(&own.declared_on),
        "effective_from" => first(&own.effective_from),
        "until" => first(&own.until),
        "ended_on" => first(&own.ended_on),
        "duration" => first(&own.duration),
        "daily_from" => first(&own.daily_from),
        "daily_to" => first(&own.daily_to),
        "side" => own.side.map(|side| side.word().to_owned()),
        "outcome" => own.outcome.first().map(|account| account.value.word().to_owned()),
        "purpose" => own.purpose.first().map(|account| account.value.word().to_owned()),
        _ => None,
    }
}

fn shown(term: &str, own: &Ceasefire) -> String {
    let parties =
        |list: &[Account<Party>]| list.iter().map(|account| account.value.name.clone()).collect::<Vec<_>>().join(" + ");
    match term {
        "declared_by" => parties(&own.declared_by),
        "mediators" => parties(&own.mediators),
        "area" => own.area.iter().map(|account| account.value.name.clone()).collect::<Vec<_>>().join(" + "),
        _ => value_of(term, own).unwrap_or_else(|| "-".to_owned()),
    }
}

fn term_is_right(term: &str, gold: &Value, own: &Ceasefire, names: &Names) -> bool {
    match term {
        "declared_by" | "mediators" => {
            let gold: Vec<String> =
                gold.as_array().into_iter().flatten().filter_map(|name| name.as_str()).map(str::to_owned).collect();
            let own = if term == "mediators" { &own.mediators } else { &own.declared_by };
            same_parties(&gold, own, names)
        }
        "area" => {
            let gold: Vec<String> =
                gold.as_array().into_iter().flatten().filter_map(|name| name.as_str()).map(str::to_owned).collect();
            same_area(&gold, own, names)
        }
        "declared_on" | "effective_from" | "until" | "ended_on" => match (gold.as_str(), value_of(term, own)) {
            (None, None) => true,
            (Some(gold), Some(own)) => same_moment(gold, &own),
            _ => false,
        },
        "duration" => match (gold.as_str(), value_of(term, own)) {
            (None, None) => true,
            (Some(gold), Some(own)) => names.same_duration(gold, &own),
            _ => false,
        },
        "daily_from" | "daily_to" => match (gold.as_str(), value_of(term, own)) {
            (None, None) => true,
            (Some(gold), Some(own)) => names.same_hour(gold, &own),
            _ => false,
        },
        _ => gold.as_str() == value_of(term, own).as_deref(),
    }
}

/// Same day; where both tell the hour, the same hour.
fn same_moment(gold: &str, own: &str) -> bool {
    match (Moment::parse(gold), Moment::parse(own)) {
        (Some(Moment::Minute(a)), Some(Moment::Minute(b))) => a == b,
        (Some(a), Some(b)) => a.date() == b.date(),
        _ => gold == own,
    }
}

/// Every party of one list is one of the other, by alias or as a part of the same side, and the other way round.
fn same_parties(gold: &[String], own: &[Account<Party>], names: &Names) -> bool {
    let same = |gold: &String, own: &Account<Party>| names.same_party(gold, &own.value);
    gold.iter().all(|g| own.iter().any(|o| same(g, o))) && own.iter().all(|o| gold.iter().any(|g| same(g, o)))
}

/// At least half of each list lies in, holds or is a place of the other.
fn same_area(gold: &[String], own: &Ceasefire, names: &Names) -> bool {
    if gold.is_empty() || own.area.is_empty() {
        return gold.is_empty() && own.area.is_empty();
    }
    let near = |gold: &String, own: &Account<trucewatch_model::EventPlace>| names.same_place(gold, &own.value);
    let of_gold = gold.iter().filter(|g| own.area.iter().any(|o| near(g, o))).count();
    let of_own = own.area.iter().filter(|o| gold.iter().any(|g| near(g, o))).count();
    of_gold * 2 >= gold.len() && of_own * 2 >= own.area.len()
}

fn pairs_of(claims: &BTreeSet<String>) -> impl Iterator<Item = (String, String)> + '_ {
    claims.iter().enumerate().flat_map(move |(nth, a)| claims.iter().skip(nth + 1).map(move |b| (a.clone(), b.clone())))
}

fn incidents(record: &Value, events: &Events, rename: &dyn Fn(&ClaimRef) -> Option<String>, out: &mut RecordScore) {
    let gold: Vec<(BTreeSet<String>, &Value)> =
        list(record, "incidents").map(|event| (texts(event, "claims").into_iter().collect(), event)).collect();
    // A claim of ours that stands for no coded one still makes pairs, under its own name.
    let name = |claim: &ClaimRef| rename(claim).unwrap_or_else(|| format!("own {claim}"));
    let own: Vec<BTreeSet<String>> =
        events.incidents.iter().map(|event| event.claims.iter().map(|member| name(&member.claim)).collect()).collect();
    let gold_pairs: BTreeSet<(String, String)> = gold.iter().flat_map(|(claims, _)| pairs_of(claims)).collect();
    let own_pairs: BTreeSet<(String, String)> = own.iter().flat_map(pairs_of).collect();
    out.pairs =
        Tally { coded: gold_pairs.len(), read: own_pairs.len(), right: gold_pairs.intersection(&own_pairs).count() };
    for (claims, event) in &gold {
        let best = (0..own.len())
            .max_by_key(|&at| (own[at].intersection(claims).count(), usize::MAX - at))
            .filter(|&at| !own[at].is_disjoint(claims));
        let id = format!("{} {}", record["set"].as_str().unwrap_or_default(), event["id"].as_str().unwrap_or_default());
        let missing: Vec<&String> =
            claims.iter().filter(|claim| best.is_none_or(|at| !own[at].contains(*claim))).collect();
        let extra: Vec<&String> = best.map(|at| own[at].difference(claims).collect()).unwrap_or_default();
        if !missing.is_empty() || !extra.is_empty() {
            let line = |list: Vec<&String>| list.into_iter().map(String::as_str).collect::<Vec<_>>().join(" ");
            out.misses.push(format!("{id}: without {} | with {}", line(missing), line(extra)));
        }
        for measure in ["killed", "injured"] {
            let toll = best.map(|at| {
                if measure == "killed" { &events.incidents[at].killed } else { &events.incidents[at].injured }
            });
            let bound = |field: &str| event[measure][field].as_u64();
            let right = toll.is_some_and(|toll| toll.low == bound("low") && toll.high == bound("high"))
                || (toll.is_none() && bound("low").is_none());
            out.tolls = out.tolls.and(Tally { coded: 1, read: 1, right: usize::from(right) });
            if !right {
                out.misses.push(format!(
                    "{id} {measure}: {} | {:?}",
                    event[measure],
                    toll.map(|toll| (toll.low, toll.high))
                ));
            }
        }
    }
}

/// A disagreement is found by one of ours that holds claims of at least two of its sides, on different sides.
fn disagreements(record: &Value, events: &Events, rename: &dyn Fn(&ClaimRef) -> Option<String>, out: &mut RecordScore) {
    let of_events = events
        .ceasefires
        .iter()
        .flat_map(|event| &event.disagreements)
        .chain(events.incidents.iter().flat_map(|event| &event.disagreements));
    let own: Vec<Vec<BTreeSet<String>>> = of_events
        .map(|d| d.sides.iter().map(|side| side.claims.iter().filter_map(rename).collect()).collect())
        .collect();
    let mut used: BTreeSet<usize> = BTreeSet::new();
    let mut right = 0;
    for gold in list(record, "disagreements") {
        let sides: Vec<BTreeSet<String>> =
            list(gold, "sides").map(|side| texts(side, "claims").into_iter().collect()).collect();
        let found: Vec<usize> = (0..own.len()).filter(|&at| crosses(&sides, &own[at])).collect();
        match found.is_empty() {
            true => out.misses.push(format!(
                "{} disagreement: {}",
                record["set"].as_str().unwrap_or_default(),
                gold["about"].as_str().unwrap_or_default()
            )),
            false => right += 1,
        }
        used.extend(found);
    }
    out.disagreements = Tally { coded: list(record, "disagreements").count(), read: own.len(), right };
}

/// Two different sides of ours hold claims of two different sides of theirs.
fn crosses(gold: &[BTreeSet<String>], own: &[BTreeSet<String>]) -> bool {
    own.iter().enumerate().any(|(a, x)| {
        own.iter().skip(a + 1).any(|y| {
            gold.iter().enumerate().any(|(i, g)| {
                !g.is_disjoint(x)
                    && gold
                        .iter()
                        .enumerate()
                        .any(|(j, h)| i != j && !h.is_disjoint(y) && (g.is_disjoint(y) || h.is_disjoint(x)))
            })
        })
    })
}

fn copies(record: &Value, events: &Events, out: &mut RecordScore) {
    let pairs = |groups: Vec<BTreeSet<String>>| {
        groups.iter().flat_map(|group| pairs_of(group).collect::<Vec<_>>()).collect::<BTreeSet<_>>()
    };
    let gold = pairs(
        list(record, "copies")
            .map(|group| {
                group.as_array().into_iter().flatten().filter_map(|id| id.as_str()).map(str::to_owned).collect()
            })
            .collect(),
    );
    let own = pairs(events.copies.iter().map(|group| group.reports.iter().cloned().collect()).collect());
    out.copies = Tally { coded: gold.len(), read: own.len(), right: gold.intersection(&own).count() };
}
