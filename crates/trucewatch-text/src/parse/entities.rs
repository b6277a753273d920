//! Named entities as the network sees them: each token begins, goes on with, ends or is an entity, or is outside. Weak on names
//! that its training news did not have, so a hint and no more.

use super::{
    features::Word,
    network::{Encoder, Memory, Scorer, WIDTH},
    weights::Arrays,
};
use crate::Entity;
use trucewatch_model::{Sentence, Token};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Action {
    Begin,
    In,
    Last,
    Unit,
    Out,
}

/// The entity recogniser's own network.
pub(super) struct Recogniser {
    encoder: Encoder,
    scorer: Scorer,
    moves: Vec<(Action, &'static str)>,
}

/// What the scorer looks at: the token, the open entity's first token, and its last one so far.
const SLOTS: usize = 3;

impl Recogniser {
    /// From what follows the parser in the file, and the names of the transitions ("B-ORG").
    pub fn read(arrays: &mut Arrays, names: impl Iterator<Item = &'static str>) -> Self {
        let action = |name: &'static str| {
            let action = match name.as_bytes().first() {
                Some(b'B') => Action::Begin,
                Some(b'I') => Action::In,
                Some(b'L') => Action::Last,
                Some(b'U') => Action::Unit,
                _ => Action::Out,
            };
            (action, name.get(2..).unwrap_or_default())
        };
        let encoder = Encoder::read(arrays, 4);
        Recogniser { encoder, scorer: Scorer::read(arrays, SLOTS), moves: names.map(action).collect() }
    }

    /// The entities of all sentences, in order. `words` are those of the whole text; none reaches over a sentence's border.
    pub fn recognise(
        &self,
        words: &[Vec<Word>],
        sentences: &[Sentence],
        tokens: &[Token],
        memory: &mut Memory,
    ) -> Vec<Entity> {
        let (mut vectors, mut scratch, mut prepared) = (Vec::new(), Vec::new(), Vec::new());
        self.encoder.encode(words, memory, &mut vectors);
        let mut found = Vec::new();
        let mut scores = vec![0.0; self.moves.len()];
        for sentence in sentences {
            let vectors = &vectors[sentence.first * WIDTH..sentence.last * WIDTH];
            self.scorer.prepare(vectors, &mut scratch, &mut prepared);
            let length = sentence.last - sentence.first;
            let mut open: Option<(usize, &'static str)> = None;
            for at in 0..length {
                let first = open.map(|(first, _)| first);
                self.scorer.score(&prepared, &[Some(at), first, first.map(|_| at - 1)], &mut scores);
                let Some((action, label)) = self.best(&scores, open.map(|(_, label)| label), at + 1 == length) else {
                    continue;
                };
                let span = |first: usize| tokens[sentence.first + first].span.cover(tokens[sentence.first + at].span);
                match (action, open) {
                    (Action::Begin, _) => open = Some((at, label)),
                    (Action::Unit, _) => found.push(Entity { span: span(at), label }),
                    (Action::Last, Some((first, _))) => {
                        found.push(Entity { span: span(first), label });
                        open = None;
                    }
                    _ => {}
                }
            }
        }
        found
    }

    /// The allowed transition with the highest score.
    fn best(&self, scores: &[f32], open: Option<&str>, is_last: bool) -> Option<(Action, &'static str)> {
        let allows = |action: Action, label: &str| match action {
            Action::Begin => open.is_none() && !is_last && !label.is_empty(),
            Action::In => open == Some(label) && !is_last,
            Action::Last => open == Some(label),
            Action::Unit => open.is_none() && !label.is_empty(),
            Action::Out => open.is_none(),
        };
        let allowed = self.moves.iter().zip(scores).filter(|((action, label), _)| allows(*action, label));
        allowed.max_by(|(_, one), (_, other)| one.total_cmp(other)).map(|(step, _)| *step)
    }
}
