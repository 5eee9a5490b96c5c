"""How many files of which kind, in words: on papers and in tables, where no picture stands."""

from collections import Counter
from collections.abc import Iterable

from common.formats import vn_num
from directives.models import Evidence

_SAID = ((Evidence.Moment.BEFORE, "trước"), (Evidence.Moment.AFTER, "sau khắc phục"))


def files_words(moments: Iterable[str]) -> str:
    """ "3 ảnh (1 trước, 2 sau khắc phục), 1 văn bản"; "" for none. What nobody said of a picture is not said here either."""
    counts = Counter(moments)
    documents = counts.pop(Evidence.Moment.DOCUMENT, 0)
    said = ", ".join(f"{vn_num(counts[moment])} {words}" for moment, words in _SAID if counts[moment])
    pictures = f"{vn_num(counts.total())} ảnh{f' ({said})' if said else ''}" if counts else ""
    return ", ".join(filter(None, (pictures, f"{vn_num(documents)} văn bản" if documents else "")))
