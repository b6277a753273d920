//! Runs of styled text flowed into lines of a given width: broken between words, and inside a word only between what a
//! reader sees as characters. Text of right-to-left scripts is isolated, so that it does not pull the words beside it along.

use anstyle::Style;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// A paragraph of differently styled runs.
#[derive(Default)]
pub struct Flow {
    runs: Vec<Run>,
}

struct Run {
    style: Style,
    text: String,
    /// Whether the run is kept apart from what stands beside it, because words in it run from right to left.
    isolated: bool,
}

const ISOLATE: &str = "\u{2068}";
const END_ISOLATE: &str = "\u{2069}";

impl Flow {
    /// Adds words of our own.
    pub fn say(&mut self, style: Style, text: &str) -> &mut Self {
        self.runs.push(Run { style, text: text.to_owned(), isolated: false });
        self
    }

    /// Adds words of a text that is read: on one line, without what could steer a terminal, isolated where they run from
    /// right to left.
    pub fn quote(&mut self, style: Style, text: &str) -> &mut Self {
        let text = harmless(text).split_whitespace().collect::<Vec<_>>().join(" ");
        let isolated = is_rtl(&text);
        self.runs.push(Run { style, text, isolated });
        self
    }

    /// Adds the runs of another paragraph.
    pub fn append(&mut self, other: Flow) -> &mut Self {
        self.runs.extend(other.runs);
        self
    }

    /// The words without style and lines.
    pub fn plain(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }

    /// The lines, the first indented by `first`, the others by `rest` columns.
    pub fn lines(&self, width: usize, first: usize, rest: usize, colored: bool) -> String {
        let mut out = String::new();
        let mut line = Line { out: &mut out, width, rest, colored, column: 0, bare: true, isolated: false };
        line.indent(first);
        for run in &self.runs {
            for word in run.text.split_inclusive(' ') {
                let bare = word.trim_end_matches(' ');
                if !line.bare && line.column + bare.width() > width {
                    line.wrap();
                }
                line.put_word(run, bare);
                // The blank behind a word; it is taken off again where the line ends with it.
                if word.len() > bare.len() && line.column < width && !line.bare {
                    line.out.push(' ');
                    line.column += 1;
                }
            }
            line.leave_isolate();
        }
        line.end();
        out
    }
}

/// The line that is being written.
struct Line<'a> {
    out: &'a mut String,
    width: usize,
    rest: usize,
    colored: bool,
    column: usize,
    /// Whether nothing but the indent stands on it.
    bare: bool,
    /// Whether an isolate is open. It is closed where the line ends: to a terminal each line is a paragraph of its own.
    isolated: bool,
}

impl Line<'_> {
    fn indent(&mut self, columns: usize) {
        self.out.extend(std::iter::repeat_n(' ', columns));
        self.column = columns;
        self.bare = true;
    }

    fn put(&mut self, run: &Run, text: &str) {
        if text.is_empty() {
            return;
        }
        if run.isolated && !self.isolated {
            self.out.push_str(ISOLATE);
            self.isolated = true;
        }
        let style = run.style;
        if self.colored && style != Style::new() {
            self.out.push_str(&format!("{style}{text}{style:#}"));
        } else {
            self.out.push_str(text);
        }
        self.column += text.width();
        self.bare = false;
    }

    /// Writes a word, over several lines if it is longer than one.
    fn put_word(&mut self, run: &Run, word: &str) {
        if self.column + word.width() <= self.width {
            return self.put(run, word);
        }
        for cluster in word.graphemes(true) {
            if self.column + cluster.width() > self.width && !self.bare {
                self.wrap();
            }
            self.put(run, cluster);
        }
    }

    fn leave_isolate(&mut self) {
        if std::mem::take(&mut self.isolated) {
            self.out.push_str(END_ISOLATE);
        }
    }

    fn wrap(&mut self) {
        self.end();
        self.indent(self.rest);
    }

    fn end(&mut self) {
        self.out.truncate(self.out.trim_end_matches(' ').len());
        self.leave_isolate();
        self.out.push('\n');
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
        assert_eq!(flow("abc", 1), "  a\n    b\n    c\n");
    }

    #[test]
    fn arabic_is_isolated_on_each_line_and_escapes_are_taken_out() {
        assert_eq!(flow("حي السكري", 40), "  \u{2068}حي السكري\u{2069}\n");
        assert_eq!(flow("حي السكري", 10), "  \u{2068}حي\u{2069}\n    \u{2068}السكري\u{2069}\n");
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
