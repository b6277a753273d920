//! The explanation as text for a terminal.

use super::Explanation;
use crate::print::{Screen, claims, flow::Flow, flow::harmless};
use anstyle::{AnsiColor, Style};
use std::fmt::Write;
use trucewatch::model::{Claim, Dep, Mode, Sentence, Statement};

const HEADING: Style = Style::new().bold().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Blue)));
const DIM: Style = Style::new().dimmed();
const PLAIN: Style = Style::new();

impl Explanation<'_> {
    /// The explanation, for a screen.
    pub fn text(&self, screen: &Screen) -> String {
        let mut out = screen.header(&self.reading.document);
        for (at, sentence) in self.sentences() {
            let parsed =
                if sentence.parsed { "" } else { ", not parsed: nothing in it can carry a statement or claim" };
            let place = format!("Sentence {} (bytes {} to {}{parsed})", at + 1, sentence.span.start, sentence.span.end);
            out.push('\n');
            screen.put(&mut out, Flow::default().say(HEADING, &place), 0, 0);
            screen.put(&mut out, Flow::default().quote(PLAIN, self.words(sentence.span)), 2, 2);
            if sentence.parsed {
                self.parse(&mut out, sentence);
            }
            for mark in self.marks(sentence) {
                let mut line = Flow::default();
                line.say(DIM, mark.name).say(PLAIN, " ").quote(PLAIN, self.words(mark.span));
                screen.put(&mut out, line.say(DIM, " = ").say(PLAIN, &mark.meaning), 2, 6);
            }
        }
        section(screen, &mut out, "Statements", self.statements().count());
        for (at, statement) in self.statements() {
            self.statement(screen, &mut out, at, statement);
        }
        section(screen, &mut out, "Claims", self.claims().count());
        for (at, claim) in self.claims() {
            self.claim(screen, &mut out, at, claim);
        }
        out
    }

    /// A table of the tokens: number, word, lemma, tag, relation, and the word that it hangs on.
    fn parse(&self, out: &mut String, sentence: &Sentence) {
        for at in sentence.first..sentence.last {
            let token = &self.text.tokens[at];
            let head = if token.dep == Dep::Root || token.head == at { "-" } else { self.text.word(token.head) };
            let word = harmless(self.text.word(at)).replace(char::is_whitespace, " ");
            let _ = writeln!(
                out,
                "    {:>3} {word:<18} {:<16} {:<5} {:<10} {}",
                at - sentence.first + 1,
                harmless(&token.lemma).replace(char::is_whitespace, " "),
                token.tag.word(),
                token.dep.word(),
                harmless(head)
            );
        }
    }

    fn statement(&self, screen: &Screen, out: &mut String, at: usize, statement: &Statement) {
        let mut line = Flow::default();
        line.say(HEADING, &format!("s{} ", at + 1));
        match &statement.speaker {
            Some(speaker) => {
                line.quote(PLAIN, &speaker.text).say(DIM, &format!(" ({})", speaker.category.word()));
                if let Some(name) = &speaker.refers_to {
                    line.say(DIM, " = ").quote(PLAIN, name);
                }
            }
            None => {
                line.say(DIM, "no speaker named");
            }
        }
        if let Some(cue) = &statement.cue {
            line.say(DIM, " · cue ").quote(PLAIN, &cue.text);
        }
        line.say(DIM, " · ").say(PLAIN, mode(statement.mode));
        screen.put(out, &line, 2, 6);
        for span in &statement.content {
            screen.put(out, Flow::default().quote(PLAIN, &format!("“{}”", self.words(*span))), 6, 6);
        }
    }

    fn claim(&self, screen: &Screen, out: &mut String, at: usize, claim: &Claim) {
        let mut first = Flow::default();
        first.say(HEADING, &format!("c{} ", at + 1)).say(DIM, claim.content.kind().word()).say(DIM, "/");
        first.say(DIM, claim.content.type_word()).say(PLAIN, ": ");
        screen.put(out, first.append(claims::headline(claim)), 2, 6);
        screen.put(out, &claims::words_of(claim, self.reading), 6, 6);
        let mut why = Flow::default();
        why.say(DIM, "read by ").say(PLAIN, &claim.rule).say(DIM, " at the word ");
        why.quote(Style::new().bold(), self.words(claim.trigger));
        why.say(DIM, &format!(", confidence {:.2}", claim.confidence));
        if let Some(whole) = part_of(claim) {
            why.say(DIM, &format!(", breaks down c{}", whole + 1));
        }
        screen.put(out, &why, 6, 8);
        if let Some(rule) = self.rule(claim) {
            screen.put(out, Flow::default().say(DIM, "the rule: ").say(PLAIN, &rule.about), 6, 8);
        }
    }
}

fn section(screen: &Screen, out: &mut String, title: &str, count: usize) {
    out.push('\n');
    let title = if count == 0 { format!("{title}: none") } else { title.to_owned() };
    screen.put(out, Flow::default().say(HEADING, &title), 0, 0);
}

/// How a statement gives the words.
pub fn mode(mode: Mode) -> &'static str {
    match mode {
        Mode::Direct => "quoted",
        Mode::Indirect => "told",
        Mode::Mixed => "partly quoted",
    }
}

/// The claim whose count a claim breaks down.
pub fn part_of(claim: &Claim) -> Option<usize> {
    match claim.content {
        trucewatch::model::Content::Casualties { part_of, .. } => part_of,
        _ => None,
    }
}
