//! What the number annotator marks, sentence by sentence: `words = min..max`, `=` behind an exact figure.

use crate::{Options, Reader};
use trucewatch_model::Document;

/// The numbers of a text, one a line.
fn numbers(text: &str) -> Vec<String> {
    let reader = Reader::new(&trucewatch_codebook::builtin(), Options { annotations: true });
    let document = Document { text: text.to_owned(), ..Document::default() };
    let text = reader.annotate(&document);
    let bound = |bound: Option<u64>| bound.map_or(String::new(), |bound| bound.to_string());
    let line = |number: &crate::NumberExpr| {
        let exact = if number.count.exact { "=" } else { "" };
        format!("{} = {}..{}{exact}", text.words(number.span), bound(number.count.min), bound(number.count.max))
    };
    text.numbers.iter().map(line).collect()
}

/// The codebook's bounds: "more than 800" is 801 at least, "up to 30" is 30 at most, "about 50" is 50, not exact.
#[test]
fn approximators_make_bounds() {
    assert_eq!(
        numbers("More than 800 people fled and at least 12 died."),
        ["More than 800 = 801..", "at least 12 = 12.."]
    );
    assert_eq!(
        numbers("Up to 30 fighters and nearly 50 villagers were seized."),
        ["Up to 30 = ..30", "nearly 50 = 50..50"]
    );
    assert_eq!(numbers("Between 20 and 30 men were held."), ["20 and 30 = 20..30"]);
    assert_eq!(numbers("The toll rose from 9 to 11."), ["9 = 9..9=", "11 = 11..11="]);
}

/// Words stand for the least that they can mean.
#[test]
fn quantities_have_a_least_number() {
    assert_eq!(numbers("Dozens of shells and several rockets fell."), ["Dozens = 24..", "several = 2.."]);
    assert_eq!(numbers("Tens of thousands of people left."), ["Tens of thousands = 20000.."]);
    assert_eq!(
        numbers("A number of guards and half a dozen drivers were hurt."),
        ["A number of = 2..", "half a dozen = 6..6="]
    );
    assert_eq!(numbers("No one was hurt."), ["No one = 0..0="]);
}

/// Years, dates, ages, lengths and names are no counts.
#[test]
fn what_counts_nothing_is_left() {
    for text in [
        "The war began in 2011.",
        "He left on 12 August 2016.",
        "A two-day-old girl was found.",
        "They advanced three kilometres.",
        "An F-16 and a 120-mm mortar were used.",
        "There is no longer a front.",
    ] {
        assert_eq!(numbers(text), Vec::<String>::new(), "{text}");
    }
}
