//! `trucewatch explain`: every stage of reading one report, and for a claim the rule and the words that made it.

use super::{Setting, Trouble};
use crate::print::{Explanation, Screen};
use clap::Args as ClapArgs;
use std::{fs, io::Write, path::PathBuf, process::ExitCode, sync::Arc};
use trucewatch::Options;
use trucewatch::ingest::{Defaults, Failure, Feed, Format, Ingest, Input, Progress};
use trucewatch::model::Document;

/// Largest report that is explained, in bytes.
const LARGEST: usize = 16 << 20;

#[derive(ClapArgs)]
pub struct Args {
    /// The report: a text, a saved HTML page, or JSON lines; `-` for standard input
    file: PathBuf,
    /// Of JSON lines the report with this id [default: the first]
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// Explain only this claim, c1, c2, ... as `trucewatch read --format json` numbers them
    #[arg(long, value_name = "ID")]
    claim: Option<String>,
    /// Write one HTML page with the text marked, instead of printing
    #[arg(long, value_name = "OUT")]
    html: Option<PathBuf>,
    /// Date of publication, if the report does not say it
    #[arg(long, value_name = "DATE")]
    published: Option<String>,
    /// Outlet, if the report does not say it
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
}

pub fn run(args: Args, setting: &Setting) -> Result<ExitCode, Trouble> {
    let codebook = setting.load_codebook()?;
    let defaults = Defaults { published: args.published.clone(), source: args.source.clone() };
    let ingest = Ingest::new(&codebook, Options { annotations: true }, defaults);
    let document = find(&args, &ingest)?;
    let text = ingest.reader.annotate(&document);
    let reading = ingest.reader.read(document.clone());
    let only = args.claim.as_deref().map(|id| claim_index(id, reading.claims.len())).transpose()?;
    let explanation = Explanation { codebook: &codebook, text: &text, reading: &reading, only };
    match args.html {
        Some(out) => {
            fs::write(&out, explanation.html()).map_err(|error| {
                Trouble::new(
                    format!("{}: cannot be written: {error}", out.display()),
                    "give a file in a folder that is there",
                )
            })?;
            eprintln!("wrote {}", out.display());
        }
        None => {
            let page = explanation.text(&Screen::new(setting.colored(), None));
            // A reader that has seen enough (`head`, `less`) closes the pipe; that is no trouble.
            let _ = std::io::stdout().write_all(page.as_bytes());
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The one report that is meant.
fn find(args: &Args, ingest: &Ingest) -> Result<Document, Trouble> {
    let input = if args.file.as_os_str() == "-" { Input::Stdin } else { Input::Path(args.file.clone()) };
    let feed = Feed::new(vec![input], Format::Auto, LARGEST, Arc::new(Progress::default()));
    let mut seen = Vec::new();
    for raw in feed {
        let document = raw.and_then(|raw| ingest.document(raw));
        match (document, &args.id) {
            (Ok((document, _)), None) => return Ok(document),
            (Ok((document, _)), Some(id)) if document.id == *id => return Ok(document),
            (Ok((document, _)), Some(_)) => seen.push(document.id),
            // Where one report of many is looked for, a bad one beside it does not matter.
            (Err(_), Some(_)) => {}
            (Err(failure), None) => return Err(trouble(failure)),
        }
    }
    let Some(id) = &args.id else { return Err(Trouble::new("there is no report in it", "give a file with a report")) };
    seen.truncate(5);
    Err(Trouble::new(format!("there is no report with the id {id}"), format!("the first ids are: {}", seen.join(", "))))
}

fn trouble(failure: Failure) -> Trouble {
    Trouble { what: failure.to_string(), advice: failure.advice }
}

fn claim_index(id: &str, count: usize) -> Result<usize, Trouble> {
    let number = id.trim_start_matches('c').parse::<usize>().ok();
    number.and_then(|number| number.checked_sub(1)).filter(|index| *index < count).ok_or_else(|| {
        let there =
            if count == 0 { "no claim was read in it".into() } else { format!("its claims are c1 to c{count}") };
        Trouble::new(format!("there is no claim {id} in this report"), there)
    })
}
