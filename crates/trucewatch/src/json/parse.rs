//! Reads the public JSON of a reading (`reading/1`) back: code points become bytes again, ids of places and parties are kept.
//! Annotations are not read: they are not part of what a report says.

use serde_json::Value;
use std::fmt;
use std::sync::Arc;
use trucewatch_model::{
    ActorRef, AidAction, AttackMethod, Category, CeasefireAction, Claim, ClaimPlace, ClaimTime, Content, ControlAction,
    CorridorAction, Count, Cue, Document, Kind, Measure, Modality, Mode, Moment, MovementAction, Place, Precision,
    Reading, Role, Span, Speaker, Statement, Victims, Window,
};

/// What is wrong with the JSON of a reading: the field and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadingError {
    /// Where: `claims[3].modality`.
    pub field: String,
    /// What is wrong there.
    pub problem: String,
}

impl fmt::Display for ReadingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.problem)
    }
}

impl std::error::Error for ReadingError {}

/// The reading that `json::reading` wrote.
///
/// # Errors
/// The first field that is missing where it must be there, holds something else than it should, or points outside the text.
pub fn parse_reading(value: &Value) -> Result<Reading, ReadingError> {
    let root = At { value, field: String::new() };
    if let Some(schema) = root.get("schema").text()?.filter(|schema| schema != "reading/1") {
        return Err(root
            .get("schema")
            .wrong(&format!("`{schema}` is not a schema that is read here; expected `reading/1`")));
    }
    let document = document(&root.get("document"))?;
    let points = Points::new(&document.text);
    let statements: Vec<(String, Statement)> =
        root.get("statements").each(|at| Ok((at.get("id").needed()?, statement(at, &points)?)))?;
    let said: Vec<&str> = statements.iter().map(|(id, _)| id.as_str()).collect();
    let ids: Vec<String> = root.get("claims").each(|at| at.get("id").needed())?;
    let claims = root.get("claims").each(|at| claim(at, &points, &said, &ids))?;
    let statements = statements.into_iter().map(|(_, statement)| statement).collect();
    Ok(Reading { document, statements, claims, ..Reading::default() })
}

/// A value with the way to it.
struct At<'v> {
    value: &'v Value,
    field: String,
}

static NULL: Value = Value::Null;

impl<'v> At<'v> {
    fn get(&self, name: &str) -> At<'v> {
        let field = if self.field.is_empty() { name.to_owned() } else { format!("{}.{name}", self.field) };
        At { value: self.value.get(name).unwrap_or(&NULL), field }
    }

    fn wrong(&self, problem: &str) -> ReadingError {
        ReadingError { field: self.field.clone(), problem: problem.to_owned() }
    }

    fn is_null(&self) -> bool {
        self.value.is_null()
    }

    fn text(&self) -> Result<Option<String>, ReadingError> {
        match self.value {
            Value::Null => Ok(None),
            Value::String(text) => Ok(Some(text.clone())),
            _ => Err(self.wrong("expected text or null")),
        }
    }

    fn needed(&self) -> Result<String, ReadingError> {
        self.text()?.ok_or_else(|| self.wrong("expected text; it is missing or null"))
    }

    fn number(&self) -> Result<Option<u64>, ReadingError> {
        match self.value {
            Value::Null => Ok(None),
            value => value.as_u64().map(Some).ok_or_else(|| self.wrong("expected a whole number, 0 or more, or null")),
        }
    }

    fn degrees(&self) -> Result<f32, ReadingError> {
        self.value.as_f64().map(|value| value as f32).ok_or_else(|| self.wrong("expected degrees as a number"))
    }

    fn truth(&self) -> Result<Option<bool>, ReadingError> {
        match self.value {
            Value::Null => Ok(None),
            value => value.as_bool().map(Some).ok_or_else(|| self.wrong("expected true, false or null")),
        }
    }

    fn moment(&self) -> Result<Option<Moment>, ReadingError> {
        let Some(text) = self.text()? else { return Ok(None) };
        let moment = Moment::parse(&text);
        moment.map(Some).ok_or_else(|| self.wrong(&format!("`{text}` is no ISO date or date-time")))
    }

    /// A word of a closed list.
    fn word<T>(&self, from_word: impl Fn(&str) -> Option<T>) -> Result<T, ReadingError> {
        let word = self.needed()?;
        from_word(&word).ok_or_else(|| self.wrong(&format!("`{word}` is not a word of the codebook for this")))
    }

    fn each<T>(&self, mut read: impl FnMut(&At<'v>) -> Result<T, ReadingError>) -> Result<Vec<T>, ReadingError> {
        let list = match self.value {
            Value::Null => return Ok(Vec::new()),
            value => value.as_array().ok_or_else(|| self.wrong("expected a list"))?,
        };
        let items = list.iter().enumerate();
        items.map(|(nth, value)| read(&At { value, field: format!("{}[{nth}]", self.field) })).collect()
    }

    fn span(&self, points: &Points) -> Result<Span, ReadingError> {
        let ends = self.each(|end| end.number()?.ok_or_else(|| end.wrong("expected a whole number")))?;
        let [start, end] = ends[..] else { return Err(self.wrong("expected [start, end]")) };
        let bytes = points.byte(start).zip(points.byte(end)).filter(|_| start <= end);
        let (start, end) = bytes.ok_or_else(|| self.wrong(&format!("[{start}, {end}] is not within the text")))?;
        Ok(Span { start, end })
    }
}

