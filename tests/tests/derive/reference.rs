//! `Ref`: stored as the `_id` that it holds, and as usable as that.

use std::{
    collections::{BTreeSet, HashSet},
    fmt::Debug,
};

use bson::{Bson, DateTime, Document, doc, oid::ObjectId};
use mongomancy::{Id, IndexKey, MongoCollection, MongoDocument, Ref};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::codec::agree::agree;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, MongoCollection)]
struct Guild {
    #[serde(rename = "_id")]
    id: Option<Id<Guild>>,
    founder: Option<Ref<Player>>,
    /// Of itself, and lists of them.
    ally: Option<Ref<Guild>>,
    #[serde(default)]
    rivals: Vec<Ref<Self>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, MongoCollection)]
#[index(guild)]
#[index(day, expire_after = "30d")]
struct Player {
    #[serde(rename = "_id")]
    number: i64,
    guild: Ref<Guild>,
    #[index(unique)]
    partner: Option<Ref<Player>>,
    #[index(unique)]
    badge: Option<Ref<Badge>>,
    day: Option<Ref<Day>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, MongoCollection)]
struct Badge {
    #[serde(rename = "_id")]
    code: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, MongoCollection)]
struct Day {
    #[serde(rename = "_id")]
    day: DateTime,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, MongoDocument)]
struct Compound {
    shard: i32,
    number: i64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, MongoCollection)]
struct Composed {
    #[serde(rename = "_id")]
    key: Compound,
}

mod text {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
    pub(super) fn serialize<S: Serializer>(number: &i64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(number)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

#[derive(Debug, MongoCollection)]
struct Written {
    #[serde(rename = "_id", with = "text")]
    number: i64,
}

#[derive(Debug, MongoCollection)]
struct Holder {
    written: Ref<Written>,
}

#[test]
fn it_is_stored_and_read_as_serde_does_with_the_id() {
    let id = Id::from(ObjectId::from_bytes(*b"twelve bytes"));
    agree(vec![Ref::<Guild>::to(id)]);
    agree(vec![Some(Ref::<Player>::to(i64::MIN)), None]);
    agree(vec![vec![Ref::<Badge>::to("a"), Ref::to("")]]);
    agree(vec![Ref::<Composed>::to(Compound { shard: 1, number: 2 })]);
    agree(vec![Ref::<Day>::to(DateTime::MIN)]);
}

#[test]
fn it_lies_in_a_document_as_the_id_does() {
    let (red, blue) = (Id::new(), ObjectId::new());
    let guild = Guild { id: Some(red), founder: Some(Ref::to(7)), ally: None, rivals: vec![Ref::to(blue)] };
    let stored = guild.encode().unwrap();
    let expected = doc! { "_id": red, "founder": 7_i64, "ally": null, "rivals": [blue] };
    assert_eq!(Document::try_from(&*stored).unwrap(), expected);
    assert_eq!(Guild::decode(&stored).unwrap(), guild);

    let misfit = Guild::decode(&bson::rawdoc! { "rivals": [blue, "MARK"] }).unwrap_err();
    assert!(misfit.to_string().contains("at `rivals[1]`: expected an ObjectId, found string"), "{misfit}");
    let missing = Player::decode(&bson::rawdoc! { "_id": 1_i64 }).unwrap_err();
    assert!(missing.to_string().contains("at `guild`"), "{missing}");
}

#[test]
fn what_the_ids_field_says_holds_for_the_reference() {
    let holder = Holder { written: Ref::to(7) };
    let stored = holder.encode().unwrap();
    assert_eq!(Document::try_from(&*stored).unwrap(), doc! { "written": "7" });
    assert_eq!(Holder::decode(&stored).unwrap().written, Ref::to(7));
    assert_eq!(doc! { "written": holder.written }, doc! { "written": "7" });
    let _ = Written { number: 7 }.number;
}

#[test]
fn it_is_indexed_as_the_id_would_be() {
    let definition = Player::definition();
    definition.check().unwrap();
    let filter = |field: &str| {
        let index =
            definition.indexes().iter().find(|index| index.keys().next() == Some((field, &IndexKey::Ascending)));
        index.unwrap().partial_filter().cloned()
    };
    assert_eq!(filter("guild"), None);
    assert_eq!(filter("partner"), Some(doc! { "partner": { "$gte": f64::NEG_INFINITY } }));
    assert_eq!(filter("badge"), Some(doc! { "badge": { "$gte": "" } }));
}

#[test]
fn it_does_what_the_id_does() {
    fn by_serde<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) -> Bson {
        let stored = bson::serialize_to_bson(value).unwrap();
        assert_eq!(&bson::deserialize_from_bson::<T>(stored.clone()).unwrap(), value);
        stored
    }
    let id: Id<Guild> = Id::new();
    let (red, copy): (Ref<Guild>, Ref<Guild>) = (Ref::to(id), Ref::to(id));
    let again = red;
    assert_eq!((red, *red.id(), again.into_id()), (copy, id, id));
    assert_eq!(red.to_string(), id.to_string());
    assert_eq!(format!("{red:?}"), format!("Ref({id:?})"));
    assert_eq!(by_serde(&red), by_serde(&id));
    assert_eq!(Bson::from(red), Bson::from(id));
    let numbers = [3, 1, 3].map(Ref::<Player>::to);
    assert_eq!(HashSet::from(numbers).len(), 2);
    assert!(BTreeSet::from(numbers).iter().map(Ref::id).eq(&[1, 3]));
    assert_eq!(Ref::<Badge>::default(), Ref::to(""));
}

/// A field that refers to a document takes its id, and is joined with it.
#[test]
fn an_id_is_a_value_of_a_reference_and_joins_it() {
    use mongomancy::{MongoCollection, MongoDocument, Pipeline};

    #[derive(MongoCollection)]
    struct Guild {
        #[serde(rename = "_id")]
        id: Id<Guild>,
        name: String,
    }

    #[derive(MongoCollection)]
    struct Member {
        guild: Ref<Guild>,
        former: Option<Ref<Guild>>,
    }

    #[derive(MongoDocument)]
    struct WithGuild {
        guilds: Vec<Guild>,
    }

    #[derive(MongoDocument)]
    struct Joined {
        members: Vec<Member>,
    }

    let (id, m) = (Id::<Guild>::new(), Member::fields());
    let filter = m.guild.eq(id) & m.former.eq(id);
    let expected = doc! { "$and": [{ "guild": { "$eq": id } }, { "former": { "$eq": id } }] };
    assert_eq!(filter.to_document().unwrap(), expected);
    let joined = Pipeline::<Member>::new().lookup::<Guild, WithGuild, _, _, _>(|m| m.guild, |g| g.id, |w| w.guilds);
    let back = Pipeline::<Guild>::new().lookup::<Member, Joined, _, _, _>(|g| g.id, |m| m.former, |j| j.members);
    let lookup = |from: &str, local: &str, foreign: &str, into: &str| {
        doc! { "$lookup": { "from": from, "localField": local, "foreignField": foreign, "as": into } }
    };
    assert_eq!(joined.to_documents().unwrap(), [lookup("guild", "guild", "_id", "guilds")]);
    assert_eq!(back.to_documents().unwrap(), [lookup("member", "_id", "former", "members")]);

    let _ = |guild: Guild, joined: Joined, with: WithGuild| (guild.name, joined.members.len(), with.guilds.len());
}
