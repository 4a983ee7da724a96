"""Media as values."""

import samples

from vidpipe_assets.model.media import Rights


def test_what_was_made_again_is_what_is_seen_with_its_own_rights() -> None:
    clips = samples.clip_set()
    longer = clips.clips[3].model_copy(update={"provider": "pexels", "rights": Rights(creator="Ann")})
    video = samples.composed().model_copy(update={"refilmed": (longer,)})
    shown = video.shown(clips)
    assert [clip.scene for clip in shown.clips] == [clip.scene for clip in clips.clips]
    assert [clip.rights.creator for clip in shown.clips if clip.provider == "pexels"] == ["Ann"]
    assert samples.composed().shown(clips) == clips
