//! A report's text with its claims and statements marked. Marks may overlap in any way, so the text is cut wherever one begins or
//! ends, and each piece stands inside all of its marks. Names that must not be shown are replaced by what stands in for them; a
//! mark that begins or ends inside such a name takes in the whole.

use maud::{Markup, html};
use trucewatch::model::Span;

/// A claim in the text.
#[derive(Clone, Debug)]
pub struct Mark {
    /// Where it stands.
    pub span: Span,
    /// Its number, from 1.
    pub number: usize,
    /// `Kind`'s word, which is also the class that underlines it.
    pub kind: &'static str,
}

/// A part of a statement.
#[derive(Clone, Debug)]
pub struct Said {
    /// Where it stands.
    pub span: Span,
    /// Who says it, on the first part only.
    pub by: Option<String>,
}

/// The text in paragraphs.
pub fn text(text: &str, mut marks: Vec<Mark>, mut said: Vec<Said>, hidden: &[(Span, &str)]) -> Markup {
    marks.iter_mut().for_each(|mark| mark.span = whole(mark.span, hidden));
    said.iter_mut().for_each(|part| part.span = whole(part.span, hidden));
    // What begins earlier and is longer stands outside.
    marks.sort_by_key(|mark| (mark.span.start, std::cmp::Reverse(mark.span.end), mark.number));
    said.sort_by_key(|part| part.span.start);
    let mut labels = marks.iter().peekable();
    let mut speakers = said.iter().filter(|part| part.by.is_some()).peekable();
    html! {
        @for span in paragraphs(text) {
            @if !span.of(text).trim().is_empty() {
                p dir="auto" {
                    @for piece in pieces(span, &marks, &said, hidden) {
                        @while let Some(part) = speakers.next_if(|part| part.span.start < piece.end) {
                            span.who { "said by " bdi { (part.by.as_deref().unwrap_or_default()) } }
                        }
                        @while let Some(mark) = labels.next_if(|mark| mark.span.start < piece.end) {
                            a.label.(mark.kind) id={ "c" (mark.number) } href={ "#m" (mark.number) } data-claims=(mark.number) {
                                (mark.kind) " " (mark.number)
                            }
                        }
                        (marked(piece, text, &marks, &said, hidden))
                    }
                }
            }
        }
    }
}

fn paragraphs(text: &str) -> impl Iterator<Item = Span> {
    text.split_inclusive('\n').scan(0, |end, paragraph| {
        let start = std::mem::replace(end, *end + paragraph.len());
        Some(Span::new(start, *end))
    })
}

/// The span without cutting a hidden name.
fn whole(span: Span, hidden: &[(Span, &str)]) -> Span {
    let around = |at: usize| hidden.iter().map(|(name, _)| name).find(|name| name.start < at && at < name.end);
    Span::new(
        around(span.start).map_or(span.start, |name| name.start),
        around(span.end).map_or(span.end, |name| name.end),
    )
}

/// The paragraph, cut wherever something begins or ends.
fn pieces(paragraph: Span, marks: &[Mark], said: &[Said], hidden: &[(Span, &str)]) -> Vec<Span> {
    let all = marks.iter().map(|mark| mark.span).chain(said.iter().map(|part| part.span));
    let all = all.chain(hidden.iter().map(|(name, _)| *name));
    let mut cuts: Vec<usize> = all.flat_map(|span| [span.start, span.end]).collect();
    cuts.retain(|cut| paragraph.start < *cut && *cut < paragraph.end);
    cuts.extend([paragraph.start, paragraph.end]);
    cuts.sort_unstable();
    cuts.dedup();
    cuts.windows(2).map(|pair| Span::new(pair[0], pair[1])).collect()
}

fn marked(piece: Span, text: &str, marks: &[Mark], said: &[Said], hidden: &[(Span, &str)]) -> Markup {
    let words = hidden.iter().find(|(name, _)| *name == piece).map_or(piece.of(text), |(_, stand_in)| stand_in);
    let over: Vec<&Mark> = marks.iter().filter(|mark| mark.span.contains(piece)).collect();
    let numbers: Vec<String> = over.iter().map(|mark| mark.number.to_string()).collect();
    let mut inside = html! { (words) };
    for (depth, mark) in over.iter().enumerate().rev() {
        let level = format!("d{}", depth.min(3));
        // The outermost carries the numbers, by which text and margin find each other.
        let numbers = (depth == 0).then(|| numbers.join(" "));
        inside = html! { span.mark.(mark.kind).(level) data-claims=[numbers] { (inside) } };
    }
    if said.iter().any(|part| part.span.contains(piece)) {
        html! { span.said { (inside) } }
    } else {
        inside
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(number: usize, start: usize, end: usize, kind: &'static str) -> Mark {
        Mark { span: Span::new(start, end), number, kind }
    }

    #[test]
    fn overlapping_marks_are_cut_where_they_cross_and_nest_in_every_piece() {
        let page = text("abcdef", vec![mark(1, 0, 4, "attack"), mark(2, 2, 6, "aid")], Vec::new(), &[]).into_string();
        let label = |number: u8, kind| {
            format!(
                "<a class=\"label {kind}\" id=\"c{number}\" href=\"#m{number}\" data-claims=\"{number}\">{kind} {number}</a>"
            )
        };
        assert_eq!(
            page,
            format!(
                "<p dir=\"auto\">{}<span class=\"mark attack d0\" data-claims=\"1\">ab</span>{}\
                 <span class=\"mark attack d0\" data-claims=\"1 2\"><span class=\"mark aid d1\">cd</span></span>\
                 <span class=\"mark aid d0\" data-claims=\"2\">ef</span></p>",
                label(1, "attack"),
                label(2, "aid"),
            )
        );
    }

    #[test]
    fn a_hidden_name_is_nowhere_on_the_page_also_where_a_mark_begins_inside_it() {
        let hidden = [(Span::new(0, 5), "[a teacher]")];
        let page = text("Samir fled", vec![mark(1, 2, 10, "movement")], Vec::new(), &hidden).into_string();
        assert!(!page.contains("Samir") && !page.contains("mir"), "{page}");
        assert!(page.contains("<span class=\"mark movement d0\" data-claims=\"1\">[a teacher]</span>"), "{page}");
    }

    #[test]
    fn words_of_a_report_are_words_in_every_script() {
        let words = "<script>x</script>\n«هدنة» & more\n";
        let said = vec![Said { span: Span::new(0, 8), by: Some("<b>".into()) }];
        let page = text(words, Vec::new(), said, &[]).into_string();
        assert!(!page.contains("<script") && !page.contains("<b>"), "{page}");
        assert_eq!(page.matches("<p dir=\"auto\">").count(), 2);
        assert!(page.contains("«هدنة» &amp; more"), "{page}");
    }

    #[test]
    fn a_claim_over_two_paragraphs_has_one_anchor() {
        let page = text("one\n\ntwo", vec![mark(3, 1, 8, "control")], Vec::new(), &[]).into_string();
        assert_eq!(page.matches("id=\"c3\"").count(), 1);
        assert_eq!(page.matches("data-claims=\"3\">").count(), 3);
    }
}
