//! Where something is.

use mongomancy::{Area, Collection, Document, Filter, Geometry, MongoCollection, MongoDocument, Near, doc};
use mongomancy_tests::{database, run};

use super::each_finds;

/// A point in `GeoJSON`, as a user's type.
#[derive(Debug, Clone, MongoDocument)]
struct Point {
    r#type: String,
    coordinates: [f64; 2],
}

#[derive(Debug, Clone, MongoCollection)]
#[collection(name = "shop")]
struct Shop {
    #[serde(rename = "_id")]
    id: i32,
    place: Point,
    pair: [f64; 2],
    district: Document,
}

/// Squares about points on the equator, a degree of about 111 km apart.
fn shop(id: i32) -> Shop {
    let x = f64::from(id);
    let corners = [[x - 0.4, -0.4], [x + 0.4, -0.4], [x + 0.4, 0.4], [x - 0.4, 0.4]];
    Shop {
        id,
        place: Point { r#type: "Point".into(), coordinates: [x, 0.0] },
        pair: [x, 0.0],
        district: Geometry::polygon(corners).to_document(),
    }
}

/// The `_id`s in the order in which they come.
async fn nearest(shops: &Collection<Shop>, filter: Filter<Shop>) -> Vec<i32> {
    shops.find(filter).try_collect().await.unwrap().iter().map(|shop| shop.id).collect()
}

#[tokio::test]
async fn places_are_found() {
    let db = database().await;
    let shops = db.collection::<Shop>();
    shops.insert_many([shop(0), shop(1), shop(2), shop(3)]).await.unwrap();
    let key = |keys: Document, name: &str| doc! { "key": keys, "name": name };
    let indexes = [key(doc! { "place": "2dsphere" }, "place"), key(doc! { "pair": "2d" }, "pair")];
    let create = doc! { "createIndexes": Shop::NAME, "indexes": indexes.to_vec() };
    run(db.engine(), db.name(), create).await.unwrap();
    let s = Shop::fields();

    let place = s.place;
    assert_eq!(nearest(&shops, place.near([2.2, 0.0])).await, [2, 3, 1, 0]);
    let near = Near::to([2.2, 0.0]).max_distance(200_000.0).min_distance(50_000.0);
    assert_eq!(nearest(&shops, place.near(near.clone())).await, [3, 1]);
    assert_eq!(nearest(&shops, place.near_sphere(near.clone())).await, [3, 1]);
    assert_eq!(nearest(&shops, place.near(near) & s.id.lt(3)).await, [1]);

    let about = |x: f64| Geometry::polygon([[x - 0.5, -1.0], [x + 0.5, -1.0], [x + 0.5, 1.0], [x - 0.5, 1.0]]);
    each_finds(
        &shops,
        [
            (place.geo_within(about(2.0)), vec![2]),
            (place.geo_within(Area::center_sphere([2.0, 0.0], 120_000.0)), vec![1, 2, 3]),
            (s.pair.geo_within(Area::rectangle([0.5, -1.0], [2.5, 1.0])), vec![1, 2]),
            (s.pair.geo_within(Area::center([0.0, 0.0], 1.5)), vec![0, 1]),
            (s.pair.geo_within(Area::polygon([[1.5, -1.0], [9.0, 0.0], [1.5, 1.0]])), vec![2, 3]),
            (s.district.geo_within(about(1.0)), vec![1]),
            (s.district.geo_intersects(Geometry::line([[0.3, 0.0], [0.7, 0.0]])), vec![0, 1]),
            (s.district.geo_intersects([2.1, 0.1]), vec![2]),
        ],
    )
    .await;
    assert_eq!(shops.count_documents(place.geo_within(about(2.0))).await.unwrap(), 1);
}
