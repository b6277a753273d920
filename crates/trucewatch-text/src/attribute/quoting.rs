//! Whose words the quotations are: each goes to the frame beside it, or goes on with the statement before it.

use super::draft::Draft;
use super::quotes::{Quote, is_mark};
use crate::Annotated;
use trucewatch_model::Span;

/// How many words may stand between a frame and the quotation behind it: "told reporters in the capital on Monday:".
const GAP_WORDS: usize = 14;

/// How many statements before and after can have their frame between a frame and its quotation.
const NEAR: usize = 6;

/// Fits the contents of `drafts` to the quotations.
pub fn fit(text: &Annotated<'_>, quotes: &[Quote], drafts: &mut [Draft]) {
    let frames: Vec<Span> = drafts.iter().map(|draft| draft.frame).collect();
    for (at, draft) in drafts.iter_mut().enumerate() {
        if draft.quotable {
            let near = at.saturating_sub(NEAR)..(at + NEAR).min(frames.len());
            take_beside(text, quotes, draft, &frames[near]);
        }
        reach(quotes, draft);
        stay_inside(quotes, draft);
    }
}

/// Takes the quotation that ends at the frame, or the one that begins behind it.
fn take_beside(text: &Annotated<'_>, quotes: &[Quote], draft: &mut Draft, frames: &[Span]) {
    let sentence = text.sentences[draft.sentence].span;
    let frame = draft.frame;
    let whole = text.document.text.as_str();
    let at = quotes.partition_point(|quote| quote.outer.end <= frame.start);
    let before =
        quotes[..at].last().filter(|quote| quote.closed && is_gap(Span::new(quote.outer.end, frame.start).of(whole)));
    let before = before.filter(|quote| {
        let apart = Span::new(quote.outer.end, frame.start).of(whole).contains('\n');
        quote.outer.end > sentence.start || (draft.content.is_empty() && !apart)
    });
    let after = quotes[at..].iter().find(|quote| quote.outer.start >= frame.end).filter(|quote| {
        let gap = Span::new(frame.end, quote.outer.start);
        quote.outer.start <= sentence.end + 2
            && gap.of(whole).split_whitespace().count() <= GAP_WORDS
            && !frames.iter().any(|other| gap.overlaps(*other))
    });
    if let Some(quote) = before {
        let covers =
            quote.outer.start <= sentence.start || is_gap(Span::new(sentence.start, quote.outer.start).of(whole));
        if covers {
            draft.content = vec![quote.inner];
            let next = after.filter(|next| {
                next.outer.start < sentence.end
                    && is_gap_with_words(Span::new(frame.end, next.outer.start).of(whole), 6)
            });
            draft.content.extend(next.map(|next| next.inner));
        }
        return;
    }
    let Some(quote) = after else { return };
    let gap = Span::new(frame.end, quote.outer.start).of(whole);
    let next = whole[quote.outer.end.min(whole.len())..].trim_start();
    let ends = next.starts_with(|c: char| c.is_ascii_punctuation())
        || ["but ", "and ", "as ", "while ", "when ", "after "].iter().any(|word| next.starts_with(word));
    if is_gap(gap) && ends && quote.closed && draft.content.iter().all(|span| span.start > frame.end) {
        draft.content = vec![quote.inner];
        return;
    }
    let told = draft.content.first().is_some_and(|span| span.start < quote.outer.start);
    let colon = gap.trim_end().ends_with([':', ',']);
    let sentence_ends = quote.outer.start >= sentence.end;
    let has_left = draft.content.first().is_some_and(|span| span.end <= frame.start && span.len() > 2);
    if sentence_ends {
        if colon && gap.trim_end().ends_with(':') {
            draft.content = vec![quote.inner];
        }
    } else if !has_left
        && (!told || (colon && draft.content.first().is_some_and(|span| span.start + 40 > quote.outer.start)))
        && is_gap_with_words(gap, GAP_WORDS)
    {
        let long = draft.content.last().is_some_and(|span| span.end > quote.outer.end + 2);
        if !long {
            draft.content = vec![quote.inner];
        }
    }
}

/// Lengthens contents to the ends of quotations that they begin or end in.
fn reach(quotes: &[Quote], draft: &mut Draft) {
    let frame = draft.frame;
    for span in &mut draft.content {
        let at = quotes.partition_point(|quote| quote.outer.end <= span.start);
        if let Some(quote) = quotes
            .get(at)
            .filter(|quote| quote.closed && quote.outer.start < span.start && !quote.outer.overlaps(frame))
        {
            span.start = quote.inner.start;
        }
        let at = quotes.partition_point(|quote| quote.outer.end < span.end);
        if let Some(quote) = quotes.get(at).filter(|quote| {
            quote.closed
                && quote.inner.start < span.end
                && !quote.outer.overlaps(frame)
                && quote.outer.start + 2 >= span.start
        }) {
            span.end = span.end.max(quote.inner.end);
        }
    }
}

