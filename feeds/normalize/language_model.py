"""py3langid's model of which language a text is in, in a thirtieth of the memory.

Its features are runs of at most six bytes. The automaton that finds them has a row of 256 moves for each of 100,000
states, but which of them a text is in follows from its last six bytes. So the runs that lead to its states are read off
once, and looked up from all places of a text together; what is found is the same.
"""

from __future__ import annotations

import lzma
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import pairwise
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray
from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

Runs = NDArray[np.uint64]  # runs of bytes, each as one number behind a 1
Features = NDArray[np.int32]  # features by their numbers
# Languages that none of the further ones is near to, and when a text is in them without more ado.
_ALONE = frozenset({"en", "fr", "it", "ar", "ja", "ko", "zh", "th", "el", "vi"})
_PLAIN = 0.995
_SURELY = 0.8  # likely; less is what rows of names and capitals come to
_NONE = -1  # no feature
# The model learned Kurdish in Arabic letters from its southern dialects; what is printed so is the central one.
_CALLED = {"sdh": "ckb"}
_LONGEST = 6  # bytes of a run
_BITS = 18
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_OF_MANY = 5  # likely languages that a feature was met in
_STEPS = 4096  # in one; the model's own numbers, of 16 bits, are whole multiples of them
_PIECE = 4_194_304  # bytes unpacked at once


class LanguageModel(LanguageIdentifier):  # type: ignore[misc]  # py3langid is untyped
    """The classifier of some languages, and of further ones where a text may be in one of them."""

    def __init__(self, languages: Collection[str], further: Collection[str] = ()) -> None:
        with _arrays() as arrays:
            # One table after the other: all at once they take many times what is kept of them.
            levels = list(_runs(arrays["nextmove"].reshape(-1, 256), arrays["nextmove_row"]))
            found = arrays["out_feat"]
            names = arrays["classes"].tolist()
            called = [_CALLED.get(name, name) for name in names]
            likely = [place for place, name in enumerate(names) if name in languages]
            places = [place for place, name in enumerate(called) if name in further]
            table, alone = arrays["ptc"], arrays["pc"]
            first, others = table[:, likely], table[:, places]
            del table
        super().__init__((), (), [names[place] for place in likely], (), (), True, tk_row=())
        self._further = [called[place] for place in places]
        met = (first > first.min(axis=0)).sum(axis=1)
        # From here on features are numbered anew: those of most languages, which a text has most of, come first.
        order = np.argsort(-met, kind="stable")
        self._scores_of = _Scores(first[order], alone[likely], int((met >= _OF_MANY).sum()))
        self._further_scores_of = _Scores(others[order], alone[places], 0)
        features = np.concatenate([found[states] for _, states in levels[1:]])
        # One more number for no feature, which is the last: -1.
        anew = np.append(order.argsort(), _NONE).astype(np.int32)
        self._runs = _RunTable(np.concatenate([runs for runs, _ in levels[1:]]), anew[features])

    def compared(
        self, text: str, language: str | None, *, further: bool = False
    ) -> tuple[str, float, float | None]:
        """The likeliest language and how likely it is, and how likely the other is, if it is known.

        ``further`` says that it may be in any of the further languages; in the other one it may always be.
        """
        encoded = self._encode(text)
        features, weights = self._counted(encoded)
        scores, names = self._scores_of(features, weights), self.nb_classes
        best = int(scores.argmax())
        told = names[best] == language  # then no other is asked
        if names[best] in _ALONE and not told:
            told = language not in self._further and self._is_plain(scores, best, len(encoded))
        if (further and not told) or language in self._further:
            beyond = self._further_scores_of(features, weights)
            if not further:
                beyond[[name != language for name in self._further]] = -np.inf
            if language in self._further or beyond.max() > scores.max():
                every = np.concatenate([scores, beyond])
                # Names and capitals look like anything: what few feeds come in has to be surely that.
                if self._surely(every, language, len(encoded)):
                    scores, names = every, [*names, *self._further]
        likely = self._likelihoods(scores, len(encoded))
        best = int(likely.argmax())
        own = float(likely[names.index(language)]) if language in names else None
        return str(names[best]), float(likely[best]), own

    def _is_plain(self, scores: Any, best: int, length: int) -> bool:
        """Whether a text is so surely in a likely language that it is in none of the others."""
        return bool(self._likelihoods(scores, length)[best] >= _PLAIN)

    def _surely(self, scores: Any, language: str | None, length: int) -> bool:
        """Whether the likeliest of all is the language asked for, a likely one, or very likely."""
        best = int(scores.argmax()) - len(self.nb_classes)
        if best < 0 or self._further[best] == language:
            return True
        return bool(self._likelihoods(scores, length).max() >= _SURELY)

    def _likelihoods(self, scores: Any, length: int) -> Any:
        """Scores as py3langid makes likelihoods of them: the root keeps long texts comparable with short ones."""
        likely = np.exp((scores - scores.max()) / np.sqrt(length or 1))
        likely /= likely.sum()
        for first, again in self._alias_pairs:  # Serbian in each script
            likely[first] += likely[again]
            likely[again] = 0
        return likely

    def _raw_score(self, text: bytes) -> Any:
        return self._scores_of(*self._counted(text))

    def _counted(self, text: bytes) -> tuple[Any, Any]:
        """The features of a text, and what each of them weighs there."""
        found = self._runs.features(np.frombuffer(text, dtype=np.uint8))
        features, counts = np.unique(found[found >= 0], return_counts=True)
        return features, np.log1p(counts.astype(np.float32))


