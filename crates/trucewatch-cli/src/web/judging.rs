//! What a person says of claims, taken from forms. Judgements are kept under the name of who is signed in, else under the name
//! that they give, which their browser keeps.

use super::{
    access::{Role, Viewer},
    controls,
    server::{App, Failure, off_thread},
};
use axum::{
    Form,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use serde_json::Value;
use trucewatch::model::ClaimRef;
use trucewatch::record::{Error, Record, Said};

/// The fields of a form, in its order.
struct Fields(Vec<(String, String)>);

impl Fields {
    fn get(&self, name: &str) -> Option<&str> {
        let (_, value) = self.0.iter().find(|(own, _)| own == name)?;
        Some(value.trim()).filter(|value| !value.is_empty())
    }
}

/// Takes a judgement and leads back to the page it was made on.
pub async fn judge(
    State(shared): App,
    viewer: Viewer,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    if viewer.role < Role::Reviewer {
        return Err(Failure::new(
            StatusCode::FORBIDDEN,
            "Not allowed",
            "Readers look; reviewers judge. Ask who runs this record.",
        ));
    }
    let fields = Fields(fields);
    let by = viewer.person.clone().or_else(|| fields.get("by").map(str::to_owned));
    let Some(by) = by else {
        let what = "A judgement needs the name of who makes it. Go back and fill in “Your name”.";
        return Err(Failure::new(StatusCode::UNPROCESSABLE_ENTITY, "Who judges?", what));
    };
    let back = back(fields.get("back").unwrap_or("/"), fields.get("said").unwrap_or_default());
    let name = by.clone();
    off_thread(move || {
        shared.desk.write(|record| {
            let reason = fields.get("reason");
            for said in said(record, &fields)? {
                record.judge(said, &by, reason)?;
            }
            Ok(())
        })
    })
    .await?;
    let mut response = Redirect::to(&back).into_response();
    if viewer.person.is_none() {
        let name: String = url::form_urlencoded::byte_serialize(name.as_bytes()).collect();
        let cookie = format!("person={name}; Path=/; Max-Age=31536000; SameSite=Strict; HttpOnly");
        if let Ok(cookie) = cookie.parse() {
            response.headers_mut().insert(header::SET_COOKIE, cookie);
        }
    }
    Ok(response)
}

/// What a form says: a verdict with its targets ("same r1#c2 r3#c1"), a correction with the fields that were changed.
fn said(record: &Record, fields: &Fields) -> Result<Vec<Said>, Error> {
    let words: Vec<String> = fields.get("said").unwrap_or_default().split(' ').map(str::to_owned).collect();
    let said = match <[String; 3]>::try_from(words) {
        Ok([verdict, a, b]) => match verdict.as_str() {
            "same" => Said::Same(a, b),
            "different" => Said::Different(a, b),
            "unsure" => Said::Unsure(a, b),
            _ => return Err(nothing_known()),
        },
        Err(words) => match words.as_slice() {
            [verdict, claim] => match verdict.as_str() {
                "confirm" => Said::Confirm(claim.clone()),
                "reject" => Said::Reject(claim.clone()),
                "undo" => Said::Undo(claim.clone()),
                "correct" => return corrections(record, claim, fields),
                _ => return Err(nothing_known()),
            },
            _ => return Err(nothing_known()),
        },
    };
    Ok(vec![said])
}

fn nothing_known() -> Error {
    Error::Judgement(
        "The form says nothing that can be taken as a judgement. Open the page again and press a button of it.".into(),
    )
}

/// The fields that differ from the claim as it is read.
fn corrections(record: &Record, claim: &str, fields: &Fields) -> Result<Vec<Said>, Error> {
    let wrong = |what: String| Error::Judgement(what);
    let target = ClaimRef::parse(claim).ok_or_else(|| wrong(format!("{claim} names no claim")))?;
    let reading = trucewatch::json::reading(&record.report(&target.report)?.reading, false);
    let json = reading["claims"].get(target.claim).ok_or_else(|| wrong(format!("there is no claim {claim}")))?;
    let given = fields.0.iter().filter_map(|(name, value)| Some((name.strip_prefix("field:")?, value.trim())));
    let mut out = Vec::new();
    for (field, value) in given {
        let was = &json[field];
        if value == controls::shown(was) {
            continue;
        }
        let value = match was {
            _ if value.is_empty() => Value::Null.to_string(),
            Value::String(_) => Value::String(value.to_owned()).to_string(),
            _ => value.to_owned(),
        };
        out.push(Said::Correct { claim: claim.to_owned(), field: field.to_owned(), value });
    }
    if out.is_empty() {
        return Err(wrong("Nothing was changed: every field says what is read already.".into()));
    }
    Ok(out)
}

/// Where to go afterwards: a page of this server and no other, on a report's page the claim that was judged.
fn back(wanted: &str, said: &str) -> String {
    let is_ours = wanted.starts_with('/')
        && !wanted.starts_with("//")
        && !wanted.contains(|c: char| c == '\\' || c.is_control() || c.is_whitespace());
    let page = if is_ours { wanted.split('#').next().unwrap_or("/") } else { "/" };
    let claim = said.split(' ').nth(1).and_then(ClaimRef::parse);
    match claim.filter(|claim| page.strip_prefix("/reports/") == Some(&claim.report)) {
        Some(claim) => format!("{page}#c{}", claim.claim + 1),
        None => page.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::back;

    #[test]
    fn nobody_is_led_to_another_host() {
        for wanted in [
            "https://evil.example/",
            "//evil.example/",
            "/\\evil.example",
            "/\t/evil.example",
            "evil",
            "",
            "javascript:x",
        ] {
            assert_eq!(back(wanted, "confirm r1#c1"), "/", "{wanted:?}");
        }
        assert_eq!(back("/review?first=10", "confirm r1#c1"), "/review?first=10");
    }

    #[test]
    fn a_report_s_page_comes_back_at_the_claim() {
        assert_eq!(back("/reports/r1", "reject r1#c4"), "/reports/r1#c4");
        assert_eq!(back("/reports/r1#c9", "undo j-12"), "/reports/r1");
    }
}
