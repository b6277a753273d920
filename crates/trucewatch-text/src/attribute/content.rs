//! What a verb of saying says, from the syntax of its sentence: the clause it governs on its right, the clause it was put
//! behind or into, or its object. Quotations that go beyond the sentence are `assemble`'s.

use super::cues::{Class, Cues};
use super::frame::{Frame, said_as};
use super::subject::{is_punct, may_speak, phrase, trim_tokens};
use crate::Annotated;
use std::ops::Range;
use trucewatch_model::{Dep, Sentence, Tag};

/// The token ranges of what is said; empty where the sentence does not hold it (but perhaps a quotation beside it does),
/// `None` where the verb is no word of saying here.
pub fn content(text: &Annotated<'_>, cues: &Cues, frame: &Frame, sentence: &Sentence) -> Option<Vec<Range<usize>>> {
    let ranges =
        if frame.passive { of_passive(text, cues, frame, sentence)? } else { of_active(text, cues, frame, sentence)? };
    Some(
        ranges
            .into_iter()
            .map(|range| trim_tokens(text, drop_that(text, range)))
            .filter(|range| !range.is_empty())
            .collect(),
    )
}

fn of_passive(text: &Annotated<'_>, cues: &Cues, frame: &Frame, sentence: &Sentence) -> Option<Vec<Range<usize>>> {
    let verb = frame.verb;
    let told = text.child(verb, Dep::Nsubjpass).filter(|&at| at < verb);
    let clause = text.children_by(verb, &[Dep::Xcomp, Dep::Ccomp]).find(|&at| at > verb);
    if frame.cue.is(Class::Cite) {
        let saying = said_as(text, verb)?;
        let left = left_of(sentence, frame);
        return Some(right_clause(text, cues, frame, saying, saying).map_or_else(|| vec![left], |range| vec![range]));
    }
    if frame.cue.is(Class::Accuse) {
        let deed =
            text.children_by(verb, &[Dep::Prep]).find(|&at| at > verb && cues.is("deed", &text.tokens[at].lemma))?;
        if text.tokens[deed].lemma == "of" {
            return Some(just(deed + 1..end_below(text, cues, verb, deed)));
        }
        let reduced = (text.tokens[verb].dep == Dep::Acl).then(|| text.tokens[verb].head);
        return Some(vec![phrase(text, told.or(reduced)?, verb), deed..end_below(text, cues, verb, deed)]);
    }
    if is_addressed(text, cues, verb) {
        return clause.map(|clause| just(first_below(text, clause, verb + 1)..end_below(text, cues, verb, clause)));
    }
    if frame.cue.is(Class::Show) && !frame.cue.is(Class::Report)
        || frame.cue.is(Class::Label)
        || frame.cue.is(Class::Toll)
        || frame.cue.is(Class::Urge)
    {
        return None;
    }
    if let Some(clause) = clause {
        let below = text.subtree(clause);
        let from = below.into_iter().find(|&at| at > verb)?;
        let rest = from..end_below(text, cues, verb, clause);
        return match told {
            Some(told) if text.tokens[told].lemma != "it" && text.tokens[clause].dep == Dep::Xcomp => {
                Some(vec![phrase(text, told, verb), rest])
            }
            _ => Some(vec![rest]),
        };
    }
    frame.speaker.as_ref()?;
    if text.tokens[verb].dep == Dep::Acl {
        return Some(vec![phrase(text, text.tokens[verb].head, verb)]);
    }
    told.map(|told| vec![phrase(text, told, verb)])
}

