//! The overview's timeline: ceasefires as bands over the days of their windows; below them, for each day, week, month or year, how many
//! incidents were reported and how many dead, from the lowest to the highest figures.

use super::{
    axis::{Axis, Bin},
    percent,
    range::{Sum, round, scale},
};
use crate::web::{catalog::Selection, filter::Filter, layout::Site, links::Target, parts::counted};
use jiff::civil::Date;
use maud::{Markup, html};
use std::collections::BTreeMap;
use trucewatch::model::Moment;
use trucewatch::record::CeasefireLine;

/// Most lines of bands.
const LANES: usize = 10;
/// Most bands.
const BANDS: usize = 60;
/// From one line of bands to the next.
const PITCH: f64 = 20.0;
/// Of a panel of bars, with the line that names it.
const PANEL: f64 = 84.0;
/// Of that line.
const NAME: f64 = 20.0;
/// Letters of a band's name.
const LETTERS: usize = 30;
/// What a band takes at least, in percent, so that it can be seen and hit.
const LEAST: f64 = 0.8;

/// A ceasefire on the axis.
struct Band<'a> {
    line: &'a CeasefireLine,
    /// From 0 to 100.
    start: f64,
    end: f64,
    /// Whether nobody says when it begins, or ends.
    open: (bool, bool),
    lane: usize,
}

/// What a filter leaves, over time. Nothing where nothing has a day.
pub fn timeline(site: &Site, selection: &Selection<'_>, filter: &Filter) -> Markup {
    let Some(axis) = axis(selection, filter) else { return html! {} };
    let (bin, sums) = (axis.bin(), sums(axis, selection));
    let (bands, more) = bands(axis, &selection.ceasefires);
    let lanes = bands.iter().map(|band| band.lane + 1).max().unwrap_or(0);
    let bars = NAME + lanes as f64 * PITCH + 6.0;
    let killed = bars + PANEL;
    let foot = killed + PANEL;
    let undated = selection.incidents.iter().filter(|line| line.on.is_none()).count()
        + selection.ceasefires.iter().filter(|line| line.from.or(line.until).is_none()).count();
    html! {
        section.drawn id="timeline" {
            h2 { "Timeline" }
            svg.days role="group" aria-labelledby="timeline-title timeline-about" width="100%" height=(round(foot + 20.0))
                data-first=[site.links.is_served().then_some(axis.first)] data-days=(axis.days()) {
                title id="timeline-title" { "Timeline from " (axis.first) " to " (axis.last) }
                desc id="timeline-about" {
                    "Bands: windows of ceasefires. Bars: incidents reported per " (bin.word())
                    ", and the dead reported, from the sum of the lowest to the sum of the highest figures. The same figures stand in "
                    "the table below."
                }
                (axis.labels(foot + 4.0, foot - 12.0))
                text.name x="0" y="13" { "Ceasefires, from beginning to end as said" }
                @for band in &bands { (draw_band(site, band, lanes == bands.len())) }
                (panels(axis, &sums, bars, killed))
            }
            p.key {
                "Dashed ends: nobody says when. Dead: from the lowest to the highest figures of incidents, with an arrow where there is no "
                "highest; each line stands for ten times the one below. These are not totals."
                @if more > 0 { " " (counted(more, "more ceasefire")) " would not fit." }
                @if undated > 0 { " " (counted(undated, "event")) " of no known day " (if undated == 1 { "is" } else { "are" }) " not drawn." }
            }
            @if site.links.is_served() {
                p.key.brush hidden {
                    "Drag over the days to see only these. With keys: arrows choose and move days, with Shift they widen, Enter shows them, "
                    "Escape forgets them."
                 }
                output.brush {}
                @if !filter.from.is_empty() || !filter.until.is_empty() {
                    p { a href=(address(site, &Filter { from: String::new(), until: String::new(), ..filter.clone() })) { "Show all days" } }
                }
            }
            (table(site, filter, bin, &sums))
        }
    }
}

/// The days that events have, within those that the filter names.
fn axis(selection: &Selection<'_>, filter: &Filter) -> Option<Axis> {
    let of_ceasefires = selection.ceasefires.iter().flat_map(|line| [line.from, line.until]).flatten();
    let days = of_ceasefires.chain(selection.incidents.iter().filter_map(|line| line.on)).map(Moment::date);
    let (first, last) = days.fold(None, |ends: Option<(Date, Date)>, day| {
        Some(ends.map_or((day, day), |(first, last)| (first.min(day), last.max(day))))
    })?;
    let named = |text: &str| Moment::parse(text).map(Moment::date);
    let first = named(&filter.from).map_or(first, |from| from.max(first));
    let last = named(&filter.until).map_or(last, |until| until.min(last));
    Some(Axis { first, last: last.max(first) })
}

fn sums(axis: Axis, selection: &Selection<'_>) -> BTreeMap<Date, Sum> {
    let bin = axis.bin();
    let mut sums = BTreeMap::<Date, Sum>::new();
    for line in &selection.incidents {
        if let Some(day) = line.on.map(Moment::date).filter(|day| axis.holds(*day)) {
            sums.entry(bin.start(day)).or_default().add(line.killed_range);
        }
    }
    sums
}

