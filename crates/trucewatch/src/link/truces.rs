//! Which claims of one report speak of one ceasefire. A report mostly has one; others in it are told apart by their length, their
//! days, and words like "earlier" and "another". What says nothing of its own goes with the one spoken of last.

use super::facts::Knowledge;
use super::telling::{Told, duration_days};
use jiff::civil::Date;
use trucewatch_model::{CeasefireAction, Content, Kind, Modality, Moment};

/// Days before publication from which on a ceasefire is history to a report.
const HISTORY: i64 = 45;

#[derive(Default)]
struct Truce {
    told: Vec<usize>,
    lasts: Option<f64>,
    begins: Option<Date>,
    finishes: Option<Date>,
    /// The day on which it is told to be over.
    over: Option<Date>,
    history: bool,
    proposal: bool,
    last_sentence: usize,
}

/// Groups of indices into `told`.
pub(super) fn truces(told: &[Told], published: Option<Date>, knowledge: &Knowledge) -> Vec<Vec<usize>> {
    let mut truces: Vec<Truce> = Vec::new();
    for (index, claim) in told.iter().enumerate() {
        if claim.kind() != Kind::Ceasefire || is_general(claim, knowledge) {
            continue;
        }
        match choose(claim, &truces, published, knowledge) {
            Some(at) => truces[at].add(index, claim),
            None => {
                let mut truce = Truce {
                    history: is_history(claim, published)
                        || knowledge.others.has("earlier", &claim.words) && claim.begins().is_none(),
                    ..Truce::default()
                };
                truce.proposal =
                    claim.action() == Some(CeasefireAction::Proposed) && claim.modality == Modality::CalledFor;
                truce.add(index, claim);
                truces.push(truce);
            }
        }
    }
    corridors(told, &mut truces);
    truces.into_iter().map(|truce| truce.told).collect()
}

/// A corridor goes with the ceasefire of its sentence, else with the one told of just before, else with the main one.
fn corridors(told: &[Told], truces: &mut Vec<Truce>) {
    let own: Vec<usize> = (0..told.len()).filter(|&at| told[at].kind() == Kind::Corridor).collect();
    if own.is_empty() {
        return;
    }
    if truces.iter().all(|truce| truce.history) {
        truces.push(Truce::default());
    }
    let main = main(truces).unwrap_or(0);
    let mut chosen = Vec::new();
    for &index in &own {
        let sentence = told[index].sentence;
        let near = |away: std::ops::RangeInclusive<usize>| {
            let in_reach = |truce: &&Truce| {
                !truce.history
                    && truce
                        .told
                        .iter()
                        .any(|&at| sentence.checked_sub(told[at].sentence).is_some_and(|d| away.contains(&d)))
            };
            truces.iter().position(|truce| in_reach(&truce))
        };
        let called = told[index].modality == Modality::CalledFor;
        chosen.push((
            index,
            near(0..=0)
                .or_else(|| near(1..=1).filter(|_| !called))
                .or_else(|| near(2..=2).filter(|_| !called))
                .unwrap_or(main),
        ));
    }
    for (index, at) in chosen {
        truces[at].told.push(index);
        truces[at].told.sort_unstable();
    }
}

/// The ceasefire that a report is most about.
fn main(truces: &[Truce]) -> Option<usize> {
    let own = truces.iter().enumerate().filter(|(_, truce)| !truce.history && !truce.proposal);
    let most = own.max_by_key(|(nth, truce)| (truce.told.len(), usize::MAX - nth)).map(|(at, _)| at);
    most.or_else(|| truces.iter().position(|truce| !truce.history))
}

impl Truce {
    fn add(&mut self, index: usize, claim: &Told) {
        self.told.push(index);
        self.last_sentence = claim.sentence;
        self.lasts = self.lasts.or(claim.lasts().and_then(duration_days));
        self.begins = self.begins.or(claim.begins().map(Moment::date));
        self.finishes = self.finishes.or(claim.finishes().map(Moment::date));
        let over = claim.action() == Some(CeasefireAction::Ended) && claim.modality == Modality::Reported;
        self.over = self.over.or(claim.day().filter(|_| over));
        self.proposal &= matches!(claim.action(), Some(CeasefireAction::Proposed | CeasefireAction::Rejected));
    }

    /// A day by which it is told from others.
    fn dated(&self) -> Option<Date> {
        self.begins.or(self.finishes).or(self.over)
    }

    /// The days it can be spoken of as running.
    fn runs(&self) -> (Option<Date>, Option<Date>) {
        let end = self.finishes.or_else(|| {
            let days = self.lasts?.ceil() as i64;
            self.begins?.checked_add(jiff::Span::new().days(days)).ok()
        });
        (self.begins, end)
    }
}

/// Whether it speaks of ceasefires in general or of many: "four earlier ones", "no more ceasefires".
fn is_general(claim: &Told, knowledge: &Knowledge) -> bool {
    claim.kind() == Kind::Ceasefire
        && knowledge.others.has("many", &claim.words)
        && claim.lasts().is_none()
        && claim.begins().is_none()
        && claim.hints.breaches.is_none()
}

