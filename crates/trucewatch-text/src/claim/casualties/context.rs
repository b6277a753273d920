//! What the readers of casualties look up for each token: which words harm, which are numbers, times, people. No decisions.

use crate::Annotated;
use crate::terms::{Lexicon, Term, Terms};
use trucewatch_model::{Dep, Measure, Tag, Victims};

/// Indexes of the concepts in the lexicon.
pub struct Concepts {
    verbs: Option<u16>,
    intransitive: Option<u16>,
    states: Option<u16>,
    nouns: Option<u16>,
    tolls: Option<u16>,
    words: Option<u16>,
    links: Option<u16>,
    causes: Option<u16>,
    recoveries: Option<u16>,
    toll_leads: Option<u16>,
    breakdowns: Option<u16>,
    people: Option<u16>,
    not_people: Option<u16>,
    accidents: Option<u16>,
    periods: Option<u16>,
    attacks: [Option<u16>; 4],
}

impl Concepts {
    /// The concepts that casualties need.
    pub fn new(lexicon: &Lexicon) -> Self {
        Concepts {
            verbs: lexicon.concept("harm_verbs"),
            intransitive: lexicon.concept("harm_intransitive"),
            states: lexicon.concept("harm_states"),
            nouns: lexicon.concept("harm_nouns"),
            tolls: lexicon.concept("harm_tolls"),
            words: lexicon.concept("harm_words"),
            links: lexicon.concept("harm_links"),
            causes: lexicon.concept("harm_causes"),
            recoveries: lexicon.concept("harm_recoveries"),
            toll_leads: lexicon.concept("harm_toll_leads"),
            breakdowns: lexicon.concept("harm_breakdowns"),
            people: lexicon.concept("people"),
            not_people: lexicon.concept("harm_not_people"),
            accidents: lexicon.concept("harm_accidents"),
            periods: lexicon.concept("harm_periods"),
            attacks: ["attack_nouns", "attack_verbs", "attack_means", "fire_verbs"].map(|name| lexicon.concept(name)),
        }
    }
}

/// How a word tells harm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// Done to its object ("kill").
    Transitive,
    /// Told of its subject ("die").
    Intransitive,
    /// A state ("dead").
    State,
}

/// A verb or adjective of harm.
#[derive(Clone, Copy, Debug)]
pub struct Harm {
    /// Which harm.
    pub measure: Measure,
    /// How it tells it.
    pub how: How,
    /// Whether it is harm only where people are named ("captured two pilots").
    pub people_only: bool,
    /// Whether it is harm only where people leave their homes ("driven from their homes").
    pub home_only: bool,
    /// First token.
    pub first: usize,
    /// One past the last token.
    pub end: usize,
}

/// A text with its terms, by token.
pub struct Context<'a, 'd> {
    /// The text.
    pub text: &'a Annotated<'d>,
    terms: &'a Terms,
    lexicon: &'a Lexicon,
    concepts: &'a Concepts,
    /// For each token the number that it belongs to.
    pub number_at: Vec<Option<usize>>,
    /// Whether a token belongs to a time expression.
    pub timed: Vec<bool>,
    lower: Vec<String>,
}

impl<'a, 'd> Context<'a, 'd> {
    /// Prepares a text.
    pub fn new(text: &'a Annotated<'d>, terms: &'a Terms, lexicon: &'a Lexicon, concepts: &'a Concepts) -> Self {
        let mut number_at = vec![None; text.tokens.len()];
        for (at, number) in text.numbers.iter().enumerate() {
            number_at[text.tokens_in(number.span)].fill(Some(at));
        }
        let mut timed = vec![false; text.tokens.len()];
        for time in &text.times {
            timed[text.tokens_in(time.span)].fill(true);
        }
        let lower = (0..text.tokens.len()).map(|at| text.word(at).to_lowercase()).collect();
        Context { text, terms, lexicon, concepts, number_at, timed, lower }
    }

    /// A word in lower case; empty outside the text.
    pub fn word(&self, at: usize) -> &str {
        self.lower.get(at).map_or("", String::as_str)
    }

    /// The tag of a token; `Tag::Xx` outside the text.
    pub fn tag(&self, at: usize) -> Tag {
        match self.text.tokens.get(at) {
            // The group, not the verb.
            Some(token) if self.text.words(token.span) == "IS" => Tag::Nnp,
            token => token.map_or(Tag::Xx, |token| token.tag),
        }
    }

    /// Whether a token can head a phrase: a noun, or a noun for people that the tagger took for an adjective.
    pub fn is_nominal(&self, at: usize) -> bool {
        let noun = |at: usize| self.tag(at).is_noun();
        noun(at)
            || self.tag(at) == Tag::Jj && !noun(at + 1) && self.people(at).is_some_and(|kind| kind != Victims::Unknown)
    }

