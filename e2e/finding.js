/* What a person means by the words on a page: `kind` press, field, choice or group. Of several, the one whose innermost
   surroundings also say `near`; else it must be the only one. */
({ kind, label, near, row }) => {
	const words = it => it.textContent.replace(/\s+/g, " ").trim();
	const named = it => words(it).replace(/（可不填）$/, "").trim() === label;
	const seen = it => it.checkVisibility({ visibilityProperty: true });
	const around = it => { let part = it.parentElement; while (part && !words(part).includes(near)) part = part.parentElement; return part };
	const every = selector => [...document.querySelectorAll(selector)].filter(seen);
	const closest = found => {
		if (!near || found.length < 2) return found.filter(it => !near || around(it));
		const parts = found.map(it => [it, around(it)]).filter(([, part]) => part);
		return parts.filter(([, part]) => !parts.some(([, other]) => other !== part && part.contains(other))).map(([it]) => it);
	};
	const press = () => {
		for (const part of ["main ", ""]) for (const tag of ["button:not([aria-disabled=true])", "a[href]", "summary"]) {
			const found = closest(every(part + tag).filter(it => words(it) === label));
			if (found.length) return found.every(it => it.href && it.href === found[0].href) ? found.slice(0, 1) : found;
		}
		return [];
	};
	const field = () => closest([...document.querySelectorAll("main label")].filter(it => named(it) && it.control).map(it => it.control).filter(seen));
	const group = () => closest(every("fieldset").filter(it => it.querySelector("legend") && named(it.querySelector("legend"))));
	const found = { press, field, group }[kind]();
	if (row) return found[row - 1] ?? null;
	if (found.length > 1) throw new Error(`${found.length} × “${label}”` + (near ? ` near “${near}”` : ""));
	return found[0] ?? null;
}
