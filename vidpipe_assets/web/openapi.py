"""What the API says of itself: the OpenAPI document, and the page `/docs` made from it, which asks no other server."""

from functools import cache
from importlib.resources import files
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse
from jinja2 import Environment, Template

from vidpipe_assets.web.problems import Problem, problem_responses

router = APIRouter(include_in_schema=False)

_ANYWHERE = {str(status): response for status, response in problem_responses(401, 403, 421, 429, 503).items()}
_MALFORMED = {str(status): response for status, response in problem_responses(422).items()}
_WITH_A_BODY = {str(status): response for status, response in problem_responses(400, 408, 413).items()}
"""What the gate and the reading of a request may answer, whatever was asked."""


def openapi_document(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document, with the form of problems, where each may come, and the token."""
    if app.openapi_schema is None:
        document = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
        components = document.setdefault("components", {})
        schemas = components.setdefault("schemas", {})
        schemas["Problem"] = Problem.model_json_schema()
        for name in ("HTTPValidationError", "ValidationError"):  # FastAPI's own form, which is not used
            schemas.pop(name, None)
        components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        document["security"] = [{"token": []}, {}]
        for operations in document["paths"].values():
            for method, operation in operations.items():
                usual = _ANYWHERE if method == "get" else _ANYWHERE | _WITH_A_BODY
                operation["responses"] = usual | operation["responses"] | _MALFORMED
        app.openapi_schema = document
    return app.openapi_schema


@router.get("/docs", response_class=HTMLResponse)
def docs(request: Request) -> HTMLResponse:
    """The page for people."""
    document = openapi_document(request.app)
    return HTMLResponse(_template().render(document=document, schemas=document["components"]["schemas"]))


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["kind"] = type_text
    return environment.from_string(files("vidpipe_assets.web").joinpath("docs.html").read_text(encoding="utf-8"))


def type_text(schema: dict[str, Any]) -> str:
    """A JSON schema in a few words: 'string', 'list of Stage', 'Stage or null', '"a" or "b"'."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(type_text(option) for option in schema["anyOf"])
    if "enum" in schema:
        return " or ".join(f'"{one}"' for one in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {type_text(schema.get('items', {}))}"
    return f"{schema.get('type', 'anything')}{' (' + schema['format'] + ')' if 'format' in schema else ''}"
