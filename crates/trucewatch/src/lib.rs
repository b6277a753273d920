//! Across documents: what comes in (`ingest`, `import`), the public JSON that goes out (`json`), what people are shown of events
//! (`views`), and the record in the field's own formats (`export`). Front ends see only this crate.

pub mod export;
pub mod import;
pub mod ingest;
pub mod json;
pub mod views;

pub use trucewatch_codebook as codebook;
pub use trucewatch_model as model;
pub use trucewatch_text as text;
pub use trucewatch_text::{Annotated, Options, Reader};
