//! Modality from the syntax: whether a predicate is told as having happened, or as planned, demanded, denied or feared. The
//! words that decide are the codebook's (`modality_governors`, `modality_modals`, ...); this file knows only where they stand.

use super::slot;
use crate::Annotated;
use crate::terms::{Lexicon, Terms};
use trucewatch_model::{Dep, Modality, Tag};

/// How many governors above a predicate can change how it is told.
const MAX_CLIMB: usize = 5;

/// Reads modality.
pub struct ModalityReader {
    governors: Option<u16>,
    modals: Option<u16>,
    negations: Option<u16>,
    conditions: Option<u16>,
    adjectives: Option<u16>,
    light_verbs: Option<u16>,
}

impl ModalityReader {
    /// A reader with the codebook's words.
    pub fn new(lexicon: &Lexicon) -> Self {
        ModalityReader {
            governors: lexicon.concept("modality_governors"),
            modals: lexicon.concept("modality_modals"),
            negations: lexicon.concept("modality_negations"),
            conditions: lexicon.concept("modality_conditions"),
            adjectives: lexicon.concept("modality_adjectives"),
            light_verbs: lexicon.concept("light_verbs"),
        }
    }

    /// How the predicate at `head` is told.
    pub fn read(&self, text: &Annotated<'_>, terms: &Terms, lexicon: &Lexicon, head: usize) -> Modality {
        let class = |token: usize, concept: Option<u16>| {
            let concept = concept?;
            terms.of(token, concept).map(|term| lexicon.class_name(concept, term.class))
        };
        let mut at = head;
        let mut found: Option<Modality> = None;
        let mut ceased = false;
        for _ in 0..MAX_CLIMB {
            let own = self.own(text, at, &class);
            match own {
                // "did not stop shelling", "must stop shelling": it goes on.
                Some(_) if ceased => return Modality::Reported,
                // "will not be renewed", "did not plan to attack": what is negated further up or down is denied.
                Some(Modality::Denied) => {
                    return if found == Some(Modality::Hypothetical) {
                        Modality::Hypothetical
                    } else {
                        Modality::Denied
                    };
                }
                Some(Modality::Hypothetical) if found.is_none() => return Modality::Hypothetical,
                Some(other) if found.is_none() => found = Some(other),
                _ => {}
            }
            let token = &text.tokens[at];
            if token.head == at {
                break;
            }
            let mut next = token.head;
            let mut dep = token.dep;
            if matches!(text.tokens[next].dep, Dep::Prep | Dep::Agent) && matches!(dep, Dep::Pobj | Dep::Pcomp) {
                dep = Dep::Prep;
                next = text.tokens[next].head;
            } else if dep == Dep::Prep {
                next = token.head;
            }
            let climbs = match dep {
                Dep::Conj => !has_own_frame(text, at),
                Dep::Xcomp
                | Dep::Ccomp
                | Dep::Pcomp
                | Dep::Acl
                | Dep::Dobj
                | Dep::Nsubj
                | Dep::Nsubjpass
                | Dep::Prep => true,
                Dep::Attr | Dep::Oprd | Dep::Compound | Dep::Amod | Dep::Acomp => true,
                Dep::Advcl => is_infinitive(text, at),
                _ => false,
            };
            if !climbs {
                break;
            }
            // "The battle is not going to be like others" does not deny the battle.
            if matches!(dep, Dep::Nsubj) && is_likened(text, next) {
                break;
            }
            if let Some(word) = class(next, self.governors) {
                if word == "ceased" && found.is_none() {
                    found = Some(Modality::Denied);
                    ceased = matches!(dep, Dep::Xcomp | Dep::Dobj);
                } else if let Some(modality) = Modality::from_word(word) {
                    // What "the ministry announced" in the past tense has happened.
                    let ahead = matches!(modality, Modality::Planned | Modality::CalledFor);
                    if ahead && ceased {
                        return Modality::Reported;
                    }
                    if ahead && dep == Dep::Ccomp && is_past(text, at) {
                        break;
                    }
                    // The nearest governor that says something wins, but a denial further up still denies.
                    if found.is_none() || modality == Modality::Denied {
                        found = Some(modality);
                    }
                } else if word == "factual" {
                    // "launched an assault to retake the city": a purpose, not what was done.
                    if dep == Dep::Advcl && is_infinitive(text, at) && found.is_none() {
                        found = Some(Modality::Planned);
                    }
                    at = next;
                    continue;
                } else if word == "stop" {
                    break;
                }
            } else if is_infinitive(text, at)
                && found.is_none()
                && matches!(dep, Dep::Xcomp | Dep::Advcl | Dep::Acl | Dep::Ccomp)
            {
                found = Some(Modality::Planned);
            }
            // A finite clause of its own under a verb of saying takes nothing more from above.
            if dep == Dep::Ccomp && found.is_none() && class(next, self.governors).is_none() {
                break;
            }
            // "will launch an attack" makes the attack planned, "will condemn the attack" does not.
            let argument = matches!(dep, Dep::Dobj | Dep::Nsubj | Dep::Nsubjpass | Dep::Prep | Dep::Attr);
            let light = class(next, self.governors).is_some() || class(next, self.light_verbs).is_some();
            if argument && slot::is_verbal(text, next) && !light {
                break;
            }
            at = next;
        }
        found.unwrap_or(Modality::Reported)
    }

