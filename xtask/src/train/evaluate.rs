//! Cross-validation: learns on all but one part of the reports and judges that part, for each part.

use super::learner::{Learner, learn, learn_choices};
use super::reports::{CodedReport, Example, pair};
use trucewatch::model::{Kind, Modality, Span};
use trucewatch::text::claim::attach;
use trucewatch::text::claim::judge::{self, Rival};

const PARTS: usize = 8;

/// What one report's judging came to, per kind: found, typed, typed with the right modality, read.
type Counts = [usize; 4];

/// Prints F1 of claims found, typed and typed with their modality, over thresholds, and how often times and places are right.
pub fn cross_validate(reports: &[CodedReport]) {
    let thresholds = [0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55];
    let mut counts = vec![[[0usize; 4]; 7]; thresholds.len()];
    let mut attached = [[0usize; 3]; 2];
    for part in 0..PARTS {
        let others: Vec<&CodedReport> =
            reports.iter().enumerate().filter(|(at, _)| at % PARTS != part).map(|(_, report)| report).collect();
        let (judge, chooser) = (learn(&others), learn_choices(&others));
        for report in reports.iter().enumerate().filter(|(at, _)| at % PARTS == part).map(|(_, report)| report) {
            for (nth, threshold) in thresholds.iter().enumerate() {
                for (kind, counted) in judged(&judge, report, |_| *threshold).into_iter().enumerate() {
                    for (sum, one) in counts[nth][kind].iter_mut().zip(counted) {
                        *sum += one;
                    }
                }
            }
            for (nth, (outcome, choices)) in
                [(attach::TIME, &report.times), (attach::PLACE, &report.places)].into_iter().enumerate()
            {
                for choice in choices {
                    attached[nth][0] += 1;
                    attached[nth][1] += usize::from(choice.right.contains(&true));
                    attached[nth][2] += usize::from(choice.right[chooser.choose(choice, outcome)]);
                }
            }
        }
    }
    for (name, [all, possible, right]) in ["times", "places"].into_iter().zip(attached) {
        let percent = |part: usize| 100.0 * part as f64 / all.max(1) as f64;
        println!(
            "{name} of {all} claims: among the options {:.1} %, chosen {:.1} %",
            percent(possible),
            percent(right)
        );
    }
    let gold_of = |kind: Kind| reports.iter().flat_map(|r| &r.claims).filter(|claim| claim.kind == kind).count();
    print!("{:24}", "found/typed/exact F1 at");
    thresholds.iter().for_each(|threshold| print!("{threshold:>16.2}"));
    println!();
    for (at, &kind) in Kind::ALL.iter().enumerate() {
        let seen = reports.iter().flat_map(|r| &r.claims).filter(|claim| claim.kind == kind && claim.seen).count();
        print!("{:10} {seen:4} of {:4} ", kind.word(), gold_of(kind));
        counts.iter().for_each(|counts| print!("{:>16}", f1(counts[at], gold_of(kind))));
        println!();
    }
    print!("{:24}", "all");
    for counts in &counts {
        let sum = counts.iter().fold([0; 4], |sum, one| std::array::from_fn(|nth| sum[nth] + one[nth]));
        print!("{:>16}", f1(sum, reports.iter().map(|report| report.claims.len()).sum()));
    }
    println!();
}

fn f1([found, typed, exact, read]: Counts, gold: usize) -> String {
    let f1 = |right: usize| 200.0 * right as f64 / (read + gold).max(1) as f64;
    format!("{:.1}/{:.1}/{:.1}", f1(found), f1(typed), f1(exact))
}

/// Judges a report and pairs what is left with the coded claims.
fn judged(learner: &Learner, report: &CodedReport, threshold: impl Fn(Kind) -> f32) -> [Counts; 7] {
    let read: Vec<(&Example, &'static str, Modality, f32)> = report
        .examples
        .iter()
        .filter_map(|example| {
            let confidence = learner.confidence(&example.features);
            (confidence >= threshold(example.kind)).then(|| {
                let kind_type = judge::likeliest_type(example.kind, example.read.0, |word| {
                    learner.score(&example.features, judge::outcome_of(example.kind, word))
                });
                let modality = judge::likeliest_modality(example.kind, example.read.1, |modality| {
                    learner.score(&example.features, judge::outcome_of_modality(modality))
                });
                let (kind_type, modality) = match judge::settles(example.kind) {
                    true => (kind_type, modality),
                    false => example.read,
                };
                (example, kind_type, modality, confidence)
            })
        })
        .collect();
    let rivals: Vec<Rival> = read
        .iter()
        .map(|(example, kind_type, _, confidence)| Rival {
            kind: example.kind,
            kind_type,
            span: example.span,
            trigger: example.trigger,
            head: example.head,
            governor: example.governor,
            confidence: *confidence,
        })
        .collect();
    let kept = judge::settle_rivals(&rivals);
    let read: Vec<_> = read.into_iter().zip(kept).filter(|(_, kept)| *kept).map(|(read, _)| read).collect();
    let forms: Vec<(Kind, &str, Span, Span)> = read.iter().map(|r| (r.0.kind, r.1, r.0.span, r.0.trigger)).collect();
    let mut counts = [[0; 4]; 7];
    for (example, ..) in &read {
        counts[place(example.kind)][3] += 1;
    }
    for (at, claim) in pair(&forms, &report.claims) {
        let claim = &report.claims[claim];
        let (example, kind_type, modality, _) = read[at];
        let count = &mut counts[place(example.kind)];
        let typed = kind_type == claim.kind_type;
        count[0] += 1;
        count[1] += usize::from(typed);
        count[2] += usize::from(typed && modality.word() == claim.modality);
    }
    counts
}

fn place(kind: Kind) -> usize {
    Kind::ALL.iter().position(|&other| other == kind).unwrap_or(0)
}
