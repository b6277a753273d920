//! Dumps of GeoNames: settlements, their quarters and administrative divisions, one data file per country.

use super::table::{Row, Table};
use super::{ImportError, Summary, TableKind, write};
use std::collections::BTreeMap;
use std::path::Path;
use trucewatch_codebook::{Area, WarPlace};
use trucewatch_model::Precision;

/// More places than this slow down every start of the program.
const MOST: usize = 100_000;

pub fn import(table: &Table, out_dir: &Path) -> Result<Summary, ImportError> {
    let mut areas: BTreeMap<String, Area> = BTreeMap::new();
    let (mut other, mut entries) = (0, 0);
    for row in &table.rows {
        if row.cells.len() != 19 {
            let message =
                format!("{} columns where a GeoNames dump has 19: take a file such as SY.txt", row.cells.len());
            return Err(table.error(row.line, message));
        }
        let Some(precision) = precision(row.cell(Some(7)), row.cell(Some(6))) else {
            other += 1;
            continue;
        };
        let country = row.cell(Some(8)).to_uppercase();
        let area = format!("geonames-{}", country.to_lowercase());
        let place = place(table, row, precision)?;
        let areas = areas.entry(area.clone()).or_insert(Area { area, country, places: Vec::new() });
        areas.places.push(place);
        entries += 1;
        if entries > MOST {
            let message = format!("more than {MOST} places: import the file of one country instead");
            return Err(table.error(row.line, message));
        }
    }
    let mut files = Vec::new();
    for area in areas.values() {
        let file = out_dir.join("places").join(format!("{}.toml", area.area));
        write(table, &file, area)?;
        files.push(file);
    }
    let left_out = if other > 0 { vec![(other, "neither settlements nor divisions")] } else { Vec::new() };
    Ok(Summary { kind: TableKind::GeoNames, entries, files, left_out })
}

fn precision(code: &str, class: &str) -> Option<Precision> {
    match (class, code) {
        (_, "PPLX") => Some(Precision::Neighbourhood),
        // Places that are no more.
        (_, "PPLH" | "PPLQ" | "PPLW" | "ADM1H" | "ADM2H" | "ADM3H" | "PCLH") => None,
        ("P", _) => Some(Precision::Settlement),
        (_, "ADM1") => Some(Precision::Province),
        (_, "ADM2" | "ADM3") => Some(Precision::District),
        _ => None,
    }
}

fn place(table: &Table, row: &Row, precision: Precision) -> Result<WarPlace, ImportError> {
    let degrees = |column, what| {
        let cell = row.cell(Some(column));
        cell.parse::<f32>().map_err(|_| table.error(row.line, format!("{what} is \"{cell}\": it must be a number")))
    };
    let name = row.cell(Some(1)).to_owned();
    let latin = |name: &&str| !name.is_empty() && name.chars().all(|c| c < '\u{250}' || !c.is_alphabetic());
    let mut names: Vec<String> =
        [row.cell(Some(2))].into_iter().chain(row.cell(Some(3)).split(',')).filter(latin).map(str::to_owned).collect();
    names.sort();
    names.dedup();
    names.retain(|other| *other != name);
    Ok(WarPlace {
        id: format!("geonames:{}", row.cell(Some(0))),
        name,
        names,
        precision: precision.word().to_owned(),
        within: None,
        country: None,
        lat: degrees(4, "the latitude")?,
        lon: degrees(5, "the longitude")?,
        source: format!("https://www.geonames.org/{}", row.cell(Some(0))),
    })
}
