#!/usr/bin/env python3
"""Does the HTML report do in a real browser what docs/report.md#the-page says?

    page.py [PROGRAM] [--shots FOLDER]

Has the ignored test `pages_for_a_browser` write pages, opens them from file:// in Chromium, and drives it over its
own pipe. Skips with a word where there is no Chromium. With --shots it keeps pictures for somebody to look at.
"""
import argparse
import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PATIENCE = 60


class Browser:
    """A headless Chromium, spoken to over file descriptors 3 and 4."""

    def __init__(self, program, profile):
        to_child, self.out = os.pipe()
        self.into, from_child = os.pipe()

        def wire():
            # Numbers above, so that neither of the two is lost while they are put in place.
            to, back = os.dup(to_child), os.dup(from_child)
            os.dup2(to, 3)
            os.dup2(back, 4)

        flags = ["--headless=new", "--no-sandbox", "--remote-debugging-pipe", f"--user-data-dir={profile}", "--no-first-run"]
        flags += ["--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage", "about:blank"]
        self.process = subprocess.Popen(
            [program, *flags], preexec_fn=wire, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        os.close(to_child)
        os.close(from_child)
        self.buffer, self.last, self.session, self.events = b"", 0, None, []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(domain + ".enable")

    def read(self):
        while b"\0" not in self.buffer:
            part = os.read(self.into, 1 << 20)
            if not part:
                sys.exit("the browser has gone")
            self.buffer += part
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, **params):
        self.last += 1
        message = {"id": self.last, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.read()
            if answer.get("id") == self.last:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)
            if answer.get("method") == "Page.javascriptDialogOpening":
                sys.exit("a dialog was opened: some text acts")

    def js(self, expression):
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True, userGesture=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(f"{expression}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def open(self, address):
        """Loads a page anew, and waits until it is painted."""
        self.call("Page.navigate", url="about:blank")
        self.call("Page.navigate", url=address)
        until(lambda: self.js("document.readyState === 'complete' && location.href !== 'about:blank'"), address)
        self.js("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def key(self, key):
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, text=key)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key)

    def size(self, width, height=800, dark=False):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.call("Emulation.setEmulatedMedia", features=scheme)

    def shot(self, file):
        file.write_bytes(base64.b64decode(self.call("Page.captureScreenshot")["data"]))

    def end(self):
        self.process.terminate()
        self.process.wait(10)


def until(holds, what):
    end = time.monotonic() + PATIENCE
    while not (value := holds()):
        if time.monotonic() > end:
            sys.exit(f"waited in vain for {what}")
        time.sleep(0.02)
    return value


def same(found, expected, what):
    if found != expected:
        sys.exit(f"{what}: {found!r}, and not {expected!r}")
    print(f"ok  {what}")


SHOWN = "[...document.querySelectorAll('.item')].filter((i) => !i.hidden).map((i) => i.dataset.id).join(' ')"
FILTER = "(() => {{ const f = document.forms.filters.elements.{}; f.value = {}; f.dispatchEvent(new Event('input', {{bubbles: true}})); }})()"


def first_screen(browser, page):
    for width in (1200, 400):
        browser.size(width)
        browser.open(page)
        top = browser.js("document.querySelector('#open .item').getBoundingClientRect().bottom")
        same(top < 800, True, f"the first that needs a person is on the first screen at {width} px (ends at {top:.0f})")
        wide = browser.js("document.documentElement.scrollWidth")
        same(wide <= width, True, f"nothing is wider than {width} px")


def filters(browser, page):
    browser.open(page)
    browser.js(FILTER.format("field", "'abstract'"))
    same(browser.js(SHOWN), "c1", "a filter by field")
    same(browser.js("location.hash"), "#field=abstract", "its state is in the fragment")
    browser.open(page + "#q=second+model&new=1")
    same(browser.js(SHOWN), "f1 c3", "a fragment filters by text")
    browser.js("document.forms.filters.reset()")
    until(lambda: browser.js("location.hash") == "", "the filter to be reset")
    same(browser.js(SHOWN), "f1 c3 f2 c1 c2", "without a filter all is shown")
    browser.open(page + "#list=no%20such%20list&kind=%3Cb%3E")
    same(browser.js(SHOWN), "f1 c3 f2 c1 c2", "a fragment that means nothing does nothing")


