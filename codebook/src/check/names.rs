//! Which known name somebody most likely meant who wrote one that is not known.

use crate::source::DataError;

/// The known name that is most like `wanted`; `None` where none comes near.
pub fn nearest_name<'n>(wanted: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let wanted = wanted.to_lowercase();
    let near = known.into_iter().map(|name| {
        let lower = name.to_lowercase();
        // A name that was only begun is near, however much of it is missing.
        let distance = if wanted.len() > 2 && lower.starts_with(&wanted) { 1 } else { edits(&wanted, &lower) };
        (distance, name)
    });
    near.min_by_key(|(distance, _)| *distance)
        .filter(|(distance, _)| *distance * 3 <= wanted.chars().count())
        .map(|(_, name)| name)
}

/// "; did you mean `x`?", or nothing.
pub(super) fn did_you_mean(name: Option<&str>) -> String {
    name.map_or(String::new(), |name| format!("; did you mean `{name}`?"))
}

/// An error of shape with the key that was meant: "unknown field `nmae`, expected one of `id`, `name`".
pub(super) fn with_suggestion(mut error: DataError) -> DataError {
    let quoted: Vec<&str> = error.message.split('`').skip(1).step_by(2).collect();
    if let [found, allowed @ ..] = quoted.as_slice()
        && error.message.starts_with("unknown ")
    {
        error.message += &did_you_mean(nearest_name(found, allowed.iter().copied()));
    }
    error
}

/// Levenshtein distance in characters, where two letters that changed places are one edit.
fn edits(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![(0..=b.len()).collect::<Vec<usize>>()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let changed = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = changed.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_few_edits_apart() {
        assert_eq!(edits("pause", "puase"), 1);
        assert_eq!(edits("", "abc"), 3);
        assert_eq!(edits("هدنة", "هدنه"), 1);
        assert_eq!(nearest_name("goverment", ["military", "government"]), Some("government"));
        assert_eq!(nearest_name("rastan-pause", ["rastan-pause.html"]), Some("rastan-pause.html"));
        assert_eq!(nearest_name("xyz", ["military", "government"]), None);
    }
}
