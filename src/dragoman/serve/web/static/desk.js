// Comforts only: everything is read without this. Nothing is fetched, no markup is made from text.
(() => {
  const all = (what, within = document) => [...within.querySelectorAll(what)];

  // --- a report: its words and its record light each other up, both ways ---
  const marked = all("[data-of]");
  const entries = new Map(all("[data-id]").map((e) => [e.dataset.id, e]));
  const wordsOf = (id) => marked.filter((mark) => mark.dataset.of.split(" ").includes(id));
  const light = (id, on) => {
    wordsOf(id).forEach((mark) => mark.classList.toggle("on", on));
    entries.get(id)?.classList.toggle("on", on);
  };
  let held = [];
  const hold = (ids) => {
    all(".on").forEach((one) => one.classList.remove("on"));
    held = ids;
    held.forEach((id) => light(id, true));
  };
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const show = (one, atOnce = calm) =>
    one?.scrollIntoView({ block: "center", behavior: atOnce ? "auto" : "smooth" });
  const remember = (id) => {
    const url = new URL(location.href);
    url.searchParams.set("entry", id);
    url.searchParams.delete("done");
    history.replaceState(null, "", url);
  };
  const rememberLanes = () => {
    const url = new URL(location.href);
    const lit = all("[data-lane]:checked").map((one) => one.dataset.lane);
    url.searchParams.set("lanes", lit.join(" "));
    history.replaceState(null, "", url);
  };
  for (const [id, entry] of entries) {
    entry.addEventListener("mouseover", (event) => { event.stopPropagation(); light(id, true); });
    entry.addEventListener("mouseout", () => held.includes(id) || light(id, false));
    entry.addEventListener("click", (event) => {
      if (event.target.closest("form, details, a:not([data-pick])")) return;
      event.preventDefault();
      event.stopPropagation();
      hold([id]);
      remember(id);
      show(wordsOf(id)[0]);
    });
  }
  for (const mark of marked) {
    const ids = mark.dataset.of.split(" ");
    mark.addEventListener("mouseover", (event) => {
      event.stopPropagation();
      ids.forEach((id) => light(id, true));
    });
    mark.addEventListener("mouseout", () => ids.forEach((id) => held.includes(id) || light(id, false)));
    mark.addEventListener("click", (event) => {
      event.stopPropagation();
      const next = ids[(ids.indexOf(held[0]) + 1) % ids.length];
      hold([next]);
      remember(next);
      show(entries.get(next));
    });
  }
  for (const toggle of all("[data-lane]")) {
    const set = () => all(`.text .is-${toggle.dataset.lane}`).forEach((mark) => {
      mark.classList.toggle("lane", toggle.checked);
    });
    toggle.addEventListener("change", () => { set(); rememberLanes(); });
    set();
  }
  const first = marked.find((mark) => mark.classList.contains("on"));
  if (first) {
    held = [new URL(location.href).searchParams.get("entry")];
    first.scrollIntoView({ block: "center" });
    const own = all("[data-id]").find((one) => one.dataset.id === held[0]);
    if (own && innerWidth > 850) own.scrollIntoView({ block: "center" });
  }
  all("details.asked").forEach((one) => { one.open = location.hash.startsWith("#e-"); });

  // --- what htmx replaces: a field left empty is not asked for; the slider is the date beside it ---
  document.addEventListener("htmx:config:request", (event) => {
    const {body, method} = event.detail.ctx.request;
    if (method === "GET") [...body].forEach(([name, value]) => value === "" && body.delete(name));
  });
  const live = document.getElementById("live");
  document.addEventListener("htmx:error", () => {
    live.className = "lost";
    live.textContent = "The desk does not answer. Nothing was kept.";
  });
  document.addEventListener("htmx:after:swap", () => {
    if (live.className === "lost") live.textContent = "";
    live.className = "hide";
  });
  document.addEventListener("input", ({target}) => {
    if (!target.dataset.days) return;
    const day = target.dataset.days.split(" ")[target.value];
    const told = { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" };
    target.form.elements.at.value = day;
    target.setAttribute("aria-valuetext", new Date(day).toLocaleDateString("en-GB", told));
  });

  // --- a memo: words that are not kept yet are not left behind without a question ---
  let kept = null;
  document.addEventListener("submit", ({target}) => { kept = target; });
  window.addEventListener("beforeunload", (event) => {
    const unkept = [...document.querySelectorAll("form.write textarea")]
      .some((area) => area.value !== area.defaultValue && area.form !== kept);
    if (unkept) event.preventDefault();
    kept = null;
  });

  // --- review: j k a e r u ? ---
  const reviewed = () => {
    if (document.querySelector("[data-review]")) show(document.getElementById("words"), true);
  };
  reviewed();
  document.addEventListener("htmx:after:swap", reviewed);
  const press = {
    j: () => document.getElementById("next")?.click(),
    k: () => document.getElementById("back")?.click(),
    a: () => document.getElementById("accept")?.requestSubmit(),
    e: () => document.querySelector("#edit select, #edit input:not([type=hidden])")?.focus(),
    r: () => document.getElementById("refuse")?.click(),
    u: () => document.getElementById("undo")?.requestSubmit(),
    "?": () => { const keys = document.getElementById("keys"); if (keys) { keys.open = !keys.open; keys.scrollIntoView({ block: "nearest" }); } },
  };
  document.addEventListener("keydown", (event) => {
    if (!document.querySelector("[data-review], #undo")) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") { document.activeElement?.blur(); return; }
    if (event.key === "Enter" && event.target.matches("#edit select")) {
      // Else it would open the list, and the keys that follow would choose from it.
      event.preventDefault();
      event.target.form.requestSubmit(event.target.form.querySelector("[value=fields]"));
      return;
    }
    if (event.target.closest("input, select, textarea")) return;
    const act = press[event.key];
    if (act) { event.preventDefault(); act(); }
  });
})();
