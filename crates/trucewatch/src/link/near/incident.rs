//! How near two tellings of an attack with its toll are: day and hour, place, means, target, sides and figures.

use super::{Profile, Sum};
use crate::link::attacks::methods;
use crate::link::places::{Lie, Site, closest};
use jiff::civil::{Date, DateTime};
use trucewatch_model::{AttackMethod, Precision};

pub(super) fn incidents(a: &Profile, b: &Profile, sum: &mut Sum) {
    match (a.days, b.days) {
        (Some((a1, a2)), Some((b1, b2))) => {
            if a1 > b2 || b1 > a2 {
                let days = (a1 - b2).get_days().max((b1 - a2).get_days());
                sum.refuse(if days == 1 { "a day apart" } else { "different days" });
            } else if a1 == a2 && b1 == b2 {
                sum.add(1.5, "same day");
            } else {
                sum.add(0.7, "overlapping days");
            }
        }
        (Some((from, to)), None) => undated(from, to, b.published, sum),
        (None, Some((from, to))) => undated(from, to, a.published, sum),
        (None, None) => match a.published.zip(b.published).map(|(a, b)| (a - b).get_days().abs()) {
            Some(0..=1) => sum.add(0.5, "published together"),
            Some(2..=4) => {}
            _ => sum.refuse("days apart"),
        },
    }
    if a.minutes
        .iter()
        .flat_map(|x| b.minutes.iter().map(|y| hours_between(*x, *y)))
        .min()
        .is_some_and(|hours| hours > 0)
    {
        sum.add(-2.0, "different hours");
    }
    // Most attacks of a day in a province are not one another; in a village they are.
    let fine =
        |profile: &Profile| profile.sites.iter().filter_map(Site::precision).min().unwrap_or(Precision::Settlement);
    match closest(&a.sites, &b.sites) {
        Some(Lie::Same | Lie::Within) => match fine(a).max(fine(b)) {
            Precision::Point | Precision::Neighbourhood => sum.add(1.7, "same place"),
            Precision::Settlement => sum.add(1.4, "same town"),
            Precision::District => sum.add(0.8, "same district"),
            _ => sum.add(0.3, "same province"),
        },
        Some(Lie::Near) => sum.add(-0.2, "places side by side"),
        Some(Lie::Unknown) => sum.add(-0.4, "a place that is in no gazetteer"),
        Some(Lie::Strange) => sum.add(-1.5, "differently named places"),
        Some(Lie::Apart) => sum.refuse("different places"),
        None => {}
    }
    let means: Option<(f32, AttackMethod, AttackMethod)> = a
        .methods
        .iter()
        .flat_map(|x| b.methods.iter().map(move |y| (methods(*x, *y), *x, *y)))
        .max_by(|x, y| x.0.total_cmp(&y.0));
    match means {
        Some((score, x, y)) if x == y => sum.add(score * 0.8, "same means"),
        Some((score, ..)) if score < -1.0 => sum.refuse("means that cannot be one"),
        Some((score, ..)) if score < 0.0 => sum.add(score, "different means"),
        _ => {}
    }
    if !a.targets.is_disjoint(&b.targets) {
        sum.add(1.3, "same target");
    }
    if !a.sides.is_disjoint(&b.sides) {
        sum.add(0.3, "same attacker");
    } else if !a.sides.is_empty()
        && !b.sides.is_empty()
        && a.targets.is_disjoint(&b.targets)
        && a.methods.is_disjoint(&b.methods)
    {
        sum.add(-1.2, "other attackers");
    }
    let fires_back = !a.hit.is_disjoint(&b.sides) || !b.hit.is_disjoint(&a.sides);
    if fires_back && a.sides.is_disjoint(&b.sides) && a.targets.is_disjoint(&b.targets) {
        sum.add(-1.5, "fire the other way");
    }
    figures(a, b, sum);
}

fn undated(from: Date, to: Date, published: Option<Date>, sum: &mut Sum) {
    let Some(published) = published else { return };
    match (published - to).get_days() {
        _ if published < from => sum.refuse("reported before it"),
        ..=2 => sum.add(0.6, "reported right after"),
        3..=7 => sum.add(0.1, ""),
        _ => sum.refuse("reported long after"),
    }
}

fn figures(a: &Profile, b: &Profile, sum: &mut Sum) {
    let pairs = || a.tolls.iter().flat_map(|x| b.tolls.iter().filter(move |y| x.0 == y.0).map(move |y| (x, y)));
    let same = pairs().any(|(x, y)| x.1.is_some_and(|n| n > 0) && x.1 == y.1);
    if same {
        sum.add(0.9, "same figure");
        return;
    }
    let far = pairs().any(|(x, y)| matches!((x.1, y.1), (Some(x), Some(y)) if x.max(y) > 4 * x.min(y) + 4));
    if far {
        sum.add(-0.8, "very different figures");
    } else if pairs().next().is_some() {
        sum.add(-0.1, "");
    }
}

/// Whole hours between two minutes.
pub(in crate::link) fn hours_between(a: DateTime, b: DateTime) -> i64 {
    a.duration_since(b).abs().as_hours()
}