fn of_active(text: &Annotated<'_>, cues: &Cues, frame: &Frame, sentence: &Sentence) -> Option<Vec<Range<usize>>> {
    let (verb, cue) = (frame.verb, &frame.cue);
    let after = frame.extent.clone().end.max(cue.last + 1);
    if cue.is(Class::Cite) {
        if let Some(saying) = said_as(text, verb) {
            let quoted = text.child(verb, Dep::Dobj).map_or(saying, |noun| first_below(text, noun, verb));
            return Some(
                right_clause(text, cues, frame, saying, saying)
                    .map(|range| quoted.min(range.start)..range.end)
                    .into_iter()
                    .collect(),
            );
        }
        text.child(verb, Dep::Dobj)?;
        return Some(Vec::new());
    }
    let object = text.children_by(verb, &[Dep::Dobj]).find(|&at| at > verb);
    let from_object = |object: usize| first_below(text, object, after)..end_below(text, cues, verb, object);
    if cue.is(Class::Accuse) && cue.last == verb {
        let deed = text.subtree(object?).into_iter().chain(text.children[verb].iter().copied());
        let mut deed = deed.filter(|&at| at > verb && cues.is("deed_or_name", &text.tokens[at].lemma));
        deed.next()?;
        return Some(vec![from_object(object?)]);
    }
    if cue.last > verb {
        let particle = text.tokens[cue.last].dep == Dep::Prt || cue.is(Class::Say) || cue.is(Class::Speak);
        if !particle {
            // "asked for the deadline to be moved": the preposition may hang on the clause.
            let head = text.tokens[cue.last].head;
            let part = if text.children[cue.last].is_empty() && head != verb { head } else { cue.last };
            let range = cue.last + 1..end_below(text, cues, verb, part);
            return (!range.is_empty()).then(|| vec![range]);
        }
    }
    if cue.is(Class::Toll) && text.tokens[verb].tag == Tag::Vbg {
        return None;
    }
    if cue.is(Class::Toll) {
        let object = object?;
        let counted = |&at: &usize| cues.is("toll", &text.tokens[at].lemma);
        text.subtree(object).iter().find(|at| counted(at))?;
        return Some(vec![from_object(object)]);
    }
    let shows_only = cue.classes == [Class::Show];
    if cue.is(Class::Show) {
        let speaker = frame.speaker.clone()?;
        let paper = speaker.clone().any(|at| text.tokens[at].tag.is_noun() && cues.is("paper", &text.tokens[at].lemma));
        if !paper && (shows_only || cue.is(Class::Say)) && !cues.is("judged", &text.tokens[verb].lemma) {
            return None;
        }
    }
    if cue.classes == [Class::Hold] {
        return None;
    }
    let named = text.children_by(verb, &[Dep::Dobj]).any(|at| at < verb && text.tokens[at].tag == Tag::Wp);
    if cue.is(Class::Label) && named {
        return None;
    }
    if cue.classes == [Class::Speak] {
        return Some(around(text, frame, sentence));
    }
    if let Some(range) = right_clause(text, cues, frame, verb, after) {
        return Some(vec![range]);
    }
    let takes_noun = cue.is(Class::Report) || cue.is(Class::Urge);
    let complement =
        text.children_by(verb, &[Dep::Oprd, Dep::Prep, Dep::Acomp, Dep::Xcomp, Dep::Attr]).find(|&at| at > verb);
    if cue.is(Class::Label) {
        return match (object, complement) {
            (Some(object), Some(_)) => Some(vec![from_object(object)]),
            _ => Some(Vec::new()),
        };
    }
    if takes_noun {
        if let Some(object) = object {
            let speaker = frame.speaker.clone()?;
            if !may_speak(text, cues, speaker) {
                return None;
            }
            return Some(vec![from_object(object)]);
        }
        let goes_on = |&at: &usize| at > verb && !(text.tokens[at].tag == Tag::Vbg && cues.verb(text, at).is_some());
        if let Some(clause) = text.children_by(verb, &[Dep::Xcomp]).find(goes_on) {
            return Some(just(first_below(text, clause, after)..end_below(text, cues, verb, clause)));
        }
    }
    let elsewhere = text.children_by(verb, &[Dep::Xcomp]).any(|at| at > verb && text.child(at, Dep::Aux).is_some());
    if shows_only || cue.is(Class::Intend) || elsewhere {
        return None;
    }
    let speaks = |object: usize| frame.speaker.as_ref().is_some_and(|words| words.contains(&object));
    if object.is_some_and(|object| !speaks(object)) && !is_addressed(text, cues, verb) {
        return Some(Vec::new());
    }
    Some(around(text, frame, sentence))
}

