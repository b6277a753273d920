//! A verb of saying with its subject: the frame of a statement. What is said is `content`'s.

use super::cues::{Class, Cues, Match};
use super::subject::{agent, beside, is_passive, main_speaker, may_speak, phrase, subject};
use crate::Annotated;
use std::ops::Range;
use trucewatch_model::{Dep, Tag};

/// A verb of saying in its sentence. Ranges are of tokens.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The verb.
    pub verb: usize,
    /// What the verb needs.
    pub cue: Match,
    /// The verb with its auxiliaries and particle.
    pub cue_words: Range<usize>,
    /// The source.
    pub speaker: Option<Range<usize>>,
    /// Whether it is a passive: what is said may be its subject.
    pub passive: bool,
    /// Whether its words reach the reader through another source of the same sentence.
    pub passed_on: bool,
    /// Whether the source is the subject of another verb, and so stands apart from this one.
    pub inherited: bool,
    /// From the first to the last token of source and cue, where they stand side by side; else the cue alone.
    pub extent: Range<usize>,
    /// A participle that goes on with the statement of this verb ("denied it, saying ...").
    pub continues: Option<usize>,
}

/// The frame of `verb`, where it is a word of saying that gives words to somebody.
pub fn frame(text: &Annotated<'_>, cues: &Cues, verb: usize) -> Option<Frame> {
    let token = &text.tokens[verb];
    if !token.tag.is_verb() || matches!(token.dep, Dep::Amod | Dep::Compound | Dep::Aux | Dep::Auxpass) {
        return None;
    }
    let cue = cues.verb(text, verb)?;
    if text.child(verb, Dep::Neg).is_some() {
        return None;
    }
    let passive = is_passive(text, verb);
    if !is_asserted(text, cues, verb) {
        return None;
    }
    let continues = (token.lemma == "say" && token.tag == Tag::Vbg).then(|| governing_verb(text, verb)).flatten();
    let quoted = passive && cue.is(Class::Cite);
    let noun = match agent(text, verb) {
        None if quoted => text.child(verb, Dep::Nsubjpass),
        by if passive => by,
        _ => subject(text, cues, verb, 0),
    };
    let speaker = noun.map(|noun| phrase(text, noun, verb)).filter(|words| !words.is_empty());
    if speaker.as_ref().is_some_and(|words| is_nobody(text, cues, words.start)) {
        return None;
    }
    let noun = match noun {
        Some(found)
            if token.dep == Dep::Conj
                && text.tokens[found].head != verb
                && !may_speak(text, cues, found..found + 1) =>
        {
            main_speaker(text, cues, verb).or(Some(found))
        }
        _ => noun,
    };
    let speaker = noun.map(|noun| phrase(text, noun, verb)).filter(|words| !words.is_empty());
    let (noun, speaker) = match beside(text, cues, verb, &cue, noun) {
        Some((noun, words)) => (Some(noun), Some(words)),
        None => (noun, speaker),
    };
    let linked = |noun: usize| text.tokens[noun].head == verb || token.head == noun || passive;
    let near = |words: &Range<usize>| words.end + 1 >= verb && words.start < verb || words.start == cue.last + 1;
    let inherited = noun.is_some_and(|noun| !linked(noun)) && !speaker.as_ref().is_some_and(near);
    let saying = quoted
        .then(|| text.child(verb, Dep::Agent))
        .and_then(|by| if by.is_none() { said_as(text, verb) } else { None });
    let cue_words = group(text, verb, saying.unwrap_or(cue.last));
    let extent = extent(&cue_words, speaker.as_ref().filter(|_| !inherited));
    let passed_on = false;
    Some(Frame { verb, cue, cue_words, speaker, passive, passed_on, inherited, extent, continues })
}

/// "No group has claimed it" is nobody's claim.
fn is_nobody(text: &Annotated<'_>, cues: &Cues, first: usize) -> bool {
    cues.is("nobody", &text.word(first).to_lowercase())
}

/// "saying" in "was quoted as saying", "cited him as saying".
pub fn said_as(text: &Annotated<'_>, verb: usize) -> Option<usize> {
    let near = text.subtree(verb).into_iter().filter(|&at| at > verb && at < verb + 40);
    let said = |&at: &usize| text.tokens[at].tag == Tag::Vbg && at > 0 && text.tokens[at - 1].lemma == "as";
    near.into_iter().find(said)
}

fn extent(cue: &Range<usize>, speaker: Option<&Range<usize>>) -> Range<usize> {
    match speaker {
        Some(speaker) if speaker.end <= cue.start => speaker.start..cue.end,
        Some(speaker) if speaker.start >= cue.end => cue.start..speaker.end,
        _ => cue.clone(),
    }
}

/// The statement within "X was quoted by Y as saying" or "Y quoted X as saying": X says what Y passes on. `None` where no
/// source of its own is named.
pub fn relayed(text: &Annotated<'_>, outer: &mut Frame) -> Option<Frame> {
    let saying = said_as(text, outer.verb)?;
    let noun = if outer.passive {
        agent(text, outer.verb)?;
        text.child(outer.verb, Dep::Nsubjpass)?
    } else {
        text.child(outer.verb, Dep::Dobj)?
    };
    let words = phrase(text, noun, outer.verb);
    let extent = outer.extent.start.min(words.start)..outer.extent.end.max(saying + 1);
    outer.extent = extent.clone();
    Some(Frame {
        verb: saying,
        cue_words: saying..saying + 1,
        speaker: Some(words),
        passive: false,
        inherited: true,
        passed_on: true,
        extent,
        ..outer.clone()
    })
}

/// Not what somebody could, should or wants to say; "goes on to say" and "continues to threaten" are said.
fn is_asserted(text: &Annotated<'_>, cues: &Cues, verb: usize) -> bool {
    if text.tokens[verb].tag == Tag::Vb && matches!(text.tokens[verb].dep, Dep::Conj | Dep::Root) {
        // "would sit down and tell him", "Read also": nobody has said anything.
        let helped = text.children_by(verb, &[Dep::Aux]).any(|aux| text.tokens[aux].lemma == "do");
        return helped;
    }
    for aux in text.children_by(verb, &[Dep::Aux]) {
        let tag = text.tokens[aux].tag;
        let lemma = text.tokens[aux].lemma.as_str();
        if tag == Tag::Md {
            return false;
        }
        if tag == Tag::To || lemma == "to" {
            let head = &text.tokens[text.tokens[verb].head];
            return text.tokens[verb].dep == Dep::Xcomp && cues.is("goer", &head.lemma);
        }
    }
    true
}

/// The verb that a participle hangs on: the verb of its clause, over coordination.
fn governing_verb(text: &Annotated<'_>, verb: usize) -> Option<usize> {
    let token = &text.tokens[verb];
    let head = token.head;
    let hangs = matches!(token.dep, Dep::Advcl | Dep::Xcomp | Dep::Conj | Dep::Ccomp | Dep::Dep);
    (head < verb && hangs && text.tokens[head].tag.is_verb() && text.child(verb, Dep::Nsubj).is_none()).then_some(head)
}

/// The verb with its auxiliaries, and up to its particle or preposition.
fn group(text: &Annotated<'_>, verb: usize, last: usize) -> Range<usize> {
    let auxiliaries = text.children_by(verb, &[Dep::Aux, Dep::Auxpass]).filter(|&at| at < verb && at + 4 > verb);
    let mut first = auxiliaries.min().unwrap_or(verb);
    if text.tokens[first].tag == Tag::To {
        first = first.min(text.tokens[verb].head);
    }
    first..last.max(verb) + 1
}
