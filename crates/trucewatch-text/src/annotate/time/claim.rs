//! What a claim makes of an expression of time: with the preposition before it and a second end behind it, as the codebook wants
//! a claim's time: "since Thursday" runs to the report's day, "by June" has no beginning, "from Monday to Friday" is one time.

use super::grammar::Grammar;
use super::lex::{LexKind, Line};
use super::meaning::{Amount, Bound, Found, Meaning};
use super::period::{add, add_units};
use super::tense::{Tense, tense_around};
use super::words::{Sign, Unit};
use super::{TimeTagger, claim_bounds};
use crate::Annotated;
use jiff::{ToSpan, civil::Date};
use trucewatch_model::{ClaimTime, Moment, Span, TimeExpr, TimeKind};

/// A claim's time and the words that told it.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeOfClaim {
    /// All words that tell the time, "on" and "in" included: what a claim's own span leaves out.
    pub span: Span,
    /// How many expressions of `Annotated::times` it uses, from the given one on.
    pub used: usize,
    /// The text as a claim gives it, and its bounds.
    pub time: ClaimTime,
}

/// The context that decides, in bytes to both sides of an expression; "since" of a clause can stand far before it.
const REACH: usize = 160;

/// An expression in its line.
struct Place<'a> {
    line: Line<'a>,
    first: usize,
    text: &'a Annotated<'a>,
    expression: &'a TimeExpr,
}

impl TimeTagger {
    /// The claim's time that the expression `index` of `text.times` tells. `None` where it tells none: "now", what recurs, a
    /// length that nothing bounds ("three-day truce").
    pub fn claim_time(&self, text: &Annotated<'_>, index: usize) -> Option<TimeOfClaim> {
        let place = self.place(text, index)?;
        let (start, end) = (place.expression.start, place.expression.end);
        let today = text.dates.reference();
        let reference = today.map(Moment::Day);
        if place.expression.value == "PRESENT_REF" {
            return if place.led(Sign::Until) { place.with_word(None, reference) } else { None };
        }
        if place.expression.kind == TimeKind::Set {
            return None;
        }
        if let Some((other, joint)) = place.second_end(index)
            && (place.led_to_two() || place.joins(joint))
        {
            let lead = if place.led_to_two() { place.led_span() } else { place.expression.span };
            let span = lead.cover(other.span);
            return Some(TimeOfClaim { span, used: 2, time: claim_bounds(text, span, start, other.end) });
        }
        let found = Grammar { line: &place.line, words: &self.words }.length(place.first);
        if place.expression.kind == TimeKind::Duration
            && let Some(Found { meaning: Meaning::Length { amount, unit, bound, loose }, end: behind, .. }) = found
        {
            let tense = tense_around(text, &place.line, place.first, behind);
            return place.length(today, amount, unit, bound, loose, tense);
        }
        for sign in [Sign::Since, Sign::By, Sign::Before, Sign::Until, Sign::From, Sign::After, Sign::For, Sign::Over] {
            if !place.led(sign) {
                continue;
            }
            let (start, end) = match (sign, start, end) {
                (Sign::Since, ..) => (place.middle(), reference),
                (Sign::By, _, Some(Moment::Minute(at))) => (Some(Moment::Day(at.date())), end),
                (Sign::By, ..) => (None, end),
                (Sign::Before, Some(Moment::Day(day)), _) => (None, add(day, (-1).days()).map(Moment::Day)),
                (Sign::Before, ..) => (None, start),
                (Sign::Until, _, Some(until)) => (reference.filter(|now| until.date() >= now.date()), end),
                (Sign::From, ..) | (Sign::After, Some(Moment::Minute(_)), _) => (start, None),
                _ => (start, end),
            };
            return place.with_word(start, end);
        }
        let mut claim = place.alone(start, end);
        if [Sign::On, Sign::In, Sign::At].iter().any(|&sign| place.led(sign)) {
            claim.span = place.led_span();
        }
        Some(claim)
    }

    /// The time that a clause of "since" tells with the expression `index` in it: "since it began on Sunday", "since the war
    /// broke out in March 2011". For the claim outside of the clause; the claim inside takes `claim_time`.
    pub fn since_clause(&self, text: &Annotated<'_>, index: usize) -> Option<TimeOfClaim> {
        let place = self.place(text, index)?;
        let start = place.expression.start?;
        let mut at = place.first;
        while at > 0 && !place.line.at(at).opens {
            at -= 1;
            let here = place.line.at(at);
            if matches!(here.kind, LexKind::Mark(',' | ';' | ':' | '"' | '”' | '“' | '(')) {
                return None;
            }
            if here.senses.is(Sign::Since) {
                let span = here.span.cover(place.expression.span);
                let alone = text.times.iter().filter(|other| span.overlaps(other.span)).count() == 1;
                let end = text.dates.reference().map(Moment::Day);
                return alone.then(|| TimeOfClaim { span, used: 1, time: claim_bounds(text, span, Some(start), end) });
            }
        }
        None
    }

