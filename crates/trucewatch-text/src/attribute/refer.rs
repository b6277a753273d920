//! Whom "he", "the group" and "the source" stand for: the fullest earlier mention of the same source. Sources are looked
//! for among those quoted before, the latest first; only "he" and "she" may stand for somebody who was merely spoken of.

use super::cues::Cues;
use super::draft::Draft;
use crate::Annotated;
use trucewatch_model::{Dep, Span, Tag};

/// How many tokens back an unquoted person is looked for.
const REACH: usize = 120;

/// What kind of source a phrase names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Person,
    Group,
    Paper,
    People,
}

/// A source that was quoted before.
struct Source {
    span: Span,
    /// Its fullest mention.
    full: Span,
    kind: Kind,
}

/// For each draft, in the order of the text, the fullest earlier mention of its speaker, where that is a pronoun or a bare
/// description.
pub fn resolve(text: &Annotated<'_>, cues: &Cues, drafts: &[Draft]) -> Vec<Option<Span>> {
    let mut known: Vec<Source> = Vec::new();
    let mut found = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let Some(span) = draft.speaker else {
            found.push(None);
            continue;
        };
        let earlier = || known.iter().rev().filter(move |source| source.span.start < span.start);
        let words = text.words(span).to_lowercase();
        let referent = match words.as_str() {
            "he" | "she" | "him" | "her" => earlier()
                .find(|source| source.kind == Kind::Person)
                .map(|source| source.full)
                .or_else(|| last_person(text, cues, span)),
            "it" => earlier().find(|source| matches!(source.kind, Kind::Group | Kind::Paper)).map(|source| source.full),
            "they" | "them" => earlier()
                .find(|source| source.kind == Kind::People)
                .or_else(|| earlier().next())
                .map(|source| source.full),
            "we" | "i" | "us" => speech_around(drafts, draft, span).map(|speaker| full(&known, text, speaker)),
            _ if is_bare(text, span) => {
                let head = head_word(text, span);
                let same = |source: &&Source| {
                    text.words(source.full).to_lowercase().split_whitespace().any(|word| word == head)
                };
                let kind = kind(text, cues, span);
                let alike =
                    |source: &&Source| source.kind == kind || (kind == Kind::Paper && source.kind == Kind::Group);
                earlier().find(same).or_else(|| earlier().find(alike)).map(|source| source.full)
            }
            _ => None,
        };
        let referent = referent.filter(|&full| full != span);
        let whole = referent.unwrap_or_else(|| full(&known, text, span));
        let kind = known
            .iter()
            .find(|source| source.full == whole)
            .map_or_else(|| kind(text, cues, whole), |source| source.kind);
        known.push(Source { span, full: whole, kind });
        found.push(referent);
    }
    found
}

/// "Rahman" after "the director, Rami Abdel Rahman": the earlier, longer phrase that holds the same name.
fn full(known: &[Source], text: &Annotated<'_>, span: Span) -> Span {
    let words = text.words(span);
    let name = words.split([',', ' ']).next_back().unwrap_or(words);
    let proper = name.starts_with(char::is_uppercase) && words.split_whitespace().count() <= 2;
    let earlier = known.iter().find(|source| {
        proper && source.full.len() > span.len() && text.words(source.full).split([',', ' ']).any(|word| word == name)
    });
    earlier.map_or(span, |source| source.full)
}

/// A definite phrase without a name: "the group", "the military source", "this report".
fn is_bare(text: &Annotated<'_>, span: Span) -> bool {
    let tokens = text.tokens_in(span);
    let first = text.word(tokens.start).to_lowercase();
    let definite = matches!(first.as_str(), "the" | "this" | "that" | "these" | "those");
    definite && tokens.len() <= 5 && tokens.skip(1).all(|at| !text.tokens[at].tag.is_proper())
}

/// The word that the other words of a phrase hang on.
fn head_word(text: &Annotated<'_>, span: Span) -> String {
    let tokens = text.tokens_in(span);
    let head = tokens.clone().find(|&at| !tokens.contains(&text.tokens[at].head) && text.tokens[at].tag.is_noun());
    text.word(head.unwrap_or(tokens.end.saturating_sub(1))).to_lowercase()
}

fn kind(text: &Annotated<'_>, cues: &Cues, span: Span) -> Kind {
    let tokens = text.tokens_in(span);
    // What stands behind a preposition or a relative pronoun belongs to somebody else.
    let own = tokens
        .clone()
        .take_while(|&at| at == tokens.start || !matches!(text.tokens[at].tag, Tag::In | Tag::Wp | Tag::Wdt));
    let own: Vec<usize> = own.collect();
    let is = |class: &str| own.iter().any(|&at| cues.is_source(class, &text.tokens[at].lemma));
    let plural = own.last().is_some_and(|&at| matches!(text.tokens[at].tag, Tag::Nns));
    if plural || own.iter().any(|&at| text.tokens[at].dep == Dep::Cc) {
        return Kind::People;
    }
    if is("person") && !own.iter().any(|&at| text.tokens[at].lemma == "source") {
        return Kind::Person;
    }
    if is("paper") {
        return Kind::Paper;
    }
    let short = own.iter().any(|&at| text.word(at).len() > 1 && text.word(at).chars().all(char::is_uppercase));
    let place = text.toponyms.iter().any(|toponym| toponym.span.overlaps(span));
    if is("group") || short || place || own.len() == 1 && text.mentions.iter().any(|mention| mention.span == span) {
        return Kind::Group;
    }
    let named = own.iter().any(|&at| text.tokens[at].tag.is_proper());
    if named && own.len() <= 4 { Kind::Person } else { Kind::Group }
}

/// The speaker of the statement whose words hold this one: who says "we".
fn speech_around(drafts: &[Draft], draft: &Draft, span: Span) -> Option<Span> {
    let around = drafts
        .iter()
        .filter(|other| other.frame != draft.frame && other.content.iter().any(|content| content.contains(span)));
    around.min_by_key(|other| other.end() - other.start())?.speaker
}

/// The last named person that was the subject of a clause before `span`.
fn last_person(text: &Annotated<'_>, cues: &Cues, span: Span) -> Option<Span> {
    let here = text.tokens_in(span).start;
    let subject =
        |&at: &usize| matches!(text.tokens[at].dep, Dep::Nsubj | Dep::Nsubjpass) && text.tokens[at].tag == Tag::Nnp;
    let mut subjects = (here.saturating_sub(REACH)..here).rev().filter(subject);
    let noun = subjects.find(|&at| kind(text, cues, text.subtree_span(at)) == Kind::Person)?;
    Some(text.subtree_span(noun)).filter(|found| found.end <= span.start)
}