    /// The relation of a token.
    pub fn dep(&self, at: usize) -> Dep {
        self.text.tokens.get(at).map_or(Dep::Dep, |token| token.dep)
    }

    /// The lemma of a token.
    pub fn lemma(&self, at: usize) -> &str {
        self.text.tokens.get(at).map_or("", |token| token.lemma.as_str())
    }

    fn term(&self, at: usize, concept: Option<u16>) -> Option<(&Term, &str)> {
        let concept = concept?;
        let term = self.terms.at_checked(at)?.iter().find(|term| term.concept == concept)?;
        Some((term, self.lexicon.class_name(concept, term.class)))
    }

    /// The verb or adjective of harm that a token heads.
    pub fn harm(&self, at: usize) -> Option<Harm> {
        if self.tag(at).is_verb() || self.is_headline_verb(at) {
            let transitive = self.term(at, self.concepts.verbs);
            let intransitive = self.term(at, self.concepts.intransitive);
            let longer =
                |(term, _): &(&Term, &str)| transitive.is_none_or(|(other, _)| term.tokens.len() > other.tokens.len());
            if let Some((term, class)) = intransitive.filter(longer) {
                return harm_of(term, class, How::Intransitive);
            }
            if let Some((term, class)) = transitive {
                return harm_of(term, class, How::Transitive);
            }
        }
        let (term, class) = self.term(at, self.concepts.states)?;
        harm_of(term, class, How::State)
    }

    /// "Strike Kills 20 Civilians": a capital makes the tagger take the verb of a headline for a name.
    fn is_headline_verb(&self, at: usize) -> bool {
        let Some(next) = self.text.tokens.get(at + 1) else { return false };
        self.tag(at).is_noun()
            && !matches!(self.word(at), "hurt" | "wounded" | "injured")
            && (self.number_at[at + 1].is_some()
                || self.follows_harm(at)
                || self.tag(at).is_proper() && next.tag.is_noun() && self.word(at).ends_with(['s', 'd']))
            && (self.number_at[at + 1].is_some() || self.harm_noun(at).is_none())
    }

    /// "Bombings Kill Injure Civilians".
    fn follows_harm(&self, at: usize) -> bool {
        at > 0 && self.tag(at - 1).is_verb() && self.term(at - 1, self.concepts.verbs).is_some()
    }

    /// The form of a word of harm: its tag where it is a verb's, else what its ending says.
    pub fn form(&self, at: usize) -> Tag {
        match (self.tag(at), self.word(at)) {
            (tag, _) if tag.is_verb() => tag,
            (_, word) if word.ends_with("ing") => Tag::Vbg,
            (_, word) if word.ends_with('s') => Tag::Vbz,
            (_, word) if word.ends_with('d') => Tag::Vbn,
            _ => Tag::Vb,
        }
    }

    /// Class of the noun of harm that a token heads.
    pub fn harm_noun(&self, at: usize) -> Option<&str> {
        self.term(at, self.concepts.nouns).filter(|_| !self.tag(at).is_verb()).map(|(_, class)| class)
    }

    /// The total of harm that a token heads: which harm, and one past its last token.
    pub fn toll(&self, at: usize) -> Option<(Measure, usize, usize)> {
        let (term, class) = self.term(at, self.concepts.tolls)?;
        Some((Measure::from_word(class)?, term.tokens.start, term.tokens.end))
    }

    /// Whether a token is a word of a class of `harm_words`.
    pub fn is(&self, at: usize, class: &str) -> bool {
        self.term(at, self.concepts.words).is_some_and(|(_, found)| found == class)
    }

    /// Whether a sentence tells of an accident, a disaster or a disease, and of no attack.
    pub fn is_accident(&self, sentence: usize) -> bool {
        let Some(sentence) = self.text.sentences.get(sentence) else { return false };
        let accident = (sentence.first..sentence.last).any(|at| self.term(at, self.concepts.accidents).is_some());
        accident && !(sentence.first..sentence.last).any(|at| self.is_violence(at))
    }

    /// Whether a sentence tells of an attack.
    pub fn is_attack(&self, sentence: usize) -> bool {
        let Some(sentence) = self.text.sentences.get(sentence) else { return false };
        (sentence.first..sentence.last).any(|at| self.is_violence(at))
    }

