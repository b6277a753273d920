//! Which of its meanings each name has: a learned linear model over what the rest of the document speaks of. Names that are
//! written alike mean the same place throughout a document.

use super::atlas::{Known, Meaning};
use super::candidate::{Candidate, Finder};
use super::lexicon::PlaceWords;
use super::other_spellings;
use super::recognise::container;
use super::weights::{Features, Weights};
use crate::Annotated;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use trucewatch_codebook::gazetteer::{Class, Naming, fold};

/// One name of a document with all its mentions.
pub struct Name {
    /// The name, folded.
    pub key: String,
    /// Indexes into the chosen candidates.
    pub mentions: Vec<usize>,
    /// What it can mean.
    pub meanings: Rc<Vec<Meaning>>,
    /// Which meanings are in what is said to contain it ("X, Y"); none where nothing is.
    pub contained: Option<Vec<bool>>,
    /// The class that the words beside it ask for.
    pub asked: Option<Class>,
}

/// What a document says of where it is set, as weights of countries, divisions and points.
#[derive(Default)]
struct Focus {
    countries: HashMap<String, f32>,
    divisions: HashMap<(String, String), f32>,
    points: Vec<(usize, f32, f32)>,
    total: f32,
}

/// Groups the chosen candidates by name.
pub fn names(
    text: &Annotated<'_>,
    all: &[Candidate],
    chosen: &[usize],
    words: &PlaceWords,
    finder: &mut Finder<'_>,
) -> Vec<Name> {
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, &index) in chosen.iter().enumerate() {
        let key = fold(text.words(all[index].span(text))).collect();
        groups.entry(key).or_default().push(at);
    }
    let mut names: Vec<Name> = groups
        .into_iter()
        .map(|(key, mentions)| {
            let candidate = &all[chosen[mentions[0]]];
            let mut meanings = candidate.meanings.clone();
            for other in other_spellings(text.words(candidate.span(text)), words) {
                if meanings.is_empty() {
                    meanings = finder.meanings(other);
                }
            }
            let mut contained: Option<Vec<bool>> = None;
            let mut asked = None;
            for &mention in &mentions {
                let candidate = &all[chosen[mention]];
                if let Some(outer) = container(text, candidate, all) {
                    let inside =
                        meanings.iter().map(|m| outer.meanings.iter().any(|o| lies_in(m, o))).collect::<Vec<_>>();
                    if inside.iter().any(|&is| is) {
                        contained = Some(inside);
                    }
                }
                asked = asked.or(asked_class(text, candidate, words));
            }
            Name { key, mentions, meanings, contained, asked }
        })
        .collect();
    names.sort_by_key(|name| name.mentions[0]);
    names
}

fn lies_in(meaning: &Meaning, outer: &Meaning) -> bool {
    outer.naming != Naming::Nationality
        && meaning.country == outer.country
        && match outer.class {
            Some(Class::Country) => meaning.class != Some(Class::Country),
            Some(Class::Division) => {
                !matches!(meaning.class, Some(Class::Country | Class::Division)) && meaning.division == outer.division
            }
            _ => false,
        }
}

/// The meaning that one mention has where the name means `best`: "Idlib province" is the province, "Idlib" the city in it.
pub fn refine<'n>(name: &'n Name, best: &'n Meaning, asked: Option<Class>) -> &'n Meaning {
    let wanted = match (best.class, asked) {
        (Some(Class::Country) | None, _) => return best,
        (_, Some(asked)) => asked,
        (Some(Class::Division | Class::District), None) => Class::Settlement,
        (Some(Class::Settlement), None) => return best,
    };
    let beside = |meaning: &&Meaning| {
        meaning.class == Some(wanted)
            && meaning.country == best.country
            && meaning.distance_km(best.lat, best.lon) < 161.0
    };
    let own = |meaning: &&Meaning| asked.is_some() || meaning.population * 20 > best.population;
    if best.class == Some(wanted) { best } else { name.meanings.iter().filter(beside).find(own).unwrap_or(best) }
}

