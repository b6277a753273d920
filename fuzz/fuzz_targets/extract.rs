//! Any bytes as text, page and record: they give a document or are refused, and nothing panics.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use trucewatch::codebook::{Data, builtin};
use trucewatch::text::extract::{Extractor, Form, Hints};

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(|| {
    let codebook: Data = builtin();
    Extractor::new(&codebook)
});

fuzz_target!(|bytes: &[u8]| {
    for form in [None, Some(Form::Text), Some(Form::Html)] {
        let (document, notices) = EXTRACTOR.extract_document(bytes, &Hints { form, ..Hints::default() });
        assert!(!document.id.is_empty());
        assert!(!document.text.trim().is_empty() || !notices.is_empty());
    }
});
