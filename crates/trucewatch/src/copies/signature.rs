//! A text as the row of its words, hashed, with the few things known of each that tell two happenings apart.

use std::collections::HashMap;
use trucewatch_codebook::Data;

/// One of so many runs of three words is a key.
const KEY_RATE: u64 = 8;

/// What a word is, as far as comparing texts goes. The numbers are part of the stored form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Plain = 0,
    /// Begins with a capital and does not open a sentence.
    Name = 1,
    /// A number, in figures or words.
    Figure = 2,
    Weekday = 3,
    Month = 4,
}

/// A word: its class in the lowest three bits, its hash in the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Word(pub u32);

impl Word {
    fn new(text: &str, class: Class) -> Self {
        let hash = text.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        Word((hash ^ (hash >> 15)) << 3 | class as u32)
    }

    pub(super) fn class(self) -> Class {
        match self.0 & 7 {
            1 => Class::Name,
            2 => Class::Figure,
            3 => Class::Weekday,
            4 => Class::Month,
            _ => Class::Plain,
        }
    }

    /// The word apart from its class: a name may open a sentence in one text and not in the other.
    pub(super) fn hash(self) -> u32 {
        self.0 >> 3
    }
}

/// Makes signatures. Made once from a codebook, shared by all threads.
pub struct Signer {
    /// Number words, weekdays and months: what they are, and under which name they are compared.
    known: HashMap<String, (Class, String)>,
}

/// What is kept of a text to compare it with others. The headline is left out: outlets write their own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signature {
    pub(super) words: Vec<Word>,
}

impl Signer {
    /// A signer that knows the number words, weekdays and months of `codebook`.
    pub fn new(codebook: &Data) -> Self {
        let mut known = HashMap::new();
        let concepts =
            [("number_words", Class::Figure), ("time_weekdays", Class::Weekday), ("time_months", Class::Month)];
        for (concept, class) in concepts {
            for (value, words) in codebook.lexicon.get(concept).iter().flat_map(|concept| &concept.words) {
                known.extend(words.iter().map(|word| (word.clone(), (class, value.clone()))));
            }
        }
        Signer { known }
    }

    /// The signature of a report's text, headline and all.
    pub fn sign(&self, text: &str) -> Signature {
        let mut words = Vec::with_capacity(text.len() / 6);
        let mut word = String::new();
        let (mut capital, mut opens) = (false, true);
        let mut before = '\n';
        let mut chars = without_headline(text).chars().peekable();
        while let Some(char) = chars.next() {
            if char.is_alphanumeric() {
                if word.is_empty() {
                    capital = char.is_uppercase();
                }
                word.extend(char.to_lowercase());
            } else if !joins(before, char, chars.peek().copied()) {
                if !word.is_empty() {
                    words.push(self.word(&word, capital, opens));
                    word.clear();
                    opens = false;
                }
                opens |= matches!(char, '.' | '!' | '?' | '\n' | ':' | '"' | '“' | '(');
            }
            before = char;
        }
        if !word.is_empty() {
            words.push(self.word(&word, capital, opens));
        }
        Signature { words }
    }

    fn word(&self, word: &str, capital: bool, opens: bool) -> Word {
        match self.known.get(word) {
            // Short forms of days and months are words of their own in small letters: "sat", "may", "march".
            Some((class, value)) if capital || *class == Class::Figure => Word::new(value, *class),
            _ if word.starts_with(|char: char| char.is_ascii_digit()) => Word::new(word, Class::Figure),
            _ => Word::new(word, if capital && !opens { Class::Name } else { Class::Plain }),
        }
    }
}

/// Whether a sign stands inside a word: outlets differ in "can't" and "can’t", "U.S." and "US", "1,600" and "1600".
fn joins(before: char, sign: char, after: Option<char>) -> bool {
    let Some(after) = after else { return false };
    match sign {
        '\'' | '’' => before.is_alphanumeric() && after.is_alphanumeric(),
        '.' if before.is_uppercase() => after.is_uppercase(),
        ',' | '.' | ':' => before.is_ascii_digit() && after.is_ascii_digit(),
        _ => false,
    }
}

/// A text behind its headline: a first paragraph that is short and is no sentence.
fn without_headline(text: &str) -> &str {
    match text.split_once("\n\n") {
        Some((headline, rest)) if headline.len() < 200 && !headline.trim_end().ends_with(['.', '"', '”']) => rest,
        _ => text,
    }
}

impl Signature {
    /// Under which numbers to look for copies. Two copies have several keys in common, and texts that have at most one are
    /// none; keep them in any index by number. A key that hundreds of reports have is furniture of a site: leave it aside.
    /// About one key for eight words, in rising order, none twice.
    pub fn keys(&self) -> Vec<u64> {
        let runs = self.words.windows(3).map(run);
        let mut keys: Vec<u64> = runs.filter(|run| run.is_multiple_of(KEY_RATE)).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// Number of words.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether there are no words at all.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The stored form: four bytes a word, little-endian.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.words.iter().flat_map(|word| word.0.to_le_bytes()).collect()
    }

    /// Reads what `to_bytes` wrote; `None` where the bytes are cut off.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (words, rest) = bytes.as_chunks::<4>();
        rest.is_empty().then(|| Signature { words: words.iter().map(|word| Word(u32::from_le_bytes(*word))).collect() })
    }
}

/// Three words as one number, well mixed.
pub(super) fn run(words: &[Word]) -> u64 {
    let mut hash = words.iter().fold(0x9e37_79b9_7f4a_7c15_u64, |hash, word| {
        (hash.rotate_left(23) ^ u64::from(word.hash())).wrapping_mul(0xbf58_476d_1ce4_e5b9)
    });
    hash ^= hash >> 31;
    hash = hash.wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 29)
}