def decisions(browser, page, folder):
    browser.open(page)
    browser.js("localStorage.clear()")
    browser.open(page)
    tally = "document.getElementById('tally').textContent"
    for key in "jajr":
        browser.key(key)
    same(browser.js(tally), "Nothing decided yet · 3 left", "keys do nothing until they are switched on")
    browser.js("document.getElementById('keys').click()")
    browser.js("document.forms.filters.elements.q.focus()")
    for key in "ar":
        browser.key(key)
    same(browser.js("document.forms.filters.elements.q.value"), "ar", "keys type where somebody types")
    browser.js(FILTER.format("q", "''"))
    browser.js("document.activeElement.blur()")
    browser.key("j")
    browser.key("r")
    browser.key("a")
    browser.key("s")
    same(browser.js(tally), "1 accepted, 1 ignored, 1 for later · 0 left", "each key decides and goes on")
    browser.js("document.querySelectorAll('.fold').forEach((f) => { f.open = true; })")
    reject = "document.querySelector('[name=d-c1][value=reject]')"
    browser.js(reject + ".click()")
    because = "(() => {{ const f = document.querySelector('#c-c1 [type=text]'); f.value = {}; f.dispatchEvent(new Event('input', {{bubbles: true}})); }})()"
    browser.js(because.format(json.dumps("it's mine; $(rm)\u202e")))
    browser.js("document.querySelector('[name=d-c2][value=accept]').click()")
    browser.js("document.getElementById('back').click()")
    expected = {
        "schema": 1,
        "run": "0192-run",
        "decisions": [
            {"change": "f1", "do": "ignore"},
            {"change": "c3", "do": "accept"},
            {"change": "c1", "do": "reject", "because": "it's mine; $(rm)\u202e"},
        ],
    }
    command = "arxsync accept c3; arxsync reject c1 --because 'it'\\''s mine; $(rm) '; arxsync ignore f1"
    same(browser.js("document.getElementById('command').value"), command, "the command says the same")
    exported(browser, folder, expected, "the decisions are downloaded exactly")
    session, browser.session = browser.session, None
    browser.call("Browser.grantPermissions", permissions=["clipboardReadWrite", "clipboardSanitizedWrite"])
    browser.session = session
    browser.call("Page.bringToFront")
    browser.js("document.getElementById('copy').click()")
    until(lambda: browser.js(tally) == "Copied.", "the copy")
    same(browser.js("navigator.clipboard.readText()"), command, "the command is copied")
    browser.open(page)
    exported(browser, folder, expected, "drafts are kept")
    browser.js("localStorage.setItem('arxsync:0192-run', '[[\"c1\",{\"do\":\"rm\"}],7,[\"x\\\\\"]\",{\"do\":\"accept\"}]]')")
    browser.open(page)
    same(browser.js(tally), "Nothing decided yet · 3 left", "a draft that is none is not taken")


def exported(browser, folder, expected, what):
    for old in folder.iterdir():
        old.unlink()
    browser.js("document.getElementById('download').click()")
    file = folder / "arxsync-decisions-0192-run.json"
    until(file.is_file, "the download")
    same(json.loads(until(file.read_text, "its text")), expected, what)


def without_script(browser, page):
    browser.call("Emulation.setScriptExecutionDisabled", value=True)
    browser.call("Page.navigate", url=page)
    time.sleep(0.5)
    browser.call("DOM.enable")
    text = json.dumps(browser.call("DOMSnapshot.captureSnapshot", computedStyles=[])["strings"])
    words = ["Needs you", "title and link name different papers", "modle", "arxsync accept ", "arxsync ignore ", "Lost & <Found>"]
    same([word for word in words if word not in text], [], "without script it reads whole")
    node = browser.call("DOM.getDocument")["root"]["nodeId"]
    for part, shown in [("search", False), ("#export", False), (".decide", False), (".command", True)]:
        found = browser.call("DOM.querySelector", nodeId=node, selector=part)["nodeId"]
        try:
            has_box = bool(browser.call("DOM.getBoxModel", nodeId=found))
        except RuntimeError:
            has_box = False
        same(has_box, shown, f"without script {part} is {'shown' if shown else 'not shown'}")
    browser.call("Emulation.setScriptExecutionDisabled", value=False)


def printed(browser, page):
    """On paper everything is open, also where no script opens it."""
    browser.call("Emulation.setScriptExecutionDisabled", value=True)
    browser.call("Page.navigate", url=page)
    time.sleep(0.5)
    browser.call("Emulation.setEmulatedMedia", media="print")
    for what in ("#c-c1 .words", "#unasked li"):
        height = browser.js(f"document.querySelector('{what}').getBoundingClientRect().height")
        same(height > 5, True, f"on paper {what} is there")
    browser.call("Emulation.setEmulatedMedia", media="")
    browser.call("Emulation.setScriptExecutionDisabled", value=False)


