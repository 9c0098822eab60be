//! Connections: accepting them, bounding what each may cost, and stopping.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Builder;
use tokio::sync::{Notify, Semaphore};

use super::commands::Commands;
use super::desk::Desk;
use super::guard::{Guard, Secrets};
use super::listen::Listener;

/// Connections at a time. Further ones wait.
const CONNECTIONS: usize = 256;
/// Commands that run at a time.
const COMMANDS: usize = 4;
/// How long the head of a request may take, and an idle connection stays open.
const HEAD: Duration = Duration::from_secs(5);
/// How long a connection that is refused is waited for after an error of the system.
const PAUSE: Duration = Duration::from_millis(50);
/// How long commands have to end after the server is stopped.
const FAREWELL: Duration = Duration::from_millis(600);
/// Bytes that the head of a request may have.
const HEAD_BYTES: usize = 64 * 1024;

/// Serves the desk until Ctrl-C or SIGTERM. All that is recorded is recorded by `by`, if that is given.
///
/// # Errors
/// If the system gives no threads, no signals or no random bytes.
pub fn serve(
    listener: Listener,
    secrets: Secrets,
    by: Option<String>,
    commands: Arc<dyn Commands>,
) -> io::Result<()> {
    let port = listener.address().port();
    let guard = Guard::new(secrets, port).map_err(io::Error::other)?;
    let desk = Arc::new(Desk::new(guard, by, port, commands));
    let runtime = Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .max_blocking_threads(COMMANDS)
        .build()?;
    let served = runtime.block_on(async {
        let socket = TcpListener::from_std(listener.socket)?;
        let stop = stop_signal()?;
        tokio::spawn(accept(socket, desk));
        stop.notified().await;
        Ok(())
    });
    // Connections end here, which stops their commands.
    runtime.shutdown_timeout(FAREWELL);
    served
}

/// Notified at Ctrl-C or SIGTERM.
fn stop_signal() -> io::Result<Arc<Notify>> {
    let stop = Arc::new(Notify::new());
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        for kind in [SignalKind::interrupt(), SignalKind::terminate()] {
            let mut signals = signal(kind)?;
            let stop = Arc::clone(&stop);
            tokio::spawn(async move {
                signals.recv().await;
                stop.notify_one();
            });
        }
    }
    #[cfg(not(unix))]
    {
        let stop = Arc::clone(&stop);
        tokio::spawn(async move {
            let _ = tokio::signal::ctrl_c().await;
            stop.notify_one();
        });
    }
    Ok(stop)
}

async fn accept(socket: TcpListener, desk: Arc<Desk>) {
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    while let Ok(place) = Arc::clone(&room).acquire_owned().await {
        match socket.accept().await {
            Ok((stream, _)) => {
                let desk = Arc::clone(&desk);
                tokio::spawn(async move {
                    connection(stream, desk).await;
                    drop(place);
                });
            }
            // Too many open files, or a client that went away.
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
}

async fn connection(stream: TcpStream, desk: Arc<Desk>) {
    let Ok(local) = stream.local_addr() else {
        return;
    };
    let _ = stream.set_nodelay(true);
    let service = service_fn(|request| respond(Arc::clone(&desk), local, request));
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(HEAD_BYTES);
    // A client that breaks off has nobody to report to.
    let _ = http.serve_connection(TokioIo::new(stream), service).await;
}

async fn respond(
    desk: Arc<Desk>,
    local: SocketAddr,
    request: Request<Incoming>,
) -> Result<super::reply::Reply, Infallible> {
    Ok(desk.respond(local, request).await)
}
