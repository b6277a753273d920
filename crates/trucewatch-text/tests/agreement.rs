//! The parse agrees with spaCy's, whose network it computes: recorded in `agreement/spacy.tsv` for sentences of our own.

use trucewatch_model::{Dep, Document, Tag};
use trucewatch_text::{Annotated, Splitter, parse::Parser};

const SENTENCES: &str = include_str!("agreement/sentences.txt");
const RECORDED: &str = include_str!("agreement/spacy.tsv");

/// Word, lemma, tag, head from 1 or 0 for a root, relation; one a token.
type Row = (String, String, Tag, usize, Dep);

fn parsed(text: &str) -> Vec<Vec<Row>> {
    let document = Document { text: text.to_owned(), ..Document::default() };
    let (sentences, tokens) = Splitter::new(&trucewatch_codebook::builtin()).split_sentences(&document);
    let mut text = Annotated::new(&document, sentences, tokens);
    Parser::new(&trucewatch_codebook::builtin()).parse(&mut text, true);
    let row = |first: usize, at: usize| {
        let token = &text.tokens[at];
        let head = if token.head == at { 0 } else { token.head - first + 1 };
        (text.word(at).to_owned(), token.lemma.clone(), token.tag, head, token.dep)
    };
    text.sentences.iter().map(|s| (s.first..s.last).map(|at| row(s.first, at)).collect()).collect()
}

fn recorded() -> Vec<Vec<Row>> {
    let row = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        let tag = Tag::from_word(cells[2]).expect("a tag");
        let dep = Dep::from_word(cells[4]).expect("a relation");
        (cells[0].to_owned(), cells[1].to_lowercase(), tag, cells[3].parse().expect("a number"), dep)
    };
    RECORDED.trim_end().split("\n\n").map(|block| block.lines().map(row).collect()).collect()
}

#[test]
fn a_paragraph_gives_spacys_parse_of_each_sentence() {
    let (ours, theirs) = (parsed(&SENTENCES.replace('\n', " ")), recorded());
    assert_eq!(ours.len(), theirs.len());
    let (mut tokens, mut tags, mut arcs, mut lemmas) = (0, 0, 0, 0);
    for (ours, theirs) in ours.iter().zip(&theirs) {
        let words = |rows: &[Row]| rows.iter().map(|row| row.0.clone()).collect::<Vec<_>>();
        assert_eq!(words(ours), words(theirs));
        for (our, their) in ours.iter().zip(theirs) {
            tokens += 1;
            tags += (our.2 == their.2) as usize;
            arcs += ((our.3, our.4) == (their.3, their.4)) as usize;
            // Plural names have a singular lemma with us ("Rebels" in a headline), with spaCy their own form.
            lemmas += (our.1 == their.1 || our.2 == Tag::Nnps) as usize;
        }
    }
    // Rounding may turn the odd close decision; more than that is a fault.
    let floor = tokens * 999 / 1000;
    assert!(
        tags >= floor && arcs >= floor && lemmas >= floor,
        "{tokens} tokens: {tags} tags, {arcs} arcs, {lemmas} lemmas"
    );
}

#[test]
fn a_sentence_alone_parses_as_it_does_among_others() {
    let among = parsed(&SENTENCES.replace('\n', " "));
    for (sentence, expected) in SENTENCES.lines().zip(&among).step_by(7) {
        assert_eq!(&parsed(sentence)[0], expected);
    }
}

#[test]
fn entities_are_spacys() {
    let document = Document { text: SENTENCES.replace('\n', " "), ..Document::default() };
    let (sentences, tokens) = Splitter::new(&trucewatch_codebook::builtin()).split_sentences(&document);
    let mut text = Annotated::new(&document, sentences, tokens);
    Parser::new(&trucewatch_codebook::builtin()).parse(&mut text, true);
    let ours = text.entities.iter().map(|entity| (text.words(entity.span).to_owned(), entity.label));
    let mut theirs: Vec<(Vec<&str>, &str)> = Vec::new();
    for line in RECORDED.lines().filter(|line| !line.is_empty()) {
        let cells: Vec<&str> = line.split('\t').collect();
        match (cells[5].split_once('-'), theirs.last_mut()) {
            (Some(("I", _)), Some((words, _))) => words.push(cells[0]),
            (Some((_, label)), _) => theirs.push((vec![cells[0]], label)),
            _ => {}
        }
    }
    let plain = |words: &str| words.replace(' ', "");
    let ours: Vec<_> = ours.map(|(words, label)| (plain(&words), label)).collect();
    let theirs: Vec<_> = theirs.into_iter().map(|(words, label)| (words.concat(), label)).collect();
    assert_eq!(ours, theirs);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_parses(text in "(?s)([A-Za-z.,'\"() \n-]|the |army |said |He |U\\.S\\. |[éح”—😀]|.){0,80}") {
        let words: usize = parsed(&text).iter().map(|sentence| sentence.len()).sum();
        assert_eq!(words > 0, !text.trim().is_empty());
    }
}

#[test]
fn every_sentence_is_one_tree_whatever_the_text() {
    for text in
        ["", " \n\t ", "...", "é", "a\u{0}b", "Truce", "“", "1. 2. 3.", "BOMB BOMB BOMB", "x ".repeat(1_000).as_str()]
    {
        for sentence in parsed(text) {
            assert_eq!(sentence.iter().filter(|row| row.3 == 0).count(), 1, "{text:?}");
        }
    }
}
