#!/usr/bin/env python3
"""Says what originlint has to report for each measured origin check, and why.

Reads origin-predicates.jsonl and origin-predicates.meta.json (what really passed in two browsers), writes expected.jsonl.
The class is computed from what passed; the rules follow from the class, except where reading the check says more
(a comparison that nobody enforces is not the weak comparison that a substring test is). JUDGED has one row a check, in the
order of the table, and a check that is added or moved stops the script.
"""

import json
import pathlib
from urllib.parse import urlsplit

HERE = pathlib.Path(__file__).parent

WEAK = "weak-origin-check"
UNENFORCED = "unenforced-origin-check"
SPOOFABLE = "spoofable-sender-check"
SOURCE = "source-only-check"
NULLABLE = "nullable-source-check"
MISSING = "missing-origin-check"
UNTRUSTED = "untrusted-expected-origin"
BROAD = "broad-origin-check"
INSECURE = "insecure-origin-allowed"
IMPOSSIBLE = "impossible-origin-check"
OPAQUE = "opaque-origin-compare"
NULL = "null-origin-allowed"

# The rules that may be reported for a class, of which exactly one has to be; none means silence.
RULES = {
    "foreign": [WEAK],
    "null": [NULL],
    "subdomain": [BROAD],
    "insecure": [INSECURE],
    "port": [],
    "impossible": [IMPOSSIBLE],
    "sound": [],
}

