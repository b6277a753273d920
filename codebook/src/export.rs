//! Small tables that exports need: countries by their codes, and kinds of spots that are not named. The files lie in
//! `export/` beside `src/`.

static COUNTRIES: &str = include_str!("../places/iso3166.tsv");
static EXACT_SPOTS: &str = include_str!("../places/exact_spots.txt");

/// A country as ISO 3166-1 has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Country {
    /// "SY".
    pub alpha2: &'static str,
    /// "SYR".
    pub alpha3: &'static str,
    /// 760; `None` where ISO gives no number.
    pub number: Option<u16>,
    /// "Syria".
    pub name: &'static str,
}

/// Every country.
pub fn countries() -> impl Iterator<Item = Country> {
    lines(COUNTRIES).filter_map(|line| {
        let mut cells = line.split('\t');
        let (alpha2, alpha3, number, name) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
        Some(Country { alpha2, alpha3, number: number.parse().ok(), name })
    })
}

/// Kinds of spots whose names are not given: "hospital", "field hospital".
pub fn exact_spots() -> impl Iterator<Item = &'static str> {
    lines(EXACT_SPOTS)
}

fn lines(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_tables_is_read() {
        let syria = countries().find(|country| country.alpha2 == "SY").unwrap();
        assert_eq!(syria, Country { alpha2: "SY", alpha3: "SYR", number: Some(760), name: "Syria" });
        assert_eq!(countries().count(), lines(COUNTRIES).count());
        assert!(countries().filter(|country| country.number.is_none()).map(|country| country.alpha2).eq(["XK"]));
        assert!(exact_spots().any(|noun| noun == "hospital"));
    }
}
