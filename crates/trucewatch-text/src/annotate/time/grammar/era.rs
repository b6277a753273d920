//! Years and what is told by them: decades, centuries, seasons, quarters.

use super::super::lex::LexKind;
use super::super::meaning::{Meaning, Year};
use super::super::words::{Season, Sign, Unit};
use super::{Grammar, Read};

impl Grammar<'_> {
    /// A year in figures, where the words beside it do not make it a number of something else.
    pub(super) fn year(&self, at: usize) -> Read<Meaning> {
        let line = self.line;
        let fiscal = line.is(at, Sign::Fiscal);
        let at = at + usize::from(fiscal);
        let number = self.digits(at)?;
        if line.at(at).span.len() != 4 || !(1000..2100).contains(&number) {
            return None;
        }
        let (before, after) = (line.before(at), line.at(at + 1));
        let is_led = fiscal || self.led_by(at, LEADS) || self.led_by(at, &[Sign::Fiscal, Sign::For, Sign::And]);
        let numbered = at.checked_sub(1).is_some_and(|word| line.word(word).eq_ignore_ascii_case("nr"));
        if before.senses.is(Sign::Label) || numbered {
            return None;
        }
        // "2,000 people" written "2000 people", "1500 metres".
        let counted = after.kind == LexKind::Word
            && !after.capital
            && !after.glued
            && line.word(at + 1).ends_with('s')
            && line.word(at + 1).len() > 4
            && !after.senses.any();
        let old = number < 1900;
        let closed = matches!(
            after.kind,
            LexKind::Mark('.' | ',' | ')' | ';' | ']' | '-' | '–' | '\'' | '’') | LexKind::Nothing
        );
        let fits = if old {
            is_led && closed || before.senses.is(Sign::In) && !counted
        } else {
            is_led && !(counted && number == 2000) || closed || !counted
        };
        let glued_letters = after.glued && after.kind == LexKind::Word;
        (fits && !glued_letters).then_some((Meaning::Year(Year::Given(number as i16)), at + 1))
    }

    /// "nineteen ninety-six", "the year two thousand".
    pub(super) fn spoken_year(&self, at: usize) -> Read<Meaning> {
        let line = self.line;
        let number = |at: usize| line.at(at).senses.cardinal;
        if line.is(at, Sign::The) && line.at(at + 1).senses.unit == Some(Unit::Year) && !line.at(at + 1).senses.plural {
            if number(at + 2) == Some(2) && number(at + 3) == Some(1000) {
                return Some((Meaning::Year(Year::Given(2000)), at + 4));
            }
            return self.year(at + 2).filter(|_| line.at(at + 2).kind == LexKind::Number);
        }
        let century = number(at).filter(|n| (18..=20).contains(n))?;
        let tens = number(at + 1).filter(|n| (10..100).contains(n))?;
        let unit_at = at + 2 + usize::from(line.mark(at + 2, '-'));
        let (unit, end) = match number(unit_at).filter(|n| tens >= 20 && (1..10).contains(n)) {
            Some(unit) => (unit, unit_at + 1),
            None => (0, at + 2),
        };
        Some((Meaning::Year(Year::Given((century * 100 + tens + unit) as i16)), end))
    }

    /// "the 1980s", "the '80s", "the nineties", "the 20th century".
    pub(super) fn decade(&self, at: usize) -> Read<Meaning> {
        let line = self.line;
        let mut next = at + usize::from(line.is(at, Sign::The));
        if let Some((ordinal, end)) = self.ordinal(next).filter(|(n, _)| (1..=21).contains(n))
            && let end = end + usize::from(line.mark(end, '-'))
            && line.at(end).senses.unit == Some(Unit::Century)
            && !line.at(end).senses.plural
        {
            return Some((Meaning::Century(ordinal as i16 - 1), end + 1));
        }
        next += usize::from(line.is(next, Sign::Early) || line.is(next, Sign::Late) || line.is(next, Sign::Mid));
        next += usize::from(line.mark(next, '-') && next > at);
        let quoted = line.mark(next, '\'') || line.mark(next, '’') || line.mark(next, '`');
        next += usize::from(quoted);
        let here = line.at(next);
        if here.kind != LexKind::Number || !here.number.is_multiple_of(10) {
            return None;
        }
        let mut end = next + 1;
        end += usize::from(line.at(end).glued && (line.mark(end, '\'') || line.mark(end, '’')));
        if !(line.at(end).glued && line.word(end) == "s") {
            return None;
        }
        let decade = match (here.span.len(), here.number) {
            (4, number @ 1000..2100) => number / 10,
            (2, number) if quoted || line.is(at, Sign::The) => 190 + number / 10,
            _ => return None,
        };
        Some((Meaning::Decade(decade as i16), end + 1))
    }

    /// An ordinal in letters or figures.
    pub(super) fn ordinal(&self, at: usize) -> Read<u32> {
        let line = self.line;
        if let Some(ordinal) = line.at(at).senses.ordinal {
            return Some((ordinal, at + 1));
        }
        let number = self.digits(at)?;
        let suffixed = line.at(at + 1).glued && matches!(line.word(at + 1), "st" | "nd" | "rd" | "th");
        suffixed.then_some((number, at + 2))
    }

    /// "this summer", "last fall", "the winter of 1994", "summer 2012".
    pub(super) fn season(&self, at: usize) -> Read<Meaning> {
        let line = self.line;
        let turn = self.turn(at);
        let (mut year, mut next) = turn.unwrap_or((Year::Open, at + usize::from(line.is(at, Sign::The))));
        next += usize::from(line.is(next, Sign::Early) || line.is(next, Sign::Late) || line.is(next, Sign::Mid));
        let season = line.at(next).senses.season?;
        let led = turn.is_some()
            || line.is(at, Sign::The)
            || [Sign::In, Sign::Since, Sign::By, Sign::Until, Sign::Early, Sign::Late, Sign::Mid, Sign::During]
                .iter()
                .any(|&sign| line.before(at).senses.is(sign));
        let plain = matches!(season, Season::Summer | Season::Winter);
        next += 1;
        let behind = next + usize::from(line.is(next, Sign::Of) || line.mark(next, ','));
        let mut dated = false;
        if let Some((given, end)) = self.year_behind(behind) {
            (year, next, dated) = (given, end, true);
        }
        let spring_or_fall = dated || turn.is_some() || led && !(line.is(at, Sign::The));
        (if plain { led || dated } else { spring_or_fall }).then_some((Meaning::Season { year, season }, next))
    }

    /// "the third quarter", "third-quarter", "the 1988 second quarter", "first half of 1990", "this year's third quarter".
    pub(super) fn quarter(&self, at: usize) -> Read<Meaning> {
        let line = self.line;
        let mut year = Year::Open;
        let mut next = at + usize::from(line.is(at, Sign::The) || line.is(at, Sign::Its));
        if let Some((Meaning::Shifted { unit: Unit::Year, by, .. }, end)) = self.relative(at) {
            let genitive = usize::from(line.mark(end, '\'') || line.mark(end, '’'));
            next = end + genitive + usize::from(genitive == 1 && line.word(end + 1) == "s");
            year = year_by(by);
        } else if let Some((given, end)) = self.year_behind(next).filter(|_| !line.mark(next, ',')) {
            (year, next) = (given, end);
        }
        next += usize::from(line.is(next, Sign::Fiscal));
        next += usize::from(line.mark(next, '-'));
        let unnumbered = line.is(next, Sign::Period)
            || line.at(next).senses.unit == Some(Unit::Quarter) && !line.at(next).senses.plural;
        if matches!(year, Year::Given(_)) && unnumbered {
            return Some((Meaning::Quarter { year, quarter: None }, next + 1));
        }
        let last_half = line.is(next, Sign::Last) && line.is(next + 1, Sign::Half);
        let (number, end) = if last_half { (2, next + 1) } else { self.ordinal(next)? };
        let mut end = end + usize::from(line.mark(end, '-'));
        end += usize::from(line.is(end, Sign::Fiscal));
        let half = line.is(end, Sign::Half);
        if !(half || line.at(end).senses.unit == Some(Unit::Quarter)) || number > 4 {
            return None;
        }
        end += 1;
        let of = end + usize::from(line.is(end, Sign::Of));
        if let Some((given, behind)) = self.year_behind(of).filter(|_| !line.mark(of, ',')) {
            (year, end) = (given, behind);
        } else if let Some((Meaning::Shifted { unit: Unit::Year, by, .. }, behind)) = self.relative(of) {
            year = year_by(by);
            end = behind;
        } else if half && of > end {
            if let Some((Meaning::Spoken(Unit::Year), behind)) = self.bare_period(of, None) {
                (year, end) = (Year::This, behind);
            } else {
                return None;
            }
        } else if half {
            return None;
        }
        if half {
            return (number <= 2).then_some((Meaning::Half { year, half: number }, end));
        }
        Some((Meaning::Quarter { year, quarter: Some(number) }, end))
    }
}

/// What stands before a month or year and hardly before a name or number.
pub(super) const LEADS: &[Sign] = &[
    Sign::In,
    Sign::Since,
    Sign::Until,
    Sign::By,
    Sign::Early,
    Sign::Late,
    Sign::Mid,
    Sign::Of,
    Sign::Between,
    Sign::From,
    Sign::Every,
    Sign::During,
    Sign::Before,
    Sign::After,
    Sign::To,
];

/// The calendar year that "last year", "this year" or "next year" is.
pub(super) fn year_by(by: i32) -> Year {
    match by {
        0 => Year::This,
        1.. => Year::Next,
        _ => Year::Back,
    }
}
