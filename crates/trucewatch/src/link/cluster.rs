//! Which of the near tellings are one event. The surest pairs come first; two clusters are joined only where none of their members
//! refuse each other and they fit on the whole. Depends on nothing but the tellings and their keys, so not on the order in which they came.

use super::near::{JOIN, NEAR, Nearness};
use std::collections::{BTreeMap, BTreeSet};

/// A pair of items of one component, by index, `a < b`.
#[derive(Clone, Debug)]
pub(super) struct Edge {
    pub a: usize,
    pub b: usize,
    pub nearness: Nearness,
}

/// What a person said of two items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ruling {
    Same,
    Apart,
}

/// Items of one event, why each was joined, and what stayed apart from it.
#[derive(Clone, Debug, Default)]
pub(super) struct Cluster {
    pub members: Vec<usize>,
    /// Why each member was joined; the first has nothing to say.
    pub why: BTreeMap<usize, String>,
    /// `(own, other, why, nearness from 0 to 1)`
    pub apart: Vec<(usize, usize, String, f32)>,
}

/// Two clusters are joined only where their members are on the whole this near, so that no chain of telling by telling leads from one
/// attack to another.
const FIT: f32 = 0.5;

/// How many pairs of two clusters are looked at before they are joined.
const LOOKS: usize = 400;

/// Clusters of `count` items; `compare` is asked for pairs that have no edge.
pub(super) fn cluster(
    count: usize,
    edges: &[Edge],
    rulings: &[(usize, usize, Ruling, String)],
    compare: impl Fn(usize, usize) -> Nearness,
) -> Vec<Cluster> {
    let mut of: Vec<usize> = (0..count).collect();
    let mut clusters: Vec<Cluster> =
        (0..count).map(|item| Cluster { members: vec![item], ..Cluster::default() }).collect();
    for (a, b, ruling, why) in rulings {
        if *ruling == Ruling::Same {
            join(&mut clusters, &mut of, *a, *b, why);
        }
    }
    let apart: BTreeSet<(usize, usize)> =
        rulings.iter().filter(|r| r.2 == Ruling::Apart).map(|r| (r.0.min(r.1), r.0.max(r.1))).collect();
    let mut order: Vec<&Edge> = edges.iter().filter(|edge| !edge.nearness.refused).collect();
    order.sort_by(|x, y| y.nearness.score.total_cmp(&x.nearness.score).then((x.a, x.b).cmp(&(y.a, y.b))));
    let mut kept_apart: Vec<(usize, usize, String, f32)> = Vec::new();
    for edge in order {
        let (x, y) = (of[edge.a], of[edge.b]);
        if x == y {
            continue;
        }
        if edge.nearness.score < JOIN {
            kept_apart.push((
                edge.a,
                edge.b,
                format!("not near enough: {}", edge.nearness.why),
                edge.nearness.score / JOIN,
            ));
            continue;
        }
        match refusal(&clusters[x].members, &clusters[y].members, &apart, &compare) {
            Some(why) => kept_apart.push((edge.a, edge.b, why, 0.9)),
            None => join(&mut clusters, &mut of, edge.a, edge.b, &edge.nearness.why),
        }
    }
    for edge in edges.iter().filter(|edge| edge.nearness.refused && edge.nearness.score >= NEAR) {
        kept_apart.push((edge.a, edge.b, edge.nearness.why.clone(), 0.5));
    }
    for (a, b, why, nearness) in kept_apart {
        if of[a] != of[b] {
            clusters[of[a]].apart.push((a, b, why.clone(), nearness.clamp(0.0, 1.0)));
            clusters[of[b]].apart.push((b, a, why, nearness.clamp(0.0, 1.0)));
        }
    }
    clusters.retain(|cluster| !cluster.members.is_empty());
    clusters
}

/// Whether among the reasons for a join there is one against it.
pub fn is_doubtful(why: &str) -> bool {
    const AGAINST: [&str; 6] =
        ["different", "other ", "apart", "side by side", "no gazetteer", "covers the whole country"];
    AGAINST.iter().any(|word| why.contains(word))
}

fn join(clusters: &mut [Cluster], of: &mut [usize], a: usize, b: usize, why: &str) {
    let (x, y) = (of[a].min(of[b]), of[a].max(of[b]));
    if x == y {
        return;
    }
    let gone = std::mem::take(&mut clusters[y]);
    for &member in &gone.members {
        of[member] = x;
    }
    for item in [a, b] {
        clusters[x].why.entry(item).or_insert_with(|| why.to_owned());
    }
    clusters[x].members.extend(gone.members);
    clusters[x].members.sort_unstable();
    for (member, why) in gone.why {
        clusters[x].why.entry(member).or_insert(why);
    }
}

fn refusal(
    a: &[usize],
    b: &[usize],
    apart: &BTreeSet<(usize, usize)>,
    compare: &impl Fn(usize, usize) -> Nearness,
) -> Option<String> {
    let pairs = || a.iter().flat_map(|&a| b.iter().map(move |&b| (a.min(b), a.max(b))));
    if pairs().any(|pair| apart.contains(&pair)) {
        return Some("a person says they are not one".to_owned());
    }
    // Of large clusters a fixed choice of pairs is looked at, spread evenly.
    let step = (a.len() * b.len()).div_ceil(LOOKS).max(1);
    let (mut sum, mut looks) = (0.0, 0.0);
    for (a, b) in pairs().step_by(step) {
        let nearness = compare(a, b);
        if nearness.refused {
            return Some(nearness.why);
        }
        sum += nearness.score;
        looks += 1.0;
    }
    (sum < FIT * looks).then(|| "does not fit the rest of it".to_owned())
}
