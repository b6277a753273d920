//! Dates of the calendar: days, weekdays, months. Years and what lies between months and centuries is `era`.

use super::super::lex::LexKind;
use super::super::meaning::{Meaning, Year};
use super::super::words::{Sign, Unit};
use super::era::{LEADS, year_by};
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
    pub(super) fn digits(&self, at: usize) -> Option<u32> {
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
    pub(super) fn turn(&self, at: usize) -> Read<Year> {
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
