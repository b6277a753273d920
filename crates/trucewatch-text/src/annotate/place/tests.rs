//! Place names in invented sentences, read without a parse.

use super::*;
use crate::Splitter;

/// Name, words for a claim, id of the place.
type Mark = (String, Option<String>, Option<String>);

fn marks(source: &str) -> Vec<Mark> {
    let document = Document { text: source.to_owned(), ..Document::default() };
    let codebook = trucewatch_codebook::builtin();
    let (sentences, tokens) = Splitter::new(&codebook).split_sentences(&document);
    let mut text = Annotated::new(&document, sentences, tokens);
    PlaceAnnotator::new(&codebook).annotate(&mut text);
    let mark = |at: usize| {
        let toponym = &text.toponyms[at];
        let wide = claim_place_span(&text, at).map(|span| text.words(span).to_owned());
        (text.words(toponym.span).to_owned(), wide, toponym.place.as_ref().map(|place| place.id.clone()))
    };
    (0..text.toponyms.len()).map(mark).collect()
}

fn wide(source: &str) -> Vec<String> {
    marks(source).into_iter().filter_map(|(_, wide, _)| wide).collect()
}

#[test]
fn kind_and_direction_belong_to_the_place_of_a_claim() {
    assert_eq!(wide("Shells hit eastern Aleppo on Monday."), ["eastern Aleppo"]);
    assert_eq!(wide("Clashes broke out in Idlib province overnight."), ["Idlib province"]);
    assert_eq!(wide("Two men were shot north of Baghdad."), ["north of Baghdad"]);
    assert_eq!(wide("Shells fell in the southern countryside of Hama."), ["southern countryside of Hama"]);
}

#[test]
fn the_kind_before_a_name_is_left_out() {
    assert_eq!(wide("The army entered the city of Homs at dawn."), ["Homs"]);
}

#[test]
fn a_nationality_is_no_place_of_a_happening() {
    let marks = marks("Russian planes bombed Aleppo.");
    assert_eq!((marks[0].0.as_str(), &marks[0].1), ("Russian", &None));
    assert_eq!(marks[0].2.as_deref(), Some("geonames:2017370"));
    assert_eq!(marks[1].1.as_deref(), Some("Aleppo"));
}

#[test]
fn the_state_behind_a_comma_tells_which_town_is_meant() {
    let of = |source: &str| marks(source)[0].2.clone();
    assert_eq!(of("He was born in Paris, France."), Some("geonames:2988507".into()));
    assert_eq!(of("He was born in Paris, Texas, and moved away."), Some("geonames:4717560".into()));
}

#[test]
fn a_name_means_the_city_unless_the_province_is_asked_for() {
    let of = |source: &str| marks(source)[0].2.clone();
    assert_eq!(of("Planes struck Homs on Friday."), Some("geonames:169577".into()));
    assert_ne!(of("Planes struck Homs province on Friday."), Some("geonames:169577".into()));
}

#[test]
fn people_and_parties_are_no_places() {
    for source in ["The Taliban rejected the offer.", "The truce for Ramadan was extended.", "The EU and the UN met."] {
        assert_eq!(wide(source), Vec::<String>::new(), "{source}");
    }
}

#[test]
fn nothing_breaks_on_odd_texts() {
    for source in [
        "",
        " ",
        "-",
        "al-",
        "Al-",
        "al-al-al-",
        "A-",
        "İ",
        "of of Of",
        "X\nY\n",
        "Ç’s’S ‘A’-b",
        "10th 20th",
        "U.S.S.R.-",
    ] {
        marks(source);
    }
}
