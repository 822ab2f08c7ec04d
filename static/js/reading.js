/* 朗读: a button beside a text, shown only where the browser has a Chinese voice. One text at a time; a second press stops. */
const buttons = [...document.querySelectorAll("button[data-reads]")];
const voice = () => speechSynthesis.getVoices().find(it => /^(zh|cmn)/i.test(it.lang));
const said = button => button.querySelector("span");
const still = () => buttons.forEach(button => { said(button).textContent = "朗读"; delete button.dataset.reading });
const read = button => {
	const going = "reading" in button.dataset;
	speechSynthesis.cancel();
	still();
	if (going) return;
	const words = new SpeechSynthesisUtterance(document.getElementById(button.dataset.reads).textContent.replace(/\s+/g, " "));
	words.voice = voice();
	words.lang = words.voice?.lang ?? "zh-CN";
	words.rate = .9;
	words.onend = words.onerror = still;
	button.dataset.reading = "";
	said(button).textContent = "停止";
	speechSynthesis.speak(words);
};
const offer = () => { if (voice()) buttons.forEach(button => { button.hidden = false }) };
if ("speechSynthesis" in window) {
	buttons.forEach(button => button.addEventListener("click", () => read(button)));
	speechSynthesis.addEventListener?.("voiceschanged", offer);
	addEventListener("pagehide", () => speechSynthesis.cancel());
	offer();
}
