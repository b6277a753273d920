//! What the annotators marked in a stretch of text, as name, words and meaning.

use crate::print::words;
use trucewatch::Annotated;
use trucewatch::model::Span;

/// One mark.
pub struct Mark {
    /// `time`, `place`, `party`, `number`.
    pub name: &'static str,
    /// Where it stands.
    pub span: Span,
    /// What the words stand for.
    pub meaning: String,
}

/// The marks inside a span, in the order of the text.
pub fn of(text: &Annotated, within: Span) -> Vec<Mark> {
    let mut marks = Vec::new();
    for time in text.times.iter().filter(|time| within.contains(time.span)) {
        let days = words::resolved(time.start, time.end).unwrap_or_else(|| "not bounded".to_owned());
        let meaning = format!("{} {} {days}", time.kind.word(), time.value);
        marks.push(Mark { name: "time", span: time.span, meaning });
    }
    for toponym in text.toponyms.iter().filter(|toponym| within.contains(toponym.span)) {
        let meaning = match &toponym.place {
            Some(place) => format!(
                "{} {}, {}, {:.3} {:.3} ({})",
                place.id,
                place.name,
                place.country.as_deref().unwrap_or("no country"),
                place.lat,
                place.lon,
                place.precision.word()
            ),
            None => "not in the gazetteer".to_owned(),
        };
        marks.push(Mark { name: "place", span: toponym.span, meaning });
    }
    for mention in text.mentions.iter().filter(|mention| within.contains(mention.span)) {
        let meaning = match &mention.actor {
            Some(actor) => format!("{actor} ({})", mention.category.word()),
            None => mention.category.word().to_owned(),
        };
        marks.push(Mark { name: "party", span: mention.span, meaning });
    }
    for number in text.numbers.iter().filter(|number| within.contains(number.span)) {
        let meaning = words::count(&number.count).unwrap_or_else(|| "not told".to_owned());
        marks.push(Mark { name: "number", span: number.span, meaning });
    }
    marks.sort_by_key(|mark| mark.span);
    marks
}
