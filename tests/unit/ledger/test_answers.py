"""Answers that were paid for: what is lost is asked again, what cannot be looked at is not."""

import shutil

import pytest

from vidpipe_assets.ledger.answers import AnswerStore
from vidpipe_assets.model.errors import BlockedError
from vidpipe_assets.providers.request import ProviderResponse
from vidpipe_assets.storage.store import Store


def test_an_answer_that_is_gone_is_asked_again(store: Store) -> None:
    answers = AnswerStore(store)
    saved = answers.save(ProviderResponse(content={"text": "paid"}, files={}))
    store.artifacts.path(saved).unlink()
    assert answers.load(saved) is None


def test_nothing_is_paid_again_since_the_disk_of_the_answers_is_not_mounted(store: Store) -> None:
    answers = AnswerStore(store)
    saved = answers.save(ProviderResponse(content={"text": "paid"}, files={}))
    aside = store.artifacts.folder.with_name("not mounted")
    shutil.move(store.artifacts.folder, aside)
    with pytest.raises(BlockedError, match="is not there"):
        answers.load(saved)
    shutil.move(aside, store.artifacts.folder)
    loaded = answers.load(saved)
    assert loaded
    assert loaded.content == {"text": "paid"}