def injected(browser, folder):
    page = (folder / "sample.html").read_text()
    evil = "<script>window.hacked = 1</script><img src=x onerror='window.hacked = 2'><p id=styled style='color: red'>"
    evil += "<style>h1 { display: none }</style><iframe src='https://example.org'></iframe><script src='https://example.org/x.js'></script>"
    (folder / "injected.html").write_text(page.replace("<main", evil + "<main", 1))
    browser.open((folder / "injected.html").as_uri())
    browser.js("try { setTimeout('window.hacked = 3') } catch {}")
    same(browser.js("String(window.hacked)"), "undefined", "an injected script does not run")
    same(browser.js("getComputedStyle(document.querySelector('h1')).display"), "block", "an injected style is not worn")
    same(browser.js("document.documentElement.className"), "js", "ours runs")


def hostile(browser, folder):
    for page in sorted(folder.glob("hostile-*.html")):
        browser.open(page.as_uri())
        browser.js("document.querySelectorAll('.fold').forEach((f) => { f.open = true; })")
        whole = browser.js("document.querySelectorAll('.item').length + ' ' + document.querySelectorAll('script').length")
        if whole != "5 1":
            sys.exit(f"{page}: {whole}")
    print("ok  hostile texts are text")


def nothing_was_asked(browser):
    sent = [e["params"]["request"]["url"] for e in browser.events if e.get("method") == "Network.requestWillBeSent"]
    outside = [url for url in sent if not url.startswith(("file://", "blob:", "about:"))]
    failed = [e["params"] for e in browser.events if e.get("method") == "Runtime.exceptionThrown"]
    same(len(sent) > 20, True, f"requests are seen ({len(sent)})")
    same(outside, [], "nothing is asked from anywhere")
    same(failed, [], "no script fails")


def many(browser, page):
    browser.size(1200)
    browser.call("Performance.enable", timeDomain="threadTicks")
    start = time.monotonic()
    browser.open(page)
    shown = time.monotonic() - start
    metrics = {one["name"]: one["value"] for one in browser.call("Performance.getMetrics")["metrics"]}
    paint = browser.js("performance.getEntriesByName('first-contentful-paint')[0].startTime") / 1000
    search = browser.js("(() => { const t = performance.now(); " + FILTER.format("q", "'another4321'") + "; document.body.offsetHeight; return performance.now() - t; })()")
    same(browser.js(SHOWN), f"{4321:012x}", "one of 5,000 is found")
    browser.js(FILTER.format("q", "''"))
    browser.js("document.getElementById('keys').click()")
    start = time.monotonic()
    for key in "jaaaaaaaaaa":
        browser.key(key)
    keys = (time.monotonic() - start) / 11
    size = browser.js("document.documentElement.outerHTML.length") / 1e6
    print(f"--  5,000 changes ({size:.1f} MB): painted after {paint:.2f} s, ready after {shown:.2f} s ({metrics['TaskDuration']:.2f} s of processor), searched in {search / 1000:.2f} s, a key takes {keys:.2f} s")


def pictures(browser, page, folder):
    browser.open(page)
    browser.js("localStorage.clear()")
    for dark in (False, True):
        for width in (1200, 400):
            browser.size(width, dark=dark)
            browser.open(page)
            browser.js("document.querySelector('.decide [value=reject], .decide [value=ignore]').click()")
            scheme = "dark" if dark else "light"
            browser.shot(folder / f"{page.split('/')[-1]}-{scheme}-{width}.png")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program", nargs="?", help="as the other scripts have it; the pages come from a test")
    parser.add_argument("--shots", type=Path)
    parser.add_argument("--pages", type=Path, help="pages that were written before")
    args = parser.parse_args()
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    program = next(filter(None, map(shutil.which, names)), None)
    if not program:
        print("skipped: there is no Chromium")
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as work:
        folder, profile, downloads = (Path(work) / name for name in ("pages", "profile", "downloads"))
        for one in (folder, profile, downloads):
            one.mkdir()
        if args.pages:
            shutil.copytree(args.pages, folder, dirs_exist_ok=True)
        else:
            test = ["cargo", "test", "--quiet", "--test", "program", "pages_for_a_browser", "--", "--ignored"]
            subprocess.run(test, cwd=PROJECT, env={**os.environ, "ARXSYNC_PAGES": str(folder)}, check=True, stdout=subprocess.DEVNULL)
        browser = Browser(program, profile)
        try:
            session, browser.session = browser.session, None
            browser.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(downloads))
            browser.session = session
            page = (folder / "sample.html").as_uri()
            first_screen(browser, page)
            browser.size(1200)
            filters(browser, page)
            decisions(browser, page, downloads)
            without_script(browser, page)
            printed(browser, page)
            hostile(browser, folder)
            many(browser, (folder / "many.html").as_uri())
            nothing_was_asked(browser)
            injected(browser, folder)
            if args.shots:
                args.shots.mkdir(parents=True, exist_ok=True)
                pictures(browser, page, args.shots)
                pictures(browser, (folder / "many.html").as_uri(), args.shots)
        finally:
            browser.end()


if __name__ == "__main__":
    main()
