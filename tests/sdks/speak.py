"""Speaks to a fake of a service as the service's own SDK does, and prints what the SDK made of it, in JSON.

Run in an environment of its own (`make test-nightly` makes it): `python speak.py NAME URL`. Not imported by tests.
"""

# pyright: basic, reportMissingImports=false, reportOptionalMemberAccess=false, reportAttributeAccessIssue=false
import base64
import json
import sys
from collections.abc import Callable
from typing import Any

KEY = "a-key-of-nobody-s"
PROMPT = {"prompt": "a moon", "aspect_ratio": "9:16", "duration": 4, "resolution": "1080p"}


def openai(url: str) -> Any:
    from openai import OpenAI

    client = OpenAI(api_key=KEY, base_url=url, max_retries=0)
    answer = client.chat.completions.create(
        model="gpt-5.1", messages=[{"role": "user", "content": "Write."}], max_completion_tokens=100
    )
    sound = client.audio.speech.create(model="gpt-4o-mini-tts", voice="alloy", input="A moon.", response_format="wav")
    return {
        "models": [one.id for one in client.models.list()],
        "text": answer.choices[0].message.content,
        "ended": answer.choices[0].finish_reason,
        "tokens": [answer.usage.prompt_tokens, answer.usage.completion_tokens],
        "sound": sound.read()[:4].decode(),
    }


def openai_images(url: str) -> Any:
    from openai import BadRequestError, OpenAI

    client = OpenAI(api_key=KEY, base_url=url, max_retries=0)
    # As vidpipe asks; the SDK knows which of it there is.
    asked: Any = {
        "model": "gpt-image-2.6-flare",
        "size": "1088x1920",
        "quality": "medium",
        "output_format": "jpeg",
        "n": 1,
    }
    drawn = client.images.generate(prompt="a moon", **asked)
    reference = ("reference.jpg", b"\xff\xd8\r\n--\x00", "image/jpeg")
    edited = client.images.edit(image=[reference], prompt="a robot, w\u00e4rmer", **asked)

    def code_of(call: Callable[[], object]) -> str | None:
        try:
            call()
        except BadRequestError as error:
            return error.code
        return ""

    refused = [
        code_of(lambda: client.images.generate(prompt="something forbidden", **asked)),
        code_of(lambda: client.images.edit(image=[reference], prompt="something forbidden", **asked)),
        code_of(lambda: client.images.edit(image=[("x", b"\xff\xd8")], prompt="a robot", **asked)),
        code_of(lambda: client.images.edit(image=[reference], prompt="a robot", input_fidelity="high", **asked)),
    ]
    read = edited.usage.input_tokens_details
    return {
        "picture": base64.b64decode(drawn.data[0].b64_json)[:2].hex(),
        "tokens": [drawn.usage.input_tokens, drawn.usage.output_tokens],
        "told": [drawn.size, drawn.output_format, drawn.quality],
        "edited": [base64.b64decode(edited.data[0].b64_json)[:2].hex(), read.text_tokens, read.image_tokens],
        "refused": refused,
        "models": [one.id for one in client.models.list()],
    }


def gemini_images(url: str) -> Any:
    from google import genai
    from google.genai import errors, types

    client = genai.Client(api_key=KEY, http_options=types.HttpOptions(base_url=url))
    shape = types.GenerateContentConfig(
        response_modalities=["IMAGE"], image_config=types.ImageConfig(aspect_ratio="9:16")
    )
    reference = types.Part.from_bytes(data=b"\xff\xd8", mime_type="image/jpeg")
    drawn = client.models.generate_content(model="gemini-nano-banana-2.1", contents=[reference, "a moon"], config=shape)
    parts = drawn.candidates[0].content.parts
    refused = client.models.generate_content(
        model="gemini-nano-banana-2.1", contents="something forbidden", config=shape
    )
    try:
        client.models.generate_content(model="gemini-nano-banana-2.1", contents="too many", config=shape)
        over = {}
    except errors.ClientError as error:
        details = {one["@type"].rpartition(".")[2]: one for one in error.details["error"]["details"]}
        over = {"status": error.status, "wait": details["RetryInfo"]["retryDelay"]}
    return {
        "kinds": [[bool(one.inline_data), bool(one.thought)] for one in parts],
        "picture": parts[-1].inline_data.data[:2].hex(),
        "ended": drawn.candidates[0].finish_reason.name,
        "tokens": [drawn.usage_metadata.candidates_token_count, drawn.usage_metadata.thoughts_token_count],
        "refused": refused.prompt_feedback.block_reason.name,
        "over": over,
    }


def anthropic(url: str) -> Any:
    from anthropic import Anthropic

    client = Anthropic(api_key=KEY, base_url=url, max_retries=0)
    answer = client.messages.create(
        model="claude-sonnet-4-6", max_tokens=100, messages=[{"role": "user", "content": "Write."}]
    )
    return {
        "models": [one.id for one in client.models.list()],
        "text": answer.content[0].text,
        "ended": answer.stop_reason,
        "tokens": [answer.usage.input_tokens, answer.usage.output_tokens],
    }


