//! `Web`: the tellings of all reports, which of them are near which, and the events that come of it. Adding a report compares its
//! tellings with those that share a key, and only what hangs together with them is clustered and built again.

mod piece;

pub use piece::{Joined, Rebuilt};

use super::accounts::order;
use super::blocks::{Key, keys};
use super::cluster::{Cluster, Edge, Ruling, cluster};
use super::judged::Edits;
use super::near::{JOIN, NEAR, Nearness, Profile, compare, profile};
use super::placing::{Bearings, Frame};
use super::relations::relations;
use super::telling::{Matter, Telling};
use super::{Linker, attack_event, differ, truce_event};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use trucewatch_model::{Ceasefire, ClaimRef, CopyGroup, Events, Incident, Member, Refusal};

/// Names a telling: its report, its first claim there, and of what it is.
pub type Id = (String, usize, Matter);

/// All tellings and how they hang together.
#[derive(Debug, Default)]
pub struct Web {
    edits: Edits,
    tellings: BTreeMap<Id, (Telling, Profile)>,
    blocks: HashMap<Key, BTreeSet<Id>>,
    /// Of each telling, those that it is near, or was refused after a near look.
    edges: HashMap<Id, BTreeMap<Id, Nearness>>,
    copies: BTreeMap<String, BTreeSet<String>>,
    /// Which built component a telling is of, by the component's first telling.
    component: HashMap<Id, Id>,
    built: BTreeMap<Id, Vec<Built>>,
    stale: BTreeSet<Id>,
}

/// One event with its tellings.
#[derive(Debug)]
struct Built {
    tellings: Vec<Id>,
    event: Option<Event>,
}

#[derive(Debug)]
enum Event {
    Ceasefire(Box<Ceasefire>),
    Incident(Box<Incident>),
}

impl Web {
    /// An empty web under judgements.
    pub fn new(edits: Edits) -> Self {
        Web { edits, ..Web::default() }
    }

    /// The judgements it stands under.
    pub fn edits(&self) -> &Edits {
        &self.edits
    }

    /// Takes in the tellings of a report, and in place of those it already has of it.
    pub fn add(&mut self, tellings: Vec<Telling>, copy_of: Option<&str>, linker: &Linker) {
        if let Some(report) = tellings.first().map(|telling| telling.report.clone()) {
            self.remove(&report);
            if let Some(root) = copy_of {
                self.copies.entry(root.to_owned()).or_default().insert(report);
            }
        }
        for telling in tellings {
            let Some(first) = telling.told.first() else { continue };
            let id = (telling.report.clone(), first.claim.claim, telling.matter);
            let profile = profile(&telling, &linker.knowledge);
            let (file, look) = keys(&telling, &profile);
            let others: BTreeSet<Id> = look.iter().filter_map(|key| self.blocks.get(key)).flatten().cloned().collect();
            for other in others {
                let (known, known_profile) = &self.tellings[&other];
                if known.report == telling.report || known.matter != telling.matter {
                    continue;
                }
                // The same whichever of the two came first.
                let (new, known) = ((&telling, &profile), (known, known_profile));
                let nearness = if id < other { compare(new, known) } else { compare(known, new) };
                if nearness.score >= NEAR {
                    // It is joined to this one, or kept apart from it and says so.
                    self.stale.insert(other.clone());
                    self.edges.entry(id.clone()).or_default().insert(other.clone(), nearness.clone());
                    self.edges.entry(other).or_default().insert(id.clone(), nearness);
                }
            }
            for key in file {
                self.blocks.entry(key).or_default().insert(id.clone());
            }
            self.stale.insert(id.clone());
            self.tellings.insert(id, (telling, profile));
        }
    }

    /// Forgets a report: it was read anew, or judged.
    pub fn remove(&mut self, report: &str) {
        let start = (report.to_owned(), 0, Matter::Ceasefire);
        let ids: Vec<Id> =
            self.tellings.range(start..).take_while(|(id, _)| id.0 == report).map(|(id, _)| id.clone()).collect();
        for id in ids {
            let near: Vec<Id> = self.edges.remove(&id).into_iter().flatten().map(|(other, _)| other).collect();
            for other in near {
                if let Some(edges) = self.edges.get_mut(&other) {
                    edges.remove(&id);
                }
                self.stale.insert(other);
            }
            if let Some((telling, profile)) = self.tellings.remove(&id) {
                for key in keys(&telling, &profile).0 {
                    if let Some(block) = self.blocks.get_mut(&key) {
                        block.remove(&id);
                    }
                }
            }
            self.drop_component(&id);
            self.stale.remove(&id);
        }
    }

