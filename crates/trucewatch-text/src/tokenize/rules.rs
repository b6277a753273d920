//! What the tokenizer cuts off the front and the back of a chunk and where it cuts one in the middle: the punctuation rules of
//! spaCy's English tokenizer, written out as tests on characters. How they are applied is `super`.

/// Quotation marks.
fn is_quote(c: char) -> bool {
    matches!(
        c,
        '\'' | '"'
            | '”'
            | '“'
            | '`'
            | '‘'
            | '´'
            | '’'
            | '‚'
            | ','
            | '„'
            | '»'
            | '«'
            | '「'
            | '」'
            | '『'
            | '』'
            | '（'
            | '）'
            | '〔'
            | '〕'
            | '【'
            | '】'
            | '《'
            | '》'
            | '〈'
            | '〉'
            | '⟦'
            | '⟧'
            | '\u{2329}'
            | '\u{232a}'
    )
}

/// Punctuation that always stands alone.
fn is_punctuation(c: char) -> bool {
    matches!(
        c,
        '…' | ','
            | ':'
            | ';'
            | '!'
            | '?'
            | '¿'
            | '؟'
            | '¡'
            | '('
            | ')'
            | '['
            | ']'
            | '{'
            | '}'
            | '<'
            | '>'
            | '_'
            | '#'
            | '*'
            | '&'
            | '。'
            | '？'
            | '！'
            | '，'
            | '、'
            | '；'
            | '：'
            | '～'
            | '·'
            | '।'
            | '،'
            | '۔'
            | '؛'
            | '٪'
    )
}

/// Currency signs.
fn is_currency(c: char) -> bool {
    matches!(c, '$' | '£' | '€' | '¥' | '฿' | '﷼' | '\u{20a0}'..='\u{20bf}')
}

/// Pictures and other signs that are neither letter, digit nor punctuation.
fn is_icon(c: char) -> bool {
    matches!(
        c,
        '¦' | '©' | '®' | '°' | '҂' | '۞' | '۩' | '۽' | '۾'
            | '\u{2100}'..='\u{2101}' | '\u{2103}'..='\u{2106}' | '\u{2108}'..='\u{2109}' | '\u{2114}'
            | '\u{2116}'..='\u{2117}' | '\u{211e}'..='\u{2123}' | '\u{2125}' | '\u{2127}' | '\u{2129}' | '\u{212e}'
            | '\u{2195}'..='\u{2199}' | '\u{219c}'..='\u{219f}' | '\u{21a1}'..='\u{21a2}' | '\u{21a4}'..='\u{21a5}'
            | '\u{21a7}'..='\u{21ad}' | '\u{21af}'..='\u{21cd}' | '\u{21d0}'..='\u{21d1}' | '\u{21d3}'
            | '\u{21d5}'..='\u{21f3}' | '\u{2300}'..='\u{2307}' | '\u{230c}'..='\u{231f}' | '\u{2322}'..='\u{2328}'
            | '\u{232b}'..='\u{237b}' | '\u{237d}'..='\u{239a}' | '\u{23b4}'..='\u{23db}' | '\u{23e2}'..='\u{2426}'
            | '\u{249c}'..='\u{24e9}' | '\u{2500}'..='\u{25b6}' | '\u{25b8}'..='\u{25c0}' | '\u{25c2}'..='\u{25f7}'
            | '\u{2600}'..='\u{266e}' | '\u{2670}'..='\u{2767}' | '\u{2794}'..='\u{27bf}' | '\u{2800}'..='\u{28ff}'
            | '\u{2b00}'..='\u{2b2f}' | '\u{2b45}'..='\u{2b46}' | '\u{2b4d}'..='\u{2bfe}' | '\u{fffc}' | '\u{fffd}'
            | '\u{1f000}'..='\u{1f0f5}' | '\u{1f110}'..='\u{1f1ac}' | '\u{1f1e6}'..='\u{1f3fa}'
            | '\u{1f400}'..='\u{1fa6d}'
    )
}

const UNITS: &str = "km km² km³ m m² m³ dm dm² dm³ cm cm² cm³ mm mm² mm³ ha µm nm yd in ft kg g mg µg t lb oz m/s km/h kmh \
     mph hPa Pa mbar mb MB kb KB gb GB tb TB T G M K %";

/// Bytes that a rule cuts off the front of `chunk`; 0 where none does.
pub fn prefix(chunk: &str) -> usize {
    let mut chars = chunk.chars();
    let Some(first) = chars.next() else { return 0 };
    let next = chars.next();
    match first {
        '§' | '%' | '=' | '—' | '–' => first.len_utf8(),
        '+' if !next.is_some_and(|c| c.is_ascii_digit()) => 1,
        '.' => match chunk.bytes().take_while(|&b| b == b'.').count() {
            1 => 0,
            dots => dots,
        },
        'U' if chunk.starts_with("US$") => 3,
        'C' | 'A' if next == Some('$') => 2,
        c if c.is_ascii_alphanumeric() => 0,
        c if is_punctuation(c) || is_quote(c) || is_currency(c) || is_icon(c) => c.len_utf8(),
        _ => 0,
    }
}

