"""Top-level domains that make a name without a scheme a link.

Country domains: every two-letter code that IANA's root zone delegates, and the Cyrillic ones. Generic domains: the ones
that governments, media and shorteners use; the whole root zone would turn «слово.Наступне» and `notes.md` into links.
"""

from __future__ import annotations

import unicodedata
from typing import Final

_COUNTRY: Final = (
    "ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz "
    "ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm "
    "fo fr ga gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it "
    "je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn "
    "mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps "
    "pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj "
    "tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw "
    "укр бг бел срб қаз мкд мон рф ею"
)
_GENERIC: Final = (
    "com org net edu gov mil int info biz name museum travel jobs tel mobi aero coop asia cat pro xxx arpa "
    "app dev blog news media live online site website space store shop social network world today press video "
    "art academy agency center cloud community digital email events foundation fund help international link page "
    "report support team tech wiki xyz top zone embassy gallery gmbh ngo ong radio studio bio earth global review "
    "goog youtube google kyiv"
)

COUNTRY: Final = frozenset(_COUNTRY.split())
GENERIC: Final = frozenset(_GENERIC.split())

_ENCODED: Final = "xn--"


def as_read(host: str) -> str:
    """Return the name of a site as people read it, however it is written, so that two of them can be compared.

    Each label is read by itself: a browser goes to one that is encoded beside one that is not (UTS 46, section 4.2).

    Args:
        host: A name of the DNS; dots and letters may be wide ones, labels may be encoded (RFC 3492).
    """
    plain = unicodedata.normalize("NFKC", host).replace("。", ".").rstrip(".").lower()
    return ".".join(_label(label) for label in plain.split("."))


def _label(label: str) -> str:
    if not label.startswith(_ENCODED):
        return label
    try:
        decoded = label.removeprefix(_ENCODED).encode("ascii").decode("punycode")
    except UnicodeError:
        return label
    return unicodedata.normalize("NFKC", decoded).lower()
