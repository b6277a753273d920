//! Hospitals, shelters and the like without their names: "Al-Quds hospital" becomes "hospital".

use trucewatch_codebook::exact_spots;

/// Words that have a capital only because a sentence begins with them.
const SMALL_WORDS: [&str; 14] =
    ["the", "a", "an", "in", "at", "on", "near", "from", "to", "of", "and", "this", "that", "one"];

/// The words, where no noun for a spot has a name before it.
pub(super) fn unnamed(words: &str) -> String {
    let mut tokens: Vec<&str> = words.split(' ').collect();
    let mut at = 0;
    while at < tokens.len() {
        let len = noun_len(&tokens, at);
        if len > 0 {
            let noun = at + 1 - len;
            let mut from = noun;
            while from > 0 && is_name(tokens[from - 1]) {
                from -= 1;
            }
            tokens.drain(from..noun);
            at -= noun - from;
        }
        at += 1;
    }
    tokens.join(" ")
}

/// How many tokens the longest noun for a spot has that ends here; 0 where none does.
fn noun_len(tokens: &[&str], at: usize) -> usize {
    let same = |token: &str, noun: &str| {
        let token = token.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        token == noun || token.strip_suffix('s') == Some(noun)
    };
    let ends = |noun: &&str| {
        let words: Vec<&str> = noun.split(' ').collect();
        let from = (at + 1).checked_sub(words.len());
        from.is_some_and(|from| words.iter().zip(&tokens[from..]).all(|(noun, token)| same(token, noun)))
    };
    exact_spots().filter(ends).map(|noun| noun.split(' ').count()).max().unwrap_or(0)
}

fn is_name(token: &str) -> bool {
    token.contains(char::is_uppercase)
        && !token.ends_with([',', '.', ';', ':', '!', '?', ']', ')'])
        && !SMALL_WORDS.contains(&token.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::unnamed;

    #[test]
    fn hospitals_and_shelters_lose_their_names() {
        for (words, cleaned) in [
            ("a raid on the Al-Quds hospital in Sukkari", "a raid on the hospital in Sukkari"),
            ("Omar Field Hospital was hit", "Field Hospital was hit"),
            ("The hospital was hit", "The hospital was hit"),
            ("In hospitals, doctors wait", "In hospitals, doctors wait"),
            ("two schools", "two schools"),
            ("the M10 hospital, Aleppo", "the hospital, Aleppo"),
        ] {
            assert_eq!(unnamed(words), cleaned);
        }
    }
}
