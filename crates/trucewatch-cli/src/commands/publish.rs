//! `trucewatch publish`: the record as a site of plain files.

use super::{Setting, Trouble, record::RecordArgs};
use crate::web::publish::{self, publish};
use clap::Args as ClapArgs;
use std::{path::PathBuf, process::ExitCode};

#[derive(ClapArgs)]
pub struct Args {
    /// Folder to write to; files of an earlier site in it are replaced
    folder: PathBuf,
    #[command(flatten)]
    record: RecordArgs,
}

pub fn run(args: Args, setting: &Setting) -> Result<ExitCode, Trouble> {
    let record = args.record.read(setting)?;
    let folder = args.folder.display();
    let written = publish(&record, &args.folder).map_err(|trouble| match trouble {
        publish::Trouble::Record(error) => Trouble::from(error),
        publish::Trouble::File(error) => {
            Trouble::new(format!("{folder}: {error}"), "name a folder that can be written to")
        }
    })?;
    super::put(&format!("{folder}: {} pages, {} kB\n", written.pages, written.size / 1000))
}
