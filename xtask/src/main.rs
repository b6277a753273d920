//! What the project does to itself: gazetteer, weights, training, tidiness.

fn main() {}
