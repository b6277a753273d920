//! One claim as a person reads it: a line that says what, by whom, when and where, and the words with who said them.

use super::{flow::Flow, words};
use anstyle::{AnsiColor, Style};
use trucewatch::model::{Claim, Content, Modality, Reading, Role};

/// Widest quotation, in characters; what is longer is cut after a word.
const LONGEST_QUOTE: usize = 180;

/// The line that says what is claimed.
pub fn headline(claim: &Claim) -> Flow {
    let mut line = Flow::default();
    // What is not told as having happened is told apart by its word, and by colour besides.
    let marked = match claim.modality {
        Modality::Reported => Style::new().bold(),
        Modality::Denied => Style::new().bold().fg_color(Some(AnsiColor::Red.into())),
        _ => Style::new().bold().fg_color(Some(AnsiColor::Yellow.into())),
    };
    line.say(marked, words::modality(claim.modality)).say(marked, " ").say(marked, words::what(&claim.content));
    match &claim.content {
        Content::Casualties { count, victims, group, part_of, cumulative, .. } => {
            let number = words::count(count).unwrap_or_else(|| "number not told,".to_owned());
            line.say(Style::new(), ": ").say(Style::new(), &number).say(Style::new(), " ");
            line.quote(Style::new(), &words::victims(*victims, group.as_deref()));
            if part_of.is_some() {
                line.say(Style::new(), ", counted above");
            }
            if *cumulative {
                line.say(Style::new(), " in all");
            }
        }
        Content::Ceasefire { unilateral, window, .. } => {
            match unilateral {
                Some(true) => detail(&mut line, "", "unilateral"),
                Some(false) => detail(&mut line, "", "mutual"),
                None => {}
            }
            if let Some(window) = window.as_ref().and_then(words::window) {
                detail(&mut line, "", &window);
            }
        }
        Content::Movement { count, origin, destination, .. } => {
            if let Some(number) = count.as_ref().and_then(words::count) {
                detail(&mut line, "", &number);
            }
            for (word, place) in [("out of", origin), ("to", destination)] {
                if let Some(place) = place {
                    detail(&mut line, word, place);
                }
            }
        }
        _ => {}
    }
    actors(&mut line, claim);
    if !claim.places.is_empty() {
        let names: Vec<&str> = claim.places.iter().map(|place| place.text.as_str()).collect();
        detail(&mut line, "in", &names.join(", "));
    }
    if let Some(time) = &claim.time {
        detail(&mut line, "", &words::time(time));
    }
    line
}

/// The actors, those of one role together.
fn actors(line: &mut Flow, claim: &Claim) {
    let mut said: Vec<Role> = Vec::new();
    for actor in &claim.actors {
        if said.contains(&actor.role) {
            continue;
        }
        said.push(actor.role);
        let same = claim.actors.iter().filter(|other| other.role == actor.role);
        let names: Vec<&str> = same.map(|actor| actor.text.as_str()).collect();
        detail(line, words::role(actor.role), &names.join(", "));
    }
}

fn detail(line: &mut Flow, word: &str, text: &str) {
    line.say(Style::new().dimmed(), " · ");
    if !word.is_empty() {
        line.say(Style::new(), word).say(Style::new(), " ");
    }
    line.quote(Style::new(), text);
}

/// Who said it, and the words.
pub fn words_of(claim: &Claim, reading: &Reading) -> Flow {
    let mut line = Flow::default();
    let source = Style::new().fg_color(Some(AnsiColor::Cyan.into()));
    match claim.statement.and_then(|at| reading.statements.get(at)) {
        None => line.say(source, "the report"),
        Some(statement) => match &statement.speaker {
            None => line.say(source, "a source that is not named"),
            Some(speaker) => {
                line.quote(source, &speaker.text);
                match &speaker.refers_to {
                    Some(name) => line.say(source, " (").quote(source, name).say(source, ")"),
                    None => &mut line,
                }
            }
        },
    };
    let quote = shortened(claim.span.of(&reading.document.text));
    line.say(source, ": ").quote(Style::new().italic(), &format!("“{quote}”"));
    line
}

fn shortened(text: &str) -> String {
    let Some((at, _)) = text.char_indices().nth(LONGEST_QUOTE) else { return text.to_owned() };
    let end = text[..at].rfind(char::is_whitespace).unwrap_or(at);
    format!("{} …", text[..end].trim_end())
}