/// "X province", "the city of X".
pub fn asked_class(text: &Annotated<'_>, candidate: &Candidate, words: &PlaceWords) -> Option<Class> {
    let word = |at: Option<usize>| at.filter(|&at| at < text.tokens.len()).map_or("", |at| text.word(at));
    let start = candidate.tokens.start;
    let (last, after) = (word(candidate.tokens.end.checked_sub(1)), word(Some(candidate.tokens.end)));
    let before = if word(start.checked_sub(1)) == "of" { word(start.checked_sub(2)) } else { "" };
    let kind = [after, last].into_iter().find(|word| words.kind(word)).unwrap_or(before);
    match kind.to_lowercase().as_str() {
        "province" | "governorate" | "state" | "countryside" => Some(Class::Division),
        "district" | "county" | "subdistrict" => Some(Class::District),
        "city" | "town" | "village" => Some(Class::Settlement),
        _ => None,
    }
}

/// How likely each meaning of each name is before the rest of the document is looked at: by size alone.
pub fn by_size(names: &[Name]) -> Vec<Vec<f32>> {
    let scored = names.iter().map(|name| {
        let score = |(at, meaning): (usize, &Meaning)| {
            let wide = match meaning.class {
                Some(Class::Country) => 4.0,
                Some(Class::Division) => 3.0,
                None => 2.0,
                _ => 0.0,
            };
            let inside = name.contained.as_ref().is_some_and(|inside| inside[at]);
            wide + (meaning.population as f32 + 1.0).log10() * 0.7 + if inside { 8.0 } else { 0.0 }
        };
        softmax(name.meanings.iter().enumerate().map(score).collect())
    });
    scored.collect()
}

/// How likely each meaning of each name is, given how likely the others' are.
pub fn by_context(names: &[Name], likely: &[Vec<f32>], weights: &Weights, home: Option<&str>) -> Vec<Vec<f32>> {
    let described = features(names, likely, home);
    described.iter().map(|rows| softmax(rows.iter().map(|cells| weights.score(cells)).collect())).collect()
}

/// Exponentials that sum to one.
pub fn softmax(scores: Vec<f32>) -> Vec<f32> {
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    let powers: Vec<f32> = scores.iter().map(|score| (score - most).exp()).collect();
    let sum: f32 = powers.iter().sum();
    powers.iter().map(|power| power / sum).collect()
}

/// The features of every meaning of every name.
pub fn features(names: &[Name], likely: &[Vec<f32>], home: Option<&str>) -> Vec<Vec<Vec<u32>>> {
    let focus = focus(names, likely);
    let described = names.iter().enumerate().map(|(at, name)| {
        name.meanings
            .iter()
            .enumerate()
            .map(|(m, meaning)| describe(names, likely, at, name, m, meaning, &focus, home))
            .collect()
    });
    described.collect()
}

fn focus(names: &[Name], likely: &[Vec<f32>]) -> Focus {
    let mut focus = Focus::default();
    for (at, (name, likely)) in names.iter().zip(likely).enumerate() {
        let weight = (name.mentions.len() as f32).sqrt();
        focus.total += if likely.is_empty() { 0.0 } else { weight };
        for (meaning, share) in name.meanings.iter().zip(likely) {
            *focus.countries.entry(meaning.country.clone()).or_default() += weight * share;
            if !meaning.division.is_empty() {
                *focus.divisions.entry((meaning.country.clone(), meaning.division.clone())).or_default() +=
                    weight * share;
            }
        }
        let best = (0..likely.len()).max_by(|&a, &b| likely[a].total_cmp(&likely[b]));
        if let Some(meaning) = best.map(|best| &name.meanings[best]).filter(|m| m.class != Some(Class::Country)) {
            focus.points.push((at, meaning.lat, meaning.lon));
        }
    }
    focus
}

