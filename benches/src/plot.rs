//! The picture of a mode: the ratio of each row, beside its bar.

use plotters::{
    prelude::*,
    style::text_anchor::{HPos, Pos, VPos},
};

use crate::{
    Result,
    arguments::Mode,
    results,
    summary::{Better, Summary},
};

const WIDTH: i32 = 960;
const HEAD: i32 = 64;
const LINE: i32 = 30;
/// Where the rectangles begin, and where that of the largest ratio ends.
const LEFT: i32 = 380;
const RIGHT: i32 = 820;
const KEPT: RGBColor = RGBColor(46, 125, 90);
const MISSED: RGBColor = RGBColor(211, 47, 47);
const FRAME: RGBColor = RGBColor(90, 90, 90);
const FONT: &str = "sans-serif";
/// Sizes of letters; the backend writes them a fifth smaller.
const TITLE: u32 = 24;
const WORDS: u32 = 17;

/// Draws the rows of a mode into `docs`.
///
/// # Errors
/// Where the file cannot be written.
pub(crate) fn save(mode: Mode, summaries: &[Summary]) -> Result<()> {
    let file = results::root().join("docs").join(format!("{}.svg", mode.name()));
    let height = HEAD + LINE * i32::try_from(summaries.len())? + LINE;
    let area = SVGBackend::new(&file, (WIDTH.unsigned_abs(), height.unsigned_abs())).into_drawing_area();
    // Not left transparent: the page behind may be dark.
    area.fill(&WHITE)?;
    let word = |size| (FONT, size).into_font().color(&BLACK);
    let better = match summaries.first().map(|summary| summary.better) {
        Some(Better::Higher) => "longer is better",
        _ => "shorter is better",
    };
    area.draw(&Text::new(format!("{}: mongomancy by the bare driver ({better})", mode.name()), (16, 14), word(TITLE)))?;
    let largest = summaries.iter().map(|summary| summary.ratio().max(summary.bar)).fold(1.0, f64::max);
    // The driver itself is the line at 1.
    let even = along(1.0, largest);
    area.draw(&PathElement::new([(even, HEAD - 12), (even, height - LINE + 6)], FRAME))?;
    area.draw(&Text::new("driver", (even, HEAD - 26), word(WORDS).pos(Pos::new(HPos::Center, VPos::Top))))?;
    for (row, summary) in (0_i32..).zip(summaries) {
        let top = HEAD + row * LINE;
        let color = if summary.keeps_bar() { KEPT } else { MISSED };
        let end = along(summary.ratio(), largest);
        let middle = top + LINE / 2 - 4;
        area.draw(&Text::new(
            &*summary.work,
            (LEFT - 10, middle),
            word(WORDS).pos(Pos::new(HPos::Right, VPos::Center)),
        ))?;
        area.draw(&Rectangle::new([(LEFT, top), (end, top + LINE - 10)], color.filled()))?;
        let bar = along(summary.bar, largest);
        area.draw(&PathElement::new([(bar, top - 3), (bar, top + LINE - 7)], BLACK.stroke_width(2)))?;
        let words = format!("{:.2}", summary.ratio());
        let beside = end.max(bar).max(if end + 40 > even { even } else { 0 }) + 8;
        area.draw(&Text::new(words, (beside, middle), word(WORDS).pos(Pos::new(HPos::Left, VPos::Center))))?;
    }
    let legend = "green: keeps its bar, red: misses it; the black mark is the bar";
    area.draw(&Text::new(legend, (16, height - 22), word(WORDS)))?;
    area.present()?;
    Ok(())
}

/// Where a ratio ends.
#[expect(clippy::cast_possible_truncation, reason = "a ratio between nothing and the largest lies within the picture")]
fn along(ratio: f64, largest: f64) -> i32 {
    let share = if ratio.is_finite() { (ratio / largest).clamp(0.0, 1.0) } else { 1.0 };
    LEFT + (share * f64::from(RIGHT - LEFT)).round() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ratio_ends_within_the_picture() {
        for (ratio, end) in
            [(0.0, LEFT), (1.0, i32::midpoint(LEFT, RIGHT)), (2.0, RIGHT), (f64::NAN, RIGHT), (-1.0, LEFT)]
        {
            assert_eq!(along(ratio, 2.0), end, "{ratio}");
        }
    }
}
