//! What stands between a desk and its server, and loses what it is told to.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// What becomes of the next thing that the client sends.
pub(crate) const PASSED: u8 = 0;
/// It never reaches the server.
pub(crate) const LOST: u8 = 1;
/// It reaches the server, whose answer never comes.
pub(crate) const UNANSWERED: u8 = 2;

/// What the client has to send before its fate changes.
struct Sign {
    words: Vec<u8>,
    fate: u8,
}

/// Stands between a desk and the server.
#[derive(Clone, Default)]
pub(crate) struct Between {
    fate: Arc<AtomicU8>,
    sign: Arc<Mutex<Option<Sign>>>,
    /// How often the client sent something after it had heard something.
    pub(crate) trips: Arc<AtomicUsize>,
}

impl Between {
    /// Begins to stand before a server; returns the port at which it does.
    pub(crate) fn stand(&self, server: u16) -> u16 {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let between = self.clone();
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let server = TcpStream::connect(("127.0.0.1", server)).expect("the server");
                between.carry(client, server);
            }
        });
        port
    }

    fn carry(&self, client: TcpStream, server: TcpStream) {
        let heard = Arc::new(Mutex::new(true));
        let twins = || {
            (
                client.try_clone().expect("a socket"),
                server.try_clone().expect("a socket"),
            )
        };
        let end = |(client, server): &(TcpStream, TcpStream)| {
            let _ = client.shutdown(Shutdown::Both);
            let _ = server.shutdown(Shutdown::Both);
        };
        let (between, both, told) = (self.clone(), twins(), Arc::clone(&heard));
        thread::spawn(move || {
            let mut bytes = vec![0; 1 << 16];
            while let Ok(count @ 1..) = (&both.0).read(&mut bytes) {
                if std::mem::take(&mut *told.lock().expect("a lock")) {
                    between.trips.fetch_add(1, Ordering::SeqCst);
                }
                between.look_for_sign(&bytes[..count]);
                if between.fate.load(Ordering::SeqCst) == LOST
                    || (&both.1).write_all(&bytes[..count]).is_err()
                {
                    break;
                }
            }
            end(&both);
        });
        let (between, both) = (self.clone(), twins());
        thread::spawn(move || {
            let mut bytes = vec![0; 1 << 16];
            while let Ok(count @ 1..) = (&both.1).read(&mut bytes) {
                *heard.lock().expect("a lock") = true;
                if between.fate.load(Ordering::SeqCst) == UNANSWERED
                    || (&both.0).write_all(&bytes[..count]).is_err()
                {
                    break;
                }
            }
            end(&both);
        });
    }

    pub(crate) fn set(&self, fate: u8) {
        self.fate.store(fate, Ordering::SeqCst);
    }

    /// Sets what becomes of what the client sends from where these words are in it, in one piece.
    pub(crate) fn set_from(&self, words: &str, fate: u8) {
        let words = words.as_bytes().to_vec();
        *self.sign.lock().expect("a lock") = Some(Sign { words, fate });
    }

    fn look_for_sign(&self, bytes: &[u8]) {
        let mut sign = self.sign.lock().expect("a lock");
        let is_in = |words: &[u8]| bytes.windows(words.len()).any(|part| part == words);
        if let Some(seen) = sign.take_if(|sign| is_in(&sign.words)) {
            self.set(seen.fate);
        }
    }
}
