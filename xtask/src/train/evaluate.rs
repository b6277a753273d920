//! Cross-validation: learns on all but one part of the reports and judges that part, for each part.

use super::attached::{Attachment, taken};
use super::learner::{Learner, learn, learn_choices};
use super::reports::{CodedReport, Example, pair};
use trucewatch::model::{ClaimPlace, ClaimTime, Kind, Modality, Span};
use trucewatch::text::claim::judge::{self, Rival};

const PARTS: usize = 8;

/// What one report's judging came to, per kind: found, typed, typed with the right modality, read.
type Counts = [usize; 4];

/// Prints F1 of claims found, typed and typed with their modality, over thresholds, and how often times and places are right.
pub fn cross_validate(reports: &[CodedReport]) {
    let thresholds = [0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55];
    let mut counts = vec![[[0usize; 4]; 7]; thresholds.len()];
    for part in 0..PARTS {
        let others: Vec<&CodedReport> =
            reports.iter().enumerate().filter(|(at, _)| at % PARTS != part).map(|(_, report)| report).collect();
        let judge = learn(&others);
        for report in reports.iter().enumerate().filter(|(at, _)| at % PARTS == part).map(|(_, report)| report) {
            for (nth, threshold) in thresholds.iter().enumerate() {
                for (kind, counted) in judged(&judge, report, |_| *threshold).into_iter().enumerate() {
                    for (sum, one) in counts[nth][kind].iter_mut().zip(counted) {
                        *sum += one;
                    }
                }
            }
        }
    }
    print_attached(reports);
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

/// A claim with the time and place that a learner took which had not seen its report.
struct Attached<'r> {
    composed: bool,
    one: &'r Attachment,
    time: Option<&'r ClaimTime>,
    place: Option<&'r ClaimPlace>,
    time_right: bool,
    place_right: bool,
    /// Whether the right time, and the right place, were among the options.
    offered: [bool; 2],
}

/// Learns times and places from all parts but one and takes those of that part, for each part.
fn attach_all(reports: &[CodedReport]) -> Vec<Attached<'_>> {
    let mut all = Vec::new();
    for part in 0..PARTS {
        let others: Vec<&CodedReport> =
            reports.iter().enumerate().filter(|(at, _)| at % PARTS != part).map(|(_, report)| report).collect();
        let chooser = learn_choices(&others);
        let held = reports.iter().enumerate().filter(|(at, _)| at % PARTS == part).map(|(_, report)| report);
        for report in held {
            let taken = taken(report, &chooser);
            for ((one, open), taken) in report.attachments.iter().zip(&report.open).zip(taken) {
                let (time, place) = (open.times[taken.time].value.as_ref(), open.places[taken.place].value.as_ref());
                all.push(Attached {
                    composed: report.composed,
                    one,
                    time,
                    place,
                    time_right: one.time_right(time),
                    place_right: one.place_right(place),
                    offered: [
                        one.time.is_none() || open.times.iter().any(|o| one.time_right(o.value.as_ref())),
                        one.place.is_none() || open.places.iter().any(|o| one.place_right(o.value.as_ref())),
                    ],
                });
            }
        }
    }
    all
}

/// How often the times, places and speakers of matched claims are right, for published and for composed reports.
pub fn print_attached(reports: &[CodedReport]) {
    let all = attach_all(reports);
    for composed in [false, true] {
        let claims: Vec<&Attached> = all.iter().filter(|claim| claim.composed == composed).collect();
        let share = |of: &dyn Fn(&Attached) -> bool, test: &dyn Fn(&Attached) -> bool| {
            let all = claims.iter().filter(|claim| of(claim)).count();
            100.0 * claims.iter().filter(|claim| of(claim) && test(claim)).count() as f64 / all.max(1) as f64
        };
        let any = |_: &Attached| true;
        println!(
            "{} claims of {} reports: time {:.1} % (where there is one {:.1} %, among the options {:.1} %), place {:.1} % \
             ({:.1} %, {:.1} %), said {:.1} %, time and place {:.1} %, all {:.1} %",
            claims.len(),
            if composed { "composed" } else { "published" },
            share(&any, &|claim| claim.time_right),
            share(&|claim| claim.one.time.is_some(), &|claim| claim.time_right),
            share(&any, &|claim| claim.offered[0]),
            share(&any, &|claim| claim.place_right),
            share(&|claim| claim.one.place.is_some(), &|claim| claim.place_right),
            share(&any, &|claim| claim.offered[1]),
            share(&any, &|claim| claim.one.said),
            share(&any, &|claim| claim.time_right && claim.place_right),
            share(&any, &|claim| claim.time_right && claim.place_right && claim.one.said),
        );
        for &kind in Kind::ALL {
            let own = |claim: &Attached| claim.one.kind == kind;
            println!(
                "  {:10} time {:5.1} %  place {:5.1} %  both {:5.1} %",
                kind.word(),
                share(&own, &|claim| claim.time_right),
                share(&own, &|claim| claim.place_right),
                share(&own, &|claim| claim.time_right && claim.place_right),
            );
        }
    }
}

/// Prints the claims whose time, place or speaker is wrong, with what is wrong about it.
pub fn misplaced(reports: &[CodedReport], what: &str) {
    for claim in attach_all(reports) {
        let one = claim.one;
        let (right, ours, coded) = match what {
            "time" => {
                let bounds = |t: &ClaimTime| [t.start, t.end].map(|at| at.map(|at| at.to_string()));
                let ours = claim.time.map(|t| format!("{} {:?}", t.text, bounds(t)));
                let offered = if claim.offered[0] { "" } else { " NOT OFFERED" };
                (claim.time_right, ours, format!("{}{offered}", one.coded[0]))
            }
            "place" => (claim.place_right, claim.place.map(|place| place.text.clone()), one.coded[1].clone()),
            _ => (one.said, None, String::new()),
        };
        if !right {
            let composed = if claim.composed { "composed" } else { "published" };
            println!("{composed} | {} | coded {coded} | {}", ours.unwrap_or_default(), one.words);
        }
    }
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
