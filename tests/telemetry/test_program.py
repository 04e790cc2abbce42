"""A name that is written in another file is found there, or said to be unknown; never guessed."""

import json

import pytest

from waypost.telemetry.calls import find_calls
from waypost.telemetry.parsing import Work
from waypost.telemetry.paths import Paths
from waypost.telemetry.program import Program
from waypost.telemetry.sdks import sdks

Files = dict[str, str]


def sent(files: Files, path: str) -> list[str]:
    """What the calls of one file send, `?` for what is not known, and the file that holds the literal."""
    texts = {name: text.encode() for name, text in files.items()}
    program = Program(Paths(texts, texts.get, partial=False), Work())
    sites = find_calls(path, texts[path], sdks(), Work(), program)
    return [
        " | ".join(f"{name.text} {name.path}" if name.path != path else name.text for name in site.names) or "?"
        for site in sites
    ]


EVENTS = "export const EVENTS = {CART: 'cart_opened', PAID: {CARD: 'paid_by_card'}} as const;\n"
ENUM = "export enum Event { Cart = 'cart_opened' }\nexport default Event;\n"
USE = "posthog.capture(EVENTS.CART);"

JAVASCRIPT = [
    pytest.param(
        {
            "a.ts": "import {PAGES, ACTIONS} from './e'\nposthog.capture(ACTIONS[PAGES.cart].open);"
            "posthog.capture(ACTIONS.cart.open);posthog.capture(ACTIONS.twice.open);posthog.capture(ACTIONS.other.open)",
            "e.ts": "export const PAGES = {cart: 'cart', twice: 'twice'} as const\nexport const ACTIONS = {\n"
            " [PAGES.cart]: {open: 'cart_opened'}, [PAGES.twice]: {open: 'b'}, twice: {open: 'c'},\n"
            " [PAGES.twice]: {open: 'd'}, [given()]: {open: 'e'}}",
        },
        ["cart_opened e.ts", "cart_opened e.ts", "?", "?"],
        id="behind a key that is a constant",
    ),
    pytest.param(
        {"a.ts": "import {EVENTS} from './events';" + USE, "events.ts": EVENTS}, ["cart_opened events.ts"], id="beside"
    ),
    pytest.param(
        {
            "a.ts": "import {EVENTS as E} from '../lib/events.js';posthog.capture(E.PAID.CARD)",
            "lib/events.ts": EVENTS,
            "web/a.ts": "",
        },
        ["?"],
        id="outside of the repository",
    ),
    pytest.param(
        {
            "a.ts": "import * as all from './lib';posthog.capture(all.EVENTS.CART)",
            "lib/index.ts": "export * from './events'",
            "lib/events.ts": EVENTS,
        },
        ["cart_opened lib/events.ts"],
        id="whole module, index, everything given on",
    ),
    pytest.param(
        {
            "a.ts": "import {E} from './lib';posthog.capture(E.CART)",
            "lib/index.ts": "export {EVENTS as E} from './events'",
            "lib/events.ts": EVENTS,
        },
        ["cart_opened lib/events.ts"],
        id="given on under another name",
    ),
    pytest.param(
        {
            "a.ts": "import {lib} from './lib';posthog.capture(lib.EVENTS.CART)",
            "lib/index.ts": "export * as lib from './events'",
            "lib/events.ts": EVENTS,
        },
        ["cart_opened lib/events.ts"],
        id="module given on as a name",
    ),
    pytest.param(
        {
            "a.ts": "import {E} from './lib';posthog.capture(E.CART)",
            "lib.ts": "import {EVENTS} from './events'\nexport {EVENTS as E}",
            "events.ts": EVENTS,
        },
        ["cart_opened events.ts"],
        id="imported, then exported",
    ),
    pytest.param(
        {"a.ts": "import Kind from './event';posthog.capture(Kind.Cart)", "event.ts": ENUM},
        ["cart_opened event.ts"],
        id="default, an enum",
    ),
    pytest.param(
        {"a.js": "import E from './e';posthog.capture(E.A)", "e.js": "export default {A: 'a'}"},
        ["a e.js"],
        id="default, an object",
    ),
    pytest.param(
        {
            "a.js": "const {A, B: C} = require('./e');posthog.capture(A);posthog.capture(C)",
            "e.js": "const A = 'a';exports.A = A;module.exports.B = 'b'",
        },
        ["a e.js", "b e.js"],
        id="commonjs",
    ),
    pytest.param(
        {"a.js": "const e = require('./e');posthog.capture(e.A)", "e.js": "module.exports = {A: 'a'}"},
        ["a e.js"],
        id="commonjs, whole",
    ),
    pytest.param(
        {"a.js": "const {A} = require('./e');posthog.capture(A)", "e.js": "module.exports = {A: 'a'}"},
        ["a e.js"],
        id="commonjs, taken apart",
    ),
    pytest.param(
        {
            "web/src/a.ts": "import {EVENTS} from '@app/events';" + USE,
            "web/lib/events.ts": EVENTS,
            "web/tsconfig.json": '{"extends": "./base", /* why */ }',
            "web/base.json": '{"compilerOptions": {"baseUrl": ".", "paths": {"@app/*": ["lib/*"],},}}',
        },
        ["cart_opened web/lib/events.ts"],
        id="alias of an extended tsconfig",
    ),
    pytest.param(
        {
            "src/a.ts": "import {EVENTS} from 'lib/events';" + USE,
            "src/lib/events.ts": EVENTS,
            "jsconfig.json": '{"compilerOptions": {"baseUrl": "src"}}',
        },
        ["cart_opened src/lib/events.ts"],
        id="base url",
    ),
    pytest.param(
        {
            "app/src/b/a.ts": "import {EVENTS} from '@/events';" + USE,
            "app/src/events.ts": EVENTS,
            "app/package.json": "{}",
        },
        ["cart_opened app/src/events.ts"],
        id="alias of a framework",
    ),
    pytest.param(
        {
            "app/a.ts": "import {EVENTS} from '@acme/tracking';" + USE,
            "packages/tracking/src/x.ts": EVENTS,
            "packages/tracking/package.json": json.dumps({"name": "@acme/tracking", "main": "src/x.ts"}),
        },
        ["cart_opened packages/tracking/src/x.ts"],
        id="workspace package",
    ),
    pytest.param(
        {
            "app/a.ts": "import {EVENTS} from '@acme/tracking/events';" + USE,
            "libs/t/src/events.ts": EVENTS,
            "libs/t/package.json": json.dumps({"name": "@acme/tracking", "main": "dist/x.js"}),
        },
        ["cart_opened libs/t/src/events.ts"],
        id="file of a workspace package in a folder of another name",
    ),
    pytest.param(
        {"a.ts": "import {EVENTS} from 'events';" + USE, "events.ts": EVENTS}, ["?"], id="someone else's package"
    ),
    pytest.param(
        {"a.ts": "import {A} from './b';posthog.capture(A)", "b.ts": "import {A} from './a';export {A}"},
        ["?"],
        id="in a circle",
    ),
    pytest.param(
        {"a.ts": "import {A} from './b';posthog.capture(A)", "b.ts": "export let A = 'a'"}, ["?"], id="variable"
    ),
    pytest.param(
        {
            "a.ts": "import {A} from './all';posthog.capture(A)",
            "all.ts": "export * from './b';export * from './c'",
            "b.ts": "export const A = 'b'",
            "c.ts": "export const A = 'c'",
        },
        ["?"],
        id="given on twice, otherwise",
    ),
    pytest.param(
        {"a.ts": "import {A} from './b';\nfunction f(A) { posthog.capture(A) }", "b.ts": "export const A = 'a'"},
        ["?"],
        id="shadowed",
    ),
    pytest.param(
        {
            "a.ts": "import {P, E} from './b';posthog.capture(`${P}_x`);posthog.capture(c ? E.A : 'z')",
            "b.ts": "import {Q} from './c';export const P = Q;export const E = {A: P}",
            "c.ts": "export const Q = 'q'",
        },
        ["q_x", "q c.ts | z"],
        id="templates, alternatives, constants of constants",
    ),
    pytest.param(
        {
            "a.ts": "import {N} from './n';posthog.capture(N.A);const {A} = N;posthog.capture(A)",
            "n.ts": "export namespace N { export const A = 'a' }",
        },
        ["a n.ts", "a n.ts"],
        id="namespace",
    ),
]

