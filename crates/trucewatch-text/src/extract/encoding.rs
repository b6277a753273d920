//! Bytes to text: byte order marks, declared and guessed encodings, and bytes that are no text at all.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

/// How files that are not text begin, what they are, and what to do with them.
const NOT_TEXT: &[(&[u8], &str)] = &[
    (b"%PDF", "a PDF file: save its text, or the page it was printed from, and read that"),
    (b"{\\rtf", "an RTF file: save it as plain text"),
    (b"PK\x03\x04", "a ZIP archive or an office document: unpack it, or save it as plain text"),
    (b"\xD0\xCF\x11\xE0", "an office document: save it as plain text"),
    (b"\xFD7zXZ\0", "compressed with xz: pipe it in with `xz -dc FILE | trucewatch read -`"),
    (b"BZh", "compressed with bzip2: pipe it in with `bzip2 -dc FILE | trucewatch read -`"),
    (b"7z\xBC\xAF", "a 7z archive: unpack it"),
    (b"PAR1", "a Parquet file: export it as JSON lines"),
    (b"\x89PNG", "a picture"),
    (b"\xFF\xD8\xFF", "a picture"),
    (b"GIF8", "a picture"),
];

/// Bytes of the head that are looked at for signs.
const HEAD: usize = 8192;

/// What the bytes are, if they are no text.
pub(super) fn not_text(bytes: &[u8]) -> Option<String> {
    for (magic, what) in NOT_TEXT {
        if bytes.starts_with(magic) {
            return Some(format!("this is {what}"));
        }
    }
    let head = &bytes[..bytes.len().min(HEAD)];
    if bytes.get(257..262) == Some(b"ustar") {
        return Some("this is a tar archive: unpack it and read the folder".into());
    }
    if is_web_archive(head) {
        return Some("this is a web archive (MHTML): save the page as HTML instead".into());
    }
    let zeros = head.iter().filter(|byte| **byte == 0).count();
    (zeros > 0 && utf16(bytes).is_none()).then(|| "this is a binary file, not text".to_owned())
}

fn is_web_archive(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&head[..head.len().min(2048)]).to_ascii_lowercase();
    head.contains("mime-version:") && head.contains("multipart/related")
}

/// UTF-16, by its mark or by where its zero bytes stand.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return (encoding == UTF_16LE || encoding == UTF_16BE).then_some(encoding);
    }
    let head = &bytes[..bytes.len().min(HEAD)];
    let zeros = |parity: usize| head.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let many = head.len() / 4;
    match () {
        () if odd > many && even == 0 => Some(UTF_16LE),
        () if even > many && odd == 0 => Some(UTF_16BE),
        () => None,
    }
}

/// The text without byte order mark, and whether some bytes could not be decoded. A mark counts most, then valid UTF-8,
/// then what the server named, then what a page declares, then what the bytes look like.
pub(super) fn decode(bytes: &[u8], named: Option<&str>) -> (String, bool) {
    if let Some(encoding) = utf16(bytes) {
        let (text, _, broken) = encoding.decode(bytes);
        return (text.into_owned(), broken);
    }
    let unmarked = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(unmarked) {
        return (text.to_owned(), false);
    }
    let named = named.and_then(|label| Encoding::for_label(label.as_bytes()));
    let encoding = named.or_else(|| declared(unmarked)).unwrap_or_else(|| {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(unmarked, true);
        detector.guess(None, Utf8Detection::Allow)
    });
    let (text, broken) = encoding.decode_without_bom_handling(unmarked);
    (text.into_owned(), broken)
}

/// The encoding that `<meta charset>` or `<?xml encoding?>` declares.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_ascii_lowercase();
    if !head.trim_start().starts_with('<') {
        return None;
    }
    ["charset=", "encoding="].iter().find_map(|key| {
        let value = head.split(key).nth(1)?.trim_start_matches(['"', '\'', ' ']);
        let label = value.split(['"', '\'', ' ', '>', '/', ';', '?']).next()?;
        Encoding::for_label(label.as_bytes())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_dropped_and_utf_16_is_known_with_and_without_one() {
        let text = "Truce in Qalat";
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(b"\xEF\xBB\xBFTruce", None), ("Truce".into(), false));
        assert_eq!(decode(&[b"\xFF\xFE", wide.as_slice()].concat(), None).0, text);
        assert_eq!(decode(&wide, None).0, text);
        assert_eq!(not_text(&wide), None);
    }

    #[test]
    fn old_encodings_are_guessed_or_declared() {
        assert_eq!(
            decode(b"the \x93humanitarian pause\x94 in the town of Qala\x92at", None).0,
            "the “humanitarian pause” in the town of Qala’at"
        );
        let page = b"<html><head><meta charset=\"windows-1256\"></head><body>\xCD\xE1\xC8</body></html>";
        assert!(decode(page, None).0.contains("حلب"));
    }

    #[test]
    fn what_is_no_text_is_named() {
        assert!(not_text(b"%PDF-1.7\n").unwrap().contains("PDF"));
        assert!(not_text(b"\x7FELF\0\0\x01\x02abc\0\0\x03").unwrap().contains("binary"));
        assert_eq!(not_text(b"plain"), None);
        assert_eq!(not_text(b""), None);
    }
}
