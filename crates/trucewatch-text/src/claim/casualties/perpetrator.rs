//! Who harmed: the agent of the verb, or whoever the report names with the attack that harmed ("a regime air strike killed
//! five", "killed in shelling by rebels"). Only parties and armed people; the attack itself is none.

use super::super::slot;
use super::context::Context;
use super::found::Found;
use trucewatch_model::{Category, Dep, Tag, Victims};

/// How far up from a find its attack is looked for.
const MAX_CLIMB: usize = 4;

/// How many tokens behind a find its attack may be named.
const REACH: usize = 14;

/// The tokens that head the perpetrators of a find.
pub fn perpetrators(cx: &Context<'_, '_>, found: &Found) -> Vec<usize> {
    let own = |token: usize| found.phrase.as_ref().is_some_and(|phrase| (phrase.first..phrase.end).contains(&token));
    let mut at = found.head;
    for _ in 0..MAX_CLIMB {
        let agents: Vec<usize> = slot::agent(cx.text, at).into_iter().filter(|&agent| !own(agent)).collect();
        let named = agents.iter().flat_map(|&agent| parties_of(cx, agent)).collect::<Vec<_>>();
        if !named.is_empty() {
            return named;
        }
        for preposition in ["by", "in", "from", "after", "during", "to", "with"] {
            let causes = slot::slot(cx.text, at, preposition).into_iter().filter(|&cause| !own(cause));
            let parties: Vec<usize> =
                causes.flat_map(|cause| parties_of_attack(cx, cause, preposition == "by")).collect();
            if !parties.is_empty() {
                return parties;
            }
        }
        let token = &cx.text.tokens[at];
        // "killed five and wounded 12 in ...", "fired shells, killing five": the verb above has the agent.
        if token.head == at || !matches!(token.dep, Dep::Conj | Dep::Advcl | Dep::Xcomp | Dep::Acl | Dep::Relcl) {
            break;
        }
        at = token.head;
    }
    by_surface(cx, found)
}

/// "2 killed in terrorist shelling", "rebels fired shells on the park ... leaving a child dead": where the parse does not tie them
/// together, the attack named right after, else the attacker named before in the sentence.
fn by_surface(cx: &Context<'_, '_>, found: &Found) -> Vec<usize> {
    let sentence = &cx.text.sentences[cx.text.sentence_of(found.head)];
    let after = found.end..(found.end + REACH).min(sentence.last);
    for at in after.filter(|&at| cx.is_attack_word(at)) {
        let named: Vec<usize> =
            (at.saturating_sub(2).max(found.end)..at).filter(|&token| is_party(cx, token)).collect();
        let by = (at + 1..(at + 4).min(sentence.last)).find(|&by| cx.word(by) == "by").map_or(Vec::new(), |by| {
            (by + 1..(by + 6).min(sentence.last))
                .filter(|&token| cx.tag(token).is_noun() && is_party(cx, token))
                .take(1)
                .collect()
        });
        if let Some(party) = by.first().or(named.last()) {
            return vec![*party];
        }
    }
    let before = (sentence.first..found.first).rev().filter(|&at| cx.tag(at).is_verb() && cx.is_attack_word(at));
    let agents = before.flat_map(|verb| slot::agent(cx.text, verb)).find(|&agent| is_party(cx, agent));
    agents.into_iter().collect()
}

/// A party itself, or the parties that an attack is told to be of.
fn parties_of(cx: &Context<'_, '_>, token: usize) -> Vec<usize> {
    if cx.is_attack_word(token) {
        parties_of_attack(cx, token, true)
    } else if is_party(cx, token) {
        vec![token]
    } else {
        Vec::new()
    }
}

fn parties_of_attack(cx: &Context<'_, '_>, token: usize, direct: bool) -> Vec<usize> {
    if !cx.is_attack_word(token) {
        return if direct && is_party(cx, token) { vec![token] } else { Vec::new() };
    }
    let agents = slot::agent(cx.text, token);
    let modifiers = cx.text.children_by(token, &[Dep::Amod, Dep::Compound, Dep::Nmod, Dep::Poss]);
    let mut parties: Vec<usize> = agents.into_iter().chain(modifiers).filter(|&agent| is_party(cx, agent)).collect();
    parties.sort_unstable();
    parties.dedup();
    parties
}

/// Whether a token names a party to the war, a nationality, or armed people.
fn is_party(cx: &Context<'_, '_>, token: usize) -> bool {
    let span = cx.text.tokens[token].span;
    let party = |category: Category| {
        matches!(category, Category::Government | Category::Military | Category::ArmedGroup | Category::Political)
    };
    let mentioned = cx.text.mentions.iter().any(|mention| mention.span.overlaps(span) && party(mention.category));
    mentioned || cx.people(token) == Some(Victims::Combatant) && cx.tag(token) != Tag::Vbn
}
