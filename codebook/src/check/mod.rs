//! Checks a folder of codebook data beyond its shape: words that the codebook does not know, ids that nothing bears, dates
//! and degrees that cannot be. Every error names file, line, key, what was found, what is allowed, and the name that was
//! most likely meant. What the words mean is told elsewhere; whether a rule reads what it says, its tests tell.

mod names;
mod rules;

pub use names::nearest_name;

use crate::data::{Area, Concept, Data, Outlet, Theatre};
use crate::source::{self, DataError};
use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use trucewatch_model::{Category, Kind, Precision};

/// What may lie in a codebook folder.
const LAYOUT: &[&str] = &["actors", "places", "lexicon", "rules", "outlets.toml"];

/// Checks the folder `dir`, whose files may refer to each other and to the built-in codebook. Empty where all is in order.
pub fn check(dir: &Path) -> Vec<DataError> {
    let (over, shapes) = source::load(dir);
    let mut checker = Checker {
        known: Known::new(&crate::builtin(), &over),
        errors: Vec::new(),
        file: PathBuf::new(),
        text: String::new(),
    };
    checker.errors.extend(shapes.into_iter().map(names::with_suggestion));
    checker.layout(dir);
    checker.files(&dir.join("actors"), Checker::theatre);
    checker.files(&dir.join("places"), Checker::area);
    checker.files(&dir.join("lexicon/en"), Checker::concept);
    for folder in source::folders(&dir.join("rules/en")) {
        let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.word()).collect();
        checker.file.clone_from(&folder);
        checker.text.clear();
        checker.one_of("the folder of the rule's kind", &source::stem(&folder), &kinds);
        checker.files(&folder, Checker::rule);
    }
    checker.outlets(&dir.join("outlets.toml"), &over.outlets);
    let mut errors = checker.errors;
    errors.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    errors
}

/// What references may point at: the built-in codebook's names and the folder's own.
struct Known {
    parties: BTreeSet<String>,
    concepts: std::collections::BTreeMap<String, Vec<String>>,
}

impl Known {
    fn new(builtin: &Data, over: &Data) -> Self {
        let theatres = builtin.theatres.iter().chain(&over.theatres);
        let concepts = builtin.lexicon.iter().chain(&over.lexicon);
        Known {
            parties: theatres.flat_map(|theatre| &theatre.parties).map(|party| party.id.clone()).collect(),
            concepts: concepts.map(|(name, concept)| (name.clone(), concept.words.keys().cloned().collect())).collect(),
        }
    }
}

/// Goes through the files, one at a time.
struct Checker {
    known: Known,
    errors: Vec<DataError>,
    file: PathBuf,
    text: String,
}

impl Checker {
    fn files<T: serde::de::DeserializeOwned>(&mut self, folder: &Path, check: fn(&mut Checker, &T)) {
        for file in source::toml_files(folder) {
            // Files that cannot be read or have the wrong shape are told already.
            let Some((text, value)) = std::fs::read_to_string(&file).ok().and_then(|text| {
                let value = toml::from_str::<T>(&text).ok()?;
                Some((text, value))
            }) else {
                continue;
            };
            (self.file, self.text) = (file, text);
            check(self, &value);
        }
    }

    /// Files and folders that nothing reads, because they are called otherwise.
    fn layout(&mut self, dir: &Path) {
        let kinds: &[(&str, &[&str])] = &[("", LAYOUT), ("lexicon", &["en"]), ("rules", &["en"])];
        for (folder, allowed) in kinds {
            for path in source::entries(&dir.join(folder)) {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let is_data = path.is_dir() || path.extension().is_some_and(|end| end == "toml");
                // The built-in codebook is a crate, and has a crate's files beside its data.
                let is_crate = matches!(name.as_str(), "src" | "Cargo.toml" | "target");
                if is_data && !is_crate && !name.starts_with('.') && !allowed.contains(&name.as_str()) {
                    self.file = path;
                    self.text.clear();
                    self.one_of("the name", &name, allowed);
                }
            }
        }
    }

    fn theatre(&mut self, theatre: &Theatre) {
        self.same_as_file("theatre", &theatre.theatre);
        theatre.countries.iter().for_each(|code| self.country("countries", code));
        let categories: Vec<&str> = Category::ALL.iter().map(|category| category.word()).collect();
        let mut ids = HashSet::new();
        for party in &theatre.parties {
            self.id(&party.id, &format!("{}/", theatre.theatre), &mut ids);
            self.one_of("category", &party.category, &categories);
            party.parent.iter().for_each(|id| self.party("parent", id));
            party.called.iter().for_each(|called| self.party("by", &called.by));
            self.span_of_days(&party.id, party.from.as_deref(), party.until.as_deref());
            self.present("source", &party.id, &party.source);
        }
        for person in &theatre.people {
            self.id(&person.id, &format!("{}/", theatre.theatre), &mut ids);
            self.party("party", &person.party);
            self.span_of_days(&person.id, person.from.as_deref(), person.until.as_deref());
            self.present("source", &person.id, &person.source);
        }
    }