/// Turns code points into byte offsets.
struct Points {
    len: usize,
    bytes: Option<Vec<usize>>,
}

impl Points {
    fn new(text: &str) -> Self {
        let bytes = (!text.is_ascii()).then(|| text.char_indices().map(|(at, _)| at).chain([text.len()]).collect());
        Points { len: text.len(), bytes }
    }

    fn byte(&self, point: u64) -> Option<usize> {
        let point = usize::try_from(point).ok()?;
        match &self.bytes {
            Some(bytes) => bytes.get(point).copied(),
            None => (point <= self.len).then_some(point),
        }
    }
}

fn document(at: &At) -> Result<Document, ReadingError> {
    Ok(Document {
        id: at.get("id").needed()?,
        title: at.get("title").text()?,
        text: at.get("text").needed()?,
        published: at.get("published").moment()?,
        source: at.get("source").text()?,
        url: at.get("url").text()?,
        language: at.get("language").text()?,
    })
}

fn statement(at: &At, points: &Points) -> Result<Statement, ReadingError> {
    let speaker = at.get("speaker");
    let cue = at.get("cue");
    Ok(Statement {
        speaker: match speaker.is_null() {
            true => None,
            false => Some(Speaker {
                text: speaker.get("text").needed()?,
                span: speaker.get("span").span(points)?,
                refers_to: speaker.get("refers_to").text()?,
                category: speaker.get("category").word(Category::from_word)?,
            }),
        },
        cue: match cue.is_null() {
            true => None,
            false => Some(Cue { text: cue.get("text").needed()?, span: cue.get("span").span(points)? }),
        },
        content: at.get("content").each(|span| span.span(points))?,
        mode: at.get("mode").word(|word| match word {
            "direct" => Some(Mode::Direct),
            "indirect" => Some(Mode::Indirect),
            "mixed" => Some(Mode::Mixed),
            _ => None,
        })?,
    })
}

fn claim(at: &At, points: &Points, said: &[&str], ids: &[String]) -> Result<Claim, ReadingError> {
    let span = at.get("span").span(points)?;
    let statement = at.get("statement");
    let time = at.get("time");
    Ok(Claim {
        span,
        // The public JSON does not tell the trigger; the claim's own words stand for it.
        trigger: span,
        modality: at.get("modality").word(Modality::from_word)?,
        statement: pointed(&statement, said.iter().copied())?,
        time: match time.is_null() {
            true => None,
            false => Some(ClaimTime {
                text: time.get("text").text()?.unwrap_or_default(),
                start: time.get("start").moment()?,
                end: time.get("end").moment()?,
            }),
        },
        places: at.get("places").each(|place| claim_place(place, points))?,
        actors: at.get("actors").each(actor)?,
        content: content(at, ids)?,
        rule: at.get("rule").text()?.unwrap_or_default(),
        confidence: at.get("confidence").value.as_f64().map_or(1.0, |value| value as f32),
    })
}

fn pointed<'i>(at: &At, mut ids: impl Iterator<Item = &'i str>) -> Result<Option<usize>, ReadingError> {
    let Some(id) = at.text()? else { return Ok(None) };
    ids.position(|known| known == id).map(Some).ok_or_else(|| at.wrong(&format!("there is no `{id}` in this reading")))
}

fn claim_place(at: &At, points: &Points) -> Result<ClaimPlace, ReadingError> {
    let place = match at.get("id").text()? {
        None => None,
        Some(id) => Some(Arc::new(Place {
            id,
            name: at.get("name").needed()?,
            country: at.get("country").text()?,
            lat: at.get("lat").degrees()?,
            lon: at.get("lon").degrees()?,
            precision: at.get("precision").word(Precision::from_word)?,
        })),
    };
    let span = if at.get("span").is_null() { Span::default() } else { at.get("span").span(points)? };
    Ok(ClaimPlace { text: at.get("text").needed()?, span, place })
}

fn actor(at: &At) -> Result<ActorRef, ReadingError> {
    Ok(ActorRef {
        role: at.get("role").word(Role::from_word)?,
        text: at.get("text").needed()?,
        id: at.get("id").text()?,
    })
}

