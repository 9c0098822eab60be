//! A disk that promises no more than POSIX does, and what it may hold after a power cut.
//!
//! Content is safe once its file is synced, a name once its folder is. Until then each may be lost or kept, in any
//! order. A file that is made and synced may still lack its name. Only a rename is one step: a name leads to the old
//! file or to the new one, and a file that moves to another folder may for a while be in both.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Component, Path, PathBuf};

use super::trace::{Call, Descriptor, Place};
use crate::reliability::Chance;

/// Files by their path, with their content; folders have none.
pub(super) type State = BTreeMap<PathBuf, Option<Vec<u8>>>;

/// Sizes of what a disk writes at once.
const SECTORS: [usize; 2] = [512, 4096];

/// What becomes of changes that were not synced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// All are lost.
    Lost,
    /// All are there.
    Kept,
    /// The first ones are there.
    First,
    /// The last ones are there and earlier ones are missing.
    Last,
    /// Any are there; of a write, any sectors.
    Torn,
}

impl Fate {
    const ALL: [Self; 5] = [Self::Lost, Self::Kept, Self::First, Self::Last, Self::Torn];

    /// Which of `count` changes are there.
    fn choose(self, count: usize, chance: &mut Chance) -> Vec<bool> {
        let split = chance.below(count + 1);
        let is_kept = |at: usize, chance: &mut Chance| match self {
            Self::Lost => false,
            Self::Kept => true,
            Self::First => at < split,
            Self::Last => at >= split,
            Self::Torn => chance.below(2) == 0,
        };
        (0..count).map(|at| is_kept(at, chance)).collect()
    }
}

/// How a power cut treats what was not synced.
#[derive(Debug, Clone, Copy)]
pub(super) enum Cut {
    /// All content has one fate, and all names have one.
    Uniform { content: Fate, names: Fate },
    /// Every file has a fate of its own.
    Mixed,
}

#[derive(Debug, Clone)]
enum Change {
    Write(usize, Vec<u8>),
    Resize(usize),
}

#[derive(Debug, Clone, Default)]
struct Content {
    synced: Vec<u8>,
    /// Changes since then, and the content with all of them.
    pending: Vec<Change>,
    now: Vec<u8>,
}

/// A file or folder, by the order of creation. The first is the folder in which the program works.
type Node = usize;

/// A name in a folder.
type Entry = (Node, String);

#[derive(Debug, Clone)]
enum NameChange {
    Added(Entry, Node),
    Removed(Entry, Node),
    Renamed(Entry, Entry, Node),
}

impl NameChange {
    /// Whether it is on the disk once this folder is synced.
    fn is_of(&self, folder: Node) -> bool {
        let (Self::Added((of, _), _) | Self::Removed((of, _), _) | Self::Renamed(_, (of, _), _)) =
            self;
        *of == folder
    }

    fn apply(&self, names: &mut BTreeMap<Entry, Node>, moved: bool) {
        match self {
            Self::Added(entry, node) => drop(names.insert(entry.clone(), *node)),
            Self::Removed(entry, node) => remove(names, entry, *node),
            Self::Renamed(from, to, node) => {
                names.insert(to.clone(), *node);
                if moved {
                    remove(names, from, *node);
                }
            }
        }
    }
}

fn remove(names: &mut BTreeMap<Entry, Node>, entry: &Entry, node: Node) {
    if names.get(entry) == Some(&node) {
        names.remove(entry);
    }
}

/// The disk, as far as it is the folder in which the program works.
#[derive(Debug)]
pub(super) struct Disk {
    folder: PathBuf,
    contents: Vec<Option<Content>>,
    synced: BTreeMap<Entry, Node>,
    pending: Vec<NameChange>,
    now: BTreeMap<Entry, Node>,
    /// Open files with their offsets. A duplicate shares its offset here only by chance; the program has none.
    open: HashMap<Descriptor, (Node, usize)>,
    /// Paths that were mapped for writing.
    pub(super) mapped: Vec<PathBuf>,
}

