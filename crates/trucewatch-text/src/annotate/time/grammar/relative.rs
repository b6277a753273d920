//! Dates told by their distance from the report or from what was told before: "today", "last week", "the following day".

use super::super::meaning::{Amount, Anchor, Bound, Meaning, Modifier, Year};
use super::super::words::{Part, Sign, Unit};
use super::{Grammar, Read};

impl Grammar<'_> {
    /// "yesterday", "last week", "this month", "the next day", "the day before".
    pub(super) fn relative(&self, at: usize) -> Read<Meaning> {
        let line = self.line;
        let shifted = |unit, by, anchor| Meaning::Shifted { unit, by, anchor, loose: false };
        for (sign, by) in [(Sign::Today, 0), (Sign::Yesterday, -1), (Sign::Tomorrow, 1)] {
            if line.is(at, sign) {
                return Some((shifted(Unit::Day, by, Anchor::Reference), at + 1));
            }
        }
        if line.is(at, Sign::Overnight) {
            return Some((Meaning::Overnight, at + 1));
        }
        let the = at + usize::from(line.is(at, Sign::The));
        let determiner = line.at(the).senses;
        let mut next = the + 1;
        // "this past week", "that same day", "this coming month".
        let doubled = determiner.is(Sign::This)
            && [Sign::Past, Sign::Coming, Sign::Last].iter().any(|&sign| line.is(next, sign))
            || determiner.is(Sign::That) && line.is(next, Sign::Same);
        if doubled {
            the_unit_of(self, next)?;
            let (meaning, end) = self.relative(next)?;
            return Some((meaning, end));
        }
        next += usize::from(line.is(next, Sign::Fiscal));
        let unit = line.at(next).senses.unit.filter(|_| !line.at(next).senses.plural);
        let unit = unit.or_else(|| (line.at(next).senses.part.is_some()).then_some(Unit::Day));
        if let Some(unit) = unit {
            let part = line.at(next).senses.part;
            let end = if part.is_some() { next } else { next + 1 };
            let meaning = if part.is_some() && determiner.is(Sign::Last) {
                (part == Some(Part::Night) || part == Some(Part::Evening)).then_some(shifted(
                    unit,
                    -1,
                    Anchor::Reference,
                ))
            } else if determiner.is(Sign::Past) && part.is_none() {
                Some(Meaning::Length { amount: Amount::Exactly(1), unit, bound: Bound::Past, loose: false })
            } else if determiner.is(Sign::Last) {
                (!matches!(unit, Unit::Second | Unit::Minute | Unit::Hour | Unit::Day))
                    .then(|| shifted(unit, -1, Anchor::Reference))
            } else if determiner.is(Sign::Next) && (unit == Unit::Day) {
                Some(shifted(unit, 1, Anchor::Previous))
            } else if determiner.is(Sign::Next) || determiner.is(Sign::Coming) {
                (!matches!(unit, Unit::Second | Unit::Minute)).then(|| shifted(unit, 1, Anchor::Reference))
            } else if determiner.is(Sign::Following) {
                Some(shifted(unit, 1, Anchor::Previous))
            } else if determiner.is(Sign::Previous) {
                Some(shifted(unit, -1, Anchor::Previous))
            } else if determiner.is(Sign::This) || determiner.is(Sign::Current) {
                (!matches!(unit, Unit::Second | Unit::Minute | Unit::Hour)).then(|| shifted(unit, 0, Anchor::Reference))
            } else if determiner.is(Sign::That) || determiner.is(Sign::Same) {
                (!matches!(unit, Unit::Second | Unit::Minute | Unit::Hour)).then(|| shifted(unit, 0, Anchor::Previous))
            } else if determiner.is(Sign::Latest) {
                matches!(unit, Unit::Quarter | Unit::Year | Unit::Week | Unit::Month).then_some(Meaning::Spoken(unit))
            } else {
                None
            };
            if let Some(meaning) = meaning {
                return Some((meaning, end));
            }
        }
        // "the latest period" of a company's report.
        if line.is(the, Sign::Latest) && line.is(the + 1, Sign::Period) {
            return Some((Meaning::Spoken(Unit::Quarter), the + 2));
        }
        // "the day before", "the day after".
        if the > at && line.at(the).senses.unit == Some(Unit::Day) && !line.at(the).senses.plural {
            if line.is(the + 1, Sign::Before) || line.is(the + 1, Sign::Earlier) {
                return Some((shifted(Unit::Day, -1, Anchor::Previous), the + 2));
            }
            if line.is(the + 1, Sign::After) && !line.is(the + 2, Sign::The) {
                return Some((shifted(Unit::Day, 1, Anchor::Previous), the + 2));
            }
        }
        if line.is(at, Sign::Tonight) {
            return Some((shifted(Unit::Day, 0, Anchor::Reference), at));
        }
        if the == at + 1 && line.at(the).senses.unit.is_some_and(|unit| matches!(unit, Unit::Weekend))
            || line.at(at).senses.unit == Some(Unit::Weekend) && line.is(at.wrapping_sub(1), Sign::Over)
        {
            return Some((Meaning::Spoken(Unit::Weekend), the + 1));
        }
        // "recent days"
        if line.is(the, Sign::Recent) && line.at(the + 1).senses.unit.is_some() && line.at(the + 1).senses.plural {
            let mut end = the + 2;
            if line.is(end, Sign::And) && line.at(end + 1).senses.unit.is_some() {
                end += 2;
            }
            return Some((Meaning::Recent, end));
        }
        if line.is(the, Sign::Coming) && line.at(the + 1).senses.unit.is_some() && line.at(the + 1).senses.plural {
            return Some((Meaning::Coming, the + 2));
        }
        None
    }

    /// "the week", "the year", "the quarter"; with a modifier also "the day": what was spoken of.
    pub(super) fn bare_period(&self, at: usize, modifier: Option<Modifier>) -> Read<Meaning> {
        let line = self.line;
        let the = at + usize::from(line.is(at, Sign::The));
        let full = line.is(the, Sign::More) && the > at;
        let fiscal = line.is(the, Sign::Fiscal) && the > at;
        let the = the + usize::from(full || fiscal);
        let unit = line.at(the).senses.unit.filter(|_| !line.at(the).senses.plural)?;
        if full && unit == Unit::Year && !fiscal {
            return Some((Meaning::Year(Year::This), the + 1));
        }
        if the == at {
            return None;
        }
        let counts = match unit {
            Unit::Quarter | Unit::Week | Unit::Month | Unit::Year => true,
            Unit::Day => modifier.is_some(),
            _ => false,
        };
        counts.then_some((Meaning::Spoken(unit), the + 1))
    }
}

/// The unit that a second determiner leads.
fn the_unit_of(grammar: &Grammar<'_>, at: usize) -> Option<Unit> {
    grammar.line.at(at + 1).senses.unit
}
