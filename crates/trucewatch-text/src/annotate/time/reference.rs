//! The day that a report's "today" is: the date printed in its own text where there is one, else the date of publication.

use super::lex::{LexKind, Line};
use super::meaning::{Found, Meaning, Year};
use super::words::Sign;
use crate::Annotated;
use jiff::civil::Date;

/// The two dates that a report can bear. They can contradict each other: then the printed one counts, and the difference is
/// worth a notice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReferenceDates {
    /// In the dateline or at the head of the text: "BEIRUT, Nov 22 (Agency) -", "Date of publication 11 October 2016".
    pub printed: Option<Date>,
    /// `Document::published`.
    pub published: Option<Date>,
}

impl ReferenceDates {
    /// The day that the report's expressions of time are counted from.
    pub fn reference(self) -> Option<Date> {
        self.printed.or(self.published)
    }

    /// Whether the two are more than a day apart, which is more than the night between writing and printing.
    pub fn contradict(self) -> bool {
        match (self.printed, self.published) {
            (Some(printed), Some(published)) => (published - printed).get_days().abs() > 1,
            _ => false,
        }
    }
}

/// A date that opens a report stands among its first so many bytes.
const HEAD: usize = 700;

/// The dates of a report whose expressions are `found`.
pub(super) fn reference_dates(text: &Annotated<'_>, line: &Line<'_>, found: &[Found]) -> ReferenceDates {
    let published = text.document.published.map(|at| at.date());
    let head = found.iter().take_while(|found| line.at(found.first).span.start < HEAD);
    let printed = head.filter_map(|found| printed_date(line, found, published)).next();
    ReferenceDates { printed, published }
}

fn printed_date(line: &Line<'_>, found: &Found, published: Option<Date>) -> Option<Date> {
    let Meaning::Day { year, month, day } = found.meaning else { return None };
    let (before, behind) = (line.before(found.first), line.at(found.end));
    match year {
        Year::Given(year) => {
            let opens = line.at(found.first).opens && behind.kind != LexKind::Mark(',');
            let labelled = before.senses.is(Sign::Dated) || line.at(found.first.wrapping_sub(2)).senses.is(Sign::Dated);
            // "AFP Sunday 3 Jul 2016 Fierce fighting ...": glued to the headline by a page's layout, with no preposition.
            let behind_heading = behind.capital && behind.senses.month.is_none()
                || matches!(behind.kind, LexKind::Number | LexKind::Nothing | LexKind::Mark('"' | '“'));
            let in_heading = before.capital && !before.senses.any() && behind_heading;
            (opens || labelled || in_heading || dateline(line, found)).then(|| Date::new(year, month, day).ok())?
        }
        Year::Open if dateline(line, found) => {
            let near = published?;
            let candidates = [-1, 0, 1].into_iter().filter_map(|shift| Date::new(near.year() + shift, month, day).ok());
            candidates.min_by_key(|date| (near - *date).get_days().abs())
        }
        _ => None,
    }
}

/// "BEIRUT, Nov 22 (Agency) -", "KYIV, 15 March 2016.", "MANILA, March 11 —": a place in capital letters or at a paragraph's
/// head, a comma that may be lost, the date, a mark.
fn dateline(line: &Line<'_>, found: &Found) -> bool {
    if !matches!(line.at(found.end).kind, LexKind::Mark('(' | '-' | '–' | '—' | '.' | '/' | '_' | ':')) {
        return false;
    }
    // "the minister's December 7-9 visit"
    if line.at(found.end).glued && line.mark(found.end, '-') {
        return false;
    }
    let mut at = found.first;
    if line.mark(at.wrapping_sub(1), ',') {
        at -= 1;
    }
    // Back over the place to the head of its sentence; all its words are capital.
    for _ in 0..8 {
        if at == 0 || line.at(at).opens {
            break;
        }
        at -= 1;
        let here = line.at(at);
        if matches!(here.kind, LexKind::Word | LexKind::Mark('\'' | '’')) && !here.capital {
            return false;
        }
    }
    at < found.first && line.at(at).opens && line.at(at).capital
}
