//! A ceasefire from its tellings: terms with their accounts, stances, prolongations, corridors, counts of breaches, outcome.

use super::accounts::{Voice, account, claims, term, voices};
use super::hours::hour;
use super::ids::event_id;
use super::near::{covers, of_country};
use super::parties::Side as Of;
use super::places::Site;
use super::telling::{Telling, Told, duration_days};
use jiff::civil::Date;
use std::collections::BTreeMap;
use trucewatch_model::{
    Account, Ceasefire, CeasefireAction, Content, Corridor, CorridorAction, EventPlace, Extension, Kind, Modality,
    Moment, Outcome, Party, PartyStance, Purpose, Role, Side, Stance, Term, ViolationCount,
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

fn founds(told: &Told) -> bool {
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
            let alone = matches!(&v.told.content, Content::Ceasefire { unilateral: Some(true), .. });
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

fn by_root<'t>(given: Vec<(Of, Voice<'t>)>) -> Vec<(Of, Account<Party>)> {
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
    let says = |value: bool| {
        truce
            .iter()
            .filter(|v| founds(v.told))
            .any(|v| matches!(&v.told.content, Content::Ceasefire { unilateral: Some(told), .. } if *told == value))
    };
    let everyone = truce.iter().any(|v| v.told.action() == Some(CeasefireAction::Agreed) && v.told.stands());
    match declared_by.iter().filter(|(side, _)| !side.vague || declared_by.len() > 1).count() {
        0 | 1 if says(false) || (everyone && !says(true)) => Some(Side::Bilateral),
        0 if says(true) => Some(Side::Unilateral),
        0 => None,
        1 => Some(Side::Unilateral),
        2 => Some(Side::Bilateral),
        _ => Some(Side::Multilateral),
    }
}

/// The announcement's day; where no claim names it, the day of the saying, else that of the first report that tells it as news.
fn declared_on(truce: &[Voice], begins: &Option<Date>) -> Term<Moment> {
    let said = truce.iter().filter(|v| founds(v.told)).filter_map(|v| {
        let day = v.told.day().or_else(|| v.told.said_on.filter(|_| v.told.start.is_none()))?;
        // A ceasefire that is already on when it is agreed is agreed again.
        (begins.is_none_or(|begin| day <= begin)).then_some((Moment::Day(day), *v))
    });
    let mut days = term(said, |a, b| a == b);
    days.sort_by_key(|account| account.value.date());
    if days.is_empty() {
        let first = truce.iter().find(|v| founds(v.told) && v.told.start.is_none());
        let news = first
            .and_then(|v| Some((v.telling.published?, *v)))
            .filter(|(day, _)| begins.is_none_or(|begin| *day <= begin));
        days.extend(news.map(|(day, voice)| account(Moment::Day(day), &[voice])));
    }
    days
}

fn effective_from<'t>(truce: &[Voice<'t>]) -> Term<Moment> {
    term(truce.iter().filter(|v| v.told.stands()).filter_map(|v| Some((v.told.begins()?, *v))), |a, b| a == b)
        .into_iter()
        .fold(Vec::new(), finer)
}

/// Accounts of a day stand with the account of an hour of that day: they do not differ.
fn finer(mut kept: Term<Moment>, next: Account<Moment>) -> Term<Moment> {
    let same_day = kept.iter_mut().find(|known| {
        known.value.date() == next.value.date()
            && (matches!(known.value, Moment::Day(_)) || matches!(next.value, Moment::Day(_)))
    });
    match same_day {
        Some(known) => {
            if matches!(known.value, Moment::Day(_)) {
                known.value = next.value;
            }
            known.claims.extend(next.claims);
            known.claims.sort();
            known.claims.dedup();
            known.by.extend(next.by);
            known.by.sort();
            known.by.dedup();
            known.sources = known.sources.max(next.sources);
        }
        None => kept.push(next),
    }
    kept
}

/// The first day with the daily hour.
fn with_hour(mut begin: Term<Moment>, hours: &Term<String>) -> Term<Moment> {
    for account in &mut begin {
        if let (Moment::Day(day), Some(hour)) = (account.value, hours.first())
            && let Some(at) = Moment::parse(&format!("{day}T{}", hour.value))
        {
            account.value = at;
            account.claims.extend(hour.claims.iter().cloned());
        }
    }
    begin
}

