//! Movement: how many people, from where and to where, read off the draft's `who` and off the prepositions of its verb.
//! Whether it is a claim, and which, is the rules' and the judge's business.

use super::{Draft, slot};
use crate::Annotated;
use trucewatch_model::{Content, Count, Dep, MovementAction, Role, Span, Tag};

/// Fills in what a rule cannot say of a movement; any other content stays as it is.
pub fn complete(text: &Annotated<'_>, draft: &Draft, content: &mut Content) {
    let Content::Movement { action, count, origin, destination } = content else { return };
    let who: Vec<usize> = draft.actors.iter().filter(|(role, _)| *role == Role::Who).map(|&(_, token)| token).collect();
    *count = count_of(text, &who, draft.head);
    if matches!(action, MovementAction::Trapped) {
        return;
    }
    *origin = place_after(text, draft.head, &["from", "of"]).or_else(|| ground_left(text, &who, draft.head));
    *destination = place_after(text, draft.head, &["to", "into", "towards", "toward", "for", "in"]);
}

/// The number of the people; those of coordinated phrases are added up where each is exact ("two women and two children").
fn count_of(text: &Annotated<'_>, who: &[usize], head: usize) -> Option<Count> {
    let Some((&first, others)) = who.split_first() else {
        // "96 arrivals", "340 departures"
        return number_of(text, head).filter(|_| !slot::is_verbal(text, head));
    };
    let whole = number_of(text, first).or_else(|| bare_count(text, first))?;
    let exact = |count: Count| count.min.filter(|_| count.exact);
    let parts: Option<Vec<u64>> = others.iter().map(|&other| number_of(text, other).and_then(exact)).collect();
    match (exact(whole), parts) {
        (Some(first), Some(others)) => Some(Count::exactly(first + others.iter().sum::<u64>())),
        _ => Some(whole),
    }
}

/// The number expression that counts a noun: before it, or itself where the people follow with "of".
fn number_of(text: &Annotated<'_>, noun: usize) -> Option<Count> {
    let first = text
        .children_by(noun, &[Dep::Det, Dep::Predet, Dep::Amod, Dep::Nummod, Dep::Compound, Dep::Quantmod, Dep::Nmod])
        .map(|child| text.subtree_span(child))
        .fold(text.tokens[noun].span, Span::cover);
    let numbers = text
        .numbers
        .iter()
        .filter(|number| number.span.overlaps(first) && number.span.start <= text.tokens[noun].span.start);
    numbers.max_by_key(|number| number.span.start).map(|number| number.count)
}

/// What a phrase without a number says: a plural several, a name or "a man" one.
fn bare_count(text: &Annotated<'_>, noun: usize) -> Option<Count> {
    let token = &text.tokens[noun];
    let article = text.child(noun, Dep::Det).map(|article| text.tokens[article].lemma.as_str());
    match token.lemma.as_str() {
        "he" | "she" => return Some(Count::exactly(1)),
        "nobody" | "none" => return Some(Count::exactly(0)),
        "many" | "people" | "other" => return Some(Count::at_least(2)),
        _ => {}
    }
    match (token.tag, article) {
        (_, Some("no")) => Some(Count::exactly(0)),
        (_, Some("any")) => None,
        (_, Some("a" | "an")) => Some(Count::exactly(1)),
        (Tag::Nns | Tag::Nnps, _) => Some(Count::at_least(2)),
        (Tag::Nnp, None) => Some(Count::exactly(1)),
        _ => None,
    }
}

/// The phrase after the first of `prepositions` that leads to ground; "in" and "of" only lead to it behind a noun or a name.
fn place_after(text: &Annotated<'_>, head: usize, prepositions: &[&str]) -> Option<String> {
    prepositions.iter().find_map(|word| {
        let place = slot::slot(text, head, word).into_iter().find(|&object| {
            let token = &text.tokens[object];
            let named = text.toponyms.iter().any(|toponym| toponym.span.overlaps(token.span));
            let timed = text.times.iter().any(|time| time.span.overlaps(token.span));
            let loose = matches!(*word, "of" | "in" | "for");
            !token.tag.is_verb() && !timed && (named || !loose)
        })?;
        Some(words(text, place))
    })
}

/// "Fled the city": the ground that people leave is the object of a verb whose subject they are.
fn ground_left(text: &Annotated<'_>, who: &[usize], head: usize) -> Option<String> {
    let object = text.child(head, Dep::Dobj).filter(|object| !who.contains(object))?;
    let toponym = text.toponyms.iter().any(|toponym| toponym.span.overlaps(text.tokens[object].span));
    (toponym || text.tokens[object].tag.is_noun()).then(|| words(text, object))
}

/// A noun phrase as written, without its article and its clauses.
fn words(text: &Annotated<'_>, noun: usize) -> String {
    let span = text.children[noun]
        .iter()
        .filter(|&&child| {
            let token = &text.tokens[child];
            !matches!(token.dep, Dep::Det | Dep::Relcl | Dep::Punct | Dep::Appos | Dep::Advcl | Dep::Cc | Dep::Conj)
        })
        .map(|&child| text.subtree_span(child))
        .fold(text.tokens[noun].span, Span::cover);
    text.words(span).to_owned()
}

#[cfg(test)]
mod tests {
    use crate::claim::Claimant;
    use crate::{Options, Reader};
    use trucewatch_model::{Content, Document};

    /// The movements of a text: `min..max origin > destination`, whatever the judge would say of them.
    fn movements(text: &str) -> Vec<String> {
        let codebook = trucewatch_codebook::builtin();
        let document = Document { text: text.to_owned(), ..Document::default() };
        let reader = Reader::new(&codebook, Options::default());
        let text = reader.annotate(&document);
        let bound = |bound: Option<u64>| bound.map_or(String::new(), |bound| bound.to_string());
        let candidates = Claimant::new(&codebook).candidates(&text, &[]);
        let filled = candidates.iter().map(|candidate| {
            let mut content = candidate.draft.content.clone();
            super::complete(&text, &candidate.draft, &mut content);
            content
        });
        filled
            .filter_map(|content| match content {
                Content::Movement { count, origin, destination, .. } => Some(format!(
                    "{}..{} {} > {}",
                    bound(count.and_then(|count| count.min)),
                    bound(count.and_then(|count| count.max)),
                    origin.unwrap_or_default(),
                    destination.unwrap_or_default()
                )),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn counts_the_people_and_finds_where_they_go() {
        assert_eq!(movements("Some 700 villagers fled to Aleppo on Friday."), ["700..700  > Aleppo"]);
        assert_eq!(movements("Thousands of families have fled Homs."), ["2000.. Homs > "]);
        assert_eq!(movements("Residents returned to their homes."), ["2..  > their homes"]);
    }
}
