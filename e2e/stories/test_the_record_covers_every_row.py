"""台账就是检查表 · told last: what the ledgers of all stories tell together is every row of every table."""

from e2e.town import Row
from yishi.procedure.atlas import LIFECYCLES


def test_every_row_of_every_table_was_walked_by_somebody(walked: set[Row]):
    rows = {(cycle.name, s.name, s.source.value, s.target.value): s for cycle in LIFECYCLES for s in cycle.steps}
    assert len(rows) > 100
    missing = [
        f"{cycle}.{step}: {source} → {target}"
        for cycle, step, source, target in rows
        if (cycle, step, source, target) not in walked
    ]
    assert not missing, "no story walks:\n" + "\n".join(missing)
    assert walked <= set(rows), f"no table knows: {walked - set(rows)}"
