//! Who: the words that stand for the parties of a claim, pronouns led back to the fullest earlier mention.

use super::scene::{Scene, Subject};
use crate::Annotated;
use crate::claim::slot::slot;
use trucewatch_model::{ActorRef, Category, Dep, Role, Span, Tag};

/// The parties of a claim, as written, without articles.
pub fn actors_of(scene: &Scene<'_>, subject: &Subject<'_>, actors: &[(Role, usize)]) -> Vec<ActorRef> {
    let text = scene.text;
    let mut found: Vec<ActorRef> = Vec::new();
    let predicate = subject.candidate.draft.head;
    for &(role, head) in actors {
        if is_nobody(scene, role, head) {
            continue;
        }
        let span = match text.tokens[head].tag {
            Tag::Prp | Tag::PrpPoss => {
                referent(scene, subject, role, head).unwrap_or_else(|| phrase(text, head, predicate))
            }
            _ => phrase(text, head, predicate),
        };
        for span in joint(text, span, head) {
            if role == Role::Target && is_place(text, span) {
                continue;
            }
            let words = without_article(text.words(span)).to_owned();
            let id = text.mentions.iter().find(|mention| span.overlaps(mention.span)).and_then(|m| m.actor.clone());
            if !found.iter().any(|other| other.role == role && other.text == words) {
                found.push(ActorRef { role, text: words, id });
            }
        }
    }
    found
}

/// The parties in a phrase that the parse takes for one, the first hung on the last: "the Russians and Assad regime" are two,
/// since each side of the "and" names one. "Bread and medicine" stays whole, and so does what has its "and" behind its head:
/// "forces backed by Russia and Iran".
fn joint(text: &Annotated<'_>, span: Span, head: usize) -> Vec<Span> {
    let tokens = text.tokens_in(span);
    let and = (tokens.start + 1..head.min(tokens.end)).find(|&at| text.tokens[at].tag == Tag::Cc);
    let Some(and) = and else { return vec![span] };
    let part = |from: usize, to: usize| text.tokens[from].span.cover(text.tokens[to].span);
    let parts = [part(tokens.start, and - 1), part(and + 1, tokens.end - 1)];
    let names = |part: Span| {
        text.mentions.iter().any(|mention| part.overlaps(mention.span))
            || text.toponyms.iter().any(|toponym| part.overlaps(toponym.span))
    };
    // One name that reaches over the "and" is one party.
    let reaches = text.mentions.iter().any(|m| m.span.overlaps(parts[0]) && m.span.overlaps(parts[1]));
    if !reaches && parts.iter().all(|&part| names(part)) { parts.to_vec() } else { vec![span] }
}

/// Whether what stands in a party's place is none: a question ("who fired"), a pointing word ("this"), a time, a truce or an
/// attempt, a weapon or the striking itself ("shells hit", "dozens of strikes").
fn is_nobody(scene: &Scene<'_>, role: Role, head: usize) -> bool {
    let text = scene.text;
    let token = &text.tokens[head];
    let points = matches!(token.tag, Tag::Wp | Tag::Wdt | Tag::WpPoss)
        || token.tag == Tag::Dt && matches!(token.lemma.as_str(), "this" | "that");
    // "did not fire a shell on Friday"
    let is_time = text.times.iter().any(|time| time.span.contains(token.span));
    points || is_time || scene.nothings[head] || is_party(role) && (scene.nobody[head] || counts(scene, head))
}

/// Whether a word only counts what is nobody.
fn counts(scene: &Scene<'_>, head: usize) -> bool {
    scene.partitives[head] && slot(scene.text, head, "of").iter().any(|&of| scene.nobody[of])
}

/// Whether words are the name of a place and no more: where it happened, not what was aimed at.
fn is_place(text: &Annotated<'_>, words: Span) -> bool {
    text.toponyms.iter().any(|toponym| toponym.span.contains(words))
}

/// Whether a role is one of who does something, and may be blamed for it.
fn is_party(role: Role) -> bool {
    matches!(role, Role::Attacker | Role::Perpetrator | Role::By | Role::Accused)
}

/// Whom a pronoun stands for: who is quoted, where it stands in what is said ("we", and "they said they would"); else the
/// last party that was named before.
fn referent(scene: &Scene<'_>, subject: &Subject<'_>, role: Role, pronoun: usize) -> Option<Span> {
    let text = scene.text;
    let at = text.tokens[pronoun].span;
    let speaker = subject.statement.and_then(|index| scene.statements[index].speaker.as_ref());
    if let Some(speaker) = speaker {
        let first_person = matches!(text.tokens[pronoun].lemma.as_str(), "we" | "i" | "us" | "our" | "my");
        let beside =
            text.sentence_of(text.tokens_in(speaker.span).start) == subject.sentence && speaker.span.start < at.start;
        if first_person || beside {
            if let Some(full) = &speaker.refers_to
                && let Some(start) = text.document.text[..speaker.span.start].rfind(full.as_str())
            {
                return Some(Span::new(start, start + full.len()));
            }
            return Some(speaker.span);
        }
    }
    let reach = text.sentences[subject.sentence.saturating_sub(2)].span.start;
    let named = text.mentions.iter().rev().find(|mention| {
        mention.span.end <= at.start
            && mention.span.start >= reach
            && !speaker.is_some_and(|s| s.span.overlaps(mention.span))
            // "Why have they laid siege?": not the civilians who were named last.
            && !(is_party(role) && mention.category == Category::Civilian)
    })?;
    Some(named.span)
}

/// A noun phrase without its clauses, coordinated nouns and what the claim says of it ("60 families left by bus", where the
/// parse takes "left" for a participle).
fn phrase(text: &Annotated<'_>, head: usize, predicate: usize) -> Span {
    let mut first = head;
    let mut last = head;
    let mut open = vec![head];
    while let Some(at) = open.pop() {
        first = first.min(at);
        last = last.max(at);
        open.extend(text.children[at].iter().copied().filter(|&child| {
            let token = &text.tokens[child];
            let dropped = matches!(
                token.dep,
                Dep::Det
                    | Dep::Predet
                    | Dep::Relcl
                    | Dep::Conj
                    | Dep::Cc
                    | Dep::Punct
                    | Dep::Appos
                    | Dep::Advcl
                    | Dep::Preconj
            );
            let added = matches!(token.dep, Dep::Acl | Dep::Prep) && is_added(text, at, child);
            child != predicate && !dropped && !added || token.dep == Dep::Punct && token.tag == Tag::Hyph
        }));
    }
    // A parse that hangs the whole sentence on the noun does not make the sentence a name.
    if predicate > head {
        last = last.min(predicate - 1);
    } else if predicate < head {
        first = first.max(predicate + 1);
    }
    text.tokens[first].span.cover(text.tokens[last].span)
}

/// Whether a clause or phrase stands behind a comma, and only adds to what is named.
fn is_added(text: &Annotated<'_>, head: usize, child: usize) -> bool {
    child > head && {
        let first = text.tokens_in(text.subtree_span(child)).start;
        first > head + 1 && text.tokens[first - 1].tag == Tag::Comma
    }
}

fn without_article(words: &str) -> &str {
    let (first, rest) = words.split_once(' ').unwrap_or((words, ""));
    let article = ["the", "a", "an"].iter().any(|article| first.eq_ignore_ascii_case(article));
    if article && !rest.is_empty() { rest } else { words }
}
