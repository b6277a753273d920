//! Logistic regression by stochastic gradient with adaptive steps, over hashed features: one outcome for "is a claim", one for
//! each type and modality, and one each for the choice of times and places.

use super::attached::{self, Lesson, lessons};
use super::reports::CodedReport;
use trucewatch::model::Modality;
use trucewatch::text::claim::attach::{self, Taken};
use trucewatch::text::claim::judge::{self, ACCEPT, Feature, TABLE};

// Chosen by cross-validation; the figures hardly move between half and twice of each.
const EPOCHS: usize = 20;
const STEP: f32 = 0.1;
const DECAY: f32 = 1e-2;
/// Times and places, of which each claim offers many and teaches few, want a smaller step and fewer rounds.
const CHOICE_STEP: f32 = 0.02;
const CHOICE_EPOCHS: usize = 10;
/// A feature of a time or place is learned from so many reports at least.
const LEAST_REPORTS: u16 = 3;
/// Parts in which the claims around are taken by a learner that has not seen them.
const FOLDS: usize = 4;

/// Weights and the sums of squared gradients that set the step of each.
pub struct Learner {
    pub weights: Vec<f32>,
    squares: Vec<f32>,
    step: f32,
}

impl Learner {
    fn new(step: f32) -> Self {
        Learner { weights: vec![0.0; TABLE], squares: vec![0.0; TABLE], step }
    }

    /// The score of an outcome.
    pub fn score(&self, features: &[Feature], outcome: u32) -> f32 {
        features.iter().map(|&feature| self.weights[judge::slot_of(feature, outcome)]).sum()
    }

    /// How sure that a candidate is a claim.
    pub fn confidence(&self, features: &[Feature]) -> f32 {
        1.0 / (1.0 + (-self.score(features, ACCEPT)).exp())
    }

    fn update(&mut self, features: &[Feature], outcome: u32, gradient: f32) {
        for &feature in features {
            let at = judge::slot_of(feature, outcome);
            let gradient = gradient + DECAY * self.weights[at];
            self.squares[at] += gradient * gradient;
            self.weights[at] -= self.step * gradient / (1.0 + self.squares[at].sqrt());
        }
    }

    /// `favoured` is an outcome that the rules speak for, how much, and the outcome that learns how far to trust them.
    fn learn_among(&mut self, features: &[Feature], outcomes: &[u32], right: u32, favoured: (u32, f32, u32)) {
        let (read, favour, trust) = favoured;
        let favour = favour + self.score(features, trust);
        let favour = |outcome| if outcome == read { favour } else { 0.0 };
        let scores: Vec<f32> =
            outcomes.iter().map(|&outcome| self.score(features, outcome) + favour(outcome)).collect();
        let shares = softmax(&scores);
        for (&outcome, share) in outcomes.iter().zip(shares) {
            let gradient = share - f32::from(u8::from(outcome == right));
            self.update(features, outcome, gradient);
            if outcome == read {
                self.update(features, trust, gradient);
            }
        }
    }

    /// Where several options are right, the likeliest of them is taught.
    fn learn_choice(&mut self, choice: &Lesson, outcome: u32) {
        let scores: Vec<f32> = choice.options.iter().map(|features| self.score(features, outcome)).collect();
        let shares = softmax(&scores);
        let of_right: f32 = shares.iter().zip(&choice.right).filter(|(_, right)| **right).map(|(share, _)| share).sum();
        for ((features, share), &right) in choice.options.iter().zip(&shares).zip(&choice.right) {
            let wanted = if right { share / of_right.max(1e-9) } else { 0.0 };
            self.update(features, outcome, share - wanted);
        }
    }
}

fn softmax(scores: &[f32]) -> Vec<f32> {
    let most = scores.iter().fold(f32::MIN, |most, &score| most.max(score));
    let total: f32 = scores.iter().map(|score| (score - most).exp()).sum();
    scores.iter().map(|score| (score - most).exp() / total).collect()
}

