//! Who does what a verb says: its subject in the syntax, also where the grammar leaves it to be understood or the parse goes
//! astray, and the phrase around a noun.

use super::cues::{Cues, Match};
use super::quotes::is_mark;
use crate::Annotated;
use std::ops::Range;
use trucewatch_model::{Dep, Tag};

/// The source that stands beside a finite verb where the parse looks elsewhere for it, as it does in texts that lost their
/// commas: "... in the east residents in the town said", "... in the raids said the source".
pub fn beside(
    text: &Annotated<'_>,
    cues: &Cues,
    verb: usize,
    cue: &Match,
    found: Option<usize>,
) -> Option<(usize, Range<usize>)> {
    let helped = text.children_by(verb, &[Dep::Aux]).any(|at| at < verb);
    let finite = matches!(text.tokens[verb].tag, Tag::Vbd | Tag::Vbz | Tag::Vbp)
        || (text.tokens[verb].tag == Tag::Vbn && helped);
    let own = found.is_some_and(|noun| text.tokens[noun].head == verb || text.tokens[verb].head == noun);
    if !finite || own || cue.last > verb {
        return None;
    }
    let sentence = &text.sentences[text.sentence_of(verb)];
    let inverted = text.children_by(verb, &[Dep::Dobj]).find(|&at| at > verb);
    let known = |at: usize| names_source(text, cues, at);
    let marked = |at: usize| text.word(at).contains(is_mark);
    let opens = verb == sentence.first || marked(verb - 1) || (sentence.first..verb).all(|at| is_punct(text, at));
    if let Some(noun) = inverted.filter(|_| text.tokens[verb].lemma == "say" || opens) {
        return Some((noun, phrase(text, noun, verb)));
    }
    let next = verb + 1;
    let named = next < sentence.last && (text.tokens[next].tag.is_proper() || text.tokens[next].tag == Tag::Dt);
    if text.tokens[verb].lemma == "say"
        && named
        && verb > sentence.first
        && !known(verb - 1)
        && !text.tokens[verb - 1].tag.is_proper()
    {
        let mut noun = next;
        while matches!(text.tokens[noun].dep, Dep::Det | Dep::Compound | Dep::Amod | Dep::Nmod | Dep::Poss)
            && text.tokens[noun].head > noun
        {
            noun = text.tokens[noun].head;
        }
        return Some((noun, next..phrase(text, noun, verb).end.max(noun + 1)));
    }
    let mut at = verb.checked_sub(1).filter(|&at| at >= sentence.first)?;
    while matches!(text.tokens[at].dep, Dep::Aux | Dep::Advmod) {
        at = at.checked_sub(1).filter(|&at| at >= sentence.first)?;
    }
    if text.word(at) == ")" {
        at = (sentence.first..at).rev().take(6).find(|&at| text.word(at) == "(").and_then(|at| at.checked_sub(1))?;
    }
    if !text.tokens[at].tag.is_noun() || at < sentence.first {
        return None;
    }
    let mut noun = at;
    for _ in 0..6 {
        let token = &text.tokens[noun];
        if (token.tag.is_noun() && known(noun)) || token.head >= verb || token.head >= noun {
            break;
        }
        match token.dep {
            Dep::Pobj | Dep::Prep | Dep::Appos => noun = token.head,
            _ => break,
        }
    }
    // Without commas the parse may have taken more into the phrase; an article begins a new one.
    let part = |at: usize| {
        let tag = text.tokens[at].tag;
        tag.is_noun() || matches!(tag, Tag::Jj | Tag::Dt | Tag::Pos | Tag::PrpPoss | Tag::Cd | Tag::Hyph)
    };
    let mut first = noun;
    while first > sentence.first && text.tokens[first].tag != Tag::Dt && part(first - 1) {
        first -= 1;
    }
    (found.is_none() || first > sentence.first + 1).then_some((noun, first..at + 1))
}

/// Whether the verb has a passive auxiliary, or is a bare past participle behind a noun.
pub fn is_passive(text: &Annotated<'_>, verb: usize) -> bool {
    let token = &text.tokens[verb];
    text.child(verb, Dep::Auxpass).is_some()
        || text.child(verb, Dep::Nsubjpass).is_some()
        || (token.tag == Tag::Vbn
            && matches!(token.dep, Dep::Acl | Dep::Advcl)
            && text.child(verb, Dep::Nsubj).is_none()
            && text.child(verb, Dep::Aux).is_none())
}

