//! The UCDP Actor Dataset: parties of armed conflicts with their ids, names and spellings.

use super::table::Table;
use super::{ImportError, Summary, TableKind, short_name, write};
use std::path::Path;
use trucewatch_codebook::{Party, Theatre};
use trucewatch_model::Category;

pub fn import(table: &Table, out_dir: &Path) -> Result<Summary, ImportError> {
    let need = |name: &str| {
        table.column(&[name]).ok_or_else(|| {
            table.error(1, format!("no column {name}: take the actor list of UCDP as CSV, with its header"))
        })
    };
    let (id, name, organised) = (need("ActorId")?, need("NameData")?, need("Org")?);
    let spellings = [table.column(&["NameOrig"]), table.column(&["NameOrigFull"]), table.column(&["NameOrigFullEng"])];
    let version = table.column(&["Version"]);
    let theatre = table.stem();
    let mut parties: Vec<Party> = Vec::new();
    for row in &table.rows[1..] {
        let written = row.cell(Some(id));
        let ucdp: u32 = written
            .parse()
            .map_err(|_| table.error(row.line, format!("ActorId is \"{written}\": it must be a whole number")))?;
        let name = row.cell(Some(name)).to_owned();
        if name.is_empty() {
            return Err(table.error(row.line, "NameData is empty: fill it in, or remove the row".into()));
        }
        let mut names: Vec<String> = Vec::new();
        for other in spellings.iter().map(|column| row.cell(*column)) {
            let told = !other.is_empty() && !other.eq_ignore_ascii_case("n/a") && other != name;
            if told && !names.iter().any(|name| name == other) {
                names.push(other.to_owned());
            }
        }
        // 4 is a state's government, 1 to 3 are groups, more or less organised.
        let category = if row.cell(Some(organised)) == "4" { Category::Government } else { Category::ArmedGroup };
        parties.push(Party {
            id: format!("{theatre}/{}-{ucdp}", short_name(&name)),
            name,
            names,
            called: Vec::new(),
            category: category.word().to_owned(),
            parent: None,
            ucdp: Some(ucdp),
            from: None,
            until: None,
            source: format!("UCDP Actor Dataset {}, actor {ucdp}", row.cell(version)),
        });
    }
    let theatre = Theatre { theatre, countries: Vec::new(), parties, people: Vec::new() };
    let file = out_dir.join("actors").join(format!("{}.toml", theatre.theatre));
    write(table, &file, &theatre)?;
    Ok(Summary { kind: TableKind::UcdpActors, entries: theatre.parties.len(), files: vec![file], left_out: Vec::new() })
}
