/* 会场: the parts of the page follow the sitting; the clock runs by the server's; a press is sent without leaving the page. */
const live = document.querySelector("[data-live]");
const parts = new Map([...document.querySelectorAll("[data-part]")].map(part => [part.dataset.part, part]));
const said = document.querySelector("[data-said]"), lost = document.querySelector("[data-lost]");

const last = new Map();

/* The server's clock: what it said when a message left it. The largest difference is the message that was on its way the shortest. */
let offset = -Infinity;
const heard = moment => { offset = Math.max(offset, moment - Date.now()) };
heard(Number(live.dataset.now));
const tick = () => document.querySelectorAll("[data-limit]").forEach(clock => {
	const left = "ends" in clock.dataset ? Math.ceil(Number(clock.dataset.ends) - (Date.now() + offset) / 1000) : Number(clock.dataset.left);
	const seconds = Math.max(0, Math.min(left, Number(clock.dataset.limit)));
	const words = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
	if (clock.textContent !== words) clock.textContent = words;
	const bar = clock.parentElement.querySelector("progress");
	if (bar) bar.value = seconds;
	clock.toggleAttribute("data-short", seconds <= 10);
});
setInterval(tick, 200);

/* A part drawn anew keeps what was unfolded, and the focus on the button that was there before. */
const SENT = ["to", "item", "stance", "choice", "sustained"];
const mark = element => {
	const form = element?.closest("form");
	return element?.closest("form, a, summary") && [element.name, element.value, element.getAttribute("href"), ...SENT.map(name => form?.elements[name]?.value)].join("|");
};
const label = button => `${button.textContent}|${mark(button)}`;
const labels = part => [...part.querySelectorAll("button")].map(label);
const settling = new WeakMap();
const settle = (part, before) => {
	const changed = labels(part).filter(it => !before.includes(it));
	if (!changed.length && labels(part).length === before.length) return;
	const rows = [...part.querySelectorAll("li > form")].filter(form => changed.includes(label(form.querySelector("button"))));
	(rows.length ? rows : [part]).forEach(rest);
};
const rest = element => {
	element.dataset.fresh = "";
	clearTimeout(settling.get(element));
	settling.set(element, setTimeout(() => delete element.dataset.fresh, 700));
};
const heardLine = document.querySelector("[data-heard]");
const show = (name, html) => {
	const part = parts.get(name);
	if (!part || last.get(name) === html) return;
	last.set(name, html);
	const before = labels(part), asked = part.querySelector(".pending")?.textContent;
	const open = [...part.querySelectorAll("details[open]")].map(it => it.id), had = part.contains(document.activeElement) && mark(document.activeElement);
	part.innerHTML = html;
	open.forEach(id => { const fold = document.getElementById(id); if (fold) fold.open = true });
	if (had) {
		part.tabIndex = -1; // what was there is gone: the focus stays in its place, on nothing that can be pressed by mistake
		([...part.querySelectorAll("button, a, summary")].find(it => mark(it) === had) ?? part).focus({ preventScroll: true });
	}
	settle(part, before);
	if (name === "pending" && heardLine && part.querySelector(".pending")?.textContent !== asked) heardLine.textContent = part.querySelector(".outcome b, .pending .text")?.textContent ?? "";
	tick();
};

/* The stream comes back by itself; what was missed comes with it. */
let stream;
const listen = () => {
	stream = new EventSource(live.dataset.live);
	stream.onopen = () => { lost.hidden = true };
	stream.onerror = () => { lost.hidden = false; if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 2000) };
	stream.onmessage = message => {
		const told = JSON.parse(message.data);
		lost.hidden = true;
		heard(told.now);
		if (told.reload) { stream.close(); location.reload(); return }
		Object.entries(told.parts).forEach(([name, html]) => show(name, html));
	};
};
listen();
addEventListener("pagehide", () => stream.close());
addEventListener("pageshow", event => { if (event.persisted) listen() });

/* A press: sent once, answered by the page as it then is, with whatever was said to it. */
document.addEventListener("submit", async event => {
	const form = event.target, button = event.submitter;
	if (!form.closest("[data-part]") || form.method !== "post") return;
	event.preventDefault();
	if (form.dataset.sent || form.closest("[data-fresh]")) return; // nobody presses what has just appeared under the finger
	form.dataset.sent = live.dataset.busy = "yes";
	button?.setAttribute("aria-busy", "true");
	const body = new URLSearchParams(new FormData(form));
	if (button?.name) body.set(button.name, button.value);
	try {
		const answer = await fetch(form.action, { method: "POST", body }).catch(() => null);
		if (!answer) { lost.hidden = false; return }
		const page = new DOMParser().parseFromString(await answer.text(), "text/html");
		const at = page.querySelector("[data-live]");
		if (at?.dataset.live !== live.dataset.live) { location.href = answer.url; return }
		heard(Number(at.dataset.now));
		page.querySelectorAll("[data-part]").forEach(part => show(part.dataset.part, part.innerHTML));
		said?.replaceChildren(...page.querySelectorAll("main > .message"));
		said?.querySelector("[data-focus]")?.focus();
	} finally {
		delete form.dataset.sent;
		delete live.dataset.busy;
		button?.removeAttribute("aria-busy");
	}
});

/* 键盘: 1–9 press the button that bears the number; the space bar gives the floor or ends the speech. Only where the buttons are, or nowhere. */
document.addEventListener("keydown", event => {
	if (event.repeat || event.altKey || event.ctrlKey || event.metaKey || !/^[1-9 ]$/.test(event.key)) return;
	if (event.target !== document.body && !event.target.closest("[data-part=moves]")) return;
	if (event.key === " " && event.target.closest("button, a")) return;
	const button = document.querySelector(event.key === " " ? "[data-part=moves] :is([value=grant], [value=finish])[data-key]" : `[data-key="${event.key}"]`);
	if (!button) return;
	event.preventDefault();
	button.click();
});