fn content(at: &At, ids: &[String]) -> Result<Content, ReadingError> {
    let action = at.get("action");
    Ok(match at.get("kind").word(Kind::from_word)? {
        Kind::Ceasefire => Content::Ceasefire {
            action: action.word(CeasefireAction::from_word)?,
            unilateral: at.get("unilateral").truth()?,
            window: window(&at.get("window"))?,
        },
        Kind::Corridor => Content::Corridor { action: action.word(CorridorAction::from_word)? },
        Kind::Attack => Content::Attack { method: at.get("method").word(AttackMethod::from_word)? },
        Kind::Casualties => Content::Casualties {
            measure: at.get("measure").word(Measure::from_word)?,
            count: count(&at.get("count"))?.unwrap_or_default(),
            victims: at.get("victims").word(Victims::from_word)?,
            group: at.get("group").text()?,
            part_of: pointed(&at.get("part_of"), ids.iter().map(String::as_str))?,
            cumulative: at.get("cumulative").truth()?.unwrap_or(false),
        },
        Kind::Control => Content::Control { action: action.word(ControlAction::from_word)? },
        Kind::Movement => Content::Movement {
            action: action.word(MovementAction::from_word)?,
            count: count(&at.get("count"))?,
            origin: at.get("origin").text()?,
            destination: at.get("destination").text()?,
        },
        Kind::Aid => Content::Aid { action: action.word(AidAction::from_word)? },
    })
}

fn count(at: &At) -> Result<Option<Count>, ReadingError> {
    if at.is_null() {
        return Ok(None);
    }
    let exact = at.get("exact").truth()?.unwrap_or(false);
    Ok(Some(Count { min: at.get("min").number()?, max: at.get("max").number()?, exact }))
}

fn window(at: &At) -> Result<Option<Window>, ReadingError> {
    if at.is_null() {
        return Ok(None);
    }
    Ok(Some(Window {
        start: at.get("start").moment()?,
        end: at.get("end").moment()?,
        daily_from: at.get("daily_from").text()?,
        daily_to: at.get("daily_to").text()?,
        duration: at.get("duration").text()?,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::reading;
    use serde_json::json;

    fn sample() -> Value {
        json!({
            "schema": "reading/1",
            "document": {"id": "r1", "title": null, "text": "«Ḥalab»: the truce began, he said.", "published": "2016-10-20T09:00",
                "source": "A", "url": null, "language": "en"},
            "statements": [{"id": "s1", "speaker": {"text": "he", "span": [26, 28], "refers_to": "the mayor", "category": "government"},
                "cue": {"text": "said", "span": [29, 33]}, "content": [[9, 24]], "mode": "indirect"}],
            "claims": [
                {"id": "c1", "kind": "ceasefire", "span": [9, 24], "modality": "reported", "statement": "s1",
                 "time": {"text": "Thursday", "start": "2016-10-20", "end": null},
                 "places": [{"text": "Ḥalab", "span": [1, 6], "id": "geonames:170063", "name": "Aleppo", "country": "SY",
                    "lat": 36.2, "lon": 37.15, "precision": "settlement"}],
                 "actors": [{"role": "by", "text": "army", "id": "syria/army"}], "rule": "ceasefire/x", "confidence": 0.75,
                 "action": "took_effect", "unilateral": null,
                 "window": {"start": "2016-10-20", "end": null, "daily_from": "08:00", "daily_to": null, "duration": "P3D"}},
                {"id": "c2", "kind": "casualties", "span": [9, 24], "modality": "reported", "statement": null, "time": null,
                 "places": [], "actors": [], "rule": "r", "confidence": 1.0, "measure": "killed",
                 "count": {"min": 2, "max": null, "exact": false}, "victims": "civilian", "group": "children", "part_of": "c1",
                 "cumulative": false},
            ],
        })
    }

    #[test]
    fn what_was_written_is_read_back_the_same() {
        let read = parse_reading(&sample()).unwrap();
        assert_eq!(read.claims[0].span.of(&read.document.text), "the truce began");
        assert_eq!(parse_reading(&reading(&read, false)).unwrap(), read);
    }

    #[test]
    fn an_error_names_the_field_and_what_is_wrong_with_it() {
        for (pointer, value, told) in [
            (
                "/claims/0/modality",
                json!("perhaps"),
                "claims[0].modality: `perhaps` is not a word of the codebook for this",
            ),
            ("/claims/0/span", json!([9, 99]), "claims[0].span: [9, 99] is not within the text"),
            ("/claims/1/part_of", json!("c9"), "claims[1].part_of: there is no `c9` in this reading"),
            ("/claims/0/time/start", json!("soon"), "claims[0].time.start: `soon` is no ISO date or date-time"),
            ("/document/text", json!(null), "document.text: expected text; it is missing or null"),
        ] {
            let mut wrong = sample();
            *wrong.pointer_mut(pointer).unwrap() = value;
            assert_eq!(parse_reading(&wrong).unwrap_err().to_string(), told);
        }
    }
}
