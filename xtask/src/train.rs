//! Learns the judge's weights from coded reports: logistic regression by stochastic gradient with adaptive steps, one
//! outcome for "is a claim", one for each type and modality. Prints cross-validated figures before it writes.

use serde_json::Value;
use std::path::{Path, PathBuf};
use trucewatch::model::{Document, Modality, Moment, Span, Statement};
use trucewatch::text::claim::attach::{self, Memory};
use trucewatch::text::claim::Candidate;
use trucewatch::text::Annotated;
use trucewatch::text::claim::judge::{self, ACCEPT, Feature, Linear, TABLE};

/// One candidate of a coded report and what the coder made of it.
struct Example {
    features: Vec<Feature>,
    kind: trucewatch::model::Kind,
    read_type: &'static str,
    read_modality: Modality,
    /// The coded claim's type and modality, where the candidate is a claim.
    gold: Option<(String, String)>,
}

struct Report {
    /// The words of coded claims that no candidate matches, by kind.
    missed: Vec<(String, String)>,
    examples: Vec<Example>,
    gold_claims: usize,
    times: Vec<Choice>,
    places: Vec<Choice>,
}

/// The options of one claim's time or place, and which of them the coder took.
struct Choice {
    options: Vec<Vec<Feature>>,
    right: Vec<bool>,
}

const EPOCHS: usize = 12;
const STEP: f32 = 0.25;
const DECAY: f32 = 2e-5;

/// Trains on the coded reports below `gold` and writes the weights to `out`.
pub fn train(gold: &Path, out: &Path) -> std::io::Result<()> {
    // Both tables lie in one folder.
    let attach_out = out.with_file_name("attach.bin");
    let reports = coded_reports(gold, None)?;
    cross_validate(&reports, 8);
    let all: Vec<&Report> = reports.iter().collect();
    std::fs::write(out, Linear::to_bytes(&learn(&all)))?;
    std::fs::write(attach_out, Linear::to_bytes(&learn_choices(&all).weights))
}

/// Prints the coded claims that no candidate matches: what the rules do not see at all.
pub fn missed(gold: &Path, codebook: Option<&Path>, kind: &str) -> std::io::Result<()> {
    for report in coded_reports(gold, codebook)? {
        for (what, words) in report.missed.iter().filter(|(what, _)| what.starts_with(kind)) {
            println!("{what}: {words}");
        }
    }
    Ok(())
}

/// Cross-validates with another codebook laid over the built-in one, and writes nothing.
pub fn try_codebook(gold: &Path, codebook: &Path) -> std::io::Result<()> {
    cross_validate(&coded_reports(gold, Some(codebook))?, 8);
    Ok(())
}

