//! Which claims of one report speak of one attack and its toll: by sentence, day, place, means, target and figures. A claim goes
//! to the group it fits best, or opens one.

use super::facts::Knowledge;
use super::near::hours_between;
use super::places::{Lie, Site, closest};
use super::telling::Told;
use super::words::{plain, stands_in};
use jiff::civil::Date;
use std::collections::BTreeSet;
use trucewatch_model::{AttackMethod, Content, Kind, Measure, Modality, Role};

/// From this score on a claim joins a group of its own report.
const JOIN: f32 = 1.9;

/// A time of more days than this is a period, not the day of one attack.
const PERIOD: i32 = 9;

/// Groups of indices into `told`.
pub(super) fn attacks(told: &[Told], contexts: &[String], knowledge: &Knowledge) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    // Attacks first, so that a toll finds the attack of its own sentence also where that stands behind it.
    for (index, claim) in told.iter().enumerate() {
        if claim.kind() == Kind::Attack && is_told_attack(claim) {
            place(index, told, contexts, &mut groups, knowledge);
        }
    }
    for (index, claim) in told.iter().enumerate() {
        if is_told_toll(claim) {
            let whole = part_of(claim).and_then(|whole| groups.iter().position(|group| group.contains(&whole)));
            match whole {
                Some(at) => groups[at].push(index),
                None => place(index, told, contexts, &mut groups, knowledge),
            }
        }
    }
    for group in &mut groups {
        group.sort_unstable();
    }
    merge(&mut groups, told, contexts, knowledge);
    groups.sort();
    groups
}

fn place(index: usize, told: &[Told], contexts: &[String], groups: &mut Vec<Vec<usize>>, knowledge: &Knowledge) {
    let scores = groups.iter().enumerate().map(|(at, group)| (score(index, group, told, contexts, knowledge), at));
    match scores.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1))) {
        Some((score, at)) if score >= JOIN => groups[at].push(index),
        _ => groups.push(vec![index]),
    }
}

/// Groups that turn out to be one once their tolls are known.
fn merge(groups: &mut Vec<Vec<usize>>, told: &[Told], contexts: &[String], knowledge: &Knowledge) {
    let mut at = 0;
    while at < groups.len() {
        let fits = (0..at).find(|&other| {
            let attackless = !groups[at].iter().any(|&index| told[index].kind() == Kind::Attack);
            let head = groups[at][0];
            attackless
                && groups[at].iter().all(|&index| score(index, &groups[other], told, contexts, knowledge) > -1.0)
                && score(head, &groups[other], told, contexts, knowledge) >= JOIN
        });
        match fits {
            Some(other) => {
                let moved = groups.remove(at);
                groups[other].extend(moved);
                groups[other].sort_unstable();
            }
            None => at += 1,
        }
    }
}

fn is_told_attack(claim: &Told) -> bool {
    let long = claim.days().is_some_and(|(from, to)| (to - from).get_days() > PERIOD)
        || (claim.start.is_none() && claim.end.is_some() && claim.places.is_empty());
    matches!(claim.modality, Modality::Reported | Modality::Denied) && !long
}

fn is_told_toll(claim: &Told) -> bool {
    let Content::Casualties { measure, cumulative, .. } = &claim.content else { return false };
    matches!(claim.modality, Modality::Reported | Modality::Denied)
        && !cumulative
        && !matches!(measure, Measure::Displaced)
}

pub(super) fn part_of(claim: &Told) -> Option<usize> {
    match &claim.content {
        Content::Casualties { part_of, .. } => *part_of,
        _ => None,
    }
}

