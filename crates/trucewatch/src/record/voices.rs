//! Who speaks in the record: outlets and whose texts they carry, sources and parties, and who disagrees with whom.

use super::{Error, Record, add::rows, card::InShort, derive::events};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use trucewatch_model::{Category, Ceasefire, Disagreement, Incident, Moment};

/// Speakers that are named of one category.
const SPEAKERS: usize = 20;

/// Everybody who speaks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Voices {
    /// Who publishes; who has most reports first.
    pub outlets: Vec<Outlet>,
    /// Whose words are carried; the category with most claims first.
    pub speakers: Vec<Quoted>,
    /// Whom claims name, of the codebook's parties; most first.
    pub parties: Vec<PartyNamed>,
    /// Who answers one question differently; most questions first.
    pub disputes: Vec<Dispute>,
}

/// The sources of one category.
#[derive(Clone, Debug, PartialEq)]
pub struct Quoted {
    /// What kind of source.
    pub category: Category,
    /// Claims that are given to one of them.
    pub claims: usize,
    /// Those with most claims, and how many.
    pub names: Vec<(String, usize)>,
}

/// Who publishes.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlet {
    /// `None` for reports that do not say.
    pub name: Option<String>,
    /// How many.
    pub reports: usize,
    /// Day of the first.
    pub first: Option<Moment>,
    /// Day of the last.
    pub last: Option<Moment>,
    /// Whose texts it carries, and how often; most first.
    pub carries: Vec<(String, usize)>,
}

/// A party with how many claims name it.
#[derive(Clone, Debug, PartialEq)]
pub struct PartyNamed {
    /// The codebook's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Claims that name it.
    pub claims: usize,
}

/// Two who gave different answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Dispute {
    /// One.
    pub one: String,
    /// The other.
    pub other: String,
    /// To how many questions.
    pub questions: usize,
    /// Which.
    pub about: Vec<String>,
}

