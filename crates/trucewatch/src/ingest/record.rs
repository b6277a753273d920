//! One report read: bytes or a JSON record to a document, and the document to a reading.

use super::{Failure, Format, Known, Raw};
use serde::Deserialize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use trucewatch_codebook::Data;
use trucewatch_model::{Document, Notice, Reading};
use trucewatch_text::extract::{Extractor, Form, Hints};
use trucewatch_text::{Options, Reader};

/// What to take where a report does not say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Defaults {
    /// Date of publication.
    pub published: Option<String>,
    /// The outlet.
    pub source: Option<String>,
}

/// Reads reports. Made once, shared by all threads.
pub struct Ingest {
    /// Reads documents.
    pub reader: Reader,
    extractor: Extractor,
    defaults: Defaults,
}

/// A line of JSON lines.
#[derive(Deserialize)]
struct Record {
    id: Option<Id>,
    title: Option<String>,
    text: Option<String>,
    published: Option<String>,
    source: Option<String>,
    url: Option<String>,
}

/// Ids are text, but many tables number their rows.
#[derive(Deserialize)]
#[serde(untagged)]
enum Id {
    Text(String),
    Number(serde_json::Number),
}

impl Ingest {
    /// An ingest that reads with the knowledge of `codebook`.
    pub fn new(codebook: &Data, options: Options, defaults: Defaults) -> Self {
        Ingest { reader: Reader::new(codebook, options), extractor: Extractor::new(codebook), defaults }
    }

    /// Reads one report.
    ///
    /// # Errors
    /// Where the bytes are no record, or no text.
    pub fn read(&self, raw: Raw) -> Result<Reading, Failure> {
        let origin = raw.origin.clone();
        // Reading does not panic; should it do so on one record in ten million, that record is lost and not the run.
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            let (document, notices) = self.document(raw)?;
            let mut reading = self.reader.read(document);
            reading.notices.splice(0..0, notices);
            Ok(reading)
        }));
        outcome.unwrap_or_else(|_| {
            Err(Failure::new(origin, "reading it failed inside trucewatch").advise("please report it with the record"))
        })
    }

    /// The document of a report, not yet read, with what was noticed on the way.
    ///
    /// # Errors
    /// As `read`.
    pub fn document(&self, raw: Raw) -> Result<(Document, Vec<Notice>), Failure> {
        let form = match raw.format {
            Format::Jsonl => return self.document_of_line(raw),
            Format::Text => Some(Form::Text),
            Format::Html => Some(Form::Html),
            Format::Auto => None,
        };
        let Raw { origin, bytes, known, .. } = raw;
        let Known { title, published, source, url, charset, retrieved, notices: before } = known;
        let hints = Hints { id: None, title, published, source, url, form, charset };
        let (mut document, mut notices) = self.extractor.extract_document(&bytes, &hints);
        if let Some(at) = notices.iter().position(|notice| notice.code == "binary") {
            return Err(Failure::new(origin, notices.swap_remove(at).message));
        }
        self.fill_in(&mut document, &mut notices);
        if let (Some(at), Some(notice)) = (retrieved, notices.iter_mut().find(|notice| notice.code == "no-date")) {
            notice.message += &format!("; it was fetched at {at}");
        }
        notices.splice(0..0, before);
        Ok((document, notices))
    }

    fn document_of_line(&self, raw: Raw) -> Result<(Document, Vec<Notice>), Failure> {
        let Raw { origin, bytes, .. } = raw;
        let bytes = if origin.line == Some(1) { bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes) } else { &bytes };
        let record: Record = serde_json::from_slice(bytes).map_err(|error| {
            let mut failure = Failure::new(origin.clone(), format!("not a record: {}", without_line(&error)));
            failure.id = id_in(bytes);
            failure.advise(
                "each line is one JSON object with id, title, text, published, source, url; only text must be there",
            )
        })?;
        let id = record.id.map(|id| match id {
            Id::Text(text) => text,
            Id::Number(number) => number.to_string(),
        });
        let Some(text) = record.text else {
            let mut failure = Failure::new(origin, "the record has no text");
            failure.id = id;
            return Err(failure.advise("put the report's text under the key `text`"));
        };
        let Record { title, published, source, url, .. } = record;
        let hints = Hints { id, title, published, source, url, ..Hints::default() };
        let (mut document, mut notices) = self.extractor.document_of_record(text, &hints);
        self.fill_in(&mut document, &mut notices);
        Ok((document, notices))
    }

    /// Takes the defaults where the report said nothing.
    fn fill_in(&self, document: &mut Document, notices: &mut Vec<Notice>) {
        if document.source.is_none() {
            document.source.clone_from(&self.defaults.source);
        }
        if document.published.is_none()
            && let Some(published) =
                self.defaults.published.as_deref().and_then(trucewatch_text::extract::parse_published)
        {
            document.published = Some(published);
            notices.retain(|notice| notice.code != "no-date");
        }
    }
}

/// serde's message without its "at line 1 column 7": the line is the file's, and already told; the column is kept.
fn without_line(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rsplit_once(" at line ") {
        Some((what, _)) => format!("{what} (column {})", error.column()),
        None => text,
    }
}

/// The id of a record that is no valid JSON, as far as it can be made out.
fn id_in(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    let rest = text.split_once("\"id\"")?.1.trim_start().strip_prefix(':')?.trim_start();
    match rest.strip_prefix('"') {
        Some(quoted) => Some(quoted.split('"').next()?.chars().take(80).collect()),
        None => Some(rest.chars().take_while(char::is_ascii_digit).collect::<String>()).filter(|id| !id.is_empty()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::Origin;

    fn read(line: &str) -> Result<(Document, Vec<Notice>), Failure> {
        let defaults = Defaults { published: Some("2016-10-21".into()), source: Some("Valley Post".into()) };
        let ingest = Ingest::new(&trucewatch_codebook::builtin(), Options::default(), defaults);
        let origin = Origin { file: "r.jsonl".into(), line: Some(3) };
        ingest.document(Raw { origin, bytes: line.as_bytes().to_vec(), format: Format::Jsonl, known: Known::default() })
    }

    #[test]
    fn the_record_outweighs_the_defaults() {
        let (document, notices) = read(r#"{"id": 7, "text": " Truce. ", "source": "Other", "extra": [1]}"#).unwrap();
        assert_eq!((document.id.as_str(), document.text.as_str()), ("7", " Truce. "));
        assert_eq!(document.source.as_deref(), Some("Other"));
        assert_eq!(document.published.unwrap().to_string(), "2016-10-21");
        assert_eq!(notices, []);
    }

    #[test]
    fn a_bad_record_is_named_by_line_and_id() {
        let failure = read(r#"{"id": "a/7", "text": "Truce"#).unwrap_err();
        assert!(failure.to_string().starts_with("r.jsonl:3 (id a/7): not a record: EOF while parsing a string"));
        let failure = read(r#"{"id": "a/7", "body": "Truce"}"#).unwrap_err();
        assert_eq!(failure.to_string(), "r.jsonl:3 (id a/7): the record has no text");
        assert!(read("[]").is_err() && read("{}").is_err() && read(r#"{"text": 3}"#).is_err());
    }
}
