"""What identifies a person, or is a secret, is told; what only sounds like it is left alone."""

import pytest

from tests.checks.changes import edited, handbook, told

NAME = "sensitive-property"


@pytest.mark.parametrize(
    ("path", "properties", "message"),
    [
        pytest.param(
            "a.ts",
            "{email}",
            "`email` out of `cart_paid`, or send its domain: it looks like an e-mail address.",
            id="key",
        ),
        pytest.param("a.ts", "{contact: user.email}", "`contact` out of `cart_paid`, or send its domain", id="flow"),
        pytest.param("a.ts", "{contact: user?.email ?? ''}", "`contact` out of", id="optional-flow"),
        pytest.param("a.ts", "{phoneNumber: a.b}", "`phoneNumber` out of", id="camel-case"),
        pytest.param(
            "a.py", "{'reply': request.user_message}", "`reply` out of `cart_paid`, or send its length", id="py"
        ),
        pytest.param("a.ts", "{text: e.target.value}", "`text` out of `cart_paid`, or send its length", id="typed"),
        pytest.param(
            "a.ts", "{token: accessToken}", "`token` out of `cart_paid`: it looks like a secret.", id="secret"
        ),
        pytest.param("a.ts", "{by: customer.name}", "`by` out of `cart_paid`, or send an id", id="name"),
        pytest.param("a.ts", "{user: {email: x}}", "`user.email` out of", id="within"),
        pytest.param(
            "a.ts",
            "user",
            "`user` out of `cart_paid`, or send the fields that are needed, by name: it may hold"
            " all that is known of somebody.",
            id="whole-argument",
        ),
        pytest.param("a.ts", "{...currentUser}", "`currentUser` out of", id="spread"),
        pytest.param("a.ts", "{...req.body}", "`req.body` out of `cart_paid`, or send the fields", id="input"),
        pytest.param("a.py", "{**form_data}", "`form_data` out of", id="input-in-python"),
        pytest.param("a.ts", "{who: user}", "`who` out of", id="whole-as-value"),
    ],
)
def test_what_identifies_somebody_is_told(path: str, properties: str, message: str) -> None:
    before = "posthog.capture('cart_paid', " if path == "a.ts" else "posthog.capture(u, 'cart_paid', "
    (finding,) = told(NAME, {path: f"{before}{properties})"})
    assert finding.message.startswith(f"Leave {message}")
    assert (finding.path, finding.span.line) == (path, 1)


@pytest.mark.parametrize(
    "properties",
    [
        pytest.param("{has_email: x}", id="whether"),
        pytest.param("{email: true}", id="literal"),
        pytest.param("{email: 'yes'}", id="constant"),
        pytest.param("{email: !!user.email}", id="negated"),
        pytest.param("{email: hashed(user.email)}", id="hashed"),
        pytest.param("{email: sha256(user.email)}", id="digest"),
        pytest.param("{emails: list}", id="several"),
        pytest.param("{domain: user.email.split('@')[1]}", id="part-of-it"),
        pytest.param("{email_domain: x}", id="domain"),
        pytest.param("{length: password.length}", id="length"),
        pytest.param("{max_tokens: n, token_count: m}", id="tokens"),
        pytest.param("{zip: a.zip, tip: b}", id="part-of-a-word"),
        pytest.param("{method: Provider.Email}", id="enum"),
        pytest.param("{error: form.errors.email}", id="error"),
        pytest.param("{user_id: user.id, role: user.role}", id="id"),
        pytest.param("{ip_version: 4, cart}", id="not-at-the-end"),
        pytest.param("{$set: {email: user.email}}", id="told-to-the-vendor-on-purpose"),
        pytest.param("{...common, ...getProps(user)}", id="spread-of-something-else"),
        pytest.param("{name: product.name}", id="name-of-a-thing"),
        pytest.param("{userId, userRole}", id="of-a-user"),
        pytest.param("{email} // old", id="there-before"),
        pytest.param("{mode: e.target.value}", id="chosen-from-a-list"),
    ],
)
def test_all_else_is_left_alone(properties: str) -> None:
    call, _, comment = properties.partition(" //")
    assert told(NAME, {"a.ts": f"posthog.capture('cart_paid', {call}){' //' + comment if comment else ''}"}) == ()


