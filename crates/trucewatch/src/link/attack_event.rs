//! An incident from its tellings: means, day, places, who is said to have done it and who denies it, tolls.

use super::accounts::{Voice, account, term, voices};
use super::ids::{event_id, long_date};
use super::places::Site;
use super::telling::Telling;
use super::tolls::{none_hurt, toll};
use std::cmp::Reverse;
use trucewatch_model::{
    Account, AttackMethod, EventPlace, Incident, Kind, Measure, Modality, Moment, Party, Role, Term, Toll,
};

pub(super) fn incident(tellings: &[&Telling]) -> Incident {
    let all = voices(tellings);
    let on = on(&all);
    let places = places(&all);
    let method = method(&all);
    let others = Measure::ALL.iter().filter(|measure| !matches!(measure, Measure::Killed | Measure::Injured));
    let other_tolls: Vec<(String, Toll)> = others
        .map(|measure| (measure.word().to_owned(), toll(&all, *measure)))
        .filter(|(_, toll)| !toll.accounts.is_empty())
        .collect();
    Incident {
        id: event_id("in", &all),
        title: title(&method, &places, &on),
        attackers: named(&all, false),
        denied: named(&all, true),
        targets: term(all.iter().flat_map(|v| v.told.targets.iter().map(|target| (target.clone(), *v))), |a, b| {
            a.eq_ignore_ascii_case(b)
        }),
        killed: none_hurt(&all),
        injured: toll(&all, Measure::Injured),
        other_tolls,
        method,
        on,
        places,
        disagreements: Vec::new(),
        claims: Vec::new(),
        apart: Vec::new(),
        judged: Vec::new(),
    }
}

/// Days with the narrowest that are told first; an hour stands with its day.
fn on(all: &[Voice]) -> Term<Moment> {
    let days = all
        .iter()
        .filter(|v| v.told.modality == Modality::Reported || v.told.modality == Modality::Denied)
        .filter_map(|v| Some((v.told.start.filter(|_| v.told.day().is_some())?, *v)));
    let mut days = term(days, |a: &Moment, b| a.date() == b.date());
    for account in &mut days {
        let hours = all
            .iter()
            .filter(|v| account.claims.contains(&v.told.claim))
            .filter_map(|v| v.told.start)
            .find(|at| matches!(at, Moment::Minute(_)));
        account.value = hours.unwrap_or(account.value);
    }
    days
}

fn places(all: &[Voice]) -> Vec<Account<EventPlace>> {
    let mut sites: Vec<(Site, Vec<Voice>)> = Vec::new();
    for voice in all {
        for site in &voice.told.places {
            match sites.iter_mut().find(|(known, _)| known.key() == site.key()) {
                Some((_, voices)) => voices.push(*voice),
                None => sites.push((site.clone(), vec![*voice])),
            }
        }
    }
    sites.sort_by_key(|(site, voices)| {
        (site.precision().unwrap_or(trucewatch_model::Precision::Settlement), Reverse(voices.len()))
    });
    sites.into_iter().map(|(site, voices)| account(site.event_place(), &voices)).collect()
}

/// What is said of the means; "an attack" leaves it open and is an account only where nobody says more.
fn method(all: &[Voice]) -> Term<String> {
    let told: Vec<(AttackMethod, Voice)> = all
        .iter()
        .filter(|v| v.told.modality != Modality::Denied)
        .filter_map(|v| Some((v.told.method()?, *v)))
        .collect();
    let told: Vec<(AttackMethod, Voice)> = match told.iter().any(|(method, _)| *method != AttackMethod::Other) {
        true => told.into_iter().filter(|(method, _)| *method != AttackMethod::Other).collect(),
        false => told,
    };
    let denied =
        || all.iter().filter(|v| v.told.modality == Modality::Denied).filter_map(|v| Some((v.told.method()?, *v)));
    let told = if told.is_empty() { denied().collect() } else { told };
    term(told.into_iter().map(|(method, voice)| (method.word().to_owned(), voice)), |a, b| a == b)
}

fn named(all: &[Voice], denied: bool) -> Vec<Account<Party>> {
    let of = all.iter().filter(|v| {
        (v.told.modality == Modality::Denied) == denied && matches!(v.told.kind(), Kind::Attack | Kind::Casualties)
    });
    let sides = of.flat_map(|v| {
        v.told
            .sides
            .iter()
            .filter(|(role, _)| matches!(role, Role::Attacker | Role::Perpetrator))
            .map(|(_, side)| (side.clone(), *v))
    });
    let accounts = term(sides, |a, b| a.root == b.root);
    accounts
        .into_iter()
        .map(|Account { value, by, claims, sources }| Account { value: value.party, by, claims, sources })
        .collect()
}

fn title(method: &Term<String>, places: &[Account<EventPlace>], on: &Term<Moment>) -> String {
    let what = match method.len() {
        1 => AttackMethod::from_word(&method[0].value).map_or("Attack", |method| match method {
            AttackMethod::Airstrike => "Airstrike",
            AttackMethod::Shelling => "Shelling",
            AttackMethod::Bombing => "Bombing",
            AttackMethod::Shooting => "Shooting",
            AttackMethod::GroundAssault => "Ground assault",
            AttackMethod::Clash => "Clash",
            AttackMethod::Chemical => "Chemical attack",
            AttackMethod::Abduction => "Abduction",
            AttackMethod::Other => "Attack",
        }),
        _ => "Attack",
    };
    let place = places.first().map(|account| format!(", {}", account.value.name)).unwrap_or_default();
    let day = on.first().map(|account| format!(", {}", long_date(account.value.date()))).unwrap_or_default();
    format!("{what}{place}{day}")
}
