//! Which war a report is about, and so who is meant by a name that several parties bear: "the army", "the regime", "SLA".

use super::names::Bearer;
use trucewatch_codebook::Data;
use trucewatch_model::Document;

/// Countries and home party of a codebook's theatres and outlets, as far as names depend on them.
#[derive(Debug)]
pub(super) struct Theatres {
    names: Vec<String>,
    countries: Vec<Vec<String>>,
    /// Outlet's names and domains, lower case, with the party that it speaks for.
    mouthpieces: Vec<(String, String)>,
}

/// How much each theatre is spoken of in one report, and for whom the report speaks.
#[derive(Debug)]
pub(super) struct Focus<'t> {
    theatres: &'t Theatres,
    weights: Vec<u32>,
    most: u32,
    year: Option<i16>,
    speaks_for: Option<&'t str>,
}

impl Theatres {
    pub(super) fn new(codebook: &Data) -> Self {
        let mouthpieces =
            codebook.outlets.iter().filter(|outlet| outlet.affiliation.contains('/')).flat_map(|outlet| {
                let names = std::iter::once(&outlet.name).chain(&outlet.names).chain(&outlet.domains);
                names.map(|name| (name.to_lowercase(), outlet.affiliation.clone()))
            });
        Theatres {
            names: codebook.theatres.iter().map(|theatre| theatre.theatre.clone()).collect(),
            countries: codebook.theatres.iter().map(|theatre| theatre.countries.clone()).collect(),
            mouthpieces: mouthpieces.collect(),
        }
    }

    /// Weighs the theatres: by the states that a report names, and by names that are borne in one theatre alone.
    pub(super) fn focus<'t>(&'t self, document: &Document, homes: &[usize], countries: &[&str]) -> Focus<'t> {
        let mut weights = vec![0; self.names.len()];
        for (theatre, its) in self.countries.iter().enumerate() {
            let named = countries.iter().filter(|country| its.iter().any(|own| own == *country)).count();
            weights[theatre] += 2 * u32::try_from(named).unwrap_or(u32::MAX / 4);
        }
        for &home in homes {
            weights[home] += 1;
        }
        let own = weights.iter().zip(&self.countries).filter(|(_, its)| !its.is_empty());
        let most = own.map(|(weight, _)| *weight).max().unwrap_or(0);
        let source = document.source.as_deref().unwrap_or_default().to_lowercase();
        let speaks_for = self.mouthpieces.iter().find(|(name, _)| *name == source).map(|(_, party)| party.as_str());
        let year = document.published.map(|at| at.date().year());
        Focus { theatres: self, weights, most, year, speaks_for }
    }
}

impl Focus<'_> {
    /// Who bears the name here: of those that can, the one in whose war and years the report lies. `None` where nobody does.
    pub(super) fn choose<'b>(&self, bearers: &[&'b Bearer]) -> Option<&'b Bearer> {
        let mut best: Option<(&Bearer, u32)> = None;
        for &bearer in bearers {
            let weight = self.weight(bearer);
            if weight > 0 && best.is_none_or(|(_, most)| weight > most) {
                best = Some((bearer, weight));
            }
        }
        best.map(|(bearer, _)| bearer)
    }

    /// 0 where the bearer cannot be meant.
    fn weight(&self, bearer: &Bearer) -> u32 {
        let Some(theatre) = bearer.theatre else { return 1 };
        let general = self.theatres.countries[theatre].is_empty();
        let spoken_of = self.weights[theatre];
        let in_focus = spoken_of > 0 && spoken_of == self.most;
        if bearer.called_by.as_deref().is_some_and(|by| self.speaks_for != Some(by)) {
            return 0;
        }
        if bearer.local && !general && !in_focus {
            return 0;
        }
        let lived = self.year.is_none_or(|year| bearer.years.0 <= year && year <= bearer.years.1.saturating_add(1));
        // A party of the war in focus before one of another, one of its time before one of another.
        let place = if general { 2 } else { 3 + spoken_of.min(1000) };
        place * 4 + 2 * u32::from(lived) + u32::from(bearer.called_by.is_some())
    }
}
