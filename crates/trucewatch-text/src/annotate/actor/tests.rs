//! The annotator on invented sentences, with the real parse.

use super::{ActorAnnotator, Nouns};
use crate::parse::Parser;
use crate::{Annotated, Splitter};
use trucewatch_codebook::Data;
use trucewatch_model::{Category, Document, Span, Victims};

fn with<T>(text: &str, look: impl Fn(&Nouns, &Annotated<'_>) -> T) -> T {
    read(&trucewatch_codebook::builtin(), text, None, look)
}

fn read<T>(codebook: &Data, text: &str, source: Option<&str>, look: impl Fn(&Nouns, &Annotated<'_>) -> T) -> T {
    let document = Document { text: text.to_owned(), source: source.map(str::to_owned), ..Document::default() };
    let (sentences, tokens) = Splitter::new(codebook).split_sentences(&document);
    let mut annotated = Annotated::new(&document, sentences, tokens);
    Parser::new(codebook).parse(&mut annotated, true);
    ActorAnnotator::new(codebook).annotate(&mut annotated);
    look(&Nouns::new(codebook), &annotated)
}

/// The party that a name in a text is led to.
fn actor(text: &str, name: &str) -> Option<String> {
    with(text, |_, annotated| {
        let found = annotated.mentions.iter().find(|mention| annotated.words(mention.span) == name);
        found.unwrap_or_else(|| panic!("no mention of {name} in {text}")).actor.clone()
    })
}

fn category(phrase: &str) -> Category {
    category_in(phrase, phrase)
}

fn category_in(text: &str, phrase: &str) -> Category {
    let start = text.rfind(phrase).unwrap();
    with(text, |nouns, annotated| nouns.category_of(annotated, Span::new(start, start + phrase.len())))
}

#[test]
fn one_army_is_named_in_many_spellings() {
    for name in ["Jaish al-Islam", "Jaysh el-Islam", "Army of Islam"] {
        let text = format!("Fighters of {name} left Douma, a suburb of the Syrian capital.");
        assert_eq!(actor(&text, name).as_deref(), Some("syria/jaish-islam"), "{name}");
    }
}

#[test]
fn the_army_is_that_of_the_war_in_focus() {
    assert_eq!(actor("Sudan: the army shelled Nyala, a Sudanese town.", "army").as_deref(), Some("sudan/army"));
    assert_eq!(actor("Syria: the army shelled Douma, a Syrian town.", "army").as_deref(), Some("syria/army"));
    assert_eq!(actor("In the capital the army shelled a suburb.", "army"), None);
}

#[test]
fn an_acronym_wants_its_capitals() {
    assert_eq!(actor("The US said so.", "US").as_deref(), Some("international/us"));
    with("They told us who is who.", |_, annotated| assert_eq!(annotated.mentions, []));
}

#[test]
fn a_lost_apostrophe_leaves_the_name() {
    assert_eq!(actor("Syrias army spoke.", "Syria").as_deref(), Some("syria/government"));
}

#[test]
fn the_noun_that_heads_a_phrase_says_who_speaks() {
    let cases = [
        ("rebel sources", Category::ArmedGroup),
        ("a resident in Sakhour district", Category::Civilian),
        ("Civil defence workers", Category::RescueMedical),
        ("hospital officials", Category::RescueMedical),
        ("an Interior Ministry spokesman", Category::Government),
        ("a military spokesman", Category::Military),
        ("a spokesman for the rebels", Category::ArmedGroup),
        ("a source at the governorate", Category::Government),
        ("local sources", Category::Unknown),
        ("state media", Category::Media),
        ("a newspaper reporter", Category::Media),
        ("the UN envoy", Category::International),
        ("the Syrian Observatory for Human Rights", Category::Monitor),
        ("the London-based monitoring group", Category::Monitor),
        ("Damascus", Category::Government),
        ("one of the villagers", Category::Civilian),
        ("the rebel foreign minister", Category::ArmedGroup),
        ("the opposition coalition", Category::Political),
    ];
    for (phrase, expected) in cases {
        assert_eq!(category(phrase), expected, "{phrase}");
    }
}

#[test]
fn an_apposition_tells_what_a_name_does_not() {
    assert_eq!(category("Hamid Karam, a doctor in the besieged town"), Category::RescueMedical);
    assert_eq!(category("Hamid Karam, who asked for help"), Category::Civilian);
}

#[test]
fn a_surname_keeps_the_office_of_its_bearer() {
    let text = "Interior Minister Hamid Karam denied it. Nobody was hurt, Karam said.";
    assert_eq!(category_in(text, "Karam"), Category::Government);
}

#[test]
fn a_name_that_one_side_gives_means_the_party_in_that_sides_reports() {
    let mut codebook = trucewatch_codebook::builtin();
    let mut outlet = codebook.outlets[0].clone();
    (outlet.name, outlet.affiliation) = ("Orient Courier".to_owned(), "syria/government".to_owned());
    codebook.outlets.push(outlet);
    let rebels = |source: &str| {
        let text = "Terrorists fired shells on Damascus, a Syrian official said.";
        read(&codebook, text, Some(source), |_, annotated| annotated.mentions[0].actor.clone())
    };
    assert_eq!(rebels("Orient Courier").as_deref(), Some("syria/rebels"));
    assert_eq!(rebels("Some Paper"), None);
}

#[test]
fn a_side_can_be_a_state_an_army_a_machine_or_an_adjective() {
    let is_party =
        |phrase: &str| with(phrase, |nouns, annotated| nouns.is_party(annotated, Span::new(0, phrase.len())));
    for phrase in ["Russian", "the rebels", "warplanes", "Israel", "regime forces", "unknown gunmen", "Hamas"] {
        assert!(is_party(phrase), "{phrase}");
    }
    for phrase in ["the hospital", "witnesses", "heavy rain", "the market"] {
        assert!(!is_party(phrase), "{phrase}");
    }
}

#[test]
fn victims_are_what_the_head_of_their_phrase_says() {
    let victims =
        |phrase: &str| with(phrase, |nouns, annotated| nouns.victims_of(annotated, Span::new(0, phrase.len())));
    let cases = [
        ("three soldiers", Some(Victims::Combatant)),
        ("women and children", Some(Victims::Civilian)),
        ("12 people", Some(Victims::Unknown)),
        ("members of their families", Some(Victims::Civilian)),
        ("two policemen and four villagers", Some(Victims::Mixed)),
        ("rebel leaders", Some(Victims::Combatant)),
        ("a bridge", None),
    ];
    for (phrase, expected) in cases {
        assert_eq!(victims(phrase), expected, "{phrase}");
    }
}
