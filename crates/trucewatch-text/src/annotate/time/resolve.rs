//! From what an expression says to when that is: the TIMEX3 value, and the first and last day or minute. What the text and the
//! reference date do not settle stays open: `XXXX` in the value, no bounds.

use super::meaning::{Amount, Anchor, Bound, Clock, Found, Meaning, Modifier, Year};
use super::period::{Period, add, add_units};
use super::words::{Season, Unit};
use super::{holiday, tense::Tense};
use jiff::{ToSpan, civil::Date};
use trucewatch_model::{Moment, TimeKind};

/// What an expression means, without its span.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Resolved {
    pub(super) kind: TimeKind,
    pub(super) value: String,
    pub(super) start: Option<Moment>,
    pub(super) end: Option<Moment>,
}

/// What is known where an expression stands.
#[derive(Clone, Debug, Default)]
pub(super) struct Context {
    /// The report's day.
    pub(super) reference: Option<Date>,
    /// The last date of the text so far.
    pub(super) previous: Option<Period>,
    /// The last quarter of the text so far and where it stood: a company's "a year ago" means the quarter's.
    pub(super) quarter: Option<(i16, u32, usize)>,
}

/// So many bytes behind a quarter "a year earlier" still speaks of it.
const QUARTER_REACH: usize = 1500;

impl Context {
    /// Resolves an expression that stands at byte `at`, and remembers it for those that follow.
    pub(super) fn resolve(&mut self, found: &Found, tense: Tense, at: usize) -> Resolved {
        match self.period(&found.meaning, tense, at, found.modifier) {
            Some(mut period) => {
                let whole = period.clone();
                if let Some(modifier) = found.modifier {
                    period.narrow(modifier, self.reference);
                }
                if let Meaning::Quarter { .. } = found.meaning {
                    let quarter = (period.start.month() as u32).div_ceil(3);
                    let settled = self.quarter.is_none_or(|(year, ..)| year <= period.start.year())
                        && self.reference.is_none_or(|day| period.end < day);
                    if settled {
                        self.quarter = Some((period.start.year(), quarter, at));
                    }
                }
                let mut resolved = with_clock(&period, found.clock);
                if let Meaning::Shifted { unit, by, loose: true, .. } = found.meaning
                    && by < 0
                {
                    // "more than five years ago" bounds it on one side.
                    resolved.start = None;
                    resolved.end = self.reference.and_then(|day| add_units(day, unit, i64::from(by))).map(Moment::Day);
                }
                if !matches!(found.meaning, Meaning::Streak(_)) {
                    self.previous = Some(whole);
                }
                resolved
            }
            None => self.unplaced(found),
        }
    }

    /// The stretch of the calendar, where the expression is one and can be placed.
    fn period(&self, meaning: &Meaning, tense: Tense, at: usize, modifier: Option<Modifier>) -> Option<Period> {
        match *meaning {
            Meaning::Day { year, month, day } => {
                let pick = |year: i16| Date::new(year, month, day).ok().map(Period::day);
                self.of_year(year, tense, pick)
            }
            Meaning::Weekday { weekday, year } => self.weekday(weekday, year, tense),
            Meaning::Month { year, month } => self.of_year(year, tense, |year| Period::month(year, month)),
            Meaning::Season { year, season } => self.of_year(year, tense, |year| Period::season(year, season)),
            Meaning::Quarter { year, quarter } => {
                let number = match (quarter, self.quarter) {
                    (Some(number), _) => number,
                    (None, Some((told, number, _))) => {
                        return Period::quarter(if let Year::Given(year) = year { year } else { told }, number);
                    }
                    (None, None) if matches!(year, Year::Given(_)) => return self.of_year(year, tense, Period::year),
                    (None, None) => return Period::shifted(self.reference?, Unit::Quarter, -1),
                };
                self.of_year(year, tense, |year| Period::quarter(year, number))
            }
            Meaning::Then => self.previous.clone(),
            Meaning::Half { year, half } => self.of_year(year, tense, |year| Period::half(year, half)),
            Meaning::Year(year) => self.of_year(year, tense, Period::year),
            Meaning::Decade(decade) => Period::decade(decade),
            Meaning::Century(century) => Period::century(century),
            Meaning::SameDay => self.shifted(Unit::Day, 0, Anchor::Previous, true),
            Meaning::Shifted { unit, by, anchor, .. } => self.shifted(unit, by, anchor, false),
            Meaning::YearBack(anchor) => match self.quarter {
                Some((year, quarter, told)) if at - told < QUARTER_REACH => Period::quarter(year - 1, quarter),
                Some(_) => self.shifted(Unit::Year, -1, Anchor::Reference, false),
                None => self.shifted(Unit::Year, -1, anchor, false),
            },
            Meaning::Spoken(Unit::Quarter) => {
                self.period(&Meaning::Quarter { year: Year::Open, quarter: None }, tense, at, modifier)
            }
            Meaning::Spoken(Unit::Year) if modifier.is_none() => None,
            Meaning::Spoken(Unit::Day) => self.previous_day().or(self.reference).map(Period::day),
            Meaning::Spoken(unit) => Period::shifted(
                self.reference?,
                unit,
                if unit == Unit::Weekend && tense == Tense::Past && self.reference?.weekday().to_monday_one_offset() < 6
                {
                    -1
                } else {
                    0
                },
            ),
            Meaning::Streak(days) => {
                let end = self.reference?;
                let start = add_units(end, Unit::Day, 1 - i64::from(days))?;
                Some(Period { start, ..Period::day(end) })
            }
            Meaning::Holiday { ref class, year } => self.of_year(year, tense, |year| holiday::period(class, year)),
            Meaning::Length { .. }
            | Meaning::Overnight
            | Meaning::Recurring(_)
            | Meaning::Reference(_)
            | Meaning::Recent
            | Meaning::Coming => None,
        }
    }

