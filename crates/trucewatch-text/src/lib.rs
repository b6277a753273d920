//! One document in, one reading out. Pure: no files, no clock, no network, no environment; and it cannot fail: what is not
//! read is told in notices. The stages, each one function: `split_sentences`, `parse`, `annotate`, `attribute`,
//! `extract_claims`.

pub mod annotate;
mod annotated;
pub mod attribute;
pub mod claim;
pub mod extract;
pub mod parse;
mod split;
mod tables;
pub mod terms;
mod tokenize;

pub use annotated::{Annotated, Entity, NumberExpr};
pub use split::Splitter;

use parse::Parser;
use trucewatch_codebook::Data;
use trucewatch_model::{Document, Reading, Statement};

/// Everything that reading needs, made once and shared by all threads.
pub struct Reader {
    splitter: Splitter,
    parser: Parser,
    annotators: annotate::Annotators,
    attributor: attribute::Attributor,
    claimant: claim::Claimant,
    options: Options,
}

/// The learned layers that decide what is read, as they lie in the program: whoever keeps readings can tell by them, and by
/// the codebook, what made one.
pub fn learned_layers() -> [&'static [u8]; 4] {
    [claim::judge::WEIGHTS, claim::attach::WEIGHTS, annotate::place::NAMES, annotate::place::MEANINGS]
}

/// How to read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Mark the named entities of the text too, not only what claims need.
    pub annotations: bool,
}

impl Reader {
    /// A reader with the knowledge of `codebook`.
    pub fn new(codebook: &Data, options: Options) -> Self {
        // The annotators take as long as all the rest; side by side they halve the start-up.
        std::thread::scope(|scope| {
            let annotators = scope.spawn(|| annotate::Annotators::new(codebook));
            Reader {
                splitter: Splitter::new(codebook),
                parser: Parser::new(codebook),
                attributor: attribute::Attributor::new(codebook),
                claimant: claim::Claimant::new(codebook),
                annotators: annotators.join().unwrap_or_else(|_| annotate::Annotators::new(codebook)),
                options,
            }
        })
    }

    /// Reads one document. The same document and codebook give the same reading, always.
    pub fn read(&self, document: Document) -> Reading {
        let text = self.annotate(&document);
        let statements = self.attributor.attribute(&text);
        let claims = self.claimant.extract_claims(&text, &statements);
        let Annotated { times, toponyms, .. } = text;
        Reading { statements, claims, times, toponyms, notices: Vec::new(), document }
    }

    /// The stages apart, for training: who says what in an annotated document, and everything that may be a claim in it
    /// before it is judged.
    pub fn candidates(&self, text: &Annotated<'_>) -> (Vec<Statement>, Vec<claim::Candidate>) {
        let statements = self.attributor.attribute(text);
        let candidates = self.claimant.candidates(text, &statements);
        (statements, candidates)
    }

    /// The claimant, for training.
    pub fn claimant(&self) -> &claim::Claimant {
        &self.claimant
    }

    /// Splits, parses and annotates: everything below statements and claims.
    pub fn annotate<'d>(&self, document: &'d Document) -> Annotated<'d> {
        let (sentences, tokens) = self.splitter.split_sentences(document);
        let mut text = Annotated::new(document, sentences, tokens);
        self.parser.parse(&mut text, self.options.annotations);
        self.annotators.annotate(&mut text);
        text
    }
}
