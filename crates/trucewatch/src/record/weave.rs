//! Linking, a piece at a time: what reports and judgements changed is linked again, and nothing else. Kept beside the entries are
//! the tellings of every report with the keys under which others find them (`TELLING`), and what each was found near and which
//! event it is of (`STRAND`). `link` compares and builds; here is only what must be fetched for it, and what must be put back.

use super::{
    Error, Record,
    add::{plain, rows},
    derive::events,
};
use crate::link::{Edits, Frame, Id, Joined, Linker, Matter, Nearness, Rebuilt, Reported, Telling, Web};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use trucewatch_ledger::{Batch, Derived, Digest, Ledger};
use trucewatch_model::{Ceasefire, ClaimRef, Incident, Relation, Verdict};

/// Derived rows of a report's tellings: numbers are the hashes of their keys.
pub(super) const TELLING: &str = "telling";
/// Derived rows of what a report's tellings are near and part of.
pub(super) const STRAND: &str = "strand";

/// Reports that are linked together. More are quicker, and take more memory.
const PIECE: usize = 256;

/// One telling's place in the web.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Strand {
    claim: usize,
    matter: Matter,
    event: Option<String>,
    near: Vec<(Id, Nearness)>,
}

/// The tellings of reports as they are loaded, and their strands as they were.
#[derive(Default)]
struct Loom {
    before: HashMap<String, Vec<Strand>>,
    /// Events that are to be built anew.
    gone: BTreeSet<String>,
    fresh: BTreeSet<String>,
}

impl Record {
    /// Links what waits to be linked. Gives how many reports that were.
    pub(super) fn weave(&mut self) -> Result<usize, Error> {
        let mut count = 0;
        loop {
            let waiting: Vec<Derived> =
                self.ledger.derived_scan(rows::WAITING, "").take(PIECE).collect::<Result<_, _>>()?;
            if waiting.is_empty() {
                return Ok(count);
            }
            if self.linker.is_none() {
                self.linker = Some(Linker::new(&self.codebook));
            }
            let edits = self.edits()?;
            let Some(linker) = &self.linker else { return Ok(count) };
            let reports: BTreeSet<String> =
                waiting.iter().map(|row| String::from_utf8_lossy(&row.body).into_owned()).collect();
            count += reports.len();
            let mut batch = self.ledger.begin()?;
            weave_piece(&mut batch, reports, edits, linker)?;
            for row in waiting {
                batch.derived_delete(rows::WAITING, &row.key)?;
            }
            batch.commit()?;
        }
    }

    /// The judgements that stand, resolved against the reports that they are about.
    fn edits(&self) -> Result<Edits, Error> {
        let judgements = self.judgements()?;
        let mut reports = BTreeSet::new();
        for judgement in &judgements {
            reports.extend(super::judge::marks(&judgement.verdict).map(|mark| mark.report.clone()));
        }
        let reports: Vec<Reported> =
            reports.iter().map(|id| reported(&self.ledger, id)).collect::<Result<_, Error>>()?;
        let linker = self.linker.as_ref();
        Ok(linker.map_or_else(Edits::default, |linker| linker.edits(&reports, &judgements)))
    }

    /// The reports that an undone judgement was about, through undoing of undoing.
    pub(super) fn undone_reports(&self, id: &str) -> Result<BTreeSet<String>, Error> {
        let judgements = self.judgements()?;
        let mut reports = BTreeSet::new();
        let mut next = Some(id.to_owned());
        while let Some(judgement) = next.take().and_then(|id| judgements.iter().find(|judgement| judgement.id == id)) {
            reports.extend(super::judge::marks(&judgement.verdict).map(|mark| mark.report.clone()));
            if let Verdict::Undo { judgement } = &judgement.verdict {
                next = Some(judgement.clone());
            }
        }
        Ok(reports)
    }

    /// How claims of one event stand to one another, over all events.
    pub(super) fn relations(&self) -> Result<Vec<Relation>, Error> {
        let mut all: Vec<Relation> = Vec::new();
        for row in self.ledger.derived_scan(events::RELATIONS, "") {
            let mut own: Vec<Relation> = super::derive::event_in(&row?)?;
            all.append(&mut own);
        }
        all.sort_by(|a, b| (&a.from, &a.to, a.kind).cmp(&(&b.from, &b.to, b.kind)));
        Ok(all)
    }