TAGS = "class EventTag:\n    class Account(str, Enum):\n        Login = 'account:login'\nPLAIN = 'plain'\n"

PYTHON = [
    pytest.param(
        {
            "shop/a.py": "from shop.events.tags import EventTag\nposthog.capture(EventTag.Account.Login)",
            "shop/events/tags.py": TAGS,
        },
        ["account:login shop/events/tags.py"],
        id="absolute",
    ),
    pytest.param(
        {
            "src/shop/a.py": "from shop.events import tags as t\nposthog.capture(t.PLAIN)",
            "src/shop/events/tags.py": TAGS,
            "src/shop/events/__init__.py": "",
        },
        ["plain src/shop/events/tags.py"],
        id="module of a package below src",
    ),
    pytest.param(
        {
            "shop/web/a.py": "from ..events import PLAIN\nposthog.capture(PLAIN)",
            "shop/events/__init__.py": "from .tags import *",
            "shop/events/tags.py": TAGS,
        },
        ["plain shop/events/tags.py"],
        id="relative, given on with everything",
    ),
    pytest.param(
        {"a.py": "import shop.tags\nposthog.capture(shop.tags.PLAIN)", "shop/tags.py": TAGS},
        ["plain shop/tags.py"],
        id="dotted",
    ),
    pytest.param(
        {"a.py": "import shop.tags as t\nposthog.capture(t.EventTag.Account.Login.value)", "shop/tags.py": TAGS},
        ["account:login shop/tags.py"],
        id="under another name, its value",
    ),
    pytest.param(
        {"a.py": "def f():\n    from tags import PLAIN\n    posthog.capture(PLAIN)", "tags.py": TAGS},
        ["plain tags.py"],
        id="in a function",
    ),
    pytest.param(
        {"x/a.py": "from tags import PLAIN\nposthog.capture(PLAIN)", "x/tags.py": "PLAIN = 'x'", "y/tags.py": TAGS},
        ["x x/tags.py"],
        id="the nearest",
    ),
    pytest.param(
        {"a.py": "from tags import PLAIN\nposthog.capture(PLAIN)", "x/tags.py": "PLAIN = 'x'", "y/tags.py": TAGS},
        ["?"],
        id="two as near, otherwise",
    ),
    pytest.param({"a.py": "from os import PLAIN\nposthog.capture(PLAIN)", "tags.py": TAGS}, ["?"], id="not ours"),
]


