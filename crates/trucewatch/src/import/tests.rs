//! Imports of small invented tables, and of the real ones where they lie on this machine.

use super::*;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A folder of its own for one test, removed when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("trucewatch-import-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn table(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, text).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn neighbourhoods_become_places_of_the_codebook() {
    let folder = Folder::new();
    let text = "NAME_EN,NAME_AR,PCODE,ADM4_EN,ADM0_PCODE,LATITUDE,LONGITUDE\n\
                \"Upper Mill, North\",,XA01,Testville,XA,36.5,37.25\nLower Mill,,XA02,Testville,XA,,\n";
    let path = folder.table("Mill quarters.csv", text);
    let summary = import_table(&path, None, &folder.0).unwrap();
    assert_eq!((summary.kind, summary.entries), (TableKind::Ocha, 1));
    assert_eq!(summary.left_out, [(1, "without a point")]);
    assert!(summary.files[0].ends_with("places/mill-quarters.toml"));
    let data = trucewatch_codebook::with_overlay(&folder.0).unwrap();
    let place = &data.areas[0].places[0];
    assert_eq!((place.name.as_str(), place.precision.as_str()), ("Upper Mill, North", "neighbourhood"));
    assert_eq!((place.within.as_deref(), data.areas[0].country.as_str()), (Some("Testville"), "XA"));
}

#[test]
fn a_geonames_dump_keeps_settlements_and_divisions() {
    let folder = Folder::new();
    let row = |id: u32, name: &str, class: &str, code: &str| {
        format!(
            "{id}\t{name}\t{name}\tOld {name},قرية\t36.1\t37.2\t{class}\t{code}\tXA\t\t01\t\t\t\t10\t\t5\tAsia/Test\t2020-01-01\n"
        )
    };
    let text =
        row(1, "Milltown", "P", "PPL") + &row(2, "Mill River", "H", "STM") + &row(3, "Mill Province", "A", "ADM1");
    let summary = import_table(&folder.table("XA.txt", &text), None, &folder.0).unwrap();
    assert_eq!((summary.kind, summary.entries, summary.left_out[0].0), (TableKind::GeoNames, 2, 1));
    let data = trucewatch_codebook::with_overlay(&folder.0).unwrap();
    assert_eq!(data.areas[0].places[0].names, ["Old Milltown"]);
    assert_eq!(data.areas[0].places[1].precision, "province");
}

#[test]
fn actors_keep_their_ucdp_ids_and_spellings() {
    let folder = Folder::new();
    let text = "\u{feff}ActorId,NameData,NameOrig,NameOrigFull,NameOrigFullEng,Org,Version\n\
                7,Government of Test,Government of Test,n/a,,4,99\n8,TLF,FLT,,Test Liberation Front,1,99\n";
    let summary = import_table(&folder.table("actors.csv", text), None, &folder.0).unwrap();
    assert_eq!((summary.kind, summary.entries), (TableKind::UcdpActors, 2));
    let data = trucewatch_codebook::with_overlay(&folder.0).unwrap();
    let parties = &data.theatres[0].parties;
    assert_eq!((parties[0].category.as_str(), parties[0].names.len()), ("government", 0));
    assert_eq!((parties[1].ucdp, parties[1].names.join("|")), (Some(8), "FLT|Test Liberation Front".to_owned()));
}

#[test]
fn errors_name_the_line_and_what_to_do() {
    let folder = Folder::new();
    let cases = [
        ("unknown.csv", "colour,taste\nred,sweet\n", 1, "cannot tell what this table is"),
        ("empty.csv", "", 1, "the table is empty"),
        ("nopoint.csv", "NAME_EN,PCODE\nMilltown,XA01\n", 1, "no column for the latitude"),
        ("badpoint.csv", "NAME_EN,PCODE,lat,lon\nA,X1,1,1\nB,X2,ninety,1\n", 3, "\"ninety\" in column 3"),
        ("open.csv", "NAME_EN,PCODE,lat,lon\n\"A,X1,1,1\n", 2, "never closed"),
        ("zip.csv", "PK\u{3}\u{4}", 0, "unpack it"),
    ];
    for (name, text, line, message) in cases {
        let error = import_table(&folder.table(name, text), None, &folder.0).unwrap_err();
        assert_eq!(error.line, line, "{error}");
        assert!(error.to_string().contains(message), "{error}");
    }
    let gone = import_table(&folder.0.join("none.csv"), None, &folder.0).unwrap_err();
    assert!(gone.to_string().contains("cannot read"));
    let mixed = import_table(&folder.table("short.txt", "1\tA\n"), Some(TableKind::GeoNames), &folder.0).unwrap_err();
    assert!(mixed.to_string().contains("19"), "{mixed}");
}

#[test]
fn the_real_tables_are_read_whole() {
    let shared = Path::new("/work/shared/data/reference");
    if !shared.is_dir() {
        eprintln!("skipped: {} is not on this machine", shared.display());
        return;
    }
    let folder = Folder::new();
    for (name, entries) in
        [("syr_admin1.csv", 14), ("syr_admin3.csv", 1), ("city_neighbourhoods.csv", 400), ("ucdp-actor-221.csv", 1700)]
    {
        let summary = import_table(&shared.join(name), None, &folder.0).unwrap();
        assert!(summary.entries >= entries, "{summary:?}");
    }
    trucewatch_codebook::with_overlay(&folder.0).unwrap();
}
