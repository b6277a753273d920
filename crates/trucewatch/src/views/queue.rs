//! What a person should look at first: how unsure the record is of something, times how much hangs on it. Claims of a
//! ceasefire's terms that were read with little confidence, figures that alone move the range of a toll, and pairs that were
//! joined or kept apart with doubt. What a person answered is not asked again.

use crate::{link::is_doubtful, record::ClaimCard};
use std::collections::HashSet;
use trucewatch_model::{Account, Ceasefire, ClaimMark, ClaimRef, Incident, Kind, Member, Refusal, Toll};

/// From this confidence on a claim is not asked about.
const SURE: f32 = 0.8;
/// From this nearness on a pair that was kept apart is asked about.
const NEAR: f32 = 0.5;
/// How doubtful a figure is that no other source gives: as a claim that is as likely wrong as right.
const ALONE: f32 = 0.5;
/// How doubtful a join is that has a reason against it.
const AGAINST: f32 = 0.6;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// Whether a claim is read right.
    Reading(ClaimRef),
    /// Whether two claims that were kept apart are of one event.
    Apart(ClaimRef, ClaimRef),
    /// Whether two claims that were joined are of one event.
    Joined(ClaimRef, ClaimRef),
}

/// Something that a person should look at.
#[derive(Clone, Debug, PartialEq)]
pub struct Doubt {
    /// What is asked.
    pub question: Question,
    /// Why, in one line.
    pub why: String,
    /// The event it bears on.
    pub event: String,
    /// How it is called.
    pub title: String,
    /// Doubt times consequence: more is graver.
    pub weight: f32,
}

/// A claim by what it is and says, as judgements point at it.
type Mark = (String, Kind, String);

/// What people answered already.
#[derive(Clone, Debug, Default)]
pub struct Answered {
    claims: HashSet<Mark>,
    pairs: HashSet<(Mark, Mark)>,
}

fn mark(report: &str, kind: Kind, words: &str) -> Mark {
    (report.to_owned(), kind, words.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn in_order(a: Mark, b: Mark) -> (Mark, Mark) {
    if a <= b { (a, b) } else { (b, a) }
}

impl Answered {
    /// A claim was confirmed, rejected or corrected.
    pub fn claim(&mut self, claim: &ClaimMark) {
        self.claims.insert(mark(&claim.report, claim.kind, &claim.words));
    }

    /// Two claims were said to be one, or not.
    pub fn pair(&mut self, a: &ClaimMark, b: &ClaimMark) {
        let (a, b) = (mark(&a.report, a.kind, &a.words), mark(&b.report, b.kind, &b.words));
        self.pairs.insert(in_order(a, b));
    }
}

/// Gathers doubts, event by event.
pub struct Queue<'a> {
    answered: Answered,
    card: &'a dyn Fn(&ClaimRef) -> Option<ClaimCard>,
    doubts: Vec<Doubt>,
    asked: HashSet<(ClaimRef, Option<ClaimRef>)>,
}

/// What the doubts of one event share.
struct Event<'e> {
    id: &'e str,
    title: &'e str,
    /// More for an event that many claims speak of.
    consequence: f32,
}

impl<'a> Queue<'a> {
    /// An empty queue; `card` gives a claim in short.
    pub fn new(answered: Answered, card: &'a dyn Fn(&ClaimRef) -> Option<ClaimCard>) -> Self {
        Queue { answered, card, doubts: Vec::new(), asked: HashSet::new() }
    }

    /// Asks about a ceasefire.
    pub fn ceasefire(&mut self, ceasefire: &Ceasefire) {
        let event = Event::new(&ceasefire.id, &ceasefire.title, &ceasefire.claims, 2.0);
        let alone = alone(ceasefire);
        for member in &ceasefire.claims {
            let Some(card) = (self.card)(&member.claim) else { continue };
            let Some(confidence) = card.confidence.filter(|confidence| *confidence < SURE) else { continue };
            if card.kind != Kind::Ceasefire {
                continue;
            }
            let (factor, ending) =
                if alone.contains(&member.claim) { (2.0, ", and nothing else says it") } else { (1.0, "") };
            let why = format!("read as “{}” with confidence {confidence:.2}{ending}", card.type_word.replace('_', " "));
            self.ask(&event, Question::Reading(member.claim.clone()), why, (1.0 - confidence) * factor);
        }
        self.pairs(&event, &ceasefire.claims, &ceasefire.apart);
    }

