//! Across documents: what comes in (`ingest`, `import`), which reports are copies of one (`copies`), the public JSON (`json`),
//! from claims to events (`link`), the record that keeps it all (`record`), what people are shown of it (`views`), and
//! the field's own formats (`export`). Front ends see only this crate.

pub mod copies;
pub mod export;
pub mod import;
pub mod ingest;
pub mod json;
pub mod link;
pub mod record;
pub mod score;
pub mod views;

pub use trucewatch_codebook as codebook;
pub use trucewatch_model as model;
pub use trucewatch_text as text;
pub use trucewatch_text::{Annotated, Options, Reader};