/// Bands in as few lines as they fit without touching, and how many do not fit at all.
fn bands<'a>(axis: Axis, ceasefires: &[&'a CeasefireLine]) -> (Vec<Band<'a>>, usize) {
    let mut bands = Vec::new();
    let mut more = 0;
    // One to a line leaves room for names.
    let own_line = ceasefires.len() <= LANES;
    let mut ends = [f64::NEG_INFINITY; LANES];
    for line in ceasefires {
        let (from, until) = (line.from.map(Moment::date), line.until.map(Moment::date));
        let (Some(first), Some(last)) = (from.or(until), until.or(from)) else { continue };
        let start = axis.at(first.min(last));
        let end = axis.after(last.max(first)).max(start + LEAST);
        let lane =
            if own_line { bands.len() } else { ends.iter().position(|taken| *taken < start - 2.0).unwrap_or(LANES) };
        if lane >= LANES || bands.len() >= BANDS {
            more += 1;
            continue;
        }
        // An open end reaches a little further.
        ends[lane] = end + if until.is_none() { 2.0 } else { 0.0 };
        bands.push(Band { line, start, end, open: (from.is_none(), until.is_none()), lane });
    }
    (bands, more)
}

fn draw_band(site: &Site, band: &Band<'_>, named: bool) -> Markup {
    let y = NAME + band.lane as f64 * PITCH;
    let said = |at: Option<Moment>| at.map_or("not said".to_owned(), |at| at.date().to_string());
    let line = band.line;
    html! {
        a href=(site.to(Target::Ceasefire(&line.id))) {
            title { (line.title) ". Begins: " (said(line.from)) ". Ends: " (said(line.until)) "." }
            rect.band x=(percent(band.start)) width=(percent(band.end - band.start)) y=(y) height="12" {}
            @if band.open.0 { svg.open x=(percent(band.start)) y=(y) overflow="visible" { path d="M0 .5h-14m0 11h14" {} } }
            @if band.open.1 { svg.open x=(percent(band.end)) y=(y) overflow="visible" { path d="M0 .5h14m0 11h-14" {} } }
            @if named {
                @let before = band.start > 55.0;
                text.before[before] x=(percent(if before { band.start } else { band.end }))
                    dx=(if before { -20 } else { 20 }) y=(y + 10.5) { (shortened(&line.title)) }
            }
        }
    }
}

fn shortened(title: &str) -> String {
    if title.chars().count() <= LETTERS {
        return title.to_owned();
    }
    let kept: String = title.chars().take(LETTERS - 1).collect();
    format!("{}…", kept.trim_end())
}

/// The bars of incidents, and below them those of the dead.
fn panels(axis: Axis, sums: &BTreeMap<Date, Sum>, bars: f64, killed: f64) -> Markup {
    let bin = axis.bin();
    let most = sums.values().map(|sum| sum.incidents).max().unwrap_or(0);
    let dead = sums.values().map(|sum| sum.high.max(sum.low)).max().unwrap_or(0);
    let height = PANEL - NAME - 12.0;
    let (base, base_dead) = (bars + PANEL - 6.0, killed + PANEL - 6.0);
    html! {
        text.name x="0" y=(round(bars + 13.0)) { "Incidents reported per " (bin.word()) ", up to " (most) }
        text.name x="0" y=(round(killed + 13.0)) {
            @if dead > 0 { "Dead reported, up to " (dead) } @else { "No figures of dead are reported" }
        }
        line.ground x1="0" x2="100%" y1=(round(base)) y2=(round(base)) {}
        @if dead > 0 { (scale(base_dead, height, dead)) }
        @for (start, sum) in sums {
            @let (x, end) = (axis.at(*start), axis.at(bin.after(*start)));
            @let (x, width) = (x + (end - x) * 0.12, ((end - x) * 0.76).max(0.2));
            @let tall = (sum.incidents as f64 / most as f64 * height).max(1.5);
            g {
                title { (bin.name(*start)) ": " (sum.line()) }
                rect.bar x=(percent(x)) width=(percent(width)) y=(round(base - tall)) height=(round(tall)) {}
                (sum.upright(x, width, base_dead, height, dead))
            }
        }
    }
}

fn table(site: &Site, filter: &Filter, bin: Bin, sums: &BTreeMap<Date, Sum>) -> Markup {
    let only = |start: Date| {
        let last = bin.after(start).yesterday().unwrap_or(start);
        let (from, until) = (start.to_string(), last.to_string());
        address(site, &Filter { from, until, ..filter.clone() })
    };
    html! {
        details {
            summary { "The same as a table" }
            table {
                thead {
                    tr { th scope="col" { (bin.word()) } th scope="col" { "Incidents reported" } th scope="col" { "Dead, as reported" } }
                }
                tbody {
                    @for (start, sum) in sums {
                        tr {
                            th scope="row" {
                                @if site.links.is_served() { a href=(only(*start)) { (bin.name(*start)) } } @else { (bin.name(*start)) }
                            }
                            td.number { (sum.incidents) }
                            td.number { (sum.words().unwrap_or_else(|| "no figures".into())) }
                        }
                    }
                }
            }
        }
    }
}

/// The overview under a filter.
fn address(site: &Site, filter: &Filter) -> String {
    format!("{}?{}", site.to(Target::Overview), filter.query())
}

#[cfg(test)]
mod tests;
