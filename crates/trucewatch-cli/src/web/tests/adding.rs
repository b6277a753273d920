//! Adding through the forms.

use super::{Answer, House};
use axum::http::{Request, StatusCode, header};

const BORDER: &str = "----border";

/// A form with parts `(name, file name, content)`.
fn give(house: &House, parts: &[(&str, Option<&str>, &str)]) -> Answer {
    let mut body = String::new();
    for (name, file, content) in parts {
        let file = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
        body += &format!("--{BORDER}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{content}\r\n");
    }
    body += &format!("--{BORDER}--\r\n");
    let kind = format!("multipart/form-data; boundary={BORDER}");
    house.ask(Request::post("/add").header(header::CONTENT_TYPE, kind), body)
}

/// The page of the job that an answer leads to, once it is done: its events end with it.
fn done(house: &House, answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let page = answer.header(header::LOCATION);
    let events = house.page(&format!("{page}/events"));
    assert!(events.contains("event: done"), "{events}");
    house.page(page)
}

#[test]
fn files_are_read_in_the_background_and_each_is_told_of() {
    let house = House::new("add-files");
    let line = r#"{"id": "n1", "published": "2016-12-05", "source": "Hill Radio", "text": "Shelling killed three people in Homs on Sunday, medics said."}"#;
    let known = super::lines()[0].to_string();
    let page = done(&house, &give(&house, &[("file", Some("new.jsonl"), &format!("{line}\n{known}\nno json\n"))]));
    assert!(page.contains("done, 1 new, 1 known, 1 failed"), "{page}");
    assert!(page.contains("new.jsonl:3"), "{page}");
    assert!(page.contains(&format!("/reports/{}", house.reports[0])), "{page}");
    let found = house.page("/search?words=homs+shelling");
    assert!(found.contains("/reports/r"), "{found}");
}

#[test]
fn an_uploaded_name_is_words_and_no_path() {
    let house = House::new("add-names");
    let evil = "../../<script>alert(1)</script>.html";
    let page = done(&house, &give(&house, &[("file", Some(evil), "<html><body></body></html>")]));
    assert!(!page.contains("<script>alert"), "{page}");
    let left: Vec<_> = std::fs::read_dir(&house.folder).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert!(
        left.iter()
            .all(|name| name.to_string_lossy().starts_with("record.tw") && !name.to_string_lossy().contains("adding")),
        "{left:?}"
    );
}

#[test]
fn a_pasted_text_keeps_its_headline_outlet_and_date() {
    let house = House::new("add-text");
    let page = done(
        &house,
        &give(
            &house,
            &[
                ("title", None, "هدنة"),
                ("text", None, "The army announced a one-day ceasefire in Aleppo on Sunday."),
                ("outlet", None, "Gate Post"),
                ("published", None, "2016-12-05"),
            ],
        ),
    );
    let report = page.split("/reports/").nth(1).and_then(|rest| rest.split('"').next()).expect("a new report");
    let report = house.page(&format!("/reports/{report}"));
    assert!(report.contains("هدنة") && report.contains("Gate Post") && report.contains("2016-12-05"), "{report}");
}

#[test]
fn what_cannot_be_added_is_refused_in_words() {
    let house = House::new("add-wrong");
    for (parts, words) in [
        (vec![("text", None, " ")], "Nothing was given"),
        (vec![("file", Some(""), "")], "Nothing was given"),
        (vec![("address", None, "file:///etc/passwd")], "begins with https://"),
        (vec![("text", None, "x"), ("published", None, "yesterday")], "2016-10-21"),
    ] {
        let answer = give(&house, &parts);
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{parts:?}");
        assert!(answer.body.contains(words), "{}", answer.body);
    }
    assert_eq!(house.get("/add/jobs/7").status, StatusCode::NOT_FOUND);
}

#[test]
fn an_upload_that_is_too_large_is_told_so() {
    let house = House::new("add-large");
    let answer = give(&house, &[("file", Some("large.txt"), &"x".repeat(66 << 20))]);
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.body.contains("64 MB"), "{}", answer.body);
    assert!(!house.page("/add").contains("large.txt"));
}
