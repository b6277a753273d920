//! The network's numbers, read from the file that the program carries. What is computed with them is `network`.

/// spaCy's en_core_web_sm 3.8.0 in half precision; `weights/README.md` says how it was made.
static FILE: &[u8] = include_bytes!("../../weights/en_core_web_sm.bin");

/// Reads the arrays of the file one after the other.
pub(super) struct Arrays {
    rest: &'static [u8],
}

impl Arrays {
    /// From the start of the file.
    pub fn start() -> Self {
        Arrays { rest: FILE }
    }

    /// The next array.
    pub fn next(&mut self) -> Vec<f32> {
        let (halves, rest) = self.split();
        self.rest = rest;
        halves.chunks_exact(2).map(|pair| widen(u16::from_le_bytes([pair[0], pair[1]]))).collect()
    }

    /// Leaves out `count` arrays.
    pub fn skip(&mut self, count: usize) {
        for _ in 0..count {
            self.rest = self.split().1;
        }
    }

    fn split(&self) -> (&'static [u8], &'static [u8]) {
        let (length, rest) = self.rest.split_at(4);
        let length = u32::from_le_bytes([length[0], length[1], length[2], length[3]]) as usize;
        rest.split_at(2 * length)
    }
}

/// A half precision number as a single precision one. Multiplying by 2^112 moves the exponent's bias, for subnormal numbers
/// as well; infinities do not occur.
fn widen(half: u16) -> f32 {
    let half = u32::from(half);
    let sign = (half & 0x8000) << 16;
    let magnitude = f32::from_bits((half & 0x7fff) << 13) * f32::from_bits(0x7780_0000);
    f32::from_bits(sign | magnitude.to_bits())
}

#[cfg(test)]
mod tests {
    use super::widen;

    #[test]
    fn half_precision_widens_exactly() {
        for (half, value) in
            [(0x3c00, 1.0), (0xc000, -2.0), (0x3555, 0.333_251_95), (0x0001, 5.960_464_5e-8), (0x8000, -0.0)]
        {
            assert_eq!(widen(half), value);
        }
    }
}
