//! What coders attached to claims: the times and places that a claim may take, which of them the coder took, and how often a
//! learner takes the same, each claim after the ones before as in reading.

use super::learner::Learner;
use super::reports::CodedReport;
use serde_json::Value;
use trucewatch::model::{ClaimPlace, ClaimTime, Kind, Moment, Span, Statement};
use trucewatch::text::Annotated;
use trucewatch::text::claim::Candidate;
use trucewatch::text::claim::attach::{self, Around, Open, Taken};
use trucewatch::text::claim::judge::Feature;

/// A matched claim with what it may take and what the coder took.
pub struct Attachment {
    /// Where its sentence stands.
    pub bounds: Span,
    pub kind: Kind,
    /// First and last day as coded.
    pub time: Option<[Option<String>; 2]>,
    /// The first place as coded, in lower case.
    pub place: Option<String>,
    /// Whether who says it is right.
    pub said: bool,
    /// Kind, sentence before and own sentence, for people to read.
    pub words: String,
    /// Time and place as coded, for people to read.
    pub coded: [String; 2],
}

/// The options of one claim's time or place, and which of them the coder took.
pub struct Lesson {
    pub options: Vec<Vec<Feature>>,
    pub right: Vec<bool>,
}

impl Attachment {
    /// Whether a time is the coded one.
    pub fn time_right(&self, time: Option<&ClaimTime>) -> bool {
        let day = |moment: Option<Moment>| moment.map(|at| at.date().to_string());
        time.map(|time| [day(time.start), day(time.end)]) == self.time
    }

    /// Whether a place is the first coded one.
    pub fn place_right(&self, place: Option<&ClaimPlace>) -> bool {
        match (place, &self.place) {
            (None, None) => true,
            (Some(place), Some(coded)) => {
                let name = place.text.to_lowercase();
                name.contains(coded.as_str()) || coded.contains(name.as_str())
            }
            _ => false,
        }
    }
}

/// The matched claims of a report in the order of the text.
pub fn attachments(
    reader: &trucewatch::Reader,
    text: &Annotated<'_>,
    statements: &[Statement],
    candidates: &[Candidate],
    coding: &Value,
    matched: &[(usize, usize)],
) -> (Vec<Attachment>, Vec<Open>) {
    let coded: Vec<&Value> = coding["claims"].as_array().into_iter().flatten().collect();
    let mut matched = matched.to_vec();
    matched.sort_by_key(|&(at, _)| (candidates[at].span.start, std::cmp::Reverse(candidates[at].span.end)));
    let all: Vec<&Candidate> = matched.iter().map(|&(at, _)| &candidates[at]).collect();
    let scene = reader.claimant().scene(text, statements, &all);
    let open = all.iter().map(|&candidate| Open::new(&scene, &scene.subject(candidate))).collect();
    let attached = matched.iter().map(|&(at, claim)| {
        let claim = coded[claim];
        let subject = scene.subject(&candidates[at]);
        let day = |key: &str| claim["time"][key].as_str().map(|text| text.chars().take(10).collect::<String>());
        let said = coding["statements"].as_array().into_iter().flatten().find(|s| s["id"] == claim["statement"]);
        let sentence = |at: usize| text.words(text.sentences[at].span).replace('\n', " / ");
        Attachment {
            bounds: text.sentences[subject.sentence].span,
            kind: candidates[at].draft.content.kind(),
            time: (!claim["time"].is_null()).then(|| [day("start"), day("end")]),
            place: claim["places"][0]["text"].as_str().map(str::to_lowercase),
            said: same_speaker(text, said, subject.statement.map(|at| &statements[at])),
            words: format!(
                "{} [{}] {} || {} «{}»",
                candidates[at].draft.content.kind().word(),
                candidates[at].draft.rule,
                subject.sentence.checked_sub(1).map(sentence).unwrap_or_default(),
                sentence(subject.sentence),
                text.words(candidates[at].span)
            ),
            coded: [claim["time"].to_string(), claim["places"].to_string()],
        }
    });
    (attached.collect(), open)
}

/// Whether the coded speaker is the one read, as the scorer compares them.
fn same_speaker(text: &Annotated<'_>, coded: Option<&Value>, read: Option<&Statement>) -> bool {
    let (Some(coded), Some(read)) = (coded, read) else { return coded.is_none() && read.is_none() };
    let coded = &coded["speaker"];
    let Some(read) = &read.speaker else { return coded.is_null() };
    if coded.is_null() {
        return false;
    }
    let point = |byte: usize| text.document.text[..byte].chars().count() as u64;
    let bound = |nth: usize| coded["span"][nth].as_u64().unwrap_or(0);
    let overlap = bound(0) < point(read.span.end) && point(read.span.start) < bound(1);
    let names = |name: &str| name.to_lowercase();
    let ours = [Some(read.text.as_str()), read.refers_to.as_deref()].into_iter().flatten().map(names);
    let theirs: Vec<String> = ["text", "refers_to"].iter().filter_map(|key| coded[*key].as_str()).map(names).collect();
    overlap || ours.into_iter().any(|name| theirs.contains(&name))
}

/// What the times and places of a report teach where its claims have taken `taken`: each without and with the claim behind it
/// in view. Of composed reports, whose places are coded from the sentence alone, only which of a sentence's places is right.
pub fn lessons(report: &CodedReport, taken: &[Taken]) -> [Vec<Lesson>; 2] {
    let mut lessons = [Vec::new(), Vec::new()];
    let claims = &report.open;
    for ahead in [false, true] {
        let mut around = Around::default();
        for (at, (open, one)) in claims.iter().zip(&report.attachments).enumerate() {
            let last = at.checked_sub(1).map(|last| (&claims[last], taken[last]));
            around.step(last, claims.get(at + 1).filter(|_| ahead).map(|after| (after, taken[at + 1])));
            let with = |own: &[Feature], more: Vec<Feature>| [own, &more].concat();
            lessons[0].push(Lesson {
                options: (0..open.times.len())
                    .map(|nth| with(&open.times[nth].features, around.speaks_for_time(open, nth)))
                    .collect(),
                right: open.times.iter().map(|option| one.time_right(option.value.as_ref())).collect(),
            });
            let here = |nth: &usize| open.places[*nth].value.as_ref().is_some_and(|p| one.bounds.contains(p.span));
            let taught: Vec<usize> = (0..open.places.len()).filter(|nth| !report.composed || here(nth)).collect();
            lessons[1].push(Lesson {
                options: taught
                    .iter()
                    .map(|&nth| with(&open.places[nth].features, around.speaks_for_place(open, nth, taken[at])))
                    .collect(),
                right: taught.iter().map(|&nth| one.place_right(open.places[nth].value.as_ref())).collect(),
            });
        }
    }
    lessons
}

/// What the coder took, where it is among the options; else nothing.
pub fn coded(report: &CodedReport) -> Vec<Taken> {
    let claims = report.open.iter().zip(&report.attachments);
    let taken = claims.map(|(open, one)| Taken {
        time: open.times.iter().position(|option| one.time_right(option.value.as_ref())).unwrap_or(0),
        place: open.places.iter().position(|option| one.place_right(option.value.as_ref())).unwrap_or(0),
    });
    taken.collect()
}

/// What a learner takes for each claim of a report.
pub fn taken(report: &CodedReport, learner: &Learner) -> Vec<Taken> {
    attach::settle(&report.open, &|features, outcome| learner.score(features, outcome))
}
