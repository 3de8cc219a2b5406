//! The frame around every route: refusals of its own, methods, addresses, probes, metrics,
//! documents.

mod documents;
mod frame;
mod streams;
mod watching;
