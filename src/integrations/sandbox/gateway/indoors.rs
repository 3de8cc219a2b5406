//! A way to the provider that needs no socket, for a program that listens nowhere: a job run by
//! hand, a test. The adapters speak the same words over it.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use tower_service::Service as _;

use super::{MOUNT, Provider};
use crate::integrations::payments::till::{Practice, Terms, Till};
use crate::integrations::payments::wire::{BODY_MAX, Broken, Carrier, PATIENCE, Question, Reply};

/// Carries questions to a provider in the same program.
pub struct Indoors {
    routes: Router,
    patience: Duration,
}

impl Indoors {
    /// A way to this provider that waits at most so long.
    pub fn new(provider: &Provider, patience: Duration) -> Indoors {
        Indoors {
            routes: Router::new().nest(MOUNT, provider.routes()),
            patience,
        }
    }

    /// A till that reaches this provider without a socket and nobody else's money.
    pub fn till(provider: &Provider, terms: Arc<Terms>) -> Till {
        let origin = "http://localhost".to_owned();
        let practice = Practice {
            inside: origin.clone(),
            outside: origin,
        };
        Till::over(Arc::new(Indoors::new(provider, PATIENCE)), terms, practice)
    }

    async fn post(&self, question: Question) -> Result<Reply, Broken> {
        let mut request = Request::post(question.url.as_str());
        if let Some(token) = &question.bearer {
            request = request.header(header::AUTHORIZATION, format!("Bearer {}", token.reveal()));
        }
        let request = request
            .body(Body::from(question.body.to_string()))
            .map_err(|_| Broken::Unable)?;
        let asking = self.routes.clone().call(request);
        let answer = tokio::time::timeout(self.patience, asking).await;
        let answer = answer.map_err(|_| Broken::Unanswered)?;
        let answer = answer.map_err(|_| Broken::Unanswered)?;
        let status = answer.status().as_u16();
        let body = to_bytes(answer.into_body(), BODY_MAX).await;
        let body = body.map_err(|_| Broken::Unanswered)?.to_vec();
        Ok(Reply { status, body })
    }
}

impl Carrier for Indoors {
    fn carry(
        &self,
        question: Question,
    ) -> Pin<Box<dyn Future<Output = Result<Reply, Broken>> + Send + '_>> {
        Box::pin(self.post(question))
    }
}
