//! Feeds (RSS, Atom): the items in them, and the reports that they bring along. Fetching feeds and pages is `fetch`.

use super::{Failure, Format, Known, Origin, Raw};
use quick_xml::{
    Reader,
    escape::unescape,
    events::{BytesStart, Event},
};
use trucewatch_model::Notice;
use trucewatch_text::extract::{decode_text, parse_published};
use url::Url;

/// One item of a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedItem {
    /// Its headline.
    pub title: Option<String>,
    /// Where the report stands.
    pub link: Option<String>,
    /// When it was published, on the clock of the outlet; ISO 8601.
    pub published: Option<String>,
    /// The name of the feed.
    pub source: Option<String>,
    /// The text that the feed brings, as a piece of HTML.
    pub text: Option<String>,
    /// Whether that is what the feed calls a summary; some outlets put the whole report there.
    pub is_summary: bool,
}

/// Whether bytes begin like a feed: XML whose first element is that of RSS or Atom.
pub fn is_feed(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&head[..head.len().min(2048)]);
    let mut rest = head.trim_start_matches(['\u{FEFF}', ' ', '\t', '\r', '\n']);
    // Past the declaration, style sheets and comments.
    while let Some(inside) = rest.strip_prefix("<?").or_else(|| rest.strip_prefix("<!--")) {
        match inside.split_once('>') {
            Some((_, behind)) => rest = behind.trim_start(),
            None => return false,
        }
    }
    ["<rss", "<feed", "<rdf:RDF"].iter().any(|name| rest.starts_with(name))
}

