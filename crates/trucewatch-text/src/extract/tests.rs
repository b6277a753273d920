//! Whole pages and files through `Extractor`.

use super::*;

fn extractor() -> Extractor {
    Extractor::new(&trucewatch_codebook::builtin())
}

fn codes(notices: &[Notice]) -> Vec<&str> {
    notices.iter().map(|notice| notice.code).collect()
}

const PAGE: &str = r#"<!doctype html><html><head><meta charset="utf-8">
<title>Rebels refuse pause in Qalat | Valley Post</title>
<meta property="og:site_name" content="Valley Post">
<link rel="canonical" href="https://valleypost.example/2016/10/21/qalat-pause">
<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle",
 "headline":"Rebels refuse pause in Qalat","datePublished":"2016-10-21T07:30:00+03:00","publisher":{"name":"Valley Post"}}</script>
<style>p{color:red}</style></head><body class="has-comments">
<nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article><h1>Rebels refuse pause in&nbsp;Qalat</h1>
<div class="share-bar">Share on everything</div>
<p>The army said on Thursday that a pause had come into force in the besieged town of Qalat, and that two corridors had
been opened to let residents leave it.</p>
<p>Read also: <a href="/x">Forty killed in market bombing</a></p>
<p>“All corridors are empty,” a resident said. Rebels, however, rejected the pause, and said that it was a trap meant to
empty the town of its people before an assault on the last quarters they hold.</p>
<p>At least 12 people were killed in Qalat on Wednesday, rescue workers said.</p>
<h3>Related stories</h3><ul><li><a href="/a">Two dead in raid</a></li><li><a href="/b">Truce ends</a></li></ul>
</article>
<section id="comments"><p>I think that 100 people were killed there.</p></section>
<footer>© Valley Post</footer></body></html>"#;

#[test]
fn a_page_gives_its_text_and_what_it_says_of_itself() {
    let (document, notices) = extractor().extract_document(PAGE.as_bytes(), &Hints::default());
    assert_eq!(document.title.as_deref(), Some("Rebels refuse pause in Qalat"));
    assert_eq!(document.published.unwrap().to_string(), "2016-10-21T07:30");
    assert_eq!(document.source.as_deref(), Some("Valley Post"));
    assert_eq!(document.url.as_deref(), Some("https://valleypost.example/2016/10/21/qalat-pause"));
    assert_eq!(document.language.as_deref(), Some("en"));
    let paragraphs: Vec<&str> = document.text.split("\n\n").collect();
    assert_eq!(paragraphs.len(), 4, "{:#?}", document.text);
    assert_eq!(paragraphs[0], "Rebels refuse pause in Qalat");
    assert!(paragraphs[3].ends_with("rescue workers said."));
    assert_eq!(codes(&notices), Vec::<&str>::new());
}

#[test]
fn what_the_caller_knows_outweighs_the_page() {
    let hints = Hints { source: Some("Other".into()), published: Some("2016-10-25".into()), ..Hints::default() };
    let (document, notices) = extractor().extract_document(PAGE.as_bytes(), &hints);
    assert_eq!(document.source.as_deref(), Some("Other"));
    assert_eq!(document.published.unwrap().to_string(), "2016-10-25");
    assert_eq!(codes(&notices), ["dates-differ"]);
}

#[test]
fn a_page_without_any_article_is_read_whole() {
    let (document, _) =
        extractor().extract_document(b"<html><body><p>Truce holds in Qalat.</p></body></html>", &Hints::default());
    assert!(document.text.contains("Truce holds in Qalat."), "{:?}", document.text);
}

#[test]
fn plain_text_is_kept_as_it_is_and_named_by_its_hash() {
    let text = "Pause refused in Qalat\r\n\r\nThe army said on Thursday that it would observe a pause in the town.\r\n";
    let (document, notices) = extractor().extract_document(text.as_bytes(), &Hints::default());
    assert_eq!(document.text, text);
    assert_eq!(document.title.as_deref(), Some("Pause refused in Qalat"));
    assert_eq!(document.id.len(), 64);
    assert_eq!(codes(&notices), ["no-date"]);
}

#[test]
fn what_cannot_be_read_is_told_not_raised() {
    let extractor = extractor();
    let (document, notices) = extractor.extract_document(b"\x89PNG\r\n\x1a\n\0\0", &Hints::default());
    assert_eq!((document.text.as_str(), codes(&notices)), ("", vec!["binary"]));
    let (_, notices) = extractor.extract_document(b" \n", &Hints::default());
    assert_eq!(codes(&notices), ["no-date", "empty"]);
    let hints = Hints { published: Some("last week".into()), ..Hints::default() };
    let (_, notices) = extractor.document_of_record("Truce.".into(), &hints);
    assert_eq!(codes(&notices), ["bad-date", "no-date"]);
}
