//! A page: what an answer shows to people, before it is drawn.

use crate::domain::status::Status;

/// Blocks, from top to bottom.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// The blocks.
    pub blocks: Vec<Block>,
}

/// A part of a page.
#[derive(Debug, Clone)]
pub enum Block {
    /// A heading.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// A table.
    Sheet(Sheet),
    /// A list of short lines.
    List(Vec<String>),
}

/// A table: columns and rows.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// Whether rows stand without rules between them.
    pub dense: bool,
    /// Whether a screen too narrow for all columns gets several tables, each with the first column
    /// and as many others as fit, and without the rows that say nothing there.
    pub splits: bool,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, each with a cell a column.
    pub rows: Vec<Vec<Cell>>,
}

/// A column of a table.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its head.
    pub name: String,
    /// Whether its content is kept on one line while the others give way.
    pub firm: bool,
}

/// A cell of a table; lines are separated by line feeds.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    /// What it says.
    pub text: String,
    /// How it is coloured, where colours are wanted. Never the only bearer of a meaning.
    pub tone: Tone,
}

/// The tone of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// As everything else.
    #[default]
    Plain,
    /// Settled.
    Good,
    /// Open.
    Open,
    /// Contested.
    Bad,
    /// Of lesser weight.
    Faint,
}

impl Page {
    /// A page without blocks.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a heading.
    #[must_use]
    pub fn heading(mut self, text: impl Into<String>) -> Self {
        self.blocks.push(Block::Heading(text.into()));
        self
    }

    /// Adds a paragraph.
    #[must_use]
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.blocks.push(Block::Text(text.into()));
        self
    }

    /// Adds a table.
    #[must_use]
    pub fn sheet(mut self, sheet: Sheet) -> Self {
        self.blocks.push(Block::Sheet(sheet));
        self
    }

    /// Adds a list, if there is anything in it.
    #[must_use]
    pub fn list(mut self, lines: Vec<String>) -> Self {
        if !lines.is_empty() {
            self.blocks.push(Block::List(lines));
        }
        self
    }

    /// Adds the blocks of another page.
    #[must_use]
    pub fn followed_by(mut self, other: Self) -> Self {
        self.blocks.extend(other.blocks);
        self
    }
}

impl Sheet {
    /// A table with these columns; those with a name that ends in `!` are firm.
    pub fn with(columns: &[&'static str]) -> Self {
        let column = |name: &&'static str| Column {
            name: name.trim_end_matches('!').to_owned(),
            firm: name.ends_with('!'),
        };
        Self {
            dense: false,
            splits: false,
            columns: columns.iter().map(column).collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a column that is named by an id.
    pub fn column(&mut self, id: &str) {
        self.columns.push(Column {
            name: id.to_owned(),
            firm: false,
        });
    }

    /// The same table without rules between its rows: for short cells.
    #[must_use]
    pub fn dense(self) -> Self {
        Self {
            dense: true,
            ..self
        }
    }

    /// What a cell holds that says nothing.
    pub const NOTHING: &str = "·";

    /// The same table, to be split where the screen is too narrow.
    #[must_use]
    pub fn split(self) -> Self {
        Self {
            splits: true,
            ..self
        }
    }

    /// The part of the table with the first column and those of `range`, without the rows that
    /// say nothing there.
    #[must_use]
    pub fn part(&self, range: std::ops::Range<usize>) -> Self {
        let says = |row: &&Vec<Cell>| {
            row[range.clone()]
                .iter()
                .any(|cell| cell.text != Self::NOTHING)
        };
        let cells = |row: &Vec<Cell>| {
            let others = row[range.clone()].iter();
            row.iter().take(1).chain(others).cloned().collect()
        };
        let others = self.columns[range.clone()].iter();
        Self {
            splits: false,
            columns: self.columns.iter().take(1).chain(others).cloned().collect(),
            rows: self.rows.iter().filter(says).map(cells).collect(),
            ..*self
        }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: Vec<Cell>) {
        self.rows.push(cells);
    }
}

impl Cell {
    /// A cell in a tone.
    pub fn toned(text: impl Into<String>, tone: Tone) -> Self {
        Self {
            text: text.into(),
            tone,
        }
    }

    /// The cell of a status.
    pub fn status(status: Status) -> Self {
        let tone = match status {
            Status::Confirmed => Tone::Good,
            Status::Unconfirmed => Tone::Open,
            Status::Disputed | Status::Denied => Tone::Bad,
            Status::Withdrawn => Tone::Faint,
        };
        Self::toned(status.as_str(), tone)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::toned(text, Tone::Plain)
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::toned(text, Tone::Plain)
    }
}

/// "a, b, c", or a dash for none.
pub fn joined<T: AsRef<str>>(items: &[T]) -> String {
    match items {
        [] => "–".to_owned(),
        [first, others @ ..] => {
            let mut text = first.as_ref().to_owned();
            for item in others {
                text.push_str(", ");
                text.push_str(item.as_ref());
            }
            text
        }
    }
}

/// What is there, or a dash.
pub fn or_dash(text: Option<&str>) -> String {
    text.unwrap_or("–").to_owned()
}

/// "1 claim", "2 claims".
pub fn counted(count: usize, one: &str, many: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        _ => format!("{count} {many}"),
    }
}
