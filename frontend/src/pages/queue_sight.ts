// @ts-nocheck
/* Where a queue's list is scrolled to: it goes with what runs until somebody scrolls it elsewhere. */
import * as dom from "../dom/elements.ts";

/** `row(scanId)` is the row of a scan, if there is one. */
export function queueSight(list, row) {
  let current = new Set();
  let stood = 0; // where the list was last scrolled to by itself
  let due = false; // another scan runs than the list has shown
  let untouched = true; // nobody can have got hold of a row yet
  const first = () => row([...current][0]);

  function scrollTo(made) {
    list.scrollTop += made.getBoundingClientRect().top - list.getBoundingClientRect().top - list.clientHeight / 3;
    stood = list.scrollTop;
  }

  return {
    has: (scanId) => current.has(scanId),
    /** Which scans run; the scans of which that has changed. */
    current(ids) {
      const before = current;
      current = new Set(ids);
      due = due || ids[0] !== [...before][0];
      return [...before, ...ids].filter((each) => before.has(each) !== current.has(each));
    },
    /** Bring what runs into view when that is due, unless the list is in use; the page itself stays where it is. */
    follow(inUse) {
      if (due && first() && (untouched || !inUse())) {
        due = false;
        const [box, { top, bottom }] = [list.getBoundingClientRect(), first().getBoundingClientRect()];
        if (Math.abs(list.scrollTop - stood) <= 1 && (top < box.top || bottom > box.bottom)) scrollTo(first());
      }
      if (list.childElementCount) untouched = false;
    },
    /** Show what runs because somebody asks for it. */
    reveal() {
      if (!first()) return;
      first().scrollIntoView({ block: "nearest" });
      scrollTo(first());
      dom.flash(first());
    },
    get due() {
      return due;
    },
    get useful() {
      return current.size > 0 && list.scrollHeight > list.clientHeight + 1;
    },
  };
}
