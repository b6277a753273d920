//! The controls by which people judge: one form on a page, to which every button of it belongs, and a form for each claim that is
//! corrected. They work without script; keys come from `page.js`.

use super::layout::Site;
use maud::{Markup, html};
use serde_json::Value;
use trucewatch::model::{
    AidAction, AttackMethod, CeasefireAction, ClaimRef, ControlAction, CorridorAction, Judgement, Measure, Modality,
    MovementAction, Verdict, Victims,
};

/// The form of a page's buttons; judging leads back to `back`.
pub fn form(site: &Site, back: &str) -> Markup {
    html! {
        form.judge id="judge" method="post" action="/judge" {
            // Return in a field would press the first button of the form, which is some claim's.
            button type="submit" disabled hidden {}
            input type="hidden" name="back" value=(back);
            (who(site))
            label { "Why, if you like" input name="reason" maxlength="500"; }
        }
    }
}

fn who(site: &Site) -> Markup {
    html! {
        @match &site.person {
            Some(person) => p.by { "You judge as " bdi { (person) } "." },
            None => label { "Your name" input name="by" required maxlength="100" autocomplete="name"; },
        }
    }
}

/// A button of the page's form: what is said, what it is called, and its key.
pub fn button(said: &str, name: &str, key: char) -> Markup {
    html! {
        button.verdict type="submit" form="judge" name="said" value=(said) data-key=(key) aria-keyshortcuts=(key) { (name) }
    }
}

/// Confirming and rejecting a claim.
pub fn of_claim(claim: &ClaimRef) -> Markup {
    html! { (button(&format!("confirm {claim}"), "Confirm", 'c')) (button(&format!("reject {claim}"), "Reject", 'r')) }
}

/// Saying of two claims whether they are one.
pub fn of_pair(a: &ClaimRef, b: &ClaimRef) -> Markup {
    html! {
        (button(&format!("same {a} {b}"), "Same", 's'))
        (button(&format!("different {a} {b}"), "Different", 'd'))
        (button(&format!("unsure {a} {b}"), "Cannot tell", 'u'))
    }
}

/// A judgement in words, with the button that undoes it.
pub fn judgement(site: &Site, judgement: &Judgement) -> Markup {
    let what = match &judgement.verdict {
        Verdict::Same(..) => "Same as another claim".to_owned(),
        Verdict::Different(..) => "Different from another claim".to_owned(),
        Verdict::Unsure(..) => "Cannot be told from another claim".to_owned(),
        Verdict::Confirm(_) => "Confirmed".to_owned(),
        Verdict::Reject(_) => "Rejected".to_owned(),
        Verdict::Correct { field, value, .. } => format!("Corrected: {} is {value}", field.replace('_', " ")),
        Verdict::Undo { .. } => "Undone".to_owned(),
    };
    html! {
        p.judged {
            (what) ", by " bdi { (judgement.by) } ", "
            time datetime=(judgement.at) { (judgement.at.get(..10).unwrap_or(&judgement.at)) }
            @if let Some(reason) = &judgement.reason { ": " q dir="auto" { (reason) } }
            @if site.may_judge { " " (button(&format!("undo {}", judgement.id), "Undo", 'z')) }
        }
    }
}

/// The fields of a claim's JSON that a person may correct, with their values as a field of a form holds them.
pub fn fields(claim: &Value) -> impl Iterator<Item = (&String, String)> {
    let closed = |name: &&String| ["id", "span", "kind", "rule", "confidence"].contains(&name.as_str());
    claim
        .as_object()
        .into_iter()
        .flatten()
        .filter(move |(name, _)| !closed(name))
        .map(|(name, value)| (name, shown(value)))
}

/// A JSON value in a field of a form: words as they are, what is not there as nothing, everything else as JSON.
pub fn shown(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The form that corrects a claim. Fields whose value `is_hidden` are not shown.
pub fn correction(site: &Site, claim: &ClaimRef, json: &Value, back: &str, is_hidden: impl Fn(&str) -> bool) -> Markup {
    let kind = json["kind"].as_str().unwrap_or_default();
    html! {
        details.correct {
            summary data-key="e" aria-keyshortcuts="e" { "Correct" }
            form method="post" action="/judge" {
                input type="hidden" name="back" value=(back);
                @for (name, value) in fields(json).filter(|(_, value)| !is_hidden(value)) {
                    label { (name.replace('_', " ")) (field(name, &value, words_of(kind, name))) }
                }
                @if fields(json).any(|(_, value)| is_hidden(&value)) {
                    p.unknown { "Fields with names of private people are not shown." }
                }
                @if site.person.is_none() { (who(site)) }
                label { "Why, if you like" input name="reason" maxlength="500"; }
                button type="submit" name="said" value={ "correct " (claim) } { "Save the correction" }
            }
        }
    }
}

fn field(name: &str, value: &str, words: Option<Vec<&str>>) -> Markup {
    let name = format!("field:{name}");
    html! {
        @match words {
            Some(words) => select name=(name) {
                @for word in &words { option value=(word) selected[*word == value] { (word.replace('_', " ")) } }
            },
            None if value.starts_with(['{', '[']) => textarea name=(name) rows="3" spellcheck="false" { (value) },
            None => input name=(name) value=(value);,
        }
    }
}

/// The words that a field can have, where the list is closed.
fn words_of(kind: &str, field: &str) -> Option<Vec<&'static str>> {
    fn all<T: Copy>(all: &[T], word: fn(T) -> &'static str) -> Option<Vec<&'static str>> {
        Some(all.iter().map(|value| word(*value)).collect())
    }
    match (kind, field) {
        (_, "modality") => all(Modality::ALL, Modality::word),
        (_, "method") => all(AttackMethod::ALL, AttackMethod::word),
        (_, "measure") => all(Measure::ALL, Measure::word),
        (_, "victims") => all(Victims::ALL, Victims::word),
        (_, "cumulative") => Some(vec!["true", "false"]),
        (_, "unilateral") => Some(vec!["", "true", "false"]),
        ("ceasefire", "action") => all(CeasefireAction::ALL, CeasefireAction::word),
        ("corridor", "action") => all(CorridorAction::ALL, CorridorAction::word),
        ("control", "action") => all(ControlAction::ALL, ControlAction::word),
        ("movement", "action") => all(MovementAction::ALL, MovementAction::word),
        ("aid", "action") => all(AidAction::ALL, AidAction::word),
        _ => None,
    }
}

/// The keys, for those who ask for them.
pub fn keys(pairs: &[(&str, &str)]) -> Markup {
    html! {
        details.keys id="keys" {
            summary { "Keys" }
            dl { @for (key, what) in pairs { dt { kbd { (key) } } dd { (what) } } }
        }
    }
}