/// The noun that a passive names with "by".
pub fn agent(text: &Annotated<'_>, verb: usize) -> Option<usize> {
    let by = text.child(verb, Dep::Agent)?;
    text.child(by, Dep::Pobj)
}

/// Who does what `verb` says, also where the grammar leaves it to be understood.
pub fn subject(text: &Annotated<'_>, cues: &Cues, verb: usize, depth: usize) -> Option<usize> {
    let token = &text.tokens[verb];
    if let Some(own) = text.children_by(verb, &[Dep::Nsubj]).filter(|&at| !is_expletive(text, at)).last() {
        let relative = matches!(text.tokens[own].tag, Tag::Wp | Tag::Wdt)
            || (token.dep == Dep::Relcl && text.tokens[own].lemma == "that");
        if !relative {
            return Some(own);
        }
        return match token.dep {
            Dep::Relcl | Dep::Ccomp | Dep::Acl
                if text.tokens[token.head].tag.is_noun() || text.tokens[token.head].tag == Tag::Prp =>
            {
                Some(token.head)
            }
            Dep::Conj if depth < 4 => noun_above(text, verb),
            _ => None,
        };
    }
    if token.head == verb || depth > 4 {
        return None;
    }
    // "with activists saying": the parse may hang the participle higher.
    let before = verb.checked_sub(1).filter(|&at| text.tokens[at].tag.is_noun() && text.tokens[at].dep == Dep::Pobj);
    if let Some(noun) = before.filter(|&at| token.tag == Tag::Vbg && text.tokens[text.tokens[at].head].lemma == "with")
    {
        return Some(noun);
    }
    let head = &text.tokens[token.head];
    match token.dep {
        Dep::Acl | Dep::Relcl if head.tag.is_noun() && token.tag != Tag::Vbn => {
            Some(clause_subject(text, cues, token.head).unwrap_or(token.head))
        }
        Dep::Conj | Dep::Xcomp | Dep::Advcl | Dep::Dep | Dep::Ccomp | Dep::Parataxis
            if head.tag.is_verb() || head.lemma == "be" =>
        {
            if is_passive(text, token.head) {
                // "a raid in which five were killed and called for": who is killed does not call.
                let above = text.tokens[token.head].dep == Dep::Relcl && token.dep == Dep::Conj;
                return above
                    .then(|| main_subject(text, token.head))
                    .flatten()
                    .or_else(|| text.child(token.head, Dep::Nsubjpass));
            }
            subject(text, cues, token.head, depth + 1)
        }
        Dep::Pcomp => {
            let above = head.head;
            if head.lemma == "as" && cues.is("passer", &text.tokens[above].lemma) {
                return text.child(above, if is_passive(text, above) { Dep::Nsubjpass } else { Dep::Dobj });
            }
            if above != token.head && text.tokens[above].tag.is_verb() {
                return text
                    .child(above, Dep::Nsubj)
                    .or_else(|| text.child(above, Dep::Nsubjpass))
                    .or_else(|| subject(text, cues, above, depth + 1));
            }
            // "with activists saying"
            text.child(token.head, Dep::Pobj)
        }
        _ => None,
    }
}

/// "Sent a letter calling for", "condemned the attack saying": the participle hangs on the nearest noun, but the subject of
/// the clause speaks, unless the noun is that subject or names people.
fn clause_subject(text: &Annotated<'_>, cues: &Cues, noun: usize) -> Option<usize> {
    let mut at = noun;
    for _ in 0..4 {
        let token = &text.tokens[at];
        if text.tokens[noun].tag == Tag::Nns && at == noun && token.dep != Dep::Dobj {
            return None;
        }
        match token.dep {
            Dep::Dobj | Dep::Dative | Dep::Conj | Dep::Appos => at = token.head,
            Dep::Pobj if matches!(text.tokens[token.head].lemma.as_str(), "with" | "by" | "of" | "from") => {
                return None;
            }
            Dep::Pobj | Dep::Prep => at = token.head,
            _ if token.tag.is_verb() => return text.child(at, Dep::Nsubj),
            _ => return None,
        }
        if text.tokens[at].tag.is_verb() {
            return text.child(at, Dep::Nsubj).or_else(|| subject(text, cues, at, 3)).filter(|&found| found < noun);
        }
    }
    None
}

