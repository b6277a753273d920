//! From the claims of many reports to events: `link(reports, judgements, codebook) -> Events`. Pure: it takes slices, not a store,
//! and gives the same events for any order of the reports.
//!
//! In three steps, which a record that grows can take apart: `Linker::gather` makes the `Telling`s of one report; `Web` keeps
//! them, compares each new one with those it shares a block key with, and knows which hang together; what hangs together is
//! clustered and built anew when one of it changes, and nothing else is.

mod accounts;
mod attack_event;
mod attacks;
mod blocks;
mod cluster;
mod differ;
mod facts;
mod hours;
mod ids;
mod judged;
mod names;
mod near;
mod parties;
mod passage;
mod places;
mod placing;
mod relations;
mod telling;
mod tolls;
mod truce_dates;
mod truce_event;
mod truce_story;
mod truces;
mod web;
mod words;

pub use blocks::Key;
pub use cluster::is_doubtful;
pub use judged::{Edits, standing};
pub use names::Names;
pub use near::{Nearness, Profile};
pub use parties::Side;
pub use places::Site;
pub use placing::{Bearings, Frame};
pub use telling::{Hints, Matter, Telling, Told};
pub use web::{Id, Joined, Rebuilt, Web};

use facts::{Knowledge, scene};
use jiff::civil::Date;
use trucewatch_codebook::Data;
use trucewatch_model::{Events, Judgement, Reading};

/// A report as `link` takes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Reported {
    /// Its id in the record.
    pub id: String,
    /// What was read in it.
    pub reading: Reading,
    /// Id of the report of which it is a copy.
    pub copy_of: Option<String>,
}

/// The knowledge of the codebook, compiled for linking. Make one and keep it.
#[derive(Debug)]
pub struct Linker {
    knowledge: Knowledge,
}

/// The events of `reports` under `judgements`: the whole, from nothing.
pub fn link(reports: &[Reported], judgements: &[Judgement], codebook: &Data) -> Events {
    Linker::new(codebook).link(reports, judgements)
}

impl Linker {
    /// A linker with the knowledge of `codebook`.
    pub fn new(codebook: &Data) -> Self {
        Linker { knowledge: Knowledge::new(codebook) }
    }

    /// The events of `reports` under `judgements`.
    pub fn link(&self, reports: &[Reported], judgements: &[Judgement]) -> Events {
        let edits = self.edits(reports, judgements);
        let mut web = Web::new(edits);
        for report in reports {
            web.add(self.gather(report, web.edits()), report.copy_of.as_deref(), self);
        }
        web.events(self)
    }

    /// The judgements that stand, resolved against `reports`, which must hold every report that they point at.
    pub fn edits(&self, reports: &[Reported], judgements: &[Judgement]) -> Edits {
        judged::edits(reports, judgements)
    }

    /// The tellings of one report.
    pub fn gather(&self, report: &Reported, edits: &Edits) -> Vec<Telling> {
        let corrected = edits.corrected(report).map(|reading| Reported { reading, ..report.clone() });
        let report = corrected.as_ref().unwrap_or(report);
        let mut scene = scene(report, &self.knowledge);
        // A rejected claim stays in its place, as one that nothing takes up, so that the others keep their numbers.
        for told in &mut scene.told {
            if edits.is_rejected(&told.claim) {
                told.modality = trucewatch_model::Modality::Hypothetical;
            }
        }
        let published: Option<Date> = scene.published;
        let groups = [
            (Matter::Ceasefire, truces::truces(&scene.told, published, &self.knowledge)),
            (Matter::Incident, attacks::attacks(&scene.told, &scene.contexts, &self.knowledge)),
            (Matter::Passage, passage::passages(&scene.told)),
        ];
        let mut out = Vec::new();
        for (matter, groups) in groups {
            for group in groups {
                let kept: Vec<usize> =
                    group.into_iter().filter(|&at| !edits.is_rejected(&scene.told[at].claim)).collect();
                for part in blocks::split(&kept, &scene.told, edits) {
                    out.push(Telling {
                        matter,
                        report: report.id.clone(),
                        root: report.copy_of.clone().unwrap_or_else(|| report.id.clone()),
                        published,
                        theatre: scene.theatre_name.clone(),
                        country: scene.country.clone(),
                        countries: scene.countries.clone(),
                        country_site: scene.country_site.clone(),
                        told: part.into_iter().map(|at| scene.told[at].clone()).collect(),
                    });
                }
            }
        }
        out
    }

    /// The keys under which a telling is filed, and those under which it looks for others to be compared with.
    pub fn block_keys(&self, telling: &Telling) -> (Vec<Key>, Vec<Key>) {
        blocks::keys(telling, &near::profile(telling, &self.knowledge))
    }
}

/// The ids that an event of this matter would have, if one of these tellings' claims founded it. They lead to it too, so that an id
/// once noted stays good when earlier reports come in.
pub fn ids_of<'t>(matter: Matter, tellings: impl IntoIterator<Item = &'t Telling>) -> Vec<String> {
    let prefix = if matter == Matter::Ceasefire { "cf" } else { "in" };
    let told = tellings.into_iter().flat_map(|telling| &telling.told);
    told.map(|told| ids::claim_id(prefix, &told.claim, told.span, &told.content)).collect()
}