# (predicate, why in a few words, the rules where they differ from those of the class)
JUDGED = [
    ("LIST.includes(o)", "array membership is equality"),
    ("LIST.indexOf(o) !== -1", "array membership is equality"),
    ("({[T]:1})[o]", "keyed by the whole origin; no key of the prototype is an origin"),
    ("o.toLowerCase() === T", "an origin is lower case already"),
    ("new URL(o).origin === T", "parsed, compared as a whole; 'null' throws"),
    ('o.replace("https://","") === D', "an http origin keeps its scheme and differs"),
    ("o === T && e.source === parent", "exact, and the window as well"),
    ("o.localeCompare(T) === 0", "equality for the characters that origins have"),
    ('o === "trusted.example.test"', "no scheme"),
    ('o === "https://trusted.example.test/widget"', "a path"),
    ("o.indexOf(T) !== -1", "substring"),
    ("o.indexOf(T) > -1", "substring"),
    ("~o.indexOf(T)", "substring"),
    ("o.indexOf(T) === 0", "prefix"),
    ("o.indexOf(D) > 0", "substring"),
    ("o.indexOf(D) !== -1", "substring"),
    ("o.lastIndexOf(T) !== -1", "substring"),
    ("o.lastIndexOf(T, 0) === 0", "prefix"),
    ("o.includes(T)", "substring"),
    ('o.includes("example.test")', "substring"),
    ("o.startsWith(T)", "prefix"),
    ('o.startsWith("https://trusted.")', "prefix of one label"),
    ('o.startsWith("https://trusted")', "prefix inside a label"),
    ('o.startsWith("https://")', "every https origin"),
    ('o.startsWith(T + ":")', "only other ports of the same host, and not the intended one"),
    ('o.endsWith("example.test")', "suffix inside a label"),
    ('o.endsWith("//trusted.example.test")', "the scheme before the slashes is not compared"),
    ('o.startsWith("https://") && o.endsWith(".example.test")', "every subdomain, https only"),
    ('o.startsWith("https://") && o.includes("trusted.example.test")', "substring"),
    ("o.slice(0, T.length) === T", "prefix"),
    ("o.substring(0, T.length) === T", "prefix"),
    ("o.substr(0, T.length) === T", "prefix"),
    ("o.slice(8) === D", "cuts one letter too many off http://, so another host of the domain passes over http", [BROAD, INSECURE]),
    ('o.slice(-12) === "example.test"', "suffix inside a label"),
    ("o.substr(-D.length) === D", "suffix inside a label of the same domain, any scheme", [BROAD, INSECURE]),
    ('o.charAt(0) === "h"', "every http and https origin"),
    ("T.includes(o)", "reversed: every prefix that is a host"),
    ("T.startsWith(o)", "reversed: every prefix that is a host"),
    ("T.endsWith(o)", "reversed, but an origin begins with its scheme, so only the whole string is a suffix"),
    ('LIST.join(",").includes(o)', "reversed: substring of the joined list"),
    ("LIST.toString().indexOf(o) >= 0", "reversed: substring of the joined list"),
    ('"https://trusted.example.test https://b.example.test".includes(o)', "reversed: substring of the joined list"),
    ("LIST.some(a => a.startsWith(o))", "reversed: every prefix of an entry"),
    ("T.match(o)", "reversed: the origin is taken for a pattern"),
    ("new RegExp(o).test(T)", "reversed: the origin is taken for a pattern"),
    ("T.search(o) !== -1", "reversed: the origin is taken for a pattern"),
    ('"https://www.example.com".startsWith(o)', "reversed: .co of .com"),
    ('"https://app.example.dev".includes(o)', "reversed: .de of .dev"),
    ("LIST.some(a => o.includes(a))", "substring"),
    ("LIST.some(a => o.startsWith(a))", "prefix"),
    ('["example.test"].some(a => o.endsWith("." + a))', "every subdomain, any scheme", [BROAD, INSECURE]),
    ("LIST.some(a => o.match(a))", "an entry is taken for a pattern without anchors"),
    ("LIST.indexOf(o) > 0", "never accepts the first entry; nobody else gets in"),
    ("o in LIST", "in asks for indexes, and no origin is one"),
    ("LIST.filter(a => o.includes(a))", "an array is truthy, also when it is empty", [WEAK, UNENFORCED]),
    ("LIST.filter(a => a === o)", "an array is truthy, also when it is empty", [WEAK, UNENFORCED]),
    ("LIST.map(a => a === o)", "an array is truthy", [WEAK, UNENFORCED]),
    ("LIST.find(a => a === o) !== null", "find answers undefined, which is not null", [WEAK, UNENFORCED]),
    ("LIST.findIndex(a => a === o)", "-1 is truthy, and 0 is not", [WEAK, UNENFORCED]),
    ("/trusted.example.test/.test(o)", "no anchors, dots not escaped"),
    (r"/trusted\.example\.test/.test(o)", "no anchors"),
    (r"/^https:\/\/trusted\.example\.test/.test(o)", "no anchor at the end"),
    (r"/trusted\.example\.test$/.test(o)", "no boundary on the left: more letters before the first label, any scheme", [BROAD, INSECURE]),
    (r"/example\.test$/.test(o)", "no boundary on the left of the domain"),
    (r"/\.example\.test$/.test(o)", "every subdomain, any scheme", [BROAD, INSECURE]),
    (r"/^https:\/\/trusted\.example\.test$/.test(o)", "anchored and escaped"),
    (r"/^https:\/\/trusted\.example\.test$/i.test(o)", "anchored and escaped; an origin is lower case anyway"),
    (r"/^https:\/\/trusted\.example\.test$/m.test(o)", "anchored and escaped; an origin has one line"),
    (r"/^https?:\/\/trusted\.example\.test$/.test(o)", "http as well"),
    (r"/^(https?:)?\/\/trusted\.example\.test$/.test(o)", "http as well"),
    (r"/^https:\/\/trusted\.example\.test(:\d+)?$/.test(o)", "other ports of the same host"),
    (r"/^https:\/\/trusted\.example\.test:?/.test(o)", "no anchor at the end"),
    (r"/^https:\/\/trusted\.example\.test\b/.test(o)", "a word boundary is before a dot and a hyphen too"),
    (r"/^https:\/\/trusted\.example\.test(\/|$)/.test(o)", "an origin has no slash there, so only the end matches"),
    (r"/^https:\/\/trusted\.example\.test(?!\.)/.test(o)", "anything but a dot may follow"),
    (r"/^https:\/\/.*example\.test$/.test(o)", "no boundary on the left of the domain"),
    (r"/^https:\/\/[^.]+\.example\.test$/.test(o)", "every subdomain, https only"),
    (r"/^https:\/\/(.+\.)?example\.test$/.test(o)", "the domain and every subdomain, https only"),
    (r"/^https:\/\/[\w.-]*example\.test$/.test(o)", "no boundary on the left of the domain"),
    ("/[a-z]+.example.test$/.test(o)", "dots not escaped, no anchor on the left"),
    (r"/^https:\/\/(a|trusted)\.example\.test$/.test(o)", "two named hosts"),
    (r"/^(https:\/\/a\.test|https:\/\/trusted\.example\.test)$/.test(o)", "two named origins in a group"),
    (r"/a\.test|trusted\.example\.test/.test(o)", "no anchors"),
    (r"/^https:\/\/[trusted.example.test]+$/.test(o)", "a class of letters instead of a word"),
    ("new RegExp(T).test(o)", "no anchors, dots not escaped"),
    ('new RegExp("example.test$").test(o)', "no boundary on the left, dot not escaped"),
    ("o.match(D)", "a string is taken for a pattern without anchors"),
    (r"o.match(/trusted\.example\.test/)", "no anchors"),
    ("o.search(T) !== -1", "a string is taken for a pattern without anchors"),
    ("o.search(D) > -1", "a string is taken for a pattern without anchors"),
    ("o.search(T)", "-1 is truthy, and 0 is not"),
    (r"/trusted\.example\.test/.exec(o)", "no anchors"),
    ('o.match("https://trusted.example.test$")', "dots not escaped"),
    ("new URL(o).hostname === D", "scheme and port are not compared"),
    ('new URL(o).hostname.endsWith(".example.test")', "every subdomain, any scheme", [BROAD, INSECURE]),
    ("new URL(o).hostname.includes(D)", "substring of the host"),
    ('new URL(o).hostname.startsWith("trusted.")', "first label only"),
    ('new URL(o).protocol === "https:"', "every https origin"),
    ('new URL(o).protocol === "https:" && new URL(o).host === D', "scheme, host and port"),
    ('new URL(o).port === ""', "every origin at a default port"),
    ('o.split("//")[1] === D', "the scheme is not compared"),
    ('o.split("://").pop() === D', "the scheme is not compared"),
    ('o.split("/")[2] === D', "the scheme is not compared"),
    ('o.split("/")[2].split(":")[0] === D', "scheme and port are not compared"),
    ('o.split(".").slice(-2).join(".") === "example.test"', "every subdomain, any scheme", [BROAD, INSECURE]),
    ('o.split(".")[1] === "example"', "second label only"),
    ('o.split(".")[0] === "https://trusted"', "first label only"),
    ('o.split("//")[1].split(".")[0] === "trusted"', "first label only"),
    ('({trusted:1})[o.split("//")[1].split(".")[0]]', "first label only, and the keys of the prototype"),
    ('({"trusted.example.test":1})[new URL(o).hostname]', "scheme and port are not compared"),
    (r'o.replace(/https?:\/\//, "") === D', "the scheme is not compared"),
    ('o.replace(/[^a-z]/g, "") === "httpstrustedexampletest"', "dots and hyphens are dropped before the comparison"),
    ('o.replace("beta-", "") === T', "what is removed may stand in the middle of another name"),
    ("decodeURIComponent(o) === T", "an origin has nothing to decode"),
    ('(o.match(/[^.]+\\.[^.]+$/)||[])[0] === "example.test"', "every subdomain, any scheme", [BROAD, INSECURE]),
    ('(a => (a.href = o, a.hostname === D))(document.createElement("a"))', "scheme and port are not compared"),
    ("o === location.origin", "the page's own origin"),
    ("o === window.origin", "'null' on both sides in a sandboxed page", [OPAQUE]),
    ("o.includes(location.hostname)", "substring: own host"),
    ("o.startsWith(location.origin)", "prefix: own origin"),
    ("document.referrer.startsWith(o)", "the embedding page is the referrer", [UNTRUSTED, WEAK]),
    ("location.href.includes(encodeURIComponent(o))", "the sender writes itself into the page's URL", [UNTRUSTED, WEAK]),
    ("location.ancestorOrigins && location.ancestorOrigins[0] === o", "anybody can be the embedding page", [UNTRUSTED]),
    ("location.ancestorOrigins && location.ancestorOrigins.contains(o)", "anybody can be the embedding page", [UNTRUSTED]),
    ("decodeURIComponent(window.name) === o", "whoever opens or frames the page names it", [UNTRUSTED]),
    ("location.hash.slice(1) === o", "the fragment is the sender's choice", [UNTRUSTED]),
    ("origin === location.origin", "the page's origin with itself: the sender's is not asked", [MISSING]),
    ("self.origin === location.origin", "the page's origin with itself: the sender's is not asked", [MISSING]),
    ("e.target.location.origin === location.origin", "the target of the event is the page's own window", [MISSING]),
    ("o", "every origin is truthy"),
    ('o !== "null"', "everybody but opaque origins"),
    ('typeof o === "string"', "every origin is a string"),
    ('o !== "https://evil.test"', "everybody but one"),
    ('o !== ""', "no origin is empty"),
    ("e.source !== window", "every other window", [SOURCE, MISSING]),
    ("e.source === window.parent", "anybody can be the parent", [SOURCE]),
    ("e.source === window", "the page's own window"),
    ("e.source == null", "a frame that posts and removes itself has no source (facts D 1; the table's senders stay)", [NULLABLE, MISSING]),
    ("e.data.origin === T", "the sender chooses the data", [SPOOFABLE]),
    ('e.data.type === "config"', "a tag in the data, no check of the sender", [MISSING]),
    ('"origin" in e', "every message event has the property", [MISSING, WEAK]),
    ('e.hasOwnProperty("origin")', "the property is the prototype's, so nobody passes", [IMPOSSIBLE, None]),
    ("!(!o === T)", "precedence: false is compared with a string"),
    ("!(!o == T)", "precedence: false is compared with a string"),
    ('o === (T || "https://b.example.test")', "compared with the first only, which is exact"),
    ('o !== T || o !== "https://b.example.test"', "one of the two inequalities always holds"),
    ('!(o !== T || o !== "https://b.example.test")', "nothing equals two strings"),
    ("!(o.indexOf(T) === -1 && false)", "switched off", [WEAK, UNENFORCED]),
    ("!(!o.indexOf(T) === -1)", "precedence: a boolean is never -1"),
    ("!(o.indexOf(T) < -1)", "wrong constant: no index is below -1"),
    ("!(!LIST.indexOf(o) === -1)", "precedence: a boolean is never -1"),
    ("!(!o in LIST)", "precedence: false is looked for"),
    ("(e.origin = T)", "an assignment, which is truthy", [WEAK, MISSING]),
    ("o === T, true", "the comparison is thrown away", [UNENFORCED, WEAK]),
    ("console.assert(o === T) === undefined", "the comparison only logs", [UNENFORCED, WEAK]),
    ("(()=>{ if (o === T); return true })()", "an empty statement after the condition", [UNENFORCED]),
    ("(()=>{ [1].forEach(()=>{ if (o !== T) return false }); return true })()", "return leaves the callback only", [UNENFORCED]),
    ("(()=>{ LIST.forEach(a => { if (a !== o) return; }); return true })()", "return leaves the callback only", [UNENFORCED]),
    ("asyncOk(o)", "a promise is truthy", [UNENFORCED, WEAK]),
    ("[T] == o", "the array is converted to its only entry"),
    ("o === [T]", "a string is never an array"),
]


