// Links the record and the words it rests on. Nothing is fetched, no markup is made from text.
(() => {
  const marked = [...document.querySelectorAll("[data-of]")];
  const entries = new Map([...document.querySelectorAll("[data-id]")].map((e) => [e.dataset.id, e]));
  const wordsOf = (id) => marked.filter((mark) => mark.dataset.of.split(" ").includes(id));
  const light = (id, on) => {
    wordsOf(id).forEach((mark) => mark.classList.toggle("on", on));
    entries.get(id)?.classList.toggle("on", on);
  };
  let held = [];
  const hold = (ids) => {
    held.forEach((id) => light(id, false));
    held = ids;
    held.forEach((id) => light(id, true));
  };
  const show = (element) => element?.scrollIntoView({ block: "center", behavior: "smooth" });

  for (const [id, entry] of entries) {
    const pick = (event) => {
      event.stopPropagation();
      hold([id]);
      show(wordsOf(id)[0]);
    };
    entry.addEventListener("mouseover", (event) => { event.stopPropagation(); light(id, true); });
    entry.addEventListener("mouseout", () => held.includes(id) || light(id, false));
    entry.addEventListener("click", pick);
    entry.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target === entry) pick(event);
    });
  }
  for (const mark of marked) {
    mark.addEventListener("click", (event) => {
      event.stopPropagation();
      const ids = mark.dataset.of.split(" ");
      hold(ids);
      show(entries.get(ids[ids.length - 1]));
    });
  }
  for (const toggle of document.querySelectorAll("[data-lane]")) {
    const set = () => document.querySelectorAll(`.text .is-${toggle.dataset.lane}`).forEach((mark) => {
      mark.classList.toggle("lane", toggle.checked);
    });
    toggle.addEventListener("change", set);
    set();
  }
})();