    /// Whether a word can only mean violence: floods hit and fires strike too.
    fn is_violence(&self, at: usize) -> bool {
        self.concepts.attacks.iter().any(|&concept| {
            let found = self.term(at, concept);
            found.is_some_and(|(_, class)| !(self.tag(at).is_verb() && class == "unstated")) && self.word(at) != "fire"
        })
    }

    /// Whether the head of the report says that it is about an accident or a disease.
    pub fn is_accident_report(&self) -> bool {
        let end = self.text.sentences.get(1).or(self.text.sentences.first()).map_or(0, |sentence| sentence.last);
        (0..end).any(|at| self.term(at, self.concepts.accidents).is_some_and(|(_, class)| class == "certain"))
    }

    /// Whether a token heads a word for a longer time (`lead`), or for what lasts that long (`war`).
    pub fn is_period(&self, at: usize, class: &str) -> bool {
        self.term(at, self.concepts.periods).is_some_and(|(_, found)| found == class)
    }

    /// Whether a word names an attack or its means.
    pub fn is_attack_word(&self, at: usize) -> bool {
        self.concepts.attacks.iter().any(|&concept| self.term(at, concept).is_some()) && self.people(at).is_none()
    }

    /// Whether a verb links people with the state that they are in.
    pub fn is_link(&self, at: usize) -> bool {
        self.tag(at).is_verb() && self.term(at, self.concepts.links).is_some()
    }

    /// Whether a verb brings harm about.
    pub fn is_cause(&self, at: usize) -> bool {
        self.tag(at).is_verb() && self.term(at, self.concepts.causes).is_some()
    }

    /// Whether a verb tells that bodies were found.
    pub fn is_recovery(&self, at: usize) -> bool {
        self.term(at, self.concepts.recoveries).is_some()
    }

    /// Whether a word leads to the figure of a toll.
    pub fn is_toll_lead(&self, at: usize) -> bool {
        self.term(at, self.concepts.toll_leads).is_some()
    }

    /// Whether a token is joined to the next by a hyphen: "two-day-old", "off-duty".
    pub fn is_hyphenated(&self, at: usize) -> bool {
        let (Some(token), Some(hyphen)) = (self.text.tokens.get(at), self.text.tokens.get(at + 1)) else {
            return false;
        };
        matches!(self.word(at + 1), "-" | "‑") && token.span.end == hyphen.span.start && self.number_at[at].is_none()
    }

    /// The marker of a breakdown of one of the classes that begins at a token: one past its end.
    pub fn marker_from(&self, at: usize, classes: &[&str]) -> Option<usize> {
        self.marker(at..(at + 4), classes, |tokens| tokens.start == at).map(|tokens| tokens.end)
    }

    /// The marker of a breakdown of one of the classes that ends before a token: its first token.
    pub fn marker_to(&self, end: usize, classes: &[&str]) -> Option<usize> {
        self.marker(end.saturating_sub(4)..end, classes, |tokens| tokens.end == end).map(|tokens| tokens.start)
    }

    fn marker(
        &self,
        within: std::ops::Range<usize>,
        classes: &[&str],
        fits: impl Fn(&std::ops::Range<usize>) -> bool,
    ) -> Option<std::ops::Range<usize>> {
        let terms = within.filter_map(|at| self.terms.at_checked(at)).flatten();
        let mut found = terms.filter(|term| {
            Some(term.concept) == self.concepts.breakdowns
                && classes.contains(&self.lexicon.class_name(term.concept, term.class))
                && fits(&term.tokens)
        });
        found.next().map(|term| term.tokens.clone())
    }

    /// What kind of people a noun names; `None` where it is no known noun for people.
    pub fn people(&self, at: usize) -> Option<Victims> {
        self.term(at, self.concepts.people).and_then(|(_, class)| Victims::from_word(class))
    }

    /// Whether a noun names what is not people.
    pub fn is_thing(&self, at: usize) -> bool {
        self.term(at, self.concepts.not_people).is_some() && self.people(at).is_none()
    }

    /// Whether a token is a form of "be", "have", "get" or another auxiliary.
    pub fn is_auxiliary(&self, at: usize) -> bool {
        self.tag(at) == Tag::Md
            || (self.tag(at).is_verb()
                && self.tag(at) != Tag::Nnp
                && matches!(self.lemma(at), "be" | "have" | "get" | "do"))
            || self.word(at) == "been"
    }
}

fn harm_of(term: &Term, class: &str, how: How) -> Option<Harm> {
    let (class, condition) = class.split_once('_').unwrap_or((class, ""));
    let (people_only, home_only) = (condition == "people", condition == "home");
    Some(Harm {
        measure: Measure::from_word(class)?,
        how,
        people_only,
        home_only,
        first: term.tokens.start,
        end: term.tokens.end,
    })
}
