//! Hours as they are written, in one form: "9 a.m.", "nine in the morning" and "0900" are 09:00. What is no hour stays as written.

use super::facts::Knowledge;
use super::words::plain;

/// `HH:MM`, or the words as written.
pub(super) fn hour(written: &str, knowledge: &Knowledge) -> String {
    let words = plain(written);
    let list: Vec<&str> = words.split(' ').collect();
    clock(&list, knowledge).map_or_else(|| written.trim().to_owned(), |(hour, minute)| format!("{hour:02}:{minute:02}"))
}

fn clock(list: &[&str], knowledge: &Knowledge) -> Option<(u32, u32)> {
    let first = list
        .iter()
        .position(|word| knowledge.number(word).is_some() || word.starts_with(|c: char| c.is_ascii_digit()))?;
    let word = list[first];
    let digits: String = word.chars().take_while(|c| c.is_ascii_digit() || *c == ':').collect();
    let (mut hour, minute): (u32, u32) = match digits.split_once(':') {
        Some((hour, minute)) => (hour.parse().ok()?, minute.parse().ok()?),
        None if digits.len() == 4 => (digits[..2].parse().ok()?, digits[2..].parse().ok()?),
        None if digits.is_empty() => (u32::try_from(knowledge.number(word)?).ok()?, 0),
        None => {
            let minute = list.get(first + 1).filter(|next| next.len() == 2).and_then(|next| next.parse().ok());
            (digits.parse().ok()?, minute.unwrap_or(0))
        }
    };
    let rest = list[first..].join(" ");
    let after = knowledge.part_of_day(&rest);
    let late = rest.ends_with("pm")
        || rest.contains("p m")
        || (hour < 12 && matches!(after.as_deref(), Some("AF" | "EV")))
        || (matches!(after.as_deref(), Some("NI")) && (6..12).contains(&hour));
    let early = rest.contains("a m") || rest.ends_with("am") || after.as_deref() == Some("MO");
    if late && hour < 12 {
        hour += 12;
    }
    if early && hour == 12 {
        hour = 0;
    }
    (hour < 24 && minute < 60).then_some((hour, minute))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_come_in_one_form() {
        let knowledge = Knowledge::new(&trucewatch_codebook::builtin());
        for (written, hour_is) in [
            ("9 a.m.", "09:00"),
            ("6 p.m.", "18:00"),
            ("nine in the morning", "09:00"),
            ("six in the evening", "18:00"),
            ("08:30", "08:30"),
            ("1900", "19:00"),
            ("sunset", "sunset"),
            ("nine", "09:00"),
            ("10:00 p.m.", "22:00"),
        ] {
            assert_eq!(hour(written, &knowledge), hour_is, "{written}");
        }
    }
}
