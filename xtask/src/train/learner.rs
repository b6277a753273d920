//! Logistic regression by stochastic gradient with adaptive steps, over hashed features: one outcome for "is a claim", one for
//! each type and modality, and one each for the choice of times and places.

use super::reports::{Choice, CodedReport};
use trucewatch::model::Modality;
use trucewatch::text::claim::attach;
use trucewatch::text::claim::judge::{self, ACCEPT, Feature, TABLE};

// Chosen by cross-validation; the figures hardly move between half and twice of each.
const EPOCHS: usize = 20;
const STEP: f32 = 0.1;
const DECAY: f32 = 1e-2;

/// Weights and the sums of squared gradients that set the step of each.
pub struct Learner {
    pub weights: Vec<f32>,
    squares: Vec<f32>,
}

impl Learner {
    fn new() -> Self {
        Learner { weights: vec![0.0; TABLE], squares: vec![0.0; TABLE] }
    }

    /// The score of an outcome.
    pub fn score(&self, features: &[Feature], outcome: u32) -> f32 {
        features.iter().map(|&feature| self.weights[judge::slot_of(feature, outcome)]).sum()
    }

    /// How sure that a candidate is a claim.
    pub fn confidence(&self, features: &[Feature]) -> f32 {
        1.0 / (1.0 + (-self.score(features, ACCEPT)).exp())
    }

    /// Index of the highest score among options.
    pub fn choose(&self, choice: &Choice, outcome: u32) -> usize {
        let scores = choice.options.iter().map(|features| self.score(features, outcome));
        scores.enumerate().fold((f32::MIN, 0), |best, (at, score)| if score > best.0 { (score, at) } else { best }).1
    }

    fn update(&mut self, features: &[Feature], outcome: u32, gradient: f32) {
        for &feature in features {
            let at = judge::slot_of(feature, outcome);
            let gradient = gradient + DECAY * self.weights[at];
            self.squares[at] += gradient * gradient;
            self.weights[at] -= STEP * gradient / (1.0 + self.squares[at].sqrt());
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
    fn learn_choice(&mut self, choice: &Choice, outcome: u32) {
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
    let mut learner = Learner::new();
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

/// Learns which time and place a claim takes. Places not from the composed reports: there they are coded from the sentence alone,
/// where those of real reports are taken over from what was told before.
pub fn learn_choices(reports: &[&CodedReport]) -> Learner {
    let mut learner = Learner::new();
    for _ in 0..EPOCHS {
        for report in reports {
            let places: &[Choice] = if report.composed { &[] } else { &report.places };
            for (outcome, choices) in [(attach::TIME, report.times.as_slice()), (attach::PLACE, places)] {
                for choice in choices.iter().filter(|choice| choice.right.contains(&true)) {
                    learner.learn_choice(choice, outcome);
                }
            }
        }
    }
    learner
}
