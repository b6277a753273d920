//! What the timeline must show, and how small it must stay.

use super::*;
use crate::web::links::Links;
use jiff::{ToSpan, civil::date};
use trucewatch::record::IncidentLine;

fn site(links: Links) -> Site {
    Site::for_everybody(links)
}

fn ceasefire(id: &str, from: Option<Date>, until: Option<Date>) -> CeasefireLine {
    CeasefireLine {
        id: id.into(),
        title: format!("Truce <{id}>"),
        from: from.map(Moment::Day),
        until: until.map(Moment::Day),
        area: Vec::new(),
        places: Vec::new(),
        declared_by: Vec::new(),
        parties: Vec::new(),
        side: None,
        outcome: None,
        reports: 1,
        outlets: Vec::new(),
        modalities: Vec::new(),
        disagreements: 0,
    }
}

fn incident(on: Date, killed: (Option<u64>, Option<u64>)) -> IncidentLine {
    IncidentLine {
        id: "in-1".into(),
        title: "Shelling".into(),
        on: Some(Moment::Day(on)),
        place: None,
        places: Vec::new(),
        method: None,
        parties: Vec::new(),
        killed: None,
        killed_range: killed,
        injured: None,
        injured_range: (None, None),
        reports: 1,
        outlets: Vec::new(),
        modalities: Vec::new(),
        disagreements: 0,
    }
}

fn drawn(ceasefires: &[CeasefireLine], incidents: &[IncidentLine], filter: &Filter) -> String {
    let selection = Selection { ceasefires: ceasefires.iter().collect(), incidents: incidents.iter().collect() };
    timeline(&site(Links::Served), &selection, filter).into_string()
}

fn svg(page: &str) -> &str {
    &page[page.find("<svg").unwrap()..page.rfind("</svg>").unwrap()]
}

#[test]
fn a_band_links_to_its_dossier_and_shows_the_end_that_nobody_says() {
    let day = date(2016, 10, 20);
    let page = drawn(&[ceasefire("cf-1", Some(day), None)], &[incident(day, (Some(3), Some(5)))], &Filter::default());
    assert!(page.contains("href=\"/ceasefires/cf-1\""));
    assert!(page.contains("Truce &lt;cf-1&gt;. Begins: 2016-10-20. Ends: not said."), "{page}");
    assert_eq!(page.matches("class=\"open\"").count(), 1);
    assert!(page.contains("20 October 2016: 1 incident, killed 3 to 5"));
}

#[test]
fn the_table_has_the_figures_of_the_drawing_and_leads_to_its_days() {
    let days = [date(2016, 10, 20), date(2016, 10, 20), date(2016, 10, 22)];
    let incidents = days.map(|day| incident(day, (Some(1), None)));
    let filter = Filter { theatre: "SY".into(), ..Filter::default() };
    let page = drawn(&[], &incidents, &filter);
    let table = page.split("<table>").nth(1).unwrap();
    assert!(table.contains("href=\"/?theatre=SY&amp;from=2016-10-20&amp;until=2016-10-20\""), "{table}");
    assert!(table.contains("at least 2") && table.contains("at least 1"));
}

#[test]
fn nothing_is_drawn_where_nothing_has_a_day_and_what_has_none_is_told() {
    let undated = ceasefire("cf-1", None, None);
    assert_eq!(drawn(std::slice::from_ref(&undated), &[], &Filter::default()), "");
    let page = drawn(&[undated], &[incident(date(2016, 10, 20), (None, None))], &Filter::default());
    assert!(page.contains("1 event of no known day is not drawn"));
}

#[test]
fn days_that_the_filter_names_bound_the_axis() {
    let filter = Filter { from: "2016-10-10".into(), until: "2016-10-19".into(), ..Filter::default() };
    let page = drawn(&[ceasefire("cf-1", Some(date(2016, 9, 1)), Some(date(2016, 12, 1)))], &[], &filter);
    assert!(page.contains("data-first=\"2016-10-10\" data-days=\"10\""), "{page}");
    assert!(page.contains("x=\"0%\" width=\"100%\""));
}

#[test]
fn more_bands_than_fit_are_counted_and_the_drawing_of_decades_stays_small() {
    let first = date(1975, 1, 1);
    let day = |at: usize| first.saturating_add((at as i64 % 18_000).days());
    let ceasefires: Vec<_> =
        (0..3_000).map(|at| ceasefire(&format!("cf-{at:012}"), Some(day(at * 7)), Some(day(at * 7 + 30)))).collect();
    let incidents: Vec<_> = (0..100_000).map(|at| incident(day(at * 13), (Some(at as u64 % 9), None))).collect();
    for (from, until) in
        [("", ""), ("1980-01-01", "1989-12-31"), ("1980-01-01", "1981-06-30"), ("1980-01-01", "1980-03-30")]
    {
        let filter = Filter { from: from.into(), until: until.into(), ..Filter::default() };
        let page = drawn(&ceasefires, &incidents, &filter);
        assert!(page.contains("would not fit"));
        assert!(svg(&page).len() < 40_000, "{from}: {} bytes", svg(&page).len());
    }
}

#[test]
fn a_published_timeline_promises_no_narrowing() {
    let day = date(2016, 10, 20);
    let incidents = [incident(day, (None, None))];
    let selection = Selection { ceasefires: Vec::new(), incidents: incidents.iter().collect() };
    let page = timeline(&site(Links::Published { depth: 0 }), &selection, &Filter::default()).into_string();
    assert!(!page.contains("data-first") && !page.contains("href") && !page.contains("Drag"));
}
