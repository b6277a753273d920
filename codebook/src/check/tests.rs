//! The built-in codebook is in order, and what is out of order is told so that it can be mended.

use super::check;
use std::{fs, path::Path, path::PathBuf};

fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let root = std::env::temp_dir().join(format!("trucewatch-check-{}-{name}", std::process::id()));
    for (file, text) in files {
        let path = root.join(file);
        fs::create_dir_all(path.parent().expect("files lie in the folder")).unwrap();
        fs::write(path, text).unwrap();
    }
    root
}

/// The errors without the folder's own path.
fn errors(name: &str, files: &[(&str, &str)]) -> Vec<String> {
    let root = folder(name, files);
    let told =
        check(&root).into_iter().map(|error| error.to_string().replace(&format!("{}/", root.display()), "")).collect();
    fs::remove_dir_all(root).unwrap();
    told
}

#[test]
fn the_built_in_codebook_is_in_order() {
    let told: Vec<String> = check(Path::new(env!("CARGO_MANIFEST_DIR"))).iter().map(ToString::to_string).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn a_key_that_is_misspelt_is_told_with_the_one_that_was_meant() {
    let told = errors(
        "key",
        &[("outlets.toml", "[[outlet]]\nname = \"Valley Post\"\naffilation = \"state\"\nsource = \"x\"\n")],
    );
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("outlets.toml:3: unknown field `affilation`"), "{told:?}");
    assert!(told[0].ends_with("did you mean `affiliation`?"), "{told:?}");
}

#[test]
fn words_and_references_are_checked() {
    let theatre = "theatre = \"valley\"\ncountries = [\"Syria\"]\n[[party]]\nid = \"valley/council\"\nname = \"Council\"\n\
        category = \"goverment\"\nparent = \"valley/counsil\"\nfrom = \"2018\"\nuntil = \"2016\"\nsource = \"x\"\n";
    assert_eq!(
        errors("words", &[("actors/valley.toml", theatre), ("actor/valley.toml", "")]),
        [
            "actor:0: `the name`: found `actor`; allowed: actors, places, lexicon, rules, outlets.toml; did you mean `actors`?",
            "actors/valley.toml:2: `countries`: found `Syria`; write the two capital letters of ISO 3166, as in `SY`",
            "actors/valley.toml:6: `category`: found `goverment`; allowed: government, military, armed_group, political, \
             international, monitor, rescue_medical, media, civilian, unknown; did you mean `government`?",
            "actors/valley.toml:7: `parent`: found `valley/counsil`; there is no party with this id; did you mean `valley/council`?",
            "actors/valley.toml:9: valley/council ends (`until` 2016) before it begins (`from` 2018)",
        ]
    );
}

#[test]
fn rules_are_checked() {
    let rule = "about = \"A test.\"\ntype = \"openned\"\ntrigger = [\"@corridor_term\"]\nmatches = [\"A corridor was opened.\"]\n\
        [roles]\nbye = [\"agent\"]\n";
    let told = errors("rules", &[("rules/en/corridor/test.toml", rule)]);
    assert_eq!(told.len(), 3, "{told:#?}");
    assert!(
        told.iter()
            .any(|error| error.contains(":2: `type`: found `openned`") && error.ends_with("did you mean `opened`?"))
    );
    assert!(
        told.iter().any(|error| error.contains(":3: found `@corridor_term`") && error.ends_with("`corridor_terms`?"))
    );
    assert!(told.iter().any(|error| error.contains("`a role`: found `bye`") && error.ends_with("did you mean `by`?")));
}

#[test]
fn slots_and_types_taken_from_them_are_checked() {
    let rule = "about = \"x\"\ntype = \"$agnet\"\ntrigger = [\"meet\"]\nmatches = [\"They met.\"]\n\
        [when]\n\"agent\" = [\"some\"]\n[roles]\nby = [\"subjct.of\"]\n";
    let told = errors("slots", &[("rules/en/ceasefire/meet.toml", rule)]);
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(
        told[0].ends_with("`type`: found `$agnet`; `[when]` asks nothing of this slot; did you mean `agent`?"),
        "{told:?}"
    );
    assert!(
        told[1].starts_with("rules/en/ceasefire/meet.toml:8: ") && told[1].contains("found the slot `subjct`"),
        "{told:?}"
    );
    assert!(told[1].ends_with("did you mean `subject`?"), "{told:?}");
    let rule = "about = \"x\"\ntype = \"$trigger\"\ntrigger = [\"meet\"]\nmatches = [\"They met.\"]\n";
    let told = errors("trigger", &[("rules/en/ceasefire/meet.toml", rule)]);
    assert!(told[0].ends_with("no trigger is a concept"), "{told:?}");
}
