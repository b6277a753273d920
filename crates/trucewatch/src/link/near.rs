//! How near two tellings of different reports are: a score with its reasons, or a refusal with its own. Which of the near ones are
//! joined is for `cluster`.

mod incident;
pub(super) use incident::hours_between;

use super::facts::Knowledge;
use super::places::{Lie, Site, closest};
use super::telling::{Matter, Telling, Told, duration_days};
use jiff::civil::{Date, DateTime};
use std::collections::BTreeSet;
use trucewatch_model::{AttackMethod, CeasefireAction, Content, Kind, Measure, Modality, Moment, Role};

/// From this score on two tellings can be joined.
pub(super) const JOIN: f32 = 2.5;
/// From this score on a pair that is not joined is told of as near.
pub(super) const NEAR: f32 = 1.5;

/// Days that a ceasefire without days of its own can be spoken of in one report; what is wider tells of more than one.
const WIDEST: i32 = 9;

/// What is compared of a telling.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Profile {
    /// The days of it, where the report says: an attack's, or a ceasefire's whole window.
    pub(super) days: Option<(Date, Date)>,
    /// Minutes at which attacks are said to begin.
    minutes: Vec<DateTime>,
    /// First days that are said of a ceasefire.
    begins: Vec<Date>,
    finishes: Vec<Date>,
    declared: Vec<Date>,
    lasts: Vec<f64>,
    published: Option<Date>,
    /// Days on which something is said to happen to a ceasefire.
    spoken: Option<(Date, Date)>,
    pub(super) sites: Vec<Site>,
    whole_country: bool,
    sides: BTreeSet<String>,
    mediators: BTreeSet<String>,
    methods: BTreeSet<AttackMethod>,
    targets: BTreeSet<String>,
    /// Parties that are hit.
    hit: BTreeSet<String>,
    tolls: Vec<(Measure, Option<u64>, Option<u64>)>,
    extension: bool,
    /// Whether it is announced or called for, so that it can be spoken of before it begins.
    announced: bool,
}

/// What comparing two tellings comes to.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Nearness {
    /// Above `JOIN` they can be one; a refusal is kept as minus infinity would be: never joined.
    pub score: f32,
    /// Whether they cannot be one, whatever else is told.
    pub refused: bool,
    /// The reasons, in words.
    pub why: String,
}

/// What is compared of a telling.
pub(super) fn profile(telling: &Telling, knowledge: &Knowledge) -> Profile {
    let mut out = Profile { published: telling.published, ..Profile::default() };
    for told in &telling.told {
        match telling.matter {
            Matter::Ceasefire => out.add_truce(told, telling),
            Matter::Incident => out.add_attack(told, knowledge),
            Matter::Passage => {}
        }
    }
    if telling.matter == Matter::Ceasefire {
        out.days = out.runs();
    }
    out
}

impl Profile {
    fn add_truce(&mut self, told: &Told, telling: &Telling) {
        self.extension |= told.hints.extension;
        if told.hints.extension || told.modality == Modality::Hypothetical {
            return;
        }
        push(&mut self.begins, told.begins().map(Moment::date));
        push(&mut self.finishes, told.finishes().map(Moment::date));
        push(&mut self.lasts, told.lasts().and_then(duration_days));
        let founds = matches!(told.action(), Some(CeasefireAction::Declared | CeasefireAction::Agreed));
        if founds && told.stands() {
            push(&mut self.declared, told.day().or(told.said_on));
            for (role, side) in &told.sides {
                match role {
                    Role::By | Role::With if !side.vague => drop(self.sides.insert(side.root.clone())),
                    Role::Mediator if !side.vague => drop(self.mediators.insert(side.root.clone())),
                    _ => {}
                }
            }
        }
        let to_come = told.modality == Modality::Planned || told.modality == Modality::CalledFor;
        self.announced |= founds
            || to_come
            || matches!(
                told.action(),
                Some(CeasefireAction::Proposed | CeasefireAction::Rejected | CeasefireAction::Accepted)
            );
        if let Some((from, to)) = told.days().filter(|_| told.stands()) {
            self.spoken = Some(self.spoken.map_or((from, to), |(a, b)| (a.min(from), b.max(to))));
        }
        self.whole_country |= told.hints.whole_country;
        if covers(told) {
            self.sites.extend(told.places.iter().filter(|site| of_country(site, &telling.countries)).cloned());
        }
    }

