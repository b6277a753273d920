//! Administrative units and city neighbourhoods of OCHA's Common Operational Datasets. The columns are named a little
//! differently in every country; what matters is a name, a P-code, the unit above and a point.

use super::table::{Row, Table};
use super::{ImportError, Summary, TableKind, write};
use std::path::Path;
use trucewatch_codebook::{Area, WarPlace};
use trucewatch_model::Precision;

const NAME: &[&str] = &["NAME_EN", "admin4Name_en", "admin3Name_en", "admin2Name_en", "admin1Name_en"];
const CODE: &[&str] = &["PCODE", "admin4Pcode", "admin3Pcode", "admin2Pcode", "admin1Pcode"];
const LAT: &[&str] = &["LATITUDE", "centroid_lat", "lat", "center_lat", "POINT_Y"];
const LON: &[&str] = &["LONGITUDE", "centroid_lon", "lon", "center_lon", "POINT_X"];
/// The levels above a unit, the nearest first: columns of its name, and what the unit below it is.
const ABOVE: &[(&[&str], Precision)] = &[
    (&["ADM4_EN"], Precision::Neighbourhood),
    (&["ADM3_EN", "admin3Name_en"], Precision::Settlement),
    (&["ADM2_EN", "admin2Name_en"], Precision::District),
    (&["ADM1_EN", "admin1Name_en"], Precision::District),
    (&["ADM0_EN", "admin0Name_en"], Precision::Province),
];

/// Whether a header is one of these tables'.
pub fn recognises(header: &[String]) -> bool {
    let any = |names: &[&str]| header.iter().any(|cell| names.iter().any(|name| cell.eq_ignore_ascii_case(name)));
    any(NAME) && any(CODE)
}

pub fn import(table: &Table, out_dir: &Path) -> Result<Summary, ImportError> {
    let missing = |what: &str, names: &[&str]| {
        table.error(1, format!("no column for {what}: name one of the columns {}", names.join(", ")))
    };
    let name = table.column(NAME).ok_or_else(|| missing("the name", NAME))?;
    let code = table.column(CODE).ok_or_else(|| missing("the P-code", CODE))?;
    let lat = table.column(LAT).ok_or_else(|| missing("the latitude", LAT))?;
    let lon = table.column(LON).ok_or_else(|| missing("the longitude", LON))?;
    let country = table.column(&["ADM0_PCODE", "admin0Pcode"]);
    let above = ABOVE.iter().find_map(|(names, below)| Some((table.column(names).filter(|at| *at != name)?, *below)));
    let others =
        [table.column(&["NAM_EN_REF"]), table.column(&["NAME_AR", "NAME_LOCAL"]), table.column(&["NAM_AR_REF"])];

    let mut area = Area { area: table.stem(), country: String::new(), places: Vec::new() };
    let mut unplaced = 0;
    for row in &table.rows[1..] {
        let (called, code) = (row.cell(Some(name)), row.cell(Some(code)));
        if called.is_empty() || code.is_empty() {
            return Err(table.error(row.line, "the name or the P-code is empty: fill it in, or remove the row".into()));
        }
        if row.cell(Some(lat)).is_empty() || row.cell(Some(lon)).is_empty() {
            unplaced += 1;
            continue;
        }
        let mut names: Vec<String> = Vec::new();
        for other in others.iter().map(|column| row.cell(*column)).filter(|other| !other.is_empty() && *other != called)
        {
            if !names.iter().any(|name| name == other) {
                names.push(other.to_owned());
            }
        }
        let written = row.cell(country);
        let country = if written.len() == 2 { written } else { code.get(..2).unwrap_or_default() }.to_uppercase();
        if area.country.is_empty() {
            area.country = country.clone();
        }
        area.places.push(WarPlace {
            id: format!("ocha:{code}"),
            name: called.to_owned(),
            names,
            precision: above.map_or(Precision::Province, |(_, below)| below).word().to_owned(),
            within: above.map(|(column, _)| row.cell(Some(column)).to_owned()).filter(|within| !within.is_empty()),
            country: (country != area.country).then_some(country),
            lat: degrees(table, row, lat, 90.0)?,
            lon: degrees(table, row, lon, 180.0)?,
            source: format!("OCHA Common Operational Dataset, {code}"),
        });
    }
    let file = out_dir.join("places").join(format!("{}.toml", area.area));
    write(table, &file, &area)?;
    let left_out = if unplaced > 0 { vec![(unplaced, "without a point")] } else { Vec::new() };
    Ok(Summary { kind: TableKind::Ocha, entries: area.places.len(), files: vec![file], left_out })
}

fn degrees(table: &Table, row: &Row, column: usize, most: f32) -> Result<f32, ImportError> {
    let cell = row.cell(Some(column));
    cell.parse::<f32>().ok().filter(|degrees| degrees.abs() <= most).ok_or_else(|| {
        let message = format!("\"{cell}\" in column {} is not a number of degrees up to {most}", column + 1);
        table.error(row.line, message)
    })
}