OF_MODULES = [
    pytest.param(
        "var E = {A: 'a'}; module.exports = E", "cart/lib/e", ["a web/cart/lib/e.js"], id="by a folder around"
    ),
    pytest.param("var E = {A: 'a'}; module.exports = E", "cart/e", ["?"], id="another one"),
    pytest.param("var E = {A: 'a'}; E = more(E); module.exports = E", "./lib/e", ["?"], id="written over"),
    pytest.param("var E = {A: 'a'}; function f() { E.A = 'b' } module.exports = E", "./lib/e", ["?"], id="changed"),
    pytest.param("var E = {A: 'a'}; var E = {A: 'b'}; module.exports = E", "./lib/e", ["?"], id="twice"),
    pytest.param("var E = {A: 'a'}; [E] = all; module.exports = E", "./lib/e", ["?"], id="taken apart"),
    pytest.param("if (x) { var E = {A: 'b'} } var E = {A: 'a'}; module.exports = E", "./lib/e", ["?"], id="hoisted"),
    pytest.param("var E = make(); module.exports = E", "./lib/e", ["?"], id="made"),
]


@pytest.mark.parametrize(("source", "module", "expected"), OF_MODULES)
def test_a_variable_of_a_module_is_its_own(source: str, module: str, expected: list[str]) -> None:
    use = f"var E = require('{module}');\nposthog.capture(E.A)"
    assert sent({"web/cart/a.js": use, "web/cart/lib/e.js": source, "web/e.js": ""}, "web/cart/a.js") == expected


