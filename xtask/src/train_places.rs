//! Trains the two models of the place annotator on texts whose place names were marked by hand, and tells how well they do
//! on texts of outlets that they did not see.

use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::{fs, io, path::Path};
use trucewatch::model::Dep;
use trucewatch::model::{Document, Sentence, Span, Tag, Token, geo::distance_km};
use trucewatch::text::Annotated;
use trucewatch::text::annotate::place::learn::{
    Known, LEXICAL, MeaningExample, NameExample, meaning_examples, name_examples,
};
use trucewatch::text::annotate::place::{BITS, PlaceAnnotator, Weights};
use trucewatch::{Options, Reader};

/// Groups of outlets for cross-validation.
const FOLDS: u64 = 5;
/// Few features tell meanings apart.
const MEANING_CELLS: usize = 1 << 16;

struct Report {
    document: Document,
    sentences: Vec<Sentence>,
    tokens: Vec<Token>,
    known: Vec<Known>,
    /// Whether only the places of claims are known, and no others.
    partly: bool,
    /// The places of claims, as the coder wrote them.
    claimed: Vec<String>,
    fold: u64,
}

impl Report {
    /// The text as the annotator gets it, with or without its parse: not every sentence is parsed in a plain reading.
    fn annotated(&self, parsed: bool) -> Annotated<'_> {
        let (mut sentences, mut tokens) = (self.sentences.clone(), self.tokens.clone());
        if !parsed {
            sentences.iter_mut().for_each(|sentence| sentence.parsed = false);
            for (at, token) in tokens.iter_mut().enumerate() {
                (token.tag, token.dep, token.head) = (Tag::Xx, Dep::Dep, at);
            }
        }
        let mut text = Annotated::new(&self.document, sentences, tokens);
        text.index_children();
        text
    }
}

/// Trains on the reports of `files` and writes the weights below `out`. A file holds reports with all their `places`, or
/// codings (`NAME.jsonl`) whose texts lie beside it (`NAME.reports.jsonl`) and of which only the places of claims are known.
pub fn train(files: &[&Path], out: &Path) -> io::Result<()> {
    let codebook = trucewatch::codebook::builtin();
    let reports = load(files, &Reader::new(&codebook, Options { annotations: true }))?;
    let annotator = || PlaceAnnotator::new(&codebook);
    let plain = annotator();
    let mut examples: Vec<Vec<NameExample>> = Vec::new();
    let (mut reached, mut marked, mut candidates) = (0, 0, 0);
    for report in &reports {
        let mut all = Vec::new();
        for parsed in [true, false] {
            let mut found = name_examples(&plain, &report.annotated(parsed), &report.known);
            if parsed {
                reached += found.iter().filter(|example| example.is_name).count();
                (marked, candidates) = (marked + report.known.len(), candidates + found.len());
            }
            // Where only the places of claims are known, another listed name may be one too.
            let clear = |example: &NameExample| {
                example.is_name || !example.listed || report.known.iter().any(|known| known.span.overlaps(example.span))
            };
            found.retain(|example| !report.partly || clear(example));
            all.extend(found);
        }
        examples.push(all);
    }
    println!("{candidates} candidates, among them {reached} of {marked} known names");

    let mut totals: BTreeMap<String, Score> = BTreeMap::new();
    for fold in 0..FOLDS {
        let seen: Vec<usize> = (0..reports.len()).filter(|&at| reports[at].fold != fold).collect();
        let judged = fit(&reports, &examples, &seen, &annotator);
        for report in reports.iter().filter(|report| report.fold == fold) {
            for parsed in [true, false] {
                let marks = if report.partly { "places of claims" } else { "all places" };
                let analysis = if parsed { "parsed" } else { "unparsed" };
                totals.entry(format!("{marks}, {analysis}")).or_default().add(&judged, report, parsed);
            }
        }
    }
    for (name, score) in &totals {
        println!("unseen outlets, {name}: {score}");
    }
    let seen: Vec<usize> = (0..reports.len()).collect();
    let (names, meanings) = weights(&reports, &examples, &seen, &annotator);
    fs::write(out.join("place_names.bin"), &names)?;
    fs::write(out.join("place_meanings.bin"), &meanings)
}

fn fit(
    reports: &[Report],
    examples: &[Vec<NameExample>],
    seen: &[usize],
    new: &dyn Fn() -> PlaceAnnotator,
) -> PlaceAnnotator {
    let (names, meanings) = weights(reports, examples, seen, new);
    new().with_weights(Weights::from_bytes(names), Weights::from_bytes(meanings))
}

