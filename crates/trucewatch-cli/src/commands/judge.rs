//! `trucewatch judge`: what a person says of claims and events, into the ledger.

use super::{Setting, Trouble, record::RecordArgs};
use clap::{Args as ClapArgs, Subcommand};
use std::process::ExitCode;
use trucewatch::record::{Said, judgement_json};

#[derive(ClapArgs)]
pub struct Args {
    #[command(subcommand)]
    verdict: Verdict,
    /// Who judges
    #[arg(long, global = true, env = "TRUCEWATCH_PERSON", value_name = "NAME", default_value = "")]
    by: String,
    /// Why
    #[arg(long, global = true, value_name = "WORDS")]
    reason: Option<String>,
    #[command(flatten)]
    record: RecordArgs,
}

#[derive(Subcommand)]
enum Verdict {
    /// Two claims (REPORT#c3) or events (cf-..., in-...) are one
    Same { a: String, b: String },
    /// They are not
    Different { a: String, b: String },
    /// It cannot be told: they stay apart
    Unsure { a: String, b: String },
    /// A claim is read right
    Confirm { claim: String },
    /// A claim is not in the text
    Reject { claim: String },
    /// A field of a claim is read wrong
    Correct {
        claim: String,
        /// The field in the public JSON: modality, action, time, count, ...
        field: String,
        /// Its right value: JSON, or plain text
        value: String,
    },
    /// An earlier judgement no longer counts
    Undo { judgement: String },
    /// Print all judgements
    List,
}

pub fn run(args: Args, setting: &Setting) -> Result<ExitCode, Trouble> {
    let said = match args.verdict {
        Verdict::Same { a, b } => Said::Same(a, b),
        Verdict::Different { a, b } => Said::Different(a, b),
        Verdict::Unsure { a, b } => Said::Unsure(a, b),
        Verdict::Confirm { claim } => Said::Confirm(claim),
        Verdict::Reject { claim } => Said::Reject(claim),
        Verdict::Correct { claim, field, value } => Said::Correct { claim, field, value },
        Verdict::Undo { judgement } => Said::Undo(judgement),
        Verdict::List => {
            let lines: Vec<String> = args
                .record
                .read(setting)?
                .judgements()?
                .iter()
                .map(|judgement| format!("{}\n", judgement_json(judgement)))
                .collect();
            return super::put(&lines.concat());
        }
    };
    if args.by.trim().is_empty() {
        return Err(Trouble::new(
            "a judgement needs the name of who makes it",
            "give --by NAME, or set TRUCEWATCH_PERSON",
        ));
    }
    let judgement = args.record.write(setting)?.judge(said, &args.by, args.reason.as_deref())?;
    super::put(&format!("{}\n", judgement.id))
}