    fn add_attack(&mut self, told: &Told, knowledge: &Knowledge) {
        if let Some((from, to)) = told.days() {
            // The narrowest time that is told.
            let wider = self.days.is_none_or(|(a, b)| (to - from).get_days() < (b - a).get_days());
            if wider {
                self.days = Some((from, to));
            }
        }
        if told.kind() == Kind::Attack {
            push(&mut self.minutes, told.minute());
        }
        self.sites.extend(told.places.iter().cloned());
        if told.modality != Modality::Denied {
            self.methods.extend(told.method());
        }
        self.targets.extend(super::attacks::target_words(told, knowledge));
        for (role, side) in &told.sides {
            if matches!(role, Role::Attacker | Role::Perpetrator)
                && !side.vague
                && told.method() != Some(AttackMethod::Clash)
            {
                self.sides.insert(side.root.clone());
            }
            if *role == Role::Target && !side.vague && told.method() != Some(AttackMethod::Clash) {
                self.hit.insert(side.root.clone());
            }
        }
        if let Content::Casualties { measure, count, part_of: None, .. } = &told.content {
            self.tolls.push((*measure, count.min, count.max));
        }
    }

    /// First and last day of a ceasefire, as far as they can be told.
    fn runs(&self) -> Option<(Date, Date)> {
        let first = self.begins.iter().min().or(self.declared.iter().min()).copied()?;
        let by_length =
            self.lasts.first().and_then(|days| first.checked_add(jiff::Span::new().days(days.ceil() as i64)).ok());
        let last = self.finishes.iter().max().copied().or(by_length).unwrap_or(first);
        Some((first, last.max(first)))
    }

    /// The days on which a ceasefire without days of its own is spoken of.
    fn anchor(&self) -> Option<(Date, Date)> {
        let told = self.spoken.filter(|(from, to)| (*to - *from).get_days() <= WIDEST);
        told.or(self.published.map(|day| (day, day)))
    }
}

fn push<T: PartialEq>(list: &mut Vec<T>, value: Option<T>) {
    if let Some(value) = value
        && !list.contains(&value)
    {
        list.push(value);
    }
}

/// Whether the places of a claim are the area of the ceasefire.
pub(super) fn covers(told: &Told) -> bool {
    !told.hints.venue
        && matches!(
            told.action(),
            Some(
                CeasefireAction::Declared
                    | CeasefireAction::Agreed
                    | CeasefireAction::TookEffect
                    | CeasefireAction::Mentioned
                    | CeasefireAction::Holding
                    | CeasefireAction::Accepted
                    | CeasefireAction::Ended
                    | CeasefireAction::Extended
                    | CeasefireAction::Rejected
                    | CeasefireAction::Proposed
            )
        )
}

pub(super) fn of_country(site: &Site, countries: &[String]) -> bool {
    let own = site.place.as_ref().and_then(|place| place.country.as_ref());
    own.is_none_or(|own| countries.is_empty() || countries.contains(own))
}

/// Compares two tellings of one matter.
pub(super) fn compare(a: (&Telling, &Profile), b: (&Telling, &Profile)) -> Nearness {
    let mut sum = Sum::default();
    let (own, other) = (a.0.scene(), b.0.scene());
    if own.is_some()
        && other.is_some()
        && own != other
        && closest(&a.1.sites, &b.1.sites).is_none_or(|lie| lie > Lie::Near)
    {
        sum.refuse("different wars");
        return sum.out();
    }
    match a.0.matter {
        Matter::Ceasefire => truces(a.1, b.1, &mut sum),
        Matter::Incident => incident::incidents(a.1, b.1, &mut sum),
        Matter::Passage => sum.refuse("no events"),
    }
    sum.out()
}

#[derive(Default)]
struct Sum {
    score: f32,
    refused: bool,
    why: Vec<&'static str>,
}

impl Sum {
    fn add(&mut self, score: f32, why: &'static str) {
        self.score += score;
        if !why.is_empty() {
            self.why.push(why);
        }
    }

    fn refuse(&mut self, why: &'static str) {
        self.refused = true;
        self.why.insert(0, why);
    }

    fn out(self) -> Nearness {
        Nearness { score: self.score, refused: self.refused, why: self.why.join(", ") }
    }
}

/// The least distance in days between two lists; `None` where one is empty.
fn gap(a: &[Date], b: &[Date]) -> Option<i32> {
    a.iter().flat_map(|a| b.iter().map(move |b| (*a - *b).get_days().abs())).min()
}

