//! How an answer is packed on its way: brotli, gzip for browsers on plain HTTP, or not at all.

use std::io::Write as _;

use axum::http::{HeaderMap, HeaderValue, header};

use crate::kernel::error::Error;

/// A way of packing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Coding {
    /// The smallest.
    Brotli,
    /// What browsers take everywhere, also without TLS.
    Gzip,
    /// As it is.
    Plain,
}

/// How much time packing may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// Packed once and kept.
    Once,
    /// Packed for this one answer.
    EachTime,
}

impl Coding {
    /// The best one the caller takes.
    pub fn of(headers: &HeaderMap) -> Coding {
        let accepted = headers
            .get(header::ACCEPT_ENCODING)
            .and_then(|value| value.to_str().ok())
            .unwrap_or("");
        let takes = |name: &str| {
            accepted.split(',').any(|word| {
                let mut parts = word.split(';').map(str::trim);
                let named = parts.next() == Some(name);
                let refused = parts.any(|weight| matches!(weight, "q=0" | "q=0.0" | "q=0.000"));
                named && !refused
            })
        };
        if takes("br") {
            Coding::Brotli
        } else if takes("gzip") {
            Coding::Gzip
        } else {
            Coding::Plain
        }
    }

    /// Its name in `Content-Encoding`.
    pub fn header(self) -> Option<HeaderValue> {
        match self {
            Coding::Brotli => Some(HeaderValue::from_static("br")),
            Coding::Gzip => Some(HeaderValue::from_static("gzip")),
            Coding::Plain => None,
        }
    }

    /// Packs.
    ///
    /// # Errors
    /// Internal, when the packer fails.
    pub fn pack(self, data: &[u8], effort: Effort) -> Result<Vec<u8>, Error> {
        let packed = match self {
            Coding::Brotli => brotli(data, effort),
            Coding::Gzip => gzip(data),
            Coding::Plain => Ok(data.to_vec()),
        };
        packed.map_err(|error| Error::internal(format!("packing: {error}")))
    }
}

fn brotli(data: &[u8], effort: Effort) -> std::io::Result<Vec<u8>> {
    let quality = match effort {
        Effort::Once => 10,
        Effort::EachTime => 4,
    };
    let mut out = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut out, 4_096, quality, 20);
    writer.write_all(data)?;
    drop(writer);
    Ok(out)
}

fn gzip(data: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut writer = libflate::gzip::Encoder::new(Vec::new())?;
    writer.write_all(data)?;
    writer.finish().into_result()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_coding_a_caller_takes_is_used() {
        let of = |accepted: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(accepted));
            Coding::of(&headers)
        };
        assert_eq!(of("gzip, deflate, br, zstd"), Coding::Brotli);
        assert_eq!(of("gzip, deflate"), Coding::Gzip);
        assert_eq!(of("br;q=0, gzip;q=0.5"), Coding::Gzip);
        assert_eq!(of("identity, brotli"), Coding::Plain);
        assert_eq!(Coding::of(&HeaderMap::new()), Coding::Plain);
    }

    #[test]
    fn what_was_packed_is_read_as_it_was() {
        let text = "سلام ".repeat(500).into_bytes();
        let gzip = Coding::Gzip.pack(&text, Effort::Once).unwrap();
        let mut read = Vec::new();
        let mut reader = libflate::gzip::Decoder::new(gzip.as_slice()).unwrap();
        std::io::Read::read_to_end(&mut reader, &mut read).unwrap();
        assert_eq!(read, text);
        let packed = Coding::Brotli.pack(&text, Effort::EachTime).unwrap();
        let mut read = Vec::new();
        brotli::BrotliDecompress(&mut packed.as_slice(), &mut read).unwrap();
        assert_eq!(read, text);
        assert!(packed.len() < text.len() / 10);
    }
}
