//! Whatever is appended is read again, and verifies.

use crate::{Folder, open};
use proptest::prelude::*;
use std::collections::HashSet;
use trucewatch_ledger::{Kind, Ledger, NewEntry};

type Line = (Kind, String, Option<String>, String, Vec<u8>, Option<Vec<u8>>);

fn line() -> impl Strategy<Value = Line> {
    let kind = prop::sample::select(Kind::ALL.to_vec());
    let bytes = || {
        prop_oneof![
            prop::collection::vec(any::<u8>(), 0..200),
            ("[a-z ]{0,20}", 0..2000_usize).prop_map(|(text, times)| text.repeat(times).into_bytes()),
        ]
    };
    (kind, ".{0,20}", prop::option::of(".{0,20}"), ".{0,20}", bytes(), prop::option::of(bytes()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_appended_is_read_again(batches in prop::collection::vec(prop::collection::vec(line(), 0..8), 0..6)) {
        let folder = Folder::new();
        let path = folder.file("a.trucewatch");
        let mut ledger = Ledger::create(&path).expect("made");
        let mut reports = HashSet::new();
        let mut appended = Vec::new();
        let mut expected = Vec::new();
        for mut batch in batches {
            batch.retain(|line| line.0 != Kind::Report || reports.insert(line.1.clone()));
            let entries: Vec<NewEntry> = batch
                .iter()
                .map(|(kind, subject, made_with, at, body, blob)| NewEntry {
                    kind: *kind, subject, made_with: made_with.as_deref(), at, body, blob: blob.as_deref(),
                })
                .collect();
            appended.extend(ledger.append(&entries).expect("appended"));
            expected.extend(batch);
        }
        let head = ledger.head().expect("head");
        drop(ledger);

        let ledger = open(&path);
        let read: Vec<_> = ledger.entries(None, 0).collect::<Result<_, _>>().expect("read");
        prop_assert_eq!(&read, &appended);
        let lines: Vec<Line> = read
            .into_iter()
            .map(|e| {
                let blob = e.blob.map(|hash| ledger.blob(hash).expect("read").expect("kept"));
                (e.kind, e.subject, e.made_with, e.at, e.body, blob)
            })
            .collect();
        prop_assert_eq!(lines, expected);
        prop_assert_eq!(ledger.verify(None).expect("sound").head, head);
    }

    #[test]
    fn no_query_is_an_error_and_every_text_is_found_by_its_words(text in ".{0,300}", query in ".{0,60}") {
        let folder = Folder::new();
        let mut ledger = Ledger::create(folder.file("a.trucewatch")).expect("made");
        let mut batch = ledger.begin().expect("begun");
        batch.append(&crate::report("r1", b"", b"")).expect("appended");
        batch.index_report("r1", &query, &text, &text).expect("indexed");
        batch.commit().expect("committed");
        ledger.search(&query, 10, 0).expect("searched");
        for word in text.split_whitespace().take(20).filter(|word| word.chars().all(char::is_alphabetic)) {
            prop_assert_eq!(ledger.count_found(word).expect("searched"), 1, "{}", word);
        }
        ledger.verify(None).expect("sound");
    }
}
