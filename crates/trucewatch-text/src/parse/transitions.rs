//! The arc-eager transition system: a stack, a buffer, and what each transition does to them. Scores come from `network`.

use super::network::Scorer;
use trucewatch_model::Dep;

/// The places of a state that the scorer looks at.
pub(super) const SLOTS: usize = 8;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    Shift,
    Reduce,
    Left,
    Right,
    Break,
}

/// One transition: what it does, with which label. `lift` is the label of the true head of an arc that was made projective.
pub(super) struct Move {
    action: Action,
    label: Dep,
    lift: Option<Dep>,
}

impl Move {
    /// From spaCy's name, like "L-nsubj||ccomp".
    pub fn from_name(name: &str) -> Self {
        let action = match name.as_bytes().first() {
            Some(b'D') => Action::Reduce,
            Some(b'L') => Action::Left,
            Some(b'R') => Action::Right,
            Some(b'B') => Action::Break,
            _ => Action::Shift,
        };
        let (label, lift) = match name.get(2..).unwrap_or_default().split_once("||") {
            Some((label, lift)) => (label, Dep::from_word(lift)),
            None => (name.get(2..).unwrap_or_default(), None),
        };
        Move { action, label: Dep::from_word(label).unwrap_or(Dep::Dep), lift }
    }
}

/// A token's place in the tree of its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Arc {
    /// The head within the sentence; itself for a root.
    pub head: usize,
    pub label: Dep,
    /// Label of the token that the arc is to be moved to.
    pub lift: Option<Dep>,
    /// Whether the parse begins a new sentence with this token.
    pub starts: bool,
}

const NONE: usize = usize::MAX;

struct State {
    stack: Vec<usize>,
    /// Tokens that went back from the stack to the front of the buffer.
    returned: Vec<usize>,
    next: usize,
    length: usize,
    heads: Vec<usize>,
    moves: Vec<usize>,
    /// Last child made on the left and on the right of each token, and for each child the one made before it.
    last_left: Vec<usize>,
    last_right: Vec<usize>,
    earlier: Vec<usize>,
    was_returned: Vec<bool>,
    starts: Vec<bool>,
}

impl State {
    fn new(length: usize) -> Self {
        State {
            stack: Vec::with_capacity(length),
            returned: Vec::new(),
            next: 0,
            length,
            heads: vec![NONE; length],
            moves: vec![0; length],
            last_left: vec![NONE; length],
            last_right: vec![NONE; length],
            earlier: vec![NONE; length],
            was_returned: vec![false; length],
            starts: vec![false; length],
        }
    }

    fn stack(&self, depth: usize) -> usize {
        self.stack.len().checked_sub(depth + 1).map_or(NONE, |at| self.stack[at])
    }

    fn buffer(&self, depth: usize) -> usize {
        if let Some(at) = self.returned.len().checked_sub(depth + 1) {
            return self.returned[at];
        }
        let at = self.next + depth - self.returned.len();
        if at < self.length { at } else { NONE }
    }

    fn left_in_buffer(&self) -> usize {
        self.length - self.next + self.returned.len()
    }

    fn places(&self) -> [Option<usize>; SLOTS] {
        let (buffer, stack) = (self.buffer(0), self.stack(0));
        let of = |list: &[usize], token: usize| if token == NONE { NONE } else { list[token] };
        [
            buffer,
            self.buffer(1),
            stack,
            self.stack(1),
            self.stack(2),
            of(&self.last_left, buffer),
            of(&self.last_left, stack),
            of(&self.last_right, stack),
        ]
        .map(|token| (token != NONE).then_some(token))
    }

    fn allows(&self, action: Action) -> bool {
        let (depth, left, first) = (self.stack.len(), self.left_in_buffer(), self.buffer(0));
        let starts = |token: usize| token != NONE && self.starts[token];
        match action {
            Action::Shift => depth == 0 || left >= 2 && !starts(first) && !self.was_returned[first],
            Action::Reduce => depth > 0,
            Action::Left | Action::Right => depth > 0 && left > 0 && !starts(first),
            Action::Break => left >= 2 && self.buffer(1) == first + 1 && !starts(self.buffer(1)),
        }
    }

