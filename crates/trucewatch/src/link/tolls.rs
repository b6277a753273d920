//! The toll of an incident: every figure with who gives it, and the range over those that count the whole incident and that a
//! source still stands by. Never a sum over sources: only groups that one source tells apart are added.

use super::accounts::{Voice, account};
use std::collections::BTreeMap;
use trucewatch_model::{Account, Content, Count, Measure, Modality, Toll, TollFigure, Victims};

/// "No one was hurt" tells of the dead too.
pub(super) fn none_hurt(voices: &[Voice]) -> Toll {
    let mut toll = toll(voices, Measure::Killed);
    let none = |voice: &&Voice| matches!(&voice.told.content, Content::Casualties { measure: Measure::Injured | Measure::Harmed, count, part_of: None, .. } if count.max == Some(0));
    let unhurt: Vec<Voice> = voices.iter().filter(none).copied().collect();
    if toll.accounts.is_empty() && !unhurt.is_empty() {
        let figure = TollFigure {
            min: Some(0),
            max: Some(0),
            group: None,
            victims: Victims::Unknown.word().to_owned(),
            part: false,
            cumulative: false,
            superseded: false,
        };
        toll = Toll { low: Some(0), high: Some(0), accounts: vec![account(figure, &unhurt)] };
    }
    toll
}

/// A figure that its source still stands by.
type Standing<'t> = (Voice<'t>, Count, TollFigure);

/// One source's figure for the whole incident.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Whole {
    low: Option<u64>,
    high: Option<u64>,
}

/// The toll of one measure.
pub(super) fn toll(voices: &[Voice], measure: Measure) -> Toll {
    let figures: Vec<(Voice, &Count, TollFigure)> = voices
        .iter()
        .filter_map(|voice| figure(voice, measure).map(|(count, figure)| (*voice, count, figure)))
        .collect();
    let withdrawn: Vec<bool> = (0..figures.len()).map(|at| superseded(at, &figures)).collect();
    let mut accounts: Vec<Account<TollFigure>> = Vec::new();
    let mut grouped: Vec<(TollFigure, Vec<Voice>)> = Vec::new();
    for ((voice, _, figure), gone) in figures.iter().zip(&withdrawn) {
        let figure = TollFigure { superseded: *gone, ..figure.clone() };
        let same = |known: &TollFigure| {
            known.min == figure.min
                && known.max == figure.max
                && known.part == figure.part
                && known.cumulative == figure.cumulative
                && known.superseded == figure.superseded
                && (!figure.part || known.group == figure.group)
        };
        match grouped.iter_mut().find(|(known, _)| same(known)) {
            Some((_, voices)) => voices.push(*voice),
            None => grouped.push((figure, vec![*voice])),
        }
    }
    accounts.extend(grouped.into_iter().map(|(figure, voices)| account(figure, &voices)));
    accounts.sort_by_key(|account| (account.value.part, account.value.cumulative, account.value.superseded));
    let standing = figures
        .iter()
        .zip(&withdrawn)
        .filter(|((_, _, figure), gone)| !**gone && !figure.part && !figure.cumulative)
        .map(|((voice, count, figure), _)| (*voice, **count, figure.clone()));
    let wholes = wholes(standing.collect());
    let low = wholes.iter().filter_map(|whole| whole.low.or(whole.high)).min();
    let top = wholes.iter().filter_map(|whole| whole.high.or(whole.low)).max();
    let open = wholes.iter().all(|whole| whole.high.is_none());
    let single = wholes.iter().filter_map(|whole| whole.low).max() == low;
    Toll { low, high: if open && single { None } else { top }, accounts }
}

fn figure<'t>(voice: &Voice<'t>, measure: Measure) -> Option<(&'t Count, TollFigure)> {
    match &voice.told.content {
        Content::Casualties { measure: own, count, victims, group, part_of, cumulative } if *own == measure => Some((
            count,
            TollFigure {
                min: count.min,
                max: count.max,
                group: group.clone(),
                victims: victims.word().to_owned(),
                part: part_of.is_some(),
                cumulative: *cumulative,
                superseded: false,
            },
        )),
        _ => None,
    }
}

/// Withdrawn by its source, or replaced by a later, different figure of the same source in another report or sentence.
fn superseded(at: usize, figures: &[(Voice, &Count, TollFigure)]) -> bool {
    let (voice, count, figure) = &figures[at];
    if voice.told.modality == Modality::Denied {
        return true;
    }
    if figure.part || figure.cumulative {
        return false;
    }
    let later = figures[at + 1..].iter().any(|(other, new, of)| {
        !of.part
            && !of.cumulative
            && other.told.source == voice.told.source
            && other.told.modality == Modality::Reported
            && other.told.claim.report != voice.told.claim.report
            && other.telling.root != voice.telling.root
            && other.telling.published > voice.telling.published
            && new.min.is_some()
            && new.min > count.min
    });
    // "A correction: it is four, not five": the denied figure stands for all that say it before, from the same outlet.
    let withdrawn = figures.iter().any(|(other, new, _)| {
        other.told.modality == Modality::Denied
            && other.telling.root == voice.telling.root
            && new.min == count.min
            && new.max == count.max
            && other.told.source == voice.told.source
    });
    later || withdrawn
}

/// One whole figure per source and report: its figures for separate groups are added, unless one of them is the whole.
fn wholes(figures: Vec<Standing>) -> Vec<Whole> {
    let mut by_source: BTreeMap<(&str, &str), Vec<Standing>> = BTreeMap::new();
    for figure in figures {
        by_source.entry((figure.0.telling.report.as_str(), figure.0.told.source.as_str())).or_default().push(figure);
    }
    by_source
        .into_values()
        .flat_map(|figures| {
            // Separate groups stand in one sentence, each with its own noun and its own figure.
            let mut sentences: BTreeMap<usize, Vec<(Count, TollFigure)>> = BTreeMap::new();
            for (voice, count, figure) in figures {
                sentences.entry(voice.told.sentence).or_default().push((count, figure));
            }
            sentences
                .into_values()
                .map(|list| {
                    let kinds: Vec<&str> = list.iter().map(|(_, figure)| figure.victims.as_str()).collect();
                    let disjoint = list.len() > 1
                        && list.iter().enumerate().all(|(nth, (_, figure))| {
                            list[..nth].iter().all(|(_, other)| {
                                other.group != figure.group
                                    && (other.victims != figure.victims
                                        || figure.group.is_some() && other.group.is_some())
                            })
                        })
                        && !kinds.contains(&Victims::Mixed.word());
                    if disjoint {
                        let low = list.iter().map(|(count, _)| count.min).sum::<Option<u64>>();
                        let high = list.iter().map(|(count, _)| count.max).sum::<Option<u64>>();
                        return Whole { low, high };
                    }
                    let low = list.iter().filter_map(|(count, _)| count.min).max();
                    let high = if list.iter().any(|(count, _)| count.max.is_none()) {
                        None
                    } else {
                        list.iter().filter_map(|(count, _)| count.max).max()
                    };
                    Whole { low, high }
                })
                .collect::<Vec<_>>()
        })
        .filter(|whole| whole.low.is_some() || whole.high.is_some())
        .collect()
}
