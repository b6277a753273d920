//! Slots: who does what to whom around a predicate, whatever the construction. "Jets bombed the town", "the town was bombed by
//! jets", "jets bombing the town", "the bombing of the town by jets" all have the jets as `agent` and the town as `patient`.

use crate::Annotated;
use trucewatch_model::{Dep, Tag};

/// How far a chain of governors is followed. Longer ones are parse errors more often than language.
const MAX_CLIMB: usize = 6;

/// Prepositions whose gerund tells of the object of the verb, not of its subject.
const OF_THE_OBJECT: [&str; 4] = ["of", "from", "with", "for"];

/// The tokens that stand in the slot `path` of the predicate at `head`, conjuncts included. A path is one or more steps
/// separated by dots: `agent`, `patient`, `sides`, `subject`, `clause`, `mod`, `poss`, `governor`,
/// `subject_of`, `attr`, or a preposition (`on`, `prep` for any).
pub fn slot(text: &Annotated<'_>, head: usize, path: &str) -> Vec<usize> {
    let mut at = vec![head];
    for step in path.split('.') {
        at = at.into_iter().flat_map(|token| step_from(text, token, step)).collect();
    }
    at
}

fn step_from(text: &Annotated<'_>, head: usize, step: &str) -> Vec<usize> {
    match step {
        "agent" => agent(text, head),
        "patient" => patient(text, head),
        "sides" => sides(text, head),
        "subject" => subject(text, head),
        "clause" => text.children_by(head, &[Dep::Ccomp, Dep::Xcomp, Dep::Pcomp]).collect(),
        "mod" => text.children_by(head, &[Dep::Amod, Dep::Compound, Dep::Nmod, Dep::Poss, Dep::Nummod]).collect(),
        "poss" => text.children_by(head, &[Dep::Poss]).flat_map(|owner| with_conjuncts(text, owner)).collect(),
        "governor" => governor(text, head).into_iter().collect(),
        "attr" => text.children_by(head, &[Dep::Attr, Dep::Acomp, Dep::Oprd]).collect(),
        "subject_of" => match text.tokens[head].dep {
            Dep::Nsubj | Dep::Nsubjpass => vec![text.tokens[head].head],
            _ => Vec::new(),
        },
        "prep" => prepositional(text, head, None),
        preposition => prepositional(text, head, Some(preposition)),
    }
}

/// Whether a token is used as a verb.
pub fn is_verbal(text: &Annotated<'_>, head: usize) -> bool {
    let token = &text.tokens[head];
    token.tag.is_verb() && !matches!(token.dep, Dep::Amod | Dep::Compound)
}

/// Whether a verb stands in the passive; a bare participle after a noun counts.
pub fn is_passive(text: &Annotated<'_>, verb: usize) -> bool {
    let token = &text.tokens[verb];
    if token.tag != Tag::Vbn && token.tag != Tag::Vbd {
        return false;
    }
    let own = text.children_by(verb, &[Dep::Auxpass, Dep::Nsubjpass, Dep::Agent]).next().is_some();
    let has_aux = text.child(verb, Dep::Aux).is_some();
    let has_subject = text.child(verb, Dep::Nsubj).is_some();
    if own {
        return true;
    }
    if has_subject || has_aux {
        return false;
    }
    match token.dep {
        Dep::Acl | Dep::Amod => token.tag == Tag::Vbn,
        Dep::Conj => token.tag == Tag::Vbn && text.tokens[token.head].tag == Tag::Vbn && is_passive(text, token.head),
        _ => false,
    }
}

/// Who does it.
pub fn agent(text: &Annotated<'_>, head: usize) -> Vec<usize> {
    if !is_verbal(text, head) {
        return noun_agent(text, head);
    }
    if is_passive(text, head) {
        return by_phrase(text, head);
    }
    if text.tokens[head].dep == Dep::Acl && text.tokens[head].tag == Tag::Vbg {
        return with_conjuncts(text, text.tokens[head].head);
    }
    subject(text, head)
}

