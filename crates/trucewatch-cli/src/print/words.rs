//! The codebook's words as people say them: "reported", "coming into force", "more than 800 civilians". Nothing here says
//! that a thing happened.

use trucewatch::model::{
    AidAction, AttackMethod, CeasefireAction, ClaimTime, Content, ControlAction, CorridorAction, Count, Measure,
    Modality, Moment, MovementAction, Role, TollFigure, Victims, Window,
};

/// How a claim is told.
pub fn modality(modality: Modality) -> &'static str {
    match modality {
        Modality::Reported => "reported",
        Modality::Planned => "planned",
        Modality::CalledFor => "called for",
        Modality::Denied => "denied",
        Modality::Hypothetical => "possible",
    }
}

/// What a claim is of, so that it reads on after "reported", "planned", "denied".
pub fn what(content: &Content) -> &'static str {
    match content {
        Content::Ceasefire { action, .. } => match action {
            CeasefireAction::Proposed => "proposal",
            CeasefireAction::Declared => "declaration",
            CeasefireAction::Agreed => "agreement",
            CeasefireAction::Accepted => "acceptance",
            CeasefireAction::Rejected => "refusal",
            CeasefireAction::TookEffect => "coming into force",
            CeasefireAction::Extended => "extension",
            CeasefireAction::Holding => "observance",
            CeasefireAction::Violated => "breach",
            CeasefireAction::Suspended => "suspension",
            CeasefireAction::Ended => "end",
            CeasefireAction::Mentioned => "terms",
        },
        Content::Corridor { action } => match action {
            CorridorAction::Announced => "announcement",
            CorridorAction::Opened => "opening",
            CorridorAction::Used => "use",
            CorridorAction::Unused => "standing empty",
            CorridorAction::Closed => "closing",
            CorridorAction::Attacked => "attack on it",
            CorridorAction::Mentioned => "mention",
        },
        Content::Attack { method } => match method {
            AttackMethod::Airstrike => "air strike",
            AttackMethod::Shelling => "shelling",
            AttackMethod::Bombing => "bombing",
            AttackMethod::Shooting => "shooting",
            AttackMethod::GroundAssault => "ground assault",
            AttackMethod::Clash => "clash",
            AttackMethod::Chemical => "chemical attack",
            AttackMethod::Abduction => "abduction",
            AttackMethod::Other => "attack",
        },
        Content::Casualties { measure, .. } => match measure {
            Measure::Killed => "killed",
            Measure::Injured => "injured",
            Measure::Harmed => "harmed",
            Measure::Missing => "missing",
            Measure::Abducted => "abducted",
            Measure::Detained => "detained",
            Measure::Displaced => "displaced",
        },
        Content::Control { action } => match action {
            ControlAction::Captured => "capture",
            ControlAction::Recaptured => "recapture",
            ControlAction::Lost => "loss",
            ControlAction::Besieged => "siege",
            ControlAction::SiegeLifted => "lifting of a siege",
            ControlAction::Withdrew => "withdrawal",
            ControlAction::Surrendered => "surrender",
            ControlAction::Holds => "hold",
            ControlAction::Advanced => "advance",
        },
        Content::Movement { action, .. } => match action {
            MovementAction::Fled => "flight",
            MovementAction::Evacuated => "evacuation",
            MovementAction::Returned => "return",
            MovementAction::Trapped => "being trapped",
            MovementAction::Prevented => "being kept from leaving",
        },
        Content::Aid { action } => match action {
            AidAction::Delivered => "delivery of aid",
            AidAction::Blocked => "blocking of aid",
            AidAction::Looted => "looting of aid",
            AidAction::Requested => "aid",
            AidAction::Suspended => "suspension of aid",
            AidAction::Needed => "need of aid",
        },
    }
}

/// How a role is said before the name that fills it.
pub fn role(role: Role) -> &'static str {
    match role {
        Role::By | Role::Attacker | Role::Perpetrator => "by",
        Role::With => "with",
        Role::Mediator => "mediated by",
        Role::Accused => "accused",
        Role::For => "for",
        Role::Target => "on",
        Role::From => "from",
        Role::Who => "of",
        Role::To => "to",
    }
}

/// "more than 800", "about 50", "12"; `None` where no number is told.
pub fn count(count: &Count) -> Option<String> {
    Some(match (count.min, count.max) {
        (None, None) => return None,
        (Some(0), Some(0)) => "none".to_owned(),
        (Some(min), Some(max)) if min == max && count.exact => grouped(min),
        (Some(min), Some(max)) if min == max => format!("about {}", grouped(min)),
        (Some(min), Some(max)) => format!("{} to {}", grouped(min), grouped(max)),
        // One more than a round number is how "more than" is kept.
        (Some(min), None) if min > 10 && min % 10 == 1 => format!("more than {}", grouped(min - 1)),
        (Some(min), None) => format!("at least {}", grouped(min)),
        (None, Some(max)) => format!("up to {}", grouped(max)),
    })
}

