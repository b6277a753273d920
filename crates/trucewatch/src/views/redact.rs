//! Names of private people. Residents, witnesses and others who hold no office are shown by what they are, not by name;
//! officials, commanders and organisations keep their names.

use trucewatch_model::{Category, Speaker};

/// Whether names of private people are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Names {
    /// Private people by role: the rule.
    #[default]
    Redacted,
    /// As written. For those who asked for it and know why.
    Full,
}

/// Who said something, fit to be shown: the fullest mention, a private person by role ("a teacher in Rastan").
pub fn speaker_label(speaker: &Speaker, names: Names) -> String {
    let full = speaker.refers_to.as_deref().unwrap_or(&speaker.text);
    if names == Names::Full || speaker.category != Category::Civilian {
        return full.to_owned();
    }
    role_of(full)
}

/// What is left of "Samir al-Dahhan, a teacher in Rastan" without the name. A mention that names nobody ("residents of
/// Rastan", "a teacher") stays.
fn role_of(mention: &str) -> String {
    // An age alone is no role.
    let says_something = |part: &&str| part.contains(char::is_alphabetic) && !names_somebody(part);
    let role: Vec<&str> = mention.split(", ").filter(says_something).collect();
    if role.is_empty() { "a private person".to_owned() } else { role.join(", ") }
}

/// Whether a phrase is a name: each of its words up to the first preposition has a capital, and it is not one plural that
/// merely opens a sentence. Where the script has no capitals, what is a name and what a role cannot be told: it is taken for a name.
fn names_somebody(phrase: &str) -> bool {
    let head: Vec<&str> = phrase.split_whitespace().take_while(|word| !is_preposition(word)).collect();
    let capital = |word: &&str| {
        word.contains(char::is_uppercase) || !word.contains(char::is_lowercase) && word.contains(char::is_alphabetic)
    };
    match head.as_slice() {
        [] => false,
        [word] => capital(word) && !word.ends_with('s'),
        words => words.iter().all(capital),
    }
}

fn is_preposition(word: &str) -> bool {
    matches!(word, "of" | "in" | "from" | "at" | "near" | "on" | "with" | "for")
}

#[cfg(test)]
mod tests {
    use super::*;
    use trucewatch_model::Span;

    fn label(text: &str, category: Category) -> String {
        let speaker = Speaker { text: text.into(), span: Span::default(), refers_to: None, category };
        speaker_label(&speaker, Names::Redacted)
    }

    #[test]
    fn private_people_are_shown_by_role() {
        assert_eq!(label("Samir al-Dahhan, a teacher in Rastan", Category::Civilian), "a teacher in Rastan");
        assert_eq!(label("Samir al-Dahhan", Category::Civilian), "a private person");
        assert_eq!(label("Samir", Category::Civilian), "a private person");
        assert_eq!(label("Samir al-Dahhan, 52", Category::Civilian), "a private person");
        assert_eq!(label("residents of Rastan", Category::Civilian), "residents of Rastan");
        assert_eq!(label("a teacher", Category::Civilian), "a teacher");
        assert_eq!(label("Residents of Rastan", Category::Civilian), "Residents of Rastan");
        assert_eq!(label("Local residents", Category::Civilian), "Local residents");
    }

    #[test]
    fn names_in_scripts_without_capitals_are_not_shown() {
        assert_eq!(label("سمير الدحان", Category::Civilian), "a private person");
        assert_eq!(label("سمير", Category::Civilian), "a private person");
        assert_eq!(label("سمير الدحان, a teacher in Rastan", Category::Civilian), "a teacher in Rastan");
        assert_eq!(label("residents of الرستن", Category::Civilian), "residents of الرستن");
    }

    #[test]
    fn people_in_office_keep_their_names() {
        assert_eq!(label("Abu Yazan, a rebel commander", Category::ArmedGroup), "Abu Yazan, a rebel commander");
    }
}
