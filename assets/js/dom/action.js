/* Buttons that ask the server for something: the asking shows at once, a refusal stands beside the button, and what could be
 * regretted takes a second press. */
(function (root) {
  "use strict";
  const PyBirch = (root.PyBirch = root.PyBirch || {});
  const { el, text, show } = PyBirch.dom;
  const ARMED_FOR = 5000;
  const ANSWER_SHOWN_FOR = 2500;
  const REFUSAL_SHOWN_FOR = 12000;

  /** Where a button's refusals are said. */
  function saying() {
    return el("span.pb-said", { role: "alert", hidden: true });
  }

  /** Say `message` for a while in a node made by `saying`. */
  function say(node, message, tone = "red") {
    root.clearTimeout(node.pbTimer);
    text(node, message);
    node.dataset.tone = tone;
    show(node, Boolean(message));
    if (message) node.pbTimer = root.setTimeout(() => say(node, ""), REFUSAL_SHOWN_FOR);
  }

  /** Let `button` do `work()` (a promise). `asking` is its label meanwhile ("pausing…"); `said` takes the refusal;
   *  `question` makes the first press ask it and the second one act. Returns what ends the asking at once. */
  function action(button, work, { asking = "asking…", said = null, question = "", done = () => {} } = {}) {
    const label = button.querySelector("span:last-child") || button;
    const rest = label.textContent;
    let disarm = null;
    let settling = null;

    async function act() {
      root.clearTimeout(settling);
      button.style.minWidth = `${button.offsetWidth}px`; // what is asked takes the icon's place, and nothing jumps
      button.setAttribute("aria-busy", "true");
      button.setAttribute("aria-disabled", "true"); // one that is `disabled` would lose the focus
      text(label, asking);
      if (said) say(said, "");
      try {
        done(await work());
        settling = root.setTimeout(settle, ANSWER_SHOWN_FOR); // the status event mostly comes first and ends it
      } catch (refused) {
        settle();
        if (!(refused instanceof PyBirch.Refusal)) throw refused;
        if (said) say(said, refused.message);
        else PyBirch.message(refused.message);
      }
    }
    function settle() {
      root.clearTimeout(settling);
      button.removeAttribute("aria-busy");
      button.style.minWidth = "";
      button.removeAttribute("aria-disabled");
      text(label, disarm ? question : rest);
    }
    function arm() {
      button.classList.add("pb-armed");
      text(label, question);
      const timer = root.setTimeout(() => disarm && disarm(), ARMED_FOR);
      disarm = () => {
        root.clearTimeout(timer);
        disarm = null;
        button.classList.remove("pb-armed");
        text(label, rest);
      };
    }
    button.addEventListener("keydown", (event) => event.repeat && event.preventDefault()); // a key that is held is one press
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-busy")) return undefined;
      if (question && !disarm) return arm();
      if (disarm) disarm();
      return act();
    });
    return settle;
  }

  PyBirch.action = action;
  PyBirch.saying = saying;
  PyBirch.say = say;
})(window);