    fn area(&mut self, area: &Area) {
        self.same_as_file("area", &area.area);
        self.country("country", &area.country);
        let precisions: Vec<&str> = Precision::ALL.iter().map(|precision| precision.word()).collect();
        let mut ids = HashSet::new();
        for place in &area.places {
            // Places of other gazetteers keep the ids that they have there: `geonames:170063`.
            let scheme = place.id.split_once(':').filter(|(scheme, rest)| !scheme.is_empty() && !rest.is_empty());
            let own = format!("tw:{}/", area.area);
            let prefix = scheme.filter(|(scheme, _)| *scheme != "tw").map_or(own, |(scheme, _)| format!("{scheme}:"));
            self.id(&place.id, &prefix, &mut ids);
            self.one_of("precision", &place.precision, &precisions);
            place.country.iter().for_each(|code| self.country("country", code));
            for (key, degrees, most) in [("lat", place.lat, 90.0), ("lon", place.lon, 180.0)] {
                if !(-most..=most).contains(&degrees) {
                    self.tell(
                        &place.id,
                        format!("`{key}` of {} is {degrees}; degrees lie between -{most} and {most}", place.id),
                    );
                }
            }
            self.present("source", &place.id, &place.source);
        }
    }

    fn concept(&mut self, concept: &Concept) {
        self.present("about", "about", &concept.about);
        for word in concept.words.values().flatten() {
            let (lemma, pos) = word.rsplit_once('/').map_or((word.as_str(), None), |(lemma, pos)| (lemma, Some(pos)));
            if lemma.trim().is_empty() || lemma.trim() != lemma {
                self.tell(word, format!("the word `{word}` is empty or has blanks at its ends"));
            }
            // "n/a" is a word with a slash, not one with a part of speech.
            if let Some(pos) = pos.filter(|pos| pos.len() == 1) {
                self.one_of("the part of speech behind `/`", pos, &["v", "n", "j", "r"]);
            }
        }
    }

    fn outlets(&mut self, file: &Path, outlets: &[Outlet]) {
        self.file = file.to_owned();
        self.text = std::fs::read_to_string(file).unwrap_or_default();
        for outlet in outlets {
            outlet.country.iter().for_each(|code| self.country("country", code));
            let general = ["independent", "state", "agency"];
            if !general.contains(&outlet.affiliation.as_str()) && !self.known.parties.contains(&outlet.affiliation) {
                let near = nearest_name(
                    &outlet.affiliation,
                    general.iter().copied().chain(self.known.parties.iter().map(String::as_str)),
                );
                let found = format!("`affiliation` of {}: found `{}`", outlet.name, outlet.affiliation);
                let message = format!(
                    "{found}; allowed are independent, state, agency, or the id of a party{}",
                    names::did_you_mean(near)
                );
                self.tell(&outlet.affiliation, message);
            }
            for domain in &outlet.domains {
                if domain.starts_with("www.") || domain.contains('/') || !domain.contains('.') {
                    self.tell(
                        domain,
                        format!("`domains`: found `{domain}`; write it as example.org, without www. and path"),
                    );
                }
            }
            self.present("source", &outlet.name, &outlet.source);
        }
    }

    /// Tells an error at the first line of the file that has `"needle"`.
    fn tell(&mut self, needle: &str, message: String) {
        let quoted = format!("\"{needle}\"");
        let line = self.text.lines().position(|line| line.contains(&quoted)).map_or(0, |at| at + 1);
        self.errors.push(DataError { file: self.file.clone(), line, message });
    }

    fn one_of(&mut self, key: &str, found: &str, allowed: &[&str]) {
        if !allowed.contains(&found) {
            let near = names::did_you_mean(nearest_name(found, allowed.iter().copied()));
            self.tell(found, format!("`{key}`: found `{found}`; allowed: {}{near}", allowed.join(", ")));
        }
    }

    fn party(&mut self, key: &str, id: &str) {
        if !self.known.parties.contains(id) {
            let near = names::did_you_mean(nearest_name(id, self.known.parties.iter().map(String::as_str)));
            self.tell(id, format!("`{key}`: found `{id}`; there is no party with this id{near}"));
        }
    }

    fn id(&mut self, id: &str, prefix: &str, seen: &mut HashSet<String>) {
        if !id.starts_with(prefix) || id.len() == prefix.len() {
            self.tell(id, format!("`id`: found `{id}`; ids of this file begin with `{prefix}`"));
        }
        if !seen.insert(id.to_owned()) {
            self.tell(id, format!("`id`: `{id}` stands twice in this file"));
        }
    }

    fn same_as_file(&mut self, key: &str, found: &str) {
        let stem = source::stem(&self.file);
        if found != stem {
            self.tell(found, format!("`{key}`: found `{found}`; it is the file's name, `{stem}`"));
        }
    }

    fn country(&mut self, key: &str, code: &str) {
        if code.len() != 2 || !code.bytes().all(|byte| byte.is_ascii_uppercase()) {
            self.tell(code, format!("`{key}`: found `{code}`; write the two capital letters of ISO 3166, as in `SY`"));
        }
    }

    /// Years or days of validity: in a known form, and in order.
    fn span_of_days(&mut self, id: &str, from: Option<&str>, until: Option<&str>) {
        for (key, day) in [("from", from), ("until", until)] {
            let Some(day) = day else { continue };
            let parts: Vec<&str> = day.split('-').collect();
            let numbers = parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
            if !numbers || parts[0].len() != 4 || parts.len() > 3 {
                self.tell(
                    day,
                    format!(
                        "`{key}` of {id}: found `{day}`; write a year, a month or a day: 2016, 2016-10, 2016-10-21"
                    ),
                );
            }
        }
        // A year covers its months: what begins in 2016-10 can end in 2016.
        if let (Some(from), Some(until)) = (from, until)
            && from.get(..from.len().min(until.len())) > until.get(..from.len().min(until.len()))
        {
            self.tell(until, format!("{id} ends (`until` {until}) before it begins (`from` {from})"));
        }
    }

    fn present(&mut self, key: &str, of: &str, value: &str) {
        if value.trim().is_empty() {
            self.tell(of, format!("`{key}` of {of} is empty; say where the fact can be checked"));
        }
    }
}

#[cfg(test)]
mod tests;
