//! What single words mean for time, looked up once per word. The words themselves are the codebook's `time_*` concepts;
//! how they combine is `grammar`.

use std::collections::HashMap;
use trucewatch_codebook::Data;

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Weekend,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

impl Unit {
    fn from_class(class: &str) -> Option<Unit> {
        Some(match class {
            "second" => Unit::Second,
            "minute" => Unit::Minute,
            "hour" => Unit::Hour,
            "day" => Unit::Day,
            "week" => Unit::Week,
            "weekend" => Unit::Weekend,
            "month" => Unit::Month,
            "quarter" => Unit::Quarter,
            "year" => Unit::Year,
            "decade" => Unit::Decade,
            "century" => Unit::Century,
            _ => return None,
        })
    }
}

/// TIMEX3's seasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Season {
    Spring,
    Summer,
    Fall,
    Winter,
}

/// TIMEX3's parts of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Morning,
    Afternoon,
    Evening,
    Night,
    Daytime,
}

impl Part {
    /// TIMEX3's code.
    pub(super) fn code(self) -> &'static str {
        match self {
            Part::Morning => "MO",
            Part::Afternoon => "AF",
            Part::Evening => "EV",
            Part::Night => "NI",
            Part::Daytime => "DT",
        }
    }
}

/// The parts that small words play in the grammar: the classes of the concept `time_signs`.
macro_rules! signs {
    ($($variant:ident = $class:literal,)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub(super) enum Sign { $($variant,)* }

        impl Sign {
            fn from_class(class: &str) -> Option<Sign> {
                match class { $($class => Some(Sign::$variant),)* _ => None }
            }
        }
    };
}

signs! {
    The = "the", A = "a", This = "this", That = "that", Last = "last", Past = "past", Next = "next", Coming = "coming",
    Previous = "previous", Following = "following", Same = "same", Current = "current", Latest = "latest", Recent = "recent",
    Every = "every", Per = "per", Ago = "ago", Earlier = "earlier", Later = "later", After = "after", Before = "before",
    Approximately = "approximately", Early = "early", Mid = "mid", Late = "late", Start = "start", Middle = "middle",
    End = "end", Half = "half", Of = "of", On = "on", At = "at", In = "in", For = "for", From = "from", To = "to",
    Until = "until", By = "by", And = "and", Or = "or", Between = "between", During = "during", Over = "over",
    Within = "within", Since = "since", Today = "today", Yesterday = "yesterday", Tomorrow = "tomorrow",
    Tonight = "tonight", Overnight = "overnight", Am = "am", Pm = "pm", Oclock = "oclock", Zone = "zone",
    Fiscal = "fiscal", Old = "old", Long = "long", Period = "period", More = "more", Row = "row", Label = "label",
    Future = "future", IsTo = "is_to", PastCue = "past_cue", Dated = "dated",
    Its = "its", Comparative = "comparative", Than = "than", Least = "least", Up = "up", Loose = "loose",
    Consecutive = "consecutive", Then = "then",
}

/// Everything that one word can mean. A word can mean several things ("second", "march"); the grammar chooses.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Senses {
    /// 1 to 12.
    pub(super) month: Option<i8>,
    /// Of a month or weekday: whether the word is a short form ("Sept", "Tue").
    pub(super) short: bool,
    /// 1 (Monday) to 7.
    pub(super) weekday: Option<i8>,
    pub(super) season: Option<Season>,
    pub(super) unit: Option<Unit>,
    /// Of a unit or weekday: whether the word is its plural.
    pub(super) plural: bool,
    pub(super) cardinal: Option<u32>,
    /// An amount without a figure: "several".
    pub(super) vague: bool,
    pub(super) ordinal: Option<u32>,
    pub(super) part: Option<Part>,
    /// A named hour: noon 12, midnight 24.
    pub(super) hour: Option<i8>,
    /// Whether a phrase of the concept `time_references`, `time_sets` or `time_holidays` begins with the word.
    pub(super) opens_phrase: bool,
    signs: u128,
}

impl Senses {
    /// A word that means nothing for time.
    pub(super) const NONE: Senses = Senses {
        month: None,
        short: false,
        weekday: None,
        season: None,
        unit: None,
        plural: false,
        cardinal: None,
        vague: false,
        ordinal: None,
        part: None,
        hour: None,
        opens_phrase: false,
        signs: 0,
    };

    /// Whether the word plays this part.
    pub(super) fn is(&self, sign: Sign) -> bool {
        self.signs >> (sign as u8) & 1 == 1
    }