/// Learns which candidates are claims, and of which type and modality. The weights are the mean of those of the later rounds,
/// which are steadier than the last.
pub fn learn(reports: &[&CodedReport]) -> Learner {
    let mut learner = Learner::new(STEP);
    let modalities: Vec<u32> = Modality::ALL.iter().map(|&m| judge::outcome_of_modality(m)).collect();
    let mut mean = vec![0.0; TABLE];
    for epoch in 0..EPOCHS {
        for example in reports.iter().flat_map(|report| &report.examples) {
            let wanted = f32::from(u8::from(example.coded.is_some()));
            let confidence = learner.confidence(&example.features);
            if !example.twin {
                learner.update(&example.features, ACCEPT, confidence - wanted);
            }
            let Some((kind_type, modality)) = &example.coded else { continue };
            let outcomes: Vec<u32> =
                judge::types_of(example.kind).iter().map(|word| judge::outcome_of(example.kind, word)).collect();
            let read = example.read.0;
            let favoured =
                (judge::outcome_of(example.kind, read), judge::rule_weight(example.kind, read), judge::TRUST_TYPE);
            learner.learn_among(&example.features, &outcomes, judge::outcome_of(example.kind, kind_type), favoured);
            if let Some(modality) = Modality::from_word(modality) {
                let read = judge::outcome_of_modality(example.read.1);
                let favoured = (read, judge::syntax_weight(example.kind), judge::TRUST_MODALITY);
                learner.learn_among(&example.features, &modalities, judge::outcome_of_modality(modality), favoured);
            }
        }
        if epoch >= EPOCHS / 2 {
            let share = 1.0 / (EPOCHS - EPOCHS / 2) as f32;
            mean.iter_mut().zip(&learner.weights).for_each(|(mean, weight)| *mean += share * weight);
        }
    }
    learner.weights = mean;
    learner
}

/// Learns which time and place a claim takes: first beside what the coder gave the claims around, then beside what a learner
/// that has not seen them would give those, as it will be in reading.
pub fn learn_choices(reports: &[&CodedReport]) -> Learner {
    let coded: Vec<Vec<Taken>> = reports.iter().map(|report| attached::coded(report)).collect();
    let mut taken = coded.clone();
    for part in 0..FOLDS {
        let learner = learn_beside(reports, &coded, |at| at % FOLDS != part);
        for at in (part..reports.len()).step_by(FOLDS) {
            taken[at] = attached::taken(reports[at], &learner);
        }
    }
    learn_beside(reports, &taken, |_| true)
}

/// Learns from the reports whose index `of` takes; `taken` is what the claims of each have around them.
fn learn_beside(reports: &[&CodedReport], taken: &[Vec<Taken>], of: impl Fn(usize) -> bool) -> Learner {
    let outcomes = [attach::TIME, attach::PLACE];
    let mut taught: Vec<[Vec<Lesson>; 2]> =
        (0..reports.len()).filter(|&at| of(at)).map(|at| lessons(reports[at], &taken[at])).collect();
    for (nth, outcome) in outcomes.into_iter().enumerate() {
        drop_rare(&mut taught, nth, outcome);
    }
    let mut learner = Learner::new(CHOICE_STEP);
    let mut mean = vec![0.0; TABLE];
    for epoch in 0..CHOICE_EPOCHS {
        for (outcome, lessons) in taught.iter().flat_map(|both| outcomes.into_iter().zip(both)) {
            for lesson in lessons.iter().filter(|lesson| lesson.right.contains(&true)) {
                learner.learn_choice(lesson, outcome);
            }
        }
        if epoch >= CHOICE_EPOCHS / 2 {
            let share = 1.0 / (CHOICE_EPOCHS - CHOICE_EPOCHS / 2) as f32;
            mean.iter_mut().zip(&learner.weights).for_each(|(mean, weight)| *mean += share * weight);
        }
    }
    learner.weights = mean;
    learner
}

/// Drops features that few reports have: they tell these reports apart, not right from wrong.
fn drop_rare(taught: &mut [[Vec<Lesson>; 2]], nth: usize, outcome: u32) {
    // For each slot in how many reports it was seen, and the last of them.
    let mut seen = vec![(0u16, usize::MAX); TABLE];
    for (report, both) in taught.iter().enumerate() {
        for &feature in both[nth].iter().flat_map(|lesson| &lesson.options).flatten() {
            let (reports, last) = &mut seen[judge::slot_of(feature, outcome)];
            if *last != report {
                (*reports, *last) = (reports.saturating_add(1), report);
            }
        }
    }
    for option in taught.iter_mut().flat_map(|both| &mut both[nth]).flat_map(|lesson| &mut lesson.options) {
        option.retain(|&feature| seen[judge::slot_of(feature, outcome)].0 >= LEAST_REPORTS);
    }
}
