"use strict";
(() => {
  const said = document.getElementById("said");
  const decide = document.getElementById("decide");
  const find = (what) => document.querySelector(what);

  // `action`: { label, run }, a button beside the text; what has none goes away by itself.
  const tell = (text, action = null) => {
    said.textContent = text;
    if (action) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = action.label;
      button.addEventListener("click", action.run);
      said.append(button);
    } else if (text) {
      setTimeout(() => { if (said.firstChild?.data === text && !said.querySelector("button")) said.textContent = ""; }, 6000);
    }
  };
  const again = { label: "Load it again", run: () => location.reload() };

  // What was typed and not saved: it is asked about before the page, or the video, is left.
  const edited = () => [...(find("[data-edit]")?.elements ?? [])].some((field) =>
    field.tagName === "SELECT" ? [...field.options].some((option) => option.selected !== option.defaultSelected && field.value !== "")
      : field.type === "checkbox" || field.type === "radio" ? field.checked !== field.defaultChecked
      : "defaultValue" in field && field.value !== field.defaultValue);
  const unsaved = () => edited() || Boolean(find("[data-reject]")?.reason.value.trim());
  const mayLoseEdits = (what) => !edited() || confirm(`Your edits are not saved. ${what} without them?`);
  let leaves = false;
  addEventListener("beforeunload", (event) => { if (unsaved() && !leaves) event.preventDefault(); });

  // After a decision the page is loaded anew, at the same place, and says what was done.
  const kept = "vidpipe: said";
  const reload = (text, undo = "") => {
    leaves = true;
    sessionStorage.setItem(kept, JSON.stringify({ text, undo, y: scrollY, path: location.pathname }));
    location.reload();
  };
  const last = JSON.parse(sessionStorage.getItem(kept) ?? "null");
  sessionStorage.removeItem(kept);

  // What was refused is told in the server's words.
  const send = async (path, body, headers = {}) => {
    let answer;
    try {
      answer = await fetch(path, {
        method: "POST",
        headers: { "Content-Type": "application/json", ...headers },
        body: JSON.stringify(body ?? {}),
      });
    } catch {
      tell("vidpipe web does not answer. Load the page again before you repeat this: it may have been done.");
      return null;
    }
    if (answer.ok) return answer.status === 204 ? {} : answer.json();
    const problem = await answer.json().catch(() => ({}));
    const words = [problem.detail, problem.remedy, ...(problem.errors ?? []).map((one) => `${one.loc.at(-1)}: ${one.msg}`)];
    tell(words.filter(Boolean).join("\n") || `${answer.status} ${answer.statusText}`, answer.status === 409 ? again : null);
    return null;
  };

  const busy = async (button, work) => {
    button.disabled = true;
    try { return await work(); } finally { button.disabled = false; }
  };

  // Parts of the page that tell how things stand are fetched again when something has happened.
  const refresh = async () => {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
    if (!answer?.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of document.querySelectorAll("[data-live]")) {
      const now = fresh.querySelector(`[data-live="${part.dataset.live}"]`);
      if (!now || now.innerHTML === part.innerHTML || part.contains(document.activeElement)) continue;
      const picked = new Set([...part.querySelectorAll("[data-pick]:checked")].map((box) => box.dataset.pick));
      part.innerHTML = now.innerHTML;
      for (const box of part.querySelectorAll("[data-pick]")) box.checked = picked.has(box.dataset.pick);
      document.dispatchEvent(new Event("vidpipe:refreshed"));
    }
    const version = fresh.getElementById("decide")?.dataset.version;
    if (version && (!decide || version !== decide.dataset.version)) {
      tell(decide ? "This video was made again." : "The video is finished.", again);
    }
    if (decide) {
      const approve = find("[data-approve]");
      const now = fresh.querySelector("[data-approve]");
      if (approve && now) approve.disabled = now.disabled || version !== decide.dataset.version;
      if (approve && !now) tell("The decision has been made.", again);
    }
  };

  const events = document.body.dataset.events || document.currentScript?.dataset.events;
  if (events) {
    // What is being made tells every second how far it is: the page is fetched every other second at most.
    let waiting = 0, fetched = 0;
    const fetchNow = () => { waiting = 0; fetched = Date.now(); refresh(); };
    const soon = () => { waiting ||= setTimeout(fetchNow, Math.max(300, fetched + 2000 - Date.now())); };
    const stream = new EventSource(events);
    for (const name of ["job", "changed"]) stream.addEventListener(name, soon);
    stream.addEventListener("error", () => { if (stream.readyState === EventSource.CLOSED) setInterval(refresh, 10000); });
  }

  for (const link of document.querySelectorAll(".bar a")) link.parentElement.style.flexGrow = link.dataset.seconds;

  const undo = async (path) => { if (await send(path)) reload("Taken back: the video waits for you again."); };
  if (last && last.path === location.pathname) {
    scrollTo({ top: last.y, behavior: "instant" });
    tell(last.text, last.undo ? { label: "Undo", run: () => undo(last.undo) } : null);
  }

  // What is still to be done of a decision that is recorded, or still going on.
  const unfinished = (done) => [done.extra_data?.export_error, done.extra_data?.going_on].filter(Boolean);

  for (const button of document.querySelectorAll("[data-post]")) {
    button.addEventListener("click", () => busy(button, async () => {
      if (button.dataset.sure && !confirm(button.dataset.sure)) return;
      const done = await send(button.dataset.post);
      if (!done) return;
      const told = [button.dataset.done, ...unfinished(done)].filter(Boolean).join(" ");
      if ("reload" in button.dataset) return reload(told || undefined);
      tell(told || "Done.");
      await refresh();
    }));
  }

  find("[data-login]")?.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await send("/api/session", { token: event.target.token.value })) location.href = "/";
  });

  const order = find("[data-order]");
  order?.addEventListener("submit", async (event) => {
    event.preventDefault();
    // The same click twice is the same order.
    order.dataset.key ||= crypto.randomUUID();
    const wish = { theme: order.theme.value, topic: order.topic.value.trim() || null, count: Number(order.count.value) };
    const answer = await busy(order.querySelector("button"), () => send("/api/generate", wish, { "Idempotency-Key": order.dataset.key }));
    if (!answer) return;
    delete order.dataset.key;
    const list = find("[data-ordered]");
    for (const job of answer.jobs ?? [answer]) {
      const link = document.createElement("a");
      link.href = `/videos/${job.job_id}`;
      link.textContent = `${job.job_id} is ordered`;
      const line = document.createElement("li");
      line.append(link);
      list.prepend(line);
    }
  });

  if (decide) {
    const job = `/api/jobs/${decide.dataset.job}`;
    const forms = { reject: find("[data-reject]"), edit: find("[data-edit]") };
    const open = (name) => {
      for (const [each, form] of Object.entries(forms)) {
        if (!form) continue;
        form.hidden = each !== name || !form.hidden;
        find(`[data-open="${each}"]`).setAttribute("aria-expanded", String(!form.hidden));
        if (!form.hidden) form.querySelector("input, textarea").focus();
      }
    };
    for (const button of document.querySelectorAll("[data-open]")) button.addEventListener("click", () => open(button.dataset.open));

    const approve = find("[data-approve]");
    approve?.addEventListener("click", () => busy(approve, async () => {
      if (!mayLoseEdits("Approve")) return;
      const done = await send(`${job}/approve`, { version: decide.dataset.version });
      if (done) reload(["Approved.", ...unfinished(done)].join(" "), `${job}/reopen`);
    }));

    for (const button of document.querySelectorAll("[data-cover]")) {
      button.addEventListener("click", () => busy(button, async () => {
        if (!mayLoseEdits("Take this cover")) return;
        const wanted = { version: decide.dataset.version, cover: Number(button.dataset.cover) };
        if (await send(`${job}/edit`, wanted)) reload("Chosen: the package is made again with this cover.");
      }));
    }

    for (const button of document.querySelectorAll("[data-take]")) {
      button.addEventListener("click", () => busy(button, async () => {
        if (!mayLoseEdits("Take this picture")) return;
        const { take, of } = button.dataset;
        const body = { stage: "clips", scenes: [of], pictures: { [of]: take } };
        if (await send(`${job}/reject`, body)) reload("Taken: the scene is made again with this picture.");
      }));
    }

    const reject = forms.reject;
    reject?.addEventListener("change", () => { reject.querySelector('[data-for="clips"]').hidden = reject.stage.value !== "clips"; });
    reject?.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (!mayLoseEdits("Reject")) return;
      const stage = reject.stage.value || null;
      const scenes = stage === "clips" ? [...reject.querySelectorAll("[name=scene]:checked")].map((one) => one.value) : [];
      const body = { reason: reject.reason.value, stage, scenes, final: stage === null };
      const done = await busy(event.submitter, () => send(`${job}/reject`, body));
      if (!done) return;
      if (stage) reload("Rejected: it is made otherwise.");
      else reload(["Rejected for good.", ...unfinished(done)].join(" "), `${job}/reopen`);
    });
  }

  const move = (step) => {
    const links = [...document.querySelectorAll("[data-list] a")];
    const now = links.indexOf(document.activeElement);
    links[Math.max(0, Math.min(links.length - 1, now < 0 ? 0 : now + step))]?.focus();
  };
  const play = () => {
    const video = find("#video video");
    if (video?.paused) video.play().catch(() => {});
    else video?.pause();
    return Boolean(video);
  };
  const keys = {
    j: () => move(1),
    k: () => move(-1),
    a: () => find("[data-approve]")?.click(),
    r: () => find('[data-open="reject"]')?.click(),
    e: () => find('[data-open="edit"]')?.click(),
    "?": () => tell("j, k: next and previous\nspace: play and pause\na: approve\nr: reject\ne: edit\nEscape: close"),
  };
  window.vidpipe = { tell, send, busy, refresh, reload };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "Escape") {
      for (const button of document.querySelectorAll('[data-open][aria-expanded="true"]')) { button.click(); button.focus(); }
      said.textContent = "";
      return;
    }
    if (typing) return;
    if (event.key === " ") {
      if (!event.target.closest("button, a, video, summary") && play()) event.preventDefault();
      return;
    }
    const work = keys[event.key];
    if (work) { event.preventDefault(); work(); }
  });
})();