    /// Whether an expression can begin here.
    pub(super) fn any(&self) -> bool {
        self.signs != 0
            || self.opens_phrase
            || self.vague
            || self.month.is_some()
            || self.weekday.is_some()
            || self.season.is_some()
            || self.unit.is_some()
            || self.cardinal.is_some()
            || self.ordinal.is_some()
            || self.part.is_some()
            || self.hour.is_some()
    }
}

/// What a phrase of several words means as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PhraseKind {
    /// `PAST_REF`, `PRESENT_REF`, `FUTURE_REF`.
    Reference(String),
    /// The value of a set: `P1D`.
    Set(String),
    /// A class of `time_holidays`.
    Holiday(String),
}

/// A phrase of the codebook, in lower-case words.
#[derive(Clone, Debug)]
pub(super) struct Phrase {
    /// The words behind the first one; a hyphen or apostrophe is a word.
    pub(super) rest: Vec<String>,
    pub(super) kind: PhraseKind,
}

/// The codebook's words of time.
pub(super) struct Words {
    senses: HashMap<String, Senses>,
    phrases: HashMap<String, Vec<Phrase>>,
}

impl Words {
    pub(super) fn new(codebook: &Data) -> Self {
        let mut words = Words { senses: HashMap::new(), phrases: HashMap::new() };
        words.each(codebook, "time_months", |senses, class, at| {
            senses.month = class.parse().ok();
            senses.short |= at > 0;
        });
        words.each(codebook, "time_weekdays", |senses, class, at| {
            senses.weekday = class.parse().ok();
            senses.plural |= at == 1;
            senses.short |= at > 1;
        });
        words.each(codebook, "time_seasons", |senses, class, _| {
            senses.season = match class {
                "SP" => Some(Season::Spring),
                "SU" => Some(Season::Summer),
                "FA" => Some(Season::Fall),
                "WI" => Some(Season::Winter),
                _ => None,
            }
        });
        words.each(codebook, "time_units", |senses, class, at| {
            senses.unit = Unit::from_class(class);
            senses.plural |= at % 2 == 1;
        });
        words.each(codebook, "time_parts", |senses, class, _| match class {
            "MO" => senses.part = Some(Part::Morning),
            "AF" => senses.part = Some(Part::Afternoon),
            "EV" => senses.part = Some(Part::Evening),
            "NI" => senses.part = Some(Part::Night),
            "DT" => senses.part = Some(Part::Daytime),
            hour => senses.hour = hour.parse().ok(),
        });
        words.each(codebook, "time_cardinals", |senses, class, _| match class.parse() {
            Ok(number) => senses.cardinal = Some(number),
            Err(_) => senses.vague = true,
        });
        words.each(codebook, "time_ordinals", |senses, class, _| senses.ordinal = class.parse().ok());
        words.each(codebook, "time_signs", |senses, class, _| {
            if let Some(sign) = Sign::from_class(class) {
                senses.signs |= 1 << (sign as u8);
            }
        });
        words.add_phrases(codebook, "time_references", PhraseKind::Reference);
        words.add_phrases(codebook, "time_sets", PhraseKind::Set);
        words.add_phrases(codebook, "time_holidays", PhraseKind::Holiday);
        words
    }

    /// Calls `set` for each word of a concept with its senses so far, its class and its place in the class.
    fn each(&mut self, codebook: &Data, concept: &str, set: impl Fn(&mut Senses, &str, usize)) {
        for (class, words) in codebook.lexicon.get(concept).into_iter().flat_map(|concept| &concept.words) {
            for (at, word) in words.iter().enumerate() {
                set(self.senses.entry(word.clone()).or_default(), class, at);
            }
        }
    }

    fn add_phrases(&mut self, codebook: &Data, concept: &str, kind: impl Fn(String) -> PhraseKind) {
        for (class, phrases) in codebook.lexicon.get(concept).into_iter().flat_map(|concept| &concept.words) {
            for phrase in phrases {
                let spaced = phrase.replace('-', " - ").replace('\'', " ' ");
                let mut words = spaced.split_whitespace().map(str::to_owned);
                let Some(first) = words.next() else { continue };
                self.senses.entry(first.clone()).or_default().opens_phrase = true;
                self.phrases
                    .entry(first)
                    .or_default()
                    .push(Phrase { rest: words.collect(), kind: kind(class.clone()) });
            }
        }
        // The longest phrase is tried first.
        for phrases in self.phrases.values_mut() {
            phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.rest.len()));
        }
    }

    /// What a lower-case word means.
    pub(super) fn senses(&self, word: &str) -> Senses {
        self.senses.get(word).copied().unwrap_or_default()
    }

    /// The phrases that begin with a lower-case word, longest first.
    pub(super) fn phrases(&self, first: &str) -> &[Phrase] {
        self.phrases.get(first).map_or(&[], Vec::as_slice)
    }
}
