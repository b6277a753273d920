//! Across documents: what comes in (`ingest`, `import`), the public JSON that goes out (`json`), and what people are shown of
//! events (`views`). Front ends see only this crate.

pub mod import;
pub mod ingest;
pub mod json;
pub mod link;
pub mod score;
pub mod views;

pub use trucewatch_codebook as codebook;
pub use trucewatch_model as model;
pub use trucewatch_text as text;
pub use trucewatch_text::{Annotated, Options, Reader};
