//! Judgements: taken from people, kept in the ledger, read back for `link`. A judgement is never changed; another undoes it.

use super::{
    Error, Record,
    add::{now, wait},
};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use trucewatch_ledger::{Kind as EntryKind, NewEntry};
use trucewatch_model::{Claim, ClaimMark, ClaimRef, Judgement, Kind, Reading, Span, Verdict};

/// What a judgement is about, as a person gives it: a claim, or an event that stands for its first claim.
pub type Target = String;

/// What a person says, before it is bound to claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// Two claims or events are one.
    Same(Target, Target),
    /// They are not.
    Different(Target, Target),
    /// It cannot be told.
    Unsure(Target, Target),
    /// The claim is read right.
    Confirm(Target),
    /// The claim is not in the text.
    Reject(Target),
    /// A field of the claim is read wrong.
    Correct {
        /// The claim.
        claim: Target,
        /// The field in the public JSON.
        field: String,
        /// Its right value, as JSON; what is no JSON is taken as text.
        value: String,
    },
    /// An earlier judgement no longer counts.
    Undo(String),
}

impl Record {
    /// Takes a judgement and brings the events up to date under it.
    ///
    /// # Errors
    /// Where a target is unknown, a corrected field does not exist or its value does not fit, the person has no name, or the
    /// ledger cannot be written.
    pub fn judge(&mut self, said: Said, by: &str, reason: Option<&str>) -> Result<Judgement, Error> {
        if by.trim().is_empty() {
            return Err(Error::Judgement("a judgement needs the name of who makes it".into()));
        }
        let verdict = match said {
            Said::Same(a, b) => {
                let (a, b) = self.two_marks(&a, &b)?;
                Verdict::Same(a, b)
            }
            Said::Different(a, b) => {
                let (a, b) = self.two_marks(&a, &b)?;
                Verdict::Different(a, b)
            }
            Said::Unsure(a, b) => {
                let (a, b) = self.two_marks(&a, &b)?;
                Verdict::Unsure(a, b)
            }
            Said::Confirm(claim) => Verdict::Confirm(self.mark(&claim)?),
            Said::Reject(claim) => Verdict::Reject(self.mark(&claim)?),
            Said::Correct { claim, field, value } => self.correction(&claim, field, value)?,
            Said::Undo(id) => Verdict::Undo { judgement: self.judgement_id(&id)? },
        };
        let at = now();
        let mut judgement = Judgement {
            id: String::new(),
            by: by.trim().to_owned(),
            at: at.clone(),
            reason: reason.map(str::to_owned),
            verdict,
        };
        judgement.id = id_of(&judgement);
        let body = to_json(&judgement).to_string();
        let entry = NewEntry {
            kind: EntryKind::Judgement,
            subject: &judgement.id,
            made_with: None,
            at: &at,
            body: body.as_bytes(),
            blob: None,
        };
        let mut bears_on: BTreeSet<String> = marks(&judgement.verdict).map(|mark| mark.report.clone()).collect();
        if let Verdict::Undo { judgement } = &judgement.verdict {
            bears_on.extend(self.undone_reports(judgement)?);
        }
        let mut batch = self.ledger.begin()?;
        batch.append(&entry)?;
        for report in &bears_on {
            wait(&mut batch, report)?;
        }
        batch.commit()?;
        self.catch_up()?;
        Ok(judgement)
    }

    /// All judgements, in the order in which they were made, also those that were undone.
    ///
    /// # Errors
    /// Where the ledger cannot be read, or an entry is no judgement.
    pub fn judgements(&self) -> Result<Vec<Judgement>, Error> {
        let entries = self.ledger.judgements();
        entries
            .map(|entry| {
                let entry = entry?;
                from_json(&entry.body).ok_or_else(|| Error::Entry {
                    subject: entry.subject,
                    what: "it is no judgement as this program writes them".into(),
                })
            })
            .collect()
    }

