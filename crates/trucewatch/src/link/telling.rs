//! `Telling`: the claims of one report that speak of one ceasefire or one incident, with what is needed to compare them with the
//! tellings of other reports and to build events from them. Nothing here points back into the reading.

use super::parties::Side;
use super::places::Site;
use jiff::civil::{Date, DateTime};
use trucewatch_model::{
    AttackMethod, CeasefireAction, ClaimRef, Content, Kind, Modality, Moment, Outcome, Purpose, Role, Span, Window,
};

/// What a telling is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Matter {
    /// A ceasefire with its corridors.
    Ceasefire,
    /// An attack with its toll.
    Incident,
    /// Movement of people or aid: part of no event, but accounts of it can differ.
    Passage,
}

/// One claim as `link` sees it.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Told {
    /// Which claim.
    pub claim: ClaimRef,
    /// Where it stands.
    pub span: Span,
    /// Number of its sentence, from 0.
    pub sentence: usize,
    /// Whether it is told as having happened.
    pub modality: Modality,
    /// What.
    pub content: Content,
    /// Who says it: the speaker, or the outlet.
    pub by: String,
    /// The same for the same source: a party's side, a speaker, or the report whose text it is.
    pub source: String,
    /// First day or minute.
    pub start: Option<Moment>,
    /// Last day or minute.
    pub end: Option<Moment>,
    /// The day of the saying, where the sentence names one.
    pub said_on: Option<Date>,
    /// Where, most specific first.
    pub places: Vec<Site>,
    /// Who, by role; of targets the words are in `targets`.
    pub sides: Vec<(Role, Side)>,
    /// What is hit, as written.
    pub targets: Vec<String>,
    /// The words of the claim, plain.
    pub words: String,
    /// What else its sentence shows.
    pub hints: Hints,
}

/// What the words of a claim and its sentence show beyond the claim's own fields.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Hints {
    /// What a ceasefire is said to be for.
    pub purposes: Vec<Purpose>,
    /// What is said to have become of it.
    pub outcome: Option<Outcome>,
    /// That it covers a whole country.
    pub whole_country: bool,
    /// That it is of a prolongation.
    pub extension: bool,
    /// That the place is where people met, not what is covered.
    pub venue: bool,
    /// That an attack is told as one more, or as following on another: "then", "in response", "elsewhere".
    pub anew: bool,
    /// A count of breaches: the number and the words.
    pub breaches: Option<(u64, String)>,
}

/// The claims of one report that speak of one thing.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Telling {
    /// Of what.
    pub matter: Matter,
    /// Id of the report.
    pub report: String,
    /// Id of the report whose text it is: its own, or that of which it is a copy.
    pub root: String,
    /// When the report was published.
    pub published: Option<Date>,
    /// The war that the report is about, by the codebook's short name.
    pub theatre: Option<String>,
    /// The country that the report is most about.
    pub country: Option<String>,
    /// All countries of its war.
    pub countries: Vec<String>,
    /// The country as a place.
    pub country_site: Option<Site>,
    /// Its claims, in the order of the text.
    pub told: Vec<Told>,
}

impl Telling {
    /// The war, or the country where no war is known: tellings of different ones are never of one event.
    pub(super) fn scene(&self) -> Option<&str> {
        self.theatre.as_deref().or(self.country.as_deref())
    }
}

impl Told {
    /// The sides in a role.
    pub fn in_role(&self, role: Role) -> impl Iterator<Item = &Side> {
        self.sides.iter().filter(move |(of, _)| *of == role).map(|(_, side)| side)
    }

    /// The single day that its time stands for.
    pub fn day(&self) -> Option<Date> {
        let (start, end) = (self.start?.date(), self.end?.date());
        (start == end).then_some(start)
    }

    /// The minute at which it begins, where its time tells one.
    pub(super) fn minute(&self) -> Option<DateTime> {
        match self.start? {
            Moment::Minute(at) => Some(at),
            Moment::Day(_) => None,
        }
    }

