//! `Draft`: a claim on its way: what it claims and which words made it, before time, place and speaker are attached.

use super::rule::Firing;
use trucewatch_model::{Content, Modality, Role, Span};

/// A claim on its way.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Id of the rule that made it.
    pub rule: String,
    /// The predicate: the token that everything else is found from.
    pub head: usize,
    /// The words that gave it away.
    pub trigger: Span,
    /// The smallest clause that carries it, where the drafter knows better than the syntax.
    pub span: Option<Span>,
    /// What it claims. `part_of` is an index into the drafts.
    pub content: Content,
    /// Who takes part: role and the token that heads the words.
    pub actors: Vec<(Role, usize)>,
    /// How it is told, where the drafter knows better than the syntax.
    pub modality: Option<Modality>,
    /// Other tokens that it used up, so that they make no claim of the same kind themselves.
    pub used: Vec<usize>,
    /// Of two drafts about the same words the higher wins.
    pub rank: i32,
}

impl Draft {
    /// The draft that a rule's firing makes; `trigger` are the predicate's words.
    pub fn of(firing: Firing, trigger: Span) -> Self {
        Draft {
            rule: firing.rule,
            head: firing.head,
            trigger,
            span: None,
            content: firing.content,
            actors: firing.actors,
            modality: firing.modality,
            used: firing.used,
            rank: firing.rank,
        }
    }
}