    /// Asks about an incident.
    pub fn incident(&mut self, incident: &Incident) {
        let event = Event::new(&incident.id, &incident.title, &incident.claims, 1.0);
        self.toll(&event, "killed", &incident.killed);
        self.toll(&event, "injured", &incident.injured);
        self.pairs(&event, &incident.claims, &incident.apart);
    }

    /// The figures that alone set an end of the range.
    fn toll(&mut self, event: &Event<'_>, word: &str, toll: &Toll) {
        let whole: Vec<_> = toll
            .accounts
            .iter()
            .filter(|account| !account.value.part && !account.value.cumulative && !account.value.superseded)
            .collect();
        let bounds = |but: usize| {
            let others = whole.iter().enumerate().filter(move |(at, _)| *at != but).map(|(_, account)| &account.value);
            let low = others.clone().filter_map(|figure| figure.min.or(figure.max)).min();
            (low, others.filter_map(|figure| figure.max.or(figure.min)).max())
        };
        for (at, account) in whole.iter().enumerate().filter(|(_, account)| account.sources == 1) {
            let own = (account.value.min.or(account.value.max), account.value.max.or(account.value.min));
            let ((Some(low), Some(high)), (Some(least), Some(most))) = (own, bounds(at)) else { continue };
            let moved = least.saturating_sub(low) + high.saturating_sub(most);
            if let (true, Some(claim)) = (moved > 0, account.claims.first()) {
                let why =
                    format!("the only one that says {} {word}; others say {}", spread(low, high), spread(least, most));
                let share = moved as f32 / high.max(most).max(1) as f32;
                self.ask(event, Question::Reading(claim.clone()), why, ALONE * (0.5 + share));
            }
        }
    }

    fn pairs(&mut self, event: &Event<'_>, members: &[Member], apart: &[Refusal]) {
        for refusal in apart.iter().filter(|refusal| refusal.nearness >= NEAR) {
            let why = format!("near, and kept apart: {}", refusal.why);
            self.ask(event, Question::Apart(refusal.a.clone(), refusal.b.clone()), why, refusal.nearness * 0.5);
        }
        let Some((first, others)) = members.split_first() else { return };
        for member in others.iter().filter(|member| is_doubtful(&member.why)) {
            let why = format!("joined, with something against it: {}", member.why);
            self.ask(event, Question::Joined(first.claim.clone(), member.claim.clone()), why, AGAINST);
        }
    }

    fn ask(&mut self, event: &Event<'_>, question: Question, why: String, doubt: f32) {
        let key = match &question {
            Question::Reading(claim) => (claim.clone(), None),
            Question::Apart(a, b) | Question::Joined(a, b) => (a.min(b).clone(), Some(a.max(b).clone())),
        };
        if self.is_answered(&key) || !self.asked.insert(key) {
            return;
        }
        let (event, title, weight) = (event.id.to_owned(), event.title.to_owned(), doubt * event.consequence);
        self.doubts.push(Doubt { question, why, event, title, weight });
    }

    fn is_answered(&self, (a, b): &(ClaimRef, Option<ClaimRef>)) -> bool {
        if self.answered.claims.is_empty() && self.answered.pairs.is_empty() {
            return false;
        }
        let mark = |claim: &ClaimRef| (self.card)(claim).map(|card| mark(&claim.report, card.kind, &card.words));
        match (mark(a), b.as_ref().map(mark)) {
            (Some(a), None) => self.answered.claims.contains(&a),
            (Some(a), Some(Some(b))) => self.answered.pairs.contains(&in_order(a, b)),
            _ => false,
        }
    }

    /// The doubts, at most `limit`, the gravest first.
    pub fn ranked(mut self, limit: usize) -> Vec<Doubt> {
        self.doubts.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.event.cmp(&b.event)));
        self.doubts.truncate(limit);
        self.doubts
    }
}

impl<'e> Event<'e> {
    fn new(id: &'e str, title: &'e str, claims: &[Member], base: f32) -> Self {
        let reports: HashSet<&str> = claims.iter().map(|member| member.claim.report.as_str()).collect();
        Event { id, title, consequence: base * (1.0 + (reports.len() as f32).ln() / 2.0) }
    }
}

/// The claims of a ceasefire that alone give one of its terms.
fn alone(ceasefire: &Ceasefire) -> HashSet<ClaimRef> {
    fn one<T>(accounts: &[Account<T>]) -> impl Iterator<Item = ClaimRef> {
        let lone = accounts.iter().filter(|account| account.claims.len() == 1);
        lone.map(|account| account.claims[0].clone())
    }
    one(&ceasefire.declared_by)
        .chain(one(&ceasefire.declared_on))
        .chain(one(&ceasefire.effective_from))
        .chain(one(&ceasefire.until))
        .chain(one(&ceasefire.area))
        .chain(one(&ceasefire.outcome))
        .collect()
}

