"use strict";

// What comes from crawled sites is only ever put into the page as text, and into links whose scheme is known.

// --- Tools

const $ = id => document.getElementById(id);
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const numbers = new Intl.NumberFormat("en");
const SIZES = ["B", "kB", "MB", "GB", "TB"];

function make(tag, className = "", text = "") {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

function say(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

function seconds(milliseconds, digits = 1) {
  const whole = milliseconds / 1000;
  return whole < 60 ? `${whole.toFixed(digits)} s` : `${Math.floor(whole / 60)} min ${Math.floor(whole % 60)} s`;
}

function size(bytes) {
  let step = 0;
  while (bytes >= 999.5 && step < SIZES.length - 1) {
    bytes /= 1000;
    step++;
  }
  return `${step > 0 && bytes < 10 ? bytes.toFixed(1) : Math.round(bytes)} ${SIZES[step]}`;
}

function counted(count, one, many) {
  return `${numbers.format(count)} ${count === 1 ? one : many}`;
}

/** What an address is called beside others of the same crawl: without the host that most of them have. */
function shortened(address) {
  const own = crawl.origin;
  return own && address.startsWith(own + "/") ? address.substring(own.length) : address;
}

/** A link to a page elsewhere, or plain text if it is none. */
function leadTo(address) {
  if (!/^https?:\/\//i.test(address)) {
    return make("span", "address", address);
  }
  const link = make("a", "address", shortened(address));
  link.href = address;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  return link;
}

function cross(label, act) {
  const button = make("button", "cross");
  button.type = "button";
  button.title = label;
  button.setAttribute("aria-label", label);
  button.addEventListener("click", act);
  return button;
}

/** What vanishes and has the focus leaves it to its part of the page, or a keyboard would begin at the top again. */
function letGo(element) {
  if (element.contains(document.activeElement)) {
    (element.closest("section[tabindex]") ?? $("main")).focus({preventScroll: true});
  }
}

/** Has a parent show items in their order, each by the element it had before: focus stays where it is. */
function show(parent, items, keyOf, create, update) {
  const wanted = new Set(items.map(item => String(keyOf(item))));
  // Before anything else, or what stays would be moved, and what is moved loses the focus.
  for (const child of [...parent.children].filter(each => !wanted.has(each.dataset.key))) {
    letGo(child);
    child.remove();
  }
  const before = new Map([...parent.children].map(child => [child.dataset.key, child]));
  let place = parent.firstElementChild;
  for (const item of items) {
    const key = String(keyOf(item));
    let element = before.get(key);
    if (!element) {
      element = create(item);
      element.dataset.key = key;
    }
    if (element === place) {
      place = place.nextElementSibling;
    } else {
      parent.insertBefore(element, place);
    }
    update(element, item);
  }
}

function setHidden(element, isHidden) {
  if (isHidden) {
    letGo(element);
  }
  element.hidden = isHidden;
}

// --- The crawl that is shown

const WORDS = {NEW: "Starting", RUNNING: "Running", FINISHED: "Finished", CANCELLED: "Cancelled", FAILED: "Failed"};
const MOST_LINKS_SHOWN = 1000;

let list = [];
let crawl = null;

function choose(id) {
  if (crawl && crawl.id === id) {
    return;
  }
  crawl?.source.close();
  const line = list.find(each => each.id === id);
  const seed = line.seeds[0];
  crawl = {
    id, seed, origin: new URL(seed).origin, links: [], history: [], lanes: [], scale: 1000, scaleSince: 0, tree: [],
    now: null, heard: 0, announced: 0, source: new EventSource(`/crawls/${id}/events`),
  };
  listen(crawl);
  say($("title"), seed);
  document.title = `${new URL(seed).host} - Scout`;
  $("report").href = `/crawls/${id}/report.json`;
  $("flight").tBodies[0].replaceChildren();
  $("nothing").hidden = true;
  $("main").hidden = false;
  showList();
  showLinks();
  showHistory();
}

function listen(to) {
  const on = (kind, hear) =>
    to.source.addEventListener(kind, event => {
      if (to === crawl) {
        hear(JSON.parse(event.data));
      }
    });
  on("snapshot", heardSnapshot);
  on("broken", more => {
    if (more.from < to.links.length) {
      // Scout was started anew, and its crawls with it.
      [...$("broken-links").tBodies].forEach(body => body.remove());
    }
    to.links.splice(more.from, Infinity, ...more.elements);
    showLinks();
  });
  on("history", more => {
    to.history.splice(more.from, Infinity, ...more.elements);
    showHistory();
  });
  on("tree", tree => {
    to.tree = tree.map(branch => ({...branch, heard: performance.now()}));
    showTree();
  });
  to.source.addEventListener("open", () => notice(""));
  to.source.addEventListener("error", () => {
    if (to === crawl && !to.now?.over) {
      notice("The connection to Scout is lost. Is it still running? Trying again.");
    }
  });
}

function heardSnapshot(now) {
  crawl.now = now;
  crawl.heard = performance.now();
  const line = list.find(each => each.id === crawl.id);
  if (line && line.state !== now.state) {
    line.state = now.state;
    showList();
  }
  if (now.over) {
    // Or the browser would come back for more.
    crawl.source.close();
    loadList();
  }
  showOverview();
  showHistory();
  showHosts();
  showFlight();
  showTree();
  announce();
}

function isRunning() {
  return crawl !== null && crawl.now !== null && !crawl.now.over;
}

/** How long ago the last snapshot came, which ages and the elapsed time go on by. */
function since() {
  return isRunning() ? performance.now() - crawl.heard : 0;
}

// --- What is said

function notice(text) {
  $("notice").hidden = text === "";
  say($("notice"), text);
}

/** Says the state when it changes, and how far it has come now and then. */
function announce() {
  const {state, counters, elapsed, over, problem} = crawl.now;
  if (!over && crawl.announced !== 0 && elapsed < crawl.announced + 15000) {
    return;
  }
  crawl.announced = Math.max(elapsed, 1);
  say($("status"), `${WORDS[state]}: ${counted(counters.done, "address", "addresses")} of ${numbers.format(counters.found)} done, `
    + `${counted(counters.broken, "broken link", "broken links")}.`);
  if (problem) {
    notice(`The crawl could not go on: ${problem}`);
  }
}

// --- Overview and hosts

function showOverview() {
  const {state, counters, over} = crawl.now;
  if ($("state").dataset.state !== state) {
    $("state").dataset.state = state;
    $("state").replaceChildren(make("span", `dot ${state}`), WORDS[state]);
  }
  $("main").classList.toggle("running", !over);
  setHidden($("cancel"), over || (state !== "NEW" && state !== "RUNNING"));
  $("progress").max = Math.max(counters.found, 1);
  $("progress").value = counters.done;
  say($("progress-text"), `${numbers.format(counters.done)} of ${counted(counters.found, "address", "addresses")}`);
  for (const name of ["pages", "links", "broken", "redirects", "retries", "skipped"]) {
    say($(name), numbers.format(counters[name]));
  }
  say($("bytes"), size(counters.bytes));
  $("broken").parentElement.classList.toggle("some", counters.broken > 0);
  showElapsed();
}

function showElapsed() {
  say($("elapsed"), seconds(crawl.now.elapsed + since()));
}

function showHosts() {
  show($("hosts").tBodies[0], crawl.now.hosts, host => host.host, createHost, (row, host) => {
    const [name, ...cells] = row.children;
    name.firstChild.classList.toggle("gone", host.cancelled);
    const texts = [host.waiting, host.active, host.done, host.failed].map(count => numbers.format(count));
    [...texts, size(host.bytes)].forEach((text, i) => say(cells[i], text));
    cells[3].classList.toggle("some", host.failed > 0);
    setHidden(row.lastChild.firstChild, crawl.now.over || host.cancelled || host.waiting + host.active === 0);
  });
}

function createHost(host) {
  const row = make("tr");
  const name = make("th");
  name.scope = "row";
  name.append(make("span", "address", host.host));
  const last = make("td");
  last.append(cross(`Cancel host ${host.host}`, () => cancel(`/hosts/${encodeURIComponent(host.host)}/cancel`)));
  row.append(name, ...Array.from({length: 5}, () => make("td", "number")), last);
  return row;
}

// --- Throughput

/** Addresses and bytes a second at each point, over the second or so that leads up to it. */
function rates(points, window) {
  let first = 0;
  return points.map((point, i) => {
    while (first < i - 1 && point.elapsed - points[first + 1].elapsed >= window) {
      first++;
    }
    const time = Math.max(point.elapsed - points[first].elapsed, 1) / 1000;
    return {
      elapsed: point.elapsed,
      addresses: i === 0 ? 0 : (point.done - points[first].done) / time,
      bytes: i === 0 ? 0 : (point.bytes - points[first].bytes) / time,
    };
  });
}

function roundedUp(value) {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 2)));
  return [1, 2, 4, 6, 10].map(step => step * power).find(step => step >= value);
}

