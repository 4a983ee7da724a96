"""A world without Dagster for the planner's tests: one video, a theme that changes, stages that do as told.

It runs plans as vidpipe does (early cut-off, known failures are not tried again) and writes the facts that the event
log would hold. Data versions take two values only, so that other work often has the same result.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.values import content_hash
from vidpipe_assets.planning.desired import DesiredVideo, StageDecision
from vidpipe_assets.planning.fingerprints import Ingredients
from vidpipe_assets.planning.planner import VideoPlan, plan_video
from vidpipe_assets.planning.retry_policy import retry_decision, retry_delay
from vidpipe_assets.planning.stage_records import (
    ErrorBranch,
    LatestEvents,
    StageFailure,
    StageRecord,
    VideoEvent,
    VideoEventKind,
    add_event,
    stage_records,
)

KEY = "2026-11-23_gadgets"
START = dt.datetime(2026, 11, 23, 6, tzinfo=dt.UTC)
ODD = ("transient", "permanent", "blocked", "key", "check", "killed", "cancelled")


@dataclass
class World:
    """Everything there is."""

    now: dt.datetime = START
    code: dict[Stage, str] = field(default_factory=lambda: dict.fromkeys(Stage, "1"))
    colour: dict[Stage, str] = field(default_factory=lambda: dict.fromkeys(Stage, "red"))
    takes: dict[Stage, int] = field(default_factory=dict)
    asked: dict[Stage, dt.datetime] = field(default_factory=dict)
    """When a person last asked for another try."""
    behaviour: dict[Stage, str] = field(default_factory=lambda: dict.fromkeys(Stage, "good"))
    has_key: bool = True
    facts: list[VideoEvent] = field(default_factory=list)
    worked: list[tuple[Stage, str]] = field(default_factory=list)
    """Stage and fingerprint of all work that was done, in its order."""
    runs: int = 0

    @property
    def wanted(self) -> DesiredVideo:
        return DesiredVideo(
            KEY,
            dict(self.code),
            {stage: {"colour": self.colour[stage]} for stage in Stage},
            {},
            {
                stage: StageDecision(self.takes.get(stage, 1), "rejected: dull", since=self.asked.get(stage))
                for stage in Stage
            },
        )

    def records(self, facts: list[VideoEvent] | None = None) -> dict[Stage, StageRecord]:
        known: LatestEvents = {}
        for fact in self.facts if facts is None else facts:
            add_event(known, fact)
        return stage_records(known.values())

    def plan(self, facts: list[VideoEvent] | None = None) -> VideoPlan:
        return plan_video(self.wanted, self.records(facts), self.now, self.mended)

    def mended(self, failed: StageFailure) -> bool:
        return failed.waits_for == "key" and self.has_key

    def carry_out(self) -> VideoPlan:
        """Run the plan of now, if it asks for anything."""
        plan = self.plan()
        if plan.selection:
            self.run(plan.selection, plan=plan)
        return plan

    def run(self, selection: tuple[Stage, ...], plan: VideoPlan | None = None) -> None:
        """One run, planned or a person's."""
        self.runs += 1
        run, failed = str(self.runs), set[Stage]()
        for stage in (stage for stage in Stage if stage in selection):
            records = self.records()
            if failed & set(stage.upstream) or any(not records.get(up, StageRecord()).made for up in stage.upstream):
                failed.add(stage)
                continue
            outcome = self._stage(run, stage, records, planned=plan is not None)
            if outcome in ("killed", "cancelled"):
                basis = {one.value: self.wanted.base_fingerprint(one) for one in selection}
                content = {"cancelled": outcome == "cancelled", "message": outcome, "basis": basis}
                self._add(VideoEventKind.ENDED, None, run, {**content, "selection": [one.value for one in selection]})
                return
            if outcome != "good":
                failed.add(stage)

    def want(self, stage: Stage, records: dict[Stage, StageRecord]) -> Ingredients:
        made = {up: records[up].made for up in stage.upstream}
        return self.wanted.ingredients(stage, {up: one.data_version for up, one in made.items() if one})

    def _stage(self, run: str, stage: Stage, records: dict[Stage, StageRecord], *, planned: bool) -> str:
        record, want = records.get(stage, StageRecord()), self.want(stage, records)
        versions = {up: one.made.data_version for up, one in records.items() if one.made}
        again = record.made and record.made.is_checked_again(self.asked.get(stage))
        if planned and record.made and not again and self.wanted.matches(record.made.ingredients, versions):
            self._made(run, stage, record.made.ingredients, record.made.data_version, record.made.failed_checks)
            return "check" if record.made.failed_checks else "good"
        if planned and record.failed:
            told = retry_decision(
                StageRecord(record.made, record.failed), want, 0, self.now, self.mended, self.asked.get(stage)
            )
            if told and not told.now:
                self._failed_again(run, stage, record.failed)
                return "failed"
        self.worked.append((stage, want.fingerprint))
        return self._outcome(run, stage, record, want)

    def _outcome(self, run: str, stage: Stage, record: StageRecord, want: Ingredients) -> str:
        told = self.behaviour[stage]
        if told == "key" and self.has_key:
            told = "good"
        if told in ("good", "check"):
            version = f"{stage}-{int(content_hash(want.fingerprint), 16) % 2}"
            self._made(run, stage, want, version, ("broken",) if told == "check" else ())
        elif told not in ("killed", "cancelled"):
            self._fail(run, stage, record, want.fingerprint, told)
        return told

    def _made(self, run: str, stage: Stage, made_of: Ingredients, version: str, checks: tuple[str, ...]) -> None:
        ingredients = made_of.model_dump(mode="json")
        self._add(
            VideoEventKind.MADE, stage, run, {"version": version, "ingredients": ingredients, "failed_checks": checks}
        )

    def _fail(self, run: str, stage: Stage, record: StageRecord, fingerprint: str, told: str) -> None:
        before = record.failed
        since = self.asked.get(stage)
        is_next = before and before.fingerprint == fingerprint and (since is None or before.at > since)
        attempts = before.attempt if before and is_next else 0
        branch = ErrorBranch.BLOCKED if told in ("blocked", "key") else ErrorBranch(told)
        attempt = attempts + (branch is not ErrorBranch.BLOCKED)
        retry_at = self.now + (dt.timedelta(minutes=15) if told == "blocked" else retry_delay(attempt or 1))
        timed = told in ("transient", "blocked")
        content: dict[str, Any] = {
            "fingerprint": fingerprint,
            "branch": branch,
            "attempt": attempt,
            "message": told,
            "at": self.now.isoformat(),
        }
        content |= {"retry_at": retry_at.isoformat() if timed else None, "waits_for": "key" if told == "key" else ""}
        self._add(VideoEventKind.FAILED, stage, run, content)

    def _failed_again(self, run: str, stage: Stage, failed: StageFailure) -> None:
        known = next(fact for fact in self.facts if fact.storage_id == failed.storage_id)
        self._add(VideoEventKind.FAILED, stage, run, dict(known.content))

    def _add(self, kind: VideoEventKind, stage: Stage | None, run: str, content: dict[str, Any]) -> None:
        self.facts.append(VideoEvent(len(self.facts) + 1, KEY, kind, stage, run, self.now.timestamp(), content))
