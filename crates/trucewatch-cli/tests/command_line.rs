//! The program as it is called: what goes to standard output, what to standard error, and the exit code.

use flate2::{Compression, write::GzEncoder};
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

fn trucewatch(args: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_trucewatch"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program was built");
    // The program may end before it has read all, which is then not what the test is about.
    let _ = child.stdin.take().expect("it is piped").write_all(input);
    child.wait_with_output().expect("it ends")
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn ids(output: &Output) -> Vec<String> {
    let id = |line: &str| {
        serde_json::from_str::<serde_json::Value>(line).unwrap()["document"]["id"].as_str().unwrap().to_owned()
    };
    out(output).lines().map(id).collect()
}

/// A fresh folder of this test's own.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

fn record(id: &str) -> String {
    format!("{{\"id\": \"{id}\", \"text\": \"Rebels refused a truce in Aleppo.\", \"published\": \"2016-10-21\"}}\n")
}

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples/rastan-pause.html");

#[test]
fn the_sample_is_read_for_people() {
    let output = trucewatch(&["read", "--format", "text", SAMPLE], b"");
    let text = out(&output);
    assert!(output.status.success(), "{}", err(&output));
    assert!(
        text.starts_with(
            "Shells fall on Rastan bridge on second day of army’s pause\nOrontes Post · published 2016-12-02"
        ),
        "{text}"
    );
    assert!(!text.contains("market bombing") && !text.contains("500 people"), "{text}");
}

#[test]
fn a_bad_record_is_told_and_passed_over() {
    let input =
        [record("a"), "{\"id\": \"b\", \"text\": 3}\n".into(), "\n".into(), "nonsense\n".into(), record("c")].concat();
    let output = trucewatch(&["read", "--format", "jsonl"], input.as_bytes());
    assert_eq!(ids(&output), ["a", "c"]);
    assert_eq!(output.status.code(), Some(1));
    let told = err(&output);
    assert!(
        told.contains("standard input:2 (id b): not a record") && told.contains("standard input:4: not a record"),
        "{told}"
    );
}

#[test]
fn an_empty_stream_gives_nothing_and_is_no_error() {
    let output = trucewatch(&["read", "--format", "jsonl"], b"");
    assert_eq!((out(&output).as_str(), output.status.code()), ("", Some(0)));
}

#[test]
fn folders_and_packed_files_are_read_in_order() {
    let dir = folder("in_order");
    fs::create_dir(dir.join("b")).unwrap();
    fs::write(dir.join("b/1.jsonl"), record("b1")).unwrap();
    fs::write(dir.join("c.txt"), "Truce in Qalat\n\nRebels refused it.").unwrap();
    fs::write(dir.join(".hidden"), "x").unwrap();
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    packer.write_all((1..=50).map(|n| record(&format!("a{n}"))).collect::<String>().as_bytes()).unwrap();
    // Called so that only its first bytes tell that it is packed.
    fs::write(dir.join("a.jsonl"), packer.finish().unwrap()).unwrap();
    let dir = dir.to_str().unwrap();
    let one = trucewatch(&["read", "--threads", "1", dir], b"");
    let many = trucewatch(&["read", "--threads", "5", dir], b"");
    assert_eq!(one.stdout, many.stdout);
    let ids = ids(&many);
    assert_eq!((ids.len(), ids[0].as_str(), ids[49].as_str(), ids[50].as_str()), (52, "a1", "a50", "b1"));
}

#[test]
fn a_damaged_stream_ends_its_file_and_not_the_run() {
    let dir = folder("damaged");
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    packer.write_all((1..=5000).map(|n| record(&format!("a{n}"))).collect::<String>().as_bytes()).unwrap();
    let packed = packer.finish().unwrap();
    fs::write(dir.join("a.jsonl.gz"), &packed[..packed.len() / 20]).unwrap();
    fs::write(dir.join("b.jsonl"), record("b")).unwrap();
    let output = trucewatch(&["read", dir.to_str().unwrap()], b"");
    assert_eq!(ids(&output).last().map(String::as_str), Some("b"));
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("a.jsonl.gz: the gzip stream breaks off or is damaged"), "{}", err(&output));
}

#[test]
fn what_is_not_there_is_told_with_what_was_tried() {
    let output = trucewatch(&["read", &SAMPLE.replace("pause", "pausd"), "-"], record("x").as_bytes());
    let told = err(&output);
    assert!(
        told.contains("no such file or folder") && told.contains("did you mean") && told.contains("rastan-pause.html?"),
        "{told}"
    );
    assert_eq!((ids(&output).len(), output.status.code()), (1, Some(1)));
    let output = trucewatch(&["read", "--published", "last week", SAMPLE], b"");
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_closed_pipe_ends_the_run_quietly() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_trucewatch"))
        .args(["read", "--format", "jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut input = child.stdin.take().unwrap();
    // Standard input stays open: the program must not wait for more of it.
    let _ = (0..2000).try_for_each(|_| input.write_all(record("x").as_bytes()));
    let output = child.wait_with_output().unwrap();
    assert_eq!((err(&output).as_str(), output.status.code()), ("", Some(0)));
    drop(input);
}

#[test]
fn explain_writes_a_page_that_carries_no_markup_of_the_report() {
    let dir = folder("explain");
    let page = dir.join("page.html");
    let line = "{\"title\": \"</title><script>alert(1)</script>\", \"text\": \"Rebels refused <b>a truce</b> in حلب. \
        \\u0000 At least 12 people were killed, \\\"medics\\\" said.\", \"url\": \"javascript:alert(1)\"}";
    let output = trucewatch(&["explain", "-", "--html", page.to_str().unwrap()], line.as_bytes());
    assert!(output.status.success(), "{}", err(&output));
    let html = fs::read_to_string(page).unwrap();
    assert!(!html.contains("<script") && !html.contains("<b>a truce") && !html.contains("javascript:"), "{html}");
    assert!(html.contains("&lt;script&gt;alert(1)") && html.contains("dir=\"auto\""));
}

#[test]
fn the_codebook_can_be_checked() {
    let dir = folder("codebook");
    fs::write(dir.join("outlets.toml"), "[[outlet]]\nname = \"Valley Post\"\n").unwrap();
    let output = trucewatch(&["codebook", "check", dir.to_str().unwrap()], b"");
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("outlets.toml:"), "{}", err(&output));
    assert!(trucewatch(&["codebook", "check"], b"").status.success());
}
