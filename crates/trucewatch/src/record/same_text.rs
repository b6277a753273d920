//! Reports that carry one text: found when a report comes in, and counted as one source, whose original is the one that was
//! published first.

use super::{
    Error,
    add::{plain, rows, wait},
    card::day_number,
};
use crate::copies::{Signature, are_copies};
use std::{cmp::Reverse, collections::BTreeSet};
use trucewatch_ledger::{Batch, Derived};
use trucewatch_model::{Moment, Reading};

/// A run of words that more reports have than this is furniture of a site.
const COMMON: usize = 200;

/// Finds the reports that carry the same text. All of them count as one source, whose first report is the one that was published
/// first; gives that report, where it is not this one, and how many copies there are more.
pub(super) fn tell_copies(
    batch: &mut Batch<'_>,
    id: &str,
    reading: &Reading,
    signature: &Signature,
) -> Result<(Option<String>, usize), Error> {
    let published = reading.document.published.map(day_number);
    let mut group = vec![id.to_owned()];
    for (other, shared) in batch.derived_under(rows::SIGNATURE, &signature.keys(), COMMON)? {
        if shared < 2 || other == id {
            continue;
        }
        let Some(row) = batch.derived_get(rows::SIGNATURE, &other)? else { continue };
        let Some(theirs) = Signature::from_bytes(&row.body) else { continue };
        let days_apart = published.zip(row.days).map(|(ours, (theirs, _))| ours.abs_diff(theirs) as u32);
        if are_copies(signature, &theirs, days_apart).is_some() {
            group.push(other);
        }
    }
    batch.derived_put(&Derived {
        days: published.map(|day| (day, day)),
        numbers: signature.keys(),
        ..plain(rows::SIGNATURE, id, signature.to_bytes())
    })?;
    if group.len() == 1 {
        return Ok((None, 0));
    }
    regroup(batch, group, id)
}

/// Makes one group of the groups that these reports are in.
fn regroup(batch: &mut Batch<'_>, mut group: Vec<String>, id: &str) -> Result<(Option<String>, usize), Error> {
    let mut groups = BTreeSet::new();
    for at in 0..group.len() {
        let first = batch.report(&group[at])?.and_then(|report| report.copy_of).unwrap_or_else(|| group[at].clone());
        group.extend(batch.copies_of(&first)?.into_iter().map(|report| report.id));
        groups.insert(first.clone());
        group.push(first);
    }
    group.sort_unstable();
    group.dedup();
    let mut reports = Vec::with_capacity(group.len());
    for member in &group {
        reports.extend(batch.report(member)?);
    }
    let mut ordered = Vec::with_capacity(reports.len());
    for report in reports {
        let day = report.published.as_deref().and_then(Moment::parse).map(day_number);
        let length = batch.derived_get(rows::SIGNATURE, &report.id)?.map_or(0, |row| row.body.len());
        // A report without a date is never taken for the first of those that have one. Of one day, with or without the hour, the
        // fuller text is the original.
        ordered.push(((day.is_none(), day, Reverse(length), report.id.clone()), report));
    }
    ordered.sort_by(|a, b| a.0.cmp(&b.0));
    let Some(first) = ordered.first().map(|(_, report)| report.id.clone()) else { return Ok((None, 0)) };
    for (_, mut report) in ordered {
        let copy_of = (report.id != first).then(|| first.clone());
        if report.copy_of != copy_of {
            report.copy_of = copy_of;
            batch.put_report(&report)?;
            wait(batch, &report.id)?;
        }
    }
    // Each group had one original, and now there is one.
    Ok(((first != id).then_some(first), groups.len() - 1))
}