/// The items of a feed, in its order. `url` is where it was fetched, for addresses in it that are not whole.
///
/// # Errors
/// What is wrong where the bytes are no feed, or a feed that breaks off.
pub fn feed_items(bytes: &[u8], url: Option<&str>) -> Result<Vec<FeedItem>, String> {
    let text = decode_text(bytes);
    let mut reader = Reader::from_str(&text);
    reader.config_mut().allow_dangling_amp = true;
    let (mut items, mut item, mut source) = (Vec::new(), None::<FeedItem>, None);
    let (mut depth, mut is_feed) = (0usize, false);
    loop {
        match reader.read_event().map_err(|error| format!("{error} (at byte {})", reader.error_position()))? {
            Event::Start(start) => {
                let tag = Tag::of(&start);
                match (tag.name.as_str(), &mut item) {
                    ("item" | "entry", None) => item = Some(FeedItem::default()),
                    // A feed that an entry was taken from, a logo: they have titles and links of their own.
                    ("source" | "image" | "textInput" | "textinput" | "author" | "contributor", _) => {
                        reader.read_to_end(start.name()).map_err(|error| error.to_string())?;
                        continue;
                    }
                    ("title", None) => {
                        let inside = reader.read_text(start.name()).map_err(|error| error.to_string())?;
                        source.get_or_insert(plain(&inside).trim().to_owned());
                        continue;
                    }
                    (_, Some(item)) => {
                        let inside = reader.read_text(start.name()).map_err(|error| error.to_string())?;
                        item.take(&tag, &inside);
                        continue;
                    }
                    ("rss" | "feed" | "rdf:RDF", None) => is_feed = true,
                    _ => {}
                }
                depth += 1;
            }
            Event::Empty(start) => item.iter_mut().for_each(|item| item.take(&Tag::of(&start), "")),
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                items.extend(item.take());
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if !is_feed {
        return Err("it is neither RSS nor Atom".into());
    }
    if depth > 0 {
        return Err(format!("it breaks off behind {} items", items.len()));
    }
    let base = url.and_then(|url| Url::parse(url).ok());
    for item in &mut items {
        item.source.clone_from(&source);
        if let (Some(base), Some(link)) = (&base, &mut item.link)
            && let Ok(whole) = base.join(link)
        {
            *link = whole.into();
        }
    }
    Ok(items)
}

/// The start tag of an element of a feed.
struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    fn of(start: &BytesStart<'_>) -> Self {
        let name = start.name().as_ref().to_owned();
        let attributes = start.attributes().flatten();
        Tag {
            name: name.strip_prefix("atom:").unwrap_or(&name).to_owned(),
            attributes: attributes.map(|found| (found.key.as_ref().to_owned(), plain(&found.value))).collect(),
        }
    }

    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

impl FeedItem {
    /// Takes what an element within the item says.
    fn take(&mut self, tag: &Tag, inside: &str) {
        let text = || Some(plain(inside).trim().to_owned()).filter(|text| !text.is_empty());
        match tag.name.as_str() {
            "title" => self.title = text(),
            "link" if matches!(tag.attribute("rel"), None | Some("alternate")) => {
                self.link = tag.attribute("href").map(str::to_owned).or_else(text).or(self.link.take());
            }
            "guid" if tag.attribute("isPermaLink") != Some("false") && self.link.is_none() => {
                self.link = text().filter(|link| link.starts_with("http"));
            }
            "pubDate" | "published" | "dc:date" => self.published = moment(inside).or(self.published.take()),
            "updated" if self.published.is_none() => self.published = moment(inside),
            "content:encoded" | "content" => {
                // XHTML stands in the feed as it is, everything else packed up as text.
                let content = if tag.attribute("type") == Some("xhtml") { Some(inside.to_owned()) } else { text() };
                if content.is_some() {
                    (self.text, self.is_summary) = (content, false);
                }
            }
            "description" | "summary" if self.text.is_none() => {
                self.text = text();
                self.is_summary = self.text.is_some();
            }
            _ => {}
        }
    }
}

/// A date as the feed writes it: what day a report calls "Monday" is told by the outlet's clock, not by Greenwich's.
fn moment(text: &str) -> Option<String> {
    parse_published(&plain(text)).map(|moment| moment.to_string())
}

/// The text of a piece of XML: references resolved, CDATA unpacked.
fn plain(xml: &str) -> String {
    let resolve = |text: &str| unescape(text).map_or_else(|_| text.to_owned(), |text| text.into_owned());
    let mut parts = xml.split("<![CDATA[");
    let mut out = parts.next().map(resolve).unwrap_or_default();
    for part in parts {
        let (verbatim, behind) = part.split_once("]]>").unwrap_or((part, ""));
        out += verbatim;
        out += &resolve(behind);
    }
    out
}

/// The reports in a feed file. Items without a text are none.
pub(super) fn reports(bytes: &[u8], origin: &Origin) -> Result<Vec<Raw>, Failure> {
    let items = feed_items(bytes, None).map_err(|what| {
        Failure::new(origin.clone(), format!("the feed cannot be read: {what}"))
            .advise("fetch it again, or see where it breaks off")
    })?;
    Ok(items.into_iter().filter_map(|item| item.into_raw(origin.clone())).collect())
}

impl FeedItem {
    /// The report that the feed brings along; `None` where it brings no text.
    pub fn into_raw(self, origin: Origin) -> Option<Raw> {
        let FeedItem { title, link, published, source, text, is_summary } = self;
        let headline = title.as_deref().map(escape).unwrap_or_default();
        let page = format!(
            "<!doctype html><html><head><meta charset=\"utf-8\"><title>{headline}</title></head><body><article><h1>{headline}</h1>\n\
             <div>{}</div></article></body></html>",
            text?
        );
        let message = "the feed brings this as a summary; the page it links to may say more";
        let notices = is_summary.then(|| Notice { code: "summary", message: message.into() });
        let notices = notices.into_iter().collect();
        let known = Known { title, published, source, url: link, notices, ..Known::default() };
        Some(Raw { origin, bytes: page.into_bytes(), format: Format::Html, known })
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    const RSS: &str = r#"<?xml version="1.0"?><!-- made by hand --><rss version="2.0"
        xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Valley Post</title>
        <item><title>Truce &amp; trade</title><link>https://post.example/1</link>
        <pubDate>Fri, 21 Oct 2016 23:30:00 -0500</pubDate><description>Short.</description>
        <content:encoded><![CDATA[<p>The truce in Orlo holds, said Ana Roth.</p><p>Nobody fired.</p>]]></content:encoded></item>
        <item><title>Shelling</title><link>https://post.example/2</link><description>Two shells fell on Tarn.</description></item>
        <item><title>Weather</title><link>https://post.example/3</link></item></channel></rss>"#;

    #[test]
    fn items_bring_their_text_link_and_the_date_on_their_own_clock() {
        assert!(is_feed(RSS.as_bytes()));
        let items = feed_items(RSS.as_bytes(), None).unwrap();
        assert_eq!(items.len(), 3);
        assert_eq!(items[0].published.as_deref(), Some("2016-10-21T23:30"));
        assert_eq!(items[0].link.as_deref(), Some("https://post.example/1"));
        assert!(!items[0].is_summary && items[1].is_summary && items[2].text.is_none());
    }

    #[test]
    fn items_are_reports_and_a_summary_says_that_it_is_one() {
        use crate::ingest::{Defaults, Ingest};
        let origin = Origin { file: "feed.xml".into(), line: None };
        let ingest = Ingest::new(&trucewatch_codebook::builtin(), Default::default(), Defaults::default());
        let raws = reports(RSS.as_bytes(), &origin).unwrap();
        assert_eq!(raws.len(), 2);
        let [full, summary] = raws.try_into().unwrap();
        let (document, notices) = ingest.document(full).unwrap();
        assert_eq!(document.text, "Truce & trade\n\nThe truce in Orlo holds, said Ana Roth.\n\nNobody fired.");
        assert_eq!(document.published.unwrap().to_string(), "2016-10-21T23:30");
        assert_eq!(
            (document.url.as_deref(), document.source.as_deref()),
            (Some("https://post.example/1"), Some("Valley Post"))
        );
        assert_eq!(notices, []);
        let (_, notices) = ingest.document(summary).unwrap();
        assert_eq!(notices[0].code, "summary");
    }

    #[test]
    fn atom_is_read_and_pages_are_no_feeds() {
        let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>Valley Post</title><entry><title>Truce</title>
            <link rel="self" href="/x.atom"/><link href="/1"/><updated>2016-10-21T08:00:00Z</updated>
            <content type="html">&lt;p&gt;It holds.&lt;/p&gt;</content></entry></feed>"#;
        let items = feed_items(atom.as_bytes(), Some("https://post.example/feed")).unwrap();
        assert_eq!(items[0].link.as_deref(), Some("https://post.example/1"));
        assert_eq!(items[0].text.as_deref(), Some("<p>It holds.</p>"));
        assert!(!is_feed(b"<!doctype html><rss>") && !is_feed(b"<?xml") && !is_feed(b""));
    }

    #[test]
    fn xhtml_other_feeds_titles_and_references_do_not_confuse() {
        let atom = r#"<?xml version="1.0" encoding="windows-1252"?><feed><title>Valley Post</title><entry>
            <source><title>Elsewhere</title></source><title type="text">Qala't</title><link href="https://post.example/1"></link>
            <published>2016-10-21T08:00:00+03:00</published><updated>2016-10-25T00:00:00Z</updated>
            <content type="xhtml"><div><p>One &amp; <b>two</b></p></div></content></entry></feed>"#;
        let bytes: Vec<u8> = atom.bytes().map(|byte| if byte == b'\'' { 0x92 } else { byte }).collect();
        let item = feed_items(&bytes, None).unwrap().remove(0);
        assert_eq!((item.title.as_deref(), item.source.as_deref()), (Some("Qala’t"), Some("Valley Post")));
        assert_eq!(item.text.as_deref(), Some("<div><p>One &amp; <b>two</b></p></div>"));
        assert_eq!(item.published.as_deref(), Some("2016-10-21T08:00"));
        let rdf = "<rdf:RDF><channel><title>P</title></channel><item><title>a &lt; b</title><dc:date>2016-10-21</dc:date></item></rdf:RDF>";
        let item = feed_items(rdf.as_bytes(), None).unwrap().remove(0);
        assert_eq!((item.title.as_deref(), item.published.as_deref()), (Some("a < b"), Some("2016-10-21")));
    }

    #[test]
    fn what_is_broken_is_told() {
        assert!(feed_items(b"<rss><channel><item></item>", None).unwrap_err().contains("breaks off behind 1"));
        for broken in ["<rss><channel><item><title>x", "<html></html>", "", "<rss></channel></rss>", "<rss><!--"] {
            assert!(feed_items(broken.as_bytes(), None).is_err(), "{broken}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_damage_is_survived(at in 0..RSS.len(), with in "[<>/a-z!\\[\\]&;\"= -]{0,20}") {
            let mut feed = RSS.to_owned();
            feed.replace_range(at..(at + with.len()).min(RSS.len()), &with);
            if let Ok(items) = feed_items(feed.as_bytes(), Some("https://post.example/")) {
                proptest::prop_assert!(items.len() <= 8);
            }
        }
    }
}
