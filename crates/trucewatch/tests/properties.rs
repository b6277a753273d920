//! What holds for any input whatever: reading does not panic, every span stands on character borders and points at words,
//! and the same input gives the same reading, on one thread or many.

use proptest::prelude::*;
use std::{ops::ControlFlow, sync::LazyLock};
use trucewatch::ingest::{Defaults, Format, Ingest, Known, Origin, Raw, in_order};
use trucewatch::model::{Reading, Span};
use trucewatch::{Options, codebook, json};

static INGEST: LazyLock<Ingest> =
    LazyLock::new(|| Ingest::new(&codebook::builtin(), Options { annotations: true }, Defaults::default()));

fn raw(bytes: impl Into<Vec<u8>>, format: Format) -> Raw {
    Raw { origin: Origin { file: "text".into(), line: None }, bytes: bytes.into(), format, known: Known::default() }
}

fn spans(reading: &Reading) -> Vec<Span> {
    let mut spans = Vec::new();
    for statement in &reading.statements {
        spans.extend(&statement.content);
        spans.extend(statement.speaker.as_ref().map(|speaker| speaker.span));
        spans.extend(statement.cue.as_ref().map(|cue| cue.span));
    }
    for claim in &reading.claims {
        spans.extend([claim.span, claim.trigger]);
        spans.extend(claim.places.iter().map(|place| place.span));
    }
    spans.extend(reading.times.iter().map(|time| time.span));
    spans.extend(reading.toponyms.iter().map(|toponym| toponym.span));
    spans
}

/// Pieces of reports put together at random: much more likely than random letters to reach into the rules.
fn report() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "the army",
        "rebels",
        "Abu Omar, a commander",
        "he",
        "said",
        "told reporters",
        "according to",
        "“",
        "”",
        "\"",
        ",",
        ".",
        ":",
        "\n\n",
        "that",
        "had declared",
        "refused",
        "a ceasefire",
        "truce",
        "corridor",
        "opened",
        "killed",
        "injured",
        "at least 12",
        "dozens of",
        "people",
        "including 3 children",
        "more than",
        "1,200",
        "in Aleppo",
        "حلب",
        "Sakhour district",
        "northern",
        "on Thursday",
        "since 19 September",
        "over three days",
        "last year",
        "2016",
        "air strikes",
        "shelled",
        "by",
        "and",
        "if",
        "not",
        "no",
        "would",
        "fled",
        "to",
        "from",
        "aid",
        "besieged",
        "withdrew",
        "km",
        "–",
        "é",
        "👍",
        "\u{a0}",
        "'s",
        "(",
        ")",
        "-",
        "$",
        "%",
        "\u{301}",
        "\t",
        "U.S.",
        "will",
        "denied",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.join(" "))
}

fn check(reading: &Reading) {
    let text = &reading.document.text;
    for span in spans(reading) {
        let words = text.get(span.start..span.end);
        assert!(words.is_some_and(|words| !words.is_empty()), "{span:?} in {text:?}");
    }
    for claim in &reading.claims {
        assert!(claim.statement.is_none_or(|at| at < reading.statements.len()));
        assert!((0.0..=1.0).contains(&claim.confidence));
    }
    json::reading(reading, true);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_report_is_read(text in report()) {
        let reading = INGEST.read(raw(text.clone(), Format::Text)).unwrap();
        check(&reading);
        prop_assert_eq!(&reading, &INGEST.read(raw(text, Format::Text)).unwrap());
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,300}") {
        check(&INGEST.read(raw(text, Format::Text)).unwrap());
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for format in [Format::Auto, Format::Jsonl, Format::Text, Format::Html] {
            if let Ok(reading) = INGEST.read(raw(bytes.clone(), format)) {
                check(&reading);
            }
        }
    }

    #[test]
    fn any_tags_are_read(page in "(<(p|div|h1|a|meta|script|ul|li|b|nav|time)[ a-z=\"'/]{0,12}>|</[a-z]{1,4}>|[a-z\"&;<]{0,9}){0,40}") {
        check(&INGEST.read(raw(page, Format::Html)).unwrap());
    }
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let texts: Vec<String> = (0..40)
        .map(|n| {
            format!("Rebels refused truce {n} in Aleppo. At least {n} people were killed on Thursday, medics said.")
                .repeat(n % 5 + 1)
        })
        .collect();
    let read = |threads| {
        let mut out = Vec::new();
        let work = |text: &String| json::reading(&INGEST.read(raw(text.as_bytes(), Format::Text)).unwrap(), true);
        in_order(texts.iter(), threads, work, |value| {
            out.push(value);
            ControlFlow::Continue(())
        });
        out
    };
    let one = read(1);
    assert_eq!(one.len(), texts.len());
    assert_eq!(one, read(7));
}
