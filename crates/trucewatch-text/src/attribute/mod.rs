//! Who says what. `cues` knows the words of saying, `frame` finds a verb with its source (`subject`), `content` what it says,
//! `quotes` and `quoting` see to quotation marks, `according` and `headline` to saying without a verb, `refer` to whom "he"
//! stands for.

mod according;
mod content;
mod cues;
mod draft;
mod frame;
mod headline;
mod quotes;
mod quoting;
mod refer;
mod subject;
#[cfg(test)]
mod tests;

use crate::Annotated;
use crate::annotate::actor::Nouns;
use cues::{Class, Cues};
use draft::Draft;
use frame::Frame;
use quotes::Quote;
use refer::Referent;
use std::ops::Range;
use trucewatch_codebook::Data;
use trucewatch_model::{Category, Cue, Dep, Mode, Sentence, Span, Speaker, Statement, Tag};

/// Finds statements.
pub struct Attributor {
    cues: Cues,
    nouns: Nouns,
}

impl Attributor {
    /// An attributor that knows the codebook's cue words.
    pub fn new(codebook: &Data) -> Self {
        Attributor { cues: Cues::new(codebook), nouns: Nouns::new(codebook) }
    }

    /// The statements of a text, in the order in which their first words stand.
    pub fn attribute(&self, text: &Annotated<'_>) -> Vec<Statement> {
        let quotes = quotes::find_quotes(&text.document.text);
        let mut drafts = Vec::new();
        for (at, sentence) in text.sentences.iter().enumerate() {
            let before = drafts.len();
            if sentence.parsed {
                self.read_sentence(text, at, sentence, &mut drafts);
            }
            if drafts.len() == before {
                drafts.extend(headline::read(text, &self.cues, at));
            }
        }
        quoting::fit(text, &quotes, &mut drafts);
        quoting::take_paragraphs(text, &quotes, &mut drafts);
        drafts.retain(|draft| !draft.content.is_empty());
        quoting::go_on(text, &quotes, &mut drafts);
        for draft in &mut drafts {
            draft.content = draft
                .content
                .iter()
                .map(|&span| trim(&text.document.text, span))
                .filter(|span| !span.is_empty())
                .collect();
            draft.content.sort();
        }
        drafts.retain(|draft| !draft.content.is_empty());
        drafts.sort_by_key(|draft| (draft.start(), draft.frame.start));
        outer_first(&mut drafts);
        let referents = refer::resolve(text, &self.cues, &drafts);
        drafts
            .into_iter()
            .zip(referents)
            .map(|(draft, refers_to)| self.finish(text, &quotes, draft, refers_to))
            .collect()
    }

    /// The statements that the verbs and prepositions of one sentence make.
    fn read_sentence(&self, text: &Annotated<'_>, at: usize, sentence: &Sentence, drafts: &mut Vec<Draft>) {
        let mut frames: Vec<(Frame, Vec<Range<usize>>)> = Vec::new();
        for verb in sentence.first..sentence.last {
            let Some(mut found) = frame::frame(text, &self.cues, verb) else { continue };
            if is_saying_of_quoted(text, &self.cues, verb) {
                continue;
            }
            let Some(mut said) = content::content(text, &self.cues, &found, sentence) else { continue };
            let main = frames.iter_mut().find(|(frame, _)| found.continues == Some(frame.verb));
            if let Some((_, before)) = main {
                cut(text, &self.cues, before, &found, true);
                before.append(&mut said);
                continue;
            }
            let participle = text.tokens[verb].tag == Tag::Vbg
                && text.child(verb, Dep::Nsubj).is_none()
                && text.child(verb, Dep::Aux).is_none();
            if let Some((last, before)) = frames.last().filter(|_| participle) {
                if text.tokens[verb].lemma == "add"
                    || text.tokens[verb].dep == Dep::Advcl && text.tokens[verb].head != last.verb
                {
                    found.speaker = last.speaker.clone();
                    found.inherited = true;
                }
                if found.cue.is(Class::Cite) && said.is_empty() {
                    said = before.clone();
                }
            }
            if found.speaker.is_none() && !found.passive {
                continue;
            }
            for (frame, before) in &mut frames {
                let same = found.inherited && found.speaker == frame.speaker;
                let ends = participle && text.tokens[verb].dep != Dep::Pcomp;
                cut(text, &self.cues, before, &found, ends || same);
            }
            let inner = found.cue.is(Class::Cite).then(|| frame::relayed(text, &mut found)).flatten();
            frames.push((found, said));
            if let Some(inner) = inner {
                let after = |range: &Range<usize>| range.start.max(inner.cue_words.end.min(range.end - 1))..range.end;
                let said = frames
                    .last()
                    .map(|(outer, said)| if outer.passive { said.clone() } else { said.iter().map(after).collect() });
                let said = said.unwrap_or_default();
                frames.push((inner, said));
            }
        }
        // "Citing sources, the agency said ...": what is cited comes later.
        for i in 0..frames.len() {
            if frames[i].0.cue.is(Class::Cite) && frames[i].1.is_empty() {
                let main = text.tokens[frames[i].0.verb].head;
                if let Some(said) = frames.iter().find(|(frame, _)| frame.verb == main).map(|(_, said)| said.clone()) {
                    frames[i].1 = said;
                }
            }
        }
        for (found, _) in &mut frames {
            let relays = found.passed_on || frame::said_as(text, found.verb).is_some();
            if found.cue.is(Class::Cite) && !found.passive && !relays {
                found.passed_on = true;

                found.speaker = text.child(found.verb, Dep::Dobj).map(|noun| subject::phrase(text, noun, found.verb));
            }
        }
        drafts.extend(frames.iter().map(|(frame, said)| Draft::new(text, at, frame, said)));
        drafts.extend(according::read(text, at, sentence));
    }