/// Whom it is done to.
pub fn patient(text: &Annotated<'_>, head: usize) -> Vec<usize> {
    if !is_verbal(text, head) {
        let mut found = prepositional(text, head, Some("of"));
        if found.is_empty() {
            found = ["on", "against", "at"].iter().flat_map(|word| prepositional(text, head, Some(word))).collect();
        }
        return found;
    }
    if is_passive(text, head) {
        return match text.tokens[head].dep {
            Dep::Acl | Dep::Amod if text.child(head, Dep::Nsubjpass).is_none() => {
                with_conjuncts(text, text.tokens[head].head)
            }
            _ => subject(text, head),
        };
    }
    let objects: Vec<usize> = text
        .children_by(head, &[Dep::Dobj])
        .flat_map(|object| with_conjuncts(text, resolve_relative(text, object)))
        .collect();
    if objects.is_empty() && text.tokens[head].dep == Dep::Relcl && relative_subject(text, head).is_none() {
        // "the truce that the rebels rejected", "the truce the rebels rejected"
        return with_conjuncts(text, text.tokens[head].head);
    }
    if objects.is_empty() && text.tokens[head].dep == Dep::Conj {
        // "shelled and bombed the town": the parser hangs the object on either verb.
        let first = text.tokens[head].head;
        if first + 2 >= head && is_verbal(text, first) && !is_passive(text, first) {
            return text.children_by(first, &[Dep::Dobj]).flat_map(|object| with_conjuncts(text, object)).collect();
        }
    }
    objects
}

/// Who fights each other: "troops clashed with gunmen", "fighting between troops and gunmen".
fn sides(text: &Annotated<'_>, head: usize) -> Vec<usize> {
    let mut found = agent(text, head);
    if is_verbal(text, head) && found.len() < 2 {
        found.extend(patient(text, head));
    }
    found.extend(["with", "between", "against"].iter().flat_map(|word| prepositional(text, head, Some(word))));
    found
}

/// The syntactic subject; that of the governing verb where this one has none of its own ("tried to storm", "fled and left").
pub fn subject(text: &Annotated<'_>, verb: usize) -> Vec<usize> {
    let mut at = verb;
    for _ in 0..MAX_CLIMB {
        let own: Vec<usize> =
            text.children_by(at, &[Dep::Nsubj, Dep::Nsubjpass]).map(|token| resolve_relative(text, token)).collect();
        if let Some(&first) = own.first() {
            return with_conjuncts(text, first);
        }
        let token = &text.tokens[at];
        match token.dep {
            Dep::Acl => return with_conjuncts(text, token.head),
            Dep::Relcl => return with_conjuncts(text, token.head),
            Dep::Xcomp => {
                // "urged the rebels to accept": the object of the upper verb is the subject of the lower.
                if let Some(object) = text.child(token.head, Dep::Dobj) {
                    return with_conjuncts(text, resolve_relative(text, object));
                }
                at = token.head;
            }
            // "accused the rebels of shelling", "kept people from leaving": the object is who does it.
            Dep::Prep if at != verb && OF_THE_OBJECT.contains(&token.lemma.as_str()) => {
                if let Some(object) = text.child(token.head, Dep::Dobj) {
                    return with_conjuncts(text, resolve_relative(text, object));
                }
                at = token.head;
            }
            // "were unable to leave": the infinitive hangs on the adjective.
            Dep::Conj | Dep::Advcl | Dep::Pcomp | Dep::Prep | Dep::Acomp if token.head != at => at = token.head,
            Dep::Amod => return vec![token.head],
            _ => return Vec::new(),
        }
    }
    Vec::new()
}

/// "by"-phrase of a passive.
fn by_phrase(text: &Annotated<'_>, verb: usize) -> Vec<usize> {
    text.children_by(verb, &[Dep::Agent])
        .chain(text.children_by(verb, &[Dep::Prep]).filter(|&child| text.tokens[child].lemma == "by"))
        .flat_map(|by| text.children_by(by, &[Dep::Pobj]).collect::<Vec<_>>())
        .flat_map(|object| with_conjuncts(text, object))
        .collect()
}

