//! Checks of rules: kinds, types, roles, modalities, slots, and the concepts that they name.

use super::{Checker, names, nearest_name};
use crate::data::Rule;
use crate::source;
use trucewatch_model::{
    AidAction, AttackMethod, CeasefireAction, ControlAction, CorridorAction, Kind, Measure, Modality, MovementAction,
    Role,
};

/// Steps of a slot's path: the relations of the parse that rules know, and the prepositions of English that lead an argument.
const STEPS: [&str; 52] = [
    "agent",
    "patient",
    "subject",
    "clause",
    "mod",
    "poss",
    "governor",
    "attr",
    "subject_of",
    "sides",
    "prep",
    "about",
    "above",
    "across",
    "after",
    "against",
    "along",
    "among",
    "around",
    "as",
    "at",
    "before",
    "behind",
    "below",
    "beside",
    "between",
    "beyond",
    "by",
    "despite",
    "during",
    "for",
    "from",
    "in",
    "inside",
    "like",
    "into",
    "near",
    "of",
    "off",
    "on",
    "onto",
    "out",
    "over",
    "through",
    "to",
    "towards",
    "under",
    "until",
    "via",
    "with",
    "within",
    "without",
];

/// The actions, methods or measures of a kind.
fn types_of(kind: Kind) -> Vec<&'static str> {
    match kind {
        Kind::Ceasefire => CeasefireAction::ALL.iter().map(|word| word.word()).collect(),
        Kind::Corridor => CorridorAction::ALL.iter().map(|word| word.word()).collect(),
        Kind::Attack => AttackMethod::ALL.iter().map(|word| word.word()).collect(),
        Kind::Casualties => Measure::ALL.iter().map(|word| word.word()).collect(),
        Kind::Control => ControlAction::ALL.iter().map(|word| word.word()).collect(),
        Kind::Movement => MovementAction::ALL.iter().map(|word| word.word()).collect(),
        Kind::Aid => AidAction::ALL.iter().map(|word| word.word()).collect(),
    }
}

impl Checker {
    pub(super) fn rule(&mut self, rule: &Rule) {
        let folder = self.file.parent().map(source::stem).unwrap_or_default();
        if let Some(kind) = Kind::from_word(&folder)
            && !rule.kind_type.starts_with('$')
        {
            self.one_of("type", &rule.kind_type, &types_of(kind));
        }
        self.one_of("pos", &rule.pos, &["", "verb", "noun", "any"]);
        let mut modalities: Vec<&str> = Modality::ALL.iter().map(|modality| modality.word()).collect();
        modalities.push("");
        self.one_of("modality", &rule.modality, &modalities);
        let roles: Vec<&str> = Role::ALL.iter().map(|role| role.word()).collect();
        for role in rule.roles.keys() {
            self.one_of("a role", role, &roles);
        }
        if rule.trigger.is_empty() {
            self.tell(&rule.about, "`trigger` is empty: the rule can never fire".into());
        }
        if rule.matches.is_empty() {
            self.tell(&rule.about, "`matches` is empty: give a sentence that the rule must read".into());
        }
        for word in rule.trigger.iter().chain(rule.when.values().flatten()) {
            self.concept_named(word);
        }
        self.type_from(rule);
        for path in rule.when.keys().chain(rule.roles.values().flatten()) {
            self.slot(path);
        }
        if !rule.predicate.is_empty() {
            self.slot(&rule.predicate);
        }
    }

    /// `$trigger` takes the class of the trigger, `$slot` that of what stands in a slot that the rule asks for.
    fn type_from(&mut self, rule: &Rule) {
        match rule.kind_type.strip_prefix('$') {
            Some("trigger") if !rule.trigger.iter().any(|word| word.starts_with('@')) => {
                self.tell(
                    "$trigger",
                    "`type`: `$trigger` is the class of a trigger, and no trigger is a concept".into(),
                );
            }
            Some(path) if path != "trigger" && !rule.when.contains_key(path) => {
                let near = names::did_you_mean(nearest_name(path, rule.when.keys().map(String::as_str)));
                self.tell(
                    &rule.kind_type,
                    format!("`type`: found `${path}`; `[when]` asks nothing of this slot{near}"),
                );
            }
            _ => {}
        }
    }

    /// Steps separated by dots.
    fn slot(&mut self, path: &str) {
        for step in path.split('.').filter(|step| !STEPS.contains(step)) {
            let near = names::did_you_mean(nearest_name(step, STEPS));
            self.tell(path, format!("found the slot `{step}`; allowed: {}{near}", STEPS.join(", ")));
        }
    }

    /// `@name` or `@name:class`, with or without `!` before it.
    fn concept_named(&mut self, word: &str) {
        let Some(name) = word.trim_start_matches('!').strip_prefix('@') else { return };
        let (concept, class) = name.split_once(':').map_or((name, None), |(concept, class)| (concept, Some(class)));
        match (self.known.concepts.get(concept), class) {
            (None, _) => {
                let near = names::did_you_mean(nearest_name(concept, self.known.concepts.keys().map(String::as_str)));
                self.tell(word, format!("found `{word}`; there is no concept `{concept}` in the lexicon{near}"));
            }
            (Some(classes), Some(class)) if !classes.iter().any(|known| known == class) => {
                let near = names::did_you_mean(nearest_name(class, classes.iter().map(String::as_str)));
                let message = format!("found `{word}`; the classes of `{concept}` are {}{near}", classes.join(", "));
                self.tell(word, message);
            }
            _ => {}
        }
    }
}