fn is_history(claim: &Told, published: Option<Date>) -> bool {
    let last = claim.end.or(claim.start).map(Moment::date);
    let Some((last, published)) = last.zip(published) else { return false };
    (published - last).get_days() as i64 > HISTORY
}

fn choose(claim: &Told, truces: &[Truce], published: Option<Date>, knowledge: &Knowledge) -> Option<usize> {
    let specific = specific(claim, truces);
    if let Some(choice) = specific {
        return choice;
    }
    let history = is_history(claim, published);
    let last = truces.iter().enumerate().max_by_key(|(nth, truce)| (truce.last_sentence, *nth));
    let (last_at, last) = last?;
    let away = claim.sentence - last.last_sentence.min(claim.sentence);
    if history {
        return (away == 0).then_some(last_at);
    }
    if knowledge.others.has("earlier", &claim.words) {
        let early = truces
            .iter()
            .enumerate()
            .filter(|(_, truce)| !truce.history && truce.dated().is_some())
            .min_by_key(|(_, truce)| truce.dated());
        if let Some((at, _)) = early.filter(|_| truces.iter().filter(|t| t.dated().is_some()).count() > 1) {
            return Some(at);
        }
        // "An earlier pause collapsed": history, told in passing.
        if claim.action() != Some(CeasefireAction::Mentioned) {
            return (away == 0 && last.history).then_some(last_at);
        }
    }
    let new = knowledge.others.has("further", &claim.words);
    let calls = claim.action() == Some(CeasefireAction::Proposed) && claim.modality == Modality::CalledFor;
    if new && (calls || matches!(claim.action(), Some(CeasefireAction::Agreed | CeasefireAction::Declared))) {
        return None;
    }
    let near = match (last.history, last.proposal) {
        (true, _) => away == 0,
        (false, true) => away <= 1,
        (false, false) => away <= 2 || truces.len() == 1,
    };
    if near {
        return Some(last_at);
    }
    main(truces)
}

/// The ceasefire that a claim's own length and days single out: `Some(None)` where they fit none, `None` where it has none.
fn specific(claim: &Told, truces: &[Truce]) -> Option<Option<usize>> {
    let lasts = claim.lasts().and_then(duration_days);
    let begins = claim.begins().map(Moment::date);
    let finishes = claim.finishes().map(Moment::date);
    // The time of a call is when the ceasefire is wanted.
    let wanted = (claim.action() == Some(CeasefireAction::Proposed)).then_some(claim.start).flatten().map(Moment::date);
    let spoken = claim.days().filter(|_| matches!(claim.content, Content::Ceasefire { .. }));
    if lasts.is_none() && begins.is_none() && finishes.is_none() && wanted.is_none() && spoken.is_none() {
        return None;
    }
    let mut best: Option<(i32, usize)> = None;
    let mut refused = 0;
    for (at, truce) in truces.iter().enumerate() {
        let mut score = 0;
        let (runs_from, runs_to) = truce.runs();
        let mut refuse = false;
        if let (Some(a), Some(b)) = (lasts, truce.lasts) {
            if (a - b).abs() < 0.3 { score += 3 } else { refuse = true }
        }
        if let (Some(a), Some(b)) = (begins, truce.begins) {
            if (a - b).get_days().abs() <= 1 { score += 3 } else { refuse = true }
        }
        if let (Some(a), Some(b)) = (finishes, runs_to) {
            if (a - b).get_days().abs() <= 1 { score += 2 } else { score -= 2 }
        }
        if let (Some(a), Some(from)) = (wanted, runs_from) {
            refuse |= (a - from).get_days() > 14;
        }
        if let (Some((from, to)), Some(begin), Some(end)) = (spoken, runs_from, runs_to) {
            if to >= begin && from <= end {
                score += 1
            } else if (from - end).get_days() > 30 || (begin - to).get_days() > 30 {
                refuse = true
            }
        }
        // What is told to have happened weeks before a ceasefire began happened to another.
        let happened = spoken.filter(|_| {
            !matches!(
                claim.action(),
                Some(CeasefireAction::Declared | CeasefireAction::Agreed | CeasefireAction::Proposed)
            )
        });
        if let (Some((_, to)), Some(begin)) = (happened, runs_from) {
            refuse |= (begin - to).get_days() > 14;
        }
        if truce.history
            && spoken.is_some_and(|(from, _)| truce.begins.is_some_and(|b| (from - b).get_days().abs() > 30))
        {
            refuse = true;
        }
        match refuse {
            true => refused += 1,
            false if score > 0 && best.is_none_or(|(known, _)| score > known) => best = Some((score, at)),
            false => {}
        }
    }
    match best {
        Some((_, at)) => Some(Some(at)),
        None if refused == truces.len() && refused > 0 => Some(None),
        // Its own days speak against some: the last of those that are left.
        None if refused > 0 && (lasts.is_some() || begins.is_some()) => {
            let open = truces.iter().enumerate().rev().find(|(_, truce)| {
                !truce.history
                    && truce.lasts.is_none_or(|known| lasts.is_none_or(|own| (own - known).abs() < 0.3))
                    && truce.begins.is_none_or(|known| begins.is_none_or(|own| (own - known).get_days().abs() <= 1))
            });
            Some(open.map(|(at, _)| at))
        }
        None => None,
    }
}
