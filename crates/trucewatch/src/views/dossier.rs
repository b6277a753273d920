//! The dossier of a ceasefire, and the page of an incident: the event, the reports behind it, the words of every claim, and
//! the order of things in time.

use super::{Cited, Happening, Quote, Quotes, timeline, timeline::range};
use serde::{Serialize, Serializer, de::DeserializeOwned};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use trucewatch_model::{Ceasefire, ClaimRef, Incident, Moment, Reading, Toll};

/// A report as lists name it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReportCard {
    /// Its id.
    pub id: String,
    /// The headline.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// When.
    pub published: Option<Moment>,
    /// Where it was found.
    pub url: Option<String>,
    /// The report whose text it carries.
    pub copy_of: Option<String>,
}

impl ReportCard {
    /// The card of a report that was read.
    pub fn new(id: &str, reading: &Reading, copy_of: Option<String>) -> Self {
        let document = &reading.document;
        ReportCard {
            id: id.to_owned(),
            title: document.title.clone(),
            outlet: document.source.clone(),
            published: document.published,
            url: document.url.clone(),
            copy_of,
        }
    }
}

/// Everything that is to be seen of one ceasefire.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Dossier {
    /// The ceasefire.
    pub ceasefire: Ceasefire,
    /// The incidents that it places in or out of its window.
    pub incidents: Vec<Incident>,
    /// What is said to have happened, in order.
    pub timeline: Vec<Happening>,
    /// The reports behind all of it, in order of publication; lists cite them by their number in it, from 1.
    pub reports: Vec<ReportCard>,
    /// The words of every claim.
    #[serde(serialize_with = "quotes_as_list")]
    pub quotes: Quotes,
}

/// Everything that is to be seen of one incident.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct IncidentView {
    /// The incident.
    pub incident: Incident,
    /// As in `Dossier`.
    pub reports: Vec<ReportCard>,
    /// As in `Dossier`.
    #[serde(serialize_with = "quotes_as_list")]
    pub quotes: Quotes,
}

fn quotes_as_list<S: Serializer>(quotes: &Quotes, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(quotes.values())
}

impl Dossier {
    /// The dossier of `ceasefire`. `report` gives a report by its id.
    pub fn new(ceasefire: Ceasefire, incidents: Vec<Incident>, report: impl FnMut(&str) -> Option<Cited>) -> Self {
        let claims = ceasefire_claims(&ceasefire).chain(incidents.iter().flat_map(incident_claims));
        let (reports, quotes, private) = behind(claims, report);
        let ceasefire = by_role(ceasefire, &private);
        let incidents: Vec<Incident> = incidents.into_iter().map(|incident| by_role(incident, &private)).collect();
        let timeline = timeline(&ceasefire, &incidents);
        Dossier { ceasefire, incidents, timeline, reports, quotes }
    }
}

impl IncidentView {
    /// The page of `incident`; `report` as for a dossier.
    pub fn new(incident: Incident, report: impl FnMut(&str) -> Option<Cited>) -> Self {
        let (reports, quotes, private) = behind(incident_claims(&incident), report);
        let incident = by_role(incident, &private);
        IncidentView { incident, reports, quotes }
    }

    /// "3 to 5", "at least 12"; `None` where nobody gives a figure.
    pub fn range(toll: &Toll) -> Option<String> {
        range(toll)
    }
}

/// The claims of a ceasefire, and those that its disagreements name: accounts of who left or what aid came are claims of no event.
fn ceasefire_claims(ceasefire: &Ceasefire) -> impl Iterator<Item = &ClaimRef> {
    let members = ceasefire.claims.iter().map(|member| &member.claim);
    let sides = ceasefire.disagreements.iter().flat_map(|disagreement| &disagreement.sides);
    members.chain(sides.flat_map(|side| &side.claims))
}

/// As `ceasefire_claims`.
fn incident_claims(incident: &Incident) -> impl Iterator<Item = &ClaimRef> {
    let members = incident.claims.iter().map(|member| &member.claim);
    let sides = incident.disagreements.iter().flat_map(|disagreement| &disagreement.sides);
    members.chain(sides.flat_map(|side| &side.claims))
}

/// The reports and the words behind claims.
fn behind<'a>(
    claims: impl Iterator<Item = &'a ClaimRef>,
    mut report: impl FnMut(&str) -> Option<Cited>,
) -> (Vec<ReportCard>, Quotes, Private) {
    let claims: BTreeSet<&ClaimRef> = claims.collect();
    let mut reports: Vec<ReportCard> = Vec::new();
    let mut quotes = Quotes::new();
    let mut private = Private::new();
    let mut open: Option<(&str, Vec<Quote>)> = None;
    // In the order of the set all claims of a report come together, so that each is fetched once.
    for claim in claims {
        if open.as_ref().is_none_or(|(id, _)| *id != claim.report) {
            let Some(cited) = report(&claim.report) else { continue };
            reports.push(cited.card);
            private.extend(cited.private);
            open = Some((&claim.report, cited.quotes));
        }
        if let Some(quote) = open.as_ref().and_then(|(_, quotes)| quotes.get(claim.claim)) {
            quotes.insert(claim.clone(), quote.clone());
        }
    }
    let key = |card: &ReportCard| (card.published.map(|at| at.to_string()), card.id.clone());
    reports.sort_by_cached_key(key);
    (reports, quotes, private)
}

/// Private people as they are named, and what they are shown as.
type Private = BTreeMap<String, String>;

/// An event that names private people by role, in whichever field they stand.
fn by_role<E: Serialize + DeserializeOwned>(event: E, private: &Private) -> E {
    // Most events name nobody private: their JSON is quickly looked through, and slowly taken apart.
    if private.is_empty() || serde_json::to_string(&event).is_ok_and(|json| !names_one_of(private, &json)) {
        return event;
    }
    let Ok(mut value) = serde_json::to_value(&event) else { return event };
    replace(&mut value, private);
    serde_json::from_value(value).unwrap_or(event)
}

/// Whether a string of this JSON may be one of these names. What is escaped in JSON is not looked for, and taken to be there.
fn names_one_of(private: &Private, json: &str) -> bool {
    let escaped = |name: &String| name.contains(|c: char| c == '"' || c == '\\' || c.is_control());
    private.keys().any(escaped) || json.split('"').any(|part| private.contains_key(part))
}

fn replace(value: &mut Value, private: &Private) {
    match value {
        Value::String(text) => {
            if let Some(label) = private.get(text.as_str()) {
                *text = label.clone();
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, private)),
        Value::Object(fields) => fields.values_mut().for_each(|field| replace(field, private)),
        _ => {}
    }
}