function showHistory() {
  const points = crawl.history;
  const end = points.length > 0 ? points[points.length - 1].elapsed : 0;
  const told = rates(points, Math.max(1000, end / 60));
  const top = roundedUp(Math.max(2, ...told.map(rate => rate.addresses)));
  const x = rate => (1000 * rate.elapsed / Math.max(end, 1)).toFixed(1);
  const line = told.map(rate => `${x(rate)} ${(100 - 100 * rate.addresses / top).toFixed(1)}`).join("L");
  $("chart-line").setAttribute("d", told.length > 1 ? `M${line}` : "");
  $("chart-area").setAttribute("d", told.length > 1 ? `M0 100L${line}L1000 100Z` : "");
  say($("chart-top"), numbers.format(top));
  say($("chart-middle"), numbers.format(top / 2));
  say($("chart-to"), end > 0 ? seconds(end, 0) : "");
  const last = told[told.length - 1] ?? {addresses: 0, bytes: 0};
  const whole = crawl.now?.over ? rates([points[0], points[points.length - 1]], Infinity)[1] : null;
  say($("rate-kind"), whole ? "On average" : "");
  say($("rate-now"), numbers.format(Math.round((whole ?? last).addresses)));
  say($("rate-bytes"), size((whole ?? last).bytes));
  const most = Math.round(Math.max(0, ...told.map(rate => rate.addresses)));
  $("chart").setAttribute("aria-label", `Addresses a second over ${seconds(end, 0)}: ${Math.round(last.addresses)} now, ${most} at most`);
}

