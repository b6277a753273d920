//! Lists of the record as text: ceasefires, incidents, claims, a report, figures.

use super::{Screen, flow::Flow};
use anstyle::{AnsiColor, Style};
use trucewatch::record::{
    CeasefireLine, ClaimLine, IncidentLine, ReportView,
    ledger::{Kind, Stats, Verified},
};

/// The ceasefires, one paragraph each.
pub fn ceasefires(lines: &[CeasefireLine], screen: &Screen) -> String {
    let mut out = String::new();
    for line in lines {
        let mut flow = Flow::default();
        flow.say(id(), &line.id).say(plain(), "  ").quote(Style::new().bold(), &line.title);
        let mut facts = Vec::new();
        if !line.declared_by.is_empty() {
            facts.push(format!("declared by {}", line.declared_by.join(", ")));
        }
        match (line.from, line.until) {
            (Some(from), Some(until)) => facts.push(format!("{from} to {until}")),
            (Some(from), None) => facts.push(format!("from {from}")),
            (None, Some(until)) => facts.push(format!("until {until}")),
            (None, None) => facts.push("days not said".into()),
        }
        facts.extend(line.side.map(|side| side.word().to_owned()));
        facts.extend(line.outcome.map(|outcome| format!("said to be {}", outcome.word().replace('_', " "))));
        facts.push(reports(line.reports));
        facts.extend(differences(line.disagreements));
        screen.put(&mut out, &flow, 0, 4);
        screen.put(&mut out, Flow::default().quote(plain(), &facts.join(" · ")), 4, 4);
    }
    or_nothing(out, "no ceasefires in the record yet")
}

/// The incidents, one line each.
pub fn incidents(lines: &[IncidentLine], screen: &Screen) -> String {
    let mut out = String::new();
    for line in lines {
        let mut flow = Flow::default();
        flow.say(id(), &line.id).say(plain(), "  ");
        flow.say(plain(), &line.on.map_or("day not said".to_owned(), |on| on.to_string())).say(plain(), "  ");
        flow.quote(Style::new().bold(), &line.title);
        let mut facts = Vec::new();
        facts.extend(line.killed.as_ref().map(|range| format!("killed {range}")));
        facts.extend(line.injured.as_ref().map(|range| format!("injured {range}")));
        facts.push(reports(line.reports));
        facts.extend(differences(line.disagreements));
        flow.say(plain(), " · ").quote(plain(), &facts.join(" · "));
        screen.put(&mut out, &flow, 0, 4);
    }
    or_nothing(out, "no incidents in the record yet")
}

/// Claims, each with its words.
pub fn claim_lines(lines: &[ClaimLine], screen: &Screen) -> String {
    let mut out = String::new();
    for line in lines {
        let card = &line.card;
        let mut flow = Flow::default();
        flow.say(id(), &card.claim.to_string()).say(plain(), "  ");
        flow.say(
            Style::new().bold(),
            &format!(
                "{} {} {}",
                card.modality.word().replace('_', " "),
                card.kind.word(),
                card.type_word.replace('_', " ")
            ),
        );
        if let Some(start) = card.start {
            flow.say(plain(), &format!(" · {start}"));
        }
        if let Some(place) = card.places.first() {
            flow.say(plain(), " · ").quote(plain(), &place.text);
        }
        for event in &line.events {
            flow.say(plain(), " · ").say(id(), event);
        }
        screen.put(&mut out, &flow, 0, 4);
        let mut words = Flow::default();
        words.quote(Style::new().italic(), &format!("“{}”", card.words));
        words.say(plain(), " — ").quote(plain(), card.speaker.as_deref().unwrap_or("the report"));
        words.say(plain(), ", ").quote(plain(), line.outlet.as_deref().unwrap_or("outlet not known"));
        if let Some(published) = line.published {
            words.say(plain(), &format!(", {}", published.date()));
        }
        screen.put(&mut out, &words, 4, 4);
    }
    or_nothing(out, "no such claims")
}

/// A report: where it came from, and its reading.
pub fn report(view: &ReportView, screen: &Screen) -> String {
    let mut out = String::new();
    let mut flow = Flow::default();
    flow.say(id(), &view.card.id).say(plain(), " · from ").quote(plain(), &view.origin);
    flow.say(plain(), &format!(" · added {} · read with {}", view.added, view.made_with));
    screen.put(&mut out, &flow, 0, 4);
    if let Some(of) = &view.card.copy_of {
        screen.put(
            &mut out,
            Flow::default().say(plain(), &format!("carries the text of {of}: both count as one source")),
            0,
            4,
        );
    }
    if !view.copies.is_empty() {
        screen.put(
            &mut out,
            Flow::default().say(plain(), &format!("its text is also carried by {}", view.copies.join(", "))),
            0,
            4,
        );
    }
    out.push_str(&screen.reading(&view.reading));
    out
}

/// The record's figures.
pub fn stats(stats: &Stats, ceasefires: usize, incidents: usize) -> String {
    let entries = |kind| stats.entries.get(&kind).copied().unwrap_or(0);
    let megabytes = |bytes: u64| format!("{:.1} MB", bytes as f64 / 1e6);
    let lines = [
        ("reports", stats.reports.to_string()),
        ("of them copies", stats.copies.to_string()),
        ("readings", entries(Kind::Reading).to_string()),
        ("judgements", entries(Kind::Judgement).to_string()),
        ("ceasefires", ceasefires.to_string()),
        ("incidents", incidents.to_string()),
        ("bytes as they came", megabytes(stats.blob_size)),
        ("file", megabytes(stats.file_size)),
        ("head", format!("{} {}", stats.head.seq, stats.head.hash)),
    ];
    lines.iter().map(|(name, value)| format!("{name:<20}{value}\n")).collect()
}

/// What a sound record was found to hold.
pub fn verified(sound: &Verified) -> String {
    format!("sound: {} entries, head {}", sound.head.seq, sound.head.hash)
}

fn reports(number: usize) -> String {
    format!("{number} report{}", if number == 1 { "" } else { "s" })
}

fn differences(number: usize) -> Option<String> {
    match number {
        0 => None,
        1 => Some("accounts differ on 1 question".into()),
        number => Some(format!("accounts differ on {number} questions")),
    }
}

fn or_nothing(text: String, nothing: &str) -> String {
    if text.is_empty() { format!("{nothing}\n") } else { text }
}

fn plain() -> Style {
    Style::new()
}

fn id() -> Style {
    Style::new().fg_color(Some(AnsiColor::Cyan.into()))
}
