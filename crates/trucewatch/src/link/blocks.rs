//! Under which keys tellings are filed, so that each is compared with few others: war and week for ceasefires, war, day and
//! province for incidents.

use super::judged::Edits;
use super::near::Profile;
use super::places::Site;
use super::telling::{Matter, Telling, Told};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// A key under which tellings are compared: what has none in common is never one.
pub type Key = String;

/// Parts of a group that people say are different: each part its own telling. What nobody ruled on stays with the first.
pub(super) fn split(group: &[usize], told: &[Told], edits: &Edits) -> Vec<Vec<usize>> {
    let mut parts: Vec<Vec<usize>> = vec![Vec::new()];
    let apart = |a: usize, b: usize| {
        edits.rulings.iter().any(|(x, y, same, _)| {
            !same && ((*x == told[a].claim && *y == told[b].claim) || (*x == told[b].claim && *y == told[a].claim))
        })
    };
    for &at in group {
        let fits = parts.iter().position(|part| part.iter().all(|&other| !apart(at, other)));
        match fits {
            Some(nth) => parts[nth].push(at),
            None => parts.push(vec![at]),
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// The keys under which a telling is filed, and those under which it looks for others.
pub(super) fn keys(telling: &Telling, profile: &Profile) -> (Vec<Key>, Vec<Key>) {
    let country = telling.scene().unwrap_or("-");
    let days = profile.days.or_else(|| telling.published.map(|day| (day, day)));
    match telling.matter {
        Matter::Passage => (Vec::new(), Vec::new()),
        Matter::Ceasefire => {
            let (from, to) = days.unwrap_or_default();
            let week = |day: Date| (day - Date::ZERO).get_days() / 7;
            // A ceasefire is spoken of from before its beginning until after its end; very long ones at their ends.
            let published = telling.published.map(week);
            let mut weeks: BTreeSet<i32> =
                (week(from) - 1..=week(from) + 3).chain(week(to) - 1..=week(to) + 3).collect();
            weeks.extend(published.map(|at| at - 1..=at + 1).into_iter().flatten());
            let keys: Vec<Key> = weeks.into_iter().map(|week| format!("c/{country}/{week}")).collect();
            (keys.clone(), keys)
        }
        Matter::Incident => {
            let first_guess =
                telling.published.map(|day| (day.checked_sub(jiff::Span::new().days(4)).unwrap_or(day), day));
            let (from, to) = profile.days.or(first_guess).unwrap_or_default();
            let days = (0..=(to - from).get_days().clamp(0, 10))
                .filter_map(|n| from.checked_add(jiff::Span::new().days(i64::from(n))).ok());
            let places = cells(&profile.sites);
            let (mut file, mut look) = (Vec::new(), Vec::new());
            for day in days {
                for cell in &places {
                    file.push(format!("i/{country}/{day}/{cell}"));
                    look.push(format!("i/{country}/{day}/{cell}"));
                }
                // What names no place can be anywhere in the country.
                let (own, other) = if places.is_empty() { ("none", "some") } else { ("some", "none") };
                file.push(format!("i/{country}/{day}/{own}"));
                look.push(format!("i/{country}/{day}/{other}"));
                if places.is_empty() {
                    look.push(format!("i/{country}/{day}/none"));
                }
            }
            (file, look)
        }
    }
}

/// First-order divisions, or the names of what lies in none.
fn cells(sites: &[Site]) -> BTreeSet<String> {
    sites.iter().map(|site| site.division.clone().unwrap_or_else(|| "?".to_owned())).collect()
}
