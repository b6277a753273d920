//! What expressions of time mean, as tables: the text with the expression in brackets, its value, its first and last day. The
//! report is of Thursday 20 October 2016 where nothing else is said.

use super::TimeTagger;
use crate::Annotated;
use trucewatch_model::{Document, Moment};

const TODAY: &str = "2016-10-20";

/// Every expression as "words | value | start | end", with `-` for no bound.
fn read(text: &str, published: Option<&str>) -> Vec<String> {
    let tagger = TimeTagger::new(&trucewatch_codebook::builtin());
    let document = Document { text: text.into(), published: published.and_then(Moment::parse), ..Document::default() };
    let annotated = Annotated::new(&document, Vec::new(), Vec::new());
    let bound = |at: Option<Moment>| at.map_or("-".to_owned(), |at| at.to_string());
    let (times, _) = tagger.tag(&annotated);
    times.iter().map(|t| format!("{} | {} | {} | {}", t.span.of(text), t.value, bound(t.start), bound(t.end))).collect()
}

/// Each row: a text of `TODAY` and its expressions.
fn check(rows: &[(&str, &[&str])]) {
    for (text, expected) in rows {
        assert_eq!(read(text, Some(TODAY)), *expected, "{text}");
    }
}

#[test]
fn dates_are_read_in_every_order_and_script() {
    check(&[
        ("Shells fell on 20 October 2016.", &["20 October 2016 | 2016-10-20 | 2016-10-20 | 2016-10-20"]),
        ("He was killed on Sept. 3, 2014.", &["Sept. 3, 2014 | 2014-09-03 | 2014-09-03 | 2014-09-03"]),
        ("The town fell on March 5th.", &["March 5th | 2016-03-05 | 2016-03-05 | 2016-03-05"]),
        ("Signed on 2016-09-12 in Geneva.", &["2016-09-12 | 2016-09-12 | 2016-09-12 | 2016-09-12"]),
        ("Printed 17-08-2016 in Homs.", &["17-08-2016 | 2016-08-17 | 2016-08-17 | 2016-08-17"]),
        ("It broke out in March 2011.", &["March 2011 | 2011-03 | 2011-03-01 | 2011-03-31"]),
        ("Raids in mid-July killed ten.", &["mid-July | 2016-07 | 2016-07-11 | 2016-07-20"]),
        ("The end of December will tell.", &["The end of December | 2016-12 | 2016-12-31 | 2016-12-31"]),
        (
            "Clashes on 13 and 14 September.",
            &["13 | 2016-09-13 | 2016-09-13 | 2016-09-13", "14 September | 2016-09-14 | 2016-09-14 | 2016-09-14"],
        ),
    ]);
}

#[test]
fn a_date_without_a_year_takes_the_one_that_the_tense_fits() {
    check(&[
        ("The truce ended on Jan. 15.", &["Jan. 15 | 2016-01-15 | 2016-01-15 | 2016-01-15"]),
        ("The truce will end on Jan. 15.", &["Jan. 15 | 2017-01-15 | 2017-01-15 | 2017-01-15"]),
        ("The siege began in November.", &["November | 2015-11 | 2015-11-01 | 2015-11-30"]),
        ("Talks will resume in November.", &["November | 2016-11 | 2016-11-01 | 2016-11-30"]),
        ("The siege began last May.", &["last May | 2016-05 | 2016-05-01 | 2016-05-31"]),
    ]);
}

#[test]
fn weekdays_look_back_unless_the_verb_looks_ahead() {
    check(&[
        ("Planes struck the market on Monday.", &["Monday | 2016-10-17 | 2016-10-17 | 2016-10-17"]),
        ("Planes struck on Thursday morning.", &["Thursday morning | 2016-10-20TMO | 2016-10-20 | 2016-10-20"]),
        ("Buses will leave on Monday.", &["Monday | 2016-10-24 | 2016-10-24 | 2016-10-24"]),
        ("A lull from Saturday was agreed.", &["Saturday | 2016-10-22 | 2016-10-22 | 2016-10-22"]),
        ("They were shelled last Wednesday.", &["last Wednesday | 2016-10-12 | 2016-10-12 | 2016-10-12"]),
        ("Late on Tuesday the guns fell silent.", &["Late on Tuesday | 2016-10-18 | 2016-10-18 | 2016-10-18"]),
    ]);
}

