"""Whether a word can be a Vietnamese syllable: onset, rhyme and tone as the orthography allows them. No dictionary.

Serves as evidence only: text in a legacy encoding becomes syllables when it is decoded and is none before. Rhymes and the rule that those
which end in a stop (-c, -ch, -p, -t) bear sắc or nặng are those of the written language (quốc ngữ).
"""

import re
import unicodedata
from functools import lru_cache

_ONSETS = "ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnprstvx]"
_RHYMES = """
    a ac ach ai am an ang anh ao ap at au ay ă ăc ăm ăn ăng ăp ăt â âc âm ân âng âp ât âu ây e ec em en eng eo ep et ê êch
    êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa oac oach oai oam oan oang oanh oao oap
    oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua
    uân uâng uât uây uc uê uêch uên uênh ui um un ung uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt uyn uynh uyp uyt
    uyu uơ ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu
""".split()  # noqa: SIM905 - a table is easier to read and to check than 170 quoted words
_SYLLABLE = re.compile(rf"(?:{_ONSETS})?(?:{'|'.join(sorted(_RHYMES, key=len, reverse=True))})|g(?:i|in|ich|iêng|iêc|ip|it)")
_STOP = re.compile(r"(?:ch|[cpt])$")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_AFTER_STOP = frozenset("\u0301\u0323")


@lru_cache(maxsize=16_384)
def is_syllable(word: str) -> bool:
    """Whether this one word, in any letter case and Unicode form, is written as a Vietnamese syllable may be."""
    apart = unicodedata.normalize("NFD", word.lower())
    tones = [letter for letter in apart if letter in _TONES]
    bare = unicodedata.normalize("NFC", "".join(letter for letter in apart if letter not in _TONES))
    if len(tones) > 1 or not _SYLLABLE.fullmatch(bare):
        return False
    return not (tones and _STOP.search(bare)) or tones[0] in _AFTER_STOP
