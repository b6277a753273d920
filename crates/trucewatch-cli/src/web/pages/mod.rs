//! The pages, one file each.

pub mod about;
pub mod add;
pub mod ceasefire;
pub mod incident;
pub mod login;
pub mod outlets;
pub mod overview;
pub mod report;
pub mod review;
pub mod search;
pub mod trouble;
