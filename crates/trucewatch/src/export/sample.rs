//! An invented record for the tests: three reports (one a copy), a pause with an extension and a disputed raid, and what makes
//! trouble: Arabic names, commas, quotes, line ends, formulas, a hospital, a road, a private person, places and days not told.

use super::{Format, Losses, Options, Source, export};
use crate::views::ReportCard;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use trucewatch_model::{
    Account, AttackMethod, Category, Ceasefire, CeasefireAction, Claim, ClaimPlace, ClaimRef, Content, CopyGroup,
    Corridor, CorridorAction, Count, Disagreement, Document, EventPlace, Events, Extension, Incident, Measure, Member,
    Modality, Mode, Moment, Outcome, Party, PartyStance, Place, Placement, Precision, Purpose, Reading, Side, Span,
    Speaker, Stance, Statement, Toll, TollFigure, Victims,
};

pub(super) const TEXT: &str = "Syria’s army declared a pause in Aleppo for three days. \
    Warplanes struck the Al-Quds hospital, said Samir al-Dahhan, a teacher in Sakhour. \
    At least five people were killed in Sakhour. Nobody passed Castello road.";

/// The reports and events of the sample.
pub(super) struct Sample {
    pub(super) events: Events,
    pub(super) reports: Vec<String>,
    readings: BTreeMap<String, (ReportCard, Reading)>,
    codebook: trucewatch_codebook::Data,
}

impl Sample {
    pub(super) fn new() -> Self {
        let readings: BTreeMap<String, (ReportCard, Reading)> = [
            ("al-1", "Aleppo Lens", "2016-10-20", "Pause declared, says \"army\"", None),
            ("al-2", "Agency Copy", "2016-10-20", "Pause declared", Some("al-1")),
            ("gw-3", "=HYPERLINK(\"x\")", "2016-10-21", "Samir al-Dahhan fled", None),
        ]
        .into_iter()
        .map(|(id, outlet, published, title, copy_of)| {
            let reading = reading(id, outlet, published, title);
            let card = ReportCard::new(id, &reading, copy_of.map(str::to_owned));
            (id.to_owned(), (card, reading))
        })
        .collect();
        Sample {
            events: events(),
            reports: readings.keys().cloned().collect(),
            readings,
            codebook: trucewatch_codebook::builtin(),
        }
    }

    /// Exports it, and gives the files by name.
    pub(super) fn export(&self, format: Format, options: &Options) -> (BTreeMap<String, Vec<u8>>, Losses) {
        let source = Source {
            events: &self.events,
            reports: &self.reports,
            report: &|id| self.readings.get(id).cloned(),
            codebook: &self.codebook,
        };
        let files: Files = Files::default();
        let losses = export(format, &source, options, &mut |name| Ok(Box::new(files.open(name)))).unwrap();
        let files = std::mem::take(&mut *files.0.lock().unwrap());
        (files, losses)
    }

    /// One file of an export, as text.
    pub(super) fn text(&self, format: Format, options: &Options) -> String {
        let (mut files, _) = self.export(format, options);
        String::from_utf8(files.remove(format.files()[0]).unwrap()).unwrap()
    }
}

/// Files in memory.
#[derive(Clone, Default)]
struct Files(Arc<Mutex<BTreeMap<String, Vec<u8>>>>);

struct MemoryFile {
    files: Files,
    name: String,
}

impl Files {
    fn open(&self, name: &str) -> MemoryFile {
        self.0.lock().unwrap().insert(name.to_owned(), Vec::new());
        MemoryFile { files: self.clone(), name: name.to_owned() }
    }
}

impl Write for MemoryFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.files.0.lock().unwrap().get_mut(&self.name).unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn span(words: &str) -> Span {
    let start = TEXT.find(words).unwrap();
    Span::new(start, start + words.len())
}

fn reading(id: &str, outlet: &str, published: &str, title: &str) -> Reading {
    let teacher = Speaker {
        text: "Samir al-Dahhan, a teacher in Sakhour".into(),
        span: span("Samir al-Dahhan, a teacher in Sakhour"),
        refers_to: None,
        category: Category::Civilian,
    };
    let raid = "Warplanes struck the Al-Quds hospital";
    let statement = Statement { speaker: Some(teacher), cue: None, content: vec![span(raid)], mode: Mode::Indirect };
    let declared = Content::Ceasefire { action: CeasefireAction::Declared, unilateral: Some(true), window: None };
    let killed = Content::Casualties {
        measure: Measure::Killed,
        count: Count::at_least(5),
        victims: Victims::Civilian,
        group: Some("people".into()),
        part_of: None,
        cumulative: false,
    };
    Reading {
        document: Document {
            id: id.into(),
            title: Some(title.into()),
            text: TEXT.into(),
            published: Moment::parse(published),
            source: Some(outlet.into()),
            url: Some("https://example.org/a b".into()),
            language: Some("en".into()),
        },
        statements: vec![statement],
        claims: vec![
            claim("Syria’s army declared a pause in Aleppo for three days", declared, Some("Aleppo"), None),
            claim(raid, Content::Attack { method: AttackMethod::Airstrike }, None, Some(0)),
            claim("At least five people were killed in Sakhour", killed, Some("Sakhour"), None),
            claim(
                "Nobody passed Castello road",
                Content::Corridor { action: CorridorAction::Unused },
                Some("Castello road"),
                None,
            ),
        ],
        ..Reading::default()
    }
}