/// Somebody who is quoted in a quotation says nothing beyond it.
fn stay_inside(quotes: &[Quote], draft: &mut Draft) {
    let at = quotes.partition_point(|quote| quote.outer.end <= draft.frame.start);
    let Some(quote) = quotes.get(at).filter(|quote| quote.closed && quote.inner.contains(draft.frame)) else { return };
    for span in &mut draft.content {
        *span = Span::new(span.start.max(quote.inner.start), span.end.min(quote.inner.end));
    }
    draft.content.retain(|span| !span.is_empty());
}

/// How many statements back a quotation may go on with one.
const WINDOW: usize = 60;

/// Whether a span has a word inside quotation marks.
fn touches(quotes: &[Quote], span: Span) -> bool {
    let at = quotes.partition_point(|quote| quote.inner.end <= span.start);
    quotes.get(at).is_some_and(|quote| quote.inner.overlaps(span))
}

/// Gives quotations that no frame took to the statement that they go on with.
pub fn go_on(text: &Annotated<'_>, quotes: &[Quote], drafts: &mut [Draft]) {
    let whole = text.document.text.as_str();
    for quote in quotes {
        if quote.inner.of(whole).split_whitespace().count() < 3 {
            continue;
        }
        let sentence = text.sentences.partition_point(|sentence| sentence.span.end <= quote.outer.start + 1);
        let first_draft = drafts.partition_point(|draft| draft.sentence < sentence).saturating_sub(WINDOW);
        let after = drafts.partition_point(|draft| text.sentences[draft.sentence].span.start < quote.outer.end);
        let drafts = &mut drafts[first_draft..after.max(first_draft)];
        if drafts.iter().any(|draft| {
            draft.content.iter().any(|span| span.overlaps(quote.inner))
                || quote.inner.overlaps(draft.frame) && !quote.closed
        }) {
            continue;
        }
        let Some(first) = text.sentences.get(sentence) else { continue };
        if !is_gap(Span::new(first.span.start, quote.outer.start).of(whole)) {
            continue;
        }
        let before =
            drafts.iter_mut().filter(|draft| draft.sentence < sentence || draft.frame.end <= quote.outer.start);
        let Some(draft) = before.max_by_key(|draft| draft.end()) else { continue };
        let gap = Span::new(draft.end().max(text.sentences[draft.sentence].span.end), quote.outer.start).of(whole);
        let quoted = draft.content.iter().any(|span| touches(quotes, *span));
        if is_gap(gap) && (quoted || !gap.contains('\n')) {
            // Without a closing mark nobody knows how far it goes: its first sentence at least.
            let end = if quote.closed { quote.inner.end } else { quote.inner.end.min(first.span.end) };
            draft.content.push(Span::new(quote.inner.start, end));
        }
    }
}

/// "The minister said:" at the end of a line gives all the paragraphs that follow to the minister, up to the next one that
/// has a source of its own or leads elsewhere.
pub fn take_paragraphs(text: &Annotated<'_>, quotes: &[Quote], drafts: &mut [Draft]) {
    let whole = text.document.text.as_str();
    for at in 0..drafts.len() {
        let frame = drafts[at].frame;
        let rest = &whole[frame.end..];
        let line = rest.split('\n').next().unwrap_or_default();
        if !line.trim_end().ends_with(':') || line.split_whitespace().count() > GAP_WORDS || drafts[at].cue.is_none() {
            continue;
        }
        let start = frame.end + line.len();
        if whole[start..].trim_start().starts_with(is_mark) {
            continue;
        }
        let speaks = |span: Span| drafts.iter().any(|draft| span.contains(draft.frame) && !is_own_voice(text, draft));
        let mut spans = Vec::new();
        let mut from = start;
        for paragraph in whole[start..].split_inclusive('\n') {
            let span = Span::new(from, from + paragraph.len());
            from = span.end;
            if paragraph.trim().is_empty() {
                continue;
            }
            let plain =
                paragraph.trim().ends_with(['.', '!', '?', '”', '"']) && paragraph.split_whitespace().count() > 5;
            let quoted =
                quotes.iter().any(|quote| span.contains(quote.outer) && quote.outer.len() * 2 > paragraph.len());
            if !plain || quoted || (!spans.is_empty() && speaks(span)) {
                break;
            }
            spans.push(span);
        }
        if !spans.is_empty() {
            drafts[at].content = spans;
        }
    }
}

/// Whether the speaker is "we", "I" or a thing spoken of, as in the speech that somebody gives.
fn is_own_voice(text: &Annotated<'_>, draft: &Draft) -> bool {
    let speaker = draft.speaker.map(|span| text.words(span).to_lowercase()).unwrap_or_default();
    ["we", "i", "it"].contains(&speaker.as_str()) || speaker.starts_with("this ") || speaker.starts_with("the report")
}

/// Nothing but blanks and punctuation.
fn is_gap(words: &str) -> bool {
    !words.chars().any(char::is_alphanumeric)
}

fn is_gap_with_words(words: &str, most: usize) -> bool {
    words.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count() <= most
        && !words.contains(is_mark_of_end)
}

fn is_mark_of_end(c: char) -> bool {
    matches!(c, ';' | '?' | '!') || (is_mark(c) && c != '\'' && c != '’')
}
