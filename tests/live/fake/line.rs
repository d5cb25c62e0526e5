//! One connection to the stand-in: requests in, answers out, and how they go wrong on the way.

use super::answers::{self, Answer};
use super::faults::Kind;
use super::{Asked, World};
use flate2::{Compression, write::GzEncoder};
use std::io::{self, BufRead, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// A client that is silent for so long has gone.
const PATIENCE: Duration = Duration::from_secs(60);

/// Longer heads are nobody's.
const LONGEST_HEAD: u64 = 64 * 1024;

/// Smaller bodies are sent as they are.
const WORTH_PACKING: usize = 1000;

/// The pieces of a slow answer.
const PIECES: usize = 50;

struct Request {
    target: String,
    user_agent: Option<String>,
    takes_gzip: bool,
}

/// Answers until the client has no more to ask, or the stand-in ends.
pub fn serve(stream: &TcpStream, world: &World) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    while let Some(request) = read(&mut reader)? {
        let fault = {
            let mut state = world.lock();
            state.at_once += 1;
            let asked = Asked {
                path: request.target.clone(),
                user_agent: request.user_agent.clone(),
                gap: state.answered.map(|then| then.elapsed()),
                at_once: state.at_once,
            };
            state.log.push(asked);
            super::faults::next(&mut state.faults)
        };
        world.changed.notify_all();
        let sent = send(stream, world, &request, fault.as_ref());
        world.lock().at_once -= 1;
        if !sent? {
            break;
        }
    }
    Ok(())
}

/// The next request; `None` at the end.
fn read(reader: &mut BufReader<&TcpStream>) -> io::Result<Option<Request>> {
    let mut head = reader.by_ref().take(LONGEST_HEAD).lines();
    let Some(first) = head.next().transpose()? else {
        return Ok(None);
    };
    let Some(target) = first.split(' ').nth(1) else {
        return Ok(None);
    };
    let mut request = Request {
        target: target.to_owned(),
        user_agent: None,
        takes_gzip: false,
    };
    for line in head {
        let line = line?;
        match line.split_once(": ") {
            None => break,
            Some((name, value)) if name.eq_ignore_ascii_case("user-agent") => {
                request.user_agent = Some(value.to_owned());
            }
            Some((name, value)) if name.eq_ignore_ascii_case("accept-encoding") => {
                request.takes_gzip = value.contains("gzip");
            }
            Some(_) => {}
        }
    }
    Ok(Some(request))
}

/// Sends the answer; says whether the connection goes on.
fn send(
    stream: &TcpStream,
    world: &World,
    request: &Request,
    fault: Option<&Kind>,
) -> io::Result<bool> {
    match fault {
        Some(Kind::Reset) => return Ok(false),
        Some(Kind::Hang(time)) => {
            world.sleep(*time);
            return Ok(false);
        }
        _ => {}
    }
    let mut answer = answers::answer(&world.lock().records, &request.target, fault);
    if let Some(Kind::Truncated(share)) = fault {
        answer.body.truncate(part(&answer, *share));
    }
    let is_slow = matches!(fault, Some(Kind::Slow(_)));
    if request.takes_gzip && !is_slow && answer.headers.is_empty() {
        pack(&mut answer);
    }
    let bytes = [head(&answer), answer.body.clone()].concat();
    // Before the client can have heard it: a gap is never told too short.
    world.lock().answered = Some(Instant::now());
    let mut stream = stream;
    match fault {
        Some(Kind::Torn(share)) => {
            let missing = answer.body.len() - part(&answer, *share);
            stream.write_all(&bytes[..bytes.len() - missing])?;
            Ok(false)
        }
        Some(Kind::Slow(time)) => {
            let pause = *time / u32::try_from(PIECES).unwrap();
            for piece in bytes.chunks(bytes.len().div_ceil(PIECES)) {
                stream.write_all(piece)?;
                if !world.sleep(pause) {
                    return Ok(false);
                }
                world.lock().answered = Some(Instant::now());
            }
            Ok(true)
        }
        _ => stream.write_all(&bytes).map(|()| true),
    }
}

fn part(answer: &Answer, share: f64) -> usize {
    (answer.body.len() as f64 * share) as usize
}

fn pack(answer: &mut Answer) {
    if answer.body.len() > WORTH_PACKING {
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(&answer.body).unwrap();
        answer.body = packed.finish().unwrap();
        answer.headers.push(("Content-Encoding", "gzip".into()));
    }
}

fn head(answer: &Answer) -> Vec<u8> {
    let (status, kind, length) = (answer.status, answer.kind, answer.body.len());
    let headers = answer.headers.iter();
    let headers: String = headers.map(|(k, v)| format!("{k}: {v}\r\n")).collect();
    format!(
        "HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n{headers}\r\n"
    )
    .into()
}
