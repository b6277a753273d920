//! Packs the plain table that `gazetteer.py` unpacked into `codebook/places/geonames.bin`. The layout is described where it
//! is read, in `trucewatch_codebook::gazetteer`.

use std::collections::{BTreeMap, BTreeSet};
use std::{fs, io, path::Path};
use trucewatch::codebook::gazetteer::{BLOCK, Class, MAGIC, Naming, fold};

struct Row {
    id: u32,
    class: Class,
    division: String,
    lat: f64,
    lon: f64,
    population: u64,
    name: String,
    others: Vec<String>,
    nationality: Vec<String>,
}

/// Packs `table` into `out` and tells how large it became.
pub fn pack(table: &Path, out: &Path) -> io::Result<()> {
    let text = fs::read_to_string(table)?;
    let mut rows: Vec<Row> = text.lines().filter_map(row).collect();
    rows.sort_by(|a, b| (b.population, &a.name).cmp(&(a.population, &b.name)));
    let packed = packed(&rows);
    println!("{} entries, {} bytes", rows.len(), packed.len());
    fs::write(out, packed)
}

fn row(line: &str) -> Option<Row> {
    let cells: Vec<&str> = line.split('\t').collect();
    let [id, class, country, division, lat, lon, population, name, others, nationality] = cells[..] else {
        return None;
    };
    let list = |cell: &str| cell.split('|').filter(|name| !name.is_empty()).map(str::to_owned).collect();
    Some(Row {
        id: id.parse().ok()?,
        class: Class::ALL["CADS".find(class)?],
        division: format!("{country}{division}"),
        lat: lat.parse().ok()?,
        lon: lon.parse().ok()?,
        population: population.parse().ok()?,
        name: name.to_owned(),
        others: list(others),
        nationality: list(nationality),
    })
}

fn packed(rows: &[Row]) -> Vec<u8> {
    // Folded name to the name as written and its meanings; rows come most populous first, so the first spelling stays.
    let mut names: BTreeMap<Vec<char>, (&str, BTreeMap<u32, Naming>)> = BTreeMap::new();
    for (index, row) in rows.iter().enumerate() {
        let own = std::iter::once((&row.name, Naming::Own));
        let other = row.others.iter().map(|name| (name, Naming::Other));
        let nationality = row.nationality.iter().map(|name| (name, Naming::Nationality));
        for (name, naming) in own.chain(other).chain(nationality) {
            let key: Vec<char> = fold(name).collect();
            if !key.is_empty() && name.len() < 256 {
                let slot = names.entry(key).or_insert((name, BTreeMap::new()));
                slot.1.entry(index as u32).or_insert(naming);
            }
        }
    }
    let divisions: Vec<&str> =
        rows.iter().map(|row| row.division.as_str()).collect::<BTreeSet<_>>().into_iter().collect();
    let name_index: BTreeMap<&Vec<char>, u32> = names.keys().zip(0..).collect();

    let mut out = MAGIC.to_vec();
    for count in [rows.len(), names.len(), divisions.len()] {
        out.extend((count as u32).to_le_bytes());
    }
    for row in rows {
        let name = name_index[&fold(&row.name).collect::<Vec<_>>()];
        let division = divisions.binary_search(&row.division.as_str()).expect("collected above") as u16;
        out.extend(row.id.to_le_bytes());
        out.extend((((row.lat + 90.0) / 180.0 * 65535.0).round() as u16).to_le_bytes());
        out.extend((((row.lon + 180.0) / 360.0 * 65535.0).round() as u16).to_le_bytes());
        out.extend(&name.to_le_bytes()[..3]);
        out.extend(division.to_le_bytes());
        out.push(((row.population as f64 + 1.0).log2() * 7.0).round() as u8);
        out.push(Class::ALL.iter().position(|class| *class == row.class).expect("listed") as u8);
    }
    for division in &divisions {
        out.extend(format!("{division:<8.8}").bytes());
    }
    let (mut blocks, mut text) = (Vec::new(), Vec::new());
    let mut before = "";
    for (at, (name, meanings)) in names.values().enumerate() {
        if at % BLOCK == 0 {
            blocks.extend((text.len() as u32).to_le_bytes());
            before = "";
        }
        let shared = before.bytes().zip(name.bytes()).take_while(|(a, b)| a == b).count();
        text.extend([shared as u8, (name.len() - shared) as u8]);
        text.extend(&name.as_bytes()[shared..]);
        leb128(meanings.len() as u32, &mut text);
        for (index, naming) in meanings {
            leb128(index << 2 | Naming::ALL.iter().position(|way| way == naming).expect("listed") as u32, &mut text);
        }
        before = name;
    }
    out.extend(blocks);
    out.extend(text);
    out
}

fn leb128(mut value: u32, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}
