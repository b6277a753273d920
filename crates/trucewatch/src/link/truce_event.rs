//! A ceasefire from its tellings: terms with their accounts, stances, prolongations, corridors, counts of breaches, outcome.

use super::accounts::{Voice, account, term, voices};
use super::hours::hour;
use super::ids::event_id;
use super::near::{covers, of_country};
use super::parties::Side as Of;
use super::places::Site;
use super::telling::{Telling, Told, duration_days};
use super::truce_dates::{declared_on, effective_from, ended_on, until, with_hour};
use super::truce_story::{corridors, extensions, outcome, stances, violations};
use jiff::civil::Date;
use std::collections::BTreeMap;
use trucewatch_model::{
    Account, Ceasefire, CeasefireAction, Content, EventPlace, Kind, Modality, Moment, Party, Purpose, Role, Side, Term,
};

/// Whether claims found a ceasefire: calls and refusals alone do not.
pub(super) fn is_founded(tellings: &[&Telling]) -> bool {
    use CeasefireAction::*;
    tellings.iter().flat_map(|telling| &telling.told).any(|told| {
        told.stands()
            && matches!(
                told.action(),
                Some(Declared | Agreed | Accepted | TookEffect | Extended | Holding | Violated | Suspended | Ended)
            )
    })
}

pub(super) fn ceasefire(tellings: &[&Telling], linker: &super::Linker) -> Ceasefire {
    let knowledge = &linker.knowledge;
    let all = voices(tellings);
    let truce: Vec<Voice> = all.iter().copied().filter(|voice| voice.told.kind() == Kind::Ceasefire).collect();
    let declared_by = declared_by(&truce);
    let begin = effective_from(&truce);
    let duration = term(truce.iter().filter_map(|v| Some((v.told.lasts()?.to_owned(), *v))), |a, b| {
        duration_days(a) == duration_days(b)
    });
    let daily_from = term(
        truce.iter().filter_map(|v| Some((hour(v.told.window()?.daily_from.as_ref()?, knowledge), *v))),
        |a, b| a == b,
    );
    let daily_to =
        term(truce.iter().filter_map(|v| Some((hour(v.told.window()?.daily_to.as_ref()?, knowledge), *v))), |a, b| {
            a == b
        });
    let effective_from = with_hour(begin, &daily_from);
    let until = until(&truce, &effective_from, &duration, &daily_to);
    let extensions = extensions(&truce);
    let ended_on = ended_on(&truce, &until);
    let outcome = outcome(&truce, &extensions, &until, &ended_on);
    let area = area(&truce);
    let declared_on = declared_on(&truce, &begin_day(&effective_from));
    Ceasefire {
        id: event_id("cf", &all),
        title: title(&declared_by, &area, &effective_from, &declared_on, &all),
        side: side(&declared_by, &truce),
        mediators: parties(truce.iter().flat_map(|v| v.told.in_role(Role::Mediator).map(|side| (side.clone(), *v)))),
        declared_by: declared_by.into_iter().map(|(_, account)| account).collect(),
        declared_on,
        effective_from,
        until,
        duration,
        daily_from,
        daily_to,
        area,
        purpose: purpose(&all),
        outcome,
        ended_on,
        stances: stances(&truce),
        extensions,
        corridors: corridors(&all),
        violations: violations(&truce),
        incidents: Vec::new(),
        disagreements: Vec::new(),
        claims: Vec::new(),
        apart: Vec::new(),
        judged: Vec::new(),
    }
}

fn begin_day(begin: &Term<Moment>) -> Option<Date> {
    begin.first().map(|account| account.value.date())
}

pub(super) fn founds(told: &Told) -> bool {
    told.stands()
        && matches!(told.action(), Some(CeasefireAction::Declared | CeasefireAction::Agreed))
        && !told.hints.extension
}

/// One account per side; of a side the party that is named most exactly stands for it.
fn declared_by<'t>(truce: &[Voice<'t>]) -> Vec<(Of, Account<Party>)> {
    let by: Vec<(Of, Voice)> = truce
        .iter()
        .filter(|v| founds(v.told))
        .flat_map(|v| {
            let alone = is_told(v.told, true);
            let with = v.told.action() == Some(CeasefireAction::Agreed) && !alone;
            v.told
                .sides
                .iter()
                .filter(move |(role, _)| *role == Role::By || (with && *role == Role::With))
                .map(|(_, side)| (side.clone(), *v))
        })
        .collect();
    let known = by.iter().any(|(side, _)| !side.vague);
    let kept = by.into_iter().filter(|(side, _)| !known || !side.vague).collect::<Vec<_>>();
    by_root(kept)
}