fn truces(a: &Profile, b: &Profile, sum: &mut Sum) {
    sum.add(1.0, "same war");
    match gap(&a.begins, &b.begins) {
        Some(0) => sum.add(3.0, "same beginning"),
        Some(1) => sum.add(1.5, "beginnings a day apart"),
        Some(_) => sum.refuse("different beginnings"),
        None => {}
    }
    match gap(&a.finishes, &b.finishes) {
        Some(0) => sum.add(2.0, "same end"),
        Some(1) => sum.add(1.0, "ends a day apart"),
        Some(_) => sum.add(-1.0, "different ends"),
        None => {}
    }
    if !a.lasts.is_empty() && !b.lasts.is_empty() {
        let same = a.lasts.iter().any(|x| b.lasts.iter().any(|y| (x - y).abs() < 0.3));
        if same { sum.add(1.5, "same length") } else { sum.refuse("different lengths") }
    }
    match gap(&a.declared, &b.declared) {
        Some(0) => sum.add(2.0, "announced on the same day"),
        Some(1..=3) => sum.add(0.3, ""),
        Some(_) if a.begins.is_empty() || b.begins.is_empty() => sum.add(-1.0, "announced on different days"),
        _ => {}
    }
    if !a.sides.is_empty() && !b.sides.is_empty() {
        if a.sides.is_disjoint(&b.sides) { sum.add(-0.7, "other parties") } else { sum.add(1.0, "shared party") }
    }
    if !a.mediators.is_disjoint(&b.mediators) {
        sum.add(1.0, "shared mediator");
    }
    area(a, b, sum);
    when(a, b, sum);
}

fn area(a: &Profile, b: &Profile, sum: &mut Sum) {
    let local = |profile: &Profile| !profile.whole_country && profile.sites.iter().any(Site::is_local);
    match closest(&a.sites, &b.sites) {
        Some(Lie::Same | Lie::Within) => sum.add(if local(a) && local(b) { 1.2 } else { 0.5 }, "same area"),
        Some(Lie::Near) => sum.add(0.5, "neighbouring areas"),
        Some(Lie::Apart | Lie::Strange) if local(a) && local(b) => sum.refuse("different areas"),
        Some(Lie::Apart) => sum.add(-1.0, "different areas"),
        _ => {}
    }
    if (a.whole_country && local(b)) || (b.whole_country && local(a)) {
        sum.add(-1.0, "one covers the whole country");
    }
}

/// Ceasefires without days of their own are taken to be the one that ran when the report spoke of them.
fn when(a: &Profile, b: &Profile, sum: &mut Sum) {
    let away = |(a, b): (Date, Date), (from, to): (Date, Date)| match () {
        () if b < from => (from - b).get_days(),
        () if a > to => (a - to).get_days(),
        () => 0,
    };
    let dated = |profile: &Profile| profile.days.filter(|_| !profile.begins.is_empty() || !profile.finishes.is_empty());
    let too_early = |days: Option<(Date, Date)>, other: &Profile| {
        days.zip(other.anchor())
            .is_some_and(|((from, _), (_, anchor))| !other.announced && (from - anchor).get_days() > 1)
    };
    if (dated(b).is_none() && too_early(dated(a), b)) || (dated(a).is_none() && too_early(dated(b), a)) {
        sum.refuse("spoken of as on before it began");
        return;
    }
    let spoken = |profile: &Profile| profile.declared.first().map(|day| (*day, *day)).or(profile.anchor());
    let days = match (dated(a), dated(b)) {
        (Some(_), Some(_)) if gap(&a.begins, &b.begins).is_some() => return,
        (Some(own), Some(other)) => away(own, other),
        (Some(days), None) => spoken(b).map_or(99, |at| away(at, days)),
        (None, Some(days)) => spoken(a).map_or(99, |at| away(at, days)),
        (None, None) => a.anchor().zip(b.anchor()).map_or(99, |(a, b)| away(a, b)),
    };
    match days {
        0..=1 => sum.add(1.5, "spoken of in its days"),
        2..=4 => sum.add(1.0, "spoken of close to its days"),
        5..=8 => sum.add(0.2, ""),
        9..=20 => sum.add(-1.0, "far apart in time"),
        _ => sum.refuse("weeks apart"),
    }
}