impl Disk {
    /// The disk with these files in `folder`, all synced.
    pub(super) fn new(folder: &Path, files: &State) -> Self {
        let mut disk = Self {
            folder: folder.to_owned(),
            contents: vec![None],
            synced: BTreeMap::new(),
            pending: Vec::new(),
            now: BTreeMap::new(),
            open: HashMap::new(),
            mapped: Vec::new(),
        };
        for (path, bytes) in files {
            let entry = disk.entry(path).expect("a folder before its files");
            let content = bytes.as_ref().map(|bytes| Content {
                synced: bytes.clone(),
                pending: Vec::new(),
                now: bytes.clone(),
            });
            disk.contents.push(content);
            disk.now.insert(entry, disk.contents.len() - 1);
        }
        disk.synced = disk.now.clone();
        disk
    }

    /// Whether a call changes what a power cut may leave, or says that something is done.
    pub(super) fn matters(&self, call: &Call) -> bool {
        match call {
            Call::Open { at, create, .. } => *create && self.place(at).is_some(),
            Call::Write { file, .. } | Call::Truncate(file, _) | Call::Sync(file) => {
                *file == 1 || self.open.contains_key(file)
            }
            Call::Rename(at, _) | Call::Link(at, _) | Call::Remove(at) | Call::MakeFolder(at) => {
                self.place(at).is_some()
            }
            Call::Exit(_) => true,
            _ => false,
        }
    }

    /// Does what the program did.
    pub(super) fn apply(&mut self, call: &Call) {
        match call {
            Call::Open {
                at, file, truncate, ..
            } => self.open(at, *file, *truncate),
            Call::Close(file) => drop(self.open.remove(file)),
            Call::Duplicate { file, other } => {
                if let Some(open) = self.open.get(file).copied() {
                    self.open.insert(*other, open);
                }
            }
            Call::Read(file, count) => {
                if let Some((_, offset)) = self.open.get_mut(file) {
                    *offset += count;
                }
            }
            Call::Seek(file, to) => {
                if let Some((_, offset)) = self.open.get_mut(file) {
                    *offset = *to;
                }
            }
            Call::Write { file, at, bytes } => self.write(*file, *at, bytes),
            Call::Truncate(file, length) => self.change(*file, Change::Resize(*length)),
            Call::Sync(file) => self.sync(*file),
            Call::Rename(from, to) => self.rename(from, to),
            Call::Link(from, to) => {
                if let (Some((_, node)), Some(to)) = (self.found(from), self.place(to)) {
                    self.name(NameChange::Added(to, node));
                }
            }
            Call::Remove(at) => {
                if let Some((entry, node)) = self.found(at) {
                    self.name(NameChange::Removed(entry, node));
                }
            }
            Call::MakeFolder(at) => drop(self.add(at, None)),
            Call::Map(file) => {
                let node = self.open.get(file).map(|(node, _)| *node);
                let path = node.and_then(|node| self.paths(&self.now).remove(&node));
                self.mapped.extend(path);
            }
            Call::Exit(_) => self.open.clear(),
        }
    }

    fn open(&mut self, at: &Place, file: Descriptor, truncate: bool) {
        self.open.remove(&file);
        let is_folder = self
            .inside(at)
            .is_some_and(|path| path.as_os_str().is_empty());
        let node = match self.found(at) {
            _ if is_folder => Some(0),
            Some((_, node)) => Some(node),
            None => self.add(at, Some(Content::default())),
        };
        if let Some(node) = node {
            self.open.insert(file, (node, 0));
            if truncate {
                self.change(file, Change::Resize(0));
            }
        }
    }

    fn write(&mut self, file: Descriptor, at: Option<usize>, bytes: &[u8]) {
        let Some((_, offset)) = self.open.get_mut(&file) else {
            return;
        };
        let start = at.unwrap_or(*offset);
        if at.is_none() {
            *offset += bytes.len();
        }
        self.change(file, Change::Write(start, bytes.to_vec()));
    }

