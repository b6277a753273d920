//! What rules, modality and parties make of sentences that were once misread.

use crate::{Options, Reader};
use trucewatch_model::{Claim, Document, Kind, Modality, Moment};

fn claims(text: &str, kind: Kind) -> Vec<Claim> {
    let reader = Reader::new(&trucewatch_codebook::builtin(), Options::default());
    let document = Document { text: text.to_owned(), published: Moment::parse("2016-10-21"), ..Document::default() };
    reader.read(document).claims.into_iter().filter(|claim| claim.content.kind() == kind).collect()
}

fn actors(text: &str, kind: Kind) -> Vec<(&'static str, String)> {
    let claims = claims(text, kind);
    claims.into_iter().flat_map(|claim| claim.actors).map(|actor| (actor.role.word(), actor.text)).collect()
}

fn types(text: &str, kind: Kind) -> Vec<&'static str> {
    claims(text, kind).iter().map(|claim| claim.content.type_word()).collect()
}

#[test]
fn a_party_is_not_the_whole_clause() {
    let text = "About 60 families left through the crossing on Thursday, according to a monitoring group.";
    assert_eq!(actors(text, Kind::Movement), [("who", "About 60 families".to_owned())]);
}

#[test]
fn a_day_of_a_truce_and_an_attempt_are_nobody() {
    let found = actors("Shells fall on Marjun bridge on second day of army's pause", Kind::Attack);
    assert!(found.iter().all(|(_, text)| !text.contains("day")), "{found:?}");
    let found = actors("The army foiled an attempt to seize the hill.", Kind::Control);
    assert!(found.iter().all(|(_, text)| !text.contains("attempt")), "{found:?}");
}

#[test]
fn both_sides_of_a_fight_are_attackers() {
    let both = [("attacker", "Troops".to_owned()), ("attacker", "gunmen".to_owned())];
    assert_eq!(actors("Troops clashed with gunmen on Monday.", Kind::Attack), both);
}

#[test]
fn a_named_place_is_hit_but_is_no_target() {
    assert_eq!(actors("Jets bombed Aleppo on Monday.", Kind::Attack), [("attacker", "Jets".to_owned())]);
}

#[test]
fn what_shall_stop_goes_on() {
    let modality = |text: &str| claims(text, Kind::Casualties).first().map(|claim| claim.modality);
    assert_eq!(modality("We need the bombers to stop killing our children."), Some(Modality::Reported));
}

#[test]
fn what_a_battle_is_like_does_not_deny_it() {
    let found = claims("The coming battle for the town is not going to be like others.", Kind::Attack);
    assert!(found.iter().all(|claim| claim.modality != Modality::Denied));
}

#[test]
fn a_figure_is_no_hour() {
    let found = claims("On Monday the monitor put the death toll of the raid at three.", Kind::Casualties);
    assert!(found.iter().filter_map(|claim| claim.time.as_ref()).all(|time| !time.text.contains("three")));
}

#[test]
fn a_truce_is_not_called_they() {
    assert_eq!(types("The truce was signed on Monday. They began on Tuesday.", Kind::Ceasefire), ["agreed"]);
}

#[test]
fn a_clause_on_a_truce_takes_its_name() {
    let text = "The truce, which began on Monday and was to last a week, collapsed.";
    let began = claims(text, Kind::Ceasefire).into_iter().find(|claim| claim.content.type_word() == "took_effect");
    assert_eq!(
        began.map(|claim| text[claim.span.start..claim.span.end].to_owned()).as_deref(),
        Some("The truce, which began")
    );
}
