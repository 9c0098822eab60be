//! The arithmetic that all models share: features as hashes, weights in small integers.

/// What is added to each weight that is stored with others in one number, so that none is negative and all can
/// be added at once.
const BIAS: i32 = 128;

/// Turns a template and a value into a feature.
#[inline]
pub fn feature(template: u32, value: u32) -> u32 {
    let wide = (u64::from(template) << 32 | u64::from(value)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    ((wide >> 32) ^ (wide >> 17)) as u32
}

/// Joins two values into one, order kept.
#[inline]
pub fn join(a: u32, b: u32) -> u32 {
    (a.rotate_left(13) ^ b)
        .wrapping_mul(0x9e37_79b1)
        .rotate_left(7)
        ^ a
}

/// A table of weights, one row of labels for each hash. Features that meet in a row share it: that is the
/// price of shipping no list of features, and it is small as long as the table is not full.
///
/// A row is eight bytes, each a weight that was made positive, so that a row is read and added at once: the
/// compiler adds eight numbers of sixteen bits side by side.
#[derive(Clone)]
pub struct Rows {
    rows: Vec<[u8; WIDTH]>,
    shift: u32,
    scale: f32,
}

/// How many labels a row has.
pub const WIDTH: usize = 8;

/// More features than these cannot be summed up in sixteen bits.
const MOST_FEATURES: usize = 257;

impl Rows {
    /// Makes a table of 2^bits rows from its bytes.
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

    /// The score of each label by at most 257 features, in the unit the model was learned in.
    ///
    /// Kept apart from its callers: within them the compiler runs out of registers for the sums.
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

/// A table of one weight for each hash, which features share like the rows above.
#[derive(Clone)]
pub struct Column {
    weights: Vec<i8>,
    shift: u32,
    scale: f32,
}

impl Column {
    /// Makes a table of 2^bits weights from its bytes.
    pub fn new(bits: u32, scale: f32, bytes: &[u8]) -> Option<Self> {
        (bytes.len() == 1 << bits).then(|| Self {
            weights: bytes.iter().map(|byte| *byte as i8).collect(),
            shift: 32 - bits,
            scale,
        })
    }

    /// What the features speak for, in the unit the model was learned in.
    #[inline]
    pub fn score(&self, features: &[u32]) -> f32 {
        let weight = |feature: &u32| i32::from(self.weights[(feature >> self.shift) as usize]);
        features.iter().map(weight).sum::<i32>() as f32 * self.scale
    }
}

/// A table for many labels of which a feature speaks for few: rows hold (label, weight) pairs and are
/// found by the whole hash, so features do not meet.
#[derive(Clone)]
pub struct Sparse {
    slots: Vec<Slot>,
    mask: u32,
    pairs: Vec<(u8, i8)>,
}

/// Where the pairs of a key lie: their start and, in the last six bits, their number.
#[derive(Clone, Copy, Default)]
struct Slot {
    key: u32,
    place: u32,
}

/// Bits of a slot that count pairs.
const COUNT_BITS: u32 = 6;

impl Sparse {
    /// Makes a table from keys, the number of pairs of each, and all pairs in a row.
    pub fn new(keys: &[u32], counts: &[u8], pairs: Vec<(u8, i8)>) -> Option<Self> {
        if keys.len() != counts.len()
            || pairs.len() != counts.iter().map(|c| usize::from(*c)).sum::<usize>()
        {
            return None;
        }
        // A full table is searched longer, but a small one stays in the cache.
        let size = (keys.len() * 7 / 5 + 1).next_power_of_two().max(2);
        let mask = size as u32 - 1;
        let mut slots = vec![Slot::default(); size];
        let mut start = 0;
        for (key, count) in keys.iter().zip(counts) {
            let mut at = key & mask;
            while slots[at as usize].place != 0 {
                at = (at + 1) & mask;
            }
            let count = u32::from(*count).min((1 << COUNT_BITS) - 1);
            slots[at as usize] = Slot {
                key: *key,
                place: start << COUNT_BITS | count,
            };
            start += count;
        }
        Some(Self { slots, mask, pairs })
    }

    /// Adds the weights of the features to the sums of the labels.
    #[inline]
    pub fn add<const N: usize>(&self, features: &[u32; N], sums: &mut [i16]) {
        // All are looked for before any is used, so that the memory is asked for all of them at once.
        let places = features.map(|feature| self.slots[(feature & self.mask) as usize]);
        for (feature, first) in features.iter().zip(places) {
            let slot = self.find(*feature, first);
            let start = (slot.place >> COUNT_BITS) as usize;
            let count = (slot.place & ((1 << COUNT_BITS) - 1)) as usize;
            for (label, weight) in &self.pairs[start..start + count] {
                sums[usize::from(*label)] += i16::from(*weight);
            }
        }
    }

    /// The slot of a feature, looked for from the first one where it may be; an empty one where it has none.
    #[inline]
    fn find(&self, feature: u32, first: Slot) -> Slot {
        let (mut at, mut slot) = (feature & self.mask, first);
        while slot.place != 0 && slot.key != feature {
            at = (at + 1) & self.mask;
            slot = self.slots[at as usize];
        }
        slot
    }
}

/// A table of three labels that knows which features it holds: a feature never seen while learning
/// adds nothing, where in `Rows` it would add the weights of another.
///
/// A feature lies in one of the four cells of its bucket; some bits of its hash tell whether what lies
/// there is its own. So a look-up is one read and no branch, and all four cells are added at once.
#[derive(Clone)]
pub struct Keyed {
    buckets: Vec<[u32; CELLS]>,
}

/// Cells of a bucket.
const CELLS: usize = 4;

/// Bits of a weight in a cell; the rest of the cell tells whose they are.
const WEIGHT_BITS: u32 = 8;

/// Bits of all weights of a cell.
const CELL_BITS: u32 = 3 * WEIGHT_BITS;

/// The first and the last weight of a cell: sums of them do not meet, having the middle one's bits between.
const OUTER: u32 = 0xff | 0xff << (2 * WEIGHT_BITS);

/// How many rows a bucket holds on the average; more than its cells find no room.
const CROWD: f32 = 2.5;

impl Keyed {
    /// Makes a table of rows, each found by the first 24 bits of its feature. Where too many meet in a
    /// bucket, those with the smallest weights are left out.
    pub fn new(rows: &[(u32, [i8; 3])]) -> Self {
        let count = ((rows.len() as f32 / CROWD) as usize).max(1);
        let mut buckets = vec![[0u32; CELLS]; count];
        let weight = |row: &[i8; 3]| row.iter().map(|w| u64::from(w.unsigned_abs())).sum::<u64>();
        // The heaviest first, the earlier first where two weigh the same: as one number, which sorts quickly.
        let mut order: Vec<u64> = (0u64..)
            .zip(rows)
            .map(|(at, (_, row))| (u64::from(u32::MAX) - weight(row)) << 32 | at)
            .collect();
        order.sort_unstable();
        for (key, weights) in order.into_iter().map(|at| rows[at as u32 as usize]) {
            let (place, check) = locate(key << 8, count);
            if let Some(free) = buckets[place].iter_mut().find(|cell| **cell == 0) {
                let biased = |weight: i8| (i32::from(weight).clamp(-BIAS, BIAS - 1) + BIAS) as u32;
                let [w0, w1, w2] = weights.map(biased);
                *free = check << CELL_BITS | w2 << (2 * WEIGHT_BITS) | w1 << WEIGHT_BITS | w0;
            }
        }
        Self { buckets }
    }

    /// The sums of the weights of the features, of each label the same amount too high. Kept apart like the scores
    /// of rows.
    #[inline(never)]
    pub fn sums(&self, features: &[u32]) -> [u32; 3] {
        let (mut outer, mut middle) = ([0u32; CELLS], [0u32; CELLS]);
        for feature in features {
            let (place, check) = locate(*feature, self.buckets.len());
            let bucket = &self.buckets[place];
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

/// The bucket of a feature and the bits that tell its cell; never 0, which marks a free cell.
#[inline]
fn locate(feature: u32, buckets: usize) -> (usize, u32) {
    let spread = (feature >> 8).wrapping_mul(0x9e37_79b1);
    let place = ((u64::from(spread) * buckets as u64) >> 32) as usize;
    (place, (spread & 0xff).max(1))
}

/// What is certain without a model: one value for each of some keys.
#[derive(Clone, Default)]
pub struct Certain {
    slots: Vec<(u32, u8)>,
    shift: u32,
}

/// Marks a free slot of `Certain`.
const FREE: u8 = u8::MAX;

impl Certain {
    /// Makes the list of pairs of key and value, the value less than 255.
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

    /// The value of a key, if it has one.
    #[inline]
    pub fn get(&self, key: u32) -> Option<u8> {
        let (_, value) = self.slots.get(self.slot(key)).copied()?;
        (value != FREE).then_some(value)
    }

    /// Where a key lies, or would lie.
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
