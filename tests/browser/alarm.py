"""Pages are provoked, and whatever runs in them that is not ours rings.

The browser itself tells: its debugger announces each script that is compiled, a handler in an attribute and a
`javascript:` address included. So no payload has to call what we would listen to.
"""

import json
from dataclasses import dataclass, field

from playwright.sync_api import Page

# Fires what a reader could fire, and more: every event at every element, each link clicked, each form sent. Links and
# forms that would leave the page are held back, those that would run something are not. Frames of our own too.
PROVOKE = """async (root, rest) => {
  const EVENTS = {
    Event: ["focus", "blur", "load", "error", "toggle", "beforetoggle", "input", "change", "select", "scroll",
            "submit", "reset", "invalid", "canplay", "play", "loadstart", "begin", "end", "cut", "copy", "paste"],
    FocusEvent: ["focusin", "focusout"],
    MouseEvent: ["mouseover", "mouseenter", "mousemove", "mousedown", "mouseup", "auxclick", "contextmenu", "click",
                 "dblclick", "wheel"],
    PointerEvent: ["pointerover", "pointerenter", "pointerdown", "pointerup", "pointermove", "gotpointercapture"],
    AnimationEvent: ["animationstart", "animationiteration", "animationend"],
    TransitionEvent: ["transitionrun", "transitionstart", "transitionend"],
    DragEvent: ["drag", "dragstart", "dragenter", "dragover", "drop", "dragend"],
    KeyboardEvent: ["keydown", "keypress", "keyup"],
    TouchEvent: ["touchstart", "touchend"],
  };
  const runs = (address, view) => {
    try {
      return /^(javascript|data|vbscript):$/.test(new URL(address, view.document.baseURI).protocol);
    } catch {
      return false;
    }
  };
  // By the prototypes: names in a text may hide the methods of forms and of the document.
  const call = (owner, method, element, ...rest) => window[owner].prototype[method].call(element, ...rest);
  const send = (element, event) => call("EventTarget", "dispatchEvent", element, event);
  const held = new WeakSet();
  function hold(view) {
    if (held.has(view)) return;
    held.add(view);
    const prevent = (event) => event.preventDefault();
    for (const kind of ["click", "auxclick"]) view.addEventListener(kind, (event) => {
      const link = event.target.closest?.("a, area, button, input");
      const address = ["href", "xlink:href", "formaction"].map((name) => link?.getAttribute(name)).find(Boolean);
      if (link && !runs(address ?? link.form?.getAttribute("action") ?? "", view)) prevent(event);
    }, true);
    view.addEventListener("submit", (event) => {
      if (!runs(call("Element", "getAttribute", event.target, "action") ?? "", view)) prevent(event);
    }, true);
  }
  function fire(element, view) {
    for (const [kind, names] of Object.entries(EVENTS))
      for (const name of names)
        send(element, new (view[kind] ?? view.Event)(name, { cancelable: true }));
    for (const name of call("Element", "getAttributeNames", element))
      if (name.startsWith("on")) send(element, new view.Event(name.slice(2), { cancelable: true }));
    if (element.localName === "details" || element.localName === "dialog") element.open = true;
    if (element.localName === "form" && runs(call("Element", "getAttribute", element, "action") ?? "", view))
      call("HTMLFormElement", "submit", element);
    if (element instanceof view.HTMLElement) call("HTMLElement", "focus", element, { preventScroll: true });
  }
  function provoke(view, selector) {
    hold(view);
    const elements = [...call("Document", "querySelectorAll", view.document, selector)];
    for (const element of elements) {
      try { fire(element, view); } catch (error) { if (error.name === "TypeError") throw error; }
    }
    return elements.length;
  }
  const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));
  const isThere = ({ contentDocument: inner }) =>
    !inner || (inner.readyState === "complete" && inner.URL !== "about:blank");
  let count = 0;
  for (let left = 100; left && document.readyState === "loading"; left--) await pause(50);
  const frames = root === null ? [...document.querySelectorAll("iframe")] : [];
  for (let left = 100; left && !frames.every(isThere); left--) await pause(50);
  for (const frame of frames) if (frame.contentDocument) count += provoke(frame.contentWindow, "*");
  if (root !== null) count = provoke(window, root);
  await pause(rest);
  return count;
}"""


# Dialogs would hold the page until somebody answers; that they were called is known without them.
QUIET = "for (const name of ['alert', 'confirm', 'prompt', 'print', 'open']) window[name] = () => null;"
OURS = "\n//# sourceURL=alarm.js"


@dataclass
class Alarm:
    """Listens to a page. `ours`: the address of our own host."""

    page: Page
    ours: str
    ran: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)  # addresses on other hosts
    addresses: dict[str, str] = field(default_factory=dict)  # of frames

    def __post_init__(self):
        self._our_scripts = (f"{self.ours}/static/", f"{self.ours}/admin/jsi18n/")
        self.session = self.page.context.new_cdp_session(self.page)
        self.session.on("Debugger.scriptParsed", self._hear)
        self.session.on("Page.frameAttached", lambda event: self._within(event["frameId"], event["parentFrameId"]))
        self.session.on("Page.frameNavigated", lambda event: self._arrived(event["frame"]["id"], event["frame"]["url"]))
        self.session.send("Debugger.enable")
        self.session.send("Debugger.setBreakpointsActive", {"active": False})  # `debugger;` would hold it
        self.session.send("Page.enable")
        self.session.send("Page.addScriptToEvaluateOnNewDocument", {"source": QUIET + OURS})
        self.page.on("popup", lambda page: self.ran.append(f"opened {page.url}"))
        self.page.on("request", self._ask)

    def _hear(self, script: dict) -> None:
        # Playwright's own scripts live in a world apart; those of length 0 announce a frame.
        is_apart = script.get("executionContextAuxData", {}).get("type") != "default"
        if is_apart or not script["length"] or script["url"].startswith(("alarm.js", *self._our_scripts)):
            return
        frame = script["executionContextAuxData"]["frameId"]
        self.ran.append(f"{script['url'] or 'javascript:'} in {self.addresses.get(frame, '?')}")

    def number_of(self, ran: str) -> int:
        """The number that is the path of the frame where something ran."""
        return int(ran.rpartition("/")[2])

    def _arrived(self, frame: str, url: str) -> None:
        if url.startswith(self.ours):  # where it goes once something ran is of no interest
            self.addresses[frame] = url

    def _within(self, frame: str, outer: str) -> None:
        self.addresses[frame] = self.addresses.get(outer, "?")

    def _ask(self, request) -> None:
        if not request.url.startswith((f"{self.ours}/", "data:", "about:", "blob:")):
            self.asked.append(request.url)

    def provoke(self, root: str | None, rest: int = 250) -> int:
        """Provoke what `root` selects, or all frames of the page when None, and wait for `rest` milliseconds.

        The number of elements provoked.
        """
        return self.evaluate(f"({PROVOKE})({json.dumps(root)}, {rest})")

    def evaluate(self, expression: str):
        """What Playwright's own `evaluate` gives, but not heard."""
        answer = self.session.send(
            "Runtime.evaluate", {"expression": expression + OURS, "awaitPromise": True, "returnByValue": True}
        )
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")
