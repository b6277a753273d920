//! What the strip of days must show.

use super::*;
use crate::web::links::Links;
use trucewatch::model::{Ceasefire, Toll};
use trucewatch::views::Quotes;

fn account<T>(value: T) -> Account<T> {
    Account { value, by: Vec::new(), claims: Vec::new(), sources: 1 }
}

fn days(text: &str) -> Vec<Account<Moment>> {
    Moment::parse(text).map(account).into_iter().collect()
}

fn incident(id: &str, on: &str) -> Incident {
    Incident {
        id: id.into(),
        title: "Shelling of <Rastan>".into(),
        method: Vec::new(),
        on: days(on),
        places: Vec::new(),
        attackers: Vec::new(),
        targets: Vec::new(),
        denied: Vec::new(),
        killed: Toll { low: Some(3), high: Some(5), accounts: Vec::new() },
        injured: Toll::default(),
        other_tolls: Vec::new(),
        disagreements: Vec::new(),
        claims: Vec::new(),
        apart: Vec::new(),
        judged: Vec::new(),
    }
}

fn dossier(from: &str, until: &str, hours: &[&str], incidents: Vec<(Incident, Option<bool>)>) -> Dossier {
    let hour = |at: usize| hours.get(at).map(|hour| account((*hour).to_owned())).into_iter().collect();
    let placements = incidents.iter().map(|(incident, in_window)| Placement {
        incident: incident.id.clone(),
        in_window: *in_window,
        in_area: None,
        bound_party: None,
        why: "by its day".into(),
    });
    let ceasefire = Ceasefire {
        id: "cf-1".into(),
        title: "Pause".into(),
        declared_by: Vec::new(),
        mediators: Vec::new(),
        side: None,
        declared_on: Vec::new(),
        effective_from: days(from),
        until: days(until),
        duration: Vec::new(),
        daily_from: hour(0),
        daily_to: hour(1),
        area: Vec::new(),
        purpose: Vec::new(),
        outcome: Vec::new(),
        ended_on: Vec::new(),
        stances: Vec::new(),
        extensions: Vec::new(),
        corridors: Vec::new(),
        violations: Vec::new(),
        incidents: placements.collect(),
        disagreements: Vec::new(),
        claims: Vec::new(),
        apart: Vec::new(),
        judged: Vec::new(),
    };
    let incidents = incidents.into_iter().map(|(incident, _)| incident).collect();
    Dossier { ceasefire, incidents, timeline: Vec::new(), reports: Vec::new(), quotes: Quotes::new() }
}

fn drawn(dossier: &Dossier) -> String {
    strip(&Site::for_everybody(Links::Served), dossier).into_string()
}

#[test]
fn the_daily_hours_of_each_day_are_shaded() {
    let page = drawn(&dossier("2016-10-20", "2016-10-22", &["08:00", "16:00"], Vec::new()));
    // Eight of the 24 hours, on each of three days.
    assert_eq!(page.matches("y=\"60\" height=\"40\"").count(), 3, "{page}");
    let night = drawn(&dossier("2016-10-20", "2016-10-20", &["22:00", "06:00"], Vec::new()));
    assert_eq!(night.matches("height=\"10\"").count() + night.matches("height=\"30\"").count(), 2);
}

#[test]
fn each_mark_links_to_its_incident_and_has_a_form_for_what_is_known() {
    let incidents = vec![
        (incident("in-1", "2016-10-20T09:00"), Some(true)),
        (incident("in-2", "2016-10-25"), Some(false)),
        (incident("in-3", "2016-10-22"), None),
    ];
    let page = drawn(&dossier("2016-10-20", "2016-10-22", &[], incidents));
    for (id, class) in [("in-1", "in"), ("in-2", "out"), ("in-3", "unsure")] {
        let link = page.split("<a ").find(|part| part.contains(&format!("/incidents/{id}\""))).unwrap();
        assert!(link.contains(&format!("<path class=\"{class}\"")), "{link}");
    }
    assert!(
        page.contains(
            "Shelling of &lt;Rastan&gt;, 2016-10-20 09:00. killed 3 to 5. Reported in the window: by its day"
        )
    );
    assert!(page.contains("2016-10-20: 1 incident, killed 3 to 5"));
}

#[test]
fn hours_told_in_words_and_incidents_far_off_are_named_and_not_drawn() {
    let far = vec![(incident("in-1", "2017-10-20"), Some(false))];
    let page = drawn(&dossier("2016-10-20", "2016-10-22", &["morning", "sunset"], far));
    assert!(page.contains("morning to sunset") && page.contains("1 incident further off is not drawn"), "{page}");
    assert!(!page.contains("Hour of the day") && !page.contains("/incidents/"));
}

#[test]
fn an_end_that_nobody_says_is_dashed_and_without_any_day_nothing_is_drawn() {
    let page = drawn(&dossier("2016-10-20", "", &[], vec![(incident("in-1", "2016-11-20"), None)]));
    assert_eq!(page.matches("class=\"open\"").count(), 1);
    assert!(page.contains("/incidents/in-1"));
    assert_eq!(drawn(&dossier("", "", &[], Vec::new())), "");
}

#[test]
fn what_does_not_fit_below_each_other_is_counted() {
    let many = (0..9).map(|at| (incident(&format!("in-{at}"), "2016-10-21"), Some(true))).collect();
    let page = drawn(&dossier("2016-10-20", "2016-10-22", &[], many));
    assert_eq!(page.matches("/incidents/").count(), STACK);
    assert!(page.contains(">+3</text>"), "{page}");
}
