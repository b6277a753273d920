//! Every format written, read back by a reader of that format, and looked at.

use super::sample::{Sample, TEXT};
use super::{Format, Losses, Options, eth_prio};
use crate::views::Names;
use ::parquet::file::reader::{FileReader, SerializedFileReader};
use ::parquet::record::{Field, Row};
use jiff::civil::date;
use serde_json::Value;
use std::collections::HashMap;
use std::path::Path;

const FULL: Options = Options { names: Names::Full, last_day: None };

fn export(format: Format, options: &Options) -> (String, Losses) {
    let sample = Sample::new();
    (sample.text(format, options), sample.export(format, options).1)
}

/// The rows of a table by column.
fn rows(csv: &str) -> Vec<HashMap<String, String>> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    reader.deserialize().collect::<Result<_, _>>().unwrap()
}

/// The cells of a row that say something, in the order of the columns.
fn told(csv: &str, row: usize) -> String {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let header = reader.headers().unwrap().clone();
    let record = reader.records().nth(row).unwrap().unwrap();
    let cells = header.iter().zip(&record).filter(|(_, cell)| !matches!(*cell, "" | "-1" | "0"));
    cells.map(|(name, cell)| format!("{name}: {cell}")).collect::<Vec<_>>().join("\n")
}

fn problems(csv: &[u8]) -> Vec<String> {
    eth_prio::validate(csv).iter().map(ToString::to_string).collect()
}

#[test]
fn the_validator_finds_nothing_in_the_data_set_itself() {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/reference"));
    let Ok(bytes) = std::fs::read(path.join("eth-prio-ceasefires-not-syria.csv")) else {
        eprintln!("skipped: {} is not there", path.display());
        return;
    };
    assert_eq!(problems(&bytes), Vec::<String>::new());
    let ours = export(Format::EthPrio, &Options::default()).0;
    let header = |bytes: &[u8]| bytes.split(|&byte| byte == b'\n').next().unwrap().to_vec();
    assert_eq!(header(&bytes), header(ours.as_bytes()), "to the byte, line end included");
}

#[test]
fn the_validator_finds_nothing_in_our_own_file_and_something_in_a_broken_one() {
    let csv = export(Format::EthPrio, &Options::default()).0;
    assert_eq!(problems(csv.as_bytes()), Vec::<String>::new());
    for (right, wrong, problem) in [
        ("cc,cf_id", "cc,cfid", "row 0, cf_id: found cfid, expected cf_id"),
        ("-1,1,1,Syria", "-1,1,2,Syria", "row 1, uniq_id: found 2, expected 1 from cc and cf_id"),
        ("2016,10,19,", "2016,13,19,", "row 1, cf_dec_month: found 13; allowed: 1 to 12, -1 unclear, 0 none"),
        ("trucewatch,2\r", "trucewatch,1\r", "row 2, id: 1 stands in an earlier row"),
    ] {
        assert!(csv.contains(right), "{right}");
        let found = problems(csv.replacen(right, wrong, 1).as_bytes());
        assert!(found.iter().any(|found| found == problem), "{problem}: {found:?}");
    }
    assert!(!problems(csv.replacen(',', ";", 1).as_bytes()).is_empty());
}

#[test]
fn a_ceasefire_has_a_row_per_actor_and_its_extension_rows_of_its_own() {
    let (csv, losses) = export(Format::EthPrio, &Options::default());
    let rows = rows(&csv);
    let column = |name: &str| rows.iter().map(|row| row[name].clone()).collect::<Vec<_>>();
    assert_eq!(column("actor_name"), ["Syrian Arab Army", "جيش الفتح", "Syrian Arab Army", ""]);
    assert_eq!(column("ucdp_actor_id"), ["118", "-1", "118", "-1"]);
    assert_eq!(column("cf_id"), ["1", "1", "2", "3"]);
    assert_eq!(column("side"), ["2", "2", "1", "-1"]);
    assert_eq!(column("link"), ["-1", "-1", "1", "-1"]);
    assert_eq!(column("link_id1"), ["-1", "-1", "1", "-1"]);
    assert_eq!(column("ended"), ["4", "4", "2", "3"], "followed by its extension, which broke; the last never began");
    assert_eq!(column("end_day"), ["22", "22", "23", "0"]);
    assert_eq!(column("fixed_time"), ["3", "3", "1", "-1"]);
    assert_eq!(column("p_humanitarian"), ["1", "1", "0", "0"]);
    assert_eq!(column("p_unclear"), ["0", "0", "1", "1"]);
    assert!(losses.unknown.iter().any(|unknown| unknown.column == "cc" && unknown.value == "-1"));
    let judged = |column: &str| losses.judgements.iter().filter(|told| told.about == column).count();
    assert_eq!((judged("side"), judged("cf_dec"), judged("ended")), (1, 1, 2));
}

