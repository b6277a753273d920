//! Any text as a report: reading does not panic, every span stands on character borders, and reading it again gives the
//! same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use trucewatch::model::{Document, Moment, Span};
use trucewatch::{Options, Reader, codebook::builtin, json};

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&builtin(), Options { annotations: true }));

fuzz_target!(|text: String| {
    let document = Document { id: "fuzz".into(), text, published: Moment::parse("2016-10-21"), ..Document::default() };
    let reading = READER.read(document.clone());
    let on_borders = |span: &Span| document.text.get(span.start..span.end).is_some();
    assert!(reading.claims.iter().all(|claim| on_borders(&claim.span) && on_borders(&claim.trigger)));
    assert!(reading.statements.iter().flat_map(|statement| &statement.content).all(on_borders));
    assert!(reading.times.iter().all(|time| on_borders(&time.span)));
    assert!(reading.toponyms.iter().all(|toponym| on_borders(&toponym.span)));
    json::reading(&reading, true);
    assert_eq!(reading, READER.read(document.clone()));
});