pub(super) fn by_root<'t>(given: Vec<(Of, Voice<'t>)>) -> Vec<(Of, Account<Party>)> {
    let mut groups: BTreeMap<String, Vec<(Of, Voice<'t>)>> = BTreeMap::new();
    let mut order: Vec<String> = Vec::new();
    for (side, voice) in given {
        if !order.contains(&side.root) {
            order.push(side.root.clone());
        }
        groups.entry(side.root.clone()).or_default().push((side, voice));
    }
    order
        .iter()
        .map(|root| {
            let group = &groups[root];
            let count = |id: &Party| group.iter().filter(|(side, _)| side.party == *id).count();
            let (best, _) = group
                .iter()
                .enumerate()
                .map(|(nth, (side, _))| (side, nth))
                .max_by_key(|(side, nth)| (count(&side.party), usize::MAX - nth))
                .expect("a group has a member");
            let voices: Vec<Voice> = group.iter().map(|(_, voice)| *voice).collect();
            (best.clone(), account(best.party.clone(), &voices))
        })
        .collect()
}

fn parties<'t>(given: impl Iterator<Item = (Of, Voice<'t>)>) -> Vec<Account<Party>> {
    let given: Vec<(Of, Voice)> = given.collect();
    let known = given.iter().any(|(side, _)| !side.vague);
    by_root(given.into_iter().filter(|(side, _)| !known || !side.vague).collect())
        .into_iter()
        .map(|(_, account)| account)
        .collect()
}

fn side(declared_by: &[(Of, Account<Party>)], truce: &[Voice]) -> Option<Side> {
    let says = |value: bool| truce.iter().filter(|v| founds(v.told)).filter(move |v| is_told(v.told, value));
    // "The unilateral ceasefire, declared by the Russians and the government": allies who declare it as one side.
    let allied = says(true).any(|v| declared_by.iter().all(|(_, account)| account.claims.contains(&v.told.claim)));
    let says = |value: bool| says(value).next().is_some();
    let everyone = truce.iter().any(|v| v.told.action() == Some(CeasefireAction::Agreed) && v.told.stands());
    match declared_by.iter().filter(|(side, _)| !side.vague || declared_by.len() > 1).count() {
        0 | 1 if says(false) || (everyone && !says(true)) => Some(Side::Bilateral),
        0 if says(true) => Some(Side::Unilateral),
        0 => None,
        1 => Some(Side::Unilateral),
        _ if allied => Some(Side::Unilateral),
        2 => Some(Side::Bilateral),
        _ => Some(Side::Multilateral),
    }
}

/// Whether a claim says that a ceasefire is unilateral (`true`), or that it is mutual.
fn is_told(told: &Told, value: bool) -> bool {
    matches!(&told.content, Content::Ceasefire { unilateral: Some(told), .. } if *told == value)
}

fn area(truce: &[Voice]) -> Vec<Account<EventPlace>> {
    let whole: Vec<(Site, Voice)> = truce
        .iter()
        .filter(|v| v.told.hints.whole_country && v.told.stands())
        .filter_map(|v| Some((v.telling.country_site.clone()?, *v)))
        .collect();
    let local = truce.iter().filter(|v| v.told.stands() && covers(v.told) && !v.told.hints.extension).flat_map(|v| {
        v.told.places.iter().filter(|site| of_country(site, &v.telling.countries)).map(|site| (site.clone(), *v))
    });
    let given: Vec<(Site, Voice)> = if whole.is_empty() { local.collect() } else { whole };
    let places = term(given, |a, b| a.key() == b.key());
    places
        .into_iter()
        .map(|Account { value, by, claims, sources }| Account { value: value.event_place(), by, claims, sources })
        .collect()
}

fn purpose(all: &[Voice]) -> Term<Purpose> {
    let corridor = all.iter().filter(|v| v.told.kind() == Kind::Corridor).map(|v| (Purpose::Humanitarian, *v));
    let said = all
        .iter()
        .filter(|v| v.told.kind() == Kind::Ceasefire && v.told.modality != Modality::Denied)
        .flat_map(|v| v.told.hints.purposes.iter().map(|purpose| (*purpose, *v)));
    let mut purposes = term(said.chain(corridor), |a, b| a == b);
    // A feast or a vote is named in passing only by reports of a ceasefire that is for it.
    purposes.sort_by_key(|account| {
        std::cmp::Reverse(match account.value {
            Purpose::Holiday | Purpose::Election => account.claims.len() * 3,
            _ => account.claims.len(),
        })
    });
    purposes
}

fn title(
    declared_by: &[(Of, Account<Party>)],
    area: &[Account<EventPlace>],
    begin: &Term<Moment>,
    declared: &Term<Moment>,
    all: &[Voice],
) -> String {
    let place = area.first().map(|account| account.value.name.clone());
    let who = || declared_by.iter().map(|(side, _)| side.party.name.clone()).collect::<Vec<_>>().join(", ");
    let country = || all.iter().find_map(|v| v.telling.country_site.as_ref().map(|site| site.event_place().name));
    let place = place
        .or_else(|| Some(who()).filter(|who| !who.is_empty()))
        .or_else(country)
        .unwrap_or_else(|| "Unnamed place".to_owned());
    let day = begin
        .first()
        .or(declared.first())
        .map(|account| account.value.date())
        .or_else(|| all.iter().find_map(|v| v.told.day().or(v.telling.published)));
    match day {
        Some(day) => format!("{place} ceasefire, {}", super::ids::long_date(day)),
        None => format!("{place} ceasefire"),
    }
}
