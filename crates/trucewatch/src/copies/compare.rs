//! Two texts laid side by side: what they share word for word, and which figures and days differ where they do.

use super::signature::{Class, Signature, Word, run};

/// The least share of the shorter text that a copy has in common with the other, and of its first half. What papers put
/// below their reports (background, other headlines) is shared by reports that have nothing else in common.
const SHARE: f32 = 0.55;
const SHARE_OF_FIRST_HALF: f32 = 0.35;
/// Fewer words than these in common are a phrase.
const LEAST_SHARED: usize = 25;
/// Reports further apart than this are one text only where nearly every word is the same: dates of publication can be
/// wrong, but an old report that is told again in new words is another report.
const DAYS_APART: u32 = 30;
const SHARE_WHEN_APART: f32 = 0.95;
/// Longer rewordings than this are not searched for what differs.
const LONGEST_EDIT: usize = 12;

/// How many of something agree, and how many differ, where the words around them are the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Agreement {
    /// The same in both texts.
    pub same: u32,
    /// Different in the two texts.
    pub different: u32,
}

impl Agreement {
    fn mostly_different(self) -> bool {
        self.different > 0 && self.different >= self.same
    }
}

/// What two texts have in common.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Similarity {
    /// Words of the shorter text that stand in runs of three or more that the longer has as well.
    pub shared_words: usize,
    /// These as a share of the shorter text, 0 to 1.
    pub share: f32,
    /// The same for the first half of the shorter text, where the news is.
    pub share_of_first_half: f32,
    /// Numbers.
    pub figures: Agreement,
    /// Weekdays and months.
    pub days: Agreement,
    /// Names: capitalised words within sentences.
    pub names: Agreement,
}

impl Similarity {
    /// Whether the words are those of one mould and what they tell of is not the same: other days, other figures.
    pub fn tells_of_another(&self) -> bool {
        let Similarity { figures, days, names, .. } = self;
        let moved = days.mostly_different() && figures.different + names.different > 0;
        moved
            || figures.different >= 2 && figures.mostly_different()
            || names.different >= 2 && names.mostly_different()
    }
}

/// Compares two texts; the order does not matter.
pub fn compare(a: &Signature, b: &Signature) -> Similarity {
    // Of two texts of one length the one with the smaller words goes first, so that the order cannot matter.
    let (short, long) = if (a.len(), &a.words) <= (b.len(), &b.words) { (a, b) } else { (b, a) };
    let (short, long) = (&short.words, &long.words);
    let places = places_in(short, long);
    let mut similarity = Similarity::default();
    let half = short.len().div_ceil(2);
    let mut shared_in_first_half = 0;
    let mut last: Option<(usize, usize)> = None;
    for (at, place) in places.iter().enumerate() {
        let Some(place) = *place else { continue };
        similarity.shared_words += 1;
        shared_in_first_half += usize::from(at < half);
        similarity.count(short[at].class(), |agreement| agreement.same += 1);
        if let Some((last_at, last_place)) = last
            && at > last_at + 1
            && place > last_place + 1
        {
            similarity.count_edit(&short[last_at + 1..at], &long[last_place + 1..place]);
        }
        last = Some((at, place));
    }
    similarity.share = ratio(similarity.shared_words, short.len());
    similarity.share_of_first_half = ratio(shared_in_first_half, half);
    similarity
}

/// Why two texts are copies of one, in a line; `None` where they are not. `days_apart` is between their dates of
/// publication, `None` where one has none.
pub fn are_copies(a: &Signature, b: &Signature, days_apart: Option<u32>) -> Option<String> {
    let similarity = compare(a, b);
    let Similarity { shared_words, share, share_of_first_half, figures, .. } = similarity;
    let least = if days_apart.is_some_and(|days| days > DAYS_APART) { SHARE_WHEN_APART } else { SHARE };
    let enough = shared_words >= LEAST_SHARED && share >= least && share_of_first_half >= SHARE_OF_FIRST_HALF;
    (enough && !similarity.tells_of_another()).then(|| {
        let differing = match figures.different {
            0 => String::new(),
            n => format!(", {n} different"),
        };
        let percent = (share * 100.0).floor();
        format!("{percent} % of the shorter text word for word; {} figures the same{differing}", figures.same)
    })
}

/// For each word of `short` that stands in a shared run of three, where it stands in `long`. Of several places the one that
/// goes on where the last ended, else the next one behind it, else the first.
fn places_in(short: &[Word], long: &[Word]) -> Vec<Option<usize>> {
    let mut runs: Vec<(u64, usize)> = long.windows(3).enumerate().map(|(at, words)| (run(words), at)).collect();
    runs.sort_unstable();
    let mut places = vec![None; short.len()];
    let mut next = 0;
    for (at, words) in short.windows(3).enumerate() {
        let wanted = run(words);
        let first = runs.partition_point(|(run, _)| *run < wanted);
        let behind = runs.partition_point(|found| *found < (wanted, next));
        let found = [behind, first].into_iter().find_map(|index| runs.get(index).filter(|(run, _)| *run == wanted));
        if let Some((_, place)) = found {
            for step in 0..3 {
                places[at + step].get_or_insert(place + step);
            }
            next = place + 1;
        }
    }
    places
}

impl Similarity {
    fn count(&mut self, class: Class, how: impl Fn(&mut Agreement)) {
        match class {
            Class::Plain => {}
            Class::Name => how(&mut self.names),
            Class::Figure => how(&mut self.figures),
            Class::Weekday | Class::Month => how(&mut self.days),
        }
    }

    /// Words of one text that stand where the other has others. What one merely leaves out or adds does not differ.
    fn count_edit(&mut self, ours: &[Word], theirs: &[Word]) {
        if ours.len().max(theirs.len()) > LONGEST_EDIT {
            return;
        }
        for class in [Class::Name, Class::Figure, Class::Weekday, Class::Month] {
            let of_class = |words: &[Word]| -> Vec<u32> {
                words.iter().filter(|word| word.class() == class).map(|word| word.hash()).collect()
            };
            let (ours, theirs) = (of_class(ours), of_class(theirs));
            let same = ours.iter().filter(|word| theirs.contains(word)).count();
            let different = ours.len().min(theirs.len()).saturating_sub(same) as u32;
            self.count(class, |agreement| {
                agreement.same += same as u32;
                agreement.different += different;
            });
        }
    }
}

fn ratio(part: usize, whole: usize) -> f32 {
    if whole == 0 { 0.0 } else { part as f32 / whole as f32 }
}
