//! Which language a text is in, as far as its letters tell.

use whatlang::Lang;

/// Bytes that are looked at; more does not make it surer.
const ENOUGH: usize = 3000;

/// Shortest text, in bytes, of which anything is said.
const SHORTEST: usize = 60;

/// ISO 639-3 to the shorter code that BCP 47 wants where there is one.
const SHORT: &str = "eng en ara ar fra fr rus ru ukr uk spa es por pt deu de ita it tur tr pes fa heb he urd ur hin hi \
    ben bn mya my sin si tam ta tel te mar mr guj gu kan kn mal ml pan pa nep ne cmn zh jpn ja kor ko vie vi ind id jav jv \
    tgl tl tha th khm km amh am som so hau ha yor yo zul zu aka ak sna sn nld nl pol pl ces cs slk sk slv sl hrv hr \
    srp sr mkd mk bul bg ron ro hun hu ell el swe sv dan da nob nb fin fi est et lav lv lit lt bel be kat ka hye hy \
    aze az uzb uz tuk tk kaz kk kir ky cat ca afr af epo eo lat la yid yi ori or cym cy tat tt";

/// The language as BCP 47 writes it; `None` where the text is too short or the letters leave it open.
pub(super) fn of(text: &str) -> Option<String> {
    let mut end = text.len().min(ENOUGH);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    if end < SHORTEST {
        return None;
    }
    let info = whatlang::detect(&text[..end])?;
    (info.is_reliable() || info.lang() == Lang::Eng).then(|| short(info.lang().code()).to_owned())
}

fn short(code: &'static str) -> &'static str {
    let mut words = SHORT.split_ascii_whitespace();
    while let (Some(long), Some(short)) = (words.next(), words.next()) {
        if long == code {
            return short;
        }
    }
    code
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn english_and_arabic_are_told_apart() {
        let english = "The army said on Thursday that a pause had come into force to let people leave the town.";
        let arabic = "قال الجيش يوم الخميس إن الهدنة دخلت حيز التنفيذ للسماح للسكان بمغادرة المدينة المحاصرة";
        assert_eq!(of(english).as_deref(), Some("en"));
        assert_eq!(of(arabic).as_deref(), Some("ar"));
    }

    #[test]
    fn of_a_few_words_nothing_is_said() {
        assert_eq!(of("Aleppo: 12 dead"), None);
    }
}
