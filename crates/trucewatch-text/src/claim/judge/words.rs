//! What the judge calls a word: its lemma, or its class where it is a name or the codebook knows it. Names of parties, people and
//! places go by what they are, so that swapping two of them changes nothing.

use super::features::Context;
use crate::Annotated;
use crate::terms::Lexicon;
use trucewatch_model::Tag;

/// The word that a token goes by.
pub fn word<'a>(context: &Context<'a>, token: usize) -> &'a str {
    let text = context.text;
    let here = &text.tokens[token];
    let named = here.tag.is_proper() || text.word(token).starts_with(char::is_uppercase);
    if named && is_party(text, token) {
        return "<party>";
    }
    if named && text.toponym_at(here.span).is_some() {
        return "<place>";
    }
    if here.tag.is_proper() && context.terms.at(token).is_empty() {
        return "<name>";
    }
    if here.tag == Tag::Cd {
        return "<number>";
    }
    here.lemma.as_str()
}

fn is_party(text: &Annotated<'_>, token: usize) -> bool {
    text.mention_at(text.tokens[token].span).is_some_and(|mention| mention.actor.is_some())
}

/// The codebook's classes of a word, as `concept:class`.
pub fn classes<'a>(context: &Context<'a>, token: usize) -> impl Iterator<Item = (&'a str, &'a str)> {
    let lexicon: &'a Lexicon = context.lexicon;
    context
        .terms
        .at(token)
        .iter()
        .map(move |term| (lexicon.name(term.concept), lexicon.class_name(term.concept, term.class)))
}
