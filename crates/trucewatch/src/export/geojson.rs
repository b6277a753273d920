//! GeoJSON (RFC 7946), one feature after the other: incidents, areas and corridors of ceasefires. Only a settlement or a part of
//! one is a point. Of larger areas the gazetteer knows a middle and no outline, so their geometry is null: a point there
//! would be false, and a box invented.

use super::losses::Losses;
use super::{Open, Record, describe, place};
use serde_json::{Value, json};
use std::io::{self, Write};
use trucewatch_model::{EventPlace, Toll};

const FILE: &str = "geojson.geojson";

pub(super) fn write(record: &Record<'_>, losses: &mut Losses, open: Open<'_>) -> io::Result<()> {
    let mut features = Features { out: open(FILE)?, written: 0 };
    features.out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")?;
    record.ceasefires(losses, |shown, losses| {
        let (event, behind) = (&shown.event, &shown.behind);
        let terms = json!({
            "ceasefire": event.id, "title": event.title, "reported": describe::ceasefire(event, behind),
            "declared_by": event.declared_by.iter().map(|account| &account.value.name).collect::<Vec<_>>(),
            "declared_on": event.declared_on.first().map(|account| account.value),
            "effective_from": event.effective_from.first().map(|account| account.value),
            "until": event.until.first().map(|account| account.value),
            "outcome": event.outcome.first().map(|account| account.value),
            "sources": behind.outlets(), "independent_sources": behind.sources,
        });
        for (at, account) in event.area.iter().enumerate() {
            let id = format!("{}/area/{}", event.id, at + 1);
            features.write(&id, "ceasefire", Some(&account.value), terms.clone(), record, losses)?;
        }
        if event.area.is_empty() {
            features.write(&format!("{}/area", event.id), "ceasefire", None, terms, record, losses)?;
        }
        for (at, corridor) in event.corridors.iter().enumerate() {
            let said: Vec<Value> = corridor
                .accounts
                .iter()
                .map(|account| json!({"says": account.value, "by": account.by, "claims": account.claims}))
                .collect();
            let id = format!("{}/corridor/{}", event.id, at + 1);
            let about = json!({"ceasefire": event.id, "title": event.title, "accounts": said});
            features.write(&id, "corridor", corridor.place.as_ref(), about, record, losses)?;
        }
        Ok(())
    })?;
    record.incidents(losses, |shown, losses| {
        let (event, behind) = (&shown.event, &shown.behind);
        let about = json!({
            "title": event.title, "reported": describe::incident(event, behind),
            "days": event.on.iter().map(|account| account.value).collect::<Vec<_>>(),
            "methods": event.method.iter().map(|account| &account.value).collect::<Vec<_>>(),
            "attackers_named": event.attackers.iter().map(|account| &account.value.name).collect::<Vec<_>>(),
            "said_not_to_have": event.denied.iter().map(|account| &account.value.name).collect::<Vec<_>>(),
            "killed": toll(&event.killed), "injured": toll(&event.injured),
            "other_places": event.places.iter().skip(1).map(|account| &account.value.name).collect::<Vec<_>>(),
            "disagreements": event.disagreements.iter().map(|d| &d.about).collect::<Vec<_>>(),
            "sources": behind.outlets(), "independent_sources": behind.sources,
        });
        if event.places.len() > 1 {
            losses.judged(
                "geometry",
                "several places are told: the most exact and best supported was taken",
                &event.id,
            );
        }
        features.write(&event.id, "incident", place::first(&event.places), about, record, losses)
    })?;
    features.out.write_all(b"\n]}\n")?;
    losses.wrote(FILE, features.written);
    features.out.flush()
}

/// The range, with `null` for what nobody says.
fn toll(toll: &Toll) -> Value {
    json!({"low": toll.low, "high": toll.high})
}

struct Features {
    out: Box<dyn Write + Send>,
    written: usize,
}

impl Features {
    fn write(
        &mut self,
        id: &str,
        kind: &str,
        place: Option<&EventPlace>,
        about: Value,
        record: &Record<'_>,
        losses: &mut Losses,
    ) -> io::Result<()> {
        let point = place.filter(|place| place::is_a_spot(place)).and_then(place::point);
        if point.is_none() {
            let why = match place {
                Some(place) if place.precision.is_some() => {
                    "null: the place is an area, of which only a middle is known"
                }
                Some(_) => "null: no gazetteer has the place, or it is not shown",
                None => "null: no report says where",
            };
            losses.judged("geometry", why, id);
        }
        let mut properties = json!({
            "kind": kind,
            "place": place.map(|place| &place.name),
            "place_id": place.and_then(|place| place.id.as_ref()),
            "precision": place.and_then(|place| place.precision),
            "admin1": place.and_then(|place| record.places.division(place)),
            "country": place.and_then(|place| place.country.as_ref()),
        });
        if let (Value::Object(properties), Value::Object(about)) = (&mut properties, about) {
            properties.extend(about);
        }
        let feature = json!({
            "type": "Feature",
            "id": id,
            // Longitude first.
            "geometry": point.map(|(lat, lon)| json!({"type": "Point", "coordinates": [lon, lat]})),
            "properties": properties,
        });
        self.out.write_all(if self.written == 0 { b"\n" } else { b",\n" })?;
        self.written += 1;
        Ok(serde_json::to_writer(&mut self.out, &feature)?)
    }
}
