//! Whether what happens at a time is told as past or as future. The parse says it where there is one; else the nearest word of
//! the sentence that shows it.

use super::lex::{LexKind, Line};
use super::words::Sign;
use crate::Annotated;
use trucewatch_model::{Dep, Span, Tag};

/// Where a time lies from the report, as the words around it tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Future,
    Unknown,
}

/// So many lexemes to the left are looked at, and half as many to the right.
const REACH: usize = 24;

/// The tense of the clause around the lexemes from `first` to before `end`.
pub(super) fn tense_around(text: &Annotated<'_>, line: &Line<'_>, first: usize, end: usize) -> Tense {
    if line.before(first).senses.is(Sign::Since) {
        return Tense::Past;
    }
    let parsed = parsed_tense(text, line.span(first, end));
    if points_ahead(line, first, end, parsed) {
        return Tense::Future;
    }
    if parsed == Tense::Unknown { surface_tense(line, first, end) } else { parsed }
}

/// "by Friday", "extended until Friday", "a truce from Friday" point ahead; "had left by Friday", "Until Friday, ..." and
/// "from Friday to Sunday", "from March" do not.
fn points_ahead(line: &Line<'_>, first: usize, end: usize, parsed: Tense) -> bool {
    let on = usize::from(line.is(first.wrapping_sub(1), Sign::On));
    let before = line.before(first.saturating_sub(on));
    let day = (first..end).any(|at| line.at(at).senses.weekday.is_some());
    let opened = before.senses.is(Sign::From) && day && !line.is(end, Sign::To) && !line.mark(end, '-');
    let closed = before.senses.is(Sign::Until) || before.senses.is(Sign::By) && parsed != Tense::Past;
    (opened || closed && on == 0) && !before.opens
}

/// Left first, since a time mostly follows its verb; then right.
fn surface_tense(line: &Line<'_>, first: usize, end: usize) -> Tense {
    let mut at = first;
    while at > 0 && first - at < REACH && !line.at(at).opens {
        at -= 1;
        match cue(line, at) {
            Tense::Unknown => {}
            told => return told,
        }
    }
    for at in end..(end + REACH / 2).min(line.len()) {
        if line.at(at).opens {
            break;
        }
        match cue(line, at) {
            Tense::Unknown => {}
            told => return told,
        }
    }
    Tense::Unknown
}

/// What one word shows.
fn cue(line: &Line<'_>, at: usize) -> Tense {
    let here = line.at(at);
    if here.kind != LexKind::Word || here.capital && !here.opens {
        return Tense::Unknown;
    }
    if here.senses.is(Sign::Future) {
        // "had been scheduled"
        let been = line.before(at).senses.is(Sign::PastCue) && line.at(at.wrapping_sub(2)).senses.is(Sign::PastCue);
        return if been { Tense::Past } else { Tense::Future };
    }
    let next = line.at(at + 1);
    if here.senses.is(Sign::IsTo)
        && line.word(at + 1) == "to"
        && line.at(at + 2).kind == LexKind::Word
        && !line.at(at + 2).capital
    {
        return Tense::Future;
    }
    // An adjective in -ed before its noun ("planned", "besieged city") misleads less often than verbs in -ed help.
    let ends_in_ed = line.word(at).ends_with("ed") && line.word(at).len() > 4;
    if here.senses.is(Sign::PastCue) || ends_in_ed && !matches!(next.kind, LexKind::Mark('-')) {
        return Tense::Past;
    }
    Tense::Unknown
}

/// The tense of the verb that governs the words, where their sentence was parsed.
fn parsed_tense(text: &Annotated<'_>, span: Span) -> Tense {
    let Some(token) = text.tokens_in(span).next_back() else { return Tense::Unknown };
    if !text.sentences.get(text.sentence_of(token)).is_some_and(|sentence| sentence.parsed) {
        return Tense::Unknown;
    }
    // "said on Wednesday they would ...": the verb that the time follows at once is its own, wherever the parse hangs it.
    let first = text.tokens_in(span).start;
    let before = (1..=2).filter_map(|back| first.checked_sub(back)).find(|&at| text.tokens[at].tag != Tag::In);
    if before.is_some_and(|at| text.tokens[at].tag == Tag::Vbd) {
        return Tense::Past;
    }
    let mut at = token;
    for _ in 0..12 {
        let here = &text.tokens[at];
        let aux = |test: fn(&trucewatch_model::Token) -> bool| {
            text.children_by(at, &[Dep::Aux, Dep::Auxpass]).any(|child| test(&text.tokens[child]))
        };
        let modal = aux(|token| token.tag == Tag::Md);
        let past = aux(|token| matches!(token.tag, Tag::Vbd | Tag::Vbn)) || here.tag == Tag::Vbd;
        if modal {
            return Tense::Future;
        }
        if here.tag == Tag::Vb && aux(|token| token.tag == Tag::To) {
            // "was forced to leave", "agreed to leave": the verb above decides, and the surface knows which verbs.
            let governed = matches!(text.tokens[here.head].tag, Tag::Vbd | Tag::Vbn) && here.head != at;
            return if governed { Tense::Unknown } else { Tense::Future };
        }
        if past || here.tag == Tag::Vbn {
            return Tense::Past;
        }
        if here.head == at {
            break;
        }
        at = here.head;
    }
    Tense::Unknown
}
