//! Scores against what a person coded: readings (`readings`, the same figures as the reference scorer) and records (`records`).
//! What each figure means is told in `docs/scoring.md`.

pub mod readings;
pub mod records;

use crate::json::{self, ReadingError};
use crate::link::Reported;
use serde_json::{Value, json};
use std::collections::HashMap;

/// Coded readings with the texts of their reports: one JSON object per line in each.
///
/// # Errors
/// Names the document and the field that cannot be read, or the document whose text is missing.
pub fn coded_reports(coded: &str, reports: &str) -> Result<Vec<Reported>, String> {
    let lines = |text: &str| -> Result<Vec<Value>, String> {
        let filled = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        filled
            .map(|(nth, line)| serde_json::from_str(line).map_err(|error| format!("line {}: {error}", nth + 1)))
            .collect()
    };
    let texts: HashMap<String, Value> = lines(reports)?
        .into_iter()
        .map(|report| (report["id"].as_str().unwrap_or_default().to_owned(), report))
        .collect();
    lines(coded)?
        .into_iter()
        .map(|mut reading| {
            let id = reading["document"].as_str().or(reading["document"]["id"].as_str()).unwrap_or_default().to_owned();
            let report = texts.get(&id).ok_or_else(|| format!("{id}: there is no report with this id"))?;
            reading["schema"] = "reading/1".into();
            reading["document"] = json!({
                "id": id, "title": report["title"], "text": report["text"], "published": report["published"],
                "source": report["source"], "url": report["url"], "language": report["language"],
            });
            let reading = json::parse_reading(&reading).map_err(|error: ReadingError| format!("{id}: {error}"))?;
            Ok(Reported { id, reading, copy_of: None })
        })
        .collect()
}
