//! What the project does to itself: gazetteer, weights, training, tidiness.

mod train;

use std::path::Path;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let result = match args.first().map(String::as_str) {
        Some("train") => train::train(
            Path::new(args.get(1).map_or("../shared/gold", String::as_str)),
            Path::new("crates/trucewatch-text/weights/judge.bin"),
        ),
        _ => {
            eprintln!("usage: cargo xtask train [GOLD]");
            std::process::exit(2);
        }
    };
    if let Err(error) = result {
        eprintln!("xtask: {error}");
        std::process::exit(1);
    }
}
