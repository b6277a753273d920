//! The public JSON of a reading (`reading/1`). Offsets are Unicode code points into `document.text`, end exclusive.

mod parse;

pub use parse::{ReadingError, parse_reading};

use serde_json::{Value, json};
use trucewatch_model::{
    ActorRef, Claim, ClaimPlace, Content, Count, Document, PlaceRef, Reading, Span, Statement, TimeExpr, Toponym,
    Window, geo::degrees,
};

/// A reading as `reading.schema.json` defines it; with `annotations`, every time and place of the text as well.
pub fn reading(reading: &Reading, annotations: bool) -> Value {
    let offsets = Offsets::new(&reading.document.text);
    let mut out = json!({
        "schema": "reading/1",
        "document": document(&reading.document),
        "statements": reading.statements.iter().enumerate().map(|(at, s)| statement(at, s, &offsets)).collect::<Vec<_>>(),
        "claims": reading.claims.iter().enumerate().map(|(at, c)| claim(at, c, &offsets)).collect::<Vec<_>>(),
    });
    if annotations {
        let mut marks: Vec<(Span, Value)> =
            reading.times.iter().map(|t| (t.span, time_annotation(t, &offsets))).collect();
        marks.extend(reading.toponyms.iter().map(|t| (t.span, place_annotation(t, &offsets))));
        marks.sort_by_key(|(span, _)| *span);
        out["annotations"] = marks.into_iter().map(|(_, mark)| mark).collect();
    }
    out
}

/// Turns byte offsets into code points, in one pass over the text.
pub(crate) struct Offsets(Option<Vec<u32>>);

impl Offsets {
    pub(crate) fn new(text: &str) -> Self {
        if text.is_ascii() {
            return Offsets(None);
        }
        let mut points = Vec::with_capacity(text.len() + 1);
        let mut seen = 0;
        for (at, byte) in text.bytes().enumerate() {
            // A byte inside a character counts as that character's start.
            if text.is_char_boundary(at) && byte & 0xC0 != 0x80 {
                seen += 1;
            }
            points.push(seen - 1);
        }
        points.push(seen);
        Offsets(Some(points))
    }

    pub(crate) fn span(&self, span: Span) -> Value {
        let point = |at: usize| self.0.as_ref().map_or(at, |points| points[at.min(points.len() - 1)] as usize);
        json!([point(span.start), point(span.end)])
    }
}

fn document(document: &Document) -> Value {
    json!({
        "id": document.id, "title": document.title, "text": document.text,
        "published": document.published.map(|at| at.to_string()),
        "source": document.source, "url": document.url, "language": document.language,
    })
}

fn statement(at: usize, statement: &Statement, offsets: &Offsets) -> Value {
    json!({
        "id": format!("s{}", at + 1),
        "speaker": statement.speaker.as_ref().map(|speaker| json!({
            "text": speaker.text, "span": offsets.span(speaker.span),
            "refers_to": speaker.refers_to, "category": speaker.category.word(),
        })),
        "cue": statement.cue.as_ref().map(|cue| json!({"text": cue.text, "span": offsets.span(cue.span)})),
        "content": statement.content.iter().map(|span| offsets.span(*span)).collect::<Vec<_>>(),
        "mode": match statement.mode {
            trucewatch_model::Mode::Direct => "direct",
            trucewatch_model::Mode::Indirect => "indirect",
            trucewatch_model::Mode::Mixed => "mixed",
        },
    })
}

fn claim(at: usize, claim: &Claim, offsets: &Offsets) -> Value {
    let mut out = json!({
        "id": format!("c{}", at + 1),
        "kind": claim.content.kind().word(),
        "span": offsets.span(claim.span),
        "modality": claim.modality.word(),
        "statement": claim.statement.map(|index| format!("s{}", index + 1)),
        "time": claim.time.as_ref().map(|time| json!({
            "text": time.text,
            "start": time.start.map(|at| at.to_string()),
            "end": time.end.map(|at| at.to_string()),
        })),
        "places": claim.places.iter().map(|place| claim_place(place, offsets)).collect::<Vec<_>>(),
        "actors": claim.actors.iter().map(actor).collect::<Vec<_>>(),
        "rule": claim.rule,
        "confidence": (f64::from(claim.confidence) * 100.0).round() / 100.0,
    });
    let word = claim.content.type_word();
    match &claim.content {
        Content::Ceasefire { unilateral, window, .. } => {
            out["action"] = word.into();
            out["unilateral"] = (*unilateral).into();
            out["window"] = window.as_ref().map_or(Value::Null, self::window);
        }
        Content::Attack { .. } => out["method"] = word.into(),
        Content::Casualties { count, victims, group, part_of, cumulative, .. } => {
            out["measure"] = word.into();
            out["count"] = self::count(count);
            out["victims"] = victims.word().into();
            out["group"] = group.clone().into();
            out["part_of"] = part_of.map(|index| format!("c{}", index + 1)).into();
            out["cumulative"] = (*cumulative).into();
        }
        Content::Movement { count, origin, destination, .. } => {
            out["action"] = word.into();
            out["count"] = count.as_ref().map_or(Value::Null, self::count);
            out["origin"] = origin.clone().into();
            out["destination"] = destination.clone().into();
        }
        Content::Corridor { .. } | Content::Control { .. } | Content::Aid { .. } => out["action"] = word.into(),
    }
    out
}

fn count(count: &Count) -> Value {
    json!({"min": count.min, "max": count.max, "exact": count.exact})
}

fn window(window: &Window) -> Value {
    json!({
        "start": window.start.map(|at| at.to_string()), "end": window.end.map(|at| at.to_string()),
        "daily_from": window.daily_from, "daily_to": window.daily_to, "duration": window.duration,
    })
}

fn actor(actor: &ActorRef) -> Value {
    json!({"role": actor.role.word(), "text": actor.text, "id": actor.id})
}

fn claim_place(place: &ClaimPlace, offsets: &Offsets) -> Value {
    let mut out = json!({"text": place.text, "span": offsets.span(place.span)});
    add_place(&mut out, place.place.as_ref());
    out
}

fn time_annotation(time: &TimeExpr, offsets: &Offsets) -> Value {
    json!({
        "kind": "time", "span": offsets.span(time.span), "type": time.kind.word(), "value": time.value,
        "start": time.start.map(|at| at.to_string()), "end": time.end.map(|at| at.to_string()),
    })
}

fn place_annotation(toponym: &Toponym, offsets: &Offsets) -> Value {
    let mut out = json!({"kind": "place", "span": offsets.span(toponym.span)});
    add_place(&mut out, toponym.place.as_ref());
    out
}

fn add_place(out: &mut Value, place: Option<&PlaceRef>) {
    out["id"] = place.map(|p| p.id.clone()).into();
    out["name"] = place.map(|p| p.name.clone()).into();
    out["country"] = place.and_then(|p| p.country.clone()).into();
    out["lat"] = place.map(|p| degrees(p.lat)).into();
    out["lon"] = place.map(|p| degrees(p.lon)).into();
    out["precision"] = place.map(|p| p.precision.word()).into();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_count_code_points_not_bytes() {
        let text = "«حلب» fell";
        let start = text.find("fell").unwrap();
        assert_eq!(Offsets::new(text).span(Span::new(start, text.len())), json!([6, 10]));
    }
}
