//! Feeds (RSS, Atom): the items in them, and the reports that they bring along. Fetching feeds and pages is `fetch`.

use super::{Failure, Format, Known, Origin, Raw};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use trucewatch_model::{Moment, Notice};
use trucewatch_text::extract::parse_published;

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
/// What is wrong where the bytes are no feed.
pub fn feed_items(bytes: &[u8], url: Option<&str>) -> Result<Vec<FeedItem>, String> {
    let parser =
        feed_rs::parser::Builder::new().base_uri(url).sanitize_content(false).timestamp_parser(on_its_clock).build();
    let feed = parser.parse(bytes).map_err(|error| error.to_string())?;
    let source = feed.title.map(|title| title.content);
    let item = |entry: feed_rs::model::Entry| {
        let content = entry.content.and_then(|content| content.body).filter(|body| !body.trim().is_empty());
        let summary = entry.summary.map(|text| text.content).filter(|text| !text.trim().is_empty());
        let is_summary = content.is_none();
        let page = entry.links.iter().find(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate"));
        FeedItem {
            title: entry.title.map(|title| title.content),
            link: page.or(entry.links.first()).map(|link| link.href.clone()),
            published: entry.published.or(entry.updated).map(|at| at.format("%Y-%m-%dT%H:%M").to_string()),
            source: source.clone(),
            text: content.or(summary),
            is_summary,
        }
    };
    Ok(feed.entries.into_iter().map(item).collect())
}

/// The moment on the clock that wrote it: what day a report calls "Monday" is told by the outlet's clock, not by Greenwich's.
fn on_its_clock(text: &str) -> Option<chrono::DateTime<chrono::Utc>> {
    let moment = parse_published(text)?;
    let date = moment.date();
    let date = NaiveDate::from_ymd_opt(date.year().into(), date.month().try_into().ok()?, date.day().try_into().ok()?)?;
    let time = match moment {
        Moment::Day(_) => NaiveTime::MIN,
        Moment::Minute(at) => NaiveTime::from_hms_opt(at.hour().try_into().ok()?, at.minute().try_into().ok()?, 0)?,
    };
    Some(NaiveDateTime::new(date, time).and_utc())
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
        assert!(
            feed_items(b"<rss><channel><item>", None)
                .map_or(true, |items| items.iter().all(|item| item.text.is_none()))
        );
    }
}
