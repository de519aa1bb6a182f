"""How alike a Ukrainian word and a foreign one sound, by how Ukrainian writes foreign names.

A Ukrainian letter, or a few, stands for some letters of the original («дж» for j, g or dg): what is given here costs
nothing or little, whatever else costs as much as a wrong letter. Source of the correspondences: Ukrainian orthography
2019, §§ 121-140 (words of foreign origin).
"""

from __future__ import annotations

import math
import unicodedata
from typing import Final

# Ukrainian letters: what they may stand for; what is behind a slash is seldom meant.
_TABLE: Final = """
а=a,ah,aa,ha/e,u,o,i б=b,bb в=v,w,wh/u,f,b г=g,h,gh,gu,gg,gue/x,j ґ=g,gg,gu д=d,dd,dh дж=j,g,dg,dge,dj,gi,gg
е=e,ae,ea,ai,he/a,i,ee,o є=ie,ye,e,je,ae,ea,ye ж=zh,j,g,ge/s,z,x з=z,s,zz,se,ze/ts и=y,i,ey,ie/e,u
і=i,e,ee,ea,y,ie,ei,ey,hi/o,a,u ї=i,yi,ji,hi,ii,e й=y,i,j,ll,h к=k,c,ck,q,cc,ch,kk,ke,que,cq,cks кс=x,xx,cs,ks,cc
кв=qu,cu,kv,kw л=l,ll,le м=m,mm,mb,me н=n,nn,ne,kn,gn,ng нг=ng о=o,oh,au,aw,oa,ou,eau,ho,oe/a,u,oo,ow п=p,pp,pe
р=r,rr,wr,re,rh с=s,ss,c,sc,ce,se,ps/z,x,ts т=t,tt,th,te/d у=u,oo,ou,w,wo,oe,hu/o,ew,ue,eu,l,wh ф=f,ph,ff,fe,th/v
х=h,kh,ch,j/gh,x,g ц=c,ts,tz,z,zz,cz,tsi,s ч=ch,tch,cz,c,tsch,che,q ш=sh,s,sch,ch,sz,ti,ci,she,x,ss щ=shch,sch,sc ь=,i
’= ю=u,ew,yu,iu,ju,eu,ue,y,hu я=ya,ia,ja,a,ea,ie/ey,e ей=ay,ei,ey,ai,a,ae,e,ane,ea,ade ай=i,y,ai,ay,ei,ie,igh,ye,aj,ey
оу=o,ow,ou,oa,oe ер=er,ur,ir,or,ear,re,r,eur ар=ar,er,ure ен=en,an,ain,in ем=em,am ія=ia,ya,iya,ja,y,ie
ьо=io,eu,eo,o,jo,oe йо=yo,io,jo,eo,jo йо=yo іа=ia,ya,ea ій=iy,y,ii,yi,ij,i,yy ий=y,yi,yy,iy,ij,i,ii ау=au,ou,ow,aw,ao
еу=eu,ev,ew їв=iv,ev ік=ic,ik,ick,ique ку=cu,qu,coo,ku ве=we,wa,ve ві=wi,vi,vee оо=oo,wo ська=ska
ський=sky,ski,skyi,skiy,skyy,skii,skyj льй=gli,lli ньй=gn,nh ся=sia,sya,xia
"""
# No name of one word is longer.
_LONGEST_WORD: Final = 40
_SELDOM: Final = 0.35
_SILENT: Final = {"h": 0.2, "e": 0.25, "'": 0.0, "’": 0.0, "-": 0.0, "t": 0.4, "s": 0.5, "d": 0.5}
_WRONG: Final = 1.0
_LATIN: Final = str.maketrans(
    {"ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)


def _read_table() -> dict[str, tuple[tuple[str, float], ...]]:
    table: dict[str, tuple[tuple[str, float], ...]] = {}
    for entry in _TABLE.split():
        letters, _, sounds = entry.partition("=")
        often, _, seldom = sounds.partition("/")
        costs = [(sound, 0.0) for sound in often.split(",")] + [
            (sound, _SELDOM) for sound in seldom.split(",") if sound
        ]
        table[letters] = tuple(costs)
    return table


_SOUNDS: Final = _read_table()
_LONGEST: Final = max(map(len, _SOUNDS))


_FIRST: Final = {
    letter: frozenset(sound[:1] for letters, sounds in _SOUNDS.items() if letters[0] == letter for sound, _ in sounds)
    for letter in {letters[0] for letters in _SOUNDS}
}


def begin_alike(ukrainian: str, foreign: str) -> bool:
    """Tell whether two words may begin alike, and are about as long: what is quick to tell of most that differ.

    Args:
        ukrainian: In small letters.
        foreign: In small Latin letters.
    """
    if (
        not ukrainian
        or not foreign
        or len(ukrainian) > _LONGEST_WORD
        or not len(foreign) <= len(ukrainian) * 3 <= len(foreign) * 9
    ):
        return False
    first = _latin(foreign[0])[:1]
    return first in _FIRST.get(ukrainian[0], "") or first == "h"


def likeness(ukrainian: str, foreign: str) -> float:
    """Return how alike two words sound, from 0 to 1.

    Args:
        ukrainian: In small letters.
        foreign: In small Latin letters, with or without marks.
    """
    latin = _latin(foreign)
    width = len(latin)
    costs = [[math.inf] * (width + 1) for _ in range(len(ukrainian) + 1)]
    costs[0][0] = 0.0
    for i in range(len(ukrainian) + 1):
        row = costs[i]
        steps = [
            (i + size, sound, cost)
            for size in range(1, min(_LONGEST, len(ukrainian) - i) + 1)
            for sound, cost in _SOUNDS.get(ukrainian[i : i + size], ())
        ]
        for j in range(width + 1):
            cost = row[j]
            if j < width:
                row[j + 1] = min(row[j + 1], cost + _silent(latin, j))
            if i < len(ukrainian):
                below = costs[i + 1]
                below[j] = min(below[j], cost + _WRONG)
                if j < width:
                    below[j + 1] = min(below[j + 1], cost + _WRONG)
            for end, sound, extra in steps:
                if latin.startswith(sound, j):
                    costs[end][j + len(sound)] = min(costs[end][j + len(sound)], cost + extra)
    return max(0.0, 1 - costs[-1][-1] / max(len(ukrainian), width, 1))


def _latin(foreign: str) -> str:
    """Return a foreign word without the marks on its letters."""
    taken_apart = unicodedata.normalize("NFD", foreign)
    return "".join(letter for letter in taken_apart if not unicodedata.combining(letter)).translate(_LATIN)


def _silent(latin: str, place: int) -> float:
    if place and latin[place] == latin[place - 1]:
        return 0.1
    return _SILENT.get(latin[place], _WRONG)
