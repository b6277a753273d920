//! The pages, one file each.

pub mod about;
pub mod ceasefire;
pub mod incident;
pub mod login;
pub mod overview;
pub mod report;
pub mod trouble;