fn weights(
    reports: &[Report],
    examples: &[Vec<NameExample>],
    seen: &[usize],
    new: &dyn Fn() -> PlaceAnnotator,
) -> (Vec<u8>, Vec<u8>) {
    let names = learn_names(&seen.iter().flat_map(|&at| &examples[at]).collect::<Vec<_>>());
    let mut meanings = Vec::new();
    for rounds in 0..3 {
        let annotator = new().with_weights(Weights::from_bytes(Vec::new()), Weights::from_bytes(meanings));
        let examples: Vec<MeaningExample> = seen
            .iter()
            .flat_map(|&at| {
                meaning_examples(&annotator, &reports[at].annotated(true), &reports[at].known, rounds.min(1))
            })
            .collect();
        meanings = learn_meanings(&examples);
    }
    (names, meanings)
}

/// Logistic regression by AdaGrad, in a fixed order, so that the same texts give the same weights.
fn learn_names(examples: &[&NameExample]) -> Vec<u8> {
    let (mut weights, mut slopes) = (vec![0.0_f32; 1 << BITS], vec![1e-6_f32; 1 << BITS]);
    for epoch in 0..6 {
        for at in shuffled(examples.len(), epoch) {
            let example = examples[at];
            let cells = if (at as u64 + epoch).is_multiple_of(2) { &example.cells[LEXICAL..] } else { &example.cells };
            let score: f32 = cells.iter().map(|&cell| weights[cell as usize]).sum();
            let slope = 1.0 / (1.0 + (-score).exp()) - f32::from(u8::from(example.is_name));
            if slope.abs() > 0.01 {
                step(&mut weights, &mut slopes, cells, slope, 0.08, 1e-5);
            }
        }
    }
    Weights::to_bytes(&weights)
}

/// Softmax regression over the meanings of each name.
fn learn_meanings(examples: &[MeaningExample]) -> Vec<u8> {
    let (mut weights, mut slopes) = (vec![0.0_f32; MEANING_CELLS], vec![1e-6_f32; MEANING_CELLS]);
    for epoch in 0..12 {
        for at in shuffled(examples.len(), epoch) {
            let example = &examples[at];
            let scores: Vec<f32> = example
                .cells
                .iter()
                .map(|cells| cells.iter().map(|&cell| weights[cell as usize % MEANING_CELLS]).sum())
                .collect();
            let most = scores.iter().copied().fold(f32::MIN, f32::max);
            let powers: Vec<f32> = scores.iter().map(|score| (score - most).exp()).collect();
            let sum: f32 = powers.iter().sum();
            let right: f32 =
                powers.iter().zip(&example.right).filter(|(_, right)| **right).map(|(power, _)| power).sum();
            for (m, cells) in example.cells.iter().enumerate() {
                let wanted = if example.right[m] { powers[m] / right } else { 0.0 };
                let slope = (powers[m] / sum - wanted) * (example.mentions as f32).sqrt();
                if slope.abs() > 0.001 {
                    step(&mut weights, &mut slopes, cells, slope, 0.05, 1e-5);
                }
            }
        }
    }
    Weights::to_bytes(&weights)
}

fn step(weights: &mut [f32], slopes: &mut [f32], cells: &[u32], slope: f32, rate: f32, decay: f32) {
    for &cell in cells {
        let cell = cell as usize % weights.len();
        let slope = slope + decay * weights[cell];
        slopes[cell] += slope * slope;
        weights[cell] -= rate * slope / slopes[cell].sqrt();
    }
}

fn shuffled(len: usize, seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..len).collect();
    let mut state = seed * 2 + 1;
    for at in (1..len).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        order.swap(at, (state >> 33) as usize % (at + 1));
    }
    order
}

#[derive(Default)]
struct Score {
    known: usize,
    read: usize,
    same: usize,
    located: usize,
    near: usize,
    claimed: usize,
    claimed_read: usize,
}

impl Score {
    fn add(&mut self, annotator: &PlaceAnnotator, report: &Report, parsed: bool) {
        let mut text = report.annotated(parsed);
        annotator.annotate(&mut text);
        self.known += report.known.len();
        self.read += text.toponyms.len();
        let wide: Vec<&str> = text.toponyms.iter().filter_map(|toponym| Some(text.words(toponym.wide?))).collect();
        self.claimed += report.claimed.len();
        self.claimed_read += report.claimed.iter().filter(|place| wide.contains(&place.as_str())).count();
        let by_span: HashMap<Span, _> = text.toponyms.iter().map(|toponym| (toponym.span, toponym)).collect();
        for known in &report.known {
            self.same += usize::from(by_span.contains_key(&known.span));
            let Some((lat, lon)) = known.at else { continue };
            self.located += 1;
            let overlapping = text.toponyms.iter().find(|toponym| toponym.span.overlaps(known.span));
            let place = overlapping.and_then(|toponym| toponym.place.as_ref());
            let near = place.is_some_and(|place| distance_km((place.lat, place.lon), (lat, lon)) <= 161.0);
            self.near += usize::from(near);
        }
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let percent = |part: usize, of: usize| 100.0 * part as f32 / of.max(1) as f32;
        let (precision, recall) = (percent(self.same, self.read), percent(self.same, self.known));
        let both = 2.0 * precision * recall / (precision + recall).max(1e-6);
        let near = percent(self.near, self.located);
        let claimed = percent(self.claimed_read, self.claimed);
        write!(f, "P {precision:.1} R {recall:.1} F1 {both:.1}, within 161 km {near:.1}, places of claims {claimed:.1}")
    }
}

