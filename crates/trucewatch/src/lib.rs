//! Across documents: what comes in (`ingest`, `import`), which reports are copies of one (`copies`), the public JSON (`json`),
//! and what people are shown of events (`views`). Front ends see only this crate.

pub mod copies;
pub mod import;
pub mod ingest;
pub mod json;
pub mod record;
pub mod views;

pub use trucewatch_codebook as codebook;
pub use trucewatch_model as model;
pub use trucewatch_text as text;
pub use trucewatch_text::{Annotated, Options, Reader};
