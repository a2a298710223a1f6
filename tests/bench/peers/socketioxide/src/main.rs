//! The fastest peer in the field: a Socket.IO server of Rust, with the mock's auth and its payload, and a small
//! control port that takes the same calls.
//!
//! bench-socketioxide FIXTURE

use axum::serve::ListenerExt;
use axum::{body::Bytes, extract::State, routing::get, Json, Router};
use serde::Deserialize;
use serde_json::{json, Value};
use socketioxide::{extract::SocketRef, handler::ConnectHandler, SocketIo};
use std::{fmt, future::IntoFuture, sync::Arc};
use tokio::net::{TcpListener, TcpStream};

#[derive(Debug)]
struct Unauthorization;

impl fmt::Display for Unauthorization {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Unauthorization")
    }
}

impl std::error::Error for Unauthorization {}

fn token_of(socket: &SocketRef) -> String {
    let query = socket.req_parts().uri.query().unwrap_or_default();
    let token = query.split('&').find_map(|field| field.strip_prefix("jwt_token="));
    token.unwrap_or_default().to_owned()
}

async fn authenticate(socket: SocketRef) -> Result<(), Unauthorization> {
    let token = token_of(&socket);
    let is_refused = token.is_empty() || token.starts_with("invalid") || token.starts_with("expired");
    if is_refused { Err(Unauthorization) } else { Ok(()) }
}

async fn join(socket: SocketRef) {
    socket.join(token_of(&socket));
}

#[derive(Default, Deserialize)]
struct Target {
    user: Option<String>,
}

// `await` is not there: the server knows when an event is queued, not when it is written.
#[derive(Deserialize)]
struct Injection {
    #[serde(default)]
    to: Target,
    #[serde(default = "once")]
    repeat: usize,
}

fn once() -> usize {
    1
}

struct Control {
    io: SocketIo,
    payload: Value,
}

async fn inject(State(control): State<Arc<Control>>, body: Bytes) -> Json<Value> {
    let text: &[u8] = if body.is_empty() { b"{}" } else { &body };
    let Injection { to, repeat } = serde_json::from_slice(text).expect("an injection");
    for _ in 0..repeat {
        let sent = match &to.user {
            Some(user) => control.io.to(user.clone()).emit("NewMessage", &control.payload).await,
            None => control.io.emit("NewMessage", &control.payload).await,
        };
        sent.expect("all clients take the event");
    }
    Json(json!({}))
}

fn no_delay(stream: &mut TcpStream) {
    stream.set_nodelay(true).expect("a connection");
}

#[tokio::main]
async fn main() {
    let path = std::env::args().nth(1).expect("the path of a fixture");
    let text = std::fs::read_to_string(path).expect("a fixture");
    let payload = serde_json::from_str(&text).expect("a fixture of JSON");
    let (layer, io) = SocketIo::new_layer();
    io.ns("/", join.with(authenticate));
    let control = Arc::new(Control { io, payload });

    let listen = || TcpListener::bind("127.0.0.1:0");
    let (sockets, calls) = (listen().await.expect("a port"), listen().await.expect("a port"));
    let address = |port: &TcpListener| port.local_addr().expect("an address");
    println!("{}", json!({
        "socket": format!("ws://{}", address(&sockets)),
        "control": format!("http://{}", address(&calls)),
    }));
    let app = Router::new().layer(layer);
    let answer = || async { Json(json!({})) };
    let calls_app = Router::new().fallback_service(get(answer).post(inject).with_state(control));
    let (socket_end, control_end) = tokio::join!(
        axum::serve(sockets.tap_io(no_delay), app).into_future(),
        axum::serve(calls.tap_io(no_delay), calls_app).into_future(),
    );
    socket_end.and(control_end).expect("a server");
}