/// The clause that `verb` governs on its right, from `after` on.
fn right_clause(text: &Annotated<'_>, cues: &Cues, frame: &Frame, verb: usize, after: usize) -> Option<Range<usize>> {
    let clausal = |&at: &usize| {
        let token = &text.tokens[at];
        at > verb
            && match token.dep {
                Dep::Ccomp => {
                    token.tag != Tag::Vbg || frame.cue.is(Class::Report) || text.child(at, Dep::Aux).is_some()
                }
                Dep::Xcomp if token.tag == Tag::Vbg && cues.verb(text, at).is_some() => false,
                Dep::Xcomp => {
                    let told = text.child(verb, Dep::Dobj).is_some() || text.child(at, Dep::Nsubj).is_some();
                    told || [Class::Report, Class::Urge, Class::Intend].iter().any(|&class| frame.cue.is(class))
                }
                Dep::Advcl => {
                    token.tag != Tag::Vbg
                        && text
                            .child(at, Dep::Mark)
                            .is_some_and(|mark| matches!(text.tokens[mark].lemma.as_str(), "that" | "whether"))
                }
                _ => false,
            }
    };
    let clause = text.children[verb].iter().copied().find(clausal)?;
    let mut start = first_below(text, clause, after);
    // A subject cut off from its clause by an insertion is parsed as an object of "said".
    let addressed = is_addressed(text, cues, verb);
    if let Some(object) = text.child(verb, Dep::Dobj).filter(|&at| !addressed && at > verb && at < clause) {
        start = start.min(first_below(text, object, after));
    }
    let end = end_below(text, cues, verb, clause);
    Some(start..goes_on_to(text, cues, verb, end)).filter(|range| !range.is_empty())
}

/// Where what is said ends that goes on behind its clause: after a colon or semicolon, or as a second clause in the tense of
/// told speech ("and would go on fighting"). `end` where it does not.
fn goes_on_to(text: &Annotated<'_>, cues: &Cues, verb: usize, end: usize) -> usize {
    let sentence = &text.sentences[text.sentence_of(verb)];
    let rest = end..sentence.last;
    let said = |range: Range<usize>| {
        range.into_iter().any(|at| text.tokens[at].tag.is_verb() && cues.verb(text, at).is_some())
    };
    if rest.is_empty() || text.tokens[verb].head != verb || said(rest.clone()) {
        return end;
    }
    let parted = matches!(text.word(end), ":" | ";");
    let told = text.children_by(verb, &[Dep::Conj]).any(|at| {
        at >= end
            && text
                .children_by(at, &[Dep::Aux])
                .any(|aux| text.tokens[aux].tag == Tag::Md && text.tokens[aux].lemma != "will")
    });
    if parted || told { sentence.last } else { end }
}

/// One range and no more.
fn just(range: Range<usize>) -> Vec<Range<usize>> {
    std::iter::once(range).collect()
}

/// Whether the object of `verb` is who is spoken to.
fn is_addressed(text: &Annotated<'_>, cues: &Cues, verb: usize) -> bool {
    cues.is("addressed", &text.tokens[verb].lemma)
}

/// The first token below `token` that does not stand before `after`.
fn first_below(text: &Annotated<'_>, token: usize, after: usize) -> usize {
    text.subtree(token).into_iter().find(|&at| at >= after).unwrap_or(token)
}

/// Where the part of `verb`'s clause that begins with the dependent `part` ends: behind everything below `verb`, but before
/// what is coordinated with `verb`.
fn end_below(text: &Annotated<'_>, cues: &Cues, verb: usize, part: usize) -> usize {
    let mut end = *text.subtree(part).last().unwrap_or(&part) + 1;
    for &child in &text.children[verb] {
        if child <= part || child < end {
            continue;
        }
        let token = &text.tokens[child];
        if matches!(token.dep, Dep::Cc | Dep::Conj) {
            break;
        }
        if token.dep == Dep::Punct {
            continue;
        }
        if token.dep == Dep::Advcl && !holds_condition(text, cues, child) {
            break;
        }
        if matches!(token.dep, Dep::Nsubj | Dep::Nsubjpass | Dep::Parataxis) {
            break;
        }
        end = end.max(*text.subtree(child).last().unwrap_or(&child) + 1);
    }
    end
}

/// Whether an adverbial clause belongs to what is said rather than to the saying: "if", "unless", "because".
fn holds_condition(text: &Annotated<'_>, cues: &Cues, clause: usize) -> bool {
    let mut marks = text.children_by(clause, &[Dep::Mark, Dep::Advmod]).peekable();
    marks.peek().is_none() || marks.any(|at| cues.is("condition", &text.tokens[at].lemma))
}

