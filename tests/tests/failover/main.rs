//! What happens to calls when servers fail. Each test has servers of its own.

mod fail_points;
mod switch;