class _Scores:
    """What features say for languages (naive Bayes; logarithms).

    Four of five features were never met in a language, and say the same there. So all is held only of the first
    features (``whole``), in the numbers of 16 bits that they are in the file; of the others, one after the other, which
    languages they were met in, and how much more they say for these.
    """

    def __init__(self, table: Any, alone: Any, whole: int) -> None:
        self._whole = table[:whole].copy()
        unmet = table.min(axis=0).astype(np.float32)
        difference = table[whole:] - unmet
        difference *= _STEPS
        more = difference.astype(np.uint16)
        del difference
        met = more > 0
        self._begins = np.concatenate([[0], met.sum(axis=1).cumsum()]).astype(np.int32)
        every = np.arange(table.shape[1], dtype=np.uint8)
        self._languages = np.broadcast_to(every, met.shape)[met]
        self._more = more[met]
        self._unmet, self._alone = unmet, alone

    def __call__(self, features: Any, weights: Any) -> Any:
        """The languages' scores for features, in order, that weigh so much in a text; all alike if there are none."""
        if not len(features):
            return np.zeros(len(self._alone), dtype=np.float32)
        first = int(features.searchsorted(len(self._whole)))
        said = self._whole.take(features[:first], axis=0).astype(np.float32)
        scores = weights[:first] @ said + self._alone
        if first < len(features):
            scores += self._of_few(features[first:] - len(self._whole), weights[first:])
        return scores

    def _of_few(self, features: Any, weights: Any) -> Any:
        begins = self._begins.take(features)
        many = self._begins.take(features + 1) - begins
        at = np.repeat(begins - many.cumsum() + many, many)
        at += np.arange(len(at))
        more = self._more.take(at) * np.repeat(weights / _STEPS, many)
        met = np.bincount(self._languages.take(at), weights=more, minlength=len(self._alone))
        return met.astype(np.float32) + weights.sum() * self._unmet


