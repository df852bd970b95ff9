//! The documents: from the published files, or made in the same shape and size.

use std::{fs, path::Path};

use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::model::{Large, LargeNested, Small, SmallForeign};
use crate::Result;

/// A document of each model.
pub(super) struct Data {
    pub(super) small: Small,
    pub(super) small_foreign: SmallForeign,
    pub(super) large: Large,
    pub(super) nested: LargeNested,
}

impl Data {
    /// The documents of the files in this folder.
    ///
    /// # Errors
    /// Where a file is missing, or has other fields than its model.
    pub(super) fn read(folder: &Path) -> Result<Self> {
        Self::of(
            read(&folder.join("small_doc.json"))?,
            read(&folder.join("large_doc.json"))?,
            read(&folder.join("large_doc_nested.json"))?,
        )
    }

    /// Made documents, the same ones each time.
    pub(super) fn made() -> Result<Self> {
        let mut letters = Letters(1);
        Self::of(made_small(&mut letters), made_large(&mut letters), made_nested(&mut letters))
    }

    fn of(small: Value, large: Value, nested: Value) -> Result<Self> {
        Ok(Self {
            small_foreign: model("the small document", small.clone())?,
            small: model("the small document", small)?,
            large: model("the large document", large)?,
            nested: model("the large nested document", nested)?,
        })
    }
}

fn read(file: &Path) -> Result<Value> {
    let unread = |error: &dyn std::error::Error| format!("{}: {error}", file.display());
    let text = fs::read_to_string(file).map_err(|error| unread(&error))?;
    Ok(serde_json::from_str(&text).map_err(|error| unread(&error))?)
}

fn model<M: DeserializeOwned>(what: &str, document: Value) -> Result<M> {
    Ok(serde_json::from_value(document).map_err(|error| format!("{what} has not the fields of its model: {error}"))?)
}

fn made_small(letters: &mut Letters) -> Value {
    let mut document = Map::new();
    letters.strings(&mut document, 1..8, 8);
    letters.integers(&mut document, 8..14, 10_000_000);
    Value::Object(document)
}

fn made_large(letters: &mut Letters) -> Value {
    let mut document = Map::new();
    letters.strings(&mut document, 1..126, 30);
    letters.integers(&mut document, 126..251, 100);
    Value::Object(document)
}

fn made_nested(letters: &mut Letters) -> Value {
    let mut document = Map::new();
    for number in 1..6 {
        document.insert(format!("embedded_str_doc_{number}"), made_strings(letters));
    }
    document.insert("embedded_str_doc_array".to_owned(), json!([made_strings(letters), made_strings(letters)]));
    for number in 8..15 {
        let mut integers = Map::new();
        letters.integers(&mut integers, 1..16, 100);
        document.insert(format!("embedded_int_doc_{number}"), Value::Object(integers));
    }
    Value::Object(document)
}

fn made_strings(letters: &mut Letters) -> Value {
    let mut document = Map::new();
    letters.strings(&mut document, 1..16, 30);
    Value::Object(document)
}

/// Letters and numbers that look like any, by a linear congruence.
struct Letters(u64);

impl Letters {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    fn strings(&mut self, document: &mut Map<String, Value>, fields: std::ops::Range<u32>, length: usize) {
        for number in fields {
            let string: String =
                (0..length).map(|_| char::from(b'a' + u8::try_from(self.next() % 26).unwrap_or_default())).collect();
            document.insert(format!("field{number}"), string.into());
        }
    }

    /// Integers of as many digits as `least`.
    fn integers(&mut self, document: &mut Map<String, Value>, fields: std::ops::Range<u32>, least: u64) {
        for number in fields {
            document.insert(format!("field{number}"), (least + self.next() % (9 * least)).into());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::odm::model::Model;

    fn bytes(document: &Value) -> u32 {
        u32::try_from(document.to_string().len()).unwrap()
    }

    #[test]
    fn made_documents_are_the_same_each_time_and_as_long_as_the_published_ones() {
        let made = || {
            let mut letters = Letters(1);
            [made_small(&mut letters), made_large(&mut letters), made_nested(&mut letters)]
        };
        assert_eq!(made(), made());
        let [small, large, nested] = made();
        // The published files measure 251, 7306 (without their picture) and 6210 bytes without white space.
        assert!(bytes(&small).abs_diff(251) < 5, "{}", bytes(&small));
        assert!(bytes(&large).abs_diff(7306) < 75, "{}", bytes(&large));
        assert!(bytes(&nested).abs_diff(6210) < 65, "{}", bytes(&nested));
    }

    #[test]
    fn a_document_of_another_shape_is_refused_by_name() {
        let mut letters = Letters(1);
        let (small, nested) = (made_small(&mut letters), made_nested(&mut letters));
        let mut large = made_large(&mut letters);
        assert!(Data::of(small.clone(), large.clone(), nested.clone()).is_ok());
        large.as_object_mut().unwrap().remove("field200");
        let refused = Data::of(small, large, nested).err().unwrap().to_string();
        assert!(refused.contains("the large document") && refused.contains("field200"), "{refused}");
    }

    #[test]
    fn both_sides_store_the_same_document_under_a_number() {
        let data = Data::made().unwrap();
        assert!(data.nested.numbered(7) == data.nested.numbered(7));
        assert!(data.nested.numbered(7) != data.nested.numbered(8));
    }
}
