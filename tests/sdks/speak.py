"""Speaks to a fake of a service as the service's own SDK does, and prints what the SDK made of it, in JSON.

Run in an environment of its own (`make test-nightly` makes it): `python speak.py NAME URL`. Not imported by tests.
"""

# pyright: basic, reportMissingImports=false, reportOptionalMemberAccess=false, reportAttributeAccessIssue=false
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
    found = [one.id for one in client.predictions.list()]
    account = client.accounts.current()
    return {
        "status": made.status,
        "output": made.output,
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
    return {"id": job.request_id, "seen": seen, "video": job.get()["video"]["url"], "other": other.request_id}


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
