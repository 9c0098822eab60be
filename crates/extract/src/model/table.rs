//! Features as hashes, and tables of small integer weights.

/// Added to each weight that shares a number with others, so that none is negative and all can be added at once.
const BIAS: i32 = 128;

/// The feature of a template with a value.
#[inline]
pub fn feature(template: u32, value: u32) -> u32 {
    let wide = (u64::from(template) << 32 | u64::from(value)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    ((wide >> 32) ^ (wide >> 17)) as u32
}

/// Hashes two values into one. The order matters.
#[inline]
pub fn join(a: u32, b: u32) -> u32 {
    (a.rotate_left(13) ^ b)
        .wrapping_mul(0x9e37_79b1)
        .rotate_left(7)
        ^ a
}

/// Weights of up to eight labels for each feature. Features whose hashes collide share a row; that costs little
/// as long as the table is not full, and no list of features has to be shipped.
///
/// A row is eight bytes, each a weight plus a bias, so that the compiler can add the eight side by side as 16-bit
/// numbers.
#[derive(Clone)]
pub struct LabelTable {
    rows: Vec<[u8; WIDTH]>,
    shift: u32,
    scale: f32,
}

/// The number of labels in a row.
pub const WIDTH: usize = 8;

/// The sum of more rows than this may overflow 16 bits.
const MOST_FEATURES: usize = 257;

impl LabelTable {
    /// A table of 2^bits rows. `None` if that is not the number of bytes.
    pub fn new(bits: u32, scale: f32, bytes: &[u8]) -> Option<Self> {
        if bytes.len() != WIDTH << bits {
            return None;
        }
        let biased = |byte: u8| byte.wrapping_add(BIAS as u8);
        let (rows, _) = bytes.as_chunks::<WIDTH>();
        Some(Self {
            rows: rows.iter().map(|row| row.map(biased)).collect(),
            shift: 32 - bits,
            scale,
        })
    }

    /// The score of each label for at most 257 features, in the unit of training.
    ///
    /// Not inlined: the callers leave the compiler too few registers for the sums.
    #[inline(never)]
    pub fn score(&self, features: &[u32]) -> [f32; WIDTH] {
        debug_assert!(features.len() <= MOST_FEATURES);
        let mut sums = [0u16; WIDTH];
        for feature in features {
            let row = &self.rows[(feature >> self.shift) as usize];
            for (sum, weight) in sums.iter_mut().zip(row) {
                *sum += u16::from(*weight);
            }
        }
        let bias = features.len() as i32 * BIAS;
        sums.map(|sum| (i32::from(sum) - bias) as f32 * self.scale)
    }
}

/// One weight for each feature; colliding features share it.
#[derive(Clone)]
pub struct WeightTable {
    weights: Vec<i8>,
    shift: u32,
    scale: f32,
}

impl WeightTable {
    /// A table of 2^bits weights. `None` if that is not the number of bytes.
    pub fn new(bits: u32, scale: f32, bytes: &[u8]) -> Option<Self> {
        (bytes.len() == 1 << bits).then(|| Self {
            weights: bytes.iter().map(|byte| *byte as i8).collect(),
            shift: 32 - bits,
            scale,
        })
    }

    /// The sum of the features' weights, in the unit of training.
    #[inline]
    pub fn score(&self, features: &[u32]) -> f32 {
        let weight = |feature: &u32| i32::from(self.weights[(feature >> self.shift) as usize]);
        features.iter().map(weight).sum::<i32>() as f32 * self.scale
    }
}

/// Weights of many labels, of which each feature has few: a row is a list of (label, weight) pairs. Rows are found
/// by the whole hash, so features do not collide.
#[derive(Clone)]
pub struct SparseTable {
    slots: Vec<Slot>,
    mask: u32,
    pairs: Vec<(u8, i8)>,
}

/// Where the pairs of a key are: the index of the first and, in the low six bits, their number. 0 is a free slot.
#[derive(Clone, Copy, Default)]
struct Slot {
    key: u32,
    pairs: u32,
}

/// The bits of a slot that hold the number of pairs.
const COUNT_BITS: u32 = 6;

impl SparseTable {
    /// A table from keys, the number of pairs of each key, and all pairs one after the other. `None` if the
    /// numbers do not fit.
    pub fn new(keys: &[u32], counts: &[u8], pairs: Vec<(u8, i8)>) -> Option<Self> {
        if keys.len() != counts.len()
            || pairs.len() != counts.iter().map(|c| usize::from(*c)).sum::<usize>()
        {
            return None;
        }
        // A fuller table takes longer to search, but a small one stays in the cache.
        let size = (keys.len() * 7 / 5 + 1).next_power_of_two().max(2);
        let mask = size as u32 - 1;
        let mut slots = vec![Slot::default(); size];
        let mut start = 0;
        for (key, count) in keys.iter().zip(counts) {
            let mut at = key & mask;
            while slots[at as usize].pairs != 0 {
                at = (at + 1) & mask;
            }
            let count = u32::from(*count).min((1 << COUNT_BITS) - 1);
            slots[at as usize] = Slot {
                key: *key,
                pairs: start << COUNT_BITS | count,
            };
            start += count;
        }
        Some(Self { slots, mask, pairs })
    }

    /// Adds the weights of the features to the sums of their labels.
    #[inline]
    pub fn add<const N: usize>(&self, features: &[u32; N], sums: &mut [i16]) {
        // All slots are read before any is used, so that the cache misses overlap.
        let slots = features.map(|feature| self.slots[(feature & self.mask) as usize]);
        for (feature, first) in features.iter().zip(slots) {
            let slot = self.find(*feature, first);
            let start = (slot.pairs >> COUNT_BITS) as usize;
            let count = (slot.pairs & ((1 << COUNT_BITS) - 1)) as usize;
            for (label, weight) in &self.pairs[start..start + count] {
                sums[usize::from(*label)] += i16::from(*weight);
            }
        }
    }

    /// The slot of a feature, searched from its first possible one; a free slot if the feature is not in the table.
    #[inline]
    fn find(&self, feature: u32, first: Slot) -> Slot {
        let (mut at, mut slot) = (feature & self.mask, first);
        while slot.pairs != 0 && slot.key != feature {
            at = (at + 1) & self.mask;
            slot = self.slots[at as usize];
        }
        slot
    }
}

/// Weights of three labels for each feature, in a table that recognises its features: an unknown feature adds
/// nothing, whereas in a `LabelTable` it adds the weights of another.
///
/// A feature is in one of the four cells of its bucket, and eight bits of its hash tell which. A look-up is one
/// read without a branch, and the four cells are added at once.
#[derive(Clone)]
pub struct BucketTable {
    buckets: Vec<[u32; CELLS]>,
}

/// Cells of a bucket.
const CELLS: usize = 4;

/// The bits of one weight in a cell. The rest of the cell is the check of its feature.
const WEIGHT_BITS: u32 = 8;

/// The bits of all weights in a cell.
const CELL_BITS: u32 = 3 * WEIGHT_BITS;

/// Selects the first and the last weight of a cell. Their sums do not overlap, as the bits of the middle one are
/// between them.
const OUTER: u32 = 0xff | 0xff << (2 * WEIGHT_BITS);

/// The average number of rows in a bucket. Rows that do not fit into its cells are left out.
const CROWD: f32 = 2.5;

impl BucketTable {
    /// A table of rows by the first 24 bits of their feature. Of too many rows in a bucket, those with the smallest
    /// weights are left out.
    pub fn new(rows: &[(u32, [i8; 3])]) -> Self {
        let count = ((rows.len() as f32 / CROWD) as usize).max(1);
        let mut buckets = vec![[0u32; CELLS]; count];
        let weight = |row: &[i8; 3]| row.iter().map(|w| u64::from(w.unsigned_abs())).sum::<u64>();
        // The heaviest first, and the earlier of two that weigh the same: in one number, which sorts fast.
        let mut order: Vec<u64> = (0u64..)
            .zip(rows)
            .map(|(at, (_, row))| (u64::from(u32::MAX) - weight(row)) << 32 | at)
            .collect();
        order.sort_unstable();
        for (key, weights) in order.into_iter().map(|at| rows[at as u32 as usize]) {
            let (bucket, check) = locate(key << 8, count);
            if let Some(free) = buckets[bucket].iter_mut().find(|cell| **cell == 0) {
                let biased = |weight: i8| (i32::from(weight).clamp(-BIAS, BIAS - 1) + BIAS) as u32;
                let [w0, w1, w2] = weights.map(biased);
                *free = check << CELL_BITS | w2 << (2 * WEIGHT_BITS) | w1 << WEIGHT_BITS | w0;
            }
        }
        Self { buckets }
    }

    /// The sums of the features' weights, each too high by the same amount. Not inlined, for the reason given at
    /// [`LabelTable::score`].
    #[inline(never)]
    pub fn sums(&self, features: &[u32]) -> [u32; 3] {
        let (mut outer, mut middle) = ([0u32; CELLS], [0u32; CELLS]);
        for feature in features {
            let (bucket, check) = locate(*feature, self.buckets.len());
            let bucket = &self.buckets[bucket];
            for lane in 0..CELLS {
                let cell = bucket[lane];
                let mine = u32::from(cell >> CELL_BITS == check).wrapping_neg() & cell;
                outer[lane] += mine & OUTER;
                middle[lane] += (mine >> WEIGHT_BITS) & 0xff;
            }
        }
        let outer: u32 = outer.iter().sum();
        let first = outer & ((1 << (2 * WEIGHT_BITS)) - 1);
        [first, middle.iter().sum(), outer >> (2 * WEIGHT_BITS)]
    }
}

/// The bucket of a feature and the check of its cell, which is never 0: that is a free cell.
#[inline]
fn locate(feature: u32, buckets: usize) -> (usize, u32) {
    let spread = (feature >> 8).wrapping_mul(0x9e37_79b1);
    let bucket = ((u64::from(spread) * buckets as u64) >> 32) as usize;
    (bucket, (spread & 0xff).max(1))
}

/// Decisions that need no model: one value for each of a set of keys.
#[derive(Clone, Default)]
pub struct CertainTable {
    slots: Vec<(u32, u8)>,
    shift: u32,
}

/// The value of a free slot.
const FREE: u8 = u8::MAX;

impl CertainTable {
    /// A table of (key, value) pairs; values are below 255.
    pub fn new(pairs: &[(u32, u8)]) -> Self {
        let bits = (pairs.len() * 2 + 2).next_power_of_two().trailing_zeros();
        let mut certain = Self {
            slots: vec![(0, FREE); 1 << bits],
            shift: 32 - bits,
        };
        for (key, value) in pairs.iter().filter(|pair| pair.1 != FREE) {
            let slot = certain.slot(*key);
            certain.slots[slot] = (*key, *value);
        }
        certain
    }

    /// The value of a key.
    #[inline]
    pub fn get(&self, key: u32) -> Option<u8> {
        let (_, value) = self.slots.get(self.slot(key)).copied()?;
        (value != FREE).then_some(value)
    }

    /// The slot of a key, or the free slot where it belongs.
    #[inline]
    fn slot(&self, key: u32) -> usize {
        let mut at = (key.wrapping_mul(0x9e37_79b1) >> self.shift) as usize;
        while let Some((other, value)) = self.slots.get(at) {
            if *value == FREE || *other == key {
                break;
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
        at
    }
}