    fn change(&mut self, file: Descriptor, change: Change) {
        let open = self.open.get(&file).map(|(node, _)| *node);
        if let Some(content) = open.and_then(|node| self.contents[node].as_mut()) {
            content.now = changed(std::mem::take(&mut content.now), &change);
            content.pending.push(change);
        }
    }

    fn sync(&mut self, file: Descriptor) {
        let Some((node, _)) = self.open.get(&file).copied() else {
            return;
        };
        if let Some(content) = self.contents[node].as_mut() {
            content.pending.clear();
            content.synced.clone_from(&content.now);
            return;
        }
        let pending = std::mem::take(&mut self.pending);
        let (done, left): (Vec<_>, Vec<_>) =
            pending.into_iter().partition(|change| change.is_of(node));
        for change in done {
            change.apply(&mut self.synced, true);
        }
        self.pending = left;
    }

    fn rename(&mut self, from: &Place, to: &Place) {
        match (self.found(from), self.place(to)) {
            (Some((from, node)), Some(to)) => self.name(NameChange::Renamed(from, to, node)),
            (None, None) => {}
            _ => panic!("{from:?} moves into or out of the folder"),
        }
    }

    fn add(&mut self, at: &Place, content: Option<Content>) -> Option<Node> {
        let entry = self.place(at)?;
        self.contents.push(content);
        let node = self.contents.len() - 1;
        self.name(NameChange::Added(entry, node));
        Some(node)
    }

    fn name(&mut self, change: NameChange) {
        change.apply(&mut self.now, true);
        self.pending.push(change);
    }

    /// A path inside the folder, relative to it.
    fn inside(&self, at: &Place) -> Option<PathBuf> {
        let path = match at.folder {
            None => self.folder.join(&at.path),
            Some(file) => {
                let (node, _) = self.open.get(&file)?;
                let folder = match node {
                    0 => PathBuf::new(),
                    node => self.paths(&self.now).remove(node)?,
                };
                self.folder.join(folder).join(&at.path)
            }
        };
        let parts = path.components().filter(|part| *part != Component::CurDir);
        let path: PathBuf = parts.collect();
        path.strip_prefix(&self.folder).ok().map(Path::to_owned)
    }

    /// Where a path leads to: its folder and its last name.
    fn entry(&self, path: &Path) -> Option<Entry> {
        let name = path.file_name()?.to_str()?.to_owned();
        let mut folder = 0;
        for part in path.parent()?.components() {
            let part = part.as_os_str().to_str()?.to_owned();
            folder = *self.now.get(&(folder, part))?;
        }
        Some((folder, name))
    }

    fn place(&self, at: &Place) -> Option<Entry> {
        self.inside(at).and_then(|path| self.entry(&path))
    }

    fn found(&self, at: &Place) -> Option<(Entry, Node)> {
        let entry = self.place(at)?;
        let node = *self.now.get(&entry)?;
        Some((entry, node))
    }

    /// The paths that names lead to. A file with several names has the last one.
    fn paths(&self, names: &BTreeMap<Entry, Node>) -> HashMap<Node, PathBuf> {
        all_paths(names)
            .into_iter()
            .map(|(path, node)| (node, path))
            .collect()
    }

    /// What programs see while the power is on.
    pub(super) fn present(&self) -> State {
        let paths = all_paths(&self.now).into_iter();
        let content = |node: Node| {
            self.contents[node]
                .as_ref()
                .map(|content| content.now.clone())
        };
        paths.map(|(path, node)| (path, content(node))).collect()
    }

