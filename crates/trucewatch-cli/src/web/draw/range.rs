//! Bars from a lowest to a highest figure. An end that nobody gives stays open: an arrow, no cap.

use super::percent;
use crate::web::parts::counted;
use maud::{Markup, html};
use trucewatch::model::TollFigure;

/// One source's figure on the scale of all: from nobody to `most`. Nothing where no number is told.
pub fn toll_bar(figure: &TollFigure, most: u64) -> Markup {
    let share = |count: u64| count as f64 / most.max(1) as f64 * 90.0;
    let (Some(low), high) = (figure.min.or(figure.max), figure.max) else { return html! {} };
    // "Up to 30" is told from above alone: its bar begins at nobody.
    let start = if figure.min.is_none() { 0 } else { low };
    let end = high.unwrap_or(low);
    html! {
        svg.bar width="100%" height="12" aria-hidden="true" {
            line.ground x1="0" x2="90%" y1="6" y2="6" {}
            rect.range x=(percent(share(start))) width=(percent(share(end) - share(start))) y="3" height="6" {}
            line.end x1=(percent(share(low))) x2=(percent(share(low))) y1="1" y2="11" {}
            @if high.is_some_and(|high| high != low) {
                line.end x1=(percent(share(end))) x2=(percent(share(end))) y1="1" y2="11" {}
            }
            @if high.is_none() {
                svg.more x=(percent(share(low))) y="6" overflow="visible" { path d="M0 0h14m-4-4l4 4l-4 4" {} }
            }
        }
    }
}

/// The highest number of several figures.
pub fn most<'a>(figures: impl Iterator<Item = &'a TollFigure>) -> u64 {
    figures.flat_map(|figure| [figure.min, figure.max]).flatten().max().unwrap_or(0)
}

/// Tolls of several incidents put side by side: the sum of the lowest figures, and that of the highest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// Incidents.
    pub incidents: usize,
    /// Incidents with a figure.
    pub told: usize,
    /// Of the lowest figures.
    pub low: u64,
    /// Of the highest.
    pub high: u64,
    /// Whether an incident has no highest figure.
    pub open: bool,
}

impl Sum {
    /// Counts an incident with its range in.
    pub fn add(&mut self, (low, high): (Option<u64>, Option<u64>)) {
        self.incidents += 1;
        if low.is_none() && high.is_none() {
            return;
        }
        self.told += 1;
        self.low = self.low.saturating_add(low.unwrap_or(0));
        self.high = self.high.saturating_add(high.or(low).unwrap_or(0));
        self.open |= high.is_none();
    }

    /// "killed 3 to 5", "killed at least 12"; `None` where no figure is given.
    pub fn words(&self) -> Option<String> {
        (self.told > 0).then(|| match (self.low, self.high) {
            (low, _) if self.open => format!("at least {low}"),
            (low, high) if low == high => low.to_string(),
            (low, high) => format!("{low} to {high}"),
        })
    }

    /// "12 incidents, killed 3 to 5".
    pub fn line(&self) -> String {
        let killed = self.words().map(|words| format!(", killed {words}")).unwrap_or_default();
        format!("{}{killed}", counted(self.incidents, "incident"))
    }

    /// An upright bar on the [`scale`].
    pub fn upright(&self, x: f64, width: f64, base: f64, height: f64, most: u64) -> Markup {
        let y = |count: u64| base - rise(count, most) * height;
        let middle = percent(x + width / 2.0);
        html! {
            @if self.told > 0 {
                rect.range x=(percent(x)) width=(percent(width)) y=(round(y(self.high) - 1.0))
                    height=(round(y(self.low) - y(self.high) + 2.0)) {}
                @if self.open { text.more x=(middle) y=(round(y(self.high) - 2.0)) { "↑" } }
            }
        }
    }
}

/// The lines behind upright bars, up to `most`, `height` high above `base`: 1, 10, 100, since one toll of a whole war would flatten
/// all others on an even scale.
pub fn scale(base: f64, height: f64, most: u64) -> Markup {
    let tens = std::iter::successors(Some(1_u64), |count| count.checked_mul(10)).take_while(|count| *count <= most);
    let tens: Vec<u64> = tens.collect();
    let every = tens.len().div_ceil(3).max(1);
    html! {
        line.ground x1="0" x2="100%" y1=(round(base)) y2=(round(base)) {}
        @for (at, count) in tens.iter().enumerate() {
            @let y = round(base - rise(*count, most) * height);
            line.hour x1="0" x2="100%" y1=(y) y2=(y) {}
            @if at % every == 0 { text.scale x="100%" y=(y - 2.0) { (count) } }
        }
    }
}

/// How high a count stands, from 0 to 1.
fn rise(count: u64, most: u64) -> f64 {
    (count as f64).ln_1p() / (most.max(1) as f64).ln_1p()
}

/// To a tenth of a pixel.
pub fn round(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(min: Option<u64>, max: Option<u64>) -> TollFigure {
        let victims = "civilian".into();
        TollFigure { min, max, group: None, victims, part: false, cumulative: false, superseded: false }
    }

    #[test]
    fn a_figure_without_an_upper_bound_ends_in_an_arrow_and_one_without_a_number_is_not_drawn() {
        let open = toll_bar(&figure(Some(12), None), 24).into_string();
        assert!(open.contains("class=\"more\"") && open.contains("45%"), "{open}");
        assert!(!toll_bar(&figure(Some(3), Some(5)), 24).into_string().contains("class=\"more\""));
        assert_eq!(toll_bar(&figure(None, None), 24).into_string(), "");
    }

    #[test]
    fn a_figure_told_from_above_alone_begins_at_nobody() {
        let bar = toll_bar(&figure(None, Some(30)), 30).into_string();
        assert!(bar.contains("x=\"0%\" width=\"90%\""), "{bar}");
    }

    #[test]
    fn a_toll_of_ten_stays_in_sight_beside_one_of_a_hundred_thousand() {
        assert!(rise(10, 100_000) > 0.2 && rise(0, 9) == 0.0 && rise(9, 9) == 1.0);
        let lines = scale(50.0, 40.0, 120).into_string();
        assert!([">1<", ">10<", ">100<"].iter().all(|label| lines.contains(label)) && !lines.contains("1000"));
    }

    #[test]
    fn sums_keep_their_bounds_apart_and_an_open_end_stays_open() {
        let mut sum = Sum::default();
        [(Some(3), Some(5)), (None, None), (None, Some(2))].into_iter().for_each(|range| sum.add(range));
        assert_eq!(sum.line(), "3 incidents, killed 3 to 7");
        sum.add((Some(12), None));
        assert_eq!(sum.words().as_deref(), Some("at least 15"));
        assert_eq!(Sum { incidents: 1, ..Sum::default() }.line(), "1 incident");
    }
}
