//! PostgreSQL servers of one's own: one node, or three that commit by quorum.
//!
//! Each lives in a temporary folder, on free ports of this machine. A process of its own watches the tests and, when they end,
//! however they end, stops the servers and deletes the folder.

use std::ffi::OsStr;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use onrecord::shared::{Address, PostgresJournal, Rights, Surroundings, create};
use tempfile::TempDir;

/// The folder of PostgreSQL's programs, if this machine has them.
fn programs() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    folders.extend(versions.flatten().map(|version| version.path().join("bin")));
    let found = folders.iter().map(|folder| folder.join("initdb"));
    let initdb = found.filter_map(|initdb| initdb.canonicalize().ok()).next();
    if initdb.is_none() {
        eprintln!("note: there is no initdb, so nothing is tried with PostgreSQL");
    }
    Some(initdb?.parent()?.to_owned())
}

/// A command, run as the user postgres if the tests run as root, which no PostgreSQL server does.
fn command(program: impl AsRef<OsStr>) -> Command {
    let is_root = Command::new("id").arg("-u").output();
    let is_root = is_root.is_ok_and(|output| output.stdout == b"0\n");
    let mut command = Command::new(if is_root {
        "runuser".as_ref()
    } else {
        program.as_ref()
    });
    if is_root {
        command.args(["-u", "postgres", "--"]).arg(program.as_ref());
    }
    command
        .current_dir("/")
        .env_remove("PGPASSWORD")
        .stdin(Stdio::null());
    command
}

fn succeed(command: &mut Command) -> String {
    let output = command.output().expect("a program of PostgreSQL runs");
    let said = |output: &Output| {
        [&output.stdout[..], &output.stderr[..]]
            .map(|text| String::from_utf8_lossy(text).into_owned())
            .concat()
    };
    assert!(output.status.success(), "{command:?}: {}", said(&output));
    said(&output)
}

/// A port that is free now.
fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("an address").port()
}

/// The folder of some servers. Its end is theirs.
struct Home {
    folder: PathBuf,
    /// Waits for the end of its standard input, which comes with the end of this process at the latest.
    guard: Child,
}

