//! Which claims are looked for, as the address says it.

use serde::Deserialize;
use trucewatch::model::{Kind, Moment};
use trucewatch::record::ClaimQuery;

/// What is wanted; what is empty does not narrow.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Wanted {
    /// Words of the report.
    pub words: String,
    /// `Kind`'s word.
    pub kind: String,
    /// Action, method or measure.
    #[serde(rename = "type")]
    pub type_word: String,
    /// `Modality`'s word.
    pub modality: String,
    /// Part of a party's name, or its id.
    pub party: String,
    /// Part of a place's name.
    pub place: String,
    /// Part of who says it.
    pub speaker: String,
    /// Part of an outlet's name.
    pub outlet: String,
    /// First day.
    pub from: String,
    /// Last day.
    pub until: String,
    /// Anything: only claims of events on which accounts differ.
    pub disputed: String,
    /// The line that the page begins with, from 0.
    pub first: usize,
}

impl Wanted {
    fn fields(&self) -> [(&'static str, &str); 11] {
        [
            ("words", &self.words),
            ("kind", &self.kind),
            ("type", &self.type_word),
            ("modality", &self.modality),
            ("party", &self.party),
            ("place", &self.place),
            ("speaker", &self.speaker),
            ("outlet", &self.outlet),
            ("from", &self.from),
            ("until", &self.until),
            ("disputed", &self.disputed),
        ]
    }

    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        self.fields().iter().all(|(_, value)| value.trim().is_empty())
    }

    /// The address of the page that begins with another line.
    pub fn address(&self, first: usize) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(self.fields().iter().filter(|(_, value)| !value.is_empty()));
        if first > 0 {
            query.append_pair("first", &first.to_string());
        }
        format!("/search?{}", query.finish())
    }

    /// As the record is asked, for `limit` claims.
    pub fn query(&self, limit: usize) -> ClaimQuery {
        let text = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        ClaimQuery {
            words: self.words.clone(),
            kind: Kind::from_word(&self.kind),
            type_word: text(&self.type_word).map(|word| word.replace(' ', "_")),
            modality: text(&self.modality),
            party: text(&self.party),
            place: text(&self.place),
            speaker: text(&self.speaker),
            within: None,
            from: Moment::parse(&self.from),
            until: Moment::parse(&self.until),
            outlet: text(&self.outlet),
            disputed: !self.disputed.is_empty(),
            offset: self.first,
            limit,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Wanted;

    #[test]
    fn the_address_holds_what_is_asked_in_any_script() {
        let wanted = Wanted { words: "هدنة & \"a b\"".into(), outlet: "Gate".into(), ..Wanted::default() };
        let address = wanted.address(25);
        let (_, query) = address.split_once('?').unwrap();
        let back: Vec<(String, String)> =
            url::form_urlencoded::parse(query.as_bytes()).map(|(a, b)| (a.into(), b.into())).collect();
        assert_eq!(
            back,
            [("words", "هدنة & \"a b\""), ("outlet", "Gate"), ("first", "25")]
                .map(|(a, b)| (a.to_owned(), b.to_owned()))
        );
        assert!(Wanted { words: " ".into(), ..Wanted::default() }.is_empty());
    }
}
