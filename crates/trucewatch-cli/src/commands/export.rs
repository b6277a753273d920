//! `trucewatch export`: the record in the field's formats, redacted unless told otherwise, with a report of what is lost.

use super::{Setting, Trouble, record::RecordArgs};
use crate::print;
use clap::Args as ClapArgs;
use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::PathBuf,
    process::ExitCode,
};
use trucewatch::{
    export::{Format, Options},
    views::Names,
};

#[derive(ClapArgs)]
pub struct Args {
    /// eth-prio, ucdp-ged, acled, hxl, geojson, parquet, jsonl or annotations
    #[arg(long = "as", value_name = "FORMAT", value_parser = format)]
    format: Format,
    /// Folder to write to; it is made where it is not there, and files of the same names are replaced
    #[arg(long, value_name = "DIR", default_value = "export")]
    out: PathBuf,
    /// Names of private people and exact spots as reported. Do not pass the result on: people can be harmed by it
    #[arg(long)]
    unredacted: bool,
    /// Leave out what is younger than so many days
    #[arg(long, value_name = "DAYS", default_value = "0")]
    delay: u32,
    #[command(flatten)]
    record: RecordArgs,
}

fn format(word: &str) -> Result<Format, String> {
    let all = || Format::ALL.map(Format::word).join(", ");
    Format::from_word(word).ok_or_else(|| format!("one of {}", all()))
}

pub fn run(args: Args, setting: &Setting) -> Result<ExitCode, Trouble> {
    let record = args.record.read(setting)?;
    let names = if args.unredacted { Names::Full } else { Names::Redacted };
    let mut options = Options { names, ..Options::default() };
    if args.delay > 0 {
        options = options.delayed(trucewatch::record::today(), args.delay);
    }
    let place = |error: io::Error| {
        Trouble::new(format!("{}: {error}", args.out.display()), "give another folder with --out, or make room")
    };
    fs::create_dir_all(&args.out).map_err(place)?;
    let mut open = |name: &str| -> io::Result<Box<dyn Write + Send>> {
        Ok(Box::new(BufWriter::new(File::create(args.out.join(name))?)))
    };
    let losses = record.export(args.format, &options, &mut open)?.map_err(place)?;
    for (name, rows) in &losses.files {
        println!("{}: {rows}", args.out.join(name).display());
    }
    println!("{}: what this format cannot say", args.out.join(format!("{}.losses.txt", args.format.word())).display());
    if args.unredacted {
        print::say_error(
            "names of private people and exact spots are in these files",
            Some("do not pass them on; leave out --unredacted for files that may be"),
        );
    }
    Ok(ExitCode::SUCCESS)
}
