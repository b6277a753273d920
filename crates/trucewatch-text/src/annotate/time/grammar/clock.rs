//! Times within a day: hours, parts of the day.

use super::super::lex::LexKind;
use super::super::meaning::{Clock, Found, Meaning};
use super::super::words::{Part, Sign};
use super::{Grammar, Read, is_day};

impl Grammar<'_> {
    /// An hour first, with the date behind it: "9 a.m. EST Tuesday", "noon Thursday", "00:01 on 5 March".
    pub(super) fn clocked(&self, at: usize) -> Option<Found> {
        let line = self.line;
        if line.is(at, Sign::At) {
            return None;
        }
        let (clock, mut end) = match self.clock_time(at, line.before(at).senses.is(Sign::At)) {
            Some(time) => time,
            None => self.lone_part(at)?,
        };
        let mut found = Found { clock: Some(clock), ..Found::new(at, end, Meaning::SameDay) };
        end += usize::from(line.mark(end, ','));
        end += usize::from(line.is(end, Sign::On) || line.is(end, Sign::Of));
        // "on Tuesday", "this morning", "that morning".
        if let Some(date) = self.dated_plain(end) {
            found.end = date.1;
            found.meaning = date.0;
        } else if self.is_bare(at, found.end) {
            return None;
        }
        Some(found)
    }

    /// Whether nothing but a figure tells an hour: "the death toll at three" is none, "at three on Tuesday" is.
    fn is_bare(&self, at: usize, end: usize) -> bool {
        let first = (at..end).find(|&at| !self.line.is(at, Sign::Approximately)).unwrap_or(at);
        self.hour_figure(first).is_some_and(|((.., sure), next)| !sure && next == end)
    }

    /// A day without an hour of its own; "Monday morning" and "this morning" lose their part to the hour before them.
    fn dated_plain(&self, at: usize) -> Read<Meaning> {
        let (meaning, end) = self.date(at)?;
        let end = self.part_behind(end).map_or(end, |(_, behind)| behind);
        (is_day(&meaning)).then_some((meaning, end))
    }

    /// "10:30", "5 p.m.", "one o'clock", "noon", "0600 GMT", "half past eleven". `led` is whether "at" stands before, so that
    /// a bare hour counts.
    pub(in super::super) fn clock_time(&self, at: usize, led: bool) -> Read<Clock> {
        let line = self.line;
        let mut at = at;
        let mut led = led;
        while line.is(at, Sign::Approximately)
            && (self.hour_figure(at + 1).is_some() || line.at(at + 1).senses.hour.is_some())
        {
            led |= line.is(at, Sign::At);
            at += 1;
        }
        if let Some(hour) = line.at(at).senses.hour {
            return Some((Clock::At { hour, minute: 0 }, self.zone_behind(at + 1)));
        }
        let half = line.is(at, Sign::Half) && line.word(at + 1).eq_ignore_ascii_case("past");
        let ((hour, minute, sure), next) = self.hour_figure(if half { at + 2 } else { at })?;
        let minute = if half { 30 } else { minute };
        let (shift, end) = self.half_of_day(next);
        let with_zone = self.zone_behind(end);
        let oclock = self.oclock_behind(next);
        let known = sure || shift.is_some() || oclock.is_some() || half;
        let bare = led && hour <= 12 && self.ends_here(next);
        if !(known
            || bare
            || (led || line.at(at).span.len() == 4) && with_zone > end && line.at(at).kind == LexKind::Number)
        {
            return None;
        }
        let mut end = oclock.unwrap_or(with_zone);
        let mut hour = hour;
        let mut shift = shift;
        if shift.is_none()
            && let Some((part, behind)) = self.in_the_part(end)
        {
            shift = Some(matches!(part, Part::Afternoon | Part::Evening) || part == Part::Night && hour > 5);
            end = behind;
        }
        match shift {
            Some(true) if hour < 12 => hour += 12,
            Some(false) if hour == 12 => hour = 0,
            _ => {}
        }
        Some((Clock::At { hour, minute }, end))
    }

    /// The figures of an hour: hour, minute, and whether they can be nothing else.
    fn hour_figure(&self, at: usize) -> Read<(i8, i8, bool)> {
        let line = self.line;
        let here = line.at(at);
        if here.kind == LexKind::Word {
            let hour = here.senses.cardinal.filter(|hour| (1..=12).contains(hour))?;
            return Some(((hour as i8, 0, false), at + 1));
        }
        if here.kind != LexKind::Number
            || (here.glued && !matches!(line.before(at).kind, LexKind::Mark('(' | '-' | '–' | '"')))
        {
            return None;
        }
        let minute = line.at(at + 2);
        let colon = matches!(line.at(at + 1).kind, LexKind::Mark(':' | '.')) && line.at(at + 1).glued;
        if colon
            && minute.glued
            && minute.kind == LexKind::Number
            && minute.span.len() == 2
            && minute.number < 60
            && here.number < 24
        {
            let longer = line.at(at + 3).glued && line.mark(at + 3, ':');
            let sure = line.mark(at + 1, ':');
            let end = if longer && line.at(at + 4).kind == LexKind::Number { at + 5 } else { at + 3 };
            // "2.50" is an hour only before "p.m.".
            return (sure || self.half_of_day(end).0.is_some())
                .then_some(((here.number as i8, minute.number as i8, sure), end));
        }
        if here.span.len() == 4 && here.number / 100 < 24 && here.number % 100 < 60 {
            return Some((((here.number / 100) as i8, (here.number % 100) as i8, false), at + 1));
        }
        (here.span.len() <= 2 && here.number < 24).then_some(((here.number as i8, 0, false), at + 1))
    }

    /// "a.m.", "pm": whether it is the second half of the day, and the lexeme behind.
    fn half_of_day(&self, at: usize) -> (Option<bool>, usize) {
        let line = self.line;
        for (sign, letter, later) in [(Sign::Am, "a", false), (Sign::Pm, "p", true)] {
            if line.is(at, sign) {
                return (Some(later), at + 1);
            }
            if line.word(at).eq_ignore_ascii_case(letter)
                && line.mark(at + 1, '.')
                && line.word(at + 2).eq_ignore_ascii_case("m")
            {
                return (Some(later), at + 3 + usize::from(line.mark(at + 3, '.') && line.at(at + 3).glued));
            }
        }
        (None, at)
    }

    /// Behind "GMT", "local time", "(0500 GMT)".
    fn zone_behind(&self, at: usize) -> usize {
        let line = self.line;
        let mut end = at;
        while line.is(end, Sign::Zone) {
            end += 1;
        }
        if line.mark(end, '(')
            && line.at(end + 1).kind == LexKind::Number
            && line.is(end + 2, Sign::Zone)
            && line.mark(end + 3, ')')
        {
            end += 4;
        }
        end
    }

    fn oclock_behind(&self, at: usize) -> Option<usize> {
        let line = self.line;
        if line.is(at, Sign::Oclock) {
            return Some(at + 1);
        }
        (line.word(at).eq_ignore_ascii_case("o") && line.is(at + 2, Sign::Oclock)).then_some(at + 3)
    }

    /// Whether nothing that could be counted follows: "at nine, the ..." against "at nine places".
    fn ends_here(&self, at: usize) -> bool {
        let next = self.line.at(at);
        matches!(next.kind, LexKind::Nothing | LexKind::Mark('.' | ',' | ';' | ')' | '"' | '”'))
            && !self.line.at(at + 1).glued
            || next.senses.is(Sign::On)
            || next.senses.is(Sign::In)
            || next.senses.is(Sign::And)
    }

    /// "in the morning", "at night".
    fn in_the_part(&self, at: usize) -> Read<Part> {
        let line = self.line;
        let the = if line.is(at, Sign::In) && line.is(at + 1, Sign::The) {
            at + 2
        } else if line.is(at, Sign::At) {
            at + 1
        } else {
            return None;
        };
        line.at(the).senses.part.map(|part| (part, the + 1))
    }

    /// "night", "morning" behind a day, also "in the morning".
    pub(super) fn part_behind(&self, at: usize) -> Read<Part> {
        let here = self.line.at(at);
        match here.senses.part {
            Some(part) => Some((part, at + 1)),
            None => self.in_the_part(at),
        }
    }

    /// "the evening of", "morning on".
    pub(super) fn part_of(&self, at: usize) -> Read<Part> {
        let line = self.line;
        let start = at + usize::from(line.is(at, Sign::The));
        let start = start + usize::from(line.is(start, Sign::Early) || line.is(start, Sign::Late));
        let part = line.at(start).senses.part?;
        (line.is(start + 1, Sign::Of) || line.is(start + 1, Sign::On)).then_some((part, start + 2))
    }

    /// "at dawn", "until evening", "since daybreak": a part of the day that is led by a preposition and stands alone; also
    /// with a determiner, "this morning", "last night", "that evening".
    fn lone_part(&self, at: usize) -> Read<Clock> {
        let line = self.line;
        let part = line.at(at).senses.part?;
        if line.at(at).glued && line.mark(at.wrapping_sub(1), '-') {
            return None;
        }
        let led = self.led_by(
            at,
            &[Sign::At, Sign::Since, Sign::Until, Sign::By, Sign::Before, Sign::After, Sign::From, Sign::To],
        );
        // \"at night\" is no night of its own.
        let led = led && !(part == Part::Night && line.before(at).senses.is(Sign::At));
        led.then_some((Clock::Part(part), at + 1))
    }
}
