#!/usr/bin/env python3
"""compare.py [--all] OLD.json NEW.json    (or two folders of reports): what NEW reports otherwise; exit 1 on a difference.

Findings are keyed by rule, path and line; `incomplete` and `failures` by path and reason (names in `` left out).
--all: print every line, not the first 40 of a kind; and count findings that differ in anything else (message, trace, …).
"""
import collections, json, os, re, sys

Counter = collections.Counter
everything = "--all" in sys.argv
old_path, new_path = [a for a in sys.argv[1:] if a != "--all"]


def plain(reason):
    return re.sub(r"\d+", "N", re.sub(r"`[^`]*`", "`…`", reason))


def lines(title, rows):
    rows = sorted(rows)
    if rows:
        print(f"{title}: {len(rows)}")
        shown = rows if everything else rows[:40]
        print("".join(f"  {row}\n" for row in shown), end="")
        if len(shown) < len(rows):
            print(f"  … and {len(rows) - len(shown)} more")
    return len(rows)


def by_reason(title, old, new):
    """Counters of (path, reason): how often each reason came and went, and up to three places."""
    gone, came = old - new, new - old
    for reason in sorted({r for _, r in gone} | {r for _, r in came}):
        count = lambda c: sum(n for (_, r), n in c.items() if r == reason)
        print(f"{title}: {count(old)} → {count(new)} (-{count(gone)} +{count(came)})  {reason}")
        for sign, c in ("-", gone), ("+", came):
            places = sorted(p for p, r in c if r == reason)
            if places:
                print(f"    {sign} " + ", ".join(places if everything else places[:3]) + ("" if everything or len(places) < 4 else ", …"))
    return len(gone) + len(came)


def compare(old, new):
    keyed = []
    for report in old, new:
        found = collections.defaultdict(list)
        for f in report["findings"]:
            found[f["rule"], f["path"], f["start"]["line"]].append(f["severity"])
        keyed.append(found)
    lost, fresh, changed = [], [], []
    for key in set(keyed[0]) | set(keyed[1]):
        a, b = Counter(keyed[0].get(key, [])), Counter(keyed[1].get(key, []))
        gone, came = sorted((a - b).elements()), sorted((b - a).elements())
        where = f"{key[1]}:{key[2]} {key[0]}"
        pairs = min(len(gone), len(came))
        changed += [f"{where} {x} → {y}" for x, y in zip(gone, came)]
        lost += [f"{where} {x}" for x in gone[pairs:]]
        fresh += [f"{where} {x}" for x in came[pairs:]]
    n = lines("lost", lost) + lines("new", fresh) + lines("severity", changed)
    places = lambda r, kind, text: Counter((x["path"], text(x)) for x in r[kind])
    n += by_reason("incomplete", *(places(r, "incomplete", lambda x: plain(x["reason"])) for r in (old, new)))
    n += by_reason("failures", *(places(r, "failures", lambda x: x["kind"] + ": " + plain(x["message"])) for r in (old, new)))
    n += by_reason("crashed", *(places(r, "crashed", lambda x: x["reason"]) for r in ({"crashed": [], **old}, {"crashed": [], **new})))
    if everything:
        whole = [Counter(json.dumps(f, sort_keys=True) for f in r["findings"]) for r in (old, new)]
        if whole[0] != whole[1]:
            print(f"findings that differ in anything: {sum((whole[0] - whole[1]).values())} old, {sum((whole[1] - whole[0]).values())} new")
    return n


total = 0
names = sorted(set(os.listdir(old_path)) | set(os.listdir(new_path))) if os.path.isdir(old_path) else [None]
for name in names:
    pair = [os.path.join(p, name) if name else p for p in (old_path, new_path)]
    if name:
        print(f"- {name}")
    total += compare(*(json.load(open(p)) if os.path.exists(p) else {"findings": [], "incomplete": [], "failures": []} for p in pair))
print(f"{total} differences" if total else "no difference")
sys.exit(bool(total))