    /// Every event as it stands. Only what changed since the last call is clustered again.
    pub fn events(&mut self, linker: &Linker) -> Events {
        self.refresh(linker);
        let mut events = Events::default();
        let mut frames: Vec<(Frame, usize)> = Vec::new();
        let passages = self.passages();
        let mut bearings: Vec<Bearings> = Vec::new();
        for built in self.built.values().flatten() {
            let Rebuilt { event, relations, .. } = self.rebuilt(built, &passages, linker);
            let tellings: Vec<&Telling> = built.tellings.iter().map(|id| &self.tellings[id].0).collect();
            match event {
                Some(Joined::Ceasefire(ceasefire)) => {
                    frames.push((Frame::new(&ceasefire, &tellings), events.ceasefires.len()));
                    events.ceasefires.push(*ceasefire);
                }
                Some(Joined::Incident(incident)) => {
                    bearings.push(Bearings::new(&incident, &tellings));
                    events.incidents.push(*incident);
                }
                None => {}
            }
            events.relations.extend(relations);
        }
        for (frame, at) in &frames {
            events.ceasefires[*at].incidents.extend(bearings.iter().filter_map(|incident| frame.place(incident)));
            events.ceasefires[*at].incidents.sort_by(|a, b| a.incident.cmp(&b.incident));
        }
        let begins =
            |c: &Ceasefire| c.effective_from.first().or(c.declared_on.first()).map(|account| account.value.date());
        events.ceasefires.sort_by(|a, b| (begins(a), &a.id).cmp(&(begins(b), &b.id)));
        let day = |i: &Incident| i.on.first().map(|account| account.value.date());
        events.incidents.sort_by(|a, b| (day(a), &a.id).cmp(&(day(b), &b.id)));
        events.relations.sort_by(|a, b| (&a.from, &a.to, a.kind).cmp(&(&b.from, &b.to, b.kind)));
        events.copies = self
            .copies
            .iter()
            .map(|(root, copies)| CopyGroup {
                reports: std::iter::once(root).chain(copies).cloned().collect(),
                why: "marked as copies when they came in".to_owned(),
            })
            .collect();
        events
    }

    fn drop_component(&mut self, id: &Id) {
        let Some(root) = self.component.get(id).cloned() else { return };
        if let Some(built) = self.built.remove(&root) {
            for id in built.iter().flat_map(|built| &built.tellings) {
                self.component.remove(id);
                if self.tellings.contains_key(id) {
                    self.stale.insert(id.clone());
                }
            }
        }
        self.component.remove(id);
    }

    fn refresh(&mut self, linker: &Linker) {
        while let Some(id) = self.stale.pop_first() {
            let members = self.reach(&id);
            for member in &members {
                self.drop_component(member);
            }
            for member in &members {
                self.stale.remove(member);
                self.component.insert(member.clone(), members.first().expect("it reaches itself").clone());
            }
            let built = self.build(&members, linker);
            self.built.insert(members.first().expect("it reaches itself").clone(), built);
        }
    }

    /// Everything that hangs together with a telling through pairs that could be one, or that a person ruled on.
    fn reach(&self, id: &Id) -> BTreeSet<Id> {
        let mut seen = BTreeSet::from([id.clone()]);
        let mut open = vec![id.clone()];
        while let Some(at) = open.pop() {
            let near = self
                .edges
                .get(&at)
                .into_iter()
                .flatten()
                .filter(|(_, nearness)| !nearness.refused && nearness.score >= JOIN)
                .map(|(id, _)| id.clone());
            let ruled = self.ruled(&at);
            for next in near.chain(ruled) {
                if seen.insert(next.clone()) {
                    open.push(next);
                }
            }
        }
        seen
    }

    /// What a person ruled on together with a telling.
    pub fn ruled(&self, id: &Id) -> Vec<Id> {
        if self.edits.rulings.is_empty() {
            return Vec::new();
        }
        let own = &self.tellings[id].0;
        let holds = |claim: &ClaimRef| own.told.iter().any(|told| told.claim == *claim);
        let other = |claim: &ClaimRef| self.holder(claim, id.2);
        self.edits
            .rulings
            .iter()
            .filter_map(|(a, b, ..)| {
                if holds(a) {
                    other(b)
                } else if holds(b) {
                    other(a)
                } else {
                    None
                }
            })
            .filter(|other| other != id)
            .collect()
    }

    fn holder(&self, claim: &ClaimRef, matter: Matter) -> Option<Id> {
        let start = (claim.report.clone(), 0, Matter::Ceasefire);
        let own = self.tellings.range(start..).take_while(|(id, _)| id.0 == claim.report);
        own.filter(|(id, _)| id.2 == matter)
            .find(|(_, (telling, _))| telling.told.iter().any(|told| told.claim == *claim))
            .map(|(id, _)| id.clone())
    }

