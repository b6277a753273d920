//! The server as browsers meet it: what every answer carries, who is let in, what is refused, and judgements all the way to the
//! ledger and back.

use serde_json::{Value, json};
use std::{
    fs,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};
use ureq::http::{Response, StatusCode, header};

const SAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples");

/// A server of this test's own; it ends with the test.
struct Server {
    child: Child,
    address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn trucewatch(ledger: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_trucewatch"));
    command.env("TRUCEWATCH_LEDGER", ledger).env_remove("TRUCEWATCH_PERSON").stdin(Stdio::null());
    command
}

fn ledger(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("serve").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder.join("record.tw")
}

fn add(ledger: &Path, files: &[&str]) {
    let added = trucewatch(ledger).arg("add").args(files).output().unwrap();
    assert!(added.status.success(), "{}", String::from_utf8_lossy(&added.stderr));
}

fn serve(ledger: &Path) -> Server {
    let mut child = trucewatch(ledger)
        .args(["serve", "--listen", "127.0.0.1:0"])
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program was built");
    let mut said = String::new();
    BufReader::new(child.stderr.take().unwrap()).read_line(&mut said).unwrap();
    let address = said.split("http://").nth(1).and_then(|rest| rest.split('/').next()).expect(&said).to_owned();
    Server { child, address }
}

fn samples() -> [String; 2] {
    ["rastan-pause.html", "rastan-reports.jsonl"].map(|file| format!("{SAMPLES}/{file}"))
}

fn with_samples(name: &str) -> Server {
    let ledger = ledger(name);
    let files = samples();
    add(&ledger, &[&files[0], &files[1]]);
    serve(&ledger)
}

/// An answer, whatever its status.
struct Answer {
    status: StatusCode,
    headers: ureq::http::HeaderMap,
    text: String,
}

impl Answer {
    fn of(response: Result<Response<ureq::Body>, ureq::Error>) -> Self {
        let mut response = response.expect("the server answers");
        let text = response.body_mut().read_to_string().unwrap();
        Answer { status: response.status(), headers: response.headers().clone(), text }
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.text).expect(&self.text)
    }

    fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The cookie that is set, without what belongs to it.
    fn cookie(&self) -> String {
        self.header(header::SET_COOKIE).split(';').next().unwrap_or_default().to_owned()
    }
}

impl Server {
    fn agent() -> ureq::Agent {
        ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build().into()
    }

    fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let request = Self::agent().get(format!("http://{}{path}", self.address));
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        Answer::of(request.call())
    }

    fn post(&self, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let request = Self::agent().post(format!("http://{}{path}", self.address));
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        Answer::of(request.send(body))
    }

    fn judge(&self, judgement: &Value) -> Answer {
        self.post("/api/v1/judgements", &[("content-type", "application/json")], &judgement.to_string())
    }

    fn sign_in(&self, name: &str, password: &str) -> Answer {
        let body = format!("name={name}&password={password}");
        self.post("/login", &[("content-type", "application/x-www-form-urlencoded")], &body)
    }

    /// The id of the pause in the samples.
    fn pause(&self) -> String {
        let list = self.get("/api/v1/ceasefires?limit=1000", &[]).json();
        let items = list["items"].as_array().unwrap();
        let most = items.iter().max_by_key(|line| line["reports"].as_u64()).unwrap();
        most["id"].as_str().unwrap().to_owned()
    }
}