#[test]
fn distances_are_counted_from_the_report_or_from_the_date_before() {
    check(&[
        ("It was hit yesterday.", &["yesterday | 2016-10-19 | 2016-10-19 | 2016-10-19"]),
        ("Ten died last week.", &["last week | 2016-W41 | 2016-10-10 | 2016-10-16"]),
        ("He fled four years ago.", &["four years ago | 2012 | 2012-01-01 | 2012-12-31"]),
        ("He fled more than two years ago.", &["more than two years ago | 2014 | - | 2014-10-20"]),
        ("The past 48 hours were calm.", &["The past 48 hours | PT48H | 2016-10-18 | 2016-10-20"]),
        ("For the third day in a row jets came.", &["the third day in a row | 2016-10-20 | 2016-10-18 | 2016-10-20"]),
        (
            "It fell on 3 May; two days later it was retaken.",
            &["3 May | 2016-05-03 | 2016-05-03 | 2016-05-03", "two days later | 2016-05-05 | 2016-05-05 | 2016-05-05"],
        ),
        ("Shelling went on overnight.", &["overnight | 2016-10-20TNI | 2016-10-19 | 2016-10-20"]),
        ("In recent days many left.", &["recent days | PAST_REF | - | 2016-10-20"]),
        ("Earlier this month it held.", &["Earlier this month | 2016-10 | 2016-10-01 | 2016-10-20"]),
    ]);
}

#[test]
fn hours_are_minutes_and_parts_of_the_day_are_days() {
    check(&[
        (
            "It began at 08:00 GMT on Tuesday.",
            &["08:00 GMT on Tuesday | 2016-10-18T08:00 | 2016-10-18T08:00 | 2016-10-18T08:00"],
        ),
        ("A car blew up at 5:30 p.m.", &["5:30 p.m. | 2016-10-20T17:30 | 2016-10-20T17:30 | 2016-10-20T17:30"]),
        ("A car blew up around noon.", &["around noon | 2016-10-20T12:00 | 2016-10-20T12:00 | 2016-10-20T12:00"]),
        ("The evening of 8 March was loud.", &["The evening of 8 March | 2016-03-08TEV | 2016-03-08 | 2016-03-08"]),
        ("They have been bombing since dawn.", &["dawn | 2016-10-20TMO | 2016-10-20 | 2016-10-20"]),
    ]);
}

#[test]
fn lengths_and_what_recurs_have_no_date() {
    check(&[
        ("a three-day truce", &["three-day | P3D | - | -"]),
        ("a week-long ceasefire", &["a week-long | P1W | - | -"]),
        ("They fought for weeks.", &["weeks | PXW | - | -"]),
        ("It took two and a half hours.", &["two and a half hours | PT2H30M | - | -"]),
        ("Buses leave every day.", &["every day | P1D | - | -"]),
        ("They meet each Thursday.", &["each Thursday | XXXX-WXX-4 | - | -"]),
        ("Feasts: Eid al-Fitr was calm.", &["Eid al-Fitr | 2016-07-06 | 2016-07-06 | 2016-07-08"]),
        (
            "The 1980s and the 19th century.",
            &["The 1980s | 198 | 1980-01-01 | 1989-12-31", "the 19th century | 18 | 1800-01-01 | 1899-12-31"],
        ),
    ]);
}

#[test]
fn numbers_and_names_that_are_no_times_stay_so() {
    check(&[
        ("Resolution 2254 was passed.", &[]),
        ("Some 2,000 people and 1500 fighters left.", &[]),
        ("It may march on the town and sat down in the sun.", &[]),
        ("Taha Yassin Ramadan spoke, and Mar Elias was hit.", &[]),
        ("A 29-year-old man, 37 years old, was shot at 9 places.", &[]),
        ("It cost $1999 and 12.5 percent.", &[]),
    ]);
}

#[test]
fn without_a_reference_date_nothing_is_invented() {
    assert_eq!(
        read("On Monday it fell; last week it held.", None),
        ["Monday | XXXX-WXX-1 | - | -", "last week | XXXX-WXX | - | -"]
    );
    assert_eq!(
        read("In May 2006 he was held. He died on 10 June.", None),
        ["May 2006 | 2006-05 | 2006-05-01 | 2006-05-31", "10 June | 2006-06-10 | 2006-06-10 | 2006-06-10"]
    );
}

#[test]
fn the_date_in_the_text_counts_before_that_of_publication() {
    let dates = |text: &str| {
        let tagger = TimeTagger::new(&trucewatch_codebook::builtin());
        let document = Document { text: text.into(), published: Moment::parse(TODAY), ..Document::default() };
        let (_, dates) = tagger.tag(&Annotated::new(&document, Vec::new(), Vec::new()));
        (dates.reference().map(|day| day.to_string()).unwrap_or_default(), dates.contradict())
    };
    let rows = [
        ("BEIRUT, Oct 19 (Agency) - Jets struck.", "2016-10-19", false),
        ("Title\n\nGENEVA, Switzerland, 3 October (Wire) -- Talks.", "2016-10-03", true),
        ("Title\n\nDate of publication 11 October 2016 Bombs fell.", "2016-10-11", true),
        ("Title\n\nCar bomb kills six AFP Monday 17 Mar 2014 Six died.", "2014-03-17", true),
        ("Title\n\nSun 10 Jul 2016 Rebels were killed.", "2016-07-10", true),
        ("On 3 October 2016 the army attacked.", TODAY, false),
        ("The minister's December 7-9 visit was short.", TODAY, false),
    ];
    for (text, expected, contradict) in rows {
        assert_eq!(dates(text), (expected.to_owned(), contradict), "{text}");
    }
}

