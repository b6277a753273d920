//! The whole of each event, one JSON object a line: `dossier` for a ceasefire with its incidents, `incident` for each incident.
//! Nothing is lost but what is redacted.

use super::losses::Losses;
use super::{Open, Record, Shown, redact};
use crate::views::{Dossier, IncidentView, Names};
use serde::Serialize;
use serde_json::{Value, json};
use std::io::{self, Write};
use trucewatch_model::Incident;

const FILE: &str = "jsonl.jsonl";

pub(super) fn write(record: &Record<'_>, losses: &mut Losses, open: Open<'_>) -> io::Result<()> {
    let mut out = open(FILE)?;
    let mut lines = 0;
    record.ceasefires(losses, |shown, _| {
        let mut incidents: Vec<Shown<Incident>> = Vec::new();
        for placement in &shown.event.incidents {
            incidents.extend(record.incident(&placement.incident)?);
        }
        let mut redactor = shown.behind.redactor.clone();
        incidents.iter().for_each(|incident| redactor.join(&incident.behind.redactor));
        let report = |id: &str| {
            shown.behind.cited(id).or_else(|| incidents.iter().find_map(|incident| incident.behind.cited(id)))
        };
        let events = incidents.iter().map(|incident| incident.event.clone()).collect();
        let dossier = Dossier::new(shown.event.clone(), events, report);
        lines += 1;
        line(&mut out, "dossier", "dossier/1", &dossier, &redactor, record)
    })?;
    record.incidents(losses, |shown, _| {
        let view = IncidentView::new(shown.event.clone(), |id| shown.behind.cited(id));
        lines += 1;
        line(&mut out, "incident", "incident/1", &view, &shown.behind.redactor, record)
    })?;
    losses.wrote(FILE, lines);
    out.flush()
}

fn line(
    out: &mut dyn Write,
    kind: &str,
    schema: &str,
    view: &impl Serialize,
    redactor: &redact::Redactor,
    record: &Record<'_>,
) -> io::Result<()> {
    let mut value = json!({"schema": schema, "type": kind});
    if let (Value::Object(line), Value::Object(view)) = (&mut value, serde_json::to_value(view)?) {
        line.extend(view);
    }
    if record.options.names == Names::Redacted {
        redact::event(&mut value, redactor, &record.places);
    }
    serde_json::to_writer(&mut *out, &value)?;
    out.write_all(b"\n")
}
