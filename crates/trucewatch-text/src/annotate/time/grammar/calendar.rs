//! Dates of the calendar: days, months, years, weekdays, seasons, quarters, decades.

use super::super::lex::LexKind;
use super::super::meaning::{Meaning, Year};
use super::super::words::{Sign, Unit};
use super::{Grammar, Read};

impl Grammar<'_> {
    /// Any date that begins at `at`.
    pub(super) fn date(&self, at: usize) -> Read<Meaning> {
        self.numeric(at)
            .or_else(|| self.weekday(at))
            .or_else(|| self.day_month(at))
            .or_else(|| self.month(at))
            .or_else(|| self.relative(at))
            .or_else(|| self.quarter(at))
            .or_else(|| self.season(at))
            .or_else(|| self.decade(at))
            .or_else(|| self.spoken_year(at))
            .or_else(|| self.year(at))
    }

    /// A number of the text: digits that are no part of a longer figure.
    fn digits(&self, at: usize) -> Option<u32> {
        let (here, before, after) = (self.line.at(at), self.line.before(at), self.line.at(at + 1));
        if here.kind != LexKind::Number || here.span.len() > 4 {
            return None;
        }
        let joins = |kind| matches!(kind, LexKind::Mark('.' | ',' | '$' | '#' | '£' | '€' | ':'));
        if here.glued
            && (joins(before.kind) || before.kind == LexKind::Word)
            && !self.line.mark(at.wrapping_sub(1), ':')
        {
            let figure = before.glued && self.line.at(at.wrapping_sub(2)).kind == LexKind::Number;
            let money = matches!(before.kind, LexKind::Mark('$' | '#' | '£' | '€')) || before.kind == LexKind::Word;
            if figure || money {
                return None;
            }
        }
        let tail = self.line.at(at + 2);
        if after.glued && matches!(after.kind, LexKind::Mark('.' | ',')) && tail.glued && tail.kind == LexKind::Number {
            return None;
        }
        (!(after.glued && after.kind == LexKind::Mark('%'))).then_some(here.number)
    }

    /// `2016-10-20`, `20.10.2016`, `10/20/2016`.
    fn numeric(&self, at: usize) -> Read<Meaning> {
        let line = self.line;
        let number = |at: usize| (line.at(at).kind == LexKind::Number).then(|| line.at(at));
        let (a, b, c) = (number(at)?, number(at + 2)?, number(at + 4)?);
        let LexKind::Mark(mark @ ('-' | '/' | '.')) = line.at(at + 1).kind else { return None };
        if !(line.mark(at + 3, mark) && (at + 1..=at + 4).all(|i| line.at(i).glued)) {
            return None;
        }
        let lengths = (a.span.len(), b.span.len(), c.span.len());
        let (year, month, day) = match lengths {
            (4, ..=2, ..=2) => (a.number, b.number, c.number),
            // 20/10/2016, or 10/20/2016 where the month could not be 20.
            (..=2, ..=2, 4) if b.number > 12 => (c.number, a.number, b.number),
            (..=2, ..=2, 4) => (c.number, b.number, a.number),
            // 10/17/89 is American; 20.10.16 is not.
            (..=2, ..=2, 2) if mark == '/' => {
                (1900 + c.number + if c.number < 50 { 100 } else { 0 }, a.number, b.number)
            }
            _ => return None,
        };
        let day = valid_day(month, day)?;
        Some((Meaning::Day { year: Year::Given(year as i16), month: month as i8, day }, at + 5))
    }

    /// "Monday", "Monday, Dec. 26", "Friday 3 Jul 2016", "last Monday", "this coming Sunday".
    fn weekday(&self, at: usize) -> Read<Meaning> {
        let line = self.line;
        let (mut year, mut next) = (Year::Open, at);
        if let Some((turn, behind)) = self.turn(at) {
            (year, next) = (turn, behind);
        }
        let here = line.at(next);
        // "last Oct. 23"
        if here.senses.month.is_some()
            && year == Year::Last
            && let Some((Meaning::Day { year: Year::Open, month, day }, end)) = self.day_month(next)
        {
            return Some((Meaning::Day { year: Year::Last, month, day }, end));
        }
        let weekday = here.senses.weekday?;
        // "sun", "sat", "wed" are words of their own: a short form is capital and stands before a date or full stop.
        let short = here.senses.short;
        next += 1;
        if short
            && !(here.capital
                && (line.at(next).kind == LexKind::Number
                    || line.mark(next, '.')
                    || line.mark(next, ',') && line.at(next + 1).kind == LexKind::Number
                    || line.at(next).senses.month.is_some()))
        {
            return None;
        }
        if short && line.mark(next, '.') {
            next += 1;
        }
        let comma = next + usize::from(line.mark(next, ','));
        let comma = comma + usize::from(line.is(comma, Sign::The));
        if let Some((date @ Meaning::Day { .. }, end)) = self.numeric(comma).or_else(|| self.day_month(comma)) {
            return Some((date, end));
        }
        if short && line.mark(next - 1, '.') {
            next -= 1;
        }
        Some((Meaning::Weekday { weekday, year }, next))
    }

    /// "last", "this", "next", "this coming", "the following" before a named time.
    fn turn(&self, at: usize) -> Read<Year> {
        let line = self.line;
        let at = at + usize::from(line.is(at, Sign::The));
        if line.is(at, Sign::Last) || line.is(at, Sign::Previous) || line.is(at, Sign::Past) {
            return Some((Year::Last, at + 1));
        }
        if line.is(at, Sign::Next) || line.is(at, Sign::Coming) {
            return Some((Year::Next, at + 1));
        }
        if line.is(at, Sign::This) {
            return Some(if line.is(at + 1, Sign::Coming) { (Year::Next, at + 2) } else { (Year::This, at + 1) });
        }
        if line.is(at, Sign::That) || line.is(at, Sign::Same) {
            return Some((Year::That, at + 1));
        }
        None
    }

    /// "20 October 2016", "October 20th, 2016", "the 20th of October"; a day before another of the same month ("13 and
    /// 14 September", "24-26 April").
    fn day_month(&self, at: usize) -> Read<Meaning> {
        let line = self.line;
        if let Some((month, next)) = self.month_name(at) {
            let next = next + usize::from(line.is(next, Sign::The));
            // "Jul 282016", from pages that lost a blank or comma.
            let run = line.at(next);
            if run.kind == LexKind::Number && run.span.len() == 6 && (1900..2100).contains(&(run.number % 10000)) {
                let day = valid_day(month as u32, run.number / 10000)?;
                return Some((Meaning::Day { year: Year::Given((run.number % 10000) as i16), month, day }, next + 1));
            }
            let (day, next) = self.day_number(next)?;
            let day = valid_day(month as u32, day)?;
            let (year, end) = self.year_behind(next).unwrap_or((Year::Open, next));
            return Some((Meaning::Day { year, month, day }, end));
        }
        let (first, mut next) = self.day_number(at)?;
        let mut probe = next;
        // Over "and 14", "-26", "to 19" to the month.
        for _ in 0..2 {
            let joint = line.is(probe, Sign::And)
                || line.is(probe, Sign::To)
                || line.is(probe, Sign::Or)
                || line.mark(probe, '-')
                || line.mark(probe, '–')
                || line.mark(probe, ',');
            match joint.then(|| self.day_number(probe + 1)).flatten() {
                Some((_, behind)) => probe = behind,
                None => break,
            }
        }
        let shared = probe > next;
        probe += usize::from(line.is(probe, Sign::Of) || line.mark(probe, '-'));
        let (month, behind) = self.month_name(probe)?;
        // "in 2016 March 3": the year is no day; "5 May people" cannot be helped.
        let day = valid_day(month as u32, first)?;
        let (year, behind) = self.year_behind(behind).unwrap_or((Year::Open, behind));
        if !shared {
            next = behind;
        }
        Some((Meaning::Day { year, month, day }, next))
    }

    /// 1 to 31, with "st", "nd", "rd", "th".
    fn day_number(&self, at: usize) -> Read<u32> {
        let line = self.line;
        if let Some(ordinal) = line
            .at(at)
            .senses
            .ordinal
            .filter(|_| line.is(at.wrapping_sub(1), Sign::The) || line.before(at).senses.month.is_some())
        {
            return Some((ordinal, at + 1));
        }
        let number = self.digits(at).filter(|number| (1..=31).contains(number) && line.at(at).span.len() <= 2)?;
        let suffix = line.at(at + 1).glued && matches!(line.word(at + 1), "st" | "nd" | "rd" | "th");
        let next = at + 1 + usize::from(suffix);
        // "12,000", "12 km/h": handled by `digits` and by what must follow.
        Some((number, next))
    }

    /// A month's name, with the full stop of a short form. Names that are words as well ("may", "march") must be capital.
    pub(super) fn month_name(&self, at: usize) -> Read<i8> {
        let here = self.line.at(at);
        let month = here.senses.month?;
        if !here.capital {
            return None;
        }
        let dotted = here.senses.short && self.line.mark(at + 1, '.') && self.line.at(at + 1).glued;
        Some((month, at + 1 + usize::from(dotted)))
    }

    /// "October", "October 2016", "last October", "June last year", "October of this year".
    fn month(&self, at: usize) -> Read<Meaning> {
        let line = self.line;
        let turn = self.turn(at);
        let (mut year, start) = turn.unwrap_or((Year::Open, at));
        let (month, mut next) = self.month_name(start)?;
        let behind = next + usize::from(line.is(next, Sign::Of) || line.mark(next, ','));
        let mut sure = turn.is_some();
        if let Some((given, end)) = self.year_behind(behind) {
            (year, next, sure) = (given, end, true);
        } else if let Some((Meaning::Shifted { unit: Unit::Year, by, .. }, end)) = self.relative(behind) {
            (year, next, sure) = (year_by(by), end, true);
        }
        // "Mar del Plata", "Jan Kavan": a short form without a full stop needs a number.
        let here = line.at(start);
        if !sure && here.senses.short && here.span.len() == 3 && next == start + 1 {
            return None;
        }
        // "May", "March" can be names; they need a hint beside them.
        if !sure
            && matches!(month, 3 | 5)
            && !self.led_by(start, LEADS)
            && !(line.mark(start.wrapping_sub(1), '-') && here.glued)
        {
            return None;
        }
        Some((Meaning::Month { year, month }, next))
    }

    /// ", 2016", "2016" behind a day or month.
    pub(super) fn year_behind(&self, at: usize) -> Read<Year> {
        let comma = at + usize::from(self.line.mark(at, ','));
        let year = self
            .digits(comma)
            .filter(|_| self.line.at(comma).span.len() == 4)
            .filter(|year| (1000..2100).contains(year));
        year.map(|year| (Year::Given(year as i16), comma + 1)).or_else(|| match self.spoken_year(at)? {
            (Meaning::Year(year), end) => Some((year, end)),
            _ => None,
        })
    }

    /// A year in figures, where the words beside it do not make it a number of something else.
    fn year(&self, at: usize) -> Read<Meaning> {
        let line = self.line;
        let fiscal = line.is(at, Sign::Fiscal);
        let at = at + usize::from(fiscal);
        let number = self.digits(at)?;
        if line.at(at).span.len() != 4 || !(1000..2100).contains(&number) {
            return None;
        }
        let (before, after) = (line.before(at), line.at(at + 1));
        let is_led = fiscal || self.led_by(at, LEADS) || self.led_by(at, &[Sign::Fiscal, Sign::For, Sign::And]);
        if before.senses.is(Sign::Label) || line.word(at - 1 + usize::from(at == 0)).eq_ignore_ascii_case("nr") {
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
    fn spoken_year(&self, at: usize) -> Read<Meaning> {
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
    fn decade(&self, at: usize) -> Read<Meaning> {
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
        if here.kind != LexKind::Number || here.number % 10 != 0 {
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
    fn season(&self, at: usize) -> Read<Meaning> {
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
        let plain = matches!(season, super::super::words::Season::Summer | super::super::words::Season::Winter);
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
    fn quarter(&self, at: usize) -> Read<Meaning> {
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
const LEADS: &[Sign] = &[
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
fn year_by(by: i32) -> Year {
    match by {
        0 => Year::This,
        1.. => Year::Next,
        _ => Year::Back,
    }
}

/// The day where the month can have it.
fn valid_day(month: u32, day: u32) -> Option<i8> {
    let longest = match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    (1..=longest).contains(&day).then_some(day as i8)
}
