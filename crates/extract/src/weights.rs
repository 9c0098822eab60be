//! The file format of learned weights: how they are packed for shipping and unpacked at the start.
//!
//! All numbers are little-endian. Tables are bytes as they stand; the sparse table of the tagger writes
//! its sorted keys as differences, which take two or three bytes each instead of four.

use crate::accept::Judge;
use crate::chain::{Chain, Scores, WIDTH};
use crate::kernel::{Certain, Column, Keyed, Rows, Sparse};
use crate::parser::{Parser, STEPS};
use crate::tagger::{TAGS, Tagger};
use std::error::Error;
use std::fmt;

/// A file of weights that is not what it says. Those that ship are tested, so this is a mistake of the
/// trainer or of the build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Damaged(pub &'static str);

impl fmt::Display for Damaged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the weights of the {} are damaged", self.0)
    }
}

impl Error for Damaged {}

/// Reads numbers off the front of some bytes.
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, tail) = self.0.split_at_checked(N)?;
        self.0 = tail;
        head.try_into().ok()
    }

    fn number(&mut self) -> Option<u32> {
        self.take().map(u32::from_le_bytes)
    }

    fn float(&mut self) -> Option<f32> {
        self.take().map(f32::from_le_bytes)
    }

    fn varint(&mut self) -> Option<u32> {
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

/// Packs a table.
pub fn pack_table(bits: u32, scale: f32, rows: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(rows.len() + 8);
    out.extend(bits.to_le_bytes());
    out.extend(scale.to_le_bytes());
    out.extend(rows);
    out
}

/// Reads what stands before the bytes of a table: how many bits choose a row, and the scale.
fn table_head(reader: &mut Reader) -> Option<(u32, f32)> {
    let bits = reader.number().filter(|bits| (1..=28).contains(bits))?;
    Some((bits, reader.float()?))
}

/// Unpacks a table of rows.
fn unpack_rows(bytes: &[u8]) -> Option<Rows> {
    let mut reader = Reader(bytes);
    let (bits, scale) = table_head(&mut reader)?;
    Rows::new(bits, scale, reader.0)
}

/// Unpacks a table of single weights.
pub fn unpack_column(bytes: &[u8]) -> Option<Column> {
    let mut reader = Reader(bytes);
    let (bits, scale) = table_head(&mut reader)?;
    Column::new(bits, scale, reader.0)
}

/// Packs a chain.
pub fn pack_chain(labels: usize, steps: &[Scores; WIDTH + 1], table: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(table.len() + 4 + 4 * WIDTH * (WIDTH + 1));
    out.extend((labels as u32).to_le_bytes());
    out.extend(steps.iter().flatten().flat_map(|step| step.to_le_bytes()));
    out.extend(table);
    out
}

/// Unpacks a chain.
pub fn unpack_chain(bytes: &[u8]) -> Option<Chain> {
    let mut reader = Reader(bytes);
    let labels = reader
        .number()
        .filter(|labels| (1..=WIDTH as u32).contains(labels))? as usize;
    let mut steps = [[0.0; WIDTH]; WIDTH + 1];
    for step in steps.iter_mut().flatten() {
        *step = reader.float()?;
    }
    Some(Chain::new(unpack_rows(reader.0)?, steps, labels))
}

/// Packs a sparse table: for each key, in order, its pairs of label and weight.
pub fn pack_sparse(rows: &[(u32, Vec<(u8, i8)>)]) -> Vec<u8> {
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

/// Unpacks a sparse table.
pub fn unpack_sparse(bytes: &[u8]) -> Option<Sparse> {
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
    Sparse::new(&keys, &counts, pairs)
}

/// Packs a list of what is certain: pairs of key and value, keys in order.
fn pack_certain(pairs: &[(u32, u8)]) -> Vec<u8> {
    let mut out = (pairs.len() as u32).to_le_bytes().to_vec();
    let mut before = 0;
    for (key, value) in pairs {
        push_varint(&mut out, key.wrapping_sub(before));
        out.push(*value);
        before = *key;
    }
    out
}

/// Unpacks a list of what is certain, each value less than `values`.
fn unpack_certain(reader: &mut Reader, values: usize) -> Option<Certain> {
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
    Some(Certain::new(&pairs))
}

/// Packs the tagger: the words and the pairs that need no model, then the model.
pub fn pack_tagger(
    words: &[(u32, u8)],
    pairs: &[(u32, u8)],
    rows: &[(u32, Vec<(u8, i8)>)],
) -> Vec<u8> {
    [pack_certain(words), pack_certain(pairs), pack_sparse(rows)].concat()
}

/// Unpacks the tagger.
pub fn unpack_tagger(bytes: &[u8]) -> Option<Tagger> {
    let mut reader = Reader(bytes);
    let words = unpack_certain(&mut reader, TAGS.len())?;
    let pairs = unpack_certain(&mut reader, TAGS.len())?;
    Some(Tagger::new(unpack_sparse(reader.0)?, words, pairs))
}

/// Packs the parser: the steps that need no model, then the rows of the model that matter, each with its
/// place among 2^24 and its weights.
pub fn pack_parser(steps: &[(u32, u8)], rows: &[(u32, [i8; 3])]) -> Vec<u8> {
    let mut out = pack_certain(steps);
    out.extend((rows.len() as u32).to_le_bytes());
    let mut before = 0;
    for (place, weights) in rows {
        push_varint(&mut out, place.wrapping_sub(before));
        out.extend(weights.map(|weight| weight as u8));
        before = *place;
    }
    out
}

/// Unpacks the parser.
pub fn unpack_parser(bytes: &[u8]) -> Option<Parser> {
    let mut reader = Reader(bytes);
    let steps = unpack_certain(&mut reader, STEPS)?;
    let count = reader.number()? as usize;
    let mut rows = Vec::new();
    let mut place = 0u32;
    for _ in 0..count {
        place = place.wrapping_add(reader.varint()?);
        rows.push((place, reader.take::<3>()?.map(|byte| byte as i8)));
    }
    Some(Parser::new(Keyed::new(&rows), steps))
}

/// Packs the judge: the threshold and the tables of both passes.
pub fn pack_judge(threshold: f32, passes: [&[u8]; 2]) -> Vec<u8> {
    let mut out = threshold.to_le_bytes().to_vec();
    out.extend((passes[0].len() as u32).to_le_bytes());
    out.extend(passes.concat());
    out
}

/// Unpacks the judge.
pub fn unpack_judge(bytes: &[u8]) -> Option<Judge> {
    let mut reader = Reader(bytes);
    let threshold = reader.float()?;
    let length = reader.number()? as usize;
    let (first, second) = reader.0.split_at_checked(length)?;
    Some(Judge::new(
        [unpack_column(first)?, unpack_column(second)?],
        threshold,
    ))
}

fn push_varint(out: &mut Vec<u8>, mut value: u32) {
    while value > 127 {
        out.push(value as u8 | 128);
        value >>= 7;
    }
    out.push(value as u8);
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
        assert!(unpack_rows(&[1, 2, 3]).is_none());
        assert!(unpack_chain(&[9; 40]).is_none());
        assert!(unpack_sparse(&[255, 255, 255, 255, 1]).is_none());
    }
}