# What a check means to accept where that is not T (or LIST): the page's own origin, or a literal of its own.
def intended(predicate, meta):
    if "window" in predicate and "e.source" in predicate or "location.origin" in predicate or predicate in (
        "o === window.origin",
        "o.includes(location.hostname)",
    ):
        return {meta["victim"]}
    if "LIST" in predicate or "https://b.example.test" in predicate or predicate.startswith('["example.test"]'):
        return set(meta["list"])
    return {meta["intended"]}


def site(host):
    """The registrable domain; every name of the measurement is below a suffix of one label."""
    return ".".join(host.rstrip(".").split(".")[-2:])


def classes(predicate, row, meta):
    """What kinds of origin passed that were not meant to, the gravest first."""
    found = set()
    wanted = intended(predicate, meta)
    sites = {site(urlsplit(origin).hostname) for origin in wanted}
    if predicate in ('"https://www.example.com".startsWith(o)', '"https://app.example.dev".includes(o)'):
        sites = {site(urlsplit(predicate.split('"')[1]).hostname)}
    for origin in row["passes"]:
        if origin in wanted:
            continue
        if origin.startswith("null"):
            found.add("null")
            continue
        url = urlsplit(origin)
        if site(url.hostname) not in sites:
            found.add("foreign")
        elif url.hostname.rstrip(".") not in {urlsplit(w).hostname for w in wanted}:
            found.add("subdomain")
            if url.scheme == "http":
                found.add("insecure")
        elif url.scheme == "http":
            found.add("insecure")
        else:
            found.add("port")
    order = ["foreign", "null", "subdomain", "insecure", "port"]
    if found:
        return [name for name in order if name in found]
    accepted = row["accepts_intended"] or bool(wanted & set(row["passes"]))
    return ["sound" if accepted else "impossible"]


def main():
    meta = json.loads((HERE / "origin-predicates.meta.json").read_text())
    rows = [json.loads(line) for line in (HERE / "origin-predicates.jsonl").read_text().splitlines()]
    assert len(rows) == len(JUDGED), f"{len(rows)} measured, {len(JUDGED)} judged"
    lines = []
    for row, judged in zip(rows, JUDGED):
        predicate, why, *special = judged
        assert predicate == row["predicate"], f"{row['predicate']!r} is not {predicate!r}"
        found = classes(predicate, row, meta)
        # Two that the table cannot show: its senders keep their window, and never post to themselves.
        if predicate == "e.source == null":
            found = ["foreign"]
        if predicate == "e.source === window":
            found = ["sound"]
        rules = special[0] if special else RULES[found[0]]
        lines.append(
            json.dumps(
                {
                    "predicate": predicate,
                    "class": found[0],
                    "classes": found,
                    "rules": [rule for rule in rules if rule],
                    "silent": not rules or None in rules,
                    "why": why,
                },
                ensure_ascii=False,
            )
        )
    (HERE / "expected.jsonl").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
