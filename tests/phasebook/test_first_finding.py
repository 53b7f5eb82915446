"""Of the slips that people make in the shipped catalog, the first finding names nearly every one where it stands; what is right is left alone."""

from pathlib import Path
from random import Random

from all_slips import SLIPS
from likenesses import CHANGES
from slips import Files, Slip
from told import Judge

DATA = Path(__file__).parents[2] / "data"
SEED = 11
"""`python bench/slips.py` makes hundreds, of any seed."""


def shipped() -> Files:
    return {path.relative_to(DATA).as_posix(): path.read_bytes() for path in sorted(DATA.rglob("*")) if path.suffix in (".yaml", ".md")}


def test_the_first_finding_names_a_slip_where_it_stands_and_its_edit_mends_it(tmp_path: Path) -> None:
    files, random = shipped(), Random(SEED)
    judge = Judge(tmp_path, files)
    made = [slip for name in random.sample(sorted(SLIPS), 20) if (slip := SLIPS[name](files, random)) is not None]
    told = {str(slip): (slip, judge.judged(slip)) for slip in made}
    astray = [f"{what}: {one.first}" for what, (_, one) in told.items() if not one.placed]
    assert len(astray) <= len(told) // 20, astray
    unmended = [f"{what}: {one.first}" for what, (slip, one) in told.items() if slip.was and not one.mends]
    assert len(unmended) <= len(told) // 5, unmended


def test_another_layout_and_more_of_the_same_is_no_finding(tmp_path: Path) -> None:
    files, random = shipped(), Random(SEED)
    judge = Judge(tmp_path, files)
    for change in random.sample(CHANGES, 5):
        told = judge.judged(Slip(what=change.__name__, files=change(files, random), places=frozenset({("", 0)}), was=""))
        assert told.first is None, f"{change.__name__}: {told.first}"
