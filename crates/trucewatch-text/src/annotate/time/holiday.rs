//! When a feast falls in a year: fixed days, weekdays of a month, western Easter, the arithmetic Islamic calendar. Which feast
//! has which rule is told in the codebook's `time_holidays`.

use super::period::{Period, add};
use super::words::Unit;
use jiff::{ToSpan, civil::Date, civil::Weekday};

/// The days of the feast of a class in a year; `None` for a class that is no rule.
pub(super) fn period(class: &str, year: i16) -> Option<Period> {
    if let Some(rule) = class.strip_prefix("islamic ") {
        return islamic(rule, year);
    }
    if let Some(offset) = class.strip_prefix("easter") {
        return Some(Period::day(add(easter(year)?, offset.parse::<i64>().ok()?.days())?));
    }
    let mut parts = class.splitn(3, '/');
    let (Some(month), Some(nth), Some(weekday)) = (parts.next(), parts.next(), parts.next()) else {
        let (month, day) = class.split_once('-')?;
        return Date::new(year, month.parse().ok()?, day.parse().ok()?).ok().map(Period::day);
    };
    let first = Date::new(year, month.parse().ok()?, 1).ok()?;
    let weekday = Weekday::from_monday_one_offset(weekday.parse().ok()?).ok()?;
    first.nth_weekday_of_month(nth.parse().ok()?, weekday).ok().map(Period::day)
}

/// Western Easter by the anonymous Gregorian rule (en.wikipedia.org/wiki/Date_of_Easter).
fn easter(year: i16) -> Option<Date> {
    let year = i32::from(year);
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - b / 4 - g + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    Date::new(year as i16, (n / 31) as i8, (n % 31 + 1) as i8).ok()
}

/// "10-01+3": three days from the first of the tenth month, in the first Islamic year of which that day lies in `year`.
fn islamic(rule: &str, year: i16) -> Option<Period> {
    let (start, days) = rule.split_once('+')?;
    let (month, day) = start.split_once('-')?;
    let (month, day, days): (i32, i32, i64) = (month.parse().ok()?, day.parse().ok()?, days.parse().ok()?);
    let guess = (i32::from(year) - 622) * 33 / 32;
    let start = (guess - 1..=guess + 2)
        .filter_map(|hijri| civil_of_islamic(hijri, month, day))
        .find(|date| date.year() == year)?;
    let end = add(start, (days - 1).days())?;
    let unit = if days > 7 { Unit::Month } else { Unit::Day };
    Some(Period { value: start.to_string(), start, end, unit })
}

/// The day of the arithmetic Islamic calendar with the leap years 2, 5, 7, 10, 13, 16, 18, 21, 24, 26, 29 of thirty, counted
/// from Thursday 15 July 622 of the Julian calendar (en.wikipedia.org/wiki/Tabular_Islamic_calendar). The other reckoning, from
/// the Friday, is a day later and agrees less often with the days that are kept.
fn civil_of_islamic(year: i32, month: i32, day: i32) -> Option<Date> {
    let days = (year - 1) * 354 + (11 * year + 3) / 30 + 29 * (month - 1) + month / 2 + day - 1;
    // 18 July 622 of the Gregorian calendar.
    add(Date::new(622, 7, 18).ok()?, i64::from(days).days())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feasts_fall_where_the_calendars_have_them() {
        let of = |class, year| period(class, year).map(|p| p.start.to_string()).unwrap_or_default();
        assert_eq!(of("easter+0", 2016), "2016-03-27");
        assert_eq!(of("easter+0", 2000), "2000-04-23");
        assert_eq!(of("11/4/4", 2016), "2016-11-24");
        assert_eq!(of("islamic 10-01+3", 2016), "2016-07-06");
        assert_eq!(of("islamic 12-10+4", 2017), "2017-09-01");
        assert_eq!(of("islamic 09-01+30", 2014), "2014-06-28");
        assert_eq!(of("no rule", 2016), "");
    }
}
