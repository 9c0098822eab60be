//! The text of a tree of elements as blocks: paragraphs, headings, items of lists.

use dom_query::NodeRef;

/// A block of text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Block {
    /// Its words. Spaces are single; a line break is one that the page makes.
    pub(crate) text: String,
    /// How many of its characters are in links.
    pub(crate) linked: usize,
    /// The element that it is in.
    pub(crate) kind: BlockKind,
    /// Whether all of it is emphasised, as a heading without heading element is.
    pub(crate) strong: bool,
    /// Class and id of the nearest elements, in lower case.
    pub(crate) hint: String,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum BlockKind {
    #[default]
    Text,
    Heading(u8),
    Item,
    Caption,
    Row,
}

impl Block {
    /// A paragraph of these words.
    pub(crate) fn of(words: &str) -> Self {
        Self {
            text: words.trim().to_owned(),
            ..Self::default()
        }
    }

    /// The number of words.
    pub(crate) fn words(&self) -> usize {
        self.text.split_whitespace().count()
    }

    /// Whether most of it is links.
    pub(crate) fn is_links(&self) -> bool {
        let letters = self.text.chars().filter(|c| !c.is_whitespace()).count();
        letters > 0 && self.linked * 10 >= letters * 7
    }

    /// Whether some words of it are in no link.
    pub(crate) fn has_unlinked(&self) -> bool {
        let letters = self.text.chars().filter(|c| !c.is_whitespace()).count();
        letters > self.linked + 8
    }

    /// Whether it reads as a sentence.
    pub(crate) fn is_sentence(&self) -> bool {
        let end = self
            .text
            .trim_end_matches(['"', '\'', '”', '’', ')', ']', ' ']);
        end.ends_with(['.', '!', '?', '…', ':', ';', ',', '。', '！', '？'])
    }
}

/// The blocks below some nodes.
pub(crate) fn blocks(nodes: &[NodeRef<'_>]) -> Vec<Block> {
    let mut writer = Writer::default();
    for node in nodes {
        writer.node(node);
    }
    writer.flush();
    writer.done
}

/// Blocks as text: paragraphs with a blank line between them.
pub(crate) fn text_of(blocks: &[Block]) -> String {
    let mut text = String::new();
    for (at, block) in blocks.iter().enumerate() {
        if at > 0 {
            let tight = [blocks[at - 1].kind, block.kind]
                .iter()
                .all(|kind| matches!(kind, BlockKind::Item | BlockKind::Row));
            text.push_str(if tight { "\n" } else { "\n\n" });
        }
        text.push_str(&block.text);
    }
    text
}

#[derive(Default)]
struct Writer {
    done: Vec<Block>,
    open: Block,
    kinds: Vec<BlockKind>,
    hints: Vec<String>,
    /// Open links, and open emphasis.
    links: usize,
    strong: usize,
    plain: usize,
    /// A space or break that is written if more text follows.
    pending: Option<char>,
}

impl Writer {
    fn node(&mut self, node: &NodeRef<'_>) {
        if node.is_text() {
            self.words(&node.text());
        } else if let Some(name) = node.node_name() {
            self.element(node, &name.to_ascii_lowercase());
        } else {
            self.children(node);
        }
    }

    fn children(&mut self, node: &NodeRef<'_>) {
        for child in node.children_it(false) {
            self.node(&child);
        }
    }

    fn element(&mut self, node: &NodeRef<'_>, name: &str) {
        match name {
            "script" | "style" | "noscript" | "template" | "head" | "svg" | "math" | "iframe"
            | "object" | "select" | "textarea" | "button" | "audio" | "video" | "canvas"
            | "map" => {}
            "br" => self.line_break(),
            "hr" => self.flush(),
            "a" => {
                self.links += 1;
                self.children(node);
                self.links -= 1;
            }
            "b" | "strong" => {
                self.strong += 1;
                self.children(node);
                self.strong -= 1;
            }
            "td" | "th" => {
                self.pending.get_or_insert(' ');
                self.children(node);
                self.pending.get_or_insert(' ');
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = name.as_bytes()[1] - b'0';
                self.block(node, BlockKind::Heading(level));
            }
            "li" | "dt" | "dd" => self.block(node, BlockKind::Item),
            "figcaption" | "caption" => self.block(node, BlockKind::Caption),
            "tr" => self.block(node, BlockKind::Row),
            "article" | "section" | "div" | "main" | "header" | "footer" | "aside" | "nav"
            | "p" | "ul" | "ol" | "dl" | "blockquote" | "pre" | "figure" | "table" | "thead"
            | "tbody" | "tfoot" | "form" | "fieldset" | "address" | "hgroup" | "details"
            | "summary" | "center" | "body" | "html" | "dialog" => {
                let kind = self.kinds.last().copied().unwrap_or_default();
                self.block(node, kind);
            }
            _ => self.children(node),
        }
    }

    fn block(&mut self, node: &NodeRef<'_>, kind: BlockKind) {
        self.flush();
        self.kinds.push(kind);
        self.hints.push(hint(node));
        self.children(node);
        self.flush();
        self.kinds.pop();
        self.hints.pop();
    }

    fn words(&mut self, text: &str) {
        for part in text.split_inclusive(char::is_whitespace) {
            let word = part.trim_end();
            let visible: String = word.chars().filter(|c| !is_invisible(*c)).collect();
            if !visible.is_empty() {
                if let Some(gap) = self.pending.take()
                    && !self.open.text.is_empty()
                {
                    self.open.text.push(gap);
                }
                let letters = visible.chars().count();
                if self.links > 0 {
                    self.open.linked += letters;
                }
                if self.strong == 0 {
                    self.plain += letters;
                }
                self.open.text.push_str(&visible);
            }
            if word.len() < part.len() {
                self.pending.get_or_insert(' ');
            }
        }
    }

    /// A line break; two in a row end a paragraph.
    fn line_break(&mut self) {
        if self.pending == Some('\n') {
            self.flush();
        } else {
            self.pending = Some('\n');
        }
    }

    fn flush(&mut self) {
        self.pending = None;
        let mut block = std::mem::take(&mut self.open);
        let plain = std::mem::take(&mut self.plain);
        if block.text.is_empty() {
            return;
        }
        block.strong = plain == 0;
        block.kind = self.kinds.last().copied().unwrap_or_default();
        let near = self.hints.iter().rev().take(3);
        block.hint = near.map(String::as_str).collect::<Vec<_>>().join(" ");
        self.done.push(block);
    }
}

/// Class and id of an element.
pub(crate) fn hint(node: &NodeRef<'_>) -> String {
    let mut hint = String::new();
    for name in ["class", "id", "itemprop", "data-component", "data-testid"] {
        if let Some(value) = node.attr(name) {
            push_words(&mut hint, &value);
            hint.push(' ');
        }
    }
    hint
}

/// Adds a class in lower case, with a hyphen where capitals begin a word: `articleBody` as `article-body`.
fn push_words(hint: &mut String, class: &str) {
    let mut small = false;
    for c in class.chars() {
        if c.is_ascii_uppercase() && small {
            hint.push('-');
        }
        small = c.is_ascii_lowercase() || c.is_ascii_digit();
        hint.push(c.to_ascii_lowercase());
    }
}

/// Characters that take up no room: soft hyphens, zero-width spaces, marks of direction.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}')
}
