//! Every rule of the codebook reads the sentences that it says it reads, and leaves those that it says it leaves. Whether a
//! draft is a claim in the end is the judge's affair.

use trucewatch_codebook::{Rule, builtin};
use trucewatch_model::Document;
use trucewatch_text::{Options, Reader};

/// Rule and rank of each draft of the rule's kind in a sentence.
fn drafts(reader: &Reader, rule: &Rule, sentence: &str) -> Vec<(String, i32)> {
    let document = Document { text: sentence.to_owned(), ..Document::default() };
    let text = reader.annotate(&document);
    let kind = rule.id.split('/').next().unwrap_or_default();
    let (_, candidates) = reader.candidates(&text);
    let of_kind = candidates.into_iter().filter(|candidate| candidate.draft.content.kind().word() == kind);
    of_kind.map(|candidate| (candidate.draft.rule, candidate.draft.rank)).collect()
}

#[test]
fn rules_hold_for_their_own_sentences() {
    let codebook = builtin();
    let reader = Reader::new(&codebook, Options { annotations: true });
    let mut failures = Vec::new();
    for rule in &codebook.rules {
        for sentence in &rule.matches {
            let found = drafts(&reader, rule, sentence);
            // Of two rules about the same words the higher stands.
            if !found.iter().any(|(id, rank)| *id == rule.id || *rank > rule.rank) {
                failures.push(format!("{} does not read: {sentence}\n    read instead: {found:?}", rule.id));
            }
        }
        for sentence in &rule.leaves {
            if drafts(&reader, rule, sentence).iter().any(|(id, _)| *id == rule.id) {
                failures.push(format!("{} does not leave: {sentence}", rule.id));
            }
        }
    }
    assert!(!codebook.rules.is_empty());
    assert!(failures.is_empty(), "{} sentences\n{}", failures.len(), failures.join("\n"));
}