/// What stands before a frame that was put behind it, and what goes on behind a frame that was put into it.
fn around(text: &Annotated<'_>, frame: &Frame, sentence: &Sentence) -> Vec<Range<usize>> {
    let extent = frame.extent.clone();
    let left = left_of(sentence, frame);
    let own = text.subtree(frame.verb);
    let left_clause = text
        .children_by(frame.verb, &[Dep::Ccomp, Dep::Advcl, Dep::Dep, Dep::Csubj])
        .find(|&at| at < extent.start && (text.tokens[at].dep != Dep::Advcl || is_free_clause(text, at)));
    let asked_when =
        text.children_by(frame.verb, &[Dep::Advmod]).any(|at| at < frame.verb && text.tokens[at].tag == Tag::Wrb);
    // "the road the army closed", but in a text without commas "... in the town residents said" looks the same.
    let relative = text.tokens[frame.verb].dep == Dep::Relcl && !text.commas_lost();
    let bound =
        relative || asked_when || text.child(frame.verb, Dep::Mark).is_some_and(|mark| text.tokens[mark].lemma != "as");
    if left_clause.is_none() && bound {
        return Vec::new();
    }
    let root = left_clause.or_else(|| {
        matches!(
            text.tokens[frame.verb].dep,
            Dep::Parataxis | Dep::Advcl | Dep::Ccomp | Dep::Dep | Dep::Relcl | Dep::Conj
        )
        .then(|| text.tokens[frame.verb].head)
    });
    let words = |range: &Range<usize>| range.clone().filter(|&at| !is_punct(text, at)).count();
    if left_clause.is_none() {
        if words(&left) < 3 {
            let right = extent.end..sentence.last;
            let clause = right.clone().any(|at| text.tokens[at].tag.is_verb());
            return if words(&right) < 3 || !clause || frame.cue.is(Class::Speak) { Vec::new() } else { vec![right] };
        }
        let parted = extent.start > sentence.first && is_punct(text, extent.start - 1);
        let most = if frame.cue.is(Class::Speak) { 1 } else { 12 };
        if (!parted || frame.cue.is(Class::Speak)) && words(&(extent.end..sentence.last)) > most {
            return Vec::new();
        }
    }
    let Some(root) = root else { return vec![left] };
    let inside = text.subtree(root);
    let goes_on = |&at: &usize| at >= extent.end && (left_clause.is_some() || own.binary_search(&at).is_err());
    let rest: Vec<usize> = inside.into_iter().filter(goes_on).filter(|&at| !is_punct(text, at)).collect();
    match (rest.first(), rest.last()) {
        (Some(&from), Some(&to))
            if text.word(extent.end.min(from)).starts_with([',', '"', '”', '\'']) || left.len() < 3 =>
        {
            vec![left, from..to + 1]
        }
        _ => vec![left],
    }
}

/// Whether a clause that the parse calls adverbial could stand alone: no "after", no participle.
fn is_free_clause(text: &Annotated<'_>, clause: usize) -> bool {
    let subordinate = text
        .children_by(clause, &[Dep::Mark, Dep::Advmod])
        .any(|at| at < clause && matches!(text.tokens[at].tag, Tag::In | Tag::Wrb));
    !subordinate && !matches!(text.tokens[clause].tag, Tag::Vbg | Tag::Vbn)
}

/// From the head of the sentence to the frame.
fn left_of(sentence: &Sentence, frame: &Frame) -> Range<usize> {
    sentence.first..frame.extent.clone().start.max(sentence.first)
}

fn drop_that(text: &Annotated<'_>, mut range: Range<usize>) -> Range<usize> {
    while range.start < range.end {
        let lemma = text.tokens[range.start].lemma.as_str();
        let that = lemma == "that"
            && text.tokens[range.start].dep != Dep::Det
            && !matches!(text.tokens[range.start].dep, Dep::Nsubj);
        if that || is_punct(text, range.start) || text.tokens[range.start].tag == Tag::Space {
            range.start += 1;
        } else {
            break;
        }
    }
    range
}