/// Who was harmed, in the text's own word where it has one.
pub fn victims(victims: Victims, group: Option<&str>) -> String {
    let general = match victims {
        Victims::Civilian => "civilians",
        Victims::Combatant => "combatants",
        Victims::Mixed => "civilians and combatants",
        Victims::Unknown => "people",
    };
    group.unwrap_or(general).to_owned()
}

/// "2,000"
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// What a time was resolved to: "[2016-10-20]", "[2016-09-19 to 2016-10-21]".
pub fn resolved(start: Option<Moment>, end: Option<Moment>) -> Option<String> {
    Some(match (start, end) {
        (None, None) => return None,
        (Some(start), Some(end)) if start == end => format!("[{start}]"),
        (Some(start), Some(end)) => format!("[{start} to {end}]"),
        (Some(start), None) => format!("[from {start}]"),
        (None, Some(end)) => format!("[until {end}]"),
    })
}

/// A time as written, with what it was resolved to.
pub fn time(time: &ClaimTime) -> String {
    match resolved(time.start, time.end) {
        Some(days) => format!("{} {days}", time.text),
        None => time.text.clone(),
    }
}

/// How long a ceasefire is to last and at which hours.
pub fn window(window: &Window) -> Option<String> {
    let mut parts = Vec::new();
    parts.extend(window.duration.as_deref().map(|length| format!("for {}", duration(length))));
    parts.extend(resolved(window.start, window.end));
    match (&window.daily_from, &window.daily_to) {
        (Some(from), Some(to)) => parts.push(format!("daily from {from} to {to}")),
        (Some(from), None) => parts.push(format!("daily from {from}")),
        (None, Some(to)) => parts.push(format!("daily until {to}")),
        (None, None) => {}
    }
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// "P3D" as "3 days"; what is not of one unit stays as it is.
pub fn duration(iso: &str) -> String {
    let (rest, clock) = match iso.strip_prefix("PT") {
        Some(rest) => (rest, true),
        None => (iso.strip_prefix('P').unwrap_or(iso), false),
    };
    let Some((number, unit)) = rest.char_indices().last().map(|(at, unit)| (&rest[..at], unit)) else {
        return iso.into();
    };
    let name = match (unit, clock) {
        ('H', true) => "hour",
        ('M', true) => "minute",
        ('D', false) => "day",
        ('W', false) => "week",
        ('M', false) => "month",
        ('Y', false) => "year",
        _ => return iso.to_owned(),
    };
    match number.parse::<u32>() {
        Ok(1) => format!("1 {name}"),
        Ok(number) => format!("{number} {name}s"),
        Err(_) => iso.to_owned(),
    }
}

/// "3 children, part of another figure".
pub fn figure(figure: &TollFigure) -> String {
    let bounds = Count { min: figure.min, max: figure.max, exact: figure.min == figure.max };
    let mut out = count(&bounds).unwrap_or_else(|| "number not told".to_owned());
    if let Some(group) = &figure.group {
        out.push(' ');
        out.push_str(group);
    }
    for (holds, words) in [
        (figure.part, "part of another figure"),
        (figure.cumulative, "over a longer time"),
        (figure.superseded, "withdrawn or replaced later"),
    ] {
        if holds {
            out.push_str(", ");
            out.push_str(words);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_said_as_bounds() {
        let said = |bounds: Count| count(&bounds).unwrap();
        assert_eq!(said(Count::at_least(801)), "more than 800");
        assert_eq!(said(Count::at_least(2000)), "at least 2,000");
        assert_eq!(said(Count::at_least(24)), "at least 24");
        assert_eq!(said(Count::at_most(30)), "up to 30");
        assert_eq!(said(Count::about(50)), "about 50");
        assert_eq!(said(Count::between(20, 30)), "20 to 30");
        assert_eq!(said(Count::exactly(0)), "none");
        assert_eq!(count(&Count::untold()), None);
    }

    #[test]
    fn durations_are_said_in_words() {
        assert_eq!(duration("P3D"), "3 days");
        assert_eq!(duration("PT48H"), "48 hours");
        assert_eq!(duration("P1W"), "1 week");
        assert_eq!(duration("P1DT12H"), "P1DT12H");
    }
}