    /// First and last day; a time that is open on one side is no interval.
    pub fn days(&self) -> Option<(Date, Date)> {
        Some((self.start?.date(), self.end?.date()))
    }

    /// What is said of a ceasefire, if it is of one.
    pub fn action(&self) -> Option<CeasefireAction> {
        match &self.content {
            Content::Ceasefire { action, .. } => Some(*action),
            _ => None,
        }
    }

    /// A ceasefire's window, if it is of one and says something of it.
    pub fn window(&self) -> Option<&Window> {
        match &self.content {
            Content::Ceasefire { window, .. } => window.as_ref(),
            _ => None,
        }
    }

    /// An attack's means, if it is of one.
    pub fn method(&self) -> Option<AttackMethod> {
        match &self.content {
            Content::Attack { method } => Some(*method),
            _ => None,
        }
    }

    pub(super) fn kind(&self) -> Kind {
        self.content.kind()
    }

    /// Whether it is told as done or as announced.
    pub(super) fn stands(&self) -> bool {
        matches!(self.modality, Modality::Reported | Modality::Planned)
    }

    /// The day on which a ceasefire begins, if it says.
    pub(super) fn begins(&self) -> Option<Moment> {
        if self.hints.extension {
            return None;
        }
        let own = matches!(self.action(), Some(CeasefireAction::TookEffect)) && self.stands();
        let time = own.then_some(self.start).flatten().filter(|_| self.day().is_some());
        // "Last week" bounds when it began; it does not tell the day.
        let vague = |at: &Moment| {
            self.day().is_none()
                && self.start.is_some_and(|start| start.date() == at.date())
                && self.lasts_days() != self.days()
        };
        let window = self.window().and_then(|window| window.start).filter(|at| !vague(at));
        finer(time, window)
    }

    /// First and last day by its window's beginning and length.
    fn lasts_days(&self) -> Option<(Date, Date)> {
        let window = self.window()?;
        let from = window.start?.date();
        let to = match window.end {
            Some(end) => end.date(),
            None => from
                .checked_add(jiff::Span::new().days(duration_days(window.duration.as_deref()?)?.ceil() as i64 - 1))
                .ok()?,
        };
        Some((from, to))
    }

    /// Its last day as announced, if it says.
    pub(super) fn finishes(&self) -> Option<Moment> {
        if self.hints.extension {
            return None;
        }
        let own = self.action() == Some(CeasefireAction::Ended) && self.modality == Modality::Planned;
        let time = own.then_some(self.end).flatten().filter(|_| self.day().is_some());
        finer(time, self.window().and_then(|window| window.end))
    }

    /// Its length, if it says.
    pub(super) fn lasts(&self) -> Option<&str> {
        self.window().filter(|_| !self.hints.extension).and_then(|window| window.duration.as_deref())
    }
}

/// Of two moments of one day the one with the hour; else the first that there is.
fn finer(a: Option<Moment>, b: Option<Moment>) -> Option<Moment> {
    match (a, b) {
        (Some(Moment::Day(day)), Some(Moment::Minute(at))) if at.date() == day => b,
        (Some(_), _) => a,
        (None, _) => b,
    }
}

/// Days of an ISO 8601 duration, as far as a ceasefire's length goes.
pub(super) fn duration_days(duration: &str) -> Option<f64> {
    let rest = duration.strip_prefix('P')?;
    let (hours, rest) = match rest.strip_prefix('T') {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    let (number, unit) = rest.split_at(digits);
    let number: f64 = number.parse().ok()?;
    Some(match (hours, unit.chars().next()?) {
        (true, 'H') => number / 24.0,
        (true, 'M') => number / 1440.0,
        (false, 'D') => number,
        (false, 'W') => number * 7.0,
        (false, 'M') => number * 30.0,
        (false, 'Y') => number * 365.0,
        _ => return None,
    })
}