    fn build(&self, members: &BTreeSet<Id>, linker: &Linker) -> Vec<Built> {
        let ids: Vec<&Id> = members.iter().collect();
        let at: HashMap<&Id, usize> = ids.iter().enumerate().map(|(nth, id)| (*id, nth)).collect();
        let mut edges = Vec::new();
        let mut outside: Vec<(usize, &Id, &Nearness)> = Vec::new();
        for (a, id) in ids.iter().enumerate() {
            for (other, nearness) in self.edges.get(*id).into_iter().flatten() {
                match at.get(other) {
                    Some(&b) if a < b => edges.push(Edge { a, b, nearness: nearness.clone() }),
                    Some(_) => {}
                    None => outside.push((a, other, nearness)),
                }
            }
        }
        let mut rulings = Vec::new();
        for (x, y, same, judgement) in &self.edits.rulings {
            let matter = ids[0].2;
            if let (Some(x), Some(y)) = (self.holder(x, matter), self.holder(y, matter))
                && let (Some(&a), Some(&b)) = (at.get(&x), at.get(&y))
                && a != b
            {
                rulings.push((
                    a,
                    b,
                    if *same { Ruling::Same } else { Ruling::Apart },
                    format!("a person says so ({judgement})"),
                ));
            }
        }
        let compare = |a: usize, b: usize| {
            let ((x, xp), (y, yp)) = (&self.tellings[ids[a]], &self.tellings[ids[b]]);
            // A report that tells two ceasefires apart means two.
            if x.report == y.report && x.matter == Matter::Ceasefire {
                return Nearness { score: 0.0, refused: true, why: "one report tells them apart".to_owned() };
            }
            self.edges
                .get(ids[a])
                .and_then(|edges| edges.get(ids[b]))
                .cloned()
                .unwrap_or_else(|| compare((x, xp), (y, yp)))
        };
        let clusters = cluster(ids.len(), &edges, &rulings, compare);
        clusters.into_iter().filter_map(|cluster| self.event(cluster, &ids, &outside, linker)).collect()
    }

    fn event(
        &self,
        cluster: Cluster,
        ids: &[&Id],
        outside: &[(usize, &Id, &Nearness)],
        linker: &Linker,
    ) -> Option<Built> {
        let tellings: Vec<&Telling> = cluster.members.iter().map(|&at| &self.tellings[ids[at]].0).collect();
        let claims = members(&cluster, ids, &self.tellings);
        let apart = self.refusals(&cluster, ids, outside);
        let judged = self.edits.bearing(claims.iter().map(|member| &member.claim));
        let event = match tellings.first()?.matter {
            Matter::Ceasefire if !truce_event::is_founded(&tellings) => None,
            Matter::Passage => None,
            Matter::Ceasefire => {
                let ceasefire = truce_event::ceasefire(&tellings, linker);
                Some(Event::Ceasefire(Box::new(Ceasefire { claims, apart, judged, ..ceasefire })))
            }
            Matter::Incident => {
                let incident = attack_event::incident(&tellings);
                let disagreements = differ::of_incident(&tellings);
                Some(Event::Incident(Box::new(Incident { claims, apart, judged, disagreements, ..incident })))
            }
        };
        Some(Built { tellings: cluster.members.iter().map(|&at| ids[at].clone()).collect(), event })
    }

    fn refusals(&self, cluster: &Cluster, ids: &[&Id], outside: &[(usize, &Id, &Nearness)]) -> Vec<Refusal> {
        let first = |id: &Id| ClaimRef { report: id.0.clone(), claim: id.1 };
        let inner = cluster.apart.iter().map(|(own, other, why, nearness)| (*own, ids[*other], why.clone(), *nearness));
        let outer = outside.iter().filter(|(own, ..)| cluster.members.contains(own)).map(|(own, other, nearness)| {
            (
                *own,
                *other,
                nearness.why.clone(),
                (nearness.score / JOIN).clamp(0.0, if nearness.refused { 0.5 } else { 1.0 }),
            )
        });
        let mut out: Vec<Refusal> = inner
            .chain(outer)
            .map(|(own, other, why, nearness)| Refusal { a: first(ids[own]), b: first(other), why, nearness })
            .collect();
        out.sort_by(|x, y| y.nearness.total_cmp(&x.nearness).then_with(|| (&x.a, &x.b).cmp(&(&y.a, &y.b))));
        out
    }
}

/// The claims of a cluster in order of publication, each with why it is there.
fn members(cluster: &Cluster, ids: &[&Id], tellings: &BTreeMap<Id, (Telling, Profile)>) -> Vec<Member> {
    let mut out = Vec::new();
    for &at in &cluster.members {
        let telling = &tellings[ids[at]].0;
        for (nth, told) in telling.told.iter().enumerate() {
            let voice = super::accounts::Voice { telling, told };
            let why = match (nth, cluster.why.get(&at)) {
                (0, Some(why)) => why.clone(),
                (0, None) => "founds it".to_owned(),
                _ => "told together in this report".to_owned(),
            };
            out.push((order(&voice), Member { claim: told.claim.clone(), why }));
        }
    }
    out.sort_by(|a, b| a.0.cmp(&b.0));
    out.into_iter().map(|(_, member)| member).collect()
}
