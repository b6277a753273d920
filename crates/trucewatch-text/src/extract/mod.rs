//! From bytes to a `Document`: clean text, and what is known of it. The first stage of reading; pure like the others, so
//! where the bytes come from (files, streams, records) is left to the caller. It cannot fail: what could not be had is told
//! in notices, and the document is then empty.

mod date;
mod encoding;
mod furniture;
mod html;
mod language;
mod outlets;
mod page_facts;
mod plain;

pub use date::parse_published;

use furniture::Furniture;
use outlets::Outlets;
use sha2::{Digest, Sha256};
use trucewatch_codebook::Data;
use trucewatch_model::{Document, Notice};

/// What is known of the bytes beforehand. What a hint says outweighs what is found in the bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// The record's own id.
    pub id: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// When it was published, as the input writes it.
    pub published: Option<String>,
    /// The outlet.
    pub source: Option<String>,
    /// Where it was found.
    pub url: Option<String>,
    /// How to read the bytes; found out from them where it is not told.
    pub form: Option<Form>,
    /// The encoding that the server named. It counts more than what the page itself declares.
    pub charset: Option<String>,
}

/// How a report is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Plain text.
    Text,
    /// An HTML page.
    Html,
}

/// Makes documents out of bytes, with what the codebook knows of outlets and of the furniture of pages.
pub struct Extractor {
    outlets: Outlets,
    furniture: Furniture,
}

impl Extractor {
    /// An extractor that knows what `codebook` knows.
    pub fn new(codebook: &Data) -> Self {
        Extractor { outlets: Outlets::new(&codebook.outlets), furniture: Furniture::new(codebook) }
    }

    /// The document in the bytes of a text or of a page, in whatever encoding. Bytes that are no text give an empty
    /// document and the notice `binary`.
    pub fn extract_document(&self, bytes: &[u8], hints: &Hints) -> (Document, Vec<Notice>) {
        let mut notices = Vec::new();
        if let Some(what) = encoding::not_text(bytes) {
            notices.push(Notice { code: "binary", message: what });
            let mut document = draft(String::new(), hints);
            document.id = hints.id.clone().unwrap_or_else(|| hash(bytes));
            return (document, notices);
        }
        let is_html = |text: &str| match hints.form {
            Some(form) => form == Form::Html,
            None => html::looks_like_html(text),
        };
        let (text, broken) = encoding::decode(bytes, hints.charset.as_deref());
        if broken {
            let message = "some bytes are not in the encoding that the rest is in; they are shown as \u{FFFD}".into();
            notices.push(Notice { code: "encoding", message });
        }
        let mut document = if is_html(&text) {
            let page = html::read_page(&text, &self.furniture);
            let mut document = draft(page.text, hints);
            let facts = page.facts;
            document.title = document.title.or(facts.title);
            document.url = document.url.or(facts.url);
            document.source = document.source.or_else(|| self.outlets.of_page(facts.site.as_deref(), &document.url));
            date::settle(&mut document, hints, &facts.dates, &mut notices);
            document
        } else {
            let mut document = draft(text, hints);
            document.title = document.title.or_else(|| plain::title(&document.text).map(str::to_owned));
            date::settle(&mut document, hints, &[], &mut notices);
            document
        };
        finish(&mut document, &mut notices);
        (document, notices)
    }

    /// The document of a record that brings its text with it; the text is kept exactly as it is given.
    pub fn document_of_record(&self, text: String, hints: &Hints) -> (Document, Vec<Notice>) {
        let mut notices = Vec::new();
        let mut document = draft(text, hints);
        date::settle(&mut document, hints, &[], &mut notices);
        finish(&mut document, &mut notices);
        (document, notices)
    }
}

/// The text in bytes of whatever encoding: by their mark, as UTF-8, as an HTML or XML file declares, or as they look.
pub fn decode_text(bytes: &[u8]) -> String {
    encoding::decode(bytes, None).0
}

/// A document of the text with what the hints say; date, id and language are still open.
fn draft(text: String, hints: &Hints) -> Document {
    Document {
        id: hints.id.clone().unwrap_or_default(),
        title: hints.title.clone().filter(|title| !title.trim().is_empty()),
        text,
        published: None,
        source: hints.source.clone().filter(|source| !source.trim().is_empty()),
        url: hints.url.clone().filter(|url| !url.trim().is_empty()),
        language: None,
    }
}

/// Fills in what follows from the text: the id where the record has none, and the language.
fn finish(document: &mut Document, notices: &mut Vec<Notice>) {
    if document.id.is_empty() {
        document.id = hash(document.text.as_bytes());
    }
    if document.text.trim().is_empty() {
        notices.push(Notice { code: "empty", message: "there is no text in it".into() });
        return;
    }
    document.language = language::of(&document.text);
    if let Some(language) = document.language.as_deref().filter(|language| *language != "en") {
        let message = format!("the text looks like `{language}`; only English is read, expect little");
        notices.push(Notice { code: "not-english", message });
    }
}

/// SHA-256 in hex.
fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
