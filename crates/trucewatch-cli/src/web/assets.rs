//! The files that pages need, inside the program.

/// A file, by its name.
pub struct Asset {
    /// "style.css"
    pub name: &'static str,
    /// Its MIME type.
    pub kind: &'static str,
    /// What is in it.
    pub bytes: &'static [u8],
}

/// Every file.
pub const ALL: [Asset; 3] = [
    Asset { name: "style.css", kind: "text/css; charset=utf-8", bytes: include_bytes!("assets/style.css") },
    Asset { name: "page.js", kind: "text/javascript; charset=utf-8", bytes: include_bytes!("assets/page.js") },
    Asset { name: "icon.svg", kind: "image/svg+xml", bytes: include_bytes!("assets/icon.svg") },
];