// --- In flight

const MOST_LANES = 14;
const LEAST_LANES = 4;
const SCALES = [1000, 2000, 5000, 10000, 20000, 30000, 60000, 120000, 300000];

/** A fetch keeps its lane, and lanes stay as long as the crawl goes on, so that nothing jumps. */
function showFlight() {
  const {fetches, over} = crawl.now;
  const active = new Map(fetches.map(fetch => [fetch.id, fetch]));
  crawl.lanes = crawl.lanes.map(fetch => fetch && active.get(fetch.id));
  const placed = new Set(crawl.lanes.filter(Boolean).map(fetch => fetch.id));
  for (const fetch of fetches.filter(each => !placed.has(each.id))) {
    const free = crawl.lanes.findIndex(lane => !lane);
    if (free >= 0) {
      crawl.lanes[free] = fetch;
    } else if (crawl.lanes.length < MOST_LANES) {
      crawl.lanes.push(fetch);
    }
  }
  while (crawl.lanes.length < LEAST_LANES) {
    crawl.lanes.push(undefined);
  }
  if (over) {
    crawl.lanes = [];
  }
  const left = fetches.length - crawl.lanes.filter(Boolean).length;
  say($("flight-title"), over ? "In flight" : `In flight: ${fetches.length}${left > 0 ? `, ${crawl.lanes.length} shown` : ""}`);
  $("flight").hidden = $("legend").hidden = over;
  $("no-flight").hidden = !over;
  show($("flight").tBodies[0], crawl.lanes.map((fetch, i) => ({fetch, i})), lane => lane.i, createLane, updateLane);
  growBars();
}

function createLane() {
  const row = make("tr");
  const time = make("td", "time");
  const track = make("div", "track");
  track.append(make("div", "bar"));
  time.append(make("span", "unseen"), track);
  row.append(make("td", "address"), time, make("td", "number"));
  return row;
}

