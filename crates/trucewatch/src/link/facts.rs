//! From the claims of one report to `Told`: who is meant, where that is, on which day, and what the sentence shows besides. Which
//! of them speak of one thing is for `truces` and `attacks`.

use super::Reported;
use super::parties::{Parties, Side};
use super::places::{Places, Site};
use super::telling::{Hints, Told};
use super::words::{Words, plain, sentence_starts, stands_in};
use jiff::civil::{Date, Weekday};
use trucewatch_codebook::Data;
use trucewatch_model::{CeasefireAction, Claim, ClaimRef, Content, Kind, Outcome, Purpose, Role, Span};

/// What the codebook knows, as `link` needs it.
#[derive(Debug)]
pub(super) struct Knowledge {
    pub parties: Parties,
    pub places: Places,
    pub purposes: Words,
    pub outcomes: Words,
    pub others: Words,
    pub small: Words,
    weekdays: Words,
    numbers: Words,
    parts: Words,
}

impl Knowledge {
    pub(super) fn new(codebook: &Data) -> Self {
        Knowledge {
            parties: Parties::new(codebook),
            places: Places::new(codebook),
            purposes: Words::new(codebook, "record_purposes"),
            outcomes: Words::new(codebook, "record_outcomes"),
            others: Words::new(codebook, "record_others"),
            small: Words::new(codebook, "record_words"),
            weekdays: Words::new(codebook, "time_weekdays"),
            numbers: Words::new(codebook, "number_words"),
            parts: Words::new(codebook, "time_parts"),
        }
    }
}

impl Knowledge {
    /// The value of a number in figures or as one word.
    pub(super) fn number(&self, word: &str) -> Option<u64> {
        let digits: String = word.chars().filter(|c| *c != ',').collect();
        digits.parse().ok().or_else(|| self.numbers.class_of(word)?.parse().ok())
    }

    /// TIMEX3's code of the part of the day that `words` name: `MO`, `AF`, `EV`, `NI`.
    pub(super) fn part_of_day(&self, words: &str) -> Option<String> {
        self.parts
            .classes(words)
            .find(|class| class.len() == 2 && class.chars().all(|c| c.is_ascii_uppercase()))
            .map(str::to_owned)
    }
}

/// What holds for a whole report.
pub(super) struct Scene {
    pub theatre_name: Option<String>,
    pub country: Option<String>,
    pub countries: Vec<String>,
    pub country_site: Option<Site>,
    pub published: Option<Date>,
    pub told: Vec<Told>,
    /// Of each claim, the words of its sentence and the one before.
    pub contexts: Vec<String>,
}

struct Facts<'r> {
    knowledge: &'r Knowledge,
    report: &'r Reported,
    starts: Vec<usize>,
    theatre: Option<usize>,
    countries: Vec<String>,
    published: Option<Date>,
    outlet: Option<Side>,
    speakers: Vec<Source>,
}

/// Who stands behind a statement.
#[derive(Clone, Debug)]
struct Source {
    shown: String,
    words: String,
    side: Option<Side>,
    /// The same for the same source.
    identity: String,
    by_outlet: bool,
}

/// Every claim of a report as `link` sees it.
pub(super) fn scene(report: &Reported, knowledge: &Knowledge) -> Scene {
    let reading = &report.reading;
    let document = &reading.document;
    let mentioned: Vec<&str> = reading
        .claims
        .iter()
        .flat_map(|claim| &claim.actors)
        .map(|actor| actor.text.as_str())
        .chain(reading.statements.iter().filter_map(|s| s.speaker.as_ref()).map(|speaker| speaker.text.as_str()))
        .collect();
    let resolved: Vec<String> = reading
        .claims
        .iter()
        .flat_map(|claim| &claim.places)
        .filter_map(|named| match &named.place {
            Some(place) => place.country.clone(),
            None => knowledge.places.likely_country(&named.text),
        })
        .collect();
    let theatre = knowledge.parties.theatre(&document.text, &mentioned, &resolved);
    let country = match theatre {
        Some(theatre) => knowledge.parties.main_country(&document.text, theatre).cloned(),
        None => most_common(&resolved),
    };
    let mut countries: Vec<String> = country.iter().cloned().collect();
    if let Some(theatre) = theatre {
        countries.extend(knowledge.parties.countries_of(theatre).iter().cloned());
    }
    let mut facts = Facts {
        knowledge,
        report,
        theatre,
        countries,
        starts: sentence_starts(&document.text),
        published: document.published.map(|at| at.date()),
        outlet: None,
        speakers: Vec::new(),
    };
    facts.outlet = document
        .source
        .as_ref()
        .map(|name| knowledge.parties.side(name, None, theatre, None))
        .filter(|side| !side.vague);
    facts.speakers = facts.speakers();
    let contexts = reading.claims.iter().map(|claim| facts.context(claim.span)).collect();
    let told = (0..reading.claims.len()).map(|index| facts.told(index)).collect();
    let country_site = country.as_ref().and_then(|code| country_site(code, knowledge));
    Scene {
        theatre_name: theatre.map(|at| knowledge.parties.name_of(at).to_owned()),
        country,
        countries: facts.countries.clone(),
        country_site,
        published: facts.published,
        told,
        contexts,
    }
}

