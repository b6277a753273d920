//! Where the accounts of one event differ: figures, attackers, means, whether a ceasefire was kept and who broke it, whether a
//! corridor was used. Differences are put side by side, never settled.

use super::accounts::{Voice, account, voices};
use super::telling::{Telling, Told};
use std::collections::BTreeSet;
use trucewatch_model::{
    AttackMethod, CeasefireAction, Content, CorridorAction, Count, Disagreement, Kind, Measure, Modality, Role, Victims,
};

type Sides<'t> = Vec<(String, Vec<Voice<'t>>)>;

fn put<'t>(sides: &mut Sides<'t>, says: String, voice: Voice<'t>) {
    match sides.iter_mut().find(|(known, _)| *known == says) {
        Some((_, voices)) => voices.push(voice),
        None => sides.push((says, vec![voice])),
    }
}

fn disagreement(about: &str, sides: Sides) -> Disagreement {
    Disagreement {
        about: about.to_owned(),
        sides: sides.into_iter().map(|(says, voices)| account(says, &voices)).collect(),
    }
}

/// Of an incident: its toll, who did it, with what.
pub(super) fn of_incident(tellings: &[&Telling]) -> Vec<Disagreement> {
    let all = voices(tellings);
    let mut out = Vec::new();
    out.extend(responsibility(&all));
    for (measure, about) in [(Measure::Killed, "killed"), (Measure::Injured, "injured")] {
        out.extend(figures(&all, measure, about));
    }
    out.extend(victims(&all));
    out
}

/// Whether those killed were civilians or combatants, as different sources have it.
fn victims(all: &[Voice]) -> Option<Disagreement> {
    let mut sides: Sides = Vec::new();
    let (mut civilian, mut combatant): (BTreeSet<&str>, BTreeSet<&str>) = Default::default();
    for voice in all.iter().filter(|v| v.told.modality == Modality::Reported) {
        let Content::Casualties { measure: Measure::Killed, victims, .. } = &voice.told.content else { continue };
        match victims {
            Victims::Civilian => drop(civilian.insert(&voice.told.source)),
            Victims::Combatant => drop(combatant.insert(&voice.told.source)),
            _ => continue,
        }
        put(&mut sides, victims.word().to_owned(), *voice);
    }
    (!civilian.is_empty() && !combatant.is_empty() && civilian.is_disjoint(&combatant))
        .then(|| disagreement("who was killed", sides))
}

/// Figures for the whole incident that cannot both be right.
fn figures(all: &[Voice], measure: Measure, about: &str) -> Option<Disagreement> {
    let mut sides: Sides = Vec::new();
    let mut counts: Vec<Count> = Vec::new();
    for voice in all {
        let Content::Casualties { measure: own, count, part_of: None, cumulative: false, .. } = &voice.told.content
        else {
            continue;
        };
        if *own == measure && (count.min.is_some() || count.max.is_some()) && voice.told.modality == Modality::Reported
        {
            counts.push(*count);
            put(&mut sides, figure(count), *voice);
        }
    }
    let clash = counts.iter().any(|a| counts.iter().any(|b| disjoint(a, b)));
    (clash && sides.len() > 1).then(|| disagreement(about, sides))
}

fn disjoint(a: &Count, b: &Count) -> bool {
    let below = |a: &Count, b: &Count| matches!((a.max, b.min), (Some(max), Some(min)) if max < min);
    below(a, b) || below(b, a)
}

fn figure(count: &Count) -> String {
    match (count.min, count.max) {
        (Some(min), Some(max)) if min == max => min.to_string(),
        (Some(min), Some(max)) => format!("{min} to {max}"),
        (Some(min), None) => format!("at least {min}"),
        (None, Some(max)) => format!("up to {max}"),
        (None, None) => "not told".to_owned(),
    }
}

/// Who did it, and with what: a denial, another attacker or another means makes a side.
fn responsibility(all: &[Voice]) -> Option<Disagreement> {
    let attacks: Vec<Voice> = all.iter().copied().filter(|v| v.told.kind() == Kind::Attack).collect();
    let roots =
        |told: &Told| -> BTreeSet<String> { told.in_role(Role::Attacker).map(|side| side.root.clone()).collect() };
    let named: BTreeSet<String> = attacks
        .iter()
        .filter(|v| v.told.modality == Modality::Reported && v.told.method() != Some(AttackMethod::Clash))
        .flat_map(|v| roots(v.told))
        .collect();
    let denied = attacks.iter().any(|v| v.told.modality == Modality::Denied);
    let known: BTreeSet<&String> = named.iter().filter(|root| !root.starts_with('?')).collect();
    let means: BTreeSet<AttackMethod> = attacks
        .iter()
        .filter(|v| v.told.modality == Modality::Reported)
        .filter_map(|v| v.told.method())
        .filter(|m| *m != AttackMethod::Other)
        .collect();
    let other_means =
        means.len() > 1 && means.iter().any(|a| means.iter().any(|b| super::attacks::methods(*a, *b) < -0.5));
    if !denied && known.len() < 2 && !other_means {
        return None;
    }
    let mut sides: Sides = Vec::new();
    for voice in &attacks {
        let who: Vec<String> = voice.told.in_role(Role::Attacker).map(|side| side.party.name.clone()).collect();
        let means = voice.told.method().map_or("attack", AttackMethod::word).replace('_', " ");
        let says = match (voice.told.modality, who.is_empty()) {
            (Modality::Denied, true) => format!("no {means}"),
            (Modality::Denied, false) => format!("not {}", who.join(", ")),
            (_, true) => format!("{means}, nobody named"),
            (_, false) => format!("{means} by {}", who.join(", ")),
        };
        put(&mut sides, says, *voice);
    }
    let about = match (known.len() > 1 || denied, other_means) {
        (true, true) => "attacker and method",
        (false, true) => "method",
        _ => "attacker",
    };
    (sides.len() > 1).then(|| disagreement(about, sides))
}

