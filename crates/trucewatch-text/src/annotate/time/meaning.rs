//! What an expression of time says before it is known when it was said: the grammar's outcome and the resolver's input.

use super::words::{Part, Season, Unit};

/// A year as far as the words tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Year {
    Given(i16),
    /// Not told: the one that makes sense.
    Open,
    /// "last October": the latest one before the reference.
    Last,
    /// "October last year", "last year's": in the calendar year before.
    Back,
    /// "this year's", "this October".
    This,
    /// "next".
    Next,
    /// "that year", "the same year".
    That,
}

/// Where something is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    /// The report's day.
    Reference,
    /// The expression before.
    Previous,
}

/// How many, of a length.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Amount {
    Exactly(u32),
    /// And a half.
    AndHalf(u32),
    /// "several", or no word at all before a plural.
    Vague,
}

/// What a length is told to be besides long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    /// "three days".
    Free,
    /// "the past three days": it ends with the report.
    Past,
    /// "the next three days": it begins with the report.
    Coming,
}

/// What an expression says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Meaning {
    Day {
        year: Year,
        month: i8,
        day: i8,
    },
    Weekday {
        weekday: i8,
        year: Year,
    },
    Month {
        year: Year,
        month: i8,
    },
    Season {
        year: Year,
        season: Season,
    },
    /// `None` is "the quarter".
    Quarter {
        year: Year,
        quarter: Option<u32>,
    },
    Half {
        year: Year,
        half: u32,
    },
    Year(Year),
    /// 198 is the 1980s.
    Decade(i16),
    /// 19 is the 20th century.
    Century(i16),
    /// "today", "last week", "two years ago", "the day before". `loose`: "more than".
    Shifted {
        unit: Unit,
        by: i32,
        anchor: Anchor,
        loose: bool,
    },
    /// An hour alone: of the day that the text told last.
    SameDay,
    /// "a year ago", "a year earlier": in a company's report the same quarter of the year before.
    YearBack(Anchor),
    /// "the week", "the day": the one spoken of.
    Spoken(Unit),
    Length {
        amount: Amount,
        unit: Unit,
        bound: Bound,
        loose: bool,
    },
    /// "since then".
    Then,
    /// "for the fourth day in a row".
    Streak(u32),
    /// The night before the reference day and its morning.
    Overnight,
    Recurring(String),
    Reference(String),
    /// "recent weeks": it ends with the report.
    Recent,
    /// "the coming months": it begins with the report.
    Coming,
    Holiday {
        class: String,
        year: Year,
    },
}

/// What narrows a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Modifier {
    Early,
    Middle,
    Late,
    /// "the beginning of".
    Start,
    /// "the end of".
    End,
    /// "earlier this year".
    Earlier,
    /// "later this year".
    Later,
}

/// A time within a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clock {
    /// 24 is midnight.
    At {
        hour: i8,
        minute: i8,
    },
    Part(Part),
}

/// An expression as the grammar found it: lexemes from `first` to before `end`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found {
    pub(super) first: usize,
    pub(super) end: usize,
    pub(super) meaning: Meaning,
    pub(super) clock: Option<Clock>,
    pub(super) modifier: Option<Modifier>,
}

impl Found {
    pub(super) fn new(first: usize, end: usize, meaning: Meaning) -> Self {
        Found { first, end, meaning, clock: None, modifier: None }
    }
}