fn claim(words: &str, content: Content, place: Option<&str>, statement: Option<usize>) -> Claim {
    let known = place.filter(|name| *name != "Castello road").map(|name| {
        let place = place_of(name);
        Arc::new(Place {
            id: place.id.unwrap(),
            name: place.name,
            country: place.country,
            lat: place.lat.unwrap(),
            lon: place.lon.unwrap(),
            precision: place.precision.unwrap(),
        })
    });
    Claim {
        span: span(words),
        trigger: span(words),
        modality: Modality::Reported,
        statement,
        time: None,
        places: place
            .iter()
            .map(|name| ClaimPlace { text: (*name).into(), span: span(name), place: known.clone() })
            .collect(),
        actors: Vec::new(),
        content,
        rule: "sample/rule".into(),
        confidence: 0.9,
    }
}

fn place_of(name: &str) -> EventPlace {
    let (id, lat, lon, precision) = match name {
        "Aleppo" => (Some("geonames:170063"), Some(36.20124), Some(37.16117), Some(Precision::Settlement)),
        "Sakhour" => (Some("tw:aleppo/sakhour"), Some(36.218), Some(37.184), Some(Precision::Neighbourhood)),
        "Idlib" => (Some("geonames:SY.12"), Some(35.8), Some(36.7), Some(Precision::Province)),
        _ => (None, None, None, None),
    };
    EventPlace { id: id.map(str::to_owned), name: name.into(), country: id.map(|_| "SY".into()), lat, lon, precision }
}

fn refer(claim: &str) -> ClaimRef {
    ClaimRef::parse(claim).unwrap()
}

fn account<T>(value: T, sources: usize, claim: &str) -> Account<T> {
    Account { value, by: vec!["Aleppo Lens".into()], claims: vec![refer(claim)], sources }
}

fn party(id: Option<&str>, name: &str) -> Party {
    Party { id: id.map(str::to_owned), name: name.into() }
}

fn day(text: &str) -> Moment {
    Moment::parse(text).unwrap()
}

fn members(claims: &[&str]) -> Vec<Member> {
    claims.iter().map(|claim| Member { claim: refer(claim), why: "same day, same town".into() }).collect()
}

fn toll(low: Option<u64>, high: Option<u64>, figures: &[(u64, usize)]) -> Toll {
    let figure = |&(dead, sources): &(u64, usize)| {
        let figure = TollFigure {
            min: Some(dead),
            max: Some(dead),
            group: None,
            victims: Victims::Civilian.word().into(),
            part: false,
            cumulative: false,
            superseded: false,
        };
        account(figure, sources, "al-1#c3")
    };
    Toll { low, high, accounts: figures.iter().map(figure).collect() }
}

fn events() -> Events {
    let army = party(Some("syria/army"), "Syrian Arab Army");
    let rebels = party(None, "جيش الفتح");
    let raid = Incident {
        id: "in-0123456789abcdef".into(),
        title: "Airstrike on Al-Quds hospital, Sakhour, 20 October 2016".into(),
        method: vec![account("airstrike".into(), 2, "al-1#c2"), account("shelling".into(), 1, "gw-3#c2")],
        on: vec![account(day("2016-10-20"), 2, "al-1#c2"), account(day("2016-10-21"), 1, "gw-3#c2")],
        places: vec![account(place_of("Sakhour"), 2, "al-1#c3"), account(place_of("Aleppo"), 1, "gw-3#c2")],
        attackers: vec![account(army.clone(), 2, "al-1#c2"), account(rebels.clone(), 1, "gw-3#c2")],
        targets: vec![account("Al-Quds hospital".into(), 2, "al-1#c2")],
        denied: vec![account(army.clone(), 1, "gw-3#c2")],
        killed: toll(Some(3), Some(5), &[(5, 2), (3, 1)]),
        injured: Toll::default(),
        other_tolls: Vec::new(),
        disagreements: vec![Disagreement {
            about: "method".into(),
            sides: vec![account("airstrike".into(), 2, "al-1#c2"), account("shelling".into(), 1, "gw-3#c2")],
        }],
        claims: members(&["al-1#c2", "al-1#c3", "al-2#c2", "gw-3#c2"]),
        apart: Vec::new(),
        judged: Vec::new(),
    };
    let undated = Incident {
        id: "in-fedcba9876543210".into(),
        title: "=cmd|' /C calc'!A0, \"a, b\"\nand more".into(),
        method: vec![account("shooting".into(), 1, "gw-3#c2")],
        on: Vec::new(),
        places: vec![account(place_of("Idlib"), 1, "gw-3#c2")],
        attackers: vec![account(party(None, "@Group, \"First\"\nBrigade"), 1, "gw-3#c2")],
        targets: Vec::new(),
        denied: Vec::new(),
        killed: Toll { low: Some(12), high: None, accounts: Vec::new() },
        injured: toll(Some(2), Some(2), &[(2, 1)]),
        other_tolls: Vec::new(),
        disagreements: Vec::new(),
        claims: members(&["gw-3#c2"]),
        apart: Vec::new(),
        judged: Vec::new(),
    };
    Events {
        ceasefires: vec![pause(army, rebels, &raid.id), unplaced()],
        incidents: vec![raid, undated],
        copies: vec![CopyGroup { reports: vec!["al-1".into(), "al-2".into()], why: "the same words".into() }],
        relations: Vec::new(),
    }
}

