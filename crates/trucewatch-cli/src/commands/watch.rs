//! `trucewatch watch`: feeds and pages asked again and again, what is new added to the record.

use super::{Setting, Trouble, record::RecordArgs};
use crate::print;
use clap::Args as ClapArgs;
use std::{num::NonZero, process::ExitCode, thread, time::Duration};
use trucewatch::{
    Options,
    ingest::{
        Defaults, Ingest,
        fetch::{Fetcher, Manners},
    },
    record::{Addition, Record},
};

#[derive(ClapArgs)]
pub struct Args {
    /// Addresses of feeds or pages (https://...)
    #[arg(required = true, value_name = "ADDRESS")]
    addresses: Vec<String>,
    /// Minutes between two rounds
    #[arg(long, value_name = "MINUTES", default_value = "15")]
    every: NonZero<u32>,
    /// One round, then end: for those who have a scheduler of their own
    #[arg(long)]
    once: bool,
    #[command(flatten)]
    record: RecordArgs,
}

pub fn run(args: Args, setting: &Setting) -> Result<ExitCode, Trouble> {
    let codebook = setting.load_codebook()?;
    let ingest = Ingest::new(&codebook, Options::default(), Defaults::default());
    let mut fetcher = Fetcher::new(Manners::default()).map_err(super::of_failure)?;
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    loop {
        // Opened for each round: between rounds others may write.
        let mut record = Record::open_or_create(&args.record.ledger, codebook.clone())?;
        let harvest = record.fetch(&args.addresses, &mut fetcher)?;
        let summary = record.add(harvest.reports.into_iter(), &ingest, threads, |addition| {
            if let Addition::Failed(failure) = addition {
                print::say_error(&failure.to_string(), failure.advice.as_deref());
            }
        })?;
        record.remember_fetched(&harvest.seen)?;
        drop(record);
        eprintln!(
            "trucewatch: {}: {} new, {} unchanged, {} failed",
            args.record.ledger.display(),
            summary.new,
            harvest.unchanged,
            summary.failed
        );
        if args.once {
            return Ok(if summary.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        }
        thread::sleep(Duration::from_secs(u64::from(args.every.get()) * 60));
    }
}
