//! The public JSON against its published schema, `docs/reading.schema.json`. The check knows the few keywords that the
//! schema uses, and is stricter in one thing: a key that the schema does not name is an error, so that nothing is published
//! that is not described.

use serde_json::Value;
use trucewatch::ingest::{Defaults, Format, Ingest, Known, Origin, Raw};
use trucewatch::{Options, codebook, json};

struct Schema(Value);

impl Schema {
    fn published() -> Self {
        let text = include_str!("../../../docs/reading.schema.json");
        Schema(serde_json::from_str(text).unwrap())
    }

    /// Every way in which `value` differs from `schema`, each with where.
    fn check(&self, schema: &Value, value: &Value, place: &str, errors: &mut Vec<String>) {
        if let Some(reference) = schema["$ref"].as_str() {
            let target = self.0.pointer(&reference[1..]).expect("references point into the schema");
            return self.check(target, value, place, errors);
        }
        let mut fail = |what: String| errors.push(format!("{place}: {what}"));
        if let Some(constant) = schema.get("const").filter(|constant| *constant != value) {
            fail(format!("{value} is not {constant}"));
        }
        if let Some(allowed) = schema["enum"].as_array().filter(|allowed| !allowed.contains(value)) {
            fail(format!("{value} is none of {allowed:?}"));
        }
        let types: Vec<&str> = match &schema["type"] {
            Value::String(one) => vec![one],
            Value::Array(many) => many.iter().filter_map(Value::as_str).collect(),
            _ => vec![],
        };
        if !types.is_empty() && !types.iter().any(|name| is_of_type(value, name)) {
            return fail(format!("{value} is none of {types:?}"));
        }
        let out_of = |key: &str, low: bool| match (schema[key].as_f64(), value.as_f64()) {
            (Some(bound), Some(number)) => {
                if low {
                    number < bound
                } else {
                    number > bound
                }
            }
            _ => false,
        };
        if out_of("minimum", true) || out_of("maximum", false) {
            fail(format!("{value} is out of bounds"));
        }
        if let Some(items) = value.as_array() {
            let len = items.len() as u64;
            if schema["minItems"].as_u64().is_some_and(|least| len < least)
                || schema["maxItems"].as_u64().is_some_and(|most| len > most)
            {
                fail(format!("{len} items"));
            }
            for (at, item) in items.iter().enumerate() {
                self.check(&schema["items"], item, &format!("{place}/{at}"), errors);
            }
        }
        if let (Some(map), Some(properties)) = (value.as_object(), schema["properties"].as_object()) {
            for required in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
                if !map.contains_key(required) {
                    errors.push(format!("{place}: {required} is missing"));
                }
            }
            for (key, value) in map {
                match properties.get(key) {
                    Some(property) => self.check(property, value, &format!("{place}/{key}"), errors),
                    None => errors.push(format!("{place}/{key}: the schema does not name it")),
                }
            }
        }
    }
}

fn is_of_type(value: &Value, name: &str) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("the check does not know the type {other}"),
    }
}

fn errors(value: &Value) -> Vec<String> {
    let schema = Schema::published();
    let mut errors = Vec::new();
    schema.check(&schema.0, value, "", &mut errors);
    errors
}

#[test]
fn readings_are_as_the_schema_says() {
    let ingest = Ingest::new(&codebook::builtin(), Options { annotations: true }, Defaults::default());
    let texts = [
        include_str!("../../../samples/rastan-pause.html"),
        "",
        "هدنة في حلب",
        "On 3 May the rebels accepted a 72-hour truce in Qaboun – “for our people”, said Abū Ḥasan – and some 40 families \
         left for Idlib. Shelling killed up to 12 fighters and a child in Aleppo, medics said. Two aid trucks were looted.",
    ];
    for text in texts {
        for annotations in [false, true] {
            let origin = Origin { file: "text".into(), line: None };
            let raw = Raw { origin, bytes: text.as_bytes().to_vec(), format: Format::Auto, known: Known::default() };
            let reading = ingest.read(raw).unwrap();
            assert_eq!(errors(&json::reading(&reading, annotations)), Vec::<String>::new(), "{text}");
        }
    }
}

#[test]
fn the_check_finds_what_is_wrong() {
    let wrong = serde_json::json!({
        "schema": "reading/2", "document": {}, "statements": [{"id": "s1", "content": [], "mode": "sung"}], "claims": [],
        "extra": 1
    });
    let found = errors(&wrong);
    for part in
        ["/schema:", "/document: id is missing", "/statements/0/content: 0 items", "/statements/0/mode:", "/extra:"]
    {
        assert!(found.iter().any(|error| error.contains(part)), "{part} in {found:#?}");
    }
}