fn spread(low: u64, high: u64) -> String {
    if low == high { low.to_string() } else { format!("{low} to {high}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use trucewatch_model::TollFigure;

    fn claim(report: &str) -> ClaimRef {
        ClaimRef { report: report.into(), claim: 0 }
    }

    fn card(claim: &ClaimRef) -> Option<ClaimCard> {
        Some(ClaimCard {
            claim: claim.clone(),
            kind: Kind::Casualties,
            type_word: "killed".into(),
            modality: trucewatch_model::Modality::Reported,
            start: None,
            end: None,
            places: Vec::new(),
            parties: Vec::new(),
            speaker: None,
            category: None,
            confidence: Some(0.6),
            words: format!("words of {}", claim.report),
        })
    }

    fn figure(report: &str, killed: u64) -> Account<TollFigure> {
        Account {
            value: TollFigure {
                min: Some(killed),
                max: Some(killed),
                group: None,
                victims: "unknown".into(),
                part: false,
                cumulative: false,
                superseded: false,
            },
            by: vec![report.into()],
            claims: vec![claim(report)],
            sources: 1,
        }
    }

    fn toll(figures: &[(&str, u64)]) -> Toll {
        Toll {
            low: None,
            high: None,
            accounts: figures.iter().map(|(report, killed)| figure(report, *killed)).collect(),
        }
    }

    const EVENT: Event<'_> = Event { id: "in-1", title: "A raid", consequence: 1.0 };

    #[test]
    fn a_figure_that_moves_the_range_is_asked_about_and_one_inside_it_is_not() {
        let mut queue = Queue::new(Answered::default(), &card);
        queue.toll(&EVENT, "killed", &toll(&[("r1", 10), ("r2", 11), ("r3", 40)]));
        let asked: Vec<_> = queue.ranked(9).into_iter().map(|doubt| (doubt.question, doubt.why)).collect();
        assert_eq!(asked[0].0, Question::Reading(claim("r3")));
        assert_eq!(asked[0].1, "the only one that says 40 killed; others say 10 to 11");
        assert_eq!(asked[1].0, Question::Reading(claim("r1")));
        assert_eq!(asked.len(), 2);
    }

    #[test]
    fn pairs_are_asked_once_the_nearer_first_and_far_ones_never() {
        let apart =
            |a: &str, b: &str, nearness| Refusal { a: claim(a), b: claim(b), why: "a day apart".into(), nearness };
        let mut queue = Queue::new(Answered::default(), &card);
        queue.pairs(&EVENT, &[], &[apart("r1", "r2", 0.6), apart("r3", "r4", 0.9), apart("r5", "r6", 0.2)]);
        queue.pairs(&EVENT, &[], &[apart("r2", "r1", 0.6)]);
        let asked: Vec<_> = queue.ranked(9).into_iter().map(|doubt| doubt.question).collect();
        assert_eq!(asked, [Question::Apart(claim("r3"), claim("r4")), Question::Apart(claim("r1"), claim("r2"))]);
    }

    #[test]
    fn a_join_with_a_reason_against_it_is_asked_about() {
        let member = |report: &str, why: &str| Member { claim: claim(report), why: why.into() };
        let members =
            [member("r1", "first"), member("r2", "same day, same town"), member("r3", "same day, other attackers")];
        let mut queue = Queue::new(Answered::default(), &card);
        queue.pairs(&EVENT, &members, &[]);
        let asked: Vec<_> = queue.ranked(9).into_iter().map(|doubt| doubt.question).collect();
        assert_eq!(asked, [Question::Joined(claim("r1"), claim("r3"))]);
    }

    #[test]
    fn what_was_answered_is_not_asked_again() {
        let mark = |report: &str| ClaimMark {
            report: report.into(),
            kind: Kind::Casualties,
            span: trucewatch_model::Span::default(),
            words: format!("words  of\n{report}"),
        };
        let mut answered = Answered::default();
        answered.claim(&mark("r3"));
        answered.pair(&mark("r2"), &mark("r1"));
        let mut queue = Queue::new(answered, &card);
        queue.toll(&EVENT, "killed", &toll(&[("r1", 10), ("r2", 10), ("r3", 40)]));
        let refusal = Refusal { a: claim("r1"), b: claim("r2"), why: String::new(), nearness: 0.9 };
        queue.pairs(&EVENT, &[], &[refusal]);
        assert_eq!(queue.ranked(9), []);
    }
}
