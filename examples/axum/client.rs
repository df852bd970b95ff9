//! As much of an HTTP client as the tests need: a connection for each request.

use std::net::SocketAddr;

use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::LIMIT;

#[derive(Clone, Copy)]
pub(crate) struct Client(pub(crate) SocketAddr);

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    head: String,
    /// Null where it is no JSON.
    pub(crate) body: Value,
}

/// A request whose body is still to come.
pub(crate) struct Begun(TcpStream);

impl Client {
    pub(crate) async fn get(self, path: &str) -> Answer {
        self.send("GET", path, None).await
    }

    pub(crate) async fn post(self, path: &str, body: &Value) -> Answer {
        self.send("POST", path, Some(body)).await
    }

    pub(crate) async fn send(self, method: &str, path: &str, body: Option<&Value>) -> Answer {
        let body = body.map(Value::to_string).unwrap_or_default();
        let mut stream = TcpStream::connect(self.0).await.unwrap();
        stream.write_all((head(method, path, body.len()) + "\r\n" + &body).as_bytes()).await.unwrap();
        Answer::read(stream).await
    }

    /// Begins a request, and returns when its handler asks for the body.
    pub(crate) async fn begin(self, method: &str, path: &str, length: usize) -> Begun {
        const GO_ON: &str = "HTTP/1.1 100 Continue\r\n\r\n";
        let mut stream = TcpStream::connect(self.0).await.unwrap();
        let head = head(method, path, length) + "expect: 100-continue\r\n\r\n";
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut asked = [0; GO_ON.len()];
        stream.read_exact(&mut asked).await.unwrap();
        assert_eq!(str::from_utf8(&asked), Ok(GO_ON));
        Begun(stream)
    }

    pub(crate) async fn is_refused(self) -> bool {
        TcpStream::connect(self.0).await.is_err()
    }
}

impl Begun {
    pub(crate) async fn finish(mut self, body: &str) -> Answer {
        self.0.write_all(body.as_bytes()).await.unwrap();
        Answer::read(self.0).await
    }
}

impl Answer {
    async fn read(mut stream: TcpStream) -> Self {
        let mut answer = String::new();
        tokio::time::timeout(LIMIT, stream.read_to_string(&mut answer)).await.expect("an answer").unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        Self { status, head: head.to_owned(), body: serde_json::from_str(body).unwrap_or_default() }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let headers = self.head.lines().filter_map(|line| line.split_once(": "));
        headers.into_iter().find_map(|(header, value)| header.eq_ignore_ascii_case(name).then_some(value))
    }
}

fn head(method: &str, path: &str, length: usize) -> String {
    format!(
        "{method} {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-type: application/json\r\n\
         content-length: {length}\r\n"
    )
}