fn most_common(codes: &[String]) -> Option<String> {
    codes
        .iter()
        .max_by_key(|code| (codes.iter().filter(|other| other == code).count(), std::cmp::Reverse(*code)))
        .cloned()
}

fn country_site(code: &str, knowledge: &Knowledge) -> Option<Site> {
    let name = knowledge.parties.country_name(code)?;
    let site = knowledge.places.site(&name, None, &[code.to_owned()]);
    site.place.is_some().then_some(site)
}

impl Facts<'_> {
    fn told(&self, index: usize) -> Told {
        let reading = &self.report.reading;
        let text = &reading.document.text;
        let claim = &reading.claims[index];
        let sentence = self.sentence(claim.span.start);
        let sentence_span = self.sentence_span(sentence);
        let root = self.report.copy_of.as_ref().unwrap_or(&self.report.id);
        let source =
            claim.statement.and_then(|at| self.speakers.get(at)).cloned().unwrap_or_else(|| self.outlet_source(root));
        let speaker = source.side.clone();
        let words = plain(claim.span.of(text));
        let around = plain(sentence_span.of(text));
        let side = |text: &str, id: Option<&str>| {
            self.knowledge.parties.side(text, id, self.theatre, speaker.as_ref().or(self.outlet.as_ref()))
        };
        let sides = claim.actors.iter().filter(|actor| !matches!(actor.role, Role::For | Role::To | Role::Who));
        Told {
            claim: ClaimRef { report: self.report.id.clone(), claim: index },
            span: claim.span,
            sentence,
            modality: claim.modality,
            content: claim.content.clone(),
            by: source.shown,
            source: source.identity,
            start: claim.time.as_ref().and_then(|time| time.start),
            end: claim.time.as_ref().and_then(|time| time.end),
            said_on: self.said_on(claim, sentence_span),
            places: claim
                .places
                .iter()
                .map(|place| Site {
                    carried: !stands_in(&around, &plain(&place.text)),
                    ..self.knowledge.places.site(&place.text, place.place.as_ref(), &self.countries)
                })
                .collect(),
            sides: sides.map(|actor| (actor.role, side(&actor.text, actor.id.as_deref()))).collect(),
            targets: claim
                .actors
                .iter()
                .filter(|actor| actor.role == Role::Target)
                .map(|actor| actor.text.clone())
                .collect(),
            hints: self.hints(claim, &words, &around),
            words,
        }
    }

    fn sentence(&self, at: usize) -> usize {
        self.starts.partition_point(|&start| start <= at).saturating_sub(1)
    }

    fn sentence_span(&self, sentence: usize) -> Span {
        let end = self.starts.get(sentence + 1).copied().unwrap_or(self.report.reading.document.text.len());
        Span { start: self.starts[sentence], end }
    }

    /// Who stands behind each statement. "The ministry", "its spokesman" and a bare surname are who was quoted before under a
    /// name that holds the word.
    fn speakers(&self) -> Vec<Source> {
        let root = self.report.copy_of.as_ref().unwrap_or(&self.report.id);
        let mut out: Vec<Source> = Vec::new();
        for statement in &self.report.reading.statements {
            let Some(said) = &statement.speaker else {
                out.push(self.outlet_source(root));
                continue;
            };
            let shown = said.refers_to.as_ref().filter(|_| said.text.len() < 5).unwrap_or(&said.text);
            let shown = shown.strip_prefix("The ").or(shown.strip_prefix("the ")).unwrap_or(shown).to_owned();
            let names = said.refers_to.iter().chain([&said.text]);
            let own = names.map(|name| self.knowledge.parties.side(name, None, self.theatre, self.outlet.as_ref()));
            let own = own.into_iter().find(|side| !side.vague);
            let words = plain(&shown);
            let (first, last) =
                (words.split(' ').next().unwrap_or_default(), words.rsplit(' ').next().unwrap_or_default());
            let earlier = || {
                let same_name =
                    out.iter().rev().find(|known| !known.by_outlet && last.len() > 3 && stands_in(&known.words, last));
                same_name.or_else(|| out.last().filter(|_| self.knowledge.small.is("ourselves", first)))
            };
            let (side, identity) = match (own, earlier()) {
                (Some(side), _) => (Some(side.clone()), side.root),
                (None, Some(known)) => (known.side.clone(), known.identity.clone()),
                (None, None) => (None, format!("{root}/{words}")),
            };
            out.push(Source { shown, words, side, identity, by_outlet: false });
        }
        out
    }

    fn outlet_source(&self, root: &str) -> Source {
        let shown = self.report.reading.document.source.clone().unwrap_or_else(|| self.report.id.clone());
        Source { words: plain(&shown), shown, side: None, identity: format!("report:{root}"), by_outlet: true }
    }

    /// A weekday in the sentence of an announcement, outside the claim and outside what is said: "said on Sunday that".
    fn said_on(&self, claim: &Claim, sentence: Span) -> Option<Date> {
        if claim.content.kind() != Kind::Ceasefire {
            return None;
        }
        let published = self.published?;
        let text = &self.report.reading.document.text;
        let statement = claim.statement.and_then(|at| self.report.reading.statements.get(at))?;
        let inside = |span: Span| claim.span.overlaps(span) || statement.content.iter().any(|said| said.overlaps(span));
        let mut at = sentence.start;
        for word in sentence.of(text).split_inclusive(|c: char| !c.is_alphabetic()) {
            let span = Span { start: at, end: at + word.len() };
            at = span.end;
            let bare = word.trim_end_matches(|c: char| !c.is_alphabetic()).to_lowercase();
            if bare.len() > 3
                && !inside(span)
                && let Some(day) = self.knowledge.weekdays.class_of(&bare)
            {
                let day = Weekday::from_monday_one_offset(day.parse().ok()?).ok()?;
                return match published.weekday() == day {
                    true => Some(published),
                    false => published.nth_weekday(-1, day).ok(),
                };
            }
        }
        None
    }

    fn context(&self, span: Span) -> String {
        let sentence = self.sentence(span.start);
        let text = &self.report.reading.document.text;
        let before = self.sentence_span(sentence.saturating_sub(1));
        // A paragraph of its own begins anew.
        let same_paragraph = !before.of(text).trim_end_matches(' ').ends_with('\n');
        let from = if same_paragraph { before.start } else { self.starts[sentence] };
        plain(Span { start: from, end: self.sentence_span(sentence).end }.of(text))
    }

    fn hints(&self, claim: &Claim, words: &str, around: &str) -> Hints {
        if claim.content.kind() == Kind::Attack {
            let start = self.starts[self.sentence(claim.span.start)];
            let before = Span { start, end: claim.span.end }.of(&self.report.reading.document.text);
            return Hints { anew: self.knowledge.others.has("attack", &plain(before)), ..Hints::default() };
        }
        if !matches!(claim.content, Content::Ceasefire { .. } | Content::Corridor { .. }) {
            return Hints::default();
        }
        let outcomes = &self.knowledge.outcomes;
        let outcome = [Outcome::NeverBegan, Outcome::Collapsed, Outcome::Expired]
            .into_iter()
            .find(|outcome| outcomes.has(outcome.word(), words));
        Hints {
            purposes: self.knowledge.purposes.classes(around).filter_map(Purpose::from_word).collect(),
            outcome,
            whole_country: self.knowledge.small.has("whole_country", around),
            extension: self.knowledge.others.has("extension", words),
            venue: self.knowledge.small.has("venue", words),
            breaches: matches!(claim.content, Content::Ceasefire { action: CeasefireAction::Violated, .. })
                .then(|| self.breaches(words))
                .flatten(),
            anew: false,
        }
    }

    /// "19 times", "239 ceasefire violations", "nine violations", "143 of these".
    fn breaches(&self, words: &str) -> Option<(u64, String)> {
        let list: Vec<&str> = words.split(' ').collect();
        let nouns = list.iter().enumerate().find_map(|(at, word)| {
            let counted = self.knowledge.small.is("count_of_breaches", word);
            let back = (1..=3)
                .filter_map(|step| Some((at.checked_sub(step)?, at)))
                .find_map(|(from, at)| Some((self.knowledge.number(list[from])?, from, at)));
            back.filter(|_| counted)
        });
        let bare = || Some((self.knowledge.number(list.first()?)?, 0, 0));
        let (number, from, to) = nouns.or_else(bare)?;
        Some((number, list[from..=to].join(" ")))
    }
}