    fn apply(&mut self, which: usize, action: Action) {
        let (stack, buffer) = (self.stack(0), self.buffer(0));
        match action {
            Action::Shift => self.push(),
            Action::Reduce => {
                self.stack.pop();
                if self.heads[stack] == NONE && !self.stack.is_empty() {
                    self.was_returned[stack] = true;
                    self.returned.push(stack);
                }
            }
            Action::Left => {
                self.attach(buffer, stack, which);
                self.was_returned[buffer] = false;
                self.stack.pop();
            }
            Action::Right => {
                self.attach(stack, buffer, which);
                self.push();
            }
            Action::Break => {
                let second = self.buffer(1);
                self.starts[second] = true;
            }
        }
    }

    fn push(&mut self) {
        let token = self.returned.pop().unwrap_or_else(|| {
            self.next += 1;
            self.next - 1
        });
        self.stack.push(token);
    }

    fn attach(&mut self, head: usize, child: usize, which: usize) {
        let old = self.heads[child];
        if old != NONE {
            let list = if old > child { &mut self.last_left[old] } else { &mut self.last_right[old] };
            if *list == child {
                *list = self.earlier[child];
            } else {
                let mut at = *list;
                while at != NONE && self.earlier[at] != child {
                    at = self.earlier[at];
                }
                if at != NONE {
                    self.earlier[at] = self.earlier[child];
                }
            }
        }
        let list = if head > child { &mut self.last_left[head] } else { &mut self.last_right[head] };
        self.earlier[child] = *list;
        *list = child;
        self.heads[child] = head;
        self.moves[child] = which;
    }
}

/// Parses a sentence of `length` tokens, always taking the allowed transition with the highest score.
pub(super) fn parse(moves: &[Move], scorer: &Scorer, prepared: &[f32], length: usize) -> Vec<Arc> {
    let mut state = State::new(length);
    let mut scores = vec![0.0; moves.len()];
    // Each token is pushed, returned and reduced a bounded number of times; the bound is for the compiler's peace of mind.
    for _ in 0..16 * length + 16 {
        if state.stack.is_empty() && state.left_in_buffer() == 0 {
            break;
        }
        scorer.score(prepared, &state.places(), &mut scores);
        let allowed = [Action::Shift, Action::Reduce, Action::Left, Action::Right, Action::Break]
            .map(|action| state.allows(action));
        let mut best = None;
        for (which, (step, &score)) in moves.iter().zip(&scores).enumerate() {
            if allowed[step.action as usize] && best.is_none_or(|(_, top)| score > top) {
                best = Some((which, score));
            }
        }
        let Some((which, _)) = best else { break };
        state.apply(which, moves[which].action);
    }
    let arc = |at: usize| match state.heads[at] {
        NONE => Arc { head: at, label: Dep::Root, lift: None, starts: state.starts[at] },
        head => {
            let step = &moves[state.moves[at]];
            Arc { head, label: step.label, lift: step.lift, starts: state.starts[at] }
        }
    };
    (0..length).map(arc).collect()
}

/// Moves arcs that had been made projective to their true heads: the first token below the head, breadth first, with the label
/// that the arc names.
pub(super) fn lift(arcs: &mut [Arc]) {
    for at in 0..arcs.len() {
        let Some(wanted) = arcs[at].lift else { continue };
        let mut queue = vec![arcs[at].head];
        let mut next = 0;
        while next < queue.len() {
            let parent = queue[next];
            next += 1;
            let children =
                (0..arcs.len()).filter(|&child| child != at && child != parent && arcs[child].head == parent);
            let before = queue.len();
            queue.extend(children);
            if let Some(&found) =
                queue[before..].iter().find(|&&child| arcs[child].label == wanted && arcs[child].lift.is_none())
            {
                arcs[at].head = found;
                break;
            }
        }
        arcs[at].lift = None;
    }
}