function updateLane(row, {fetch}) {
  const [address, time, age] = row.children;
  row.ariaHidden = fetch ? null : "true";
  say(address, fetch ? shortened(fetch.url) : "");
  address.title = fetch ? fetch.url : "";
  say(time.firstChild, fetch ? fetch.phase.toLowerCase() + (fetch.attempt > 1 ? `, attempt ${fetch.attempt}` : "") : "");
  time.lastChild.firstChild.className = `bar ${fetch ? fetch.phase.toLowerCase() : ""}`;
  if (!fetch) {
    say(age, "");
  }
}

function growBars() {
  const ages = crawl.lanes.map(fetch => fetch ? fetch.age + since() : 0);
  scaleTo(Math.max(0, ...ages));
  [...$("flight").tBodies[0].rows].forEach((row, i) => {
    if (crawl.lanes[i]) {
      row.children[1].lastChild.firstChild.style.width = `${Math.min(100, 100 * ages[i] / crawl.scale).toFixed(2)}%`;
      say(row.children[2], seconds(ages[i]));
    }
  });
}

/** The scale grows at once, and shrinks when it was too large for a while. */
function scaleTo(oldest) {
  const wanted = SCALES.find(scale => scale >= oldest) ?? oldest;
  const now = performance.now();
  if (wanted >= crawl.scale) {
    crawl.scaleSince = now;
  }
  if (wanted > crawl.scale || now - crawl.scaleSince > 4000) {
    crawl.scale = wanted;
    crawl.scaleSince = now;
  }
  say($("axis-middle"), seconds(crawl.scale / 2, crawl.scale < 2000 ? 1 : crawl.scale === 5000 ? 1 : 0));
  say($("axis-end"), seconds(crawl.scale, 0));
}

// --- The task tree

const INDENT = 1.125;

function showTree() {
  const urls = new Map((crawl.now?.fetches ?? []).map(fetch => [`fetch ${fetch.id}`, fetch.url]));
  const over = crawl.now?.over ?? false;
  const tree = over ? [] : crawl.tree;
  $("tree").hidden = tree.length === 0;
  $("no-tree").hidden = !over;
  say($("tree-summary"), tree.length > 0 ? counted(tree.length, "task or group", "tasks and groups") : "");
  show($("tree").tBodies[0], tree, branch => branch.path, createBranch, (row, branch) => {
    const [task, does, age, last] = row.children;
    task.firstChild.style.width = `${branch.depth * INDENT}rem`;
    const url = urls.get(branch.name);
    say(task.lastChild, url ? shortened(url) : "");
    task.title = url ?? branch.name;
    say(does, doing(branch));
    does.title = branch.waitsFor ?? "";
    does.className = `does ${branch.state}`;
    setHidden(last.firstChild, !branch.cancel || branch.state === "CANCELLING");
    say(age, seconds(branch.age + performance.now() - branch.heard));
  });
}

function doing(branch) {
  switch (branch.state) {
    case "WAITING": return branch.waitsFor ?? "waits";
    case "JOINING": return "awaits tasks";
    case "CANCELLING": return "is cancelled";
    case "SHIELDED": return "is cancelled, shielded";
    default: return "runs";
  }
}

function createBranch(branch) {
  const row = make("tr");
  const task = make("th");
  task.scope = "row";
  task.append(make("span", "guide"), make("span", "", branch.name), make("span", "address"));
  const last = make("td");
  last.append(cross(`Cancel ${branch.name}`, () => cancel(branch.cancel)));
  row.append(task, make("td"), make("td", "number"), last);
  return row;
}

// --- Broken links

/** A body of the table for each page, in the order in which they were found to have broken links. */
function showLinks() {
  const pages = Map.groupBy(crawl.links.slice(0, MOST_LINKS_SHOWN), link => link.page);
  const table = $("broken-links");
  const rows = new Set([...table.tBodies].map(body => body.dataset.key));
  show(
    table, [{head: true}, ...[...pages].map(([page, links]) => ({page, links}))],
    group => group.head ? "head" : `page ${group.page}`,
    group => createPage(group.page),
    (body, group) => group.head || showPage(body, group.links, rows.size > 0));
  table.hidden = pages.size === 0;
  const more = crawl.links.length - MOST_LINKS_SHOWN;
  say($("no-broken"), pages.size === 0 ? "None so far." : more > 0 ? `The first ${MOST_LINKS_SHOWN} are shown; the report has all.` : "");
  say($("broken-summary"), pages.size === 0 ? ""
    : `${counted(crawl.links.length, "link", "links")} on ${counted(pages.size, "page", "pages")}${more > 0 ? " and more" : ""}`);
}

