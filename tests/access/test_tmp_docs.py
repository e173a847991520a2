import random
import pytest
from tests.access.test_matrix import EVERYBODY, ROWS, cases, wrong_answers
from tests.access.world import build

@pytest.mark.one_engine
def test_docs(app):
    world = build(app, EVERYBODY)
    mine = [c for c in cases() if c[0].startswith("documents.") or (c[0].startswith("api.take_over") and "documents" in c[2].path)]
    chosen = random.Random(4).sample(mine, 260)
    wrong = list(wrong_answers(world, chosen))
    assert not wrong, "\n".join(wrong)
