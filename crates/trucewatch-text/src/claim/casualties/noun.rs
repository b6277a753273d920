//! Harm told by a noun: "three deaths", "the killing of 12 people", "no casualties", "the death toll rose to 11", "claimed the lives of".

use super::breakdown::{add_parts, parts_after};
use super::context::Context;
use super::found::{Finds, Found};
use super::list::list_starting;
use super::phrase::{Phrase, phrase_ending};
use super::victims::class_of;
use trucewatch_model::{Count, Dep, Measure, Modality, Tag, Victims};

/// Reads the harm that the noun at `at` tells.
pub fn read_noun(cx: &Context<'_, '_>, at: usize, floor: usize, ceiling: usize, finds: &mut Finds) -> bool {
    let Some(class) = cx.harm_noun(at) else { return false };
    let compound = cx.dep(at) == Dep::Compound && cx.text.tokens[at].head > at && cx.tag(at + 1).is_noun();
    if compound || cx.toll_near(at) {
        return false;
    }
    let (Some(measure), counted) = (measure_of(class), class.ends_with("_count")) else { return false };
    // "the loss of several lives"
    let lives =
        cx.lemma(at) == "loss" && (at + 2..ceiling.min(at + 6)).any(|next| matches!(cx.word(next), "life" | "lives"));
    let measure = if lives { Measure::Killed } else { measure };
    let event = !counted || lives || matches!(cx.lemma(at), "death" | "killing" | "injury" | "body" | "corpse");
    (event && read_event(cx, at, measure, floor, ceiling, finds))
        || (counted && read_counted(cx, at, measure, floor, ceiling, finds))
}

fn measure_of(class: &str) -> Option<Measure> {
    Measure::from_word(class.split('_').next()?)
}

/// "three deaths", "no injuries", "several casualties", "causing civilian casualties".
fn read_counted(
    cx: &Context<'_, '_>,
    at: usize,
    measure: Measure,
    floor: usize,
    ceiling: usize,
    finds: &mut Finds,
) -> bool {
    let Some(mut phrase) = phrase_ending(cx, at + 1, floor) else { return false };
    let number = phrase.number;
    let governed = caused(cx, at);
    let plural = matches!(cx.tag(at), Tag::Nns | Tag::Nnps);
    let there = token_is_there(cx, at);
    let told = number.is_some()
        || (governed || there)
            && plural
            && phrase.count.max.is_none()
            && cx.word(phrase.first) != "the"
            && (cx.word(phrase.first) != "any" || cx.is_negated(at));
    let inside = |found: &Found| found.measure == measure && (found.first..found.end).contains(&at);
    if number.is_none() && finds.all.iter().any(inside) {
        return false;
    }
    let body = matches!(cx.lemma(at), "body" | "corpse")
        && cx.word(at + 1) != "of"
        && !recovered(cx, at)
        && phrase.count.min.is_none_or(|least| least < 3);
    if !told
        || body
        || matches!(cx.lemma(at), "victim" | "loss") && number.is_none()
        || number.is_some_and(|number| finds.has_used(number))
    {
        return false;
    }
    phrase.head = at;
    super::predicate::take_total(cx, &mut phrase, at + 1, ceiling);
    let among =
        if matches!(cx.word(at + 1), "among" | "of" | "to") { list_starting(cx, at + 2, ceiling) } else { Vec::new() };
    let people = among.into_iter().next().filter(|people| people.is_surely_people(cx));
    let end = people.as_ref().map_or(phrase.end, |people| people.end);
    let victims = people.as_ref().map_or_else(|| phrase.victims(cx), |people| people.victims(cx));
    let count = if cx.is_negated(at) { Count::exactly(0) } else { phrase.count };
    let main = finds.add(Found {
        measure,
        head: at,
        trigger: at,
        first: phrase.first,
        end,
        count,
        phrase: Some(phrase),
        victims,
        part_of: None,
        modality: None,
        rule: "casualties/counted",
    });
    if let Some(main) = main {
        add_parts(cx, main, parts_after(cx, end, ceiling), finds);
    }
    true
}

/// "the killing of 12 people", "injuries to four others", "his arrest", "the fighter's death".
fn read_event(
    cx: &Context<'_, '_>,
    at: usize,
    measure: Measure,
    floor: usize,
    ceiling: usize,
    finds: &mut Finds,
) -> bool {
    let preposition = matches!(cx.word(at + 1), "of" | "to" | "among" | "for");
    let list = if preposition { list_starting(cx, at + 2, ceiling) } else { Vec::new() };
    let list: Vec<Phrase> = list
        .into_iter()
        .filter(|phrase| {
            phrase.is_surely_people(cx)
                || cx.tag(phrase.head).is_proper() && cx.word(at + 1) == "of" && measure == Measure::Killed
        })
        .collect();
    let first = phrase_ending(cx, at + 1, floor).map_or(at, |phrase| phrase.first);
    if list.is_empty() {
        return read_possessed(cx, at, measure, first, finds);
    }
    let mut main = None;
    for (nth, phrase) in list.iter().enumerate() {
        let victims = class_of(cx, phrase, finds, false);
        let found = Found {
            measure,
            head: at,
            trigger: at,
            first: if nth == 0 { first } else { phrase.first },
            end: phrase.end,
            count: phrase.count,
            phrase: Some(phrase.clone()),
            victims,
            part_of: None,
            modality: None,
            rule: "casualties/event",
        };
        main = main.or(finds.add(found));
    }
    if let Some(main) = main {
        add_parts(cx, main, parts_after(cx, list[list.len() - 1].end, ceiling), finds);
    }
    true
}