/// Of a ceasefire: whether it was kept and who broke it, whether it went on, its corridors, and what passed through them.
pub(super) fn of_ceasefire(tellings: &[&Telling], passages: &[&Telling], linker: &super::Linker) -> Vec<Disagreement> {
    let all = voices(tellings);
    let mut out = Vec::new();
    out.extend(kept(&all));
    out.extend(goes_on(&all));
    out.extend(corridors(&all));
    out.extend(super::passage::disagreements(&all, passages, &linker.knowledge));
    out
}

fn kept(all: &[Voice]) -> Option<Disagreement> {
    let mut sides: Sides = Vec::new();
    let mut accused: BTreeSet<String> = BTreeSet::new();
    let (mut holds, mut broken) = (false, false);
    for voice in all {
        match (voice.told.action(), voice.told.modality) {
            (Some(CeasefireAction::Violated), Modality::Reported) => {
                let by: Vec<_> = voice.told.in_role(Role::Accused).collect();
                accused.extend(
                    by.iter().filter(|side| !by.is_empty() && side.root != "?everyone").map(|side| side.root.clone()),
                );
                broken = true;
                let names: Vec<&str> = by.iter().map(|side| side.party.name.as_str()).collect();
                put(
                    &mut sides,
                    if names.is_empty() {
                        "it was broken".to_owned()
                    } else {
                        format!("{} broke it", names.join(", "))
                    },
                    *voice,
                );
            }
            (Some(CeasefireAction::Violated), Modality::Denied) => {
                holds = true;
                put(&mut sides, "it was not broken".to_owned(), *voice);
            }
            (Some(CeasefireAction::Holding), Modality::Reported) => {
                holds = true;
                let names: Vec<&str> = voice.told.in_role(Role::By).map(|side| side.party.name.as_str()).collect();
                put(
                    &mut sides,
                    if names.is_empty() { "it was kept".to_owned() } else { format!("{} kept it", names.join(", ")) },
                    *voice,
                );
            }
            _ => {}
        }
    }
    ((broken && holds) || accused.len() > 1).then(|| disagreement("who broke it", sides)).filter(|d| d.sides.len() > 1)
}

fn goes_on(all: &[Voice]) -> Option<Disagreement> {
    let mut sides: Sides = Vec::new();
    for voice in all {
        match (voice.told.action(), voice.told.modality) {
            (Some(CeasefireAction::Extended), Modality::Reported) => put(&mut sides, "it goes on".to_owned(), *voice),
            (Some(CeasefireAction::Extended), Modality::Denied) => {
                put(&mut sides, "it does not go on".to_owned(), *voice)
            }
            (Some(CeasefireAction::Ended), Modality::Reported) if voice.told.words.contains("resum") => {
                put(&mut sides, "it does not go on".to_owned(), *voice)
            }
            (Some(CeasefireAction::Rejected), Modality::Reported) if voice.told.hints.extension => {
                put(&mut sides, "it does not go on".to_owned(), *voice)
            }
            _ => {}
        }
    }
    (sides.len() > 1).then(|| disagreement("extension", sides))
}

fn corridors(all: &[Voice]) -> Vec<Disagreement> {
    let told: Vec<Voice> = all
        .iter()
        .copied()
        .filter(|v| v.told.kind() == Kind::Corridor && v.told.modality == Modality::Reported)
        .collect();
    let mut keys: Vec<(String, String)> = Vec::new();
    for site in told.iter().flat_map(|v| &v.told.places) {
        if !keys.iter().any(|(key, _)| *key == site.key()) {
            keys.push((site.key(), site.event_place().name));
        }
    }
    let mut out = Vec::new();
    for (key, name) in keys {
        let of_place =
            told.iter().filter(|v| v.told.places.is_empty() || v.told.places.iter().any(|site| site.key() == key));
        let (mut used, mut attacked): (Sides, Sides) = Default::default();
        for voice in of_place {
            let Content::Corridor { action } = voice.told.content else { continue };
            match action {
                CorridorAction::Used => put(&mut used, "used".to_owned(), *voice),
                CorridorAction::Unused | CorridorAction::Closed => put(&mut used, "not used".to_owned(), *voice),
                CorridorAction::Attacked => {
                    let by: Vec<String> = voice.told.in_role(Role::By).map(|side| side.party.name.clone()).collect();
                    // Who names nobody differs with nobody.
                    if !by.is_empty() {
                        put(&mut attacked, format!("attacked by {}", by.join(", ")), *voice);
                    }
                }
                _ => {}
            }
        }
        for (about, sides) in
            [(format!("use of the corridor {name}"), used), (format!("attack on the corridor {name}"), attacked)]
        {
            if sides.len() > 1 {
                out.push(disagreement(&about, sides));
            }
        }
    }
    out
}

/// Two values told of one thing, as a disagreement.
pub(super) fn between<'t>(about: &str, given: Vec<(String, Voice<'t>)>) -> Option<Disagreement> {
    let mut sides: Sides = Vec::new();
    for (says, voice) in given {
        put(&mut sides, says, voice);
    }
    (sides.len() > 1).then(|| disagreement(about, sides))
}
