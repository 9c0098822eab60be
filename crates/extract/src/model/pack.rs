//! The file format of weights: tables and the CRF as bytes, and back.
//!
//! All numbers are little-endian. Dense tables are stored as they are in memory. Sorted keys are stored as
//! differences, which take two or three bytes each instead of four. Every `unpack` function returns `None` for
//! bytes that are not what they should be.

use super::crf::{Crf, Scores};
use super::table::{CertainTable, LabelTable, SparseTable, WIDTH, WeightTable};

/// A row of a sparse table: a key with its (label, weight) pairs.
pub type SparseRow = (u32, Vec<(u8, i8)>);

/// Takes numbers off the front of some bytes.
pub(crate) struct Reader<'a>(pub(crate) &'a [u8]);

impl Reader<'_> {
    pub(crate) fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, tail) = self.0.split_at_checked(N)?;
        self.0 = tail;
        head.try_into().ok()
    }

    pub(crate) fn number(&mut self) -> Option<u32> {
        self.take().map(u32::from_le_bytes)
    }

    pub(crate) fn float(&mut self) -> Option<f32> {
        self.take().map(f32::from_le_bytes)
    }

    /// A number of seven bits a byte, the lowest first.
    pub(crate) fn varint(&mut self) -> Option<u32> {
        let mut value = 0u32;
        for shift in (0..35).step_by(7) {
            let [byte] = self.take()?;
            value |= u32::from(byte & 127).checked_shl(shift)?;
            if byte < 128 {
                return Some(value);
            }
        }
        None
    }
}

pub(crate) fn push_varint(out: &mut Vec<u8>, mut value: u32) {
    while value > 127 {
        out.push(value as u8 | 128);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Packs a dense table of 2^`bits` rows.
pub fn pack_table(bits: u32, scale: f32, rows: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(rows.len() + 8);
    out.extend(bits.to_le_bytes());
    out.extend(scale.to_le_bytes());
    out.extend(rows);
    out
}

/// The bits and the scale of a dense table, which come before its rows.
fn table_head(reader: &mut Reader) -> Option<(u32, f32)> {
    let bits = reader.number().filter(|bits| (1..=28).contains(bits))?;
    Some((bits, reader.float()?))
}

fn unpack_labels(bytes: &[u8]) -> Option<LabelTable> {
    let mut reader = Reader(bytes);
    let (bits, scale) = table_head(&mut reader)?;
    LabelTable::new(bits, scale, reader.0)
}

/// Unpacks a dense table of single weights.
pub fn unpack_weights(bytes: &[u8]) -> Option<WeightTable> {
    let mut reader = Reader(bytes);
    let (bits, scale) = table_head(&mut reader)?;
    WeightTable::new(bits, scale, reader.0)
}

/// Packs a CRF; `table` holds the packed weights of its features.
pub fn pack_crf(labels: usize, steps: &[Scores; WIDTH + 1], table: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(table.len() + 4 + 4 * WIDTH * (WIDTH + 1));
    out.extend((labels as u32).to_le_bytes());
    out.extend(steps.iter().flatten().flat_map(|step| step.to_le_bytes()));
    out.extend(table);
    out
}

/// Unpacks a CRF.
pub fn unpack_crf(bytes: &[u8]) -> Option<Crf> {
    let mut reader = Reader(bytes);
    let labels = reader
        .number()
        .filter(|labels| (1..=WIDTH as u32).contains(labels))? as usize;
    let mut steps = [[0.0; WIDTH]; WIDTH + 1];
    for step in steps.iter_mut().flatten() {
        *step = reader.float()?;
    }
    Some(Crf::new(unpack_labels(reader.0)?, steps, labels))
}

/// Packs a sparse table of rows in order of their keys.
pub(crate) fn pack_sparse(rows: &[SparseRow]) -> Vec<u8> {
    let mut out = Vec::new();
    out.extend((rows.len() as u32).to_le_bytes());
    let mut before = 0;
    for (key, pairs) in rows {
        push_varint(&mut out, key.wrapping_sub(before));
        out.push(pairs.len() as u8);
        out.extend(
            pairs
                .iter()
                .flat_map(|(label, weight)| [*label, *weight as u8]),
        );
        before = *key;
    }
    out
}

pub(crate) fn unpack_sparse(bytes: &[u8]) -> Option<SparseTable> {
    let mut reader = Reader(bytes);
    let count = reader.number()? as usize;
    let (mut keys, mut counts, mut pairs) = (Vec::new(), Vec::new(), Vec::new());
    let mut key = 0u32;
    for _ in 0..count {
        key = key.wrapping_add(reader.varint()?);
        let [length] = reader.take()?;
        for _ in 0..length {
            let [label, weight] = reader.take()?;
            pairs.push((label, weight as i8));
        }
        keys.push(key);
        counts.push(length);
    }
    SparseTable::new(&keys, &counts, pairs)
}

/// Packs a table of certain decisions: (key, value) pairs in order of their keys.
pub(crate) fn pack_certain(pairs: &[(u32, u8)]) -> Vec<u8> {
    let mut out = (pairs.len() as u32).to_le_bytes().to_vec();
    let mut before = 0;
    for (key, value) in pairs {
        push_varint(&mut out, key.wrapping_sub(before));
        out.push(*value);
        before = *key;
    }
    out
}

/// Unpacks a table of certain decisions whose values are below `values`.
pub(crate) fn unpack_certain(reader: &mut Reader, values: usize) -> Option<CertainTable> {
    let count = reader.number()?;
    let mut pairs = Vec::new();
    let mut key = 0u32;
    for _ in 0..count {
        key = key.wrapping_add(reader.varint()?);
        let [value] = reader.take()?;
        if usize::from(value) >= values {
            return None;
        }
        pairs.push((key, value));
    }
    Some(CertainTable::new(&pairs))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sparse_tables_survive_packing() {
        let rows = vec![
            (3, vec![(1, 5), (2, -7)]),
            (70_000, vec![(0, 1)]),
            (u32::MAX, vec![(44, -128)]),
        ];
        let sparse = unpack_sparse(&pack_sparse(&rows)).unwrap_or_else(|| panic!("must unpack"));
        let mut sums = [0; 45];
        sparse.add(&[3, u32::MAX, 4], &mut sums);
        assert_eq!((sums[0], sums[1], sums[2], sums[44]), (0, 5, -7, -128));
    }

    #[test]
    fn damaged_weights_are_refused() {
        assert!(unpack_labels(&[1, 2, 3]).is_none());
        assert!(unpack_crf(&[9; 40]).is_none());
        assert!(unpack_sparse(&[255, 255, 255, 255, 1]).is_none());
    }
}
