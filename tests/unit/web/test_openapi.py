"""What the API says of itself."""

from typing import Any

from web_server import Api

from vidpipe_assets.web.openapi import type_text


def test_the_page_for_people_shows_every_operation_and_asks_no_other_server(api: Api) -> None:
    answer = api.client.get("/docs")
    assert answer.headers["content-type"].startswith("text/html")
    document: dict[str, Any] = api.client.get("/openapi.json").json()
    for path in document["paths"]:
        assert f"<code>{path}</code>" in answer.text
    for name in document["components"]["schemas"]:
        assert f'id="{name}"' in answer.text
    assert "http" not in answer.text.replace("http://127.0.0.1", "").partition("<main>")[0]
    assert api.client.get("/static/docs.css").status_code == 200


def test_every_operation_says_that_it_may_answer_with_a_problem(api: Api) -> None:
    document: dict[str, Any] = api.client.get("/openapi.json").json()
    for operations in document["paths"].values():
        for operation in operations.values():
            assert "application/problem+json" in operation["responses"]["422"]["content"]


def test_a_schema_is_said_in_words() -> None:
    assert type_text({"anyOf": [{"type": "array", "items": {"$ref": "#/x/Stage"}}, {"type": "null"}]}) == (
        "list of Stage or null"
    )
    assert type_text({"enum": ["a", "b"]}) == '"a" or "b"'
    assert type_text({"type": "string", "format": "date"}) == "string (date)"
