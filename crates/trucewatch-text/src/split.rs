//! Text to sentences and tokens, with the tokenizer that the parser's network was trained on.

use crate::tokenize::tokenize;
use trucewatch_model::{Dep, Document, Sentence, Span, Tag, Token};

/// Splits a document into sentences and tokens. Tokens are unparsed: `Tag::Xx`, `Dep::Dep`, their own heads.
pub fn split_sentences(document: &Document) -> (Vec<Sentence>, Vec<Token>) {
    let text = &document.text;
    let (mut sentences, mut tokens, mut spans) = (Vec::new(), Vec::new(), Vec::new());
    for span in sentence_spans(text) {
        spans.clear();
        tokenize(text, span, &mut spans);
        let first = tokens.len();
        for &span in &spans {
            let head = tokens.len();
            tokens.push(Token { span, lemma: String::new(), tag: Tag::Xx, head, dep: Dep::Dep });
        }
        if tokens.len() > first {
            sentences.push(Sentence { span, first, last: tokens.len(), parsed: false });
        }
    }
    (sentences, tokens)
}

const ABBREVIATIONS: &[&str] = &[
    "gen", "lt", "col", "maj", "capt", "sgt", "mr", "mrs", "ms", "dr", "sen", "rep", "gov", "st", "no", "brig", "adm",
    "prof", "vs", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
];

fn sentence_spans(text: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut start = 0;
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut at = 0;
    while at < chars.len() {
        let (byte, c) = chars[at];
        let mut end = None;
        if c == '\n' {
            end = Some(byte);
        } else if matches!(c, '.' | '!' | '?') {
            let mut after = at + 1;
            while after < chars.len() && matches!(chars[after].1, '.' | '!' | '?' | '"' | '”' | '\'' | '’' | ')') {
                after += 1;
            }
            let word = text[start..byte].rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
            let short = c == '.'
                && (ABBREVIATIONS.contains(&word.to_lowercase().as_str()) || word.len() == 1 || word.contains('.'));
            let mut next = after;
            while next < chars.len() && chars[next].1.is_whitespace() {
                next += 1;
            }
            let opens = next < chars.len() && !chars[next].1.is_lowercase();
            if next > after && opens && !short {
                end = Some(chars[after..].first().map_or(text.len(), |(byte, _)| *byte));
                at = after - 1;
            }
        }
        if let Some(end) = end {
            push(text, start, end, &mut out);
            start = end;
        }
        at += 1;
    }
    push(text, start, text.len(), &mut out);
    out
}

fn push(text: &str, start: usize, end: usize, out: &mut Vec<Span>) {
    let words = &text[start..end];
    let from = start + (words.len() - words.trim_start().len());
    let to = start + words.trim_end().len();
    if from < to {
        out.push(Span::new(from, to));
    }
}
