"""Data versions follow the content, and nothing that varies for no reason."""

import pytest
from pydantic import ValidationError

from vidpipe_assets.model.values import Document, Value, Varying, content_hash, steady_content


class Part(Value):
    name: str
    took_s: Varying[float] = 0


class Whole(Document):
    parts: tuple[Part, ...]
    by_name: dict[str, Part] = {}
    cost: Varying[str] = "0"


def test_times_and_costs_do_not_change_the_data_version() -> None:
    quick = Whole(parts=(Part(name="a", took_s=1),), by_name={"b": Part(name="b", took_s=2)}, cost="0.10")
    slow = Whole(parts=(Part(name="a", took_s=9),), by_name={"b": Part(name="b", took_s=8)}, cost="0.90")
    assert quick.data_version == slow.data_version


def test_content_changes_the_data_version() -> None:
    assert Whole(parts=(Part(name="a"),)).data_version != Whole(parts=(Part(name="b"),)).data_version


def test_the_order_of_a_mapping_is_no_content() -> None:
    assert content_hash({"a": 1, "b": 2}) == content_hash({"b": 2, "a": 1})


def test_steady_content_goes_all_the_way_down() -> None:
    whole = Whole(parts=(Part(name="a", took_s=1),), by_name={"b": Part(name="b", took_s=2)})
    assert steady_content(whole) == {"parts": [{"name": "a"}], "by_name": {"b": {"name": "b"}}}


def test_a_lone_surrogate_can_be_hashed() -> None:
    assert len(content_hash("\ud800")) == 20


def test_unknown_fields_and_infinities_are_refused() -> None:
    with pytest.raises(ValidationError):
        Part.model_validate({"name": "a", "colour": "red"})
    with pytest.raises(ValidationError):
        Part(name="a", took_s=float("inf"))


def test_a_value_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        Part(name="a").name = "b"  # type: ignore[misc]
