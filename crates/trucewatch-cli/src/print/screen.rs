//! One reading on one screen: what it is, ceasefires and corridors first, then attacks, casualties and the rest.

use super::{claims, flow::Flow};
use anstyle::{AnsiColor, Style};
use trucewatch::model::{CeasefireAction, Claim, Content, Document, Kind, Notice, Reading};

/// Columns where the terminal does not tell its own.
const USUAL_WIDTH: usize = 100;

/// Widest lines; longer ones are tiring to read.
const WIDEST: usize = 120;

/// What a reading is printed on.
pub struct Screen {
    colored: bool,
    width: usize,
}

/// The title of a section, and which claims stand in it.
type Section = (&'static str, fn(&Content) -> bool);

/// The sections, in the order in which they are printed.
const SECTIONS: &[Section] = &[
    ("Ceasefire: terms", |content| ceasefire(content) == Some(Part::Terms)),
    ("Ceasefire: stances", |content| ceasefire(content) == Some(Part::Stances)),
    ("Ceasefire: conduct", |content| ceasefire(content) == Some(Part::Conduct)),
    ("Corridors", |content| content.kind() == Kind::Corridor),
    ("Attacks", |content| content.kind() == Kind::Attack),
    ("Casualties", |content| content.kind() == Kind::Casualties),
    ("Control", |content| content.kind() == Kind::Control),
    ("Movement", |content| content.kind() == Kind::Movement),
    ("Aid", |content| content.kind() == Kind::Aid),
];

#[derive(PartialEq, Eq)]
enum Part {
    Terms,
    Stances,
    Conduct,
}

fn ceasefire(content: &Content) -> Option<Part> {
    let Content::Ceasefire { action, .. } = content else { return None };
    Some(match action {
        CeasefireAction::Accepted | CeasefireAction::Rejected => Part::Stances,
        CeasefireAction::Holding | CeasefireAction::Violated => Part::Conduct,
        _ => Part::Terms,
    })
}

impl Screen {
    /// A screen of `width` columns, the terminal's own where none is given.
    pub fn new(colored: bool, width: Option<usize>) -> Self {
        let own = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        Screen { colored, width: width.or_else(own).unwrap_or(USUAL_WIDTH).clamp(40, WIDEST) }
    }

    /// A reading as text.
    pub fn reading(&self, reading: &Reading) -> String {
        let mut out = self.header(&reading.document);
        self.put(&mut out, &summary(reading), 0, 0);
        for notice in &reading.notices {
            self.put(&mut out, &note(notice), 0, 6);
        }
        for (title, belongs) in SECTIONS {
            let claims: Vec<&Claim> = reading.claims.iter().filter(|claim| belongs(&claim.content)).collect();
            if claims.is_empty() {
                continue;
            }
            let heading = Style::new().bold().fg_color(Some(AnsiColor::Blue.into()));
            out.push('\n');
            self.put(&mut out, Flow::default().say(heading, title), 0, 0);
            for claim in claims {
                self.put(&mut out, &claims::headline(claim), 2, 4);
                self.put(&mut out, &claims::words_of(claim, reading), 4, 4);
            }
        }
        out
    }

    /// Flows a paragraph onto the screen.
    pub fn put(&self, out: &mut String, flow: &Flow, first: usize, rest: usize) {
        out.push_str(&flow.lines(self.width, first, rest, self.colored));
    }

    /// Title, outlet and date.
    pub fn header(&self, document: &Document) -> String {
        let mut out = String::new();
        let title = document.title.as_deref().unwrap_or(&document.id);
        self.put(&mut out, Flow::default().quote(Style::new().bold().underline(), title), 0, 0);
        let mut line = Flow::default();
        line.quote(Style::new(), document.source.as_deref().unwrap_or("outlet not known"));
        line.say(Style::new().dimmed(), " · ");
        match document.published {
            Some(at) => line.say(Style::new(), "published ").say(Style::new(), &at.to_string()),
            None => line.say(Style::new(), "date not known"),
        };
        self.put(&mut out, &line, 0, 0);
        out
    }
}

/// How much was read, and what it is worth.
fn summary(reading: &Reading) -> Flow {
    let plural = |number: usize, word: &str| format!("{number} {word}{}", if number == 1 { "" } else { "s" });
    let mut line = Flow::default();
    let (statements, claims) = (reading.statements.len(), reading.claims.len());
    let counts = format!("{}, {}", plural(statements, "statement"), plural(claims, "claim"));
    let worth =
        if claims == 0 { ": nothing told that the codebook covers." } else { ": what is said, not what is so." };
    line.say(Style::new().dimmed(), &counts).say(Style::new().dimmed(), worth);
    line
}

fn note(notice: &Notice) -> Flow {
    let mut line = Flow::default();
    line.say(Style::new().fg_color(Some(AnsiColor::Yellow.into())), "note: ").quote(Style::new(), &notice.message);
    line
}

#[cfg(test)]
mod tests;