fn pause(army: Party, rebels: Party, raid: &str) -> Ceasefire {
    let extension = Extension {
        by: vec![army.clone()],
        side: Some(Side::Unilateral),
        declared_on: Some(day("2016-10-22")),
        until: vec![account(day("2016-10-24"), 1, "gw-3#c1")],
        duration: vec![account("P1D".into(), 1, "gw-3#c1")],
        refused_by: Vec::new(),
        claims: vec![refer("gw-3#c1")],
    };
    Ceasefire {
        id: "cf-00aa".into(),
        title: "Aleppo pause, 20 October 2016".into(),
        declared_by: vec![account(army.clone(), 2, "al-1#c1"), account(rebels, 1, "gw-3#c1")],
        mediators: vec![account(party(None, "United Nations"), 1, "gw-3#c1")],
        side: Some(Side::Bilateral),
        declared_on: vec![account(day("2016-10-19"), 2, "al-1#c1"), account(day("2016-10-18"), 1, "gw-3#c1")],
        effective_from: vec![account(day("2016-10-20T08:00"), 2, "al-1#c1")],
        until: vec![account(day("2016-10-22"), 2, "al-1#c1")],
        duration: vec![account("P3D".into(), 2, "al-1#c1")],
        daily_from: Vec::new(),
        daily_to: Vec::new(),
        area: vec![account(place_of("Aleppo"), 2, "al-1#c1")],
        purpose: vec![account(Purpose::Humanitarian, 1, "al-1#c1"), account(Purpose::Other, 1, "gw-3#c1")],
        outcome: vec![account(Outcome::Collapsed, 1, "gw-3#c1")],
        ended_on: vec![account(day("2016-10-23"), 1, "gw-3#c1")],
        stances: vec![PartyStance {
            party: army,
            stance: Stance::Declared,
            on: Some(day("2016-10-19")),
            of_extension: false,
            claims: vec![refer("al-1#c1")],
        }],
        extensions: vec![extension],
        corridors: vec![Corridor {
            place: Some(place_of("Castello road")),
            accounts: vec![Account {
                value: CorridorAction::Unused,
                by: vec!["Samir al-Dahhan".into()],
                claims: vec![refer("al-1#c4")],
                sources: 1,
            }],
        }],
        violations: Vec::new(),
        incidents: vec![Placement {
            incident: raid.into(),
            in_window: Some(true),
            in_area: Some(true),
            bound_party: None,
            why: "20 October lies in it; who attacked is disputed".into(),
        }],
        disagreements: Vec::new(),
        claims: members(&["al-1#c1", "al-1#c4", "al-2#c1", "gw-3#c1"]),
        apart: Vec::new(),
        judged: Vec::new(),
    }
}

/// A truce of which reports say next to nothing.
fn unplaced() -> Ceasefire {
    Ceasefire {
        id: "cf-00bb".into(),
        title: "A truce".into(),
        declared_by: Vec::new(),
        mediators: Vec::new(),
        side: None,
        declared_on: Vec::new(),
        effective_from: Vec::new(),
        until: Vec::new(),
        duration: Vec::new(),
        daily_from: Vec::new(),
        daily_to: Vec::new(),
        area: vec![account(place_of("Idlib"), 1, "gw-3#c1")],
        purpose: Vec::new(),
        outcome: vec![account(Outcome::NeverBegan, 1, "gw-3#c1")],
        ended_on: Vec::new(),
        stances: Vec::new(),
        extensions: Vec::new(),
        corridors: Vec::new(),
        violations: Vec::new(),
        incidents: Vec::new(),
        disagreements: Vec::new(),
        claims: members(&["gw-3#c1"]),
        apart: Vec::new(),
        judged: Vec::new(),
    }
}
