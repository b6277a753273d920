//! Readings against coded readings: which claims were found, typed and exact. Matching is that of the reference scorer: same kind,
//! half of the shorter span shared, one to one, the best first.

use trucewatch_model::{Claim, Content, Count, Kind, Reading};

/// How many, out of which precision, recall and their mean follow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// In the coded readings.
    pub coded: usize,
    /// In the readings.
    pub read: usize,
    /// Right.
    pub right: usize,
}

impl Tally {
    /// Share of what was read that is right; 0 where nothing was read.
    pub fn precision(self) -> f64 {
        self.right as f64 / self.read.max(1) as f64
    }

    /// Share of what was coded that was read right.
    pub fn recall(self) -> f64 {
        self.right as f64 / self.coded.max(1) as f64
    }

    /// Harmonic mean of precision and recall, 0 to 1.
    pub fn f1(self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
    }

    /// Both together.
    pub fn and(self, other: Tally) -> Tally {
        Tally { coded: self.coded + other.coded, read: self.read + other.read, right: self.right + other.right }
    }
}

/// The levels at which claims are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Claims {
    /// Same kind, overlapping span.
    pub found: Tally,
    /// The action, method or measure too.
    pub typed: Tally,
    /// Count and modality too.
    pub exact: Tally,
}

/// The claims of one reading against those of its coded reading; `kind` restricts both.
pub fn claims(coded: &Reading, read: &Reading, kind: Option<Kind>) -> Claims {
    let of_kind = |claim: &&Claim| kind.is_none_or(|kind| claim.content.kind() == kind);
    let base = Tally {
        coded: coded.claims.iter().filter(of_kind).count(),
        read: read.claims.iter().filter(of_kind).count(),
        right: 0,
    };
    let mut out = Claims { found: base, typed: base, exact: base };
    for (gold, own) in matching(coded, read) {
        let (gold, own) = (&coded.claims[gold], &read.claims[own]);
        if !of_kind(&gold) {
            continue;
        }
        out.found.right += 1;
        if gold.content.type_word() != own.content.type_word() {
            continue;
        }
        out.typed.right += 1;
        if value_is_right(gold, own) && gold.modality == own.modality {
            out.exact.right += 1;
        }
    }
    out
}

/// Pairs of a coded claim and a claim read, by index.
pub fn matching(coded: &Reading, read: &Reading) -> Vec<(usize, usize)> {
    let points = |reading: &Reading, claim: &Claim| {
        let text = &reading.document.text;
        // The reference counts code points.
        let count = |end: usize| text.get(..end).map_or(end, |head| head.chars().count());
        (count(claim.span.start), count(claim.span.end))
    };
    let gold: Vec<(usize, usize)> = coded.claims.iter().map(|claim| points(coded, claim)).collect();
    let own: Vec<(usize, usize)> = read.claims.iter().map(|claim| points(read, claim)).collect();
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (i, g) in coded.claims.iter().enumerate() {
        for (j, p) in read.claims.iter().enumerate() {
            pairs.extend(score(g, p, gold[i], own[j]).map(|score| (score, i, j)));
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut used_gold, mut used_own) = (vec![false; gold.len()], vec![false; own.len()]);
    pairs.retain(|(_, i, j)| {
        let free = !used_gold[*i] && !used_own[*j];
        if free {
            (used_gold[*i], used_own[*j]) = (true, true);
        }
        free
    });
    pairs.into_iter().map(|(_, i, j)| (i, j)).collect()
}

fn score(gold: &Claim, own: &Claim, g: (usize, usize), p: (usize, usize)) -> Option<f64> {
    if gold.content.kind() != own.content.kind() {
        return None;
    }
    let shared = g.1.min(p.1).saturating_sub(g.0.max(p.0));
    let shorter = (g.1 - g.0).min(p.1 - p.0);
    if shorter == 0 || (shared as f64) < 0.5 * shorter as f64 {
        return None;
    }
    let typed = gold.content.type_word() == own.content.type_word();
    let same_count = count(gold) == count(own);
    let modality = gold.modality == own.modality;
    Some(
        4.0 * f64::from(u8::from(typed))
            + 2.0 * f64::from(u8::from(same_count))
            + f64::from(u8::from(modality))
            + shared as f64 / 1000.0,
    )
}

fn count(claim: &Claim) -> (Option<u64>, Option<u64>) {
    let bounds = |count: &Count| (count.min, count.max);
    match &claim.content {
        Content::Casualties { count, .. } => bounds(count),
        Content::Movement { count, .. } => count.as_ref().map_or((None, None), bounds),
        _ => (None, None),
    }
}

fn value_is_right(gold: &Claim, own: &Claim) -> bool {
    match &gold.content {
        Content::Casualties { .. } | Content::Movement { count: Some(_), .. } => count(gold) == count(own),
        _ => true,
    }
}
