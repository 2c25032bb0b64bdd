"""Every answer to random requests is one that the OpenAPI document promises, and never a server error."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator
from support.guessing import Guess, Guesser
from support.plans import two_at_once
from support.running import Client, RunningServer

EVERYWHERE = {404, 405, 414}
"""What any address may answer whose path or query is not one that is served."""


@pytest.fixture(scope="module")
def document(module_client: Client) -> dict[str, Any]:
    """What REST says of itself; there are a finished scan of two measurements and a queued one to ask about."""
    module_client.measured(two_at_once())
    module_client.new_scan(module_client.new_queue(), two_at_once("later"))
    return dict(module_client.get("api/v1/openapi.json").json())


def complaint(client: Client, document: dict[str, Any], guess: Guess) -> str:
    """What is wrong with the answer, nothing when it is as promised."""
    headers = {"Content-Type": "application/json"} if guess.body is not None else {}
    path = f"api/v1{guess.path}"
    answer = client.request(guess.method, path, params=guess.query, data=guess.body, headers=headers)
    status, kind = answer.status_code, answer.headers.get("Content-Type", "").partition(";")[0]
    promised = guess.operation["responses"].get(str(status))
    if promised is None:
        return "" if status in EVERYWHERE else f"{status} is not promised: {answer.text[:200]}"
    content = promised.get("content", {})
    if content and kind not in content:
        return f"{kind} is not promised for {status}"
    schema = content.get(kind, {}).get("schema")
    if schema and kind.endswith("json"):
        check = Draft202012Validator({**schema, "components": document["components"]})
        wrong = next(check.iter_errors(answer.json()), None)
        return f"{list(wrong.absolute_path)}: {wrong.message[:200]}" if wrong else ""
    return ""


@pytest.mark.parametrize("seed", range(4))
def test_every_answer_is_one_that_was_promised(
    module_server: RunningServer, module_client: Client, document: dict[str, Any], seed: int
) -> None:
    complaints = [
        (guess.method, guess.path, guess.query, guess.body, wrong)
        for guess in Guesser(document, seed).guesses(150)
        if (wrong := complaint(module_client, document, guess))
    ]
    assert complaints == []
    assert "Traceback" not in module_server.error_text()
    assert module_client.get("api/v1/ready").status_code == 200
