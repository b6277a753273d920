//! What attaching looks at: the report, its statements, and the claims that are being finished.

use super::super::{Candidate, slot};
use crate::Annotated;
use crate::annotate::time::TimeOfClaim;
use crate::terms::{Lexicon, Terms};
use std::ops::Range;
use trucewatch_model::{Dep, Span, Statement, Tag};

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
    /// For each place name, whether it belongs to the words for a speaker.
    pub of_speaker: Vec<bool>,
    /// The tokens that are words for a kind of place.
    pub grounds: Vec<bool>,
    /// The tokens that are weapons, or words for striking: nobody's names.
    pub nobody: Vec<bool>,
    /// The tokens that are words for an attempt, a deal or a time: they fill no role at all.
    pub nothings: Vec<bool>,
    /// The tokens that only count what follows.
    pub partitives: Vec<bool>,
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

/// How a predicate and other words hang together.
#[derive(Default)]
pub struct Path {
    /// The relations, up and down.
    pub way: String,
    /// The token where they meet.
    pub meeting: Option<usize>,
    /// Whether the words hang on another claim's predicate.
    pub other_claim: bool,
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
        let are = |name: &str| -> Vec<bool> {
            let concept = lexicon.concept(name);
            let is = |token| concept.is_some_and(|concept| terms.of(token, concept).is_some());
            (0..text.tokens.len()).map(is).collect()
        };
        let (mut cues, grounds, nobody) = (are("cue_verbs"), are("ground_nouns"), are("actor_nobody"));
        let (nothings, partitives) = (are("actor_nothing"), are("partitives"));
        cues.iter_mut().zip(&text.tokens).for_each(|(cue, token)| *cue &= token.tag.is_verb());
        let mut heads: Vec<usize> = claims.iter().map(|claim| claim.draft.head).collect();
        heads.sort_unstable();
        let mut of_speaker = vec![false; text.toponyms.len()];
        for who in statements.iter().filter_map(|statement| statement.speaker.as_ref()) {
            let from = text.toponyms.partition_point(|toponym| toponym.span.start < who.span.start);
            let inside = text.toponyms[from..].iter().take_while(|toponym| who.span.contains(toponym.span)).count();
            of_speaker[from..from + inside].fill(true);
        }
        Scene { text, statements, times, cues, heads, of_speaker, grounds, nobody, nothings, partitives }
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

    /// How a predicate and other words meet in the parse: the relations from the predicate up to where they meet, and from
    /// there down to the words ("relcl^prep", "^advcl.prep").
    pub fn path(&self, words: Span, head: usize) -> Path {
        let text = self.text;
        let tokens = text.tokens_in(words);
        let top = tokens.clone().find(|&at| !tokens.contains(&text.tokens[at].head)).unwrap_or(tokens.start);
        let above = chain(text, head);
        let down = chain(text, top);
        let Some((rank, meeting)) =
            down.iter().enumerate().find_map(|(rank, at)| above.contains(at).then_some((rank, *at)))
        else {
            return Path { way: "apart".to_owned(), meeting: None, other_claim: false };
        };
        let steps = |chain: &[usize]| {
            let words: Vec<&str> = chain.iter().take(4).map(|&at| text.tokens[at].dep.word()).collect();
            words.join(".")
        };
        let up = above.iter().position(|&at| at == meeting).unwrap_or(0);
        let between = down[..rank].iter().skip(1);
        let other_claim = between.chain([&meeting]).any(|at| *at != head && self.heads.binary_search(at).is_ok());
        Path { way: format!("{}^{}", steps(&above[..up]), steps(&down[..rank])), meeting: Some(meeting), other_claim }
    }

    /// Whether words stand outside of what is said where the claim stands inside: with the verb of saying.
    pub fn outside(&self, subject: &Subject<'_>, words: Span) -> bool {
        subject.statement.is_some_and(|at| !self.statements[at].content.iter().any(|content| content.contains(words)))
    }

    /// The word for a kind of place by which a sentence points back to one named before ("the city"), else "-".
    pub fn points_back(&self, sentence: usize) -> &'a str {
        let text = self.text;
        let sentence = &text.sentences[sentence];
        let definite = |at: usize| {
            text.tokens[at].tag == Tag::Nn
                && text.children[at].iter().any(|&child| {
                    text.tokens[child].dep == Dep::Det && matches!(text.tokens[child].lemma.as_str(), "the" | "this")
                })
        };
        let word = (sentence.first..sentence.last).find(|&at| self.grounds[at] && definite(at));
        word.map_or("-", |at| text.tokens[at].lemma.as_str())
    }

    /// Whether a place name is part of a larger name ("United States Navy"), or stands in brackets.
    pub fn in_larger_name(&self, name: Range<usize>) -> &'static str {
        let text = self.text;
        let capital = |at: usize| {
            text.tokens.get(at).is_some_and(|token| token.tag.is_proper())
                && text.word(at).starts_with(char::is_uppercase)
                && text.sentence_of(at) == text.sentence_of(name.start)
        };
        let dep = text.tokens[name.end - 1].dep;
        if capital(name.end) && matches!(dep, Dep::Compound | Dep::Nmod | Dep::Amod) {
            "before"
        } else if name.start > 0 && capital(name.start - 1) {
            "behind"
        } else if name.start > 1 && (text.word(name.start - 1) == "(" || text.word(name.start - 2) == "(") {
            "bracket"
        } else {
            "-"
        }
    }

    /// How a predicate is told: its tense, or how its noun is introduced.
    pub fn tense(&self, head: usize) -> &'static str {
        let text = self.text;
        if !slot::is_verbal(text, head) {
            let opens =
                text.children[head].iter().find(|&&child| matches!(text.tokens[child].dep, Dep::Det | Dep::Poss));
            return match opens.map(|&child| text.tokens[child].lemma.as_str()) {
                Some("the") => "the",
                Some("this" | "that" | "these" | "those") => "this",
                Some("a" | "an" | "another") => "a",
                Some(_) => "of",
                None => "bare",
            };
        }
        let aux = |test: &dyn Fn(&trucewatch_model::Token) -> bool| {
            text.children_by(head, &[Dep::Aux, Dep::Auxpass]).any(|child| test(&text.tokens[child]))
        };
        let tag = text.tokens[head].tag;
        if aux(&|token| token.tag == Tag::Md) {
            "will"
        } else if aux(&|token| token.lemma == "have") {
            if aux(&|token| token.tag == Tag::Vbd) { "had" } else { "has" }
        } else if aux(&|token| token.tag == Tag::To) {
            "to"
        } else if tag == Tag::Vbd || aux(&|token| token.tag == Tag::Vbd) {
            "did"
        } else if aux(&|token| matches!(token.tag, Tag::Vbz | Tag::Vbp)) || matches!(tag, Tag::Vbz | Tag::Vbp) {
            "does"
        } else if tag == Tag::Vbg {
            "doing"
        } else {
            "done"
        }
    }

    /// How many other claims' heads stand between two tokens.
    pub fn heads_between(&self, a: usize, b: usize) -> usize {
        let (low, high) = (a.min(b), a.max(b));
        self.heads.iter().filter(|&&head| head > low && head < high).count()
    }
}

/// A token and what it hangs on, upwards; so many steps at most.
fn chain(text: &Annotated<'_>, from: usize) -> Vec<usize> {
    let mut chain = vec![from];
    let mut at = from;
    while text.tokens[at].head != at && chain.len() < 12 {
        at = text.tokens[at].head;
        chain.push(at);
    }
    chain
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