function createPage(page) {
  const body = make("tbody");
  const row = make("tr");
  const name = make("th");
  name.colSpan = 2;
  name.scope = "rowgroup";
  name.append(page === "" ? "Where the crawl begins" : leadTo(page));
  row.append(name);
  body.append(row);
  return body;
}

function showPage(body, links, isLater) {
  for (const link of links.slice(body.rows.length - 1)) {
    const row = make("tr", isLater ? "fresh" : "");
    const target = make("td");
    target.append(leadTo(link.link));
    row.append(target, make("td", "reason", link.reason));
    body.append(row);
  }
}

// --- Crawls

async function loadList() {
  const answer = await fetch("/crawls").catch(() => null);
  if (!answer?.ok) {
    return;
  }
  list = await answer.json();
  showList();
  const wanted = Number(location.hash.substring(1));
  const line = list.find(each => each.id === wanted) ?? (crawl ? null : list[0]);
  $("nothing").hidden = list.length > 0;
  if (line) {
    choose(line.id);
  }
}

function showList() {
  $("crawls").hidden = list.length < 2;
  show($("crawls").firstElementChild, list, line => line.id, line => {
    const item = make("li");
    const link = make("a");
    link.href = `#${line.id}`;
    link.append(make("span"), make("span", "", `${line.id}. ${new URL(line.seeds[0]).host}`), make("span", "unseen"));
    item.append(link);
    return item;
  }, (item, line) => {
    const link = item.firstChild;
    link.firstChild.className = `dot ${line.state}`;
    say(link.lastChild, WORDS[line.state]);
    if (crawl?.id === line.id) {
      link.setAttribute("aria-current", "page");
    } else {
      link.removeAttribute("aria-current");
    }
  });
}

async function cancel(what) {
  const answer = await fetch(`/crawls/${crawl.id}${what}`, {method: "POST"}).catch(() => null);
  say($("status"), answer?.ok ? "Cancelled." : "There was nothing to cancel any more.");
}

async function start(event) {
  event.preventDefault();
  showMistakes([]);
  const body = new URLSearchParams(new FormData($("form")));
  const answer = await fetch("/crawls", {method: "POST", body}).catch(() => null);
  if (!answer) {
    showMistakes([{field: "", message: "Scout does not answer. Is it still running?"}]);
  } else if (answer.status === 201) {
    const line = await answer.json();
    list.unshift(line);
    history.replaceState(null, "", `#${line.id}`);
    choose(line.id);
    $("main").focus();
  } else if (answer.headers.get("Content-Type") === "application/json") {
    showMistakes((await answer.json()).mistakes);
  } else {
    showMistakes([{field: "", message: await answer.text()}]);
  }
}

function showMistakes(mistakes) {
  $("mistakes").replaceChildren(...mistakes.map(mistake => make("li", "", mistake.message)));
  for (const field of $("form").elements) {
    const isWrong = mistakes.some(mistake => mistake.field !== "" && mistake.field === field.name);
    field.toggleAttribute("aria-invalid", isWrong);
    if (isWrong) {
      field.setAttribute("aria-invalid", "true");
      field.setAttribute("aria-describedby", "mistakes");
    } else {
      field.removeAttribute("aria-describedby");
    }
  }
  const first = mistakes.find(mistake => mistake.field !== "");
  if (first) {
    $("form").elements[first.field]?.focus();
  }
}

// --- Time goes on between snapshots

function tick() {
  if (isRunning()) {
    showElapsed();
    growBars();
  }
}

function animate() {
  if (!calm.matches) {
    tick();
  }
  requestAnimationFrame(animate);
}

$("form").addEventListener("submit", start);
$("cancel").addEventListener("click", () => cancel("/cancel"));
addEventListener("hashchange", loadList);
setInterval(() => {
  if (isRunning()) {
    tick();
    showTree();
  }
}, 1000);
setInterval(loadList, 5000);
requestAnimationFrame(animate);
loadList();
