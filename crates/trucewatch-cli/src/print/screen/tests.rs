//! A reading put together by hand, as it looks on screens.

use super::Screen;
use trucewatch::model::{
    ActorRef, AttackMethod, Category, CeasefireAction, Claim, ClaimPlace, ClaimTime, Content, CorridorAction, Count,
    Document, Measure, Modality, Mode, Moment, Notice, Reading, Role, Span, Speaker, Statement, Victims, Window,
};

const TEXT: &str = "Rebels refuse pause in حي السكري\n\nThe army declared a unilateral ceasefire over three days in حي \
    السكري from morning to sunset. All corridors are empty, he said. Since 19 September more than 800 civilians were killed \
    in Qalat, medics said. Residents reported no raids on the town.";

fn span(words: &str) -> Span {
    let start = TEXT.find(words).expect("the words stand in the text");
    Span::new(start, start + words.len())
}

fn day(text: &str) -> Option<Moment> {
    Moment::parse(text)
}

fn claim(words: &str, modality: Modality, statement: Option<usize>, content: Content) -> Claim {
    Claim {
        span: span(words),
        trigger: span(words),
        modality,
        statement,
        time: None,
        places: Vec::new(),
        actors: Vec::new(),
        content,
        rule: "test/rule".into(),
        confidence: 0.9,
    }
}

fn said_by(text: &str, refers_to: Option<&str>, content: &str) -> Statement {
    let speaker = Speaker {
        text: text.into(),
        span: span(text),
        refers_to: refers_to.map(str::to_owned),
        category: Category::Civilian,
    };
    Statement { speaker: Some(speaker), cue: None, content: vec![span(content)], mode: Mode::Indirect }
}

fn actor(role: Role, text: &str) -> ActorRef {
    ActorRef { role, text: text.into(), id: None }
}

fn place(text: &str) -> ClaimPlace {
    ClaimPlace { text: text.into(), span: span(text), place: None }
}

fn reading() -> Reading {
    let statements = vec![
        said_by("he", Some("Samir al-Dahhan, a teacher"), "All corridors are empty"),
        said_by("medics", None, "Since 19 September more than 800 civilians were killed in Qalat"),
        said_by("Residents", None, "no raids on the town"),
    ];
    let window = Window {
        duration: Some("P3D".into()),
        daily_from: Some("morning".into()),
        daily_to: Some("sunset".into()),
        ..Window::default()
    };
    let declared =
        Content::Ceasefire { action: CeasefireAction::Declared, unilateral: Some(true), window: Some(window) };
    let rejected = Content::Ceasefire { action: CeasefireAction::Rejected, unilateral: None, window: None };
    let killed = Content::Casualties {
        measure: Measure::Killed,
        count: Count::at_least(801),
        victims: Victims::Civilian,
        group: Some("civilians".into()),
        part_of: None,
        cumulative: true,
    };
    let time = ClaimTime { text: "Since 19 September".into(), start: day("2016-09-19"), end: day("2016-10-21") };
    let claims = vec![
        Claim {
            actors: vec![actor(Role::By, "Rebels")],
            places: vec![place("حي السكري")],
            ..claim("Rebels refuse pause in حي السكري", Modality::Reported, None, rejected)
        },
        Claim {
            actors: vec![actor(Role::By, "army")],
            ..claim("The army declared a unilateral ceasefire over three days", Modality::Reported, None, declared)
        },
        claim(
            "All corridors are empty",
            Modality::Reported,
            Some(0),
            Content::Corridor { action: CorridorAction::Unused },
        ),
        Claim {
            time: Some(time),
            places: vec![place("Qalat")],
            ..claim("more than 800 civilians were killed in Qalat", Modality::Reported, Some(1), killed)
        },
        Claim {
            actors: vec![actor(Role::Target, "the town")],
            ..claim(
                "no raids on the town",
                Modality::Denied,
                Some(2),
                Content::Attack { method: AttackMethod::Airstrike },
            )
        },
    ];
    let document = Document {
        id: "test/1".into(),
        title: Some("Rebels refuse pause in حي السكري".into()),
        text: TEXT.into(),
        published: day("2016-10-21"),
        source: Some("Valley Post".into()),
        ..Document::default()
    };
    let notices = vec![Notice { code: "dates-differ", message: "the record says one day, the address another".into() }];
    Reading { document, statements, claims, notices, ..Reading::default() }
}

#[test]
fn ceasefires_come_first_and_every_claim_has_its_words_and_speaker() {
    insta::assert_snapshot!(Screen::new(false, Some(100)).reading(&reading()));
}

#[test]
fn lines_keep_to_a_narrow_screen() {
    insta::assert_snapshot!(Screen::new(false, Some(44)).reading(&reading()));
}

#[test]
fn a_report_of_something_else_says_so() {
    let document = Document { id: "test/2".into(), text: "Rain.".into(), ..Document::default() };
    insta::assert_snapshot!(Screen::new(false, Some(80)).reading(&Reading { document, ..Reading::default() }));
}

#[test]
fn colours_only_where_they_are_wanted() {
    assert!(!Screen::new(false, Some(80)).reading(&reading()).contains('\u{1b}'));
    assert!(Screen::new(true, Some(80)).reading(&reading()).contains("\u{1b}[1m"));
}
