//! `Moment`: a day, or a minute of a day, in the local time of the place that the text speaks of.

use jiff::civil::{Date, DateTime};
use std::fmt;

/// A day or a minute. Texts rarely give a zone, so none is kept; the public JSON writes `2016-10-20` or `2016-10-20T09:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Moment {
    /// A whole day.
    Day(Date),
    /// A minute of a day.
    Minute(DateTime),
}

impl Moment {
    /// The day, whatever the precision.
    pub fn date(self) -> Date {
        match self {
            Moment::Day(date) => date,
            Moment::Minute(at) => at.date(),
        }
    }

    /// Reads `2016-10-20`, `2016-10-20T09:00`, `2016-10-20 09:00:30Z` and the like; an offset is dropped. `None` for anything else.
    pub fn parse(text: &str) -> Option<Moment> {
        let text = text.trim();
        let date: Date = text.get(..10)?.parse().ok()?;
        let rest = &text[10..];
        if rest.is_empty() {
            return Some(Moment::Day(date));
        }
        let clock = rest.strip_prefix(['T', ' '])?;
        let hour: i8 = clock.get(..2)?.parse().ok()?;
        let minute: i8 = clock.get(3..5)?.parse().ok()?;
        (clock.as_bytes()[2] == b':').then_some(())?;
        let at = jiff::civil::Time::new(hour, minute, 0, 0).ok()?;
        Some(Moment::Minute(date.to_datetime(at)))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Moment::Day(date) => write!(f, "{date}"),
            Moment::Minute(at) => write!(f, "{}T{:02}:{:02}", at.date(), at.hour(), at.minute()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_minutes_survive_writing_and_reading() {
        for text in ["2016-10-20", "2016-10-20T09:00"] {
            assert_eq!(Moment::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Moment::parse("2016-10-20T09:00:30+03:00").unwrap().to_string(), "2016-10-20T09:00");
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in ["", "2016", "2016-13-01", "yesterday", "2016-10-20x", "2016-10-20T9", "２０１６-10-20"] {
            assert_eq!(Moment::parse(text), None, "{text}");
        }
    }
}
