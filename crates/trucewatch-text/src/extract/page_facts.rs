//! What a page says of itself: headline, dates, outlet, address; from JSON-LD, `<meta>`, `<link>` and the headline on it.

use dom_query::Document as Dom;
use serde_json::Value;

/// What a page says of itself.
#[derive(Debug, Default)]
pub(super) struct PageFacts {
    /// The headline.
    pub title: Option<String>,
    /// The canonical address.
    pub url: Option<String>,
    /// What the page calls its site or publisher.
    pub site: Option<String>,
    /// Dates of publication, surest first, each with where it stands.
    pub dates: Vec<(&'static str, String)>,
}

/// `<meta>` names of dates of publication, surest first.
const DATE_NAMES: &[&str] = &[
    "article:published_time",
    "og:published_time",
    "datePublished",
    "date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publication_date",
    "DC.date.issued",
    "dcterms.created",
    "DC.date",
    "parsely-pub-date",
    "sailthru.date",
];

/// Finds them; `html` is the page's source, for the address that browsers note in a comment when they save a page.
pub(super) fn find(dom: &Dom, html: &str) -> PageFacts {
    let linked = json_ld(dom);
    let ld = |keys: &[&str]| linked.as_ref().and_then(|data| at(data, keys));
    let site = meta(dom, &["og:site_name"])
        .or_else(|| ld(&["publisher", "name"]))
        .or_else(|| meta(dom, &["application-name"]));
    let heading = dom.select("h1");
    let heading = (heading.length() == 1).then(|| clean(&heading.text())).flatten();
    let title =
        ld(&["headline"]).or_else(|| meta(dom, &["og:title"])).map(|title| without_site(title, site.as_deref()));
    let link = dom.select("link[rel=canonical]").attr("href").and_then(|url| clean(&url));
    let url = link.or_else(|| meta(dom, &["og:url"])).or_else(|| ld(&["url"])).or_else(|| saved_from(html));
    let mut dates: Vec<(&'static str, String)> = Vec::new();
    dates.extend(ld(&["datePublished"]).map(|date| ("the page's JSON-LD", date)));
    dates.extend(meta(dom, DATE_NAMES).map(|date| ("the page's metadata", date)));
    let stamp = ["time[itemprop=datePublished]", "time[pubdate]", "article time", "header time", "time"]
        .iter()
        .find_map(|place| dom.select(place).attr("datetime"));
    // A bare `<time>` may belong to another article: it counts only where nothing surer is there.
    if dates.is_empty() {
        dates.extend(stamp.map(|date| ("the page's <time>", date.to_string())));
    }
    PageFacts { title: heading.or(title), url: url.filter(|url| url.contains("://")), site, dates }
}

/// The first value of one of the `<meta>` names, in the order of the names.
fn meta(dom: &Dom, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| {
        let place = format!(r#"meta[property="{name}" i], meta[name="{name}" i], meta[itemprop="{name}" i]"#);
        clean(&dom.try_select(&place)?.attr("content")?)
    })
}

/// The JSON-LD object that describes an article: the first with a headline or a date of publication.
fn json_ld(dom: &Dom) -> Option<Value> {
    dom.select(r#"script[type="application/ld+json"]"#).iter().find_map(|script| {
        let data: Value = serde_json::from_str(script.text().trim()).ok()?;
        article(&data, 0).cloned()
    })
}

fn article(data: &Value, depth: usize) -> Option<&Value> {
    if depth > 4 {
        return None;
    }
    match data {
        Value::Array(items) => items.iter().find_map(|item| article(item, depth + 1)),
        Value::Object(map) if map.contains_key("headline") || map.contains_key("datePublished") => Some(data),
        Value::Object(map) => {
            map.get("@graph").or_else(|| map.get("mainEntity")).and_then(|part| article(part, depth + 1))
        }
        _ => None,
    }
}

/// The string below `keys`; of a list its first member.
fn at(data: &Value, keys: &[&str]) -> Option<String> {
    let mut here = data;
    for key in keys {
        here = match &here[*key] {
            Value::Array(items) => items.first()?,
            value => value,
        };
    }
    clean(here.as_str()?)
}

/// "Rebels refuse pause | Valley Post" without the site's name.
fn without_site(title: String, site: Option<&str>) -> String {
    let shorter = site.and_then(|site| title.strip_suffix(site)).map(str::trim_end);
    let shorter = shorter.and_then(|rest| rest.strip_suffix(['|', '-', '–', '—', '·', ':'])).map(str::trim_end);
    shorter.filter(|rest| !rest.is_empty()).map(str::to_owned).unwrap_or(title)
}

/// `<!-- saved from url=(0042)https://... -->`
fn saved_from(html: &str) -> Option<String> {
    let note = html.split_once("saved from url=(")?.1;
    let url = note.split_once(')')?.1.split_whitespace().next()?;
    url.starts_with("http").then(|| url.to_owned())
}

/// White space as single blanks; `None` for nothing.
fn clean(text: &str) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_site_s_name_is_no_part_of_the_title() {
        assert_eq!(without_site("Pause refused | Valley Post".into(), Some("Valley Post")), "Pause refused");
        assert_eq!(without_site("Valley Post".into(), Some("Valley Post")), "Valley Post");
        assert_eq!(without_site("Pause refused".into(), None), "Pause refused");
    }

    #[test]
    fn browsers_note_where_a_page_was_saved_from() {
        let html = "<!-- saved from url=(0027)https://vp.example/2016/pause -->\n<html>";
        assert_eq!(saved_from(html).as_deref(), Some("https://vp.example/2016/pause"));
    }
}