    /// The period of the year that is meant, among those that `pick` gives for each year.
    fn of_year(&self, year: Year, tense: Tense, pick: impl Fn(i16) -> Option<Period>) -> Option<Period> {
        let reference = match (year, self.reference) {
            (Year::Given(year), _) => return pick(year),
            (_, Some(reference)) => reference,
            // Without a reference date a day takes the year that the text told last.
            (_, None) => return pick(self.previous.as_ref()?.start.year()),
        };
        let this = reference.year();
        match year {
            Year::Back => pick(this - 1),
            Year::This => pick(this),
            Year::That => pick(self.previous.as_ref().map_or(this, |period| period.start.year())),
            Year::Last => [this, this - 1].into_iter().filter_map(&pick).find(|period| {
                // Nobody calls last month "last May".
                let just_over =
                    period.unit == Unit::Month && add(period.end, 28.days()).is_some_and(|day| day >= reference);
                period.end < reference && !just_over
            }),
            Year::Next => [this, this + 1].into_iter().filter_map(&pick).find(|period| period.start > reference),
            Year::Given(_) | Year::Open => {
                let candidates = [this - 1, this, this + 1].into_iter().filter_map(&pick);
                let distance = |period: &Period| {
                    let days =
                        days_between(reference, period.start).abs().min(days_between(reference, period.end).abs());
                    let inside = (period.start..=period.end).contains(&reference);
                    if inside { 0 } else { days }
                };
                candidates.min_by_key(|period| {
                    let behind = period.end < reference;
                    let ahead = period.start > reference;
                    // A day speaks of the nearest year; a month or quarter of the one that the tense points to.
                    let against = match tense {
                        Tense::Future => behind,
                        Tense::Past => ahead,
                        Tense::Unknown => ahead && period.unit != Unit::Day,
                    };
                    let weight = if matches!(period.unit, Unit::Day | Unit::Quarter) { 200 } else { 330 };
                    distance(period) + if against { weight } else { 0 }
                })
            }
        }
    }

    fn weekday(&self, weekday: i8, year: Year, tense: Tense) -> Option<Period> {
        let reference = self.reference?;
        let ahead = i64::from((weekday - reference.weekday().to_monday_one_offset()).rem_euclid(7));
        let days = match year {
            Year::Next => {
                if ahead == 0 {
                    7
                } else {
                    ahead
                }
            }
            // Nobody calls yesterday "last Monday".
            Year::Last => match ahead {
                0 => -7,
                6 => -8,
                _ => ahead - 7,
            },
            _ if tense == Tense::Future || year == Year::This && tense != Tense::Past => ahead,
            _ if ahead == 0 => 0,
            _ => ahead - 7,
        };
        Some(Period::day(add(reference, days.days())?))
    }

