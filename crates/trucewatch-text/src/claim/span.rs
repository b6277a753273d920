//! The words that carry a claim: from the subject to the last argument of its predicate.

use super::slot;
use crate::Annotated;
use trucewatch_model::{Dep, Span};

/// The smallest clause around the predicate at `head`: its subject and arguments, without what is merely attached to it
/// (other clauses, and time and place at the borders).
pub fn claim_span(text: &Annotated<'_>, head: usize) -> Span {
    let mut first = head;
    let mut last = head;
    let mut take = |text: &Annotated<'_>, token: usize| {
        let (from, to) = bounds(text, token);
        first = first.min(from);
        last = last.max(to);
    };
    let verbal = slot::is_verbal(text, head);
    for &child in &text.children[head] {
        let keep = match text.tokens[child].dep {
            Dep::Advcl | Dep::Conj | Dep::Cc | Dep::Punct | Dep::Mark | Dep::Parataxis | Dep::Intj | Dep::Meta => false,
            Dep::Ccomp => verbal && child > head,
            Dep::Npadvmod | Dep::Advmod => {
                text.times.iter().all(|time| !time.span.overlaps(text.tokens[child].span)) && near(child, head)
            }
            Dep::Prep => child > head && !is_adjunct(text, child) || child + 1 == head,
            Dep::Relcl => !verbal,
            _ => true,
        };
        if keep {
            take(text, child);
        }
    }
    let token = &text.tokens[head];
    let told_of_noun = token.dep == Dep::Acl && slot::is_passive(text, head)
        || token.dep == Dep::Relcl
            && text
                .children_by(head, &[Dep::Nsubj, Dep::Nsubjpass])
                .any(|subject| slot::resolve_relative(text, subject) == token.head);
    if verbal && token.head < head && told_of_noun {
        // "a pause declared by the army", "a pause which began on Monday": the noun is the subject.
        first = first.min(bounds(text, token.head).0);
    }
    text.tokens[first].span.cover(text.tokens[last].span)
}

/// First and last token below `token`, clauses that hang on it left out.
fn bounds(text: &Annotated<'_>, token: usize) -> (usize, usize) {
    let mut first = token;
    let mut last = token;
    let mut open = vec![token];
    while let Some(at) = open.pop() {
        first = first.min(at);
        last = last.max(at);
        open.extend(text.children[at].iter().copied().filter(|&child| {
            !matches!(text.tokens[child].dep, Dep::Advcl | Dep::Parataxis | Dep::Punct)
                && !(text.tokens[child].dep == Dep::Conj && text.tokens[child].tag.is_verb())
        }));
    }
    (first, last)
}

fn near(a: usize, b: usize) -> bool {
    a.abs_diff(b) <= 3
}

/// Whether a preposition introduces a time or a place that the clause can do without.
fn is_adjunct(text: &Annotated<'_>, preposition: usize) -> bool {
    let span = text.subtree_span(preposition);
    let time = text.times.iter().any(|time| span.contains(time.span) && time.span.len() + 12 > span.len());
    let place = matches!(text.tokens[preposition].lemma.as_str(), "in" | "at" | "near")
        && text.toponyms.iter().any(|toponym| span.contains(toponym.span) && toponym.span.start < span.start + 24);
    time || place
}
