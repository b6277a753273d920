//! What is read as casualties, sentence by sentence: `measure min..max victims | words`, `<` before what breaks another down.

use crate::claim::Claimant;
use crate::{Options, Reader};
use trucewatch_model::{Content, Document};

/// The casualties of a text, one a line, in the order in which they stand.
fn casualties(text: &str) -> Vec<String> {
    let codebook = trucewatch_codebook::builtin();
    let reader = Reader::new(&codebook, Options::default());
    let document = Document { text: text.to_owned(), ..Document::default() };
    let text = reader.annotate(&document);
    let bound = |bound: Option<u64>| bound.map_or(String::new(), |bound| bound.to_string());
    let candidates = Claimant::new(&codebook).candidates(&text, &[]);
    let mut found: Vec<(usize, String)> = candidates
        .iter()
        .filter_map(|candidate| match &candidate.draft.content {
            Content::Casualties { measure, count, victims, part_of, .. } => {
                let part = if part_of.is_some() { "< " } else { "" };
                let (min, max) = (bound(count.min), bound(count.max));
                let words = text.words(candidate.span);
                Some((
                    candidate.span.start,
                    format!("{part}{} {min}..{max} {} | {words}", measure.word(), victims.word()),
                ))
            }
            _ => None,
        })
        .collect();
    found.sort_by_key(|(start, _)| *start);
    found.into_iter().map(|(_, line)| line).collect()
}

/// Left of a passive, right of an active verb, each figure with its own word of harm.
#[test]
fn figures_belong_to_the_nearest_word_of_harm() {
    assert_eq!(
        casualties("At least 12 soldiers were killed and 30 others wounded in the ambush."),
        ["killed 12.. combatant | At least 12 soldiers were killed", "injured 30..30 combatant | 30 others wounded"]
    );
    assert_eq!(
        casualties("The blast killed four villagers and injured nine."),
        ["killed 4..4 civilian | The blast killed four villagers", "injured 9..9 civilian | injured nine"]
    );
}

/// Headlines leave out auxiliaries and nouns.
#[test]
fn headlines_tell_figures_without_nouns() {
    assert_eq!(
        casualties("Five killed, 12 hurt in mortar fire"),
        ["killed 5..5 unknown | Five killed", "injured 12..12 unknown | 12 hurt"]
    );
    assert_eq!(
        casualties("Rocket Attack on Market Kills 9 Civilians"),
        ["killed 9..9 civilian | Rocket Attack on Market Kills 9 Civilians"]
    );
}

/// People told apart are counted apart, people told together together.
#[test]
fn lists_are_split_where_each_has_its_own_number() {
    assert_eq!(
        casualties("The strike killed 31 fighters and eight civilians."),
        ["killed 31..31 combatant | The strike killed 31 fighters", "killed 8..8 civilian | eight civilians"]
    );
    assert_eq!(
        casualties("Shells wounded a woman and her son."),
        ["injured 2..2 civilian | Shells wounded a woman and her son"]
    );
}

/// Parts point at the number that they break down.
#[test]
fn breakdowns_are_parts() {
    assert_eq!(
        casualties("Ten people, including three children, were killed."),
        [
            "killed 10..10 unknown | Ten people, including three children, were killed",
            "< killed 3..3 civilian | including three children"
        ]
    );
    assert_eq!(
        casualties("Six people were injured, two of them seriously."),
        ["injured 6..6 unknown | Six people were injured", "< injured 2..2 unknown | two of them seriously"]
    );
}

/// Nouns of harm, tolls, lives.
#[test]
fn nouns_tell_harm_too() {
    assert_eq!(
        casualties("The death toll rose to 57 overnight."),
        ["killed 57..57 unknown | The death toll rose to 57"]
    );
    assert_eq!(
        casualties("He confirmed the deaths of two nurses."),
        ["killed 2..2 civilian | the deaths of two nurses"]
    );
    assert_eq!(
        casualties("The fighting claimed the lives of 40 people."),
        ["killed 40..40 unknown | The fighting claimed the lives of 40 people"]
    );
    assert_eq!(casualties("The raid caused no casualties."), ["harmed 0..0 unknown | no casualties"]);
}

/// Only conflict is coded, and only people.
#[test]
fn accidents_animals_and_towns_are_left() {
    for text in [
        "Nineteen people were killed in a road accident.",
        "Forty chickens died of bird flu.",
        "The rebels captured two villages.",
    ] {
        assert_eq!(casualties(text), Vec::<String>::new(), "{text}");
    }
}
