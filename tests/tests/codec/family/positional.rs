//! Arrays where documents were, and documents where arrays were, by position.

use proptest::test_runner::TestRunner;

use super::{read, sample, some_containers, strange};
use crate::{
    check::Difference,
    subject::Subject,
    tree::{self, ARRAY, DOCUMENT, Element, Value},
};

/// How many documents of a type are gone through.
const DOCUMENTS: u32 = 2;

pub(crate) fn run(subject: &Subject, runner: &mut TestRunner) -> Result<(), Difference> {
    for _ in 0..DOCUMENTS {
        let whole = tree::read(&sample(subject, runner)?);
        for way in some_containers(runner, &whole) {
            // The outermost is always a document.
            let Some((last, before)) = way.split_last() else { continue };
            let turned = |change: &dyn Fn(&mut Vec<Element>)| {
                let mut changed = whole.clone();
                let element = &mut tree::within(&mut changed, before)[*last];
                element.kind = if element.kind == ARRAY { DOCUMENT } else { ARRAY };
                let as_array = element.kind == ARRAY;
                let Value::Nested(inner) = &mut element.value else { unreachable!("ways lead to documents") };
                change(inner);
                if as_array {
                    number(inner);
                }
                read(subject, tree::write(&changed))
            };
            let count = tree::within(&mut whole.clone(), &way).len();
            for shorter in 0..=count {
                turned(&|inner| inner.truncate(shorter))?;
                turned(&|inner| drop(inner.drain(..shorter)))?;
                turned(&|inner| drop((shorter < inner.len()).then(|| inner.remove(shorter))))?;
            }
            turned(&|inner| inner.reverse())?;
            for value in &*strange::VALUES {
                turned(&|inner| inner.push(value.clone()))?;
                turned(&|inner| inner.insert(0, value.clone()))?;
                turned(&|inner| *inner = vec![value.clone()])?;
            }
        }
    }
    Ok(())
}

/// Gives the elements the keys of an array's.
fn number(elements: &mut [Element]) {
    for (index, element) in elements.iter_mut().enumerate() {
        element.key = index.to_string().into_bytes();
    }
}
