//! The reports behind one event: their words, their outlets, how many independent sources they are.

use super::{Record, redact::Redactor};
use crate::views::{Cited, Names, Quote, ReportCard, speaker_label};
use std::collections::{BTreeMap, BTreeSet};
use trucewatch_model::{ClaimRef, Member, Reading};

/// The reports of one event, fetched once.
pub(super) struct Behind {
    reports: BTreeMap<String, (ReportCard, Reading)>,
    names: Names,
    /// What takes names and spots out of words.
    pub(super) redactor: Redactor,
    /// Independent sources: speakers and outlets, copies of one text counted once.
    pub(super) sources: usize,
}

impl Behind {
    pub(super) fn of(members: &[Member], record: &Record<'_>) -> Self {
        let mut reports: BTreeMap<String, (ReportCard, Reading)> = BTreeMap::new();
        for member in members {
            let id = &member.claim.report;
            if !reports.contains_key(id)
                && let Some(found) = (record.source.report)(id)
            {
                reports.insert(id.clone(), found);
            }
        }
        let names = record.options.names;
        let mut redactor = Redactor::new(names);
        for (_, reading) in reports.values() {
            redactor.learn(reading, &record.places, &record.people);
        }
        let sources = sources(members, &reports, record);
        for (card, _) in reports.values_mut() {
            card.title = card.title.take().map(|title| redactor.clean(&title));
        }
        Behind { reports, names, redactor, sources }
    }

    /// The reports in order of publication.
    pub(super) fn cards(&self) -> impl Iterator<Item = &ReportCard> {
        let mut cards: Vec<&ReportCard> = self.reports.values().map(|(card, _)| card).collect();
        cards.sort_by_key(|card| (card.published.map(|at| at.to_string()), &card.id));
        cards.into_iter()
    }

    /// The words of a claim, fit to be shown.
    pub(super) fn quote(&self, claim: &ClaimRef) -> Option<Quote> {
        let (_, reading) = self.reports.get(&claim.report)?;
        let mut quote = Quote::of(claim, reading, self.names)?;
        quote.words = self.redactor.clean(&quote.words);
        quote.speaker = quote.speaker.map(|speaker| self.redactor.clean(&speaker));
        Some(quote)
    }

    /// A report with its words as they are, for `views`.
    pub(super) fn cited(&self, id: &str) -> Option<Cited> {
        self.reports.get(id).map(|(card, reading)| Cited::new(card.clone(), reading, self.names))
    }

    /// "Aleppo Lens, 2016-10-20: Pause declared", one per report.
    pub(super) fn citations(&self) -> impl Iterator<Item = String> {
        self.cards().map(|card| {
            let head = [card.outlet.clone(), card.published.map(|at| at.date().to_string())];
            let head = head.into_iter().flatten().collect::<Vec<_>>().join(", ");
            match (&card.title, head.is_empty()) {
                (Some(title), false) => format!("{head}: {title}"),
                (Some(title), true) => title.clone(),
                (None, false) => head,
                (None, true) => card.id.clone(),
            }
        })
    }

    /// Each outlet once, in order of publication; reports without one by their id.
    pub(super) fn outlets(&self) -> Vec<String> {
        let mut outlets: Vec<String> = Vec::new();
        for card in self.cards() {
            let outlet = card.outlet.clone().unwrap_or_else(|| card.id.clone());
            if !outlets.contains(&outlet) {
                outlets.push(outlet);
            }
        }
        outlets
    }
}

/// How many different speakers, and outlets that speak for themselves, tell of it.
fn sources(members: &[Member], reports: &BTreeMap<String, (ReportCard, Reading)>, record: &Record<'_>) -> usize {
    let mut keys = BTreeSet::new();
    for member in members {
        let Some((_, reading)) = reports.get(&member.claim.report) else { continue };
        let Some(claim) = reading.claims.get(member.claim.claim) else { continue };
        let statement = claim.statement.and_then(|at| reading.statements.get(at));
        let speaker = statement.and_then(|statement| statement.speaker.as_ref());
        keys.insert(match speaker {
            Some(speaker) => speaker_label(speaker, Names::Full).to_lowercase(),
            None => {
                let root = record.roots.get(member.claim.report.as_str()).copied().unwrap_or(&member.claim.report);
                let outlet = reports.get(root).and_then(|(card, _)| card.outlet.as_deref());
                outlet.map_or_else(|| format!("report {root}"), str::to_lowercase)
            }
        });
    }
    keys.len()
}
