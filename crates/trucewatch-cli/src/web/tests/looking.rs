//! Searching, the review queue, and who speaks.

use super::House;
use axum::http::StatusCode;

#[test]
fn claims_are_found_by_words_and_fields_and_the_form_keeps_them() {
    let house = House::new("search");
    assert!(!house.page("/search").contains("class=\"events found\""));
    let page = house.page("/search?words=warplanes&kind=casualties");
    assert!(page.contains(&format!("/reports/{}#c", house.reports[1])), "{page}");
    assert!(!page.contains(&format!("/reports/{}#c", house.reports[0])), "{page}");
    assert!(page.contains("value=\"warplanes\""));
    assert!(page.contains("<option value=\"casualties\" selected>"), "{page}");
    assert!(page.contains("/incidents/in-"), "{page}");
    let none = house.page("/search?words=warplanes&kind=aid");
    assert!(none.contains("No claim is like that"), "{none}");
}

#[test]
fn arabic_words_and_names_are_found() {
    let house = House::new("search-arabic");
    let found = format!("/reports/{}#c", house.reports[3]);
    for query in ["words=%D9%87%D8%AF%D9%86%D8%A9", "outlet=%D8%A7%D9%84%D8%B3%D8%A7%D8%AD%D9%84"] {
        let page = house.page(&format!("/search?{query}"));
        assert!(page.contains(&found), "{query}: {page}");
        assert!(page.contains("<bdi>صحيفة الساحل</bdi>"), "{page}");
    }
}

#[test]
fn what_is_typed_is_never_markup_and_never_an_error() {
    let house = House::new("search-escape");
    let page = house.page("/search?words=%22%3E%3Cscript%3Ealert(1)%3C/script%3E");
    assert!(!page.contains("<script>alert"), "{page}");
    house.page("/search?from=yesterday&kind=weather&first=99999");
}

#[test]
fn the_queue_asks_about_the_figure_that_moves_the_range_until_it_is_judged() {
    let house = House::new("queue");
    let page = house.page("/review");
    let claim =
        page.split("confirm ").nth(1).and_then(|rest| rest.split('"').next()).expect("a claim to confirm").to_owned();
    assert!(page.contains("the only one that says"), "{page}");
    let asked = page.matches("Is this read right?").count();
    let answer =
        house.post("/judge", &[("said", &format!("confirm {claim}")), ("by", "Rana"), ("back", "/review?first=0")]);
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let page = house.page("/review");
    assert_eq!(page.matches("Is this read right?").count(), asked - 1);
    assert!(!page.contains(&format!("confirm {claim}\"")), "{page}");
    assert!(page.contains("Last: ") && page.contains("value=\"undo j-"), "{page}");
}

#[test]
fn outlets_lead_to_their_claims_and_differ_by_name() {
    let house = House::new("outlets");
    let page = house.page("/outlets");
    assert!(page.contains("<bdi>Coast Wire</bdi>"), "{page}");
    assert!(page.contains("/search?outlet=Coast+Wire"), "{page}");
    assert!(page.contains("<bdi>صحيفة الساحل</bdi>"), "{page}");
    assert!(!page.contains("<script>alert") && !page.contains("Dahhan"), "{page}");
}
