use mongomancy::MongoDocument;

#[derive(MongoDocument)]
#[serde(content = "c")]
enum ContentAlone {
    A,
}

#[derive(MongoDocument)]
#[serde(tag = "t", content = "t")]
enum OneName {
    A,
}

#[derive(MongoDocument)]
#[serde(untagged, tag = "t")]
enum Both {
    A,
}

#[derive(MongoDocument)]
#[serde(tag = "type")]
enum Beside {
    Tuple(i32, i32),
    Named {
        #[serde(rename = "type")]
        kind: i32,
    },
    #[serde(other)]
    Other(i32),
}

#[derive(MongoDocument)]
#[serde(default)]
enum Default {
    #[serde(rename = "B")]
    A,
    B,
}

#[derive(MongoDocument)]
#[serde(untagged, rename_all_fields = "camelCase")]
enum Untagged {
    A(i32),
    #[serde(other)]
    Other,
}

#[derive(MongoDocument)]
#[serde(tag = "t")]
struct Tuple(i32, #[serde(flatten)] i32);

fn main() {}
