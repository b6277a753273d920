//! What became of a ceasefire and under it: prolongations, stances of the parties over time, corridors, counts of breaches, and the
//! outcome as sources tell it.

use super::accounts::{Voice, claims, term};
use super::parties::Side as Of;
use super::places::Site;
use super::telling::{Told, duration_days};
use super::truce_event::by_root;
use jiff::civil::Date;
use trucewatch_model::{
    Account, CeasefireAction, Content, Corridor, CorridorAction, Extension, Kind, Modality, Moment, Outcome, Party,
    PartyStance, Role, Side, Stance, Term, ViolationCount,
};

pub(super) fn extensions(truce: &[Voice]) -> Vec<Extension> {
    let told: Vec<Voice> = truce
        .iter()
        .copied()
        .filter(|v| v.told.hints.extension || v.told.action() == Some(CeasefireAction::Extended))
        .collect();
    let made: Vec<Voice> = told
        .iter()
        .copied()
        .filter(|v| v.told.stands() && v.told.action() == Some(CeasefireAction::Extended))
        .collect();
    if made.is_empty() {
        return Vec::new();
    }
    let by = by_root(
        made.iter()
            .flat_map(|v| v.told.in_role(Role::By).filter(|side| !side.vague).map(|side| (side.clone(), *v)))
            .collect(),
    );
    let sides = by.len();
    let one = made.iter().any(|v| matches!(&v.told.content, Content::Ceasefire { unilateral: Some(true), .. }));
    let until =
        term(told.iter().filter(|v| v.told.stands()).filter_map(|v| Some((v.told.window()?.end?, *v))), |a, b| a == b);
    let duration = term(made.iter().filter_map(|v| Some((v.told.window()?.duration.clone()?, *v))), |a, b| {
        duration_days(a) == duration_days(b)
    });
    let declared_on = made.iter().find_map(|v| v.told.day()).map(Moment::Day);
    let refused: Vec<Voice> = truce.iter().copied().filter(|v| refuses_extension(v.told, truce)).collect();
    let refused_by =
        by_root(refused.iter().flat_map(|v| v.told.in_role(Role::By).map(|side| (side.clone(), *v))).collect());
    vec![Extension {
        by: by.into_iter().map(|(_, account)| account.value).collect(),
        side: match sides {
            _ if one => Some(Side::Unilateral),
            0 => None,
            1 => Some(Side::Unilateral),
            2 => Some(Side::Bilateral),
            _ => Some(Side::Multilateral),
        },
        declared_on,
        until,
        duration,
        refused_by: refused_by.into_iter().map(|(_, account)| account.value).collect(),
        claims: claims(&told),
    }]
}

fn refuses_extension(told: &Told, truce: &[Voice]) -> bool {
    let refuses = told.action() == Some(CeasefireAction::Rejected) && told.modality != Modality::Denied;
    let denies = told.action() == Some(CeasefireAction::Extended) && told.modality == Modality::Denied;
    let beside = truce.iter().any(|v| {
        v.told.claim.report == told.claim.report
            && v.told.sentence == told.sentence
            && v.told.action() == Some(CeasefireAction::Extended)
    });
    denies || (refuses && (told.hints.extension || beside))
}

/// What sources say became of it. The latest word counts: what was told as broken can be told as mended.
pub(super) fn outcome(
    truce: &[Voice],
    extensions: &[Extension],
    until: &Term<Moment>,
    ended_on: &Term<Moment>,
) -> Term<Outcome> {
    use CeasefireAction::*;
    let given = truce.iter().filter_map(|v| {
        let told = v.told;
        let outcome = match (told.action()?, told.modality) {
            (TookEffect, Modality::Denied) => Outcome::NeverBegan,
            (Ended | Suspended, Modality::Reported) => match told.hints.outcome {
                Some(outcome) => outcome,
                None => match (told.start.map(Moment::date), until.first().map(|a| a.value.date())) {
                    (Some(day), Some(last)) if day >= last => Outcome::Expired,
                    (_, None) | (None, _) if told.action() == Some(Ended) => Outcome::Expired,
                    _ => Outcome::Collapsed,
                },
            },
            (Extended, Modality::Reported) => Outcome::Extended,
            (Holding, Modality::Reported) => Outcome::Holding,
            (TookEffect, Modality::Reported) => Outcome::Holding,
            (Declared | Agreed, Modality::Reported | Modality::Planned) => Outcome::Announced,
            _ => return None,
        };
        Some((outcome, *v))
    });
    let mut outcomes = term(given, |a, b| a == b);
    let weight = |outcome: Outcome| match outcome {
        Outcome::Extended if !extensions.is_empty() => 5,
        Outcome::NeverBegan => 4,
        Outcome::Collapsed => 3,
        Outcome::Expired => 3,
        Outcome::Extended => 2,
        Outcome::Holding => 1,
        Outcome::Announced => 0,
    };
    let early = ended_on.first().zip(until.first()).is_some_and(|(end, last)| end.value.date() < last.value.date());
    outcomes.sort_by_key(|account| {
        std::cmp::Reverse((
            weight(account.value),
            usize::from(early == (account.value == Outcome::Collapsed)),
            account.claims.len(),
        ))
    });
    outcomes
}

