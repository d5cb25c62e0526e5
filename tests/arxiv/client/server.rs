//! A small server on the loopback, and a client's settings for it.

use arxsync::arxiv::batches::Retry;
use arxsync::arxiv::client::{Client, ClientConfig};
use arxsync::clock::Clock;
use std::collections::VecDeque;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use url::Url;

/// How the server treats one request.
pub enum Answer {
    /// Like arXiv: every id it is asked for, in another order; every record; two papers for a
    /// search.
    Papers,
    /// Like arXiv, where an id is poisoned: 500 for every request with it.
    Poison(&'static str),
    /// These bytes, then the end of the connection.
    Bytes(Vec<u8>),
}

/// Runs an exchange with a new client.
pub fn run<T>(config: ClientConfig, exchange: impl AsyncFnOnce(Client) -> T) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async { exchange(Client::new(config, None).unwrap()).await })
}

pub struct Server {
    pub url: Url,
    pub log: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Gives these answers, then [`Answer::Papers`] for ever.
    pub fn start(answers: Vec<Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/api/query", listener.local_addr().unwrap());
        let log = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&log);
        let mut answers = VecDeque::from(answers);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let head = read_head(&mut stream);
                let body = reply(answers.pop_front().unwrap_or(Answer::Papers), &head);
                seen.lock().unwrap().push(head);
                // A client that went away is part of some tests.
                let _ = stream.write_all(&body);
            }
        });
        Self {
            url: url.parse().unwrap(),
            log,
        }
    }

    /// The first line of every request so far.
    pub fn requests(&self) -> Vec<String> {
        let log = self.log.lock().unwrap();
        log.iter()
            .map(|head| head.lines().next().unwrap().to_owned())
            .collect()
    }
}

fn read_head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
        head.push(byte[0]);
    }
    String::from_utf8(head).unwrap()
}

fn reply(answer: Answer, head: &str) -> Vec<u8> {
    match answer {
        Answer::Bytes(bytes) => bytes,
        Answer::Poison(id) if head.contains(id) => http(500, "", "<html>Error</html>"),
        Answer::Papers | Answer::Poison(_) => http(200, "", &good(head)),
    }
}

fn good(head: &str) -> String {
    let value = |name: &str| {
        let (_, rest) = head.split_once(name)?;
        rest.split(['&', ' ']).next()
    };
    if let Some(id) = value("identifier=oai:arXiv.org:") {
        return record(id);
    }
    match value("id_list=") {
        Some(list) => feed(list.rsplit(',')),
        None => feed(["2101.00008", "2101.00007"].into_iter()),
    }
}

fn record(id: &str) -> String {
    let fields = format!("<id>{id}</id><version version='v2'/><title>Raw {id}</title>");
    format!(
        "<OAI-PMH xmlns='http://www.openarchives.org/OAI/2.0/'><GetRecord><record><metadata>\
         <arXivRaw xmlns='http://arxiv.org/OAI/arXivRaw/'>{fields}</arXivRaw></metadata></record></GetRecord></OAI-PMH>"
    )
}

pub fn http(status: u16, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status} X\r\nContent-Length: {length}\r\nConnection: close\r\n{headers}\r\n{body}").into()
}

pub fn feed<'a>(ids: impl Iterator<Item = &'a str>) -> String {
    let versioned = |id: &str| {
        if id.contains('v') {
            id.to_owned()
        } else {
            format!("{id}v3")
        }
    };
    let entry = |id| {
        format!(
            "<entry><id>http://arxiv.org/abs/{}</id><title>T {id}</title></entry>",
            versioned(id)
        )
    };
    let entries: String = ids.map(entry).collect();
    format!("<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'>{entries}</feed>\n")
}

pub fn config(url: &Url) -> ClientConfig {
    ClientConfig {
        api_url: url.clone(),
        oai_url: url.join("/oai").unwrap(),
        contact: Some("me@example.org".into()),
        min_interval: Duration::ZERO,
        connect_timeout: Duration::from_secs(10),
        timeout: Duration::from_secs(20),
        max_body: 64 * 1024,
        retry: Retry {
            first: Duration::from_millis(1),
            max: Duration::from_millis(4),
            tries: 2,
        },
        batch: 100,
        clock: Clock::at("2026-12-01T00:00:00Z".parse().unwrap()),
    }
}
