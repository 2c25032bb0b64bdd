/* Things that change as time passes: ages of moments, and work that is done each second while its element is in the page. */
(function (root) {
  "use strict";
  const PyBirch = (root.PyBirch = root.PyBirch || {});
  const works = new Set();

  /** Call `work()` now and each second until what is returned is called. */
  function eachSecond(work) {
    works.add(work);
    work();
    return () => works.delete(work);
  }

  /** Let the node tell how long ago `timestamp` was, with the moment itself on hover. `form` may be "elapsed". */
  function moment(node, timestamp, form = "age") {
    if (!timestamp) {
      delete node.dataset.moment;
      node.removeAttribute("title");
      PyBirch.dom.text(node, PyBirch.format.NONE);
      return node;
    }
    if (node.dataset.moment !== String(timestamp)) {
      node.dataset.moment = timestamp;
      node.dataset.form = form;
      node.title = PyBirch.format.moment(typeof timestamp === "number" ? timestamp : Date.parse(timestamp));
    }
    refresh(node);
    return node;
  }

  function refresh(node) {
    const raw = node.dataset.moment;
    const at = /^\d+(\.\d+)?$/.test(raw) ? Number(raw) : Date.parse(raw);
    const elapsed = node.dataset.form === "elapsed";
    PyBirch.dom.text(node, elapsed ? PyBirch.format.duration(Math.max(0, (Date.now() - at) / 1000)) : PyBirch.format.age(at));
  }

  root.setInterval(() => {
    for (const work of [...works]) work();
    for (const node of document.querySelectorAll("[data-moment]")) refresh(node);
  }, 1000);

  PyBirch.eachSecond = eachSecond;
  PyBirch.moment = moment;
})(window);
