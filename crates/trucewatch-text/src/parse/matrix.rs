//! Multiplication by a fixed matrix, where most of the parser's time goes. The matrix is packed once into panels, rows are
//! multiplied a few at a time by the widest instructions that the machine has. A row's result does not depend on the rows
//! around it, so a sentence parses the same in any company.

/// Columns of a panel.
const PANEL: usize = 32;
/// Rows multiplied together.
const BAND: usize = 8;

/// A matrix with a bias for each column.
pub(super) struct Matrix {
    /// Panel by panel, in each row by row.
    panels: Vec<f32>,
    bias: Vec<f32>,
    inner: usize,
}

impl Matrix {
    /// From rows one after the other; as many columns as the bias has, filled up with nothing to whole panels.
    pub fn new(rows: &[f32], bias: &[f32]) -> Self {
        let (columns, inner) = (bias.len(), rows.len() / bias.len());
        let width = columns.next_multiple_of(PANEL);
        let mut panels = vec![0.0; inner * width];
        for (row, values) in rows.chunks_exact(columns).enumerate() {
            for (column, value) in values.iter().enumerate() {
                panels[(column / PANEL * inner + row) * PANEL + column % PANEL] = *value;
            }
        }
        let mut bias = bias.to_vec();
        bias.resize(width, 0.0);
        Matrix { panels, bias, inner }
    }

    /// Length of a row of results.
    pub fn width(&self) -> usize {
        self.bias.len()
    }

    /// The results of `count` rows of `left`, each starting `stride` after the last; rows may overlap.
    pub fn multiply(&self, left: &[f32], stride: usize, count: usize, out: &mut Vec<f32>) {
        assert!(count == 0 || (count - 1) * stride + self.inner <= left.len());
        // Every value is written below.
        out.resize(count * self.width(), 0.0);
        for (number, panel) in self.panels.chunks_exact(self.inner * PANEL).enumerate() {
            let column = number * PANEL;
            let bias = self.bias[column..].first_chunk().expect("whole panels");
            let mut row = 0;
            while row < count {
                let rows = (count - row).min(BAND);
                let band = Band { left: &left[row * stride..], stride, panel, bias };
                band.multiply(rows, &mut out[row * self.bias.len() + column..], self.bias.len());
                row += rows;
            }
        }
    }
}

/// Whether the machine has registers for a whole band; else it is multiplied in halves.
fn is_wide() -> bool {
    #[cfg(target_arch = "x86_64")]
    return is_x86_feature_detected!("avx512f");
    #[cfg(not(target_arch = "x86_64"))]
    return false;
}

/// A few rows against one panel.
struct Band<'m> {
    left: &'m [f32],
    stride: usize,
    panel: &'m [f32],
    bias: &'m [f32; PANEL],
}

