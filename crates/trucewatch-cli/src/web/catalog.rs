//! All events of the record in short, held in memory: what lists, maps and timelines are drawn from, and what there is to narrow
//! them by.

use super::filter::{CEASEFIRE, Filter, party_key};
use std::collections::BTreeMap;

use trucewatch::record::{CeasefireLine, Error, IncidentLine, Record, ledger::Head};

/// The events of a record at one time.
pub struct Catalog {
    /// The entry up to which the events are made.
    pub head: Option<Head>,
    /// In order of beginning.
    pub ceasefires: Vec<CeasefireLine>,
    /// In order of day.
    pub incidents: Vec<IncidentLine>,
    /// How many reports there are.
    pub reports: usize,
    /// What a filter can be set to.
    pub choices: Choices,
}

/// For each field of a filter its values: as the address has it, as people read it, and how many events have it; most first.
#[derive(Default)]
pub struct Choices {
    /// Countries.
    pub theatres: Vec<Choice>,
    /// Parties.
    pub parties: Vec<Choice>,
    /// Means of attack, and ceasefires.
    pub kinds: Vec<Choice>,
    /// Outlets.
    pub outlets: Vec<Choice>,
    /// Modalities.
    pub modalities: Vec<Choice>,
}

/// A value that a filter can be set to.
pub struct Choice {
    /// In the address.
    pub value: String,
    /// For people.
    pub name: String,
    /// Events that have it.
    pub events: usize,
}

/// The events that a filter leaves.
pub struct Selection<'a> {
    /// In order of beginning.
    pub ceasefires: Vec<&'a CeasefireLine>,
    /// In order of day.
    pub incidents: Vec<&'a IncidentLine>,
}

impl Catalog {
    /// The events of a record that stands at `head`.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn new(record: &Record, head: Option<Head>) -> Result<Self, Error> {
        let (ceasefires, incidents) = (record.ceasefires()?, record.incidents()?);
        let choices = Choices::new(&ceasefires, &incidents);
        Ok(Catalog { head, ceasefires, incidents, reports: record.ledger().reports().count(), choices })
    }

    /// What a filter leaves.
    pub fn select(&self, filter: &Filter) -> Selection<'_> {
        Selection {
            ceasefires: self.ceasefires.iter().filter(|line| filter.takes_ceasefire(line)).collect(),
            incidents: self.incidents.iter().filter(|line| filter.takes_incident(line)).collect(),
        }
    }
}

/// Values and names with how many events have them.
#[derive(Default)]
struct Tally<'a>(BTreeMap<&'a str, (&'a str, usize)>);

impl<'a> Tally<'a> {
    fn add(&mut self, value: &'a str, name: &'a str) {
        self.0.entry(value).or_insert((name, 0)).1 += 1;
    }

    fn choices(self) -> Vec<Choice> {
        let own = |(value, (name, events)): (&str, (&str, usize))| Choice {
            value: value.to_owned(),
            name: name.to_owned(),
            events,
        };
        let mut choices: Vec<Choice> = self.0.into_iter().map(own).collect();
        choices.sort_by_key(|choice| std::cmp::Reverse(choice.events));
        choices
    }
}

impl Choices {
    fn new(ceasefires: &[CeasefireLine], incidents: &[IncidentLine]) -> Self {
        let countries: BTreeMap<&str, &str> =
            trucewatch::codebook::countries().map(|country| (country.alpha2, country.name)).collect();
        let (mut theatres, mut parties, mut kinds) = (Tally::default(), Tally::default(), Tally::default());
        let (mut outlets, mut modalities) = (Tally::default(), Tally::default());
        let events = ceasefires
            .iter()
            .map(|line| (CEASEFIRE, &line.places, &line.parties, &line.outlets, &line.modalities))
            .chain(incidents.iter().map(|line| {
                let kind = line.method.as_deref().unwrap_or_default();
                (kind, &line.places, &line.parties, &line.outlets, &line.modalities)
            }));
        for (kind, places, of, published, told) in events {
            let mut codes: Vec<&str> = places.iter().filter_map(|place| place.country.as_deref()).collect();
            codes.sort_unstable();
            codes.dedup();
            for code in codes {
                theatres.add(code, countries.get(code).copied().unwrap_or(code));
            }
            for party in of {
                parties.add(party_key(party), &party.name);
            }
            if !kind.is_empty() {
                kinds.add(kind, kind);
            }
            published.iter().for_each(|outlet| outlets.add(outlet, outlet));
            told.iter().for_each(|word| modalities.add(word, word));
        }
        Choices {
            theatres: theatres.choices(),
            parties: parties.choices(),
            kinds: kinds.choices(),
            outlets: outlets.choices(),
            modalities: modalities.choices(),
        }
    }
}
