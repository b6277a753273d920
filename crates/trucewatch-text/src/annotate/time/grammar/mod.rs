//! The grammar of time expressions over lexemes. Each rule looks at one place of the text and says what begins there; the
//! longest wins. When that is, is left to `resolve`.

mod calendar;
mod clock;
mod era;
mod length;
mod relative;

use super::lex::{LexKind, Line};
use super::meaning::{Clock, Found, Meaning, Modifier, Year};
use super::words::{PhraseKind, Sign, Unit, Words};

/// The rules with the text that they read.
pub(super) struct Grammar<'a> {
    pub(super) line: &'a Line<'a>,
    pub(super) words: &'a Words,
}

/// What a rule read, and the lexeme behind it.
type Read<T> = Option<(T, usize)>;

impl Grammar<'_> {
    /// All expressions of the text, in order.
    pub(super) fn read_all(&self) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        let mut at = 0;
        while at < self.line.len() {
            let lexeme = self.line.at(at);
            let may_open = lexeme.kind == LexKind::Number || lexeme.senses.any() || self.line.mark(at, '\'');
            match may_open.then(|| self.read(at)).flatten() {
                Some(expression) => {
                    at = expression.end;
                    found.push(expression);
                }
                None => at += 1,
            }
        }
        found
    }

    /// Whether a feast's word is part of a person's name: "Yassin Ramadan", "Ramadan Shallah".
    fn is_name(&self, at: usize, end: usize) -> bool {
        let (before, behind) = (self.line.before(at), self.line.at(end));
        let named = |lexeme: &super::lex::Lexeme| {
            lexeme.kind == LexKind::Word && lexeme.capital && !lexeme.opens && !lexeme.senses.any()
        };
        named(before) || named(behind)
    }

    /// Whether the word before `at` plays one of these parts.
    fn led_by(&self, at: usize, signs: &[Sign]) -> bool {
        signs.iter().any(|&sign| self.line.before(at).senses.is(sign))
    }

    /// The longest expression that begins at `at`.
    fn read(&self, at: usize) -> Option<Found> {
        let rules =
            [self.dated(at), self.clocked(at), self.length(at), self.recurring(at), self.phrase(at), self.then(at)];
        // Of equally long ones the first rule wins.
        rules.into_iter().flatten().fold(None, |best: Option<Found>, next| match best {
            Some(best) if best.end >= next.end => Some(best),
            _ => Some(next),
        })
    }

    /// A date with what narrows it: "early on Monday morning", "the end of March", "Tuesday at 8 p.m.".
    fn dated(&self, at: usize) -> Option<Found> {
        if let Some((part, next)) = self.part_of(at)
            && let Some((meaning, end)) = self.date(next)
        {
            return Some(Found { clock: Some(Clock::Part(part)), ..Found::new(at, end, meaning) });
        }
        if let Some(end) = self.year_end(at) {
            return Some(Found { modifier: Some(Modifier::End), ..Found::new(at, end, Meaning::Year(Year::This)) });
        }
        let (modifier, start) = match self.modifier(at) {
            Some((modifier, next)) => (Some(modifier), next),
            None => (None, at),
        };
        let (meaning, mut end) = match self.date(start) {
            Some(date) => date,
            None => self.bare_period(start, modifier)?,
        };
        let mut clock = None;
        if is_day(&meaning) {
            if let Some((part, next)) = self.part_behind(end) {
                (clock, end) = (Some(Clock::Part(part)), next);
            }
            let behind = end + usize::from(self.line.mark(end, ','));
            let behind = behind + usize::from(self.line.is(behind, Sign::At));
            if let Some((time, next)) = self.clock_time(behind, behind > end) {
                (clock, end) = (Some(time), next);
            }
        }
        Some(Found { clock, modifier, ..Found::new(at, end, meaning) })
    }

    /// "year-end", "year's end".
    fn year_end(&self, at: usize) -> Option<usize> {
        let line = self.line;
        let genitive = line.mark(at + 1, '\'') || line.mark(at + 1, '’');
        let end = at + if genitive { 3 } else { 1 + usize::from(line.mark(at + 1, '-')) };
        let year = line.at(at).senses.unit == Some(Unit::Year) && !line.at(at).senses.plural;
        (year && line.is(end, Sign::End) && !line.is(end + 1, Sign::Of)).then_some(end + 1)
    }

    /// "early", "late on", "mid-", "the end of", "the early hours of".
    fn modifier(&self, at: usize) -> Read<Modifier> {
        let line = self.line;
        let plain = [
            (Sign::Early, Modifier::Early),
            (Sign::Late, Modifier::Late),
            (Sign::Mid, Modifier::Middle),
            (Sign::Earlier, Modifier::Earlier),
            (Sign::Later, Modifier::Later),
        ];
        let the = at + usize::from(line.is(at, Sign::The));
        for (sign, modifier) in plain {
            if !line.is(the, sign) || (the == at && line.is(at, Sign::On)) {
                continue;
            }
            let mut next = the + 1;
            if matches!(modifier, Modifier::Early | Modifier::Late)
                && line.at(next).senses.unit.is_some()
                && line.at(next).senses.plural
            {
                next += 1;
                if !line.is(next, Sign::Of) {
                    continue;
                }
                next += 1;
                next += usize::from(line.is(next, Sign::On));
                return Some((modifier, next));
            }
            next += usize::from(line.mark(next, '-') || line.is(next, Sign::On) || line.is(next, Sign::In));
            return Some((modifier, next));
        }
        let edges = [(Sign::Start, Modifier::Start), (Sign::Middle, Modifier::Middle), (Sign::End, Modifier::End)];
        for (sign, modifier) in edges {
            if line.is(the, sign) && line.is(the + 1, Sign::Of) {
                return Some((modifier, the + 2));
            }
        }
        None
    }

    /// "since then".
    fn then(&self, at: usize) -> Option<Found> {
        let led = self.line.before(at).senses.is(Sign::Since) || self.line.before(at).senses.is(Sign::Until);
        (led && self.line.is(at, Sign::Then)).then(|| Found::new(at, at + 1, Meaning::Then))
    }

    /// A phrase that the codebook lists as a whole.
    fn phrase(&self, at: usize) -> Option<Found> {
        if !self.line.at(at).senses.opens_phrase {
            return None;
        }
        let first = self.line.word(at).to_lowercase();
        for phrase in self.words.phrases(&first) {
            let fits = phrase.rest.iter().enumerate().all(|(offset, word)| {
                let here = self.line.word(at + 1 + offset);
                here.eq_ignore_ascii_case(word) || (word == "'" && here == "’")
            });
            if !fits {
                continue;
            }
            let mut end = at + 1 + phrase.rest.len();
            let meaning = match &phrase.kind {
                PhraseKind::Reference(value) => Meaning::Reference(value.clone()),
                PhraseKind::Set(value) => Meaning::Recurring(value.clone()),
                PhraseKind::Holiday(class) => {
                    if self.is_name(at, end) {
                        return None;
                    }
                    let mut year = Year::Open;
                    if let Some((given, next)) = self.year_behind(end) {
                        (year, end) = (given, next);
                    }
                    Meaning::Holiday { class: class.clone(), year }
                }
            };
            return Some(Found::new(at, end, meaning));
        }
        None
    }
}

/// Whether a meaning is one day, so that an hour can stand beside it.
pub(super) fn is_day(meaning: &Meaning) -> bool {
    matches!(
        meaning,
        Meaning::Day { .. }
            | Meaning::Weekday { .. }
            | Meaning::Shifted { unit: Unit::Day, .. }
            | Meaning::Spoken(Unit::Day)
            | Meaning::Holiday { .. }
    )
}
