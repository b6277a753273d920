//! What stands on a page and is no part of the report: navigation, related links, comments, share buttons, captions.
//! Which words give it away is data: the concept `page_furniture` of the lexicon.

use dom_query::{Document as Dom, NodeRef};
use trucewatch_codebook::Data;

/// Elements that never carry the report itself.
const NEVER: &str = "nav, aside, footer, form, dialog, figure, button, template, iframe, select, textarea, noscript, \
    [role=navigation], [role=complementary], [role=contentinfo], [role=search], [role=dialog], [role=banner], [hidden], \
    [aria-hidden=true]";

/// The words that give furniture away.
pub(super) struct Furniture {
    /// Words of class names and ids: "related", "comments".
    boxes: Vec<String>,
    /// How headings and lines over lists of links begin: "read also".
    headings: Vec<String>,
}

impl Furniture {
    pub(super) fn new(codebook: &Data) -> Self {
        let words = |class: &str| {
            let concept = codebook.lexicon.get("page_furniture");
            concept.and_then(|concept| concept.words.get(class)).cloned().unwrap_or_default()
        };
        Furniture { boxes: words("box"), headings: words("heading") }
    }

    /// Takes the furniture out of a page.
    pub(super) fn remove(&self, dom: &Dom) {
        dom.select(NEVER).remove();
        let whole = dom.body().map_or(0, |body| body.normalized_char_count());
        for node in dom.select("body [class], body [id]").nodes() {
            // A box of that name around most of the text is the page's layout ("has-comments"), not furniture.
            if self.is_box(node) && node.normalized_char_count() * 2 < whole {
                node.remove_from_parent();
            }
        }
        for node in
            dom.select("body p, body li, body h2, body h3, body h4, body h5, body h6, body strong, body b").nodes()
        {
            if is_only_links(node) || self.is_heading_of_links(node) {
                node.remove_from_parent();
            }
        }
    }

    fn is_box(&self, node: &NodeRef) -> bool {
        let structural =
            node.node_name().is_some_and(|name| matches!(&*name, "html" | "body" | "main" | "article" | "h1"));
        let names = format!("{} {}", node.class().unwrap_or_default(), node.id_attr().unwrap_or_default());
        !structural && parts(&names).any(|part| self.boxes.contains(&part))
    }

    fn is_heading_of_links(&self, node: &NodeRef) -> bool {
        let text = node.text();
        let text = text.trim().trim_end_matches([':', '…', '.', '»']).to_lowercase();
        if self.headings.contains(&text) {
            return true;
        }
        // "Read also: <a>...</a>"
        let Some((opening, _)) = text.split_once(':') else { return false };
        self.headings.iter().any(|heading| opening.trim() == heading) && linked(node) > 0
    }
}

/// The words of class names and ids: "relatedArticles-box" is "related", "articles", "box".
fn parts(names: &str) -> impl Iterator<Item = String> {
    let mut spaced = String::with_capacity(names.len() + 8);
    let mut was_lower = false;
    for c in names.chars() {
        if c.is_uppercase() && was_lower {
            spaced.push(' ');
        }
        was_lower = c.is_lowercase();
        spaced.extend(if c.is_alphanumeric() { c.to_lowercase().next() } else { Some(' ') });
    }
    spaced.split_whitespace().map(str::to_owned).collect::<Vec<_>>().into_iter()
}

fn is_only_links(node: &NodeRef) -> bool {
    let all = node.normalized_char_count();
    all > 0 && linked(node) * 10 >= all * 9
}

/// Characters that stand inside links.
fn linked(node: &NodeRef) -> usize {
    node.descendants_it().filter(|child| child.has_name("a")).map(|link| link.normalized_char_count()).sum()
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn class_names_are_taken_apart() {
        assert_eq!(
            parts("relatedArticles-box js_share").collect::<Vec<_>>(),
            ["related", "articles", "box", "js", "share"]
        );
    }
}
