//! A ceasefire's dossier and an incident's page as text: every line with the number of the report that says it, and its words.

use super::{Screen, flow::Flow, words};
use anstyle::{AnsiColor, Style};
use trucewatch::model::{
    Account, Ceasefire, ClaimRef, Disagreement, EventPlace, Incident, Moment, Party, Placement, Refusal, Toll,
};
use trucewatch::views::{Dossier, IncidentView, Quote, Quotes, ReportCard};

/// Quotes shown for one account; the rest are counted.
const QUOTES_SHOWN: usize = 3;

/// How a dossier or an incident is written: on a screen, over the reports and quotes that stand behind it.
struct Writer<'a> {
    screen: &'a Screen,
    reports: &'a [ReportCard],
    quotes: &'a Quotes,
    out: String,
}

/// The dossier as text.
pub fn dossier(dossier: &Dossier, screen: &Screen) -> String {
    let ceasefire = &dossier.ceasefire;
    let mut to = Writer { screen, reports: &dossier.reports, quotes: &dossier.quotes, out: String::new() };
    to.title(&ceasefire.title, &ceasefire.id);
    to.terms(ceasefire);
    to.stances(ceasefire);
    to.corridors(ceasefire);
    to.inside(ceasefire, &dossier.incidents);
    to.violations(ceasefire);
    to.disagreements(&ceasefire.disagreements);
    to.timeline(dossier);
    to.outcome(ceasefire);
    to.apart(&ceasefire.apart);
    to.list_reports();
    to.out
}

/// The incident's page as text.
pub fn incident(view: &IncidentView, screen: &Screen) -> String {
    let incident = &view.incident;
    let mut to = Writer { screen, reports: &view.reports, quotes: &view.quotes, out: String::new() };
    to.title(&incident.title, &incident.id);
    to.heading("What is said of it");
    to.accounts("means", &incident.method, |method| method.replace('_', " "));
    to.accounts("day", &incident.on, Moment::to_string);
    to.accounts("place", &incident.places, place_words);
    to.accounts("named as attacker", &incident.attackers, party_words);
    to.accounts("said not to be the attacker", &incident.denied, party_words);
    to.accounts("said to be hit", &incident.targets, String::clone);
    to.tolls(incident);
    to.disagreements(&incident.disagreements);
    to.heading("All claims, and why they are joined");
    for member in &incident.claims {
        to.cite(&member.claim, 2);
        to.line(Flow::default().say(dim(), &member.why), 6);
    }
    to.apart(&incident.apart);
    to.list_reports();
    to.out
}

fn dim() -> Style {
    Style::new().dimmed()
}

fn party_words(party: &Party) -> String {
    party.name.clone()
}

fn place_words(place: &EventPlace) -> String {
    match place.precision {
        Some(precision) => format!("{} ({})", place.name, precision.word()),
        None => place.name.clone(),
    }
}

