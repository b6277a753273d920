//! Whom "he", "the group" and "the source" stand for: the fullest earlier mention of the same source. Sources are looked
//! for among those quoted before, the latest first; only "he" and "she" may stand for somebody who was merely spoken of.

use super::cues::Cues;
use super::draft::Draft;
use crate::Annotated;
use std::collections::HashMap;
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

/// What is known of a draft's speaker.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Referent {
    /// The fullest earlier mention of a pronoun or a bare description.
    pub refers_to: Option<Span>,
    /// The phrase that tells best who it is: also for a surname. `None` where there is no speaker.
    pub fullest: Option<Span>,
    /// The body that was quoted before, for one who speaks for a body that is not named again.
    pub body: Option<Span>,
}

/// The sources quoted so far.
struct Sources<'t, 'd> {
    text: &'t Annotated<'d>,
    cues: &'t Cues,
    quoted: Vec<Source>,
    /// The first source in whose phrase a word stands.
    by_word: HashMap<&'d str, Span>,
}

/// For each draft, in the order of the text, whom its speaker stands for.
pub fn resolve(text: &Annotated<'_>, cues: &Cues, drafts: &[Draft]) -> Vec<Referent> {
    let mut sources = Sources { text, cues, quoted: Vec::new(), by_word: HashMap::new() };
    let mut found = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let Some(span) = draft.speaker else {
            found.push(Referent::default());
            continue;
        };
        let refers_to = sources.referent(drafts, draft, span).filter(|&full| full != span);
        let fullest = refers_to.or_else(|| sources.fuller(span)).or_else(|| sources.first_named(span)).unwrap_or(span);
        let body = sources.body_of(fullest);
        sources.add(span, fullest);
        found.push(Referent { refers_to, fullest: Some(fullest), body });
    }
    found
}

impl<'d> Sources<'_, 'd> {
    fn add(&mut self, span: Span, full: Span) {
        let known = self.quoted.iter().rev().take(40).find(|source| source.full == full);
        let kind = known.map_or_else(|| kind(self.text, self.cues, full), |source| source.kind);
        self.quoted.push(Source { span, full, kind });
        for word in words_of(self.text.words(full)) {
            self.by_word.entry(word).or_insert(full);
        }
    }

    /// Those quoted before `span`, the latest first.
    fn before(&self, span: Span) -> impl Iterator<Item = &Source> {
        self.quoted.iter().rev().filter(move |source| source.span.start < span.start)
    }

    fn latest(&self, span: Span, kinds: &[Kind]) -> Option<Span> {
        self.before(span).find(|source| kinds.contains(&source.kind)).map(|source| source.full)
    }

    fn referent(&self, drafts: &[Draft], draft: &Draft, span: Span) -> Option<Span> {
        let (text, cues) = (self.text, self.cues);
        match text.words(span).to_lowercase().as_str() {
            "he" | "she" | "him" | "her" => {
                // Somebody who has spoken is spoken of, unless a new name came between.
                let quoted = self.before(span).find(|source| source.kind == Kind::Person);
                quoted.map(|source| source.full).or_else(|| last_person(text, cues, span))
            }
            "it" => self.latest(span, &[Kind::Group, Kind::Paper]),
            "they" | "them" => self.latest(span, &[Kind::People]).or_else(|| self.latest(span, &[Kind::Group])),
            "we" | "i" | "us" => {
                let speaker = speech_around(drafts, draft, span)?;
                Some(self.fuller(speaker).unwrap_or(speaker))
            }
            _ if is_definite(text, span) => {
                let head = head_word(text, span);
                let named = text.tokens_in(span).skip(1).any(|at| text.tokens[at].tag.is_proper());
                let same = self
                    .before(span)
                    .find(|source| words_of(text.words(source.full)).any(|word| word.eq_ignore_ascii_case(&head)));
                let same = same.map(|source| source.full).filter(|full| !named || full.len() > span.len());
                if named || same.is_some() {
                    return same;
                }
                let general = text.tokens_in(span).len() == 2 && cues.is("general", &head);
                let kind = kind(text, cues, span);
                match kind {
                    Kind::Paper => {
                        first_mention(text, span, &head).or_else(|| self.latest(span, &[Kind::Paper, Kind::Group]))
                    }
                    kind if general => self.latest(span, &[kind]),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// "Rahman" after "the director, Rami Abdel Rahman": the earlier, longer phrase with the same name.
    fn fuller(&self, span: Span) -> Option<Span> {
        let name = surname(self.text.words(span))?;
        self.by_word.get(name).copied().filter(|full| full.len() > span.len())
    }

    /// The same for somebody who was named, but not quoted before.
    fn first_named(&self, span: Span) -> Option<Span> {
        let text = self.text;
        let name = surname(text.words(span))?;
        let end = text.tokens_in(span).start;
        let last = (0..end).find(|&at| text.word(at) == name && text.tokens[at].tag.is_proper())?;
        let mut first = last;
        while first > 0 && text.tokens[first - 1].tag.is_noun() && text.sentence_of(first - 1) == text.sentence_of(last)
        {
            first -= 1;
        }
        (first < last).then(|| text.tokens[first].span.cover(text.tokens[last].span))
    }

    /// For "spokesman Ali Salim" and "the statement", which do not say for whom they speak, the body quoted last.
    fn body_of(&self, full: Span) -> Option<Span> {
        let first = self
            .text
            .words(full)
            .split_whitespace()
            .find(|word| !["the", "a", "an"].contains(&word.to_lowercase().as_str()))?;
        let speaks = self.cues.is("voice", &first.to_lowercase());
        speaks.then(|| self.latest(full, &[Kind::Group])).flatten()
    }
}

fn words_of(phrase: &str) -> impl Iterator<Item = &str> {
    phrase
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | '[' | ']'))
        .filter(|word| !word.is_empty())
}

/// The last word of a phrase that is nothing but a name of one or two words.
fn surname(phrase: &str) -> Option<&str> {
    let name = words_of(phrase).last()?;
    (name.starts_with(char::is_uppercase) && words_of(phrase).count() <= 2).then_some(name)
}

/// "A statement from the palace", of which "the statement" speaks later: the phrase that brought the noun in.
fn first_mention(text: &Annotated<'_>, span: Span, head: &str) -> Option<Span> {
    let here = text.tokens_in(span).start;
    let noun = (here.saturating_sub(2 * REACH)..here).rev().find(|&at| {
        let article =
            text.child(at, Dep::Det).is_some_and(|article| matches!(text.tokens[article].lemma.as_str(), "a" | "an"));
        article && text.word(at).eq_ignore_ascii_case(head)
    })?;
    Some(text.subtree_span(noun)).filter(|found| found.end <= span.start)
}

/// "The group", "the military source", "this report", "the Coalition".
fn is_definite(text: &Annotated<'_>, span: Span) -> bool {
    let tokens = text.tokens_in(span);
    let first = text.word(tokens.start).to_lowercase();
    let definite = matches!(first.as_str(), "the" | "this" | "that" | "these" | "those");
    let names = tokens.clone().skip(1).filter(|&at| text.tokens[at].tag.is_proper()).count();
    definite && tokens.len() <= 5 && (names == 0 || tokens.len() == 2)
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
    let is = |class: &str| own.iter().any(|&at| cues.is(class, &text.tokens[at].lemma));
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