    /// A ceasefire with the incidents of its days set against it.
    pub(super) fn placed(&self, mut ceasefire: Ceasefire) -> Result<Ceasefire, Error> {
        let Some(frame) = kept::<Frame>(&self.ledger, events::FRAME, &ceasefire.id)? else { return Ok(ceasefire) };
        let Some((first, last)) = frame.around() else { return Ok(ceasefire) };
        let days = super::card::day_of(first)..=super::card::day_of(last);
        for row in self.ledger.derived_range(events::BEARINGS, days, None)? {
            ceasefire.incidents.extend(frame.place(&super::derive::event_in(&row)?));
        }
        ceasefire.incidents.sort_by(|a, b| a.incident.cmp(&b.incident));
        Ok(ceasefire)
    }
}

fn reported(ledger: &Ledger, id: &str) -> Result<Reported, Error> {
    let copy_of = ledger.report(id)?.and_then(|report| report.copy_of);
    Ok(Reported { reading: super::query::reading_in(ledger, id)?, id: id.to_owned(), copy_of })
}

fn kept<T: DeserializeOwned>(ledger: &Ledger, kind: &str, report: &str) -> Result<Option<T>, Error> {
    let Some(row) = ledger.derived_get(kind, report)? else { return Ok(None) };
    super::derive::event_in(&row).map(Some)
}

/// The number under which a key is found.
pub(super) fn number(key: &str) -> u64 {
    Digest::of(key.as_bytes()).to_string().get(..16).and_then(|hex| u64::from_str_radix(hex, 16).ok()).unwrap_or(0)
}

fn weave_piece(batch: &mut Batch<'_>, reports: BTreeSet<String>, edits: Edits, linker: &Linker) -> Result<(), Error> {
    let mut loom = Loom { fresh: reports, ..Loom::default() };
    let mut web = Web::new(edits.clone());
    // What they were part of before comes apart.
    let mut parted: Vec<(Id, Id)> = Vec::new();
    for report in &loom.fresh {
        for strand in kept::<Vec<Strand>>(batch, STRAND, report)?.unwrap_or_default() {
            let own = (report.clone(), strand.claim, strand.matter);
            parted.extend(strand.near.into_iter().map(|(other, _)| (other, own.clone())));
            loom.gone.extend(strand.event);
        }
    }
    // What they are now, and what could be near it.
    let mut fresh: Vec<(String, Vec<Telling>)> = Vec::new();
    let mut look = BTreeSet::new();
    for report in &loom.fresh {
        let tellings = linker.gather(&reported(batch, report)?, &edits);
        let keys: Vec<_> = tellings.iter().map(|telling| linker.block_keys(telling)).collect();
        look.extend(keys.iter().flat_map(|(_, look)| look).map(|key| number(key)));
        let numbers = keys.iter().flat_map(|(file, _)| file).map(|key| number(key)).collect();
        batch.derived_put(&Derived { numbers, ..plain(TELLING, report, to_json(&tellings)) })?;
        fresh.push((report.clone(), tellings));
    }
    let look: Vec<u64> = look.into_iter().collect();
    for (report, _) in batch.derived_under(TELLING, &look, usize::MAX)? {
        loom.load(batch, &report, &mut web, linker)?;
    }
    for (other, _) in &parted {
        loom.load(batch, &other.0, &mut web, linker)?;
    }
    for (other, gone) in &parted {
        web.part(other, gone);
        web.touch(other);
    }
    for (_, tellings) in fresh {
        web.add(tellings, None, linker);
    }
    loom.complete(batch, &mut web, &edits, linker)?;
    let rebuilt = web.rebuild(linker);
    loom.put(batch, &web, &rebuilt)
}

impl Loom {
    /// Loads a report that is not linked anew.
    fn load(&mut self, ledger: &Ledger, report: &str, web: &mut Web, linker: &Linker) -> Result<(), Error> {
        if self.fresh.contains(report) || self.before.contains_key(report) {
            return Ok(());
        }
        let tellings: Vec<Telling> = kept(ledger, TELLING, report)?.unwrap_or_default();
        let strands: Vec<Strand> = kept(ledger, STRAND, report)?.unwrap_or_default();
        for telling in tellings {
            let first = telling.told.first().map(|told| told.claim.claim);
            let own = strands.iter().find(|strand| strand.matter == telling.matter && Some(strand.claim) == first);
            let near = own.map(|strand| strand.near.iter().cloned().collect()).unwrap_or_default();
            web.restore(telling, near, linker);
        }
        self.before.insert(report.to_owned(), strands);
        Ok(())
    }

