//! What clients may rely on, frozen: routes, problems, lifecycles, schema, and who may do what.

pub mod endpoints;
mod lifecycles;
mod problems;
mod routes;
mod schema;
