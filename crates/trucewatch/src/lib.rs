//! Across documents: what comes in (`ingest`, `import`), which reports are copies of one (`copies`), and the public JSON that
//! goes out (`json`). Front ends see only this crate.

pub mod copies;
pub mod import;
pub mod ingest;
pub mod json;

pub use trucewatch_codebook as codebook;
pub use trucewatch_model as model;
pub use trucewatch_text as text;
pub use trucewatch_text::{Annotated, Options, Reader};
