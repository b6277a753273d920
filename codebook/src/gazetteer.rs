//! The gazetteer that the program carries: names of settlements, divisions and countries, looked up in the packed table
//! without unpacking it. Which of several places a name means is decided by `trucewatch-text`; what the table is made of
//! is told in `places/PROVENANCE.md`, packing it is `cargo xtask gazetteer`.
//!
//! The table, little-endian: magic, counts of entries, names and divisions (u32 each); per entry 15 bytes (GeoNames id u32,
//! latitude u16, longitude u16, index of the name u24, index of the division u16, population u8, class u8); per division
//! its code behind its length (u8); per block of 16 names the offset of the block (u32); the names in the order of their
//! folded form, each as length shared with the one before (u8), length of the rest (u8), the rest, number of meanings, and
//! the meanings (entry * 4 + how), as LEB128.

use trucewatch_model::{Place, Precision};
use unicode_normalization::char::decompose_canonical;
use unicode_normalization::char::is_combining_mark;

static PACKED: &[u8] = include_bytes!("../places/geonames.bin");

/// First bytes of the table.
pub const MAGIC: &[u8; 8] = b"twplace1";
/// Bytes per entry.
pub const ENTRY: usize = 15;
/// Names per block.
pub const BLOCK: usize = 16;

/// A name as it is compared: lower case, without accents, apostrophes and full stops, hyphens and line ends as blanks.
pub fn fold(name: &str) -> impl Iterator<Item = char> + '_ {
    let mut blank = false;
    name.trim().chars().flat_map(fold_char).filter(move |&c| {
        let again = blank && c == ' ';
        blank = c == ' ';
        !again
    })
}

fn fold_char(c: char) -> impl Iterator<Item = char> {
    let mut out = ['\0'; 3];
    let mut len = 0;
    let mut push = |c: char| {
        if len < 3 {
            out[len] = c;
            len += 1;
        }
    };
    match c {
        '.' | '\'' | '’' | '‘' | 'ʿ' | 'ʾ' | 'ʻ' | 'ʼ' | '`' => {}
        'ø' | 'Ø' => push('o'),
        'ł' | 'Ł' => push('l'),
        'ı' => push('i'),
        'đ' | 'Đ' | 'ð' | 'Ð' => push('d'),
        'æ' | 'Æ' => "ae".chars().for_each(push),
        'ß' => "ss".chars().for_each(push),
        '-' | '–' | '‐' => push(' '),
        _ if c.is_whitespace() => push(' '),
        _ if c.is_ascii() => push(c.to_ascii_lowercase()),
        _ => decompose_canonical(c, |part| {
            if !is_combining_mark(part) {
                part.to_lowercase().for_each(&mut push);
            }
        }),
    }
    out.into_iter().take(len)
}

/// What kind of thing an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// A state.
    Country,
    /// A first-order division.
    Division,
    /// A second-order division.
    District,
    /// A village, town or city.
    Settlement,
}

impl Class {
    /// Every class, in the order of its number in the table.
    pub const ALL: [Class; 4] = [Class::Country, Class::Division, Class::District, Class::Settlement];
}

/// How a name names an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Naming {
    /// It is the entry's own name.
    Own,
    /// It is another name or spelling of it.
    Other,
    /// It is a word for its people and things ("Syrian").
    Nationality,
}

impl Naming {
    /// Every way, in the order of its number in the table.
    pub const ALL: [Naming; 3] = [Naming::Own, Naming::Other, Naming::Nationality];
}

/// One entry of the table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry {
    /// Its number in the table.
    pub index: u32,
    /// GeoNames id; 0 where the source tables give none.
    pub geonames: u32,
    /// WGS 84 degrees.
    pub lat: f32,
    /// WGS 84 degrees.
    pub lon: f32,
    /// ISO 3166-1 alpha-2.
    pub country: &'static str,
    /// GeoNames code of the first-order division within the country; empty for a country.
    pub division: &'static str,
    /// About how many people live there; 0 where the source does not say.
    pub population: u64,
    /// What it is.
    pub class: Class,
    name: u32,
}

impl Entry {
    /// The place that it stands for.
    pub fn place(&self) -> Place {
        Place {
            id: self.id(),
            name: self.name(),
            country: Some(self.country.to_owned()),
            lat: self.lat,
            lon: self.lon,
            precision: match self.class {
                Class::Country => Precision::Country,
                Class::Division => Precision::Province,
                Class::District => Precision::District,
                Class::Settlement => Precision::Settlement,
            },
        }
    }

    /// The entry's own name.
    pub fn name(&self) -> String {
        Gazetteer::builtin().name(self.name as usize)
    }

    /// `geonames:170063`; where the source tables give no number, `geonames:SY.09` for a division and
    /// `geonames:SY.09/Afrin` for a district.
    pub fn id(&self) -> String {
        match (self.geonames, self.class) {
            (0, Class::Division) => format!("geonames:{}.{}", self.country, self.division),
            (0, _) => format!("geonames:{}.{}/{}", self.country, self.division, self.name()),
            (id, _) => format!("geonames:{id}"),
        }
    }
}

/// The packed table with its parts found.
#[derive(Clone, Copy)]
pub struct Gazetteer {
    entries: &'static [u8],
    divisions: &'static [u8],
    blocks: &'static [u8],
    names: &'static [u8],
    count: usize,
}

impl Gazetteer {
    /// The table that the program carries.
    pub fn builtin() -> Self {
        let number = |at: usize| u32::from_le_bytes(PACKED[at..at + 4].try_into().expect("four bytes")) as usize;
        debug_assert_eq!(&PACKED[..8], MAGIC);
        let (entries, count, divisions) = (number(8) * ENTRY, number(12), number(16) * 8);
        let (_, rest) = PACKED.split_at(20);
        let (entries, rest) = rest.split_at(entries);
        let (divisions, rest) = rest.split_at(divisions);
        let (blocks, names) = rest.split_at(count.div_ceil(BLOCK) * 4);
        Gazetteer { entries, divisions, blocks, names, count }
    }