#[test]
fn a_claim_takes_its_time_with_its_preposition() {
    let tagger = TimeTagger::new(&trucewatch_codebook::builtin());
    let rows = [
        ("Ten died on Monday.", "Monday", "2016-10-17", "2016-10-17"),
        ("They are besieged since Monday.", "since Monday", "2016-10-17", TODAY),
        ("Shelling since mid-March killed ten.", "since mid-March", "2016-03-15", TODAY),
        ("They fought for three weeks.", "for three weeks", "2016-09-29", TODAY),
        ("They fought for over three weeks.", "for over three weeks", "-", TODAY),
        ("The rest must leave by Friday.", "by Friday", "-", "2016-10-21"),
        ("The truce holds until Saturday.", "until Saturday", TODAY, "2016-10-22"),
        ("Raids from 3 to 9 September.", "from 3 to 9 September", "2016-09-03", "2016-09-09"),
        ("Over the past week ten died.", "Over the past week", "2016-10-13", TODAY),
        ("A truce is to start from Saturday.", "from Saturday", "2016-10-22", "-"),
    ];
    for (text, words, start, end) in rows {
        let document = Document { text: text.into(), published: Moment::parse(TODAY), ..Document::default() };
        let mut annotated = Annotated::new(&document, Vec::new(), Vec::new());
        (annotated.times, annotated.dates) = tagger.tag(&annotated);
        let claim = tagger.claim_time(&annotated, 0).map(|claim| claim.time);
        let bound = |at: Option<Moment>| at.map_or("-".to_owned(), |at| at.to_string());
        let read = claim.map(|time| (time.text, bound(time.start), bound(time.end)));
        assert_eq!(read, Some((words.to_owned(), start.to_owned(), end.to_owned())), "{text}");
    }
}

#[test]
fn a_clause_of_since_runs_to_the_report() {
    let tagger = TimeTagger::new(&trucewatch_codebook::builtin());
    let text = "Nobody has come since the road was closed on Sunday.";
    let document = Document { text: text.into(), published: Moment::parse(TODAY), ..Document::default() };
    let mut annotated = Annotated::new(&document, Vec::new(), Vec::new());
    (annotated.times, annotated.dates) = tagger.tag(&annotated);
    let time = tagger.since_clause(&annotated, 0).map(|claim| claim.time);
    assert_eq!(time.as_ref().map(|time| time.text.as_str()), Some("since the road was closed on Sunday"));
    assert_eq!(time.and_then(|time| time.start), Moment::parse("2016-10-16"));
}

#[test]
fn a_truce_has_its_length_and_hours() {
    let tagger = TimeTagger::new(&trucewatch_codebook::builtin());
    let rows = [
        ("a three-day pause", Some("P3D"), None),
        ("the 72-hour truce", Some("PT72H"), None),
        ("a pause from morning to sunset for three days", Some("P3D"), Some(("morning", "sunset"))),
        ("will apply each day from 9 a.m. to 6 p.m.", None, Some(("9 a.m.", "6 p.m."))),
        ("between 08:00 and 14:00 every day", None, Some(("08:00", "14:00"))),
        ("a halt to fire from nine to five on three days", Some("P3D"), Some(("nine", "five"))),
        (
            "from nine in the morning until six in the evening",
            None,
            Some(("nine in the morning", "six in the evening")),
        ),
    ];
    for (text, duration, hours) in rows {
        let window = tagger.window_in(text).unwrap_or_default();
        assert_eq!(window.duration.as_deref(), duration, "{text}");
        assert_eq!(window.daily_from.as_deref().zip(window.daily_to.as_deref()), hours, "{text}");
    }
    assert_eq!(tagger.window_in("the truce collapsed"), None);
}

#[test]
fn no_text_makes_it_panic() {
    for text in [
        "",
        "'",
        "May",
        "at",
        "the",
        "0000-00-00",
        "9999 years ago",
        "29 February 2015",
        "in 4294967295 years",
        "ʼ08 ’80s",
        "a.m. p.m.",
        "\u{202e}Monday\u{0}",
        "32 October",
        "99:99",
        "for the 0th day in a row",
    ] {
        read(text, Some(TODAY));
        read(text, None);
        read(text, Some("9999-12-31"));
        read(text, Some("-009999-01-01"));
    }
}