fn load(files: &[&Path], reader: &Reader) -> io::Result<Vec<Report>> {
    let mut reports = Vec::new();
    for file in files {
        let texts = file.with_extension("reports.jsonl");
        let texts = if texts.is_file() { json_lines(&texts)? } else { Vec::new() };
        for record in json_lines(file)? {
            let text = texts.iter().find(|text| text["id"] == record["document"]);
            reports.push(report(text.unwrap_or(&record), text.map(|_| &record), reader));
        }
    }
    Ok(reports)
}

fn json_lines(path: &Path) -> io::Result<Vec<Value>> {
    fs::read_to_string(path)?.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}

fn report(value: &Value, coding: Option<&Value>, reader: &Reader) -> Report {
    let word = |key: &str| value[key].as_str().map(str::to_owned);
    let document = Document { text: word("text").unwrap_or_default(), source: word("source"), ..Document::default() };
    let text = &document.text;
    let mut known = Vec::new();
    for place in value["places"].as_array().into_iter().flatten() {
        let byte = |at: usize| {
            let point = place["span"][at].as_u64().unwrap_or(0) as usize;
            text.char_indices().nth(point).map_or(text.len(), |(byte, _)| byte)
        };
        let at = place["lat"].as_f64().zip(place["lon"].as_f64());
        known.push(Known { span: Span::new(byte(0), byte(1)), at: at.map(|(lat, lon)| (lat as f32, lon as f32)) });
    }
    for claim in coding.and_then(|coding| coding["claims"].as_array()).into_iter().flatten() {
        for place in claim["places"].as_array().into_iter().flatten() {
            let written = place.as_str().or_else(|| place["text"].as_str()).unwrap_or_default();
            if let Some(name) = bare(written) {
                known.extend(occurrences(text, name).map(|span| Known { span, at: None }));
            }
        }
    }
    let claims = coding.and_then(|coding| coding["claims"].as_array()).into_iter().flatten();
    let claimed = claims.flat_map(|claim| claim["places"].as_array().into_iter().flatten());
    let claimed =
        claimed.filter_map(|place| Some(place.as_str().or_else(|| place["text"].as_str())?.to_owned())).collect();
    known.sort_by_key(|known| known.span);
    known.dedup_by_key(|known| known.span);
    let (sentences, tokens) = {
        let annotated = reader.annotate(&document);
        (annotated.sentences, annotated.tokens)
    };
    let fold = word("source").or(word("id")).unwrap_or_default();
    let fold = fold.bytes().fold(7, |sum: u64, b| sum * 31 % 1_000_003 + u64::from(b)) % FOLDS;
    Report { partly: coding.is_some(), claimed, document, sentences, tokens, known, fold }
}

/// The name within the words of a claim's place: from the first to the last capitalised word; `None` where small words
/// other than "al" stand between.
fn bare(place: &str) -> Option<&str> {
    let named = |word: &str| {
        word.trim_start_matches(|c: char| c.is_lowercase()).trim_start_matches('-').starts_with(char::is_uppercase)
            || word.bytes().all(|b| b.is_ascii_digit())
    };
    let words: Vec<(usize, &str)> =
        place.split(' ').map(|word| (word.as_ptr() as usize - place.as_ptr() as usize, word)).collect();
    let first = words.iter().position(|(_, word)| named(word))?;
    let last = words.iter().rposition(|(_, word)| named(word))?;
    let whole = words[first..=last].iter().all(|(_, word)| named(word) || matches!(*word, "al" | "ez" | "of" | "es"));
    whole.then(|| &place[words[first].0..words[last].0 + words[last].1.len()])
}

fn occurrences<'t>(text: &'t str, name: &'t str) -> impl Iterator<Item = Span> + 't {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(name).filter_map(move |(at, _)| {
        let free = !letter(text[..at].chars().next_back()) && !letter(text[at + name.len()..].chars().next());
        free.then(|| Span::new(at, at + name.len()))
    })
}