#[test]
fn acled_codes_what_the_means_settle_and_says_the_rest_in_notes() {
    let (csv, losses) = export(Format::Acled, &Options::default());
    assert_eq!(
        told(&csv, 0),
        "event_id_cnty: in-0123456789abcdef\n\
         event_date: 2016-10-20\n\
         year: 2016\n\
         time_precision: 2\n\
         disorder_type: Political violence\n\
         event_type: Explosions/Remote violence\n\
         sub_event_type: Air/drone strike\n\
         actor1: Syrian Arab Army\n\
         assoc_actor_1: جيش الفتح\n\
         iso: 760\n\
         country: Syria\n\
         admin1: Aleppo\n\
         location: Sakhour\n\
         latitude: 36.218\n\
         longitude: 37.184\n\
         geo_precision: 1\n\
         source: Aleppo Lens; Agency Copy; =HYPERLINK(\"x\")\n\
         notes: Reported: Airstrike on hospital, Sakhour, 20 October 2016. Means: airstrike (2 sources), shelling (1 source). \
         Said to have attacked: Syrian Arab Army (2 sources), جيش الفتح (1 source). Said not to have: Syrian Arab Army. \
         Said to be hit: hospital. Killed: 3 to 5. Accounts differ on: method. \
         \"Warplanes struck the hospital\" (a teacher in Sakhour, Aleppo Lens, 2016-10-20, al-1#c2)\n\
         fatalities: 3"
    );
    assert_eq!(rows(&csv).len(), 1, "the incident without a day is no ACLED event");
    let left_out = losses.left_out.iter().find(|told| told.what == "no report says on which day").unwrap();
    assert_eq!(left_out.events, ["in-fedcba9876543210"]);
}

#[test]
fn ucdp_has_a_range_and_counts_a_copied_text_once() {
    let (csv, _) = export(Format::UcdpGed, &Options::default());
    let row = &rows(&csv)[0];
    let cells =
        ["best", "low", "high", "deaths_civilians", "date_prec", "number_of_sources", "priogrid_gid", "side_a_new_id"];
    assert_eq!(cells.map(|name| row[name].as_str()), ["5", "3", "5", "5", "2", "2", "181875", "118"]);
    assert_eq!(row["geom_wkt"], "POINT (37.184 36.218)");
    assert_eq!(row["id"], 0x0123_4567_89ab_u64.to_string());
    assert_eq!(row.len(), 49);
}

#[test]
fn hxl_has_hashtags_under_the_header_and_no_formulas() {
    let (csv, _) = export(Format::Hxl, &Options::default());
    assert!(csv.lines().nth(1).unwrap().starts_with("#date+occurred,#date+start,#date+end,#event+type,"));
    let rows = rows(&csv);
    assert_eq!(rows.len(), 1 + 2 + 2, "hashtags, ceasefires, incidents");
    let undated = &rows[4];
    assert_eq!((undated["Date"].as_str(), undated["Start"].as_str()), ("", ""));
    assert_eq!(undated["First group"], "'@Group, \"First\" Brigade");
    assert_eq!(undated["Source"], "'=HYPERLINK(\"x\")");
    assert_eq!((undated["Killed, at least"].as_str(), undated["Injured, at least"].as_str()), ("12", "2"));
    assert_eq!((undated["Location"].as_str(), undated["Latitude"].as_str()), ("Idlib", ""), "a province is no point");
    assert_eq!(undated["Country"], "SYR");
}