    /// Loads everything that hangs together with what was touched, and touches what was in one event with it.
    fn complete(&mut self, ledger: &Ledger, web: &mut Web, edits: &Edits, linker: &Linker) -> Result<(), Error> {
        let mut open = web.touched();
        let mut seen: BTreeSet<Id> = open.iter().cloned().collect();
        let mut opened: BTreeSet<String> = BTreeSet::new();
        loop {
            while let Some(id) = open.pop() {
                self.load(ledger, &id.0, web, linker)?;
                let mut next = web.joined(&id);
                if edits.reports().contains(&id.0) {
                    for report in edits.reports() {
                        self.load(ledger, report, web, linker)?;
                    }
                    next.extend(web.ruled(&id));
                }
                let strands = self.before.get(&id.0);
                let own = strands.into_iter().flatten().find(|own| own.claim == id.1 && own.matter == id.2);
                self.gone.extend(own.and_then(|strand| strand.event.clone()));
                open.extend(next.into_iter().filter(|next| seen.insert(next.clone())));
            }
            let Some(event) = self.gone.iter().find(|event| !opened.contains(*event)).cloned() else { return Ok(()) };
            opened.insert(event.clone());
            for claim in claims_of(ledger, &event)? {
                self.load(ledger, &claim.report, web, linker)?;
                for strand in self.before.get(&claim.report).into_iter().flatten() {
                    let id = (claim.report.clone(), strand.claim, strand.matter);
                    if strand.event.as_deref() == Some(&event) && web.holds(&id) {
                        web.touch(&id);
                        if seen.insert(id.clone()) {
                            open.push(id);
                        }
                    }
                }
            }
        }
    }

    /// Puts the events and the strands back.
    fn put(mut self, batch: &mut Batch<'_>, web: &Web, rebuilt: &[Rebuilt]) -> Result<(), Error> {
        for id in &self.gone {
            for kind in events::ALL {
                batch.derived_delete(kind, id)?;
            }
        }
        let mut now: BTreeMap<&Id, Option<&str>> = BTreeMap::new();
        for built in rebuilt {
            let id = built.event.as_ref().map(|event| match event {
                Joined::Ceasefire(ceasefire) => ceasefire.id.as_str(),
                Joined::Incident(incident) => incident.id.as_str(),
            });
            now.extend(built.tellings.iter().map(|telling| (telling, id)));
            let tellings: Vec<&Telling> = built.tellings.iter().filter_map(|id| web.telling(id)).collect();
            match &built.event {
                Some(Joined::Ceasefire(ceasefire)) => super::derive::put_ceasefire(batch, ceasefire, &tellings)?,
                Some(Joined::Incident(incident)) => super::derive::put_incident(batch, incident, &tellings)?,
                None => {}
            }
            if let Some(id) = id.filter(|_| !built.relations.is_empty()) {
                batch.derived_put(&plain(events::RELATIONS, id, to_json(&built.relations)))?;
            }
        }
        for report in std::mem::take(&mut self.fresh) {
            self.before.entry(report).or_default();
        }
        for (report, before) in &self.before {
            let own = web.of_report(report).map(|id| Strand {
                claim: id.1,
                matter: id.2,
                event: match now.get(id) {
                    Some(event) => event.map(str::to_owned),
                    None => before
                        .iter()
                        .find(|own| own.claim == id.1 && own.matter == id.2)
                        .and_then(|strand| strand.event.clone()),
                },
                near: web.near(id).map(|(id, nearness)| (id.clone(), nearness.clone())).collect(),
            });
            let strands: Vec<Strand> = own.collect();
            if strands != *before || strands.is_empty() {
                batch.derived_put(&plain(STRAND, report, to_json(&strands)))?;
            }
        }
        Ok(())
    }
}

fn claims_of(ledger: &Ledger, event: &str) -> Result<Vec<ClaimRef>, Error> {
    let members = if event.starts_with("cf") {
        kept::<Ceasefire>(ledger, events::CEASEFIRE, event)?.map(|event| event.claims)
    } else {
        kept::<Incident>(ledger, events::INCIDENT, event)?.map(|event| event.claims)
    };
    Ok(members.into_iter().flatten().map(|member| member.claim).collect())
}

/// JSON of what always has one.
fn to_json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}
