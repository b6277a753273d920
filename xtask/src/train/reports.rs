//! Coded reports: the reader's candidates and what the coder made of them.

use super::attached::{Attachment, attachments};
use serde_json::Value;
use std::io;
use std::path::{Path, PathBuf};
use trucewatch::model::{Document, Kind, Modality, Moment, Span};
use trucewatch::text::claim::Candidate;
use trucewatch::text::claim::attach::Open;
use trucewatch::text::claim::judge::Feature;

/// A candidate of the reader and what the coder made of it.
pub struct Example {
    /// The rule that made it, and its words with some before them.
    pub rule: String,
    pub words: String,
    pub features: Vec<Feature>,
    pub kind: Kind,
    pub span: Span,
    pub trigger: Span,
    /// Its predicate, and what that depends on.
    pub head: usize,
    pub governor: Option<usize>,
    /// Whether it tells a coded claim that another candidate tells better: neither right nor wrong.
    pub twin: bool,
    /// Type and modality as the rules and the syntax read them.
    pub read: (&'static str, Modality),
    /// Type and modality as coded, where the candidate tells a coded claim.
    pub coded: Option<(String, String)>,
}

/// A claim as coded.
pub struct CodedClaim {
    pub kind: Kind,
    pub kind_type: String,
    pub modality: String,
    pub span: Span,
    /// Its words with some before them.
    pub words: String,
    /// Whether a candidate matches it.
    pub seen: bool,
}

/// A coded report.
pub struct CodedReport {
    /// Reports of one number tell of one course of events.
    pub group: usize,
    pub examples: Vec<Example>,
    pub claims: Vec<CodedClaim>,
    /// Whether it was composed for coding, rather than published.
    pub composed: bool,
    /// Its matched claims in the order of the text, and what they may take.
    pub attachments: Vec<Attachment>,
    pub open: Vec<Open>,
}

/// Reads `train.jsonl` and the sets in `composed/` below `gold`, with the built-in codebook or one laid over it.
pub fn coded_reports(gold: &Path, codebook: Option<&Path>) -> io::Result<Vec<CodedReport>> {
    let mut sets: Vec<(PathBuf, PathBuf)> = vec![(gold.join("train.jsonl"), gold.join("train.reports.jsonl"))];
    let mut composed: Vec<PathBuf> =
        std::fs::read_dir(gold.join("composed"))?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    composed.sort();
    for path in composed {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if let Some(stem) = name.strip_suffix(".reports.jsonl") {
            sets.push((path.with_file_name(format!("{stem}.jsonl")), path.clone()));
        }
    }
    let data = match codebook {
        None => trucewatch::codebook::builtin(),
        Some(dir) => trucewatch::codebook::with_overlay(dir).map_err(|errors| {
            io::Error::other(errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
        })?,
    };
    let reader = trucewatch::Reader::new(&data, trucewatch::Options::default());
    let mut reports = Vec::new();
    for (coded, texts) in sets {
        let texts = json_lines(&texts)?;
        let composed = texts.iter().any(|text| text["invented"] == true);
        let first = reports.len();
        for coding in json_lines(&coded)? {
            if let Some(text) = texts.iter().find(|text| text["id"] == coding["document"]) {
                let group = if composed { first / texts.len().max(1) } else { reports.len() };
                reports.push(report(&reader, text, &coding, group));
            }
        }
    }
    Ok(reports)
}

fn json_lines(path: &Path) -> io::Result<Vec<Value>> {
    let text = std::fs::read_to_string(path)?;
    Ok(text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect())
}

fn report(reader: &trucewatch::Reader, text: &Value, coding: &Value, group: usize) -> CodedReport {
    let field = |key: &str| text[key].as_str().map(str::to_owned);
    let document = Document {
        id: field("id").unwrap_or_default(),
        title: field("title"),
        text: field("text").unwrap_or_default(),
        published: text["published"].as_str().and_then(Moment::parse),
        source: field("source"),
        ..Document::default()
    };
    let words = document.text.as_str();
    let annotated = reader.annotate(&document);
    let (statements, candidates) = reader.candidates(&annotated);
    let starts: Vec<usize> = words.char_indices().map(|(at, _)| at).chain([words.len()]).collect();
    let coded: Vec<&Value> = coding["claims"].as_array().into_iter().flatten().collect();
    let mut claims: Vec<CodedClaim> = coded
        .iter()
        .filter_map(|claim| {
            let point = |nth: usize| starts.get(claim["span"][nth].as_u64()? as usize).copied();
            let span = Span::new(point(0)?, point(1)?);
            Some(CodedClaim {
                kind: Kind::from_word(claim["kind"].as_str()?)?,
                kind_type: ["action", "method", "measure"].iter().find_map(|key| claim[*key].as_str())?.to_owned(),
                modality: claim["modality"].as_str()?.to_owned(),
                span,
                words: quoted(words, span),
                seen: false,
            })
        })
        .collect();
    let read: Vec<(Kind, &str, Span, Span)> = candidates
        .iter()
        .map(|c| (c.draft.content.kind(), c.draft.content.type_word(), c.span, c.draft.trigger))
        .collect();
    let matched = pair(&read, &claims);
    for &(_, claim) in &matched {
        claims[claim].seen = true;
    }
    let (attachments, open) = attachments(reader, &annotated, &statements, &candidates, coding, &matched);
    let examples = candidates
        .into_iter()
        .enumerate()
        .map(|(at, candidate)| {
            let own = matched.iter().find(|(c, _)| *c == at).map(|&(_, claim)| &claims[claim]);
            Example {
                rule: candidate.draft.rule.clone(),
                words: quoted(words, candidate.span),
                kind: candidate.draft.content.kind(),
                span: candidate.span,
                trigger: candidate.draft.trigger,
                head: candidate.draft.head,
                governor: candidate.governor,
                twin: own.is_none() && is_twin(&candidate, &claims),
                read: (candidate.draft.content.type_word(), candidate.modality),
                coded: own.map(|claim| (claim.kind_type.clone(), claim.modality.clone())),
                features: candidate.features,
            }
        })
        .collect();
    CodedReport { group, examples, claims, composed: text["invented"] == true, attachments, open }
}

/// The words of a span with some before them, in one line.
fn quoted(text: &str, span: Span) -> String {
    let before = Span::new(text.floor_char_boundary(span.start.saturating_sub(60)), span.start);
    format!("{} «{}»", before.of(text), span.of(text)).replace('\n', " / ")
}

/// Whether a candidate's predicate stands in a coded attack, which noun and verb often tell at once.
fn is_twin(candidate: &Candidate, claims: &[CodedClaim]) -> bool {
    let kind = candidate.draft.content.kind();
    kind == Kind::Attack
        && claims.iter().any(|claim| claim.seen && claim.kind == kind && claim.span.contains(candidate.draft.trigger))
}

/// Readings (kind, type, span, trigger) and coded claims, one to one, best match first, as the scorer pairs them.
pub fn pair(read: &[(Kind, &str, Span, Span)], claims: &[CodedClaim]) -> Vec<(usize, usize)> {
    let mut scored: Vec<(usize, usize, usize)> = Vec::new();
    for (c, claim) in claims.iter().enumerate() {
        for (p, (kind, kind_type, span, trigger)) in read.iter().enumerate() {
            let shared = claim.span.end.min(span.end).saturating_sub(claim.span.start.max(span.start));
            if claim.kind != *kind || shared == 0 || shared * 2 < span.len().min(claim.span.len()) {
                continue;
            }
            let inside = usize::from(claim.span.contains(*trigger)) * 100_000;
            let typed = usize::from(claim.kind_type == *kind_type) * 50_000;
            scored.push((inside + typed + shared, c, p));
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