/// "Russia's bombing", "bombing by Russia", "Russian air raids".
fn noun_agent(text: &Annotated<'_>, noun: usize) -> Vec<usize> {
    for found in [
        by_phrase(text, noun),
        text.children_by(noun, &[Dep::Acl])
            .filter(|&participle| text.tokens[participle].tag == Tag::Vbn)
            .flat_map(|participle| by_phrase(text, participle))
            .collect(),
        text.children_by(noun, &[Dep::Poss]).flat_map(|owner| with_conjuncts(text, owner)).collect(),
        text.children_by(noun, &[Dep::Compound, Dep::Amod, Dep::Nmod]).filter(|&word| is_named(text, word)).collect(),
    ] {
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// Whether a word names a party, a people or a country: "Russian air raids", not "heavy air raids".
fn is_named(text: &Annotated<'_>, word: usize) -> bool {
    let token = &text.tokens[word];
    text.mention_at(token.span).is_some() || text.toponym_at(token.span).is_some() || token.tag.is_proper()
}

/// Objects of the prepositions of `head`, those that hang on its participle or particle included.
fn prepositional(text: &Annotated<'_>, head: usize, word: Option<&str>) -> Vec<usize> {
    text.children_by(head, &[Dep::Prep, Dep::Agent, Dep::Dative])
        .filter(|&child| word.is_none_or(|word| text.tokens[child].lemma == word))
        .flat_map(|preposition| {
            text.children_by(preposition, &[Dep::Pobj, Dep::Pcomp])
                .flat_map(|object| with_conjuncts(text, resolve_relative(text, object)))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// What a token depends on, seen through prepositions and coordination.
pub fn governor(text: &Annotated<'_>, token: usize) -> Option<usize> {
    let mut at = token;
    for _ in 0..MAX_CLIMB {
        let here = &text.tokens[at];
        if here.head == at {
            return None;
        }
        let through = matches!(here.dep, Dep::Conj) || matches!(text.tokens[here.head].dep, Dep::Prep | Dep::Agent);
        at = here.head;
        if !through || !matches!(text.tokens[at].tag, Tag::In | Tag::To) && here.dep != Dep::Conj {
            return Some(at);
        }
        if matches!(text.tokens[at].tag, Tag::In | Tag::To) {
            let preposition = &text.tokens[at];
            return (preposition.head != at).then_some(preposition.head);
        }
    }
    None
}

/// A noun and what is coordinated with it.
pub fn with_conjuncts(text: &Annotated<'_>, noun: usize) -> Vec<usize> {
    let mut found = vec![noun];
    let mut next = 0;
    while next < found.len() {
        let more: Vec<usize> = text.children_by(found[next], &[Dep::Conj]).collect();
        found.extend(
            more.into_iter().filter(|&token| !text.tokens[token].tag.is_verb() || text.tokens[token].tag == Tag::Vbg),
        );
        next += 1;
    }
    found
}

/// The noun that a relative pronoun stands for; any other token stands for itself.
pub fn resolve_relative(text: &Annotated<'_>, token: usize) -> usize {
    if !matches!(text.tokens[token].tag, Tag::Wdt | Tag::Wp) && text.tokens[token].lemma != "that" {
        return token;
    }
    let mut at = token;
    for _ in 0..MAX_CLIMB {
        let here = &text.tokens[at];
        if here.dep == Dep::Relcl {
            return here.head;
        }
        if here.head == at {
            break;
        }
        at = here.head;
    }
    token
}

fn relative_subject(text: &Annotated<'_>, verb: usize) -> Option<usize> {
    text.children_by(verb, &[Dep::Nsubj, Dep::Nsubjpass]).find(|&token| resolve_relative(text, token) != token)
}
