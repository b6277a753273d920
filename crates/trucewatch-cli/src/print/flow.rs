//! Runs of styled text flowed into lines of a given width: broken between words, and inside a word only between what a
//! reader sees as characters. Text of right-to-left scripts is isolated, so that it does not pull the words beside it along.

use anstyle::Style;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// A paragraph of differently styled runs.
#[derive(Default)]
pub struct Flow {
    runs: Vec<(Style, String)>,
}

impl Flow {
    /// Adds words of our own.
    pub fn say(&mut self, style: Style, text: &str) -> &mut Self {
        self.runs.push((style, text.to_owned()));
        self
    }

    /// Adds words of a text that is read: on one line, without what could steer a terminal, isolated where they run from
    /// right to left.
    pub fn quote(&mut self, style: Style, text: &str) -> &mut Self {
        let text = harmless(text);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.say(style, &if is_rtl(&text) { format!("\u{2068}{text}\u{2069}") } else { text })
    }

    /// Adds the runs of another paragraph.
    pub fn append(&mut self, other: Flow) -> &mut Self {
        self.runs.extend(other.runs);
        self
    }

    /// The words without style and lines.
    pub fn plain(&self) -> String {
        self.runs.iter().map(|(_, text)| text.as_str()).collect()
    }

    /// The lines, the first indented by `first`, the others by `rest` columns.
    pub fn lines(&self, width: usize, first: usize, rest: usize, colored: bool) -> String {
        let mut out = String::new();
        let mut line = Line { out: &mut out, column: 0, colored };
        line.indent(first);
        let mut start = true;
        for (style, text) in &self.runs {
            for word in text.split_inclusive(' ') {
                let bare = word.trim_end_matches(' ');
                if !start && line.column + bare.width() > width {
                    line.end();
                    line.indent(rest);
                }
                line.put_word(style, bare, width, rest);
                start = bare.is_empty() && start;
                // The blank behind a word is written before the next one, if that still stands on this line.
                if word.len() > bare.len() && line.column < width {
                    line.put(style, " ");
                }
            }
        }
        line.end();
        out
    }
}

struct Line<'a> {
    out: &'a mut String,
    column: usize,
    colored: bool,
}

impl Line<'_> {
    fn indent(&mut self, columns: usize) {
        self.out.extend(std::iter::repeat_n(' ', columns));
        self.column = columns;
    }

    fn put(&mut self, style: &Style, text: &str) {
        if self.colored && *style != Style::new() && text != " " {
            self.out.push_str(&format!("{style}{text}{style:#}"));
        } else {
            self.out.push_str(text);
        }
        self.column += text.width();
    }

    /// Writes a word, over several lines if it is longer than one.
    fn put_word(&mut self, style: &Style, word: &str, width: usize, rest: usize) {
        if self.column + word.width() <= width {
            return self.put(style, word);
        }
        for cluster in word.graphemes(true) {
            if self.column + cluster.width() > width && self.column > rest {
                self.end();
                self.indent(rest);
            }
            self.put(style, cluster);
        }
    }

    fn end(&mut self) {
        let kept = self.out.trim_end_matches(' ').len();
        self.out.truncate(kept);
        self.out.push('\n');
        self.column = 0;
    }
}

/// The text without control characters, line ends apart, and without marks that reorder what stands beside them.
pub fn harmless(text: &str) -> String {
    let steers = |c: char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}');
    text.chars()
        .filter(|c| !steers(*c))
        .map(|c| if c.is_control() && !c.is_whitespace() || c == '\r' { '\u{FFFD}' } else { c })
        .collect()
}

/// Whether a text has letters of a script that is written from right to left.
pub fn is_rtl(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flow(text: &str, width: usize) -> String {
        Flow::default().quote(Style::new(), text).lines(width, 2, 4, false)
    }

    #[test]
    fn lines_break_between_words() {
        assert_eq!(flow("the pause was refused by rebels", 16), "  the pause was\n    refused by\n    rebels\n");
    }

    #[test]
    fn a_long_word_breaks_between_characters_as_read() {
        // Each letter carries a combining mark, which must not be torn off.
        assert_eq!(flow("a\u{301}b\u{301}c\u{301}d\u{301}", 6), "  a\u{301}b\u{301}c\u{301}d\u{301}\n");
        assert_eq!(flow("a\u{301}b\u{301}c\u{301}", 4), "  a\u{301}b\u{301}\n    c\u{301}\n");
    }

    #[test]
    fn arabic_is_isolated_and_escapes_are_taken_out() {
        assert_eq!(flow("حي السكري", 40), "  \u{2068}حي السكري\u{2069}\n");
        assert_eq!(flow("\u{202E}red\x1b[31m\nalert", 40), "  red\u{FFFD}[31m alert\n");
    }

    #[test]
    fn colours_do_not_count_as_columns() {
        let mut words = Flow::default();
        words.say(Style::new().bold(), "one two").say(Style::new(), " three");
        let lines = words.lines(9, 0, 0, true);
        assert_eq!(anstyle_stripped(&lines), "one two\nthree\n");
    }

    fn anstyle_stripped(text: &str) -> String {
        let mut out = String::new();
        let mut inside = false;
        for c in text.chars() {
            match c {
                '\x1b' => inside = true,
                'm' if inside => inside = false,
                c if !inside => out.push(c),
                _ => {}
            }
        }
        out
    }
}
