//! The headline of a plain text. The text itself is left as it is.

/// Longest headline, in characters; agency headlines end well below.
const LONGEST: usize = 160;

/// The first line, if it looks like a headline: short, without a full stop at its end, and with a blank line or a longer
/// line after it.
pub(super) fn title(text: &str) -> Option<&str> {
    let mut lines = text.lines().map(str::trim).skip_while(|line| line.is_empty());
    let first = lines.next()?;
    let next = lines.next()?;
    let words = first.split_whitespace().count();
    let ends_like_prose = first.ends_with(['.', ',', ';', ':', '…']);
    let stands_apart = next.is_empty() || next.len() > first.len();
    // "ALEPPO, Syria (Agency) - ..." opens the text itself.
    let is_dateline = first.contains(" - ") && first.contains('(') || first.contains(" — ");
    (words >= 2 && first.chars().count() <= LONGEST && !ends_like_prose && stands_apart && !is_dateline)
        .then_some(first)
}

#[cfg(test)]
mod tests {
    use super::title;

    #[test]
    fn a_short_first_line_with_a_blank_one_after_it_is_the_title() {
        assert_eq!(
            title("\n Rebels refuse pause in Qalat \r\n\r\nThe army said..."),
            Some("Rebels refuse pause in Qalat")
        );
    }

    #[test]
    fn prose_and_datelines_are_no_titles() {
        assert_eq!(title("The army said it would observe the truce.\n\nRebels refused."), None);
        assert_eq!(title("QALAT, (Agency) - The army opened two corridors\n\nRebels refused."), None);
        assert_eq!(title("One line alone"), None);
        assert_eq!(title(""), None);
    }
}