    /// The judgements that stand and bear on claims of a report.
    ///
    /// # Errors
    /// As [`Record::judgements`].
    pub fn judgements_on(&self, report: &str) -> Result<Vec<Judgement>, Error> {
        let all = self.judgements()?;
        let standing = crate::link::standing(&all).into_iter();
        let on = |judgement: &&Judgement| marks(&judgement.verdict).any(|mark| mark.report == report);
        Ok(standing.filter(on).cloned().collect())
    }

    fn judgement_id(&self, given: &str) -> Result<String, Error> {
        let all = self.judgements()?;
        let found: Vec<String> =
            all.into_iter().map(|judgement| judgement.id).filter(|id| id.starts_with(given)).collect();
        match found.as_slice() {
            [one] => Ok(one.clone()),
            _ => Err(Error::Id { given: given.to_owned(), candidates: found, sought: "judgement" }),
        }
    }

    fn two_marks(&self, a: &str, b: &str) -> Result<(ClaimMark, ClaimMark), Error> {
        let marks = (self.mark(a)?, self.mark(b)?);
        if marks.0 == marks.1 {
            return Err(Error::Judgement(format!("{a} and {b} are one and the same claim")));
        }
        Ok(marks)
    }

    /// The claim that a target means: itself, or of an event the claim that founds it.
    fn mark(&self, target: &str) -> Result<ClaimMark, Error> {
        let claim = match ClaimRef::parse(target) {
            Some(claim) => ClaimRef { report: self.report_named(&claim.report)?, ..claim },
            None => self.founding_claim(target)?,
        };
        let reading = self.reading(&claim.report)?;
        let Some(found) = reading.claims.get(claim.claim) else {
            let candidates = Vec::new();
            return Err(Error::Id { given: target.to_owned(), candidates, sought: "claim" });
        };
        Ok(mark_of(&claim.report, found, &reading))
    }

    fn correction(&self, target: &str, field: String, value: String) -> Result<Verdict, Error> {
        let claim = self.mark(target)?;
        let reading = self.reading(&claim.report)?;
        let value: Value = serde_json::from_str(&value).unwrap_or(Value::String(value));
        corrected(&reading, &claim, &field, &value).map_err(Error::Judgement)?;
        Ok(Verdict::Correct { claim, field, value: value.to_string() })
    }
}

/// The claims that a verdict is about; of an undoing none.
pub fn marks(verdict: &Verdict) -> impl Iterator<Item = &ClaimMark> {
    let (a, b) = match verdict {
        Verdict::Same(a, b) | Verdict::Different(a, b) | Verdict::Unsure(a, b) => (Some(a), Some(b)),
        Verdict::Confirm(a) | Verdict::Reject(a) | Verdict::Correct { claim: a, .. } => (Some(a), None),
        Verdict::Undo { .. } => (None, None),
    };
    a.into_iter().chain(b)
}

/// The mark by which a claim is found again.
pub(super) fn mark_of(report: &str, claim: &Claim, reading: &Reading) -> ClaimMark {
    ClaimMark {
        report: report.to_owned(),
        kind: claim.content.kind(),
        span: claim.span,
        words: claim.span.of(&reading.document.text).to_owned(),
    }
}

/// The reading with one field of one claim replaced.
///
/// # Errors
/// Why it cannot be: in words for the person.
pub(super) fn corrected(reading: &Reading, mark: &ClaimMark, field: &str, value: &Value) -> Result<Reading, String> {
    let mut all = crate::json::reading(reading, false);
    let at = reading
        .claims
        .iter()
        .position(|claim| claim.content.kind() == mark.kind && claim.span == mark.span)
        .ok_or("the claim is not in the report's newest reading")?;
    let claim = &mut all["claims"][at];
    let known: Vec<String> = claim.as_object().map(|fields| fields.keys().cloned().collect()).unwrap_or_default();
    if ["id", "span", "kind"].contains(&field) || !known.iter().any(|name| name == field) {
        let open: Vec<&str> =
            known.iter().map(String::as_str).filter(|name| !["id", "span", "kind"].contains(name)).collect();
        return Err(format!(
            "{field} cannot be corrected; a claim of kind {} has {}",
            mark.kind.word(),
            open.join(", ")
        ));
    }
    claim[field] = value.clone();
    crate::json::parse_reading(&all).map_err(|error| error.to_string())
}

