# Recipes of daily work; `just` alone lists them.

_list:
    @just --list

# Read the sample report
sample:
    cargo run --release -- read samples/rastan-pause.html

# All tests
test:
    cargo test --workspace

# What a change must pass
check: test
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- -D warnings
    cargo run -q -p xtask -- tidy

# The pages in Chromium (Node.js and Chromium are needed)
browser:
    cargo build -p trucewatch-cli
    cd browser-tests && npm ci && npm test

# Score readings of the coded reports beside the checkout, and hold them against bench/accuracy.toml
accuracy:
    cargo run -q -p xtask -- accuracy

# Measure speed, start-up and memory of the released program
bench:
    cargo run -q -p xtask -- bench

# Fifty readers and three reviewers at once, on a copy of a ledger
load ledger seconds="60":
    cargo build --release -p trucewatch-cli
    cp {{ledger}} target/load.tw
    node bench/load.mjs target/release/trucewatch target/load.tw {{seconds}}

# Accept changed snapshots after looking at them
accept:
    INSTA_UPDATE=always cargo test --workspace
    git diff --stat -- '*.snap'

# Throw random input at a target (extract, read); needs nightly and cargo-fuzz
fuzz target seconds="60":
    cd fuzz && cargo +nightly fuzz run {{target}} -- -max_total_time={{seconds}}
