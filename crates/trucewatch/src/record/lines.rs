//! Events as lists, maps and timelines name them: what they are, when and where, and by which their list can be narrowed.

use super::{Error, Record};
use crate::views::IncidentView;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use trucewatch_model::{Account, Ceasefire, ClaimRef, EventPlace, Incident, Moment, Outcome, Party, Side};

/// A ceasefire in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CeasefireLine {
    /// Its id.
    pub id: String,
    /// The line that names it.
    pub title: String,
    /// When it began, or was declared.
    pub from: Option<Moment>,
    /// When it ended, or was to end.
    pub until: Option<Moment>,
    /// Where, by name.
    pub area: Vec<String>,
    /// Where.
    pub places: Vec<EventPlace>,
    /// Who declared it, by name.
    pub declared_by: Vec<String>,
    /// Everybody who declares, mediates or takes a stance.
    pub parties: Vec<Party>,
    /// How many sides declare it.
    pub side: Option<Side>,
    /// What became of it, by the best supported account.
    pub outcome: Option<Outcome>,
    /// Reports that speak of it.
    pub reports: usize,
    /// Who published them.
    pub outlets: Vec<String>,
    /// `Modality`'s words, of its claims.
    pub modalities: Vec<String>,
    /// Questions on which the accounts differ.
    pub disagreements: usize,
}

/// An incident in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IncidentLine {
    /// Its id.
    pub id: String,
    /// The line that names it.
    pub title: String,
    /// The day.
    pub on: Option<Moment>,
    /// Where, by name.
    pub place: Option<String>,
    /// Where, the best supported first.
    pub places: Vec<EventPlace>,
    /// The means, by the best supported account.
    pub method: Option<String>,
    /// Everybody who is said to have attacked, or not to have.
    pub parties: Vec<Party>,
    /// "3 to 5".
    pub killed: Option<String>,
    /// The ends of that range.
    pub killed_range: (Option<u64>, Option<u64>),
    /// As `killed`.
    pub injured: Option<String>,
    /// As `killed_range`.
    pub injured_range: (Option<u64>, Option<u64>),
    /// Reports that speak of it.
    pub reports: usize,
    /// Who published them.
    pub outlets: Vec<String>,
    /// `Modality`'s words, of its claims.
    pub modalities: Vec<String>,
    /// Questions on which the accounts differ.
    pub disagreements: usize,
}

/// Where the claims of an event come from.
struct Sources {
    reports: usize,
    outlets: Vec<String>,
    modalities: Vec<String>,
}

impl Record {
    /// A ceasefire as lists name it.
    pub(super) fn ceasefire_line(&self, ceasefire: &Ceasefire) -> Result<CeasefireLine, Error> {
        let sources = self.sources(ceasefire.claims.iter().map(|member| &member.claim))?;
        let first = |accounts: &[Account<Moment>]| accounts.first().map(|account| account.value);
        let told = ceasefire.declared_by.iter().chain(&ceasefire.mediators).map(|account| &account.value);
        let parties: BTreeSet<&Party> = told.chain(ceasefire.stances.iter().map(|stance| &stance.party)).collect();
        Ok(CeasefireLine {
            id: ceasefire.id.clone(),
            title: ceasefire.title.clone(),
            from: first(&ceasefire.effective_from).or_else(|| first(&ceasefire.declared_on)),
            until: first(&ceasefire.ended_on).or_else(|| first(&ceasefire.until)),
            area: ceasefire.area.iter().map(|account| account.value.name.clone()).collect(),
            places: values(&ceasefire.area),
            declared_by: ceasefire.declared_by.iter().map(|account| account.value.name.clone()).collect(),
            parties: parties.into_iter().cloned().collect(),
            side: ceasefire.side,
            outcome: ceasefire.outcome.first().map(|account| account.value),
            reports: sources.reports,
            outlets: sources.outlets,
            modalities: sources.modalities,
            disagreements: ceasefire.disagreements.len(),
        })
    }

    /// An incident as lists name it.
    pub(super) fn incident_line(&self, incident: &Incident) -> Result<IncidentLine, Error> {
        let sources = self.sources(incident.claims.iter().map(|member| &member.claim))?;
        let parties: BTreeSet<&Party> =
            incident.attackers.iter().chain(&incident.denied).map(|account| &account.value).collect();
        Ok(IncidentLine {
            id: incident.id.clone(),
            title: incident.title.clone(),
            on: incident.on.first().map(|account| account.value),
            place: incident.places.first().map(|account| account.value.name.clone()),
            places: values(&incident.places),
            method: incident.method.first().map(|account| account.value.clone()),
            parties: parties.into_iter().cloned().collect(),
            killed: IncidentView::range(&incident.killed),
            killed_range: (incident.killed.low, incident.killed.high),
            injured: IncidentView::range(&incident.injured),
            injured_range: (incident.injured.low, incident.injured.high),
            reports: sources.reports,
            outlets: sources.outlets,
            modalities: sources.modalities,
            disagreements: incident.disagreements.len(),
        })
    }

    fn sources<'a>(&self, claims: impl Iterator<Item = &'a ClaimRef>) -> Result<Sources, Error> {
        let mut of_report = BTreeMap::<&str, Vec<&ClaimRef>>::new();
        for claim in claims {
            of_report.entry(&claim.report).or_default().push(claim);
        }
        let (mut outlets, mut modalities) = (BTreeSet::new(), BTreeSet::new());
        for (report, claims) in &of_report {
            outlets.extend(self.ledger.report(report)?.and_then(|report| report.source));
            let Some(cards) = self.cards(report)? else { continue };
            let told = cards.into_iter().filter(|card| claims.contains(&&card.claim));
            modalities.extend(told.map(|card| card.modality));
        }
        let (outlets, modalities) = (outlets.into_iter().collect(), modalities.into_iter().collect());
        Ok(Sources { reports: of_report.len(), outlets, modalities })
    }
}

fn values<T: Clone>(accounts: &[Account<T>]) -> Vec<T> {
    accounts.iter().map(|account| account.value.clone()).collect()
}