#[test]
fn no_cell_of_any_table_begins_a_formula() {
    for format in [Format::EthPrio, Format::UcdpGed, Format::Acled, Format::Hxl] {
        let csv = export(format, &FULL).0;
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
        for cell in reader.records().flat_map(|record| record.unwrap().iter().map(str::to_owned).collect::<Vec<_>>()) {
            assert!(!cell.starts_with(['=', '+', '@', '-']) || cell.parse::<f64>().is_ok(), "{format:?}: {cell}");
        }
    }
}

#[test]
fn geojson_has_points_for_settlements_and_none_for_areas() {
    let (json, _) = export(Format::GeoJson, &Options::default());
    let collection: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(collection["type"], "FeatureCollection");
    let features = collection["features"].as_array().unwrap();
    let shape = |feature: &Value| {
        let properties = &feature["properties"];
        format!("{} {} {}", feature["id"], properties["place"], feature["geometry"]["coordinates"])
    };
    assert_eq!(
        features.iter().map(shape).collect::<Vec<_>>().join("\n"),
        "\"cf-00aa/area/1\" \"Aleppo\" [37.16117,36.20124]\n\
         \"cf-00aa/corridor/1\" \"a spot near Aleppo\" null\n\
         \"cf-00bb/area/1\" \"Idlib\" null\n\
         \"in-0123456789abcdef\" \"Sakhour\" [37.184,36.218]\n\
         \"in-fedcba9876543210\" \"Idlib\" null"
    );
    assert!(features.iter().all(|feature| feature["type"] == "Feature" && feature.get("geometry").is_some()));
    assert_eq!(features[4]["properties"]["precision"], "province");
}

#[test]
fn jsonl_holds_the_whole_dossier() {
    let (jsonl, _) = export(Format::Jsonl, &FULL);
    let lines: Vec<Value> = jsonl.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let types: Vec<&str> = lines.iter().map(|line| line["schema"].as_str().unwrap()).collect();
    assert_eq!(types, ["dossier/1", "dossier/1", "incident/1", "incident/1"]);
    assert_eq!(lines[0]["ceasefire"]["id"], "cf-00aa");
    assert_eq!(lines[0]["incidents"][0]["id"], "in-0123456789abcdef");
    assert_eq!(lines[0]["reports"].as_array().unwrap().len(), 3);
    assert_eq!(lines[0]["ceasefire"]["area"][0]["value"]["lat"], 36.20124);
    assert_eq!(lines[3]["incident"]["attackers"][0]["value"]["name"], "@Group, \"First\"\nBrigade");
}

#[test]
fn annotations_point_at_the_words_by_code_points() {
    let (json, _) = export(Format::Annotations, &FULL);
    let page: Value = serde_json::from_str(&json).unwrap();
    let items = page["items"].as_array().unwrap();
    assert_eq!(items.len(), 3 * 4, "one per claim");
    let points: Vec<char> = TEXT.chars().collect();
    for item in items {
        let [position, quote] = item["target"]["selector"].as_array().unwrap().as_slice() else { panic!("{item}") };
        let at = |key: &str| position[key].as_u64().unwrap() as usize;
        let exact: String = points[at("start")..at("end")].iter().collect();
        assert_eq!(quote["exact"], exact);
        let around = format!("{}{exact}{}", quote["prefix"].as_str().unwrap(), quote["suffix"].as_str().unwrap());
        assert!(TEXT.contains(&around), "{around}");
    }
    assert_eq!(items[0]["id"], "urn:trucewatch:report:al-1#c1");
}

