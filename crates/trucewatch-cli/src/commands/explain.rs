//! `trucewatch explain`: every stage of reading one report.

use super::{Setting, Trouble};
use clap::Args as ClapArgs;
use std::{path::PathBuf, process::ExitCode};

#[derive(ClapArgs)]
pub struct Args {
    /// The report; of JSON lines the first, or the one with the id
    file: PathBuf,
}

pub fn run(_args: Args, _setting: &Setting) -> Result<ExitCode, Trouble> {
    Ok(ExitCode::SUCCESS)
}
