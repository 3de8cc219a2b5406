//! Every test that stands outside the crate, in one binary so that it links once.

#[cfg(test)]
mod canary;
#[cfg(test)]
mod contract;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod journeys;
#[cfg(test)]
mod operations;
#[cfg(test)]
mod rigs;
#[cfg(test)]
mod simulation;
#[cfg(test)]
mod support;
#[cfg(test)]
mod tidy;