/// "his death", "the commander's killing".
fn read_possessed(cx: &Context<'_, '_>, at: usize, measure: Measure, first: usize, finds: &mut Finds) -> bool {
    let Some(owner) = cx.text.child(at, Dep::Poss) else { return false };
    if matches!(cx.lemma(at), "body" | "loss" | "corpse" | "injury") || matches!(cx.word(owner), "its" | "your") {
        return false;
    }
    let plural = matches!(cx.word(owner), "their" | "our") || cx.tag(owner) == Tag::Nns;
    let person = matches!(cx.tag(owner), Tag::PrpPoss) || cx.people(owner).is_some() || cx.tag(owner).is_proper();
    if !person {
        return false;
    }
    finds.add(Found {
        measure,
        head: at,
        trigger: at,
        first,
        end: at + 1,
        phrase: None,
        count: if plural { Count::at_least(2) } else { Count::exactly(1) },
        victims: cx.people(owner).unwrap_or(Victims::Unknown),
        part_of: None,
        modality: None,
        rule: "casualties/possessed",
    });
    true
}

/// "claimed the lives of 15 people", "took two lives".
pub fn read_lives(cx: &Context<'_, '_>, at: usize, ceiling: usize, finds: &mut Finds) -> bool {
    if !(cx.is(at, "take_life") && cx.tag(at).is_verb()) {
        return false;
    }
    let Some(lives) = (at + 1..ceiling.min(at + 7)).find(|&next| matches!(cx.word(next), "lives" | "life")) else {
        return false;
    };
    let list = if cx.word(lives + 1) == "of" {
        list_starting(cx, lives + 2, ceiling)
    } else {
        phrase_ending(cx, lives + 1, at + 1).filter(|phrase| phrase.number.is_some()).into_iter().collect()
    };
    let mut main = None;
    for (nth, phrase) in list.iter().enumerate() {
        let victims = class_of(cx, phrase, finds, false);
        let found = Found {
            measure: Measure::Killed,
            head: at,
            trigger: at,
            first: if nth == 0 { cx.subject_first(at) } else { phrase.first },
            end: phrase.end,
            count: phrase.count,
            phrase: Some(phrase.clone()),
            victims,
            part_of: None,
            modality: None,
            rule: "casualties/lives",
        };
        main = main.or(finds.add(found));
    }
    if let (Some(main), Some(last)) = (main, list.last()) {
        add_parts(cx, main, parts_after(cx, last.end, ceiling), finds);
    }
    main.is_some()
}

/// "the death toll rose to 11", "put the number of wounded at six"; without a figure only where it is expected to rise.
pub fn read_toll(cx: &Context<'_, '_>, at: usize, ceiling: usize, finds: &mut Finds) -> bool {
    let Some((measure, first, end)) = cx.toll(at) else { return false };
    let mut next = end;
    let first = if matches!(cx.word(first.wrapping_sub(1)), "the" | "a" | "its") { first - 1 } else { first };
    let mut phrase = None;
    while next < ceiling && !matches!(cx.tag(next), Tag::Stop | Tag::OpenQuote | Tag::CloseQuote) {
        let number = cx.number_at[next];
        let leads = || cx.is_toll_lead(next - 1) || cx.is_toll_lead(next);
        let figure = |number: usize| cx.text.numbers[number].count.max.is_some();
        if number.is_some_and(|number| finds.has_used(number) && figure(number)) && leads() {
            return true;
        }
        if number.is_some() && leads() {
            phrase = super::phrase::phrase_starting(cx, next, ceiling);
            break;
        }
        next += 1;
    }
    let Some(phrase) = phrase else {
        let rises = (end..ceiling.min(end + 9))
            .any(|at| matches!(cx.lemma(at), "rise" | "climb" | "increase" | "grow" | "higher"));
        let open = (end..ceiling.min(end + 9))
            .any(|at| matches!(cx.lemma(at), "expect" | "may" | "could" | "might" | "likely" | "fear" | "would"));
        if rises && open {
            let end = (end..ceiling.min(end + 9))
                .find(|&at| matches!(cx.lemma(at), "rise" | "climb" | "increase" | "grow" | "higher"))
                .unwrap_or(end);
            finds.add(Found {
                measure,
                head: at,
                trigger: at,
                first,
                end: end + 1,
                phrase: None,
                count: Count::untold(),
                victims: Victims::Unknown,
                part_of: None,
                modality: Some(Modality::Hypothetical),
                rule: "casualties/toll",
            });
        }
        return true;
    };
    let victims = class_of(cx, &phrase, finds, false);
    let end = phrase.end;
    let main = finds.add(Found {
        measure,
        head: at,
        trigger: at,
        first,
        end,
        count: phrase.count,
        phrase: Some(phrase),
        victims,
        part_of: None,
        modality: None,
        rule: "casualties/toll",
    });
    if let Some(main) = main {
        add_parts(cx, main, parts_after(cx, end, ceiling), finds);
    }
    true
}

