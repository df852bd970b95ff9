//! Numbers and truth values.

use crate::check::fields;

fields! {
    int_8: [i8],
    int_16: [i16],
    int_32: [i32],
    int_64: [i64],
    int_size: [isize],
    uint_8: [u8],
    uint_16: [u16],
    uint_32: [u32],
    uint_64: [u64],
    uint_size: [usize],
    int_128: [Option<i128>],
    uint_128: [Option<u128>],
    float: [f32],
    double: [f64],
    boolean: [bool],
    non_zero: [std::num::NonZeroU16],
}
