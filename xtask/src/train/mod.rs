//! Learns the judge's and the attacher's weights from coded reports, and says by cross-validation how well they judge reports
//! that they have not seen.

mod attached;
mod evaluate;
mod learner;
mod reports;

use learner::{learn, learn_choices};
use reports::{CodedReport, coded_reports};
use std::io;
use std::path::Path;
use trucewatch::text::claim::judge::Linear;

/// Trains on the coded reports below `gold` and writes `judge.bin` and `attach.bin` into `out`. Prints cross-validated figures.
pub fn train(gold: &Path, out: &Path) -> io::Result<()> {
    let reports = coded_reports(gold, None)?;
    evaluate::cross_validate(&reports);
    let all: Vec<&CodedReport> = reports.iter().collect();
    std::fs::write(out.join("judge.bin"), Linear::to_bytes(&learn(&all).weights))?;
    std::fs::write(out.join("attach.bin"), Linear::to_bytes(&learn_choices(&all).weights))
}

/// Cross-validates with another codebook laid over the built-in one, and writes nothing.
pub fn try_codebook(gold: &Path, codebook: &Path) -> io::Result<()> {
    evaluate::cross_validate(&coded_reports(gold, Some(codebook))?);
    Ok(())
}

/// Prints the coded claims of a kind that no candidate matches: what the rules do not see at all.
pub fn missed(gold: &Path, codebook: Option<&Path>, kind: &str) -> io::Result<()> {
    for report in coded_reports(gold, codebook)? {
        for claim in report.claims.iter().filter(|claim| claim.kind.word() == kind && !claim.seen) {
            println!("{}/{} {}: {}", kind, claim.kind_type, claim.modality, claim.words);
        }
    }
    Ok(())
}

/// Prints the claims whose time, or whose first place, is not the coded one, when learned from the other reports.
pub fn misplaced(gold: &Path, what: &str) -> io::Result<()> {
    evaluate::misplaced(&coded_reports(gold, None)?, what);
    Ok(())
}

/// Prints how often times and places are right, cross-validated.
pub fn attached(gold: &Path) -> io::Result<()> {
    evaluate::print_attached(&coded_reports(gold, None)?);
    Ok(())
}

/// Prints what cross-validation reads wrongly of a kind.
pub fn errors(gold: &Path, codebook: Option<&Path>, kind: &str) -> io::Result<()> {
    evaluate::print_errors(&coded_reports(gold, codebook)?, kind);
    Ok(())
}
