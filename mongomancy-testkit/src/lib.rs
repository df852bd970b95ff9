//! Real MongoDB servers for tests.
