//! Writes rows of nullable cells as a Parquet file, a row group at a time.

use super::super::losses::Losses;
use ::parquet::basic::{ConvertedType, Repetition, Type as Physical};
use ::parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use ::parquet::schema::types::Type;
use jiff::civil::{Date, date};
use std::io::{self, Write};
use std::sync::Arc;

/// Rows that are held in memory before they are written.
const GROUP: usize = 20_000;

/// The type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Int,
    Real,
    Bool,
    Date,
}

/// One value, or null.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    Text(Option<String>),
    Int(Option<i64>),
    Real(Option<f64>),
    Bool(Option<bool>),
    Date(Option<Date>),
}

impl Cell {
    pub(super) fn text(words: Option<impl ToString>) -> Cell {
        Cell::Text(words.map(|words| words.to_string()))
    }

    /// Several words in one cell; null where there are none.
    pub(super) fn list(words: impl IntoIterator<Item = String>) -> Cell {
        let words: Vec<String> = words.into_iter().collect();
        Cell::Text((!words.is_empty()).then(|| words.join("; ")))
    }

    pub(super) fn count(count: Option<u64>) -> Cell {
        Cell::Int(count.map(|count| i64::try_from(count).unwrap_or(i64::MAX)))
    }
}

/// A file that is being written.
pub(super) struct File {
    name: &'static str,
    writer: SerializedFileWriter<Box<dyn Write + Send>>,
    columns: &'static [(&'static str, Kind)],
    group: Vec<Vec<Cell>>,
    rows: usize,
}

impl File {
    pub(super) fn new(
        name: &'static str,
        out: Box<dyn Write + Send>,
        columns: &'static [(&'static str, Kind)],
    ) -> io::Result<File> {
        let fields = columns.iter().map(|(name, kind)| {
            let (physical, converted) = match kind {
                Kind::Text => (Physical::BYTE_ARRAY, ConvertedType::UTF8),
                Kind::Int => (Physical::INT64, ConvertedType::NONE),
                Kind::Real => (Physical::DOUBLE, ConvertedType::NONE),
                Kind::Bool => (Physical::BOOLEAN, ConvertedType::NONE),
                Kind::Date => (Physical::INT32, ConvertedType::DATE),
            };
            let field = Type::primitive_type_builder(name, physical).with_repetition(Repetition::OPTIONAL);
            field.with_converted_type(converted).build().map(Arc::new)
        });
        let fields = fields.collect::<Result<Vec<_>, _>>().map_err(io::Error::other)?;
        let schema = Type::group_type_builder("trucewatch").with_fields(fields).build().map_err(io::Error::other)?;
        let properties = Arc::new(WriterProperties::builder().set_created_by("trucewatch".to_owned()).build());
        let writer = SerializedFileWriter::new(out, Arc::new(schema), properties).map_err(io::Error::other)?;
        Ok(File { name, writer, columns, group: Vec::new(), rows: 0 })
    }

    pub(super) fn write(&mut self, row: Vec<Cell>) -> io::Result<()> {
        debug_assert_eq!(row.len(), self.columns.len());
        self.group.push(row);
        self.rows += 1;
        if self.group.len() == GROUP { self.write_group() } else { Ok(()) }
    }

    pub(super) fn finish(mut self, losses: &mut Losses) -> io::Result<()> {
        self.write_group()?;
        losses.wrote(self.name, self.rows);
        self.writer.close().map_err(io::Error::other)?;
        Ok(())
    }

    fn write_group(&mut self) -> io::Result<()> {
        if self.group.is_empty() {
            return Ok(());
        }
        let mut out = self.writer.next_row_group().map_err(io::Error::other)?;
        for (at, (_, kind)) in self.columns.iter().enumerate() {
            let Some(mut column) = out.next_column().map_err(io::Error::other)? else { break };
            let cells = || self.group.iter().map(|row| &row[at]);
            match kind {
                Kind::Text => put::<ByteArrayType>(&mut column, cells().map(Cell::bytes)),
                Kind::Int => put::<Int64Type>(&mut column, cells().map(Cell::int)),
                Kind::Real => put::<DoubleType>(&mut column, cells().map(Cell::real)),
                Kind::Bool => put::<BoolType>(&mut column, cells().map(Cell::bool)),
                Kind::Date => put::<Int32Type>(&mut column, cells().map(Cell::days)),
            }?;
            column.close().map_err(io::Error::other)?;
        }
        out.close().map_err(io::Error::other)?;
        self.group.clear();
        Ok(())
    }
}

/// Writes a column: the values that are there, and for each row whether it is (definition level 1) or null (0).
fn put<T: DataType>(
    column: &mut SerializedColumnWriter<'_>,
    cells: impl Iterator<Item = Option<T::T>>,
) -> io::Result<()> {
    let (mut values, mut levels) = (Vec::new(), Vec::new());
    for cell in cells {
        levels.push(i16::from(cell.is_some()));
        values.extend(cell);
    }
    column.typed::<T>().write_batch(&values, Some(&levels), None).map_err(io::Error::other)?;
    Ok(())
}

impl Cell {
    fn bytes(&self) -> Option<ByteArray> {
        if let Cell::Text(words) = self { words.as_deref().map(ByteArray::from) } else { None }
    }

    fn int(&self) -> Option<i64> {
        if let Cell::Int(number) = self { *number } else { None }
    }

    fn real(&self) -> Option<f64> {
        if let Cell::Real(number) = self { *number } else { None }
    }

    fn bool(&self) -> Option<bool> {
        if let Cell::Bool(yes) = self { *yes } else { None }
    }

    /// Days since 1970, as Parquet has dates.
    fn days(&self) -> Option<i32> {
        let Cell::Date(Some(day)) = self else { return None };
        date(1970, 1, 1).until(*day).ok().map(|span| span.get_days())
    }
}
