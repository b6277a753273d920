//! Stretches of words that could be place names: sub-stretches of runs of capitalised words. Whether they are is for
//! `recognise`.

use super::atlas::{Atlas, Meaning};
use super::lexicon::PlaceWords;
use crate::Annotated;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;
use trucewatch_codebook::gazetteer::Naming;
use trucewatch_model::Span;

/// A stretch of words that could be a place name.
#[derive(Clone)]
pub struct Candidate {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// The run of capitalised words that it is part of.
    pub run: Range<usize>,
    /// What the gazetteer says it can mean.
    pub meanings: Rc<Vec<Meaning>>,
}

impl Candidate {
    /// Where it stands.
    pub fn span(&self, text: &Annotated<'_>) -> Span {
        text.tokens[self.tokens.start].span.cover(text.tokens[self.tokens.end - 1].span)
    }
}

/// A place of so many people is known even where its name lost the apostrophe of the genitive.
const WELL_KNOWN: u64 = 500_000;

/// The longest name in tokens.
const LONGEST: usize = 7;

/// Looks names up, each only once for a document.
pub struct Finder<'a> {
    atlas: &'a Atlas,
    words: &'a PlaceWords,
    known: HashMap<String, Rc<Vec<Meaning>>>,
}

impl<'a> Finder<'a> {
    /// A finder for one document.
    pub fn new(atlas: &'a Atlas, words: &'a PlaceWords) -> Self {
        Finder { atlas, words, known: HashMap::new() }
    }

    /// Every candidate of the text, in the order of the runs.
    pub fn candidates(&mut self, text: &Annotated<'_>) -> Vec<Candidate> {
        let mut found = Vec::new();
        for sentence in &text.sentences {
            let mut at = sentence.first;
            while at < sentence.last {
                let run = self.run(text, at, sentence.last);
                if run.is_empty() {
                    at += 1;
                } else {
                    at = run.end;
                    self.parts(text, run, &mut found);
                }
            }
        }
        found
    }

    /// What a stretch of words can mean.
    pub fn meanings(&mut self, name: &str) -> Rc<Vec<Meaning>> {
        if let Some(known) = self.known.get(name) {
            return known.clone();
        }
        let mut meanings = self.atlas.meanings(name);
        if meanings.is_empty() && !name.contains(' ') {
            // "Syrias war": in some reports the apostrophe is lost.
            let whole = name.strip_suffix('s').map(|whole| self.atlas.meanings(whole)).unwrap_or_default();
            let known = |meaning: &Meaning| meaning.naming == Naming::Own && meaning.population >= WELL_KNOWN;
            meanings = whole.into_iter().filter(known).collect();
        }
        let meanings = Rc::new(meanings);
        self.known.insert(name.to_owned(), meanings.clone());
        meanings
    }

    /// The run of capitalised words that begins at a token; empty where none does.
    fn run(&self, text: &Annotated<'_>, first: usize, last: usize) -> Range<usize> {
        let joined = |at: usize| at + 1 < last && text.tokens[at].span.end == text.tokens[at + 1].span.start;
        let word = |at: usize| text.word(at);
        let article = |at: usize| joined(at) && word(at + 1) == "-" && self.words.article(word(at));
        let begins = |at: usize| capital(word(at)) || ordinal(word(at)) && at + 1 < last && capital(word(at + 1));
        if !(begins(first) || article(first) && joined(first + 1) && capital(word(first + 2))) {
            return first..first;
        }
        let mut end = first + 1;
        if !capital(word(first)) && article(first) {
            end = first + 3;
        }
        while end < last && end - first < 40 {
            if text.document.text[text.tokens[end - 1].span.end..text.tokens[end].span.start].contains('\n') {
                break;
            }
            // A hyphen joins whatever follows without a blank; small words join only when a capital comes after them.
            let mut next = end;
            while next < last && next - end < 5 {
                let glued = text.tokens[next - 1].span.end == text.tokens[next].span.start;
                let inside = glued && (word(next) == "-" || word(next - 1) == "-") || self.words.inside(word(next));
                if !inside || capital(word(next)) {
                    break;
                }
                next += 1;
            }
            let number = next == end && word(next.min(last - 1)).bytes().all(|b| b.is_ascii_digit()) && next < last;
            if next < last && (capital(word(next)) || number) {
                end = next + 1;
            } else {
                break;
            }
        }
        first..end
    }

    fn parts(&mut self, text: &Annotated<'_>, run: Range<usize>, found: &mut Vec<Candidate>) {
        for start in run.clone() {
            let opens = capital(text.word(start)) || ordinal(text.word(start));
            let article = self.words.article(text.word(start)) && start + 2 < run.end && text.word(start + 1) == "-";
            if !opens && !article
                || start > run.start && text.word(start - 1) == "-" && self.words.article(text.word(start - 2))
            {
                continue;
            }
            for end in start + 1..run.end.min(start + LONGEST) + 1 {
                let closes = text.word(end - 1);
                if !(capital(closes)
                    || closes.bytes().all(|b| b.is_ascii_digit()) && end - start > 1
                    || text.word(end.max(2) - 2) == "-")
                {
                    continue;
                }
                // "al" alone is no name.
                if end - start == 1 && (article || end < run.end && text.word(end) == "-" && self.words.article(closes))
                {
                    continue;
                }
                let span = text.tokens[start].span.cover(text.tokens[end - 1].span);
                if self.words.never(text.words(span)) {
                    continue;
                }
                let meanings = self.meanings(text.words(span));
                let whole = start == run.start && end == run.end;
                let typed = end - start > 1 && (self.words.behind(closes) || self.words.before(text.word(start)));
                let short = run.len() <= 5 || end - start <= 2;
                if !meanings.is_empty() || whole || typed || short {
                    found.push(Candidate { tokens: start..end, run: run.clone(), meanings });
                }
            }
        }
    }
}

/// Whether the first letter is a capital.
pub fn capital(word: &str) -> bool {
    word.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase)
}

/// "40th", "1st".
fn ordinal(word: &str) -> bool {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    !digits.is_empty() && digits.len() + 2 == word.len() && digits.bytes().all(|b| b.is_ascii_digit())
}