#[test]
fn every_answer_keeps_to_this_host_and_out_of_frames() {
    let server = with_samples("headers");
    for path in ["/", "/about", "/no/such/page", "/assets/style.css", "/api/v1/head"] {
        let answer = server.get(path, &[]);
        let policy = answer.header(header::CONTENT_SECURITY_POLICY);
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(answer.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff", "{path}");
    }
}

#[test]
fn a_dossier_is_led_to_from_the_first_page_and_quotes_its_reports() {
    let server = with_samples("dossier");
    let id = server.pause();
    assert!(server.get("/", &[]).text.contains(&format!("/ceasefires/{id}")));
    let page = server.get(&format!("/ceasefires/{id}"), &[]);
    assert_eq!(page.status, StatusCode::OK);
    for part in
        ["The army declared a three-day humanitarian pause in Rastan", "unilateral", "Where the accounts differ"]
    {
        assert!(page.text.contains(part), "{part}");
    }
    assert!(!page.text.contains("Samir"), "a private person's name is shown");
}

#[test]
fn what_is_not_there_is_told_and_paths_lead_nowhere_else() {
    let server = with_samples("nowhere");
    for path in [
        "/ceasefires/cf-none",
        "/incidents/..%2f..%2fetc%2fpasswd",
        "/assets/..%2f..%2fCargo.toml",
        "/assets/%2e%2e/server.rs",
        "/reports/none",
    ] {
        assert_eq!(server.get(path, &[]).status, StatusCode::NOT_FOUND, "{path}");
    }
    let answer = server.get("/api/v1/ceasefires/cf-none", &[]);
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(answer.json()["error"].as_str().unwrap().contains("cf-none"));
}

#[test]
fn another_site_can_neither_judge_nor_pretend_to_be_this_one() {
    let server = with_samples("other-site");
    let json = ("content-type", "application/json");
    let body = json!({"verdict": "confirm", "claim": "r0#c1", "by": "Eve"}).to_string();
    for from in [("sec-fetch-site", "cross-site"), ("origin", "http://evil.example"), ("origin", "null")] {
        let answer = server.post("/api/v1/judgements", &[json, from], &body);
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{from:?}");
    }
    let answer = server.get("/", &[("host", "evil.example")]);
    assert_eq!(answer.status, StatusCode::MISDIRECTED_REQUEST);
    assert_eq!(server.get("/api/v1/judgements", &[]).json()["total"], 0);
}

#[test]
fn scripts_in_titles_outlets_and_names_stay_words() {
    let ledger = ledger("scripts");
    let attack = "<script>alert(1)</script>";
    let record = json!({
        "id": "x1", "title": format!("{attack} truce declared in Homs"), "source": format!("\"><img src=x onerror=alert(1)> {attack}"),
        "published": "2016-10-20", "url": "javascript:alert(1)",
        "text": format!("The Syrian army declared a three-day ceasefire in Homs on Thursday, said قائد محلي {attack}. Shells killed four people in Homs on Friday, {attack} said.")
    });
    let file = ledger.with_file_name("x.jsonl");
    fs::write(&file, record.to_string()).unwrap();
    add(&ledger, &[&file.to_string_lossy()]);
    let server = serve(&ledger);
    let mut pages = vec!["/".to_owned(), "/?outlet=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E".to_owned()];
    for (list, page) in [("ceasefires", "/ceasefires/"), ("incidents", "/incidents/")] {
        let items = server.get(&format!("/api/v1/{list}"), &[]).json();
        pages.extend(
            items["items"].as_array().unwrap().iter().map(|line| format!("{page}{}", line["id"].as_str().unwrap())),
        );
    }
    assert!(pages.len() > 3, "{pages:?}");
    for path in pages {
        let page = server.get(&path, &[]).text;
        assert!(!page.contains("<script>") && !page.contains("<img"), "{path}");
        assert!(!page.contains("href=\"javascript:"), "{path}");
    }
}

#[test]
fn a_judgement_is_in_the_ledger_and_on_the_pages_until_it_is_undone() {
    let server = with_samples("judging");
    let id = server.pause();
    let dossier = server.get(&format!("/api/v1/ceasefires/{id}"), &[]).json();
    let claim = dossier["ceasefire"]["declared_by"][0]["claims"][0].as_str().unwrap().to_owned();
    let nameless = server.judge(&json!({"verdict": "confirm", "claim": claim}));
    assert_eq!(nameless.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", nameless.text);
    let kept = server.judge(&json!({"verdict": "confirm", "claim": claim, "by": "Rana", "reason": "read it"}));
    assert_eq!(kept.status, StatusCode::CREATED, "{}", kept.text);
    let judgement = kept.json()["id"].as_str().unwrap().to_owned();
    let page = server.get(&format!("/ceasefires/{id}"), &[]).text;
    assert!(page.contains("1 judgement"), "the page does not say that a person judged");
    let undone = server.judge(&json!({"verdict": "undo", "judgement": judgement, "by": "Rana"}));
    assert_eq!(undone.status, StatusCode::CREATED, "{}", undone.text);
    let all = server.get("/api/v1/judgements", &[]).json();
    assert_eq!(all["total"], 2);
    assert_eq!(all["items"][0]["by"], "Rana");
}

#[test]
fn wrong_requests_get_reasons() {
    let server = with_samples("wrong");
    for (path, word) in [
        ("/api/v1/claims?from=yesterday", "yesterday"),
        ("/api/v1/claims?kind=rumour", "rumour"),
        ("/api/v1/ceasefires?first=-1", "first"),
        ("/api/v1/nothing", "openapi"),
    ] {
        let answer = server.get(path, &[]);
        assert!(answer.status.is_client_error(), "{path}: {}", answer.status);
        assert!(answer.json()["error"].as_str().unwrap().contains(word), "{path}: {}", answer.text);
    }
    let broken = server.post("/api/v1/judgements", &[("content-type", "application/json")], "{");
    assert_eq!(broken.status, StatusCode::BAD_REQUEST);
    assert_eq!(
        server.judge(&json!({"verdict": "confirm", "claim": "r0#c1", "by": "Rana"})).status,
        StatusCode::NOT_FOUND
    );
}

/// A record with an account, and its server.
fn with_account(name: &str, role: &str) -> Server {
    let ledger = ledger(name);
    let files = samples();
    add(&ledger, &[&files[0], &files[1]]);
    let mut child =
        trucewatch(&ledger).args(["accounts", "add", "rana", "--role", role]).stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"by-the-bridge-at-noon\n").unwrap();
    assert!(child.wait().unwrap().success());
    serve(&ledger)
}

#[test]
fn with_accounts_nobody_sees_anything_before_signing_in() {
    let server = with_account("accounts", "reviewer");
    let answer = server.get("/", &[]);
    assert_eq!((answer.status, answer.header(header::LOCATION)), (StatusCode::SEE_OTHER, "/login"));
    assert_eq!(server.get("/api/v1/ceasefires", &[]).status, StatusCode::UNAUTHORIZED);
    assert_eq!(server.get("/login", &[]).status, StatusCode::OK);
    assert_eq!(server.sign_in("rana", "guessed-it-maybe").status, StatusCode::FORBIDDEN);
    let answer = server.sign_in("rana", "by-the-bridge-at-noon");
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let line = answer.header(header::SET_COOKIE).to_owned();
    assert!(line.contains("HttpOnly") && line.contains("SameSite=Strict"), "{line}");
    let cookie = answer.cookie();
    assert_eq!(server.get("/", &[("cookie", &cookie)]).status, StatusCode::OK);
    // The session's name judges, whatever the request says.
    let claim = "r1aff799036a6#c1";
    let body = json!({"verdict": "confirm", "claim": claim, "by": "somebody else"}).to_string();
    let kept = server.post("/api/v1/judgements", &[("content-type", "application/json"), ("cookie", &cookie)], &body);
    assert_eq!(kept.json()["by"], "rana", "{}", kept.text);
    server.post("/logout", &[("cookie", &cookie)], "");
    assert_eq!(server.get("/", &[("cookie", &cookie)]).status, StatusCode::SEE_OTHER);
}

#[test]
fn a_token_from_before_signing_in_opens_nothing() {
    let server = with_account("fixation", "reader");
    let planted = format!("session={}", "a".repeat(64));
    let headers = [("cookie", planted.as_str()), ("content-type", "application/x-www-form-urlencoded")];
    let answer = server.post("/login", &headers, "name=rana&password=by-the-bridge-at-noon");
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_ne!(answer.cookie(), planted);
    assert_eq!(server.get("/", &[("cookie", &planted)]).status, StatusCode::SEE_OTHER);
}

#[test]
fn readers_look_and_do_not_judge_or_see_names() {
    let server = with_account("reader", "reader");
    let cookie = server.sign_in("rana", "by-the-bridge-at-noon").cookie();
    let with_names = format!("{cookie}; names=full");
    let id = "r1aff799036a6";
    let report = server.get(&format!("/api/v1/reports/{id}"), &[("cookie", &with_names)]).json();
    assert_eq!(report["reading"], Value::Null);
    let body = json!({"verdict": "confirm", "claim": format!("{id}#c1")}).to_string();
    let refused =
        server.post("/api/v1/judgements", &[("content-type", "application/json"), ("cookie", &cookie)], &body);
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[test]
fn guessing_passwords_is_stopped() {
    let server = with_account("guessing", "reader");
    for _ in 0..10 {
        assert_eq!(server.sign_in("rana", "guessed-it-maybe").status, StatusCode::FORBIDDEN);
    }
    assert_eq!(server.sign_in("rana", "by-the-bridge-at-noon").status, StatusCode::TOO_MANY_REQUESTS);
}

#[test]
fn nobody_from_elsewhere_is_let_in_without_accounts_and_encryption() {
    let ledger = ledger("elsewhere");
    let output = trucewatch(&ledger).args(["serve", "--listen", "0.0.0.0:0"]).output().unwrap();
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("nobody has an account") && said.contains("trucewatch accounts add"), "{said}");
}

#[test]
fn a_published_site_links_only_to_its_own_files() {
    let ledger = ledger("publish");
    let files = samples();
    add(&ledger, &[&files[0], &files[1]]);
    let site = ledger.with_file_name("site");
    let output = trucewatch(&ledger).arg("publish").arg(&site).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut folders = vec![site.clone()];
    let mut pages = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "html") {
                pages += 1;
                let page = fs::read_to_string(&path).unwrap();
                assert!(!page.contains("Samir"), "{}: a private person's name", path.display());
                for (attribute, rest) in
                    ["href=\"", "src=\""].iter().flat_map(|a| page.split(a).skip(1).map(move |r| (a, r)))
                {
                    let link = rest.split('"').next().unwrap();
                    let file = link.split(['#', '?']).next().unwrap();
                    if file.is_empty() || file.starts_with("https://") || file.starts_with("http://") {
                        continue;
                    }
                    assert!(folder.join(file).exists(), "{}: {attribute}{link}", path.display());
                }
            }
        }
    }
    assert!(pages > 8, "{pages} pages");
}
