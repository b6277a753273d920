//! What only ceasefire claims have: whether one side keeps it alone, and its window: first and last day, length, daily hours.
//! The words that tell sides and bounds are the codebook's (`truce_sides`, `truce_bounds`); lengths and hours are read by
//! `annotate::time`.

use super::attach::{Scene, Subject};
use super::slot;
use crate::Annotated;
use crate::annotate::time::TimeTagger;
use crate::terms::{Lexicon, Terms};
use std::ops::Range;
use trucewatch_model::{CeasefireAction, ClaimTime, Dep, Modality, Moment, Role, Window};

/// Fills in ceasefire claims.
pub struct CeasefireReader {
    truce: Option<u16>,
    sides: Option<u16>,
    one: Option<u16>,
    bounds: Option<u16>,
    start: Option<u16>,
}

impl CeasefireReader {
    /// A reader with the codebook's words.
    pub fn new(lexicon: &Lexicon) -> Self {
        let class = |concept: Option<u16>, name| concept.and_then(|concept| lexicon.class(concept, name));
        let (sides, bounds) = (lexicon.concept("truce_sides"), lexicon.concept("truce_bounds"));
        CeasefireReader {
            truce: lexicon.concept("truce_terms"),
            sides,
            one: class(sides, "one"),
            bounds,
            start: class(bounds, "start"),
        }
    }

    /// Whether one side keeps the ceasefire alone; `None` where the clause does not say.
    pub fn unilateral(
        &self,
        text: &Annotated<'_>,
        terms: &Terms,
        subject: &Subject<'_>,
        action: CeasefireAction,
    ) -> Option<bool> {
        let draft = &subject.candidate.draft;
        let said: Vec<bool> = self
            .noun(text, terms, subject)
            .into_iter()
            .flat_map(|noun| own_words(text, noun, false))
            .filter_map(|at| terms.of(at, self.sides?).map(|term| Some(term.class) == self.one))
            .collect();
        if said.contains(&true) {
            return Some(true);
        }
        let other_side = draft.actors.iter().any(|(role, _)| *role == Role::With);
        let by_both = draft.actors.iter().any(|&(role, actor)| {
            let words = || [actor].into_iter().chain(text.children_by(actor, &[Dep::Det, Dep::Amod, Dep::Predet]));
            role == Role::By && words().any(|at| self.sides.is_some_and(|sides| terms.of(at, sides).is_some()))
        });
        match action {
            CeasefireAction::Declared => Some(true),
            CeasefireAction::Agreed => Some(false),
            _ if by_both || !said.is_empty() => Some(false),
            CeasefireAction::Holding | CeasefireAction::Ended | CeasefireAction::TookEffect if other_side => {
                Some(false)
            }
            _ => None,
        }
    }

    /// The ceasefire's window as far as the clause tells it; `time` is the claim's own.
    pub fn window(
        &self,
        scene: &Scene<'_>,
        terms: &Terms,
        tagger: &TimeTagger,
        subject: &Subject<'_>,
        action: CeasefireAction,
        time: Option<&ClaimTime>,
    ) -> Option<Window> {
        let text = scene.text;
        let mut window = Window::default();
        let noun = self.noun(text, terms, subject);
        for stretch in noun.into_iter().flat_map(|noun| stretches(&own_words(text, noun, false))) {
            fill(&mut window, tagger.window(text, stretch));
        }
        // "The truce was broken for three days" and "has held for two years" do not tell how long it is meant to last.
        let ahead = subject.candidate.modality != Modality::Reported;
        let terms_told = !matches!(action, CeasefireAction::Violated | CeasefireAction::Ended)
            && (ahead || action != CeasefireAction::Holding);
        if terms_told {
            let own = own_words(text, subject.candidate.draft.head, true);
            for stretch in stretches(&own) {
                fill(&mut window, tagger.window(text, stretch));
            }
            self.bounds(scene, terms, &own, &mut window);
        }
        match action {
            CeasefireAction::TookEffect => window.start = window.start.or(on_one_day(time)),
            CeasefireAction::Ended => window.end = window.end.or(on_one_day(time)),
            _ => {}
        }
        (window != Window::default()).then_some(window)
    }

    /// First and last day from the times among the clause's own words that a word like "from" or "until" leads.
    fn bounds(&self, scene: &Scene<'_>, terms: &Terms, own: &[usize], window: &mut Window) {
        let text = scene.text;
        for (expression, found) in text.times.iter().zip(&scene.times) {
            let Some(found) = found.first() else { continue };
            let tokens = text.tokens_in(expression.span);
            let words = text.words(expression.span);
            // "From morning to sunset" are hours of every day, no bounds of the whole.
            let hour = [&window.daily_from, &window.daily_to].into_iter().flatten().any(|hour| hour.contains(words));
            if hour || !own.contains(&tokens.start) {
                continue;
            }
            let first = text.tokens_in(found.span).start;
            let lead = (first.saturating_sub(1)..=tokens.start)
                .find_map(|at| self.bounds.and_then(|bounds| terms.of(at, bounds)));
            let day = |moment: Moment| Moment::Day(moment.date());
            match lead {
                Some(term) if Some(term.class) == self.start => {
                    window.start = window.start.or(found.time.start.map(day));
                    if found.used > 1 {
                        window.end = window.end.or(found.time.end.map(day));
                    }
                }
                Some(_) => window.end = window.end.or(found.time.end.map(day)),
                // "declared a truce for March 15 to April 13"
                None if found.used > 1 => {
                    window.start = window.start.or(found.time.start.map(day));
                    window.end = window.end.or(found.time.end.map(day));
                }
                None => {}
            }
        }
    }

