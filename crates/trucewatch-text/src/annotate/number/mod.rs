//! Numbers of people and things as a text gives them: "12", "at least two dozen", "20 to 30", "hundreds of thousands", "no one".
//! Not years, dates, times of day, ages, shares, money, lengths, calibres. What is counted is left to the claims.

mod cardinal;
mod phrases;
#[cfg(test)]
mod tests;

use crate::{Annotated, NumberExpr};
use cardinal::{Cardinal, Cardinals};
use phrases::Phrases;
use std::collections::HashSet;
use trucewatch_codebook::Data;
use trucewatch_model::{Count, Tag, TimeKind};

/// What an approximator does to a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bound {
    AtLeast,
    MoreThan,
    AtMost,
    FewerThan,
    About,
}

/// A quantity without a cardinal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Quantity {
    None,
    Untold,
    Figure(u64),
    Least(u64),
}

/// The number annotator.
pub struct Numbers {
    cardinals: Cardinals,
    quantities: Phrases<Quantity>,
    before: Phrases<Bound>,
    after: Phrases<Bound>,
    units: HashSet<String>,
    labels: HashSet<String>,
    year_leads: HashSet<String>,
    months: HashSet<String>,
    totals: HashSet<String>,
    untold: HashSet<String>,
}

impl Numbers {
    /// An annotator with the codebook's number words.
    pub fn new(codebook: &Data) -> Self {
        let concept = |name: &str| codebook.lexicon.get(name);
        let class = |name: &str, class: &str| -> HashSet<String> {
            concept(name).and_then(|concept| concept.words.get(class)).into_iter().flatten().cloned().collect()
        };
        let months = concept("time_months").into_iter().flat_map(|months| months.words.values().flatten().cloned());
        Numbers {
            cardinals: Cardinals::new(codebook),
            quantities: Phrases::of(concept("quantity_words"), quantity),
            before: Phrases::of(concept("approximators"), |class| bound(class.strip_suffix("_before")?)),
            after: Phrases::of(concept("approximators"), |class| bound(class.strip_suffix("_after")?)),
            units: class("number_units", "after"),
            labels: class("number_units", "before"),
            year_leads: class("number_units", "year_before"),
            months: months.collect(),
            totals: class("number_units", "total"),
            untold: class("number_units", "untold"),
        }
    }

    /// Fills `text.numbers`. Times are marked before, so that their numbers are not taken for counts.
    pub fn annotate(&self, text: &mut Annotated<'_>) {
        let words: Vec<String> = (0..text.tokens.len()).map(|at| text.word(at).to_lowercase()).collect();
        let mut found = Vec::new();
        for sentence in &text.sentences {
            let mut at = sentence.first;
            while at < sentence.last {
                let (numbers, next) = self.read(text, &words[..sentence.last], at, sentence.first);
                found.extend(numbers);
                at = next.max(at + 1);
            }
        }
        text.numbers = found;
    }

    /// The number that begins at `at`, if any, and where to read on.
    fn read(&self, text: &Annotated<'_>, words: &[String], at: usize, first: usize) -> (Option<NumberExpr>, usize) {
        if let Some(cardinal) = self.cardinals.at(words, at) {
            let (count, end) = self.range(words, at, cardinal);
            if self.is_no_count(text, words, at, cardinal, end) {
                return (None, end);
            }
            let (count, end) = self.multiplied(words, count, end);
            let (count, begin, end) = self.bounded(words, first, at, end, count);
            return (Some(expression(text, begin, end, count)), end);
        }
        if let Some((count, end)) = number_of(text, words, at, &self.untold) {
            return (Some(expression(text, at, end, count)), end);
        }
        let Some((length, quantity)) = self.quantities.beginning(words, at) else { return (None, at + 1) };
        let end = at + length;
        let next = words.get(end).map_or("", String::as_str);
        if self.units.contains(next) || quantity == Quantity::Untold && next != "of" {
            return (None, end);
        }
        let count = match quantity {
            // "No. 5", "no longer", "no doubt": a bare "no" counts only before a noun or its adjective.
            Quantity::None
                if matches!(words[at].as_str(), "no" | "without") && length == 1 && !leads_to_plural(text, end) =>
            {
                return (None, end);
            }
            Quantity::None => Count::exactly(0),
            Quantity::Untold => Count::untold(),
            Quantity::Figure(n) => Count::exactly(n),
            Quantity::Least(n) => Count::at_least(n),
        };
        let (count, end) = self.scaled_quantity(words, count, end);
        let (count, begin, end) = if matches!(quantity, Quantity::Figure(_)) {
            self.bounded(words, first, at, end, count)
        } else {
            (count, at, end)
        };
        (Some(expression(text, begin, end, count)), end)
    }

