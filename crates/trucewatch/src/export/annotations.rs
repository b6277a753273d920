//! W3C Web Annotations, one per claim of every report, in one page: what the claim is, and the words that say it, by their place
//! in the report's text (code points) and by themselves with what stands around them. Words that name a private person or an
//! exact spot are left out; their place is kept.

use super::losses::Losses;
use super::{Open, Record, delay, redact::Redactor};
use crate::json::Offsets;
use crate::views::{Names, ReportCard, speaker_label};
use serde_json::{Value, json};
use std::io::{self, Write};
use trucewatch_model::{Claim, ClaimRef, Reading, Span};

const FILE: &str = "annotations.jsonld";
/// Characters of `prefix` and `suffix`.
const AROUND: usize = 32;

pub(super) fn write(record: &Record<'_>, losses: &mut Losses, open: Open<'_>) -> io::Result<()> {
    let mut out = open(FILE)?;
    out.write_all(b"{\"@context\":\"http://www.w3.org/ns/anno.jsonld\",\"type\":\"AnnotationPage\",\"items\":[")?;
    let mut written = 0;
    for id in record.source.reports {
        let Some((card, reading)) = (record.source.report)(id) else { continue };
        if delay::report_too_young(card.published, record.options) {
            losses.left_out("reports", "younger than the publication delay, or without a date", id);
            continue;
        }
        let mut redactor = Redactor::new(record.options.names);
        redactor.learn(&reading, &record.places, &record.people);
        let offsets = Offsets::new(&reading.document.text);
        for (at, claim) in reading.claims.iter().enumerate() {
            let reference = ClaimRef { report: id.clone(), claim: at };
            let text = Text { card: &card, reading: &reading, redactor: &redactor, offsets: &offsets };
            let annotation = text.annotation(claim, &reference, record.options.names, losses);
            out.write_all(if written == 0 { b"\n" } else { b",\n" })?;
            serde_json::to_writer(&mut out, &annotation)?;
            written += 1;
        }
    }
    out.write_all(b"\n]}\n")?;
    losses.wrote(FILE, written);
    out.flush()
}

/// A report as annotations point at it.
struct Text<'a> {
    card: &'a ReportCard,
    reading: &'a Reading,
    redactor: &'a Redactor,
    offsets: &'a Offsets,
}

impl Text<'_> {
    fn annotation(&self, claim: &Claim, reference: &ClaimRef, names: Names, losses: &mut Losses) -> Value {
        let statement = claim.statement.and_then(|at| self.reading.statements.get(at));
        let speaker = statement.and_then(|statement| statement.speaker.as_ref());
        let mut about =
            format!("{} {}, {}", claim.content.kind().word(), claim.content.type_word(), claim.modality.word());
        match (statement, speaker) {
            (_, Some(speaker)) => {
                about.push_str(&format!(", by {}", self.redactor.clean(&speaker_label(speaker, names))))
            }
            (Some(_), None) => about.push_str(", by a source that is not named"),
            (None, _) => {}
        }
        let tag = |value: &str| json!({"type": "TextualBody", "purpose": "tagging", "value": value});
        let span = self.offsets.span(claim.span);
        let mut selectors = vec![json!({"type": "TextPositionSelector", "start": span[0], "end": span[1]})];
        match self.quote(claim.span) {
            Some(quote) => {
                if quote.get("prefix").is_none() {
                    losses.judged(
                        "prefix, suffix",
                        "left out: they name a private person or an exact spot",
                        &reference.to_string(),
                    );
                }
                selectors.push(quote);
            }
            None => losses.judged(
                "TextQuoteSelector",
                "left out: the words name a private person or an exact spot",
                &reference.to_string(),
            ),
        }
        let mut source = json!({"id": report_id(&reference.report), "type": "Text", "format": "text/plain"});
        for (key, value) in [
            ("schema:headline", self.card.title.as_deref().map(|title| self.redactor.clean(title))),
            ("schema:publisher", self.card.outlet.clone()),
            ("schema:datePublished", self.card.published.map(|at| at.to_string())),
            ("schema:url", self.card.url.clone()),
            ("language", self.reading.document.language.clone()),
        ] {
            if let Some(value) = value {
                source[key] = value.into();
            }
        }
        json!({
            "id": format!("{}#c{}", report_id(&reference.report), reference.claim + 1),
            "type": "Annotation",
            "motivation": "classifying",
            "generator": {"type": "Software", "name": concat!("trucewatch ", env!("CARGO_PKG_VERSION"))},
            "body": [
                tag(claim.content.kind().word()),
                tag(claim.content.type_word()),
                tag(claim.modality.word()),
                {"type": "TextualBody", "purpose": "describing", "format": "text/plain", "value": about},
            ],
            "target": {"source": source, "selector": selectors},
        })
    }

    /// The words with what stands around them, as far as they may be shown.
    fn quote(&self, span: Span) -> Option<Value> {
        let text = &self.reading.document.text;
        let (before, after) = (text.get(..span.start)?, text.get(span.end..)?);
        let start = before.char_indices().rev().nth(AROUND - 1).map_or(0, |(at, _)| at);
        let end = after.char_indices().nth(AROUND).map_or(after.len(), |(at, _)| at);
        // Names are looked for in whole words, so also in those that the ends of prefix and suffix cut.
        let word = |at: usize, c: char| (!c.is_alphanumeric()).then_some(at);
        let whole_start =
            before[..start].char_indices().rev().find_map(|(at, c)| word(at + c.len_utf8(), c)).unwrap_or(0);
        let whole_end =
            after[end..].char_indices().find_map(|(at, c)| word(at, c)).map_or(text.len(), |at| span.end + end + at);
        let whole = &text[whole_start..whole_end];
        let exact = span.of(text);
        if self.redactor.clean(whole) == whole {
            let (prefix, suffix) = (&before[start..], &after[..end]);
            return Some(json!({"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix}));
        }
        (self.redactor.clean(exact) == exact).then(|| json!({"type": "TextQuoteSelector", "exact": exact}))
    }
}

/// A report's id as a URI: what is not allowed in one is percent-encoded.
fn report_id(id: &str) -> String {
    let mut out = String::from("urn:trucewatch:report:");
    for byte in id.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b':' => out.push(byte.into()),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
