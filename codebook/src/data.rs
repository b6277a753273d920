//! The shapes of the codebook's data files, one parsed type per folder. Only shapes: reading them is `source`, what they
//! mean together is the rest of the crate.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Everything that the data files hold.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Data {
    /// `lexicon/en/<concept>.toml`, by concept.
    pub lexicon: BTreeMap<String, Concept>,
    /// `actors/<theatre>.toml`.
    pub theatres: Vec<Theatre>,
    /// `places/<area>.toml`.
    pub areas: Vec<Area>,
    /// `outlets.toml`.
    pub outlets: Vec<Outlet>,
    /// `rules/en/<kind>/<rule>.toml`.
    pub rules: Vec<Rule>,
}

/// The words of one concept, in classes. A word is one or more lemmas separated by blanks ("air strike"), with `/v`, `/n`,
/// `/j` or `/r` behind the last where only the verb, noun, adjective or adverb is meant ("raid/n").
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Concept {
    /// What the concept is, and where its words come from.
    pub about: String,
    /// Class to words. A concept without classes has the one class `any`.
    pub words: BTreeMap<String, Vec<String>>,
}

/// The parties and spokespeople of one war.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theatre {
    /// Short name, the same as the file's.
    pub theatre: String,
    /// ISO 3166-1 alpha-2 codes of the countries it is fought in.
    pub countries: Vec<String>,
    /// Its parties.
    #[serde(default, rename = "party")]
    pub parties: Vec<Party>,
    /// People who speak or command in public.
    #[serde(default, rename = "person")]
    pub people: Vec<Person>,
}

/// A state, army, armed group, political body, organisation.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// `<theatre>/<short-name>`.
    pub id: String,
    /// The name to show.
    pub name: String,
    /// What reports call it, `name` apart: other names, short forms, spellings.
    #[serde(default)]
    pub names: Vec<String>,
    /// What one side calls it in its own reports ("terrorists").
    #[serde(default)]
    pub called: Vec<Called>,
    /// A `Category` word.
    pub category: String,
    /// Id of the party that it belongs to.
    #[serde(default)]
    pub parent: Option<String>,
    /// Id in the UCDP actor list.
    #[serde(default)]
    pub ucdp: Option<u32>,
    /// First year or day that it existed under this name.
    #[serde(default)]
    pub from: Option<String>,
    /// Last year or day.
    #[serde(default)]
    pub until: Option<String>,
    /// Where the facts can be checked.
    pub source: String,
}

/// What the reports of one side call a party.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Called {
    /// Id of the party whose reports use the names.
    pub by: String,
    /// The names.
    pub names: Vec<String>,
}

/// Somebody who speaks for a party, or commands.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// `<theatre>/<short-name>`.
    pub id: String,
    /// The name to show.
    pub name: String,
    /// Other spellings; a surname alone where nobody else bears it.
    #[serde(default)]
    pub names: Vec<String>,
    /// Id of the party.
    pub party: String,
    /// What he or she is.
    pub office: String,
    /// First year or day in office.
    #[serde(default)]
    pub from: Option<String>,
    /// Last year or day in office.
    #[serde(default)]
    pub until: Option<String>,
    /// Where the facts can be checked.
    pub source: String,
}

/// Places of one area that a gazetteer of cities does not have.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// Short name, the same as the file's.
    pub area: String,
    /// ISO 3166-1 alpha-2; a place may say otherwise.
    pub country: String,
    /// Its places.
    #[serde(default, rename = "place")]
    pub places: Vec<WarPlace>,
}

/// A district, town, crossing or camp.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WarPlace {
    /// `tw:<area>/<short-name>`.
    pub id: String,
    /// The name to show.
    pub name: String,
    /// Other spellings.
    #[serde(default)]
    pub names: Vec<String>,
    /// A `Precision` word.
    pub precision: String,
    /// The settlement or province that it lies in, by name.
    #[serde(default)]
    pub within: Option<String>,
    /// ISO 3166-1 alpha-2, where it is not the area's.
    #[serde(default)]
    pub country: Option<String>,
    /// WGS 84 degrees.
    pub lat: f32,
    /// WGS 84 degrees.
    pub lon: f32,
    /// Where the fact can be checked.
    pub source: String,
}

/// Somebody who publishes.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outlet {
    /// The name to show.
    pub name: String,
    /// Other names and short forms.
    #[serde(default)]
    pub names: Vec<String>,
    /// Web domains, without "www.".
    #[serde(default)]
    pub domains: Vec<String>,
    /// ISO 3166-1 alpha-2.
    #[serde(default)]
    pub country: Option<String>,
    /// `independent`, `state`, `agency`, or the id of the party that it speaks for.
    pub affiliation: String,
    /// Where the facts can be checked.
    pub source: String,
}

/// A rule: which words in which construction make which claim. Its file lies in the folder of the kind that it makes, and
/// its id is `<kind>/<file name>`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// `<kind>/<file name>`; filled in from where the file lies.
    #[serde(default)]
    pub id: String,
    /// What it reads, in one sentence.
    pub about: String,
    /// The action, method or measure; `$trigger` takes the class of the trigger's word, `$<slot>` that of the slot's word.
    #[serde(rename = "type")]
    pub kind_type: String,
    /// Concepts (`@name`, `@name:class`) or lemmas that trigger it.
    pub trigger: Vec<String>,
    /// `verb`, `noun` or `any`.
    #[serde(default)]
    pub pos: String,
    /// Slot to what must stand there: concepts, lemmas, `some` (anything), `none` (nothing); a `!` before it forbids it.
    #[serde(default)]
    pub when: BTreeMap<String, Vec<String>>,
    /// Role to the slots that fill it, the first that is there.
    #[serde(default)]
    pub roles: BTreeMap<String, Vec<String>>,
    /// Slot whose token stands for the trigger in everything that follows (span, time, modality); empty for the trigger.
    #[serde(default)]
    pub predicate: String,
    /// A `Modality` word that replaces what the syntax gives, or empty.
    #[serde(default)]
    pub modality: String,
    /// Of the rules that fire on one trigger for one kind the highest wins; 0 unless told.
    #[serde(default)]
    pub rank: i32,
    /// Sentences that it must read.
    pub matches: Vec<String>,
    /// Sentences that it must leave.
    #[serde(default)]
    pub leaves: Vec<String>,
}
