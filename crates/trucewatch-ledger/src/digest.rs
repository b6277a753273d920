//! `Digest`, a SHA-256 hash, and the encoding of rows that is hashed: every field behind its length, so that no two rows have
//! the same bytes. `docs/ledger.md` describes it for those who check a ledger without this program.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use sha2::{Digest as _, Sha256};
use std::fmt;

/// A SHA-256 hash. Printed and read as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// What the first entry gives as the hash of the one before.
    pub const ZERO: Digest = Digest([0; 32]);

    /// The hash of some bytes.
    pub fn of(bytes: &[u8]) -> Digest {
        Digest(Sha256::digest(bytes).into())
    }

    /// Reads 64 hexadecimal digits; `None` for anything else.
    pub fn parse(text: &str) -> Option<Digest> {
        if text.len() != 64 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        let mut bytes = [0; 32];
        for (i, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[2 * i..2 * i + 2], 16).ok()?;
        }
        Some(Digest(bytes))
    }

    /// The 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The first eight bytes: enough to notice damage, not to withstand a forger.
    pub(crate) fn checksum(&self) -> [u8; 8] {
        std::array::from_fn(|i| self.0[i])
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl ToSql for Digest {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.as_slice().into())
    }
}

impl FromSql for Digest {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Digest> {
        let bytes = value.as_blob()?;
        bytes
            .try_into()
            .map(Digest)
            .map_err(|_| FromSqlError::InvalidBlobSize { expected_size: 32, blob_size: bytes.len() })
    }
}

/// Hashes the fields of one row.
pub(crate) struct Fields(Sha256);

impl Fields {
    /// `row` says which kind of row in which format follows, so that rows of two kinds never hash alike.
    pub(crate) fn of(row: &str) -> Fields {
        Fields(Sha256::new()).text(row)
    }

    pub(crate) fn bytes(mut self, bytes: &[u8]) -> Fields {
        self.0.update((bytes.len() as u64).to_be_bytes());
        self.0.update(bytes);
        self
    }

    pub(crate) fn text(self, text: &str) -> Fields {
        self.bytes(text.as_bytes())
    }

    pub(crate) fn number(self, number: i64) -> Fields {
        self.bytes(&number.to_be_bytes())
    }

    /// A field that may be absent; an absent one has the length 2^64-1 and no bytes.
    pub(crate) fn option<T>(mut self, value: Option<T>, field: impl FnOnce(Fields, T) -> Fields) -> Fields {
        match value {
            Some(value) => field(self, value),
            None => {
                self.0.update(u64::MAX.to_be_bytes());
                self
            }
        }
    }

    pub(crate) fn digest(self) -> Digest {
        Digest(self.0.finalize().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_printed_and_read_as_hexadecimal_digits() {
        let digest = Digest::of(b"");
        assert_eq!(digest.to_string(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!(Digest::parse(&digest.to_string()), Some(digest));
        for wrong in ["", "e3b0", &"g".repeat(64), &"é".repeat(32), &"+f".repeat(32)] {
            assert_eq!(Digest::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn fields_that_touch_are_told_apart() {
        let row = |a: &str, b: &str| Fields::of("row").text(a).text(b).digest();
        assert_ne!(row("ab", "c"), row("a", "bc"));
        let optional = |a: Option<&str>| Fields::of("row").option(a, Fields::text).digest();
        assert_ne!(optional(None), optional(Some("")));
    }
}
