//! Bytes on disk: zlib where it makes them smaller, else as they are. zlib, because every language can undo it, so that a ledger can
//! be checked without this program.

use flate2::{Compression, read::ZlibDecoder, write::ZlibEncoder};
use rusqlite::{Row, types::Type};
use std::borrow::Cow;
use std::io::{Read, Write};

/// Bytes as they are stored.
pub(crate) struct Packed<'a> {
    /// How many bytes they are unpacked.
    pub(crate) size: i64,
    /// 0: as they are; 1: zlib.
    pub(crate) packing: i64,
    pub(crate) bytes: Cow<'a, [u8]>,
}

pub(crate) fn pack(bytes: &[u8]) -> Packed<'_> {
    let mut zlib = ZlibEncoder::new(Vec::with_capacity(bytes.len() / 2), Compression::new(LEVEL));
    let smaller = zlib.write_all(bytes).and_then(|()| zlib.finish()).ok().filter(|packed| packed.len() < bytes.len());
    let (packing, stored) = match smaller {
        Some(packed) => (1, Cow::Owned(packed)),
        None => (0, Cow::Borrowed(bytes)),
    };
    Packed { size: bytes.len() as i64, packing, bytes: stored }
}

/// Of readings, higher levels save a few hundredths and cost twice the time.
const LEVEL: u32 = 6;

/// Reads the three columns `size`, `packing` and bytes that begin at `column`.
pub(crate) fn unpack(row: &Row<'_>, column: usize) -> rusqlite::Result<Vec<u8>> {
    let (size, packing): (i64, i64) = (row.get(column)?, row.get(column + 1)?);
    let stored = row.get_ref(column + 2)?.as_blob().map_err(|e| damaged(column + 2, e.to_string()))?;
    let size = usize::try_from(size).map_err(|e| damaged(column, e.to_string()))?;
    let bytes = if packing == 0 {
        stored.to_vec()
    } else {
        // A damaged size must not make us reserve, or a damaged stream unpack, more than is there.
        let mut bytes = Vec::with_capacity(size.min(stored.len().saturating_mul(8)));
        let mut zlib = ZlibDecoder::new(stored).take(size as u64 + 1);
        zlib.read_to_end(&mut bytes).map_err(|e| damaged(column + 2, format!("its packed bytes are damaged ({e})")))?;
        if zlib.into_inner().total_in() != stored.len() as u64 {
            return Err(damaged(column + 2, "bytes follow the packed ones".into()));
        }
        bytes
    };
    if bytes.len() != size {
        return Err(damaged(column, format!("it says {size} bytes, there are {}", bytes.len())));
    }
    Ok(bytes)
}

fn damaged(column: usize, what: String) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Blob, what.into())
}
