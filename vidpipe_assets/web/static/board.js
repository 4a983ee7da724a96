"use strict";
// The board: what is done to several videos at once, one after the other, and told in one sentence.
(() => {
  const { tell, send, busy, refresh } = window.vidpipe;
  const form = document.querySelector("[data-bulk]");
  document.querySelector("[data-filters]")?.addEventListener("change", (event) => event.currentTarget.requestSubmit());
  if (!form) return;

  const all = form.querySelector("[data-all]");
  const acts = form.querySelector("[data-acts]");
  const rejection = form.querySelector("[data-bulk-reject]");
  const opener = form.querySelector("[data-open-bulk]");
  const boxes = () => [...document.querySelectorAll("[data-pick]")];
  const chosen = () => boxes().filter((box) => box.checked);
  const isClosed = (box) => ["approved", "rejected", "cancelled", "expired"].includes(box.dataset.state);
  const fits = {
    approve: (box) => box.dataset.state === "waiting for review",
    reject: (box) => !isClosed(box),
    retry: (box) => ["failed", "blocked", "queued"].includes(box.dataset.state),
    cancel: (box) => !isClosed(box),
    reopen: isClosed,
  };
  const words = { approve: "approved", reject: "rejected", retry: "tried again", cancel: "cancelled", reopen: "open again" };
  const videos = (number) => `${number} ${number === 1 ? "video" : "videos"}`;

  const openRejection = (isOpen) => {
    rejection.hidden = !isOpen;
    opener.setAttribute("aria-expanded", String(isOpen));
  };

  const show = () => {
    const some = chosen();
    acts.hidden = !some.length;
    if (!some.length) openRejection(false);
    all.checked = some.length > 0 && some.length === boxes().length;
    all.indeterminate = some.length > 0 && !all.checked;
    form.querySelector("[data-chosen]").textContent = some.length ? `${videos(some.length)} chosen` : "Choose all";
    for (const button of form.querySelectorAll("[data-do]")) button.disabled = !some.some(fits[button.dataset.do]);
    opener.disabled = !some.some(fits.reject);
    form.querySelector("[data-zip]").disabled = !some.some((box) => box.dataset.state === "approved");
  };

  const bodies = {
    approve: (box) => ({ version: box.dataset.version }),
    reject: () => {
      const stage = form.stage.value || null;
      return { stage, final: stage === null, reason: form.reason.value };
    },
  };

  // Each is decided on by itself: one that was refused, since somebody was faster, holds up no other.
  const decide = async (what, some) => {
    const done = [];
    const unfinished = [];
    for (const box of some) {
      const key = box.dataset.pick;
      const answer = await send(`/api/jobs/${key}/${what}`, bodies[what]?.(box));
      if (answer) done.push(key);
      for (const left of [answer?.extra_data?.export_error, answer?.extra_data?.going_on]) {
        if (left) unfinished.push(`${key}: ${left}`);
      }
      if (!answer && done.length + 1 < some.length && !confirm(`${key} could not be ${words[what]}. Go on with the others?`)) break;
    }
    return { done, unfinished };
  };

  const undo = async (keys) => {
    for (const key of keys) await send(`/api/jobs/${key}/reopen`);
    await refresh();
    show();
    tell(`${videos(keys.length)} open again.`);
  };

  const run = async (what) => {
    const some = chosen().filter(fits[what]);
    const isFinal = what === "reject" && form.stage.value === "";
    const skipped = chosen().length - some.length;
    const rest = skipped ? ` ${videos(skipped)} of the chosen ones cannot be.` : "";
    const verb = { approve: "Approve", reject: isFinal ? "Reject for good" : "Reject", retry: "Try again", cancel: "Cancel", reopen: "Reopen" }[what];
    if (what !== "retry" && !confirm(`${verb} ${videos(some.length)}?${rest}`)) return;
    const { done, unfinished } = await decide(what, some);
    for (const box of boxes()) box.checked = false;
    document.activeElement?.blur();
    openRejection(false);
    form.reason.value = "";
    await refresh();
    show();
    const isUndoable = done.length && (isFinal || ["approve", "cancel"].includes(what));
    const left = some.length - done.length;
    const told = [`${videos(done.length)} ${words[what]}${left ? `, ${videos(left)} not` : ""}.`, ...unfinished];
    // Where only one was asked for and refused, what was said of it stays.
    if (done.length || some.length > 1) tell(told.join("\n"), isUndoable ? { label: "Undo", run: () => undo(done) } : null);
  };

  for (const button of form.querySelectorAll("[data-do]")) {
    button.addEventListener("click", () => busy(button, () => run(button.dataset.do)).then(show));
  }
  opener.addEventListener("click", () => openRejection(rejection.hidden));
  form.addEventListener("submit", (event) => event.preventDefault());
  all.addEventListener("change", () => {
    for (const box of boxes()) box.checked = all.checked;
    show();
  });
  form.querySelector("[data-zip]").addEventListener("click", () => {
    const keys = chosen().filter((box) => box.dataset.state === "approved").map((box) => ["key", box.dataset.pick]);
    location.href = `/approved.zip?${new URLSearchParams(keys)}`;
  });
  document.addEventListener("change", (event) => { if (event.target.matches("[data-pick]")) show(); });
  document.addEventListener("vidpipe:refreshed", show);
  show();
})();
