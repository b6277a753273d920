//! The pages as a browser gets them: requests through the router, on a record of invented reports.

mod adding;
mod judging;
mod looking;

use super::{
    access::Access,
    server::{Shared, router},
};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use std::{fs, path::PathBuf};
use tower::ServiceExt;
use trucewatch::{
    Options, codebook,
    ingest::{Defaults, Format, Ingest, Known, Origin, Raw},
    record::{Addition, Record},
};

/// A record under a router, and the ids of its reports in their order.
struct House {
    router: Router,
    reports: Vec<String>,
    folder: PathBuf,
    runtime: tokio::runtime::Runtime,
}

/// An answer.
struct Answer {
    status: StatusCode,
    headers: axum::http::HeaderMap,
    body: String,
}

impl Answer {
    fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

impl Drop for House {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Invented: two reports of one raid that differ, a truce, script where words should be, and a name in Arabic.
fn lines() -> Vec<serde_json::Value> {
    let report = |id: &str, day: &str, source: &str, title: &str, text: &str| serde_json::json!({"id": id, "published": day, "source": source, "title": title, "text": text});
    vec![
        report(
            "a1",
            "2016-12-02",
            "Coast Wire",
            "Raid on a market",
            "An airstrike hit the market of Maarat al-Numan on Thursday, killing 12 people, medics said.",
        ),
        report(
            "a2",
            "2016-12-02",
            "Hill Radio",
            "Warplanes over a town",
            "At least 40 people were killed on Thursday when warplanes bombed the market in Maarat al-Numan, rescuers said.",
        ),
        report(
            "t1",
            "2016-12-03",
            "Gate <script>alert(1)</script> Post",
            "<script>alert(2)</script> truce",
            "The rebels declared a three-day ceasefire in Rastan on Friday. \"We heard shelling <b>all</b> night,\" said Samir al-Dahhan, a teacher in Rastan.",
        ),
        report(
            "t2",
            "2016-12-03",
            "صحيفة الساحل",
            "هدنة في الرستن",
            "The rebels declared a ceasefire in Rastan, officials said on Friday.",
        ),
    ]
}

impl House {
    fn new(name: &str) -> House {
        let folder = std::env::temp_dir().join(format!("trucewatch-web-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join("record.tw");
        let data = codebook::builtin();
        let ingest = Ingest::new(&data, Options::default(), Defaults::default());
        let mut record = Record::open_or_create(&path, data).unwrap();
        let raw = |line: &serde_json::Value| {
            let origin = Origin { file: "reports.jsonl".into(), line: Some(1) };
            Ok(Raw { origin, bytes: line.to_string().into_bytes(), format: Format::Jsonl, known: Known::default() })
        };
        let mut reports = Vec::new();
        record
            .add(lines().iter().map(raw), &ingest, 2, |addition| match addition {
                Addition::New { id, .. } => reports.push(id),
                other => panic!("{other:?}"),
            })
            .unwrap();
        drop(record);
        let shared = Shared::open(path, codebook::builtin(), Access::default()).unwrap();
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        House { router: router(shared), reports, folder, runtime }
    }

    fn ask(&self, request: axum::http::request::Builder, body: impl Into<Body>) -> Answer {
        let request: Request<Body> = request.header(header::HOST, "localhost:8017").body(body.into()).unwrap();
        self.runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            let (status, headers) = (response.status(), response.headers().clone());
            let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
            Answer { status, headers, body: String::from_utf8(body.to_vec()).unwrap() }
        })
    }

    fn get(&self, path: &str) -> Answer {
        self.ask(Request::get(path), "")
    }

    /// The page, which must be there.
    fn page(&self, path: &str) -> String {
        let answer = self.get(path);
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        answer.body
    }

    /// Sends a form.
    fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let kind = "application/x-www-form-urlencoded";
        self.ask(Request::post(path).header(header::CONTENT_TYPE, kind), body)
    }
}