impl Band<'_> {
    fn multiply(&self, rows: usize, out: &mut [f32], width: usize) {
        match rows {
            BAND if is_wide() => self.dispatch::<BAND>(out, width),
            4.. => {
                self.dispatch::<4>(out, width);
                self.rest(4, rows, out, width);
            }
            2.. => {
                self.dispatch::<2>(out, width);
                self.rest(2, rows, out, width);
            }
            1 => self.dispatch::<1>(out, width),
            0 => {}
        }
    }

    fn rest(&self, done: usize, rows: usize, out: &mut [f32], width: usize) {
        if rows > done {
            let rest = Band { left: &self.left[done * self.stride..], ..*self };
            rest.multiply(rows - done, &mut out[done * width..], width);
        }
    }

    fn dispatch<const ROWS: usize>(&self, out: &mut [f32], width: usize) {
        assert!((ROWS - 1) * self.stride + self.panel.len() / PANEL <= self.left.len());
        assert!((ROWS - 1) * width + PANEL <= out.len());
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx512f") {
                // SAFETY: the machine has these instructions, and the lines above bound every access.
                return unsafe { self.avx512::<ROWS>(out, width) };
            }
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                // SAFETY: as above.
                return unsafe { self.avx2::<ROWS>(out, width) };
            }
        }
        self.plain::<ROWS>(out, width);
    }

    fn plain<const ROWS: usize>(&self, out: &mut [f32], width: usize) {
        let mut sums = [*self.bias; ROWS];
        for (at, weights) in self.panel.as_chunks::<PANEL>().0.iter().enumerate() {
            for (row, sums) in sums.iter_mut().enumerate() {
                let value = self.left[row * self.stride + at];
                for (sum, weight) in sums.iter_mut().zip(weights) {
                    *sum += value * weight;
                }
            }
        }
        for (row, sums) in sums.iter().enumerate() {
            out[row * width..][..PANEL].copy_from_slice(sums);
        }
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx512f")]
    unsafe fn avx512<const ROWS: usize>(&self, out: &mut [f32], width: usize) {
        use std::arch::x86_64::{_mm512_fmadd_ps, _mm512_loadu_ps, _mm512_set1_ps, _mm512_storeu_ps};
        let (left, panel, bias, out) = (self.left.as_ptr(), self.panel.as_ptr(), self.bias.as_ptr(), out.as_mut_ptr());
        // SAFETY: the caller has bounded the rows of `left` and `out`; `panel` is read in whole rows of `PANEL`.
        unsafe {
            let mut low = [_mm512_loadu_ps(bias); ROWS];
            let mut high = [_mm512_loadu_ps(bias.add(16)); ROWS];
            for at in 0..self.panel.len() / PANEL {
                let one = _mm512_loadu_ps(panel.add(at * PANEL));
                let two = _mm512_loadu_ps(panel.add(at * PANEL + 16));
                for row in 0..ROWS {
                    let value = _mm512_set1_ps(*left.add(row * self.stride + at));
                    low[row] = _mm512_fmadd_ps(value, one, low[row]);
                    high[row] = _mm512_fmadd_ps(value, two, high[row]);
                }
            }
            for row in 0..ROWS {
                _mm512_storeu_ps(out.add(row * width), low[row]);
                _mm512_storeu_ps(out.add(row * width + 16), high[row]);
            }
        }
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2,fma")]
    unsafe fn avx2<const ROWS: usize>(&self, out: &mut [f32], width: usize) {
        use std::arch::x86_64::{_mm256_fmadd_ps, _mm256_loadu_ps, _mm256_set1_ps, _mm256_storeu_ps};
        let (left, panel, bias, out) = (self.left.as_ptr(), self.panel.as_ptr(), self.bias.as_ptr(), out.as_mut_ptr());
        // SAFETY: as in `avx512`.
        unsafe {
            for half in [0, 16] {
                let mut low = [_mm256_loadu_ps(bias.add(half)); ROWS];
                let mut high = [_mm256_loadu_ps(bias.add(half + 8)); ROWS];
                for at in 0..self.panel.len() / PANEL {
                    let one = _mm256_loadu_ps(panel.add(at * PANEL + half));
                    let two = _mm256_loadu_ps(panel.add(at * PANEL + half + 8));
                    for row in 0..ROWS {
                        let value = _mm256_set1_ps(*left.add(row * self.stride + at));
                        low[row] = _mm256_fmadd_ps(value, one, low[row]);
                        high[row] = _mm256_fmadd_ps(value, two, high[row]);
                    }
                }
                for row in 0..ROWS {
                    _mm256_storeu_ps(out.add(row * width + half), low[row]);
                    _mm256_storeu_ps(out.add(row * width + half + 8), high[row]);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(count: usize) -> Vec<f32> {
        (0..count).map(|at| ((at * 37 + 11) % 101) as f32 / 50.0 - 1.0).collect()
    }

    #[test]
    fn every_kernel_multiplies_overlapping_rows() {
        let (inner, columns, stride) = (9, 50, 3);
        let (rows, bias) = (numbers(inner * columns), numbers(columns));
        let matrix = Matrix::new(&rows, &bias);
        for count in [0, 1, 2, 3, 7, 8, 21] {
            let left = numbers(count * stride + inner);
            let mut out = Vec::new();
            matrix.multiply(&left, stride, count, &mut out);
            for row in 0..count {
                for column in 0..columns {
                    let sum: f32 = (0..inner).map(|at| left[row * stride + at] * rows[at * columns + column]).sum();
                    assert!((out[row * matrix.width() + column] - sum - bias[column]).abs() < 1e-4);
                }
            }
        }
    }

    #[test]
    fn kernels_of_other_machines_agree() {
        let (panel, left, bias) = (numbers(9 * PANEL), numbers(40), [0.5; PANEL]);
        let band = Band { left: &left, stride: 9, panel: &panel, bias: &bias };
        let (mut best, mut other) = (vec![0.0; 2 * PANEL], vec![0.0; 2 * PANEL]);
        let close = |one: &[f32], other: &[f32]| one.iter().zip(other).all(|(one, other)| (one - other).abs() < 1e-4);
        band.multiply(2, &mut best, PANEL);
        band.plain::<2>(&mut other, PANEL);
        assert!(close(&best, &other));
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
            // SAFETY: the machine has these instructions, and two rows of 9 and of `PANEL` lie within `left` and `other`.
            unsafe { band.avx2::<2>(&mut other, PANEL) };
            assert!(close(&best, &other));
        }
    }
}
