//! A page: what people see of an answer, before it is drawn.

use crate::answer::Contest;
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
    Table(Table),
    /// A list of short items.
    List(Vec<String>),
}

/// A table.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// Whether rows follow each other without a rule between them.
    pub dense: bool,
    /// Whether a screen too narrow for all columns gets several tables. Each has the first column and
    /// as many of the others as fit, without the rows that are empty there.
    pub splits: bool,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, each with one cell for every column.
    pub rows: Vec<Vec<Cell>>,
}

/// A column of a table.
#[derive(Debug, Clone)]
pub struct Column {
    /// The heading.
    pub name: String,
    /// Whether its cells keep to one line while other columns shrink.
    pub no_wrap: bool,
}

/// A cell of a table. A line feed starts a new line.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    /// The text.
    pub text: String,
    /// The colour, if colours are wanted. The text never depends on it.
    pub tone: Tone,
}

/// The tone of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// No emphasis.
    #[default]
    Plain,
    /// Settled.
    Good,
    /// Open.
    Open,
    /// Contested.
    Bad,
    /// Less important.
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
    pub fn table(mut self, table: Table) -> Self {
        self.blocks.push(Block::Table(table));
        self
    }

    /// Adds a list, unless it is empty.
    #[must_use]
    pub fn list(mut self, items: Vec<String>) -> Self {
        if !items.is_empty() {
            self.blocks.push(Block::List(items));
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

impl Table {
    /// The text of an empty cell in a table that may be split.
    pub const EMPTY: &str = "·";

    /// A table with these columns. A `!` at the end of a name marks a column that does not wrap.
    pub fn with(columns: &[&'static str]) -> Self {
        let column = |name: &&'static str| Column {
            name: name.trim_end_matches('!').to_owned(),
            no_wrap: name.ends_with('!'),
        };
        Self {
            columns: columns.iter().map(column).collect(),
            ..Self::default()
        }
    }

    /// Adds a column.
    pub fn column(&mut self, name: &str) {
        self.columns.push(Column {
            name: name.to_owned(),
            no_wrap: false,
        });
    }

    /// Adds a row.
    pub fn row(&mut self, cells: Vec<Cell>) {
        self.rows.push(cells);
    }

    /// Leaves out the rules between rows, for tables of short cells.
    #[must_use]
    pub fn dense(self) -> Self {
        Self {
            dense: true,
            ..self
        }
    }

    /// Lets the table be split on a narrow screen.
    #[must_use]
    pub fn split(self) -> Self {
        Self {
            splits: true,
            ..self
        }
    }

    /// The table with its first column and those of `range`, without the rows that are empty in
    /// these.
    #[must_use]
    pub fn part(&self, range: std::ops::Range<usize>) -> Self {
        let has_text = |row: &&Vec<Cell>| {
            let mut cells = row[range.clone()].iter();
            cells.any(|cell| cell.text != Self::EMPTY)
        };
        let cells = |row: &Vec<Cell>| {
            let others = row[range.clone()].iter();
            row.iter().take(1).chain(others).cloned().collect()
        };
        let others = self.columns[range.clone()].iter();
        Self {
            splits: false,
            columns: self.columns.iter().take(1).chain(others).cloned().collect(),
            rows: self.rows.iter().filter(has_text).map(cells).collect(),
            ..*self
        }
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

impl Cell {
    /// The cell of a status with those who contest it.
    pub fn contested<P>(status: Status, contest: &Contest<P>) -> Self {
        let cell = Self::status(status);
        Self {
            text: contest.with(&cell.text),
            ..cell
        }
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

/// "a, b, c", or a dash for an empty list.
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

/// The text, or a dash if there is none.
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