impl Home {
    fn new(programs: &Path) -> Self {
        let folder = TempDir::with_prefix("onrecord-servers-")
            .expect("a temporary folder")
            .keep();
        let owner = command("id").arg("-un").output().expect("id runs").stdout;
        let owner = String::from_utf8(owner).expect("a name");
        succeed(Command::new("chown").arg(owner.trim()).arg(&folder));
        let script = "trap '' INT TERM HUP; cat; \
            for data in \"$2\"/*/; do \"$1\"/pg_ctl -D \"$data\" -m immediate stop; done; rm -rf \"$2\"";
        let mut guard = command("sh");
        guard
            .args(["-c", script, "guard"])
            .arg(programs)
            .arg(&folder);
        let guard = guard
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        Self {
            guard: guard.spawn().expect("a shell"),
            folder,
        }
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        let _ = self.guard.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// One server.
pub(crate) struct Node {
    programs: PathBuf,
    pub(crate) data: PathBuf,
    pub(crate) port: u16,
}

impl Node {
    fn program(&self, name: &str) -> Command {
        command(self.programs.join(name))
    }

    /// Adds lines to the server's configuration.
    pub(crate) fn configure(&self, file: &str, lines: &str) {
        let path = self.data.join(file);
        let old = fs::read_to_string(&path).unwrap_or_default();
        // For access, the first line that fits counts; for settings, the last.
        let new = match file {
            "pg_hba.conf" => format!("{lines}\n{old}"),
            _ => format!("{old}\n{lines}\n"),
        };
        fs::write(&path, new).expect("a file of the server");
    }

    /// Makes files of its folder its own, which it demands of keys.
    pub(crate) fn own(&self, files: &[&str]) {
        for file in files {
            let path = self.data.join(file);
            let like = self.data.join("PG_VERSION");
            succeed(
                Command::new("chown")
                    .arg("--reference")
                    .arg(like)
                    .arg(&path),
            );
            succeed(Command::new("chmod").arg("600").arg(&path));
        }
    }

    pub(crate) fn start(&self) {
        let log = self.data.join("log");
        succeed(
            self.control()
                .arg("-l")
                .arg(log)
                .args(["-w", "start"])
                .stdout(Stdio::null())
                .stderr(Stdio::null()),
        );
    }

    /// Stops it: `fast` is orderly, `immediate` is as if it crashed.
    pub(crate) fn stop(&self, mode: &str) {
        succeed(self.control().args(["-w", "-m", mode, "stop"]));
    }

    /// Kills the server's first process, after which the others end by themselves.
    pub(crate) fn kill(&self) {
        let file = fs::read_to_string(self.data.join("postmaster.pid")).expect("a running server");
        let process = file.lines().next().expect("a process");
        succeed(Command::new("kill").args(["-9", process]));
    }

    pub(crate) fn promote(&self) {
        succeed(self.control().args(["-w", "promote"]));
    }

    pub(crate) fn reload(&self) {
        succeed(self.control().arg("reload"));
    }

    fn control(&self) -> Command {
        let mut control = self.program("pg_ctl");
        control.arg("-D").arg(&self.data);
        control
    }

    /// What a role gets for SQL in a database: rows, or the error.
    pub(crate) fn sql(&self, role: &str, database: &str, sql: &str) -> Result<String, String> {
        let mut psql = self.program("psql");
        psql.args([
            "-h",
            "127.0.0.1",
            "-p",
            &self.port.to_string(),
            "-U",
            role,
            "-d",
            database,
        ]);
        let output = psql
            .args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", sql])
            .output();
        let output = output.expect("psql runs");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
        match output.status.success() {
            true => Ok(text(&output.stdout)),
            false => Err(text(&output.stderr)),
        }
    }

    /// What the administrator gets, who may do everything.
    pub(crate) fn admin(&self, database: &str, sql: &str) -> String {
        self.sql("postgres", database, sql)
            .unwrap_or_else(|error| panic!("{sql}: {error}"))
    }
}

/// Some servers: the first is the primary, the others are its standbys.
pub(crate) struct Servers {
    pub(crate) nodes: Vec<Node>,
    /// Stops them when it goes.
    _home: Home,
}

/// Settings of every server.
const SETTINGS: &str = "listen_addresses = '127.0.0.1'\nunix_socket_directories = ''\nwal_level = replica\n\
    wal_log_hints = on\nhot_standby = on\nwal_keep_size = 512MB\nmax_connections = 60\nshared_buffers = 64MB\n\
    log_line_prefix = '%m %u '\n";

impl Servers {
    /// One server, not started yet; `None` where PostgreSQL is not installed.
    fn one(is_durable: bool) -> Option<Self> {
        let programs = programs()?;
        let home = Home::new(&programs);
        let node = Node {
            data: home.folder.join("n1"),
            port: free_port(),
            programs,
        };
        let mut initdb = node.program("initdb");
        initdb.args([
            "-A",
            "trust",
            "-N",
            "-U",
            "postgres",
            "-E",
            "UTF8",
            "--locale=C",
            "-D",
        ]);
        succeed(initdb.arg(&node.data));
        // What tests try are failures of processes, not of machines, so nothing waits for a disk.
        let sync = if is_durable { "" } else { "fsync = off\n" };
        node.configure(
            "postgresql.conf",
            &format!("{SETTINGS}{sync}port = {}", node.port),
        );
        Some(Self {
            nodes: vec![node],
            _home: home,
        })
    }

    /// One server.
    pub(crate) fn single() -> Option<Self> {
        let servers = Self::one(false)?;
        servers.nodes[0].start();
        Some(servers)
    }

    /// A primary and two standbys, one of which has to have what is committed.
    pub(crate) fn three() -> Option<Self> {
        Self::single().map(Self::with_standbys)
    }

    /// One server or three, which wait for their disks.
    #[allow(dead_code, reason = "a bench uses it")]
    pub(crate) fn durable(nodes: usize) -> Option<Self> {
        let servers = Self::one(true)?;
        servers.nodes[0].start();
        Some(match nodes {
            1 => servers,
            _ => servers.with_standbys(),
        })
    }

    fn with_standbys(self) -> Self {
        let mut servers = self;
        for number in [2, 3] {
            let primary = &servers.nodes[0];
            let name = format!("n{number}");
            let data = primary.data.with_file_name(&name);
            let node = Node {
                data,
                port: free_port(),
                programs: primary.programs.clone(),
            };
            let from = format!(
                "host=127.0.0.1 port={} user=postgres application_name={name}",
                primary.port
            );
            let mut backup = node.program("pg_basebackup");
            backup.args([
                "-R",
                "-X",
                "stream",
                "-c",
                "fast",
                "--no-sync",
                "-d",
                &from,
                "-D",
            ]);
            succeed(backup.arg(&node.data));
            node.configure("postgresql.conf", &format!("port = {}", node.port));
            node.start();
            servers.nodes.push(node);
        }
        let primary = &servers.nodes[0];
        primary.configure(
            "postgresql.conf",
            "synchronous_standby_names = 'ANY 1 (n2, n3)'",
        );
        primary.reload();
        servers
    }

    /// Makes the standby that has more the primary. The primary before has to be gone.
    pub(crate) fn fail_over(&self) {
        let received = |at: usize| {
            let sql = "SELECT pg_wal_lsn_diff(pg_last_wal_receive_lsn(), '0/0')";
            let bytes = self.nodes[at].admin("postgres", sql);
            bytes.parse::<u64>().expect("a number")
        };
        let (next, other) = if received(1) >= received(2) {
            (1, 2)
        } else {
            (2, 1)
        };
        let (next, other) = (&self.nodes[next], &self.nodes[other]);
        next.promote();
        let name = if other.port == self.nodes[1].port {
            "n2"
        } else {
            "n3"
        };
        other.configure(
            "postgresql.conf",
            &format!(
                "primary_conninfo = 'host=127.0.0.1 port={} user=postgres application_name={name}'",
                next.port
            ),
        );
        let auto = other.data.join("postgresql.auto.conf");
        fs::write(auto, "").expect("a file of the server");
        other.stop("fast");
        other.start();
    }

    /// One server for all tests that leave it as it is; each takes a database of its own.
    pub(crate) fn common() -> Option<&'static Self> {
        static COMMON: OnceLock<Option<Servers>> = OnceLock::new();
        COMMON.get_or_init(Self::single).as_ref()
    }

    /// The address of a database for a role, at all nodes.
    pub(crate) fn address(&self, role: &str, database: &str) -> String {
        let ports: Vec<String> = self
            .nodes
            .iter()
            .map(|node| node.port.to_string())
            .collect();
        let hosts = vec!["127.0.0.1"; ports.len()].join(",");
        format!(
            "host={hosts} port={} user={role} dbname={database} target_session_attrs=read-write connect_timeout=5",
            ports.join(",")
        )
    }
}

/// Reads an address, without anything around it.
pub(crate) fn address(text: &str) -> Address {
    Address::parse(text, &Surroundings::default()).expect("an address")
}

/// A journal in a database of its own, with desks.
pub(crate) struct TestJournal<'s> {
    pub(crate) servers: &'s Servers,
    pub(crate) database: String,
}

