//! A stand-in for arXiv: the API and OAI-PMH on the loopback, with invented papers. It can be told
//! what to get wrong, and tells what it was asked. Knows nothing of lists.
//!
//! It is as small as the program needs: requests by GET, searches in titles and abstracts,
//! `GetRecord` of raw records. It ends with its value; nothing in it waits for ever.

mod answers;
mod faults;
mod line;
mod records;

pub use faults::{EVER, Fault, Kind, slow, status, wait};
pub use records::record;

use records::Records;
use serde_json::Value;
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// No test takes so long, unless something hangs.
const HANGS: Duration = Duration::from_secs(120);

/// A running server.
pub struct Fake {
    port: u16,
    world: Arc<World>,
    listens: Option<JoinHandle<()>>,
}

/// A request as the stand-in saw it.
#[derive(Clone)]
pub struct Asked {
    /// With the query.
    pub path: String,
    pub user_agent: Option<String>,
    /// Since the last answer was about to be sent.
    pub gap: Option<Duration>,
    /// How many requests were not answered then, with this one.
    pub at_once: usize,
}

struct World {
    state: Mutex<State>,
    /// Something was asked, or all ends.
    changed: Condvar,
}

struct State {
    records: Records,
    faults: Vec<Fault>,
    log: Vec<Asked>,
    answered: Option<Instant>,
    at_once: usize,
    lines: Vec<(TcpStream, JoinHandle<()>)>,
    is_over: bool,
}

impl World {
    fn lock(&self) -> MutexGuard<'_, State> {
        // A test that failed elsewhere is told by itself.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits so long, or until the stand-in ends; says whether it goes on.
    fn sleep(&self, time: Duration) -> bool {
        let wait = self
            .changed
            .wait_timeout_while(self.lock(), time, |state| !state.is_over);
        !wait.unwrap().0.is_over
    }
}

impl Fake {
    /// Knows the invented papers.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = State {
            records: Records::invented(),
            faults: Vec::new(),
            log: Vec::new(),
            answered: None,
            at_once: 0,
            lines: Vec::new(),
            is_over: false,
        };
        let world = Arc::new(World {
            state: Mutex::new(state),
            changed: Condvar::new(),
        });
        let shared = Arc::clone(&world);
        let listens = Some(thread::spawn(move || listen(&listener, &shared)));
        Self {
            port,
            world,
            listens,
        }
    }

    /// Its address, with this path.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// The next answers fail like this, after the faults that were told before.
    pub fn fault(&self, fault: impl Into<Fault>) {
        self.world.lock().faults.push(fault.into());
    }

    /// No more faults, and an empty log.
    pub fn reset(&self) {
        let mut state = self.world.lock();
        state.faults.clear();
        state.log.clear();
    }

    /// Adds a record, or replaces one.
    pub fn put(&self, record: &Value) {
        self.world.lock().records.put(record.clone());
    }

    /// Every request so far.
    pub fn log(&self) -> Vec<Asked> {
        self.world.lock().log.clone()
    }

    /// The paths of every request so far.
    pub fn paths(&self) -> Vec<String> {
        self.log().into_iter().map(|asked| asked.path).collect()
    }

    /// Waits until so much has been asked, or `gives_up` says that nothing more will be.
    pub fn until_asked(&self, requests: usize, mut gives_up: impl FnMut() -> bool) {
        let begun = Instant::now();
        let mut state = self.world.lock();
        while state.log.len() < requests {
            assert!(begun.elapsed() < HANGS, "nothing was asked");
            assert!(!gives_up(), "it ended before it asked");
            let step = Duration::from_millis(100);
            state = self.world.changed.wait_timeout(state, step).unwrap().0;
        }
    }
}

fn listen(listener: &TcpListener, world: &Arc<World>) {
    for stream in listener.incoming() {
        let stream = stream.unwrap();
        let mut state = world.lock();
        if state.is_over {
            return;
        }
        let (own, shared) = (stream.try_clone().unwrap(), Arc::clone(world));
        let answers = thread::spawn(move || {
            // A client that hangs up is part of many tests.
            let _ = line::serve(&own, &shared);
            let _ = own.shutdown(Shutdown::Both);
        });
        state.lines.push((stream, answers));
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        let lines = {
            let mut state = self.world.lock();
            state.is_over = true;
            std::mem::take(&mut state.lines)
        };
        self.world.changed.notify_all();
        // Wakes whoever listens.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
        if let Some(listens) = self.listens.take() {
            let _ = listens.join();
        }
        for (stream, answers) in lines {
            let _ = stream.shutdown(Shutdown::Both);
            let _ = answers.join();
        }
    }
}