impl Writer<'_> {
    fn line(&mut self, flow: &Flow, indent: usize) {
        self.screen.put(&mut self.out, flow, indent, indent + 2);
    }

    fn title(&mut self, title: &str, id: &str) {
        self.line(Flow::default().quote(Style::new().bold().underline(), title).say(dim(), "  ").say(dim(), id), 0);
        let copies = self.reports.iter().filter(|report| report.copy_of.is_some()).count();
        let count = self.reports.len();
        let mut facts = format!("{count} report{}", if count == 1 { "" } else { "s" });
        if copies > 0 {
            facts.push_str(&format!(", {copies} of them copied from another"));
        }
        facts.push_str("; what is said, not what is so");
        self.line(Flow::default().say(dim(), &facts), 0);
    }

    fn heading(&mut self, title: &str) {
        self.out.push('\n');
        let heading = Style::new().bold().fg_color(Some(AnsiColor::Blue.into()));
        self.line(Flow::default().say(heading, title), 0);
    }

    /// One value: its name, what is said, who says it, and the words.
    fn account<T>(&mut self, name: &str, account: &Account<T>, value: &str) {
        let mut line = Flow::default();
        if !name.is_empty() {
            line.say(Style::new(), name).say(Style::new(), ": ");
        }
        line.quote(Style::new().bold(), value);
        if !account.by.is_empty() {
            line.say(dim(), " · ").quote(Style::new(), &account.by.join("; "));
        }
        if account.sources > 1 {
            line.say(dim(), &format!(" · {} sources", account.sources));
        }
        self.line(&line, 2);
        self.quotes(&account.claims, 6);
    }

    fn accounts<T>(&mut self, name: &str, accounts: &[Account<T>], value: impl Fn(&T) -> String) {
        for account in accounts {
            self.account(name, account, &value(&account.value));
        }
    }

    /// The words of claims, each with the number of its report.
    fn quotes(&mut self, claims: &[ClaimRef], indent: usize) {
        for claim in claims.iter().take(QUOTES_SHOWN) {
            self.cite(claim, indent);
        }
        if claims.len() > QUOTES_SHOWN {
            self.line(Flow::default().say(dim(), &format!("and {} more", claims.len() - QUOTES_SHOWN)), indent);
        }
    }

    fn cite(&mut self, claim: &ClaimRef, indent: usize) {
        let mut line = Flow::default();
        let number = self.reports.iter().position(|report| report.id == claim.report).map_or(0, |at| at + 1);
        let source = Style::new().fg_color(Some(AnsiColor::Cyan.into()));
        line.say(source, &format!("[{number}] c{} ", claim.claim + 1));
        match self.quotes.get(claim) {
            None => line.say(dim(), "the report's words are not at hand"),
            Some(Quote { words, speaker, modality, .. }) => {
                if *modality != "reported" {
                    line.say(Style::new(), modality).say(Style::new(), ": ");
                }
                line.quote(Style::new().italic(), &format!("“{words}”"));
                if let Some(speaker) = speaker {
                    line.say(dim(), " — ").quote(source, speaker);
                }
                &mut line
            }
        };
        self.line(&line, indent);
    }

    fn terms(&mut self, ceasefire: &Ceasefire) {
        self.heading("Terms");
        self.accounts("declared by", &ceasefire.declared_by, party_words);
        match ceasefire.side {
            Some(side) => {
                self.line(Flow::default().say(Style::new(), "side: ").say(Style::new().bold(), side.word()), 2)
            }
            None => self.line(Flow::default().say(dim(), "side: not said"), 2),
        }
        self.accounts("declared on", &ceasefire.declared_on, Moment::to_string);
        self.accounts("takes effect", &ceasefire.effective_from, Moment::to_string);
        self.accounts("until", &ceasefire.until, Moment::to_string);
        self.accounts("duration", &ceasefire.duration, |iso| words::duration(iso));
        self.accounts("daily from", &ceasefire.daily_from, String::clone);
        self.accounts("daily to", &ceasefire.daily_to, String::clone);
        self.accounts("area", &ceasefire.area, place_words);
        self.accounts("purpose", &ceasefire.purpose, |purpose| purpose.word().replace('_', " "));
        self.accounts("mediated by", &ceasefire.mediators, party_words);
        for extension in &ceasefire.extensions {
            let by: Vec<&str> = extension.by.iter().map(|party| party.name.as_str()).collect();
            let mut line = Flow::default();
            line.say(Style::new(), "extension: ").quote(Style::new().bold(), &by.join(", "));
            for until in &extension.until {
                line.say(dim(), " · ").say(Style::new(), &format!("until {}", until.value));
            }
            for party in &extension.refused_by {
                line.say(dim(), " · refused by ").quote(Style::new(), &party.name);
            }
            self.line(&line, 2);
            self.quotes(&extension.claims, 6);
        }
    }

    fn stances(&mut self, ceasefire: &Ceasefire) {
        if ceasefire.stances.is_empty() {
            return;
        }
        self.heading("Stances");
        for stance in &ceasefire.stances {
            let on = stance.on.map_or("day not said".to_owned(), |on| on.to_string());
            let mut line = Flow::default();
            line.say(dim(), &on).say(dim(), "  ").quote(Style::new().bold(), &stance.party.name);
            line.say(Style::new(), " ").say(Style::new(), stance.stance.word());
            if stance.of_extension {
                line.say(Style::new(), " the extension");
            }
            self.line(&line, 2);
            self.quotes(&stance.claims, 6);
        }
    }

    fn corridors(&mut self, ceasefire: &Ceasefire) {
        if ceasefire.corridors.is_empty() {
            return;
        }
        self.heading("Corridors");
        for corridor in &ceasefire.corridors {
            let name = corridor.place.as_ref().map_or("place not said".to_owned(), place_words);
            self.line(Flow::default().quote(Style::new().bold(), &name), 2);
            for account in &corridor.accounts {
                let mut line = Flow::default();
                line.say(Style::new(), account.value.word());
                if !account.by.is_empty() {
                    line.say(dim(), " · ").quote(Style::new(), &account.by.join("; "));
                }
                self.line(&line, 4);
                self.quotes(&account.claims, 8);
            }
        }
    }

    fn inside(&mut self, ceasefire: &Ceasefire, incidents: &[Incident]) {
        if ceasefire.incidents.is_empty() {
            return;
        }
        self.heading("What was reported, set against window, area and parties");
        for placement in &ceasefire.incidents {
            let Some(incident) = incidents.iter().find(|incident| incident.id == placement.incident) else { continue };
            let mut line = Flow::default();
            line.quote(Style::new().bold(), &incident.title).say(dim(), "  ").say(dim(), &incident.id);
            self.line(&line, 2);
            self.line(&placed(placement), 6);
            for (word, toll) in [("killed", &incident.killed), ("injured", &incident.injured)] {
                if let Some(range) = IncidentView::range(toll) {
                    let line = format!("{word}: {range}, over {} account(s)", toll.accounts.len());
                    self.line(Flow::default().say(Style::new(), &line), 6);
                }
            }
            let claims: Vec<ClaimRef> = incident.claims.iter().map(|member| member.claim.clone()).collect();
            self.quotes(&claims, 6);
        }
    }

    fn tolls(&mut self, incident: &Incident) {
        let named = incident.other_tolls.iter().map(|(word, toll)| (word.as_str(), toll));
        let tolls: Vec<(&str, &Toll)> = [("killed", &incident.killed), ("injured", &incident.injured)]
            .into_iter()
            .chain(named)
            .filter(|(_, toll)| !toll.accounts.is_empty())
            .collect();
        if tolls.is_empty() {
            return;
        }
        self.heading("Tolls");
        for (word, toll) in tolls {
            let range = IncidentView::range(toll).unwrap_or_else(|| "no figure for the whole".into());
            self.line(Flow::default().say(Style::new().bold(), &format!("{word}: {range}")), 2);
            for account in &toll.accounts {
                self.account("", account, &words::figure(&account.value));
            }
        }
    }

    fn violations(&mut self, ceasefire: &Ceasefire) {
        if ceasefire.violations.is_empty() {
            return;
        }
        self.heading("Violations, as sources count them");
        for account in &ceasefire.violations {
            let accused = account.value.accused.as_ref().map_or("nobody named", |party| party.name.as_str());
            let times =
                account.value.text.clone().or_else(|| account.value.times.map(|times| format!("{times} times")));
            let said = times.map_or_else(|| accused.to_owned(), |times| format!("{accused}: {times}"));
            self.account("accused", account, &said);
        }
    }

    fn disagreements(&mut self, disagreements: &[Disagreement]) {
        if disagreements.is_empty() {
            return;
        }
        self.heading("Where the accounts differ");
        for disagreement in disagreements {
            self.line(Flow::default().quote(Style::new().bold(), &disagreement.about), 2);
            for side in &disagreement.sides {
                let mut line = Flow::default();
                line.quote(Style::new(), &side.value);
                if !side.by.is_empty() {
                    line.say(dim(), " · ").quote(Style::new(), &side.by.join("; "));
                }
                self.line(&line, 4);
                self.quotes(&side.claims, 8);
            }
        }
    }

    fn timeline(&mut self, dossier: &Dossier) {
        if dossier.timeline.is_empty() {
            return;
        }
        self.heading("Timeline");
        for happening in &dossier.timeline {
            let mut line = Flow::default();
            line.say(dim(), &happening.on.to_string()).say(dim(), "  ").quote(Style::new(), &happening.what);
            let mut numbers: Vec<usize> = happening
                .claims
                .iter()
                .filter_map(|claim| self.reports.iter().position(|report| report.id == claim.report))
                .map(|at| at + 1)
                .collect();
            numbers.sort_unstable();
            numbers.dedup();
            let numbers: Vec<String> = numbers.iter().map(usize::to_string).collect();
            line.say(dim(), &format!("  [{}]", numbers.join(", ")));
            self.line(&line, 2);
        }
    }

    fn outcome(&mut self, ceasefire: &Ceasefire) {
        if ceasefire.outcome.is_empty() && ceasefire.ended_on.is_empty() {
            return;
        }
        self.heading("Outcome, in the words of sources");
        self.accounts("", &ceasefire.outcome, |outcome| outcome.word().replace('_', " "));
        self.accounts("ended on", &ceasefire.ended_on, Moment::to_string);
    }

    fn apart(&mut self, refusals: &[Refusal]) {
        if refusals.is_empty() {
            return;
        }
        self.heading("Near, and kept apart");
        for refusal in refusals {
            let line = format!("{} and {}: {}", refusal.a, refusal.b, refusal.why);
            self.line(Flow::default().quote(dim(), &line), 2);
        }
    }

    fn list_reports(&mut self) {
        self.heading("Reports");
        for (at, report) in self.reports.iter().enumerate() {
            let mut line = Flow::default();
            line.say(Style::new(), &format!("[{}] ", at + 1));
            line.quote(Style::new(), report.outlet.as_deref().unwrap_or("outlet not known"));
            line.say(dim(), ", ");
            line.say(Style::new(), &report.published.map_or("date not known".to_owned(), |at| at.date().to_string()));
            line.say(dim(), ": ").quote(Style::new(), report.title.as_deref().unwrap_or("no title"));
            line.say(dim(), "  ").say(dim(), &report.id);
            if let Some(of) = &report.copy_of {
                line.say(dim(), &format!(" (carries the text of {of})"));
            }
            self.line(&line, 2);
        }
    }
}

/// "in the window, in the area; bound party not known: nobody named", or what of it is not known.
fn placed(placement: &Placement) -> Flow {
    let say = |what: &str, value: Option<bool>| match value {
        Some(true) => format!("{what}: yes"),
        Some(false) => format!("{what}: no"),
        None => format!("{what}: not known"),
    };
    let facts = [
        say("in the window", placement.in_window),
        say("in the area", placement.in_area),
        say("by a party it binds", placement.bound_party),
    ];
    let mut line = Flow::default();
    line.say(Style::new(), &facts.join(" · "));
    if !placement.why.is_empty() {
        line.say(dim(), " (").quote(dim(), &placement.why).say(dim(), ")");
    }
    line
}