#[allow(clippy::too_many_arguments)]
fn describe(
    names: &[Name],
    likely: &[Vec<f32>],
    at: usize,
    name: &Name,
    m: usize,
    meaning: &Meaning,
    focus: &Focus,
    home: Option<&str>,
) -> Vec<u32> {
    let mut f = Features::default();
    let class = match meaning.class {
        Some(Class::Country) => "C",
        Some(Class::Division) => "A",
        Some(Class::District) => "D",
        Some(Class::Settlement) => "S",
        None => "W",
    };
    let own = match (&meaning.known, meaning.naming) {
        (Known::Own(..), _) => "own",
        (_, Naming::Own) => "name",
        (_, Naming::Other) => "other",
        (_, Naming::Nationality) => "nationality",
    };
    let others: String = {
        let classes = [(Class::Country, "C"), (Class::Division, "A"), (Class::District, "D"), (Class::Settlement, "S")];
        classes
            .iter()
            .filter(|(c, _)| name.meanings.iter().any(|o| o.class == Some(*c)))
            .map(|(_, letter)| *letter)
            .collect()
    };
    let size = ((meaning.population as f32 + 1.0).log2() / 2.0) as u32;
    let rank =
        name.meanings.iter().filter(|o| o.class == meaning.class && o.population > meaning.population).count().min(4);
    let ratio = {
        let most = name.meanings.iter().filter(|o| o.class == meaning.class).map(|o| o.population).max().unwrap_or(0);
        ((most as f32 + 1.0) / (meaning.population as f32 + 1.0)).log2() as u32 / 2
    };
    f.add("class", &[class, own]);
    f.add("class,others", &[class, own, &others]);
    f.add("size", &[&size.to_string(), class]);
    f.add("rank", &[&rank.to_string(), class]);
    f.add("ratio", &[&ratio.min(8).to_string(), class]);
    f.add("asked", &[class, name.asked.map_or("", |asked| if Some(asked) == meaning.class { "yes" } else { "no" })]);
    f.add("contained", &[name.contained.as_ref().map_or("", |inside| if inside[m] { "yes" } else { "no" })]);
    f.add("last", &[name.key.rsplit(' ').next().filter(|_| name.key.contains(' ')).unwrap_or(""), class]);
    if let Known::Own(_, Some(within)) = &meaning.known {
        let within: String = fold(within).collect();
        f.add("within", &[if names.iter().any(|other| other.key == within) { "told" } else { "untold" }]);
    }
    f.add("home", &[home.map_or("", |home| if home == meaning.country { "yes" } else { "no" }), class]);

    // What the other names speak of.
    let weight = (name.mentions.len() as f32).sqrt();
    let mine = |test: &dyn Fn(&Meaning) -> bool| -> f32 {
        name.meanings.iter().zip(&likely[at]).filter(|(o, _)| test(o)).map(|(_, share)| share * weight).sum()
    };
    let rest = (focus.total - if likely[at].is_empty() { 0.0 } else { weight }).max(0.0);
    let country =
        focus.countries.get(&meaning.country).copied().unwrap_or(0.0) - mine(&|o| o.country == meaning.country);
    let key = (meaning.country.clone(), meaning.division.clone());
    let division = if meaning.division.is_empty() {
        0.0
    } else {
        focus.divisions.get(&key).copied().unwrap_or(0.0)
            - mine(&|o| o.country == meaning.country && o.division == meaning.division)
    };
    let share = |part: f32| {
        if rest < 0.5 { "alone".to_owned() } else { ((part / rest * 8.0).round() as i32).clamp(0, 8).to_string() }
    };
    f.add("country share", &[&share(country), class]);
    f.add("division share", &[&share(division), class]);
    f.add("country weight", &[&bucket(country), class]);
    f.add("division weight", &[&bucket(division), class]);
    let most = |all: f32, part: &f32| all.max(*part);
    let lead = |part: f32, most: f32| if part > 0.3 && most <= part + weight { "top" } else { "" };
    f.add("country leads", &[lead(country, focus.countries.values().fold(0.0, most)), class]);
    f.add("division leads", &[lead(division, focus.divisions.values().fold(0.0, most)), class]);

    // How near they are.
    let distances = focus
        .points
        .iter()
        .filter(|(other, ..)| *other != at)
        .map(|(other, lat, lon)| (names[*other].mentions.len(), meaning.distance_km(*lat, *lon)));
    let mut nearest = f32::MAX;
    let mut close = 0;
    for (mentions, km) in distances {
        if km > 0.5 {
            nearest = nearest.min(km);
        }
        if km < 100.0 {
            close += mentions;
        }
    }
    let nearest = match nearest {
        ..20.0 => "20",
        ..50.0 => "50",
        ..100.0 => "100",
        ..161.0 => "161",
        ..400.0 => "400",
        ..1000.0 => "1000",
        f32::MAX => "none",
        _ => "far",
    };
    f.add("nearest", &[nearest, class]);
    f.add("close", &[&close.min(6).to_string(), class]);
    f.add("nearest,rank", &[nearest, &rank.to_string()]);
    f.cells
}

fn bucket(weight: f32) -> String {
    match weight {
        ..0.05 => "0",
        ..0.3 => "a",
        ..0.8 => "b",
        ..1.5 => "c",
        ..3.0 => "d",
        _ => "e",
    }
    .to_owned()
}
