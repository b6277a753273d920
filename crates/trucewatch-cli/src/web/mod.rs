//! The record in a browser. `server` answers requests, `publish` writes the same pages as files; both take them from `pages`, which
//! turn what the record knows into HTML and touch neither network nor disk. `desk` holds the record open, `catalog` its events in
//! short, `filter` what of them is wanted, `draw` what is drawn of them, `links` where each page stands.

pub mod access;
pub mod accounts;
mod adding;
mod api;
mod assets;
mod catalog;
mod controls;
mod desk;
mod draw;
mod filter;
mod jobs;
mod judging;
mod layout;
mod links;
mod looking;
mod marked;
mod pages;
mod parts;
pub mod publish;
pub mod server;
mod sessions;
#[cfg(test)]
mod tests;
mod told;
mod wanted;
