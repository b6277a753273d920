//! Which candidates are place names: features of a candidate and of its surroundings, scored by a learned linear model; of
//! candidates that overlap the best set wins.

use super::atlas::{Known, Meaning};
use super::candidate::Candidate;
use super::lexicon::PlaceWords;
use super::weights::{Features, Weights};
use crate::Annotated;
use std::collections::HashMap;
use trucewatch_codebook::gazetteer::{Class, Naming};
use trucewatch_model::Dep;

/// So many features of a candidate, the first, are its own words. Learning does without them every other time, so that a
/// name that it has not seen is judged by all else.
pub const LEXICAL: usize = 3;

/// What is known of a whole document before its candidates are judged.
pub struct Surroundings<'t> {
    lower: HashMap<&'t str, u32>,
    /// By name as written: how often, behind how many prepositions, before how many ", State", behind how many names.
    seen: HashMap<&'t str, [u32; 4]>,
}

impl<'t> Surroundings<'t> {
    /// Counts over the candidates of `text`.
    pub fn new(text: &Annotated<'t>, candidates: &[Candidate], words: &PlaceWords) -> Self {
        let mut lower: HashMap<&str, u32> = HashMap::new();
        for token in 0..text.tokens.len() {
            *lower.entry(text.word(token)).or_default() += 1;
        }
        let mut seen: HashMap<&str, [u32; 4]> = HashMap::new();
        for candidate in candidates {
            let counts = seen.entry(text.words(candidate.span(text))).or_default();
            let before = candidate.tokens.start.checked_sub(1).map_or("", |at| text.word(at));
            let whole = candidate.tokens == candidate.run;
            counts[0] += 1;
            counts[1] += u32::from(whole && words.preposition(before));
            counts[2] += u32::from(stands_in(text, candidate, candidates));
            counts[3] +=
                u32::from(candidate.tokens.start > candidate.run.start && (words.given(before) || words.title(before)));
        }
        Surroundings { lower, seen }
    }
}

/// Whether "X, Y" follows where Y is a country or division.
fn stands_in(text: &Annotated<'_>, candidate: &Candidate, candidates: &[Candidate]) -> bool {
    container(text, candidate, candidates).is_some()
}

/// The candidate Y in "X, Y" where Y can be a country or division.
pub fn container<'c>(text: &Annotated<'_>, candidate: &Candidate, all: &'c [Candidate]) -> Option<&'c Candidate> {
    let end = candidate.tokens.end;
    if end + 1 >= text.tokens.len() || text.word(end) != "," {
        return None;
    }
    // Candidates come in the order of their runs, and by start within them.
    let first = all.partition_point(|other| (other.run.start, other.tokens.start) < (end + 1, end + 1));
    let here = all[first..].iter().take_while(|other| other.tokens.start == end + 1);
    here.filter(|other| other.meanings.iter().any(is_wide)).max_by_key(|other| other.tokens.end)
}

fn is_wide(meaning: &Meaning) -> bool {
    matches!(meaning.class, Some(Class::Country | Class::Division)) && meaning.naming != Naming::Nationality
}

/// The features of every candidate.
pub fn features(text: &Annotated<'_>, all: &[Candidate], words: &PlaceWords) -> Vec<Vec<u32>> {
    let around = Surroundings::new(text, all, words);
    all.iter().map(|candidate| describe(text, all, candidate, words, &around).cells).collect()
}