/// Bytes that a rule cuts off the back of `chunk`; 0 where none does. Of several rules the longest counts.
pub fn suffix(chunk: &str) -> usize {
    let mut chars = chunk.chars().rev();
    let Some(last) = chars.next() else { return 0 };
    let before = chars.next();
    match last {
        's' | 'S' if matches!(before, Some('\'' | '’')) => 1 + before.map_or(0, char::len_utf8),
        '—' | '–' => last.len_utf8(),
        '+' => before.is_some_and(|c| c.is_ascii_digit()) as usize,
        '.' => stop(chunk, before, chars.next()),
        '$' if is_amount(chunk, "US$") => 3,
        '$' if is_amount(chunk, "C$") || is_amount(chunk, "A$") => 2,
        c if is_punctuation(c) || is_quote(c) || is_icon(c) => c.len_utf8(),
        c if is_currency(c) && before.is_some_and(|b| b.is_ascii_digit()) => c.len_utf8(),
        _ if chunk.bytes().any(|b| b.is_ascii_digit()) => {
            UNITS.split_ascii_whitespace().filter(|unit| is_amount(chunk, unit)).map(str::len).max().unwrap_or(0)
        }
        _ => 0,
    }
}

fn is_amount(chunk: &str, unit: &str) -> bool {
    chunk.strip_suffix(unit).is_some_and(|number| number.ends_with(|c: char| c.is_ascii_digit()))
}

/// Bytes that a full stop at the end takes off: alone after a small letter, figure, sign or two capitals; all of an ellipsis.
fn stop(chunk: &str, before: Option<char>, second: Option<char>) -> usize {
    let dots = chunk.bytes().rev().take_while(|&b| b == b'.').count();
    let Some(before) = before else { return 0 };
    let alone = before.is_ascii_digit()
        || is_small(before)
        || matches!(before, '%' | '²' | '-' | '+' | '|')
        || is_punctuation(before)
        || is_quote(before)
        || matches!(before, 'F' | 'C' | 'K') && second == Some('°')
        || before.is_uppercase() && second.is_some_and(char::is_uppercase);
    if dots > 1 { dots } else { alone as usize }
}

/// A small letter, or a letter of a script that knows no capitals.
fn is_small(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_lowercase() } else { c.is_alphabetic() && !c.is_uppercase() }
}

fn is_big(c: char) -> bool {
    c.is_alphabetic() && !is_small(c) || c.is_alphabetic() && !c.is_ascii() && !c.is_lowercase()
}

/// The first infix of `chunk` that starts at or after byte `from`: where it starts and ends.
pub fn infix(chunk: &str, from: usize) -> Option<(usize, usize)> {
    let mut before = chunk[..from].chars().next_back();
    for (at, c) in chunk[from..].char_indices() {
        let at = from + at;
        if c.is_ascii_alphanumeric() {
            before = Some(c);
            continue;
        }
        let rest = &chunk[at..];
        let after = |len: usize| chunk[at + len..].chars().next();
        let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
        let word = |c: Option<char>| c.is_some_and(|c| c.is_alphabetic() || c.is_ascii_digit());
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let found = match c {
            '.' if rest.starts_with("..") => rest.bytes().take_while(|&b| b == b'.').count(),
            '.' if before.is_some_and(|c| is_small(c) || is_quote(c))
                && after(1).is_some_and(|c| is_big(c) || is_quote(c)) =>
            {
                1
            }
            '…' => c.len_utf8(),
            '+' | '*' | '^' | '-' if digit(before) && after(1).is_some_and(|c| c.is_ascii_digit() || c == '-') => 1,
            ',' if letter(before) && letter(after(1)) => 1,
            '-' | '–' | '—' | '~' if word(before) => {
                let lengths: &[usize] = match c {
                    '-' => &[1, 2, 3],
                    '—' => &[3, 6],
                    _ => &[c.len_utf8()],
                };
                let same = |&&len: &&usize| rest.get(..len).is_some_and(|run| run.chars().all(|r| r == c));
                lengths.iter().filter(same).find(|&&len| letter(after(len))).copied().unwrap_or(0)
            }
            ':' | '<' | '>' | '=' | '/' if word(before) && letter(after(1)) => 1,
            _ if is_icon(c) => c.len_utf8(),
            _ => 0,
        };
        if found > 0 {
            return Some((at, at + found));
        }
        before = Some(c);
    }
    None
}

/// Whether `chunk` is the address of a web page, host or mailbox.
pub fn is_address(chunk: &str) -> bool {
    if !chunk.contains('.') {
        return false;
    }
    let scheme = |s: &str| {
        s.chars().count() >= 2 && s.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '+' | '-' | '.'))
    };
    let chunk = match chunk.split_once("://") {
        Some((before, rest)) if scheme(before) => rest,
        _ => chunk,
    };
    let tails = chunk.match_indices('@').map(|(at, _)| &chunk[at + 1..]);
    std::iter::once(chunk).chain(tails).any(is_host)
}

fn is_host(text: &str) -> bool {
    let host = text.split(['/', '?', '#']).next().unwrap_or_default();
    let host = match host.rsplit_once(':') {
        Some((name, port)) if (2..=5).contains(&port.len()) && port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    let Some((labels, top)) = host.rsplit_once('.') else { return false };
    let named = |c: char| c.is_ascii_alphanumeric() || c >= '\u{a1}';
    let label = |label: &str| {
        label.starts_with(named)
            && label.ends_with(named)
            && label.len() <= 64
            && label.chars().all(|c| named(c) || matches!(c, '_' | '-'))
    };
    let is_name = top.chars().count() >= 2 && top.chars().all(is_small) && labels.split('.').all(label);
    let is_number = || {
        let parts: Vec<Option<u8>> = host.split('.').map(|part| part.parse().ok()).collect();
        parts.len() == 4 && parts.iter().all(Option::is_some)
    };
    is_name || is_number()
}
