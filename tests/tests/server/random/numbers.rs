//! A small generator of its own: the same numbers on each run, or others if the environment says so.

/// Names the seed; the default is 1.
const SEED: &str = "MONGOMANCY_SEED";

pub(super) struct Numbers(u64);

impl Numbers {
    pub(super) fn new() -> Self {
        let seed = std::env::var(SEED).ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
        eprintln!("{SEED}={seed}");
        Self(seed)
    }

    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    pub(super) fn between(&mut self, least: i32, most: i32) -> i32 {
        least + i32::try_from(self.below(usize::try_from(most - least + 1).unwrap())).unwrap()
    }

    pub(super) fn one_of<V: Clone>(&mut self, values: &[V]) -> V {
        values[self.below(values.len())].clone()
    }

    /// Up to `most` of what `make` gives.
    pub(super) fn some<V>(&mut self, most: usize, mut make: impl FnMut(&mut Self) -> V) -> Vec<V> {
        let count = self.below(most + 1);
        (0..count).map(|_| make(self)).collect()
    }
}
