/* Everything the pages do beyond HTML. Found by data attributes; every page works without it. */
(() => {
	"use strict";
	const root = document.documentElement;
	const all = (selector, within = document) => [...within.querySelectorAll(selector)];
	const on = (type, selector, act) => document.addEventListener(type, event => {
		const found = event.target instanceof Element && event.target.closest(selector);
		if (found) act(found, event);
	});
	root.dataset.js = "";

	/* 时钟: the server's clock, measured once a page. A page shown again from the cache is older than it says: the larger offset is right. */
	const offset = (() => {
		const told = Date.parse(document.querySelector("meta[name=server-time]")?.content ?? "") - Date.now();
		try {
			const kept = Number(sessionStorage.getItem("offset") ?? -Infinity);
			const best = Math.max(told, Math.abs(kept - told) < 36e5 ? kept : told);
			sessionStorage.setItem("offset", best);
			return best;
		} catch { return told }
	})();
	const now = () => Date.now() + (offset || 0);
	const clock = moment => new Intl.DateTimeFormat("zh-CN", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "Asia/Shanghai" }).format(moment);

	/* 期限: the words of formats.left, for as long as the page stays open. */
	const left = due => {
		const seconds = Math.floor((due - now()) / 1000);
		if (seconds <= 0) {
			const minutes = Math.floor(-seconds / 60);
			if (minutes >= 1440) return `已逾期${Math.floor(minutes / 1440)}天`;
			if (minutes >= 60) return `已逾期${Math.floor(minutes / 60)}小时`;
			return minutes ? `已逾期${minutes}分钟` : "刚刚到期";
		}
		const days = Math.floor(seconds / 86400), hours = Math.floor(seconds / 3600) % 24, minutes = Math.floor(seconds / 60) % 60;
		if (days) return `还剩${days}天${hours ? `${hours}小时` : ""}`;
		if (hours) return `还剩${hours}小时${minutes ? `${minutes}分` : ""}`;
		return minutes ? `还剩${minutes}分钟` : "还剩不到1分钟";
	};
	const tick = () => all("time[data-ticks]").forEach(time => {
		const due = Date.parse(time.dateTime), words = left(due);
		if (time.textContent === words) return;
		time.textContent = words;
		const box = time.closest("[data-tone]");
		if (box) box.dataset.tone = due <= now() ? "against" : due - now() <= 2592e5 ? "wait" : "plain";
	});
	tick();
	setInterval(tick, 15e3);

	/* 错误: the summary takes the focus; a link in it opens whatever its field is folded into. */
	document.querySelector("[data-focus]")?.focus();
	const unfold = id => {
		for (let fold = document.getElementById(id)?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
	};
	on("click", "a[href^='#']", (link, event) => {
		const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
		if (!target) return;
		unfold(target.id);
		if (target.matches("input, select, textarea")) { event.preventDefault(); target.focus() }
	});
	if (location.hash) unfold(decodeURIComponent(location.hash.slice(1)));

	/* 字数: what is still free, counted as the server counts it. */
	const MOST = 1e5;
	const count = field => {
		const hint = document.getElementById(`${field.id}-hint`);
		if (!hint) return;
		hint.dataset.said ??= hint.textContent.replace(/，?最多\d+个字$/, "");
		const text = field.value.replace(/\r\n?/g, "\n").trim();
		const free = field.dataset.longest - (text.length > MOST ? text.length : [...text].length);
		hint.textContent = [hint.dataset.said, free < 0 ? `超出${-free}个字` : `还可以写${free}个字`].filter(Boolean).join("，");
		hint.toggleAttribute("data-tone", free < 0);
		if (free < 0) hint.dataset.tone = "against";
	};
	all("[data-longest]").forEach(field => field.value && count(field));
	on("input", "[data-longest]", count);

	/* 太长: a text that no form of ours takes is not even sent, so that nothing typed is lost on the way. */
	const weigh = field => {
		const length = field.type === "file" ? 0 : field.value.length;
		if (field.type !== "file") field.setCustomValidity(length > MOST ? `这里写了${length}个字，太长了，没有提交。请删短以后再提交` : "");
		return field.validity.customError;
	};

	/* 附件: a file too large is told before it is sent, so that nothing typed is lost with it. */
	on("change", "input[type=file][data-largest]", field => {
		const large = [...field.files].filter(file => file.size > field.dataset.largest).map(file => file.name);
		field.setCustomValidity(large.length ? `“${large.join("”“")}”超过10MB，请压缩以后再选` : "");
		field.reportValidity();
	});

	/* 多行: add and remove; names repeat, ids are numbered anew. */
	const renumber = (group) => all(".line", group).forEach((line, i) => {
		line.setAttribute("aria-label", `第${i + 1}行`);
		all("[data-remove]", line).forEach(button => button.setAttribute("aria-label", `删去第${i + 1}行`));
		all("[id], [for], [aria-describedby]", line).forEach(part => ["id", "for", "aria-describedby"].forEach(name => {
			if (part.hasAttribute(name)) part.setAttribute(name, part.getAttribute(name).replace(/\.\d+(?=-|\s|$)/g, `.${i}`));
		}));
	});
	const blank = line => all("input, textarea, select", line).every(field => !field.value);
	const wipe = line => {
		all("input, textarea, select", line).forEach(field => { field.value = ""; field.removeAttribute("aria-invalid") });
		all(".error", line).forEach(error => error.remove());
		all("[data-invalid]", line).forEach(field => field.removeAttribute("data-invalid"));
		return line;
	};
	/* ¥ × number in whole fen: "2,850.00" → 285000, "1.2万" → 1200000; anything else counts as nothing, the server will say why. */
	const whole = text => {
		const found = /^¥?(\d{1,12})(?:\.(\d{1,6}))?(万?)元?$/.exec(text.normalize("NFKC").replace(/[, ]/g, ""));
		const places = found?.[3] ? 6 : 2;
		return found && (found[2] ?? "").length <= places ? Number(found[1]) * 10 ** places + Number((found[2] ?? "0").padEnd(places, "0")) : 0;
	};
	/* quantities have up to three decimals; an amount is rounded to the fen, half a fen upwards, as the server does. */
	const thousandths = text => {
		const found = /^(\d{1,9})(?:\.(\d{1,3}))?$/.exec(text.normalize("NFKC").replace(/[, ]/g, ""));
		return found ? Number(found[1]) * 1000 + Number((found[2] ?? "").padEnd(3, "0")) : 0;
	};
	const sum = group => {
		const output = group.querySelector("[data-sum]");
		if (!output) return;
		const [amount, times] = group.dataset.total.split(" ");
		const fen = all(".line", group).reduce((total, line) => {
			const field = name => line.querySelector(`[name="${name}"]`)?.value ?? "";
			return total + (times ? Math.floor((whole(field(amount)) * thousandths(field(times)) + 500) / 1000) : whole(field(amount)));
		}, 0);
		output.textContent = `¥${Math.floor(fen / 100).toLocaleString("en")}.${String(fen % 100).padStart(2, "0")}`;
	};
	all("[data-rows]").forEach(group => {
		all(".line", group).slice(1).reverse().every(line => blank(line) && (line.remove(), true));
		sum(group);
	});
	on("click", "[data-add]", button => {
		const group = button.closest("[data-rows]"), lines = all(".line", group);
		const line = wipe(lines.at(-1).cloneNode(true));
		lines.at(-1).after(line);
		renumber(group);
		line.querySelector("input, textarea, select").focus();
	});
	on("click", "[data-remove]", button => {
		const group = button.closest("[data-rows]"), line = button.closest(".line");
		const near = line.nextElementSibling?.matches(".line") ? line.nextElementSibling : line.previousElementSibling;
		if (all(".line", group).length > 1) line.remove(); else wipe(line);
		renumber(group);
		sum(group);
		(near?.matches(".line") ? near : group).querySelector("input, textarea, select")?.focus();
		group.dispatchEvent(new Event("input", { bubbles: true }));
	});
	on("input", "[data-rows]", sum);

	/* 提交: the second press of one button is the same press. */
	document.addEventListener("submit", event => {
		const form = event.target;
		if (event.defaultPrevented || !form.matches("form[data-once]")) return;
		if (form.dataset.sent) { event.preventDefault(); return }
		const wrong = all("input, textarea", form).find(weigh);
		if (wrong) { event.preventDefault(); wrong.reportValidity(); return }
		form.dataset.sent = "yes";
		drafts.get(form)?.stop();
		(event.submitter ?? form.querySelector("button"))?.setAttribute("aria-busy", "true");
		setTimeout(() => release(form), 2e4);
	});
	const release = form => {
		delete form.dataset.sent;
		all("[aria-busy]", form).forEach(button => button.removeAttribute("aria-busy"));
	};
	addEventListener("pageshow", event => { if (event.persisted) all("form[data-sent]").forEach(release) });

	/* 草稿: kept a few seconds after the last keystroke, and when the page is left. Files and the idempotency key stay behind. */
	const drafts = new Map();
	all("form[data-autosave]").forEach(form => {
		const said = form.querySelector("[data-saved]");
		let dirty = false, timer = 0, stopped = false;
		const body = () => {
			const sent = new URLSearchParams();
			for (const [name, value] of new FormData(form)) if (typeof value === "string" && name !== "_key") sent.append(name, value);
			return sent;
		};
		const save = async leaving => {
			clearTimeout(timer);
			if (!dirty || stopped) return;
			dirty = false;
			try {
				const answer = await fetch(form.dataset.autosave, { method: "POST", body: body(), keepalive: leaving, redirect: "manual", headers: { "X-Autosave": "yes" } });
				if (!answer.ok && answer.type !== "opaqueredirect") throw new Error(answer.status);
				said.textContent = `已保存草稿 ${clock(now())}`;
			} catch {
				dirty = true;
				said.textContent = "草稿没有存上，网络可能断了。请先不要关掉这一页。";
				timer = setTimeout(save, 15e3);
			}
		};
		form.addEventListener("input", () => {
			dirty = true;
			clearTimeout(timer);
			timer = setTimeout(save, 4e3);
		});
		addEventListener("pagehide", () => save(true));
		document.addEventListener("visibilitychange", () => { if (document.hidden) save(true) });
		drafts.set(form, { stop: () => { stopped = true; clearTimeout(timer) } });
	});

	/* 大字: changes at once; the cookie follows. */
	on("submit", "form[data-size-switch]", (form, event) => {
		const button = form.querySelector("button"), elder = button.value === "elder";
		event.preventDefault();
		fetch(form.action, { method: "POST", body: new URLSearchParams([...new FormData(form), ["size", button.value]]), redirect: "manual" })
			.catch(() => {});
		if (elder) root.dataset.size = "elder"; else delete root.dataset.size;
		button.value = elder ? "normal" : "elder";
		button.querySelector("span").textContent = elder ? "标准" : "大字";
	});

	/* 打印 */
	on("click", "[data-print]", () => print());
})();