fn describe(
    text: &Annotated<'_>,
    all: &[Candidate],
    candidate: &Candidate,
    words: &PlaceWords,
    around: &Surroundings<'_>,
) -> Features {
    let mut f = Features::default();
    let (start, end) = (candidate.tokens.start, candidate.tokens.end);
    let sentence = &text.sentences[text.sentence_of(start)];
    let lower = |at: Option<usize>| {
        at.filter(|&at| at >= sentence.first && at < sentence.last)
            .map_or("<>".into(), |at| text.word(at).to_lowercase())
    };
    let name = text.words(candidate.span(text));
    let (before, before2) = (lower(start.checked_sub(1)), lower(start.checked_sub(2)));
    let (after, after2) = (lower(Some(end)), lower(Some(end + 1)));
    let (first, last) = (lower(Some(start)), lower(Some(end - 1)));
    let len = (end - start).min(5).to_string();
    let gaz = gazetteer_kind(candidate);
    let left = start > candidate.run.start;
    let right = end < candidate.run.end;
    let whole = if left {
        if right { "lr" } else { "l" }
    } else if right {
        "r"
    } else {
        "-"
    };

    // These first, see `LEXICAL`.
    f.add("name", &[&name.to_lowercase()]);
    f.add("first", &[&first, &len]);
    f.add("last", &[&last, &len]);
    f.add("bias", &[]);
    f.add("gaz", &[&gaz]);
    f.add("gaz,whole", &[&gaz, whole]);
    f.add("gaz,len", &[&gaz, &len]);
    f.add("whole,len", &[whole, &len]);
    for at in start + 1..end.saturating_sub(1) {
        f.add("inside", &[&lower(Some(at))]);
    }
    f.add("before", &[&before]);
    f.add("after", &[&after]);
    f.add("before2", &[&before2, &before]);
    f.add("after2", &[&after, &after2]);
    f.add("before,gaz", &[&before, &gaz]);
    f.add("after,gaz", &[&after, &gaz]);
    f.add("around", &[&before, &after]);
    f.add("whole,before", &[whole, &before]);
    f.add("whole,after", &[whole, &after]);
    let shout = name.chars().all(|c| !c.is_lowercase());
    let opening = start == sentence.first;
    f.add("shape", &[if shout { "A" } else { "a" }, if opening { "^" } else { "" }, whole]);
    f.add("shape,gaz", &[if shout { "A" } else { "a" }, if opening { "^" } else { "" }, &gaz]);

    // What people are called.
    let person = |at: Option<usize>| {
        let word = lower(at);
        let kinds = [(words.given(&word), "g"), (words.family(&word), "f"), (words.title(&word), "t")];
        kinds.iter().filter(|(is, _)| *is).map(|(_, kind)| *kind).collect::<String>()
    };
    let (p0, p1) = (person(start.checked_sub(1)), person(Some(end)));
    f.add("person", &[&person(Some(start)), &person(Some(end - 1)), &len]);
    f.add("person,gaz", &[&person(Some(start)), &person(Some(end - 1)), &gaz]);
    f.add("person around", &[&p0, &p1, whole]);

    // Kinds of place.
    let kinds = [
        (end - start > 1 && words.behind(&last), "b"),
        (end - start > 1 && words.before(&first), "f"),
        (words.kind(&after), "k"),
        (words.direction(&before), "d"),
        (before == "of" && words.kind(&before2), "o"),
        (words.preposition(&before), "p"),
        (words.behind(&after), "B"),
    ];
    let kinds: String = kinds.iter().filter(|(is, _)| *is).map(|(_, kind)| *kind).collect();
    f.add("kinds", &[&kinds, whole]);
    f.add("kinds,gaz", &[&kinds, &gaz]);

    // "X, Y": a place within a larger one, and the larger one.
    let inside = container(text, candidate, all).is_some();
    let outer = before == "," && start >= 2 && all.iter().any(|c| c.tokens.end + 1 == start && !c.meanings.is_empty());
    f.add("comma", &[if inside { "in" } else { "" }, if outer { "out" } else { "" }, &gaz, whole]);

    // Competing names.
    let longer = all.iter().any(|other| {
        !other.meanings.is_empty()
            && other.run == candidate.run
            && other.tokens.len() > candidate.tokens.len()
            && other.tokens.start < end
            && start < other.tokens.end
    });
    f.add("longer", &[if longer { "y" } else { "n" }, &gaz]);

    // The rest of the document.
    let [often, placed, contained, personal] = around.seen.get(name).copied().unwrap_or_default();
    let count = |n: u32| n.min(4).to_string();
    f.add("often", &[&count(often), &gaz]);
    f.add("placed", &[&count(placed), &gaz, whole]);
    f.add("placed share", &[&((placed * 4) / often.max(1)).to_string(), &count(often)]);
    f.add("contained", &[&count(contained)]);
    f.add("personal", &[&count(personal), &gaz, &len]);
    f.add("lower too", &[&count(around.lower.get(name.to_lowercase().as_str()).copied().unwrap_or(0)), &gaz]);

    // The parse, where there is one.
    if sentence.parsed {
        let tag = |at: usize| text.tokens.get(at).map_or("", |token| token.tag.word());
        let head = &text.tokens[end - 1];
        let governor = &text.tokens[head.head];
        f.add("tags", &[tag(start), tag(end - 1), &gaz]);
        f.add("tags around", &[start.checked_sub(1).map_or("", tag), tag(end), whole]);
        f.add("dep", &[head.dep.word(), &gaz]);
        f.add("governor", &[head.dep.word(), &governor.lemma]);
        if head.dep == Dep::Pobj {
            f.add("verb", &[&governor.lemma, &text.tokens[governor.head].lemma]);
        }
    } else {
        f.add("unparsed", &[&gaz]);
    }
    f
}

