//! A report's page, and judging on it.

use super::House;
use crate::web::publish::publish;
use axum::http::{Request, StatusCode, header};
use trucewatch::{codebook, record::ledger::Mode};

#[test]
fn a_report_s_page_has_its_text_with_every_claim_anchored_in_it() {
    let house = House::new("report");
    let page = house.page(&format!("/reports/{}", house.reports[0]));
    assert!(page.contains("class=\"label attack\" id=\"c1\""), "{page}");
    assert!(page.contains("id=\"m1\" data-claim=\"1\""), "{page}");
    assert!(page.contains("killing 12 people"), "{page}");
    assert!(page.contains("action=\"/judge\""));
    assert_eq!(house.get("/reports/r000").status, StatusCode::NOT_FOUND);
}

#[test]
fn words_of_others_are_never_markup_and_private_people_have_no_name() {
    let house = House::new("escape");
    let path = format!("/reports/{}", house.reports[2]);
    let page = house.page(&path);
    assert!(!page.contains("<script>alert") && !page.contains("<b>all"), "{page}");
    assert!(page.contains("&lt;script&gt;alert(2)"), "{page}");
    assert!(!page.contains("Dahhan"), "{page}");
    assert!(page.contains("[a teacher in Rastan]"), "{page}");
    let full = house.ask(Request::get(&path).header(header::COOKIE, "names=yes"), "").body;
    assert!(full.contains("Dahhan"), "{full}");
}

#[test]
fn arabic_stands_isolated() {
    let house = House::new("arabic");
    let page = house.page(&format!("/reports/{}", house.reports[3]));
    assert!(page.contains("<bdi>صحيفة الساحل</bdi>"), "{page}");
    assert!(page.contains("<h1 dir=\"auto\">هدنة في الرستن</h1>"), "{page}");
}

#[test]
fn a_judgement_leads_back_to_the_claim_and_keeps_the_name() {
    let house = House::new("confirm");
    let (path, said) = (format!("/reports/{}", house.reports[0]), format!("confirm {}#c1", house.reports[0]));
    let answer = house.post("/judge", &[("said", &said), ("by", "Rana K"), ("back", &path)]);
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    assert_eq!(answer.header(header::LOCATION), format!("{path}#c1"));
    let cookie = answer.header(header::SET_COOKIE);
    assert!(
        cookie.starts_with("person=Rana+K;") && cookie.contains("SameSite=Strict") && cookie.contains("HttpOnly"),
        "{cookie}"
    );
    let page = house.ask(Request::get(&path).header(header::COOKIE, "person=Rana+K"), "").body;
    assert!(page.contains("Confirmed, by <bdi>Rana K</bdi>"), "{page}");
    assert!(page.contains("You judge as <bdi>Rana K</bdi>"), "{page}");
}

#[test]
fn a_judgement_that_is_undone_is_gone_from_the_page() {
    let house = House::new("undo");
    let (path, said) = (format!("/reports/{}", house.reports[0]), format!("reject {}#c1", house.reports[0]));
    house.post("/judge", &[("said", &said), ("by", "Rana"), ("back", &path)]);
    let page = house.page(&path);
    assert!(page.contains("class=\"claim rejected\""), "{page}");
    let (_, undo) = page.split_once("value=\"undo ").expect("a button that undoes");
    let undo = format!("undo {}", undo.split('"').next().unwrap());
    let answer = house.post("/judge", &[("said", &undo), ("by", "Rana"), ("back", &path)]);
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let page = house.page(&path);
    assert!(!page.contains("claim rejected") && !page.contains("Rejected"), "{page}");
}

#[test]
fn corrections_take_what_was_changed_and_nothing_else() {
    let house = House::new("correct");
    let (path, said) = (format!("/reports/{}", house.reports[0]), format!("correct {}#c1", house.reports[0]));
    let form = [
        ("said", said.as_str()),
        ("by", "Rana"),
        ("back", &path),
        ("field:modality", "denied"),
        ("field:method", "airstrike"),
    ];
    assert_eq!(house.post("/judge", &form).status, StatusCode::SEE_OTHER);
    let page = house.page(&path);
    assert!(page.contains("Corrected: modality is"), "{page}");
    assert!(!page.contains("Corrected: method"), "{page}");
}

#[test]
fn what_cannot_be_taken_is_said_in_words() {
    let house = House::new("wrong");
    let correct = format!("correct {}#c1", house.reports[0]);
    let judge = |fields: &[(&str, &str)]| {
        let answer = house.post("/judge", &[fields, &[("by", "Rana")]].concat());
        (answer.status, answer.body)
    };
    let (status, page) = judge(&[("said", &correct), ("field:weather", "rain")]);
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("weather cannot be corrected"), "{page}");
    let (status, page) = judge(&[("said", &correct), ("field:modality", "surely")]);
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{page}");
    assert!(page.contains("surely"), "{page}");
    let (status, page) = judge(&[("said", &correct), ("field:modality", "reported")]);
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("Nothing was changed"), "{page}");
    assert_eq!(judge(&[("said", "applaud r1#c1")]).0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(judge(&[("said", "confirm r000#c1")]).0, StatusCode::NOT_FOUND);
    let nobody = house.post("/judge", &[("said", "confirm r1#c1")]);
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nobody.body.contains("Your name"), "{}", nobody.body);
}

#[test]
fn judging_leads_to_no_other_host() {
    let house = House::new("redirect");
    let said = format!("confirm {}#c1", house.reports[0]);
    for back in ["https://evil.example/", "//evil.example", "/\\evil.example"] {
        let answer = house.post("/judge", &[("said", &said), ("by", "Rana"), ("back", back)]);
        assert_eq!(answer.header(header::LOCATION), "/", "{back}");
    }
}

#[test]
fn a_form_of_another_site_judges_nothing() {
    let house = House::new("cross");
    let request = Request::post("/judge").header("sec-fetch-site", "cross-site");
    let body = format!("said=confirm+{}%23c1&by=Rana", house.reports[0]);
    let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    assert_eq!(house.ask(request, body).status, StatusCode::FORBIDDEN);
    assert!(!house.page(&format!("/reports/{}", house.reports[0])).contains("Confirmed"));
}

#[test]
fn a_published_site_has_no_report_s_text_but_the_words_of_its_claims() {
    let house = House::new("publish");
    let folder = house.folder.join("site");
    let record =
        trucewatch::record::Record::open(&house.folder.join("record.tw"), Mode::ReadOnly, codebook::builtin()).unwrap();
    publish(&record, &folder).unwrap();
    let read = |name: String| std::fs::read_to_string(folder.join(name)).unwrap();
    let page = read(format!("reports/{}.html", house.reports[0]));
    assert!(page.contains("killing 12 people") && page.contains("id=\"c1\""), "{page}");
    assert!(!page.contains("medics said") && !page.contains("<form"), "{page}");
    let named = read(format!("reports/{}.html", house.reports[2]));
    assert!(!named.contains("Dahhan") && !named.contains("<script>alert"), "{named}");
    assert!(read("outlets.html".into()).contains("Coast Wire"));
}