    fn shifted(&self, unit: Unit, by: i32, anchor: Anchor, hour_only: bool) -> Option<Period> {
        let from = match (anchor, &self.previous) {
            (Anchor::Previous, Some(previous)) => {
                let coarse = !matches!(unit, Unit::Year | Unit::Decade | Unit::Century | Unit::Quarter)
                    && previous.unit != Unit::Day
                    && previous.unit != unit;
                if coarse && by != 0 {
                    return None;
                }
                // An hour without a date is of the day told last, if that is no old story.
                let old = by == 0
                    && unit == Unit::Day
                    && self.reference.is_some_and(|day| days_between(previous.start, day).abs() > 7);
                if coarse || hour_only && old { self.reference? } else { previous.start }
            }
            _ => self.reference?,
        };
        // "a decade ago" is a year, "the last decade" a decade.
        if unit == Unit::Decade && anchor == Anchor::Reference && by.abs() <= 1 && by != 0 {
            return Period::shifted(from, unit, by);
        }
        if by == 0 && unit == Unit::Decade {
            return Period::decade(from.year() / 10);
        }
        if by == 0 && unit == Unit::Century {
            return Period::century(from.year() / 100);
        }
        Period::shifted(from, unit, by)
    }

    /// The last date of the text, where it was one day.
    fn previous_day(&self) -> Option<Date> {
        self.previous.as_ref().filter(|period| period.start == period.end).map(|period| period.start)
    }

    /// What is no stretch of the calendar, or could not be placed.
    fn unplaced(&self, found: &Found) -> Resolved {
        let day = |date: Option<Date>| date.map(Moment::Day);
        let reference = self.reference;
        let date = |value: &str, start, end| Resolved { kind: TimeKind::Date, value: value.into(), start, end };
        match &found.meaning {
            Meaning::Length { amount, unit, bound, loose } => {
                let value = length_value(*amount, *unit).unwrap_or_default();
                let (start, end) = match (bound, reference) {
                    (Bound::Past, Some(to)) => (self.back(to, *amount, *unit).filter(|_| !loose), Some(to)),
                    (Bound::Coming, Some(from)) => (Some(from), count(*amount).and_then(|n| add_units(from, *unit, n))),
                    _ => (None, None),
                };
                Resolved { kind: TimeKind::Duration, value, start: day(start), end: day(end) }
            }
            Meaning::Spoken(Unit::Year) => {
                let year = reference.and_then(|day| Period::year(day.year()));
                let (start, end) = year.map_or((None, None), |year| (Some(year.start), Some(year.end)));
                Resolved { kind: TimeKind::Duration, value: "P1Y".into(), start: day(start), end: day(end) }
            }
            Meaning::Overnight => {
                let value = reference.map_or("XXXX-XX-XX".to_owned(), |day| day.to_string());
                let start = reference.and_then(|day| add(day, (-1).days()));
                Resolved { kind: TimeKind::Time, value: format!("{value}TNI"), start: day(start), end: day(reference) }
            }
            Meaning::Recurring(value) => Resolved { kind: TimeKind::Set, value: value.clone(), start: None, end: None },
            Meaning::Reference(value) if value == "PRESENT_REF" => date(value, day(reference), day(reference)),
            Meaning::Reference(value) => date(value, None, None),
            Meaning::Recent => date("PAST_REF", None, day(reference)),
            Meaning::Coming => date("FUTURE_REF", day(reference), None),
            Meaning::Shifted { unit, by, .. }
                if self.reference.is_some() || matches!(unit, Unit::Hour | Unit::Minute) =>
            {
                let amount = Amount::Exactly(by.unsigned_abs());
                Resolved {
                    kind: TimeKind::Duration,
                    value: length_value(amount, *unit).unwrap_or_default(),
                    start: None,
                    end: None,
                }
            }
            meaning => {
                let value = open_value(meaning);
                match found.clock {
                    Some(clock) => {
                        Resolved { kind: TimeKind::Time, value: value + &clock_value(clock), start: None, end: None }
                    }
                    None => date(&value, None, None),
                }
            }
        }
    }

    /// The first day of a length that ends on `to`: "the past two days" are yesterday and today, "the past week" seven days.
    fn back(&self, to: Date, amount: Amount, unit: Unit) -> Option<Date> {
        let count = count(amount)?;
        add_units(to, unit, if unit == Unit::Day { 1 - count } else { -count })
    }
}

