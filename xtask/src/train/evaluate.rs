//! Cross-validation: learns on all but one part of the reports and judges that part, for each part.

use super::attached::{Attachment, taken};
use super::learner::{Learner, learn, learn_choices};
use super::reports::{CodedReport, Example, pair};
use trucewatch::model::{ClaimPlace, ClaimTime, Kind, Modality, Span};
use trucewatch::text::claim::judge::{self, Rival};

const PARTS: usize = 8;

/// What one report's judging came to, per kind: found, typed, typed with the right modality, read.
type Counts = [usize; 4];

/// What the reports of each part are judged with: learned from those of all other parts.
fn learned_apart<T: Send>(reports: &[CodedReport], learn: impl Fn(&[&CodedReport]) -> T + Sync) -> Vec<T> {
    let learned = |part: usize| {
        let others: Vec<&CodedReport> = reports.iter().filter(|report| part_of(report) != part).collect();
        learn(&others)
    };
    let learned = &learned;
    std::thread::scope(|scope| {
        let parts: Vec<_> = (0..PARTS).map(|part| scope.spawn(move || learned(part))).collect();
        parts.into_iter().map(|part| part.join().expect("learning does not panic")).collect()
    })
}

/// Reports that tell of one course of events stay together: one would teach what the other is asked.
fn part_of(report: &CodedReport) -> usize {
    report.group % PARTS
}

/// Prints F1 of claims found, typed and typed with their modality, over thresholds, and how often times and places are right.
pub fn cross_validate(reports: &[CodedReport]) {
    let thresholds = [0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55];
    let mut counts = vec![[[0usize; 4]; 7]; thresholds.len()];
    let judges = learned_apart(reports, learn);
    for report in reports {
        let judge = &judges[part_of(report)];
        for (nth, threshold) in thresholds.iter().enumerate() {
            for (kind, counted) in counted(&judged(judge, report, |_| *threshold), report).into_iter().enumerate() {
                for (sum, one) in counts[nth][kind].iter_mut().zip(counted) {
                    *sum += one;
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
        let others: Vec<&CodedReport> = reports.iter().filter(|report| part_of(report) != part).collect();
        let chooser = learn_choices(&others);
        let held = reports.iter().filter(|report| part_of(report) == part);
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

/// A candidate that was taken for a claim.
struct Judged<'a> {
    example: &'a Example,
    kind_type: &'static str,
    modality: Modality,
    confidence: f32,
}

/// Judges a report.
fn judged<'a>(learner: &Learner, report: &'a CodedReport, threshold: impl Fn(Kind) -> f32) -> Vec<Judged<'a>> {
    let read: Vec<Judged<'a>> = report
        .examples
        .iter()
        .filter_map(|example| {
            let confidence = learner.confidence(&example.features);
            (confidence >= threshold(example.kind)).then(|| {
                let kind_type = judge::likeliest_type(example.kind, example.read.0, |outcome| {
                    learner.score(&example.features, outcome)
                });
                let modality = judge::likeliest_modality(example.kind, example.read.1, |outcome| {
                    learner.score(&example.features, outcome)
                });
                let (kind_type, modality) = match judge::settles(example.kind) {
                    true => (kind_type, modality),
                    false => example.read,
                };
                Judged { example, kind_type, modality, confidence }
            })
        })
        .collect();
    let rivals: Vec<Rival> = read
        .iter()
        .map(|judged| Rival {
            kind: judged.example.kind,
            kind_type: judged.kind_type,
            span: judged.example.span,
            trigger: judged.example.trigger,
            head: judged.example.head,
            governor: judged.example.governor,
            confidence: judged.confidence,
        })
        .collect();
    let kept = judge::settle_rivals(&rivals);
    read.into_iter().zip(kept).filter(|(_, kept)| *kept).map(|(read, _)| read).collect()
}

/// Pairs what was judged a claim with the coded claims: (index among the judged, index among the coded).
fn paired(judged: &[Judged<'_>], report: &CodedReport) -> Vec<(usize, usize)> {
    let forms: Vec<(Kind, &str, Span, Span)> =
        judged.iter().map(|j| (j.example.kind, j.kind_type, j.example.span, j.example.trigger)).collect();
    pair(&forms, &report.claims)
}

fn counted(judged: &[Judged<'_>], report: &CodedReport) -> [Counts; 7] {
    let mut counts = [[0; 4]; 7];
    for judged in judged {
        counts[place(judged.example.kind)][3] += 1;
    }
    for (at, claim) in paired(judged, report) {
        let (judged, claim) = (&judged[at], &report.claims[claim]);
        let count = &mut counts[place(judged.example.kind)];
        let typed = judged.kind_type == claim.kind_type;
        count[0] += 1;
        count[1] += usize::from(typed);
        count[2] += usize::from(typed && judged.modality.word() == claim.modality);
    }
    counts
}

/// Prints what is read wrongly of a kind when each part is judged by what the others teach.
pub fn print_errors(reports: &[CodedReport], kind: &str) {
    let judges = learned_apart(reports, learn);
    for report in reports {
        let read = judged(&judges[part_of(report)], report, judge::threshold);
        let pairs = paired(&read, report);
        for (at, judged) in read.iter().enumerate().filter(|(_, judged)| judged.example.kind.word() == kind) {
            let of = pairs.iter().find(|(one, _)| *one == at).map(|&(_, claim)| &report.claims[claim]);
            let told = format!("{} {} {}", judged.kind_type, judged.modality.word(), judged.example.rule);
            match of {
                None => println!("too many {:.2} {told}: {}", judged.confidence, judged.example.words),
                Some(claim) if claim.kind_type != judged.kind_type => {
                    println!("type {} read {told}: {}", claim.kind_type, judged.example.words)
                }
                Some(claim) if claim.modality != judged.modality.word() => {
                    println!("modality {} read {told}: {}", claim.modality, judged.example.words)
                }
                Some(_) => {}
            }
        }
        for (at, claim) in report.claims.iter().enumerate().filter(|(_, claim)| claim.kind.word() == kind) {
            if pairs.iter().all(|&(_, coded)| coded != at) {
                let seen = if claim.seen { "rejected" } else { "unseen" };
                println!("{seen} {} {}: {}", claim.kind_type, claim.modality, claim.words);
            }
        }
    }
}

fn place(kind: Kind) -> usize {
    Kind::ALL.iter().position(|&other| other == kind).unwrap_or(0)
}