fn score(index: usize, group: &[usize], told: &[Told], contexts: &[String], knowledge: &Knowledge) -> f32 {
    let claim = &told[index];
    let others = || group.iter().map(|&at| &told[at]);
    let toll = claim.kind() == Kind::Casualties;
    let nearest = others().map(|other| claim.sentence.abs_diff(other.sentence)).min().unwrap_or(usize::MAX);
    let mut score = match nearest {
        0 if toll => 3.0,
        0 => 0.5,
        1 => 1.0,
        2 => 0.6,
        3 => 0.3,
        _ => 0.0,
    };
    // Two means in one sentence are two attacks ("clashes and shelling"), unless one side uses both, or one answers the other.
    if !toll && nearest == 0 {
        let beside = || {
            others().filter(|other| {
                other.sentence == claim.sentence && other.kind() == Kind::Attack && other.method() != claim.method()
            })
        };
        if beside()
            .any(|other| other.source == claim.source && other.modality == claim.modality && !same_side(claim, other))
        {
            return -10.0;
        }
        if beside().any(|other| same_side(claim, other) && other.modality == claim.modality) {
            score += 2.0;
        }
    }
    let days: Vec<(Date, Date)> = others().filter_map(Told::days).collect();
    if let Some((from, to)) = claim.days() {
        if days.iter().any(|(a, b)| *a <= to && from <= *b) {
            let exact = days.iter().any(|(a, b)| a == b && from == to && *a == from);
            let long =
                (to - from).get_days().max(days.iter().map(|(a, b)| (*b - *a).get_days()).min().unwrap_or(0)) > 1;
            score += if exact {
                1.5
            } else if long {
                0.1
            } else {
                0.7
            };
        } else if !days.is_empty() {
            return -10.0;
        }
    }
    if let Some(at) = claim.minute()
        && others().filter_map(Told::minute).map(|other| hours_between(at, other)).min().is_some_and(|hours| hours > 0)
    {
        score -= 2.0;
    }
    if claim.hints.anew && nearest > 0 && !others().any(|other| same_side(claim, other)) {
        score -= 1.5;
    }
    // An attack that was only named is told in the sentences after it.
    if !toll && (1..=2).contains(&nearest) && others().all(|other| is_bare(other) || other.kind() != Kind::Attack) {
        score += 0.6;
    }
    let sites: Vec<Site> = others().flat_map(|other| other.places.iter().cloned()).collect();
    score += match closest(&claim.places, &sites) {
        Some(lie @ (Lie::Same | Lie::Within)) => {
            let local = claim.places.iter().any(Site::is_local) && sites.iter().any(Site::is_local);
            match (local, lie) {
                (true, _) => 1.7,
                (false, Lie::Same) => 1.2,
                _ => 0.8,
            }
        }
        Some(Lie::Near) => -0.2,
        Some(Lie::Unknown) => {
            if nearest <= 1 {
                -0.5
            } else {
                -1.0
            }
        }
        Some(Lie::Strange) => -2.5,
        Some(Lie::Apart) => return -10.0,
        None => 0.0,
    };
    score += match claim.method() {
        None => 0.0,
        Some(own) => others()
            .filter(|other| other.modality == claim.modality || nearest <= 1)
            .filter_map(Told::method)
            .map(|method| methods(own, method))
            .fold(None, |best: Option<f32>, one| Some(best.map_or(one, |best| best.max(one))))
            .unwrap_or(0.3),
    };
    let targets = target_words(claim, knowledge);
    let targets_meet = others().any(|other| !targets.is_disjoint(&target_words(other, knowledge)));
    if targets_meet {
        score += 2.0;
    }
    score += sides(claim, group, told, targets_meet, nearest);
    if !targets_meet && others().any(|other| fires_back(claim, other)) {
        score -= 2.0;
    }
    if claim.modality == Modality::Denied {
        score += 0.8;
    }
    let harm = matches!(
        &claim.content,
        Content::Casualties { measure: Measure::Killed | Measure::Injured | Measure::Harmed, .. }
    );
    if toll {
        score += tolls(claim, group, told);
        if knowledge.small.has("known_toll", &claim.words) {
            score += if others().any(|other| same_measure(claim, other)) { 1.0 } else { -1.0 };
        }
    }
    if (harm || (!toll && methods_fit(claim, group, told))) && nearest > 0 && claim.places.is_empty() {
        // What names no place, and better no day either, goes on with what the report has told.
        score += if claim.start.is_none() { 1.2 } else { 0.6 };
    }
    // Where the words around a claim name the place or the target of an attack, it speaks of that one.
    if claim.places.is_empty() && nearest > 1 {
        let around = &contexts[index];
        let speaker = plain(&claim.by);
        let placed =
            others().flat_map(|other| &other.places).filter(|site| site.is_local()).map(|site| plain(&site.text));
        let mut names: Vec<String> = placed.collect();
        names.extend(others().flat_map(|other| target_words(other, knowledge)));
        if names.iter().any(|name| stands_in(around, name) || stands_in(&speaker, name)) {
            score += 1.3;
        }
    }
    score
}

/// Whether an attack is named and nothing else: not who, nor whom.
fn is_bare(claim: &Told) -> bool {
    claim.targets.is_empty() && claim.sides.is_empty()
}