def test_a_variable_of_a_script_may_be_written_elsewhere() -> None:
    assert sent({"a.js": "var E = {A: 'a'}\nposthog.capture(E.A)"}, "a.js") == ["?"]
    assert sent({"a.svelte": "<script>export let e = 'a'; posthog.capture(e)</script>"}, "a.svelte") == ["?"]


_NAMES = 'package com.acme.data\nobject Names {{ const val OPENED = "{0}" }}'
CLASSES = [
    pytest.param(
        {
            "a/com/acme/App.kt": "import com.acme.data.Names.OPENED\nfun f() { posthog.capture(OPENED) }",
            "a/com/acme/data/Event.kt": _NAMES.format("a"),
            "a/com/acme/data/Other.kt": 'package com.acme.data\nconst val OPENED = "no"',
        },
        ["a a/com/acme/data/Event.kt"],
        id="a member of an object that no file is called like",
    ),
    pytest.param(
        {
            "a/com/acme/data/Event.kt": "package com.acme.data\nimport com.acme.data.Names.OPENED\n"
            'object Names { const val OPENED = "a" }\nfun f() { posthog.capture(OPENED) }',
        },
        ["a"],
        id="a member of an object of the same file",
    ),
    pytest.param(
        {
            "a/com/acme/App.java": "import static com.acme.data.Names.OPENED;\n"
            "class App { void f() { Amplitude.getInstance().logEvent(OPENED); } }",
            "a/com/acme/data/All.java": 'package com.acme.data;\nclass Names { static final String OPENED = "a"; }\n'
            'class More { static final String OPENED = "no"; }',
        },
        ["a a/com/acme/data/All.java"],
        id="java",
    ),
    pytest.param(
        {
            "a/com/acme/App.kt": "import com.acme.data.Names.OPENED\nfun f() { posthog.capture(OPENED) }",
            "a/com/acme/data/Event.kt": 'package com.acme.data\nconst val OPENED = "no"\nobject Names { }',
        },
        ["?"],
        id="no member of the object",
    ),
    pytest.param(
        {
            "a/com/acme/App.java": "import static com.acme.data.Names.OPENED;\n"
            "import static com.acme.data.OthersKt.PAID;\n"
            "class App { void f() { amplitude.logEvent(OPENED); amplitude.logEvent(PAID); } }",
            "a/com/acme/data/Names.kt": '@file:JvmName("Names")\npackage com.acme.data\nconst val OPENED = "a"',
            "a/com/acme/data/Others.kt": 'package com.acme.data\nconst val PAID = "b"',
        },
        ["a a/com/acme/data/Names.kt", "b a/com/acme/data/Others.kt"],
        id="a constant of a Kotlin file, in Java",
    ),
    pytest.param(
        {
            "a/com/acme/App.kt": "package com.acme\nimport com.vendor.Names\nfun f() { posthog.capture(Names.OPENED) }",
            "a/com/acme/Names.kt": 'package com.acme\nobject Names { const val OPENED = "no" }',
        },
        ["?"],
        id="an object of others that is called like one beside it",
    ),
    pytest.param(
        {
            "a/com/acme/App.java": "package com.acme;\nimport com.vendor.Base;\n"
            "class App extends Base { void f() { amplitude.logEvent(OPENED); } }",
            "a/com/acme/Base.java": 'package com.acme;\nclass Base { static final String OPENED = "no"; }',
        },
        ["?"],
        id="a class of others above it that is called like one beside it",
    ),
]


@pytest.mark.parametrize(("files", "expected"), JAVASCRIPT + PYTHON + CLASSES)
def test_names_across_files(files: Files, expected: list[str]) -> None:
    assert sent(files, next(iter(files))) == expected
