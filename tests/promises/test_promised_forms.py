"""The forms that other software reads: the REST API, `review.json`, `metadata.json`, notices, and theme files."""

import json
from pathlib import Path
from typing import Any

from promises.snapshot import promised, without_prose
from samples import Shelf, contents

from vidpipe_assets.model.order import Notice
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.operations.export import UploadMetadata
from vidpipe_assets.operations.review_contents import build_review
from vidpipe_assets.operations.review_json import build_review_file, schema_json
from vidpipe_assets.operations.review_package import assemble
from vidpipe_assets.providers.prices import Price
from vidpipe_assets.storage.places import Places
from vidpipe_assets.web.app import create_app
from vidpipe_assets.web.settings import WebSettings


def openapi(home: Path) -> dict[str, Any]:
    return create_app(WebSettings(), Places(home)).openapi()


def operations(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        f"{method.upper()} {path}": operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }


def test_the_api_keeps_its_paths_parameters_bodies_and_answers(tmp_path: Path) -> None:
    document = without_prose(openapi(tmp_path))
    for operation in operations(document).values():
        operation.pop("operationId", None)
        operation.pop("tags", None)
    promised("api", {name: document[name] for name in ("paths", "security")})


def test_the_api_keeps_its_schemas(tmp_path: Path) -> None:
    promised("api-schemas", without_prose(openapi(tmp_path)["components"]))


def test_the_api_keeps_the_ids_by_which_generated_clients_call_its_operations(tmp_path: Path) -> None:
    found = {name: operation.get("operationId") for name, operation in operations(openapi(tmp_path)).items()}
    promised("api-operation-ids", found)


def test_the_app_keeps_all_its_routes_those_for_people_too(tmp_path: Path) -> None:
    app = create_app(WebSettings(), Places(tmp_path))
    described = set(operations(app.openapi()))
    found: set[str] = set()
    for route in routes_of(app):
        for method in sorted(getattr(route, "methods", None) or {"MOUNT"}):
            found.add(f"{method} {route.path}")
    promised("api-other-routes", sorted(found - described))


def routes_of(app: Any) -> list[Any]:
    """All routes, those of routers that were put into it too, however FastAPI keeps them."""
    found: list[Any] = []
    for route in app.routes:
        inner = getattr(route, "original_router", None) or getattr(route, "router", None)
        found += routes_of(inner) if inner is not None else [route]
    return found


def test_review_json_keeps_its_schema() -> None:
    promised("review-schema", without_prose(json.loads(schema_json())))


def test_review_json_says_the_same_of_the_same_video(tmp_path: Path) -> None:
    told = contents(Shelf(tmp_path / "shelf"))
    promised("review-file", json.loads(build_review_file(told, build_review(told), {}).to_json()))


def test_a_package_has_the_files_that_it_always_had(tmp_path: Path) -> None:
    assemble(tmp_path, contents(Shelf(tmp_path / "shelf")))
    folder = tmp_path / "2026-11-23_gadgets"
    promised("package", sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*")))


def test_the_metadata_for_uploaders_keeps_its_schema() -> None:
    promised("upload-schema", without_prose(UploadMetadata.model_json_schema(mode="serialization")))


def test_notices_keep_their_schema() -> None:
    promised("notice-schema", without_prose(Notice.model_json_schema(mode="serialization")))


def test_theme_files_keep_their_fields_bounds_and_defaults() -> None:
    promised("theme-schema", without_prose(Theme.model_json_schema()))


def test_the_operator_s_price_files_keep_their_fields() -> None:
    promised("price-schema", without_prose(Price.model_json_schema()))
