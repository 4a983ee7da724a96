"use strict";
// Takes side by side: they play, stop and are sought together; the one that is shown is heard.
(() => {
  const button = document.querySelector("[data-together]");
  if (!button) return;
  const videos = [...document.querySelectorAll(".takes video")];
  const lead = videos.find((video) => "shown" in video.dataset) ?? videos.at(-1);
  const others = videos.filter((video) => video !== lead);
  let together = false;
  const show = () => {
    button.setAttribute("aria-pressed", String(together));
    button.textContent = together ? "Stop" : "Play together";
  };
  const stop = () => {
    together = false;
    for (const video of videos) video.pause();
    show();
  };
  const ready = (video) => video.readyState >= 2 ? Promise.resolve() : new Promise((done, fail) => {
    video.addEventListener("loadeddata", done, { once: true });
    video.addEventListener("error", fail, { once: true });
    video.preload = "auto";
    video.load();
  });
  button.addEventListener("click", async () => {
    if (together) return stop();
    together = true;
    show();
    try {
      await Promise.all(videos.map(ready));
      for (const video of videos) {
        video.currentTime = 0;
        video.muted = video !== lead;
      }
      await Promise.all(videos.map((video) => video.play()));
    } catch {
      stop();
      window.vidpipe.tell("A take cannot be played here.");
    }
  });
  // Whoever seeks in one seeks in all; one that is a blink behind catches up.
  lead.addEventListener("seeked", () => { if (together) for (const video of others) video.currentTime = lead.currentTime; });
  lead.addEventListener("timeupdate", () => {
    if (!together) return;
    for (const video of others) if (!video.ended && Math.abs(video.currentTime - lead.currentTime) > 0.3) video.currentTime = lead.currentTime;
  });
  for (const video of videos) video.addEventListener("ended", () => { if (together && videos.every((one) => one.ended)) stop(); });
  lead.addEventListener("pause", () => { if (together && !lead.ended) stop(); });
})();
