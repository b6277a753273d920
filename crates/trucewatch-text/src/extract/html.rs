//! The main text of an HTML page, as paragraphs. What the page says of itself is `page_facts`, what on it is no part of the
//! report is `furniture`.

use super::furniture::Furniture;
use super::page_facts::{self, PageFacts};
use dom_query::Document as Dom;
use dom_smoothie::{Config, Readability, TextMode};

/// Deepest nesting that is read; a page beyond it is not one that people wrote, and costs the parser its stack.
const DEEPEST: usize = 512;

/// What was found on a page.
pub(super) struct Page {
    /// Headline and main text, paragraphs apart by blank lines.
    pub text: String,
    /// What the page says of itself.
    pub facts: PageFacts,
}

/// Whether a text is an HTML page: it opens with a tag, and has one of those that every page has.
pub(super) fn looks_like_html(text: &str) -> bool {
    let mut end = text.len().min(4096);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = text[..end].trim_start_matches(['\u{FEFF}', ' ', '\t', '\r', '\n']).to_ascii_lowercase();
    head.starts_with('<')
        && ["<!doctype html", "<html", "<head", "<body", "<article", "<div", "<p>"].iter().any(|tag| head.contains(tag))
}

/// Reads a page.
pub(super) fn read_page(html: &str, furniture: &Furniture) -> Page {
    if depth(html) > DEEPEST {
        return Page { text: tidy(&without_tags(html)), facts: PageFacts::default() };
    }
    let dom = Dom::from(html);
    let mut facts = page_facts::find(&dom, html);
    furniture.remove(&dom);
    let body = main_text(dom, html, &mut facts);
    let text = match &facts.title {
        Some(title) if !body.trim_start().starts_with(title.as_str()) => format!("{title}\n\n{body}"),
        _ => body,
    };
    Page { text, facts }
}

fn main_text(dom: Dom, html: &str, facts: &mut PageFacts) -> String {
    let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
    let article = Readability::with_document(dom, None, Some(config)).ok().and_then(|mut page| page.parse().ok());
    match article {
        Some(article) => {
            if facts.title.is_none() {
                facts.title = Some(article.title.trim().to_owned()).filter(|title| !title.is_empty());
            }
            tidy(&article.text_content)
        }
        // Too little on the page to tell main text from the rest: all of it then.
        None => {
            let dom = Dom::from(html);
            dom.select("script, style, noscript, head, nav").remove();
            tidy(&dom.formatted_text())
        }
    }
}

/// Lines without white space at their ends, at most one blank line between them, plain blanks, no soft hyphens.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = false;
    for line in text.lines() {
        let start = out.len();
        for word in line.split(|c: char| c.is_whitespace() || c == '\u{FEFF}').filter(|word| !word.is_empty()) {
            if out.len() == start {
                if blank && start > 0 {
                    out.push('\n');
                }
            } else {
                out.push(' ');
            }
            out.extend(word.chars().filter(|c| *c != '\u{AD}'));
        }
        blank = out.len() == start;
        if !blank {
            out.push('\n');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// An upper bound of how deep the elements of a page nest.
fn depth(html: &str) -> usize {
    let (mut now, mut deepest) = (0usize, 0);
    let bytes = html.as_bytes();
    for (at, _) in html.match_indices('<') {
        match bytes.get(at + 1) {
            Some(b'/') => now = now.saturating_sub(1),
            Some(letter) if letter.is_ascii_alphabetic() && !is_void(&html[at + 1..]) => now += 1,
            _ => {}
        }
        deepest = deepest.max(now);
    }
    deepest
}

/// Elements that hold nothing, and those whose end tag is left out as a rule.
fn is_void(tag: &str) -> bool {
    let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    const VOID: &[&str] = &[
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "p",
        "li", "option", "tr", "td", "th", "dt", "dd", "path", "rect", "circle", "use", "line", "polygon", "script",
    ];
    VOID.iter().any(|void| void.eq_ignore_ascii_case(name))
}

fn without_tags(html: &str) -> String {
    html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_known_by_its_tags() {
        assert!(looks_like_html("\n<!DOCTYPE html><title>x</title>"));
        assert!(looks_like_html("<p>Truce</p>"));
        assert!(!looks_like_html("Truce <b>now</b>"));
        assert!(!looks_like_html("<3 from Qalat"));
    }

    #[test]
    fn paragraphs_stay_apart_and_blanks_are_plain() {
        assert_eq!(tidy(" a\u{A0}b \n\n\n\n c\u{AD}d\n e \n\n"), "a b\n\ncd\ne");
        assert_eq!(tidy("\n \n"), "");
    }

    #[test]
    fn absurd_nesting_is_read_without_the_parser() {
        let deep = format!("<html>{}Truce holds", "<div>".repeat(100_000));
        assert!(depth(&deep) > DEEPEST);
        assert_eq!(depth(&"<p>one<br>two<li>three".repeat(1000)), 0);
    }
}
