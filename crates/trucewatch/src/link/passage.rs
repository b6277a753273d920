//! Movement of people and aid under a ceasefire: part of no event, but accounts of it differ. How many left, how many are
//! trapped, who looted the trucks, how many guns were moved.

use super::accounts::Voice;
use super::facts::Knowledge;
use super::places::{Lie, Site, closest};
use super::telling::{Matter, Telling, Told};
use trucewatch_model::{
    AidAction, CeasefireAction, Content, CorridorAction, Disagreement, Kind, Modality, MovementAction, Role,
};

/// Which claims of a report are told of together for this purpose: each stands alone.
pub(super) fn passages(told: &[Told]) -> Vec<Vec<usize>> {
    let of = |told: &Told| {
        matches!(told.content, Content::Movement { .. } | Content::Aid { .. })
            && matches!(told.modality, Modality::Reported | Modality::Denied)
    };
    let list: Vec<usize> = (0..told.len()).filter(|&at| of(&told[at])).collect();
    if list.is_empty() { Vec::new() } else { vec![list] }
}

pub(super) fn disagreements(truce: &[Voice], passages: &[&Telling], knowledge: &Knowledge) -> Vec<Disagreement> {
    let all: Vec<Voice> = passages
        .iter()
        .filter(|telling| telling.matter == Matter::Passage)
        .flat_map(|telling| telling.told.iter().map(move |told| Voice { telling, told }))
        .collect();
    let mut out = Vec::new();
    out.extend(left(&all, truce, knowledge));
    out.extend(trapped(&all, knowledge));
    out.extend(looted(&all, knowledge));
    out.extend(guns(truce, knowledge));
    out
}

fn figure(told: &Told, knowledge: &Knowledge) -> Option<String> {
    if let Content::Movement { count: Some(count), .. } = &told.content
        && count.min.is_some_and(|min| min > 2 || count.exact)
    {
        return Some(match (count.min, count.max) {
            (Some(min), Some(max)) if min == max => min.to_string(),
            (Some(min), Some(max)) => format!("{min} to {max}"),
            (Some(min), None) => format!("at least {min}"),
            _ => return None,
        });
    }
    let number = told.words.split(' ').filter_map(|word| knowledge.number(word)).find(|number| *number > 1);
    number.map(|number| number.to_string())
}

/// Claims about one place, or about none.
fn by_place<'t>(voices: Vec<Voice<'t>>) -> Vec<(Option<Site>, Vec<Voice<'t>>)> {
    let mut groups: Vec<(Option<Site>, Vec<Voice>)> = Vec::new();
    for voice in voices {
        let near = |site: &Option<Site>| {
            site.as_ref().is_none_or(|site| {
                closest(std::slice::from_ref(site), &voice.told.places).is_none_or(|lie| lie <= Lie::Near)
            })
        };
        match groups.iter_mut().find(|(site, _)| near(site)) {
            Some((site, voices)) => {
                voices.push(voice);
                *site = site.clone().or(voice.told.places.first().cloned());
            }
            None => groups.push((voice.told.places.first().cloned(), vec![voice])),
        }
    }
    groups
}

fn name(site: &Option<Site>) -> String {
    site.as_ref().map(|site| format!(", {}", site.event_place().name)).unwrap_or_default()
}

fn left(all: &[Voice], truce: &[Voice], knowledge: &Knowledge) -> Vec<Disagreement> {
    let moved = all.iter().copied().filter(|v| {
        matches!(&v.told.content, Content::Movement { action: MovementAction::Evacuated | MovementAction::Fled, .. })
    });
    let unused = truce.iter().copied().filter(|v| {
        matches!(v.told.content, Content::Corridor { action: CorridorAction::Unused | CorridorAction::Used })
            && v.told.modality == Modality::Reported
    });
    by_place(moved.chain(unused).collect())
        .into_iter()
        .filter_map(|(site, voices)| {
            let given = voices.iter().filter_map(|v| match v.told.kind() {
                Kind::Corridor if matches!(v.told.content, Content::Corridor { action: CorridorAction::Unused }) => {
                    Some(("nobody".to_owned(), *v))
                }
                _ if v.told.modality == Modality::Denied => Some(("nobody".to_owned(), *v)),
                _ => Some((figure(v.told, knowledge)?, *v)),
            });
            super::differ::between(&format!("how many left{}", name(&site)), given.collect())
        })
        .collect()
}

fn trapped(all: &[Voice], knowledge: &Knowledge) -> Vec<Disagreement> {
    let trapped = all
        .iter()
        .copied()
        .filter(|v| matches!(&v.told.content, Content::Movement { action: MovementAction::Trapped, .. }));
    by_place(trapped.collect())
        .into_iter()
        .filter_map(|(site, voices)| {
            let given = voices
                .iter()
                .filter_map(|v| Some((figure(v.told, knowledge)?, *v)))
                .map(|(says, v)| (if v.told.modality == Modality::Denied { format!("not {says}") } else { says }, v));
            super::differ::between(&format!("how many are trapped{}", name(&site)), given.collect())
        })
        .collect()
}

fn looted(all: &[Voice], knowledge: &Knowledge) -> Vec<Disagreement> {
    let looted = all.iter().copied().filter(|v| matches!(&v.told.content, Content::Aid { action: AidAction::Looted }));
    by_place(looted.collect())
        .into_iter()
        .flat_map(|(site, voices)| {
            let who = voices.iter().filter_map(|v| {
                let by: Vec<String> = v.told.in_role(Role::By).map(|side| side.party.name.clone()).collect();
                let says =
                    if v.told.modality == Modality::Denied { format!("not {}", by.join(", ")) } else { by.join(", ") };
                (!by.is_empty()).then_some((says, *v))
            });
            let many = voices.iter().filter_map(|v| Some((figure(v.told, knowledge)?, *v)));
            [
                super::differ::between(&format!("who looted aid{}", name(&site)), who.collect()),
                super::differ::between(&format!("how much aid was looted{}", name(&site)), many.collect()),
            ]
        })
        .flatten()
        .collect()
}

/// Weapons pulled back under a deal, as counted by each.
fn guns(truce: &[Voice], knowledge: &Knowledge) -> Vec<Disagreement> {
    let moved = truce.iter().copied().filter(|v| {
        v.told.action() == Some(CeasefireAction::Mentioned)
            && v.told.modality == Modality::Reported
            && !v.told.places.is_empty()
            && v.told.hints.breaches.is_none()
    });
    by_place(moved.collect())
        .into_iter()
        .filter_map(|(site, voices)| {
            let given = voices.iter().filter_map(|v| Some((figure(v.told, knowledge)?, *v)));
            super::differ::between(&format!("what was withdrawn{}", name(&site)), given.collect())
        })
        .collect()
}