    /// What may be there after the power was cut now.
    pub(super) fn after(&self, cut: Cut, chance: &mut Chance) -> State {
        let (content, names) = match cut {
            Cut::Uniform { content, names } => (Some(content), names),
            Cut::Mixed => (None, *chance.one_of(&Fate::ALL)),
        };
        let mut left = self.synced.clone();
        let kept = names.choose(self.pending.len(), chance);
        for (change, _) in self.pending.iter().zip(kept).filter(|(_, kept)| *kept) {
            change.apply(&mut left, names != Fate::Torn || chance.below(2) == 0);
        }
        let mut state = State::new();
        // A file with two names is the same under both.
        let mut done: HashMap<Node, Option<Vec<u8>>> = HashMap::new();
        for (path, node) in all_paths(&left) {
            let found = done.entry(node).or_insert_with(|| {
                let fate = content.unwrap_or_else(|| *chance.one_of(&Fate::ALL));
                self.contents[node]
                    .as_ref()
                    .map(|file| file.after(fate, content.is_none(), chance))
            });
            state.insert(path, found.clone());
        }
        state
    }
}

impl Content {
    /// The content after a power cut. If `sizes` may differ, the file may have its new length, filled with zeroes.
    fn after(&self, fate: Fate, sizes: bool, chance: &mut Chance) -> Vec<u8> {
        let kept = fate.choose(self.pending.len(), chance);
        let sector = *chance.one_of(&SECTORS);
        let mut bytes = self.synced.clone();
        for (change, kept) in self.pending.iter().zip(kept) {
            match change {
                Change::Write(start, written) if fate == Fate::Torn && chance.below(2) == 0 => {
                    for (at, part) in sectors(*start, written, sector) {
                        if chance.below(2) == 0 {
                            bytes = changed(bytes, &Change::Write(at, part.to_vec()));
                        }
                    }
                }
                change if kept => bytes = changed(bytes, change),
                _ => {}
            }
        }
        if sizes && chance.below(4) == 0 {
            bytes.resize(self.now.len(), 0);
        }
        bytes
    }
}

/// The parts of a write by the sectors of the disk.
fn sectors(start: usize, bytes: &[u8], sector: usize) -> Vec<(usize, &[u8])> {
    let (mut at, mut rest, mut parts) = (start, bytes, Vec::new());
    while !rest.is_empty() {
        let (part, after) = rest.split_at(rest.len().min(sector - at % sector));
        parts.push((at, part));
        (at, rest) = (at + part.len(), after);
    }
    parts
}

fn changed(mut bytes: Vec<u8>, change: &Change) -> Vec<u8> {
    match change {
        Change::Resize(length) => bytes.resize(*length, 0),
        Change::Write(start, written) => {
            let end = start + written.len();
            if bytes.len() < end {
                bytes.resize(end, 0);
            }
            bytes[*start..end].copy_from_slice(written);
        }
    }
    bytes
}

/// Every path and what it leads to. Names in folders without a name of their own cannot be reached.
fn all_paths(names: &BTreeMap<Entry, Node>) -> Vec<(PathBuf, Node)> {
    let mut paths = Vec::new();
    let mut folders = vec![(0, PathBuf::new())];
    while let Some((folder, above)) = folders.pop() {
        let start = (folder, String::new());
        for ((_, name), node) in names
            .range(start..)
            .take_while(|((of, _), _)| *of == folder)
        {
            let path = above.join(name);
            folders.push((*node, path.clone()));
            paths.push((path, *node));
        }
    }
    paths
}

/// The files and folders in a folder.
pub(super) fn read(folder: &Path) -> State {
    let mut state = State::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for found in fs::read_dir(&next).expect("a folder") {
            let path = found.expect("an entry").path();
            let bytes = path.is_file().then(|| fs::read(&path).expect("a file"));
            if bytes.is_none() {
                folders.push(path.clone());
            }
            let inside = path.strip_prefix(folder).expect("a path in the folder");
            state.insert(inside.to_owned(), bytes);
        }
    }
    state
}

/// Puts files and folders into an empty folder.
pub(super) fn write(state: &State, folder: &Path) {
    for (path, bytes) in state {
        let path = folder.join(path);
        match bytes {
            None => fs::create_dir(path).expect("a new folder"),
            Some(bytes) => fs::write(path, bytes).expect("a new file"),
        }
    }
}
