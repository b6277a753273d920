//! Where each page stands: under a server, or as a file of a published site, where every link is relative.

/// A page or a file that pages link to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target<'a> {
    /// Map, timeline and lists of everything.
    Overview,
    /// A ceasefire's dossier, by id.
    Ceasefire(&'a str),
    /// An incident, by id.
    Incident(&'a str),
    /// A report, by id; at one of its claims, counted from 0.
    Report(&'a str, Option<usize>),
    /// Looking for claims.
    Search,
    /// What a person should look at.
    Review,
    /// Who publishes, who is quoted.
    Outlets,
    /// Adding reports.
    Add,
    /// What is counted, and what is not.
    About,
    /// A file that pages need: "style.css".
    Asset(&'a str),
}

/// How links are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Links {
    /// Pages of a server.
    Served,
    /// Files; the page that links stands so many folders deep.
    Published {
        /// 0 for a page beside `index.html`.
        depth: usize,
    },
}

impl Links {
    /// The link to a page.
    pub fn to(self, target: Target<'_>) -> String {
        match self {
            Links::Served => {
                let path = path_of(target);
                let page = path.strip_suffix("index").or(path.strip_suffix(".html")).unwrap_or(&path);
                format!("/{page}{}", fragment(target))
            }
            Links::Published { depth } => {
                let path = path_of(target);
                let file = if path == "index" { "index.html" } else { &path };
                format!("{}{file}{}", "../".repeat(depth), fragment(target))
            }
        }
    }

    /// Whether a person can act here: search, judge, add.
    pub fn is_served(self) -> bool {
        self == Links::Served
    }
}

/// The file of a page in a published site.
pub fn path_of(target: Target<'_>) -> String {
    match target {
        Target::Overview => "index".into(),
        Target::Ceasefire(id) => format!("ceasefires/{id}.html"),
        Target::Incident(id) => format!("incidents/{id}.html"),
        Target::Report(id, _) => format!("reports/{id}.html"),
        Target::Search => "search.html".into(),
        Target::Review => "review.html".into(),
        Target::Outlets => "outlets.html".into(),
        Target::Add => "add.html".into(),
        Target::About => "about.html".into(),
        Target::Asset(name) => format!("assets/{name}"),
    }
}

fn fragment(target: Target<'_>) -> String {
    match target {
        Target::Report(_, Some(claim)) => format!("#c{}", claim + 1),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_s_addresses_name_no_files_and_a_site_s_are_relative() {
        let claim = Target::Report("r12", Some(2));
        assert_eq!(Links::Served.to(Target::Overview), "/");
        assert_eq!(Links::Served.to(claim), "/reports/r12#c3");
        assert_eq!(Links::Served.to(Target::Asset("style.css")), "/assets/style.css");
        let site = Links::Published { depth: 1 };
        assert_eq!(site.to(Target::Overview), "../index.html");
        assert_eq!(site.to(claim), "../reports/r12.html#c3");
        assert_eq!(Links::Published { depth: 0 }.to(Target::About), "about.html");
    }
}
