//! What is asked of a record: dossiers, lists, pages of claims, ids.

use super::fixture::{add, folder, open, report, reports};
use trucewatch::{
    model::{ClaimRef, Member, Side},
    record::{ClaimQuery, EventId},
    views::{Cited, Dossier, Names},
};

#[test]
fn the_sample_reports_give_the_pause_and_the_shelling() {
    let dir = folder("sample");
    let mut record = open(&dir.join("a.tw"));
    add(&mut record, &reports()[..5]);
    let pause = record.ceasefires().unwrap().into_iter().find(|line| line.reports >= 3).unwrap();
    assert_eq!(pause.from.map(|at| at.date().to_string()).as_deref(), Some("2016-12-01"));
    assert_eq!(pause.side, Some(Side::Unilateral));
    let dossier = serde_json::to_value(record.dossier(&pause.id, Names::Redacted).unwrap()).unwrap();
    assert!(dossier.to_string().contains("2016-12-02"), "the shelling at the bridge is set against it");
    let shelling = record.incidents().unwrap().into_iter().filter(|line| line.reports >= 2 && line.on.is_some());
    assert!(shelling.into_iter().any(|line| line.on.unwrap().date().to_string() == "2016-12-02"));
}

#[test]
fn ids_noted_early_stay_good() {
    let dir = folder("ids");
    let mut record = open(&dir.join("a.tw"));
    let lines = reports();
    let by_id = |id: &str| lines.iter().find(|line| line["id"] == id).unwrap().clone();
    add(&mut record, &[by_id("b2")]);
    let noted = record.ceasefires().unwrap()[0].id.clone();
    add(&mut record, &[by_id("b1")]);
    let ceasefires = record.ceasefires().unwrap();
    assert_eq!(ceasefires.len(), 1);
    assert_ne!(ceasefires[0].id, noted, "an earlier report founds it now");
    let now = EventId::Ceasefire(ceasefires[0].id.clone());
    assert_eq!(record.find_event(&noted).unwrap(), now);
    assert_eq!(record.find_event(&ceasefires[0].id[..6]).unwrap(), now);
    assert_eq!(record.find_event("b1#c1").unwrap(), now);
    for unknown in ["", "cf-12345678", "cf-zz", "b1#c77", "nonsense"] {
        assert!(record.find_event(unknown).is_err(), "{unknown}");
    }
    let unclear = record.report("r").unwrap_err().to_string();
    assert!(unclear.contains("may be more than one") && unclear.matches(", ").count() == 1, "{unclear}");
}

#[test]
fn dossiers_quote_from_what_is_kept_in_short_as_from_the_readings() {
    let dir = folder("quotes");
    let mut record = open(&dir.join("a.tw"));
    let mut lines = reports();
    lines.push(report("a4", "2016-12-02", "Hill Radio", "\u{201c}Warplanes bombed the market in Maarat al-Numan on Thursday and killed 12 people,\u{201d} said Samir Darwish, a baker in the town. Samir Darwish said the army shelled the bakery on Friday."));
    add(&mut record, &lines);
    let events = record.events().unwrap();
    let mut quoted = String::new();
    for ceasefire in &events.ceasefires {
        let placed = ceasefire.incidents.iter().map(|placement| &placement.incident);
        let incidents = placed.map(|id| events.incidents.iter().find(|event| event.id == *id).unwrap().clone());
        for names in [Names::Redacted, Names::Full] {
            let from_reading = |id: &str| {
                let view = record.report(id).unwrap();
                Some(Cited::new(view.card, &view.reading, names))
            };
            let whole = Dossier::new(ceasefire.clone(), incidents.clone().collect(), from_reading);
            assert_eq!(record.dossier(&ceasefire.id, names).unwrap(), whole);
        }
    }
    for incident in &events.incidents {
        let view = record.incident(&incident.id, Names::Redacted).unwrap();
        let full = record.incident(&incident.id, Names::Full).unwrap();
        assert_eq!((&view.reports, view.quotes.len()), (&full.reports, full.quotes.len()));
        quoted += &serde_json::to_string(&view).unwrap();
    }
    assert!(quoted.contains("a baker in the town") && !quoted.contains("\"Samir Darwish"), "{quoted}");
}

#[test]
fn pages_of_claims_follow_one_another_and_name_their_events() {
    let dir = folder("pages");
    let mut record = open(&dir.join("a.tw"));
    add(&mut record, &reports());
    let events = record.events().unwrap();
    let of = |claims: &[Member], claim: &ClaimRef| claims.iter().any(|member| member.claim == *claim);
    for disputed in [false, true] {
        let all = record.claims(&ClaimQuery { disputed, limit: 1000, ..ClaimQuery::default() }).unwrap();
        assert!(all.len() > 7, "{} disputed: {disputed}", all.len());
        let mut paged = Vec::new();
        while let page @ [_, ..] = &record
            .claims(&ClaimQuery { disputed, offset: paged.len(), limit: 3, ..ClaimQuery::default() })
            .unwrap()[..]
        {
            paged.extend(page.to_vec());
        }
        assert_eq!(paged, all);
        for line in all {
            let claim = &line.card.claim;
            let ceasefires = events.ceasefires.iter().filter(|event| !disputed || !event.disagreements.is_empty());
            let incidents = events.incidents.iter().filter(|event| !disputed || !event.disagreements.is_empty());
            let ceasefires = ceasefires.filter(|event| of(&event.claims, claim)).map(|event| &event.id);
            let incidents = incidents.filter(|event| of(&event.claims, claim)).map(|event| &event.id);
            assert_eq!(line.events.iter().collect::<Vec<_>>(), ceasefires.chain(incidents).collect::<Vec<_>>());
        }
    }
}
