//! The explanation as one HTML page: the text with its claims and statements marked, and below it every stage. It needs no
//! script and loads nothing; all words of the report are escaped.

use super::{
    Explanation,
    text::{mode, part_of},
};
use crate::print::{claims, flow::harmless};
use std::fmt::Write;
use trucewatch::model::{Sentence, Span};

const STYLE: &str = include_str!("page.css");

/// A stretch of the text to be marked: where, the class that marks it, the anchor that tells of it.
struct Marked {
    span: Span,
    class: &'static str,
    id: String,
}

impl Explanation<'_> {
    /// The page.
    pub fn html(&self) -> String {
        let document = &self.reading.document;
        let title = escape(document.title.as_deref().unwrap_or(&document.id));
        let language = document.language.as_deref().unwrap_or("en");
        let mut out = format!(
            "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n\
             </head>\n<body>\n<header>\n<h1 dir=\"auto\">{title}</h1>\n<p>{} · {}</p>\n\
             <p class=\"worth\">What is said, not what is so. This page carries the whole report with every name in it: it is \
             for the desk, not for publication.</p>\n</header>\n",
            escape(language),
            escape(document.source.as_deref().unwrap_or("outlet not known")),
            document.published.map_or("date not known".to_owned(), |at| format!("published {at}")),
        );
        out.push_str("<main>\n<h2>Text</h2>\n");
        self.marked_text(&mut out);
        self.claim_list(&mut out);
        self.statement_list(&mut out);
        self.sentence_list(&mut out);
        out.push_str("</main>\n</body>\n</html>\n");
        out
    }

    /// The text in paragraphs. Marks may overlap in any way, so the text is cut wherever one begins or ends.
    fn marked_text(&self, out: &mut String) {
        let text = self.reading.document.text.as_str();
        let mut marked: Vec<Marked> = self
            .claims()
            .map(|(at, claim)| Marked {
                span: claim.span,
                class: claim.content.kind().word(),
                id: format!("c{}", at + 1),
            })
            .collect();
        for (at, statement) in self.statements() {
            let id = format!("s{}", at + 1);
            marked.extend(statement.content.iter().map(|span| Marked {
                span: *span,
                class: "statement",
                id: id.clone(),
            }));
        }
        let mut start = 0;
        for paragraph in text.split_inclusive('\n') {
            let span = Span::new(start, start + paragraph.trim_end().len());
            start += paragraph.len();
            if !span.is_empty() {
                out.push_str("<p dir=\"auto\">");
                self.pieces(out, span, &marked);
                out.push_str("</p>\n");
            }
        }
    }

    fn pieces(&self, out: &mut String, paragraph: Span, marked: &[Marked]) {
        let mut cuts = vec![paragraph.start, paragraph.end];
        cuts.extend(marked.iter().flat_map(|mark| [mark.span.start, mark.span.end]));
        cuts.retain(|cut| paragraph.start <= *cut && *cut <= paragraph.end);
        cuts.sort_unstable();
        cuts.dedup();
        for pair in cuts.windows(2) {
            let piece = Span::new(pair[0], pair[1]);
            for mark in marked.iter().filter(|mark| mark.span.start == piece.start && mark.class != "statement") {
                // The label, and not the colour alone, tells the kind.
                let _ = write!(out, "<a class=\"label\" id=\"at-{0}\" href=\"#{0}\">{0} {1}</a>", mark.id, mark.class);
            }
            let classes: Vec<&str> =
                marked.iter().filter(|mark| mark.span.contains(piece)).map(|mark| mark.class).collect();
            let words = escape(self.words(piece));
            let _ = match classes.as_slice() {
                [] => write!(out, "{words}"),
                classes => write!(out, "<span class=\"{}\">{words}</span>", classes.join(" ")),
            };
        }
    }

    fn claim_list(&self, out: &mut String) {
        out.push_str("<h2>Claims</h2>\n<ol class=\"plain\">\n");
        for (at, claim) in self.claims() {
            let id = at + 1;
            let whole = part_of(claim).map(|at| format!(", breaks down <a href=\"#c{0}\">c{0}</a>", at + 1));
            let about = self.rule(claim).map(|rule| format!("<br>The rule: {}", escape(&rule.about)));
            let _ = writeln!(
                out,
                "<li id=\"c{id}\"><a class=\"label\" href=\"#at-c{id}\">c{id} {}</a> <b>{}</b><br><span dir=\"auto\">{}</span><br>\
                 <small>Read by <code>{}</code> at the word <b dir=\"auto\">{}</b>, confidence {:.2}{}{}</small></li>",
                claim.content.kind().word(),
                escape(&claims::headline(claim).plain()),
                escape(&claims::words_of(claim, self.reading).plain()),
                escape(&claim.rule),
                escape(self.words(claim.trigger)),
                claim.confidence,
                whole.unwrap_or_default(),
                about.unwrap_or_default(),
            );
        }
        out.push_str("</ol>\n");
    }

    fn statement_list(&self, out: &mut String) {
        out.push_str("<h2>Statements</h2>\n<ol class=\"plain\">\n");
        for (at, statement) in self.statements() {
            let speaker = statement.speaker.as_ref().map_or("no speaker named".to_owned(), |speaker| {
                let name = speaker.refers_to.as_ref().map(|name| format!(" (<bdi>{}</bdi>)", escape(name)));
                format!("<bdi>{}</bdi>{}, {}", escape(&speaker.text), name.unwrap_or_default(), speaker.category.word())
            });
            let cue = statement.cue.as_ref().map_or(String::new(), |cue| format!(", “{}”", escape(&cue.text)));
            let content: Vec<String> = statement
                .content
                .iter()
                .map(|span| format!("<q dir=\"auto\">{}</q>", escape(self.words(*span))))
                .collect();
            let how = mode(statement.mode);
            let _ =
                writeln!(out, "<li id=\"s{0}\">s{0} {speaker}{cue}, {how}<br>{1}</li>", at + 1, content.join(" … "));
        }
        out.push_str("</ol>\n");
    }

    fn sentence_list(&self, out: &mut String) {
        out.push_str("<h2>Sentences</h2>\n");
        for (at, sentence) in self.sentences() {
            let _ = writeln!(
                out,
                "<details><summary dir=\"auto\">{}. {}</summary>",
                at + 1,
                escape(self.words(sentence.span))
            );
            let marks = self.marks(sentence);
            if !marks.is_empty() {
                out.push_str("<ul>\n");
                for mark in &marks {
                    let words = escape(self.words(mark.span));
                    let _ =
                        writeln!(out, "<li>{} <b dir=\"auto\">{words}</b>: {}</li>", mark.name, escape(&mark.meaning));
                }
                out.push_str("</ul>\n");
            }
            self.token_table(out, sentence);
            out.push_str("</details>\n");
        }
    }

    fn token_table(&self, out: &mut String, sentence: &Sentence) {
        if !sentence.parsed {
            out.push_str("<p>Not parsed: nothing in it can carry a statement or claim.</p>\n");
            return;
        }
        out.push_str("<table><tr><th>Word<th>Lemma<th>Tag<th>Relation<th>Hangs on</tr>\n");
        for at in sentence.first..sentence.last {
            let token = &self.text.tokens[at];
            let head = if token.head == at { String::new() } else { escape(self.text.word(token.head)) };
            let cells = [
                escape(self.text.word(at)),
                escape(&token.lemma),
                token.tag.word().into(),
                token.dep.word().into(),
                head,
            ];
            let _ = writeln!(out, "<tr><td>{}</tr>", cells.join("<td>"));
        }
        out.push_str("</table>\n");
    }
}

/// Text as HTML: no tags, no quotes, no control characters, no marks that reorder the page.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in harmless(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}
