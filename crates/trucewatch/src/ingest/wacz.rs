//! WACZ, a zip with web archives in it. Only the archives are read: its indexes and lists of pages tell nothing more.

use super::{
    Failure, Progress, Raw,
    warc::{self, Warc},
};
use super::{
    files,
    unpack::{Bytes, read_head},
};
use flate2::read::DeflateDecoder;
use std::{
    fs::File,
    io::{self, BufReader, Read, Seek, SeekFrom},
    path::{Path, PathBuf},
    sync::{Arc, atomic::Ordering::Relaxed},
};
use zip::{CompressionMethod, ZipArchive};

/// A zip of more files than this is no web archive, and its list alone would fill memory.
const MOST_FILES: usize = 100_000;

/// The reports of one WACZ.
pub(super) struct Wacz {
    path: PathBuf,
    parts: std::vec::IntoIter<Part>,
    part: Option<Warc>,
    largest: usize,
    progress: Arc<Progress>,
}

/// A web archive within the zip.
struct Part {
    name: String,
    start: u64,
    size: u64,
    method: CompressionMethod,
}

impl Wacz {
    /// Opens a zip; `None` where it holds no web archive, and is something else.
    pub(super) fn open(path: &Path, largest: usize, progress: &Arc<Progress>) -> Result<Option<Self>, Failure> {
        let broken = |error: &dyn std::fmt::Display| {
            Failure::new(files::origin(path), format!("the zip archive cannot be read: {error}"))
                .advise("test it with `unzip -t FILE`, or fetch the file again")
        };
        let file = File::open(path).map_err(|error| files::unreadable(path, &error))?;
        let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|error| broken(&error))?;
        if archive.len() > MOST_FILES {
            return Err(broken(&format!("it holds {} files", archive.len())));
        }
        let mut parts = Vec::new();
        for index in 0..archive.len() {
            let entry = archive.by_index_raw(index).map_err(|error| broken(&error))?;
            let name = entry.name().map_err(|error| broken(&error))?.into_owned();
            let lower = name.to_lowercase();
            if lower.ends_with(".warc") || lower.ends_with(".warc.gz") {
                let start = entry.data_start().ok_or_else(|| broken(&format!("{name} has no place in it")))?;
                parts.push(Part { name, start, size: entry.compressed_size(), method: entry.compression() });
            }
        }
        let parts = parts.into_iter();
        let wacz = Wacz { path: path.to_owned(), parts, part: None, largest, progress: Arc::clone(progress) };
        Ok((wacz.parts.len() > 0).then_some(wacz))
    }

    fn open_part(&self, part: &Part) -> io::Result<Warc> {
        let mut file = File::open(&self.path)?;
        file.seek(SeekFrom::Start(part.start))?;
        let packed = file.take(part.size);
        let mut bytes: Bytes = match part.method {
            CompressionMethod::Stored => Box::new(packed),
            CompressionMethod::Deflated => {
                let most = warc::HARMLESS_GROWTH.max(part.size.saturating_mul(warc::MOST_GROWTH));
                Box::new(DeflateDecoder::new(packed).take(most))
            }
            other => return Err(io::Error::other(format!("it is packed with {other}, which is not read"))),
        };
        let head = read_head(&mut bytes, 2)?;
        let gzip = head == [0x1F, 0x8B];
        self.progress.bytes.fetch_add(part.size, Relaxed);
        let file = format!("{}/{}", self.path.display(), part.name).into();
        let whole: Bytes = Box::new(io::Cursor::new(head).chain(bytes));
        Ok(Warc::new(whole, gzip, file, self.largest, Arc::clone(&self.progress)))
    }
}

impl Iterator for Wacz {
    type Item = Result<Raw, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(report) = self.part.as_mut().and_then(Warc::next) {
                return Some(report);
            }
            let part = self.parts.next()?;
            match self.open_part(&part) {
                Ok(warc) => self.part = Some(warc),
                Err(error) => {
                    let what = format!("{} in it cannot be read: {error}", part.name);
                    return Some(Err(
                        Failure::new(files::origin(&self.path), what).advise("unpack the archive and give its files")
                    ));
                }
            }
        }
    }
}
