//! Who says what in invented sentences: each line of an expectation is `speaker (= referent) | cue | content`, contents of
//! more than one stretch joined by ` / `.

use crate::{Options, Reader};
use std::sync::OnceLock;
use trucewatch_model::{Document, Mode, Statement};

fn statements(text: &str) -> Vec<Statement> {
    static READER: OnceLock<Reader> = OnceLock::new();
    let reader = READER.get_or_init(|| Reader::new(&trucewatch_codebook::builtin(), Options::default()));
    let document = Document { text: text.to_owned(), ..Document::default() };
    let annotated = reader.annotate(&document);
    reader.attributor.attribute(&annotated)
}

fn read(text: &str) -> Vec<String> {
    let line = |statement: Statement| {
        let speaker = statement.speaker.map_or("-".to_owned(), |speaker| match speaker.refers_to {
            Some(full) => format!("{} (= {full})", speaker.text),
            None => speaker.text,
        });
        let cue = statement.cue.map_or("-".to_owned(), |cue| cue.text);
        let content: Vec<&str> = statement.content.iter().map(|span| span.of(text)).collect();
        format!("{speaker} | {cue} | {}", content.join(" / "))
    };
    statements(text).into_iter().map(line).collect()
}

#[test]
fn a_clause_behind_the_verb_is_said_by_its_subject() {
    let text = "The health office in Darna said on Monday that 12 people were killed in the market.";
    assert_eq!(read(text), ["The health office in Darna | said | 12 people were killed in the market"]);
}

#[test]
fn a_frame_may_stand_behind_what_is_said() {
    let text = "The bridge was shelled at dawn, residents said.";
    assert_eq!(read(text), ["residents | said | The bridge was shelled at dawn"]);
}

#[test]
fn a_source_may_stand_behind_its_verb_with_all_that_is_told_of_it() {
    let text = "\"We have no water,\" said Omar Saleh, a baker in the old town.";
    assert_eq!(read(text), ["Omar Saleh, a baker in the old town | said | We have no water"]);
    assert_eq!(statements(text)[0].mode, Mode::Direct);
}

#[test]
fn a_quotation_goes_on_without_a_new_verb() {
    let text = "\"The road is open,\" the mayor said. \"Nobody has used it.\"";
    assert_eq!(read(text), ["the mayor | said | The road is open / Nobody has used it"]);
}

#[test]
fn adding_begins_the_next_statement_and_saying_does_not() {
    let text = "The army said two soldiers were hurt, adding that the truce was still holding.";
    assert_eq!(
        read(text),
        ["The army | said | two soldiers were hurt", "The army | adding | the truce was still holding"]
    );
    let text = "The governor denied the report, saying the depot was empty.";
    assert_eq!(read(text), ["The governor | denied | the report / the depot was empty"]);
}

#[test]
fn according_to_gives_the_sentence_to_its_source() {
    let text = "Three villages were taken on Friday, according to the provincial council.";
    assert_eq!(read(text), ["the provincial council | according to | Three villages were taken on Friday"]);
}

#[test]
fn words_passed_on_are_two_statements() {
    let text = "The spokesman was quoted by Radio Nile as saying that the convoy had turned back.";
    assert_eq!(
        read(text),
        ["Radio Nile | was quoted | the convoy had turned back", "The spokesman | saying | the convoy had turned back"]
    );
}

#[test]
fn a_headline_may_name_its_source() {
    let text = "Truce holds in the south: monitor\n\nIt was quiet.\n";
    assert_eq!(read(text), ["monitor | : | Truce holds in the south"]);
}

#[test]
fn pronouns_and_bare_descriptions_stand_for_the_one_quoted_before() {
    let text = "The Lake Relief Network said the ferry was hit. The network said four people drowned. It added that the \
                crew was safe.";
    assert_eq!(
        read(text),
        [
            "The Lake Relief Network | said | the ferry was hit",
            "The network (= The Lake Relief Network) | said | four people drowned",
            "It (= The Lake Relief Network) | added | the crew was safe",
        ]
    );
}

#[test]
fn who_stands_for_the_noun_before_it() {
    let text = "The offer came from rebels who say that the port must be reopened.";
    assert_eq!(read(text), ["rebels | say | the port must be reopened"]);
}

#[test]
fn deeds_and_feelings_are_no_statements() {
    for text in [
        "The minister condemned the attack.",
        "The council announced a ceasefire.",
        "The army did not say how many were killed.",
        "Talks will continue on Sunday.",
    ] {
        assert_eq!(read(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn a_text_without_commas_is_read_by_its_order() {
    let start =
        "Heavy fighting went on in the hills for a third day and hundreds of families left their homes. ".repeat(5);
    let text = format!("{start}Nine people were killed when a shell exploded there activists in the town said.");
    assert_eq!(read(&text), ["activists in the town | said | Nine people were killed when a shell exploded there"]);
}

#[test]
fn the_paragraphs_behind_a_colon_are_a_speech() {
    let text = "The Foreign Minister said:\n\nThe attack on the hospital was an outrage against all of us.\n\nWe will help \
                the wounded in every way that we can.\n";
    let found = statements(text);
    assert_eq!(found[0].content.len(), 2, "{:?}", read(text));
}
