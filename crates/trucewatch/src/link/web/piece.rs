//! A piece of a web whose rest lies elsewhere: tellings come back with what they were found near, and the events that changed go
//! out. Which reports make up the piece is for the caller: those that could be near a new one, and everything that hangs together
//! with what has changed.

use super::{Built, Event, Id, JOIN, Linker, Matter, Nearness, Telling, Web, differ, keys, profile, relations};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use trucewatch_model::{Ceasefire, Incident, Relation};

/// An event that was built, or tellings that make none.
#[derive(Debug)]
pub struct Rebuilt {
    /// The tellings that it is made of.
    pub tellings: Vec<Id>,
    /// `None` where the tellings found nothing.
    pub event: Option<Joined>,
    /// How its claims stand to one another.
    pub relations: Vec<Relation>,
}

/// What tellings come to.
#[derive(Debug)]
pub enum Joined {
    /// A ceasefire; incidents are not placed yet.
    Ceasefire(Box<Ceasefire>),
    /// An incident.
    Incident(Box<Incident>),
}

impl Web {
    /// Takes back a telling with what it was found near. It is not compared again; new ones are compared with it.
    pub fn restore(&mut self, telling: Telling, near: BTreeMap<Id, Nearness>, linker: &Linker) {
        let Some(first) = telling.told.first() else { return };
        let id = (telling.report.clone(), first.claim.claim, telling.matter);
        let profile = profile(&telling, &linker.knowledge);
        for key in keys(&telling, &profile).0 {
            self.blocks.entry(key).or_default().insert(id.clone());
        }
        self.edges.entry(id.clone()).or_default().extend(near);
        self.tellings.insert(id, (telling, profile));
    }

    /// Says that what a telling belongs to must be built anew.
    pub fn touch(&mut self, id: &Id) {
        if self.tellings.contains_key(id) {
            self.stale.insert(id.clone());
        }
    }

    /// Forgets that two tellings were near: the other one has changed or gone.
    pub fn part(&mut self, id: &Id, gone: &Id) {
        if let Some(edges) = self.edges.get_mut(id) {
            edges.remove(gone);
        }
    }

    /// What must be built anew, as far as it is known.
    pub fn touched(&self) -> Vec<Id> {
        self.stale.iter().cloned().collect()
    }

    /// Whether it holds this telling.
    pub fn holds(&self, id: &Id) -> bool {
        self.tellings.contains_key(id)
    }

    /// A telling that it holds.
    pub fn telling(&self, id: &Id) -> Option<&Telling> {
        self.tellings.get(id).map(|(telling, _)| telling)
    }

    /// The tellings that it holds of a report.
    pub fn of_report(&self, report: &str) -> impl Iterator<Item = &Id> {
        let start = (report.to_owned(), 0, Matter::Ceasefire);
        self.tellings.range(start..).map(|(id, _)| id).take_while(move |id| id.0 == report)
    }

    /// What a telling was found near.
    pub fn near(&self, id: &Id) -> impl Iterator<Item = (&Id, &Nearness)> {
        self.edges.get(id).into_iter().flatten()
    }

    /// What hangs together with a telling directly: it must be held before [`Web::rebuild`].
    pub fn joined(&self, id: &Id) -> Vec<Id> {
        let near = self.near(id).filter(|(_, nearness)| !nearness.refused && nearness.score >= JOIN);
        near.map(|(id, _)| id.clone()).collect()
    }

    /// Builds what was touched: every event that a touched telling now belongs to.
    pub fn rebuild(&mut self, linker: &Linker) -> Vec<Rebuilt> {
        self.built.clear();
        self.component.clear();
        self.refresh(linker);
        let passages = self.passages();
        self.built.values().flatten().map(|built| self.rebuilt(built, &passages, linker)).collect()
    }

    /// Passages by report.
    pub(super) fn passages(&self) -> HashMap<&str, Vec<&Telling>> {
        let mut passages: HashMap<&str, Vec<&Telling>> = HashMap::new();
        for (telling, _) in self.tellings.values().filter(|(telling, _)| telling.matter == Matter::Passage) {
            passages.entry(&telling.report).or_default().push(telling);
        }
        passages
    }

    pub(super) fn rebuilt(&self, built: &Built, passages: &HashMap<&str, Vec<&Telling>>, linker: &Linker) -> Rebuilt {
        let tellings: Vec<&Telling> = built.tellings.iter().map(|id| &self.tellings[id].0).collect();
        let event = built.event.as_ref().map(|event| match event {
            Event::Ceasefire(ceasefire) => {
                let mut ceasefire = ceasefire.clone();
                let reports: BTreeSet<&str> = tellings.iter().map(|telling| telling.report.as_str()).collect();
                let passages: Vec<&Telling> =
                    reports.iter().filter_map(|report| passages.get(report)).flatten().copied().collect();
                ceasefire.disagreements = differ::of_ceasefire(&tellings, &passages, linker);
                Joined::Ceasefire(ceasefire)
            }
            Event::Incident(incident) => Joined::Incident(incident.clone()),
        });
        let relations = if event.is_some() { relations(&tellings) } else { Vec::new() };
        Rebuilt { tellings: built.tellings.clone(), event, relations }
    }
}
