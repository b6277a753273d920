//! The pages as files: a site that any web host can serve, without server, search or judging. Names of private people are never
//! in it.

use super::{
    assets,
    catalog::Catalog,
    filter::Filter,
    layout::Site,
    links::{Links, Target, path_of},
    pages,
    told::Told,
};
use maud::Markup;
use std::{fs, io, path::Path};
use trucewatch::record::{Error, Record};
use trucewatch::views::Names;

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Pages.
    pub pages: usize,
    /// Their size, in bytes.
    pub size: usize,
}

/// Why a site cannot be written.
#[derive(Debug)]
pub enum Trouble {
    /// The record.
    Record(Error),
    /// The folder.
    File(io::Error),
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Trouble::Record(error)
    }
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Trouble::File(error)
    }
}

/// Writes the site of a record into a folder, which is made where it is not there.
///
/// # Errors
/// Where the record cannot be read or a file not be written.
pub fn publish(record: &Record, folder: &Path) -> Result<Written, Trouble> {
    let head = record.ledger().head().map_err(Error::from)?;
    let catalog = Catalog::new(record, record.ledger().derived_head().map_err(Error::from)?)?;
    let mut written = Written::default();
    let site = |depth| Site::for_everybody(Links::Published { depth });
    let mut put = |target: Target<'_>, page: &Markup| -> io::Result<()> {
        let path = path_of(target);
        let path = folder.join(if path == "index" { "index.html" } else { &path });
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, &page.0)?;
        written.pages += 1;
        written.size += page.0.len();
        Ok(())
    };
    put(Target::Overview, &pages::overview::page(&site(0), &catalog, &Filter::default(), 0))?;
    put(Target::Outlets, &pages::outlets::page(&site(0), &record.voices()?))?;
    put(Target::About, &pages::about::page(&site(0)))?;
    for line in &catalog.ceasefires {
        let dossier = record.dossier(&line.id, Names::Redacted)?;
        put(Target::Ceasefire(&line.id), &pages::ceasefire::page(&site(1), &dossier, &head.hash.to_string()))?;
    }
    for line in &catalog.incidents {
        let view = record.incident(&line.id, Names::Redacted)?;
        put(Target::Incident(&line.id), &pages::incident::page(&site(1), &view))?;
    }
    for report in record.reports() {
        let id = report?.id;
        let report = Told::of(record, &id, Names::Redacted)?;
        put(Target::Report(&id, None), &pages::report::page(&site(1), &report))?;
    }
    let assets_folder = folder.join("assets");
    fs::create_dir_all(&assets_folder)?;
    for asset in &assets::ALL {
        fs::write(assets_folder.join(asset.name), asset.bytes)?;
    }
    Ok(written)
}
