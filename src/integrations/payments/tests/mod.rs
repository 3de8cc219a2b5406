//! The adapters against every answer the providers document, and some they do not.

mod net;
mod webhooks;
mod zarinpal;
mod zibal;

use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use serde_json::Value;

use super::wire::{Broken, Carrier, Question, Reply};
use super::{Fault, Later};

/// Answers in turn what it was given, and remembers what it was asked.
#[derive(Default)]
pub struct Script {
    answers: Mutex<VecDeque<Result<Reply, Broken>>>,
    asked: Mutex<Vec<(String, Option<String>, Value)>>,
}

impl Script {
    /// A provider that will answer these, in this order.
    pub fn of(answers: &[(u16, &str)]) -> Arc<Script> {
        let script = Script::default();
        for (status, body) in answers {
            script.answers.lock().unwrap().push_back(Ok(Reply {
                status: *status,
                body: body.as_bytes().to_vec(),
            }));
        }
        Arc::new(script)
    }

    /// A line that breaks.
    pub fn broken(broken: Broken) -> Arc<Script> {
        let script = Script::default();
        script.answers.lock().unwrap().push_back(Err(broken));
        Arc::new(script)
    }

    /// Addresses and bodies asked so far, after every answer was used up.
    pub fn asked(&self) -> Vec<(String, Value)> {
        assert!(self.answers.lock().unwrap().is_empty(), "too few questions");
        let asked = self.asked.lock().unwrap();
        asked
            .iter()
            .map(|(url, _, body)| (url.clone(), body.clone()))
            .collect()
    }

    /// Bearer tokens sent so far.
    pub fn bearers(&self) -> Vec<Option<String>> {
        let asked = self.asked.lock().unwrap();
        asked.iter().map(|(_, bearer, _)| bearer.clone()).collect()
    }
}

impl Carrier for Script {
    fn carry(
        &self,
        question: Question,
    ) -> Pin<Box<dyn Future<Output = Result<Reply, Broken>> + Send + '_>> {
        let bearer = question.bearer.map(|token| token.into_inner());
        let asked = (question.url, bearer, question.body);
        self.asked.lock().unwrap().push(asked);
        let answer = self.answers.lock().unwrap().pop_front();
        Box::pin(async move { answer.expect("one question too many") })
    }
}

/// Waits for an adapter.
pub fn now<T>(answer: Later<'_, T>) -> Result<T, Fault> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(answer)
}