    /// "20 to 30", "20-30", "between 20 and 30", "two or three".
    fn range(&self, words: &[String], at: usize, cardinal: Cardinal) -> (Count, usize) {
        let lone = (Count::exactly(cardinal.value), cardinal.end);
        let before = at.checked_sub(1).map_or("", |before| words[before].as_str());
        let joint = words.get(cardinal.end).map_or("", String::as_str);
        let joined = match joint {
            // "from 9 to 11" is a change, not a range.
            "to" => before != "from",
            "-" | "–" | "or" => true,
            "and" => before == "between",
            _ => false,
        };
        match self.cardinals.at(words, cardinal.end + 1) {
            Some(upper) if joined && upper.value > cardinal.value => {
                (Count::between(cardinal.value, upper.value), upper.end)
            }
            _ => lone,
        }
    }

    /// "several hundred", "a few thousand", "hundreds of thousands".
    fn scaled_quantity(&self, words: &[String], count: Count, end: usize) -> (Count, usize) {
        let next = words.get(end).map_or("", String::as_str);
        if let Some(scale) = self.cardinals.scale(next) {
            return (scaled(count, scale), end + 1);
        }
        self.multiplied(words, count, end)
    }

    /// "tens of thousands", "two hundreds of thousands".
    fn multiplied(&self, words: &[String], count: Count, end: usize) -> (Count, usize) {
        if words.get(end).is_some_and(|word| word == "of") {
            let scale = words.get(end + 1).and_then(|word| self.cardinals.scale(word.strip_suffix('s')?));
            if let Some(scale) = scale {
                return (scaled(count, scale), end + 2);
            }
        }
        (count, end)
    }

    /// Widens a figure by the approximators around it; of several in a row the first decides.
    fn bounded(&self, words: &[String], first: usize, at: usize, end: usize, count: Count) -> (Count, usize, usize) {
        let (mut begin, mut bound) = (at, None);
        while let Some((length, found)) = self.before.ending(&words[first..], begin - first) {
            (begin, bound) = (begin - length, Some(found));
        }
        let mut stop = end;
        if bound.is_none()
            && let Some((length, found)) = self.after.beginning(words, end)
        {
            (stop, bound) = (end + length, Some(found));
        }
        let count = match (bound, count) {
            (Some(bound), Count { min: Some(low), max: Some(high), .. }) => match bound {
                Bound::AtLeast => Count::at_least(low),
                Bound::MoreThan => Count::at_least(low + 1),
                Bound::AtMost => Count::at_most(high),
                Bound::FewerThan => Count::at_most(high.saturating_sub(1)),
                Bound::About => Count { exact: false, ..count },
            },
            _ => count,
        };
        (count, begin, stop)
    }

    /// Whether a cardinal is a year, a day, an age, a length, a label.
    fn is_no_count(&self, text: &Annotated<'_>, words: &[String], at: usize, cardinal: Cardinal, end: usize) -> bool {
        let word = |at: Option<usize>| at.and_then(|at| words.get(at)).map_or("", String::as_str);
        let before = word(at.checked_sub(1));
        let unit_at = if matches!(word(Some(end)), "-" | "‑") { end + 1 } else { end };
        let after = word(Some(unit_at));
        // "more than two dozen rounds" are things; a unit behind a hyphen ("three-hour") is one too.
        if self.units.contains(after) || self.labels.contains(before) {
            return true;
        }
        let span = text.tokens[at].span.cover(text.tokens[end - 1].span);
        if words[at].len() > 1 && words[at].starts_with('0') || self.is_written_date(text, words, end) {
            return true;
        }
        let dated = text
            .times
            .iter()
            .any(|time| matches!(time.kind, TimeKind::Date | TimeKind::Time) && time.span.overlaps(span));
        let total = before == "at" && words[at.saturating_sub(12)..at].iter().any(|word| self.totals.contains(word));
        let dated = dated && !total;
        if dated || !cardinal.bare_digits {
            return dated || (words[at] == "one" && after == "another");
        }
        let day = cardinal.value <= 31 || (1900..=2100).contains(&cardinal.value);
        if day && (self.months.contains(before) || self.months.contains(after)) {
            return true;
        }
        let noun_follows =
            text.tokens.get(end).is_some_and(|next| matches!(next.tag, Tag::Nns | Tag::Nnps | Tag::Jj | Tag::Vbn));
        if (1900..=2100).contains(&cardinal.value) && (self.year_leads.contains(before) || !noun_follows) {
            return true;
        }
        // "Haddad, 24, one of ...": an age; "[3]": a footnote; "F-16", "M-70": a name.
        let proper = at.checked_sub(2).is_some_and(|name| text.tokens[name].tag.is_proper());
        let age = before == "," && proper && matches!(after, "," | ".") && cardinal.value <= 110;
        let glued = matches!(before, "-" | "/" | ":" | "[")
            && text.tokens[at - 1].span.end == text.tokens[at].span.start
            && at
                .checked_sub(2)
                .is_some_and(|name| before == "[" || text.tokens[name].span.end == text.tokens[at - 1].span.start);
        age || glued
    }

