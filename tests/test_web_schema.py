"""The API as its document says: drawn requests, right and wrong ones, and each answer fits its schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from library_work import QuickEncoder

from rashomon.encoder import Encoder
from rashomon.web.app import make_app
from rashomon.web.desk import Desk
from rashomon.web.operations import OPERATIONS
from rashomon.web.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

schemathesis: Any = pytest.importorskip("schemathesis", reason="schemathesis is not installed")
EXAMPLES = 6  # for each operation; `schemathesis run` against `rashomon serve` draws more
SETTINGS = Settings(hosts=("testserver",))


@pytest.fixture(scope="module")
def api(location: str) -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Encoder, "open", lambda **_: QuickEncoder())
        desk = Desk.open(location)
        yield schemathesis.openapi.from_asgi("/api/1/openapi.json", make_app(desk, settings=SETTINGS))
        desk.close()


@pytest.mark.parametrize("mode", ["POSITIVE", "NEGATIVE"])
@pytest.mark.parametrize("name", [one.name for one in OPERATIONS])
def test_each_answer_is_what_the_document_says(api: Any, name: str, mode: str) -> None:
    every = (found.ok() for found in api.get_all_operations())
    (operation,) = (one for one in every if one.definition.raw["operationId"] == name)
    told = operation.definition.raw
    if mode == "NEGATIVE" and not (
        "requestBody" in told or any(p["in"] == "query" for p in told["parameters"])
    ):
        pytest.skip("no id is a wrong one by its schema")

    @given(operation.as_strategy(generation_mode=schemathesis.GenerationMode[mode]))
    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def run(case: Any) -> None:
        case.call_and_validate()

    run()
