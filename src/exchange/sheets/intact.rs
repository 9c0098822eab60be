//! Whether a sheet is whole. The CSV reader takes any bytes: it ends an open cell at the end of the
//! file, and drops the quotation marks that do not fit.

/// Where a reader of CSV is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    /// Before the first character of a cell.
    Start,
    /// In a cell without quotation marks.
    Plain,
    /// In a cell that began with a quotation mark.
    Quoted,
    /// After a quotation mark that ends a cell, unless another one follows.
    Closed,
}

/// What is wrong with the rows of a sheet, each with its row. Rows count from 1, the header, and
/// blank lines do not count, as for the CSV reader.
pub(super) fn flaws(text: &[u8], separator: u8) -> Vec<(usize, &'static str)> {
    let mut flaws: Vec<(usize, &'static str)> = Vec::new();
    let (mut at, mut row, mut is_blank) = (At::Start, 1, true);
    let mut found = |row: usize, flaw: &'static str| {
        if flaws.last().is_none_or(|(last, _)| *last != row) {
            flaws.push((row, flaw));
        }
    };
    for &byte in text {
        if byte == 0 {
            found(
                row,
                "holds a NUL character, which no text has; the file is damaged",
            );
        }
        at = match (at, byte) {
            (At::Quoted, b'"') => At::Closed,
            (At::Quoted, _) | (At::Start | At::Closed, b'"') => At::Quoted,
            (_, b'\n' | b'\r') => {
                row += usize::from(!is_blank);
                is_blank = true;
                At::Start
            }
            (_, byte) if byte == separator => At::Start,
            // Blanks after a cell do no harm.
            (At::Closed, b' ' | b'\t') => At::Closed,
            (At::Closed, _) => {
                found(
                    row,
                    "has text after the quotation mark that ends a cell; write a quotation mark inside a quoted cell twice",
                );
                At::Plain
            }
            (At::Start | At::Plain, _) => At::Plain,
        };
        is_blank &= at == At::Start && byte != separator;
    }
    if at == At::Quoted {
        found(
            row,
            "ends inside a quoted cell; the file was cut short, or a quotation mark is missing",
        );
    }
    flaws
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<usize> {
        flaws(text.as_bytes(), b',')
            .iter()
            .map(|(row, _)| *row)
            .collect()
    }

    #[test]
    fn whole_sheets_have_no_flaws() {
        for whole in [
            "",
            "a,b\n1,2\n",
            "a,b\r\n\"1\",\"x \"\"y\"\" z\"\r\n",
            "a\n\"two\nlines\"",
            "a,b\n\"\",\"\"\"\"",
            "a,b\n6\" gun,b\n",
            "a,b\n\"1\" ,2\n",
        ] {
            assert_eq!(rows(whole), [0; 0], "{whole:?}");
        }
    }

    #[test]
    fn flaws_are_found_in_their_rows() {
        assert_eq!(rows("a,b\n1,\"2"), [2]);
        assert_eq!(rows("a,b\n\n\n1,\"2\n3,4\n"), [2]);
        assert_eq!(rows("a,b\n1,\"2\n3,\"4\"\n"), [2]);
        assert_eq!(rows("a,b\n,\n1,2\0\n3,\"4\"5\n"), [3, 4]);
        assert_eq!(rows("\"a"), [1]);
    }
}