/// The subject of the main clause above a relative clause.
fn main_subject(text: &Annotated<'_>, verb: usize) -> Option<usize> {
    let mut at = text.tokens[verb].head;
    for _ in 0..8 {
        let subject = text.child(at, Dep::Nsubj).filter(|_| text.tokens[at].tag.is_verb());
        if subject.is_some() {
            return subject;
        }
        at = text.tokens[at].head;
    }
    None
}

/// "Said the pause would last three days and urged ...": of a verb that was coordinated with what is said, the subject
/// further up that can speak.
pub fn main_speaker(text: &Annotated<'_>, cues: &Cues, verb: usize) -> Option<usize> {
    let mut at = verb;
    for _ in 0..8 {
        let above = text.tokens[at].head;
        if above == at {
            return None;
        }
        at = above;
        let subject = text.child(at, Dep::Nsubj).filter(|_| text.tokens[at].tag.is_verb());
        if let Some(subject) = subject.filter(|&subject| may_speak(text, cues, subject..subject + 1)) {
            return Some(subject);
        }
    }
    None
}

/// Whether a phrase can name somebody who speaks.
pub fn may_speak(text: &Annotated<'_>, cues: &Cues, words: Range<usize>) -> bool {
    words.into_iter().any(|at| {
        let token = &text.tokens[at];
        token.tag.is_proper() || matches!(token.tag, Tag::Prp | Tag::Wp) || names_source(text, cues, at)
    })
}

/// Whether a word is a noun for a source.
fn names_source(text: &Annotated<'_>, cues: &Cues, at: usize) -> bool {
    let lemma = &text.tokens[at].lemma;
    ["person", "group", "paper"].iter().any(|class| cues.is(class, lemma))
        || cues.is("people", &text.word(at).to_lowercase())
}

/// The noun above a relative clause, from one of its coordinated verbs.
fn noun_above(text: &Annotated<'_>, verb: usize) -> Option<usize> {
    let mut at = verb;
    for _ in 0..4 {
        let token = &text.tokens[at];
        if token.dep == Dep::Relcl {
            return Some(token.head);
        }
        at = token.head;
    }
    None
}

fn is_expletive(text: &Annotated<'_>, at: usize) -> bool {
    matches!(text.tokens[at].dep, Dep::Expl) || text.tokens[at].tag == Tag::Ex
}

/// The fullest phrase around `noun` that does not reach into what `verb` governs.
pub fn phrase(text: &Annotated<'_>, noun: usize, verb: usize) -> Range<usize> {
    let sentence = &text.sentences[text.sentence_of(noun)];
    let (mut first, mut last) = (noun, noun);
    for &child in &text.children[noun] {
        let below = text.subtree(child);
        if below.contains(&verb) {
            continue;
        }
        let (from, to) = (below[0], below[below.len() - 1]);
        if child < noun {
            if (noun < verb || from > verb) && !is_clause(text, child) {
                first = first.min(from);
            }
        } else if to < verb || noun > verb {
            last = last.max(to);
        }
    }
    if noun < verb {
        last = last.min(verb.saturating_sub(1));
    } else {
        first = first.max(verb + 1);
    }
    trim_tokens(text, first.max(sentence.first)..(last + 1).min(sentence.last))
}

fn is_clause(text: &Annotated<'_>, at: usize) -> bool {
    text.tokens[at].tag.is_verb() && !matches!(text.tokens[at].dep, Dep::Amod | Dep::Compound)
}

/// Leaves out punctuation at both ends.
pub fn trim_tokens(text: &Annotated<'_>, mut range: Range<usize>) -> Range<usize> {
    while range.start < range.end && is_punct(text, range.start) {
        range.start += 1;
    }
    while range.start < range.end && is_punct(text, range.end - 1) {
        range.end -= 1;
    }
    range
}

/// Whether a token has no letter or digit.
pub fn is_punct(text: &Annotated<'_>, at: usize) -> bool {
    !text.word(at).chars().any(char::is_alphanumeric)
}
