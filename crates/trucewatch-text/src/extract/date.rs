//! When a document was published: the forms in which inputs write it, and what to do where they contradict each other.

use super::Hints;
use jiff::civil::Date;
use trucewatch_model::{Document, Moment, Notice};

/// Reads a date of publication: ISO 8601 dates and date-times, and the form of mails and feeds ("Fri, 21 Oct 2016 08:00:00
/// GMT"). `None` for anything else: "10/11/2016" means two days, and none is guessed.
pub fn parse_published(text: &str) -> Option<Moment> {
    let text = text.trim();
    if let Some(moment) = Moment::parse(text) {
        return Some(moment);
    }
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let part = |range: std::ops::Range<usize>| text[range].parse::<i16>().ok();
        return Date::new(part(0..4)?, part(4..6)? as i8, part(6..8)? as i8).ok().map(Moment::Day);
    }
    let zoned = jiff::fmt::rfc2822::parse(text).ok()?;
    let at = zoned.datetime();
    Some(Moment::Minute(at.date().at(at.hour(), at.minute(), 0, 0)))
}

/// Sets `published`: what the hint says, else the first date that the page gives, else the date in its address. Dates
/// that lie more than a day apart are told, since every weekday of the text hangs on them.
pub(super) fn settle(document: &mut Document, hints: &Hints, found: &[(&str, String)], notices: &mut Vec<Notice>) {
    let mut dates: Vec<(&str, Moment)> = Vec::new();
    if let Some(text) = hints.published.as_deref().filter(|text| !text.trim().is_empty()) {
        match parse_published(text) {
            Some(moment) => dates.push(("the record", moment)),
            None => notices.push(Notice {
                code: "bad-date",
                message: format!("`{text}` is no date of publication that can be read; write it as 2016-10-21"),
            }),
        }
    }
    dates.extend(found.iter().filter_map(|(place, text)| Some((*place, parse_published(text)?))));
    dates.extend(document.url.as_deref().and_then(date_in_url).map(|date| ("the address", Moment::Day(date))));
    let Some(&(place, first)) = dates.first() else {
        let message = "no date of publication, so that weekdays and \"yesterday\" stay open; give one with --published";
        notices.push(Notice { code: "no-date", message: message.into() });
        return;
    };
    document.published = Some(first);
    let apart = |date: Date| (first.date() - date).get_days().abs() > 1;
    if let Some((other, moment)) = dates.iter().find(|(_, moment)| apart(moment.date())) {
        notices.push(Notice {
            code: "dates-differ",
            message: format!("{place} says published {first}, {other} says {moment}; {first} is used"),
        });
    }
}

/// The date in an address such as `/2016/10/21/` or `/2016-10-21-`.
fn date_in_url(url: &str) -> Option<Date> {
    let numbers: Vec<&str> = url.split(['/', '-', '_', '.']).collect();
    numbers.windows(3).find_map(|part| {
        let [year, month, day] = part else { return None };
        let digits = |text: &str, len: usize| text.len() == len && text.bytes().all(|byte| byte.is_ascii_digit());
        (digits(year, 4) && (digits(month, 2) || digits(month, 1)) && (digits(day, 2) || digits(day, 1)))
            .then_some(())?;
        let year: i16 = year.parse().ok().filter(|year| (1980..2100).contains(year))?;
        Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_forms_are_read() {
        for text in ["2016-10-21", "20161021", " 2016-10-21 "] {
            assert_eq!(parse_published(text).unwrap().to_string(), "2016-10-21");
        }
        assert_eq!(parse_published("Fri, 21 Oct 2016 08:00:00 GMT").unwrap().to_string(), "2016-10-21T08:00");
        assert_eq!(parse_published("2016-10-21T08:00:00+03:00").unwrap().to_string(), "2016-10-21T08:00");
        for text in ["21/10/2016", "10/11/2016", "", "yesterday", "20161321"] {
            assert_eq!(parse_published(text), None, "{text}");
        }
    }

    #[test]
    fn addresses_often_carry_the_date() {
        assert_eq!(date_in_url("https://news.example/2016/10/21/pause").unwrap().to_string(), "2016-10-21");
        assert_eq!(date_in_url("https://news.example/pause-2016-10-21-1.html").unwrap().to_string(), "2016-10-21");
        assert_eq!(date_in_url("https://news.example/2016/pause"), None);
        assert_eq!(date_in_url("https://news.example/1234/56/78"), None);
    }
}
