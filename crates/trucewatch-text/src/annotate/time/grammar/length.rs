//! Lengths of time, and what is counted from them: "three days", "the past 48 hours", "a year ago", "two days later",
//! "every six months", "for the third day in a row".

use super::super::lex::LexKind;
use super::super::meaning::{Amount, Anchor, Bound, Found, Meaning};
use super::super::words::{Sign, Unit};
use super::{Grammar, Read};

impl Grammar<'_> {
    /// A length with what leads it and follows it.
    pub(in super::super) fn length(&self, at: usize) -> Option<Found> {
        let line = self.line;
        let (mut next, loose) = self.approximator(at);
        let led = next;
        let mut bound = Bound::Free;
        next += usize::from(line.is(next, Sign::The) || line.is(next, Sign::This));
        if line.is(next, Sign::Past) || line.is(next, Sign::Last) || line.is(next, Sign::Latest) && next > led {
            (bound, next) = (Bound::Past, next + 1);
        } else if line.is(next, Sign::Next) || line.is(next, Sign::Coming) {
            (bound, next) = (Bound::Coming, next + 1);
        } else if line.at(next).senses.ordinal == Some(1) {
            next += 1;
        } else if line.is(next, Sign::Every) && next == led && led > at {
            return None;
        }
        if let Some(streak) = self.streak(led) {
            return Some(Found::new(at, streak.1, streak.0));
        }
        let (amount, mut end, figure) = match self.amount(next) {
            Some((amount, end)) => (amount, self.range_behind(end), true),
            None => (Amount::Vague, next, false),
        };
        let hyphen = line.mark(end, '-') && line.at(end).glued;
        end += usize::from(hyphen);
        while line.is(end, Sign::More) && figure {
            end += 1;
        }
        let here = line.at(end);
        let unit = here.senses.unit?;
        // "the Six Day War"
        if here.capital && line.is(end + 1, Sign::Label) {
            return None;
        }
        // "a weeks-long offensive"
        let article = end == next + 1 && line.is(next, Sign::A) && here.senses.plural;
        let amount = if article { Amount::Vague } else { amount };
        let bare_plural = !figure && here.senses.plural;
        if !figure && !(bare_plural && self.bare_plural_counts(at, end, unit, bound)) {
            return None;
        }
        // "three quarters of", "30 second", "one weekend".
        if unit == Unit::Weekend || unit == Unit::Second && !here.senses.plural && !hyphen {
            return None;
        }
        if unit == Unit::Quarter && bound == Bound::Free || unit == Unit::Quarter && line.is(end + 1, Sign::Of) {
            return None;
        }
        let mut end = end + 1;
        if line.at(end).senses.ordinal.is_some() && line.at(end + 1).senses.unit == Some(Unit::Quarter) {
            return None;
        }
        let amount = if let Some(behind) = self.and_a_half(end) {
            end = behind;
            match amount {
                Amount::Exactly(n) => Amount::AndHalf(n),
                other => other,
            }
        } else {
            amount
        };
        // "weeks or months", "weeks and months".
        if bare_plural
            && (line.is(end, Sign::Or) || line.is(end, Sign::And))
            && line.at(end + 1).senses.unit.is_some()
            && line.at(end + 1).senses.plural
        {
            end += 2;
        }
        let length = |end| Found::new(at, end, Meaning::Length { amount, unit, bound, loose });
        let shifted = |by: i32, anchor, end| {
            if matches!(unit, Unit::Hour | Unit::Minute | Unit::Second) && amount != Amount::Vague
                || amount == Amount::AndHalf(0)
            {
                return Found::new(at, end, Meaning::Length { amount, unit, bound: Bound::Free, loose });
            }
            let count = match amount {
                Amount::Exactly(n) | Amount::AndHalf(n) => i32::try_from(n).unwrap_or(i32::MAX),
                Amount::Vague if anchor == Anchor::Previous => {
                    return Found::new(at, end, Meaning::Length { amount, unit, bound: Bound::Free, loose });
                }
                Amount::Vague if by < 0 => return Found::new(at, end, Meaning::Reference("PAST_REF".into())),
                Amount::Vague => return Found::new(at, end, Meaning::Reference("FUTURE_REF".into())),
            };
            if unit == Unit::Year && by < 0 && count == 1 {
                return Found::new(at, end, Meaning::YearBack(anchor));
            }
            Found::new(at, end, Meaning::Shifted { unit, by: by.saturating_mul(count), anchor, loose })
        };
        let or_so = end + if line.is(end, Sign::Or) && line.word(end + 1).eq_ignore_ascii_case("so") { 2 } else { 0 };
        let dash = or_so + usize::from(line.mark(or_so, '-') && line.at(or_so).glued);
        if line.is(dash, Sign::Ago) {
            let mut behind = dash + 1;
            // "the year-ago quarter": the quarter is what is dated.
            if dash > or_so && (line.at(behind).senses.unit == Some(Unit::Quarter) || line.is(behind, Sign::Period)) {
                behind += 1;
            }
            return Some(shifted(-1, Anchor::Reference, behind));
        }
        if line.is(dash, Sign::Earlier) || (line.is(dash, Sign::Before) && figure && self.stands_alone(dash + 1)) {
            let mut behind = dash + 1;
            if dash > or_so && (line.at(behind).senses.unit == Some(Unit::Quarter) || line.is(behind, Sign::Period)) {
                behind += 1;
            }
            return Some(shifted(-1, Anchor::Previous, behind));
        }
        if line.is(end, Sign::Later) && !line.is(end, Sign::On) {
            return Some(shifted(1, Anchor::Previous, end + 1));
        }
        // "29-year-old" and "37 years old" tell an age; "week-long", "three-day-old" a length.
        let dashed = end + usize::from(line.mark(end, '-'));
        if matches!(unit, Unit::Year | Unit::Month) && line.is(dashed, Sign::Old) {
            return None;
        }
        if line.is(dashed, Sign::Long) {
            return Some(length(dashed + 1));
        }
        if hyphen && line.is(end, Sign::Period) {
            return Some(length(end + 1));
        }
        // "a year", "a day" without more is a rate or a length only where a preposition leads it.
        if line.is(next, Sign::A) && figure && led == at && !self.article_counts(at, unit) {
            return None;
        }
        if amount == Amount::Exactly(1)
            && unit == Unit::Day
            && line.word(next).eq_ignore_ascii_case("one")
            && led == at
            && bound == Bound::Free
            && !hyphen
            && !line.is(at.wrapping_sub(1), Sign::For)
            && !line.is(at.wrapping_sub(1), Sign::By)
            && !line.is(at.wrapping_sub(1), Sign::In)
        {
            return Some(Found::new(at, end, Meaning::Reference("FUTURE_REF".into())));
        }
        Some(length(end))
    }

    /// Behind "more than", "nearly", "at least", "up to"; whether it leaves the length open to one side.
    fn approximator(&self, at: usize) -> (usize, bool) {
        let line = self.line;
        let mut next = at;
        for _ in 0..2 {
            let words = if line.is(next, Sign::At) && line.is(next + 1, Sign::Least)
                || line.is(next, Sign::Up) && line.is(next + 1, Sign::To)
                || line.is(next, Sign::Comparative) && line.is(next + 1, Sign::Than)
            {
                2
            } else {
                usize::from(
                    line.is(next, Sign::Approximately)
                        && !line.is(next + 1, Sign::The)
                        && !line.is(next + 1, Sign::This),
                )
            };
            next += words;
        }
        let loose = (at..next).any(|word| line.is(word, Sign::Loose));
        (next, loose)
    }

    /// "for the fourth day in a row", "the 40th consecutive day", "second day of".
    fn streak(&self, at: usize) -> Read<Meaning> {
        let line = self.line;
        let (number, mut next) = self.ordinal(at + usize::from(line.is(at, Sign::The)))?;
        next += usize::from(line.mark(next, '-'));
        let consecutive = line.is(next, Sign::Consecutive);
        next += usize::from(consecutive);
        if line.at(next).senses.unit != Some(Unit::Day) || line.at(next).senses.plural || !(1..400).contains(&number) {
            return None;
        }
        next += 1;
        if line.is(next, Sign::In) && line.is(next + 1, Sign::A) && line.is(next + 2, Sign::Row) {
            return Some((Meaning::Streak(number), next + 3));
        }
        let led = line.is(at.wrapping_sub(1), Sign::For) || consecutive;
        led.then_some((Meaning::Streak(number), next))
    }

    /// "three", "2 1/2", "twenty four", "a hundred", "a", "a couple of", "several", "half an".
    pub(super) fn amount(&self, at: usize) -> Read<Amount> {
        let line = self.line;
        let here = line.at(at);
        if here.kind == LexKind::Number {
            if here.glued && matches!(line.before(at).kind, LexKind::Mark('$' | '.' | ',' | ':' | '/') | LexKind::Word)
                || here.span.len() > 4
            {
                return None;
            }
            let figure = line.at(at + 1).glued
                && matches!(line.at(at + 1).kind, LexKind::Mark('.' | ',' | ':' | '/'))
                && line.at(at + 2).glued
                && line.at(at + 2).kind == LexKind::Number;
            if figure {
                return None;
            }
            if line.at(at + 1).number == 1 && line.mark(at + 2, '/') && line.at(at + 3).number == 2 {
                return Some((Amount::AndHalf(here.number), at + 4));
            }
            return Some((Amount::Exactly(here.number), at + 1));
        }
        let article = usize::from(line.is(at, Sign::A));
        let first = line.at(at + article).senses;
        if first.vague {
            return Some((Amount::Vague, at + article + 1));
        }
        if let Some(number) = first.cardinal {
            if article == 1 && number != 2 && number < 100 {
                return None;
            }
            // "a couple of"
            let mut next = at + article + 1;
            if number == 2 && line.is(next, Sign::Of) {
                return Some((Amount::Exactly(2), next + 1));
            }
            let mut total = number;
            loop {
                let hyphen = usize::from(line.mark(next, '-') && line.at(next).glued);
                match line.at(next + hyphen).senses.cardinal {
                    Some(unit) if unit < 10 && total % 10 == 0 && total % 100 >= 20 => total += unit,
                    Some(scale @ (100 | 1000)) if total < scale => total *= scale,
                    _ => break,
                }
                next += hyphen + 1;
            }
            return Some(match self.and_a_half(next) {
                Some(end) => (Amount::AndHalf(total), end),
                None => (Amount::Exactly(total), next),
            });
        }
        if article == 1 {
            return Some((Amount::Exactly(1), at + 1));
        }
        if line.is(at, Sign::Half) && line.is(at + 1, Sign::A) {
            return Some((Amount::AndHalf(0), at + 2));
        }
        // "week-long", "day-long", "year-earlier", "year-ago": one of it.
        let alone = first.unit.is_some() && !first.plural && line.mark(at + 1, '-') && line.at(at + 1).glued;
        let alone = alone
            && (line.is(at + 2, Sign::Long) && !line.is(at + 2, Sign::Old)
                || line.is(at + 2, Sign::Earlier)
                || line.is(at + 2, Sign::Ago));
        alone.then_some((Amount::Exactly(1), at))
    }

    /// Behind "to three" of "two to three weeks".
    fn range_behind(&self, at: usize) -> usize {
        let joint = self.line.is(at, Sign::To) || self.line.is(at, Sign::Or) || self.line.mark(at, '-');
        let upper = joint.then(|| self.amount(at + 1)).flatten();
        upper.filter(|_| !self.line.is(at + 1, Sign::A)).map_or(at, |(_, end)| end)
    }

    /// "and a half".
    fn and_a_half(&self, at: usize) -> Option<usize> {
        let line = self.line;
        (line.is(at, Sign::And) && line.is(at + 1, Sign::A) && line.is(at + 2, Sign::Half)).then_some(at + 3)
    }

    /// Whether a bare plural tells a length: "for weeks", "the past days", "months of".
    fn bare_plural_counts(&self, at: usize, end: usize, unit: Unit, bound: Bound) -> bool {
        let line = self.line;
        if bound != Bound::Free {
            return true;
        }
        let led = [Sign::For, Sign::In, Sign::After, Sign::Within, Sign::Over]
            .iter()
            .any(|&sign| line.before(at).senses.is(sign));
        let counted_from = line.is(end + 1, Sign::Ago)
            || line.is(end + 1, Sign::Later) && !line.is(end + 1, Sign::On)
            || line.is(end + 1, Sign::Earlier)
            || line.is(end + 1, Sign::After)
            || line.is(end + 1, Sign::Before);
        let long = line.mark(end + 1, '-') && line.is(end + 2, Sign::Long);
        match unit {
            Unit::Second | Unit::Minute => counted_from,
            Unit::Hour => led || counted_from,
            Unit::Quarter | Unit::Weekend => false,
            _ => {
                led || counted_from
                    || long
                    || line.is(end + 1, Sign::Of)
                    || line.at(end).senses.plural && at == end && !line.at(at).glued
            }
        }
    }

    /// Whether "a year", "a week" is a length here and not a rate ("$35 a night").
    fn article_counts(&self, at: usize, unit: Unit) -> bool {
        unit != Unit::Second
            && self.led_by(
                at,
                &[
                    Sign::For,
                    Sign::In,
                    Sign::After,
                    Sign::Within,
                    Sign::Over,
                    Sign::During,
                    Sign::By,
                    Sign::Approximately,
                ],
            )
    }

    /// Whether nothing follows that the word before would govern: "two days before." against "two days before the attack".
    fn stands_alone(&self, at: usize) -> bool {
        matches!(self.line.at(at).kind, LexKind::Mark(_) | LexKind::Nothing)
    }

    /// "every day", "each Thursday", "every six months", "per week".
    pub(super) fn recurring(&self, at: usize) -> Option<Found> {
        let line = self.line;
        let per = line.is(at, Sign::Per);
        if !(per || line.is(at, Sign::Every)) {
            return None;
        }
        let next = at + 1;
        let recurring = |value: String, end| Some(Found::new(at, end, Meaning::Recurring(value)));
        let here = line.at(next);
        if let Some(weekday) = here.senses.weekday {
            let part = line.at(next + 1).senses.part;
            let code = part.map_or(String::new(), |part| format!("T{}", part.code()));
            return recurring(format!("XXXX-WXX-{weekday}{code}"), next + 1 + usize::from(part.is_some()));
        }
        if let Some((month, end)) = self.month_name(next) {
            return recurring(format!("XXXX-{month:02}"), end);
        }
        if let Some(part) = here.senses.part {
            return recurring(format!("XXXX-XX-XXT{}", part.code()), next + 1);
        }
        let (amount, unit_at) = self.amount(next).unwrap_or((Amount::Exactly(1), next));
        let unit = line.at(unit_at).senses.unit?;
        if per && unit == Unit::Second {
            return None;
        }
        recurring(super::super::resolve::length_value(amount, unit)?, unit_at + 1)
    }
}