impl Record {
    /// Everybody who speaks in the record. Opens every report's claims and every event: to be kept.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn voices(&self) -> Result<Voices, Error> {
        let outlets = self.outlets()?;
        let mut speakers: BTreeMap<Category, HashMap<String, usize>> = BTreeMap::new();
        let mut parties: HashMap<String, usize> = HashMap::new();
        for row in self.ledger.derived_scan(rows::CLAIMS, "") {
            let cards = super::derive::event_in::<InShort>(&row?)?.claims;
            for card in cards {
                if let Some((speaker, category)) = card.speaker.zip(card.category) {
                    *speakers.entry(category).or_default().entry(speaker).or_default() += 1;
                }
                let named: BTreeSet<String> = card.parties.into_iter().filter_map(|party| party.id).collect();
                named.into_iter().for_each(|id| *parties.entry(id).or_default() += 1);
            }
        }
        let disputes = self.disputes(&outlets, &speakers)?;
        let speakers = speakers.into_iter().map(|(category, names)| {
            let claims = names.values().sum();
            let mut names = most_first(names);
            names.truncate(SPEAKERS);
            Quoted { category, claims, names }
        });
        let mut speakers: Vec<_> = speakers.collect();
        speakers.sort_by_key(|quoted| std::cmp::Reverse(quoted.claims));
        let known = self.codebook.theatres.iter().flat_map(|theatre| &theatre.parties);
        let known: HashMap<&str, &str> = known.map(|party| (party.id.as_str(), party.name.as_str())).collect();
        let named = |(id, claims): (String, usize)| PartyNamed {
            name: known.get(id.as_str()).map_or_else(|| id.clone(), |name| (*name).to_owned()),
            id,
            claims,
        };
        Ok(Voices { outlets, speakers, parties: most_first(parties).into_iter().map(named).collect(), disputes })
    }

    fn outlets(&self) -> Result<Vec<Outlet>, Error> {
        let mut of_report: HashMap<String, Option<String>> = HashMap::new();
        let mut outlets: HashMap<Option<String>, Outlet> = HashMap::new();
        let mut copies = Vec::new();
        for report in self.ledger.reports() {
            let report = report?;
            let day = report.published.as_deref().and_then(Moment::parse);
            let name = report.source.clone();
            let fresh = || Outlet { name, reports: 0, first: None, last: None, carries: Vec::new() };
            let outlet = outlets.entry(report.source.clone()).or_insert_with(fresh);
            outlet.reports += 1;
            if let Some(day) = day {
                outlet.first = Some(outlet.first.filter(|first| first.date() <= day.date()).unwrap_or(day));
                outlet.last = Some(outlet.last.filter(|last| last.date() >= day.date()).unwrap_or(day));
            }
            copies.extend(report.copy_of.map(|of| (report.source.clone(), of)));
            of_report.insert(report.id, report.source);
        }
        let mut carried: HashMap<Option<String>, HashMap<String, usize>> = HashMap::new();
        for (outlet, of) in copies {
            if let Some(Some(from)) = of_report.get(&of).filter(|from| **from != outlet) {
                *carried.entry(outlet).or_default().entry(from.clone()).or_default() += 1;
            }
        }
        for (outlet, from) in carried {
            if let Some(outlet) = outlets.get_mut(&outlet) {
                outlet.carries = most_first(from);
            }
        }
        let mut outlets: Vec<Outlet> = outlets.into_values().collect();
        outlets.sort_by(|a, b| b.reports.cmp(&a.reports).then_with(|| a.name.cmp(&b.name)));
        Ok(outlets)
    }

    /// Only outlets and sources that are no private people are told of.
    fn disputes(
        &self,
        outlets: &[Outlet],
        speakers: &BTreeMap<Category, HashMap<String, usize>>,
    ) -> Result<Vec<Dispute>, Error> {
        let public = speakers.iter().filter(|(category, _)| **category != Category::Civilian);
        let known: HashSet<&str> = outlets
            .iter()
            .filter_map(|outlet| outlet.name.as_deref())
            .chain(public.flat_map(|(_, names)| names.keys().map(String::as_str)))
            .collect();
        let mut found: BTreeMap<(String, String), (usize, BTreeSet<String>)> = BTreeMap::new();
        let mut take = |disagreements: &[Disagreement]| {
            for disagreement in disagreements {
                for (one, other) in pairs(disagreement, &known) {
                    let (questions, about) = found.entry((one, other)).or_default();
                    *questions += 1;
                    about.insert(disagreement.about.clone());
                }
            }
        };
        for event in self.events_of::<Ceasefire>(events::CEASEFIRE) {
            take(&event?.disagreements);
        }
        for event in self.events_of::<Incident>(events::INCIDENT) {
            take(&event?.disagreements);
        }
        let dispute = |((one, other), (questions, about)): ((String, String), (usize, BTreeSet<String>))| Dispute {
            one,
            other,
            questions,
            about: about.into_iter().collect(),
        };
        let mut disputes: Vec<Dispute> = found.into_iter().map(dispute).collect();
        disputes.sort_by_key(|dispute| std::cmp::Reverse(dispute.questions));
        Ok(disputes)
    }
}

/// Everybody on one side with everybody on another, each pair once.
fn pairs(disagreement: &Disagreement, known: &HashSet<&str>) -> BTreeSet<(String, String)> {
    let sides: Vec<Vec<&String>> = disagreement
        .sides
        .iter()
        .map(|side| side.by.iter().filter(|name| known.contains(name.as_str())).collect())
        .collect();
    let mut pairs = BTreeSet::new();
    for (at, side) in sides.iter().enumerate() {
        for (one, other) in sides[at + 1..].iter().flatten().flat_map(|other| side.iter().map(move |one| (one, other)))
        {
            if one != other {
                pairs.insert(((*one.min(other)).clone(), (*one.max(other)).clone()));
            }
        }
    }
    pairs
}

fn most_first(counts: HashMap<String, usize>) -> Vec<(String, usize)> {
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    counts.sort_by(|(a, x), (b, y)| y.cmp(x).then_with(|| a.cmp(b)));
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use trucewatch_model::Account;

    #[test]
    fn each_pair_of_opposite_sides_counts_once_and_private_people_never() {
        let side = |by: &[&str]| Account {
            value: String::new(),
            by: by.iter().map(|name| (*name).to_owned()).collect(),
            claims: Vec::new(),
            sources: 1,
        };
        let disagreement =
            Disagreement { about: "killed".into(), sides: vec![side(&["Army", "Samir"]), side(&["Rescuers", "Army"])] };
        let found = pairs(&disagreement, &HashSet::from(["Army", "Rescuers"]));
        assert_eq!(found, BTreeSet::from([("Army".to_owned(), "Rescuers".to_owned())]));
    }
}
