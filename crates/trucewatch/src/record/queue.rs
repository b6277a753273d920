//! What of the record a person should look at, from its events and what was judged already.

use super::{Error, Record, card::ClaimCard, derive::events, judge::marks};
use crate::views::{Answered, Doubt, Queue};
use std::cell::RefCell;
use trucewatch_model::{Ceasefire, ClaimRef, Incident, Verdict};

impl Record {
    /// The doubts of the record, at most `limit`, the gravest first. Opens every event: to be kept.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn doubts(&self, limit: usize) -> Result<Vec<Doubt>, Error> {
        // Claims of one report mostly come together.
        let open: RefCell<(String, Vec<ClaimCard>)> = RefCell::default();
        let card = |claim: &ClaimRef| {
            let mut open = open.borrow_mut();
            if open.0 != claim.report {
                *open = (claim.report.clone(), self.cards(&claim.report).ok()??);
            }
            open.1.get(claim.claim).cloned()
        };
        let mut queue = Queue::new(self.answered()?, &card);
        for event in self.events_of::<Ceasefire>(events::CEASEFIRE) {
            queue.ceasefire(&event?);
        }
        for event in self.events_of::<Incident>(events::INCIDENT) {
            queue.incident(&event?);
        }
        Ok(queue.ranked(limit))
    }

    fn answered(&self) -> Result<Answered, Error> {
        let all = self.judgements()?;
        let mut answered = Answered::default();
        for judgement in crate::link::standing(&all) {
            let claims: Vec<_> = marks(&judgement.verdict).collect();
            match (&judgement.verdict, claims.as_slice()) {
                (Verdict::Same(..) | Verdict::Different(..) | Verdict::Unsure(..), [a, b]) => answered.pair(a, b),
                (_, [claim]) => answered.claim(claim),
                _ => {}
            }
        }
        Ok(answered)
    }
}
