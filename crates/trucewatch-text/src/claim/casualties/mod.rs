//! Casualties: who was killed, injured, abducted, detained, displaced, and how many. The words of harm are the codebook's
//! (`harm_*`); this module finds the people and their number. Time, place, speaker and modality are attached to all claims alike.

mod breakdown;
mod context;
mod found;
mod left;
mod list;
mod noun;
mod period;
mod perpetrator;
mod phrase;
mod predicate;
#[cfg(test)]
mod tests;
mod victims;

use super::Draft;
use crate::Annotated;
use crate::terms::{Lexicon, Terms};
use context::{Concepts, Context};
use found::{Finds, Found};
use trucewatch_model::{Content, Modality, Role, Span};

/// Reads casualties.
pub struct CasualtyReader {
    concepts: Concepts,
}

impl CasualtyReader {
    /// A reader with the codebook's words of harm.
    pub fn new(lexicon: &Lexicon) -> Self {
        CasualtyReader { concepts: Concepts::new(lexicon) }
    }

    /// The drafts of a text's casualties; `part_of` counts from the first of them.
    pub fn drafts(&self, text: &Annotated<'_>, terms: &Terms, lexicon: &Lexicon) -> Vec<Draft> {
        let cx = Context::new(text, terms, lexicon, &self.concepts);
        let mut finds = Finds::default();
        for sentence in text.sentences.iter().filter(|sentence| sentence.parsed) {
            read_sentence(&cx, sentence.first, sentence.last, &mut finds);
        }
        let repeated = repeated_title(text);
        if cx.is_accident_report() {
            return Vec::new();
        }
        let accident = (0..2).any(|sentence| cx.is_accident(sentence));
        finds.retain(|found| {
            let sentence = text.sentence_of(found.trigger);
            let harmless = cx.is_accident(sentence) || accident && !cx.is_attack(sentence);
            !harmless && !repeated.is_some_and(|title| title.contains(text.tokens[found.trigger].span))
        });
        let cumulative = period::cumulative(&cx, &finds.all);
        finds.all.iter().zip(cumulative).map(|(found, cumulative)| draft(&cx, found, cumulative)).collect()
    }
}

/// Where the headline is printed again at the head of the first paragraph: it is not coded twice.
fn repeated_title(text: &Annotated<'_>) -> Option<Span> {
    let words = &text.document.text;
    let (headline, body) = words.split_once('\n')?;
    // What outlets hang behind their headlines is not repeated: "... - World - The Daily".
    let title = headline.split(" - ").next().unwrap_or(headline).trim();
    let start = words.len() - body.trim_start().len();
    (title.len() >= 20 && words[start..].starts_with(title)).then(|| Span::new(start, start + title.len()))
}

/// Verbs and states first, from left to right, since they tell what a figure counts; nouns and tolls take what is left.
fn read_sentence(cx: &Context<'_, '_>, first: usize, last: usize, finds: &mut Finds) {
    let mut floor = first;
    let mut at = first;
    while at < last {
        let next = match cx.harm(at) {
            Some(harm) if harm.first >= floor => predicate::read_predicate(cx, at, harm, floor, last, finds),
            _ if cx.is(at, "suffer") || cx.is(at, "treat") || cx.word(at) == "with" => {
                noun::read_suffering(cx, at, floor, last, finds).unwrap_or(floor)
            }
            _ if noun::read_lives(cx, at, last, finds) => at + 1,
            _ => {
                at += 1;
                continue;
            }
        };
        floor = floor.max(next);
        at = next.max(at + 1);
    }
    for at in first..last {
        if !noun::read_toll(cx, at, last, finds) {
            noun::read_noun(cx, at, first, last, finds);
        }
        breakdown::read_share(cx, at, first, last, finds);
    }
}

fn draft(cx: &Context<'_, '_>, found: &Found, cumulative: bool) -> Draft {
    let tokens = &cx.text.tokens;
    let zero = found.count.max == Some(0);
    Draft {
        rule: found.rule.to_owned(),
        head: found.head,
        trigger: tokens[found.trigger].span,
        span: Some(tokens[found.first].span.cover(tokens[found.end - 1].span)),
        content: Content::Casualties {
            measure: found.measure,
            count: found.count,
            victims: found.victims,
            group: found.phrase.as_ref().and_then(|phrase| phrase.group(cx)),
            part_of: found.part_of,
            cumulative,
        },
        actors: perpetrator::perpetrators(cx, found).into_iter().map(|token| (Role::Perpetrator, token)).collect(),
        modality: if zero || is_fact(cx, found) { Some(Modality::Reported) } else { found.modality },
        used: Vec::new(),
        rank: 0,
    }
}

/// "The evacuation of 120 wounded": who is wounded is so, whatever is planned or demanded for them.
fn is_fact(cx: &Context<'_, '_>, found: &Found) -> bool {
    let counted = found.phrase.as_ref().is_some_and(|phrase| phrase.number.is_some() && !phrase.has_noun(cx));
    let state = cx.harm(found.head).is_some_and(|harm| harm.how == context::How::State);
    let of = matches!(cx.word(found.first.wrapping_sub(1)), "of" | "for" | "with");
    counted && state && of
}
