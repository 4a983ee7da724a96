"""Stills among the clips: every kind becomes a clip that moves, upright and in its colours, or is refused."""

from collections.abc import Callable
from pathlib import Path

import pytest
from heic import write_heic
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from vidpipe_assets.model.errors import BadMedia
from vidpipe_assets.render import ffmpeg
from vidpipe_assets.render.video.footage import fit_footage, require_footage
from vidpipe_assets.render.video.heic import read_heic
from vidpipe_assets.render.video.probe import probe

pytestmark = pytest.mark.slow

LEFT, RIGHT = (0xC0, 0x30, 0x20), (0x20, 0x40, 0xC0)
GREY = (128, 128, 128)


def halves(size: tuple[int, int] = (640, 480), right: tuple[int, int, int] = RIGHT) -> Image.Image:
    image = Image.new("RGB", size, LEFT)
    image.paste(right, (size[0] // 2, 0, size[0], size[1]))
    return image


def saved(image: Image.Image, path: Path, form: str, **options: object) -> Path:
    image.save(path, form, **options)
    return path


def lying(path: Path) -> Path:
    """A camera held upright: its sensor saw the picture turned to the left, and it noted so."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return saved(halves().transpose(Image.Transpose.ROTATE_90), path, "JPEG", exif=exif, quality=95)


def clear(path: Path) -> Path:
    image = halves().convert("RGBA")
    image.paste((255, 255, 255, 0), (320, 0, 640, 480))
    return saved(image, path, "PNG")


def of_a_palette(path: Path) -> Path:
    image = halves().quantize(4)
    return saved(image, path, "PNG", transparency=image.getpixel((600, 10)))


def moving(path: Path) -> Path:
    return saved(halves(), path, "PNG", save_all=True, append_images=[Image.new("RGB", (640, 480))], pnginfo=PngInfo())


def with_profile(path: Path) -> Path:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()  # pyright: ignore[reportUnknownArgumentType]
    return saved(halves(), path, "JPEG", icc_profile=profile, quality=95)


KINDS: dict[str, tuple[Callable[[Path], Path], tuple[int, int], tuple[tuple[int, int, int], tuple[int, int, int]]]] = {
    "JPEG": (lambda path: saved(halves(), path, "JPEG", quality=95), (640, 480), (LEFT, RIGHT)),
    "turned by EXIF": (lying, (640, 480), (LEFT, RIGHT)),
    "CMYK": (lambda path: saved(halves().convert("CMYK"), path, "JPEG", quality=95), (640, 480), (LEFT, RIGHT)),
    "with a profile": (with_profile, (640, 480), (LEFT, RIGHT)),
    "with a profile that is none": (
        lambda path: saved(halves(), path, "JPEG", icc_profile=b"none", quality=95),
        (640, 480),
        (LEFT, RIGHT),
    ),
    "grey": (lambda path: saved(Image.new("L", (640, 480), 128), path, "JPEG"), (640, 480), (GREY, GREY)),
    "16 bits": (lambda path: saved(Image.new("I;16", (640, 480), 128 * 257), path, "PNG"), (640, 480), (GREY, GREY)),
    "transparent": (clear, (640, 480), (LEFT, LEFT)),
    "of a palette": (of_a_palette, (640, 480), (LEFT, LEFT)),
    "a PNG that moves": (moving, (640, 480), (LEFT, RIGHT)),
    "WebP": (lambda path: saved(halves(), path, "WEBP", quality=95), (640, 480), (LEFT, RIGHT)),
    "AVIF": (lambda path: saved(halves(), path, "AVIF", quality=95), (640, 480), (LEFT, RIGHT)),
    "TIFF": (lambda path: saved(halves(), path, "TIFF"), (640, 480), (LEFT, RIGHT)),
    "HEIC": (lambda path: write_heic(halves(), path), (640, 480), (LEFT, RIGHT)),
    "HEIC of a camera held upright": (
        lambda path: write_heic(halves().transpose(Image.Transpose.ROTATE_90), path, turned=3),
        (640, 480),
        (LEFT, RIGHT),
    ),
    "BMP": (lambda path: saved(halves(), path, "BMP"), (640, 480), (LEFT, RIGHT)),
    "a panorama": (lambda path: saved(halves((4000, 300)), path, "JPEG", quality=95), (4000, 300), (LEFT, RIGHT)),
    "huge": (lambda path: saved(halves((9000, 7000)), path, "JPEG", quality=80), (9000, 7000), (LEFT, RIGHT)),
}


def pixels(video: Path) -> list[tuple[int, int, int]]:
    """One pixel left and one right of the middle of the first frame."""
    raw = video.with_suffix(".rgb")
    ffmpeg.run(
        ("-i", ffmpeg.file_argument(video), "-vf", "format=rgb24", "-frames:v", "1", "-f", "rawvideo", f"file:{raw}"),
        timeout_s=30,
    )
    image = Image.frombytes("RGB", (1080, 1920), raw.read_bytes())
    found = [image.getpixel((x, 900)) for x in (350, 730)]
    return [pixel for pixel in found if isinstance(pixel, tuple) and len(pixel) == 3]


_EVERY_DAY = {"turned by EXIF", "HEIC of a camera held upright", "CMYK", "16 bits", "transparent"}
_NIGHTLY = (pytest.mark.slow, pytest.mark.nightly)
_TABLE = [pytest.param(kind, marks=() if kind in _EVERY_DAY else _NIGHTLY) for kind in KINDS]


@pytest.mark.parametrize("kind", _TABLE)
def test_fault_48_a_photograph_is_shown_as_it_is_meant(kind: str, tmp_path: Path) -> None:
    make, shown, colours = KINDS[kind]
    photograph = make(tmp_path / "photograph.jpg")  # what it is stands in the file, not in its name
    assert require_footage(photograph, 10).shown == shown
    notes = fit_footage(photograph, 10, tmp_path / "out.mp4")
    assert [note for note in notes if note.startswith("a still: ")]
    assert ("of a moving picture, the first one is shown" in notes) == (kind == "a PNG that moves")
    facts = probe(tmp_path / "out.mp4")
    assert (facts.width, facts.height, facts.frames, facts.colour_space) == (1080, 1920, 10, "bt709")
    for found, colour in zip(pixels(tmp_path / "out.mp4"), colours, strict=True):
        assert found == pytest.approx(colour, abs=14)


REFUSED: dict[str, tuple[Callable[[Path], Path], str]] = {
    "too small": (lambda path: saved(halves((80, 400)), path, "PNG"), "only 80x400"),
    "too large": (lambda path: saved(Image.new("1", (9000, 9000)), path, "PNG"), "50 million are the most"),
    "another kind": (lambda path: write(path, b"\0\0\0\x18ftypmif1" + b"\0" * 400), "of a kind that cannot be read"),
    "HEIC without a picture": (lambda path: write(path, b"\0\0\0\x18ftypheic" + b"\0" * 16), "HEIC .* cannot be read"),
    "HEIC cut off": (lambda path: write(path, write_heic(halves(), path).read_bytes()[:-900]), "the end is missing"),
    "cut off": (lambda path: write(path, cut(path)), "is damaged"),
    "a text": (lambda path: write(path, b"no picture at all"), "no media file"),
}


def test_fault_48_a_heic_photograph_of_which_only_a_tile_is_decoded_is_refused_with_a_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()  # pyright: ignore[reportUnknownArgumentType]
    photograph = write_heic(halves(), tmp_path / "IMG_0001.HEIC", profile=profile)
    assert read_heic(photograph).info == {"icc_profile": profile}  # of an iPhone it says Display P3
    monkeypatch.setattr("vidpipe_assets.render.video.heic._decoded", lambda _: Image.new("RGB", (256, 256)))
    with pytest.raises(BadMedia, match=r"IMG_0001.HEIC: .* only 256x256 pixels") as caught:
        read_heic(photograph)
    assert "Most Compatible" in caught.value.remedy and "sips -s format jpeg" in caught.value.remedy


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def cut(path: Path) -> bytes:
    content = saved(Image.effect_noise((640, 480), 90), path, "JPEG").read_bytes()
    return content[: len(content) // 2]


@pytest.mark.parametrize("kind", REFUSED)
def test_fault_47_a_picture_that_cannot_be_used_is_refused_by_name(kind: str, tmp_path: Path) -> None:
    make, reason = REFUSED[kind]
    photograph = make(tmp_path / "photograph.jpg")
    for attempt in (lambda: require_footage(photograph, 5), lambda: fit_footage(photograph, 5, tmp_path / "out.mp4")):
        with pytest.raises(BadMedia, match=reason) as caught:
            attempt()
        assert str(photograph) in str(caught.value)
        assert caught.value.remedy
    assert not (tmp_path / "out.mp4").exists()


def test_a_photograph_comes_nearer_all_the_time_and_the_same_way_every_time(tmp_path: Path) -> None:
    photograph = saved(Image.effect_noise((1200, 2000), 60).convert("RGB"), tmp_path / "noise.png", "PNG")
    fit_footage(photograph, 90, tmp_path / "one.mp4")
    fit_footage(photograph, 90, tmp_path / "two.mp4")
    assert (tmp_path / "one.mp4").read_bytes() == (tmp_path / "two.mp4").read_bytes()
    watch = ("-i", ffmpeg.file_argument(tmp_path / "one.mp4"), "-vf", "freezedetect=n=0.001:d=0.5", "-f", "null", "-")
    assert "freeze_start" not in ffmpeg.run(watch, timeout_s=60)
