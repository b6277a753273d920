//! Stretches of the calendar with their TIMEX3 values: days, weeks, months, seasons, quarters, years, decades. Dates that the
//! calendar does not have give nothing; nothing here panics.

use super::meaning::Modifier;
use super::words::{Season, Unit};
use jiff::{Span, ToSpan, civil::Date};

/// A stretch of days.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Period {
    pub(super) value: String,
    pub(super) start: Date,
    /// Inclusive.
    pub(super) end: Date,
    /// The unit that the words tell it in.
    pub(super) unit: Unit,
}

impl Period {
    pub(super) fn day(date: Date) -> Self {
        Period { value: date.to_string(), start: date, end: date, unit: Unit::Day }
    }

    /// The ISO week of a day.
    pub(super) fn week(date: Date) -> Option<Self> {
        let week = date.iso_week_date();
        let start = add(date, (-i64::from(date.weekday().to_monday_zero_offset())).days())?;
        let end = add(start, 6.days())?;
        Some(Period { value: format!("{}-W{:02}", week.year(), week.week()), start, end, unit: Unit::Week })
    }

    /// The Saturday and Sunday of the ISO week of a day.
    pub(super) fn weekend(date: Date) -> Option<Self> {
        let week = Period::week(date)?;
        let start = add(week.start, 5.days())?;
        Some(Period { value: format!("{}-WE", week.value), start, end: week.end, unit: Unit::Weekend })
    }

    pub(super) fn month(year: i16, month: i8) -> Option<Self> {
        let start = Date::new(year, month, 1).ok()?;
        Some(Period { value: format!("{year:04}-{month:02}"), start, end: start.last_of_month(), unit: Unit::Month })
    }

    pub(super) fn quarter(year: i16, quarter: u32) -> Option<Self> {
        let start = Date::new(year, (quarter * 3) as i8 - 2, 1).ok()?;
        let end = add(start, 2.months())?.last_of_month();
        Some(Period { value: format!("{year:04}-Q{quarter}"), start, end, unit: Unit::Quarter })
    }

    pub(super) fn half(year: i16, half: u32) -> Option<Self> {
        let start = Date::new(year, (half * 6) as i8 - 5, 1).ok()?;
        let end = add(start, 5.months())?.last_of_month();
        Some(Period { value: format!("{year:04}-H{half}"), start, end, unit: Unit::Quarter })
    }

    /// A season of the northern half of the earth; winter begins in the December before.
    pub(super) fn season(year: i16, season: Season) -> Option<Self> {
        let (code, first, from) = match season {
            Season::Spring => ("SP", 3, year),
            Season::Summer => ("SU", 6, year),
            Season::Fall => ("FA", 9, year),
            Season::Winter => ("WI", 12, year - 1),
        };
        let start = Date::new(from, first, 1).ok()?;
        let end = add(start, 2.months())?.last_of_month();
        Some(Period { value: format!("{year:04}-{code}"), start, end, unit: Unit::Month })
    }

    pub(super) fn year(year: i16) -> Option<Self> {
        let (start, end) = (Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?);
        Some(Period { value: format!("{year:04}"), start, end, unit: Unit::Year })
    }

    /// 198 is the 1980s.
    pub(super) fn decade(decade: i16) -> Option<Self> {
        let first = decade.checked_mul(10)?;
        let (start, end) = (Date::new(first, 1, 1).ok()?, Date::new(first.checked_add(9)?, 12, 31).ok()?);
        Some(Period { value: format!("{decade}"), start, end, unit: Unit::Decade })
    }

    /// 19 is the 20th century.
    pub(super) fn century(century: i16) -> Option<Self> {
        let first = century.checked_mul(100)?;
        let (start, end) = (Date::new(first, 1, 1).ok()?, Date::new(first.checked_add(99)?, 12, 31).ok()?);
        Some(Period { value: format!("{century:02}"), start, end, unit: Unit::Century })
    }

    /// The period of `unit` that lies `by` units from the one around `date`.
    pub(super) fn shifted(date: Date, unit: Unit, by: i32) -> Option<Self> {
        let by = i64::from(by);
        match unit {
            Unit::Day => Some(Period::day(add_units(date, Unit::Day, by)?)),
            Unit::Week => Period::week(add_units(date, Unit::Week, by)?),
            Unit::Weekend => Period::weekend(add_units(date, Unit::Week, by)?),
            Unit::Month => {
                add_units(date.first_of_month(), Unit::Month, by).and_then(|d| Period::month(d.year(), d.month()))
            }
            Unit::Quarter => {
                let there = add_units(date.first_of_month(), Unit::Quarter, by)?;
                Period::quarter(there.year(), (there.month() as u32).div_ceil(3))
            }
            Unit::Year | Unit::Decade | Unit::Century => {
                let there = add_units(date.first_of_year(), unit, by)?.year();
                Period::year(there)
            }
            Unit::Hour | Unit::Minute | Unit::Second => None,
        }
    }

    /// The part that "early", "mid", "late", "the end of" leave; what has been or is still to come with "earlier", "later".
    pub(super) fn narrow(&mut self, modifier: Modifier, reference: Option<Date>) {
        let (first, last) = (self.start, self.end);
        let within =
            |from: Option<Date>, to: Option<Date>| (from.unwrap_or(first).max(first), to.unwrap_or(last).min(last));
        let thirds = match self.unit {
            Unit::Month => Some((9.days(), 10.days(), 19.days(), 20.days())),
            Unit::Year => Some((4.months(), 4.months(), 8.months(), 8.months())),
            Unit::Week => Some((2.days(), 2.days(), 4.days(), 3.days())),
            _ => None,
        };
        let year = i64::from(self.unit == Unit::Year);
        let upto = |span: Span| add(first, span).and_then(|day| add(day, (-year).days()));
        (self.start, self.end) = match (modifier, thirds) {
            (Modifier::Early | Modifier::Start, Some((early, ..))) => within(None, upto(early)),
            (Modifier::Middle, Some((_, from, to, _))) => within(add(first, from), upto(to)),
            (Modifier::Late, Some((.., late))) => within(add(first, late), None),
            (Modifier::End, _) => (last, last),
            (Modifier::Earlier, _) if reference.is_some_and(|day| (first..=last).contains(&day)) => {
                let until = reference.and_then(|day| add(day, (-i64::from(self.unit == Unit::Week)).days()));
                within(None, until)
            }
            (Modifier::Later, _) => within(reference, None),
            _ => (first, last),
        };
        if self.end < self.start {
            self.end = self.start;
        }
    }
}

/// A day moved by a span; `None` beyond the calendar.
pub(super) fn add(date: Date, span: Span) -> Option<Date> {
    date.checked_add(span).ok()
}

/// A day moved by so many units; hours count in begun days.
pub(super) fn add_units(date: Date, unit: Unit, by: i64) -> Option<Date> {
    let span = match unit {
        Unit::Second | Unit::Minute => 0.days(),
        Unit::Hour => Span::new().try_days(by.signum() * by.unsigned_abs().div_ceil(24) as i64).ok()?,
        Unit::Day => Span::new().try_days(by).ok()?,
        Unit::Week | Unit::Weekend => Span::new().try_weeks(by).ok()?,
        Unit::Month => Span::new().try_months(by).ok()?,
        Unit::Quarter => Span::new().try_months(by.checked_mul(3)?).ok()?,
        Unit::Year => Span::new().try_years(by).ok()?,
        Unit::Decade => Span::new().try_years(by.checked_mul(10)?).ok()?,
        Unit::Century => Span::new().try_years(by.checked_mul(100)?).ok()?,
    };
    add(date, span)
}
