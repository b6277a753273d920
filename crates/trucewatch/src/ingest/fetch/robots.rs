//! What a site asks of robots (RFC 9309): which paths they may fetch, and how often.

use std::time::Duration;

/// The longest pause between two requests that a site may ask for.
const LONGEST_DELAY: Duration = Duration::from_secs(60);

/// The rules for one robot.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Robots {
    rules: Vec<Rule>,
    /// The pause between requests, where one is asked for.
    pub delay: Option<Duration>,
}

#[derive(Clone, Debug, PartialEq)]
struct Rule {
    allows: bool,
    pattern: String,
}

impl Robots {
    /// The rules that the file sets for the robot `name` (in lower case): those of the groups that name it, else those of
    /// the groups for all.
    pub(super) fn parse(text: &str, name: &str) -> Self {
        let (mut own, mut all) = (None::<Robots>, Robots::default());
        // Lines of robots' names that follow each other open one group.
        let (mut is_own, mut is_all, mut in_names) = (false, false, false);
        for line in text.trim_start_matches('\u{FEFF}').lines() {
            let Some((key, value)) = line.split('#').next().unwrap_or_default().split_once(':') else { continue };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            if key == "user-agent" {
                if !in_names {
                    (is_own, is_all) = (false, false);
                }
                in_names = true;
                is_all |= value == "*";
                if value.split('/').next().is_some_and(|product| product.trim().eq_ignore_ascii_case(name)) {
                    is_own = true;
                    own.get_or_insert_default();
                }
                continue;
            }
            in_names = false;
            let groups = [own.as_mut().filter(|_| is_own), Some(&mut all).filter(|_| is_all)];
            for robots in groups.into_iter().flatten() {
                robots.take(&key, value);
            }
        }
        own.unwrap_or(all)
    }

    fn take(&mut self, key: &str, value: &str) {
        match key {
            "allow" | "disallow" if !value.is_empty() => {
                self.rules.push(Rule { allows: key == "allow", pattern: same_escapes(value) });
            }
            "crawl-delay" => {
                let seconds = value.parse().ok().filter(|seconds: &f64| seconds.is_finite() && *seconds >= 0.0);
                self.delay = seconds.map(|seconds| Duration::from_secs_f64(seconds.min(LONGEST_DELAY.as_secs_f64())));
            }
            _ => {}
        }
    }

    /// Whether a path (with its query) may be fetched: the longest rule that fits decides, of two as long the one that allows.
    pub(super) fn allows(&self, path: &str) -> bool {
        let path = same_escapes(path);
        let fitting = self.rules.iter().filter(|rule| fits(rule.pattern.as_bytes(), path.as_bytes()));
        fitting.max_by_key(|rule| (rule.pattern.len(), rule.allows)).is_none_or(|rule| rule.allows)
    }
}

/// Escapes in capitals, and letters beyond ASCII escaped, so that two ways to write a path are one.
fn same_escapes(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut escape = 0;
    for char in path.chars() {
        if char == '%' {
            escape = 3;
        }
        match char {
            _ if escape > 0 => out.push(char.to_ascii_uppercase()),
            _ if char.is_ascii() => out.push(char),
            _ => char.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| out += &format!("%{byte:02X}")),
        }
        escape = usize::saturating_sub(escape, 1);
    }
    out
}

/// Whether a pattern fits the beginning of a path; `*` stands for anything, `$` at the end for the end. Goes back to the
/// last star only, so that patterns of many stars cost no more than their length times the path's.
fn fits(pattern: &[u8], path: &[u8]) -> bool {
    let (pattern, whole) = match pattern {
        [start @ .., b'$'] => (start, true),
        _ => (pattern, false),
    };
    let (mut at, mut place) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    loop {
        if at == pattern.len() {
            if !whole || place == path.len() {
                return true;
            }
        } else if pattern[at] == b'*' {
            star = Some((at + 1, place));
            at += 1;
            continue;
        } else if path.get(place) == Some(&pattern[at]) {
            (at, place) = (at + 1, place + 1);
            continue;
        }
        let Some((behind, from)) = star.filter(|(_, from)| *from < path.len()) else { return false };
        star = Some((behind, from + 1));
        (at, place) = (behind, from + 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_group_that_names_us_counts_else_the_one_for_all() {
        let text = "User-agent: *\nDisallow: /private\nCrawl-delay: 5\n\n# us\nuser-agent: other\nUser-Agent: TruceWatch/1.0\n\
                    Disallow: /drafts # not yet\nAllow: /drafts/open";
        let ours = Robots::parse(text, "trucewatch");
        assert!(ours.allows("/private/x") && !ours.allows("/drafts/1") && ours.allows("/drafts/open/1"));
        assert_eq!(ours.delay, None);
        let others = Robots::parse(text, "somebody");
        assert!(!others.allows("/private/x") && others.allows("/drafts/1"));
        assert_eq!(others.delay, Some(Duration::from_secs(5)));
    }

    #[test]
    fn stars_ends_and_escapes() {
        let robots =
            Robots::parse("User-agent: *\nDisallow: /*.pdf$\nDisallow: /a*b*c\nDisallow: /caf%c3%a9\nDisallow:", "x");
        assert!(!robots.allows("/x/y.pdf") && robots.allows("/x/y.pdf?z"));
        assert!(!robots.allows("/a1b2c3") && robots.allows("/a1c"));
        assert!(!robots.allows("/café/1") && !robots.allows("/caf%C3%A9"));
        assert!(Robots::parse("<html>not found</html>", "x").allows("/"));
        assert!(!Robots::parse("User-agent: *\nDisallow: /", "x").allows("/anything"));
    }

    #[test]
    fn hostile_rules_end() {
        let robots =
            Robots::parse(&format!("User-agent: *\nDisallow: /{}b\nCrawl-delay: 1e300", "*a".repeat(500)), "x");
        assert!(robots.allows(&format!("/{}", "a".repeat(5000))));
        assert_eq!(robots.delay, Some(LONGEST_DELAY));
    }
}
