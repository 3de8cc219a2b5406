//! The frame around every route: refusals of its own, methods, addresses, probes, metrics,
//! documents.

mod documents;
mod frame;
mod patience;
mod streams;
mod watching;
