//! The words around place names, from the codebook's concepts `place_words` and `person_names`.

use std::collections::HashSet;
use trucewatch_codebook::Data;

/// The words of `place_words` and `person_names`, by what they tell.
pub struct PlaceWords {
    behind: HashSet<String>,
    before: HashSet<String>,
    kind: HashSet<String>,
    reach: HashSet<String>,
    between: HashSet<String>,
    direction: HashSet<String>,
    preposition: HashSet<String>,
    title: HashSet<String>,
    inside: HashSet<String>,
    article: HashSet<String>,
    never: HashSet<String>,
    given: HashSet<String>,
    family: HashSet<String>,
}

impl PlaceWords {
    /// The words that `codebook` has.
    pub fn new(codebook: &Data) -> Self {
        let class = |concept: &str, class: &str| {
            codebook.lexicon.get(concept).and_then(|c| c.words.get(class)).into_iter().flatten().cloned().collect()
        };
        PlaceWords {
            behind: class("place_words", "behind"),
            before: class("place_words", "before"),
            kind: class("place_words", "kind"),
            reach: class("place_words", "reach"),
            between: class("place_words", "between"),
            direction: class("place_words", "direction"),
            preposition: class("place_words", "preposition"),
            title: class("place_words", "title"),
            inside: class("place_words", "inside"),
            article: class("place_words", "article"),
            never: class("place_words", "never"),
            given: class("person_names", "given"),
            family: class("person_names", "family"),
        }
    }

    /// A kind of place behind its name: "County".
    pub fn behind(&self, word: &str) -> bool {
        self.behind.contains(&word.to_lowercase())
    }

    /// A kind of place before its name: "Lake".
    pub fn before(&self, word: &str) -> bool {
        self.before.contains(&word.to_lowercase())
    }

    /// A kind of place that belongs to the name in a claim: "province".
    pub fn kind(&self, word: &str) -> bool {
        self.kind.contains(&word.to_lowercase())
    }

    /// A kind of place that belongs even to a nationality: "border".
    pub fn reach(&self, word: &str) -> bool {
        self.reach.contains(&word.to_lowercase())
    }

    /// A word that can stand between a name and its kind: "refugee" (camp).
    pub fn between(&self, word: &str) -> bool {
        self.between.contains(&word.to_lowercase())
    }

    /// "northern".
    pub fn direction(&self, word: &str) -> bool {
        self.direction.contains(&word.to_lowercase())
    }

    /// A preposition of place.
    pub fn preposition(&self, word: &str) -> bool {
        self.preposition.contains(&word.to_lowercase())
    }

    /// A word before a person's name: "Mr".
    pub fn title(&self, word: &str) -> bool {
        self.title.contains(&word.to_lowercase())
    }

    /// A lower-case word that can stand inside a name: "of", "al".
    pub fn inside(&self, word: &str) -> bool {
        self.inside.contains(word)
    }

    /// An Arabic article in any spelling.
    pub fn article(&self, word: &str) -> bool {
        self.article.contains(&word.to_lowercase())
    }

    /// A name that is none of a place, whatever village bears it: "Ramadan".
    pub fn never(&self, name: &str) -> bool {
        self.never.contains(&name.to_lowercase())
    }

    /// A frequent given name.
    pub fn given(&self, word: &str) -> bool {
        self.given.contains(&word.to_lowercase())
    }

    /// A frequent family name.
    pub fn family(&self, word: &str) -> bool {
        self.family.contains(&word.to_lowercase())
    }
}
