"use strict";
// The form in which a finished video is edited: its texts, what scenes say and show, their order.
(() => {
  const form = document.querySelector("[data-edit]");
  if (!form) return;
  const { tell, send, busy, reload } = window.vidpipe;
  const decide = document.getElementById("decide");
  const job = `/api/jobs/${decide.dataset.job}`;
  const list = form.querySelector("[data-scenes]");
  const order = form.querySelector("[name=order]");
  const shown = new Map();  // scene -> { read }, of what was built

  const make = (tag, fields = {}, ...children) => {
    const node = Object.assign(document.createElement(tag), fields);
    node.append(...children);
    return node;
  };
  const words = (name) => { const text = name.replaceAll("_", " "); return text === "url" ? "Address" : text[0].toUpperCase() + text.slice(1); };

  // Fields as the JSON Schema of a template's data describes them. Each has its node, and reads its value.
  const inputOf = (schema, value, required) => {
    const kinds = schema.anyOf ?? [schema];
    const kind = kinds.find((one) => one.type !== "null");
    const optional = kinds.length > 1;
    if (kind.type === "boolean") {
      const input = make("input", { type: "checkbox", defaultChecked: Boolean(value) });
      return { input, read: () => input.checked };
    }
    if (kind.type === "number" || kind.type === "integer") {
      const input = make("input", { type: "number", step: kind.type === "integer" ? "1" : "any", required: required && !optional });
      if (kind.minimum !== undefined) input.min = kind.minimum;
      if (kind.maximum !== undefined) input.max = kind.maximum;
      input.defaultValue = value ?? "";
      return { input, read: () => (input.value === "" ? (optional ? null : undefined) : Number(input.value)) };
    }
    const long = (kind.maxLength ?? 0) > 60;
    const input = make(long ? "textarea" : "input", { required: required && (kind.minLength ?? (kind.pattern ? 1 : 0)) > 0 });
    if (long) input.rows = 2;
    if (kind.maxLength) input.maxLength = kind.maxLength;
    input.defaultValue = value ?? "";
    return { input, read: () => input.value.trim() };
  };

  const fieldOf = (schema, defs, name, value, required) => {
    if (schema.$ref) {
      const group = groupOf(defs[schema.$ref.split("/").at(-1)], defs, value ?? {});
      group.node.prepend(make("legend", { textContent: words(name) }));
      return group;
    }
    if (schema.type === "array") return listOf(schema, defs, name, value ?? []);
    const { input, read } = inputOf(schema, value ?? schema.default, required);
    if (name === "icon") input.setAttribute("list", "icons");
    input.dataset.field = name;
    const label = make("label", { className: input.type === "checkbox" ? "choice" : "" });
    const note = schema.description ? [make("span", { className: "small", textContent: schema.description })] : [];
    if (input.type === "checkbox") label.append(input, words(name), ...note);
    else label.append(make("span", {}, `${words(name)} `, ...note), input);
    return { node: label, read };
  };

  const groupOf = (schema, defs, value) => {
    const required = new Set(schema.required ?? []);
    const fields = Object.entries(schema.properties)
      .filter(([name]) => name !== "template")
      .map(([name, one]) => [name, fieldOf(one, defs, name, value[name], required.has(name))]);
    const node = make("fieldset", { className: "group" }, ...fields.map(([, field]) => field.node));
    return { node, read: () => Object.fromEntries(fields.map(([name, field]) => [name, field.read()])) };
  };

  // What comes several times. How often stands in a field of its own, so that more or fewer are a change, too.
  const listOf = (schema, defs, name, values) => {
    const least = schema.minItems ?? 0;
    const rows = [];
    const items = make("ol", { className: "items" });
    const count = make("input", { tabIndex: -1 });
    const add = make("button", { type: "button", textContent: `Add to ${name}` });
    const settle = () => {
      count.value = String(rows.length);
      add.hidden = rows.length >= (schema.maxItems ?? 99);
      for (const row of rows) row.remove.hidden = rows.length <= least;
    };
    const append = (value) => {
      const single = !schema.items.$ref;
      const field = single ? fieldOf(schema.items, defs, name, value, true) : groupOf(defs[schema.items.$ref.split("/").at(-1)], defs, value ?? {});
      const remove = make("button", { type: "button", textContent: "Remove" });
      const row = { field, remove, node: make("li", {}, field.node, remove) };
      remove.addEventListener("click", () => {
        rows.splice(rows.indexOf(row), 1);
        row.node.remove();
        settle();
        form.dispatchEvent(new Event("input"));
        add.hidden ? items.querySelector("input, textarea")?.focus() : add.focus();
      });
      rows.push(row);
      items.append(row.node);
    };
    for (const value of values) append(value);
    while (rows.length < least) append(undefined);
    count.defaultValue = String(values.length);
    settle();
    add.addEventListener("click", () => {
      append(undefined);
      settle();
      form.dispatchEvent(new Event("input"));
      rows.at(-1).node.querySelector("input, textarea").focus();
    });
    const node = make("fieldset", { className: "group" }, make("legend", { textContent: words(name) }), items, add, make("label", { hidden: true }, "How many ", count));
    node.dataset.list = name;
    return { node, read: () => rows.map((row) => row.field.read()) };
  };

  const pictureOf = (pictures, scene, place, others, last) => {
    const fits = (name) => place === 0 ? name === "hook" : name !== "hook" && (name !== "end" || last);
    const names = Object.keys(pictures.templates).filter(fits);
    const choice = make("select");
    choice.dataset.field = "template";
    for (const name of names) {
      const own = name === scene.picture.template;
      choice.append(make("option", { value: name, textContent: name, defaultSelected: own, selected: own }));
    }
    const box = make("div");
    let data;
    const show = () => {
      const schema = pictures.templates[choice.value];
      const start = choice.value === scene.picture.template ? scene.picture : others.find((one) => one.template === choice.value) ?? {};
      data = groupOf(schema, schema.$defs ?? {}, start);
      box.replaceChildren(make("p", { className: "small", textContent: schema.description }), data.node);
    };
    choice.addEventListener("input", show);
    show();
    const node = make("div", { className: "picture" }, make("label", {}, make("span", { textContent: "Template" }), choice), box);
    return { node, read: () => ({ template: choice.value, ...data.read() }) };
  };

  const buildScene = (item, pictures, found) => {
    const id = item.dataset.item;
    const scene = found.scenes[id];
    const place = found.order.indexOf(id);
    const text = (name, most, required, description) =>
      fieldOf({ type: "string", maxLength: most, minLength: required ? 1 : 0, description }, {}, name, scene[name], required);
    const fields = { kicker: text("kicker", 24, false, "above the heading"), title: text("title", 60, true, "of the chapter") };
    if (scene.icon !== null) fields.icon = text("icon", 40, true);
    const picture = pictureOf(pictures, scene, place, found.others[id] ?? [], place === found.order.length - 1);
    const string = (most, description) => ({ type: "string", maxLength: most, description });
    const source = scene.source && groupOf({ properties: { name: string(80), title: string(200), url: string(2000, "https://…") } }, {}, scene.source);
    source?.node.prepend(make("legend", {}, "Source ", make("span", { className: "small", textContent: "What you give here, you vouch for." })));
    if (source) source.node.dataset.list = "source";
    const nodes = [...Object.values(fields), picture, ...(source ? [source] : [])].map((one) => one.node);
    item.querySelector("[data-shown]").replaceChildren(...nodes);
    shown.set(id, () => {
      const change = Object.fromEntries(Object.entries(fields).map(([name, one]) => [name, one.read()]));
      // A template that has an icon of its own has it in its data.
      if (picture.read().template !== scene.picture.template) delete change.icon;
      return { ...change, picture: picture.read(), ...(source && { source: source.read() }) };
    });
  };

  // What scenes show is fetched when the form is opened for the first time.
  let fetched = null;
  const build = async () => {
    const answers = await Promise.all([fetch("/api/pictures"), fetch(`${job}/edit`)]).catch(() => []);
    if (!answers.length || !answers.every((one) => one.ok)) {
      fetched = null;
      return tell("What the scenes show cannot be read now; their words can be edited.");
    }
    const [pictures, found] = await Promise.all(answers.map((one) => one.json()));
    if (found.version !== decide.dataset.version) return tell("This video was made again.", { label: "Load it again", run: () => location.reload() });
    const icons = make("datalist", { id: "icons" }, ...pictures.icons.map((name) => make("option", { value: name })));
    form.append(icons);
    for (const item of list.children) buildScene(item, pictures, found);
    form.dataset.built = "";
  };
  new MutationObserver(() => { if (!form.hidden) fetched ??= build(); }).observe(form, { attributeFilter: ["hidden"] });

  // The order: the hook stays first and an end card last.
  const settleOrder = () => {
    const items = [...list.children];
    order.value = items.map((item) => item.dataset.item).join(" ");
    items.forEach((item, place) => {
      const [up, down] = item.querySelectorAll("[data-move]");
      if (!up) return;
      up.disabled = place <= 1;
      down.disabled = place >= items.length - 1 || "fixed" in items[place + 1].dataset;
    });
  };
  for (const button of list.querySelectorAll("[data-move]")) {
    button.addEventListener("click", () => {
      const item = button.closest("[data-item]");
      if (button.dataset.move === "up") item.previousElementSibling.before(item);
      else item.nextElementSibling.after(item);
      settleOrder();
      form.dispatchEvent(new Event("input"));
      (button.disabled ? item.querySelector("[data-move]:not([disabled])") : button)?.focus();
      const items = [...list.children];
      tell(`Now scene ${items.indexOf(item) + 1} of ${items.length}.`);
    });
  }
  settleOrder();

  const wanted = () => ({
    version: decide.dataset.version,
    title: form.title_.value,
    description: form.description.value,
    hashtags: form.hashtags.value.split(/[\s,]+/).map((tag) => tag.replace(/^#+/, "")).filter(Boolean),
    order: order.value.split(" "),
    scenes: Object.fromEntries([...list.children].map((item) => {
      const id = item.dataset.item;
      return [id, { narration: item.querySelector("[name=scene]").value, ...shown.get(id)?.() }];
    })),
  });

  const preview = form.querySelector("[data-preview]");
  const save = form.querySelector("[type=submit]");
  const foreseen = form.querySelector("[data-foreseen]");
  const row = (cells) => make("tr", {}, ...cells.map((text, place) => make(place ? "td" : "th", { textContent: text })));
  // What is wrong in a part that is folded up is unfolded, so that it can be seen.
  form.addEventListener("invalid", (event) => { event.target.closest("details")?.setAttribute("open", ""); }, true);
  preview.addEventListener("click", () => busy(preview, async () => {
    await fetched;
    if (!form.reportValidity()) return;
    const answer = await send(`${job}/edit/preview`, wanted());
    foreseen.replaceChildren();
    save.hidden = true;
    if (!answer) return;
    foreseen.append(make("p", { textContent: answer.remakes.length ? `Changed: ${answer.changed.join(", ")}. This is made again:` : "Nothing is changed." }));
    const table = make("table", { className: "foreseen" });
    for (const one of answer.remakes) table.append(row([one.stage.replace("_", " "), one.why, one.cost]));
    foreseen.append(table, ...answer.warnings.map((text) => make("p", { className: "notice bad", textContent: text })));
    save.hidden = !answer.remakes.length;
  }));
  form.addEventListener("input", () => { save.hidden = true; foreseen.replaceChildren(); });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (save.hidden) return preview.click();
    if (await busy(save, () => send(`${job}/edit`, wanted()))) reload("Saved: it is made again with your edits.");
  });
})();
