//! The derives of mongomancy.
