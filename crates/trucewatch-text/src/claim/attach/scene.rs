//! What attaching looks at: the report, its statements, and the claims that are being finished.

use super::super::{Candidate, slot};
use crate::Annotated;
use crate::annotate::time::TimeOfClaim;
use crate::terms::{Lexicon, Terms};
use trucewatch_model::{Dep, Span, Statement};

/// A report while its claims are finished.
pub struct Scene<'a> {
    /// The report.
    pub text: &'a Annotated<'a>,
    /// Who says what in it.
    pub statements: &'a [Statement],
    /// For each time expression, what a claim would make of it.
    pub times: Vec<Vec<TimeOfClaim>>,
    /// The tokens that are verbs of saying.
    pub cues: Vec<bool>,
    /// The heads of all claims, in order.
    pub heads: Vec<usize>,
}

/// A claim whose time and place are looked for.
pub struct Subject<'a> {
    /// Its draft and words.
    pub candidate: &'a Candidate,
    /// Index of its sentence.
    pub sentence: usize,
    /// Index of its statement.
    pub statement: Option<usize>,
}

impl<'a> Scene<'a> {
    /// The scene of a report whose claims are `claims`.
    pub fn new(
        text: &'a Annotated<'a>,
        terms: &Terms,
        lexicon: &Lexicon,
        statements: &'a [Statement],
        times: Vec<Vec<TimeOfClaim>>,
        claims: &[&Candidate],
    ) -> Self {
        let concept = lexicon.concept("cue_verbs");
        let cues = (0..text.tokens.len())
            .map(|token| {
                text.tokens[token].tag.is_verb() && concept.is_some_and(|cues| terms.of(token, cues).is_some())
            })
            .collect();
        let mut heads: Vec<usize> = claims.iter().map(|claim| claim.draft.head).collect();
        heads.sort_unstable();
        Scene { text, statements, times, cues, heads }
    }

    /// Where a claim stands.
    pub fn subject<'c>(&self, candidate: &'c Candidate) -> Subject<'c> {
        Subject {
            candidate,
            sentence: self.text.sentence_of(candidate.draft.head),
            statement: super::statement_of(self.statements, candidate.draft.trigger),
        }
    }

    /// How words hang together with a predicate in the parse, as a short word: `own`, `up1` (on a verb above it), `cue`,
    /// `other`, ...
    pub fn relation(&self, words: Span, head: usize) -> String {
        let text = self.text;
        let tokens = text.tokens_in(words);
        if tokens.is_empty() {
            return "none".to_owned();
        }
        let top = tokens
            .clone()
            .find(|&at| !tokens.contains(&text.tokens[at].head) || text.tokens[at].head == at)
            .unwrap_or(tokens.start);
        let mut above = vec![head];
        let mut at = head;
        for _ in 0..8 {
            if text.tokens[at].head == at {
                break;
            }
            at = text.tokens[at].head;
            above.push(at);
        }
        let mut at = top;
        let mut verbs = 0;
        for _ in 0..10 {
            let up = text.tokens[at].head;
            if let Some(rank) = above.iter().position(|&token| token == at) {
                let cue = if self.cues[at] { "cue" } else { "" };
                return format!("up{}-{verbs}{cue}", rank.min(4));
            }
            if at != top && self.cues[at] {
                return format!("cue-{verbs}");
            }
            if up == at {
                break;
            }
            if at != top && slot::is_verbal(text, at) && text.tokens[at].dep != Dep::Xcomp {
                verbs += 1;
            }
            at = up;
        }
        "apart".to_owned()
    }

    /// How many other claims' heads stand between two tokens.
    pub fn heads_between(&self, a: usize, b: usize) -> usize {
        let (low, high) = (a.min(b), a.max(b));
        self.heads.iter().filter(|&&head| head > low && head < high).count()
    }
}

/// A distance in tokens, as a short word.
pub fn far(tokens: usize) -> &'static str {
    match tokens {
        0..=1 => "0",
        2..=3 => "2",
        4..=6 => "4",
        7..=12 => "7",
        13..=25 => "13",
        _ => "far",
    }
}

/// A count, as a short word.
pub fn few(count: usize) -> &'static str {
    ["0", "1", "2", "3+"][count.min(3)]
}
