//! The carrier against peers on this machine that misbehave.

use std::time::Duration;

use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::integrations::payments::Fault;
use crate::integrations::payments::wire::{
    BODY_MAX, Broken, Carrier as _, Net, Question, Reach, Reply, converse,
};
use crate::kernel::secret::Secret;

/// Long enough for this machine, short enough to wait for.
const PATIENCE: Duration = Duration::from_millis(700);

/// A peer that answers one question with these bytes and then stays silent or hangs up. Answers
/// its address, and what it was asked when joined.
async fn peer(answer: Vec<u8>, then: Then) -> (String, tokio::task::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/ask", listener.local_addr().unwrap());
    let asked = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut heard = vec![0; 16 * 1024];
        let mut length = 0;
        while !String::from_utf8_lossy(&heard[..length]).ends_with('}') {
            length += stream.read(&mut heard[length..]).await.unwrap();
        }
        drop(stream.write_all(&answer).await);
        if then == Then::Silence {
            let mut nothing = [0; 1];
            drop(stream.read(&mut nothing).await);
        }
        String::from_utf8_lossy(&heard[..length]).into_owned()
    });
    (url, asked)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Then {
    HangUp,
    Silence,
}

fn http(status: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\n\r\n{body}").into_bytes()
}

fn net() -> Net {
    Net::new(Reach::Loopback, PATIENCE)
}

async fn ask(url: &str) -> Result<Reply, Broken> {
    net()
        .carry(Question::new(url.to_owned(), json!({ "a": 1 })))
        .await
}

#[tokio::test]
async fn a_question_is_posted_as_json_with_its_token_and_the_answer_read_on_any_status() {
    for status in [
        "200 OK",
        "401 Unauthorized",
        "422 Unprocessable",
        "500 Error",
    ] {
        let (url, asked) = peer(http(status, r#"{"b":2}"#), Then::HangUp).await;
        let question = Question {
            bearer: Some(Secret::new("token")),
            ..Question::new(url, json!({ "a": 1 }))
        };
        let reply = net().carry(question).await.ok().unwrap();
        assert!(status.starts_with(&reply.status.to_string()));
        assert_eq!(reply.body, br#"{"b":2}"#);
        let asked = asked.await.unwrap();
        assert!(asked.starts_with("POST /ask HTTP/1.1\r\n"));
        for line in [
            "content-type: application/json",
            "accept: application/json",
            "authorization: Bearer token",
            "user-agent: Balinyaar/",
        ] {
            assert!(asked.contains(line), "{line} in {asked}");
        }
        assert!(asked.ends_with(r#"{"a":1}"#));
    }
}

#[tokio::test]
async fn silence_ends_the_wait() {
    let (url, _peer) = peer(Vec::new(), Then::Silence).await;
    assert_eq!(ask(&url).await.err(), Some(Broken::Unanswered));
    let begun = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"da".to_vec();
    let (url, _peer) = peer(begun, Then::Silence).await;
    assert_eq!(ask(&url).await.err(), Some(Broken::Unanswered));
}

#[tokio::test]
async fn an_answer_cut_off_or_too_long_is_none() {
    let cut = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"data\":".to_vec();
    let (url, _peer) = peer(cut, Then::HangUp).await;
    assert_eq!(ask(&url).await.err(), Some(Broken::Unanswered));
    let (url, _peer) = peer(Vec::new(), Then::HangUp).await;
    assert_eq!(ask(&url).await.err(), Some(Broken::Unanswered));
    let long = "x".repeat(BODY_MAX + 1);
    let (url, _peer) = peer(http("200 OK", &long), Then::HangUp).await;
    assert_eq!(ask(&url).await.err(), Some(Broken::Unanswered));
}

#[tokio::test]
async fn a_peer_that_is_not_there_was_asked_nothing() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    assert_eq!(ask(&url).await.err(), Some(Broken::Unsent));
    let unable = ask("not an address").await.err();
    assert_eq!(unable, Some(Broken::Unable));
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let moved = b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n";
    let (url, _peer) = peer(moved.to_vec(), Then::HangUp).await;
    let outcome = converse(&net(), Question::new(url, json!({ "a": 1 }))).await;
    assert_eq!(
        outcome.err(),
        Some(Fault::Config {
            code: "302".to_owned()
        })
    );
}
