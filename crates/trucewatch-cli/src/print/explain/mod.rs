//! Every stage of reading one report, for those who want to know why it was read so: sentences with their parse, what was
//! marked in them, statements, claims with rule and trigger. `text` prints it, `page` writes it as one HTML page; both show
//! the same, which is gathered here.

mod marks;
mod page;
mod text;

use trucewatch::codebook::{Data, Rule};
use trucewatch::model::{Claim, Sentence, Span, Statement};
use trucewatch::{Annotated, model::Reading};

/// A reading with everything below it.
pub struct Explanation<'a> {
    /// Where the rules are told.
    pub codebook: &'a Data,
    /// Sentences, tokens, parse, marks.
    pub text: &'a Annotated<'a>,
    /// Statements and claims.
    pub reading: &'a Reading,
    /// The one claim that is asked for, by index.
    pub only: Option<usize>,
}

impl Explanation<'_> {
    /// The claims to show, with their indexes.
    fn claims(&self) -> impl Iterator<Item = (usize, &Claim)> {
        self.reading.claims.iter().enumerate().filter(|(at, _)| self.only.is_none_or(|only| only == *at))
    }

    /// The statements to show: all, or the one that the claim stands in.
    fn statements(&self) -> impl Iterator<Item = (usize, &Statement)> {
        let only = self.only.map(|only| self.reading.claims[only].statement);
        self.reading.statements.iter().enumerate().filter(move |(at, _)| only.is_none_or(|only| only == Some(*at)))
    }

    /// The sentences to show: all, or those that the claim lies in.
    fn sentences(&self) -> impl Iterator<Item = (usize, &Sentence)> {
        let span = self.only.map(|only| self.reading.claims[only].span);
        let wanted = move |sentence: &Sentence| span.is_none_or(|span| sentence.span.overlaps(span));
        self.text.sentences.iter().enumerate().filter(move |(_, sentence)| wanted(sentence))
    }

    /// What the rule of a claim is for, where the codebook has it.
    fn rule(&self, claim: &Claim) -> Option<&Rule> {
        self.codebook.rules.iter().find(|rule| rule.id == claim.rule)
    }

    fn words(&self, span: Span) -> &str {
        span.of(&self.reading.document.text)
    }

    /// What was marked in a sentence, in the order of the text: name of the mark, words, what they stand for.
    fn marks(&self, sentence: &Sentence) -> Vec<marks::Mark> {
        marks::of(self.text, sentence.span)
    }
}
