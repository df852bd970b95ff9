//! The picture: the calls of both sides over time, one above the other, and when there was no primary.

use std::{error::Error, path::Path, time::Duration};

use mongomancy::EngineEvent;
use plotters::prelude::*;

use crate::{
    ELECTION_TIMEOUT,
    ledger::Verdict,
    timeline::{SLOTS_A_SECOND, Timeline},
};

const SIZE: (u32, u32) = (960, 600);
const ACKNOWLEDGED: RGBColor = RGBColor(46, 125, 90);
const FAILED: RGBColor = RGBColor(211, 47, 47);
const NO_PRIMARY: RGBColor = RGBColor(255, 224, 178);
const FONT: &str = "sans-serif";
/// Sizes of letters; the backend writes them a fifth smaller.
const TITLE: u32 = 26;
const CAPTION: u32 = 21;
const WORDS: u32 = 17;

/// One side of the comparison.
pub(crate) struct Panel {
    pub(crate) name: &'static str,
    pub(crate) verdict: Verdict,
    pub(crate) timeline: Timeline,
}

/// Draws both sides into a file.
pub(crate) fn draw(out: &Path, panels: &[Panel; 2], heard: &[(Duration, EngineEvent)]) -> Result<(), Box<dyn Error>> {
    let root = SVGBackend::new(out, SIZE).into_drawing_area();
    // Not left transparent: the page behind may be dark.
    root.fill(&WHITE)?;
    let title = format!("kill -9 of the primary, election timeout {} s", ELECTION_TIMEOUT.as_secs());
    let area = root.titled(&title, (FONT, TITLE))?;
    let slots = || panels.iter().flat_map(|panel| panel.timeline.slots());
    let highest = slots().map(|slot| slot.acknowledged.max(slot.errors)).max().unwrap_or(1);
    let end = panels.iter().map(|panel| panel.timeline.slots().len()).max().map_or(1.0, seconds);
    for (x, color, word) in
        [(70, ACKNOWLEDGED, "acknowledged"), (200, FAILED, "errors"), (280, NO_PRIMARY, "no primary")]
    {
        area.draw(&Rectangle::new([(x, 0), (x + 12, 12)], color.filled()))?;
        area.draw(&Text::new(word, (x + 18, 0), (FONT, WORDS)))?;
    }
    for (panel, area) in panels.iter().zip(area.margin(16, 0, 0, 0).split_evenly((2, 1))) {
        let verdict = &panel.verdict;
        let caption = format!(
            "{}: {} acknowledged, {} errors, longest gap {:.1} s",
            panel.name,
            verdict.acknowledged,
            verdict.errors,
            panel.timeline.longest_gap().as_secs_f64()
        );
        let mut chart = ChartBuilder::on(&area)
            .caption(caption, (FONT, CAPTION))
            .margin(8)
            .margin_right(20)
            .x_label_area_size(46)
            .y_label_area_size(60)
            .build_cartesian_2d(0.0..end, 0..highest + highest / 10 + 1)?;
        chart
            .configure_mesh()
            .disable_x_mesh()
            .light_line_style(TRANSPARENT)
            .x_desc("seconds")
            .y_desc("calls per 100 ms")
            .label_style((FONT, WORDS))
            .axis_desc_style((FONT, WORDS))
            .x_label_formatter(&|x| format!("{x:.0}"))
            .draw()?;
        let bands = without_primary(heard, end).into_iter();
        chart.draw_series(bands.map(|(from, to)| Rectangle::new([(from, 0), (to, u32::MAX)], NO_PRIMARY.filled())))?;
        let counted = || panel.timeline.slots().iter().enumerate();
        let steps = counted().flat_map(|(n, slot)| [n, n + 1].map(|edge| (seconds(edge), slot.acknowledged)));
        chart.draw_series(AreaSeries::new(steps, 0, ACKNOWLEDGED.filled()))?;
        let errors = counted().filter(|(_, slot)| slot.errors > 0);
        chart.draw_series(
            errors
                .clone()
                .map(|(n, slot)| Rectangle::new([(seconds(n), 0), (seconds(n + 1), slot.errors)], FAILED.filled())),
        )?;
        // A few errors are a low bar, so each says its count.
        chart.draw_series(errors.map(|(n, slot)| {
            let count = Text::new(slot.errors.to_string(), (6, -16), (FONT, WORDS).into_font().color(&FAILED));
            EmptyElement::at((seconds(n), slot.errors.max(slot.acknowledged))) + count
        }))?;
    }
    root.present()?;
    Ok(())
}

/// The times without a primary, as the hook heard of them.
fn without_primary(heard: &[(Duration, EngineEvent)], end: f64) -> Vec<(f64, f64)> {
    let (mut bands, mut since) = (Vec::new(), None);
    for (at, event) in heard {
        match event {
            EngineEvent::PrimaryLost { .. } => since = Some(at.as_secs_f64()),
            EngineEvent::PrimaryElected { .. } => {
                bands.extend(since.take().map(|from| (from, at.as_secs_f64())));
            }
            _ => {}
        }
    }
    bands.extend(since.map(|from| (from, end)));
    bands
}

/// Where a slot begins.
fn seconds(slot: usize) -> f64 {
    f64::from(u32::try_from(slot).unwrap_or(u32::MAX)) / f64::from(SLOTS_A_SECOND)
}
