//! An axis of days: where a day stands, in percent of the width; into which bins the days fall; where the labels are.

use super::percent;
use jiff::{ToSpan, civil::Date};
use maud::{Markup, html};

/// The days that are drawn.
#[derive(Clone, Copy, Debug)]
pub struct Axis {
    /// The first.
    pub first: Date,
    /// The last, inclusive.
    pub last: Date,
}

/// What is counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bin {
    /// From midnight.
    Day,
    /// From Monday.
    Week,
    /// From the first.
    Month,
    /// From January.
    Year,
}

/// A labelled day.
struct Tick {
    on: Date,
    label: String,
    /// Left out where there is little room.
    minor: bool,
}

/// Most labels.
const TICKS: i64 = 13;

impl Axis {
    /// How many days.
    pub fn days(&self) -> i64 {
        i64::from((self.last - self.first).get_days()) + 1
    }

    /// Where a day begins, from 0 to 100; days off the axis stand at its ends.
    pub fn at(&self, day: Date) -> f64 {
        let day = day.clamp(self.first, self.last.saturating_add(1.day()));
        f64::from((day - self.first).get_days()) / self.days() as f64 * 100.0
    }

    /// Where a day ends.
    pub fn after(&self, day: Date) -> f64 {
        self.at(day.saturating_add(1.day()))
    }

    /// Whether a day is on it.
    pub fn holds(&self, day: Date) -> bool {
        (self.first..=self.last).contains(&day)
    }

    /// Bins such that there are about a hundred at most.
    pub fn bin(&self) -> Bin {
        match self.days() {
            ..=92 => Bin::Day,
            93..=644 => Bin::Week,
            645..=2920 => Bin::Month,
            _ => Bin::Year,
        }
    }

    /// The labels in a line that begins at `y`, and their lines upwards through `height`.
    pub fn labels(&self, y: f64, height: f64) -> Markup {
        html! {
            g.axis {
                @for tick in self.ticks() {
                    @let x = percent(self.at(tick.on));
                    line x1=(x) x2=(x) y1=(y - height) y2=(y + 14.0) {}
                    text.minor[tick.minor] x=(x) dx="4" y=(y + 13.0) { (tick.label) }
                }
            }
        }
    }

    fn ticks(&self) -> Vec<Tick> {
        let (unit, step) = self.steps();
        let mut days = Vec::new();
        // After the calendar's last bin the next is the same again.
        let starts = std::iter::successors(Some(unit.start(self.first)), |on| {
            let next = unit.after(*on);
            (next > *on).then_some(next)
        });
        for on in starts.take_while(|on| *on <= self.last) {
            let counted = match unit {
                Bin::Month => i64::from(on.month()) - 1,
                Bin::Year => i64::from(on.year()),
                Bin::Day | Bin::Week => 0,
            };
            // What stands at the right edge would be cut off.
            if on >= self.first && counted % step == 0 && self.at(on) < 95.0 {
                days.push(on);
            }
        }
        let every = days.len().div_ceil(4).max(1);
        let label = |(at, on): (usize, Date)| {
            let pattern = match unit {
                Bin::Day | Bin::Week if at == 0 => "%-d %b %Y",
                Bin::Day | Bin::Week => "%-d %b",
                Bin::Month if at == 0 || on.month() == 1 => "%b %Y",
                Bin::Month => "%b",
                Bin::Year => "%Y",
            };
            Tick { on, label: on.strftime(pattern).to_string(), minor: at % every != 0 }
        };
        days.into_iter().enumerate().map(label).collect()
    }

    /// What labels count in, and every how many there is one.
    fn steps(&self) -> (Bin, i64) {
        let (days, months) = (self.days(), self.days() / 30);
        if days <= TICKS {
            (Bin::Day, 1)
        } else if days <= 7 * TICKS {
            (Bin::Week, 1)
        } else if let Some(step) = [1, 3, 6].into_iter().find(|step| months / step < TICKS) {
            (Bin::Month, step)
        } else {
            let years = days / 365;
            (
                Bin::Year,
                [1, 2, 5, 10, 20, 50, 100, 200, 500].into_iter().find(|step| years / step < TICKS).unwrap_or(1000),
            )
        }
    }
}

impl Bin {
    /// The first day of the bin that holds a day.
    pub fn start(self, day: Date) -> Date {
        match self {
            Bin::Day => day,
            Bin::Week => day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days()),
            Bin::Month => day.first_of_month(),
            Bin::Year => day.first_of_year(),
        }
    }

    /// The first day of the next bin, from the first of this.
    pub fn after(self, start: Date) -> Date {
        start.saturating_add(match self {
            Bin::Day => 1.day(),
            Bin::Week => 1.week(),
            Bin::Month => 1.month(),
            Bin::Year => 1.year(),
        })
    }

    /// "day", "week".
    pub fn word(self) -> &'static str {
        match self {
            Bin::Day => "day",
            Bin::Week => "week",
            Bin::Month => "month",
            Bin::Year => "year",
        }
    }

    /// How people call the bin that begins on a day.
    pub fn name(self, start: Date) -> String {
        let pattern = match self {
            Bin::Day => "%-d %B %Y",
            Bin::Week => "Week of %-d %B %Y",
            Bin::Month => "%B %Y",
            Bin::Year => "%Y",
        };
        start.strftime(pattern).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_fill_the_axis_and_those_beside_it_stand_at_its_ends() {
        let axis = Axis { first: date(2016, 10, 1), last: date(2016, 10, 10) };
        assert_eq!((axis.days(), axis.at(axis.first), axis.after(axis.last)), (10, 0.0, 100.0));
        assert_eq!(axis.at(date(2016, 10, 6)), 50.0);
        assert_eq!((axis.at(date(1999, 1, 1)), axis.at(date(2099, 1, 1))), (0.0, 100.0));
    }

    #[test]
    fn bins_grow_with_the_range_and_labels_stay_few() {
        let first = date(2011, 3, 15);
        for (days, bin) in [(1, Bin::Day), (92, Bin::Day), (93, Bin::Week), (900, Bin::Month), (9000, Bin::Year)] {
            let axis = Axis { first, last: first.saturating_add((days - 1).days()) };
            assert_eq!(axis.bin(), bin, "{days} days");
            let ticks = axis.ticks().len();
            assert!((1..=TICKS as usize).contains(&ticks), "{days} days have {ticks} labels");
        }
    }

    #[test]
    fn a_bin_begins_where_people_begin_it() {
        let thursday = date(2016, 10, 20);
        assert_eq!(Bin::Week.start(thursday), date(2016, 10, 17));
        assert_eq!(Bin::Month.start(thursday), date(2016, 10, 1));
        assert_eq!(Bin::Month.after(date(2016, 12, 1)), date(2017, 1, 1));
        assert_eq!(Bin::Week.name(date(2016, 10, 17)), "Week of 17 October 2016");
    }

    #[test]
    fn the_calendar_s_ends_are_no_trouble() {
        let axis = Axis { first: Date::MIN, last: Date::MAX };
        assert!(axis.ticks().len() <= 21);
        assert_eq!(axis.at(Date::MIN), 0.0);
    }
}
