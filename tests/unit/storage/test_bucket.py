"""The address of a bucket, and errors of the storage as a person has to hear them."""

import pytest

from vidpipe_assets.model.errors import BadInput, BlockedError
from vidpipe_assets.storage.bucket import Bucket


@pytest.mark.parametrize(
    "url", ["bucket", "s3://", "s3://B", "https://key:s3cret@host/bucket", "s3://key:s3cret@bucket/x", "s3://a b/c"]
)
def test_what_is_no_bucket_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(BadInput, match="VIDPIPE_ARTIFACTS_URL is not the address of a bucket") as caught:
        Bucket(url)
    assert "s3cret" not in f"{caught.value}{caught.value.remedy}"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (PermissionError("Access Denied"), "refuses these keys"),
        (type("NoCredentialsError", (Exception,), {})("Unable to locate credentials"), "refuses these keys"),
        (OSError(5, "EOF"), "cannot be reached"),
        (TimeoutError(), "cannot be reached"),
    ],
)
def test_whatever_the_storage_raises_waits_until_it_can_be_used(error: Exception, said: str) -> None:
    objects = Bucket("s3://bucket/films/")
    with pytest.raises(BlockedError, match=said) as caught, objects._told():
        raise error
    assert caught.value.facts == {"waits_for": "storage"}
    assert "AWS_" in caught.value.remedy
    assert "s3://bucket/films " in str(caught.value)
