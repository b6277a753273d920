//! Swap the names of two parties in a report, and the reading is the same but for the names.

use serde_json::Value;
use trucewatch::model::Document;
use trucewatch::{Options, Reader, codebook, json};

/// Reports with `{A}` and `{B}` for two parties, and pairs of names for them. Both names of a pair are of one grammatical
/// number, since the text around them is.
const REPORTS: [(&str, &str, &str); 7] = [
    (
        "Hamas",
        "Israel",
        "{A} and {B} agreed to a 72-hour ceasefire on Monday. {A} accused {B} of breaking the truce within hours. At least 12 people were killed, {B} said.",
    ),
    (
        "Hezbollah",
        "Israel",
        "Three civilians were killed on Sunday when {A} attacked {B}. {B} denied that it had violated the ceasefire, which {A} had accepted a day before.",
    ),
    (
        "Ukraine",
        "Russia",
        "{A} said that {B} had shelled two villages despite the truce. {B} rejected the accusation. Talks between {A} and {B} go on.",
    ),
    (
        "Armenia",
        "Azerbaijan",
        "{A} has announced a humanitarian ceasefire from midnight. {B} refused it and said that {A} had attacked its positions, wounding 14 soldiers.",
    ),
    (
        "Taliban",
        "Islamic State",
        "Fighters of the {A} captured the district centre from the {B} on Friday. The {A} killed 20 fighters of the {B}, a provincial council member said.",
    ),
    (
        "India",
        "Pakistan",
        "{A} accused {B} of violating the ceasefire for a third night. {B} said four civilians were injured when {A} shelled a village.",
    ),
    (
        "Ethiopia",
        "Eritrea",
        "{A} withdrew its troops from the border on Tuesday after {B} opened a corridor for aid. {B} said that {A} would observe the truce.",
    ),
];

/// Not so yet: the parser's network knows single names, and hangs "at Israel" and "at Hezbollah" in different places.
const KNOWN_TO_DIFFER: (&str, &str, &str) =
    ("Hezbollah", "Israel", "{A} fired rockets at {B} on Sunday, killing three civilians.");

/// What must not change: everything but the names, where places of that name lie, and how sure the judge is. Spans are led
/// over to the words they cover, with the names taken back to `A` and `B`.
fn bare(reading: &Value, first: &str, second: &str) -> Value {
    let letters: Vec<char> = reading["document"]["text"].as_str().unwrap_or_default().chars().collect();
    let words = |span: &Value| -> String {
        let point = |at: usize| span[at].as_u64().unwrap_or(0) as usize;
        letters[point(0)..point(1)].iter().collect()
    };
    let unnamed = |text: &str| {
        let text = text.replace(&capital(first), "{A}").replace(&capital(second), "{B}");
        text.replace(first, "{A}").replace(second, "{B}")
    };
    let statements: Vec<String> = items(&reading["statements"])
        .map(|statement| {
            let content: Vec<String> = items(&statement["content"]).map(|span| unnamed(&words(span))).collect();
            let speaker = statement["speaker"]["text"].as_str().map(unnamed);
            format!("{speaker:?} {} {}: {content:?}", statement["cue"]["text"], statement["mode"])
        })
        .collect();
    let claims: Vec<String> = items(&reading["claims"])
        .map(|claim| {
            let actors: Vec<String> = items(&claim["actors"])
                .map(|actor| format!("{} {}", actor["role"], unnamed(actor["text"].as_str().unwrap_or_default())))
                .collect();
            let fields = ["kind", "action", "method", "measure", "modality", "count", "statement", "unilateral"];
            let fields: Vec<String> = fields.iter().map(|key| claim[*key].to_string()).collect();
            format!("{} {} {actors:?} {}", unnamed(&words(&claim["span"])), fields.join(" "), claim["time"]["text"])
        })
        .collect();
    serde_json::json!({"statements": statements, "claims": claims})
}

fn items(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

fn capital(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn text(report: &str, first: &str, second: &str) -> String {
    let filled = report.replace(". {A}", &format!(". {}", capital(first)));
    let filled = filled.replace(". {B}", &format!(". {}", capital(second)));
    capital(&filled.replace("{A}", first).replace("{B}", second))
}

/// What the reading gains or loses when the names are swapped; empty where it stays the same.
fn change(reader: &Reader, (first, second, report): (&str, &str, &str)) -> String {
    let read = |text: String| json::reading(&reader.read(Document { text, ..Document::default() }), false);
    let one = bare(&read(text(report, first, second)), first, second);
    let other = bare(&read(text(report, second, first)), second, first);
    let mut changed = String::new();
    for part in ["statements", "claims"] {
        for (sign, these, those) in [("-", &one, &other), ("+", &other, &one)] {
            let there: Vec<&Value> = items(&those[part]).collect();
            for item in items(&these[part]).filter(|item| !there.contains(item)) {
                changed.push_str(&format!("{first}/{second} {part} {sign} {item}\n"));
            }
        }
    }
    changed
}

#[test]
fn swapped_names_change_nothing_but_the_names() {
    let reader = Reader::new(&codebook::builtin(), Options::default());
    let changed: String = REPORTS.iter().map(|&report| change(&reader, report)).collect();
    assert!(changed.is_empty(), "{changed}");
    assert!(!change(&reader, KNOWN_TO_DIFFER).is_empty(), "reads alike now: move it to the others");
}
