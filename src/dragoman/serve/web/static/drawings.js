// Charts (Vega-Lite) and the network (cytoscape) over the page's own drawings, which stay for those
// without scripts and on paper. The policy allows no eval: Vega's expressions are interpreted.
(() => {
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  // What the server names by the page's own colours, in light or in dark.
  const told = (json) =>
    JSON.parse(json.replace(/"(--[a-z]+)"/g, (_, name) => JSON.stringify(colour(name))));
  const drawn = [];

  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  document.body.append(tip);
  const point = (event, words) => {
    tip.hidden = !event || !words;
    if (tip.hidden) return;
    tip.textContent = words;
    const {width, height} = tip.getBoundingClientRect();
    tip.style.left = `${Math.max(4, Math.min(event.clientX + 12, innerWidth - width - 4))}px`;
    tip.style.top = `${Math.max(4, event.clientY - height - 10)}px`;
  };

  // The numbers of a chart are those of its table, so that both tell the same.
  const numbers = (table) => {
    const heads = [...table.tHead.rows[0].cells];
    return [...table.tBodies[0].rows].map(({cells}) => {
      const row = Object.fromEntries(heads.map((head, at) => {
        const told = cells[at].querySelector("time")?.dateTime ?? cells[at].textContent;
        return [head.dataset.field, at ? Number(told) : told];
      }));
      const words = heads.slice(1).map((head, at) => `${head.textContent} ${cells[at + 1].textContent}`);
      return {...row, told: `${cells[0].textContent}: ${words.join(" · ")}`};
    });
  };

  const chart = async (figure) => {
    const place = figure.querySelector(".canvas");
    figure.classList.add("drawn");
    const {spec} = vegaLite.compile({
      ...told(figure.dataset.spec), data: {values: numbers(figure.querySelector("table"))},
    });
    const view = new vega.View(vega.parse(spec, null, {ast: true}), {
      expr: vega.expressionInterpreter, renderer: "canvas", container: place, hover: true,
      tooltip: (_, event, item, words) => point(event, words),
    });
    drawn.push(() => view.finalize());
    await view.runAsync();
    picture(place, figure);
  };

  // What a reader of the screen is told is what the server's drawing tells.
  const picture = (place, figure) => {
    place.setAttribute("role", "img");
    place.setAttribute("aria-label", figure.querySelector("svg").getAttribute("aria-label"));
  };

  const network = (figure) => {
    const {nodes, edges} = told(figure.dataset.graph);
    const place = figure.querySelector(".canvas");
    const coarse = matchMedia("(pointer: coarse)").matches;
    // Cytoscape writes a style sheet of one rule unless one of this name is there; desk.css has it.
    const name = "__________cytoscape_stylesheet";
    if (!document.getElementById(name)) document.querySelector("link[rel=stylesheet]").id = name;
    figure.classList.add("drawn");
    const cy = cytoscape({
      container: place,
      elements: [
        ...nodes.map(({x, y, ...data}) => ({data, position: {x, y}})),
        ...edges.map((data) => ({data, classes: data.about ? "about" : ""})),
      ],
      layout: {name: "preset", padding: 24},
      minZoom: 0.4, maxZoom: 4, autoungrabify: true, boxSelectionEnabled: false,
      // On a page that scrolls, the wheel and the finger belong to the page.
      userZoomingEnabled: false, userPanningEnabled: !coarse,
      style: [
        {selector: "node", style: {
          width: "data(size)", height: "data(size)", label: "data(name)",
          "background-color": colour("--card"), "border-color": colour("--ink"), "border-width": 1.2,
          color: colour("--ink"), "font-family": colour("--sans"), "font-size": 12,
          "text-valign": "bottom", "text-margin-y": 3, "text-wrap": "wrap", "text-max-width": 110,
          "text-background-color": colour("--paper"), "text-background-opacity": 0.8,
        }},
        {selector: "edge", style: {
          width: "data(width)", "curve-style": "bezier", "line-color": colour("--statements"),
          "target-arrow-color": colour("--statements"), "target-arrow-shape": "triangle",
          "arrow-scale": 0.9, opacity: 0.75,
        }},
        {selector: "edge.about", style: {
          "line-style": "dashed", "line-color": colour("--faint"),
          "target-arrow-color": colour("--faint"),
        }},
        {selector: ".near", style: {opacity: 1, "border-width": 3, "border-color": colour("--focus")}},
      ],
    });
    drawn.push(() => cy.destroy());
    cy.on("tap", "node, edge", ({target}) => { location.href = target.data("url"); });
    cy.on("mouseover", "node, edge", ({target, originalEvent}) => {
      target.addClass("near");
      place.classList.add("link");
      point(originalEvent, target.data("told"));
    });
    cy.on("mouseout", "node, edge", ({target, originalEvent}) => {
      target.removeClass("near");
      place.classList.remove("link");
      point(originalEvent);
    });
    const middle = () => ({x: cy.width() / 2, y: cy.height() / 2});
    const zoom = (by) => cy.zoom({level: cy.zoom() * by, renderedPosition: middle()});
    const act = {in: () => zoom(1.3), out: () => zoom(1 / 1.3), all: () => cy.fit(undefined, 24)};
    figure.querySelectorAll("[data-zoom]").forEach((button) => {
      button.onclick = act[button.dataset.zoom];
    });
    picture(place, figure);
  };

  const draw = () => {
    drawn.splice(0).forEach((end) => end());
    tip.hidden = true;
    document.querySelectorAll("[data-spec]").forEach(chart);
    document.querySelectorAll("[data-graph]").forEach(network);
  };
  draw();
  document.addEventListener("htmx:after:swap", draw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
})();