/// Who, which stance, when, whether to a prolongation, and who tells it.
type Stood<'t> = (Of, Stance, Option<Date>, bool, Vec<Voice<'t>>);

pub(super) fn stances(truce: &[Voice]) -> Vec<PartyStance> {
    use CeasefireAction::*;
    let mut groups: Vec<Stood> = Vec::new();
    for voice in truce {
        let told = voice.told;
        let Some(action) = told.action() else { continue };
        let stance = match (action, told.modality) {
            (Declared | Agreed, Modality::Reported | Modality::Planned) => Stance::Declared,
            (Extended, Modality::Reported | Modality::Planned) => Stance::Declared,
            (Accepted, Modality::Reported | Modality::Planned) => Stance::Accepted,
            (Rejected, Modality::Reported | Modality::Planned) | (Accepted | Extended, Modality::Denied) => {
                Stance::Rejected
            }
            (Suspended | Ended, Modality::Reported) => Stance::Rejected,
            (Holding, Modality::Reported | Modality::Planned) => Stance::Backed,
            _ => continue,
        };
        let extension = action == Extended || refuses_extension(told, truce);
        let on = told
            .day()
            .or(told.said_on)
            .or_else(|| voice.telling.published.filter(|_| told.start.is_none() && stance != Stance::Declared));
        for side in told.in_role(Role::By).filter(|side| !side.vague || side.root != "?everyone") {
            let known = groups.iter_mut().find(|group| {
                group.0.root == side.root
                    && group.1 == stance
                    && group.3 == extension
                    && (group.2 == on || stance == Stance::Declared || told.day().is_none())
            });
            match known {
                Some(group) => {
                    group.4.push(*voice);
                    group.2 = group.2.or(on);
                }
                None => groups.push((side.clone(), stance, on, extension, vec![*voice])),
            }
        }
    }
    groups.sort_by_key(|group| (group.2.is_none(), group.2));
    groups
        .into_iter()
        .map(|(side, stance, on, of_extension, voices)| PartyStance {
            party: side.party,
            stance,
            on: on.map(Moment::Day),
            of_extension,
            claims: claims(&voices),
        })
        .collect()
}

/// One corridor per place; what is said of "the corridors" is said of each that its report names.
pub(super) fn corridors(all: &[Voice]) -> Vec<Corridor> {
    let told: Vec<Voice> = all.iter().copied().filter(|v| v.told.kind() == Kind::Corridor).collect();
    let mut named: Vec<(Site, Vec<Voice>)> = Vec::new();
    let mut bare: Vec<Voice> = Vec::new();
    for voice in told {
        match voice.told.places.first() {
            None => bare.push(voice),
            Some(_) => {
                for site in &voice.told.places {
                    match named.iter_mut().find(|(known, _)| known.key() == site.key()) {
                        Some((_, voices)) => voices.push(voice),
                        None => named.push((site.clone(), vec![voice])),
                    }
                }
            }
        }
    }
    let accounts = |voices: &[Voice]| {
        term(voices.iter().filter_map(|v| Some((said_of_corridor(v.told)?, *v))), |a: &CorridorAction, b| a == b)
    };
    let mut out: Vec<Corridor> = named
        .iter()
        .map(|(site, voices)| Corridor { place: Some(site.event_place()), accounts: accounts(voices) })
        .collect();
    if !bare.is_empty() {
        out.push(Corridor { place: None, accounts: accounts(&bare) });
    }
    out.retain(|corridor| !corridor.accounts.is_empty());
    out
}

/// An opening that is only planned is an announcement.
fn said_of_corridor(told: &Told) -> Option<CorridorAction> {
    let Content::Corridor { action } = told.content else { return None };
    match (action, told.modality) {
        (CorridorAction::Opened | CorridorAction::Mentioned, Modality::Planned) => Some(CorridorAction::Announced),
        (_, Modality::Reported) => Some(action),
        _ => None,
    }
}

pub(super) fn violations(truce: &[Voice]) -> Vec<Account<ViolationCount>> {
    let told = truce
        .iter()
        .filter(|v| v.told.action() == Some(CeasefireAction::Violated) && v.told.modality == Modality::Reported);
    let given = told.flat_map(|v| {
        let accused: Vec<Option<Party>> =
            match v.told.in_role(Role::Accused).map(|side| Some(side.party.clone())).collect::<Vec<_>>() {
                none if none.is_empty() => vec![None],
                some => some,
            };
        accused.into_iter().map(move |accused| {
            let (times, text) = v.told.hints.breaches.clone().unzip();
            (ViolationCount { accused, times, text }, *v)
        })
    });
    term(given, |a: &ViolationCount, b| a.accused == b.accused && a.times == b.times)
}