/// What the gazetteer says of a name, in a few letters: classes, population, how many.
fn gazetteer_kind(candidate: &Candidate) -> String {
    if candidate.meanings.is_empty() {
        return "0".to_owned();
    }
    let mut out = String::new();
    let any = |test: &dyn Fn(&Meaning) -> bool| candidate.meanings.iter().any(test);
    let named = |meaning: &Meaning| meaning.naming != Naming::Nationality;
    let letters: [(&str, bool); 7] = [
        ("H", any(&|m| matches!(m.known, Known::Own(..)))),
        ("N", any(&|m| !named(m))),
        ("C", any(&|m| named(m) && m.class == Some(Class::Country))),
        ("A", any(&|m| named(m) && m.class == Some(Class::Division))),
        ("D", any(&|m| m.class == Some(Class::District))),
        ("S", any(&|m| m.class == Some(Class::Settlement))),
        ("W", any(&|m| m.class.is_none())),
    ];
    letters.iter().filter(|(_, is)| *is).for_each(|(letter, _)| out.push_str(letter));
    if !out.contains(['N', 'C', 'A']) {
        let most = candidate.meanings.iter().map(|meaning| meaning.population).max().unwrap_or(0);
        out.push_str(match most {
            0..2_000 => "1",
            2_000..20_000 => "2",
            20_000..200_000 => "3",
            _ => "4",
        });
        if candidate.meanings.iter().all(|meaning| meaning.naming == Naming::Other) {
            out.push('o');
        }
    }
    out
}

/// Indexes of the candidates that are place names: the set without overlaps that scores best above `threshold`.
pub fn choose(candidates: &[Candidate], scores: &[f32], threshold: f32) -> Vec<usize> {
    let mut chosen = Vec::new();
    let mut from = 0;
    while from < candidates.len() {
        let run = &candidates[from].run;
        let to = from + candidates[from..].iter().take_while(|candidate| &candidate.run == run).count();
        // best[i]: the best sum over the run's tokens before its i-th, with the candidate that ends there.
        let mut best: Vec<(f32, Option<usize>)> = vec![(0.0, None); run.len() + 1];
        for end in 1..=run.len() {
            best[end] = (best[end - 1].0, None);
            for index in from..to {
                let tokens = &candidates[index].tokens;
                if tokens.end - run.start == end {
                    let sum = best[tokens.start - run.start].0 + scores[index] - threshold;
                    if sum > best[end].0 {
                        best[end] = (sum, Some(index));
                    }
                }
            }
        }
        let mut end = run.len();
        let mut here = Vec::new();
        while end > 0 {
            match best[end].1 {
                Some(index) => {
                    here.push(index);
                    end = candidates[index].tokens.start - run.start;
                }
                None => end -= 1,
            }
        }
        chosen.extend(here.into_iter().rev());
        from = to;
    }
    chosen
}

/// The score of every candidate.
pub fn scores(features: &[Vec<u32>], weights: &Weights) -> Vec<f32> {
    features.iter().map(|cells| weights.score(cells)).collect()
}