    /// What the predicate's own auxiliaries, negations, conjunctions and adjectives say.
    fn own<'l>(
        &self,
        text: &Annotated<'_>,
        at: usize,
        class: &impl Fn(usize, Option<u16>) -> Option<&'l str>,
    ) -> Option<Modality> {
        let mut modal = is_command(text, at).then_some(Modality::CalledFor);
        let mut purpose = false;
        let mut negated = false;
        for &child in &text.children[at] {
            let dep = text.tokens[child].dep;
            if dep == Dep::Neg
                || matches!(dep, Dep::Det | Dep::Advmod | Dep::Preconj) && class(child, self.negations).is_some()
            {
                negated = true;
            }
            if matches!(dep, Dep::Nsubj | Dep::Nsubjpass) && slot::is_verbal(text, at) {
                let has_no = text.children[child].iter().any(|&word| class(word, self.negations).is_some());
                negated |= has_no || class(child, self.negations).is_some();
            }
            // "saw no air strikes", "carried out no attack": what a light verb has for its object is what is told.
            if dep == Dep::Dobj && class(at, self.light_verbs).is_some() {
                negated |= text.children_by(child, &[Dep::Det]).any(|word| class(word, self.negations).is_some());
            }
            if matches!(dep, Dep::Mark | Dep::Advmod)
                && let Some(condition) = class(child, self.conditions)
            {
                if condition != "purpose" {
                    return Some(Modality::Hypothetical);
                }
                purpose = true;
            }
            if dep == Dep::Aux {
                modal = modal.or_else(|| class(child, self.modals).and_then(Modality::from_word));
            }
            if matches!(dep, Dep::Amod | Dep::Compound | Dep::Advmod) && !slot::is_verbal(text, at)
                || dep == Dep::Advmod
            {
                modal = modal.or_else(|| class(child, self.adjectives).and_then(Modality::from_word));
            }
        }
        match modal {
            _ if negated => Some(Modality::Denied),
            // "so they can take the city"
            Some(Modality::Hypothetical) if purpose => Some(Modality::Planned),
            modal => modal,
        }
    }
}

/// Whether a verb commands: "Drop your weapons."
fn is_command(text: &Annotated<'_>, verb: usize) -> bool {
    let token = &text.tokens[verb];
    let bare = || {
        let framed = [Dep::Nsubj, Dep::Nsubjpass, Dep::Expl, Dep::Aux, Dep::Auxpass];
        text.children_by(verb, &framed).next().is_none()
    };
    token.tag == Tag::Vb && matches!(token.dep, Dep::Root | Dep::Ccomp) && bare()
}

/// Whether a verb says what its subject is or is like, and not that it is.
fn is_likened(text: &Annotated<'_>, verb: usize) -> bool {
    let copula = text.child(verb, Dep::Xcomp).unwrap_or(verb);
    let says_what = |child: usize| match text.tokens[child].dep {
        Dep::Attr | Dep::Acomp => true,
        Dep::Prep => text.tokens[child].lemma == "like",
        _ => false,
    };
    text.tokens[copula].lemma == "be" && text.children[copula].iter().any(|&child| says_what(child))
}

/// Whether a verb stands in the infinitive with "to".
pub fn is_infinitive(text: &Annotated<'_>, verb: usize) -> bool {
    text.tokens[verb].tag == Tag::Vb
        && text.children[verb]
            .iter()
            .any(|&child| text.tokens[child].dep == Dep::Aux && text.tokens[child].tag == Tag::To)
}

/// Whether a verb stands in the past or the perfect, without a modal.
fn is_past(text: &Annotated<'_>, verb: usize) -> bool {
    let auxiliaries = || text.children_by(verb, &[Dep::Aux, Dep::Auxpass]).map(|aux| &text.tokens[aux]);
    let finite = |token: &trucewatch_model::Token| {
        token.tag == Tag::Vbd || matches!(token.tag, Tag::Vbz | Tag::Vbp) && token.lemma == "have"
    };
    let past = auxiliaries().any(finite) || text.tokens[verb].tag == Tag::Vbd;
    past && !auxiliaries().any(|aux| matches!(aux.tag, Tag::Md | Tag::To))
}

/// Whether a conjunct has a subject or auxiliary of its own, so that the first conjunct's do not reach it.
fn has_own_frame(text: &Annotated<'_>, at: usize) -> bool {
    slot::is_verbal(text, at)
        && text
            .children_by(at, &[Dep::Nsubj, Dep::Nsubjpass, Dep::Aux, Dep::Auxpass])
            .any(|child| text.tokens[child].tag != Tag::To)
}
