//! trucewatch in the terminal.

use std::io::{BufRead, Write};
use trucewatch::model::{Document, Moment};

fn main() {
    let annotations = std::env::args().any(|arg| arg == "--annotations");
    let reader = trucewatch::Reader::new(&trucewatch::codebook::builtin(), trucewatch::Options { annotations });
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        let Ok(record) = serde_json::from_str::<serde_json::Value>(&line) else { continue };
        let field = |key: &str| record[key].as_str().map(str::to_owned);
        let document = Document {
            id: field("id").unwrap_or_default(),
            title: field("title"),
            text: field("text").unwrap_or_default(),
            published: field("published").and_then(|text| Moment::parse(&text)),
            source: field("source"),
            url: field("url"),
            language: None,
        };
        let reading = reader.read(document);
        let _ = writeln!(out, "{}", trucewatch::json::reading(&reading, annotations));
    }
}
