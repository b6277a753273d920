//! Which outlet published a page.

use std::collections::HashMap;
use trucewatch_codebook::Outlet;

/// The outlets that the codebook knows, by domain and by name.
pub(super) struct Outlets {
    names: Vec<String>,
    by_domain: HashMap<String, usize>,
    by_name: HashMap<String, usize>,
}

impl Outlets {
    pub(super) fn new(outlets: &[Outlet]) -> Self {
        let mut known = Outlets { names: Vec::new(), by_domain: HashMap::new(), by_name: HashMap::new() };
        for (at, outlet) in outlets.iter().enumerate() {
            known.names.push(outlet.name.clone());
            // The first one stays: a user's own outlets come before the built-in ones.
            for domain in &outlet.domains {
                known.by_domain.entry(domain.to_lowercase()).or_insert(at);
            }
            for name in outlet.names.iter().chain([&outlet.name]) {
                known.by_name.entry(name.to_lowercase()).or_insert(at);
            }
        }
        known
    }

    /// The outlet of a page: the codebook's name for its domain, else what the page calls its site, else the domain.
    pub(super) fn of_page(&self, site: Option<&str>, url: &Option<String>) -> Option<String> {
        let domain = url.as_deref().and_then(domain);
        let known = domain.and_then(|domain| self.at_domain(domain));
        let site = site.map(|site| match self.by_name.get(&site.to_lowercase()) {
            Some(&at) => self.names[at].clone(),
            None => site.to_owned(),
        });
        known.or(site).or_else(|| domain.map(str::to_owned))
    }

    /// "arabic.reuters.com" is Reuters' as well.
    fn at_domain(&self, domain: &str) -> Option<String> {
        let lower = domain.to_lowercase();
        let mut rest = lower.as_str();
        loop {
            if let Some(&at) = self.by_domain.get(rest) {
                return Some(self.names[at].clone());
            }
            rest = rest.split_once('.')?.1;
        }
    }
}

/// The host of an address, without "www.".
fn domain(url: &str) -> Option<&str> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next()?;
    let host = host.rsplit('@').next()?.trim_start_matches("www.");
    host.contains('.').then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outlets() -> Outlets {
        let reuters = Outlet {
            name: "Reuters".into(),
            names: vec!["Reuters News Agency".into()],
            domains: vec!["reuters.com".into()],
            country: None,
            affiliation: "agency".into(),
            source: String::new(),
        };
        Outlets::new(&[reuters])
    }

    #[test]
    fn a_known_domain_outweighs_the_site_s_own_name() {
        let url = |text: &str| Some(text.to_owned());
        assert_eq!(outlets().of_page(Some("R."), &url("https://www.reuters.com/a")).as_deref(), Some("Reuters"));
        assert_eq!(outlets().of_page(None, &url("http://ar.Reuters.com")).as_deref(), Some("Reuters"));
        assert_eq!(outlets().of_page(Some("Reuters news agency"), &None).as_deref(), Some("Reuters"));
        assert_eq!(
            outlets().of_page(Some("Valley Post"), &url("https://vp.example/x")).as_deref(),
            Some("Valley Post")
        );
        assert_eq!(outlets().of_page(None, &url("https://vp.example/x")).as_deref(), Some("vp.example"));
        assert_eq!(outlets().of_page(None, &None), None);
    }
}