/// The end as announced; where nobody names it, beginning and length together do.
fn until<'t>(
    truce: &[Voice<'t>],
    begin: &Term<Moment>,
    duration: &Term<String>,
    daily_to: &Term<String>,
) -> Term<Moment> {
    let said = truce.iter().filter(|v| v.told.stands()).filter_map(|v| Some((v.told.finishes()?, *v)));
    let mut ends = term(said, |a, b| a == b).into_iter().fold(Vec::new(), finer);
    // An end that was told as reached, on time, has the hour.
    for account in &mut ends {
        let reached = truce
            .iter()
            .filter(|v| v.told.action() == Some(CeasefireAction::Ended))
            .filter_map(|v| v.told.start)
            .find(|at| at.date() == account.value.date() && matches!(at, Moment::Minute(_)));
        if let (Moment::Day(_), Some(at)) = (account.value, reached) {
            account.value = at;
        }
    }
    if ends.is_empty()
        && let (Some(from), Some(length)) = (begin.first(), duration.first())
        && let Some(value) = end_of(from.value, &length.value, daily_to)
    {
        let mut derived = from.clone();
        derived.value = value;
        derived.claims.extend(length.claims.iter().cloned());
        derived.by.extend(length.by.iter().cloned());
        derived.claims.sort();
        derived.claims.dedup();
        derived.by.sort();
        derived.by.dedup();
        ends.push(derived);
    }
    with_hour_of_begin(with_hour(ends, daily_to), begin, duration)
}

fn end_of(from: Moment, length: &str, daily_to: &Term<String>) -> Option<Moment> {
    let days = duration_days(length)?;
    let minutes = (days * 1440.0).round() as i64;
    Some(match from {
        Moment::Minute(at) if daily_to.is_empty() => {
            Moment::Minute(at.checked_add(jiff::Span::new().minutes(minutes)).ok()?)
        }
        _ => Moment::Day(from.date().checked_add(jiff::Span::new().days((days.ceil() as i64 - 1).max(0))).ok()?),
    })
}

/// Whole days from an hour of the first day end at that hour of the last.
fn with_hour_of_begin(mut ends: Term<Moment>, begin: &Term<Moment>, duration: &Term<String>) -> Term<Moment> {
    if let (Some(Account { value: Moment::Minute(at), .. }), Some(days)) =
        (begin.first(), duration.first().and_then(|d| duration_days(&d.value)))
    {
        for end in &mut ends {
            let exact = at.checked_add(jiff::Span::new().minutes((days * 1440.0).round() as i64)).ok();
            if let (Moment::Day(day), Some(exact)) = (end.value, exact)
                && exact.date() == day
            {
                end.value = Moment::Minute(exact);
            }
        }
    }
    ends
}

fn area(truce: &[Voice]) -> Vec<Account<EventPlace>> {
    let whole: Vec<(Site, Voice)> = truce
        .iter()
        .filter(|v| v.told.hints.whole_country && v.told.stands())
        .filter_map(|v| Some((v.telling.country_site.clone()?, *v)))
        .collect();
    let local = truce.iter().filter(|v| v.told.stands() && covers(v.told) && !v.told.hints.extension).flat_map(|v| {
        v.told
            .places
            .iter()
            .filter(|site| of_country(site, &v.telling.countries))
            .map(|site| (site.clone(), *v))
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

fn extensions(truce: &[Voice]) -> Vec<Extension> {
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

fn ended_on(truce: &[Voice], until: &Term<Moment>) -> Term<Moment> {
    use CeasefireAction::*;
    let over = truce
        .iter()
        .filter(|v| v.told.modality == Modality::Reported && matches!(v.told.action(), Some(Ended | Suspended)));
    // What is told as over on a day to come is only planned.
    let over = over.filter(|v| v.told.start.or(v.told.end).zip(v.telling.published).is_none_or(|(at, published)| at.date() <= published));
    let mut days = term(over.filter_map(|v| Some((v.told.start.or(v.told.end)?, *v))), |a, b| a == b)
        .into_iter()
        .fold(Vec::new(), finer);
    days.sort_by_key(|account| std::cmp::Reverse(account.sources));
    if days.is_empty()
        && truce.iter().any(|v| {
            v.told.modality == Modality::Reported
                && v.told.hints.outcome == Some(Outcome::Expired)
                && v.told.action() == Some(Ended)
        })
    {
        days.extend(until.first().cloned());
    }
    days
}

/// What sources say became of it. The latest word counts: what was told as broken can be told as mended.
fn outcome(truce: &[Voice], extensions: &[Extension], until: &Term<Moment>, ended_on: &Term<Moment>) -> Term<Outcome> {
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

fn stances(truce: &[Voice]) -> Vec<PartyStance> {
    use CeasefireAction::*;
    let mut groups: Vec<(Of, Stance, Option<Date>, bool, Vec<Voice>)> = Vec::new();
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
fn corridors(all: &[Voice]) -> Vec<Corridor> {
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

fn violations(truce: &[Voice]) -> Vec<Account<ViolationCount>> {
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
