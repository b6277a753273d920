//! `Annotated`: a document with its sentences, tokens and parse, and what the annotators marked. Every later stage reads it.

use crate::annotate::time::ReferenceDates;
use std::ops::Range;
use trucewatch_model::{ActorMention, Count, Dep, Document, Sentence, Span, TimeExpr, Token, Toponym};

/// A document with everything that is known of its words before anything is claimed.
pub struct Annotated<'d> {
    /// The document.
    pub document: &'d Document,
    /// Its sentences, in order.
    pub sentences: Vec<Sentence>,
    /// Its tokens, in order; each belongs to one sentence.
    pub tokens: Vec<Token>,
    /// For each token the tokens that depend on it, in order.
    pub children: Vec<Vec<usize>>,
    /// Named entities as the parser's network sees them, where it was asked to look; a hint, no more.
    pub entities: Vec<Entity>,
    /// Time expressions, in order, without overlaps.
    pub times: Vec<TimeExpr>,
    /// The dates that the report bears, which its expressions of time are counted from.
    pub dates: ReferenceDates,
    /// Place names, in order, without overlaps.
    pub toponyms: Vec<Toponym>,
    /// Mentions of parties and kinds of people, in order, without overlaps.
    pub mentions: Vec<ActorMention>,
    /// Numbers and quantity words, in order, without overlaps.
    pub numbers: Vec<NumberExpr>,
    commas_lost: bool,
}

/// A named entity as the network labels it (`PERSON`, `GPE`, `ORG`, ...).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// The name.
    pub span: Span,
    /// OntoNotes label.
    pub label: &'static str,
}

/// A number or quantity word with its bounds: "more than 800", "dozens", "up to 30".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberExpr {
    /// The words, approximators included.
    pub span: Span,
    /// What they say.
    pub count: Count,
}

/// A text of fewer bytes may have no comma by chance.
const SHORT: usize = 400;

impl<'d> Annotated<'d> {
    /// A document with its sentences and tokens, nothing marked yet.
    pub fn new(document: &'d Document, sentences: Vec<Sentence>, tokens: Vec<Token>) -> Self {
        let children = vec![Vec::new(); tokens.len()];
        Annotated {
            document,
            sentences,
            tokens,
            children,
            entities: Vec::new(),
            times: Vec::new(),
            dates: ReferenceDates::default(),
            toponyms: Vec::new(),
            mentions: Vec::new(),
            numbers: Vec::new(),
            commas_lost: document.text.len() > SHORT && !document.text.contains(", "),
        }
    }

    /// The first place name that shares a byte with `span`.
    pub fn toponym_at(&self, span: Span) -> Option<&Toponym> {
        let at = self.toponyms.partition_point(|toponym| toponym.span.end <= span.start);
        self.toponyms.get(at).filter(|toponym| toponym.span.overlaps(span))
    }

    /// The first mention of a party that shares a byte with `span`.
    pub fn mention_at(&self, span: Span) -> Option<&ActorMention> {
        let at = self.mentions.partition_point(|mention| mention.span.end <= span.start);
        self.mentions.get(at).filter(|mention| mention.span.overlaps(span))
    }

    /// Fills `children` from the tokens' heads; called once, after parsing.
    pub fn index_children(&mut self) {
        for list in &mut self.children {
            list.clear();
        }
        for (at, token) in self.tokens.iter().enumerate() {
            if token.head != at {
                self.children[token.head].push(at);
            }
        }
    }

    /// Whether the text was stripped of its commas, as some collections of reports are.
    pub fn commas_lost(&self) -> bool {
        self.commas_lost
    }

    /// The words of a span.
    pub fn words(&self, span: Span) -> &'d str {
        span.of(&self.document.text)
    }

    /// The words of a token.
    pub fn word(&self, token: usize) -> &'d str {
        self.words(self.tokens[token].span)
    }

    /// Index of the sentence that a token belongs to.
    pub fn sentence_of(&self, token: usize) -> usize {
        self.sentences.partition_point(|sentence| sentence.last <= token)
    }

    /// The tokens that overlap a span, as a range of indexes.
    pub fn tokens_in(&self, span: Span) -> Range<usize> {
        let first = self.tokens.partition_point(|token| token.span.end <= span.start);
        let last = self.tokens.partition_point(|token| token.span.start < span.end);
        first..last.max(first)
    }

    /// The first dependent of `token` with the relation `dep`.
    pub fn child(&self, token: usize, dep: Dep) -> Option<usize> {
        self.children[token].iter().copied().find(|&child| self.tokens[child].dep == dep)
    }

    /// The dependents of `token` with one of the relations.
    pub fn children_by<'s>(&'s self, token: usize, deps: &'s [Dep]) -> impl Iterator<Item = usize> + 's {
        self.children[token].iter().copied().filter(move |&child| deps.contains(&self.tokens[child].dep))
    }

    /// All tokens below `token`, itself included, in the order of the text.
    pub fn subtree(&self, token: usize) -> Vec<usize> {
        let mut found = vec![token];
        let mut next = 0;
        while next < found.len() {
            found.extend(&self.children[found[next]]);
            next += 1;
        }
        found.sort_unstable();
        found
    }

    /// From the first to the last token below `token`, itself included.
    pub fn subtree_span(&self, token: usize) -> Span {
        let below = self.subtree(token);
        self.tokens[below[0]].span.cover(self.tokens[below[below.len() - 1]].span)
    }
}