/// Whether one bombards those in whose name the other struck. Shots that are returned belong to one attack.
fn fires_back(a: &Told, b: &Told) -> bool {
    let of = |told: &Told, role: Role| -> BTreeSet<String> {
        told.in_role(role).filter(|side| !side.vague).map(|side| side.root.clone()).collect()
    };
    let at_whom = |a: &Told, b: &Told| !of(a, Role::Target).is_disjoint(&of(b, Role::Attacker));
    let fight = |told: &Told| matches!(told.method(), Some(AttackMethod::Clash));
    a.kind() == Kind::Attack
        && a.modality == Modality::Reported
        && a.method() != Some(AttackMethod::Shooting)
        && !fight(a)
        && !fight(b)
        && (at_whom(a, b) || at_whom(b, a))
}

/// How two means go together.
pub(super) fn methods(a: AttackMethod, b: AttackMethod) -> f32 {
    use AttackMethod::*;
    if a == b {
        return if a == Other { 0.4 } else { 1.0 };
    }
    match (a, b) {
        (Other, _) | (_, Other) => 0.2,
        // An ambush is laid with mines and guns.
        (GroundAssault, Shooting | Bombing) | (Shooting | Bombing, GroundAssault) => 0.0,
        (Clash | GroundAssault | Shooting, Clash | GroundAssault | Shooting) => -0.2,
        (Abduction, _) | (_, Abduction) => -1.5,
        _ => -0.8,
    }
}

/// The words that tell what is hit, without those that fit anything.
pub(super) fn target_words(claim: &Told, knowledge: &Knowledge) -> BTreeSet<String> {
    let words = claim.targets.iter().map(|target| plain(target)).collect::<Vec<_>>().join(" ");
    words
        .split(' ')
        .filter(|word| word.len() > 3 && !knowledge.small.is("vague_target", word))
        .map(|word| word.trim_end_matches('s').to_owned())
        .collect()
}

/// The same attacker draws together; another one means another attack, unless it is the same target or one of them answers an
/// accusation.
fn sides(claim: &Told, group: &[usize], told: &[Told], targets_meet: bool, nearest: usize) -> f32 {
    let others = || group.iter().map(|&at| &told[at]);
    if others().any(|other| same_side(claim, other)) {
        return 0.4;
    }
    let known = |claim: &Told| {
        claim.sides.iter().any(|(role, side)| matches!(role, Role::Attacker | Role::Perpetrator) && !side.vague)
    };
    let answers =
        claim.modality == Modality::Denied || others().any(|other| other.modality == Modality::Denied && nearest <= 2);
    if !known(claim) || !others().any(known) || targets_meet || answers || nearest == 0 {
        return 0.0;
    }
    match claim.method() {
        Some(own) if others().filter_map(Told::method).any(|method| methods(own, method) > 0.5) => -0.5,
        _ => -1.5,
    }
}

pub(super) fn same_side(a: &Told, b: &Told) -> bool {
    let who = |told: &Told| -> BTreeSet<String> {
        let clash = told.method() == Some(AttackMethod::Clash);
        told.sides
            .iter()
            .filter(|_| !clash)
            .filter(|(role, _)| matches!(role, Role::Attacker | Role::Perpetrator))
            .map(|(_, side)| side.root.clone())
            .collect()
    };
    !who(a).is_disjoint(&who(b))
}

/// Whether both tell how many suffered the same harm.
fn same_measure(a: &Told, b: &Told) -> bool {
    matches!((&a.content, &b.content), (Content::Casualties { measure: a, .. }, Content::Casualties { measure: b, .. }) if a == b)
}

/// Figures that agree draw a toll to a group; another figure of the same source for the same harm pushes it away.
fn tolls(claim: &Told, group: &[usize], told: &[Told]) -> f32 {
    let Content::Casualties { measure, count, .. } = &claim.content else { return 0.0 };
    let mut best: f32 = 0.0;
    let mut worst: f32 = 0.0;
    for &at in group {
        let Content::Casualties { measure: other_measure, count: other, part_of: None, .. } = &told[at].content else {
            continue;
        };
        if measure != other_measure {
            continue;
        }
        if count.min.is_some() && count.min == other.min && count.max == other.max {
            best = best.max(1.5);
        } else if told[at].source == claim.source
            && told[at].sentence != claim.sentence
            && told[at].modality == claim.modality
        {
            worst = worst.min(-0.8);
        } else {
            worst = worst.min(-0.2);
        }
    }
    if best > 0.0 { best } else { worst }
}

/// Whether a claim's means can be those of a group.
fn methods_fit(claim: &Told, group: &[usize], told: &[Told]) -> bool {
    let Some(own) = claim.method() else { return false };
    group.iter().filter_map(|&at| told[at].method()).any(|method| methods(own, method) > 0.0)
}