fn coded_reports(gold: &Path, codebook: Option<&Path>) -> std::io::Result<Vec<Report>> {
    let mut sets: Vec<(PathBuf, PathBuf)> = vec![(gold.join("train.jsonl"), gold.join("train.reports.jsonl"))];
    let mut composed: Vec<PathBuf> =
        std::fs::read_dir(gold.join("composed"))?.filter_map(|e| Some(e.ok()?.path())).collect();
    composed.sort();
    for path in composed {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if let Some(stem) = name.strip_suffix(".reports.jsonl") {
            sets.push((path.with_file_name(format!("{stem}.jsonl")), path.clone()));
        }
    }
    let data = match codebook {
        None => trucewatch::codebook::builtin(),
        Some(dir) => trucewatch::codebook::with_overlay(dir)
            .map_err(|errors| std::io::Error::other(errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")))?,
    };
    let reader = trucewatch::Reader::new(&data, trucewatch::Options::default());
    let mut reports: Vec<Report> = Vec::new();
    for (coded, texts) in sets {
        let texts = json_lines(&texts)?;
        for coding in json_lines(&coded)? {
            let Some(text) = texts.iter().find(|text| text["id"] == coding["document"]) else { continue };
            reports.push(report(&reader, text, &coding));
        }
    }
    Ok(reports)
}

fn json_lines(path: &Path) -> std::io::Result<Vec<Value>> {
    let text = std::fs::read_to_string(path)?;
    Ok(text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect())
}

fn report(reader: &trucewatch::Reader, text: &Value, coding: &Value) -> Report {
    let words = text["text"].as_str().unwrap_or_default();
    let document = Document {
        id: text["id"].as_str().unwrap_or_default().to_owned(),
        title: text["title"].as_str().map(str::to_owned),
        text: words.to_owned(),
        published: text["published"].as_str().and_then(Moment::parse),
        source: text["source"].as_str().map(str::to_owned),
        ..Document::default()
    };
    let annotated = reader.annotate(&document);
    let (statements, candidates) = reader.candidates(&annotated);
    let starts: Vec<usize> = words.char_indices().map(|(at, _)| at).chain([words.len()]).collect();
    let claims: Vec<(Span, &Value)> = coding["claims"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|claim| {
            let point = |nth: usize| starts[claim["span"][nth].as_u64().unwrap_or(0) as usize];
            (Span::new(point(0), point(1)), claim)
        })
        .collect();
    let matched = pair(&candidates, &claims);
    let (times, places) = choices(reader, &annotated, &statements, &candidates, &claims, &matched);
    let examples = candidates
        .into_iter()
        .enumerate()
        .map(|(at, candidate)| Example {
            kind: candidate.draft.content.kind(),
            read_type: candidate.draft.content.type_word(),
            read_modality: candidate.modality,
            gold: matched.iter().find(|(candidate, _)| *candidate == at).map(|&(_, claim)| {
                let claim = claims[claim].1;
                (type_of(claim).to_owned(), claim["modality"].as_str().unwrap_or_default().to_owned())
            }),
            features: candidate.features,
        })
        .collect();
    let missed = claims
        .iter()
        .enumerate()
        .filter(|(at, _)| matched.iter().all(|(_, claim)| claim != at))
        .map(|(_, (span, claim))| {
            let around = Span::new(words.floor_char_boundary(span.start.saturating_sub(60)), span.start);
            let what = format!("{}/{} {}", claim["kind"].as_str().unwrap_or_default(), type_of(claim), claim["modality"].as_str().unwrap_or_default());
            (what, format!("{} «{}»", around.of(words), span.of(words)).replace('\n', " / "))
        })
        .collect();
    Report { missed, examples, gold_claims: claims.len(), times, places }
}

fn type_of(claim: &Value) -> &str {
    ["action", "method", "measure"].iter().find_map(|key| claim[key].as_str()).unwrap_or_default()
}

/// Candidates and coded claims, one to one, best match first, as the scorer pairs them.
fn pair(candidates: &[Candidate], claims: &[(Span, &Value)]) -> Vec<(usize, usize)> {
    let mut scored: Vec<(u64, usize, usize)> = Vec::new();
    for (c, (span, claim)) in claims.iter().enumerate() {
        for (p, candidate) in candidates.iter().enumerate() {
            let shared = span.end.min(candidate.span.end).saturating_sub(span.start.max(candidate.span.start));
            let shorter = span.len().min(candidate.span.len());
            if claim["kind"] != candidate.draft.content.kind().word() || shared == 0 || shared * 2 < shorter {
                continue;
            }
            let inside = u64::from(span.contains(candidate.draft.trigger)) * 100_000;
            let typed = u64::from(type_of(claim) == candidate.draft.content.type_word()) * 50_000;
            scored.push((inside + typed + shared as u64, c, p));
        }
    }
    scored.sort_by_key(|&(score, c, p)| (std::cmp::Reverse(score), c, p));
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (_, claim, candidate) in scored {
        if pairs.iter().all(|&(p, c)| p != candidate && c != claim) {
            pairs.push((candidate, claim));
        }
    }
    pairs
}

/// What the coder chose among the times and places of each matched candidate, in the order of the text.
fn choices(
    reader: &trucewatch::Reader,
    text: &Annotated<'_>,
    statements: &[Statement],
    candidates: &[Candidate],
    claims: &[(Span, &Value)],
    matched: &[(usize, usize)],
) -> (Vec<Choice>, Vec<Choice>) {
    let mut matched: Vec<(&Candidate, &Value)> = matched.iter().map(|&(c, g)| (&candidates[c], claims[g].1)).collect();
    matched.sort_by_key(|(candidate, _)| (candidate.span.start, std::cmp::Reverse(candidate.span.end)));
    let all: Vec<&Candidate> = matched.iter().map(|(candidate, _)| *candidate).collect();
    let scene = reader.claimant().scene(text, statements, &all);
    let (mut times, mut places) = (Vec::new(), Vec::new());
    let mut memory = Memory::default();
    for (candidate, claim) in matched {
        let subject = scene.subject(candidate);
        let options = attach::time_options(&scene, &subject, memory.time.as_ref());
        let day = |key: &str| claim["time"][key].as_str().map(|text| text.chars().take(10).collect::<String>());
        let right: Vec<bool> = options
            .iter()
            .map(|option| match &option.time {
                None => claim["time"].is_null(),
                Some(time) => {
                    !claim["time"].is_null()
                        && time.start.map(|at| at.date().to_string()) == day("start")
                        && time.end.map(|at| at.date().to_string()) == day("end")
                }
            })
            .collect();
        let chosen = right.iter().position(|&right| right);
        memory.time = Some((subject.sentence, chosen.and_then(|at| options[at].time.clone())));
        times.push(Choice { options: options.into_iter().map(|option| option.features).collect(), right });

        let options = attach::place_options(&scene, &subject, memory.place.as_ref());
        let first = claim["places"][0]["text"].as_str().map(str::to_lowercase);
        let right: Vec<bool> = options
            .iter()
            .map(|option| match (&option.place, &first) {
                (None, None) => true,
                (Some(place), Some(first)) => {
                    let name = place.text.to_lowercase();
                    name.contains(first.as_str()) || first.contains(name.as_str())
                }
                _ => false,
            })
            .collect();
        let chosen = right.iter().position(|&right| right);
        memory.place = Some((subject.sentence, chosen.and_then(|at| options[at].place.clone())));
        places.push(Choice { options: options.into_iter().map(|option| option.features).collect(), right });
    }
    (times, places)
}

/// Learns which time and place a claim takes.
fn learn_choices(reports: &[&Report]) -> Learner {
    let mut learner = Learner { weights: vec![0.0; TABLE], squares: vec![0.0; TABLE] };
    for _ in 0..EPOCHS {
        for report in reports {
            for (outcome, choices) in [(attach::TIME, &report.times), (attach::PLACE, &report.places)] {
                for choice in choices.iter().filter(|choice| choice.right.contains(&true)) {
                    learner.learn_choice(choice, outcome);
                }
            }
        }
    }
    learner
}

/// Weights and the sums of squared gradients that set the step of each.
struct Learner {
    weights: Vec<f32>,
    squares: Vec<f32>,
}

impl Learner {
    fn score(&self, features: &[Feature], outcome: u32) -> f32 {
        features.iter().map(|&feature| self.weights[judge::slot_of(feature, outcome)]).sum()
    }

    fn update(&mut self, features: &[Feature], outcome: u32, gradient: f32) {
        for &feature in features {
            let at = judge::slot_of(feature, outcome);
            let gradient = gradient + DECAY * self.weights[at];
            self.squares[at] += gradient * gradient;
            self.weights[at] -= STEP * gradient / (1.0 + self.squares[at].sqrt());
        }
    }

    fn learn_among(&mut self, features: &[Feature], outcomes: &[u32], right: u32) {
        let scores: Vec<f32> = outcomes.iter().map(|&outcome| self.score(features, outcome)).collect();
        let most = scores.iter().fold(f32::MIN, |most, &score| most.max(score));
        let total: f32 = scores.iter().map(|score| (score - most).exp()).sum();
        for (&outcome, score) in outcomes.iter().zip(scores) {
            let share = (score - most).exp() / total;
            self.update(features, outcome, share - f32::from(u8::from(outcome == right)));
        }
    }
}

impl Learner {
    /// Where several options are right, the likeliest of them is taught.
    fn learn_choice(&mut self, choice: &Choice, outcome: u32) {
        let scores: Vec<f32> = choice.options.iter().map(|features| self.score(features, outcome)).collect();
        let most = scores.iter().fold(f32::MIN, |most, &score| most.max(score));
        let total: f32 = scores.iter().map(|score| (score - most).exp()).sum();
        let of_right: f32 =
            scores.iter().zip(&choice.right).filter(|(_, right)| **right).map(|(score, _)| (score - most).exp()).sum();
        for ((features, score), &right) in choice.options.iter().zip(scores).zip(&choice.right) {
            let mass = (score - most).exp();
            let wanted = if right { mass / of_right.max(1e-9) } else { 0.0 };
            self.update(features, outcome, mass / total - wanted);
        }
    }

    fn choose(&self, choice: &Choice, outcome: u32) -> usize {
        let scores = choice.options.iter().map(|features| self.score(features, outcome));
        scores.enumerate().fold((f32::MIN, 0), |best, (at, score)| if score > best.0 { (score, at) } else { best }).1
    }
}

fn learn(reports: &[&Report]) -> Vec<f32> {
    let mut learner = Learner { weights: vec![0.0; TABLE], squares: vec![0.0; TABLE] };
    let modalities: Vec<u32> = Modality::ALL.iter().map(|&m| judge::outcome_of_modality(m)).collect();
    for _ in 0..EPOCHS {
        for example in reports.iter().flat_map(|report| &report.examples) {
            let probability = 1.0 / (1.0 + (-learner.score(&example.features, ACCEPT)).exp());
            learner.update(&example.features, ACCEPT, probability - f32::from(u8::from(example.gold.is_some())));
            if let Some((kind_type, modality)) = &example.gold {
                let outcomes: Vec<u32> =
                    judge::types_of(example.kind).iter().map(|word| judge::outcome_of(example.kind, word)).collect();
                learner.learn_among(&example.features, &outcomes, judge::outcome_of(example.kind, kind_type));
                if let Some(modality) = Modality::from_word(modality) {
                    learner.learn_among(&example.features, &modalities, judge::outcome_of_modality(modality));
                }
            }
        }
    }
    learner.weights
}

/// Learns on all but one part and judges that part, for each part; prints F1 over thresholds.
fn cross_validate(reports: &[Report], parts: usize) {
    let mut judged: Vec<(f32, &Example, bool, bool, bool)> = Vec::new();
    let mut attached = [[0usize; 3]; 2];
    for part in 0..parts {
        let kept: Vec<&Report> =
            reports.iter().enumerate().filter(|(at, _)| at % parts != part).map(|(_, r)| r).collect();
        let chooser = learn_choices(&kept);
        for report in reports.iter().enumerate().filter(|(at, _)| at % parts == part).map(|(_, report)| report) {
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
        let learner = Learner { weights: learn(&kept), squares: Vec::new() };
        for example in reports.iter().enumerate().filter(|(at, _)| at % parts == part).flat_map(|(_, r)| &r.examples) {
            let score = learner.score(&example.features, ACCEPT);
            let best_type = judge::types_of(example.kind)
                .into_iter()
                .max_by(|a, b| {
                    let of = |word| learner.score(&example.features, judge::outcome_of(example.kind, word));
                    of(a).total_cmp(&of(b))
                })
                .unwrap_or_default();
            let best_modality = Modality::ALL
                .iter()
                .max_by(|&&a, &&b| {
                    let of = |m| learner.score(&example.features, judge::outcome_of_modality(m));
                    of(a).total_cmp(&of(b))
                })
                .copied()
                .unwrap_or(Modality::Reported);
            let gold = example.gold.as_ref();
            judged.push((
                1.0 / (1.0 + (-score).exp()),
                example,
                gold.is_some_and(|gold| gold.0 == best_type),
                gold.is_some_and(|gold| gold.1 == best_modality.word()),
                gold.is_some_and(|gold| gold.0 == example.read_type),
            ));
        }
    }
    for (name, [all, possible, right]) in ["times", "places"].into_iter().zip(attached) {
        println!("{name} of {all} claims: right among the options {:.1} %, chosen {:.1} %", 100.0 * possible as f64 / all.max(1) as f64, 100.0 * right as f64 / all.max(1) as f64);
    }
    let gold: usize = reports.iter().map(|report| report.gold_claims).sum();
    println!(
        "{} reports, {} candidates, {} of {gold} coded claims among them",
        reports.len(),
        judged.len(),
        judged.iter().filter(|j| j.1.gold.is_some()).count()
    );
    let f1 = |right: usize, read: usize, gold: usize| 200.0 * right as f64 / (read + gold).max(1) as f64;
    for threshold in [0.0, 0.3, 0.4, 0.45, 0.5, 0.55, 0.6] {
        let read: Vec<_> = judged.iter().filter(|judged| judged.0 >= threshold).collect();
        let found = read.iter().filter(|judged| judged.1.gold.is_some()).count();
        let typed = read.iter().filter(|judged| judged.2).count();
        let by_rule = read.iter().filter(|judged| judged.4).count();
        let both = read.iter().filter(|judged| judged.2 && judged.3).count();
        println!(
            "threshold {threshold:.2}: found {:.1}  typed {:.1} (by rules alone {:.1})  typed and modality {:.1}  (read {})",
            f1(found, read.len(), gold),
            f1(typed, read.len(), gold),
            f1(by_rule, read.len(), gold),
            f1(both, read.len(), gold),
            read.len()
        );
    }
    let modality_by_rule =
        judged.iter().filter(|j| j.1.gold.as_ref().is_some_and(|g| g.1 == j.1.read_modality.word())).count();
    let modality = judged.iter().filter(|j| j.3).count();
    let claims = judged.iter().filter(|j| j.1.gold.is_some()).count().max(1);
    println!(
        "modality right: learned {:.1} %, by rules {:.1} %",
        100.0 * modality as f64 / claims as f64,
        100.0 * modality_by_rule as f64 / claims as f64
    );
    for kind in trucewatch::model::Kind::ALL {
        let of: Vec<_> = judged.iter().filter(|j| j.1.kind == *kind).collect();
        let read: Vec<_> = of.iter().filter(|j| j.0 >= 0.45).collect();
        println!(
            "  {:10} candidates {:4}, claims among them {:4}; at 0.45 read {:4} found {:4} typed {:4}",
            kind.word(),
            of.len(),
            of.iter().filter(|j| j.1.gold.is_some()).count(),
            read.len(),
            read.iter().filter(|j| j.1.gold.is_some()).count(),
            read.iter().filter(|j| j.2).count()
        );
    }
}