impl<'s> TestJournal<'s> {
    /// An empty journal, whose owner is no superuser.
    pub(crate) fn new(servers: &'s Servers) -> Self {
        let journal = Self::unmade(servers);
        create(&journal.address("owner")).expect("a journal");
        journal
    }

    /// An empty database, whose owner is no superuser.
    pub(crate) fn unmade(servers: &'s Servers) -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(1);
        let database = format!("j{}", NUMBER.fetch_add(1, Ordering::Relaxed));
        let node = &servers.nodes[0];
        node.admin(
            "postgres",
            &format!("CREATE ROLE {database}_owner LOGIN CREATEROLE"),
        );
        node.admin(
            "postgres",
            &format!("CREATE DATABASE {database} OWNER {database}_owner"),
        );
        Self { servers, database }
    }

    /// The role of a desk here; roles are the whole server's.
    pub(crate) fn role(&self, desk: &str) -> String {
        format!("{}_{desk}", self.database)
    }

    /// The address with which a desk connects.
    pub(crate) fn address(&self, desk: &str) -> Address {
        address(&self.servers.address(&self.role(desk), &self.database))
    }

    /// The address that a person types, at all nodes.
    pub(crate) fn url(&self, desk: &str) -> String {
        let nodes = self.servers.nodes.iter();
        let hosts: Vec<String> = nodes
            .map(|node| format!("127.0.0.1:{}", node.port))
            .collect();
        format!(
            "postgresql://{}@{}/{}?connect_timeout=5",
            self.role(desk),
            hosts.join(","),
            self.database
        )
    }

    /// Adds a desk and connects as it.
    pub(crate) fn desk(&self, name: &str, rights: Rights) -> PostgresJournal {
        let role = self.role(name);
        self.admin(&format!("CREATE ROLE {role} LOGIN"));
        let mut owner = self.open("owner");
        owner.add_desk(name, &role, rights).expect("a desk");
        self.open(name)
    }

    /// Connects as a desk, or as the owner.
    pub(crate) fn open(&self, desk: &str) -> PostgresJournal {
        PostgresJournal::open(&self.address(desk), None).expect("a connection")
    }

    /// What the administrator gets.
    pub(crate) fn admin(&self, sql: &str) -> String {
        self.servers.nodes[0].admin(&self.database, sql)
    }

    /// What the role of a desk gets for SQL of its own.
    pub(crate) fn sql(&self, desk: &str, sql: &str) -> Result<String, String> {
        self.servers.nodes[0].sql(&self.role(desk), &self.database, sql)
    }
}