def elevenlabs(url: str) -> Any:
    from elevenlabs.client import ElevenLabs

    client = ElevenLabs(api_key=KEY, base_url=url)
    said = client.text_to_speech.convert_with_timestamps("a-voice", text="A moon.", output_format="pcm_24000")
    plan = client.user.subscription.get()
    return {
        "characters": "".join(said.alignment.characters),
        "starts": said.alignment.character_start_times_seconds[:1],
        "sound": len(said.audio_base_64),
        "left": plan.character_limit - plan.character_count,
    }


def replicate(url: str) -> Any:
    import replicate as sdk

    client = sdk.Client(api_token=KEY, base_url=url)
    made = client.models.predictions.create("bytedance/seedance-1-lite", {"prompt": "a moon", "duration": 5})
    made.wait()
    other = client.predictions.create(version="5c7d5dc6", input={"prompt": "a sun", "duration": 5})
    other.cancel()
    other.reload()
    still = client.models.predictions.create(
        "black-forest-labs/flux-schnell", {"prompt": "a moon", "aspect_ratio": "9:16"}
    )
    still.wait()
    found = [one.id for one in client.predictions.list()]
    account = client.accounts.current()
    return {
        "status": made.status,
        "output": made.output,
        "still": still.output,
        "cancelled": other.status,
        "listed": found,
        "account": account.username,
    }


def fal(url: str) -> Any:
    import fal_client.client as sdk

    sdk.QUEUE_URL_FORMAT = f"{url}/"  # the SDK knows https only
    client = sdk.SyncClient(key=KEY)
    job = client.submit("pixverse/v6/text-to-video", PROMPT)
    seen = [type(event).__name__ for event in job.iter_events(interval=0.01)]
    other = client.submit("pixverse/v6/text-to-video", PROMPT)
    other.cancel()
    still = client.submit("fal-ai/flux/schnell", {"prompt": "a moon", "image_size": "portrait_16_9"}).get()
    made = {"video": job.get()["video"]["url"], "still": still["images"][0]["url"], "nsfw": still["has_nsfw_concepts"]}
    return {"id": job.request_id, "seen": seen, "other": other.request_id, **made}


def apify(url: str) -> Any:
    from apify_client import ApifyClient

    client = ApifyClient(KEY, api_url=url, max_retries=0)
    actor = client.actor("clockworks/tiktok-scraper")
    given = {"hashtags": ["space"], "searchQueries": [], "resultsPerPage": 3}
    run = actor.start(run_input=given, max_items=3, max_total_charge_usd=1)
    done = client.run(run.id).wait_for_finish()
    items = client.dataset(done.default_dataset_id).list_items(limit=2).items
    record = client.key_value_store(done.default_key_value_store_id).get_record("INPUT")
    other = actor.start(run_input=given)
    aborted = client.run(other.id).abort()
    return {
        "status": done.status,
        "cost": done.usage_total_usd,
        "items": [one["id"] for one in items],
        "input": record["value"]["hashtags"],
        "runs": [one.id for one in actor.runs().list().items],
        "aborted": aborted.status,
        "me": client.user("me").get().username,
    }


def youtube(url: str) -> Any:
    from googleapiclient.discovery import build

    client = build("youtube", "v3", developerKey=KEY, static_discovery=True, client_options={"api_endpoint": url})
    chart = client.videos()
    request = chart.list(part="snippet,statistics,contentDetails", chart="mostPopular", regionCode="US", maxResults=50)
    pages = []
    while request is not None:
        answer = request.execute()
        pages.append(len(answer["items"]))
        request = chart.list_next(request, answer)
    found = client.search().list(part="snippet", type="video", q="moon", videoDuration="short").execute()
    return {"pages": pages, "found": [one["id"]["videoId"] for one in found["items"]]}


def reddit(url: str) -> Any:
    import praw

    client = praw.Reddit(
        client_id="client-7",
        client_secret=KEY,
        user_agent="server:vidpipe/0 (by u/nobody)",
        oauth_url=url,
        reddit_url=url,
        check_for_updates=False,
    )
    day = [post.title for post in client.subreddit("space").top(time_filter="day", limit=120)]
    found = client.subreddit("all").search("moon", sort="top", time_filter="week", limit=5)
    week = [post.id for post in found if isinstance(post, praw.models.Submission)]
    return {"posts": len(day), "first": day[0], "found": week, "limits": client.auth.limits["remaining"]}


SDKS: dict[str, Callable[[str], Any]] = {
    "openai": openai,
    "openai_images": openai_images,
    "gemini_images": gemini_images,
    "anthropic": anthropic,
    "elevenlabs": elevenlabs,
    "replicate": replicate,
    "fal": fal,
    "apify": apify,
    "youtube": youtube,
    "reddit": reddit,
}

if __name__ == "__main__":
    print(json.dumps(SDKS[sys.argv[1]](sys.argv[2])))