/// Whether a noun of harm is what a verb of causing or reporting brings about.
fn caused(cx: &Context<'_, '_>, at: usize) -> bool {
    let token = &cx.text.tokens[at];
    let mut governor = token.head;
    if matches!(token.dep, Dep::Pobj) {
        governor = cx.text.tokens[governor].head;
    }
    governor != at && cx.is_cause(governor) && matches!(token.dep, Dep::Dobj | Dep::Pobj | Dep::Nsubjpass | Dep::Conj)
}

/// "there were casualties"
fn token_is_there(cx: &Context<'_, '_>, at: usize) -> bool {
    let token = &cx.text.tokens[at];
    token.dep == Dep::Attr && cx.text.child(token.head, Dep::Expl).is_some()
}

/// Whether bodies are what somebody found or received.
fn recovered(cx: &Context<'_, '_>, at: usize) -> bool {
    let governor = cx.text.tokens[at].head;
    governor != at
        && (cx.is_recovery(governor)
            || cx.text.tokens[governor].head != governor && cx.is_recovery(cx.text.tokens[governor].head))
        || cx.text.children[at].iter().any(|&child| cx.is_recovery(child))
}

/// "six civilians suffered burns", "many suffering from breathing problems", "two people were treated for shock", "three children
/// with severe malnutrition".
pub fn read_suffering(
    cx: &Context<'_, '_>,
    at: usize,
    floor: usize,
    ceiling: usize,
    finds: &mut Finds,
) -> Option<usize> {
    let verb = cx.tag(at).is_verb();
    let suffers = cx.is(at, "suffer") && verb;
    let treated =
        cx.is(at, "treat") && matches!(cx.tag(at), Tag::Vbn | Tag::Vbd) && matches!(cx.word(at + 1), "for" | "with");
    let with = cx.word(at) == "with";
    if !suffers && !treated && !with {
        return None;
    }
    let reach = if with { 5 } else { 8 };
    let ailment = (at + 1..ceiling.min(at + reach))
        .take_while(|&next| !cx.tag(next).is_verb() || cx.is(next, "ailment") || cx.tag(next) == Tag::Vbg)
        .find(|&next| cx.is(next, "ailment"))?;
    let mut start = at;
    while start > floor && !with && (cx.is_auxiliary(start - 1) || cx.tag(start - 1) == Tag::Rb) {
        start -= 1;
    }
    let list: Vec<Phrase> = if with {
        phrase_ending(cx, at, floor)
            .filter(|phrase| phrase.number.is_some() && phrase.has_noun(cx))
            .into_iter()
            .collect()
    } else {
        super::left::people_before(cx, at, start, floor, start == at).list
    };
    let list: Vec<Phrase> = list.into_iter().filter(|phrase| phrase.is_surely_people(cx)).collect();
    let mut main = None;
    for phrase in &list {
        let victims = class_of(cx, phrase, finds, false);
        let found = Found {
            measure: Measure::Injured,
            head: at,
            trigger: at,
            first: phrase.first,
            end: ailment + 1,
            count: phrase.count,
            phrase: Some(phrase.clone()),
            victims,
            part_of: None,
            modality: None,
            rule: "casualties/suffering",
        };
        main = main.or(finds.add(found));
    }
    main.map(|_| ailment + 1)
}

impl Context<'_, '_> {
    /// Which harm a word tells, whatever kind of word it is.
    pub fn any_harm(&self, at: usize) -> Option<Measure> {
        let noun = || self.harm_noun(at).filter(|class| class.ends_with("_count")).and_then(measure_of);
        self.harm(at).map(|harm| harm.measure).or_else(noun)
    }

    /// Whether a word is part of a toll term.
    fn toll_near(&self, at: usize) -> bool {
        (at.saturating_sub(4)..at + 4)
            .any(|near| self.toll(near).is_some_and(|(_, first, end)| (first..end).contains(&at)))
    }

    /// "did not cause any casualties", "without casualties".
    fn is_negated(&self, at: usize) -> bool {
        let governor = self.text.tokens[at].head;
        let nobody = || {
            let subject = self.text.child(governor, Dep::Nsubj);
            let number =
                subject.and_then(|subject| self.text.subtree(subject).iter().find_map(|&at| self.number_at[at]));
            number.is_some_and(|number| self.text.numbers[number].count.max == Some(0))
        };
        let denied = || self.text.child(governor, Dep::Neg).is_some() || nobody();
        self.word(governor) == "without" || governor != at && self.dep(at) == Dep::Dobj && denied()
    }

    /// Where the subject of a verb begins; the verb itself where it has none.
    fn subject_first(&self, at: usize) -> usize {
        let subject = self.text.children_by(at, &[Dep::Nsubj]).find(|&subject| subject < at);
        subject.and_then(|subject| self.text.subtree(subject).first().copied()).unwrap_or(at)
    }
}
