"""Clips of which two show pictures that were found, one of them with others to choose from."""

import io
from collections.abc import Sequence

import samples
from fakes.pictures import photograph
from PIL import Image

from vidpipe_assets.model.media import Artifact, ClipSet, FoundPicture, PictureChoice, Rights


def found(name: str, **more: object) -> FoundPicture:
    rights = Rights(creator="Ada", licence="CC BY 4.0", url=f"https://commons.wikimedia.org/wiki/File:{name}.jpg")
    values: dict[str, object] = {"score": 0.7, "reason": "its title has game, boy", **more}
    return FoundPicture.model_validate(
        {"id": f"File:{name}.jpg", "title": name, "rights": rights, "file_url": "", "width": 1080, "height": 1920}
        | values
    )


def small_files(count: int = 3) -> list[bytes]:
    """So many small pictures, as JPEG."""
    made: list[bytes] = []
    for number in range(count):
        out = io.BytesIO()
        with Image.open(io.BytesIO(photograph(number, (320, 480))), formats=["JPEG"]) as picture:
            picture.save(out, "JPEG")
        made.append(out.getvalue())
    return made


def clips_with_pictures(small: Sequence[Artifact] = ()) -> ClipSet:
    """The sample's, of which `s2` and `s3` show pictures that were found; `s2` has two others, one of them s3's."""
    made = samples.clip_set()
    one, two, three = (*small, None, None, None)[:3]
    choices = {
        "s2": PictureChoice(
            score=0.9,
            reason="its title has game",
            picture=found("A", seen="a grey console", seen_by="anthropic (claude)", thumb=one),
            runners_up=(found("B", thumb=two), found("C", seconds=8.0, thumb=three)),
        ),
        "s3": PictureChoice(score=0.8, reason="its title has boy", picture=found("C"), runners_up=(found("D"),)),
    }
    shown = {"s2": "File:A.jpg", "s3": "File:C.jpg"}
    return made.model_copy(
        update={
            "clips": tuple(
                one.model_copy(
                    update={
                        "choice": choices[one.scene],
                        "provider": "commons",
                        "kind": "footage",
                        "footage_id": shown[one.scene],
                        "title": "A console",
                        "rights": found("A").rights,
                    }
                )
                if one.scene in choices
                else one
                for one in made.clips
            )
        }
    )