fn count(amount: Amount) -> Option<i64> {
    match amount {
        Amount::Exactly(n) => Some(i64::from(n)),
        Amount::AndHalf(n) => Some(i64::from(n) + 1),
        Amount::Vague => None,
    }
}

fn days_between(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}

/// A period with an hour or part of the day: minutes are exact, a part of the day stays its day.
fn with_clock(period: &Period, clock: Option<Clock>) -> Resolved {
    let (mut start, mut end) = (Moment::Day(period.start), Moment::Day(period.end));
    let Some(clock) = clock else {
        return Resolved { kind: TimeKind::Date, value: period.value.clone(), start: Some(start), end: Some(end) };
    };
    if let Clock::At { hour: hour @ 0..24, minute } = clock
        && period.start == period.end
    {
        start = Moment::Minute(period.start.at(hour, minute, 0, 0));
        end = start;
    }
    let value = format!("{}{}", period.value, clock_value(clock));
    Resolved { kind: TimeKind::Time, value, start: Some(start), end: Some(end) }
}

fn clock_value(clock: Clock) -> String {
    match clock {
        Clock::At { hour, minute } => format!("T{hour:02}:{minute:02}"),
        Clock::Part(part) => format!("T{}", part.code()),
    }
}

/// The value of a date that cannot be placed.
fn open_value(meaning: &Meaning) -> String {
    match meaning {
        Meaning::Day { month, day, .. } => format!("XXXX-{month:02}-{day:02}"),
        Meaning::Weekday { weekday, .. } => format!("XXXX-WXX-{weekday}"),
        Meaning::Month { month, .. } => format!("XXXX-{month:02}"),
        Meaning::Season { season, .. } => {
            let code = match season {
                Season::Spring => "SP",
                Season::Summer => "SU",
                Season::Fall => "FA",
                Season::Winter => "WI",
            };
            format!("XXXX-{code}")
        }
        Meaning::Quarter { quarter: Some(quarter), .. } => format!("XXXX-Q{quarter}"),
        Meaning::Quarter { .. } | Meaning::Spoken(Unit::Quarter) => "XXXX-QX".into(),
        Meaning::Half { half, .. } => format!("XXXX-H{half}"),
        Meaning::Shifted { unit: Unit::Week, .. } | Meaning::Spoken(Unit::Week) => "XXXX-WXX".into(),
        Meaning::Shifted { unit: Unit::Weekend, .. } | Meaning::Spoken(Unit::Weekend) => "XXXX-WXX-WE".into(),
        Meaning::Shifted { unit: Unit::Month, .. } | Meaning::Spoken(Unit::Month) => "XXXX-XX".into(),
        Meaning::Shifted { unit: Unit::Quarter, .. } => "XXXX-QX".into(),
        Meaning::YearBack(_) | Meaning::Shifted { unit: Unit::Year, .. } | Meaning::Year(_) => "XXXX".into(),
        _ => "XXXX-XX-XX".into(),
    }
}

/// The ISO 8601 value of a length; `None` for what has none.
pub(super) fn length_value(amount: Amount, unit: Unit) -> Option<String> {
    let (clock, letter, times, half) = match unit {
        Unit::Second => ("T", 'S', 1, ""),
        Unit::Minute => ("T", 'M', 1, "30S"),
        Unit::Hour => ("T", 'H', 1, "30M"),
        Unit::Day => ("", 'D', 1, "T12H"),
        Unit::Week => ("", 'W', 1, ""),
        Unit::Month => ("", 'M', 1, "15D"),
        Unit::Quarter => ("", 'M', 3, ""),
        Unit::Year => ("", 'Y', 1, "6M"),
        Unit::Decade => ("", 'Y', 10, ""),
        Unit::Century => ("", 'Y', 100, ""),
        Unit::Weekend => return None,
    };
    Some(match amount {
        Amount::Exactly(n) => format!("P{clock}{}{letter}", u64::from(n) * times),
        Amount::AndHalf(n) if !half.is_empty() => {
            let whole = if n == 0 { String::new() } else { format!("{n}{letter}") };
            format!("P{clock}{whole}{half}")
        }
        Amount::AndHalf(n) => format!("P{clock}{}{letter}", u64::from(n) * times + times / 2),
        Amount::Vague => format!("P{clock}X{letter}"),
    })
}