    /// The name of the ceasefire that a claim speaks of: what its predicate is or takes, else the nearest in its words.
    fn noun(&self, text: &Annotated<'_>, terms: &Terms, subject: &Subject<'_>) -> Option<usize> {
        let truce = self.truce?;
        let draft = &subject.candidate.draft;
        let is_name = |&at: &usize| !slot::is_verbal(text, at) && terms.of(at, truce).is_some();
        let taken = || [draft.head].into_iter().chain(draft.used.iter().copied()).find(is_name);
        let near =
            || text.tokens_in(subject.candidate.span).filter(is_name).min_by_key(|&at| (at.abs_diff(draft.head), at));
        taken().or_else(near)
    }
}

/// The day of what happened on one day; "last week" bounds no truce.
fn on_one_day(time: Option<&ClaimTime>) -> Option<Moment> {
    let (start, end) = time.and_then(|time| time.start.zip(time.end))?;
    (start.date() == end.date()).then(|| Moment::Day(start.date()))
}

/// What a word governs without a clause of its own in between; the clauses that a verb takes as its object count as its own.
fn own_words(text: &Annotated<'_>, head: usize, verb: bool) -> Vec<usize> {
    let mut own = vec![head];
    let mut next = 0;
    while next < own.len() {
        own.extend(text.children[own[next]].iter().copied().filter(|&child| match text.tokens[child].dep {
            Dep::Relcl | Dep::Advcl | Dep::Appos | Dep::Conj | Dep::Parataxis | Dep::Ccomp => false,
            Dep::Acl | Dep::Xcomp => verb,
            _ => true,
        }));
        next += 1;
    }
    own.sort_unstable();
    own
}

/// Runs of neighbouring tokens.
fn stretches(tokens: &[usize]) -> Vec<Range<usize>> {
    tokens.chunk_by(|one, next| one + 1 == *next).map(|run| run[0]..run[run.len() - 1] + 1).collect()
}

/// Takes from `found` what is still open.
fn fill(window: &mut Window, found: Option<Window>) {
    let Some(found) = found else { return };
    window.duration = window.duration.take().or(found.duration);
    if window.daily_from.is_none() {
        window.daily_from = found.daily_from;
        window.daily_to = found.daily_to;
    }
}

#[cfg(test)]
mod tests {
    use crate::{Options, Reader};
    use trucewatch_model::{Content, Document, Moment, Window};

    /// `unilateral` and window of the first ceasefire claim of a text.
    fn first(text: &str) -> (Option<bool>, Window) {
        let reader = Reader::new(&trucewatch_codebook::builtin(), Options::default());
        let document =
            Document { text: text.to_owned(), published: Moment::parse("2016-10-21"), ..Document::default() };
        let claims = reader.read(document).claims;
        let found = claims.into_iter().find_map(|claim| match claim.content {
            Content::Ceasefire { unilateral, window, .. } => Some((unilateral, window.unwrap_or_default())),
            _ => None,
        });
        found.unwrap_or_default()
    }

    #[test]
    fn one_side_declares_and_sides_agree() {
        assert_eq!(first("The army declared a ceasefire in the eastern suburbs on Monday.").0, Some(true));
        assert_eq!(first("Israel and Hamas agreed on a truce on Sunday.").0, Some(false));
    }

    #[test]
    fn two_days_after_a_preposition_bound_the_truce() {
        let (_, window) = first("The rebels declared a truce for November 3 to November 8.");
        let day = |moment: Option<Moment>| moment.map(|moment| moment.to_string());
        assert_eq!(
            (day(window.start), day(window.end)),
            (Some("2016-11-03".to_owned()), Some("2016-11-08".to_owned()))
        );
    }

    #[test]
    fn a_distance_in_time_is_no_length() {
        assert_eq!(
            first("The three-hour truce collapsed two days after the deal.").1.duration.as_deref(),
            Some("PT3H")
        );
        assert_eq!(first("The truce collapsed two days after the deal.").1.duration, None);
    }

    #[test]
    fn length_and_hours_stand_with_the_name_or_its_verb() {
        let (_, window) = first("The rebels declared a three-day truce on Monday.");
        assert_eq!(window.duration.as_deref(), Some("P3D"));
        let (_, window) = first("The army said it would observe the truce over three days from morning to sunset.");
        assert_eq!(window.duration.as_deref(), Some("P3D"));
        assert_eq!(window.daily_from.as_deref().zip(window.daily_to.as_deref()), Some(("morning", "sunset")));
    }
}