@pytest.mark.parametrize(
    ("path", "source"),
    [
        pytest.param("a.rb", "posthog.capture(event: 'cart_paid', properties: { mail: user.email })", id="ruby"),
        pytest.param("a.kt", 'fun f() { posthog.capture("a", properties = mapOf("mail" to user.email)) }', id="kotlin"),
        pytest.param("a.swift", 'PostHogSDK.shared.capture("a", properties: ["mail": user.email])', id="swift"),
        pytest.param(
            "a.java", 'class A{void f(){posthog.capture("1","a",Map.of("mail",user.getEmail()));}}', id="java"
        ),
        pytest.param(
            "a.php", "<?php PostHog::capture(['event' => 'a', 'properties' => ['mail' => $user->email]]);", id="php"
        ),
    ],
)
def test_every_language_is_looked_at(path: str, source: str) -> None:
    (finding,) = told(NAME, {path: source})
    assert finding.message.startswith("Leave `mail` out of")


def test_an_event_without_a_known_name_is_looked_at_too() -> None:
    (finding,) = told(NAME, {"a.ts": "posthog.capture(name, {email})"})
    assert finding.message.startswith("Leave `email` out of this event")


@pytest.mark.parametrize(
    ("sensitivity", "left"),
    [pytest.param("personal", 0, id="decided"), pytest.param("none", 1, id="not-decided")],
)
def test_what_the_spec_calls_sensitive_is_a_decision(sensitivity: str, left: int) -> None:
    book = handbook(f"events: {{cart_paid: {{properties: {{email: {{sensitivity: {sensitivity}}}}}}}}}")
    assert len(told(NAME, {"a.ts": "posthog.capture('cart_paid', {email})"}, book)) == left


def test_an_offered_entry_does_not_declare_it() -> None:
    book = handbook("events: {cart_seen: {}}")
    (finding,) = told("event-not-in-spec", {"a.ts": "posthog.capture('cart_paid', {email, total})"}, book)
    assert finding.fix is not None and "email" not in finding.fix.edits[0].text
    assert "total" in finding.fix.edits[0].text


def test_properties_that_several_events_share_are_told_once() -> None:
    source = "const common = {email: user.email};\nposthog.capture('a', common);\nposthog.capture('b', common);"
    (finding,) = told(NAME, {"a.ts": source})
    assert finding.message.startswith("Leave `email` out of these events")


@pytest.mark.parametrize(
    ("path", "written", "after"),
    [
        pytest.param("a.ts", "{plan, contact: user.email, total}", "{plan, total}", id="among-others"),
        pytest.param("a.ts", "{email}", "{}", id="alone"),
        pytest.param("a.ts", "{plan, ...currentUser}", "{plan}", id="spread"),
        pytest.param("a.py", "{'plan': 1, 'email': user.email}", "{'plan': 1}", id="python"),
        pytest.param("a.ts", "{plan, user: {email: x}}", None, id="within"),
        pytest.param("a.ts", "user", None, id="whole"),
    ],
)
def test_it_is_left_out_where_it_is_asked_for(path: str, written: str, after: str | None) -> None:
    source = f"posthog.capture({'uid, ' if path == 'a.py' else ''}'cart_paid', {written})"
    (finding,) = told(NAME, {path: source})
    assert finding.fix is None, "something is lost, so it is nobody's default"
    result = edited(source, finding.choice.fix.edits) if finding.choice else None
    assert result == (after and source.replace(written, after))
    assert after is None or told(NAME, {path: source.replace(written, after)}) == ()


def test_what_is_written_elsewhere_may_serve_others() -> None:
    source = "const all = {plan, email: user.email};\nposthog.capture('cart_paid', all);\nsave(all);\n"
    (finding,) = told(NAME, {"a.ts": source})
    assert finding.choice is None
