//! Every test that stands outside the crate, in one binary so that it links once.

#[cfg(test)]
mod operations;
#[cfg(test)]
mod tidy;
