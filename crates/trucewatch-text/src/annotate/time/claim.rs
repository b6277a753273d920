//! What a claim makes of an expression of time: with the preposition before it and a second end behind it, as the codebook wants
//! a claim's time: "since Thursday" runs to the report's day, "by June" has no beginning, "from Monday to Friday" is one time.

use super::lex::Line;
use super::meaning::{Amount, Bound, Meaning};
use super::period::{add, add_units};
use super::words::Sign;
use super::{TimeTagger, grammar::Grammar};
use crate::Annotated;
use jiff::ToSpan;
use trucewatch_model::{ClaimTime, Moment, Span, TimeExpr};

/// A claim's time and the words that told it, preposition and second end included.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeOfClaim {
    /// All words, "on" and "in" included: what a claim's own span leaves out.
    pub span: Span,
    /// How many expressions of `Annotated::times` it uses, from the given one on.
    pub used: usize,
    /// The text and bounds.
    pub time: ClaimTime,
}

/// How far before an expression its preposition can stand, in lexemes ("since early on").
const REACH: usize = 1;

impl TimeTagger {
    /// The claim's time that the expression `index` of `text.times` tells. `None` where it tells none: "now", what recurs, a
    /// length that nothing bounds ("three-day truce"), the date at a report's head.
    pub fn claim_time(&self, text: &Annotated<'_>, index: usize) -> Option<TimeOfClaim> {
        let expression = text.times.get(index)?;
        if expression.value == "PRESENT_REF" || expression.kind == trucewatch_model::TimeKind::Set {
            return None;
        }
        let from = text.document.text[..expression.span.start].char_indices().rev().nth(60).map_or(0, |(at, _)| at);
        let line = Line::new(text.document.text.get(from..)?, &self.words);
        let first = line.find(expression.span.start - from);
        let reference = text.dates.reference().map(Moment::Day);
        let before = first.wrapping_sub(REACH);
        let led = |sign| line.is(before, sign) && !line.at(first).opens;
        let word_start = line.at(before).span.start + from;
        let with_word = Span::new(word_start, expression.span.end);
        let second = self.second_end(text, &line, index, from);
        let claim =
            |span: Span, start, end| Some(TimeOfClaim { span, used: 1, time: claim_time(text, span, start, end) });
        let (start, end) = (expression.start, expression.end);

        if let Some((other, behind)) = second
            && (led(Sign::From)
                || led(Sign::Between)
                || line.mark(behind, '-')
                || line.mark(behind, '–')
                || line.is(behind, Sign::Until))
        {
            let span = if led(Sign::From) || led(Sign::Between) { with_word } else { expression.span };
            let span = span.cover(other.span);
            return Some(TimeOfClaim { span, used: 2, time: claim_time(text, span, start, other.end) });
        }
        if let Some(length) = self.length_of(text, expression) {
            let (amount, unit, bound, loose) = length;
            if bound == Bound::Past || bound == Bound::Coming {
                let lead = if led(Sign::Over) || led(Sign::For) || led(Sign::During) || led(Sign::Within) {
                    with_word
                } else {
                    expression.span
                };
                return claim(lead, start, end);
            }
            let count = match amount {
                Amount::Exactly(n) => Some(i64::from(n)),
                Amount::AndHalf(n) => Some(i64::from(n) + 1),
                Amount::Vague => None,
            };
            let today = text.dates.reference();
            if led(Sign::For) || led(Sign::Over) || led(Sign::During) {
                let start = today.zip(count).and_then(|(day, n)| add_units(day, unit, -n)).filter(|_| !loose);
                return claim(with_word, start.map(Moment::Day), reference);
            }
            if led(Sign::Within) || led(Sign::In) && loose {
                let end = today.zip(count).and_then(|(day, n)| add_units(day, unit, n));
                return claim(with_word, reference, end.map(Moment::Day));
            }
            return None;
        }
        if led(Sign::Since) {
            let middle = match (start, end) {
                (Some(Moment::Day(from)), Some(Moment::Day(last))) if line.is(first_word(&line, first), Sign::Mid) => {
                    add(from, ((last - from).get_days() / 2).days()).map(Moment::Day)
                }
                _ => start,
            };
            return claim(with_word, middle, reference);
        }
        if led(Sign::By) {
            return claim(with_word, None, end);
        }
        if led(Sign::Before) {
            let eve = match start {
                Some(Moment::Day(day)) => add(day, (-1).days()).map(Moment::Day),
                other => other,
            };
            return claim(with_word, None, eve);
        }
        if led(Sign::Until) {
            return claim(with_word, reference.filter(|now| end.is_some_and(|end| end.date() >= now.date())), end);
        }
        if led(Sign::From) || led(Sign::After) && expression.kind == trucewatch_model::TimeKind::Time {
            let open = led(Sign::From) || matches!(start, Some(Moment::Minute(_)));
            return claim(with_word, start, if open { None } else { end });
        }
        if led(Sign::For) || led(Sign::Over) || led(Sign::After) {
            return claim(with_word, start, end);
        }
        let span = if led(Sign::On) || led(Sign::In) || led(Sign::At) { with_word } else { expression.span };
        let mut out = claim(span, start, end)?;
        if led(Sign::On) || led(Sign::In) || led(Sign::At) {
            out.time.text = text.words(expression.span).to_owned();
        }
        Some(out)
    }

    /// The expression that closes a stretch which this one opens: "to 19 September", "-August 14", "until Friday"; with the
    /// lexeme of the joint.
    fn second_end<'t>(
        &self,
        text: &'t Annotated<'_>,
        line: &Line<'_>,
        index: usize,
        from: usize,
    ) -> Option<(&'t TimeExpr, usize)> {
        let (here, next) = (text.times.get(index)?, text.times.get(index + 1)?);
        let joint = line.find(here.span.end - from);
        let closes = line.is(joint, Sign::To)
            || line.is(joint, Sign::And)
            || line.is(joint, Sign::Until)
            || line.mark(joint, '-')
            || line.mark(joint, '–');
        let skip = usize::from(line.is(joint + 1, Sign::The) || line.is(joint + 1, Sign::Until));
        (closes && line.find(next.span.start - from) <= joint + 1 + skip).then_some((next, joint))
    }

    /// What the grammar reads in an expression that is a length.
    fn length_of(
        &self,
        text: &Annotated<'_>,
        expression: &TimeExpr,
    ) -> Option<(Amount, super::words::Unit, Bound, bool)> {
        if expression.kind != trucewatch_model::TimeKind::Duration {
            return None;
        }
        let line = Line::new(text.words(expression.span), &self.words);
        match (Grammar { line: &line, words: &self.words }).length(0)?.meaning {
            Meaning::Length { amount, unit, bound, loose } => Some((amount, unit, bound, loose)),
            _ => None,
        }
    }
}

/// The lexeme at `first`, over an article.
fn first_word(line: &Line<'_>, first: usize) -> usize {
    first + usize::from(line.is(first, Sign::The))
}

fn claim_time(text: &Annotated<'_>, span: Span, start: Option<Moment>, end: Option<Moment>) -> ClaimTime {
    ClaimTime { text: text.words(span).to_owned(), start, end }
}