    /// "01-06-2016", "12/5", "21:51": digits that go on behind a sign.
    fn is_written_date(&self, text: &Annotated<'_>, words: &[String], end: usize) -> bool {
        let digits = words.get(end + 1).is_some_and(|word| word.starts_with(|first: char| first.is_ascii_digit()));
        let sign = words.get(end).is_some_and(|word| matches!(word.as_str(), "-" | "/" | ":"));
        sign && digits
            && text.tokens[end - 1].span.end == text.tokens[end].span.start
            && text.tokens[end].span.end == text.tokens[end + 1].span.start
    }
}

/// "a number of", "a huge number of", "large numbers of", "an unknown number of": two at least, or no bound at all.
fn number_of(
    text: &Annotated<'_>,
    words: &[String],
    at: usize,
    untold_words: &HashSet<String>,
) -> Option<(Count, usize)> {
    let mut next = at;
    let mut untold = false;
    if !matches!(words[next].as_str(), "a" | "an" | "the")
        && !matches!(text.tokens[next].tag, Tag::Jj)
        && words[next] != "numbers"
    {
        return None;
    }
    while next < at + 4 && !matches!(words.get(next)?.as_str(), "number" | "numbers") {
        if next > at && !matches!(text.tokens[next].tag, Tag::Jj | Tag::Rb | Tag::Vbg | Tag::Vbn | Tag::Jjr) {
            return None;
        }
        untold |= untold_words.contains(&words[next]);
        next += 1;
    }
    let of = matches!(words.get(next)?.as_str(), "number" | "numbers") && words.get(next + 1)? == "of";
    of.then(|| (if untold { Count::untold() } else { Count::at_least(2) }, next + 2))
}

fn leads_to_plural(text: &Annotated<'_>, at: usize) -> bool {
    text.tokens.get(at).is_some_and(|next| {
        next.tag.is_noun() || matches!(next.tag, Tag::Jj | Tag::Jjr | Tag::Vbn | Tag::Vbg | Tag::Nns)
    })
}

fn scaled(count: Count, scale: u64) -> Count {
    let times = |bound: Option<u64>| bound.map(|bound| bound.saturating_mul(scale));
    // "Several hundred" is no less than two hundred, "hundreds of thousands" no less than two hundred thousand.
    Count { min: times(count.min), max: times(count.max), exact: count.exact }
}

fn expression(text: &Annotated<'_>, begin: usize, end: usize, count: Count) -> NumberExpr {
    NumberExpr { span: text.tokens[begin].span.cover(text.tokens[end - 1].span), count }
}

fn quantity(class: &str) -> Option<Quantity> {
    match class {
        "none" => Some(Quantity::None),
        "untold" => Some(Quantity::Untold),
        _ => match class.strip_prefix("figure_") {
            Some(figure) => figure.parse().ok().map(Quantity::Figure),
            None => class.parse().ok().map(Quantity::Least),
        },
    }
}

fn bound(class: &str) -> Option<Bound> {
    Some(match class {
        "at_least" => Bound::AtLeast,
        "more_than" => Bound::MoreThan,
        "at_most" => Bound::AtMost,
        "fewer_than" => Bound::FewerThan,
        "about" => Bound::About,
        _ => return None,
    })
}