    /// What the fullest phrase tells; what speaks for a body takes the body's category.
    fn category(&self, text: &Annotated<'_>, fullest: Span, body: Option<Span>) -> Category {
        let of_body = body.and_then(|body| self.nouns.known_category_of(text, body));
        of_body.unwrap_or_else(|| self.nouns.category_of(text, fullest))
    }

    fn finish(&self, text: &Annotated<'_>, quotes: &[Quote], draft: Draft, referent: Referent) -> Statement {
        let mode = mode(quotes, &draft.content);
        let speaker = draft.speaker.map(|span| Speaker {
            text: text.words(span).to_owned(),
            span,
            refers_to: referent.refers_to.map(|full| text.words(full).to_owned()),
            category: self.category(text, referent.fullest.unwrap_or(span), referent.body),
        });
        let cue = draft.cue.map(|span| Cue { text: text.words(span).to_owned(), span });
        Statement { speaker, cue, content: draft.content, mode }
    }
}

/// "saying" in "was quoted as saying": read with the verb of quoting.
fn is_saying_of_quoted(text: &Annotated<'_>, cues: &Cues, verb: usize) -> bool {
    let said_as = text.tokens[verb].tag == Tag::Vbg && verb > 0 && text.tokens[verb - 1].lemma == "as";
    said_as && cues.is("passer", &text.tokens[text.tokens[verb - 1].head].lemma)
}

/// Of two statements with the same content the one that passes on stands before the one passed on.
fn outer_first(drafts: &mut [Draft]) {
    for at in 1..drafts.len() {
        if drafts[at].content == drafts[at - 1].content && drafts[at - 1].passed_on {
            drafts.swap(at - 1, at);
        }
    }
}

/// Cuts from `said` what belongs to a later frame: the frame itself where it begins the next statement, else the clause in
/// which the reporter goes on ("..., where residents say", "..., while the army said").
fn cut(text: &Annotated<'_>, cues: &Cues, said: &mut Vec<Range<usize>>, next: &Frame, begins: bool) {
    let at = if begins { Some(next.cue_words.start) } else { own_clause(text, cues, next) };
    let Some(at) = at else { return };
    for range in said.iter_mut() {
        if range.contains(&at) {
            range.end = at;
        }
    }
    said.retain(|range| !range.is_empty());
}

/// Where the subordinate clause of the reporter's that holds `frame` begins.
fn own_clause(text: &Annotated<'_>, cues: &Cues, frame: &Frame) -> Option<usize> {
    let verb = frame.verb;
    let opener =
        |class: &str| text.subtree(verb).into_iter().take(2).find(|&at| cues.is(class, &text.tokens[at].lemma));
    match text.tokens[verb].dep {
        Dep::Relcl => opener("place"),
        Dep::Advcl => opener("aside"),
        // "an accusation denied by the ministry"
        Dep::Acl if frame.passive && text.tokens[text.tokens[verb].head].dep == Dep::Appos => {
            Some(text.subtree(text.tokens[verb].head)[0])
        }
        _ => None,
    }
}

/// Leaves out blanks, quotation marks and punctuation around a content; a full stop of a quotation stays outside too.
fn trim(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let edge = |c: char| c.is_whitespace() || quotes::is_mark(c) || matches!(c, ',' | ';' | ':' | '-' | '–' | '—');
    let start = words.len() - words.trim_start_matches(|c: char| edge(c) || c == '.').len();
    let end = words.trim_end_matches(|c: char| edge(c) || c == '.').len();
    Span::new(span.start + start, span.start + end.max(start))
}

/// How much of the content stands inside quotation marks.
fn mode(quotes: &[Quote], content: &[Span]) -> Mode {
    let inside = |span: &Span| quotes.iter().any(|quote| quote.inner.contains(*span));
    let touched = |span: &Span| quotes.iter().any(|quote| quote.inner.overlaps(*span));
    if content.iter().all(inside) {
        Mode::Direct
    } else if content.iter().any(touched) {
        Mode::Mixed
    } else {
        Mode::Indirect
    }
}