#[test]
fn parquet_is_read_back_with_its_nulls() {
    let (mut files, losses) = Sample::new().export(Format::Parquet, &Options::default());
    let mut table = |name: &str| -> Vec<Row> {
        let reader = SerializedFileReader::new(bytes::Bytes::from(files.remove(name).unwrap())).unwrap();
        reader.get_row_iter(None).unwrap().collect::<Result<_, _>>().unwrap()
    };
    let cell = |row: &Row, name: &str| {
        row.get_column_iter().find(|(column, _)| *column == name).map(|(_, field)| field.clone()).unwrap()
    };
    let claims = table("claims.parquet");
    assert_eq!((claims.len(), losses.files["claims.parquet"]), (12, 12));
    assert_eq!(cell(&claims[1], "event"), Field::Str("in-0123456789abcdef".into()));
    assert_eq!(cell(&claims[1], "speaker"), Field::Str("a teacher in Sakhour".into()));
    assert_eq!((cell(&claims[2], "count_min"), cell(&claims[2], "count_max")), (Field::Long(5), Field::Null));
    assert_eq!(cell(&claims[3], "place"), Field::Str("[a spot that is not shown]".into()));
    let incidents = table("incidents.parquet");
    assert_eq!(cell(&incidents[0], "attackers_named"), Field::Str("Syrian Arab Army; جيش الفتح".into()));
    assert_eq!(cell(&incidents[0], "day_first"), Field::Date(17_094));
    assert_eq!(cell(&incidents[1], "day_first"), Field::Null);
    assert_eq!((cell(&incidents[1], "killed_low"), cell(&incidents[1], "killed_high")), (Field::Long(12), Field::Null));
}

#[test]
fn nothing_private_and_no_exact_spot_is_in_a_redacted_export() {
    let sample = Sample::new();
    let named = |options: &Options, secret: &str| {
        let holds = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(secret);
        let files = Format::ALL.into_iter().map(|format| (format, sample.export(format, options).0));
        files
            .filter(|(_, files)| files.values().any(|bytes| holds(bytes)))
            .map(|(format, _)| format)
            .collect::<Vec<_>>()
    };
    for secret in ["Samir", "Dahhan", "Al-Quds", "Castello"] {
        assert_eq!(named(&Options::default(), secret), [], "{secret}");
        assert!(!named(&FULL, secret).is_empty(), "{secret} is there to be found");
    }
    let text =
        |options| String::from_utf8(sample.export(Format::Acled, options).0["acled.losses.txt"].clone()).unwrap();
    assert!(text(&FULL).contains("UNREDACTED") && !text(&Options::default()).contains("UNREDACTED"));
}

#[test]
fn what_is_younger_than_the_delay_stays_at_home() {
    let sample = Sample::new();
    // The sample's last report is of 21 October, its pause ended on the 23rd.
    for (today, ceasefires, incidents, reports) in
        [(date(2016, 11, 1), 2, 2, 3), (date(2016, 10, 29), 1, 2, 3), (date(2016, 10, 27), 0, 0, 2)]
    {
        let options = Options::default().delayed(today, 7);
        let collection: Value = serde_json::from_str(&sample.text(Format::GeoJson, &options)).unwrap();
        let features = collection["features"].as_array().unwrap();
        let kind = |kind: &str| features.iter().filter(|feature| feature["properties"]["kind"] == kind).count();
        assert_eq!((kind("ceasefire"), kind("incident")), (ceasefires, incidents), "{today}");
        let page: Value = serde_json::from_str(&sample.text(Format::Annotations, &options)).unwrap();
        assert_eq!(page["items"].as_array().unwrap().len(), reports * 4, "{today}");
    }
}

#[test]
fn every_column_is_documented() {
    let docs = include_str!("../../../../docs/exports.md");
    for format in Format::ALL {
        let (files, _) = Sample::new().export(format, &Options::default());
        assert!(docs.contains(&format!("## {}", format.word())), "{format:?}");
        if let Some(csv) = files.get(format.files()[0]).filter(|_| format.files()[0].ends_with(".csv")) {
            let header = csv::Reader::from_reader(csv.as_slice()).headers().unwrap().clone();
            for column in header.iter().filter(|column| !column.starts_with("link_id")) {
                assert!(docs.contains(&format!("`{column}`")), "{format:?}: {column} is not in docs/exports.md");
            }
        }
    }
}
