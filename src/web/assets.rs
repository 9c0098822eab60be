//! Style, script and mark of the pages, which are part of the program.

/// A file that pages use.
pub(super) struct Asset {
    path: &'static str,
    pub(super) kind: &'static str,
    pub(super) text: &'static str,
}

/// The look that the desk shares with the report, then the desk's own.
const STYLE: &str = concat!(
    include_str!("../render/look.css"),
    include_str!("assets/desk.css"),
    include_str!("assets/review.css")
);

const ASSETS: [Asset; 6] = [
    Asset {
        path: "/assets/desk.css",
        kind: "text/css; charset=utf-8",
        text: STYLE,
    },
    Asset {
        path: "/assets/desk.js",
        kind: "text/javascript; charset=utf-8",
        text: include_str!("assets/desk.js"),
    },
    Asset {
        path: "/assets/record.js",
        kind: "text/javascript; charset=utf-8",
        text: include_str!("assets/record.js"),
    },
    Asset {
        path: "/assets/complete.js",
        kind: "text/javascript; charset=utf-8",
        text: include_str!("assets/complete.js"),
    },
    Asset {
        path: "/assets/review.js",
        kind: "text/javascript; charset=utf-8",
        text: include_str!("assets/review.js"),
    },
    Asset {
        path: "/favicon.svg",
        kind: "image/svg+xml",
        text: include_str!("assets/favicon.svg"),
    },
];

/// The file at a path.
pub(super) fn at(path: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.path == path)
}
