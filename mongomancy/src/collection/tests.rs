//! Every verb against an executor that records: what is sent, and what becomes of the reply.

mod bulk_load;
mod call_defaults;
mod explain;
mod find;
mod insert;
mod load_refs;
mod modify;
mod page;
mod read;
mod recorder;
mod resumable;
mod send;
mod update;
