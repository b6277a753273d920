//! What maps must show.

use super::*;
use crate::web::{catalog::Selection, draw::places::places_map, links::Links};
use trucewatch::record::IncidentLine;

fn site(links: Links) -> Site {
    Site::for_everybody(links)
}

fn place(name: &str, lat: f32, lon: f32, precision: Precision) -> EventPlace {
    let (lat, lon, precision) = (Some(lat), Some(lon), Some(precision));
    EventPlace { id: None, name: name.into(), country: Some("SY".into()), lat, lon, precision }
}

fn incident(id: usize, places: Vec<EventPlace>) -> IncidentLine {
    IncidentLine {
        id: format!("in-{id}"),
        title: format!("Shelling <{id}>"),
        on: None,
        place: None,
        places,
        method: None,
        parties: Vec::new(),
        killed: None,
        killed_range: (None, None),
        injured: None,
        injured_range: (None, None),
        reports: 1,
        outlets: Vec::new(),
        modalities: Vec::new(),
        disagreements: 0,
    }
}

fn drawn(links: Links, incidents: &[IncidentLine], filter: &Filter) -> String {
    let selection = Selection { ceasefires: Vec::new(), incidents: incidents.iter().collect() };
    places_map(&site(links), &selection, filter).into_string()
}

fn svg(page: &str) -> &str {
    &page[page.find("<svg").unwrap()..page.find("<p class=\"key\"").unwrap()]
}

#[test]
fn one_event_links_to_its_page_and_several_to_a_narrower_frame() {
    let rastan = || vec![place("Rastan", 34.93, 36.73, Precision::Settlement)];
    let aleppo = || vec![place("Aleppo", 36.2, 37.16, Precision::Settlement)];
    let page = drawn(
        Links::Served,
        &[incident(1, rastan()), incident(2, aleppo()), incident(3, aleppo())],
        &Filter::default(),
    );
    assert!(svg(&page).contains("href=\"/incidents/in-1\""));
    assert!(svg(&page).contains("<title>Shelling &lt;1&gt;: Rastan</title>"));
    assert!(svg(&page).contains("href=\"/?frame=37.01%2C36.05%2C37.31%2C36.35\""), "{}", svg(&page));
    assert!(svg(&page).contains("<title>Aleppo: 2 incidents</title>"));
}

#[test]
fn a_province_is_a_ring_and_never_a_point() {
    let province = vec![place("Homs", 34.5, 37.5, Precision::Province)];
    let page = drawn(Links::Served, &[incident(1, province)], &Filter::default());
    assert!(svg(&page).contains("class=\"area\"") && !svg(&page).contains("class=\"incident\""));
    assert!(svg(&page).contains("Homs (province only)"));
}

#[test]
fn a_narrow_frame_is_narrowed_no_further() {
    let aleppo = || vec![place("Aleppo", 36.2, 37.16, Precision::Settlement)];
    let filter = Filter { frame: "37.01,36.05,37.31,36.35".into(), ..Filter::default() };
    let page = drawn(Links::Served, &[incident(1, aleppo()), incident(2, aleppo())], &filter);
    assert!(svg(&page).contains("<title>Aleppo: 2 incidents</title>") && !svg(&page).contains("href"));
    assert!(page.contains("Forget the frame"));
}

#[test]
fn of_several_places_the_one_in_the_frame_counts() {
    let places =
        vec![place("Aleppo", 36.2, 37.16, Precision::Settlement), place("Rastan", 34.93, 36.73, Precision::Settlement)];
    let filter = Filter { frame: "36.5,34.7,37.0,35.1".into(), ..Filter::default() };
    assert!(svg(&drawn(Links::Served, &[incident(1, places)], &filter)).contains(": Rastan</title>"));
}

#[test]
fn in_a_published_site_places_list_their_events_and_clusters_lead_nowhere() {
    let aleppo = || vec![place("Aleppo", 36.2, 37.16, Precision::Settlement)];
    let incidents: Vec<_> = (0..12).map(|id| incident(id, aleppo())).collect();
    let page = drawn(Links::Published { depth: 0 }, &incidents, &Filter::default());
    assert!(!page.contains("frame=") && !svg(&page).contains("href"));
    assert!(page.contains("href=\"incidents/in-3.html\"") && page.contains("and 2 more"));
}

#[test]
fn what_lies_far_from_most_is_counted_and_what_has_no_place_too() {
    let at = |id, lat, lon| incident(id, vec![place("Somewhere", lat, lon, Precision::Settlement)]);
    let mut incidents: Vec<_> = (0..40).map(|id| at(id, 35.0 + id as f32 / 40.0, 37.0 + id as f32 / 40.0)).collect();
    incidents.push(at(40, 38.9, -77.0));
    incidents.push(incident(41, Vec::new()));
    let page = drawn(Links::Served, &incidents, &Filter::default());
    assert!(page.contains("1 event further away") && page.contains("1 event of no known place"), "{page}");
    assert!(page.contains(">All of it</a>"));
}

#[test]
fn a_hundred_thousand_events_make_a_small_map() {
    let at = |id: usize| {
        incident(
            id,
            vec![place(
                "Somewhere",
                32.0 + (id % 500) as f32 / 100.0,
                36.0 + (id / 500) as f32 / 33.0,
                Precision::Settlement,
            )],
        )
    };
    let incidents: Vec<_> = (0..100_000).map(at).collect();
    let page = drawn(Links::Served, &incidents, &Filter::default());
    assert!(svg(&page).len() < 80_000, "{} bytes", svg(&page).len());
}

#[test]
fn a_small_map_of_no_known_place_is_not_drawn() {
    let unknown =
        EventPlace { id: None, name: "the road".into(), country: None, lat: None, lon: None, precision: None };
    let spot = Spot { place: &unknown, what: What::Corridor, title: "the road", target: None };
    assert_eq!(small_map(&site(Links::Served), &[spot], "").into_string(), "");
}
