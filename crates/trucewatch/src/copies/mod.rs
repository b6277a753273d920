//! Which reports are copies of one text: agency copy that several outlets run, also with another headline, an edited lead or
//! paragraphs cut. Copies count as one source. Two texts of one mould that tell of different days or figures are no copies.
//! Pure: where signatures and keys are kept, and what is done about a copy, is left to others.
//!
//! ```
//! use trucewatch::copies::{Signer, are_copies};
//! let signer = Signer::new(&trucewatch::codebook::builtin());
//! let text = "The army and the rebels of the valley agreed on Monday to stop shooting for three days, said mediator Ana Roth, \
//!     who had gone back and forth between the two camps since the bridge at Orlo was blown up 12 days ago.";
//! let (wire, paper) = (signer.sign(text), signer.sign(&format!("Valley truce\n\n{text} (With agencies)")));
//! assert!(are_copies(&wire, &paper, Some(1)).is_some());
//! ```

mod compare;
mod signature;

pub use compare::{Agreement, Similarity, are_copies, compare};
pub use signature::{Signature, Signer};

#[cfg(test)]
mod tests;