    fn place<'a>(&self, text: &'a Annotated<'a>, index: usize) -> Option<Place<'a>> {
        let expression = text.times.get(index)?;
        let body = &text.document.text;
        let mut from = expression.span.start.saturating_sub(REACH);
        while !body.is_char_boundary(from) {
            from -= 1;
        }
        let mut to = (expression.span.end + REACH).min(body.len());
        while !body.is_char_boundary(to) {
            to += 1;
        }
        let line = Line::part(body, from..to, &self.words);
        let first = line.find(expression.span.start);
        Some(Place { line, first, text, expression })
    }
}

impl Place<'_> {
    /// Whether a preposition stands right before the expression.
    fn led(&self, sign: Sign) -> bool {
        self.line.is(self.first.wrapping_sub(1), sign) && !self.line.at(self.first).opens
    }

    /// Whether a preposition stands before that leads two ends: "from Monday to Friday", "for March 15 to April 13".
    fn led_to_two(&self) -> bool {
        [Sign::From, Sign::Between, Sign::For].iter().any(|&sign| self.led(sign))
    }

    /// The expression with the word before it.
    fn led_span(&self) -> Span {
        self.line.before(self.first).span.cover(self.expression.span)
    }

    fn with_word(&self, start: Option<Moment>, end: Option<Moment>) -> Option<TimeOfClaim> {
        let span = self.led_span();
        Some(TimeOfClaim { span, used: 1, time: claim_bounds(self.text, span, start, end) })
    }

    fn alone(&self, start: Option<Moment>, end: Option<Moment>) -> TimeOfClaim {
        let span = self.expression.span;
        TimeOfClaim { span, used: 1, time: claim_bounds(self.text, span, start, end) }
    }

    /// Where "since mid-March" begins: in its middle; else at its start.
    fn middle(&self) -> Option<Moment> {
        let article = usize::from(self.line.is(self.first, Sign::The));
        match (self.expression.start, self.expression.end) {
            (Some(Moment::Day(first)), Some(Moment::Day(last))) if self.line.is(self.first + article, Sign::Mid) => {
                add(first, ((last - first).get_days() / 2).days()).map(Moment::Day)
            }
            (start, _) => start,
        }
    }

    /// A length: bounded by "the past", by a preposition, or not at all.
    fn length(
        &self,
        today: Option<Date>,
        amount: Amount,
        unit: Unit,
        bound: Bound,
        loose: bool,
        tense: Tense,
    ) -> Option<TimeOfClaim> {
        let reference = today.map(Moment::Day);
        let led_by = |signs: &[Sign]| signs.iter().any(|&sign| self.led(sign));
        if bound != Bound::Free {
            let (start, end) = (self.expression.start, self.expression.end);
            let lead = led_by(&[Sign::Over, Sign::For, Sign::During, Sign::Within]);
            return if lead { self.with_word(start, end) } else { Some(self.alone(start, end)) };
        }
        // "over the three days" are days told elsewhere, not the last three.
        let told_elsewhere = self.line.is(self.first, Sign::The);
        let count = match amount {
            Amount::Exactly(n) => Some(i64::from(n)),
            Amount::AndHalf(n) => Some(i64::from(n) + 1),
            Amount::Vague => None,
        };
        let away = |sign: i64, less: i64| {
            today.zip(count).and_then(|(day, n)| add_units(day, unit, sign * (n - less))).map(Moment::Day)
        };
        if told_elsewhere {
            return led_by(&[Sign::For, Sign::Over, Sign::During]).then(|| self.with_word(None, None)).flatten();
        }
        if led_by(&[Sign::For, Sign::Over, Sign::During]) && tense != Tense::Future {
            return self.with_word(away(-1, 0).filter(|_| !loose), reference);
        }
        if self.led(Sign::Within) || self.led(Sign::In) && tense == Tense::Future {
            // "within hours" is the same day.
            let end = if unit == Unit::Hour && count.is_none() { reference } else { away(1, 0) };
            return self.with_word(reference, end);
        }
        if self.led(Sign::In) {
            let start = away(-1, i64::from(unit == Unit::Day));
            return Some(TimeOfClaim { span: self.led_span(), ..self.alone(start, reference) });
        }
        None
    }

    /// The expression that closes a stretch which this one opens ("to 19 September", "-August 14"), with the lexeme of the
    /// joint.
    fn second_end(&self, index: usize) -> Option<(&TimeExpr, usize)> {
        let next = self.text.times.get(index + 1)?;
        let joint = self.line.find(self.expression.span.end);
        let closes = [Sign::To, Sign::And, Sign::Until].iter().any(|&sign| self.line.is(joint, sign));
        let closes = closes || self.line.mark(joint, '-') || self.line.mark(joint, '–');
        let over = usize::from(self.line.is(joint + 1, Sign::The) || self.line.is(joint + 1, Sign::Until));
        (closes && self.line.find(next.span.start) <= joint + 1 + over).then_some((next, joint))
    }

    /// Whether a joint makes one time of two without "from" before: a dash, "until", "13 and 14 September".
    fn joins(&self, joint: usize) -> bool {
        let number_alone = self.line.at(self.first).kind == LexKind::Number && joint == self.first + 1;
        self.line.mark(joint, '-') || self.line.mark(joint, '–') || self.line.is(joint, Sign::Until) || number_alone
    }
}
