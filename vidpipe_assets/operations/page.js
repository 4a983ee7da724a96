"use strict";
(() => {
  const video = document.querySelector("video");
  const status = document.getElementById("copied");
  const segments = [...document.querySelectorAll(".bar a")];
  const scenes = [...document.querySelectorAll("[data-scene]")];
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

  // Without this script the same links open the video at that second.
  for (const link of document.querySelectorAll("[data-at]")) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      video.currentTime = Number(link.dataset.at) + 0.001;
      video.play().catch(() => {});
      video.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
    });
  }

  let current = -1;
  const follow = () => {
    const found = segments.findLastIndex((link) => video.currentTime >= Number(link.dataset.at));
    if (found === current) return;
    current = found;
    segments.forEach((link, place) => {
      if (place === found) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
    scenes.forEach((scene, place) => scene.classList.toggle("now", place === found));
  };
  for (const name of ["timeupdate", "seeked", "play"]) video.addEventListener(name, follow);

  const select = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  };

  const copy = async (element) => {
    const text = element.textContent.trim();
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // A browser that keeps the clipboard from pages on disk: the old way needs a selection.
      select(element);
      return document.execCommand("copy");
    }
  };

  for (const button of document.querySelectorAll("[data-copy]")) {
    const label = button.firstChild;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const done = await copy(document.getElementById(button.dataset.copy));
      label.data = done ? "Copied" : "Selected";
      status.textContent = done ? "Copied." : "Selected: press Ctrl-C to copy.";
      setTimeout(() => { label.data = "Copy"; status.textContent = ""; }, 2000);
    });
  }
})();
