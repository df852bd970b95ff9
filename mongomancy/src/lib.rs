//! mongomancy.