fn id_of(judgement: &Judgement) -> String {
    let hash = Sha256::digest(to_json(judgement).to_string());
    let hex: String = hash.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    format!("j-{hex}")
}

/// A judgement as the ledger keeps it and the API gives it. Spans are bytes of the report's text.
pub fn to_json(judgement: &Judgement) -> Value {
    let mark = |mark: &ClaimMark| json!({"report": mark.report, "kind": mark.kind.word(), "span": [mark.span.start, mark.span.end], "words": mark.words});
    let mut out = match &judgement.verdict {
        Verdict::Same(a, b) => json!({"verdict": "same", "claims": [mark(a), mark(b)]}),
        Verdict::Different(a, b) => json!({"verdict": "different", "claims": [mark(a), mark(b)]}),
        Verdict::Unsure(a, b) => json!({"verdict": "unsure", "claims": [mark(a), mark(b)]}),
        Verdict::Confirm(claim) => json!({"verdict": "confirm", "claims": [mark(claim)]}),
        Verdict::Reject(claim) => json!({"verdict": "reject", "claims": [mark(claim)]}),
        Verdict::Correct { claim, field, value } => {
            json!({"verdict": "correct", "claims": [mark(claim)], "field": field, "value": value})
        }
        Verdict::Undo { judgement } => json!({"verdict": "undo", "judgement": judgement}),
    };
    out["id"] = judgement.id.clone().into();
    out["by"] = judgement.by.clone().into();
    out["at"] = judgement.at.clone().into();
    out["reason"] = judgement.reason.clone().into();
    out
}

fn from_json(body: &[u8]) -> Option<Judgement> {
    let value: Value = serde_json::from_slice(body).ok()?;
    let text = |name: &str| value[name].as_str().map(str::to_owned);
    let mark = |at: usize| {
        let mark = &value["claims"][at];
        let end = |at: usize| mark["span"][at].as_u64().and_then(|n| usize::try_from(n).ok());
        Some(ClaimMark {
            report: mark["report"].as_str()?.to_owned(),
            kind: Kind::from_word(mark["kind"].as_str()?)?,
            span: Span::new(end(0)?, end(1)?),
            words: mark["words"].as_str()?.to_owned(),
        })
    };
    let verdict = match value["verdict"].as_str()? {
        "same" => Verdict::Same(mark(0)?, mark(1)?),
        "different" => Verdict::Different(mark(0)?, mark(1)?),
        "unsure" => Verdict::Unsure(mark(0)?, mark(1)?),
        "confirm" => Verdict::Confirm(mark(0)?),
        "reject" => Verdict::Reject(mark(0)?),
        "correct" => Verdict::Correct { claim: mark(0)?, field: text("field")?, value: text("value")? },
        "undo" => Verdict::Undo { judgement: text("judgement")? },
        _ => return None,
    };
    Some(Judgement { id: text("id")?, by: text("by")?, at: text("at")?, reason: text("reason"), verdict })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark() -> ClaimMark {
        ClaimMark { report: "r0".into(), kind: Kind::Attack, span: Span::new(3, 9), words: "shells".into() }
    }

    #[test]
    fn judgements_survive_writing_and_reading() {
        let other = ClaimMark { report: "r1".into(), ..mark() };
        let verdicts = [
            Verdict::Same(mark(), other.clone()),
            Verdict::Different(mark(), other.clone()),
            Verdict::Unsure(mark(), other),
            Verdict::Confirm(mark()),
            Verdict::Reject(mark()),
            Verdict::Correct { claim: mark(), field: "modality".into(), value: "\"denied\"".into() },
            Verdict::Undo { judgement: "j-1".into() },
        ];
        for verdict in verdicts {
            let mut judgement = Judgement {
                id: String::new(),
                by: "Rana".into(),
                at: "2026-01-01T00:00:00Z".into(),
                reason: None,
                verdict,
            };
            judgement.id = id_of(&judgement);
            assert_eq!(from_json(to_json(&judgement).to_string().as_bytes()), Some(judgement));
        }
    }
}