    /// The entries that `name` can mean, the most populous first.
    pub fn lookup(&self, name: &str) -> Vec<(Entry, Naming)> {
        let key: Vec<char> = fold(name).collect();
        if key.is_empty() || self.count == 0 {
            return Vec::new();
        }
        let (mut low, mut high) = (0, self.blocks.len() / 4);
        while low + 1 < high {
            let middle = (low + high) / 2;
            let first = self.walk(middle).next().map(|(name, _)| name).unwrap_or_default();
            if fold(&first).gt(key.iter().copied()) { high = middle } else { low = middle }
        }
        let found = self.walk(low).find(|(name, _)| fold(name).eq(key.iter().copied()));
        found.map(|(_, meanings)| meanings.into_iter().map(|code| self.meaning(code)).collect()).unwrap_or_default()
    }

    /// Every first-order division.
    pub fn divisions(self) -> impl Iterator<Item = Entry> {
        (0..self.entries.len() / ENTRY)
            .map(move |index| self.entry(index as u32))
            .filter(|entry| entry.class == Class::Division)
    }

    fn meaning(&self, code: u32) -> (Entry, Naming) {
        (self.entry(code >> 2), Naming::ALL[(code & 3).min(2) as usize])
    }

    fn entry(&self, index: u32) -> Entry {
        let raw = &self.entries[index as usize * ENTRY..][..ENTRY];
        let short = |at: usize| u16::from_le_bytes([raw[at], raw[at + 1]]);
        let code = self.division(usize::from(short(11)));
        Entry {
            index,
            geonames: u32::from_le_bytes([raw[0], raw[1], raw[2], raw[3]]),
            lat: f32::from(short(4)) / 65535.0 * 180.0 - 90.0,
            lon: f32::from(short(6)) / 65535.0 * 360.0 - 180.0,
            country: code.get(..2).unwrap_or_default(),
            division: code.get(2..).unwrap_or_default(),
            population: (f32::from(raw[13]) / 7.0).exp2() as u64 - 1,
            class: Class::ALL[usize::from(raw[14] & 3)],
            name: u32::from_le_bytes([raw[8], raw[9], raw[10], 0]),
        }
    }

    /// Country and division codes lie in cells of eight bytes, filled up with blanks.
    fn division(&self, index: usize) -> &'static str {
        std::str::from_utf8(&self.divisions[index * 8..][..8]).unwrap_or_default().trim_end()
    }

    fn name(&self, index: usize) -> String {
        self.walk(index / BLOCK).nth(index % BLOCK).map(|(name, _)| name).unwrap_or_default()
    }

    /// The names of a block with their meanings.
    fn walk(&self, block: usize) -> impl Iterator<Item = (String, Vec<u32>)> {
        let at = &self.blocks[block * 4..][..4];
        let mut rest = &self.names[u32::from_le_bytes([at[0], at[1], at[2], at[3]]) as usize..];
        let mut name: Vec<u8> = Vec::new();
        let size = BLOCK.min(self.count - block * BLOCK);
        (0..size).map(move |_| {
            let (shared, len) = (usize::from(rest[0]), usize::from(rest[1]));
            name.truncate(shared);
            name.extend_from_slice(&rest[2..2 + len]);
            rest = &rest[2 + len..];
            let many = leb128(&mut rest);
            let meanings = (0..many).map(|_| leb128(&mut rest)).collect();
            (String::from_utf8_lossy(&name).into_owned(), meanings)
        })
    }
}

fn leb128(rest: &mut &[u8]) -> u32 {
    let (mut value, mut shift) = (0, 0);
    while let Some((&byte, more)) = rest.split_first() {
        *rest = more;
        value |= u32::from(byte & 0x7f) << shift;
        shift += 7;
        if byte < 0x80 || shift > 28 {
            break;
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_accents_case_and_points() {
        assert_eq!(fold("Deir ez-Zôr").collect::<String>(), "deir ez zor");
        assert_eq!(fold("W.Va.").collect::<String>(), "wva");
        assert_eq!(fold("Qa’im\n Łódź").collect::<String>(), "qaim lodz");
    }

    #[test]
    fn a_city_is_found_with_its_country_and_point() {
        let (aleppo, naming) =
            Gazetteer::builtin().lookup("ALEPPO").into_iter().find(|(e, _)| e.class == Class::Settlement).unwrap();
        assert_eq!((aleppo.id().as_str(), aleppo.country, naming), ("geonames:170063", "SY", Naming::Own));
        assert!((aleppo.lat - 36.2).abs() < 0.01 && (aleppo.lon - 37.16).abs() < 0.01);
        assert_eq!(aleppo.name(), "Aleppo");
    }

    #[test]
    fn the_most_populous_meaning_comes_first_and_nonsense_has_none() {
        let paris = Gazetteer::builtin().lookup("Paris");
        assert_eq!(paris.iter().find(|(e, _)| e.class == Class::Settlement).unwrap().0.country, "FR");
        assert!(paris.len() > 5);
        for nonsense in ["", " ", "Zzyzzxq", "\u{10FFFF}"] {
            assert!(Gazetteer::builtin().lookup(nonsense).is_empty());
        }
    }

    #[test]
    fn a_nationality_leads_to_its_country() {
        let (entry, naming) = Gazetteer::builtin().lookup("Syrians")[0];
        assert_eq!((entry.country, entry.class, naming), ("SY", Class::Country, Naming::Nationality));
    }
}