class _RunTable:
    """Runs of two to six bytes with their features, by a hash each; those whose place another has stand behind."""

    def __init__(self, runs: Runs, features: Features) -> None:
        places, first = np.unique(_hash(runs), return_index=True)
        behind = np.setdiff1d(np.arange(len(runs)), first)
        behind = behind[runs[behind].argsort()]
        order = np.concatenate([first, behind])
        self._behind = len(first) + 1
        # The first is none.
        self._runs = np.concatenate([np.zeros(1, dtype=np.uint64), runs[order]])
        self._features = np.concatenate([np.full(1, _NONE, dtype=np.int32), features[order]])
        self._places = np.zeros(1 << _BITS, dtype=np.int32)
        self._places[places] = np.arange(1, self._behind)

    def features(self, text: NDArray[np.uint8]) -> Features:
        """The feature at each place of a text: that of the longest run that ends there."""
        found = np.full(len(text), _NONE, dtype=np.int32)
        runs = np.zeros((_LONGEST, len(text)), dtype=np.uint64)
        runs[0] = text
        runs[0] |= 1 << 8
        for length, (shorter, longer) in enumerate(pairwise(runs), 1):
            longer[length:] = shorter[length - 1 : -1] << 8 | text[length:]
        places = self._find(runs[1:].ravel()).reshape(_LONGEST - 1, len(text))
        for at in places:
            np.copyto(found, self._features.take(at), where=at > 0)
        return found

    def _find(self, runs: Runs) -> NDArray[np.int32]:
        """Where in the table runs are; 0 for those that are not in it."""
        at = self._places.take(_hash(runs))
        others = np.flatnonzero((self._runs.take(at) != runs) & (at > 0))
        asked, behind = runs[others], self._runs[self._behind :]
        place = np.minimum(behind.searchsorted(asked), len(behind) - 1)
        at[others] = np.where(behind.take(place) == asked, place + self._behind, 0)
        return at


def _hash(runs: Runs) -> NDArray[np.intp]:
    """Numbers of 18 bits (Knuth, The Art of Computer Programming, 6.4: multiplicative hashing)."""
    return (runs * _GOLDEN >> 64 - _BITS).view(np.intp)


@lru_cache(maxsize=1)
def unpacked() -> IO[bytes]:
    """The tables of py3langid's model, unpacked into a file without a name: its ``modelio`` says what they are.

    In large pieces, so that a thread can do it beside others: each piece waits for its turn to go on in Python.
    Raises EOFError where the model is not all there.
    """
    file = tempfile.TemporaryFile()  # noqa: SIM115 -- whoever reads the tables closes it
    unpacking = lzma.LZMADecompressor()
    packed = (MODEL_DIR / MODEL_FILE).read_bytes()
    while not unpacking.eof:
        file.write(unpacking.decompress(packed, max_length=_PIECE))
        packed = b""
        if unpacking.needs_input and not unpacking.eof:  # it would give nothing for ever
            file.close()
            raise EOFError(f"{MODEL_FILE} of py3langid is cut short; install py3langid again")
    return file


@contextmanager
def _arrays() -> Iterator[Any]:
    """The same as arrays, each read when it is asked for. The file is gone afterwards."""
    with unpacked() as file:
        unpacked.cache_clear()
        file.seek(0)
        with np.load(file, allow_pickle=False) as arrays:
            yield arrays


def _runs(moves: Any, row: Any) -> Iterator[tuple[Runs, Any]]:
    """The runs of one byte that lead to a state, then those of two and so on, with these states.

    A state is met first by the shortest run that leads to it (Aho and Corasick, 1975); from longer ones the automaton
    falls back to it. One that leads no further has the row of the state that it falls back to, which was read before.
    """
    met, read = np.zeros(len(row), dtype=bool), np.zeros(len(moves), dtype=bool)
    met[0] = True
    states: Any = np.zeros(1, dtype=np.intp)
    runs: Runs = np.ones(1, dtype=np.uint64)
    while len(states):
        leads_on = ~read[row[states]]
        states, runs = states[leads_on], runs[leads_on]
        read[row[states]] = True
        following = moves[row[states]]
        before, byte = np.nonzero(~met[following])
        runs = runs[before] << np.uint64(8) | byte.astype(np.uint64)
        states = following[before, byte]
        met[states] = True
        if len(states):
            yield runs, states
