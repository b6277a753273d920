//! Gzip and zstd, known by their first bytes whatever a file is called; several streams behind each other are one.

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::{
    BlockDecodingStrategy::UptoBlocks,
    FrameDecoder,
    errors::{FrameDecoderError, ReadFrameHeaderError::SkipFrame},
};
use std::io::{self, BufRead, BufReader, Cursor, Read};

/// A packed or plain stream of bytes.
pub(super) type Bytes = Box<dyn Read + Send>;

/// The unpacked bytes of a stream, and what it was packed with.
pub(super) fn unpack(mut packed: Bytes) -> io::Result<(Bytes, Option<&'static str>)> {
    let head = read_head(&mut packed, 4)?;
    let packing = match head.as_slice() {
        [0x1F, 0x8B, ..] => Some("gzip"),
        [0x28, 0xB5, 0x2F, 0xFD] | [0x50..=0x5F, 0x2A, 0x4D, 0x18] => Some("zstd"),
        _ => None,
    };
    let whole = Cursor::new(head).chain(packed);
    let plain: Bytes = match packing {
        Some("gzip") => Box::new(MultiGzDecoder::new(BufReader::with_capacity(1 << 16, whole))),
        Some(_) => Box::new(Frames {
            source: BufReader::with_capacity(1 << 16, whole),
            decoder: FrameDecoder::new(),
            within: false,
        }),
        None => Box::new(whole),
    };
    Ok((plain, packing))
}

/// The first `len` bytes, fewer only where the stream ends.
pub(super) fn read_head(stream: &mut impl Read, len: usize) -> io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(len);
    stream.take(len as u64).read_to_end(&mut head)?;
    Ok(head)
}

/// The frames of a zstd stream one after the other; the decoder itself knows one.
struct Frames<R> {
    source: BufReader<R>,
    decoder: FrameDecoder,
    within: bool,
}

impl<R: Read> Read for Frames<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        loop {
            if !self.within {
                if self.source.fill_buf()?.is_empty() {
                    return Ok(0);
                }
                match self.decoder.init(&mut self.source) {
                    Ok(()) => self.within = true,
                    // A frame without data; `pzstd` writes such.
                    Err(FrameDecoderError::ReadFrameHeaderError(SkipFrame { length, .. })) => {
                        io::copy(&mut (&mut self.source).take(u64::from(length)), &mut io::sink())?;
                    }
                    Err(error) => return Err(io::Error::other(error)),
                }
                continue;
            }
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                self.decoder.decode_blocks(&mut self.source, UptoBlocks(1)).map_err(io::Error::other)?;
            }
            let read = self.decoder.read(out)?;
            if read > 0 {
                return Ok(read);
            }
            self.within = false;
            let promised = self.decoder.get_checksum_from_data();
            if promised.is_some() && promised != self.decoder.get_calculated_checksum() {
                return Err(io::Error::new(io::ErrorKind::InvalidData, "the checksum is wrong"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn unpacked(bytes: Vec<u8>) -> io::Result<String> {
        let mut text = String::new();
        unpack(Box::new(Cursor::new(bytes)))?.0.read_to_string(&mut text)?;
        Ok(text)
    }

    fn gzip(text: &str) -> Vec<u8> {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(text.as_bytes()).unwrap();
        packer.finish().unwrap()
    }

    fn zstd(text: &str) -> Vec<u8> {
        ruzstd::encoding::compress_to_vec(text.as_bytes(), ruzstd::encoding::CompressionLevel::Fastest)
    }

    #[test]
    fn streams_behind_each_other_are_one() {
        assert_eq!(unpacked([gzip("truce "), gzip("holds")].concat()).unwrap(), "truce holds");
        assert_eq!(unpacked([zstd("truce "), zstd("holds")].concat()).unwrap(), "truce holds");
        let empty_frame = [0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3];
        assert_eq!(unpacked([&empty_frame[..], &zstd("holds")].concat()).unwrap(), "holds");
        assert_eq!(unpacked(b"plain".to_vec()).unwrap(), "plain");
        assert_eq!(unpacked(Vec::new()).unwrap(), "");
    }

    #[test]
    fn a_cut_stream_is_an_error_not_a_short_text() {
        for packed in [gzip("truce holds in Qalat"), zstd("truce holds in Qalat, say residents of Qalat")] {
            assert!(unpacked(packed[..packed.len() - 6].to_vec()).is_err());
        }
    }
}
