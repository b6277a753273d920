//! The words of a text as names are compared: without apostrophes, accents, hyphens and the Arabic article, and with
//! spellings of the same sound folded together. Which names there are is `names`.

use trucewatch_model::Span;

/// One word of a text, ready to be compared.
#[derive(Debug)]
pub(super) struct Word {
    /// Where it stands, possessive ending apart.
    pub span: Span,
    /// The folded word; see [`fold`].
    pub key: String,
    /// How it is written.
    pub case: Case,
    /// Start of the Arabic article before it ("al-" of "al-Nusra"), else the word's own start.
    pub article: usize,
    /// Whether only blanks, hyphens or quotation marks stand between it and the word before.
    pub joined: bool,
}

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// No capital at its head.
    Lower,
    /// A capital at its head.
    Capital,
    /// Two or more letters, all capitals.
    Acronym,
}

/// Articles that are dropped before a hyphen; "al" and "el" also before a blank.
const ARTICLES: [&str; 10] = ["al", "el", "as", "ash", "an", "ar", "at", "ad", "az", "ul"];

/// The words of a text.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut found: Vec<Word> = Vec::new();
    let mut chars = text.char_indices().peekable();
    let mut joined = false;
    let mut article: Option<usize> = None;
    while let Some((start, first)) = chars.next() {
        if is_apostrophe(first) && joined && is_possessive(&text[start + first.len_utf8()..]) {
            chars.next();
            continue;
        }
        if !first.is_alphanumeric() {
            let paragraph = first == '\n' && text[..start].trim_end_matches([' ', '\r']).ends_with('\n');
            if paragraph || !(matches!(first, ' ' | '\n' | '\u{a0}') || is_hyphen(first) || is_quote(first)) {
                joined = false;
                article = None;
            }
            continue;
        }
        let mut end = start + first.len_utf8();
        let mut plain = String::from(first);
        while let Some(&(at, next)) = chars.peek() {
            let rest = &text[at + next.len_utf8()..];
            if next.is_alphanumeric() {
                plain.push(next);
            } else if is_apostrophe(next) {
                // "Assad's" ends before the apostrophe, "Shi'ite" goes on.
                if is_possessive(rest) || !rest.starts_with(char::is_alphabetic) {
                    break;
                }
            } else if next == '.' && plain.chars().count() <= 4 && is_dotted(&text[start..at], rest) {
                // "U.N." is one word; its last stop is left outside.
            } else {
                break;
            }
            end = at + next.len_utf8();
            chars.next();
        }
        let hyphen = chars.peek().is_some_and(|&(_, next)| is_hyphen(next));
        let lower = plain.to_lowercase();
        let all_capitals = plain.chars().all(|c| !c.is_lowercase()) && plain.chars().count() > 1;
        if ARTICLES.contains(&lower.as_str()) && (hyphen || matches!(plain.as_str(), "al" | "el" | "Al" | "El")) {
            article = Some(start);
            continue;
        }
        found.push(Word {
            span: Span::new(start, end),
            key: fold(&lower),
            case: match first.is_uppercase() {
                _ if all_capitals && plain.chars().any(char::is_alphabetic) => Case::Acronym,
                true => Case::Capital,
                false => Case::Lower,
            },
            article: article.take().unwrap_or(start),
            joined,
        });
        joined = true;
    }
    found
}

/// Folds the spellings of one sound: "Jaysh" and "Jaish", "Nusrah" and "Nusra", "Fateh" and "Fatah", "Houthi" and "Huthi".
/// Short words are left as they are, since too many are alike.
pub(super) fn fold(lower: &str) -> String {
    let plain: String = lower.chars().map(without_accent).collect();
    if plain.len() < 5 || plain.chars().any(|c| c.is_ascii_digit()) {
        return plain;
    }
    let mut folded = String::with_capacity(plain.len());
    let mut last = '\0';
    let mut chars = plain.chars().peekable();
    while let Some(c) = chars.next() {
        let c = match c {
            'o' if chars.peek() == Some(&'u') => {
                chars.next();
                'u'
            }
            'e' if chars.peek() == Some(&'e') => {
                chars.next();
                'i'
            }
            'o' | 'u' => 'u',
            'a' | 'e' => 'a',
            'i' | 'y' => 'i',
            'q' => 'k',
            other => other,
        };
        if c != last {
            folded.push(c);
        }
        last = c;
    }
    if folded.ends_with("ah") || folded.ends_with("ih") {
        folded.pop();
    }
    folded
}

fn without_accent(c: char) -> char {
    match c {
        'à'..='å' | 'ā' | 'ă' => 'a',
        'ç' | 'č' | 'ć' => 'c',
        'è'..='ë' | 'ē' | 'ě' => 'e',
        'ì'..='ï' | 'ī' | 'ı' => 'i',
        'ñ' => 'n',
        'ò'..='ö' | 'ō' | 'ø' => 'o',
        'ù'..='ü' | 'ū' => 'u',
        'š' | 'ş' | 'ș' => 's',
        'ž' => 'z',
        'ğ' => 'g',
        other => other,
    }
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`' | 'ʼ' | 'ʿ' | 'ʾ')
}

/// Whether the words behind an apostrophe begin with a possessive's `s`.
fn is_possessive(rest: &str) -> bool {
    let mut after = rest.chars();
    matches!(after.next(), Some('s' | 'S')) && !after.next().is_some_and(char::is_alphanumeric)
}

fn is_quote(c: char) -> bool {
    is_apostrophe(c) || matches!(c, '"' | '“' | '”')
}

/// Whether a stop after `before` is one of an acronym's: single letters on both sides, or at its end.
fn is_dotted(before: &str, rest: &str) -> bool {
    let letters = before.rsplit('.').next().is_some_and(|part| part.chars().count() == 1);
    let mut after = rest.chars();
    let (one, two) = (after.next(), after.next());
    letters && one.is_some_and(char::is_uppercase) && !two.is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.key).collect()
    }

    #[test]
    fn spellings_of_one_name_have_one_key() {
        assert_eq!(keys("Jaysh al-Islam"), keys("Jaish el-Islam"));
        assert_eq!(keys("Shi'ite"), keys("Shiite"));
        assert_eq!(keys("Jabhat al-Nusra"), keys("Jabhet Al Nusrah"));
        assert_eq!(keys("Houthis"), keys("Huthis"));
    }

    #[test]
    fn possessives_and_acronyms_are_cut_where_the_name_ends() {
        let text = "Assad's U.N. envoy";
        let found: Vec<&str> = words(text).iter().map(|word| word.span.of(text)).collect();
        assert_eq!(found, ["Assad", "U.N", "envoy"]);
        assert_eq!(words(text)[1].case, Case::Acronym);
    }

    #[test]
    fn a_comma_or_an_empty_line_parts_words() {
        let joined: Vec<bool> = words("Free Syrian, Army\n\nFront").iter().map(|word| word.joined).collect();
        assert_eq!(joined, [false, true, false, false]);
    }
}
